//! Decides on each arrival of a batch: whether it is a known article, and if so whether it replaces it, completes
//! it or changes nothing. The statements that write are in `write.rs`.
//!
//! An arrival is a known article if that has its identity (`identity/mod.rs`), or the same title, date and body, or
//! came out of the same file. What an article's own feed or file brings is the article, unless its publisher calls it
//! an older version. What another source brings (or a copy in another file, or a second version in the same batch)
//! replaces it only where it is the later version; otherwise it completes it: the longer body stays, and what only one
//! has is kept. So two versions never replace each other at every sync. A source that brings an article that another
//! brought first carries it, too (`membership.rs`).

mod enrich;
mod entry;
pub(super) mod write;

use std::cmp::Ordering;
use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row};

use crate::article::Article;
use crate::store::articles::arrival::{Arrival, ArrivalOutcome, path_bytes};
use crate::store::articles::identity::{Hash, Hashes, Identity, by_text, filled, former, hashes, identity};
use crate::store::articles::{PreparedArticle, dropped, edits, load};
use crate::store::articles::{
    resemblance,
    resemblance::{Tie, alike, completed, contradict, is_edit, is_enriched, join, written},
};
use crate::store::{
    ArticleId, SourceId, StoreError,
    sources::{SourceKind, membership},
    state::place,
};

/// Articles of the same text that an arrival is compared with. A feed of thousands of entries with one text and
/// identifiers of their own would otherwise be compared each with each.
const MAX_ALIKE: i64 = 16;

/// A batch of arrivals from one source, inside a transaction.
pub(in crate::store) struct Batch<'a> {
    pub(in crate::store) conn: &'a Connection,
    /// The reader who takes over the state that arrivals bring.
    pub(in crate::store) reader: &'a str,
    pub(in crate::store) source: SourceId,
    pub(in crate::store) kind: SourceKind,
    location: String,
    pub(in crate::store) now: Timestamp,
    pub(in crate::store) met: HashSet<ArticleId>,
    /// Names by page and title that several entries of the batch share.
    pub(in crate::store) shared: HashSet<Hash>,
    /// True if articles keep the texts that they were made from.
    pub(in crate::store) keeps_sources: bool,
    /// True if retention has ever dropped anything that may come again.
    drops: bool,
}

/// Particulars of a stored article that an arrival is compared with.
pub(in crate::store) struct KnownArticle {
    pub(in crate::store) id: ArticleId,
    pub(in crate::store) source: SourceId,
    pub(in crate::store) kind: SourceKind,
    path: Option<Vec<u8>>,
    /// Hash of the version that its own source brought last.
    pub(in crate::store) arrival: Hash,
    revised: Option<String>,
}

impl KnownArticle {
    const COLUMNS: &str = "id, source_id, (SELECT kind FROM sources s WHERE s.id = source_id), path, arrival, revised";

    fn of(row: &Row<'_>) -> rusqlite::Result<KnownArticle> {
        Ok(KnownArticle {
            id: ArticleId(row.get(0)?),
            source: SourceId(row.get(1)?),
            kind: SourceKind::of_name(row.get_ref(2)?.as_str()?)?,
            path: row.get(3)?,
            arrival: row.get(4)?,
            revised: row.get(5)?,
        })
    }
}

/// The article that an arrival is, what became of it, and the source whose it is.
type Met = (ArticleId, ArrivalOutcome, SourceId);

impl<'a> Batch<'a> {
    pub(in crate::store) fn new(
        conn: &'a Connection,
        reader: &'a str,
        source: SourceId,
        kind: SourceKind,
        location: String,
        arrivals: &[Arrival<'_>],
        now: Timestamp,
    ) -> Result<Batch<'a>, StoreError> {
        let shared = if kind == SourceKind::Feed { entry::shared(arrivals) } else { HashSet::new() };
        let drops = dropped::any(conn)?;
        Ok(Batch { conn, reader, source, kind, location, now, met: HashSet::new(), shared, keeps_sources: true, drops })
    }

    /// Finds the article an arrival is, or adds it.
    pub(in crate::store) fn insert(
        &mut self,
        arrival: &Arrival<'_>,
        prepared: &PreparedArticle,
    ) -> Result<(ArticleId, ArrivalOutcome), StoreError> {
        let hashes = &prepared.hashes;
        let (id, change, home) =
            match self.find("id = (SELECT article_id FROM arrivals WHERE hash = ?1)", [hashes.whole])? {
                Some(known) => self.meet_again(&known, arrival, prepared)?,
                None => match self.met_before_and_dropped(hashes)? {
                    Some(id) => (id, ArrivalOutcome::Dropped, self.source),
                    None => self.meet_or_add(arrival, prepared)?,
                },
            };
        if change == ArrivalOutcome::Dropped {
            dropped::record(self.conn, hashes.whole, id)?;
            return Ok((id, change));
        }
        if home != self.source {
            membership::carry(self.conn, id, self.source)?;
        }
        self.record(hashes.whole, id)?;
        self.name_entry(arrival, self.identity(arrival, hashes), id, home == self.source)?;
        self.met.insert(id);
        Ok((id, change))
    }

    fn met_before_and_dropped(&self, hashes: &Hashes) -> Result<Option<ArticleId>, StoreError> {
        if self.drops { dropped::met_before(self.conn, &hashes.whole) } else { Ok(None) }
    }

    /// The arrival has come before, to the letter.
    fn meet_again(
        &self,
        known: &KnownArticle,
        arrival: &Arrival<'_>,
        prepared: &PreparedArticle,
    ) -> Result<Met, StoreError> {
        let hashes = &prepared.hashes;
        if self.speaks(known, arrival) {
            if known.arrival != hashes.whole {
                // An edit is taken back.
                let identity = self.identity(arrival, hashes);
                return self.meet(known, &load::article(self.conn, known.id)?, arrival, prepared, identity);
            }
            if let (None, Some(path)) = (&known.path, arrival.path) {
                self.claim(known.id, path_bytes(path))?;
            }
            // Its publisher has looked at it again and changed nothing.
            self.revise(known.id, known.revised.as_deref(), arrival.article)?;
        }
        if known.source == self.source && !self.met.contains(&known.id) {
            self.enrich(known.id, arrival, prepared)?;
        }
        Ok((known.id, ArrivalOutcome::Unchanged, known.source))
    }

    fn meet_or_add(&self, arrival: &Arrival<'_>, prepared: &PreparedArticle) -> Result<Met, StoreError> {
        let hashes = &prepared.hashes;
        let own = self.identity(arrival, hashes);
        let mut identity = own;
        // The same text says more than the same name, which others may bear as well.
        for known in self.find_alike(&hashes.likeness, identity)? {
            let old = load::article(self.conn, known.id)?;
            if !contradict(&old, arrival.article, known.source == self.source, self.met.contains(&known.id)) {
                return self.meet(&known, &old, arrival, prepared, identity);
            }
        }
        let former = former(arrival.article);
        let tie = match identity {
            Identity::Guid(_) => Some(Tie::Guid),
            Identity::Link(_) => Some(Tie::Link),
            Identity::Text(_) => None,
        };
        if let Some(tie) = tie {
            let mut taken = false;
            for hash in former.first().into_iter().chain([&identity.hash()]).chain(former.iter().skip(1)) {
                let Some(known) = self.find("identity = ?1", [hash])? else { continue };
                let old = load::article(self.conn, known.id)?;
                if is_edit(tie, &old, arrival.article) && self.may_be(&known, &old, arrival) {
                    return self.meet(&known, &old, arrival, prepared, identity);
                }
                taken = true;
            }
            if taken {
                identity = by_text(arrival.article, &hashes.likeness);
            }
        }
        if let Some(path) = arrival.path
            && let Some(known) = self.find("source_id = ?1 AND path = ?2", (self.source.0, path_bytes(path)))?
        {
            let old = load::article(self.conn, known.id)?;
            if is_edit(Tie::Path, &old, arrival.article) && self.may_be(&known, &old, arrival) {
                return self.meet(&known, &old, arrival, prepared, identity);
            }
            // The file holds another article now. The former one stays, without it.
        }
        if let Some((known, old)) = self.find_entry(arrival, own)? {
            return self.join(&known, &old, arrival, prepared, identity, None);
        }
        if self.drops {
            let found = dropped::find(self.conn, arrival.article, hashes, identity, &former)?;
            if let Some(id) = found {
                return Ok((id, ArrivalOutcome::Dropped, self.source));
            }
        }
        Ok((self.add(arrival, prepared, identity)?, ArrivalOutcome::Added, self.source))
    }

    fn identity(&self, arrival: &Arrival<'_>, hashes: &Hashes) -> Identity {
        let feed = (self.kind == SourceKind::Feed).then_some(self.location.as_str());
        identity(arrival.article, &hashes.likeness, feed)
    }

    /// True if the arrival speaks for the article, whatever else is known of it: it comes from the same feed, or out of
    /// the same file.
    fn speaks(&self, known: &KnownArticle, arrival: &Arrival<'_>) -> bool {
        let path = arrival.path.map(path_bytes);
        let same_file = path.is_some() && (known.path.is_none() || known.path.as_deref() == path);
        known.source == self.source && (self.kind == SourceKind::Feed || same_file) && !self.met.contains(&known.id)
    }

    /// False for a second arrival of one batch that is no version of the first: if their texts are not versions of one,
    /// they are two articles, whatever they have in common.
    fn may_be(&self, known: &KnownArticle, old: &Article, arrival: &Arrival<'_>) -> bool {
        !self.met.contains(&known.id) || alike(old, arrival.article)
    }

    pub(in crate::store) fn find(
        &self,
        condition: &str,
        params: impl Params,
    ) -> Result<Option<KnownArticle>, StoreError> {
        let sql = format!("SELECT {} FROM articles WHERE {condition}", KnownArticle::COLUMNS);
        Ok(self.conn.prepare_cached(&sql)?.query_row(params, KnownArticle::of).optional()?)
    }

    /// Articles with the same title, date and body; first the one whose identity it is.
    fn find_alike(&self, likeness: &Hash, identity: Identity) -> Result<Vec<KnownArticle>, StoreError> {
        if !self.conn.prepare_cached("SELECT 1 FROM articles WHERE likeness = ?1")?.exists([likeness])? {
            return Ok(Vec::new());
        }
        let columns = KnownArticle::COLUMNS;
        let sql = format!(
            "SELECT * FROM (SELECT {columns} FROM articles WHERE identity = ?2 AND likeness = ?1) UNION ALL
             SELECT * FROM (SELECT {columns} FROM articles WHERE likeness = ?1 AND identity <> ?2 ORDER BY id LIMIT ?3)"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let known = statement.query_map((likeness, &identity.hash(), MAX_ALIKE), KnownArticle::of)?;
        Ok(known.collect::<rusqlite::Result<_>>()?)
    }

    /// The arrival is this article, but differs from what its own source last brought.
    fn meet(
        &self,
        known: &KnownArticle,
        old: &Article,
        arrival: &Arrival<'_>,
        prepared: &PreparedArticle,
        identity: Identity,
    ) -> Result<Met, StoreError> {
        let (new, hashed) = (arrival.article, &prepared.hashes);
        if self.speaks(known, arrival) {
            if resemblance::is_superseded(old, new) || resemblance::is_same_but_for_session(old, new) {
                return Ok((known.id, ArrivalOutcome::Unchanged, known.source));
            }
            if self.has_full_text(known, old, new)? {
                let kept = completed(&Article { blocks: old.blocks.clone(), ..new.clone() }, old);
                self.edit(known.id, old, &kept)?;
                let kept_hashes = Hashes { whole: hashed.whole, ..hashes(&kept) };
                self.replace(known.id, &kept, &kept_hashes, Some(identity), true)?;
            } else {
                let edited = !is_enriched(old, new);
                self.edit(known.id, old, new)?;
                self.replace(known.id, new, hashed, Some(identity), edited)?;
                self.replace_source(known.id, prepared, old, new)?;
                if !edited {
                    return Ok((known.id, ArrivalOutcome::Unchanged, known.source));
                }
            }
            if let Some(path) = arrival.path {
                self.claim(known.id, path_bytes(path))?;
            }
            return Ok((known.id, ArrivalOutcome::Updated, known.source));
        }
        self.join(known, old, arrival, prepared, identity, self.is_later(known, old, new))
    }

    /// The arrival is this article and comes from elsewhere. `later` says whether it is the later version, if that can
    /// be told.
    fn join(
        &self,
        known: &KnownArticle,
        old: &Article,
        arrival: &Arrival<'_>,
        prepared: &PreparedArticle,
        identity: Identity,
        later: Option<bool>,
    ) -> Result<Met, StoreError> {
        let (new, hashed) = (arrival.article, &prepared.hashes);
        let joined = match later {
            Some(true) => completed(new, old),
            Some(false) => completed(old, new),
            None => join(old, new),
        };
        if (Article { revised: old.revised.clone(), ..joined.clone() }) == *old {
            return Ok((known.id, ArrivalOutcome::Unchanged, known.source));
        }
        let edited = !is_enriched(old, &joined);
        self.edit(known.id, old, &joined)?;
        let files = known.source == self.source && self.kind != SourceKind::Feed;
        if later == Some(true) && files {
            // From now on this file is the article's.
            self.replace(
                known.id,
                &joined,
                &Hashes { whole: hashed.whole, ..hashes(&joined) },
                Some(identity),
                edited,
            )?;
            if let Some(path) = arrival.path {
                self.claim(known.id, path_bytes(path))?;
            }
        } else {
            // An article that had neither identifier nor link takes the arrival's.
            let named = filled(old.guid.as_deref()).or(filled(old.link.as_deref())).is_some();
            let joined_hashes = Hashes { whole: known.arrival, ..hashes(&joined) };
            self.replace(known.id, &joined, &joined_hashes, (!named).then_some(identity), edited)?;
        }
        // The source is that of the text.
        if joined.blocks == new.blocks && joined.blocks != old.blocks {
            self.replace_source(known.id, prepared, old, new)?;
        }
        if !edited {
            return Ok((known.id, ArrivalOutcome::Unchanged, known.source));
        }
        Ok((known.id, ArrivalOutcome::Updated, known.source))
    }

    /// True if a version from elsewhere is the later one, whose text counts; nothing if that is not known, or if one
    /// is only a summary of the other. What is read after a file is later than that, unless their dates say otherwise.
    fn is_later(&self, known: &KnownArticle, old: &Article, new: &Article) -> Option<bool> {
        let files = self.kind != SourceKind::Feed && known.kind != SourceKind::Feed;
        let is_less = |one: &Article, other: &Article| {
            resemblance::is_summary(one, other) || !files && resemblance::is_much_shorter(one, other)
        };
        match written(old, new) {
            Some(Ordering::Greater) => (!is_less(new, old)).then_some(true),
            Some(Ordering::Less) => (!is_less(old, new)).then_some(false),
            _ if known.kind != SourceKind::Feed && !self.met.contains(&known.id) => {
                (!is_less(new, old)).then_some(true)
            }
            _ => None,
        }
    }

    /// Carries what readers have of the old text over to the new one.
    fn edit(&self, id: ArticleId, old: &Article, new: &Article) -> Result<(), StoreError> {
        edits::note(self.conn, id, old, new, self.now)?;
        place::carry(self.conn, id, old, new)
    }
}
