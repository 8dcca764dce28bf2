//! Looks through the column of titles for a query, on as many threads as there are to be had. Each takes the next slice
//! that nobody has, so that none waits for another.

use std::{
    ops::Range,
    panic::resume_unwind,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use super::{ROW, SEPARATOR, Titles};
use crate::{
    article::is_in,
    script::Language,
    search::matching::{CachedBlock, Query},
    store::bit_set::BitSet,
    text::StopCheck,
};

/// Bytes that a thread takes at once.
const SLICE_BYTES: usize = 1 << 20;
/// More threads than these would wait for the memory.
const MAX_THREADS: usize = 4;

/// The next so many bytes of a text that no thread has taken.
fn next_slice(text: &str, slice: usize, next: &AtomicUsize) -> Option<Range<usize>> {
    let from = next.fetch_add(1, Ordering::Relaxed).saturating_mul(slice);
    let until = from.saturating_add(slice).min(text.len());
    (from < text.len()).then(|| text.ceil_char_boundary(from)..text.ceil_char_boundary(until))
}

impl Titles {
    /// The articles whose title a query finds, of all or of some; not all of them if it was stopped.
    pub(in crate::store) fn titled(&self, query: &Query, among: Option<&BitSet>, stop_check: &StopCheck<'_>) -> BitSet {
        self.titled_in_slices(query, among, SLICE_BYTES, stop_check)
    }

    /// The same with slices of so many bytes.
    pub(in crate::store) fn titled_in_slices(
        &self,
        query: &Query,
        among: Option<&BitSet>,
        slice: usize,
        stop_check: &StopCheck<'_>,
    ) -> BitSet {
        let next = AtomicUsize::new(0);
        let stopped = AtomicBool::new(false);
        let most = self.text.len().div_ceil(slice);
        let threads = thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS).min(most);
        let slices = || next_slice(&self.text, slice, &next);
        let is_stopped = || stopped.load(Ordering::Relaxed);
        let other = || self.titled_by_one(query, among, slices, &StopCheck::new(&is_stopped));
        thread::scope(|scope| {
            // Without a further thread it takes longer, and that is all.
            let others: Vec<_> =
                (1..threads).filter_map(|_| thread::Builder::new().spawn_scoped(scope, other).ok()).collect();
            let mut set = self.titled_by_one(query, among, slices, stop_check);
            stopped.store(stop_check.is_stopped(), Ordering::Relaxed);
            for other in others {
                let more = other.join().unwrap_or_else(|panic| resume_unwind(panic));
                set.unite(&more);
            }
            set
        })
    }

    /// Searches slices until none is left, on one thread.
    fn titled_by_one(
        &self,
        query: &Query,
        among: Option<&BitSet>,
        next: impl Fn() -> Option<Range<usize>>,
        stop_check: &StopCheck<'_>,
    ) -> BitSet {
        let mut set = BitSet::empty(self.ids.len());
        while stop_check.go_on_after(0)
            && let Some(slice) = next()
        {
            match among {
                Some(among) => self.titled_among(query, among, &slice, &mut set, stop_check),
                None => TitleCandidates::new(self, query, slice).titled(&mut set, stop_check),
            }
        }
        set
    }

    /// The articles in a range of languages; not all of them if it was stopped.
    pub(in crate::store) fn spoken(&self, range: &str, stop_check: &StopCheck<'_>) -> BitSet {
        let mut set = self.langs.those(stop_check, |langs| langs.split(' ').any(|lang| is_in(lang, range)));
        // Of those that came in before texts were looked at the titles tell.
        let unnamed = self.langs.those(stop_check, |langs| langs.trim().is_empty());
        for row in unnamed.positions() {
            let title = self.title(row);
            if !stop_check.go_on_after(LANGUAGE + title.len()) {
                break;
            }
            if is_in(Language::detect(title, None).tag(), range) {
                set.insert(row);
            }
        }
        set
    }

    /// Adds those of some articles whose title begins within these bytes and has a match.
    fn titled_among(
        &self,
        query: &Query,
        among: &BitSet,
        within: &Range<usize>,
        set: &mut BitSet,
        stop_check: &StopCheck<'_>,
    ) {
        let mut cached = CachedBlock::default();
        let row_at = |at| self.starts.partition_point(|&start| start < at);
        for row in among.positions_within(row_at(within.start)..row_at(within.end)) {
            let title = self.start_of(row)..self.start_of(row + 1);
            if !stop_check.go_on_after(ROW + title.len()) {
                break;
            }
            if let Some((found, _)) = query.first(&self.text, title, &mut cached)
                && self.has(query, row, found.start, stop_check)
            {
                set.insert(row);
            }
        }
    }

    /// True if a title has a match that begins at byte `at` of the joined text or behind it: in the title alone, so
    /// that nothing beside it makes a difference.
    fn has(&self, query: &Query, row: usize, at: usize, stop_check: &StopCheck<'_>) -> bool {
        let from = at.saturating_sub(self.start_of(row));
        query.is_in_from(self.title(row), from, stop_check)
    }

    /// The title of an article.
    pub(in crate::store) fn title(&self, row: usize) -> &str {
        let end = self.start_of(row + 1).saturating_sub(SEPARATOR.len_utf8());
        self.text.get(self.start_of(row)..end).unwrap_or_default()
    }

    /// Byte at which the title of an article begins; the end for one behind the last.
    fn start_of(&self, row: usize) -> usize {
        self.starts.get(row).copied().unwrap_or(self.text.len())
    }

    /// The title in which a byte lies, which is `row` or one behind it, mostly not far.
    fn row_of(&self, at: usize, row: usize) -> usize {
        let behind = self.starts.get(row + 1..).unwrap_or_default();
        let mut reach = 8;
        while behind.get(reach).is_some_and(|&start| start <= at) {
            reach *= 2;
        }
        let near = behind.get(..reach.min(behind.len())).unwrap_or_default();
        row + near.partition_point(|&start| start <= at)
    }
}

/// Work of detecting a language, beside the length of the text.
const LANGUAGE: usize = 1024;

/// The titles of a slice in which a match may begin, found in the joined text. Each comes once, from left to right: the
/// next is looked for behind the whole of the last one.
struct TitleCandidates<'t> {
    titles: &'t Titles,
    query: &'t Query,
    within: Range<usize>,
    cached: CachedBlock,
    /// The first title that has not been looked at.
    row: usize,
}

impl<'t> TitleCandidates<'t> {
    fn new(titles: &'t Titles, query: &'t Query, within: Range<usize>) -> TitleCandidates<'t> {
        let row = titles.starts.partition_point(|&start| start <= within.start).saturating_sub(1);
        TitleCandidates { titles, query, within, cached: CachedBlock::default(), row }
    }

    /// Adds those that do have a match.
    fn titled(mut self, set: &mut BitSet, stop_check: &StopCheck<'_>) {
        let titles = self.titles;
        // The work of finding them is that of the slice; that of looking at each is counted there.
        while let Some((row, at)) = self.next()
            && stop_check.go_on_after(ROW)
        {
            if titles.has(self.query, row, at, stop_check) {
                set.insert(row);
            }
        }
    }
}

impl Iterator for TitleCandidates<'_> {
    /// The title, and where in the joined text a match may begin.
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let from = self.titles.start_of(self.row).max(self.within.start);
        if from >= self.within.end {
            return None;
        }
        let (found, _) = self.query.first(&self.titles.text, from..self.within.end, &mut self.cached)?;
        let at = found.start.max(from);
        let row = self.titles.row_of(at, self.row);
        self.row = row + 1;
        Some((row, at))
    }
}
