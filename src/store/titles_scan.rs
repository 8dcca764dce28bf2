//! Looks through the column of titles for a query, on as many threads as there are to be had. Each takes the next slice
//! that nobody has, so that none waits for another.

use std::{
    ops::Range,
    panic::resume_unwind,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use super::titles::{Set, Titles};
use crate::{
    article::language_tag::is_in,
    script::Language,
    search::{Query, Sifted},
};

/// Bytes searched between two questions whether to go on.
const SLICE: usize = 1 << 20;
/// Titles whose language is looked at between two such questions.
const LOOKS: usize = 1 << 12;
/// More threads than these would wait for the memory.
const THREADS: usize = 4;

/// The next so many bytes of a text that no thread has taken.
fn next_slice(text: &str, slice: usize, next: &AtomicUsize) -> Option<Range<usize>> {
    let from = next.fetch_add(1, Ordering::Relaxed).saturating_mul(slice);
    let until = from.saturating_add(slice).min(text.len());
    (from < text.len()).then(|| text.ceil_char_boundary(from)..text.ceil_char_boundary(until))
}

impl Titles {
    /// The articles whose title a query finds, of all or of some; nothing if it was stopped.
    pub(super) fn titled(&self, query: &Query, among: Option<&Set>, stop: impl FnMut() -> bool) -> Option<Set> {
        self.titled_in_slices(query, among, SLICE, stop)
    }

    /// The same with slices of so many bytes.
    pub(super) fn titled_in_slices(
        &self,
        query: &Query,
        among: Option<&Set>,
        slice: usize,
        stop: impl FnMut() -> bool,
    ) -> Option<Set> {
        let next = AtomicUsize::new(0);
        let stopped = AtomicBool::new(false);
        let most = self.text.len().div_ceil(slice);
        let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS).min(most);
        let slices = || next_slice(&self.text, slice, &next);
        let other = || self.titled_by_one(query, among, slices, || stopped.load(Ordering::Relaxed));
        let set = thread::scope(|scope| {
            // Without a further thread it takes longer, and that is all.
            let others: Vec<_> =
                (1..threads).filter_map(|_| thread::Builder::new().spawn_scoped(scope, other).ok()).collect();
            let mut stop = stop;
            let mut set = self.titled_by_one(query, among, slices, || {
                let stop = stop();
                stopped.fetch_or(stop, Ordering::Relaxed);
                stop
            });
            for other in others {
                let more = other.join().unwrap_or_else(|panic| resume_unwind(panic));
                set = set.join(&more, |a, b| a | b);
            }
            set
        });
        (!stopped.into_inner()).then_some(set)
    }

    /// What one thread finds in the slices it takes.
    fn titled_by_one(
        &self,
        query: &Query,
        among: Option<&Set>,
        next: impl Fn() -> Option<Range<usize>>,
        mut stop: impl FnMut() -> bool,
    ) -> Set {
        let mut set = Set::none(self.ids.len());
        while let Some(slice) = next() {
            if stop() {
                break;
            }
            match among {
                Some(among) => self.titled_among(query, among, &slice, &mut set),
                None => self.titled_within(query, slice, &mut set),
            }
        }
        set
    }

    /// The articles in a range of languages; nothing if it was stopped.
    pub(super) fn spoken(&self, range: &str, stop: &mut impl FnMut() -> bool) -> Option<Set> {
        let mut set = self.langs.those(|langs| langs.split(' ').any(|lang| is_in(lang, range)));
        // Of those that came in before texts were looked at the titles tell.
        let unnamed = self.langs.those(|langs| langs.trim().is_empty());
        for (nth, row) in unnamed.rows(self.ids.len()).enumerate() {
            if nth.is_multiple_of(LOOKS) && stop() {
                return None;
            }
            let end = self.starts.get(row + 1).copied().unwrap_or(self.text.len());
            let title = self.starts.get(row).and_then(|&start| self.text.get(start..end)).unwrap_or_default();
            if is_in(Language::detect(title, None).tag(), range) {
                set.add(row);
            }
        }
        Some(set)
    }

    /// Adds the articles in whose title a match begins within these bytes.
    fn titled_within(&self, query: &Query, within: Range<usize>, set: &mut Set) {
        let (mut at, mut sifted) = (within.start, Sifted::default());
        let mut row = self.starts.partition_point(|&start| start <= at).saturating_sub(1);
        while at < within.end {
            let Some(found) = query.find_sifted(&self.text, at..within.end, &mut sifted) else { return };
            row = self.row_of(found.range.start, row);
            set.add(row);
            // One match is enough.
            at = self.starts.get(row + 1).copied().unwrap_or(self.text.len());
        }
    }

    /// Adds those of some articles whose title begins within these bytes and has a match.
    fn titled_among(&self, query: &Query, among: &Set, within: &Range<usize>, set: &mut Set) {
        let mut sifted = Sifted::default();
        let row_at = |at| self.starts.partition_point(|&start| start < at);
        for row in among.rows_within(row_at(within.start)..row_at(within.end)) {
            let end = self.starts.get(row + 1).copied().unwrap_or(self.text.len());
            let start = self.starts.get(row).copied().unwrap_or(end);
            if query.find_sifted(&self.text, start..end, &mut sifted).is_some() {
                set.add(row);
            }
        }
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
