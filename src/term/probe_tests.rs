//! The probe against answers as terminals give them: whole, late, broken, none.

use proptest::prelude::*;

use super::*;
use crate::term::{
    allow,
    decoder::{Decoder, TerminalEvent},
    painter::{Alacritty, Emulator},
};

/// Hears bytes of a terminal. Returns the last findings, and what was no answer.
fn hear(probe: &mut Probe, bytes: &str) -> (Option<Findings>, usize) {
    let (mut findings, mut inputs) = (None, 0);
    for decoded in Decoder::default().feed(bytes.as_bytes()) {
        match decoded {
            TerminalEvent::Reply(reply) => findings = probe.hear(&reply).or(findings),
            TerminalEvent::Input(_) => inputs += 1,
        }
    }
    (findings, inputs)
}

fn asked() -> Probe {
    let mut probe = Probe::default();
    assert_eq!(allow::check(&probe.ask(true)), Ok(()));
    probe
}

/// Cursor positions after samples of these widths.
fn cursors(widths: [u16; 4]) -> String {
    let mut column = 1;
    widths
        .map(|cells| {
            column += cells;
            format!("\x1b[2;{column}R")
        })
        .concat()
}

#[test]
fn a_terminal_is_understood() {
    let modern = cursors([5, 4, 1, 2])
        + "\x1b_Gi=31;OK\x1b\\\x1b[?2026;2$y\x1b[?2027;0$y\x1bP>|foot(1.28.0)\x1b\\"
        + "\x1b]11;rgb:ffff/ffff/eeee\x1b\\\x1b[6;20;10t\x1b[?1;0;1024S\x1b[?2;0;1000;900S\x1b[?62;4c";
    let (findings, typed) = hear(&mut asked(), &modern);
    let findings = findings.unwrap();
    assert_eq!(typed, 0);
    assert_eq!(findings.ambiguous, Some(Ambiguous::Narrow));
    assert_eq!((findings.pictographs, findings.marks, findings.joined), (Some(true), Some(true), Some(true)));
    assert_eq!((findings.synchronized, findings.clusters), (Some(2), Some(0)));
    assert_eq!(findings.version.as_deref(), Some("foot(1.28.0)"));
    assert_eq!(findings.attributes, [62, 4]);
    assert_eq!((findings.kitty_graphics, findings.cell), (true, Some((10, 20))));
    assert_eq!(findings.sixel_size, Some((1000, 900)));
    assert_eq!((findings.sixel_colours, findings.background), (Some(1024), Some([255, 255, 238])));
    let wide = cursors([10, 4, 1, 6]) + "\x1b[?6c";
    let findings = hear(&mut asked(), &wide).0.unwrap();
    assert_eq!((findings.ambiguous, findings.joined), (Some(Ambiguous::Wide), Some(false)));
    assert_eq!(findings.synchronized, None);
}

#[test]
fn broken_answers_are_worth_nothing() {
    for broken in [
        String::new(),
        // One is missing; one too many; on another row; backwards; too far; cut in the middle; not all alike.
        "\x1b[2;6R\x1b[2;10R\x1b[2;11R".to_owned(),
        cursors([5, 4, 1, 2]) + "\x1b[2;14R",
        cursors([5, 4, 1, 2]).replace("[2;", "[3;"),
        "\x1b[2;9R\x1b[2;8R\x1b[2;7R\x1b[2;6R".to_owned(),
        cursors([5, 4, 1, 900]),
        cursors([5, 4, 1, 2]).replacen('R', "\x1b", 1),
        cursors([7, 4, 1, 2]),
        // Bytes of UTF-8 taken for characters of their own.
        cursors([15, 8, 3, 18]),
    ] {
        let findings = hear(&mut asked(), &(broken.clone() + "\x1b[?1;2c")).0.unwrap();
        let none = Findings { attributes: vec![1, 2], ..Findings::default() };
        assert_eq!(findings, none, "{broken:?}");
    }
    let silent = asked();
    assert!(silent.is_open());
}

#[test]
fn what_is_typed_meanwhile_is_kept() {
    let mut probe = asked();
    let (findings, typed) = hear(&mut probe, "j\x1b[2;6Rj\x1b[2;10R國\x1b[2;11R\x1b[2;13R\x1b[B\x1b[?6cq");
    assert_eq!(typed, 5);
    assert_eq!(findings.unwrap().ambiguous, Some(Ambiguous::Narrow));
    assert!(!probe.is_open());
    // Answers that nobody waits for change nothing.
    assert_eq!(hear(&mut probe, "\x1b[2;9R\x1b[?6c"), (None, 0));
}

#[test]
fn a_round_that_is_asked_anew_is_forgotten() {
    let mut probe = asked();
    let _ = probe.ask(true);
    let late = cursors([10, 4, 1, 2]) + "\x1b[?6c";
    assert_eq!(hear(&mut probe, &late), (None, 0));
    let findings = hear(&mut probe, &(cursors([5, 4, 1, 2]) + "\x1b[?6c")).0.unwrap();
    assert_eq!(findings.ambiguous, Some(Ambiguous::Narrow));
}

#[test]
fn only_the_second_row_is_drawn_on() {
    let mut emulator = Alacritty::new(80, 24);
    emulator.feed(&modes::enter(true, modes::OptionalModes::default()));
    emulator.feed(b"\x1b[9;5H");
    emulator.feed(&Probe::default().ask(true));
    for (y, row) in emulator.screen().iter().enumerate() {
        let end = row.iter().rposition(|cell| cell.text != " ").map_or(0, |x| x + 1);
        assert!(
            if y == usize::from(SAMPLE_ROW) { (1..=usize::from(MAX_SAMPLE_COLUMNS)).contains(&end) } else { end == 0 },
            "row {y}"
        );
    }
    emulator.feed(b"\x1b[?25h");
    assert_eq!(emulator.cursor(), Some((4, 8)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn any_answers_are_survived(pieces in prop::collection::vec("\x1b\\[[0-9;?]{0,6}[Rcy$]|\x1b\\[\\?202[67];[0-9]\\$y|\x1bP>\\|[a-z]{0,5}\x1b\\\\|[a-z]", 0..30), rounds in 1..4_usize) {
        let mut probe = Probe::default();
        (0..rounds).for_each(|_| drop(probe.ask(true)));
        let _ = hear(&mut probe, &pieces.concat());
        prop_assert!(probe.columns.len() <= SAMPLES.len() + 1);
    }
}
