//! Finds bands of rows that moved up or down as a whole, so the terminal can move them itself.
//!
//! It only estimates; whether a plan is worth it is decided by writing both and comparing. No bytes are made here. The
//! search takes steps in proportion to the rows, however many there are and whatever they hold.

use std::{
    cmp::Reverse,
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

use super::grid::{Grid, GridRow, PIECE_CELLS, ShiftedRows};

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

/// Bands moved in one frame.
const MAX_SHIFTS: usize = 3;
/// Offsets compared row by row for each band.
const MAX_OFFSETS: usize = 4;
/// Columns of pieces that are looked for elsewhere.
const MAX_VOTING_COLUMNS: usize = 4;
/// Estimated bytes of setting a scrolling region, scrolling and finding back.
const SHIFT_BYTES: i64 = 16;
/// Estimated bytes that a piece of a row saves where it need not be written again: more than it ever takes.
const MAX_PIECE_BYTES: i64 = 8 * PIECE_CELLS as i64 + 9;

/// The shifts, in order, that bring what is shown near to `target`. Both grids have the same size.
pub(super) fn plan(shown: &Grid, target: &Grid) -> Vec<Shift> {
    plan_counted(shown, target, &mut 0)
}

/// The same; `steps` grows with each comparison of rows, look-up of a piece and step along a band, so that a test can
/// say that the search is linear in the rows.
fn plan_counted(shown: &Grid, target: &Grid, steps: &mut usize) -> Vec<Shift> {
    let mut search = Search::new(shown, target, steps);
    let mut shifts = Vec::new();
    while shifts.len() < MAX_SHIFTS {
        let Some(shift) = search.best_shift() else { break };
        search.apply(&shift);
        shifts.push(shift);
    }
    shifts
}

/// The search for shifts between two screens.
struct Search<'a> {
    /// The screen after the shifts that have been found.
    shown: ShiftedRows<'a>,
    target: &'a Grid,
    /// Estimated bytes that turn each row of the one into that of the other.
    direct: Vec<i64>,
    /// Estimated bytes of each row of the target on a blank one; empty until it is needed.
    anew: Vec<i64>,
    steps: &'a mut usize,
}

impl<'a> Search<'a> {
    fn new(shown: &'a Grid, target: &'a Grid, steps: &'a mut usize) -> Search<'a> {
        *steps += target.height;
        let direct = (0..target.height).map(|y| change(shown.row(y), target.row(y))).collect();
        Search { shown: ShiftedRows::unshifted(shown), target, direct, anew: Vec::new(), steps }
    }

    fn apply(&mut self, shift: &Shift) {
        self.shown.shift(shift.top, shift.bottom, shift.by);
        for y in shift.top..=shift.bottom {
            *self.steps += 1;
            self.direct[y] = change(self.shown.row(y), self.target.row(y));
        }
    }

    /// The shift that saves most.
    fn best_shift(&mut self) -> Option<Shift> {
        let height = self.target.height;
        if self.direct.iter().sum::<i64>() <= 2 * SHIFT_BYTES {
            return None;
        }
        if self.anew.is_empty() {
            *self.steps += height;
            let blank = self.target.row(height);
            self.anew = (0..height).map(|y| change(blank, self.target.row(y))).collect();
        }
        // A row that comes free is blank, so it costs what it costs on a blank row instead of what it costs now.
        let exposed = sums(height, |y| self.direct[y] - self.anew[y]);
        let mut found: Option<(i64, Shift)> = None;
        for (by, saves) in self.offsets() {
            let most = found.as_ref().map_or(0, |(most, _)| *most);
            // The offsets come by what they may save: the next ones save no more.
            if saves - SHIFT_BYTES <= most {
                break;
            }
            // Row `y` of the target comes from row `y + by` of the shown one.
            let from = |y: usize| y.checked_add_signed(by).filter(|y| *y < height);
            *self.steps += height;
            let kept = sums(height, |y| {
                from(y).map_or(0, |from| self.direct[y] - change(self.shown.row(from), self.target.row(y)))
            });
            let Some((gain, shift)) = band(&kept, &exposed, by, self.steps) else { continue };
            if gain > most {
                found = Some((gain, shift));
            }
        }
        found.map(|(_, shift)| shift)
    }

    /// The offsets by which most pieces of changed rows can be found on the screen, with the bytes that may be saved by
    /// each. A piece that stands in many rows counts only for the nearest above and below: with the others every pair of
    /// rows would have to be compared.
    fn offsets(&mut self) -> Vec<(isize, i64)> {
        let height = self.target.height;
        let columns = self.telling_columns();
        // The row in which each piece that is looked for was seen last on the way; after the first shift few are.
        let mut seen: HashMap<u64, Option<usize>, BuildHasherDefault<FingerprintHasher>> = HashMap::default();
        for y in (0..height).filter(|y| self.direct[*y] > 0) {
            for piece in pieces(&columns, self.target.row(y)) {
                *self.steps += 1;
                seen.insert(piece, None);
            }
        }
        let mut votes = vec![0_u32; 2 * height];
        let mut vote = |rows: &mut dyn Iterator<Item = usize>| {
            for row in seen.values_mut() {
                *row = None;
            }
            for y in rows {
                if self.direct[y] > 0 {
                    for piece in pieces(&columns, self.target.row(y)) {
                        *self.steps += 1;
                        if let Some(Some(from)) = seen.get(&piece) {
                            votes[height + from - y] += 1;
                        }
                    }
                }
                for piece in pieces(&columns, self.shown.row(y)) {
                    *self.steps += 1;
                    if let Some(row) = seen.get_mut(&piece) {
                        *row = Some(y);
                    }
                }
            }
        };
        // Down the screen the nearest above has been seen last, and up the screen the nearest below.
        vote(&mut (0..height));
        vote(&mut (0..height).rev());
        let mut ranked: Vec<usize> = (0..votes.len()).filter(|at| votes[*at] > 0).collect();
        ranked.sort_by_key(|at| (Reverse(votes[*at]), at.abs_diff(height)));
        ranked.truncate(MAX_OFFSETS);
        // A vote stands for the pieces between it and the next column as well.
        let pieces_a_vote = self.target.row(0).fingerprints.len().div_ceil(columns.len().max(1));
        let saves = |at: usize| i64::from(votes[at]) * pieces_a_vote as i64 * MAX_PIECE_BYTES;
        ranked.into_iter().map(|at| (at.cast_signed() - height.cast_signed(), saves(at))).collect()
    }

    /// The few columns of pieces in which most of the changed rows have text: as telling as all of them, for less work.
    fn telling_columns(&self) -> Vec<usize> {
        let mut filled = vec![0_usize; self.target.row(0).fingerprints.len()];
        for y in (0..self.target.height).filter(|y| self.direct[*y] > 0) {
            for (count, print) in filled.iter_mut().zip(self.target.row(y).fingerprints) {
                *count += usize::from(*print != 0);
            }
        }
        let mut columns: Vec<usize> = (0..filled.len()).filter(|column| filled[*column] > 0).collect();
        columns.sort_by_key(|column| Reverse(filled[*column]));
        columns.truncate(MAX_VOTING_COLUMNS);
        columns
    }
}

/// The pieces of a row in some columns but for blank ones, each as a number that is another one in another column.
fn pieces<'a>(columns: &'a [usize], row: GridRow<'a>) -> impl Iterator<Item = u64> + 'a {
    let of = move |column: &usize| (row.fingerprints[*column] != 0).then(|| row.fingerprints[*column] ^ *column as u64);
    columns.iter().filter_map(of)
}

/// Takes a fingerprint as its own hash: to mix it once more for each look-up would cost more than the look-up.
#[derive(Default)]
struct FingerprintHasher(u64);

impl Hasher for FingerprintHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(self.0 << 8 ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // The upper bits depend on all cells of a piece, the lower ones on few.
        self.0 = number ^ number >> 32;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The band whose shift by `by` saves most, and how much: `kept` and `exposed` are running sums of what is saved in a
/// row that comes from elsewhere, and in one that comes free. Of equal ones the first that is shortest.
fn band(kept: &[i64], exposed: &[i64], by: isize, steps: &mut usize) -> Option<(i64, Shift)> {
    let height = kept.len() - 1;
    let rows = by.unsigned_abs();
    // The rows `first..end` are those that come from elsewhere. What a band saves is a sum of what its end brings and
    // what its beginning costs, so the cheapest beginning so far is all that has to be remembered.
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
        let gain = brings(end) - cost - SHIFT_BYTES;
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

/// About how many bytes turn one row into another. Rows whose fingerprints are equal are taken for equal.
pub(super) fn change(shown: GridRow<'_>, target: GridRow<'_>) -> i64 {
    if shown.fingerprints == target.fingerprints {
        return 0;
    }
    let text = target.end();
    let mut bytes = if shown.end() <= text { 0 } else { 3 };
    let (mut writing, mut look) = (false, None);
    for (piece, (old, new)) in shown.fingerprints.iter().zip(target.fingerprints).enumerate() {
        let start = piece * PIECE_CELLS;
        if start >= text {
            break;
        }
        if old == new {
            writing = false;
            continue;
        }
        let end = (start + PIECE_CELLS).min(text);
        for (old, new) in shown.cells[start..end].iter().zip(&target.cells[start..end]) {
            let differs = old != new;
            if differs {
                bytes += if writing { 0 } else { 5 };
                bytes += if look.is_some_and(|on| on != new.look) { 4 } else { 0 };
                bytes += if new.cells > 0 { i64::from(new.symbol.weight()) } else { 0 };
                look = Some(new.look);
            }
            writing = differs;
        }
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
        term::{KnownWidths, LookSupport},
        text::width::Ambiguous,
    };

    fn planned(before: &[&str], after: &[&str]) -> Vec<Shift> {
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, KnownWidths::NARROW);
        let mut grid =
            |rows: &[&str]| Grid::from_buffer(&Buffer::with_lines(rows.to_vec()), &mut glyphs, LookSupport::FULL, None);
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
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, KnownWidths::NARROW);
        let mut grid = |from: usize| {
            let lines: Vec<String> = (from..from + rows).map(&row).collect();
            Grid::from_buffer(&Buffer::with_lines(lines), &mut glyphs, LookSupport::FULL, None)
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
            assert!(few <= MAX_SHIFTS * (3 + 2 * MAX_OFFSETS + 5 * MAX_VOTING_COLUMNS + 4), "{few} steps a row");
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
                let gain = kept[end] - kept[first] + exposed[free.end] - exposed[free.start] - SHIFT_BYTES;
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
