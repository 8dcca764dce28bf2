//! Sequences of frames are painted into emulators, whose screens must then be the frames.

use proptest::prelude::*;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect, Size},
    style::{Color, Modifier, Style},
};

use super::emulators::{Alacritty, Emulator, Seen, vt100};
use super::{CellLink, Painter};
use crate::term::{Capability, Scroll};
use crate::text::width::{Ambiguous, cells};

/// The expected screen of a frame: by ratatui's rules, but half a wide symbol is a blank, never drawn over another's
/// cell.
pub(super) fn expected(frame: &Buffer, kept: Modifier) -> Vec<Vec<Seen>> {
    let width = usize::from(frame.area.width);
    let rows = frame.content.chunks(width.max(1));
    rows.map(|row| {
        let mut seen: Vec<Seen> = Vec::new();
        while let Some(cell) = row.get(seen.len()) {
            let of = |text: &str| Seen::new(text, cell.fg, cell.bg, cell.modifier & kept);
            let wide = cells(cell.symbol(), Ambiguous::Narrow) == 2;
            let covered = row.get(seen.len() + 1).is_some_and(|next| next.symbol() == " ");
            match (wide, covered) {
                (true, true) => seen.extend([of(cell.symbol()), of("")]),
                (true, false) => seen.push(of(" ")),
                (false, _) => seen.push(of(cell.symbol())),
            }
        }
        seen
    })
    .collect()
}

#[derive(Clone, Debug)]
pub(super) enum FrameChange {
    /// Text put into a row.
    Text { row: u16, column: u16, text: String, style: Style },
    /// A band of rows moved.
    Scroll { top: u16, rows: u16, by: i16 },
    /// A popup laid over what is there: cleared and framed.
    Popup { area: Rect, style: Style },
    /// A style laid over an area.
    Paint { area: Rect, style: Style },
    /// One cell set, whatever is beside it.
    Cell { column: u16, row: u16, symbol: &'static str },
    /// A blank frame.
    Blank,
    /// Another size.
    Resize { width: u16, height: u16 },
    /// Cells that lead somewhere, in this frame and those after it.
    Link { row: u16, from: u16, columns: u16, address: &'static str },
    /// No cell leads anywhere any more.
    Unlink,
    /// A forced repaint.
    Repaint,
}

fn style(modifiers: Modifier) -> impl Strategy<Value = Style> {
    let color = prop_oneof![
        4 => Just(Color::Reset),
        1 => Just(Color::Red),
        1 => Just(Color::LightBlue),
        1 => Just(Color::Indexed(200)),
        1 => Just(Color::Rgb(1, 20, 255)),
    ];
    let modifier = prop_oneof![3 => Just(0), 1 => any::<u16>()];
    (color.clone(), color, modifier).prop_map(move |(fg, bg, bits)| {
        Style::new().fg(fg).bg(bg).add_modifier(Modifier::from_bits_truncate(bits) & modifiers)
    })
}

fn area() -> impl Strategy<Value = Rect> {
    (0..40_u16, 0..14_u16, 1..30_u16, 1..8_u16).prop_map(|(x, y, width, height)| Rect { x, y, width, height })
}

fn change(modifiers: Modifier) -> impl Strategy<Value = FrameChange> {
    let text = prop_oneof![
        "[國家新聞今天，。一二三四五六七八九十]{1,24}",
        "[a-z 한글あいう国]{1,40}",
        "[─—… x=]{1,30}",
        " {1,40}",
    ];
    let address = prop::sample::select(vec!["https://example.org/a", "http://example.org/b?c=d"]);
    let symbol = prop::sample::select(vec!["國", "a", " ", "│", "é", "カ", "한"]);
    prop_oneof![
        6 => (0..14_u16, 0..40_u16, text, style(modifiers)).prop_map(|(row, column, text, style)| FrameChange::Text { row, column, text, style }),
        5 => (0..14_u16, 2..14_u16, -3..=3_i16).prop_map(|(top, rows, by)| FrameChange::Scroll { top, rows, by }),
        1 => (area(), style(modifiers)).prop_map(|(area, style)| FrameChange::Popup { area, style }),
        2 => (area(), style(modifiers)).prop_map(|(area, style)| FrameChange::Paint { area, style }),
        3 => (0..40_u16, 0..14_u16, symbol).prop_map(|(column, row, symbol)| FrameChange::Cell { column, row, symbol }),
        1 => Just(FrameChange::Blank),
        1 => (0..48_u16, 0..15_u16).prop_map(|(width, height)| FrameChange::Resize { width, height }),
        2 => (0..14_u16, 0..40_u16, 1..30_u16, address).prop_map(|(row, from, columns, address)| FrameChange::Link { row, from, columns, address }),
        1 => Just(FrameChange::Unlink),
        1 => Just(FrameChange::Repaint),
    ]
}

pub(super) fn apply(change: &FrameChange, frame: &mut Buffer) {
    let all = frame.area;
    match change {
        FrameChange::Text { row, column, text, style } if *row < all.height && *column < all.width => {
            frame.set_string(*column, *row, text, *style);
        }
        FrameChange::Scroll { top, rows, by } => {
            let before = frame.clone();
            for y in (*top..top + rows).filter(|y| *y < all.height) {
                let from = y.saturating_add_signed(*by).clamp(*top, top + rows).min(all.height - 1);
                (0..all.width).for_each(|x| frame[(x, y)] = before[(x, from)].clone());
            }
        }
        FrameChange::Popup { area, style } => {
            let area = area.intersection(all);
            for at in area.positions() {
                frame[at].reset();
                let edge = at.x == area.x || at.x + 1 == area.right();
                frame[at].set_symbol(if edge { "|" } else { " " }).set_style(*style);
            }
        }
        FrameChange::Paint { area, style } => frame.set_style(*area, *style),
        FrameChange::Cell { column, row, symbol } => {
            if let Some(cell) = frame.cell_mut((*column, *row)) {
                cell.set_symbol(symbol);
            }
        }
        FrameChange::Blank => frame.reset(),
        FrameChange::Resize { width, height } => {
            let mut next = Buffer::empty(Rect::new(0, 0, *width, *height));
            for at in next.area.intersection(all).positions() {
                next[at] = frame[at].clone();
            }
            *frame = next;
        }
        _ => {}
    }
}

/// Glyphs lead where the last link over them does; what no link covers leads nowhere.
fn check_links(links: &[CellLink], emulator: &dyn Emulator) {
    for (y, (leads, row)) in emulator.links().unwrap_or_default().iter().zip(emulator.screen()).enumerate() {
        for (x, (lead, seen)) in leads.iter().zip(row).enumerate() {
            let over = |link: &&CellLink| usize::from(link.row) == y && link.columns.contains(&(x as u16));
            let expected_link = links.iter().rfind(over).map(|link| &*link.address);
            // Blanks at the end of a link are not part of it; the second cell of a glyph goes with the first.
            if !seen.text.is_empty() && (seen.text != " " || expected_link.is_none()) {
                assert_eq!(lead.as_deref(), expected_link, "column {x} of row {y}, {seen:?}, with {links:?}");
            }
        }
    }
}

/// Paints frames one after the other, some of them cut after so many bytes and never ended; after each that is not, the
/// screen must be the frame, and nothing more is then sent for it.
fn replay(
    mut capability: Capability,
    frames: &[Vec<FrameChange>],
    cut: Option<usize>,
    emulator: &mut dyn Emulator,
    kept: Modifier,
) {
    capability.ambiguous = Ambiguous::Narrow;
    let able = capability.links;
    let mut frame = Buffer::empty(Rect::new(0, 0, 40, 12));
    let mut painter = Painter::new(Size::new(40, 12), capability);
    let mut links = Vec::new();
    for (number, changes) in frames.iter().enumerate() {
        for change in changes {
            apply(change, &mut frame);
            match change {
                // Emulators have at least one cell.
                FrameChange::Resize { width, height } => emulator.resize((*width).max(2), (*height).max(1)),
                FrameChange::Repaint => painter.repaint(),
                FrameChange::Link { row, from, columns, address } => {
                    let columns = *from..from + columns;
                    links.push(CellLink { row: *row, columns, address: (*address).to_owned() });
                }
                FrameChange::Unlink => links.clear(),
                _ => {}
            }
        }
        let cursor = (number % 3 == 0).then_some(Position::new(number as u16, 1));
        let (mut bytes, mut parts) = (Vec::new(), 0);
        let ends = number % 3 == 2 || number + 1 == frames.len();
        let whole = loop {
            let whole = painter.paint_part(&frame, &links, cursor, cut.unwrap_or(usize::MAX));
            let sent = painter.take();
            emulator.feed(&sent);
            bytes.extend(sent);
            parts += 1;
            if whole || !ends && parts == 2 {
                break whole;
            }
            // Each part brings a row, or moves rows.
            assert!(parts < 4 * 14, "it comes to no end");
        };
        if !whole {
            continue;
        }
        if frame.area.width >= 2 && frame.area.height >= 1 {
            let text = String::from_utf8_lossy(&bytes).replace('\x1b', "^");
            let (expected, screen) = (expected(&frame, kept), emulator.screen());
            for (y, (expected_cell, seen)) in expected.iter().zip(&screen).enumerate() {
                assert_eq!(expected_cell, seen, "row {y} of frame {number} after {changes:?}: {text}");
            }
            assert_eq!(expected.len(), screen.len());
            check_links(if able { &links } else { &[] }, emulator);
            let cursor = cursor.filter(|at| frame.area.contains(*at)).map(|at| (at.x, at.y));
            assert_eq!(cursor, emulator.cursor(), "{text}");
        }
        painter.paint_linked(&frame, &links, cursor);
        assert_eq!(painter.take(), b"");
    }
    if frame.area.width >= 2 && frame.area.height >= 1 {
        let before = emulator.screen();
        painter.repaint();
        painter.paint_linked(&frame, &links, None);
        emulator.feed(&painter.take());
        assert!(before == emulator.screen(), "a full repaint changes something");
        check_links(if able { &links } else { &[] }, emulator);
    }
}

pub(super) fn frames(modifiers: Modifier) -> impl Strategy<Value = Vec<Vec<FrameChange>>> {
    prop::collection::vec(prop::collection::vec(change(modifiers), 1..5), 1..10)
}

fn capability() -> impl Strategy<Value = Capability> {
    let scroll = prop_oneof![1 => Just(Scroll::None), 1 => Just(Scroll::Edge), 3 => Just(Scroll::Lines)];
    (scroll, any::<[bool; 8]>()).prop_map(
        |(scroll, [sync, repeat, one_axis, erase_cells, erase_in_colour, measured, attributes_off, links])| {
            Capability {
                depth: crate::term::Depth::True,
                sync,
                scroll,
                repeat,
                one_axis,
                erase_cells,
                erase_in_colour,
                measured,
                attributes_off,
                links,
                ..Capability::default()
            }
        },
    )
}

fn cut() -> impl Strategy<Value = Option<usize>> {
    prop_oneof![1 => Just(None), 2 => (1..200_usize).prop_map(Some)]
}

const VT100: Modifier = Modifier::BOLD.union(Modifier::ITALIC).union(Modifier::UNDERLINED).union(Modifier::REVERSED);
const ALACRITTY: Modifier = VT100.union(Modifier::DIM).union(Modifier::HIDDEN).union(Modifier::CROSSED_OUT);

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn alacritty_shows_the_frames(capability in capability(), frames in frames(ALACRITTY), cut in cut(), wraps in any::<bool>()) {
        let mut emulator = Alacritty::new(40, 12);
        emulator.feed(if wraps { b"\x1b[?1049h" } else { b"\x1b[?1049h\x1b[?7l" });
        replay(capability, &frames, cut, &mut emulator, ALACRITTY);
        prop_assert!(!emulator.lost_lines());
    }

    #[test]
    fn what_lies_beyond_the_frames_stays_blank(
        capability in capability(),
        frames in frames(ALACRITTY),
        cut in cut(),
        (columns, rows) in (0..30_u16, 0..9_u16),
    ) {
        let size = Size::new(40, 12);
        let terminal = Size::new(40 + columns, 12 + rows);
        let mut emulator = Alacritty::new(terminal.width, terminal.height);
        let noise = (1..=terminal.height).map(|row| format!("\x1b[{row}H\x1b[41m{}", "x".repeat(terminal.width.into())));
        emulator.feed(format!("\x1b[?1049h\x1b[?7l{}", noise.collect::<String>()).as_bytes());
        let mut painter = Painter::new(size, Capability { ambiguous: Ambiguous::Narrow, ..capability });
        painter.resize_within(size, terminal);
        let mut frame = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        for changes in frames {
            let kept = changes.iter().filter(|change| !matches!(change, FrameChange::Resize { .. } | FrameChange::Repaint));
            kept.for_each(|change| apply(change, &mut frame));
            while !painter.paint_part(&frame, &[], None, cut.unwrap_or(usize::MAX)) {
                emulator.feed(&painter.take());
            }
            emulator.feed(&painter.take());
            let screen = emulator.screen();
            for (y, (expected_cell, seen)) in expected(&frame, ALACRITTY).iter().zip(&screen).enumerate() {
                prop_assert_eq!(expected_cell, &seen[..40], "row {}", y);
            }
            let beyond = screen.iter().enumerate().flat_map(|(y, row)| &row[if y < 12 { 40 } else { 0 }..]);
            let blank = Seen::new(" ", Color::Reset, Color::Reset, Modifier::empty());
            beyond.for_each(|seen| assert_eq!(*seen, blank));
        }
    }

    #[test]
    fn vt100_shows_the_frames(capability in capability(), frames in frames(VT100), cut in cut()) {
        let capability = Capability { repeat: false, ..capability };
        let mut emulator = vt100(40, 12);
        replay(capability, &frames, cut, &mut emulator, VT100);
    }
}
