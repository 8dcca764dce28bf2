//! The bars, or the indent, of the quotations around a block, whatever kind it is of.

use std::borrow::Cow;

use crate::text::{safe::Safe, width::Ambiguous};

use super::{
    choice::Quotation,
    line::{Line, LinePiece, PieceContent},
    setting::Setting,
};

/// Cells that one quotation takes on the left.
const QUOTATION_CELLS: u16 = 2;
/// The part of the measure that all quotations around a block may take.
const MAX_SHARE: u16 = 4;

/// Cells on the left that are taken by so many quotations; fewer are drawn where the measure is narrow.
pub(crate) fn cells(quoted: u8, setting: &Setting) -> u16 {
    if setting.quotation == Quotation::Plain {
        return 0;
    }
    let most = setting.measure / MAX_SHARE / QUOTATION_CELLS;
    u16::from(quoted).min(most) * QUOTATION_CELLS
}

/// The setting inside of a frame.
pub(crate) fn inside(setting: &Setting, cells: u16) -> Cow<'_, Setting> {
    if cells == 0 {
        return Cow::Borrowed(setting);
    }
    Cow::Owned(Setting { measure: setting.measure.saturating_sub(cells), ..setting.clone() })
}

/// Moves a line to the right and puts the bars before it.
pub(crate) fn put_around(line: &mut Line, cells: u16, setting: &Setting) {
    if cells == 0 {
        return;
    }
    line.indent += cells;
    let bar = Safe::line(if setting.ambiguous == Ambiguous::Narrow { "│" } else { "|" });
    let bars = (0..cells).step_by(usize::from(QUOTATION_CELLS)).filter(|_| setting.quotation == Quotation::Bar);
    let bars = bars.map(|x| LinePiece { x, content: PieceContent::Decoration(bar.clone()) });
    let placed = std::mem::take(&mut line.placed).into_vec().into_iter();
    line.placed = bars.chain(placed.map(|piece| LinePiece { x: piece.x.saturating_add(cells), ..piece })).collect();
}
