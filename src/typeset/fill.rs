//! Fills lines with graded clusters: as much as fits, a mark that may not start a line pushed out with the character
//! before it, or hung in the gutter. Nothing in here knows why a boundary has its grade.

use std::ops::Range;

use crate::typeset::breaking::{Grade, Kind, Kinds, Unit};

/// The units of one line, and what of it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// All its units.
    pub units: Range<usize>,
    /// Its units without white space at the end.
    pub ink: Range<usize>,
    /// Cells of the ink.
    pub cells: usize,
}

/// The room lines have, in cells.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// In the first line.
    pub first: usize,
    /// In every other line.
    pub rest: usize,
    /// What may stand in the gutter of two cells beyond it.
    pub hangs: Kinds,
}

/// Fills lines with units, of which the first `skip` are not drawn. No units make one empty line.
pub fn fill(units: &[Unit], skip: usize, room: Room) -> Vec<Filled> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < units.len() || lines.is_empty() {
        let cells = if lines.is_empty() { room.first } else { room.rest };
        let ink_start = start.max(skip.min(units.len()));
        let end = line_end(units, start, ink_start, cells, room.hangs);
        lines.push(filled(units, start..end, ink_start.min(end)));
        start = end;
    }
    lines
}

/// A line of these units.
pub fn filled(units: &[Unit], range: Range<usize>, ink_start: usize) -> Filled {
    let space = |unit: &Unit| matches!(unit.kind, Kind::Space | Kind::Newline);
    let line = &units[ink_start..range.end];
    // What takes no cells after white space, such as a word joiner, is as little to be seen.
    let drawn = line.iter().rposition(|unit| !space(unit) && unit.cells > 0).map_or(0, |last| last + 1);
    let joined = line[drawn..].iter().take_while(|unit| !space(unit)).count();
    let ink_end = ink_start + drawn + joined;
    let cells = cells(&units[ink_start..ink_end]);
    Filled { units: range, ink: ink_start..ink_end, cells }
}

/// Cells of units side by side on a line of their own.
pub fn cells(ink: &[Unit]) -> usize {
    let gap = ink.first().is_some_and(|unit| unit.gap);
    ink.iter().copied().map(Unit::advance).sum::<usize>() - usize::from(gap)
}

/// The best place so far to end a line at, by grade.
#[derive(Clone, Copy, Default)]
struct Best {
    free: usize,
    second: usize,
    word: usize,
}

/// Where the line that starts at `start` ends. Always after `start` if there are units.
fn line_end(units: &[Unit], start: usize, ink_start: usize, room: usize, hangs: Kinds) -> usize {
    let mut best = Best::default();
    let mut cells = 0;
    for (index, unit) in units.iter().enumerate().skip(start) {
        if index > start {
            match unit.grade {
                Grade::Forced => return index,
                Grade::Free => best.free = index,
                Grade::Second => best.second = index,
                Grade::Word => best.word = index,
                Grade::Held => {}
            }
        }
        if index < ink_start {
            continue;
        }
        let space = matches!(unit.kind, Kind::Space | Kind::Newline);
        let advance = if index > ink_start { unit.advance() } else { unit.cells.into() };
        if !space && cells + advance > room && unit.cells > 0 && index > ink_start {
            if hangs.has(unit.kind)
                && cells <= room
                && let Some(end) = end_after(units, index)
            {
                return end;
            }
            let end = [best.free, best.second, best.word].into_iter().find(|end| *end > ink_start);
            return end.unwrap_or(index);
        }
        cells += advance;
    }
    units.len()
}

/// The end of the line that ends with the unit at `index` and the white space after it, if it may end there.
fn end_after(units: &[Unit], index: usize) -> Option<usize> {
    let mut end = index + 1;
    while let Some(unit) = units.get(end) {
        match unit.grade {
            Grade::Free | Grade::Forced => return Some(end),
            Grade::Held if matches!(unit.kind, Kind::Space | Kind::Newline) => end += 1,
            _ => return None,
        }
    }
    Some(end)
}
