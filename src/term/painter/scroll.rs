//! Finds bands of rows that moved up or down as a whole, so the terminal can move them itself.
//!
//! It only estimates; whether a plan is worth it is decided by writing both and comparing. No bytes are made here.

use std::ops::Range;

use super::grid::{Cell, Grid};

/// A band of rows, both ends included, that moves up by `by` rows, or down when negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    pub top: usize,
    pub bottom: usize,
    pub by: isize,
}

impl Shift {
    /// The rows that come free.
    pub(super) fn exposed(&self) -> Range<usize> {
        let rows = self.by.unsigned_abs().min(self.bottom + 1 - self.top);
        if self.by > 0 { self.bottom + 1 - rows..self.bottom + 1 } else { self.top..self.top + rows }
    }
}

/// Bands moved in one frame at most.
const SHIFTS: usize = 3;
/// Offsets looked at closely for each band.
const CANDIDATES: usize = 4;
/// Estimated bytes of setting a scrolling region, scrolling and finding back.
const OVERHEAD: i64 = 16;
/// Cells of a piece of a row; pieces, not rows, are compared so that a scroll bar or a mark at the edge does not hide
/// that a row has moved.
const PIECE: usize = 12;

/// The shifts, in order, that bring what is shown near to what is wanted. Both grids have the same size.
pub(super) fn plan(shown: &Grid, wanted: &Grid) -> Vec<Shift> {
    let mut shifts = Vec::new();
    let mut now = None;
    while shifts.len() < SHIFTS {
        let from = now.as_ref().unwrap_or(shown);
        let Some(shift) = best(from, wanted) else { break };
        let mut next = from.clone();
        next.shift(shift.top, shift.bottom, shift.by);
        now = Some(next);
        shifts.push(shift);
    }
    shifts
}

fn best(shown: &Grid, wanted: &Grid) -> Option<Shift> {
    let height = wanted.height;
    let direct: Vec<i64> = (0..height).map(|y| change(shown.row(y), wanted.row(y))).collect();
    if direct.iter().sum::<i64>() <= 2 * OVERHEAD {
        return None;
    }
    let blank = vec![Cell::BLANK; wanted.width];
    let anew: Vec<i64> = (0..height).map(|y| change(&blank, wanted.row(y))).collect();
    let exposed = sums(height, |y| direct[y] - anew[y]);
    let mut found: Option<(i64, Shift)> = None;
    for by in offsets(shown, wanted, &direct) {
        let rows = by.unsigned_abs();
        // Row `y` of the wanted screen comes from row `y + by` of the shown one.
        let from = |y: usize| y.checked_add_signed(by).filter(|y| *y < height);
        let kept = sums(height, |y| from(y).map_or(0, |from| direct[y] - change(shown.row(from), wanted.row(y))));
        let (lowest, highest) = if by > 0 { (0, height - rows) } else { (rows, height) };
        for first in lowest..highest {
            for end in first + 1..=highest {
                let (top, bottom) = if by > 0 { (first, end + rows) } else { (first - rows, end) };
                let free = if by > 0 { end..bottom } else { top..first };
                let gain = kept[end] - kept[first] + exposed[free.end] - exposed[free.start] - OVERHEAD;
                if gain > found.as_ref().map_or(0, |(most, _)| *most) {
                    found = Some((gain, Shift { top, bottom: bottom - 1, by }));
                }
            }
        }
    }
    found.map(|(_, shift)| shift)
}

/// Running sums: `sums[b] - sums[a]` is the sum of `value` over `a..b`.
fn sums(height: usize, value: impl Fn(usize) -> i64) -> Vec<i64> {
    let mut sum = 0;
    std::iter::once(0)
        .chain((0..height).map(|y| {
            sum += value(y);
            sum
        }))
        .collect()
}

/// The offsets by which most pieces of changed rows can be found on the screen.
fn offsets(shown: &Grid, wanted: &Grid, direct: &[i64]) -> Vec<isize> {
    let height = wanted.height;
    let pieces = wanted.width.div_ceil(PIECE);
    let (old, new) = (prints(shown), prints(wanted));
    let mut votes = vec![0_u32; 2 * height];
    for (y, row) in new.chunks_exact(pieces).enumerate().filter(|(y, _)| direct[*y] > 0) {
        for (from, other) in old.chunks_exact(pieces).enumerate().filter(|(from, _)| *from != y) {
            let same = row.iter().zip(other).filter(|(a, b)| a == b && **a != 0).count() as u32;
            votes[height + from - y] += same;
        }
    }
    let mut ranked: Vec<usize> = (0..votes.len()).filter(|at| votes[*at] > 0).collect();
    ranked.sort_by_key(|at| (std::cmp::Reverse(votes[*at]), at.abs_diff(height)));
    ranked.truncate(CANDIDATES);
    ranked.into_iter().map(|at| at.cast_signed() - height.cast_signed()).collect()
}

/// A number for each piece of each row, equal for equal pieces; 0 for a blank one.
fn prints(grid: &Grid) -> Vec<u64> {
    let print = |piece: &[Cell]| {
        if piece.iter().all(|cell| *cell == Cell::BLANK) {
            return 0;
        }
        piece
            .iter()
            .fold(1, |print: u64, cell| (print.rotate_left(23) ^ cell.print()).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    };
    (0..grid.height).flat_map(|y| grid.row(y).chunks(PIECE).map(print)).collect()
}

/// About how many bytes turn one row into another.
pub(super) fn change(shown: &[Cell], wanted: &[Cell]) -> i64 {
    if shown == wanted {
        return 0;
    }
    let text = wanted.iter().rposition(|cell| *cell != Cell::BLANK).map_or(0, |x| x + 1);
    let mut bytes = if shown.get(text..) == wanted.get(text..) { 0 } else { 3 };
    let (mut writing, mut look) = (false, None);
    for (old, new) in shown.iter().zip(wanted).take(text) {
        let differs = old != new;
        if differs {
            bytes += if writing { 0 } else { 5 };
            bytes += if look.is_some_and(|on| on != new.look) { 4 } else { 0 };
            bytes += if new.cells > 0 { i64::from(new.symbol.weight()) } else { 0 };
            look = Some(new.look);
        }
        writing = differs;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::super::glyphs::Glyphs;
    use super::*;
    use crate::{
        term::{colour::Depth, width::Settled},
        text::width::Ambiguous,
    };

    fn planned(before: &[&str], after: &[&str]) -> Vec<Shift> {
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, Settled::NARROW);
        let mut grid = |rows: &[&str]| Grid::of(&Buffer::with_lines(rows.to_vec()), &mut glyphs, Depth::True);
        plan(&grid(before), &grid(after))
    }

    const A: &str = "國家通訊社今天報導說，新的鐵路將於";
    const B: &str = "明年春天通車，全長三百二十公里，沿";
    const C: &str = "線設十二個車站。居民對此反應不一。";
    const D: &str = "有人擔心噪音，有人期待更快的旅程。";
    const S: &str = "第一篇　　　　　　　　　　１２％　";
    const T: &str = "第一篇　　　　　　　　　　１５％　";

    #[test]
    fn a_band_above_a_status_line() {
        assert_eq!(planned(&[A, B, C, S], &[B, C, D, T]), [Shift { top: 0, bottom: 2, by: 1 }]);
        assert_eq!(planned(&[B, C, D, S], &[A, B, C, T]), [Shift { top: 0, bottom: 2, by: -1 }]);
    }

    #[test]
    fn nothing_is_moved_for_little() {
        assert_eq!(planned(&[A, B, C, S], &[A, B, C, T]), []);
        assert_eq!(planned(&["a", "b", "c"], &["b", "c", "d"]), []);
        assert_eq!(planned(&[A, B, C, D], &[D, C, B, A]).iter().filter(|s| s.top > s.bottom).count(), 0);
    }

    #[test]
    fn two_bands() {
        let shifts = planned(&[A, B, C, S, A, B, C], &[B, C, D, S, D, A, B]);
        assert_eq!(shifts.len(), 2);
        assert!(shifts.contains(&Shift { top: 0, bottom: 2, by: 1 }), "{shifts:?}");
        assert!(shifts.contains(&Shift { top: 4, bottom: 6, by: -1 }), "{shifts:?}");
    }
}
