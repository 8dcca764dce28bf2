//! Finds bands of rows that moved up or down as a whole, so the terminal can move them itself.
//!
//! It only estimates; whether a plan is worth it is decided by writing both and comparing. No bytes are made here. The
//! search takes steps in proportion to the rows, however many there are and whatever they hold.

use std::{collections::HashMap, ops::Range};

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
    plan_counted(shown, wanted, &mut 0)
}

/// The same; `steps` grows with each comparison of rows, look-up of a piece and step along a band, so that a test can say
/// that the search is linear in the rows.
fn plan_counted(shown: &Grid, wanted: &Grid, steps: &mut usize) -> Vec<Shift> {
    let mut shifts = Vec::new();
    let mut now = None;
    while shifts.len() < SHIFTS {
        let from = now.as_ref().unwrap_or(shown);
        let Some(shift) = best(from, wanted, steps) else { break };
        let mut next = from.clone();
        next.shift(shift.top, shift.bottom, shift.by);
        now = Some(next);
        shifts.push(shift);
    }
    shifts
}

fn best(shown: &Grid, wanted: &Grid, steps: &mut usize) -> Option<Shift> {
    let height = wanted.height;
    let mut compared = |before: &[Cell], after: &[Cell]| {
        *steps += 1;
        change(before, after)
    };
    let direct: Vec<i64> = (0..height).map(|y| compared(shown.row(y), wanted.row(y))).collect();
    if direct.iter().sum::<i64>() <= 2 * OVERHEAD {
        return None;
    }
    let blank = vec![Cell::BLANK; wanted.width];
    let anew: Vec<i64> = (0..height).map(|y| compared(&blank, wanted.row(y))).collect();
    let exposed = sums(height, |y| direct[y] - anew[y]);
    let mut found: Option<(i64, Shift)> = None;
    for by in offsets(shown, wanted, &direct, steps) {
        // Row `y` of the wanted screen comes from row `y + by` of the shown one.
        let from = |y: usize| y.checked_add_signed(by).filter(|y| *y < height);
        let kept = sums(height, |y| {
            *steps += 1;
            from(y).map_or(0, |from| direct[y] - change(shown.row(from), wanted.row(y)))
        });
        let Some((gain, shift)) = band(&kept, &exposed, by, steps) else { continue };
        if gain > found.as_ref().map_or(0, |(most, _)| *most) {
            found = Some((gain, shift));
        }
    }
    found.map(|(_, shift)| shift)
}

/// The band whose shift by `by` saves most, and how much: `kept` and `exposed` are running sums of what is saved in a row
/// that comes from elsewhere, and in one that comes free. Of equal ones the first that is shortest.
fn band(kept: &[i64], exposed: &[i64], by: isize, steps: &mut usize) -> Option<(i64, Shift)> {
    let height = kept.len() - 1;
    let rows = by.unsigned_abs();
    // The rows `first..end` are those that come from elsewhere. What a band saves is a sum of what its end brings and what
    // its beginning costs, so the cheapest beginning so far is all that has to be remembered.
    let (lowest, highest) = if by > 0 { (0, height.checked_sub(rows)?) } else { (rows, height) };
    let brings = |end: usize| kept[end] + if by > 0 { exposed[end + rows] - exposed[end] } else { 0 };
    let costs = |first: usize| kept[first] - if by > 0 { 0 } else { exposed[first] - exposed[first - rows] };
    let mut cheapest: Option<(i64, usize)> = None;
    let mut found: Option<(i64, usize, usize)> = None;
    for end in lowest + 1..=highest {
        *steps += 1;
        let last = (costs(end - 1), end - 1);
        let (cost, first) = cheapest.filter(|(cost, _)| *cost <= last.0).unwrap_or(last);
        cheapest = Some((cost, first));
        let gain = brings(end) - cost - OVERHEAD;
        if gain > 0 && found.is_none_or(|(most, at, _)| gain > most || gain == most && first < at) {
            found = Some((gain, first, end));
        }
    }
    let (gain, first, end) = found?;
    let (top, bottom) = if by > 0 { (first, end + rows) } else { (first - rows, end) };
    Some((gain, Shift { top, bottom: bottom - 1, by }))
}

/// Running sums: `sums[b] - sums[a]` is the sum of `value` over `a..b`.
fn sums(height: usize, mut value: impl FnMut(usize) -> i64) -> Vec<i64> {
    let mut sum = 0;
    std::iter::once(0)
        .chain((0..height).map(|y| {
            sum += value(y);
            sum
        }))
        .collect()
}

/// The offsets by which most pieces of changed rows can be found on the screen. A piece that stands in many rows tells
/// only of the nearest above and below: the others would cost a look at every pair of rows.
fn offsets(shown: &Grid, wanted: &Grid, direct: &[i64], steps: &mut usize) -> Vec<isize> {
    let height = wanted.height;
    let pieces = wanted.width.div_ceil(PIECE);
    let (old, new) = (prints(shown), prints(wanted));
    let mut votes = vec![0_u32; 2 * height];
    let mut vote = |rows: &mut dyn Iterator<Item = usize>| {
        // The row in which each piece of each column was seen last on the way.
        let mut seen: HashMap<(usize, u64), usize> = HashMap::new();
        for y in rows {
            let row = |prints: &[u64]| prints.get(y * pieces..(y + 1) * pieces).unwrap_or_default().to_vec();
            if direct[y] > 0 {
                for (column, print) in row(&new).into_iter().enumerate().filter(|(_, print)| *print != 0) {
                    *steps += 1;
                    if let Some(from) = seen.get(&(column, print)) {
                        votes[height + from - y] += 1;
                    }
                }
            }
            for (column, print) in row(&old).into_iter().enumerate().filter(|(_, print)| *print != 0) {
                *steps += 1;
                seen.insert((column, print), y);
            }
        }
    };
    vote(&mut (0..height));
    vote(&mut (0..height).rev());
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
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::term::painter::glyphs::Glyphs;
    use crate::{
        term::{Depth, Settled},
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

    /// Steps of the search between two screens of so many rows, by the rows.
    fn steps_a_row(rows: usize, row: impl Fn(usize) -> String) -> usize {
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, Settled::NARROW);
        let mut grid = |from: usize| {
            let lines: Vec<String> = (from..from + rows).map(&row).collect();
            Grid::of(&Buffer::with_lines(lines), &mut glyphs, Depth::True)
        };
        let (before, after) = (grid(0), grid(3));
        let mut steps = 0;
        plan_counted(&before, &after, &mut steps);
        steps / rows
    }

    #[test]
    fn the_search_is_linear_in_the_rows() {
        let texts: [fn(usize) -> String; 4] = [
            // Each row its own, two that alternate, all but a number the same, and noise.
            |y| format!("{y:08} {A}"),
            |y| [A, B][y % 2].to_owned(),
            |y| format!("{A}{}", y % 10),
            |y| format!("{}", y.wrapping_mul(0x9E37_79B9) % 1009).repeat(8),
        ];
        for (number, text) in texts.into_iter().enumerate() {
            let few = steps_a_row(60, text);
            for rows in [125, 250, 500] {
                let many = steps_a_row(rows, text);
                assert!(many <= few + few / 2, "text {number}: {few} steps a row for 60 rows, {many} for {rows}");
            }
            // Rows compared, bands tried, and the pieces of both screens looked up twice, for each shift.
            assert!(few <= SHIFTS * (2 + 2 * CANDIDATES + 4 * 40_usize.div_ceil(PIECE) + 4), "{few} steps a row");
        }
    }

    /// Every band there is, tried one after the other.
    fn band_by_trying(kept: &[i64], exposed: &[i64], by: isize) -> Option<(i64, Shift)> {
        let (height, rows) = (kept.len() - 1, by.unsigned_abs());
        let mut found: Option<(i64, Shift)> = None;
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
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

        #[test]
        fn the_best_band_is_found(
            values in prop::collection::vec((-60_i64..60, -60_i64..60), 1..24),
            by in any::<prop::sample::Index>(),
            down in any::<bool>(),
        ) {
            let height = values.len();
            let rows = 1 + by.index(height) as isize;
            let by = if down { -rows } else { rows };
            let (kept, exposed) = (sums(height, |y| values[y].0), sums(height, |y| values[y].1));
            prop_assert_eq!(band(&kept, &exposed, by, &mut 0), band_by_trying(&kept, &exposed, by));
        }
    }
}
