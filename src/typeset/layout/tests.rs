//! An article as a whole: what stands where, and how to get from line to line.

use std::sync::Arc;

use crate::{
    article::{Article, Block, BlockKind},
    script::{Language, rendition::Rendition},
    text::{Part, Place},
};

use super::Layout;
use crate::typeset::{Align, Indent, Line, LineAt, Marker, Role, Setting};

fn article() -> Article {
    Article {
        title: "街渡添了電子船，阿婆關心的是船尾還可不可以擺菜".to_owned(),
        author: Some("招詠汐".to_owned()),
        notice: Some("機器翻譯".to_owned()),
        original_title: Some("A ferry with a battery".to_owned()),
        related: vec!["夜裏的一班".to_owned(), "船尾的規矩".to_owned()],
        blocks: vec![
            Block::paragraph("　　清早六時四十五分，鯨灣公眾碼頭的石級還是濕的。"),
            Block::paragraph("靜得令人不慣，\n碼頭上沒有聲音。"),
            Block::heading(2, "船尾的規矩"),
            Block::paragraph("阿婆最擔心的事。"),
            Block::new(BlockKind::Quote, "此船甚靜，請各自保重，不要在船上大聲說家事。"),
            Block::new(BlockKind::item(1, Some(12)), "擺菜籮、石油氣罐、單車。"),
            Block::new(BlockKind::item(2, None), "鐵環。"),
            Block::new(BlockKind::Rule, ""),
            Block::new(BlockKind::Code, "if x:\n    go()"),
        ],
        ..Article::default()
    }
}

fn layout(setting: Setting) -> Layout {
    let article = article();
    Layout::new(&article, Arc::new(Rendition::original(&article)), setting)
}

/// The page as a person would see it, with `_` for the indent's cells and markers in it.
fn page(layout: &Layout) -> Vec<String> {
    let draw = |line: &Line| {
        let ink = layout.rendition().shown(line.part).map_or("", |shown| shown.text.slice(line.ink.clone()));
        let marker = match line.marker {
            Marker::None => String::new(),
            Marker::Bullet => "* ".to_owned(),
            Marker::Bar => "| ".to_owned(),
            Marker::Number(number, _) => format!("{number}. "),
        };
        let free = "_".repeat(usize::from(line.indent) - marker.len());
        match line.role {
            Role::Rule => format!("{free}{}", "=".repeat(usize::from(line.cells))),
            Role::RelatedLabel(label) => label.to_owned(),
            _ => format!("{free}{marker}{ink}"),
        }
    };
    layout.lines_from(layout.first(), usize::MAX).iter().map(|(_, line)| draw(line)).collect()
}

#[test]
fn a_page_is_set_as_a_newspaper_would() {
    let layout = layout(Setting { measure: 20, indent: Indent::Ems(2), ..Setting::default() });
    let expected = [
        "街渡添了電子船，",
        "阿婆關心的是船尾",
        "還可不可以擺菜",
        "招詠汐",
        "",
        "機器翻譯",
        "",
        "__清早六時四十五分，",
        "鯨灣公眾碼頭的石級還",
        "是濕的。",
        "__靜得令人不慣，",
        "碼頭上沒有聲音。",
        "",
        "船尾的規矩",
        "__阿婆最擔心的事。",
        "",
        "| 此船甚靜，請各自保",
        "| 重，不要在船上大聲",
        "| 說家事。",
        "",
        "12. 擺菜籮、石油氣",
        "____罐、單車。",
        "__* 鐵環。",
        "",
        "_______======",
        "",
        "if x:",
        "    go()",
        "",
        "相關報導",
        "* 夜裏的一班",
        "* 船尾的規矩",
        "",
        "A ferry with a",
        "battery",
    ];
    assert_eq!(page(&layout).join("\n"), expected.join("\n"));
}

#[test]
fn centred_lines_stand_in_the_middle() {
    let layout =
        layout(Setting { measure: 20, title: Align::Centre, headings: [Align::Centre; 3], ..Setting::default() });
    let page = page(&layout);
    assert_eq!(page[..4], ["__街渡添了電子船，", "__阿婆關心的是船尾", "___還可不可以擺菜", "_______招詠汐"]);
    assert!(page.contains(&"_____船尾的規矩".to_owned()));
}

#[test]
fn a_byline_breaks_between_its_fields() {
    let article = Article {
        source: Some("鯨灣坊報".to_owned()),
        author: Some("司徒問渠".to_owned()),
        published: crate::date::Published::parse("2025-09-14T16:15:00"),
        ..Article::default()
    };
    let rendition = Arc::new(Rendition::original(&article));
    let lines = |measure| page(&Layout::new(&article, Arc::clone(&rendition), Setting::with_measure(measure)));
    assert_eq!(lines(40), ["鯨灣坊報   司徒問渠   2025-09-14 16:15"]);
    assert_eq!(lines(36), ["鯨灣坊報   司徒問渠", "2025-09-14 16:15"]);
    assert_eq!(lines(18), ["鯨灣坊報", "司徒問渠", "2025-09-14 16:15"]);
    assert_eq!(lines(12), ["鯨灣坊報", "司徒問渠", "2025-09-14", "16:15"]);
}

#[test]
fn the_language_can_be_said() {
    let stands = |language| {
        let layout = layout(Setting { language, ..Setting::with_measure(40) });
        let page = page(&layout);
        let first = page.iter().find(|line| line.contains("清早")).unwrap();
        let label = page.iter().rev().nth(4).unwrap().clone();
        (first.chars().filter(|c| *c == '_').count(), label, layout.language(Part::Title))
    };
    assert_eq!(stands(None), (4, "相關報導".to_owned(), Some(Language::ChineseTaiwan)));
    assert_eq!(stands(Some(Language::Japanese)), (2, "関連記事".to_owned(), Some(Language::Japanese)));
    assert_eq!(stands(Some(Language::Korean)), (0, "관련 기사".to_owned(), Some(Language::Korean)));
}

#[test]
fn an_article_without_text_has_no_line() {
    let layout =
        Layout::new(&Article::default(), Arc::new(Rendition::original(&Article::default())), Setting::with_measure(20));
    assert_eq!(layout.lines_from(layout.first(), 9), []);
    assert_eq!((layout.last(), layout.advance(layout.first(), 5)), (layout.first(), layout.first()));
    assert_eq!((layout.next(layout.first()), layout.line(layout.first())), (None, None));
    assert_eq!(layout.line_of(Place::start_of(Part::Body(3))), layout.first());
    assert_eq!(layout.place_of(layout.first()), Place::START);
}

#[test]
fn places_outside_the_article_mean_the_nearest_line() {
    let layout = layout(Setting::with_measure(30));
    let far = LineAt { part: usize::MAX, stretch: usize::MAX, line: usize::MAX };
    assert_eq!(layout.advance(far, 0), layout.last());
    assert_eq!(layout.advance(layout.first(), isize::MAX), layout.last());
    assert_eq!(layout.advance(layout.last(), isize::MIN), layout.first());
    let end = Place { part: Part::Body(0), offset: usize::MAX };
    assert_eq!(layout.place_of(layout.line_of(end)).part, Part::Body(0));
    // There is no block 99, so the text after it is meant.
    let after = layout.line_of(Place::start_of(Part::Body(99)));
    assert_eq!(layout.place_of(after).part, Part::Related(0));
}

/// An article of one paragraph of several stretches.
fn long() -> Layout {
    let sentence = "一隻母鯨帶着小鯨在灣內停了三小時，班輪沒有停，只是減了速，全船人安靜得聽見水聲。";
    let article = Article { blocks: vec![Block::paragraph(sentence.repeat(2500))], ..Article::default() };
    Layout::new(&article, Arc::new(Rendition::original(&article)), Setting::with_measure(41))
}

#[test]
fn only_what_is_asked_for_is_set() {
    let layout = long();
    let last = layout.last();
    assert!(last.stretch > 5);
    assert_eq!(layout.remembered(), [(0, last.stretch)]);
    assert_eq!(layout.lines_from(layout.first(), 50).len(), 50);
    assert_eq!(layout.remembered(), [(0, last.stretch), (0, 0)]);
    let middle = layout.line_of(Place { part: Part::Body(0), offset: 150_001 });
    assert_eq!(layout.remembered().len(), 3);
    let line = layout.line(middle).unwrap();
    assert!(line.range.contains(&150_001));
    assert!(layout.advance(middle, 20) > middle);
    assert_eq!(layout.remembered().len(), 3);
}

#[test]
fn walking_back_finds_the_lines_that_walking_on_found() {
    let on = long().lines_from(LineAt::default(), usize::MAX);
    let layout = long();
    let mut back = Vec::new();
    let mut at = Some(layout.last());
    while let Some(here) = at {
        back.push((here, layout.line(here).unwrap()));
        at = layout.prev(here);
    }
    back.reverse();
    assert_eq!(on, back);
    let whole: usize = on.iter().map(|(_, line)| line.range.len()).sum();
    assert_eq!(whole, layout.rendition().shown(Part::Body(0)).unwrap().text.len());
    assert!(layout.remembered().len() <= 64);
}

#[test]
fn a_place_stays_on_the_first_line_whatever_the_measure() {
    let wide = long();
    for offset in [0, 4000, 123_456, 299_999] {
        let place = wide.place_of(wide.line_of(Place { part: Part::Body(0), offset }));
        for measure in [1, 2, 7, 20, 80, 200] {
            let narrow = wide.with_setting(Setting::with_measure(measure));
            let line = narrow.line(narrow.line_of(place)).unwrap();
            assert!(line.range.contains(&place.offset));
        }
    }
}
