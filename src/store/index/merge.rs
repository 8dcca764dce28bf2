//! Merges small segments into larger ones, so that a search asks few. Eight of one size become one of the next.

use std::cell::RefCell;
use std::collections::HashSet;
use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension};

use super::batch::Run;
use super::grams::Gram;
use super::postings::BlockReader;
use super::segment::{Segment, all, gram_of, key, keys};
use super::write::{SegmentWriter, remove};
use crate::store::StoreError;
use crate::store::database::Database;
use crate::text::StopCheck;

/// Number of segments of one size that are merged.
const MERGE_FACTOR: usize = 8;
/// Articles of the smallest size of segment.
const MIN_TIER_ARTICLES: usize = 64;
/// Segments do not become larger: rewriting them would no longer be worth it.
const MAX_SEGMENT_ARTICLES: usize = 1 << 19;
/// Work on one posting, in bytes: reading, sorting and writing it takes as long as searching so much text.
const POSTING: usize = 8;
/// Work on the number of an article when a segment is planned.
const NUMBER: usize = 32;

/// Merges until there is nothing left to be merged, `progress` breaks off, or the connection is stopped.
pub(super) fn merge(conn: &Database, progress: &mut dyn FnMut() -> ControlFlow<()>) -> Result<(), StoreError> {
    let stop = conn.stop().cloned().unwrap_or_default();
    let progress = RefCell::new(progress);
    let is_stopped = || stop.is_raised() || (progress.borrow_mut())().is_break();
    let stop_check = StopCheck::new(&is_stopped);
    while stop_check.go_on_after(0) {
        let segments = all(conn)?;
        let Some(chosen) = choose(&segments) else { break };
        join(conn, &segments, &chosen, &stop_check)?;
    }
    Ok(())
}

fn size(segment: &Segment) -> u32 {
    (segment.articles.len() / MIN_TIER_ARTICLES).checked_ilog2().map_or(0, |log| log / MERGE_FACTOR.ilog2() + 1)
}

/// The indices of segments that are to become one.
fn choose(segments: &[Segment]) -> Option<Vec<usize>> {
    let whole = |index: &usize| segments[*index].sound && segments[*index].articles.len() < MAX_SEGMENT_ARTICLES;
    let mut indices: Vec<usize> = (0..segments.len()).filter(whole).collect();
    indices.sort_by_key(|&index| size(&segments[index]));
    indices.chunk_by(|&a, &b| size(&segments[a]) == size(&segments[b])).find_map(|same| {
        let mut chosen = same.get(..MERGE_FACTOR)?.to_vec();
        chosen.sort_unstable();
        Some(chosen)
    })
}

/// A segment or a run, read from its first gram to its last.
struct MergeSource {
    pages: Blocks,
    /// New position, in the merged segment, of each article; nothing if it does not go there.
    new: Vec<Option<u32>>,
    page: Vec<u8>,
    /// The first gram of the page, and the bytes read of it.
    first: Gram,
    at: usize,
    gram: Option<Gram>,
    positions: Vec<u32>,
}

/// Origin of the blocks.
enum Blocks {
    /// A segment, and the key to look for its next page from.
    Stored { segment: i64, next_key: i64 },
    /// A run.
    Made(std::vec::IntoIter<(Gram, Vec<u8>)>),
}

/// End of a merge.
enum Merged {
    Whole,
    Stopped,
    /// The source with this index cannot be read.
    Damaged(usize),
}

/// Makes one segment of some, unless it is stopped.
fn join(conn: &Database, segments: &[Segment], chosen: &[usize], stop_check: &StopCheck<'_>) -> Result<(), StoreError> {
    // Of an article only the latest text is kept, and nothing of one that is gone or waits with another.
    let mut later: HashSet<i64> = gone(conn, segments, chosen, stop_check)?;
    let mut kept: Vec<Vec<i64>> = vec![Vec::new(); chosen.len()];
    let mut rest = chosen.len();
    // From the last segment to the first: the last that names an article holds its current text.
    for (index, segment) in segments.iter().enumerate().rev() {
        if !stop_check.go_on_after(segment.articles.len() * NUMBER) {
            return Ok(());
        }
        if rest > 0 && chosen.get(rest - 1) == Some(&index) {
            rest -= 1;
            kept[rest] = segment.articles.iter().copied().filter(|id| !later.contains(id)).collect();
        }
        later.extend(&segment.articles);
    }
    let mut articles: Vec<i64> = kept.iter().flatten().copied().collect();
    #[allow(clippy::stable_sort_primitive, reason = "each segment's ascend already, which this sort makes use of")]
    articles.sort_unstable();
    let mut sources = Vec::with_capacity(chosen.len());
    for (&index, kept) in chosen.iter().zip(&kept) {
        let segment = &segments[index];
        let mut new = Vec::with_capacity(segment.articles.len());
        for id in &segment.articles {
            if !stop_check.go_on_after(NUMBER) {
                return Ok(());
            }
            new.push(kept.binary_search(id).ok().and(articles.binary_search(id).ok()).map(|at| at as u32));
        }
        sources.push(MergeSource::new(Blocks::Stored { segment: segment.id, next_key: key(segment.id, 0) }, new));
    }
    let mut writer = SegmentWriter::begin(conn, articles.len())?;
    let merged = merge_grams(conn, sources, stop_check, &mut |gram, positions| writer.push(conn, gram, positions))?;
    match merged {
        Merged::Whole => {}
        // The next build clears away what is written of it: that may take long.
        Merged::Stopped => return Ok(()),
        Merged::Damaged(source) => {
            remove(conn, writer.id)?;
            return give_up(conn, &segments[chosen[source]]);
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
    Ok(())
}

/// Makes one segment of runs, whose articles ascend from each to the next, and takes these off the list of those that
/// wait, unless they have changed since they were read.
pub(super) fn keep(conn: &Database, runs: Vec<Run>) -> Result<(), StoreError> {
    if runs.is_empty() {
        return Ok(());
    }
    let (mut articles, mut changes, mut sources) = (Vec::new(), Vec::new(), Vec::new());
    for mut run in runs {
        let new = (articles.len()..articles.len() + run.articles.len()).map(|at| Some(at as u32));
        sources.push(MergeSource::new(Blocks::Made(run.pages.into_iter()), new.collect()));
        articles.append(&mut run.articles);
        changes.append(&mut run.changes);
    }
    let mut writer = SegmentWriter::begin(conn, articles.len())?;
    match (sources.pop(), sources.is_empty()) {
        (Some(MergeSource { pages: Blocks::Made(pages), .. }), true) => writer.push_pages(conn, pages)?,
        (last, _) => {
            sources.extend(last);
            let stop = conn.stop().cloned().unwrap_or_default();
            let is_stopped = || stop.is_raised();
            let push = &mut |gram, positions: &[u32]| writer.push(conn, gram, positions);
            // What was made just now can be read.
            if let Merged::Stopped = merge_grams(conn, sources, &StopCheck::new(&is_stopped), push)? {
                return Err(StoreError::Stopped);
            }
        }
    }
    writer.finish(conn, &articles, |tx| {
        let mut statement = tx.prepare_cached("DELETE FROM index_waiting WHERE article_id = ?1 AND change = ?2")?;
        for waited in articles.iter().zip(&changes) {
            statement.execute(waited)?;
        }
        Ok(true)
    })?;
    Ok(())
}

/// Receives a gram and the positions of its articles.
type PushGram<'p> = dyn FnMut(Gram, &[u32]) -> Result<(), StoreError> + 'p;

/// Gives `push` the grams of all sources, ascending, and the positions of the articles that have each.
fn merge_grams(
    conn: &Connection,
    mut sources: Vec<MergeSource>,
    stop_check: &StopCheck<'_>,
    push: &mut PushGram<'_>,
) -> Result<Merged, StoreError> {
    for (index, source) in sources.iter_mut().enumerate() {
        if !source.advance(conn)? {
            return Ok(Merged::Damaged(index));
        }
    }
    let mut positions = Vec::new();
    while let Some(gram) = sources.iter().filter_map(|source| source.gram).min() {
        positions.clear();
        for (index, source) in sources.iter_mut().enumerate().filter(|(_, source)| source.gram == Some(gram)) {
            // Of a common gram one segment has hundreds of thousands.
            if !stop_check.go_on_after(POSTING * (1 + source.positions.len())) {
                return Ok(Merged::Stopped);
            }
            // `append` leaves the source its buffer for the next gram.
            positions.append(&mut source.positions);
            if !source.advance(conn)? {
                return Ok(Merged::Damaged(index));
            }
        }
        #[allow(clippy::stable_sort_primitive, reason = "each source's ascend already, which this sort makes use of")]
        positions.sort_unstable();
        push(gram, &positions)?;
    }
    Ok(Merged::Whole)
}

/// Articles of the chosen segments that are no longer there, or wait because their text is another now.
fn gone(
    conn: &Connection,
    segments: &[Segment],
    chosen: &[usize],
    stop_check: &StopCheck<'_>,
) -> Result<HashSet<i64>, StoreError> {
    let mut gone = HashSet::new();
    let mut there = conn.prepare_cached(
        "SELECT 1 FROM articles WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM index_waiting WHERE article_id = ?1)",
    )?;
    for &index in chosen {
        for id in &segments[index].articles {
            if !stop_check.go_on_after(NUMBER) {
                return Err(StoreError::Stopped);
            }
            if !there.exists([id])? {
                gone.insert(*id);
            }
        }
    }
    Ok(gone)
}

/// A segment that cannot be read is removed and its articles wait again.
pub(super) fn give_up(conn: &Database, segment: &Segment) -> Result<(), StoreError> {
    let tx = conn.begin()?;
    for id in &segment.articles {
        tx.prepare_cached(
            "INSERT OR IGNORE INTO index_waiting SELECT article_id, random() FROM bodies WHERE article_id = ?1",
        )?
        .execute([id])?;
    }
    tx.execute("DELETE FROM index_segments WHERE id = ?1", [segment.id])?;
    tx.commit()?;
    remove(conn, segment.id)
}

impl MergeSource {
    fn new(pages: Blocks, new: Vec<Option<u32>>) -> MergeSource {
        MergeSource { pages, new, page: Vec::new(), first: 0, at: 0, gram: None, positions: Vec::new() }
    }

    /// Goes to the next gram that an article has which goes into the merged segment. Says whether that could be read.
    fn advance(&mut self, conn: &Connection) -> Result<bool, StoreError> {
        loop {
            let mut reader = BlockReader::resume(&self.page, self.at, self.first, self.new.len());
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
                // Every article of this gram has a newer text elsewhere: a gram without articles is not written.
                if self.positions.is_empty() {
                    continue;
                }
                return Ok(true);
            }
            // The block is used up; one query fetches the next by key, so that no statement stays open while this connection
            // writes.
            let Some((first, page)) = self.pages.next(conn)? else { return Ok(true) };
            (self.page, self.at, self.first) = (page, 0, first);
        }
    }
}

impl Blocks {
    fn next(&mut self, conn: &Connection) -> Result<Option<(Gram, Vec<u8>)>, StoreError> {
        match self {
            Blocks::Made(pages) => Ok(pages.next()),
            Blocks::Stored { segment, next_key } => {
                let mut statement = conn.prepare_cached(
                    "SELECT key, page FROM index_pages WHERE key BETWEEN ?1 AND ?2 ORDER BY key LIMIT 1",
                )?;
                let last = *keys(*segment).end();
                let page = statement.query_row((*next_key, last), |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)));
                Ok(page.optional()?.map(|(key, page)| {
                    *next_key = key + 1;
                    (gram_of(key), page)
                }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::store::index::postings::BlockWriter;
    use crate::text::CHECK_INTERVAL_BYTES;

    /// A source of so many articles, all of which have each of so many grams.
    fn common(first: u32, count: u32, grams: u64) -> MergeSource {
        let positions: Vec<u32> = (0..count).collect();
        let mut writer = BlockWriter::default();
        let mut pages: Vec<_> =
            (0..grams).filter_map(|gram| writer.push(gram * 7, &positions, count as usize)).collect();
        pages.extend(writer.take());
        MergeSource::new(Blocks::Made(pages.into_iter()), (first..first + count).map(Some).collect())
    }

    #[test]
    fn however_many_articles_have_a_gram_a_merge_looks_in_every_stretch_and_ends_there() {
        const COUNT: u32 = 60_000;
        const GRAMS: u64 = 8;
        let conn = Connection::open_in_memory().unwrap();
        let merge = |stop_at: usize| {
            let (merged, last, most, asked) = (Cell::new(0), Cell::new(0), Cell::new(0), Cell::new(0));
            let look = || {
                most.set(most.get().max(merged.get() - last.get()));
                last.set(merged.get());
                asked.set(asked.get() + 1);
                asked.get() >= stop_at
            };
            let push = &mut |_, positions: &[u32]| {
                assert!(positions.is_sorted());
                merged.set(merged.get() + positions.len());
                Ok(())
            };
            let sources = (0..4).map(|n| common(n * COUNT, COUNT, GRAMS)).collect();
            let end = merge_grams(&conn, sources, &StopCheck::new(&look), push).unwrap();
            (matches!(end, Merged::Whole), merged.get(), most.get(), asked.get())
        };
        let (whole, merged, most, all) = merge(usize::MAX);
        assert!(whole && merged == 4 * COUNT as usize * GRAMS as usize);
        // A gram is written whole; else nothing comes between two looks but a stretch.
        assert!(most <= CHECK_INTERVAL_BYTES / POSTING + 4 * COUNT as usize, "{most}");
        assert!(all >= merged * POSTING / CHECK_INTERVAL_BYTES / 2 && all >= 4 * GRAMS as usize, "{all}");
        for k in 1..=all {
            let (whole, _, _, asked) = merge(k);
            assert!(!whole && asked == k, "{k} of {all}");
        }
    }
}
