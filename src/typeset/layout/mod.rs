//! A laid-out article: every line of it at one setting, made when it is asked for, and the moves from line to line and
//! between lines and places. Nothing is laid out in advance and nothing has to be thrown away when the setting changes;
//! the last few stretches are remembered.

mod setter;
mod stretch;

#[cfg(test)]
mod tests;

use std::{
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    article::Article,
    script::{
        Language,
        rendition::{Rendition, Shown},
    },
    text::{Part, Place, offsets::OffsetMap},
    typeset::{Line, LineAt, Role, Setting, part::LayoutPart, table::TablePlan},
};

use setter::Setter;

/// Stretches that are remembered.
const MAX_REMEMBERED_STRETCHES: usize = 64;
/// Lines that are remembered in all of them, unless a single stretch has more.
const MAX_REMEMBERED_LINES: usize = 4096;

/// Plans of tables that are remembered.
const MAX_REMEMBERED_TABLES: usize = 16;

/// The lines of a stretch of a part, with its key.
type Remembered = ((usize, usize), Arc<[Line]>);

/// An article at one setting.
#[derive(Debug)]
pub struct Layout {
    rendition: Arc<Rendition>,
    pub(super) parts: Arc<[LayoutPart]>,
    setting: Setting,
    remembered: Mutex<Vec<Remembered>>,
    /// Plans of tables by the index of their parts, the last used last; `None` for a table that is set as text.
    tables: Mutex<Vec<(usize, Option<Arc<TablePlan>>)>>,
}

impl Clone for Layout {
    fn clone(&self) -> Layout {
        self.with_setting(self.setting.clone())
    }
}

impl Layout {
    /// The layout of an article in one of its renditions. Nothing is set yet.
    #[must_use]
    pub fn new(article: &Article, rendition: Arc<Rendition>, setting: Setting) -> Layout {
        let parts = rendition.parts().map(|part| LayoutPart::from_article(article, part)).collect();
        Layout { rendition, parts, setting, remembered: Mutex::default(), tables: Mutex::default() }
    }

    /// The same article at another setting.
    #[must_use]
    pub fn with_setting(&self, setting: Setting) -> Layout {
        let (rendition, parts) = (Arc::clone(&self.rendition), Arc::clone(&self.parts));
        Layout { rendition, parts, setting, remembered: Mutex::default(), tables: Mutex::default() }
    }

    /// The setting.
    #[must_use]
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The text that the lines' ranges point into.
    #[must_use]
    pub fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    /// The text of the part with this index.
    pub(super) fn shown(&self, index: usize) -> Option<&Shown> {
        self.rendition.shown(self.parts.get(index)?.part)
    }

    /// The number of stretches of the part with this index.
    pub(super) fn stretches(&self, index: usize) -> usize {
        if let Some(table) = self.table(index) {
            return table.stretches();
        }
        self.shown(index).map_or(1, |shown| stretch::count(&shown.text))
    }

    fn setter(&self, index: usize) -> Option<Setter<'_>> {
        Setter::new(&self.parts, index, &self.rendition, &self.setting)
    }

    /// The plan of the part with this index, if it is a table.
    fn table(&self, index: usize) -> Option<Arc<TablePlan>> {
        if self.parts.get(index)?.role != Role::Table {
            return None;
        }
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = tables.iter().position(|(other, _)| *other == index) {
            let found = tables.remove(at);
            tables.push(found);
        } else {
            let plan = self.setter(index).and_then(|setter| setter.table());
            if tables.len() >= MAX_REMEMBERED_TABLES {
                tables.remove(0);
            }
            tables.push((index, plan.map(Arc::new)));
        }
        tables.last().and_then(|(_, plan)| plan.clone())
    }

    /// The lines of a stretch; none for one that does not exist.
    pub(super) fn lines(&self, index: usize, stretch: usize) -> Arc<[Line]> {
        let key = (index, stretch);
        let table = self.table(index);
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = remembered.iter().position(|(other, _)| *other == key) {
            // Moved to the end, so that the front is always the one used longest ago.
            let found = remembered.remove(at);
            let lines = Arc::clone(&found.1);
            remembered.push(found);
            return lines;
        }
        let setter = self.setter(index);
        let lines: Arc<[Line]> = setter.map_or_else(Vec::new, |setter| setter.set(stretch, table.as_ref())).into();
        remembered.push((key, Arc::clone(&lines)));
        let mut total: usize = remembered.iter().map(|(_, lines)| lines.len()).sum();
        let mut forget = 0;
        // Two stay however long they are: a screen often shows the end of one and the start of the next.
        while remembered.len() - forget > MAX_REMEMBERED_STRETCHES
            || (total > MAX_REMEMBERED_LINES && remembered.len() - forget > 2)
        {
            total -= remembered[forget].1.len();
            forget += 1;
        }
        remembered.drain(..forget);
        lines
    }

    /// The stretches that are remembered, the last used last.
    #[cfg(test)]
    pub(super) fn remembered(&self) -> Vec<(usize, usize)> {
        self.remembered.lock().unwrap().iter().map(|(key, _)| *key).collect()
    }

    /// The language a part is set in.
    #[must_use]
    pub fn language(&self, part: Part) -> Option<Language> {
        let found = || self.rendition.shown(part).map(|shown| shown.language);
        self.setting.language.or_else(found)
    }

    /// The first line.
    #[must_use]
    pub fn first(&self) -> LineAt {
        LineAt::default()
    }

    /// The last line; the first of an article without text. Sets only the last stretch.
    #[must_use]
    pub fn last(&self) -> LineAt {
        let part = self.parts.len().saturating_sub(1);
        self.last_of(part, self.stretches(part) - 1)
    }

    fn last_of(&self, part: usize, stretch: usize) -> LineAt {
        LineAt { part, stretch, line: self.lines(part, stretch).len().saturating_sub(1) }
    }

    /// The line at a position, if there is one.
    #[must_use]
    pub fn line(&self, at: LineAt) -> Option<Line> {
        self.lines(at.part, at.stretch).get(at.line).cloned()
    }

    /// The line after this one.
    #[must_use]
    pub fn next(&self, at: LineAt) -> Option<LineAt> {
        let next = self.forward(at, 1);
        (next > at).then_some(next)
    }

    /// The line before this one.
    #[must_use]
    pub fn prev(&self, at: LineAt) -> Option<LineAt> {
        let prev = self.back(at, 1);
        (prev < at).then_some(prev)
    }

    /// The line `by` lines further on, or back; the last or first one if there are not so many.
    #[must_use]
    pub fn advance(&self, at: LineAt, by: isize) -> LineAt {
        if by >= 0 { self.forward(at, by.unsigned_abs()) } else { self.back(at, by.unsigned_abs()) }
    }

    fn forward(&self, at: LineAt, mut by: usize) -> LineAt {
        let mut at = self.nearest(at);
        loop {
            let left = self.lines(at.part, at.stretch).len().saturating_sub(at.line + 1);
            if by <= left {
                return LineAt { line: at.line + by, ..at };
            }
            let Some(next) = self.next_stretch(at) else {
                return LineAt { line: at.line + left, ..at };
            };
            by -= left + 1;
            at = next;
        }
    }

    fn back(&self, at: LineAt, mut by: usize) -> LineAt {
        let mut at = self.nearest(at);
        while by > at.line {
            by -= at.line + 1;
            at = match (at.stretch.checked_sub(1), at.part.checked_sub(1)) {
                (Some(stretch), _) => self.last_of(at.part, stretch),
                (None, Some(part)) => self.last_of(part, self.stretches(part) - 1),
                (None, None) => return self.first(),
            };
        }
        LineAt { line: at.line - by, ..at }
    }

    /// A position of this layout, or the nearest before one that is not.
    fn nearest(&self, at: LineAt) -> LineAt {
        if at.part >= self.parts.len() {
            return self.last();
        }
        if at.stretch >= self.stretches(at.part) {
            return self.last_of(at.part, self.stretches(at.part) - 1);
        }
        let lines = self.lines(at.part, at.stretch).len();
        LineAt { line: at.line.min(lines.saturating_sub(1)), ..at }
    }

    /// The first line of the stretch after this one.
    fn next_stretch(&self, at: LineAt) -> Option<LineAt> {
        if at.stretch + 1 < self.stretches(at.part) {
            return Some(LineAt { stretch: at.stretch + 1, line: 0, ..at });
        }
        (at.part + 1 < self.parts.len()).then_some(LineAt { part: at.part + 1, stretch: 0, line: 0 })
    }

    /// Up to `count` lines from this one on, each with its position.
    #[must_use]
    pub fn lines_from(&self, at: LineAt, count: usize) -> Vec<(LineAt, Line)> {
        let mut found = Vec::new();
        if self.parts.is_empty() {
            return found;
        }
        let mut at = self.nearest(at);
        loop {
            let lines = self.lines(at.part, at.stretch);
            for (number, line) in lines.iter().enumerate().skip(at.line).take(count - found.len()) {
                found.push((LineAt { line: number, ..at }, line.clone()));
            }
            match self.next_stretch(at) {
                Some(next) if found.len() < count => at = next,
                _ => return found,
            }
        }
    }

    /// The line that shows a place. A place in a part that is not shown means the next one that is, or the last line.
    #[must_use]
    pub fn line_of(&self, place: Place) -> LineAt {
        let index = self.parts.partition_point(|part| part.part < place.part);
        let (Some(part), Some(shown)) = (self.parts.get(index), self.shown(index)) else {
            return self.last();
        };
        let offset = if part.part == place.part { place.offset } else { 0 };
        let offset = shown.map.shown(offset);
        let table = self.table(index);
        let stretch = match &table {
            Some(table) => table.stretch_of(shown, offset),
            None => stretch::holding(&shown.text, offset),
        };
        let lines = self.lines(index, stretch);
        // Blank lines come first and start where the text does; the last line that starts there is the text's.
        let line = lines.partition_point(|line| line.range.start <= offset).saturating_sub(1);
        let line = if table.is_some() { line_of_row(&lines, line, offset) } else { line };
        LineAt { part: index, stretch, line }
    }

    /// The place a line shows first; for a blank line or a label, the start of the part it stands before.
    #[must_use]
    pub fn place_of(&self, at: LineAt) -> Place {
        let at = self.nearest(at);
        let (Some(line), Some(shown)) = (self.line(at), self.shown(at.part)) else {
            return Place::start_of(self.parts.get(at.part).map_or(Part::Title, |part| part.part));
        };
        if matches!(line.role, Role::Blank | Role::RelatedLabel(_) | Role::Rule) {
            return Place::start_of(line.part);
        }
        // All lines of a row of a table end where the row does; what one shows ends with its ink.
        let end = if line.role.is_placed() { line.ink.end.max(line.range.start) } else { line.range.end };
        let offset = own_place(&shown.map, line.range.start..end);
        Place { part: line.part, offset }
    }
}

/// The line of a table's row that shows an offset; `line` is the last one that begins before it. The cells of a row go on
/// beside each other, so it may be an earlier one.
fn line_of_row(lines: &[Line], line: usize, offset: usize) -> usize {
    let Some(last) = lines.get(line) else { return line };
    let is_other = |other: &Line| other.range.end != last.range.end;
    let first = lines[..line].iter().rposition(is_other).map_or(0, |other| other + 1);
    // Or a later one: the head of a table belongs to the first line of the first record, and is shown in all of them.
    let end = lines[line..].iter().position(is_other).map_or(lines.len(), |other| line + other);
    (first..end).find(|line| lines[*line].shows(offset)).unwrap_or(line)
}

/// The first source offset that is shown in a range of the shown text. Where the range starts inside a span that was
/// replaced as a whole, that is the span's end, if it is in the range at all; else the start of the span.
fn own_place(map: &OffsetMap, range: Range<usize>) -> usize {
    let offset = map.source(range.start);
    if map.shown(offset) >= range.start {
        return offset;
    }
    let end = map.source_range(range.start..range.start + 1).end;
    if map.shown(end) < range.end { end } else { offset }
}

#[cfg(test)]
mod place_tests {
    use super::*;
    use crate::text::offsets::OffsetMapBuilder;

    #[test]
    fn a_line_that_starts_inside_a_replaced_span_has_a_place_of_its_own() {
        let mut map = OffsetMapBuilder::default();
        map.keep(6);
        map.replace(9, 12);
        map.keep(6);
        let map = map.finish();
        // Lines of shown text and the first source offset on each; a line inside the span shares the span's place.
        for (range, place) in [(0..9, 0), (9..12, 6), (12..21, 15), (18..24, 15), (21..24, 18), (24..24, 21)] {
            assert_eq!(own_place(&map, range.clone()), place, "{range:?}");
        }
    }
}
