//! A segment as it is read: which articles it is about, and which of them have a gram.

use rusqlite::{Connection, OptionalExtension};

use super::gram_query::{GramQuery, Leaf};
use super::grams::{BITS, Gram};
use super::postings::{BlockReader, Damaged, unpack};
use crate::store::StoreError;
use crate::store::bit_set::BitSet;
use crate::text::StopCheck;
use crate::text::fold::fingerprint;

/// The version of what a gram is. Another one makes every segment out of date.
const GRAMS: u64 = 1;
/// Work on one page, in bytes.
const PAGE: usize = 4096;

/// A segment of the index.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) id: i64,
    /// The numbers of its articles, ascending. A position is an index into this.
    pub(super) articles: Vec<i64>,
    /// True if it can be asked. Of one that was made with another folding every article is a candidate.
    pub(super) sound: bool,
    /// True if the list of its articles cannot be read. Every article of the library may have been on it.
    pub(super) lost: bool,
}

/// Version of folding and grams with which a segment is written now.
pub(super) fn made_with() -> i64 {
    fingerprint().wrapping_add(GRAMS) as i64
}

/// The keys of a segment's pages.
pub(super) fn keys(segment: i64) -> std::ops::RangeInclusive<i64> {
    let first = segment << BITS;
    first..=first + ((1 << BITS) - 1)
}

/// The key of a page.
pub(super) fn key(segment: i64, gram: Gram) -> i64 {
    (segment << BITS) | gram as i64
}

/// The gram in a page's key.
pub(super) fn gram_of(key: i64) -> Gram {
    (key & ((1 << BITS) - 1)) as Gram
}

/// All segments that are complete, in the order of their numbers.
pub(super) fn all(conn: &Connection) -> Result<Vec<Segment>, StoreError> {
    let folding = made_with();
    let mut statement = conn.prepare_cached(
        "SELECT id, folding, count, articles FROM index_segments WHERE articles IS NOT NULL ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut segments = Vec::new();
    while let Some(row) = rows.next()? {
        let count: i64 = row.get(2)?;
        let articles = unpack(row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?).unwrap_or_default();
        let lost = usize::try_from(count) != Ok(articles.len());
        let sound = !lost && row.get::<_, i64>(1)? == folding;
        segments.push(Segment { id: row.get(0)?, articles, sound, lost });
    }
    Ok(segments)
}

impl Segment {
    /// Positions of the articles that have a gram.
    pub(super) fn with(&self, conn: &Connection, gram: Gram) -> Result<BitSet, PostingsError> {
        let mut statement =
            conn.prepare_cached("SELECT key, page FROM index_pages WHERE key <= ?1 ORDER BY key DESC LIMIT 1")?;
        let found = statement.query_row([key(self.id, gram)], |row| {
            let key = row.get(0)?;
            // The block before may be another segment's: then this segment has no gram that low.
            let ours = keys(self.id).contains(&key);
            Ok(ours.then(|| {
                let page = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
                Ok::<_, rusqlite::Error>(BlockReader::new(page, gram_of(key), self.articles.len()).find(gram))
            }))
        });
        match found.optional()?.flatten() {
            None => Ok(BitSet::empty(self.articles.len())),
            Some(set) => Ok(set??),
        }
    }

    /// The numbers of those of its articles that may meet a query; none if it was stopped.
    pub(super) fn candidates(
        &self,
        conn: &Connection,
        query: &GramQuery,
        stop_check: &StopCheck<'_>,
    ) -> Result<BitSet, StoreError> {
        let count = self.articles.len();
        if !self.sound {
            return Ok(BitSet::full(count));
        }
        let mut lookup = |leaf: Leaf<'_>| {
            // A page, and a bit of the set for each article.
            if !stop_check.go_on_after(PAGE + count / 8) {
                return Err(PostingsError::Stopped);
            }
            match leaf {
                Leaf::Gram(gram) => self.with(conn, gram),
                Leaf::Articles(ids) => {
                    let mut set = BitSet::empty(count);
                    let is_one = |(_, id): &(usize, &i64)| ids.binary_search(id).is_ok();
                    let articles = if ids.is_empty() { &[][..] } else { &self.articles };
                    articles.iter().enumerate().filter(is_one).for_each(|(position, _)| set.insert(position));
                    Ok(set)
                }
            }
        };
        match query.among(count, &mut lookup) {
            Ok(set) => Ok(set),
            // The page cannot be read: every article may meet the query. The check repairs it.
            Err(PostingsError::Damaged) => Ok(BitSet::full(count)),
            Err(PostingsError::Stopped) => Ok(BitSet::empty(count)),
            Err(PostingsError::Engine(error)) => Err(error.into()),
        }
    }
}

/// Reason why a gram could not be looked up.
#[derive(Debug)]
pub(super) enum PostingsError {
    Engine(rusqlite::Error),
    Damaged,
    Stopped,
}

impl From<rusqlite::Error> for PostingsError {
    fn from(error: rusqlite::Error) -> PostingsError {
        PostingsError::Engine(error)
    }
}

impl From<Damaged> for PostingsError {
    fn from(_: Damaged) -> PostingsError {
        PostingsError::Damaged
    }
}
