//! What a terminal answers to the questions of a session's beginning: at once, late, broken, not at all, and with keys
//! typed in between.

use crate::terminal::{Home, Terminal};

/// The end of the questions.
const ASKED: &[u8] = b"\x1b[?2;1;0S\x1b[c";

/// Where the cursor is after samples of these widths, and what closes the round.
fn answers(widths: [u16; 4]) -> String {
    let mut column = 1;
    let cursors = widths.map(|cells| {
        column += cells;
        format!("\x1b[2;{column}R")
    });
    cursors.concat() + "\x1b[?2026;2$y\x1b[?2027;0$y\x1bP>|tmux 3.8\x1b\\\x1b[?1;2;4c"
}

fn asked() -> (Home, Terminal) {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["sample_articles"], 80, 24).silent();
    terminal.wait_for_bytes(0, ASKED);
    terminal.wait_for_text("/27");
    (home, terminal)
}

fn repaints(terminal: &Terminal, from: usize) -> bool {
    terminal.written[from..].windows(4).any(|bytes| bytes == b"\x1b[2J")
}

#[test]
fn the_first_frame_waits_for_no_answer_and_leaves_no_sample() {
    let (_home, mut terminal) = asked();
    terminal.keys("j");
    terminal.wait_for_text("2/27");
    let screen = terminal.screen();
    assert!(screen.iter().all(|row| !row.contains('😀') && !row.contains('👨')), "{screen:?}");
}

#[test]
fn answers_at_once_change_only_the_ways_of_painting() {
    let (_home, mut terminal) = asked();
    let from = terminal.written.len();
    terminal.keys(&answers([5, 4, 1, 2]));
    terminal.keys("\r");
    terminal.wait_for_percent();
    terminal.catch_up();
    assert!(!repaints(&terminal, from));
    // It knows synchronized output now, and a whole screen goes inside.
    terminal.keys("q\x0c");
    terminal.wait_for_bytes(from, b"\x1b[?2026h");
}

#[test]
fn the_keyboard_is_told_apart_where_that_is_known_and_given_back() {
    let (_home, mut terminal) = asked();
    terminal.keys(&answers([5, 4, 1, 2]).replace("\x1b[?1;2;4c", "\x1b[?0u\x1b[?62c"));
    terminal.wait_for_bytes(0, b"\x1b[>5u");
    // Escape needs no time, and chords are known by their place.
    terminal.keys("/x\x1b[27uj");
    terminal.wait_for_text("2/27");
    terminal.keys("\x1b[1089::99;5u");
    assert!(terminal.wait().success());
    terminal.wait_until_restored();
    terminal.wait_for_bytes(0, b"\x1b[<u");
}

#[test]
fn a_wide_terminal_is_painted_anew_also_when_it_answers_late() {
    let (_home, mut terminal) = asked();
    terminal.keys("jj");
    terminal.wait_for_text("3/27");
    let from = terminal.written.len();
    terminal.keys(&answers([10, 4, 1, 6]));
    terminal.wait_for_bytes(from, b"\x1b[2J");
    terminal.wait_for_text("3/27");
    terminal.keys("Q");
    assert!(terminal.wait().success());
}

#[test]
fn what_is_typed_between_answers_is_typed() {
    let (_home, mut terminal) = asked();
    terminal.keys("\r");
    terminal.wait_for_percent();
    terminal.keys("/");
    let mut typed = String::from("/");
    for (piece, letter) in answers([5, 4, 1, 2]).split_inclusive(['R', 'y', '\\', 'c']).zip("abcdefghij".chars()) {
        terminal.keys(piece);
        terminal.keys(&letter.to_string());
        typed.push(letter);
        terminal.wait_for_text(&typed);
    }
    assert_eq!(typed, "/abcdefgh");
}

#[test]
fn broken_answers_do_nothing() {
    // Those that break off in the middle are in src/session/tests.rs, where the time is the test's own.
    for broken in ["\x1b[1;9R\x1b[?c\x1b[?1;2c", "\x1b[2;6R\x1b[2;1R\x1b[2;2R\x1b[2;3R\x1b[?6c"] {
        let (_home, mut terminal) = asked();
        let from = terminal.written.len();
        terminal.keys(broken);
        terminal.keys("j");
        terminal.wait_for_text("2/27");
        assert!(!repaints(&terminal, from), "{}", broken.escape_debug());
    }
}

#[test]
fn a_screen_too_small_for_samples_is_asked_when_it_grows() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["sample_articles"], 30, 2).silent();
    terminal.wait_for_text(">N");
    assert!(!terminal.written.windows(ASKED.len()).any(|bytes| bytes == ASKED));
    terminal.resize(80, 24);
    terminal.wait_for_bytes(0, ASKED);
}

#[test]
fn a_setting_overrules_the_terminal_and_is_followed_at_once() {
    let (_home, mut terminal) = asked();
    terminal.keys(&answers([5, 4, 1, 2]));
    terminal.keys("\r");
    terminal.wait_for_percent();
    let from = terminal.written.len();
    terminal.keys(":set ambiguous=wide\r");
    terminal.wait_for_bytes(from, b"\x1b[2J");
    let from = terminal.written.len();
    terminal.keys(":set mouse=true\r");
    terminal.wait_for_bytes(from, b"\x1b[?1000h\x1b[?1006h");
    terminal.keys("Q");
    assert!(terminal.wait().success());
    terminal.wait_until_restored();
}
