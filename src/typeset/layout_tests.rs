//! An article as a whole: what stands where, and how to get from line to line.

use std::sync::Arc;

use crate::{
    article::{Article, Block, BlockKind},
    script::Rendition,
};

use super::{Indent, Layout, Line, Marker, Role, Setting};

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
            Block {
                kind: BlockKind::Quote, text: "此船甚靜，請各自保重，不要在船上大聲說家事。".to_owned()
            },
            Block {
                kind: BlockKind::Item { level: 1, number: Some(12) }, text: "擺菜籮、石油氣罐、單車。".to_owned()
            },
            Block { kind: BlockKind::Item { level: 2, number: None }, text: "鐵環。".to_owned() },
            Block { kind: BlockKind::Rule, text: String::new() },
            Block { kind: BlockKind::Code, text: "if x:\n    go()".to_owned() },
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
            Marker::Number(number) => format!("{number}. "),
        };
        let free = "_".repeat(usize::from(line.indent) - marker.len());
        match line.role {
            Role::Rule => "=".repeat(usize::from(line.cells)),
            Role::RelatedLabel => "RELATED".to_owned(),
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
        "====================",
        "",
        "if x:",
        "    go()",
        "",
        "RELATED",
        "* 夜裏的一班",
        "* 船尾的規矩",
        "",
        "A ferry with a",
        "battery",
    ];
    assert_eq!(page(&layout).join("\n"), expected.join("\n"));
}
