//! The shelf: the list of articles. It holds only the rows around the cursor; the rest is read as it is needed.

use std::ops::Range;

use crate::{
    script::conversion::Config,
    search::matching::Found,
    store::{ArticleId, lists::Row},
    text::safe::Safe,
};

/// Rows asked for beyond each edge of the screen, in screens.
const MARGIN: usize = 4;

/// One row with its texts in the reader's script.
#[derive(Clone, Debug)]
pub struct ShelfRow {
    /// The row as the library has it.
    pub row: Row,
    /// The title as it is shown.
    pub title: Safe,
    /// What is lit in it, of what the list is narrowed to.
    pub lit: Vec<Found>,
    /// The source as it is shown.
    pub source: Safe,
    /// The tables that the two take.
    pub wants: Vec<Config>,
}

/// The list of articles.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    total: Option<usize>,
    start: usize,
    rows: Vec<ShelfRow>,
    cursor: usize,
    top: usize,
    height: usize,
    /// The position to go to when the next rows come.
    opening: Option<usize>,
    /// The position at the top of the screen when the rows of another list come.
    anew: Option<usize>,
}

impl Shelf {
    /// How many articles the list has; `None` until the library has answered.
    pub fn total(&self) -> Option<usize> {
        self.total
    }

    /// Whether it is to be another list than the one whose rows it has.
    pub fn is_to_come(&self) -> bool {
        self.total.is_none() || self.anew.is_some()
    }

    /// Position of the row under the cursor, from 0.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The row at a position, if it has been read.
    pub fn row(&self, position: usize) -> Option<&ShelfRow> {
        position.checked_sub(self.start).and_then(|index| self.rows.get(index))
    }

    /// The row under the cursor, if it has been read.
    pub fn current(&self) -> Option<&ShelfRow> {
        self.row(self.cursor)
    }

    /// Positions of the rows on the screen.
    pub fn visible(&self) -> Range<usize> {
        self.top..(self.top + self.height).min(self.total.unwrap_or(0))
    }

    /// Every row held.
    pub fn rows(&self) -> &[ShelfRow] {
        &self.rows
    }

    /// Every row held, to change what it shows.
    pub fn rows_mut(&mut self) -> &mut [ShelfRow] {
        &mut self.rows
    }

    /// Gives the list so many rows of the screen.
    pub fn resize(&mut self, height: usize) {
        self.height = height;
        self.follow();
    }

    /// Takes rows read from the library. The cursor stays on its article when the article is among them.
    pub fn fill(&mut self, total: usize, start: usize, rows: Vec<ShelfRow>) {
        let current = self.current().map(|shown| shown.row.id);
        let more = total.saturating_sub(self.total.unwrap_or(total));
        (self.total, self.start, self.rows) = (Some(total), start, rows);
        if let Some(position) = self.opening.take() {
            self.cursor = position;
            self.top = self.anew.take().unwrap_or(self.top);
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

    /// Goes to a position as soon as the list has been read anew.
    pub fn open_on(&mut self, position: usize) {
        self.opening = Some(position);
    }

    /// The position at the top of the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The list will be another one: it is to be read from this cursor and top. What is held stays on the screen until
    /// then.
    pub fn begin_anew(&mut self, (cursor, top): (usize, usize)) {
        self.opening = Some(cursor);
        self.anew = Some(top);
    }

    /// Moves the cursor by rows; it stops at both ends.
    pub fn advance(&mut self, by: i64) {
        let target = self.cursor as i64 + by;
        self.go_to(usize::try_from(target).unwrap_or(0));
    }

    /// Puts the cursor on a position, or on the last one.
    pub fn go_to(&mut self, position: usize) {
        self.cursor = position;
        self.follow();
    }

    /// Moves cursor and screen by whole screens of rows.
    pub fn page(&mut self, by: i64) {
        let step = by * self.height.max(1) as i64;
        self.top = usize::try_from(self.top as i64 + step).unwrap_or(0);
        self.advance(step);
    }

    /// The rows of the screen: how far a page goes.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The positions that should be read now, if the screen comes close to the edge of what is held.
    pub fn wanted(&self) -> Option<Range<usize>> {
        let page = self.height.max(1);
        let total = self.total.unwrap_or(usize::MAX);
        let ahead = (self.top + 2 * page).min(total);
        let behind = self.top.saturating_sub(page);
        let held = self.start..self.start + self.rows.len();
        let enough = self.total.is_some() && (behind >= held.start) && (ahead <= held.end);
        (!enough).then(|| self.top.saturating_sub(MARGIN * page)..self.top.saturating_add((MARGIN + 1) * page))
    }

    /// The positions that have been read.
    pub fn held(&self) -> Range<usize> {
        if let Some(top) = self.anew {
            return top.saturating_sub(self.height)..top + self.height.max(1) * (MARGIN + 1);
        }
        self.start..self.start + self.rows.len().max(self.height * (MARGIN + 1)).max(1)
    }

    /// The row of an article, if it has been read.
    pub fn find(&self, id: ArticleId) -> Option<&ShelfRow> {
        self.rows.iter().find(|shown| shown.row.id == id)
    }

    /// Shows an article as read or unread.
    pub fn set_read(&mut self, id: ArticleId, read: bool) {
        self.rows.iter_mut().filter(|shown| shown.row.id == id).for_each(|shown| shown.row.read = read);
    }

    /// Shows an article with or without a star.
    pub fn set_starred(&mut self, id: ArticleId, starred: bool) {
        self.rows.iter_mut().filter(|shown| shown.row.id == id).for_each(|shown| shown.row.starred = starred);
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
