//! Keys as slow lines and input methods send them: behind an Escape, full-width, told apart by kitty's protocol.

use crate::app::{App, Event, commands::KeyContext, settings::Settings};
use crate::app::{Desk, articles};
use crate::input::{Input, Press, parse_presses};

fn desk() -> Desk {
    Desk::new(&articles(30), Settings::default(), 80, 24)
}

/// Position of a person, as far as keys lead there.
fn state(app: &App) -> (KeyContext, usize, Option<String>, Option<String>, bool) {
    let prompt = app.overlays().prompt().map(|prompt| format!("{}{}", prompt.kind().label(), prompt.text()));
    let place = app.article().map(|article| format!("{:?}", article.page().place()));
    (app.context(), app.list().window().cursor(), prompt, place, app.quits())
}

/// A key right behind an ESC.
fn escaped(desk: &mut Desk, key: &str) {
    // As a session gives them: what the first asks for is there before the second.
    for press in desk.app.meant_behind_escape(key.parse().unwrap()) {
        desk.event(Event::Input(Input::Press(press)));
    }
}

#[test]
fn a_key_behind_an_escape_is_escape_and_then_the_key() {
    let cases = [
        ("", "j"),
        ("/新闻", "j"),
        ("/第1号", "<Enter>"),
        (":help", "G"),
        ("?", "j"),
        ("gz", "j"),
        ("<Enter>", "j"),
        ("<Enter>/图书", "q"),
        ("<Enter>/图书", "n"),
        ("<Enter>/图书", "<PgDn>"),
        ("<Enter>v", "w"),
        ("<Enter>f", "j"),
        ("<Enter>gq", "j"),
        ("/a", "<C-c>"),
        ("g", "G"),
        ("/a", "："),
        ("t标", "s"),
    ];
    for (before, key) in cases {
        let (mut together, mut apart) = (desk(), desk());
        escaped(together.keys(before), key);
        apart.keys(before).keys("<Esc>").keys(key);
        assert_eq!(state(&together.app), state(&apart.app), "{before} and {key}");
    }
}

#[test]
fn a_chord_that_is_bound_is_the_chord() {
    let mut settings = Settings::default();
    settings.keymap.bind("star", &["<M-j>".to_owned(), "<M-x>k".to_owned()]).unwrap();
    let mut desk = Desk::new(&articles(3), settings, 80, 24);
    escaped(&mut desk, "j");
    assert_eq!((desk.app.list().window().cursor(), desk.app.list().window().current().unwrap().row.starred), (0, true));
    // As the beginning of a sequence of keys.
    escaped(&mut desk, "x");
    desk.keys("k");
    assert!(!desk.app.list().window().current().unwrap().row.starred);
    // Not where text is typed.
    desk.keys("/第");
    escaped(&mut desk, "j");
    assert_eq!((desk.app.overlays().prompt(), desk.app.list().window().cursor()), (None, 1));
    // A chord that the terminal calls one is never Escape.
    desk.keys("/第<M-q>");
    assert!(desk.app.overlays().prompt().is_some());
}

#[test]
fn full_width_keys_are_commands_where_a_command_is_awaited() {
    let cases = [
        ("ｊｊ", "jj"),
        ("ｇｇ", "gg"),
        ("Ｇ", "G"),
        ("gｚ", "gz"),
        ("？", "?"),
        ("：", ":"),
        ("／", "/"),
        ("、", "/"),
        ("・", "/"),
        ("＆", "&"),
        ("ｓ", "s"),
        ("\u{3000}", "<Space>"),
        ("ｇｚｊ", "gzj"),
        ("<Enter>ｊ\u{3000}", "<Enter>j<Space>"),
        ("<Enter>／", "<Enter>/"),
        ("<Enter>ｖｗ", "<Enter>vw"),
        ("<Enter>ｆａ", "<Enter>fa"),
        ("？ｊｑ", "?jq"),
        ("。", "."),
    ];
    for (wide, narrow) in cases {
        let (mut one, mut other) = (desk(), desk());
        assert_eq!(state(&one.keys(wide).app), state(&other.keys(narrow).app), "{wide}");
    }
}

#[test]
fn full_width_keys_are_text_where_text_is_typed() {
    for (keys, text) in [("/ｊ？：、", "/ｊ？：、"), ("：ｑ", ":ｑ"), ("<Enter>/，", "/，")] {
        let mut desk = desk();
        desk.keys(keys);
        let prompt = desk.app.overlays().prompt().unwrap();
        let mark = if prompt.kind().label() == "&" { "/" } else { prompt.kind().label() };
        assert_eq!(format!("{mark}{}", prompt.text()), text);
    }
}

#[test]
fn a_full_width_key_that_is_bound_is_that_key() {
    let mut settings = Settings::default();
    settings.keymap.bind("star", &["ｊ".to_owned()]).unwrap();
    let mut desk = Desk::new(&articles(3), settings, 80, 24);
    desk.keys("ｊ");
    assert_eq!((desk.app.list().window().cursor(), desk.app.list().window().current().unwrap().row.starred), (0, true));
}

#[test]
fn keys_that_a_plain_terminal_cannot_tell_apart_mean_the_same() {
    let cases = [
        ("?<C-[>", "?<Esc>"),
        ("<C-m>", "<Enter>"),
        ("<S-Enter>", "<Enter>"),
        ("/a<C-[>", "/a<Esc>"),
        ("/ab<C-h>", "/ab<Backspace>"),
        ("/ab<S-Backspace>", "/ab<Backspace>"),
        (":hel<C-i>", ":hel<Tab>"),
        ("/a<S-Esc>", "/a<Esc>"),
    ];
    for (fine, coarse) in cases {
        let (mut one, mut other) = (desk(), desk());
        assert_eq!(state(&one.keys(fine).app), state(&other.keys(coarse).app), "{fine}");
    }
}

#[test]
fn what_a_line_has_no_room_for_is_reported() {
    let full = "The line holds 64 KiB and no more; what came after that was left out.";
    let mut desk = desk();
    desk.keys(":").event(Event::Input(Input::Paste("x".repeat(64 * 1024))));
    assert_eq!(desk.app.message(), None);
    desk.event(Event::Input(Input::PasteCut));
    assert_eq!(desk.app.message(), Some(full));
    for input in [Input::Press(Press::char('x')), Input::Paste("xy".to_owned())] {
        let mut desk = self::desk();
        desk.keys("/").event(Event::Input(Input::Paste("国".repeat(22_000))));
        assert_eq!(desk.app.message(), Some(full));
        desk.keys("<C-u>:").event(Event::Input(Input::Paste("x".repeat(64 * 1024))));
        desk.event(Event::Input(input));
        assert_eq!(desk.app.message(), Some(full));
        assert!(desk.app.overlays().prompt().unwrap().text().len() <= 64 * 1024);
    }
}

#[test]
fn keys_that_were_dropped_are_reported() {
    let mut desk = desk();
    desk.event(Event::Dropped(7));
    assert!(desk.app.message().unwrap().starts_with("7 keys typed ahead did nothing"));
    assert!(parse_presses("j").is_ok_and(|keys| desk.keys(&keys[0].to_string()).app.message().is_none()));
}
