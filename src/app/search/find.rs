//! A search in the article being read: its matches as places in the stored text, and the one one is at. Where other
//! words are shown than are stored, what is typed may be a part of those, and they are searched too.

use std::{borrow::Cow, ops::Range, sync::Arc};

use super::{matches::Matches, sought::Sought};
use crate::{
    article::Article,
    script::{rendition::Rendition, words::CandidateWords},
    search::matching::{Match, Mode, Query, QueryError, Scan, query::Kind},
    text::{Part, Place, offsets::OffsetMap},
    typeset::Line,
};

/// Bytes of shown text searched at once: it may have to be converted first.
const SHOWN: usize = 128 << 10;
/// How many times faster it is seen that a stored text is not shown with a certain word.
const SEEN: usize = 8;

/// What is said of a match that is another word than was asked for.
pub const OTHER_WORD: &str = "another word";

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

/// A search in what is shown.
#[derive(Debug)]
struct ShownScan {
    rendition: Rendition,
    /// Stored words without which a part need not be looked at.
    likely: Option<CandidateWords>,
    scan: Scan,
}

/// A search.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is a state of its own.
pub struct Find {
    article: Arc<Article>,
    /// Where it began.
    origin: Place,
    /// Where the match is looked for that one is to be at.
    from: Place,
    backward: bool,
    sought: Sought,
    query: Option<Query>,
    /// What is left of the stored text, and of what is shown.
    stored: Option<Scan>,
    shown: Option<ShownScan>,
    /// Whether shown words are searched.
    searches_shown: bool,
    matches: Matches,
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
            query: None,
            stored: None,
            shown: None,
            searches_shown: false,
            matches: Matches::default(),
            asked: false,
            error: None,
            at_last: false,
            out: false,
        }
    }

    /// The same search, in which one comes to the last match first.
    #[must_use]
    pub fn at_the_last(self) -> Find {
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

    /// What is searched for.
    pub fn sought(&self) -> &Sought {
        &self.sought
    }

    /// Whether words that are only shown were searched.
    pub fn searches_shown(&self) -> bool {
        self.searches_shown
    }

    /// Searches from the beginning of the article, and in what is `shown` if other words are there than are stored. What
    /// is found first from the origin on, in the direction of the search, is where one is.
    pub fn search(&mut self, sought: Sought, shown: Option<Rendition>) {
        self.from = self.origin;
        self.begin(sought, shown);
    }

    /// Searches for the same by other means, and stays where one is if that is still a match.
    pub fn search_again(&mut self, sought: Sought, shown: Option<Rendition>) {
        self.from = self.current().unwrap_or(self.origin);
        self.begin(sought, shown);
    }

    /// Searches for the same where something else is shown now.
    pub fn search_shown(&mut self, shown: Option<Rendition>) {
        self.search_again(self.sought.clone(), shown);
    }

    fn begin(&mut self, sought: Sought, shown: Option<Rendition>) {
        (self.query, self.stored, self.shown, self.error, self.asked) = (None, None, None, None, false);
        self.matches = Matches::default();
        let query = sought.query();
        self.sought = sought;
        self.searches_shown = shown.is_some();
        match query {
            Ok(query) => {
                self.stored = Some(Scan::new(&self.article));
                // What is taken literally is looked for as it is stored.
                let shown = shown.filter(|_| !matches!(query.mode(), Mode::Exact | Mode::Regex));
                self.shown = shown.map(|rendition| ShownScan {
                    // A word that sounds like the query may share no character with it.
                    likely: (query.mode() != Mode::Pinyin).then(|| self.likely(&rendition)).flatten(),
                    rendition,
                    scan: Scan::over(self.outward()),
                });
                self.query = Some(query);
                self.asked = true;
                self.work();
            }
            Err(QueryError::Empty) => {}
            Err(error) => self.error = Some(error),
        }
    }

    /// Stored words that may be shown as something that is searched for; nothing if that cannot be told.
    fn likely(&self, rendition: &Rendition) -> Option<CandidateWords> {
        self.sought
            .wanted()
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
    pub fn work(&mut self) {
        let Some(query) = &self.query else { return };
        if let Some(scan) = &mut self.stored {
            let mut found = Vec::new();
            let left = scan.step(&self.article, query, self.sought.slice(), &mut found);
            self.matches.add(found);
            if !left {
                self.stored = None;
            }
        }
        if let Some(ShownScan { rendition, likely, scan }) = &mut self.shown {
            let mut found = Vec::new();
            let passed_over = |part| {
                let stored = self.article.text(part);
                likely.as_ref().filter(|likely| !likely.is_in(&stored)).map(|_| stored.len() / SEEN)
            };
            let text = |part| rendition.shown(part).map_or_else(Cow::default, |it| Cow::Borrowed(it.text.as_str()));
            let left = scan.step_over((passed_over, text), query, SHOWN, &mut found);
            self.matches.add_shown(found.into_iter().filter_map(|found| in_other_words(rendition, found)));
            if !left {
                self.shown = None;
            }
        }
        if self.matches.current().is_none() && !self.matches.is_empty() {
            self.choose();
        }
    }

    /// Goes to the match that one is to be at first, once it is known that no nearer one can come.
    fn choose(&mut self) {
        let (count, over) = (self.matches.len(), !self.has_work());
        let next = self.matches.first_from(self.from);
        let at_it = self.matches.get(next).is_some_and(|found| found.place() == self.from);
        let backward = self.backward && !(at_it && self.from != self.origin);
        let passed = |scan: Option<&Scan>, part: Part| scan.is_none_or(|scan| scan.has_passed(self.from.part, part));
        let shown = |part: Part| passed(self.shown.as_ref().map(|shown| &shown.scan), part);
        let chosen = if self.at_last {
            over.then_some(count - 1)
        } else if backward {
            match next.checked_sub(1).and_then(|before| Some((before, self.matches.get(before)?.part))) {
                Some((before, part)) => {
                    let stored = self.matches.reach(self.from) || passed(self.stored.as_ref(), self.from.part);
                    (over || (stored && shown(part))).then_some(before)
                }
                None => over.then_some(count - 1),
            }
        } else {
            match self.matches.get(next).map(|found| found.part) {
                Some(part) => {
                    let stored = !self.matches.is_shown(next) || passed(self.stored.as_ref(), part);
                    (over || (stored && shown(part))).then_some(next)
                }
                None => over.then_some(0),
            }
        };
        self.matches.go_to(chosen);
    }

    /// Whether one is at the last match, or at the first.
    pub fn is_at_end(&self, last: bool) -> bool {
        let end = if last { self.matches.len().checked_sub(1) } else { Some(0) };
        let current = self.matches.current();
        current.is_none() || (current == end && (!last || !self.has_work()))
    }

    /// Whether the search has not reached the end of the article.
    pub fn has_work(&self) -> bool {
        self.stored.is_some() || self.shown.is_some()
    }

    /// Whether there were words that could be searched for.
    pub fn is_asked(&self) -> bool {
        self.asked
    }

    /// Whether nothing was found and nothing more will be.
    pub fn is_empty(&self) -> bool {
        self.matches.is_empty() && !self.has_work()
    }

    /// The start of the match one is at.
    pub fn current(&self) -> Option<Place> {
        self.matches.current().and_then(|index| self.matches.get(index)).map(Match::place)
    }

    /// To the next match in the direction of the search or against it, round the ends. Returns a sentence when it
    /// went round.
    pub fn step(&mut self, onward: bool) -> Option<String> {
        let count = self.matches.len();
        let Some(current) = self.matches.current() else { return self.complaint() };
        self.out = false;
        let forward = onward != self.backward;
        let next = if forward { (current + 1) % count } else { (current + count - 1) % count };
        self.matches.go_to(Some(next));
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
        let more = if self.has_work() { "+" } else { "" };
        let total = self.matches.len();
        let current = self.matches.current();
        let count = match current {
            Some(at) => format!("{}/{total}{more}", at + 1),
            None if self.asked => format!("0/{total}{more}"),
            None => return None,
        };
        let kind = current.and_then(|index| self.matches.get(index)).map(|found| found.kind);
        Some(match (kind, self.sought.mode.of(&self.sought.text)) {
            (Some(Kind::OtherWord), _) => format!("{OTHER_WORD}  {count}"),
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
        let mut lit = Vec::new();
        for (index, found, exact) in self.matches.behind(line.part, source.start) {
            if found.part != line.part || found.range.start >= source.end {
                break;
            }
            // Of a word that is only shown a part may be what was typed, as long as it is still shown there.
            let is_there = |exact: &&Range<usize>| {
                let source = map.source_range((*exact).clone());
                source.start <= found.range.start && found.range.end <= source.end
            };
            let exact = exact.filter(is_there);
            let shown = exact.cloned().unwrap_or_else(|| map.shown_range(found.range.clone()));
            let range = shown.start.max(line.range.start)..shown.end.min(line.range.end);
            if !range.is_empty() {
                lit.push(Lit { range, current: self.matches.current() == Some(index), kind: found.kind });
            }
        }
        lit
    }
}

/// A match in a shown text as the stored text that is shown so, if there are other words in it, and the match itself.
fn in_other_words(shown: &Rendition, found: Match) -> Option<(Match, Range<usize>)> {
    let shown = shown.shown(found.part)?;
    let next = shown.words.partition_point(|word| word.end <= found.range.start);
    let changed = shown.words.get(next).is_some_and(|word| word.start < found.range.end);
    let range = shown.map.source_range(found.range.clone());
    (changed && !range.is_empty()).then_some((Match { part: found.part, range, kind: found.kind }, found.range))
}
