//! Properties of every sequence of bytes, and of timeouts.

use proptest::prelude::*;

use super::{Decoder, MAX_PASTE_BYTES, TerminalEvent};
use crate::input::{Input, Key};
use std::time::Duration;

fn keys(decoded: &[TerminalEvent]) -> String {
    let key = |decoded: &TerminalEvent| match decoded {
        TerminalEvent::Input(Input::Press(press)) => press.to_string(),
        TerminalEvent::Input(Input::Escaped(press)) => format!("^{press}"),
        other => format!("{other:?}"),
    };
    decoded.iter().map(key).collect()
}

fn timed_out(bytes: &[u8]) -> String {
    let mut decoder = Decoder::default();
    let mut out = decoder.feed(bytes);
    out.extend(decoder.timeout());
    assert_eq!(decoder.patience(), None);
    keys(&out)
}

#[test]
fn time_ends_what_is_pending() {
    for (bytes, expected) in [
        (&b"\x1b"[..], "<Esc>"),
        (b"\x1b\x1b", "<Esc><Esc>"),
        (b"\x1b\x1b\x1b", "<Esc><Esc><Esc>"),
        (b"\x1b[", "^["),
        (b"\x1bO", "^O"),
        (b"\x1b]", "^]"),
        (b"\x1bP", "^P"),
        (b"\x1b\x1b[", "<Esc>^["),
        (b"\x1b[1;", ""),
        (b"\x1b]11;rgb:00", ""),
        (b"\xe5\x9c", ""),
        (b"\x1b[M!", ""),
        (b"\x1b[200~ab\x1b[20", "Input(Paste(\"ab\"))"),
        (b"a", "a"),
    ] {
        assert_eq!(timed_out(bytes), expected, "{}", bytes.escape_ascii());
    }
}

#[test]
fn only_an_escape_is_waited_for_briefly() {
    let pending = |bytes: &[u8]| {
        let mut decoder = Decoder::default();
        decoder.feed(bytes);
        decoder.pending_escape()
    };
    assert!(pending(b"\x1b") && pending(b"\x1b[") && pending(b"\x1b\x1b"));
    assert!(!pending(b"a") && !pending(b"\x1b[1") && !pending(b"\x1b[200~") && !pending(b"\x1b]11;"));
}

#[test]
fn the_bytes_of_a_character_may_come_apart() {
    let two_seconds = Duration::from_secs(2);
    for text in ["é", "夜", "한", "𠮷", "\u{10FFFF}"] {
        for cut in 1..text.len() {
            let mut decoder = Decoder::default();
            assert_eq!(decoder.feed(&text.as_bytes()[..cut]), []);
            assert!(decoder.patience().is_some_and(|patience| patience > two_seconds) && !decoder.pending_escape());
            assert_eq!(keys(&decoder.feed(&text.as_bytes()[cut..])), text);
            // A byte that cannot go on with it waits for nothing.
            for (next, key) in [(&b"j"[..], "j"), (b"\r", "<Enter>"), ("國".as_bytes(), "國"), (b"\x1b[A", "<Up>")] {
                decoder.feed(&text.as_bytes()[..cut]);
                assert_eq!((keys(&decoder.feed(next)).as_str(), decoder.patience()), (key, None));
            }
        }
    }
}

#[test]
fn garbage_gives_way_to_what_follows() {
    for (bytes, expected) in [
        (&b"\x1b[1;\x1b[A"[..], "<Up>"),
        (b"\x1b[1;\rj", "<Enter>j"),
        (b"\x1b[12\x18j", "<C-x>j"),
        ("\x1b[1國".as_bytes(), "國"),
        (b"\x1bP1$rabc\x1b[Bj", "<Down>j"),
        (b"\x1b]0;title\rj", "<Enter>j"),
        (b"\xe5\x9cj", "j"),
        (b"\xe5\x1b[A", "<Up>"),
        (b"\x1b\xffj", "j"),
        (b"\x1b[M\x03j", "<C-c>j"),
        (b"\x1b[[qj", "qj"),
        (b"\x1b\x1ba", "<Esc>^a"),
        (b"\x1b\x1b]11;x\x07", "<Esc>Reply(Other)"),
        // Escape and keys that a terminal could begin an answer with, but does not.
        (b"\x1bPj", "^Pj"),
        (b"\x1b]jk", "^]jk"),
        (b"\x1b_\x7fj", "^_<Backspace>j"),
        ("\x1bP國".as_bytes(), "^P國"),
        (b"\x1b\x1b]j", "<Esc>^]j"),
        (b"\x1bj\x1b[?1;2c", "^jReply(PrimaryAttributes([1, 2]))"),
    ] {
        let mut decoder = Decoder::default();
        assert_eq!(keys(&decoder.feed(bytes)), expected, "{}", bytes.escape_ascii());
    }
    let long = [b"\x1b[".to_vec(), b"1;".repeat(10_000), b"Aj".to_vec()].concat();
    assert_eq!(keys(&Decoder::default().feed(&long)), "j");
}

#[test]
fn pastes() {
    let paste = |bytes: &[u8]| Decoder::default().feed(&[b"\x1b[200~", bytes, b"\x1b[201~"].concat());
    let of = |text: &str| vec![TerminalEvent::Input(Input::Paste(text.to_owned()))];
    for text in ["", "國家\r\nq", "\x1b[A", "\x1b[20", "\x1b\x1b[200~", "\x1b[201\x1b[201", "a\x1b"] {
        assert_eq!(paste(text.as_bytes()), of(text), "{text:?}");
    }
    assert_eq!(paste(b"\xff"), of("\u{fffd}"));
    let long = paste(&vec![b'x'; 3 * MAX_PASTE_BYTES]);
    assert_eq!(long, [of(&"x".repeat(MAX_PASTE_BYTES)), vec![TerminalEvent::Input(Input::PasteCut)]].concat());
    assert_eq!(paste(&vec![b'x'; MAX_PASTE_BYTES]), of(&"x".repeat(MAX_PASTE_BYTES)));
}

/// Bytes that look like a terminal's, and bytes that do not.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..8),
        "[a-z國é]{1,4}".prop_map(String::into_bytes),
        prop::sample::select(vec![
            "\x1b",
            "\x1b[",
            "\x1b[A",
            "\x1b[1;5",
            "~",
            "\x1b[200~",
            "\x1b[201~",
            "\x1b]11;rgb:",
            "\x1b\\",
            "\x07",
            "\x1bP>|",
            "\x1b[M",
            "\x1b[<0;1;1M",
            "\x1b[?2026;2$y",
            "\x1b[3$",
            "\x1bO",
            "u",
            "\x1b[97;5",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn it_does_not_matter_how_bytes_are_split(bytes in stream(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6)) {
        let mut whole = Decoder::default();
        let expected = whole.feed(&bytes);
        let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).chain([0, bytes.len()]).collect();
        at.sort_unstable();
        let mut parts = Decoder::default();
        let decoded: Vec<TerminalEvent> = at.windows(2).flat_map(|cut| parts.feed(&bytes[cut[0]..cut[1]])).collect();
        prop_assert_eq!(decoded, expected);
        prop_assert_eq!(parts.timeout(), whole.timeout());
    }

    #[test]
    fn typing_is_understood_after_any_garbage(garbage in stream()) {
        let mut decoder = Decoder::default();
        decoder.feed(&garbage);
        prop_assert!(decoder.held.len() <= MAX_PASTE_BYTES);
        decoder.timeout();
        prop_assert_eq!(decoder.patience(), None);
        prop_assert_eq!(keys(&decoder.feed("j國\x1b[A".as_bytes())), "j國<Up>");
    }

    #[test]
    fn no_control_character_is_typed(bytes in stream()) {
        let mut decoder = Decoder::default();
        let mut out = decoder.feed(&bytes);
        out.extend(decoder.timeout());
        for one in out {
            if let TerminalEvent::Input(Input::Press(press) | Input::Escaped(press)) = one
                && let Key::Char(c) = press.key
            {
                prop_assert!(!c.is_control(), "{:?}", c);
            }
        }
    }
}
