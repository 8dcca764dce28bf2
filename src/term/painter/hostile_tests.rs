//! Properties: a cell's content gets out as glyphs only, and terminals that differ in widths stay in order.

use proptest::prelude::*;
use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
    style::Style,
};

use super::emulators::{Alacritty, Emulator};
use super::{Painter, grid::Grid};
use crate::term::{Capability, Scroll};
use crate::{
    term::{allow, modes},
    text::width::Ambiguous,
};

/// Strings that would do harm, one of each kind.
const HOSTILE: &[&str] = &[
    "\x1b]52;c;Q0FOQVJZ\x07",
    "\x1b]0;CANARY\x07",
    "\x1b]8;;\x1b0m\x1b[>0q",
    "\x1b[2J\x1b[H",
    "\x1b[6n",
    "\x1bP+q544e\x1b\\",
    "\x1b_Ga=T,f=24;CANARY\x1b\\",
    "\x1b[?1003h",
    "A\x1b[99999999b",
    "\x1b(0CANARY",
    "\u{9d}52;c;Q0FOQVJZ\u{9c}",
    "a\u{85}CANARY",
    "abc\x08\x08\x08XYZ",
    "line\nCANARY",
    "a\tb\0c\x7f",
    "a\u{202e}b\u{2066}c\u{2069}",
    "a\u{e0043}\u{e0041}",
    "a\u{fff9}b\u{fffb}",
    "\u{feff}a\u{2028}b",
];

/// All hostile strings, with those of the survey if it is at hand.
fn hostile() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/terminal-payloads.tsv");
    let survey = std::fs::read_to_string(path).unwrap_or_default();
    let field = |line: &str| serde_json::from_str::<String>(line.split('\t').nth(1)?).ok();
    HOSTILE.iter().map(|text| (*text).to_owned()).chain(survey.lines().skip(1).filter_map(field)).collect()
}

fn painted(frame: &Buffer) -> Vec<u8> {
    let mut painter = Painter::new(frame.area.as_size(), Capability::default());
    painter.paint(frame, None);
    painter.take()
}

#[test]
fn a_cell_lets_nothing_out() {
    for text in hostile() {
        let mut frame = Buffer::empty(Rect::new(0, 0, 20, 4));
        // Raw, as a careless view might: whole, and each character in a cell of its own.
        frame[(2, 1)].set_symbol(&text);
        for (x, c) in (0..20).zip(text.chars()) {
            frame[(x, 2)].set_char(c);
        }
        frame.set_string(0, 3, &text, Style::new());
        let bytes = painted(&frame);
        assert_eq!(allow::check(&bytes), Ok(()), "{text:?}");
        let mut emulator = Alacritty::new(20, 4);
        emulator.feed(b"\x1b[?1049h");
        emulator.feed(&bytes);
        assert!(emulator.cursor().is_none() && !emulator.lost_lines(), "{text:?}");
        assert!(emulator.screen()[0].iter().all(|cell| cell.text == " "), "{text:?} reaches another row");
    }
}

#[test]
fn what_is_learnt_repaints_only_what_it_changes() {
    let frame = Buffer::with_lines(["國—家", "news"]);
    let able = Capability::default();
    let mut painter = Painter::new(frame.area.as_size(), able.clone());
    painter.paint(&frame, None);
    let _ = painter.take();
    painter.adapt(Capability { measured: true, sync: true, scroll: Scroll::Lines, ..able.clone() });
    painter.paint(&frame, None);
    assert_eq!(painter.take(), b"");
    painter.adapt(Capability { ambiguous: Ambiguous::Wide, ..able });
    painter.paint(&frame, None);
    assert!(painter.take().windows(4).any(|bytes| bytes == b"\x1b[2J"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn whatever_stands_in_cells_passes_the_list(cells in prop::collection::vec((0..30_u16, 0..3_u16, "\\PC{0,3}|.{0,3}|[\\x00-\\x9f]{1,2}"), 0..40)) {
        let mut frame = Buffer::empty(Rect::new(0, 0, 30, 3));
        for (x, y, text) in &cells {
            frame[(*x, *y)].set_symbol(text);
        }
        prop_assert_eq!(allow::check(&painted(&frame)), Ok(()));
    }

    /// A terminal may draw — in two cells where one was expected, and an emoji in one where two were: all other cells
    /// must still be right.
    #[test]
    fn disputed_widths_spoil_no_other_cell(frames in prop::collection::vec(prop::collection::vec((0..20_u16, 0..4_u16, "[—😀a國]{1,6}"), 1..5), 1..6)) {
        let mut emulator = Alacritty::new(20, 4);
        emulator.feed(&modes::enter(true, modes::OptionalModes::default()));
        let mut painter = Painter::new(Size::new(20, 4), Capability { scroll: Scroll::Lines, ..Capability::default() });
        let mut frame = Buffer::empty(Rect::new(0, 0, 20, 4));
        for changes in frames {
            for (x, y, text) in changes {
                // With what a wide symbol hides set to a blank, as views do.
                frame.set_string(x, y, text, Style::new());
            }
            painter.paint(&frame, None);
            let bytes = String::from_utf8(painter.take()).unwrap();
            emulator.feed(bytes.replace('—', "國").replace('😀', "x").as_bytes());
            let grid = Grid::from_buffer(&frame, &mut painter.glyphs, painter.capability.look_support(), None);
            for (y, row) in emulator.screen().iter().enumerate() {
                for (x, (seen, cell)) in row.iter().zip(grid.row(y).cells).enumerate() {
                    if painter.glyphs.dispute(cell.symbol).is_some() {
                        let stale = cell.cells == 0 && !matches!(seen.text.as_str(), "" | " ");
                        prop_assert!(!stale, "column {} of row {} still shows {}", x, y, seen.text);
                    } else {
                        let mut room = [0; 4];
                        let expected_cell = if cell.cells == 0 { "" } else { painter.glyphs.text(cell.symbol, &mut room) };
                        prop_assert_eq!(&seen.text, expected_cell, "column {} of row {}: {:?}", x, y, bytes.replace('\x1b', "^"));
                    }
                }
            }
        }
    }
}
