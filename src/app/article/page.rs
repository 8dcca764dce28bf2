//! An article on the screen: its column, the lines that are visible, and the place that stays through every resize and
//! change of script.

use std::sync::Arc;

use crate::{
    app::settings::Settings,
    article::Article,
    script::{
        Language, Script,
        conversion::{Config, Converters},
        rendition::Rendition,
    },
    text::{Part, Place, safe::Safe, width},
    typeset::{Line, LineAt, TextColumn, layout::Layout},
};

use super::composition::Composition;

/// Lines that stay in sight when a page is turned.
const OVERLAP_LINES: i64 = 2;

/// Columns from which on the original has room beside the text.
const MIN_COLUMNS_BESIDE: u16 = 120;

/// Derived state of the article screen that another rendition has made wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stale {
    /// The count of what the conversion changed.
    pub(super) counts: bool,
    /// Matches in shown words.
    pub(super) matches: bool,
}

/// The page of an article.
#[derive(Debug)]
pub(crate) struct Page {
    composition: Composition,
    settings: Settings,
    /// Bytes of stored text before each part, in reading order, and in all.
    before: Vec<(Part, usize)>,
    length: usize,
    column: TextColumn,
    width: u16,
    height: usize,
    /// The place the reader went to. The screen may have to begin before it: in the middle of a line, or because the
    /// article ends above the last row.
    anchor: Place,
    /// Its line in this layout, or the blank line before it.
    anchor_line: LineAt,
    visible: Vec<(LineAt, Line)>,
    /// True if the original is shown, beside the lines or below them.
    compares: bool,
    stale: Stale,
}

impl Page {
    /// Opens an article in a script at a place, on a screen without cells.
    pub(super) fn new(
        article: Arc<Article>,
        place: Place,
        settings: &Settings,
        converters: &Arc<Converters>,
        script: Script,
    ) -> Page {
        let mut length = 0;
        let before = article.parts().map(|part| (part, length_before(&article, part, &mut length))).collect();
        let column = settings.column(0);
        let composition = Composition::new(article, script, settings, column.measure, converters, place);
        let mut page = Page {
            settings: settings.clone(),
            before,
            length,
            column,
            width: 0,
            height: 0,
            anchor: place,
            anchor_line: composition.layout().first(),
            visible: Vec::new(),
            compares: false,
            stale: Stale::default(),
            composition,
        };
        page.return_to_anchor();
        page
    }

    /// The article as it is stored.
    pub(crate) fn article(&self) -> &Arc<Article> {
        self.composition.article()
    }

    /// The title as it is shown.
    pub(crate) fn title(&self) -> Safe {
        self.rendition().shown(Part::Title).map_or_else(Safe::default, |shown| Safe::line(&shown.text))
    }

    /// The place to come back to: the first on the screen, unless the screen's size made it begin earlier.
    pub(crate) fn place(&self) -> Place {
        self.anchor
    }

    /// The text shown for each part.
    pub(crate) fn rendition(&self) -> &Rendition {
        self.composition.rendition()
    }

    /// The lines of the article, visible or not.
    pub(super) fn layout(&self) -> &Layout {
        self.composition.layout()
    }

    /// The lines on the screen, from the top.
    pub(crate) fn visible(&self) -> impl Iterator<Item = &Line> {
        self.visible.iter().map(|(_, line)| line)
    }

    /// The column of the text on the screen.
    pub(crate) fn column(&self) -> TextColumn {
        self.column
    }

    /// The language of the line at the top of the screen.
    pub(crate) fn language(&self) -> Option<Language> {
        self.visible.first().and_then(|(_, line)| self.layout().language(line.part))
    }

    /// The language of a part's stored text.
    pub(super) fn language_of(&self, part: Part) -> Language {
        self.rendition().language(part).unwrap_or_default()
    }

    /// The conversion tables that the text waits for, those of the body first.
    pub(crate) fn missing_tables(&self) -> Vec<Config> {
        self.composition.missing_tables()
    }

    /// The share of the stored text that ends with the last visible line, in percent.
    pub(crate) fn percent(&self) -> u32 {
        let Some((at, _)) = self.visible.last() else { return 100 };
        match self.layout().next(*at) {
            None => 100,
            Some(_) if self.length == 0 => 100,
            Some(next) => {
                let place = self.layout().place_of(next);
                let index = self.before.partition_point(|(part, _)| *part < place.part);
                let bytes = self.before.get(index).map_or(self.length, |(_, before)| before + place.offset);
                (bytes as u64 * 100 / self.length as u64).min(99) as u32
            }
        }
    }

    /// Gives the text cells and rows of the screen. The first visible character stays on the first line.
    pub(super) fn resize(&mut self, width: u16, height: u16) {
        self.height = usize::from(height);
        if width != self.width {
            self.width = width;
            self.place_column();
            self.anchor_line = self.layout().line_of(self.anchor);
        }
        self.update_visible();
    }

    /// Shows the article in a script. The first visible character stays on the first line.
    pub(super) fn set_script(&mut self, script: Script) {
        self.composition.set_script(script, self.anchor);
        self.rendition_changed();
    }

    /// Takes other settings. The first visible character stays on the first line.
    pub(super) fn use_settings(&mut self, settings: &Settings) {
        self.settings = settings.clone();
        self.place_column();
        if self.composition.use_settings(settings, self.anchor) {
            self.rendition_changed();
        } else {
            self.return_to_anchor();
        }
    }

    /// Shows the original beside the lines or below them, or takes it away.
    pub(super) fn compare(&mut self, compares: bool) {
        self.compares = compares;
        self.place_column();
        self.return_to_anchor();
    }

    /// True if the original of the text is shown too.
    pub(super) fn compares(&self) -> bool {
        self.compares
    }

    /// True while a long part is not converted to its end.
    pub(super) fn is_unfinished(&self) -> bool {
        self.composition.is_unfinished()
    }

    /// Converts another slice of a long part.
    pub(super) fn convert_slice(&mut self) {
        if self.composition.convert_slice() {
            self.rendition_changed();
        }
    }

    /// Takes the marks of what another rendition has made wrong.
    pub(super) fn take_stale(&mut self) -> Stale {
        std::mem::take(&mut self.stale)
    }

    fn rendition_changed(&mut self) {
        self.stale = Stale { counts: true, matches: true };
        self.return_to_anchor();
    }

    fn place_column(&mut self) {
        self.column = self.settings.column(self.original_column().unwrap_or(self.width));
        self.composition.set_measure(&self.settings, self.column.measure);
    }

    /// The first column of the half of the screen that shows the original, where that stands beside the text.
    pub(crate) fn original_column(&self) -> Option<u16> {
        (self.compares && self.width >= MIN_COLUMNS_BESIDE).then_some(self.width / 2)
    }

    /// True if the original of each line stands below it.
    pub(crate) fn compares_below(&self) -> bool {
        self.compares && self.width < MIN_COLUMNS_BESIDE
    }

    /// Rows of the screen that a line takes: two with its original below it.
    pub(crate) fn rows_of(&self, line: &Line) -> usize {
        if self.compares_below() && self.original_of(line).is_some() { 2 } else { 1 }
    }

    /// The stored text of a line that is shown otherwise. A word that goes on from the line before belongs to that line.
    pub(crate) fn original_of(&self, line: &Line) -> Option<Safe> {
        // The cells of a table go on beside each other, so that its lines have no text that runs on.
        if !line.role.holds_text() || line.role.is_placed() {
            return None;
        }
        let shown = self.rendition().shown(line.part)?;
        let stored = self.article().text(line.part);
        let ink = line.ink.clone();
        let mut range = shown.map.source_range(ink.clone());
        if shown.map.shown(range.start) < ink.start {
            range.start = shown.map.source_range(ink.start..ink.start + 1).end.min(range.end);
        }
        let original = Safe::line(&stored[range]);
        (*original != *shown.text.slice(line.ink.clone())).then_some(original)
    }

    /// Moves by lines.
    pub(super) fn scroll(&mut self, by: i64) {
        self.go_to(self.layout().advance(self.top(), by as isize));
    }

    /// Moves by screens, less a little that stays in sight.
    pub(super) fn scroll_pages(&mut self, by: i64) {
        self.scroll(by * (self.rows() as i64 - OVERLAP_LINES).max(1));
    }

    /// Moves by half screens.
    pub(super) fn scroll_half_pages(&mut self, by: i64) {
        self.scroll(by * (self.rows() as i64 / 2).max(1));
    }

    /// Goes to the first line.
    pub(super) fn go_to_top(&mut self) {
        self.go_to(self.layout().first());
    }

    /// Goes to the last screen.
    pub(super) fn go_to_bottom(&mut self) {
        self.go_to(self.layout().last());
    }

    /// Goes to a place, which then stands on the first line.
    pub(super) fn go_to_place(&mut self, place: Place) {
        self.anchor = place;
        self.return_to_anchor();
    }

    /// Puts a line at the top of the screen. The last line of the article stays at the bottom of the screen, as long
    /// as there is enough above it.
    fn go_to(&mut self, line: LineAt) {
        self.anchor_line = line.min(self.last_top());
        self.anchor = self.layout().place_of(self.anchor_line);
        self.update_visible();
    }

    /// The line at the top of the screen.
    fn top(&self) -> LineAt {
        self.anchor_line.min(self.last_top())
    }

    /// The last line that may be at the top of the screen.
    fn last_top(&self) -> LineAt {
        self.layout().advance(self.layout().last(), 1 - self.rows().max(1) as isize)
    }

    /// Goes back to the anchor in another layout, or from elsewhere.
    fn return_to_anchor(&mut self) {
        self.anchor_line = self.layout().line_of(self.anchor);
        self.update_visible();
    }

    /// Brings the visible lines up to date, and converts them first where a long part is not converted there.
    fn update_visible(&mut self) {
        self.collect_visible();
        let ends = [self.visible.first(), self.visible.last()];
        let places = ends.into_iter().flatten().map(|(at, _)| self.composition.layout().place_of(*at));
        let places: Vec<Place> = places.collect();
        if self.composition.ensure_converted(places) {
            self.stale.counts = true;
            self.anchor_line = self.layout().line_of(self.anchor);
            self.collect_visible();
        }
    }

    fn collect_visible(&mut self) {
        self.visible = self.layout().lines_from(self.top(), self.height);
        if self.compares_below() {
            let mut rows = 0;
            let fit = self.visible.iter().take_while(|(_, line)| {
                rows += self.rows_of(line);
                rows <= self.height
            });
            let fit = fit.count().max(1);
            self.visible.truncate(fit);
        }
    }

    /// Lines of the article that the screen holds at the least.
    fn rows(&self) -> usize {
        if self.compares_below() { (self.height / 2).max(1) } else { self.height }
    }

    /// Brings a place onto the screen; if it was not there, a third of the screen stays above it.
    pub(super) fn reveal(&mut self, place: Place) {
        let line = self.layout().line_of(place);
        let is_visible = self.visible.first().is_some_and(|(first, _)| *first <= line)
            && self.visible.last().is_some_and(|(last, _)| line <= *last);
        if !is_visible {
            self.go_to(self.layout().advance(line, -(self.rows() as isize / 3)));
        }
    }

    /// Brings a place onto the screen with as little movement as that takes.
    pub(super) fn keep_in_sight(&mut self, place: Place) {
        let line = self.layout().line_of(place);
        if self.visible.first().is_some_and(|(first, _)| line < *first) {
            self.go_to(line);
        } else if self.visible.last().is_some_and(|(last, _)| line > *last) {
            self.go_to(self.layout().advance(line, 1 - self.rows().max(1) as isize));
        }
    }

    /// True if the line of a place is on the screen.
    pub(super) fn is_visible(&self, place: Place) -> bool {
        let line = self.layout().line_of(place);
        self.visible.iter().any(|(at, _)| *at == line)
    }

    /// The place at a cell of the screen, or of the text that follows it on its row.
    pub(crate) fn place_at_cell(&self, column: u16, row: u16) -> Option<Place> {
        let mut below = 0;
        let line = self.visible().find(|line| {
            below += self.rows_of(line);
            usize::from(row) < below
        })?;
        let shown = self.rendition().shown(line.part)?;
        let ambiguous = self.settings.ambiguous();
        let pieces = line.text_pieces(&shown.text, line.ink.clone(), ambiguous);
        let column = column.saturating_sub(self.column.left);
        let (x, piece) = pieces.iter().rev().find(|(x, _)| *x <= column).or(pieces.first())?;
        let (before, _) =
            width::prefix(shown.text.slice(piece.clone()), usize::from(column.saturating_sub(*x)), ambiguous);
        Some(Place { part: line.part, offset: shown.map.source(piece.start + before.len()) })
    }
}

/// The bytes of stored text before a part, which are `length`; adds those of the part.
fn length_before(article: &Article, part: Part, length: &mut usize) -> usize {
    let before = *length;
    *length += article.text(part).len();
    before
}
