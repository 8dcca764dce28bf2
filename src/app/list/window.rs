//! The window on the list: the rows around the cursor. The rest is read as it is needed.

use std::ops::Range;

use crate::{
    app::shared::access::Flag,
    script::conversion::Config,
    search::matching::TextMatch,
    store::{ArticleId, lists::Row},
    text::safe::Safe,
};

/// Screens of rows that are read beyond each edge of the screen.
const MARGIN_SCREENS: usize = 4;

/// One row with its texts in the reader's script.
#[derive(Clone, Debug)]
pub(crate) struct ListRow {
    /// The row of the library.
    pub(crate) row: Row,
    /// The title as it is shown.
    pub(crate) title: Safe,
    /// Highlights of the title: what the filter matches.
    pub(crate) highlights: Vec<TextMatch>,
    /// The source as it is shown.
    pub(crate) source: Safe,
    /// The conversion tables that the two take.
    pub(crate) tables: Vec<Config>,
}

/// The rows that are held, and the positions of cursor and screen in the list.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowWindow {
    total: Option<usize>,
    start: usize,
    rows: Vec<ListRow>,
    cursor: usize,
    top: usize,
    height: usize,
    /// The position of the cursor when the next rows come.
    next_cursor: Option<usize>,
    /// The top of the screen when the rows of another list come.
    next_top: Option<usize>,
}

impl RowWindow {
    /// Number of articles of the list; `None` until the library has answered.
    pub(crate) fn total(&self) -> Option<usize> {
        self.total
    }

    /// True if the rows of another list than the held one are awaited.
    pub(crate) fn is_outdated(&self) -> bool {
        self.total.is_none() || self.next_top.is_some()
    }

    /// Position of the row under the cursor, from 0.
    pub(crate) fn cursor(&self) -> usize {
        self.cursor
    }

    /// The row at a position, if it has been read.
    pub(crate) fn row(&self, position: usize) -> Option<&ListRow> {
        position.checked_sub(self.start).and_then(|index| self.rows.get(index))
    }

    /// The row under the cursor, if it has been read.
    pub(crate) fn current(&self) -> Option<&ListRow> {
        self.row(self.cursor)
    }

    /// Positions of the rows on the screen.
    pub(crate) fn visible(&self) -> Range<usize> {
        self.top..(self.top + self.height).min(self.total.unwrap_or(0))
    }

    /// Every row held.
    pub(crate) fn rows(&self) -> &[ListRow] {
        &self.rows
    }

    /// Every row held, to change what it shows.
    pub(crate) fn rows_mut(&mut self) -> &mut [ListRow] {
        &mut self.rows
    }

    /// Gives the list rows of the screen.
    pub(crate) fn resize(&mut self, height: usize) {
        self.height = height;
        self.follow();
    }

    /// Takes rows of the library. The cursor stays on its article when the article is among them.
    pub(crate) fn fill(&mut self, total: usize, start: usize, rows: Vec<ListRow>) {
        let current = self.current().map(|shown| shown.row.id);
        let more = total.saturating_sub(self.total.unwrap_or(total));
        (self.total, self.start, self.rows) = (Some(total), start, rows);
        if let Some(position) = self.next_cursor.take() {
            self.cursor = position;
            self.top = self.next_top.take().unwrap_or(self.top);
        } else if let Some(index) = current.and_then(|id| self.rows.iter().position(|shown| shown.row.id == id)) {
            let moved = self.start + index;
            self.top = (self.top + moved).saturating_sub(self.cursor);
            self.cursor = moved;
        } else if current.is_some() && more > 0 {
            // So much has come in that its article is beyond what was read; new articles stand before it.
            self.cursor += more;
            self.top += more;
        }
        self.follow();
    }

    /// Puts the cursor on a position as soon as the list has been read anew.
    pub(crate) fn open_at(&mut self, position: usize) {
        self.next_cursor = Some(position);
    }

    /// The position at the top of the screen.
    pub(crate) fn top(&self) -> usize {
        self.top
    }

    /// Awaits the rows of another list, to be read from this cursor and top. What is held stays on the screen until then.
    pub(crate) fn replace(&mut self, (cursor, top): (usize, usize)) {
        self.next_cursor = Some(cursor);
        self.next_top = Some(top);
    }

    /// Moves the cursor by rows; it stops at both ends.
    pub(crate) fn advance(&mut self, by: i64) {
        let target = self.cursor as i64 + by;
        self.go_to(usize::try_from(target).unwrap_or(0));
    }

    /// Puts the cursor on a position, or on the last one.
    pub(crate) fn go_to(&mut self, position: usize) {
        self.cursor = position;
        self.follow();
    }

    /// Moves cursor and screen by whole screens of rows.
    pub(crate) fn page(&mut self, by: i64) {
        let step = by * self.height.max(1) as i64;
        self.top = usize::try_from(self.top as i64 + step).unwrap_or(0);
        self.advance(step);
    }

    /// Rows of the screen: the distance of a page.
    pub(crate) fn height(&self) -> usize {
        self.height
    }

    /// The positions to be read now, if the screen comes close to the edge of what is held.
    pub(crate) fn lacking(&self) -> Option<Range<usize>> {
        let page = self.height.max(1);
        let total = self.total.unwrap_or(usize::MAX);
        let end = (self.top + 2 * page).min(total);
        let behind = self.top.saturating_sub(page);
        let held = self.start..self.start + self.rows.len();
        let enough = self.total.is_some() && (behind >= held.start) && (end <= held.end);
        (!enough).then(|| {
            self.top.saturating_sub(MARGIN_SCREENS * page)..self.top.saturating_add((MARGIN_SCREENS + 1) * page)
        })
    }

    /// The positions that have been read.
    pub(crate) fn held(&self) -> Range<usize> {
        if let Some(top) = self.next_top {
            return top.saturating_sub(self.height)..top + self.height.max(1) * (MARGIN_SCREENS + 1);
        }
        self.start..self.start + self.rows.len().max(self.height * (MARGIN_SCREENS + 1)).max(1)
    }

    /// The row of an article, if it has been read.
    pub(crate) fn find(&self, id: ArticleId) -> Option<&ListRow> {
        self.rows.iter().find(|shown| shown.row.id == id)
    }

    /// Shows the flag of an article.
    pub(crate) fn set_flag(&mut self, id: ArticleId, flag: Flag) {
        for shown in self.rows.iter_mut().filter(|shown| shown.row.id == id) {
            flag.apply(&mut shown.row);
        }
    }

    /// Keeps the cursor inside the list and on the screen.
    fn follow(&mut self) {
        let total = self.total.unwrap_or(0);
        self.cursor = self.cursor.min(total.saturating_sub(1));
        let height = self.height.max(1);
        self.top = self.top.min(total.saturating_sub(height));
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + height {
            self.top = self.cursor + 1 - height;
        }
    }
}
