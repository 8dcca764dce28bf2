//! Merges small segments into larger ones, so that a search asks few. Eight of one size become one of the next.

use std::collections::HashSet;
use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension};

use super::grams::Gram;
use super::page::PageReader;
use super::segment::{Segment, all, gram_of, key, keys};
use super::write::{SegmentWriter, remove};
use crate::store::StoreError;

/// So many segments of one size are merged.
const TOGETHER: usize = 8;
/// Articles of the smallest size of segment.
const SMALLEST: usize = 64;
/// Segments do not become larger: rewriting them would no longer be worth it.
const LARGEST: usize = 1 << 19;
/// Grams between two looks at whether to stop.
const STEP: usize = 4096;

/// Merges until there is nothing left to be merged, or `tell` breaks off.
pub(super) fn merge(
    conn: &mut Connection,
    tell: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<ControlFlow<()>, StoreError> {
    loop {
        let segments = all(conn)?;
        let Some(chosen) = choose(&segments) else { return Ok(ControlFlow::Continue(())) };
        if !join(conn, &segments, &chosen, tell)? {
            return Ok(ControlFlow::Break(()));
        }
    }
}

fn size(segment: &Segment) -> u32 {
    (segment.articles.len() / SMALLEST).checked_ilog2().map_or(0, |log| log / TOGETHER.ilog2() + 1)
}

/// The indices of segments that are to become one.
fn choose(segments: &[Segment]) -> Option<Vec<usize>> {
    let whole = |index: &usize| segments[*index].sound && segments[*index].articles.len() < LARGEST;
    let mut indices: Vec<usize> = (0..segments.len()).filter(whole).collect();
    indices.sort_by_key(|&index| size(&segments[index]));
    indices.chunk_by(|&a, &b| size(&segments[a]) == size(&segments[b])).find_map(|same| {
        let mut chosen = same.get(..TOGETHER)?.to_vec();
        chosen.sort_unstable();
        Some(chosen)
    })
}

/// A segment read from its first gram to its last.
struct Source<'a> {
    segment: &'a Segment,
    /// For each of its positions the one in the merged segment, if it goes there.
    new: Vec<Option<u32>>,
    page: Vec<u8>,
    /// The first gram of the page, entries read of it, and the key to look for the next page from.
    first: Gram,
    at: usize,
    next_key: i64,
    gram: Option<Gram>,
    positions: Vec<u32>,
}

/// Makes one segment of some. Says whether to go on.
fn join(
    conn: &mut Connection,
    segments: &[Segment],
    chosen: &[usize],
    tell: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<bool, StoreError> {
    // Of an article only the latest text is kept, and nothing of one that is gone or waits with another.
    let mut later: HashSet<i64> = gone(conn, segments, chosen)?;
    let mut kept: Vec<Vec<i64>> = vec![Vec::new(); chosen.len()];
    let mut rest = chosen.len();
    for (index, segment) in segments.iter().enumerate().rev() {
        if rest > 0 && chosen.get(rest - 1) == Some(&index) {
            rest -= 1;
            kept[rest] = segment.articles.iter().copied().filter(|id| !later.contains(id)).collect();
        }
        later.extend(&segment.articles);
    }
    let mut articles: Vec<i64> = kept.iter().flatten().copied().collect();
    articles.sort_unstable();
    let mut sources = Vec::new();
    for (&index, kept) in chosen.iter().zip(&kept) {
        let place = |id: &i64| kept.binary_search(id).ok().and(articles.binary_search(id).ok()).map(|at| at as u32);
        let segment = &segments[index];
        let mut source = Source {
            segment,
            new: segment.articles.iter().map(place).collect(),
            page: Vec::new(),
            first: 0,
            at: 0,
            next_key: key(segment.id, 0),
            gram: None,
            positions: Vec::new(),
        };
        if !source.advance(conn)? {
            return give_up(conn, segment);
        }
        sources.push(source);
    }
    let mut writer = SegmentWriter::begin(conn, articles.len())?;
    let mut positions = Vec::new();
    for step in 1_usize.. {
        let Some(gram) = sources.iter().filter_map(|source| source.gram).min() else { break };
        positions.clear();
        for source in sources.iter_mut().filter(|source| source.gram == Some(gram)) {
            positions.append(&mut source.positions);
            if !source.advance(conn)? {
                let id = writer.id;
                remove(conn, id)?;
                return give_up(conn, source.segment);
            }
        }
        positions.sort_unstable();
        writer.push(conn, gram, &positions)?;
        if step.is_multiple_of(STEP) && tell().is_break() {
            let id = writer.id;
            remove(conn, id)?;
            return Ok(false);
        }
    }
    let merged: Vec<i64> = chosen.iter().map(|&index| segments[index].id).collect();
    let done = writer.finish(conn, &articles, |tx| {
        let mut removed = 0;
        for id in &merged {
            removed += tx.execute("DELETE FROM index_segments WHERE id = ?1", [id])?;
        }
        // Another program that merged the same ones was faster.
        Ok(removed == merged.len())
    })?;
    if done {
        for id in merged {
            remove(conn, id)?;
        }
    }
    Ok(true)
}

/// Articles of the chosen segments that are no longer there, or wait because their text is another now.
fn gone(conn: &Connection, segments: &[Segment], chosen: &[usize]) -> Result<HashSet<i64>, StoreError> {
    let mut gone = HashSet::new();
    let mut there = conn.prepare_cached(
        "SELECT 1 FROM articles WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM index_waiting WHERE article_id = ?1)",
    )?;
    for &index in chosen {
        for id in &segments[index].articles {
            if !there.exists([id])? {
                gone.insert(*id);
            }
        }
    }
    Ok(gone)
}

/// A segment that cannot be read is removed and its articles wait again.
pub(super) fn give_up(conn: &mut Connection, segment: &Segment) -> Result<bool, StoreError> {
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for id in &segment.articles {
        tx.prepare_cached(
            "INSERT OR IGNORE INTO index_waiting SELECT article_id, random() FROM bodies WHERE article_id = ?1",
        )?
        .execute([id])?;
    }
    tx.execute("DELETE FROM index_segments WHERE id = ?1", [segment.id])?;
    tx.commit()?;
    remove(conn, segment.id)?;
    Ok(true)
}

impl Source<'_> {
    /// Goes to the next gram that an article has which goes into the merged segment. Says whether that could be read.
    fn advance(&mut self, conn: &Connection) -> Result<bool, StoreError> {
        loop {
            let mut reader = PageReader::resume(&self.page, self.at, self.first, self.segment.articles.len());
            self.positions.clear();
            let (new, positions) = (&self.new, &mut self.positions);
            let Ok(gram) = reader.next(|position| {
                positions.extend(new.get(position as usize).copied().flatten());
            }) else {
                return Ok(false);
            };
            self.at = self.page.len() - reader.left();
            self.gram = gram;
            if let Some(gram) = gram {
                self.first = gram;
                if self.positions.is_empty() {
                    continue;
                }
                return Ok(true);
            }
            let mut statement = conn
                .prepare_cached("SELECT key, page FROM index_pages WHERE key BETWEEN ?1 AND ?2 ORDER BY key LIMIT 1")?;
            let last = *keys(self.segment.id).end();
            let page = statement.query_row((self.next_key, last), |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)));
            let Some((key, page)) = page.optional()? else { return Ok(true) };
            (self.page, self.at, self.first, self.next_key) = (page, 0, gram_of(key), key + 1);
        }
    }
}
