//! The list of articles as a screen: its rows, its filter, and the actions on it.

use crate::{
    app::{
        commands::Action,
        effect::Effect,
        input::typing,
        overlays::{Menu, MenuChoice, MenuItem, PromptKind},
        shared::Shared,
        shared::access::Flag,
        shared::requests::RequestKind,
        shared::tables::Tables,
        tasks,
    },
    script::Script,
    search::query::Term,
    store::{ArticleId, SourceId, lists::Row},
    text::safe::Safe,
};

use super::{
    filter::ListFilter,
    window::{ListRow, RowWindow},
};

/// The screen of the list.
#[derive(Debug, Default)]
pub(crate) struct ArticleList {
    window: RowWindow,
    filter: ListFilter,
    /// Cursor and top before a filter began to be typed.
    before_typing: Option<(usize, usize)>,
}

impl ArticleList {
    /// The rows around the cursor.
    pub(crate) fn window(&self) -> &RowWindow {
        &self.window
    }

    /// The filter.
    pub(crate) fn filter(&self) -> &ListFilter {
        &self.filter
    }

    /// True if a screen of this height has no room for the chips above the rows.
    pub(crate) fn fills_screen(&self, screen_height: u16) -> bool {
        self.window.height() + 1 >= usize::from(screen_height)
    }

    /// The article under the cursor.
    pub(crate) fn current(&self) -> Option<ArticleId> {
        self.window.current().map(|shown| shown.row.id)
    }

    /// True while the rows of another list are awaited.
    pub(in crate::app) fn awaits_rows(&self, shared: &Shared) -> bool {
        self.window.is_outdated() && shared.requests.is_pending(RequestKind::Rows)
    }

    /// Takes an action.
    pub(in crate::app) fn update(&mut self, action: Action, shared: &mut Shared) {
        match action {
            Action::Lines(by) => self.window.advance(i64::from(by)),
            Action::HalfPages(by) => self.window.advance(i64::from(by) * (self.window.height() as i64 / 2).max(1)),
            Action::Pages(by) => self.window.page(i64::from(by)),
            Action::Top => self.window.go_to(0),
            Action::Bottom => self.window.go_to(usize::MAX),
            Action::Open => self.open_current(shared),
            Action::Filter => typing::open(PromptKind::Filter, shared),
            Action::RemoveChip => self.remove_last_chip(shared),
            Action::ChooseChip => self.choose_chip(shared),
            Action::MarkAllRead => tasks::mark_all_read(self.filter.query(), shared),
            _ => {}
        }
    }

    /// Puts the cursor on the row that is shown on a row of the screen; opens it if it is there already.
    pub(in crate::app) fn click(&mut self, row: u16, shared: &mut Shared) {
        let first = usize::from(shared.rows()).saturating_sub(self.window.height());
        let visible = self.window.visible();
        let position = usize::from(row).checked_sub(first).map(|line| visible.start + line);
        match position.filter(|position| visible.contains(position)) {
            Some(position) if position == self.window.cursor() => self.open_current(shared),
            Some(position) => self.window.go_to(position),
            None => {}
        }
    }

    /// Opens the article so many rows further down.
    pub(in crate::app) fn open_neighbour(&mut self, by: i64, shared: &mut Shared) {
        let before = self.window.cursor();
        self.window.advance(by);
        if self.window.cursor() != before {
            return self.open_current(shared);
        }
        let edge = if by > 0 { "last" } else { "first" };
        shared.messages.info(format!("This is the {edge} article of the list."));
    }

    fn open_current(&mut self, shared: &mut Shared) {
        if let Some(id) = self.current() {
            shared.requests.begin(RequestKind::Article, |ticket| Effect::Open { ticket, id });
        }
    }

    /// Opens the list on a position, unless the cursor has been moved.
    pub(in crate::app) fn open_at(&mut self, position: usize) {
        if self.window.cursor() == 0 {
            self.window.open_at(position);
        }
    }

    /// Takes the line of the filter that is being typed.
    pub(in crate::app) fn filter_typed(&mut self, text: &str, shared: &mut Shared) {
        if self.before_typing.is_none() {
            self.before_typing = Some((self.window.cursor(), self.window.top()));
        }
        let typed = self.filter.set_typed(text);
        shared.messages.clear();
        shared.messages.set_problem(typed.err().map(|error| error.to_string()));
        self.apply_filter(None, shared);
    }

    /// Makes chips of the line.
    ///
    /// # Errors
    /// A message, when it is no filter; the list is then as it was.
    pub(in crate::app) fn accept_filter(&mut self, text: &str, shared: &mut Shared) -> Result<(), String> {
        match self.filter.accept(text) {
            Ok(()) => {
                self.before_typing = None;
                self.apply_filter(None, shared);
                Ok(())
            }
            Err(error) => {
                self.cancel_filter(shared);
                Err(error.to_string())
            }
        }
    }

    /// Gives the line up: the list is as it was before.
    pub(in crate::app) fn cancel_filter(&mut self, shared: &mut Shared) {
        shared.messages.clear();
        self.filter.cancel();
        let before = self.before_typing.take();
        self.apply_filter(before, shared);
    }

    /// Lists the articles of one source, or of all.
    pub(in crate::app) fn filter_by_source(&mut self, source: Option<(SourceId, &str)>, shared: &mut Shared) {
        self.filter.set_source(source);
        self.apply_filter(None, shared);
    }

    /// Removes a chip.
    pub(in crate::app) fn remove_chip(&mut self, index: usize, shared: &mut Shared) {
        self.filter.remove(index);
        self.apply_filter(None, shared);
    }

    fn remove_last_chip(&mut self, shared: &mut Shared) {
        match self.filter.chips().iter().count().checked_sub(1) {
            Some(last) => self.remove_chip(last, shared),
            None => shared.messages.info("The list has no filter. & filters it."),
        }
    }

    fn choose_chip(&mut self, shared: &mut Shared) {
        let chips = self.filter.chips().iter().enumerate();
        let item = |(index, term): (usize, &Term)| {
            MenuItem::new(term.text.clone(), "Enter removes it", MenuChoice::RemoveChip(index))
        };
        let items: Vec<MenuItem> = chips.map(item).collect();
        if items.is_empty() {
            shared.messages.info("The list has no filter. & filters it.");
        } else {
            shared.overlays.open(Menu::new("the filter of the list", items, 0, shared.size.1));
        }
    }

    /// Reads the list anew if its query has changed; it begins at its first row, or at a cursor and top.
    fn apply_filter(&mut self, place: Option<(usize, usize)>, shared: &mut Shared) {
        if self.filter.is_changed() {
            self.window.replace(place.unwrap_or((0, 0)));
            shared.outdated.rows = true;
        }
    }

    /// Requests the rows that the screen lacks; all, if what is held is outdated.
    pub(in crate::app) fn request_rows(&mut self, is_outdated: bool, shared: &mut Shared) {
        let lacking = self.window.lacking().or_else(|| is_outdated.then(|| self.window.held()));
        let Some(range) = lacking else { return };
        if shared.size.1 == 0 || (shared.requests.is_pending(RequestKind::Rows) && !is_outdated) {
            return;
        }
        let query = self.filter.begin_reading();
        let (start, count) = (range.start, range.len());
        shared.requests.begin(RequestKind::Rows, |ticket| Effect::Rows { ticket, query, start, count });
    }

    /// Takes rows of the library.
    pub(in crate::app) fn fill(&mut self, total: usize, start: usize, rows: Vec<Row>, shared: &Shared) {
        let rows = rows.into_iter().map(|row| self.shown(row, shared)).collect();
        self.window.fill(total, start, rows);
    }

    /// Gives the list a screen of this height.
    pub(in crate::app) fn resize(&mut self, screen_height: u16) {
        // The status line always has a row; the masthead only where there is room.
        let below = usize::from(screen_height.saturating_sub(1));
        self.window.resize(if below > 4 { below - 1 } else { below });
    }

    /// Converts every row anew.
    pub(in crate::app) fn convert(&mut self, shared: &Shared) {
        let rows: Vec<Row> = self.window.rows().iter().map(|shown| shown.row.clone()).collect();
        let shown: Vec<ListRow> = rows.into_iter().map(|row| self.shown(row, shared)).collect();
        self.window.rows_mut().clone_from_slice(&shown);
    }

    /// Shows the flag of an article.
    pub(in crate::app) fn set_flag(&mut self, id: ArticleId, flag: Flag) {
        self.window.set_flag(id, flag);
    }

    /// Gives rows a script of their own.
    pub(in crate::app) fn set_script(&mut self, script: Option<Script>, is_meant: impl Fn(&Row) -> bool) {
        for shown in self.window.rows_mut().iter_mut().filter(|shown| is_meant(&shown.row)) {
            shown.row.script = script;
        }
    }

    fn shown(&self, row: Row, shared: &Shared) -> ListRow {
        let line = |text: &str| shared.line(text, row.lang.as_deref(), row.script);
        let title = if row.title.trim().is_empty() { Safe::line("(no title)") } else { line(&row.title) };
        let source_title = row.source.as_deref().unwrap_or(&row.source_title);
        let source = line(source_title);
        let script = row.script.unwrap_or(shared.script);
        let tables = Tables::needed(&[&row.title, source_title], row.lang.as_deref(), script);
        let highlights = self.filter.highlights(&title);
        ListRow { row, title, highlights, source, tables }
    }
}
