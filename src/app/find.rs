//! A search in the article being read: its matches as places in the stored text, and the one one is at.

use std::{ops::Range, sync::Arc};

use crate::{
    article::Article,
    search::{Match, Mode, Query, QueryError, Scan},
    text::{OffsetMap, Place},
    typeset::Line,
};

/// Bytes searched at once; at the speed of the matcher a few milliseconds.
const SLICE: usize = 4 * 1024 * 1024;

/// A search.
#[derive(Debug)]
pub struct Find {
    article: Arc<Article>,
    origin: Place,
    scan: Option<(Query, Scan)>,
    matches: Vec<Match>,
    current: Option<usize>,
    /// Whether there were words to search for.
    asked: bool,
    error: Option<QueryError>,
}

impl Find {
    /// A search that began with `origin` at the top of the screen and has no words yet.
    pub fn new(article: Arc<Article>, origin: Place) -> Find {
        Find { article, origin, scan: None, matches: Vec::new(), current: None, asked: false, error: None }
    }

    /// Where it began.
    pub fn origin(&self) -> Place {
        self.origin
    }

    /// Searches for `words` from the beginning of the article. What is found first after the origin is where one is.
    pub fn search(&mut self, words: &str) {
        (self.scan, self.error, self.current, self.asked) = (None, None, None, false);
        self.matches.clear();
        match Query::new(words, Mode::ScriptBlind) {
            Ok(query) => {
                self.scan = Some((query, Scan::new(&self.article)));
                self.asked = true;
                self.work();
            }
            Err(QueryError::Empty) => {}
            Err(error) => self.error = Some(error),
        }
    }

    /// Searches another slice.
    pub fn work(&mut self) {
        let Some((query, scan)) = &mut self.scan else { return };
        let left = scan.step(&self.article, query, SLICE, &mut self.matches);
        if !left {
            self.scan = None;
        }
        if self.current.is_none() && !self.matches.is_empty() {
            let next = self.matches.partition_point(|found| place(found) < self.origin);
            // Before the end of the scan a match after the origin may still come.
            if next < self.matches.len() || !left {
                self.current = Some(next % self.matches.len());
            }
        }
    }

    /// Whether one is at the last match, or at the first.
    pub fn is_at_end(&self, last: bool) -> bool {
        let end = if last { self.matches.len().checked_sub(1) } else { Some(0) };
        self.current.is_none() || (self.current == end && (!last || self.scan.is_none()))
    }

    /// Whether the search has not reached the end of the article.
    pub fn has_work(&self) -> bool {
        self.scan.is_some()
    }

    /// Whether nothing was found and nothing more will be.
    pub fn is_empty(&self) -> bool {
        self.matches.is_empty() && self.scan.is_none()
    }

    /// The start of the match one is at.
    pub fn current(&self) -> Option<Place> {
        self.current.map(|index| place(&self.matches[index]))
    }

    /// To the next or previous match, round the ends. Returns a sentence when it went round.
    pub fn step(&mut self, forward: bool) -> Option<String> {
        let count = self.matches.len();
        let current = self.current?;
        let next = if forward { (current + 1) % count } else { (current + count - 1) % count };
        self.current = Some(next);
        match (forward, next) {
            _ if count == 1 => Some("this is the only match".to_owned()),
            (true, 0) => Some("went on from the beginning".to_owned()),
            (false, last) if last + 1 == count => Some("went on from the end".to_owned()),
            _ => None,
        }
    }

    /// Which match one is at, of how many; a `+` while more may come.
    pub fn count(&self) -> Option<String> {
        let more = if self.scan.is_some() { "+" } else { "" };
        match self.current {
            Some(current) => Some(format!("{}/{}{more}", current + 1, self.matches.len())),
            None => self.asked.then(|| format!("0/{}{more}", self.matches.len())),
        }
    }

    /// Why there is nothing to see, in a sentence.
    pub fn complaint(&self) -> Option<String> {
        match &self.error {
            Some(error) => Some(error.to_string()),
            None if self.is_empty() => Some("nothing was found".to_owned()),
            None => None,
        }
    }

    /// The lit parts of a line, as byte ranges of the shown text, and whether each is where one is. `map` is the
    /// line's part's.
    pub fn lit(&self, line: &Line, map: &OffsetMap) -> Vec<(Range<usize>, bool)> {
        let source = map.source_range(line.range.clone());
        let first = self.matches.partition_point(|found| (found.part, found.range.end) <= (line.part, source.start));
        let mut lit = Vec::new();
        for (index, found) in self.matches.iter().enumerate().skip(first) {
            if found.part != line.part || found.range.start >= source.end {
                break;
            }
            let shown = map.shown_range(found.range.clone());
            let range = shown.start.max(line.range.start)..shown.end.min(line.range.end);
            if !range.is_empty() {
                lit.push((range, self.current == Some(index)));
            }
        }
        lit
    }
}

fn place(found: &Match) -> Place {
    Place { part: found.part, offset: found.range.start }
}
