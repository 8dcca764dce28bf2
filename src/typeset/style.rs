//! The style of the lines of one part: indents, markers, alignment. Nothing in here looks at text.

use crate::{
    script::Language,
    text::width::{self, Ambiguous},
};

use super::{
    choice::{Align, ListStyle, Quotation},
    line::{Marker, Role},
    part::{LayoutPart, ListItem},
    setting::Setting,
};

/// The style of the lines of one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    /// Cells before every line.
    pub left: u16,
    /// Cells before the first line besides.
    pub first: u16,
    /// Their alignment in the rest of the measure.
    pub align: Align,
    /// True if they are made about equally long.
    pub balance: bool,
    /// The marker in the first line's indent.
    pub marker: Marker,
    /// The marker in the other lines' indent.
    pub marker_after: Marker,
}

const PLAIN: Style =
    Style { left: 0, first: 0, align: Align::Left, balance: false, marker: Marker::None, marker_after: Marker::None };

/// Cells that must be left for the text beside an indent.
const MIN_TEXT_CELLS: u16 = 6;
/// The narrowest measure at which an item's text begins at an even cell.
const MIN_EVEN_MEASURE: u16 = 20;
/// Cells of the widest label of a note that hangs beside all lines.
const MAX_HANGING_LABEL: u16 = 8;
/// Items before and after one that are looked at for the widest number of their list.
const MAX_NEIGHBOURS: usize = 500;

/// The style of the part at `index`, whose text is in `language`.
pub(crate) fn style(parts: &[LayoutPart], index: usize, language: Language, setting: &Setting) -> Style {
    let Some(part) = parts.get(index) else { return PLAIN };
    let paragraph = |first| Style { first, ..PLAIN };
    match part.role {
        Role::Title => Style { align: setting.title, balance: setting.balance, ..PLAIN },
        Role::Byline => Style { align: setting.title, ..PLAIN },
        Role::Heading(level) => Style { align: setting.heading(level), balance: setting.balance, ..PLAIN },
        Role::Text => {
            let after_heading = index > 0 && matches!(parts[index - 1].role, Role::Heading(_));
            let indented = setting.indent_after_heading || !after_heading;
            paragraph(if indented { setting.indent_cells(language) } else { 0 })
        }
        Role::Quote => match setting.quotation {
            Quotation::Bar => marked(setting, Marker::Bar, Marker::Bar, 2, 0),
            Quotation::Indent => Style { left: inset(setting.measure, 4), ..PLAIN },
            Quotation::Plain => paragraph(setting.indent_cells(language)),
        },
        Role::Related => marked(setting, Marker::Bullet, Marker::None, 2, 0),
        Role::Item => item(parts, index, part, language, setting),
        Role::Math | Role::Definition => Style { left: inset(setting.measure, 4), ..PLAIN },
        Role::Note => note(parts, index, part, setting),
        _ => PLAIN,
    }
}

/// An indent of so many cells, or of half as many where the measure is narrow, or none.
fn inset(measure: u16, cells: u16) -> u16 {
    [cells, cells / 2].into_iter().find(|cells| measure >= 8 * cells).unwrap_or(0)
}

fn item(parts: &[LayoutPart], index: usize, part: &LayoutPart, language: Language, setting: &Setting) -> Style {
    let Some(ListItem { level, marker }) = part.item else { return PLAIN };
    let nested = (2 * u16::from(level.saturating_sub(1))).min(setting.measure / 4);
    let room = widest(parts, index, level).max(marker.cells());
    // Wide characters fill an even number of cells.
    let room = if setting.measure >= MIN_EVEN_MEASURE { room.next_multiple_of(2) } else { room };
    let hanging = marked(setting, marker, Marker::None, room, nested);
    // A further paragraph of an item begins as paragraphs do.
    let indent =
        |left: u16| if setting.measure >= left + 2 * MIN_TEXT_CELLS { setting.indent_cells(language) } else { 0 };
    match setting.list {
        ListStyle::Hanging if marker == Marker::None => {
            Style { first: indent(hanging.left).min(setting.measure.saturating_sub(hanging.left + 2)), ..hanging }
        }
        ListStyle::Hanging => hanging,
        // The marker alone stands before the first line.
        ListStyle::Flush => {
            let first = if hanging.marker == Marker::None { 0 } else { marker.cells() };
            Style { left: hanging.left.saturating_sub(room).min(nested), first, ..hanging }
        }
    }
}

/// The style of a note, whose label hangs in the indent that those of all notes around it share.
fn note(parts: &[LayoutPart], index: usize, part: &LayoutPart, setting: &Setting) -> Style {
    let cells = |part: &LayoutPart| {
        let label = (part.role == Role::Note).then_some(part.label.as_ref())?;
        Some(label.map_or(0, |label| label_cells(label, setting.ambiguous)))
    };
    let Some(own) = cells(part).filter(|own| *own > 0) else { return PLAIN };
    let before = parts[..index].iter().rev().take(MAX_NEIGHBOURS).map_while(cells);
    let after = parts[index..].iter().take(MAX_NEIGHBOURS).map_while(cells);
    let room = before.chain(after).max().unwrap_or(own).min(MAX_HANGING_LABEL).next_multiple_of(2);
    let fits = |left: &u16| setting.measure >= (*left).max(own) + MIN_TEXT_CELLS;
    let Some(left) = [room, 2, 0].into_iter().find(fits) else { return PLAIN };
    // A longer label pushes the first line.
    Style { left, first: own.saturating_sub(left), ..PLAIN }
}

/// Cells of the label of a note, with the free cell after it.
pub(crate) fn label_cells(label: &str, ambiguous: Ambiguous) -> u16 {
    u16::try_from(width::cells(label, ambiguous)).unwrap_or(u16::MAX - 1) + 1
}

/// Cells of the widest marker among the items of a list, so that their text begins at one column.
fn widest(parts: &[LayoutPart], index: usize, level: u8) -> u16 {
    // Cells of the marker of an item of this list, 0 for one of a list inside it; `None` where the list has ended.
    let quoted = parts.get(index).map_or(0, |part| part.quoted);
    let cells = |part: &LayoutPart| match part.item.filter(|_| part.quoted == quoted) {
        Some(item) if item.level == level => Some(item.marker.cells()),
        Some(item) if item.level > level => Some(0),
        _ => None,
    };
    let before = parts[..index].iter().rev().take(MAX_NEIGHBOURS).map_while(cells);
    let after = parts[index..].iter().take(MAX_NEIGHBOURS).map_while(cells);
    before.chain(after).max().unwrap_or(0)
}

/// Lines beside a marker for which `room` cells are kept. Where hardly anything would be left for the text, there is
/// none.
fn marked(setting: &Setting, marker: Marker, marker_after: Marker, room: u16, nested: u16) -> Style {
    let left = [nested + room, room, marker.cells()];
    let fits = |left: &u16| setting.measure >= left + MIN_TEXT_CELLS;
    match left.into_iter().find(fits) {
        Some(left) => Style { left, marker, marker_after, ..PLAIN },
        None if setting.measure >= marker.cells() + 2 => Style { left: marker.cells(), marker, marker_after, ..PLAIN },
        None => PLAIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::NumberStyle, text::Part, typeset::part::item_marker};

    fn items(numbers: &[(u8, Option<u32>)]) -> Vec<LayoutPart> {
        let part = |(index, &(level, number)): (usize, &(u8, Option<u32>))| {
            let item = ListItem { level, marker: item_marker(number, NumberStyle::Decimal) };
            LayoutPart { item: Some(item), ..LayoutPart::new(Part::Body(index as u32), Role::Item) }
        };
        numbers.iter().enumerate().map(part).collect()
    }

    #[test]
    fn the_items_of_a_list_begin_at_one_column() {
        let parts = items(&[(1, Some(9)), (2, None), (1, Some(10)), (1, Some(100))]);
        let setting = Setting::with_measure(40);
        let left: Vec<u16> = (0..4).map(|index| style(&parts, index, Language::Other, &setting).left).collect();
        assert_eq!(left, [6, 4, 6, 6]);
        let flush = Setting { list: ListStyle::Flush, ..setting };
        let stand = |index| {
            let style = style(&parts, index, Language::Other, &flush);
            (style.left, style.first)
        };
        assert_eq!([stand(0), stand(1), stand(3)], [(0, 3), (2, 2), (0, 5)]);
    }

    #[test]
    fn a_narrow_measure_keeps_room_for_the_text() {
        let parts = items(&[(5, Some(4_000_000_000))]);
        for measure in 1..60 {
            for list in [ListStyle::Hanging, ListStyle::Flush] {
                let style = style(&parts, 0, Language::Other, &Setting { list, ..Setting::with_measure(measure) });
                let taken = style.left + style.first;
                assert!(taken == 0 || measure >= taken + 2, "{measure}: {style:?}");
                assert!(style.marker.cells() <= taken);
            }
        }
        assert_eq!([inset(7, 4), inset(16, 4), inset(32, 4)], [0, 2, 4]);
    }
}
