//! Merges small segments into larger ones, so that a search asks few. Eight of one size become one of the next.

use std::collections::HashSet;
use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension};

use super::batch::Run;
use super::grams::Gram;
use super::postings::PageReader;
use super::segment::{Segment, all, gram_of, key, keys};
use super::write::{SegmentWriter, remove};
use crate::store::StoreError;
use crate::store::database::Database;

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
    conn: &mut Database,
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

/// A segment or a run, read from its first gram to its last.
struct Source {
    pages: Pages,
    /// For each of its positions the one in the merged segment, if it goes there.
    new: Vec<Option<u32>>,
    page: Vec<u8>,
    /// The first gram of the page, and the bytes read of it.
    first: Gram,
    at: usize,
    gram: Option<Gram>,
    positions: Vec<u32>,
}

/// Where the pages come from.
enum Pages {
    /// A segment, and the key to look for its next page from.
    Stored { segment: i64, next_key: i64 },
    /// A run.
    Made(std::vec::IntoIter<(Gram, Vec<u8>)>),
}

/// How the merging of sources ended.
enum Merged {
    Whole,
    Stopped,
    /// The source with this index cannot be read.
    Damaged(usize),
}

/// Makes one segment of some. Says whether to go on.
fn join(
    conn: &mut Database,
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
    let sources = chosen.iter().zip(&kept).map(|(&index, kept)| {
        let place = |id: &i64| kept.binary_search(id).ok().and(articles.binary_search(id).ok()).map(|at| at as u32);
        let segment = &segments[index];
        let pages = Pages::Stored { segment: segment.id, next_key: key(segment.id, 0) };
        Source::new(pages, segment.articles.iter().map(place).collect())
    });
    let mut writer = SegmentWriter::begin(conn, articles.len())?;
    match merge_into(&mut writer, conn, sources.collect(), tell)? {
        Merged::Whole => {}
        Merged::Stopped => {
            remove(conn, writer.id)?;
            return Ok(false);
        }
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
    Ok(true)
}

/// Makes one segment of runs, whose articles ascend from each to the next, and takes these off the list of those that
/// wait, unless they have changed since they were read.
pub(super) fn keep(conn: &mut Database, runs: Vec<Run>) -> Result<(), StoreError> {
    if runs.is_empty() {
        return Ok(());
    }
    let (mut articles, mut changes, mut sources) = (Vec::new(), Vec::new(), Vec::new());
    for mut run in runs {
        let new = (articles.len()..articles.len() + run.articles.len()).map(|at| Some(at as u32));
        sources.push(Source::new(Pages::Made(run.pages.into_iter()), new.collect()));
        articles.append(&mut run.articles);
        changes.append(&mut run.changes);
    }
    let mut writer = SegmentWriter::begin(conn, articles.len())?;
    match (sources.pop(), sources.is_empty()) {
        (Some(Source { pages: Pages::Made(pages), .. }), true) => writer.push_pages(conn, pages)?,
        (last, _) => {
            sources.extend(last);
            // What was made just now can be read, and nobody stops it.
            let _ = merge_into(&mut writer, conn, sources, &mut || ControlFlow::Continue(()))?;
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

/// Writes the grams of all sources.
fn merge_into(
    writer: &mut SegmentWriter,
    conn: &mut Database,
    mut sources: Vec<Source>,
    tell: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Merged, StoreError> {
    for (index, source) in sources.iter_mut().enumerate() {
        if !source.advance(conn)? {
            return Ok(Merged::Damaged(index));
        }
    }
    let mut positions = Vec::new();
    for step in 1_usize.. {
        let Some(gram) = sources.iter().filter_map(|source| source.gram).min() else { break };
        positions.clear();
        for (index, source) in sources.iter_mut().enumerate().filter(|(_, source)| source.gram == Some(gram)) {
            positions.append(&mut source.positions);
            if !source.advance(conn)? {
                return Ok(Merged::Damaged(index));
            }
        }
        positions.sort_unstable();
        writer.push(conn, gram, &positions)?;
        if step.is_multiple_of(STEP) && tell().is_break() {
            return Ok(Merged::Stopped);
        }
    }
    Ok(Merged::Whole)
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
pub(super) fn give_up(conn: &mut Database, segment: &Segment) -> Result<bool, StoreError> {
    let tx = conn.begin()?;
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

impl Source {
    fn new(pages: Pages, new: Vec<Option<u32>>) -> Source {
        Source { pages, new, page: Vec::new(), first: 0, at: 0, gram: None, positions: Vec::new() }
    }

    /// Goes to the next gram that an article has which goes into the merged segment. Says whether that could be read.
    fn advance(&mut self, conn: &Connection) -> Result<bool, StoreError> {
        loop {
            let mut reader = PageReader::resume(&self.page, self.at, self.first, self.new.len());
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
            let Some((first, page)) = self.pages.next(conn)? else { return Ok(true) };
            (self.page, self.at, self.first) = (page, 0, first);
        }
    }
}

impl Pages {
    fn next(&mut self, conn: &Connection) -> Result<Option<(Gram, Vec<u8>)>, StoreError> {
        match self {
            Pages::Made(pages) => Ok(pages.next()),
            Pages::Stored { segment, next_key } => {
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
