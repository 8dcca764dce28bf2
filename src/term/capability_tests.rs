//! Capabilities by name, by setting and by answer.

use super::*;
use crate::term::{
    Probe,
    decoder::{Decoder, Reply, TerminalEvent},
};

fn named(term: &str) -> Capability {
    Capability::from_environment(&TerminalEnvironment { term: Some(term), ..TerminalEnvironment::default() }).unwrap()
}

#[test]
fn what_cannot_be_used_is_said_in_a_sentence() {
    let of = |term, locale| {
        Capability::from_environment(&TerminalEnvironment { term, lang: locale, ..TerminalEnvironment::default() })
    };
    for term in [None, Some(""), Some("dumb")] {
        let error = of(term, None).unwrap_err();
        assert!(error.to_string().contains("kanbao show"), "{error}");
    }
    assert_eq!(of(Some("wyse50"), None), Err(Unusable::Foreign("wyse50".into())));
    for locale in ["zh_CN.GBK", "zh_TW.Big5", "ja_JP.eucJP", "ko_KR.EUC-KR@x"] {
        assert_eq!(of(Some("xterm"), Some(locale)), Err(Unusable::Charset(locale.into())));
    }
    for locale in ["C", "POSIX", "C.UTF-8", "zh_CN.utf8", "zh_CN", "ja_JP.UTF-8@x", ""] {
        assert!(of(Some("xterm"), Some(locale)).is_ok(), "{locale}");
    }
    let first = TerminalEnvironment {
        term: Some("xterm"),
        lc_all: Some("C.UTF-8"),
        lang: Some("zh_CN.GBK"),
        ..TerminalEnvironment::default()
    };
    assert!(Capability::from_environment(&first).is_ok());
}

#[test]
fn names() {
    for (term, depth, scroll) in [
        ("xterm", Depth::Ansi16, Scroll::Lines),
        ("xterm-256color", Depth::Indexed256, Scroll::Lines),
        ("xterm-direct", Depth::True, Scroll::Lines),
        ("xterm-mono", Depth::Mono, Scroll::Lines),
        ("xterm-kitty", Depth::True, Scroll::Lines),
        ("tmux-256color", Depth::Indexed256, Scroll::Lines),
        ("screen.xterm-256color", Depth::Indexed256, Scroll::Lines),
        ("foot", Depth::True, Scroll::Lines),
        ("linux", Depth::Ansi16, Scroll::Edge),
        ("vt100", Depth::Mono, Scroll::Edge),
        ("vt220", Depth::Mono, Scroll::Edge),
        ("ansi", Depth::Ansi16, Scroll::None),
        ("something-new", Depth::Ansi16, Scroll::Edge),
    ] {
        let able = named(term);
        assert_eq!((able.depth, able.scroll), (depth, scroll), "{term}");
    }
    assert!(!named("screen").erase_cells && !named("linux").alternate && !named("vt100").one_axis);
}

#[test]
fn colours_asked_for_and_refused() {
    let of = |term, colorterm, no_color| {
        Capability::from_environment(&TerminalEnvironment {
            term: Some(term),
            colorterm,
            no_color,
            ..TerminalEnvironment::default()
        })
        .unwrap()
        .depth
    };
    assert_eq!(of("xterm-256color", Some("truecolor"), None), Depth::True);
    assert_eq!(of("xterm-256color", Some("truecolor"), Some("1")), Depth::Mono);
    assert_eq!(of("xterm-256color", None, Some("")), Depth::Indexed256);
    assert_eq!(of("screen-256color", Some("truecolor"), None), Depth::Indexed256);
    assert_eq!(of("vt220", Some("truecolor"), None), Depth::Mono);
}

#[test]
fn answers_are_learnt_from() {
    let mut able = named("xterm-256color");
    let says = |synchronized, version: &str| Findings {
        synchronized,
        version: Some(version.to_owned()),
        ..Findings::default()
    };
    assert!(!able.learn(&says(Some(4), ""), None) && !able.sync);
    assert!(able.learn(&says(Some(2), ""), None) && able.sync);
    able.depth = Depth::Ansi16;
    assert!(able.learn(&says(None, "XTerm(379)"), None) && able.repeat && able.depth == Depth::Indexed256);
    let mut plain = Capability { depth: Depth::Mono, ..able.clone() };
    plain.learn(&says(None, "XTerm(379)"), None);
    assert_eq!(plain.depth, Depth::Mono);
    assert!(!able.learn(&says(None, "XTerm(379)"), None));
    assert!(!able.learn(&says(None, "Konsole 22.12.3"), None));
    assert!(!able.learn(&Findings::default(), None));
}

#[test]
fn the_users_word_counts_and_the_terminals_is_trusted() {
    use Ambiguous::{Narrow, Wide};
    for (found, wish, shown, measured) in [
        (None, None, Narrow, false),
        (None, Some(Wide), Wide, false),
        (Some(Wide), None, Wide, true),
        (Some(Narrow), None, Narrow, true),
        (Some(Narrow), Some(Narrow), Narrow, true),
        (Some(Narrow), Some(Wide), Wide, false),
    ] {
        let mut able = named("xterm");
        able.learn(&Findings { ambiguous: found, ..Findings::default() }, wish);
        assert_eq!((able.ambiguous, able.measured), (shown, measured), "{found:?} {wish:?}");
    }
}

/// Answers of real terminals, if the survey of them is at hand: the whole round, then the findings.
#[test]
fn real_terminals() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/terminal-replies.json");
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let survey: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (name, answers) in survey.as_object().unwrap() {
        let mut able = named("xterm-256color");
        let answer_to = |key: &str| answers.get(key).and_then(|value| value.as_str());
        let mut probe = Probe::default();
        let _ = probe.ask(true);
        let mut found = None;
        let mut hear = |bytes: &str| {
            let decoded = Decoder::default().feed(bytes.as_bytes());
            let [TerminalEvent::Reply(reply)] = decoded.as_slice() else { panic!("{name}: {bytes:?} is {decoded:?}") };
            assert_ne!(*reply, Reply::Other, "{name}: {bytes:?}");
            found = probe.hear(reply).or(found.take());
        };
        let cells = if name.contains("cjkwidth") || name.contains("amb") { [10, 4, 1, 6] } else { [5, 4, 1, 2] };
        let mut column = 1;
        for cells in cells {
            column += cells;
            hear(&format!("\x1b[2;{column}R"));
        }
        let forms = [
            ("DECRQM2026", "\x1b[?2026;", "$y"),
            ("DECRQM2027", "\x1b[?2027;", "$y"),
            ("XTVERSION", "\x1bP>|", "\x1b\\"),
            ("DA2", "\x1b[>", "c"),
            ("DA1", "\x1b[?", "c"),
        ];
        for (question, before, after) in forms {
            if let Some(answer) = answer_to(question) {
                hear(&format!("{before}{answer}{after}"));
            }
        }
        // A library that was surveyed beside the terminals answers nothing.
        assert_eq!(found.is_some(), answer_to("DA1").is_some(), "{name}");
        let Some(found) = found else { continue };
        able.learn(&found, None);
        assert_eq!(able.sync, answer_to("DECRQM2026") == Some("2"), "{name}");
        assert_eq!(found.version.as_deref(), answer_to("XTVERSION"), "{name}");
        assert_eq!(able.ambiguous == Ambiguous::Wide, cells[0] == 10, "{name}");
        assert!(able.measured && able.pictographs, "{name}");
    }
}
