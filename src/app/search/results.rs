//! What a search of the library has found, or the articles about the same thing as one: a list that grows while one
//! looks at it. Each result takes two rows of the screen.

use std::ops::Range;

use crate::{
    script::{
        Language, Script,
        conversion::{Converters, convert_excerpt, convert_line},
        wording::Wording,
        words::regional::regional,
    },
    search::{
        matching::{Found, Match, Query},
        query::{Terms, Wanted},
    },
    store::{ArticleId, index::Hit},
    text::{Place, safe::Safe},
};

/// Rows of the screen that a result takes.
pub const ROWS: usize = 2;

/// What a list of results is an answer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Words to find in the library.
    Words(String),
    /// What is about the same thing as the article with this title.
    Related(String),
}

/// A result with its texts in the reader's script.
#[derive(Clone, Debug)]
pub struct ShownHit {
    /// As it was found.
    pub hit: Hit,
    /// The title.
    pub title: Safe,
    /// What is lit in the title.
    pub lit_title: Vec<Found>,
    /// The source.
    pub source: Safe,
    /// Text around the match.
    pub excerpt: Safe,
    /// The match in it, in bytes.
    pub lit: Range<usize>,
}

/// What is to be lit in an article that is opened from the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The words that were asked for, or what was found for them by its sound.
    pub words: Vec<String>,
    /// What other regions call them.
    pub others: Vec<String>,
    /// Where the match stands that was listed.
    pub place: Place,
    /// Whether one comes to its last match in the article, not to that place.
    pub last: bool,
}

/// How far the search is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// More may be found.
    #[default]
    Searching,
    /// Everything has been found.
    Complete,
    /// There is more, which is not listed.
    More,
}

/// The results of a search.
#[derive(Clone, Debug)]
pub struct Results {
    asked: Asked,
    wanted: Wanted,
    hits: Vec<ShownHit>,
    progress: Progress,
    cursor: usize,
    top: usize,
    height: usize,
    /// Whether the list is what is shown, not an article over or under it.
    pub(in crate::app) shown: bool,
    /// Whether the article being read was opened from the list.
    pub(in crate::app) read_from: bool,
    /// The article that was read when it was asked for.
    pub(in crate::app) begun_in: Option<ArticleId>,
    /// The results before those that are being asked for; they come back if that is given up.
    pub(in crate::app) earlier: Option<Box<Results>>,
}

/// The compiled terms of a search, with the words of other regions.
fn wanted(asked: &Asked) -> Wanted {
    let Asked::Words(words) = asked else { return Wanted::default() };
    let terms = Terms::read(words).map(|terms| terms.with_regional(regional));
    terms.and_then(|terms| Wanted::new(&terms)).unwrap_or_default()
}

impl Results {
    /// A list that is still empty.
    pub fn new(asked: Asked, rows: usize) -> Results {
        let mut results = Results {
            asked,
            wanted: Wanted::default(),
            hits: Vec::new(),
            progress: Progress::default(),
            cursor: 0,
            top: 0,
            height: 1,
            shown: true,
            read_from: false,
            begun_in: None,
            earlier: None,
        };
        results.resize(rows);
        results
    }

    /// What was asked.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// How far the search is.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// The results so far, the best first.
    pub fn hits(&self) -> &[ShownHit] {
        &self.hits
    }

    /// The one under the cursor.
    pub fn current(&self) -> Option<&ShownHit> {
        self.hits.get(self.cursor)
    }

    /// Its index.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The results on the screen, with their indices.
    pub fn visible(&self) -> impl Iterator<Item = (usize, &ShownHit)> {
        self.hits.iter().enumerate().skip(self.top).take(self.height)
    }

    /// How many fit on the screen.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Gives the list so many rows of the screen.
    pub fn resize(&mut self, rows: usize) {
        self.height = (rows / ROWS).max(1);
        self.follow();
    }

    /// Takes more results. The cursor stays on its article, or at the top if it was not moved.
    pub fn add(&mut self, hits: Vec<Hit>, converters: &Converters, script: (Script, Wording)) {
        self.wanted = wanted(&self.asked);
        let current = if self.cursor == 0 { None } else { self.current().map(|shown| shown.hit.row.id) };
        for hit in hits {
            let shown = self.show(hit, converters, script);
            let at = self.hits.partition_point(|other| other.hit.order() < shown.hit.order());
            self.hits.insert(at, shown);
        }
        let moved = current.and_then(|id| self.hits.iter().position(|shown| shown.hit.row.id == id));
        if let Some(moved) = moved {
            self.top = (self.top + moved).saturating_sub(self.cursor);
            self.cursor = moved;
        }
        self.follow();
    }

    /// Everything that is to be listed has come.
    pub fn finish(&mut self, more: bool) {
        self.progress = if more { Progress::More } else { Progress::Complete };
    }

    /// Shows every result in another script.
    pub fn set_script(&mut self, converters: &Converters, script: (Script, Wording)) {
        self.wanted = wanted(&self.asked);
        let hits: Vec<Hit> = self.hits.drain(..).map(|shown| shown.hit).collect();
        self.hits = hits.into_iter().map(|hit| self.show(hit, converters, script)).collect();
    }

    /// Moves the cursor; it stops at both ends. Says whether it moved.
    pub fn advance(&mut self, by: i64) -> bool {
        let before = self.cursor;
        self.go_to(usize::try_from(before as i64 + by).unwrap_or(0));
        self.cursor != before
    }

    /// Puts the cursor on a result, or on the last one.
    pub fn go_to(&mut self, index: usize) {
        self.cursor = index;
        self.follow();
    }

    /// Where the article under the cursor is to be opened: its number, what is to be lit there and the place of the
    /// match.
    pub fn target(&self) -> Option<(ArticleId, Option<Target>)> {
        let hit = &self.current()?.hit;
        let target = |found: &Match| {
            let (mut words, others) = self.wanted.asked();
            // What was asked for by its sound is lit as it was found.
            let whole = |query: Query| query.find_at(&hit.word, 0) == Some(0..hit.word.len());
            let texts: Vec<&str> = words.iter().map(String::as_str).collect();
            if !Query::any(&texts, &others).is_ok_and(whole) {
                words.insert(0, hit.word.clone());
            }
            Target { words, others, place: found.place(), last: false }
        };
        Some((hit.row.id, hit.found.as_ref().map(target)))
    }

    /// What is to be lit in the text around a match, the match at `known` among it.
    pub fn lit(&self, text: &str, known: Found) -> Vec<Found> {
        let apart = |found: &Found| found.range.end <= known.range.start || found.range.start >= known.range.end;
        let mut lit: Vec<Found> = self.wanted.lit_in_text(text).into_iter().filter(apart).collect();
        lit.push(known);
        lit
    }

    /// Shows an article as read or unread.
    pub fn set_read(&mut self, id: ArticleId, read: bool) {
        self.hits.iter_mut().filter(|shown| shown.hit.row.id == id).for_each(|shown| shown.hit.row.read = read);
    }

    /// Shows an article with or without a star.
    pub fn set_starred(&mut self, id: ArticleId, starred: bool) {
        self.hits.iter_mut().filter(|shown| shown.hit.row.id == id).for_each(|shown| shown.hit.row.starred = starred);
    }

    fn show(&self, hit: Hit, converters: &Converters, (script, wording): (Script, Wording)) -> ShownHit {
        let script = hit.row.script.unwrap_or(script);
        let language = hit.row.lang.as_deref().and_then(Language::from_tag);
        let convert = |text: &str| convert_line(converters, text, language, script, wording);
        let title = if hit.row.title.trim().is_empty() { Safe::line("(no title)") } else { convert(&hit.row.title) };
        let lit_title = self.wanted.lit_in_title(&title);
        let source = convert(hit.row.source.as_deref().unwrap_or(&hit.row.source_title));
        let (excerpt, lit) = convert_excerpt(converters, &hit.excerpt, hit.lit.clone(), language, script, wording);
        ShownHit { hit, title, lit_title, source, excerpt, lit }
    }

    fn follow(&mut self) {
        self.cursor = self.cursor.min(self.hits.len().saturating_sub(1));
        self.top = self.top.min(self.hits.len().saturating_sub(self.height));
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + self.height {
            self.top = self.cursor + 1 - self.height;
        }
    }
}
