//! The links of an article as a list that typing narrows: their words, and their addresses in full.
//!
//! A prompt lies over the list and has the keys of a line; what it does not take comes here.

use std::ops::Range;

use crate::{
    input::{Key, Press},
    search::matching::{Mode, Query},
    text::Part,
};

/// Limit of the words that narrow the list.
const MAX_WORDS: usize = 16;

/// A link of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkEntry {
    /// The part it stands in.
    pub(crate) part: Part,
    /// The bytes of its words in the part's stored text.
    pub(crate) range: Range<usize>,
    /// Its words as they are stored.
    pub(crate) words: String,
    /// Its address in printable ASCII.
    pub(crate) address: String,
}

/// The links of an article, those that match what was typed, and the one under the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkList {
    entries: Vec<LinkEntry>,
    /// Indexes of the entries that match.
    matching: Vec<usize>,
    /// Indexes into `matching`.
    cursor: usize,
    top: usize,
    /// Columns and rows of the screen.
    size: (u16, u16),
}

impl LinkList {
    /// Cells before an address.
    pub(crate) const INDENT: u16 = 4;

    /// A list of all entries on a screen of this size.
    pub(in crate::app) fn new(entries: Vec<LinkEntry>, size: (u16, u16)) -> LinkList {
        LinkList { matching: (0..entries.len()).collect(), entries, cursor: 0, top: 0, size }
    }

    /// Shows the entries that hold every word of a text, in their words or their address.
    pub(in crate::app) fn narrow(&mut self, text: &str) {
        // A word that is no query, such as a lone mark, narrows nothing.
        let query = |word| Query::typed(word, Mode::default(), &[]).ok();
        let queries: Vec<Query> = text.split_whitespace().take(MAX_WORDS).filter_map(query).collect();
        let matches =
            |entry: &LinkEntry| queries.iter().all(|query| query.is_in(&entry.words) || query.is_in(&entry.address));
        let entries = (0..).zip(&self.entries);
        self.matching = entries.filter(|(_, entry)| matches(entry)).map(|(index, _)| index).collect();
        (self.cursor, self.top) = (0, 0);
    }

    /// Takes a key that the prompt over the list does not take. Returns false if it means nothing here.
    pub(in crate::app) fn press(&mut self, press: Press) -> bool {
        let page = (self.rows() / 2).max(1) as i64;
        let at = self.cursor as i64;
        match (press.key, press.ctrl) {
            (Key::Down, _) | (Key::Char('n'), true) => self.go_to(at + 1),
            (Key::Up, _) | (Key::Char('p'), true) => self.go_to(at - 1),
            (Key::PageDown, _) => self.go_to(at + page),
            (Key::PageUp, _) => self.go_to(at - page),
            _ => return false,
        }
        true
    }

    /// Gives the list a screen of this size.
    pub(in crate::app) fn resize(&mut self, size: (u16, u16)) {
        self.size = size;
        self.go_to(self.cursor as i64);
    }

    /// The link under the cursor.
    pub(crate) fn current(&self) -> Option<&LinkEntry> {
        self.entry(self.cursor)
    }

    /// The position of the cursor among the matching links, from 0, their number, and that of all links.
    pub(crate) fn counts(&self) -> (usize, usize, usize) {
        (self.cursor, self.matching.len(), self.entries.len())
    }

    /// The visible links with the rows that each takes, and true for the one under the cursor.
    pub(crate) fn visible(&self) -> impl Iterator<Item = (&LinkEntry, usize, bool)> {
        let mut left = self.rows();
        (self.top..self.matching.len()).map_while(move |at| {
            let rows = self.rows_of(at);
            left = left.checked_sub(rows.min(left.max(1)))?;
            Some((self.entry(at)?, rows, at == self.cursor))
        })
    }

    fn entry(&self, at: usize) -> Option<&LinkEntry> {
        self.entries.get(*self.matching.get(at)?)
    }

    /// Rows between the title and the line that is typed.
    fn rows(&self) -> usize {
        usize::from(self.size.1.saturating_sub(2))
    }

    /// Rows of a link: its words and its address, which is shown in full under the cursor.
    fn rows_of(&self, at: usize) -> usize {
        let room = usize::from(self.size.0.saturating_sub(LinkList::INDENT + 1)).max(1);
        let length = self.entry(at).filter(|_| at == self.cursor).map_or(0, |entry| entry.address.len());
        (1 + length.div_ceil(room).max(1)).min(self.rows().max(2))
    }

    fn go_to(&mut self, at: i64) {
        self.cursor = usize::try_from(at).unwrap_or(0).min(self.matching.len().saturating_sub(1));
        self.top = self.top.min(self.cursor);
        // The links from the top to the cursor fit on the screen.
        let mut rows = 0;
        let above = (self.top..=self.cursor).rev().take_while(|at| {
            rows += self.rows_of(*at);
            rows <= self.rows()
        });
        let first = above.last().unwrap_or(self.cursor);
        self.top = self.top.max(first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(count: usize, size: (u16, u16)) -> LinkList {
        let entry = |index: usize| LinkEntry {
            part: Part::Body(index as u32),
            range: 0..3,
            words: format!("第{index}號图"),
            address: format!("https://haiwu.example/{index}/{}", "x".repeat(index % 300)),
        };
        LinkList::new((0..count).map(entry).collect(), size)
    }

    #[test]
    fn typing_narrows_by_words_and_by_address_in_any_script() {
        let mut list = list(200, (80, 24));
        for (typed, count) in
            [("", 200), ("圖", 200), ("圖 199", 1), ("第19號", 1), ("example/7/", 1), ("漁", 0), ("  ", 200)]
        {
            list.narrow(typed);
            assert_eq!(list.counts(), (0, count, 200), "{typed}");
        }
        list.narrow(&"圖 ".repeat(9000));
        assert_eq!(list.counts().1, 200);
    }

    #[test]
    fn the_cursor_is_in_sight_at_every_size() {
        let mut list = list(400, (80, 24));
        for size in [(80, 24), (40, 12), (120, 40), (1, 1), (2, 3), (0, 0), (8, 9)] {
            list.resize(size);
            for press in [Key::Down, Key::Up, Key::PageDown, Key::PageDown, Key::PageDown, Key::PageUp, Key::Down] {
                assert!(list.press(Press::plain(press)));
                let is_in_sight = list.visible().any(|(_, _, is_current)| is_current);
                assert!(size.1 < 3 || is_in_sight, "{size:?} {press:?}");
                let (above, current): (Vec<_>, Vec<_>) = list.visible().partition(|(_, _, is_current)| !is_current);
                let rows: usize = current.iter().chain(&above).map(|(_, rows, _)| rows).sum();
                assert!(size.1 < 4 || rows <= usize::from(size.1 - 2) + 1, "{size:?} {rows}");
            }
        }
        assert!(!list.press(Press::plain(Key::Left)));
    }
}
