//! Kinds of terminals by their names, and locales: each gets a readable screen, in bytes it knows, or one sentence.

use kanbao::term::allow;

use crate::terminal::{Home, Terminal};

/// Control sequences of a stream: private mark and last byte, other escapes by their byte.
fn sequences(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == 0x1B) {
        rest = &rest[at + 1..];
        match rest.first() {
            Some(b'[') => {
                let end = rest.iter().skip(1).position(|byte| matches!(byte, 0x40..=0x7E)).unwrap() + 1;
                let held = String::from_utf8_lossy(&rest[1..end]).into_owned();
                let shown = if held.starts_with(['?', '>']) || rest[end] == b'm' { held } else { String::new() };
                found.push(format!("[{shown}{}", char::from(rest[end])));
            }
            Some(byte) => found.push(char::from(*byte).to_string()),
            None => {}
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Reads an article a little and returns all that was written.
fn read_in(variables: &[(&str, &str)]) -> (Vec<u8>, Vec<String>) {
    let home = Home::new();
    let mut terminal = Terminal::start_in(&home, &["sample_articles"], 80, 24, variables);
    terminal.wait_for_text("/27");
    terminal.keys("jj\r");
    terminal.wait_for_percent();
    terminal.keys("jjj");
    terminal.keys(" ");
    terminal.repaint();
    // Tags are found in the background and come when they come.
    let untagged = |row: String| row.split("   #").next().unwrap_or_default().to_owned();
    let screen: Vec<String> = terminal.screen().into_iter().map(untagged).collect();
    terminal.keys("kkQ");
    assert!(terminal.wait().success());
    assert!(terminal.is_restored(), "{variables:?}");
    assert_eq!(allow::check(&terminal.written), Ok(()));
    (std::mem::take(&mut terminal.written), screen)
}

#[test]
fn every_kind_shows_the_same_screen() {
    let (_, expected) = read_in(&[]);
    assert!(expected.iter().filter(|row| row.chars().count() > 10).count() > 10, "{expected:?}");
    for term in
        ["screen-256color", "tmux-256color", "xterm-kitty", "foot", "linux", "vt100", "vt220", "ansi", "something"]
    {
        let (_, screen) = read_in(&[("TERM", term)]);
        assert_eq!(screen, expected, "{term}");
    }
    for locale in ["C", "POSIX", "zh_CN.UTF-8", ""] {
        let (_, screen) = read_in(&[("LC_ALL", locale)]);
        assert_eq!(screen, expected, "{locale}");
    }
}

#[test]
fn old_terminals_get_nothing_they_do_not_know() {
    // Modes that a terminal does not know it skips; sequences it does not know it may print.
    let modes = [
        "[?6l", "[?7l", "[?7h", "[?25l", "[?25h", "[?2004h", "[?2004l", "[?2026l", "[?1000l", "[?1004h", "[?1004l",
        "[?1006l", "[?1049l",
    ];
    // DSR is as old as the VT100 and the console of Linux knows it (console_codes(4)).
    let base = ["7", "8", "M", "\\", "[n", "[H", "[J", "[K", "[A", "[B", "[C", "[D", "[r", "[l"];
    for (term, more) in [("vt100", vec![]), ("linux", vec!["[G", "[d", "[X", "[S", "[T"]), ("ansi", vec![])] {
        let (bytes, _) = read_in(&[("TERM", term)]);
        assert!(!bytes.windows(4).any(|asked| asked == b"\x1b[6n"), "{term} is asked only whether it has come so far");
        for sequence in sequences(&bytes) {
            // A VT100 knows attributes, but not how to end one alone (22 to 29), and no colours.
            let mut numbers = sequence.trim_start_matches('[').trim_end_matches('m').split(';');
            let attributes = numbers.all(|n| n.is_empty() || n.parse::<u16>().is_ok_and(|n| n <= 9));
            let colours = sequence.ends_with('m') && (term != "vt100" || attributes);
            let known = modes.contains(&sequence.as_str())
                || base.contains(&sequence.as_str())
                || more.contains(&sequence.as_str())
                || colours;
            assert!(known, "{term} gets ESC {sequence}");
        }
    }
}

#[test]
fn no_color_means_none() {
    let (bytes, _) = read_in(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]);
    for sequence in sequences(&bytes).iter().filter(|sequence| sequence.ends_with('m')) {
        let numbers = sequence.trim_start_matches('[').trim_end_matches('m');
        let coloured =
            numbers.split(';').filter_map(|n| n.parse::<u16>().ok()).any(|n| (30..=49).contains(&n) || n >= 90);
        assert!(!coloured, "{sequence}");
    }
}

#[test]
fn what_cannot_be_used_is_one_sentence() {
    for variables in [
        [("TERM", "dumb"), ("LANG", "C.UTF-8")],
        [("TERM", ""), ("LANG", "C.UTF-8")],
        [("TERM", "vt52"), ("LANG", "C.UTF-8")],
        [("TERM", "xterm"), ("LANG", "zh_CN.GBK")],
        [("TERM", "xterm"), ("LANG", "ja_JP.eucJP")],
    ] {
        let home = Home::new();
        let mut terminal = Terminal::start_in(&home, &[], 80, 24, &variables);
        assert_eq!(terminal.wait().code(), Some(2), "{variables:?}");
        let said = String::from_utf8(terminal.written.clone()).unwrap();
        assert!(said.starts_with("kanbao: ") && said.trim_end().lines().count() == 1, "{said:?}");
        assert!(said.contains("kanbao show") || said.contains("UTF-8"), "{said}");
    }
    let home = Home::new();
    let (code, out, err) = home.run(&[]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("terminal"), "{err}");
}

#[test]
fn the_doctor_describes_the_terminal_with_and_without_one() {
    let home = Home::new();
    let (code, out, err) = home.run(&["doctor"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for name in ["TERM", "locale", "library", "configuration", "dictionaries", "not queried"] {
        assert!(out.contains(name), "{name}: {out}");
    }
    assert!(!home.library().exists(), "the doctor changes nothing");
    let mut terminal = Terminal::start(&home, &["doctor"], 100, 40).silent();
    terminal.wait_for_bytes(0, b"\x1b[c");
    terminal.keys("\x1b[2;11R\x1b[2;15R\x1b[2;16R\x1b[2;22R\x1b[?2026;2$y\x1bP>|XTerm(379)\x1b\\\x1b[?64;1c");
    terminal.wait_for_text("XTerm(379), attributes 64;1");
    assert!(terminal.wait().success());
    assert!(terminal.is_restored());
    let said = terminal.screen().join("\n");
    assert!(said.contains("count as two cells (auto)") && said.contains("100 columns, 40 rows"), "{said}");
    // A broken configuration is reported, and does not stop the doctor.
    let folder = home.path().join(".config/kanbao");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), "mesure = 3").unwrap();
    let (code, out, _) = home.run(&["doctor"]);
    assert_eq!(code, 1);
    assert!(out.contains("mesure"), "{out}");
}
