//! Hostile text in every field of an article, on every screen and through every verb: nothing of it is a command to the
//! terminal.

use std::{fs, path::Path};

use kanbao::term::allow;
use serde_json::{Value, json};

use crate::terminal::{Home, Terminal};

/// Strings of each kind; with those of the survey if it is at hand.
fn payloads() -> Vec<String> {
    let own = [
        "\x1b]52;c;Q0FOQVJZ\x07",
        "\x1b]0;CANARY\x07\x1b[21t",
        "\x1b]8;;http://a.example\x1b\\link",
        "\x1b[2J\x1b[H\x1b[6n",
        "\x1bP+q544e\x1b\\",
        "\u{9d}52;c;Q0FOQVJZ\u{9c}\u{9b}31m",
        "a\u{202e}b\u{2066}c",
        "a\u{e0043}\u{e0041}b",
        "a\rb\tc\0d\x7f",
    ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/terminal-payloads.tsv");
    let survey = fs::read_to_string(path).unwrap_or_default();
    let field = |line: &str| serde_json::from_str::<String>(line.split('\t').nth(1)?).ok();
    own.iter().map(|text| (*text).to_owned()).chain(survey.lines().skip(1).filter_map(field)).collect()
}

/// An article with a payload in each of its fields.
fn article(number: usize, payload: &str) -> Value {
    let with = |text: &str| format!("{text}{payload}国务院");
    // A repeated payload may be long; a place of work for the search is enough.
    let short: String = payload.chars().take(400).collect();
    json!({
        "id": format!("{number}{short}"), "title": with("題"), "author": with("作者"), "source": with("報"),
        "link": format!("https://a.example/{short}"), "lang": "zh-Hans", "notice": with("AI"),
        "published": format!("2021-12-17T15:30:{:02}+08:00", number % 60),
        "original_title": with("T"), "related": [with("a"), with("b")],
        "blocks": [
            {"kind": "paragraph", "text": with("段https://b.example/")},
            {"kind": "heading", "level": 2, "text": with("標")},
            {"kind": "quote", "text": with("引")},
            {"kind": "item", "level": 1, "text": with("項")},
            {"kind": "item", "level": 1, "number": 3, "text": with("項")},
            {"kind": "code", "text": with("碼")},
            {"kind": "rule"},
        ],
    })
}

fn library() -> (Home, usize) {
    let home = Home::new();
    let articles: Vec<Value> = payloads().iter().enumerate().map(|(n, payload)| article(n, payload)).collect();
    let lines: Vec<String> = articles.iter().map(Value::to_string).collect();
    let file = home.path().join("hostile.jsonl");
    fs::write(&file, lines.join("\n")).unwrap();
    let (code, out, err) = home.run(&["import", file.to_str().unwrap()]);
    assert_eq!(code, 0, "{out}{err}");
    (home, articles.len())
}

/// Nothing but glyphs and line feeds.
fn harmless(text: &str, of: &str) {
    let one = text.chars().find(|c| {
        c.is_control() && *c != '\n' || matches!(u32::from(*c), 0x202A..=0x202E | 0x2066..=0x2069 | 0xE0000..=0xE007F)
    });
    assert_eq!(one, None, "{of}");
}

#[test]
fn no_screen_lets_anything_through() {
    let (home, count) = library();
    for term in ["xterm-256color", "vt100"] {
        let mut terminal = Terminal::start_in(&home, &[], 80, 24, &[("TERM", term)]);
        terminal.wait_for_text(&format!("/{count}"));
        terminal.keys("\x1b[2;6R\x1b[2;10R\x1b[2;11R\x1b[2;13R\x1b[?1;2c");
        for article in 0..count {
            terminal.keys("\r");
            terminal.wait_for_percent();
            let steps: &[&str] = match article % 4 {
                0 => &["yy", "ya", "yu", "gq", "x", "f", "x", "f", "a", "x", "o", "x"],
                1 => &["w", "w", "yw", "v", "w", "w", "j", "y", "G", "gg"],
                2 => &["z", "z", "Z", "gz", "\x1b", "/国务院\r", "n", "\x1b"],
                _ => &[":set measure=20\r", " ", " ", ":set measure=80\r", "?", "q", ":no such\r", "d", "s", "m"],
            };
            for step in steps {
                let before = terminal.screen();
                terminal.keys(step);
                if ["gq", "f", "?", "q"].contains(step) {
                    // The next key is not a command, or no command to paint: what these show is looked for itself.
                    terminal.wait_for(step, |screen| *screen != *before);
                } else {
                    terminal.repaint();
                }
            }
            while terminal.screen()[23].ends_with('%') {
                terminal.keys("h");
                terminal.repaint();
            }
            terminal.keys("j");
            terminal.repaint();
        }
        terminal.keys("Q");
        assert!(terminal.wait().success());
        assert!(terminal.is_restored());
        assert_eq!(allow::check(&terminal.written), Ok(()));
        let raw = String::from_utf8_lossy(&terminal.written).into_owned();
        for sign in ["\x1b]52;c;Q0FOQVJZ\x1b", "\x1b]0", "\x1b[21t", "\x1b[?1003", "\x1b#8", "\x1b("] {
            assert!(!raw.contains(sign), "{}", sign.escape_debug());
        }
    }
}

#[test]
fn no_verb_lets_anything_through() {
    let (home, count) = library();
    let mut verbs: Vec<Vec<String>> =
        ["list", "list --json", "search 国务院", "search --json 國務院", "doctor", "config dump"]
            .iter()
            .map(|verb| verb.split(' ').map(str::to_owned).collect())
            .collect();
    for id in 1..=count {
        for options in ["--width 40", "--json", "--script taiwan --width 11"] {
            let options = options.split(' ').map(str::to_owned);
            verbs.push(["show".to_owned()].into_iter().chain(options).chain([id.to_string()]).collect());
        }
    }
    for payload in payloads().into_iter().filter(|payload| !payload.contains('\0')) {
        verbs.push(vec!["search".to_owned(), payload.clone()]);
        verbs.push(vec!["import".to_owned(), payload.clone()]);
        verbs.push(vec!["list".to_owned(), "--source".to_owned(), payload]);
    }
    for verb in verbs {
        let arguments: Vec<&str> = verb.iter().map(String::as_str).collect();
        let (_, out, err) = home.run(&arguments);
        harmless(&out, &format!("{verb:?} prints"));
        harmless(&err, &format!("{verb:?} complains"));
        assert!(!out.is_empty() || !err.is_empty(), "{verb:?}");
    }
}
