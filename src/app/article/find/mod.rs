//! A search in an article: its matches as places in the stored text, and the current one. Where other words are shown
//! than are stored, the query may be a part of those, and they are searched too.
//!
//! A search runs in slices between two keys; nothing here moves the screen.

mod matches;
mod query;

pub(crate) use query::FindQuery;

use std::{borrow::Cow, fmt, ops::Range, sync::Arc};

use matches::MatchList;

use crate::{
    article::Article,
    script::{rendition::Rendition, words::CandidateWords},
    search::matching::{Match, MatchKind, Mode, Query, QueryError, Scan},
    text::{Part, Place, offsets::OffsetMap},
    typeset::Line,
};

/// Bytes of shown text searched in a slice: it may have to be converted first.
const SHOWN_SLICE_BYTES: usize = 128 << 10;
/// Factor by which a stored text that holds no candidate is passed over faster than it is searched.
const PREFILTER_SPEED: usize = 8;

/// A highlighted stretch of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Highlight {
    /// Its bytes in the shown text of the line's part.
    pub(crate) range: Range<usize>,
    /// True for the current match.
    pub(crate) is_current: bool,
    /// The word of the query, or another word for it.
    pub(crate) kind: MatchKind,
}

/// The number of the current match and of all, for the status line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MatchCount {
    /// The current match, from 1; 0 if there is none.
    pub(crate) current: usize,
    /// Matches found so far.
    pub(crate) total: usize,
    /// True while more may be found.
    pub(crate) is_partial: bool,
    /// True if the current match is another word than the one of the query.
    pub(crate) is_other_word: bool,
    /// The mode by which the query was taken.
    pub(crate) mode: Mode,
}

/// A search of the words that are only shown.
#[derive(Debug)]
struct ShownScan {
    rendition: Rendition,
    /// Stored words without one of which a part has no match.
    candidates: Option<CandidateWords>,
    scan: Scan,
}

/// A search of one article.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is a state of its own.
pub(super) struct Find {
    article: Arc<Article>,
    /// The top of the screen when the search began.
    origin: Place,
    /// The place from which the first current match is chosen.
    from: Place,
    backward: bool,
    query: FindQuery,
    matcher: Option<Query>,
    /// The rest of the stored text, and of the shown one.
    stored: Option<Scan>,
    shown: Option<ShownScan>,
    /// True if shown words are searched as well.
    searches_shown: bool,
    matches: MatchList,
    error: Option<QueryError>,
    /// True if the last match of the article is to be the current one, whatever the direction.
    ends_at_last: bool,
    /// True while matches are not highlighted, until the next step to one.
    is_cleared: bool,
}

impl Find {
    /// A search without a query yet, with `origin` at the top of the screen.
    pub(super) fn new(article: Arc<Article>, origin: Place, backward: bool) -> Find {
        Find {
            article,
            origin,
            from: origin,
            backward,
            query: FindQuery::default(),
            matcher: None,
            stored: None,
            shown: None,
            searches_shown: false,
            matches: MatchList::default(),
            error: None,
            ends_at_last: false,
            is_cleared: false,
        }
    }

    /// The same search, whose first current match is the last of the article.
    #[must_use]
    pub(super) fn with_last_match(self) -> Find {
        Find { ends_at_last: true, ..self }
    }

    /// The top of the screen when the search began.
    pub(super) fn origin(&self) -> Place {
        self.origin
    }

    /// The query.
    pub(super) fn query(&self) -> &FindQuery {
        &self.query
    }

    /// True if words that are only shown were searched.
    pub(super) fn searches_shown(&self) -> bool {
        self.searches_shown
    }

    /// Searches the article, and `shown` where other words are shown than are stored. The first match from the origin on,
    /// in the direction of the search, becomes the current one.
    pub(super) fn search(&mut self, query: FindQuery, shown: Option<Rendition>) {
        self.from = self.origin;
        self.begin(query, shown);
    }

    /// Repeats the search by better means. The current match stays if it still is one.
    pub(super) fn repeat(&mut self, query: FindQuery, shown: Option<Rendition>) {
        self.from = self.current().unwrap_or(self.origin);
        self.begin(query, shown);
    }

    /// Repeats the search in another shown text.
    pub(super) fn repeat_in(&mut self, shown: Option<Rendition>) {
        self.repeat(self.query.clone(), shown);
    }

    fn begin(&mut self, query: FindQuery, shown: Option<Rendition>) {
        (self.matcher, self.stored, self.shown, self.error) = (None, None, None, None);
        self.matches = MatchList::default();
        let matcher = query.matcher();
        self.query = query;
        self.searches_shown = shown.is_some();
        match matcher {
            Ok(matcher) => {
                self.stored = Some(Scan::new(&self.article));
                // A literal query is searched for as text is stored.
                let shown = shown.filter(|_| !matches!(matcher.mode(), Mode::Exact | Mode::Regex));
                self.shown = shown.map(|rendition| ShownScan {
                    // A word that sounds like the query may share no character with it.
                    candidates: (matcher.mode() != Mode::Pinyin).then(|| self.candidates(&rendition)).flatten(),
                    rendition,
                    scan: Scan::over(self.outward()),
                });
                self.matcher = Some(matcher);
                self.work();
            }
            Err(QueryError::Empty) => {}
            Err(error) => self.error = Some(error),
        }
    }

    /// Stored words that may be shown as a word of the query; `None` if every word may be.
    fn candidates(&self, rendition: &Rendition) -> Option<CandidateWords> {
        self.query
            .words()
            .try_fold(CandidateWords::default(), |known, word| Some(known.and(rendition.candidate_words(word)?)))
    }

    /// The parts in the direction of the search from where it begins, then the others.
    fn outward(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = self.article.parts().collect();
        if self.backward {
            parts.reverse();
        }
        let before = |part: &Part| if self.backward { *part > self.from.part } else { *part < self.from.part };
        let first = parts.iter().position(|part| !before(part)).unwrap_or_default();
        parts.rotate_left(first);
        parts
    }

    /// Searches another slice.
    pub(super) fn work(&mut self) {
        let Some(matcher) = &self.matcher else { return };
        if let Some(scan) = &mut self.stored {
            let mut found = Vec::new();
            let left = scan.step(&self.article, matcher, self.query.slice_bytes(), &mut found);
            self.matches.add(found);
            if !left {
                self.stored = None;
            }
        }
        if let Some(ShownScan { rendition, candidates, scan }) = &mut self.shown {
            let mut found = Vec::new();
            let passed_over = |part| {
                let stored = self.article.text(part);
                let without = candidates.as_ref().filter(|candidates| !candidates.is_in(&stored));
                without.map(|_| stored.len() / PREFILTER_SPEED)
            };
            let text = |part| rendition.shown(part).map_or_else(Cow::default, |it| Cow::Borrowed(it.text.as_str()));
            let left = scan.step_over((passed_over, text), matcher, SHOWN_SLICE_BYTES, &mut found);
            self.matches.add_shown(found.into_iter().filter_map(|found| in_other_words(rendition, found)));
            if !left {
                self.shown = None;
            }
        }
        if self.matches.current().is_none() && !self.matches.is_empty() {
            self.choose();
        }
    }

    /// Chooses the first current match, once it is known that no nearer one can come.
    fn choose(&mut self) {
        let (count, is_over) = (self.matches.len(), !self.has_work());
        let next = self.matches.first_from(self.from);
        let is_at_match = self.matches.get(next).is_some_and(|found| found.place() == self.from);
        // A repeated search stays at its match.
        let backward = self.backward && !(is_at_match && self.from != self.origin);
        let passed = |scan: Option<&Scan>, part: Part| scan.is_none_or(|scan| scan.has_passed(self.from.part, part));
        let shown = |part: Part| passed(self.shown.as_ref().map(|shown| &shown.scan), part);
        let chosen = if self.ends_at_last {
            is_over.then_some(count - 1)
        } else if backward {
            match next.checked_sub(1).and_then(|before| Some((before, self.matches.get(before)?.part))) {
                Some((before, part)) => {
                    let stored = self.matches.reach(self.from) || passed(self.stored.as_ref(), self.from.part);
                    (is_over || (stored && shown(part))).then_some(before)
                }
                None => is_over.then_some(count - 1),
            }
        } else {
            match self.matches.get(next).map(|found| found.part) {
                Some(part) => {
                    let stored = !self.matches.is_shown(next) || passed(self.stored.as_ref(), part);
                    (is_over || (stored && shown(part))).then_some(next)
                }
                None => is_over.then_some(0),
            }
        };
        self.matches.go_to(chosen);
    }

    /// True if the current match is the last of the article, or the first.
    pub(super) fn is_at_end(&self, last: bool) -> bool {
        let end = if last { self.matches.len().checked_sub(1) } else { Some(0) };
        let current = self.matches.current();
        current.is_none() || (current == end && (!last || !self.has_work()))
    }

    /// True while the search has not reached the end of the article.
    pub(super) fn has_work(&self) -> bool {
        self.stored.is_some() || self.shown.is_some()
    }

    /// True if there was a query that could be searched for.
    pub(super) fn has_query(&self) -> bool {
        self.matcher.is_some()
    }

    /// The start of the current match.
    pub(super) fn current(&self) -> Option<Place> {
        self.matches.current().and_then(|index| self.matches.get(index)).map(Match::place)
    }

    /// Goes to the next match in the direction of the search or against it, round the ends. Returns a message if it went
    /// round.
    pub(super) fn step(&mut self, onward: bool) -> Option<String> {
        let count = self.matches.len();
        let Some(current) = self.matches.current() else { return self.problem() };
        self.is_cleared = false;
        let forward = onward != self.backward;
        let next = if forward { (current + 1) % count } else { (current + count - 1) % count };
        self.matches.go_to(Some(next));
        match (forward, next) {
            _ if count == 1 => Some("This is the only match.".to_owned()),
            (true, 0) => Some("Went on from the beginning.".to_owned()),
            (false, last) if last + 1 == count => Some("Went on from the end.".to_owned()),
            _ => None,
        }
    }

    /// Clears the highlights. Returns true if there were any.
    pub(super) fn clear_highlights(&mut self) -> bool {
        !std::mem::replace(&mut self.is_cleared, true)
    }

    /// True while matches are highlighted.
    pub(super) fn is_highlighted(&self) -> bool {
        !self.is_cleared
    }

    /// True if the search goes backward.
    pub(super) fn is_backward(&self) -> bool {
        self.backward
    }

    /// Gives the search a direction.
    pub(super) fn set_backward(&mut self, backward: bool) {
        self.backward = backward;
    }

    /// The number of the current match and of all; `None` without a query, or when highlights are cleared.
    pub(super) fn count(&self) -> Option<MatchCount> {
        let current = self.matches.current();
        if self.is_cleared || (current.is_none() && !self.has_query()) {
            return None;
        }
        let kind = current.and_then(|index| self.matches.get(index)).map(|found| found.kind);
        Some(MatchCount {
            current: current.map_or(0, |index| index + 1),
            total: self.matches.len(),
            is_partial: self.has_work(),
            is_other_word: kind == Some(MatchKind::OtherWord),
            mode: self.query.mode.for_query(&self.query.text),
        })
    }

    /// The reason why the query cannot be searched for.
    pub(super) fn error(&self) -> Option<String> {
        self.error.as_ref().map(ToString::to_string)
    }

    /// The reason why there is no match to see.
    pub(super) fn problem(&self) -> Option<String> {
        let is_empty = self.matches.is_empty() && !self.has_work();
        self.error().or_else(|| is_empty.then(|| "No matches.".to_owned()))
    }

    /// The highlights of a line. `map` is that of the line's part.
    pub(super) fn highlights(&self, line: &Line, map: &OffsetMap) -> Vec<Highlight> {
        if self.is_cleared {
            return Vec::new();
        }
        let source = map.source_range(line.range.clone());
        let mut highlights = Vec::new();
        for (index, found, exact) in self.matches.ending_after(line.part, source.start) {
            if found.part != line.part || found.range.start >= source.end {
                break;
            }
            // Of a word that is only shown, a part may match, as long as it is still shown there.
            let is_there = |exact: &&Range<usize>| {
                let source = map.source_range((*exact).clone());
                source.start <= found.range.start && found.range.end <= source.end
            };
            let exact = exact.filter(is_there);
            let shown = exact.cloned().unwrap_or_else(|| map.shown_range(found.range.clone()));
            let range = shown.start.max(line.range.start)..shown.end.min(line.range.end);
            if !range.is_empty() {
                let is_current = self.matches.current() == Some(index);
                highlights.push(Highlight { range, is_current, kind: found.kind });
            }
        }
        highlights
    }
}

impl MatchCount {
    /// The numbers alone: `3/17`, with a `+` while more may come.
    pub(crate) fn numbers(&self) -> String {
        let more = if self.is_partial { "+" } else { "" };
        format!("{}/{}{more}", self.current, self.total)
    }

    /// True if the status line says more than the numbers: another word, or a mode that is not the usual one.
    pub(crate) fn has_note(&self) -> bool {
        self.is_other_word || self.mode != Mode::ScriptBlind
    }
}

impl fmt::Display for MatchCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_other_word {
            write!(f, "another word  ")?;
        } else if self.mode != Mode::ScriptBlind {
            write!(f, "{}  ", self.mode.name())?;
        }
        f.write_str(&self.numbers())
    }
}

/// The stored text of a match in a shown text, if other words are shown there, and the match itself.
fn in_other_words(shown: &Rendition, found: Match) -> Option<(Match, Range<usize>)> {
    let shown = shown.shown(found.part)?;
    let next = shown.words.partition_point(|word| word.end <= found.range.start);
    let changed = shown.words.get(next).is_some_and(|word| word.start < found.range.end);
    let range = shown.map.source_range(found.range.clone());
    (changed && !range.is_empty()).then_some((Match { part: found.part, range, kind: found.kind }, found.range))
}
