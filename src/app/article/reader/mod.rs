//! The reader: one article, set in lines, with a place in it.

mod keywords;
mod search;

use std::sync::Arc;

use crate::{
    article::Article,
    script::{Language, Script, conversion::Converters, rendition::Rendition},
    store::{ArticleId, state::State},
    text::{Part, Place, safe::Safe, width},
    typeset::{Column, Line, LineAt, layout::Layout},
};

use crate::app::{
    article::{Explain, Making, rendering},
    search::{Find, Lit},
    settings::Settings,
};

/// Rows kept in sight when a screen is turned.
const OVERLAP: i64 = 2;

/// An article being read.
#[derive(Debug)]
pub struct Reader {
    id: ArticleId,
    pub(in crate::app) article: Arc<Article>,
    pub(in crate::app) settings: Settings,
    pub(in crate::app) converters: Arc<Converters>,
    pub(in crate::app) layout: Layout,
    pub(in crate::app) column: Column,
    title: Safe,
    /// Bytes of stored text before each part, in reading order.
    before: Vec<(Part, usize)>,
    length: usize,
    height: usize,
    pub(in crate::app) width: u16,
    /// The place the reader went to. It stays through every resize and change of script, also where the screen has to
    /// begin before it: in the middle of a line, or because the article ends above the last row.
    pub(in crate::app) anchor: Place,
    /// Its line in this layout, or the blank line before it.
    pub(in crate::app) anchor_line: LineAt,
    pub(in crate::app) visible: Vec<(LineAt, Line)>,
    find: Option<Find>,
    /// The search before that which is being typed; it comes back if that is given up.
    earlier: Option<Find>,
    /// The words it is about, as they are stored and as they are shown.
    pub(in crate::app) keywords: (Vec<String>, Safe),
    pub(in crate::app) making: Option<Making>,
    pub(in crate::app) explain: Option<Explain>,
    /// What one points at.
    pub(in crate::app) caret: Option<crate::app::article::Caret>,
}

impl Reader {
    /// Opens an article in a script, at the place where its reader left it.
    pub fn new(
        id: ArticleId,
        article: Arc<Article>,
        state: &State,
        settings: &Settings,
        converters: &Arc<Converters>,
        script: Script,
    ) -> Reader {
        let column = settings.column(0);
        let place = state.place.unwrap_or(Place::START);
        let rendition = rendering::opened(&article, script, settings, converters, place);
        let layout = Layout::new(&article, rendition, settings.setting(column.measure));
        let mut length = 0;
        let before = article
            .parts()
            .map(|part| {
                let start = length;
                length += article.text(part).len();
                (part, start)
            })
            .collect();
        let mut reader = Reader {
            id,
            article,
            settings: settings.clone(),
            converters: Arc::clone(converters),
            title: Safe::default(),
            anchor: place,
            anchor_line: layout.first(),
            column,
            layout,
            before,
            length,
            height: 0,
            width: 0,
            visible: Vec::new(),
            find: None,
            earlier: None,
            keywords: (Vec::new(), Safe::default()),
            caret: None,
            making: None,
            explain: None,
        };
        reader.find_anchor();
        reader
    }

    /// The article's number in the library.
    pub fn id(&self) -> ArticleId {
        self.id
    }

    /// The article as it is stored.
    pub fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// The title as it is shown.
    pub fn title(&self) -> &Safe {
        &self.title
    }

    /// The place to come back to: the first on the screen, unless the screen's size made it begin earlier.
    pub fn place(&self) -> Place {
        self.anchor
    }

    /// The text shown for each part.
    pub fn rendition(&self) -> &Rendition {
        self.layout.rendition()
    }

    /// The lines on the screen, from the top.
    pub fn visible(&self) -> impl Iterator<Item = &Line> {
        self.visible.iter().map(|(_, line)| line)
    }

    /// Where the text stands on the screen.
    pub fn column(&self) -> Column {
        self.column
    }

    /// The language of what stands at the top of the screen.
    pub fn language(&self) -> Option<Language> {
        self.visible.first().and_then(|(_, line)| self.layout.language(line.part))
    }

    /// How far one has read: the part of the stored text that ends with the last visible line, in percent.
    pub fn percent(&self) -> u32 {
        let Some((at, _)) = self.visible.last() else { return 100 };
        match self.layout.next(*at) {
            None => 100,
            Some(_) if self.length == 0 => 100,
            Some(next) => {
                let place = self.layout.place_of(next);
                let index = self.before.partition_point(|(part, _)| *part < place.part);
                let bytes = self.before.get(index).map_or(self.length, |(_, before)| before + place.offset);
                (bytes as u64 * 100 / self.length as u64).min(99) as u32
            }
        }
    }

    /// Gives the text so many cells and rows of the screen. The first visible character stays on the first line.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.height = usize::from(height);
        if width != self.width {
            self.width = width;
            self.place_column();
            self.find_anchor();
        }
        self.settle();
    }

    /// Moves by lines.
    pub fn scroll(&mut self, by: i64) {
        self.go_to(self.layout.advance(self.top(), by as isize));
    }

    /// Moves by screens, less a little that stays in sight.
    pub fn pages(&mut self, by: i64) {
        self.scroll(by * (self.rows() as i64 - OVERLAP).max(1));
    }

    /// Moves by half screens.
    pub fn half_pages(&mut self, by: i64) {
        self.scroll(by * (self.rows() as i64 / 2).max(1));
    }

    /// To the first line.
    pub fn to_top(&mut self) {
        self.go_to(self.layout.first());
    }

    /// To the last screen.
    pub fn to_bottom(&mut self) {
        self.go_to(self.layout.last());
    }

    /// Puts a line at the top of the screen. The last line of the article stays at the bottom of the screen, as long
    /// as there is enough above it.
    fn go_to(&mut self, line: LineAt) {
        self.anchor_line = line.min(self.highest());
        self.anchor = self.layout.place_of(self.anchor_line);
        self.settle();
    }

    /// The line at the top of the screen.
    fn top(&self) -> LineAt {
        self.anchor_line.min(self.highest())
    }

    /// Goes back to the anchor in another layout, or from elsewhere.
    pub(in crate::app) fn find_anchor(&mut self) {
        self.anchor_line = self.layout.line_of(self.anchor);
        self.settle();
    }

    /// The last line that may be at the top of the screen.
    fn highest(&self) -> LineAt {
        self.layout.advance(self.layout.last(), 1 - self.rows().max(1) as isize)
    }

    /// Brings the visible lines up to date.
    fn settle(&mut self) {
        self.see();
        self.make_visible();
    }

    pub(in crate::app) fn see(&mut self) {
        self.visible = self.layout.lines_from(self.top(), self.height);
        if self.compares_below() {
            let mut rows = 0;
            let fit = self.visible.iter().take_while(|(_, line)| {
                rows += self.rows_of(line);
                rows <= self.height
            });
            let fit = fit.count().max(1);
            self.visible.truncate(fit);
        }
        self.title =
            self.layout.rendition().shown(Part::Title).map_or_else(Safe::default, |shown| Safe::line(&shown.text));
    }

    /// Lines of the article that the screen holds at the least.
    fn rows(&self) -> usize {
        if self.compares_below() { (self.height / 2).max(1) } else { self.height }
    }

    /// Brings a place onto the screen; if it was not, a third of the screen stays above it.
    pub(in crate::app) fn reveal(&mut self, place: Place) {
        let line = self.layout.line_of(place);
        let shown = self.visible.first().is_some_and(|(first, _)| *first <= line)
            && self.visible.last().is_some_and(|(last, _)| line <= *last);
        if !shown {
            self.go_to(self.layout.advance(line, -(self.rows() as isize / 3)));
        }
    }

    /// Brings a place onto the screen with as little movement as that takes.
    pub(in crate::app) fn keep_in_sight(&mut self, place: Place) {
        let line = self.layout.line_of(place);
        if self.visible.first().is_some_and(|(first, _)| line < *first) {
            self.go_to(line);
        } else if self.visible.last().is_some_and(|(last, _)| line > *last) {
            self.go_to(self.layout.advance(line, 1 - self.rows().max(1) as isize));
        }
    }

    /// Whether a line is on the screen.
    pub(in crate::app) fn is_visible(&self, line: LineAt) -> bool {
        self.visible.iter().any(|(at, _)| *at == line)
    }

    /// The line on a row of the screen. A line with its original below it has two rows.
    fn line_at_row(&self, row: u16) -> Option<&Line> {
        let mut below = 0;
        self.visible().find(|line| {
            below += self.rows_of(line);
            usize::from(row) < below
        })
    }

    /// The place of what stands on a cell of the screen, or of what follows it on its row.
    pub(in crate::app) fn place_at_cell(&self, column: u16, row: u16) -> Option<Place> {
        let line = self.line_at_row(row)?;
        let shown = self.layout.rendition().shown(line.part)?;
        let ambiguous = self.settings.ambiguous();
        let pieces = line.text_pieces(&shown.text, line.ink.clone(), ambiguous);
        let column = column.saturating_sub(self.column.left);
        let (x, piece) = pieces.iter().rev().find(|(x, _)| *x <= column).or(pieces.first())?;
        let (before, _) =
            width::prefix(shown.text.slice(piece.clone()), usize::from(column.saturating_sub(*x)), ambiguous);
        Some(Place { part: line.part, offset: shown.map.source(piece.start + before.len()) })
    }

    /// The lines, all of them.
    pub(in crate::app) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Does a slice of what takes longer than a frame: of a long part, of the count of changes, of a search.
    pub fn work(&mut self) {
        if self.is_making() {
            self.make_slice();
        } else {
            self.count_slice();
        }
        let Some(find) = self.find.as_mut().filter(|find| find.has_work()) else { return };
        let had = find.current().is_some();
        find.work();
        if !had {
            self.show_current();
        }
    }

    /// Whether [`Reader::work`] has something to do.
    pub fn has_work(&self) -> bool {
        self.is_making() || self.is_counting() || self.find.as_ref().is_some_and(Find::has_work)
    }

    /// Which match one is at, of how many: `3/17`.
    pub fn found(&self) -> Option<String> {
        self.find.as_ref().and_then(Find::count)
    }

    /// The parts of a line that are lit.
    pub fn lit(&self, line: &Line) -> Vec<Lit> {
        match (&self.find, self.layout.rendition().shown(line.part)) {
            (Some(find), Some(shown)) => find.lit(line, &shown.map),
            _ => Vec::new(),
        }
    }
}
