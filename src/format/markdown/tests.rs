//! Markdown as a whole: what each mark becomes, where the title comes from, and that no letter is lost.

use proptest::prelude::*;

use crate::{
    article::{Article, Block, BlockKind},
    format::{Remark, markdown},
};

fn parse(text: &str) -> Article {
    markdown::parse(text).article
}

fn shape(text: &str) -> Vec<String> {
    let line = |block: &Block| match block.kind {
        BlockKind::Paragraph => format!("p {}", block.text),
        BlockKind::Heading { level } => format!("h{level} {}", block.text),
        BlockKind::Quote => format!("q {}", block.text),
        BlockKind::Item { level, number: Some(number), .. } => format!("{level}.{number} {}", block.text),
        BlockKind::Item { level, number: None, .. } => format!("{level}* {}", block.text),
        BlockKind::Code => format!("c {}", block.text),
        BlockKind::Rule => "---".to_owned(),
        ref kind => format!("{kind:?} {}", block.text),
    };
    parse(text).blocks.iter().map(line).collect()
}

#[test]
fn a_whole_article() {
    let text = "---\ntitle: \"鱼面：从一条鱼到一碗面\"\ndate: 2026-08-01T09:30:00+08:00\nauthor: 钟离苇\nsource: 望潮社\nlang: zh-Hans\nlink: https://example.org/fish\n---\n\n第一段话，\n接着说完。\n\n## 一只桶\n\n> 引来的话，\n> 分两行。\n\n1. 洗\n2. 切\n   - 细\n\n   再说一句\n\n```\n  let 潮 = 1;\n```\n\n***\n末段*说完*了。";
    let parsed = markdown::parse(text);
    assert_eq!(parsed.remarks, []);
    let article = parsed.article;
    assert_eq!(article.title, "鱼面：从一条鱼到一碗面");
    assert_eq!(article.published.map(|p| p.to_rfc3339()).as_deref(), Some("2026-08-01T09:30:00+08:00"));
    let head = [article.author, article.source, article.lang, article.link].map(Option::unwrap);
    assert_eq!(head, ["钟离苇", "望潮社", "zh-Hans", "https://example.org/fish"]);
    let expected = [
        "p 第一段话，接着说完。",
        "h2 一只桶",
        "q 引来的话，分两行。",
        "1.1 洗",
        "1.2 切",
        "2* 细",
        "p 再说一句",
        "c   let 潮 = 1;",
        "---",
        "p 末段说完了。",
    ];
    assert_eq!(shape(text), expected);
}

#[test]
fn sources_of_the_title() {
    let title = |text: &str| (parse(text).title, shape(text).len());
    assert_eq!(title("# 题\n正文。"), ("题".to_owned(), 1));
    assert_eq!(title("题\n===\n正文。"), ("题".to_owned(), 1));
    assert_eq!(title("前言。\n\n# 题\n正文。"), ("题".to_owned(), 2));
    assert_eq!(title("前言。\n\n# 一\n甲。\n\n# 二\n乙。"), (String::new(), 5));
    assert_eq!(title("## 题\n正文。"), ("题".to_owned(), 1));
    assert_eq!(title("---\ntitle: 题\n---\n# 题\n正文。"), ("题".to_owned(), 1));
    assert_eq!(title("---\ntitle: 题\n---\n# 另一个\n正文。"), ("题".to_owned(), 2));
    let parsed = markdown::parse("正文。");
    assert_eq!((parsed.article.title.as_str(), parsed.remarks.as_slice()), ("", [Remark::NoTitle].as_slice()));
    let dated = parse("# 题\n\nPublished at Dec 17, 2021 03:30 pm\n\n正文。");
    assert_eq!((dated.published.is_some(), dated.blocks.len()), (true, 1));
    assert_eq!(markdown::parse("---\ntitle: t\ndate: 昨天\nlang: 中文\n---\n").remarks.len(), 2);
}

#[test]
fn marks_become_text() {
    for (text, expected) in [
        ("a **b** _c_ `d` ~~e~~ &amp; \\*", "p a b c d e & *"),
        ("一行  \n二行", "p 一行\n二行"),
        ("一行<br>二行<br />三行", "p 一行\n二行\n三行"),
        ("[字](https://example.org/a \"题\")。", "p 字 (https://example.org/a 题)。"),
        ("<https://example.org/a> [https://b.example](https://b.example)", "p https://example.org/a https://b.example"),
        ("![图：潮水](a.png) ![](b.png)", "p 图：潮水 b.png"),
        ("[![图](a.png)](https://example.org)", "p 图 (https://example.org)"),
        ("| 甲 | 乙 |\n|---|---|\n| 一 | |\n| 二 | 三 |", "p 甲 | 乙\n一 | \n二 | 三"),
        ("- [ ] 甲\n- [x] 乙", "1* [ ] 甲/1* [x] 乙"),
        ("字[^1]。\n\n[^1]: 注。", "p 字[1]。/p [1] 注。"),
        ("<div>看得见</div>\n<!-- 也看得见 -->", "p <div>看得见</div>\n<!-- 也看得见 -->"),
        ("a <span>b</span>", "p a <span>b</span>"),
        (
            "字[甲]\n\n[甲]: https://example.org/a\n[//]: # (没有人看的话)",
            "p 字甲 (https://example.org/a)/p [//]: # (没有人看的话)",
        ),
        ("> - 甲\n>   > 乙\n>\n> 丙", "1* 甲/q 乙/q 丙"),
        ("- 甲\n\n  乙\n\n  丙\n- ```\n  丁\n  ```", "1* 甲\n乙\n丙/c 丁"),
        ("7. 甲\n8. 乙\n\n99999999999. 丙", "1.7 甲/1.8 乙/p 99999999999. 丙"),
        ("- - - 甲", "3* 甲"),
        ("1. \n2. 甲", "1.2 甲"),
    ] {
        assert_eq!(shape(text).join("/"), expected, "{text}");
    }
}

#[test]
fn hostile_markdown_ends() {
    for piece in ["> ", "- ", "1. ", "[", "![", "*", "_", "`a", "<", "[a](", "|", "  ", "#", "\\", "&", "[^a]", "- > "]
    {
        let article = parse(&format!("{}末", piece.repeat(100_000)));
        let text: String =
            article.blocks.iter().map(|block| block.text.as_str()).chain([article.title.as_str()]).collect();
        assert!(text.contains('末'), "{piece}");
        let _ = parse(&format!("{piece}a\n").repeat(5_000));
    }
    let long = "一段话。\n\n- 甲\n\n".repeat(60_000);
    assert_eq!(parse(&long).blocks.len(), 120_000);
    assert_eq!(
        parse(&"字".repeat(500_000)).blocks.iter().map(|block| block.text.chars().count()).sum::<usize>(),
        500_000
    );
    assert_eq!(parse(&"\n".repeat(100_000)), Article::default());
    assert_eq!(parse(&format!("# {}", "题".repeat(10_000))).title.chars().count(), 10_000);
    assert!(parse("a\0b\u{1b}[2J").blocks[0].text.contains('\u{1b}'));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_markdown(text in any::<String>()) {
        let _ = parse(&text);
    }

    #[test]
    fn no_letter_is_lost(lines in prop::collection::vec("(|> |- |[1-9]\\. |## |    |`|\\| |---|  - )[一-龥。，A-Za-z あ-ん가-힣*_]{0,12}(|  |\\|)", 0..25)) {
        let text = format!("---\ntitle: T\n---\n\n首\n\n{}", lines.join("\n"));
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        let body = lines.join("\n");
        let kept: String = parse(&text).blocks.iter().map(|block| letters(&block.text)).collect();
        prop_assert_eq!(kept, letters(&format!("首{body}")));
    }
}
