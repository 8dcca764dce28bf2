//! A search in the article being read: its matches as places in the stored text, and the one one is at.

use std::{ops::Range, sync::Arc};

use crate::{
    article::Article,
    search::{Kind, Match, Mode, Query, QueryError, Scan, Words},
    text::{OffsetMap, Place},
    typeset::Line,
};

/// Bytes searched at once; at the speed of each way to search a few milliseconds.
fn slice(mode: Mode) -> usize {
    match mode {
        Mode::ScriptBlind | Mode::Exact => 2 << 20,
        Mode::Pinyin => 1 << 20,
        // Every match is looked at again, or an expression reads further than it finds.
        Mode::Whole | Mode::Regex => 256 << 10,
    }
}

/// What is searched for.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// As it was typed.
    pub text: String,
    /// How literally it is taken.
    pub mode: Mode,
    /// What other regions call it.
    pub others: Vec<String>,
    /// Whether it is another word for what was asked.
    pub is_other: bool,
    /// The dictionary, once it is loaded.
    pub words: Option<Arc<Words>>,
}

impl Sought {
    fn query(&self) -> Result<Query, QueryError> {
        let query = Query::typed(&self.text, self.mode, &self.others)?;
        Ok(match &self.words {
            Some(words) => query.with_words(Arc::clone(words)),
            None => query,
        })
    }
}

/// A stretch of a line that is lit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lit {
    /// Bytes of the shown text of the line's part.
    pub range: Range<usize>,
    /// Whether it is the match one is at.
    pub current: bool,
    /// How it is what was searched for.
    pub kind: Kind,
}

/// A search.
#[derive(Debug)]
pub struct Find {
    article: Arc<Article>,
    /// Where it began.
    origin: Place,
    /// Where the match is looked for that one is to be at.
    from: Place,
    backward: bool,
    sought: Sought,
    scan: Option<(Query, Scan)>,
    matches: Vec<Match>,
    current: Option<usize>,
    /// Whether there were words to search for.
    asked: bool,
    error: Option<QueryError>,
    /// Whether one is to be at the last match, whatever the direction.
    at_last: bool,
    /// Whether the lights are out: what was found is not shown until one goes on to it.
    out: bool,
}

impl Find {
    /// A search that began with `origin` at the top of the screen and has no words yet.
    pub fn new(article: Arc<Article>, origin: Place, backward: bool) -> Find {
        Find {
            article,
            origin,
            from: origin,
            backward,
            sought: Sought::default(),
            scan: None,
            matches: Vec::new(),
            current: None,
            asked: false,
            error: None,
            at_last: false,
            out: false,
        }
    }

    /// The same search, in which one comes to the last match first.
    pub fn from_the_last(self) -> Find {
        Find { at_last: true, ..self }
    }

    /// Where it began.
    pub fn origin(&self) -> Place {
        self.origin
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.sought.text
    }

    /// Whether what is searched for is another word for what was asked.
    pub fn is_other(&self) -> bool {
        self.sought.is_other
    }

    /// Searches from the beginning of the article. What is found first from the origin on, in the direction of the
    /// search, is where one is.
    pub fn search(&mut self, sought: Sought) {
        self.from = self.origin;
        self.begin(sought);
    }

    /// Searches for the same by other means, and stays where one is if that is still a match.
    pub fn search_again(&mut self, sought: Sought) {
        self.from = self.current().unwrap_or(self.origin);
        self.begin(sought);
    }

    fn begin(&mut self, sought: Sought) {
        (self.scan, self.error, self.current, self.asked) = (None, None, None, false);
        self.matches.clear();
        let query = sought.query();
        self.sought = sought;
        match query {
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
        let before = self.matches.len();
        let left = scan.step(&self.article, query, slice(query.mode()), &mut self.matches);
        if self.sought.is_other {
            self.matches.iter_mut().skip(before).for_each(|found| found.kind = Kind::OtherWord);
        }
        if !left {
            self.scan = None;
        }
        let count = self.matches.len();
        if self.current.is_none() && count > 0 {
            let next = self.matches.partition_point(|found| found.place() < self.from);
            if self.at_last {
                self.current = (!left).then_some(count - 1);
            // Before the end of the scan a match that is nearer may still come.
            } else if next < count || !left {
                let at_it = self.matches.get(next).is_some_and(|found| found.place() == self.from);
                let before = self.backward && !(at_it && self.from != self.origin);
                self.current = Some(if before { (next + count - 1) % count } else { next % count });
            }
            // Backward from the first match one comes to the last, which is not known yet.
            if self.backward && next == 0 && left {
                self.current = None;
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

    /// Whether there were words that could be searched for.
    pub fn is_asked(&self) -> bool {
        self.asked
    }

    /// Whether nothing was found and nothing more will be.
    pub fn is_empty(&self) -> bool {
        self.matches.is_empty() && self.scan.is_none()
    }

    /// The start of the match one is at.
    pub fn current(&self) -> Option<Place> {
        self.current.and_then(|index| self.matches.get(index)).map(Match::place)
    }

    /// To the next match in the direction of the search or against it, round the ends. Returns a sentence when it
    /// went round.
    pub fn step(&mut self, onward: bool) -> Option<String> {
        let count = self.matches.len();
        let Some(current) = self.current else { return self.complaint() };
        self.out = false;
        let forward = onward != self.backward;
        let next = if forward { (current + 1) % count } else { (current + count - 1) % count };
        self.current = Some(next);
        match (forward, next) {
            _ if count == 1 => Some("this is the only match".to_owned()),
            (true, 0) => Some("went on from the beginning".to_owned()),
            (false, last) if last + 1 == count => Some("went on from the end".to_owned()),
            _ => None,
        }
    }

    /// Puts the lights out; returns whether any were lit.
    pub fn put_out(&mut self) -> bool {
        !std::mem::replace(&mut self.out, true)
    }

    /// Whether the lights are not out.
    pub fn is_lit(&self) -> bool {
        !self.out
    }

    /// Whether it goes backward.
    pub fn is_backward(&self) -> bool {
        self.backward
    }

    /// The same the other way from now on, or the same way.
    pub fn turn(&mut self, backward: bool) {
        self.backward = backward;
    }

    /// Which match one is at, of how many; a `+` while more may come. And whether it is another word, or which mode
    /// found it where that is not the usual one.
    pub fn count(&self) -> Option<String> {
        if self.out {
            return None;
        }
        let more = if self.scan.is_some() { "+" } else { "" };
        let total = self.matches.len();
        let count = match self.current {
            Some(at) => format!("{}/{total}{more}", at + 1),
            None if self.asked => format!("0/{total}{more}"),
            None => return None,
        };
        let kind = self.current.and_then(|index| self.matches.get(index)).map(|found| found.kind);
        Some(match (kind, self.sought.mode.of(&self.sought.text)) {
            (Some(Kind::OtherWord), _) => format!("another word  {count}"),
            (_, Mode::ScriptBlind) => count,
            (_, other) => format!("{}  {count}", other.name()),
        })
    }

    /// Why the words cannot be searched for, in a sentence.
    pub fn error(&self) -> Option<String> {
        self.error.as_ref().map(ToString::to_string)
    }

    /// Why there is nothing to see, in a sentence.
    pub fn complaint(&self) -> Option<String> {
        self.error().or_else(|| self.is_empty().then(|| "nothing was found".to_owned()))
    }

    /// The lit parts of a line. `map` is the line's part's.
    pub fn lit(&self, line: &Line, map: &OffsetMap) -> Vec<Lit> {
        if self.out {
            return Vec::new();
        }
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
                lit.push(Lit { range, current: self.current == Some(index), kind: found.kind });
            }
        }
        lit
    }
}
