//! Holds the index against the texts it was made from.

use std::collections::HashMap;
use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension};

use super::candidates::waiting;
use super::postings::BlockReader;
use super::segment::{Segment, all, gram_of, keys};
use super::{grams, grams::Gram, sort::sort_distinct};
use crate::store::{ArticleId, Library, StoreError, articles::load};
use crate::text::StopCheck;

/// Grams of articles that are held in memory at once.
const MAX_HELD_GRAMS: usize = 6 << 20;
/// Articles between two reports.
const REPORT_INTERVAL: usize = 256;

/// Result of a check of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexCheck {
    /// Articles whose text was compared with the index.
    pub compared: usize,
    /// Articles that wait to be taken in; they are found without the index.
    pub waiting: usize,
    /// Articles that a search may miss. [`Index::rebuild`](super::Index::rebuild) mends that.
    pub missed: Vec<ArticleId>,
    /// True if the check was broken off.
    pub broken_off: bool,
}

/// The grams of some articles of one segment: what its pages must hold, as pairs of gram and position.
type Expected = Vec<(Gram, u32)>;

/// Compares the index with the text of every article, reporting the number of articles to `progress`, until it breaks off.
///
/// # Errors
/// If the library cannot be read.
pub fn check(library: &Library, mut progress: impl FnMut(usize) -> ControlFlow<()>) -> Result<IndexCheck, StoreError> {
    let stop = library.database.stop().cloned().unwrap_or_default();
    let is_stopped = || stop.is_raised();
    let stop_check = &StopCheck::new(&is_stopped);
    let _snapshot = library.database.snapshot()?;
    let segments = all(&library.database)?;
    let waiting = waiting(&library.database)?;
    let mut checked = IndexCheck { waiting: waiting.len(), ..IndexCheck::default() };
    // Where the latest text of each article is: in the last segment that names it.
    let mut places: HashMap<i64, (usize, u32)> = HashMap::new();
    for (index, segment) in segments.iter().enumerate() {
        places.extend(segment.articles.iter().enumerate().map(|(at, id)| (*id, (index, at as u32))));
    }
    let lost = segments.iter().any(|segment| segment.lost);
    let mut held: Vec<Expected> = vec![Expected::new(); segments.len()];
    let mut count = 0;
    let sql =
        format!("SELECT {} FROM articles a CROSS JOIN bodies b ON b.article_id = a.id ORDER BY a.id", load::COLUMNS);
    let mut statement = library.database.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if waiting.binary_search(&id).is_ok() {
            continue;
        }
        checked.compared += 1;
        let Some((index, position)) = places.get(&id).filter(|_| !lost) else {
            checked.missed.push(ArticleId(id));
            continue;
        };
        if let (Ok(article), Some(expected)) = (load::decode(row), held.get_mut(*index)) {
            let grams = grams::of_article(&article, stop_check);
            count += grams.len();
            // Compared by the million, not by the article: each comparison reads all blocks of the segment once.
            expected.extend(grams.into_iter().map(|gram| (gram, *position)));
        }
        if count >= MAX_HELD_GRAMS {
            count = 0;
            compare(&library.database, &segments, &mut held, &mut checked, stop_check)?;
        }
        if stop_check.is_stopped() {
            return Err(StoreError::Stopped);
        }
        if checked.compared.is_multiple_of(REPORT_INTERVAL) && progress(checked.compared).is_break() {
            checked.broken_off = true;
            break;
        }
    }
    compare(&library.database, &segments, &mut held, &mut checked, stop_check)?;
    if stop_check.is_stopped() {
        return Err(StoreError::Stopped);
    }
    checked.missed.sort_unstable();
    checked.missed.dedup();
    Ok(checked)
}

/// Compares what the pages of segments must hold with what they do hold.
fn compare(
    conn: &Connection,
    segments: &[Segment],
    held: &mut [Expected],
    checked: &mut IndexCheck,
    stop_check: &StopCheck<'_>,
) -> Result<(), StoreError> {
    for (segment, expected) in segments.iter().zip(held) {
        sort_distinct(expected, stop_check);
        if stop_check.is_stopped() {
            return Ok(());
        }
        // A search takes all articles of an unsound segment for candidates, so that none of them is missed.
        let missed = if segment.sound { missed(conn, segment, expected)? } else { Vec::new() };
        checked
            .missed
            .extend(missed.iter().filter_map(|at| segment.articles.get(*at as usize)).copied().map(ArticleId));
        expected.clear();
    }
    Ok(())
}

/// The positions of which the segment lacks a gram. Of a page that cannot be read, everything is lacking.
fn missed(conn: &Connection, segment: &Segment, expected: &[(Gram, u32)]) -> Result<Vec<u32>, StoreError> {
    let mut missed = Vec::new();
    let mut left = expected.chunk_by(|a, b| a.0 == b.0).peekable();
    let mut next_key = *keys(segment.id).start();
    let mut statement =
        conn.prepare_cached("SELECT key, page FROM index_pages WHERE key BETWEEN ?1 AND ?2 ORDER BY key LIMIT 1")?;
    loop {
        let page = statement.query_row((next_key, *keys(segment.id).end()), |row| Ok((row.get(0)?, row.get(1)?)));
        let Some((key, page)): Option<(i64, Vec<u8>)> = page.optional()? else { break };
        next_key = key + 1;
        let mut reader = BlockReader::new(&page, gram_of(key), segment.articles.len());
        let mut positions = Vec::new();
        while let Ok(Some(gram)) = reader.next(|position| positions.push(position)) {
            while let Some(before) = left.next_if(|same| same.first().is_some_and(|(first, _)| *first < gram)) {
                missed.extend(before.iter().map(|(_, position)| *position));
            }
            if let Some(same) = left.next_if(|same| same.first().is_some_and(|(first, _)| *first == gram)) {
                let lacking = same.iter().filter(|(_, position)| positions.binary_search(position).is_err());
                missed.extend(lacking.map(|(_, position)| *position));
            }
            positions.clear();
        }
    }
    missed.extend(left.flatten().map(|(_, position)| *position));
    missed.sort_unstable();
    missed.dedup();
    Ok(missed)
}
