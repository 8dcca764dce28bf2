//! The order of the rows of a frame that is too long to be sent at once.
//!
//! First what costs little, as the mark of a list and the numbers of a status line: they show where the reader is. Then
//! the rows that have just come in, which will be seen longest while a text scrolls. Then the others in turn, from
//! where the last frame was cut, so that each has its turn while a key is held.

use super::{
    grid::{Grid, ShiftedRows},
    scroll::{Shift, change},
};

/// Estimated bytes of a change that costs little.
const MAX_SMALL_CHANGE_BYTES: i64 = 40;

/// All rows in that order. `shown` is what the terminal shows after the shifts; `next` is where the last frame was cut.
pub(super) fn rows(shown: &ShiftedRows<'_>, target: &Grid, shifts: &[Shift], next: usize) -> Vec<usize> {
    let height = target.height;
    let mut rows: Vec<usize> = (next.min(height)..height).chain(0..next.min(height)).collect();
    let rank = |y: usize| {
        if change(shown.row(y), target.row(y)) <= MAX_SMALL_CHANGE_BYTES {
            0
        } else if shifts.iter().any(|shift| shift.exposed().contains(&y)) {
            1
        } else {
            2
        }
    };
    // Those of one rank keep their turn, but what has just come in is read from above.
    rows.sort_by_cached_key(|y| (rank(*y), if rank(*y) == 1 { *y } else { 0 }));
    rows
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::term::painter::glyphs::Glyphs;
    use crate::{
        term::{KnownWidths, LookSupport},
        text::width::Ambiguous,
    };

    fn grids(before: &[&str], after: &[&str]) -> (Grid, Grid) {
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, KnownWidths::NARROW);
        let mut grid =
            |rows: &[&str]| Grid::from_buffer(&Buffer::with_lines(rows.to_vec()), &mut glyphs, LookSupport::FULL, None);
        (grid(before), grid(after))
    }

    const A: &str = "河流在春天漲水，兩岸的人把船繫在柳樹上。";
    const B: &str = "老人說，從前的橋是用整根的木頭做成的。";
    const C: &str = "燈塔每夜亮著，守塔的人早晨才吹熄那盞燈。";
    const D: &str = "下雪以後路很靜，只有郵差還挨家挨戶送信。";

    #[test]
    fn each_row_has_its_turn() {
        let (shown, target) = grids(&[A, B, C, "1"], &[B, C, D, "2"]);
        let order = |next| rows(&ShiftedRows::unshifted(&shown), &target, &[], next);
        assert_eq!(order(0), [3, 0, 1, 2]);
        assert_eq!(order(2), [3, 2, 0, 1]);
        assert_eq!(order(9), [3, 0, 1, 2]);
    }

    #[test]
    fn what_came_in_is_painted_first() {
        // An earlier frame left the first row stale.
        let (shown, target) = grids(&[D, "", B, C, "1"], &[A, B, C, D, "2"]);
        let shifts = [Shift { top: 1, bottom: 3, by: 1 }];
        let mut moved = ShiftedRows::unshifted(&shown);
        moved.shift(1, 3, 1);
        assert_eq!(rows(&moved, &target, &shifts, 0), [1, 2, 4, 3, 0]);
    }
}
