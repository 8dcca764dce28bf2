//! In which order the rows of a frame are painted that there is no room for at once.
//!
//! First what costs little, as the mark of a list and the numbers of a status line: they tell where the reader is. Then
//! the rows that have just come in, which will be seen longest while a text scrolls. Then the others in turn, from where
//! the last frame was cut, so that each has its turn while a key is held.

use super::grid::Grid;
use super::scroll::{Shift, change};

/// Estimated bytes up to which a row costs little.
const LITTLE: i64 = 40;

/// All rows in that order. `shown` is what the terminal shows after the shifts; `next` is where the last frame was cut.
pub(super) fn rows(shown: &Grid, wanted: &Grid, shifts: &[Shift], next: usize) -> Vec<usize> {
    let height = wanted.height;
    let mut rows: Vec<usize> = (next.min(height)..height).chain(0..next.min(height)).collect();
    let rank = |y: usize| {
        if change(shown.row(y), wanted.row(y)) <= LITTLE {
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
    use crate::term::painter::{glyphs::Glyphs, scroll};
    use crate::{
        term::{Depth, Settled},
        text::width::Ambiguous,
    };

    fn grids(before: &[&str], after: &[&str]) -> (Grid, Grid) {
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, Settled::NARROW);
        let mut grid = |rows: &[&str]| Grid::of(&Buffer::with_lines(rows.to_vec()), &mut glyphs, Depth::True);
        (grid(before), grid(after))
    }

    const A: &str = "河流在春天漲水，兩岸的人把船繫在柳樹上。";
    const B: &str = "老人說，從前的橋是用整根的木頭做成的。";
    const C: &str = "燈塔每夜亮著，守塔的人早晨才吹熄那盞燈。";
    const D: &str = "下雪以後路很靜，只有郵差還挨家挨戶送信。";

    #[test]
    fn each_row_has_its_turn() {
        let (shown, wanted) = grids(&[A, B, C, "1"], &[B, C, D, "2"]);
        assert_eq!(rows(&shown, &wanted, &[], 0), [3, 0, 1, 2]);
        assert_eq!(rows(&shown, &wanted, &[], 2), [3, 2, 0, 1]);
        assert_eq!(rows(&shown, &wanted, &[], 9), [3, 0, 1, 2]);
    }

    #[test]
    fn what_came_in_is_painted_first() {
        let (mut shown, wanted) = grids(&[D, A, B, C, "1"], &[A, B, C, D, "2"]);
        let shifts = scroll::plan(&shown, &wanted);
        for shift in &shifts {
            shown.shift(shift.top, shift.bottom, shift.by);
        }
        // An earlier frame left the first row stale.
        let (stale, _) = grids(&[D, "", "", "", ""], &["", "", "", "", ""]);
        shown.take_row(0, &stale);
        assert_eq!(rows(&shown, &wanted, &shifts, 0), [1, 2, 4, 3, 0]);
    }
}
