//! Cursor: the one loop that goes through a text from match to match. All searching is built on it, so that it is proved in one
//! place that a search comes to an end.
//!
//! A cursor is moved by [`Cursor::advance`] alone, which takes it a character further at least, or to the end. No match
//! moves it back, whatever a matcher says of where that begins or ends.

use super::{candidates::CachedBlock, cluster, engine::Engine, mode::Mode, text_match::TextMatch};
use crate::search::StopCheck;

/// Cost of a match that was looked at closely, in bytes of work: a dictionary may have been asked.
const LOOKED_AT: usize = 2048;
/// Least cost of a search for a regular expression: it may read far on to find little.
const EXPRESSION: usize = 1024;

/// State of a search through a text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cursor {
    at: usize,
    /// The end of the last match: no other begins before it.
    behind: usize,
    cached: CachedBlock,
}

/// Result of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A match. The cursor is behind it.
    Found(TextMatch),
    /// The allowance has been used up.
    Paused,
    /// No further match.
    End,
}

impl Cursor {
    /// A search that begins at byte `at` or, within a character, behind that.
    pub(crate) fn at(at: usize) -> Cursor {
        Cursor { at, ..Cursor::default() }
    }

    /// Byte that it has come to.
    pub(crate) fn place(&self) -> usize {
        self.at
    }

    /// Moves on to `to`, but to the next character at least.
    fn advance(&mut self, text: &str, to: usize) {
        self.at = cluster::further(text, self.at, to);
    }

    /// Goes on to the next match that begins before `end`, for as much work as is allowed, in bytes; what is left of
    /// that comes back. It is to be given the same text and engine each time.
    pub(crate) fn step(&mut self, engine: &Engine, text: &str, end: usize, allowance: &mut usize) -> Step {
        let end = cluster::ceil_character(text, end);
        self.at = cluster::ceil_character(text, self.at);
        while self.at < end {
            if *allowance == 0 {
                return Step::Paused;
            }
            let from = self.at;
            let until = cluster::ceil_character(text, from.saturating_add(*allowance)).min(end);
            let least = if engine.mode() == Mode::Regex { EXPRESSION } else { 1 };
            let Some((found, kind)) = engine.first(text, from..until, &mut self.cached) else {
                self.advance(text, until);
                *allowance = allowance.saturating_sub((self.at - from).max(least));
                continue;
            };
            let (mut range, odd) = cluster::widen_counted(text, found.clone());
            range.start = range.start.max(self.behind);
            if !engine.needs_check(kind) || engine.accepts(text, &range, kind) {
                self.advance(text, range.end);
                self.behind = range.end;
                *allowance = allowance.saturating_sub((self.at - from).max(least) + odd);
                return Step::Found(TextMatch { range, kind });
            }
            // A cluster is looked at once, however many matches begin in it: all of them would be drawn alike.
            self.advance(text, cluster::ceil(text, cluster::ceil_character(text, found.start + 1)));
            // A long match that is none has been compared to its end.
            *allowance = allowance.saturating_sub((self.at - from).max(range.len()) + LOOKED_AT + odd);
        }
        Step::End
    }

    /// The next match that begins before `end`, unless the search is stopped before.
    pub(crate) fn next(&mut self, engine: &Engine, text: &str, end: usize, stop: &StopCheck<'_>) -> Option<TextMatch> {
        while let Some(mut allowance) = stop.allowance() {
            let outcome = self.step(engine, text, end, &mut allowance);
            // To look into a text costs something too, where there is nothing in it.
            stop.leave(allowance.saturating_sub(1));
            match outcome {
                Step::Found(found) => return Some(found),
                Step::Paused => {}
                Step::End => return None,
            }
        }
        None
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
