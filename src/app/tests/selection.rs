//! Words pointed at, passages marked, what is copied, links opened: as (before, keys, after).

use crate::app::{Desk, desk::article};
use crate::app::{
    Effect, Event,
    commands::{CopyUnit, KeyContext},
    settings::Settings,
};
use crate::{article::Article, input::Input, text::Part};

const FIRST: &str = "望潮镇的图书馆今天开放。See https://a.example/x, it says “ok”.";
const SECOND: &str = "读者排起了长队。";

fn paper() -> Article {
    Article {
        link: Some("https://news.example/國?id=1".to_owned()),
        author: Some("李明".to_owned()),
        ..article(1, &[FIRST, SECOND])
    }
}

fn reading(settings: Settings) -> Desk {
    let mut desk = Desk::new(&[paper()], settings, 80, 24);
    desk.keys("<Enter>");
    desk.others.clear();
    desk
}

fn desk() -> Desk {
    reading(Settings::default())
}

fn copied(desk: &mut Desk) -> Vec<String> {
    let others = std::mem::take(&mut desk.others);
    let text = |effect| if let Effect::Copy(text) = effect { Some(text) } else { None };
    others.into_iter().filter_map(text).collect()
}

fn selected(desk: &Desk) -> Option<String> {
    let article = desk.app.article().unwrap();
    let caret = article.selection()?;
    Some(article.page().rendition().article().text(caret.word.part)[caret.word.range.clone()].to_owned())
}

#[test]
fn words_are_selected_one_after_the_other() {
    for (keys, word) in [("w", "第"), ("ww", "1"), ("wwW", "第"), ("wW", "第"), ("w<Esc>", ""), ("wwwww", "李明")]
    {
        let mut desk = desk();
        desk.keys(keys);
        assert_eq!(selected(&desk).unwrap_or_default(), word, "{keys}");
    }
}

#[test]
fn words_are_those_of_the_dictionary() {
    let mut desk = desk();
    desk.keys("w");
    let mut words = Vec::from_iter(selected(&desk));
    for _ in 0..40 {
        desk.keys("w");
        words.extend(selected(&desk));
    }
    for word in ["图书馆", "今天", "开放", "See", "读者", "长队"] {
        assert!(words.iter().any(|found| found == word), "{word}: {words:?}");
    }
    // From the last word on there is none.
    assert_eq!(words.last(), words.iter().rev().nth(1));
}

#[test]
fn what_is_copied() {
    let body = format!("{FIRST}\n\n{SECOND}");
    let cases = [
        ("yy", "第1号新闻".to_owned()),
        ("wyw", "第".to_owned()),
        ("wwwwwyy", "李明   2001-01-01 08:00".to_owned()),
        ("yu", "https://news.example/%E5%9C%8B?id=1".to_owned()),
        ("vwwwy", "第1号新闻".to_owned()),
        ("vwv", String::new()),
        ("vw<Esc>", String::new()),
        (
            "vGwwwwwwwwww<Enter>",
            format!("第1号新闻\n李明   2001-01-01 08:00\n\n{body}").trim_end_matches('。').to_owned(),
        ),
    ];
    for (keys, text) in cases {
        let mut desk = desk();
        desk.keys(keys);
        assert_eq!(copied(&mut desk).concat(), text, "{keys}");
        assert_eq!(desk.app.context(), KeyContext::Article, "{keys}");
    }
    let mut desk = desk();
    desk.keys("ya");
    let whole = copied(&mut desk).concat();
    assert!(whole.starts_with("第1号新闻\n李明") && whole.ends_with(&body), "{whole}");
    assert!(desk.app.message().unwrap().starts_with("Copied the article: "));
    desk.keys("yw");
    assert!(desk.app.message().unwrap().contains("w selects one"));
    assert!(copied(&mut desk).is_empty());
}

#[test]
fn text_is_copied_in_the_script_it_is_shown_in_and_otherwise_as_it_is_stored() {
    let stored = "ｱ葛\u{E0100}城\u{200B}\u{202E}市，国\u{7}务院";
    let mut desk = Desk::new(&[article(1, &[stored])], Settings::default(), 80, 24);
    desk.keys("<Enter>vGyya");
    let whole = copied(&mut desk).concat();
    // The variant of 葛 and the half-width kana are kept; what would do more than stand there is not.
    assert!(whole.contains("ｱ葛\u{E0100}城\u{200B}市，国务院"), "{whole:?}");
    desk.keys("zz");
    desk.keys("ya");
    assert!(copied(&mut desk).concat().contains("國務院"));
}

#[test]
fn selecting_goes_by_words_and_lines_and_stays_in_sight() {
    let body = "望潮镇的图书馆今天开放，读者在门口排起了长队。".repeat(200);
    let mut desk = Desk::new(&[article(1, &[&body])], Settings::default(), 60, 12);
    desk.keys("<Enter>v");
    assert_eq!(desk.app.context(), KeyContext::Selection);
    for keys in ["j", "<C-d>", "<Space>", "jjjjjjjjjj", "G", "k", "gg", "w"] {
        desk.keys(keys);
        let article = desk.app.article().unwrap();
        assert!(article.page().visible().any(|line| article.selected(line).is_some()), "{keys}");
        assert!(article.is_selecting());
    }
    desk.keys("G<Enter>");
    assert!(copied(&mut desk).concat().contains(&body[..body.len() - 300]));
    // What is too long for a clipboard is message to be.
    let long = "长".repeat(40_000);
    let mut desk = Desk::new(&[article(1, &[&long])], Settings::default(), 60, 12);
    desk.keys("<Enter>jjjyy");
    assert!(copied(&mut desk).is_empty());
    assert!(desk.app.message().unwrap().contains("64 KiB"));
}

#[test]
fn a_passage_survives_a_resize_and_a_change_of_script() {
    let mut desk = desk();
    desk.keys("wwwwwwwwwwwwvww");
    let before = desk.app.article().unwrap().selection().unwrap().clone();
    desk.event(Event::Resize(33, 9));
    desk.app.act(crate::app::commands::Action::NextScript);
    assert_eq!(desk.app.article().unwrap().selection(), Some(&before));
}

#[test]
fn links_are_opened_by_a_program_or_copied() {
    let own = "https://news.example/%E5%9C%8B?id=1";
    let with = |browser: &str| Settings { browser: browser.to_owned(), ..Settings::default() };
    for (browser, words) in [
        ("firefox", vec!["firefox", own]),
        ("w3m -o x=%s --", vec!["w3m", "-o", "x=https://news.example/%E5%9C%8B?id=1", "--"]),
    ] {
        let mut desk = reading(with(browser));
        desk.keys("o");
        let command = desk.others.iter().find_map(|effect| match effect {
            Effect::Browse { command, .. } => Some(command.clone()),
            _ => None,
        });
        assert_eq!(command.unwrap(), words);
    }
    let mut desk = desk();
    desk.keys("o");
    assert_eq!(copied(&mut desk), [own]);
    assert!(desk.app.message().unwrap().contains(own));
    // On a narrow screen it is shown in full on a page of its own.
    desk.event(Event::Resize(30, 20));
    desk.keys("o");
    assert_eq!(desk.app.overlays().panel().unwrap().rows.concat(), own);
    desk.keys("j");
    assert!(desk.app.overlays().panel().is_none());
    let mut desk = Desk::new(&[article(1, &["x"])], Settings::default(), 80, 24);
    desk.keys("<Enter>o");
    assert_eq!(desk.app.message(), Some("This article has no link."));
    desk.keys("f");
    assert_eq!(desk.app.message(), Some("There is no link on the screen. gl lists those of the article."));
}

#[test]
fn a_link_is_chosen_by_its_letter() {
    let mut desk = desk();
    desk.keys("f");
    let hints: Vec<(String, Part)> =
        desk.app.overlays().hints().unwrap().iter().map(|(letters, link)| (letters, link.part)).collect();
    assert_eq!(hints, [("a".to_owned(), Part::Byline), ("s".to_owned(), Part::Body(0))]);
    desk.keys("s");
    assert_eq!(copied(&mut desk), ["https://a.example/x"]);
    desk.keys("fj");
    assert!(copied(&mut desk).is_empty() && desk.app.overlays().hints().is_none());
    assert_eq!(desk.app.context(), KeyContext::Article);
}

#[test]
fn a_link_is_shown_as_a_code() {
    let mut desk = desk();
    desk.keys("gq");
    assert!(desk.app.overlays().panel().is_some_and(|panel| panel.is_picture));
    desk.keys("<Esc>");
    assert!(desk.app.overlays().panel().is_none() && desk.app.context() == KeyContext::Article);
    desk.event(Event::Resize(80, 10));
    desk.keys(":qr<Enter>");
    assert!(desk.app.message().unwrap().contains("Enlarge the window"));
}

#[test]
fn a_click_chooses_opens_and_selects() {
    let mut desk = Desk::new(&crate::app::articles(30), Settings::default(), 80, 24);
    let click = |column, row| Event::Input(Input::Click { column, row });
    desk.event(click(10, 4));
    assert_eq!(desk.app.list().window().cursor(), 3);
    desk.event(click(10, 4));
    assert_eq!(desk.app.context(), KeyContext::Article);
    desk.event(click(6, 4));
    assert!(selected(&desk).is_some());
    for (column, row) in [(0, 0), (79, 23), (200, 200), (0, 23)] {
        desk.event(click(column, row));
    }
    desk.keys("<Esc><Esc>gz");
    desk.event(click(5, 22));
    assert!(desk.app.overlays().menu().is_none());
    let mut desk = self::desk();
    let row = desk.app.article().unwrap().page().visible().position(|line| line.part == Part::Byline).unwrap() as u16;
    desk.event(click(10, row));
    assert_eq!(copied(&mut desk).len(), 1);
}

#[test]
fn every_kind_of_copy_has_a_command() {
    for what in [CopyUnit::Word, CopyUnit::Passage, CopyUnit::Paragraph, CopyUnit::Article, CopyUnit::Link] {
        assert!(
            crate::app::commands::COMMANDS
                .iter()
                .any(|command| command.action == crate::app::commands::Action::Copy(what)),
            "{what:?}"
        );
    }
}
