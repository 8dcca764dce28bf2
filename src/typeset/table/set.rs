//! Sets the rows of a table: as a grid, or each as a record with the names of its columns.

use std::ops::Range;

use crate::{
    article::Cell,
    script::{Language, rendition::Shown},
    text::{Part, safe::Safe},
    typeset::{
        breaking::{CharClasses, Rules},
        composite::{Composite, PlacedLine},
        fill::LineRoom,
        line::{Line, LinePiece, Marker, PieceContent, Role, rule},
        words,
    },
};

use super::{
    Form, PlacedCell, TablePlan,
    columns::{Columns, Fit},
};

/// Cells before the further lines of a record, and the narrowest measure that has them.
const HANGING: u16 = 2;
const MIN_HANGING_MEASURE: u16 = 12;

/// A table that is set.
pub(crate) struct TableSetter<'a> {
    pub(crate) plan: &'a TablePlan,
    pub(crate) rows: &'a [Vec<Cell>],
    pub(crate) shown: &'a Shown,
    pub(crate) part: Part,
    pub(crate) rules: Rules,
    pub(crate) fit: Fit,
}

impl TableSetter<'_> {
    /// The lines of a stretch of rows; none for one that does not exist.
    pub(crate) fn set(&self, stretch: usize) -> Vec<Line> {
        let Some(first) = self.plan.stretches.get(stretch).copied() else { return Vec::new() };
        let end = self.plan.stretches.get(stretch + 1).copied().unwrap_or(self.plan.len());
        let mut lines = Vec::new();
        match &self.plan.form {
            Form::Grid(columns) => (first..end).for_each(|row| self.grid_row(columns, row, &mut lines)),
            Form::Records => {
                let labels = match self.plan.heads.checked_sub(1) {
                    Some(head) => self.plan.cells(self.rows, self.shown, head),
                    None => Vec::new(),
                };
                (first..end).for_each(|row| self.record(&labels, row, &mut lines));
            }
        }
        lines
    }

    /// Sets a row in columns.
    fn grid_row(&self, columns: &Columns, row: usize, lines: &mut Vec<Line>) {
        let range = self.plan.row_range(self.shown, row);
        let is_head = row < self.plan.heads;
        if columns.is_shrunk && row > self.plan.heads {
            lines.push(self.line(range.start..range.start, Role::TableRule));
        }
        let mut set: Vec<PlacedLine> = Vec::new();
        for PlacedCell { column, span, range } in self.plan.cells(self.rows, self.shown, row) {
            let own = columns.columns.get(column..(column + span).min(columns.columns.len())).unwrap_or_default();
            let last = own.iter().rfind(|column| column.cells > 0).or(own.last());
            let (Some(first), Some(last)) = (own.first(), last) else { continue };
            let room = (last.x + last.cells).saturating_sub(first.x).max(1);
            let mut cell = Composite::default();
            cell.push_shown(&self.shown.text, range);
            if cell.is_empty() {
                continue;
            }
            let cell_lines = cell.lines(&self.rules, self.fit.ambiguous, line_room(room, room));
            for (number, mut line) in cell_lines.into_iter().enumerate() {
                let free = if first.is_numeric && span == 1 { room.saturating_sub(line.cells) } else { 0 };
                line.shift(first.x + free);
                if set.len() <= number {
                    set.push(PlacedLine::default());
                }
                set[number].cells = first.x + free + line.cells;
                set[number].pieces.append(&mut line.pieces);
            }
        }
        self.push(range.clone(), range.start, set, if is_head { Role::TableHead } else { Role::Table }, lines);
        if is_head && row + 1 == self.plan.heads {
            let content = PieceContent::Decoration(rule(columns.cells(), self.fit.ambiguous));
            let placed = Box::new([LinePiece { x: 0, content }]);
            lines.push(Line { cells: columns.cells(), placed, ..self.line(range.end..range.end, Role::TableRule) });
        }
    }

    /// Sets a row as a record. The last row of the head is no record: its cells are the labels of the others, all of them
    /// those of the first.
    fn record(&self, labels: &[PlacedCell], row: usize, lines: &mut Vec<Line>) {
        let heads = self.plan.heads;
        if row + 1 == heads {
            return;
        }
        let (own, is_first) = (self.plan.row_range(self.shown, row), row == heads);
        let mut record = Composite::default();
        let mut next_label = 0;
        for cell in self.plan.cells(self.rows, self.shown, row) {
            if row < heads {
                self.field(&mut record, None, cell.range);
                continue;
            }
            // In the first record every label is shown, also that of a cell without text.
            while is_first && labels.get(next_label).is_some_and(|label| label.column + label.span <= cell.column) {
                self.field(&mut record, Some(labels[next_label].range.clone()), 0..0);
                next_label += 1;
            }
            let index = labels.partition_point(|label| label.column <= cell.column).saturating_sub(1);
            let label =
                labels.get(index).filter(|label| (label.column..label.column + label.span).contains(&cell.column));
            // Cells below one label have it once.
            let label = label.filter(|_| index >= next_label);
            if cell.range.is_empty() && !(is_first && label.is_some()) {
                continue;
            }
            if label.is_some() {
                next_label = index + 1;
            }
            self.field(&mut record, label.map(|label| label.range.clone()), cell.range);
        }
        if is_first {
            for label in labels.iter().skip(next_label) {
                self.field(&mut record, Some(label.range.clone()), 0..0);
            }
        }
        let measure = self.fit.measure.max(1);
        let hanging = if measure >= MIN_HANGING_MEASURE { HANGING } else { 0 };
        let mut set = record.lines(&self.rules, self.fit.ambiguous, line_room(measure, measure - hanging));
        for line in set.iter_mut().skip(1) {
            line.shift(hanging);
            line.cells += hanging;
        }
        let start = if is_first && heads > 0 { self.plan.row_range(self.shown, heads - 1).start } else { own.start };
        self.push(start..own.end, own.start, set, if row < heads { Role::TableHead } else { Role::Table }, lines);
    }

    /// Puts a field behind those of a record.
    fn field(&self, record: &mut Composite, label: Option<Range<usize>>, value: Range<usize>) {
        let label = label.filter(|label| !label.is_empty());
        if label.is_none() && value.is_empty() {
            return;
        }
        let is_wide = !matches!(self.fit.language, Language::Korean | Language::Other);
        if !record.is_empty() {
            record.push_added(&Safe::line(if is_wide { "　" } else { "  " }));
        }
        if let Some(label) = label {
            record.push_shown(&self.shown.text, label);
            record.push_added(&Safe::line(words::colon(self.fit.language)));
        }
        record.push_shown(&self.shown.text, value);
    }

    /// Adds the lines of a row that has a range and whose own text begins at `own`.
    fn push(&self, range: Range<usize>, own: usize, set: Vec<PlacedLine>, role: Role, lines: &mut Vec<Line>) {
        if set.is_empty() {
            lines.push(self.line(range, role));
            return;
        }
        let mut start = range.start;
        for (number, PlacedLine { pieces, cells }) in set.into_iter().enumerate() {
            let line = PlacedLine { pieces, cells };
            if number > 0 {
                start = line.hull(own).map_or(start, |hull| hull.start.max(start)).min(range.end);
            }
            let ink = line.hull(0).unwrap_or(start..start);
            let placed = line.pieces.into_boxed_slice();
            lines.push(Line { ink, cells, placed, ..self.line(start..range.end, role) });
        }
    }

    fn line(&self, range: Range<usize>, role: Role) -> Line {
        Line {
            part: self.part,
            ink: range.start..range.start,
            range,
            indent: 0,
            cells: 0,
            gaps: Box::default(),
            role,
            marker: Marker::None,
            placed: Box::default(),
        }
    }
}

fn line_room(first: u16, rest: u16) -> LineRoom {
    LineRoom { first: first.into(), rest: rest.into(), hangs: CharClasses::default() }
}
