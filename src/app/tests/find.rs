//! Searching an article and narrowing the list, as (before, keys, after).

use crate::app::{Desk, desk::article};
use crate::app::{
    Effect, Event, Report, Ticket, commands::KeyContext, input::history::HistoryKind, settings::Settings,
};
use crate::{
    article::{Article, Block},
    input::Input,
    search::matching::{MatchKind, Mode},
    text::Part,
};

fn reading(paragraphs: &[&str]) -> Desk {
    let mut desk = Desk::new(&[article(1, paragraphs)], Settings::default(), 80, 24);
    desk.keys("<Enter>");
    desk
}

fn found(desk: &Desk) -> String {
    desk.app.article().unwrap().match_count().map(|count| count.to_string()).unwrap_or_default()
}

/// Highlighted texts, each with a mark of the current match and its kind.
fn highlighted(desk: &Desk) -> Vec<(String, bool, MatchKind)> {
    let article = desk.app.article().unwrap();
    let on = |line: &crate::typeset::Line| {
        let shown = article.page().rendition().shown(line.part);
        let text = |range| shown.map(|shown| shown.text.slice(range).to_owned()).unwrap_or_default();
        article
            .highlights(line)
            .into_iter()
            .map(|highlighted| (text(highlighted.range), highlighted.is_current, highlighted.kind))
            .collect::<Vec<_>>()
    };
    article.page().visible().flat_map(on).collect()
}

#[test]
fn a_search_backward_goes_up_and_n_goes_on_in_its_direction() {
    let texts: Vec<String> = (0..60).map(|number| format!("第{number}段国务院")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut desk = reading(&texts);
    desk.keys("<Space><Space>?国务院");
    let at: usize = found(&desk).split('/').next().unwrap().parse().unwrap();
    assert!((2..59).contains(&at), "{at}");
    let next = |by: i64| format!("{}/60", at as i64 + by);
    desk.keys("<Enter>n");
    assert_eq!(found(&desk), next(-1));
    desk.keys("NN");
    assert_eq!(found(&desk), next(1));
    // From the top there is nothing before: the last is next.
    desk.keys("<Esc>gg?国务院<Enter>");
    assert_eq!(found(&desk), "60/60");
    desk.keys("N");
    assert_eq!((found(&desk).as_str(), desk.app.message()), ("1/60", Some("Went on from the beginning.")));
}

#[test]
fn modes_go_round_in_the_prompt_and_a_wrong_pattern_is_reported_there() {
    let mut desk = reading(&["中国和發展中國家，zhong guo, 中國"]);
    desk.keys("/中国");
    assert_eq!(found(&desk), "1/3");
    desk.keys("<C-t>");
    assert_eq!((desk.app.find_mode(), found(&desk).as_str()), (Mode::Whole, "whole words  1/2"));
    desk.keys("<C-t><C-u>zhongguo");
    assert_eq!((desk.app.find_mode(), found(&desk).as_str()), (Mode::Pinyin, "pinyin  1/3"));
    desk.keys("<Tab><C-u>中國");
    assert_eq!(found(&desk), "exact  1/2");
    desk.keys("<Tab><C-u>(中");
    assert!(desk.app.message().unwrap().starts_with("the pattern cannot be used"), "{:?}", desk.app.message());
    desk.keys("|發)");
    assert_eq!((desk.app.message(), found(&desk).as_str()), (None, "regex  1/4"));
    desk.keys("<Esc>");
    assert!(highlighted(&desk).is_empty());
    // The mode stays for the next search.
    desk.keys("/.<Tab>");
    assert_eq!(desk.app.find_mode(), Mode::ScriptBlind);
}

#[test]
fn every_text_of_an_article_is_searched() {
    let article = Article {
        title: "国务院".into(),
        author: Some("国务院".into()),
        notice: Some("國務院".into()),
        blocks: vec![Block::heading(2, "国务院"), Block::paragraph("国务\n院")],
        ..Article::default()
    };
    let mut desk = Desk::new(&[article], Settings::default(), 80, 24);
    desk.keys("<Enter>/国务院<Enter>");
    assert_eq!(found(&desk), "1/5");
    assert_eq!(desk.app.article().unwrap().page().place().part, Part::Title);
}

#[test]
fn other_regions_words_are_highlighted_as_such_and_no_table_is_loaded_for_them() {
    let mut desk = reading(&["这个程序坏了", "新的程式", "出租车、計程車、的士"]);
    let asked = desk.table_requests;
    desk.keys("/程序<Enter>");
    assert_eq!(desk.table_requests, asked);
    assert_eq!(found(&desk), "1/2");
    assert_eq!(
        highlighted(&desk),
        [("程序".into(), true, MatchKind::Same), ("程式".into(), false, MatchKind::OtherWord)]
    );
    desk.keys("n");
    assert_eq!(found(&desk), "another word  2/2");
    desk.keys("/出租車<Enter>");
    assert_eq!(highlighted(&desk).len(), 3);
}

#[test]
fn a_phrase_is_highlighted_whole_where_the_shown_one_has_another_length() {
    // 信息 is 資訊 and 出租车 計程車; 硅谷 has 矽谷, 意大利 義大利; 高清晰度 is shorter or longer as it falls.
    let mut desk = reading(&["他在信息高速公路上用鼠标和打印机。"]);
    desk.keys(":set script=taiwan-phrases<Enter>");
    for (query, want) in [("打印机", "印表機"), ("鼠标", "滑鼠"), ("滑鼠", "滑鼠"), ("公路", "公路")]
    {
        desk.keys(&format!("/{query}<Enter>"));
        let whole: String = highlighted(&desk).into_iter().map(|(text, ..)| text).collect();
        assert_eq!(whole, want, "{query}");
    }
}

#[test]
fn what_stands_on_the_screen_is_found_while_one_types_it() {
    let text = "出租车司机用鼠标。他的内存是高端内存模块。程序员写程序，逛士多。";
    let whole = |desk: &Desk| highlighted(desk).into_iter().map(|(text, ..)| text).collect::<Vec<_>>().join(" ");
    for (script, queries) in [
        (
            "taiwan-phrases",
            &[
                ("記", "2", "記 記"),
                ("憶體", "2", "憶體 憶體"),
                ("記憶體", "2", "記憶體 記憶體"),
                ("计程", "1", "計程"),
                ("車司機", "1", "車司機"),
                ("體模", "1", "體模"),
                ("程式", "2", "程式 程式"),
                ("程", "3", "程 程 程"),
                ("内存", "2", "記憶體 記憶體"),
                ("司机用", "1", "司機用"),
                ("出租", "1", "計程車"),
            ][..],
        ),
        ("hongkong-phrases", &[("的士司機", "1", "出租車司機"), ("滑", "1", "滑"), ("记忆", "0", "")]),
        ("traditional", &[("記憶", "0", ""), ("鼠標", "1", "鼠標")]),
    ] {
        let mut desk = reading(&[text]);
        desk.keys(&format!(":set script={script}<Enter>"));
        for (query, count, want) in queries {
            desk.keys(&format!("/{query}"));
            let found = found(&desk);
            assert!(found.ends_with(&format!("/{count}")), "{script} {query}: {found} {}", whole(&desk));
            assert_eq!(whole(&desk), *want, "{script} {query}");
            desk.keys("<Enter>n");
        }
    }
    // One goes on in the direction of the search, through both, and what is shown no longer is found no longer.
    let paragraphs = ["内存一。", "記憶二。", "内存三。", "記憶四。"];
    let mut desk = reading(&paragraphs);
    desk.keys(":set script=taiwan-phrases<Enter>/記憶<Enter>");
    let mut at = Vec::new();
    for _ in 0..4 {
        at.push(found(&desk));
        desk.keys("n");
    }
    assert_eq!(at, ["1/4", "2/4", "3/4", "4/4"]);
    desk.keys("?記憶<Enter>");
    assert_eq!(found(&desk), "4/4");
    desk.keys("n:set script=traditional<Enter>");
    assert_eq!(found(&desk), "1/2");
    desk.keys(":set script=taiwan-phrases<Enter>");
    assert_eq!(found(&desk), "2/4");
    // What is taken literally is looked for as it is stored.
    desk.keys("/记忆<Tab><Tab><Tab>");
    assert_eq!((desk.app.find_mode(), found(&desk).as_str()), (Mode::Exact, "exact  0/0"));
    desk.keys("<C-u>内存");
    assert_eq!((desk.app.find_mode(), found(&desk).as_str()), (Mode::Exact, "exact  1/2"));
}

#[test]
fn the_word_at_the_top_can_be_searched_for() {
    let mut desk = reading(&[&"甲".repeat(2000), "（國務院）公告。", &"乙".repeat(2000), "国务院说明。"]);
    desk.keys("/（国<Enter><Esc>");
    for _ in 0..12 {
        desk.keys("j");
    }
    while !desk.lines()[0].contains("國務院") {
        desk.keys(if desk.lines().concat().contains("國務院") { "j" } else { "k" });
    }
    desk.keys("*");
    assert_eq!((found(&desk).as_str(), desk.app.message()), ("1/2", Some("國務院")));
    desk.keys("n");
    assert_eq!(found(&desk), "2/2");
    // From the current match, the other way and back.
    desk.keys("#");
    assert_eq!(found(&desk), "1/2");
    desk.keys("n");
    assert_eq!((found(&desk).as_str(), desk.app.message()), ("2/2", Some("Went on from the end.")));
    desk.keys("*");
    assert_eq!((found(&desk).as_str(), desk.app.message()), ("1/2", Some("Went on from the beginning.")));
    // Not from one that cannot be seen.
    desk.keys("G*");
    assert!(desk.app.message().unwrap().starts_with("乙乙"), "{:?}", desk.app.message());
    // The message has it as it is shown.
    let mut shown = reading(&["新闻。新闻。"]);
    shown.keys(":set script=traditional<Enter>*");
    assert_eq!(shown.app.message(), Some("新聞"));
    shown.keys("*");
    assert_eq!(shown.app.message(), Some("新聞"));
    // Sounds that are asked for are taken so in several modes; the next is one that does not.
    let mut sounds = reading(&["国务院公告"]);
    sounds.keys("/'gwy");
    assert_eq!((found(&sounds).as_str(), sounds.app.find_mode()), ("pinyin  1/1", Mode::Pinyin));
    sounds.keys("<Tab>");
    assert_eq!(sounds.app.find_mode(), Mode::Exact);
    // The selection is searched for and highlighted instead.
    let mut marked = reading(&["国务院公告，國務院公告。"]);
    marked.keys("j/国<Enter><Esc>w");
    marked.keys("<Esc>w");
    while marked.app.article().unwrap().selected_text().as_deref() != Some("国务院") {
        marked.keys("w");
    }
    marked.keys("vw*");
    assert_eq!((found(&marked).as_str(), marked.app.message()), ("1/2", Some("国务院公告")));
    assert_eq!(marked.app.context(), KeyContext::Article);
    // Escape puts the lights out and goes back only then; q goes back at once.
    marked.keys("<Esc>");
    assert_eq!((found(&marked).as_str(), marked.app.context()), ("", KeyContext::Article));
    marked.keys("<Esc>");
    assert_eq!(marked.app.context(), KeyContext::List);
    marked.keys("<Enter>/公告<Enter>");
    assert_eq!(found(&marked), "1/2");
    marked.keys("q");
    assert_eq!(marked.app.context(), KeyContext::List);
    let mut empty = reading(&["。。。"]);
    empty.keys("G*");
    assert!(empty.app.message().is_some());
}

#[test]
fn what_was_searched_for_comes_back() {
    let mut desk = reading(&["国务院、经济"]);
    desk.keys("/国务院<Enter>/经济<Enter>");
    let kept = |desk: &Desk| {
        let lines = desk.others.iter().filter_map(|effect| match effect {
            Effect::SaveLine { history: HistoryKind::Searches, line } => Some(line.clone()),
            _ => None,
        });
        lines.collect::<Vec<_>>()
    };
    assert_eq!(kept(&desk), ["国务院", "经济"]);
    assert_eq!(desk.others.iter().filter(|effect| matches!(effect, Effect::LoadHistory { .. })).count(), 1);
    desk.event(Event::Report(Ticket::NONE, Report::History(HistoryKind::Searches, vec!["从前".into()])));
    desk.keys("/<Up>");
    assert_eq!((desk.app.overlays().prompt().unwrap().text(), found(&desk).as_str()), ("经济", "1/1"));
    desk.keys("<Up><Up><Up>");
    assert_eq!(desk.app.overlays().prompt().unwrap().text(), "从前");
    desk.keys("<Down><Down><Down>");
    assert_eq!(desk.app.overlays().prompt().unwrap().text(), "");
}

#[test]
fn who_goes_back_before_the_lines_have_come_finds_them_all_the_same() {
    let mut desk = reading(&["国务院"]);
    desk.keys("/<Up><Up>");
    assert_eq!(desk.app.overlays().prompt().unwrap().text(), "");
    desk.event(Event::Report(Ticket::NONE, Report::History(HistoryKind::Searches, vec!["从前".into(), "国家".into()])));
    assert_eq!(desk.app.overlays().prompt().unwrap().text(), "从前");
    desk.keys("<Down>");
    assert_eq!(desk.app.overlays().prompt().unwrap().text(), "国家");
}

/// Visible state of a line that is being typed.
fn typing(desk: &Desk) -> (String, Option<String>, Vec<String>, usize) {
    let text = desk.app.overlays().prompt().map(|prompt| prompt.text().to_owned()).unwrap_or_default();
    (text, desk.app.message().map(str::to_owned), shown(desk), desk.app.list().filter().query().iter().count())
}

#[test]
fn what_is_typed_at_once_does_what_each_character_would() {
    for (before, text) in
        [("&", "国 !家 is:unread"), ("&", "is:u"), ("&经济<Up><Left>", "国"), ("g/", "国家"), (":", "sc")]
    {
        let (mut one, mut all) = (list(&["国家经济", "国务院", "经济"]), list(&["国家经济", "国务院", "经济"]));
        one.keys(before).keys(&text.replace(' ', "<Space>"));
        all.keys(before).event(Event::Input(Input::Paste(text.into())));
        assert!(one.app.is_typing());
        assert_eq!(typing(&one), typing(&all), "{before}{text}");
        assert_eq!(typing(one.keys("<Up>")), typing(all.keys("<Up>")), "{before}{text}");
    }
    // No line is typed while a key means something else.
    let mut desk = list(&["国家"]);
    assert!(!desk.app.is_typing());
    desk.keys("&国<Enter>");
    assert!(!desk.app.is_typing());
}

#[test]
fn hostile_queries_are_text_or_a_sentence() {
    let mut desk = reading(&["a (b) \" * ^ : - NEAR 国"]);
    for query in ["\"", "* ^", ":", "-", "NEAR", "(", "' OR 1=1"] {
        desk.keys("/");
        desk.event(Event::Input(Input::Paste(query.into())));
        assert!(!found(&desk).is_empty(), "{query}");
        desk.keys("<Enter>");
    }
    for query in ["国".repeat(10_000), " ".repeat(100), "\u{301}".repeat(100), "(a*)*".repeat(2000)] {
        for _ in Mode::ALL {
            desk.keys("/");
            desk.event(Event::Input(Input::Paste(query.clone())));
            desk.keys("<Tab><Enter>");
            assert_eq!(desk.app.context(), KeyContext::Article);
        }
    }
}

fn list(titles: &[&str]) -> Desk {
    let named = |(number, title): (usize, &&str)| Article {
        title: (*title).to_owned(),
        ..article(number as u32 + 1, &["正文"])
    };
    let articles: Vec<Article> = titles.iter().enumerate().map(named).collect();
    Desk::new(&articles, Settings::default(), 80, 24)
}

fn shown(desk: &Desk) -> Vec<String> {
    desk.app.list().window().rows().iter().map(|shown| shown.row.title.clone()).collect()
}

#[test]
fn the_list_is_filtered_while_one_types_and_chips_stay() {
    let mut desk = list(&["国务院公告", "國務院說明", "经济新闻", "国家经济"]);
    desk.keys("j&gwy");
    assert_eq!(shown(&desk), ["國務院說明", "国务院公告"]);
    assert_eq!((desk.app.list().window().cursor(), desk.app.list().window().total()), (0, Some(2)));
    // Escape gives the list back as it was.
    desk.keys("<Esc>");
    assert_eq!(
        (shown(&desk).len(), desk.app.list().window().cursor(), desk.app.list().filter().is_active()),
        (4, 1, false)
    );
    desk.keys("&国务院<Enter>&!公告<Enter>");
    assert_eq!(shown(&desk), ["國務院說明"]);
    assert_eq!(desk.app.list().filter().chips().to_string(), "国务院 !公告");
    desk.keys("<Enter>");
    assert_eq!(desk.app.context(), KeyContext::Article);
    desk.keys("J");
    assert_eq!(desk.app.message(), Some("This is the last article of the list."));
    desk.keys("q<Backspace>");
    assert_eq!(shown(&desk).len(), 2);
    desk.keys("&is:starred<Enter>g&<Enter>");
    assert_eq!(desk.app.list().filter().chips().to_string(), "is:starred");
    assert_eq!(desk.app.list().window().total(), Some(0));
    desk.keys("<Esc>");
    assert_eq!((shown(&desk).len(), desk.app.list().filter().chips().is_empty()), (4, true));
    desk.keys("<Esc>");
    assert!(desk.app.message().unwrap().contains('&'));
}

#[test]
fn a_filter_that_is_none_is_reported_and_the_list_stays() {
    let mut desk = list(&["国务院公告", "经济新闻"]);
    desk.keys("&经济 is:r");
    assert!(desk.app.message().unwrap().contains("is:unread"));
    assert_eq!(shown(&desk), ["经济新闻"]);
    desk.keys("ead");
    assert_eq!((desk.app.message(), shown(&desk).len()), (None, 0));
    desk.keys("<C-u>after:soon<Enter>");
    assert!(desk.app.message().unwrap().contains("2021-12"));
    assert_eq!((shown(&desk).len(), desk.app.overlays().prompt()), (2, None));
}
