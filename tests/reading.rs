//! A newcomer's way through the program, in a real pty: start, open, page, convert, search, leave, come back.

use rustix::process::Signal;

use crate::terminal::{Home, Terminal};

const LONG: &str = "跟着验潮员走一年";

fn open_sample(columns: u16, rows: u16) -> (Home, Terminal) {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["sample_articles"], columns, rows);
    terminal.wait_for_text("/27");
    (home, terminal)
}

#[test]
fn the_welcome_offers_the_sample_newspaper() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &[], 80, 24);
    terminal.wait_for_text("kanbao import");
    terminal.keys("S");
    terminal.wait_for_text("1/27");
    terminal.keys("Q");
    assert!(terminal.wait().success());
    assert!(terminal.is_restored());
}

#[test]
fn a_place_is_found_again() {
    let (home, mut terminal) = open_sample(80, 24);
    terminal.keys("\r");
    terminal.wait_for_percent();
    terminal.keys("q");
    terminal.wait_for_text("/27");
    terminal.keys("jjj\r");
    terminal.wait_for_percent();
    terminal.keys("   ");
    terminal.repaint();
    while terminal.screen()[0].is_empty() {
        terminal.keys("j");
        terminal.repaint();
    }
    let top = terminal.screen()[0].clone();
    terminal.keys("Q");
    assert!(terminal.wait().success());
    let mut again = Terminal::start(&home, &[], 80, 24);
    again.wait_for_text("/27");
    again.keys("jjj\r");
    again.wait_for("the same line at the top", |screen| screen[0] == top);
}

/// Which match one is at, of how many, on a status line.
fn count(status: &str) -> Option<String> {
    status.split_whitespace().find(|word| word.starts_with("1/")).map(str::to_owned)
}

#[test]
fn script_and_search_go_together() {
    let (_home, mut terminal) = open_sample(80, 24);
    terminal.keys("z");
    terminal.wait_for_text("简体");
    terminal.keys("z");
    terminal.wait_for_text("繁體");
    terminal.keys("G\r");
    terminal.wait_for_percent();
    terminal.wait_for_text("圖書館");
    terminal.keys("/软件");
    terminal.wait_for("a count", |screen| count(&screen[23]).is_some());
    assert!(terminal.highlighted().iter().any(|lit| lit.contains('軟')), "{:?}", terminal.highlighted());
    // Words of other regions count too, once they are known; then both spellings find as much.
    for query in ["軟件", "软件"] {
        terminal.keys(&format!("\u{15}{query}"));
        terminal.wait_for("the count with other words", |screen| {
            screen[23].contains(query) && count(&screen[23]).as_deref() == Some("1/3")
        });
    }
    terminal.keys("\u{1b}");
    terminal.wait_for("the line given up", |screen| !screen[23].starts_with('/'));
    terminal.repaint();
    assert!(terminal.highlighted().iter().all(|lit| !lit.contains('軟')));
}

#[test]
fn what_is_typed_in_one_breath_is_meant_for_the_screen_it_leads_to() {
    for (keys, wanted) in [
        ("G\r:set script=taiwan\r/图书馆\r", ["台灣", "1/"]),
        ("&潮\rj\r/潮\r", ["%", "1/"]),
        ("g/潮汐\r\rn", ["%", "2/"]),
        ("gsj\r\r/潮\r", ["%", "1/"]),
    ] {
        let (home, mut terminal) = open_sample(80, 24);
        terminal.keys(keys);
        terminal.wait_for(keys, |screen| wanted.iter().all(|wanted| screen[23].contains(wanted)));
        terminal.keys("Q");
        assert!(terminal.wait().success());
        // Nothing of it was taken for a star.
        assert_eq!(home.run(&["list", "is:starred"]).1, "", "{keys}");
    }
}

#[test]
fn every_end_restores_the_terminal_and_keeps_the_place() {
    for end in ["Q", "\u{3}", "TERM", "HUP", "INT"] {
        let (home, mut terminal) = open_sample(60, 20);
        terminal.keys("\r");
        terminal.wait_for_percent();
        terminal.keys(" ");
        terminal.repaint();
        let top = terminal.screen()[0].clone();
        assert!(!top.is_empty());
        let code = match end {
            "TERM" => (terminal.signal(Signal::TERM), 143).1,
            "HUP" => (terminal.signal(Signal::HUP), 129).1,
            "INT" => (terminal.signal(Signal::INT), 130).1,
            keys => (terminal.keys(keys), 0).1,
        };
        assert_eq!(terminal.wait().code(), Some(code), "{end}");
        assert!(terminal.is_restored(), "{end}");
        let mut again = Terminal::start(&home, &[], 60, 20);
        again.wait_for_text("/27");
        again.keys("\r");
        again.wait_for(&format!("the place after {end}"), |screen| screen[0] == top);
    }
}

#[test]
fn a_terminal_that_vanishes_ends_the_program() {
    let (home, mut terminal) = open_sample(80, 24);
    terminal.keys("\r");
    terminal.wait_for_percent();
    terminal.hang_up();
    let _ = terminal.wait();
    let (code, out, _) = home.run(&["list", "--json", "--limit", "1"]);
    assert_eq!(code, 0);
    assert!(out.contains("\"read\":true"), "{out}");
}

#[test]
fn any_size_at_any_moment() {
    let (_home, mut terminal) = open_sample(80, 24);
    terminal.keys("\r");
    terminal.wait_for_percent();
    terminal.keys("  ");
    terminal.repaint();
    let top = terminal.screen()[0].clone();
    for (columns, rows) in [(0, 0), (1, 1), (2, 1), (3, 40), (500, 2), (0, 24), (80, 0), (17, 5), (200, 60), (80, 24)] {
        let painted = terminal.written.len();
        terminal.resize(columns, rows);
        if columns > 0 && rows > 0 {
            terminal.wait_for_bytes(painted, b"\x1b[2J");
        } else {
            // Nothing is painted there, but the clipboard has no size.
            terminal.keys("ya");
            terminal.wait_for_bytes(painted, b"\x1b]52;");
        }
    }
    terminal.wait_for("the same place", |screen| screen[0] == top);
    terminal.keys("q");
    terminal.wait_for_text("/27");
    for (columns, rows) in [(1, 1), (0, 0), (9, 3), (80, 24)] {
        let painted = terminal.written.len();
        terminal.resize(columns, rows);
        if columns > 0 {
            terminal.wait_for_bytes(painted, b"\x1b[2J");
        }
    }
    terminal.keys("?");
    terminal.wait_for_text("Everywhere");
    terminal.keys("Q");
    assert!(terminal.wait().success());
}

#[test]
fn the_long_article_can_be_read_to_its_last_line() {
    let (_home, mut terminal) = open_sample(80, 24);
    for _ in 0..27 {
        if terminal.screen().iter().any(|row| row.starts_with('>') && row.contains(LONG)) {
            break;
        }
        terminal.keys("j");
        terminal.repaint();
    }
    terminal.keys("\r");
    terminal.wait_for_percent();
    let mut seen = String::new();
    for _ in 0..80 {
        seen += &terminal.screen()[..23].concat();
        if terminal.screen()[23].contains("100%") {
            break;
        }
        terminal.keys(" ");
        terminal.repaint();
    }
    assert!(terminal.screen()[23].contains("100%"));
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let stored = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("sample_articles/2026-09-19-year-with-the-tide-keeper.txt"),
    )
    .unwrap();
    let last = stored.lines().take_while(|line| *line != "Author").last().unwrap();
    let tail: String = bare(last).chars().rev().take(10).collect::<Vec<_>>().into_iter().rev().collect();
    assert!(bare(&seen).contains(&tail), "{tail}");
}
