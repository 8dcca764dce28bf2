//! A page as it is drawn: the pieces of its lines, with spaces between.

use crate::{
    text::{
        safe::Safe,
        width::{self, Ambiguous},
    },
    typeset::{Line, PieceContent, layout::Layout},
};

/// A line as it is drawn.
fn drawn(line: &Line, text: &Safe, ambiguous: Ambiguous) -> String {
    let (mut row, mut x) = (String::new(), 0);
    for piece in line.pieces(text, ambiguous) {
        let drawn = match &piece.content {
            PieceContent::Text(range) => text.slice(range.clone()),
            PieceContent::Decoration(decoration) => decoration.as_str(),
            PieceContent::Label(label) => label,
        };
        row.extend(std::iter::repeat_n(' ', usize::from(piece.x).saturating_sub(x)));
        row.push_str(drawn);
        x = usize::from(piece.x) + width::cells(drawn, ambiguous);
    }
    row
}

/// All lines of a layout as they are drawn.
pub(in crate::typeset) fn page(layout: &Layout) -> Vec<String> {
    let nothing = Safe::default();
    let lines = layout.lines_from(layout.first(), usize::MAX);
    let text = |line: &Line| layout.rendition().shown(line.part).map_or(&nothing, |shown| &shown.text).clone();
    lines.iter().map(|(_, line)| drawn(line, &text(line), layout.setting().ambiguous)).collect()
}
