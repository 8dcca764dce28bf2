//! Results of a search of the library, or articles about the same thing as one: a list that grows while it is shown. Each
//! result takes two rows of the screen.

use std::ops::Range;

use crate::{
    app::{shared::access::Flag, shared::tables::Tables},
    script::{
        Language, Script,
        conversion::{Config, Converters, convert_excerpt, convert_line},
        wording::Wording,
        words::regional::regional,
    },
    search::{
        matching::{Match, Query, TextMatch},
        query::{Predicate, Terms},
    },
    store::{ArticleId, index::Hit},
    text::{Place, safe::Safe},
};

/// Rows of the screen that a result takes.
pub(crate) const ROWS_PER_RESULT: usize = 2;

/// The subject of a list of results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A query, as it was typed and as it was parsed.
    Query(String, Terms),
    /// Articles about the same thing as the one with this title.
    Related(String),
}

/// A result with its texts in the reader's script.
#[derive(Clone, Debug)]
pub(crate) struct ResultRow {
    /// The result as the search reported it.
    pub(crate) hit: Hit,
    /// The title.
    pub(crate) title: Safe,
    /// Highlights of the title.
    pub(crate) title_highlights: Vec<TextMatch>,
    /// The source.
    pub(crate) source: Safe,
    /// Text around the match.
    pub(crate) excerpt: Safe,
    /// The match in it, in bytes.
    pub(crate) matched: Range<usize>,
    /// The conversion tables that the texts take.
    pub(crate) tables: Vec<Config>,
}

/// The match at which an article is opened from the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The words of the query, or what was found for them by its sound.
    pub(crate) words: Vec<String>,
    /// Words of other regions for them.
    pub(crate) others: Vec<String>,
    /// The place of the match that was listed.
    pub(crate) place: Place,
    /// True if the last match of the article is gone to, and not that place.
    pub(crate) is_last: bool,
}

/// The state of a search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SearchState {
    /// More may be found.
    #[default]
    Searching,
    /// All results are listed.
    Complete,
    /// More results were found than are listed.
    Limited,
}

/// The results of a search.
#[derive(Clone, Debug)]
pub(crate) struct Results {
    subject: Subject,
    predicate: Predicate,
    rows: Vec<ResultRow>,
    /// True if the rows are those of the query before, until the first of this one come.
    is_outdated: bool,
    state: SearchState,
    cursor: usize,
    top: usize,
    height: usize,
}

/// The predicate of a query, with words of other regions.
fn predicate(subject: &Subject) -> Predicate {
    let Subject::Query(_, query) = subject else { return Predicate::default() };
    Predicate::compile(&query.clone().with_regional(regional)).unwrap_or_default()
}

impl Results {
    /// An empty list on so many rows of the screen.
    pub(crate) fn new(subject: Subject, screen_rows: usize) -> Results {
        let mut results = Results {
            subject,
            predicate: Predicate::default(),
            rows: Vec::new(),
            is_outdated: false,
            state: SearchState::default(),
            cursor: 0,
            top: 0,
            height: 1,
        };
        results.resize(screen_rows);
        results
    }

    /// Awaits the results of another subject. The rows stay on the screen until the first of them come.
    pub(crate) fn replace(&mut self, subject: Subject) {
        (self.subject, self.state, self.is_outdated) = (subject, SearchState::Searching, true);
    }

    /// Removes the rows of the query before.
    fn remove_outdated(&mut self) {
        if std::mem::take(&mut self.is_outdated) {
            self.rows.clear();
            (self.cursor, self.top) = (0, 0);
        }
    }

    /// The subject.
    pub(crate) fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The state of the search.
    pub(crate) fn state(&self) -> SearchState {
        self.state
    }

    /// True while no result of the subject has come and some may.
    pub(crate) fn awaits_first(&self) -> bool {
        self.state == SearchState::Searching && (self.is_outdated || self.rows.is_empty())
    }

    /// The results so far, the best first.
    pub(crate) fn rows(&self) -> &[ResultRow] {
        &self.rows
    }

    /// The result under the cursor.
    pub(crate) fn current(&self) -> Option<&ResultRow> {
        self.rows.get(self.cursor)
    }

    /// Its index.
    pub(crate) fn cursor(&self) -> usize {
        self.cursor
    }

    /// The results on the screen, with their indices.
    pub(crate) fn visible(&self) -> impl Iterator<Item = (usize, &ResultRow)> {
        self.rows.iter().enumerate().skip(self.top).take(self.height)
    }

    /// Number of results that fit on the screen.
    pub(crate) fn height(&self) -> usize {
        self.height
    }

    /// Gives the list so many rows of the screen.
    pub(crate) fn resize(&mut self, screen_rows: usize) {
        self.height = (screen_rows / ROWS_PER_RESULT).max(1);
        self.follow();
    }

    /// Adds results. The cursor stays on its article, or at the top if it was not moved.
    pub(crate) fn add(&mut self, hits: Vec<Hit>, converters: &Converters, script: (Script, Wording)) {
        self.remove_outdated();
        self.predicate = predicate(&self.subject);
        let current = if self.cursor == 0 { None } else { self.current().map(|shown| shown.hit.row.id) };
        for hit in hits {
            let shown = self.shown(hit, converters, script);
            let at = self.rows.partition_point(|other| other.hit.order() < shown.hit.order());
            self.rows.insert(at, shown);
        }
        let moved = current.and_then(|id| self.rows.iter().position(|shown| shown.hit.row.id == id));
        if let Some(moved) = moved {
            self.top = (self.top + moved).saturating_sub(self.cursor);
            self.cursor = moved;
        }
        self.follow();
    }

    /// Ends the search.
    pub(crate) fn finish(&mut self, is_limited: bool) {
        self.remove_outdated();
        self.state = if is_limited { SearchState::Limited } else { SearchState::Complete };
    }

    /// Converts every result anew.
    pub(crate) fn convert(&mut self, converters: &Converters, script: (Script, Wording)) {
        if !self.is_outdated {
            self.predicate = predicate(&self.subject);
        }
        let hits: Vec<Hit> = self.rows.drain(..).map(|shown| shown.hit).collect();
        self.rows = hits.into_iter().map(|hit| self.shown(hit, converters, script)).collect();
    }

    /// Moves the cursor; it stops at both ends. Returns true if it moved.
    pub(crate) fn advance(&mut self, by: i64) -> bool {
        let before = self.cursor;
        self.go_to(usize::try_from(before as i64 + by).unwrap_or(0));
        self.cursor != before
    }

    /// Puts the cursor on a result, or on the last one.
    pub(crate) fn go_to(&mut self, index: usize) {
        self.cursor = index;
        self.follow();
    }

    /// The article under the cursor, and the match at which it is to be opened.
    pub(crate) fn target(&self) -> Option<(ArticleId, Option<Target>)> {
        let hit = &self.current()?.hit;
        let target = |found: &Match| {
            let (mut words, others) = self.predicate.written_words();
            // A word that was found by its sound is highlighted as it was found.
            let whole = |query: Query| query.find_at(&hit.word, 0) == Some(0..hit.word.len());
            let texts: Vec<&str> = words.iter().map(String::as_str).collect();
            if !Query::any(&texts, &others).is_ok_and(whole) {
                words.insert(0, hit.word.clone());
            }
            Target { words, others, place: found.place(), is_last: false }
        };
        Some((hit.row.id, hit.found.as_ref().map(target)))
    }

    /// Highlights of the text around a match, the match at `known` among them.
    pub(crate) fn highlights(&self, text: &str, known: TextMatch) -> Vec<TextMatch> {
        let apart = |found: &TextMatch| found.range.end <= known.range.start || found.range.start >= known.range.end;
        let mut highlights: Vec<TextMatch> =
            self.predicate.highlights_in_text(text).into_iter().filter(apart).collect();
        highlights.push(known);
        highlights
    }

    /// Shows the flag of an article.
    pub(crate) fn set_flag(&mut self, id: ArticleId, flag: Flag) {
        for shown in self.rows.iter_mut().filter(|shown| shown.hit.row.id == id) {
            flag.apply(&mut shown.hit.row);
        }
    }

    fn shown(&self, hit: Hit, converters: &Converters, (script, wording): (Script, Wording)) -> ResultRow {
        let script = hit.row.script.unwrap_or(script);
        let language = hit.row.lang.as_deref().and_then(Language::from_tag);
        let convert = |text: &str| convert_line(converters, text, language, script, wording);
        let title = if hit.row.title.trim().is_empty() { Safe::line("(no title)") } else { convert(&hit.row.title) };
        let title_highlights = self.predicate.highlights_in_title(&title);
        let source_title = hit.row.source.as_deref().unwrap_or(&hit.row.source_title);
        let source = convert(source_title);
        let (excerpt, matched) = convert_excerpt(converters, &hit.excerpt, hit.lit.clone(), language, script, wording);
        let texts = [hit.row.title.as_str(), source_title, &hit.excerpt];
        let tables = Tables::needed(&texts, hit.row.lang.as_deref(), script);
        ResultRow { hit, title, title_highlights, source, excerpt, matched, tables }
    }

    fn follow(&mut self) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        self.top = self.top.min(self.rows.len().saturating_sub(self.height));
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + self.height {
            self.top = self.cursor + 1 - self.height;
        }
    }
}
