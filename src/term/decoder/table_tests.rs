//! Bytes that terminals send, and their meaning. Keys are in the notation of the key maps.

use super::{
    Decoder, TerminalEvent,
    reply::{Ground, Reply},
};
use crate::input::Input;

/// Bytes and the presses they are.
const KEYS: &[(&[u8], &str)] = &[
    // Bytes.
    (b"a", "a"),
    (b"G", "G"),
    (b" ", "<Space>"),
    (b"<", "<lt>"),
    (b"\r", "<Enter>"),
    (b"\n", "<C-j>"),
    (b"\t", "<Tab>"),
    (b"\x7f", "<Backspace>"),
    (b"\x08", "<Backspace>"),
    (b"\0", "<C-Space>"),
    (b"\x03", "<C-c>"),
    (b"\x1a", "<C-z>"),
    (b"\x1c", "<C-\\>"),
    (b"\x1d", "<C-]>"),
    (b"\x1f", "<C-_>"),
    ("國".as_bytes(), "國"),
    ("é".as_bytes(), "é"),
    ("𠮷".as_bytes(), "𠮷"),
    (b"gg", "gg"),
    // xterm and most: cursor keys, both modes.
    (b"\x1b[A", "<Up>"),
    (b"\x1b[B", "<Down>"),
    (b"\x1b[C", "<Right>"),
    (b"\x1b[D", "<Left>"),
    (b"\x1b[H", "<Home>"),
    (b"\x1b[F", "<End>"),
    (b"\x1bOA", "<Up>"),
    (b"\x1bOB", "<Down>"),
    (b"\x1bOC", "<Right>"),
    (b"\x1bOD", "<Left>"),
    (b"\x1bOH", "<Home>"),
    (b"\x1bOF", "<End>"),
    (b"\x1b[Z", "<BackTab>"),
    (b"\x1bOP", "<F1>"),
    (b"\x1bOQ", "<F2>"),
    (b"\x1bOR", "<F3>"),
    (b"\x1bOS", "<F4>"),
    (b"\x1b[15~", "<F5>"),
    (b"\x1b[17~", "<F6>"),
    (b"\x1b[18~", "<F7>"),
    (b"\x1b[19~", "<F8>"),
    (b"\x1b[20~", "<F9>"),
    (b"\x1b[21~", "<F10>"),
    (b"\x1b[23~", "<F11>"),
    (b"\x1b[24~", "<F12>"),
    // Modifiers.
    (b"\x1b[1;2A", "<S-Up>"),
    (b"\x1b[1;3B", "<M-Down>"),
    (b"\x1b[1;5C", "<C-Right>"),
    (b"\x1b[1;6D", "<C-S-Left>"),
    (b"\x1b[1;8H", "<C-M-S-Home>"),
    (b"\x1b[1;5F", "<C-End>"),
    (b"\x1b[1;2P", "<S-F1>"),
    (b"\x1b[1;5R", "<C-F3>"),
    (b"\x1b[15;5~", "<C-F5>"),
    (b"\x1b[3;5~", "<C-Del>"),
    (b"\x1b[5;3~", "<M-PgUp>"),
    (b"\x1b[6;2~", "<S-PgDn>"),
    (b"\x1b[1;5Z", "<C-BackTab>"),
    (b"\x1bO5A", "<C-Up>"),
    (b"\x1bO2P", "<S-F1>"),
    (b"\x1bO1;5C", "<C-Right>"),
    // VT220, PuTTY, screen, tmux.
    (b"\x1b[1~", "<Home>"),
    (b"\x1b[2~", "<Ins>"),
    (b"\x1b[3~", "<Del>"),
    (b"\x1b[4~", "<End>"),
    (b"\x1b[5~", "<PgUp>"),
    (b"\x1b[6~", "<PgDn>"),
    (b"\x1b[11~", "<F1>"),
    (b"\x1b[14~", "<F4>"),
    (b"\x1b[25~", "<F13>"),
    (b"\x1b[26~", "<F14>"),
    (b"\x1b[28~", "<F15>"),
    (b"\x1b[29~", "<F16>"),
    (b"\x1b[31~", "<F17>"),
    (b"\x1b[34~", "<F20>"),
    // rxvt.
    (b"\x1b[7~", "<Home>"),
    (b"\x1b[8~", "<End>"),
    (b"\x1b[a", "<S-Up>"),
    (b"\x1b[d", "<S-Left>"),
    (b"\x1bOa", "<C-Up>"),
    (b"\x1bOc", "<C-Right>"),
    (b"\x1b[3^", "<C-Del>"),
    (b"\x1b[3$", "<S-Del>"),
    (b"\x1b[3@", "<C-S-Del>"),
    (b"\x1b[5^", "<C-PgUp>"),
    (b"\x1b[23$", "<S-F11>"),
    // The Linux console.
    (b"\x1b[[A", "<F1>"),
    (b"\x1b[[E", "<F5>"),
    // The keypad in application mode.
    (b"\x1bOM", "<Enter>"),
    (b"\x1bOj", "*"),
    (b"\x1bOk", "+"),
    (b"\x1bOm", "-"),
    (b"\x1bOn", "."),
    (b"\x1bOo", "/"),
    (b"\x1bOp", "0"),
    (b"\x1bOy", "9"),
    (b"\x1bOX", "="),
    // xterm's modifyOtherKeys.
    (b"\x1b[27;5;105~", "<C-i>"),
    (b"\x1b[27;5;13~", "<C-Enter>"),
    (b"\x1b[27;2;9~", "<BackTab>"),
    (b"\x1b[27;2;65~", "A"),
    // The kitty keyboard.
    (b"\x1b[27u", "<Esc>"),
    (b"\x1b[97u", "a"),
    (b"\x1b[97;5u", "<C-a>"),
    (b"\x1b[97;3u", "<M-a>"),
    (b"\x1b[97;33u", "<M-a>"),
    (b"\x1b[27u", "<Esc>"),
    (b"\x1b[27;1:1u", "<Esc>"),
    (b"\x1b[27;65u", "<Esc>"),
    (b"\x1b[106;5u", "<C-j>"),
    (b"\x1b[106;5:2u", "<C-j>"),
    // With Caps Lock and Num Lock on; with a shifted key, and the key's place on a keyboard of another alphabet.
    (b"\x1b[99;197u", "<C-c>"),
    (b"\x1b[49:33;6u", "<C-!>"),
    (b"\x1b[1089::99;5u", "<C-c>"),
    (b"\x1b[1089:1057:99;6u", "<C-c>"),
    (b"\x1b[1081::113;3u", "<M-q>"),
    (b"\x1b[1089::99u", "с"),
    (b"\x1b[228::39;5u", "<C-'>"),
    (b"\x1b[97:65;2u", "A"),
    (b"\x1b[97;2u", "A"),
    (b"\x1b[49:33;2u", "!"),
    (b"\x1b[97;;229u", "å"),
    (b"\x1b[22269u", "国"),
    (b"\x1b[13;2u", "<S-Enter>"),
    (b"\x1b[9;2u", "<BackTab>"),
    (b"\x1b[127;5u", "<C-Backspace>"),
    (b"\x1b[32;5u", "<C-Space>"),
    (b"\x1b[97;65u", "a"),
    (b"\x1b[57376u", "<F13>"),
    (b"\x1b[57398u", "<F35>"),
    (b"\x1b[57399u", "0"),
    (b"\x1b[57414u", "<Enter>"),
    (b"\x1b[57421u", "<PgUp>"),
    (b"\x1b[1;1:2B", "<Down>"),
    (b"\x1b[P", "<F1>"),
    (b"\x1b[13~", "<F3>"),
];

/// Bytes that are a key right behind an ESC, and that key.
const ESCAPED: &[(&[u8], &str)] = &[
    (b"\x1ba", "a"),
    (b"\x1bA", "A"),
    (b"\x1b\r", "<Enter>"),
    (b"\x1b\x7f", "<Backspace>"),
    (b"\x1b\x06", "<C-f>"),
    ("\x1b國".as_bytes(), "國"),
    (b"\x1b ", "<Space>"),
    // rxvt, and a keyboard where Escape comes right before a key of several bytes.
    (b"\x1b\x1b[A", "<Up>"),
    (b"\x1b\x1bOa", "<C-Up>"),
    (b"\x1b\x1b[3~", "<Del>"),
    ("\x1bｊ".as_bytes(), "ｊ"),
];

/// Bytes that are nobody's key and no answer that is used.
const NOTHING: &[&[u8]] = &[
    // A key let go, modifiers alone, keys of the window manager.
    b"\x1b[1;1:3B",
    b"\x1b[97;1:3u",
    b"\x1b[57441u",
    b"\x1b[97;9u",
    // The mouse moving, a button let go, the right button.
    b"\x1b[<35;3;4M",
    b"\x1b[<0;3;4m",
    b"\x1b[<2;3;4M",
    b"\x1b[<66;3;4M",
    b"\x1b[<0;0;4M",
    b"\x1b[<0;70000;4M",
    b"\x1b[<;;M",
    // Unknown keys and bytes.
    b"\x1b[E",
    b"\x1b[99~",
    b"\x1bO!",
    b"\xff",
    b"\x80",
    b"\xc2\x9b",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xc0\xaf",
];

/// Answers that are understood as such and not used.
const OTHERS: &[&[u8]] = &[
    b"\x1b[7n",
    b"\x1b[?997;1n",
    b"\x1b[8;24;80t",
    b"\x1b[4;1$y",
    b"\x1bP1+r544e=78\x1b\\",
    b"\x1bP!|7E565445\x1b\\",
    b"\x1b]52;c;aGk=\x1b\\",
    b"\x1b]11;rgb:zz/00/00\x07",
    b"\x1b]11;#\xe5\x9c\x8b\x07",
    b"\x1b_Gi=1\x1b\\",
    b"\x1b[?1;3;0S",
];

/// All bytes of the tables here, and beginnings and ends of longer things.
pub(super) fn samples() -> Vec<Vec<u8>> {
    const ENDS: &[&[u8]] =
        &[b"\x1b", b"\x1b[", b"\x1b]", b"\x1bP", b"\x1b[200~", b"\x1b[201~", b"\x1b\\", b"\x07", b"\x1b[M", b"\x1b[["];
    let keys = KEYS.iter().chain(ESCAPED).map(|(bytes, _)| *bytes);
    keys.chain(NOTHING.iter().copied())
        .chain(OTHERS.iter().copied())
        .chain(ENDS.iter().copied())
        .map(<[u8]>::to_vec)
        .collect()
}

fn input(input: Input) -> Vec<TerminalEvent> {
    vec![TerminalEvent::Input(input)]
}

fn reply(reply: Reply) -> Vec<TerminalEvent> {
    vec![TerminalEvent::Reply(reply)]
}

fn whole(bytes: &[u8]) -> Vec<TerminalEvent> {
    let mut decoder = Decoder::default();
    let out = decoder.feed(bytes);
    assert_eq!(decoder.patience(), None, "{:?} leaves something pending", bytes.escape_ascii().to_string());
    out
}

#[test]
fn keys_are_recognised() {
    for (bytes, notation) in KEYS {
        let presses = crate::input::parse_presses(notation).unwrap();
        let expected: Vec<TerminalEvent> =
            presses.into_iter().map(|press| TerminalEvent::Input(Input::Press(press))).collect();
        assert_eq!(whole(bytes), expected, "{} is {notation}", bytes.escape_ascii());
    }
}

#[test]
fn a_key_behind_an_escape_is_told_as_such() {
    for (bytes, notation) in ESCAPED {
        let press = notation.parse().unwrap();
        assert_eq!(whole(bytes), input(Input::Escaped(press)), "{} is {notation}", bytes.escape_ascii());
    }
}

#[test]
fn nothing_comes_of_nothing() {
    for bytes in NOTHING {
        assert_eq!(whole(bytes), [], "{}", bytes.escape_ascii());
    }
}

#[test]
fn the_mouse_and_the_focus() {
    assert_eq!(whole(b"\x1b[<0;3;4M"), input(Input::Click { column: 2, row: 3 }));
    assert_eq!(whole(b"\x1b[<16;223;300M"), input(Input::Click { column: 222, row: 299 }));
    assert_eq!(whole(b"\x1b[<64;1;1M"), input(Input::Wheel(-1)));
    assert_eq!(whole(b"\x1b[<65;1;1M"), input(Input::Wheel(1)));
    assert_eq!(whole(b"\x1b[<69;1;1M"), input(Input::Wheel(1)));
    // The old form, as it came before 1006, and rxvt's.
    assert_eq!(whole(b"\x1b[M #$"), input(Input::Click { column: 2, row: 3 }));
    assert_eq!(whole(b"\x1b[Ma!!"), input(Input::Wheel(1)));
    assert_eq!(whole(b"\x1b[32;3;4M"), input(Input::Click { column: 2, row: 3 }));
    assert_eq!(whole(b"\x1b[I"), input(Input::Focus(true)));
    assert_eq!(whole(b"\x1b[O"), input(Input::Focus(false)));
}

#[test]
fn answers_are_recognised() {
    assert_eq!(whole(b"\x1b[2;5R"), reply(Reply::Cursor { row: 1, column: 4 }));
    assert_eq!(whole(b"\x1b[1;80R"), reply(Reply::Cursor { row: 0, column: 79 }));
    assert_eq!(whole(b"\x1b[?2;5R"), reply(Reply::Cursor { row: 1, column: 4 }));
    assert_eq!(whole(b"\x1b[?62;4;22c"), reply(Reply::PrimaryAttributes(vec![62, 4, 22])));
    assert_eq!(whole(b"\x1b[?62;c"), reply(Reply::PrimaryAttributes(vec![62])));
    assert_eq!(whole(b"\x1b[>41;379;0c"), reply(Reply::SecondaryAttributes(vec![41, 379, 0])));
    assert_eq!(whole(b"\x1b[?2026;2$y"), reply(Reply::Mode { mode: 2026, state: 2 }));
    assert_eq!(whole(b"\x1b[?1u"), reply(Reply::KittyKeyboard(1)));
    assert_eq!(whole(b"\x1bP>|XTerm(379)\x1b\\"), reply(Reply::Version("XTerm(379)".into())));
    assert_eq!(whole(b"\x1bP>|foot(1.28.0)\x07"), reply(Reply::Version("foot(1.28.0)".into())));
    let colour = |of, rgb| reply(Reply::Colour { of, rgb });
    assert_eq!(whole(b"\x1b]11;rgb:0000/8080/ffff\x1b\\"), colour(Ground::Background, [0, 0x80, 255]));
    assert_eq!(whole(b"\x1b]10;rgb:f/0/8\x07"), colour(Ground::Foreground, [255, 0, 136]));
    assert_eq!(whole(b"\x1b]11;#102030\x07"), colour(Ground::Background, [16, 32, 48]));
    assert_eq!(whole(b"\x1b]4;7;rgb:ff/00/00\x07"), colour(Ground::Palette(7), [255, 0, 0]));
    assert_eq!(whole(b"\x1b_Gi=31;OK\x1b\\"), reply(Reply::KittyGraphics(true)));
    assert_eq!(whole(b"\x1b_Gi=31;EINVAL:unknown\x1b\\"), reply(Reply::KittyGraphics(false)));
    assert_eq!(whole(b"\x1b[6;20;10t"), reply(Reply::CellSize { width: 10, height: 20 }));
    assert_eq!(whole(b"\x1b[?1;0;16S"), reply(Reply::SixelColours(16)));
    assert_eq!(whole(b"\x1b[?2;0;1000;900S"), reply(Reply::SixelSize { width: 1000, height: 900 }));
    assert_eq!(whole(b"\x1b[0n"), reply(Reply::Taken));
    for bytes in OTHERS {
        assert_eq!(whole(bytes), reply(Reply::Other), "{}", bytes.escape_ascii());
    }
}
