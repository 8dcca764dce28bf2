//! Markdown as a whole: what each mark becomes, where the title comes from, and that no letter is lost.

use proptest::prelude::*;

use crate::{
    article::{Article, Block, BlockKind, Span, SpanKind},
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
        BlockKind::Item { level, continued: true, .. } => format!("{level}+ {}", block.text),
        BlockKind::Item { level, number: Some(number), .. } => format!("{level}.{number} {}", block.text),
        BlockKind::Item { level, number: None, .. } => format!("{level}* {}", block.text),
        BlockKind::Code => format!("c {}", block.text),
        BlockKind::Rule => "---".to_owned(),
        BlockKind::Note { ref label } => format!("[{label}] {}", block.text),
        BlockKind::Figure { ref images } => format!("f {} <{}|{}>", block.text, images[0].src, images[0].alt),
        ref kind => format!("{} {}", format!("{kind:?}").split(' ').next().unwrap_or_default(), block.text),
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
        "1+ 再说一句",
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
        ("[字](https://example.org/a \"题\")。", "p 字。"),
        ("<https://example.org/a> [https://b.example](https://b.example)", "p https://example.org/a https://b.example"),
        (
            "![图：潮水](https://a.example/a.png) ![](b.png)",
            "f 图：潮水 <https://a.example/a.png|图：潮水>/f b.png <|b.png>",
        ),
        ("见![灯](https://a.example/l.png \"说明\")旁边。", "p 见旁边。/f 说明 <https://a.example/l.png|灯>"),
        (
            "好 ![:smile:](https://a.example/s.png) a ![b](https://a.example/b) c",
            "p 好 :smile: a c/f b <https://a.example/b|b>",
        ),
        ("# 题\n\n## ![图](https://a.example/b) 名 {#ming}\n\n文", "h2 名/f 图 <https://a.example/b|图>/p 文"),
        ("| 甲 | 乙 |\n|---|---|\n| 一 | |\n| 二 | 三 |", "Table 甲\t乙\n一\t\n二\t三"),
        ("- [ ] 甲\n- [x] 乙", "1* [ ] 甲/1* [x] 乙"),
        ("字[^1]。\n\n[^1]: 注。\n\n后文。", "p 字[1]。/p 后文。/[1] 注。"),
        (
            "字[^2]又[^甲]。\n\n[^甲]: 注。\n\n    再注。\n[^2]: 二。\n[^3]: 三。",
            "p 字[2]又[甲]。/[2] 二。/[甲] 注。\n再注。/[3] 三。",
        ),
        ("字[^9]。", "p 字[^9]。"),
        ("一。\n\n<!-- more -->\n\n二<!-- 内 -->三。\n\n<!-- 甲\n\n乙 -->", "p 一。/p 二三。"),
        ("vector<int> 与 <名>", "p vector<int> 与 <名>"),
        ("<your-name>\n\n文", "p <your-name>/p 文"),
        ("<!-- 没有完\n\n文", "p <!-- 没有完\n\n文"),
        ("字[甲]\n\n[甲]: https://example.org/a\n[//]: # (没有人看的话)", "p 字甲"),
        ("词\n: 解\n\n  再解", "Term 词/Definition 解/Definition 再解"),
        ("文 $E=mc^2$ 与 $3，$4。\n\n$$\na_b\n$$", "p 文 E=mc^2 与 $3，$4。/Math a_b"),
        ("价$30，**涨到**$40。", "p 价$30，涨到$40。"),
        ("（~30分，~40分）~一~ ~~二~~", "p （~30分，~40分）~一~ 二"),
        ("> - 甲\n>   > 乙\n>\n> 丙", "1* 甲/q 乙/q 丙"),
        ("- 甲\n\n  乙\n\n  丙\n- ```\n  丁\n  ```", "1* 甲/1+ 乙/1+ 丙/c 丁"),
        ("7. 甲\n8. 乙\n\n99999999999. 丙", "1.7 甲/1.8 乙/p 99999999999. 丙"),
        ("- - - 甲", "3* 甲"),
        ("1. \n2. 甲", "1.2 甲"),
    ] {
        assert_eq!(shape(text).join("/"), expected, "{text}");
    }
}

/// The words of spans, with the first letter of their kind.
fn spans(text: &str) -> Vec<String> {
    let word = |block: &Block, span: &Span| {
        let kind = match &span.kind {
            SpanKind::Strong => "S",
            SpanKind::Emphasis => "E",
            SpanKind::Deleted => "D",
            SpanKind::Highlight => "H",
            SpanKind::Code => "C",
            SpanKind::Link { href } => href,
            SpanKind::Note { note } => note,
            _ => "?",
        };
        format!("{kind} {}", &block.text[span.range()])
    };
    parse(text).blocks.iter().flat_map(|block| block.spans.iter().map(move |span| word(block, span))).collect()
}

#[test]
fn emphasis_beside_east_asian_marks_is_what_its_writer_meant() {
    for (text, expected) in [
        ("**“退潮。”**他说。", vec!["S “退潮。”"]),
        ("读了**《潮志》**才知道。", vec!["S 《潮志》"]),
        ("「**甲**」与**『乙』**都在。", vec!["S 甲", "S 『乙』"]),
        ("**对，**她说；**错。**我说。", vec!["S 对，", "S 错。"]),
        ("这是*「斜」*的，又是***「粗」***的。", vec!["E 「斜」", "E 「粗」", "S 「粗」"]),
        ("**「霧が出た。」**と言った。**大事（だいじ）**です。", vec!["S 「霧が出た。」", "S 大事（だいじ）"]),
        ("**이름(name)**을 쓴다.", vec!["S 이름(name)"]),
        ("**一，*二。*三。**四", vec!["S 一，二。三。", "E 二。"]),
        ("说**_甲_**。又~~**乙。**~~丙", vec!["S 甲", "E 甲", "D 乙。", "S 乙。"]),
        ("票价~~三十元，~~四十元", vec!["D 三十元，"]),
        ("我用**`a`**吗，还有**[链](https://a.example/)**呢", vec!["S a", "C a", "S 链", "https://a.example/ 链"]),
        ("| 列 |\n|---|\n| **「甲」**乙 |", vec!["S 「甲」"]),
        ("这是==重点==，见 https://a.example/x 。", vec!["H 重点", "https://a.example/x https://a.example/x"]),
        ("字[^甲]。\n\n[^甲]: **注。**又。", vec!["甲 [甲]", "S 注。"]),
        ("[![图](https://a.example/i)](https://a.example/l)", vec!["https://a.example/l 图"]),
        ("**一\n二**三", vec!["S 一二"]),
        ("**“退潮。”**and so on", vec!["S “退潮。”"]),
        // What is no emphasis.
        ("2 * 3 * 4，a_b_c，\\*星\\*，5\\_6，名字_甲_乙，** 甲 **，\\==乙==", vec![]),
        ("*一颗星号，**两颗。", vec![]),
    ] {
        assert_eq!(spans(text), expected, "{text}");
        if expected.is_empty() {
            assert_eq!(parse(text).blocks[0].text, text.replace('\\', ""));
        }
    }
}

#[test]
fn emphasis_elsewhere_is_that_of_commonmark() {
    for (text, expected) in [
        ("a * b*, a*\"b\"*, *$*alpha, *£*bravo", vec![]),
        ("foo*bar*baz 5*6*78", vec!["E bar", "E 6"]),
        ("foo_bar_baz пристаням_стремятся_ foo-_(bar)_", vec!["E (bar)"]),
        ("**foo*bar**baz*", vec!["S foo*bar"]),
        ("*foo**bar**baz* ***a** b*", vec!["E foobarbaz", "S bar", "E a b", "S a"]),
        ("foo*“bar”*baz **“bar”** x", vec!["S “bar”"]),
        ("~~Hi~~ Hello, ~there~ world!", vec!["D Hi", "D there"]),
    ] {
        assert_eq!(spans(text), expected, "{text}");
    }
}

#[test]
fn html_in_markdown_is_html() {
    let text = "水是H<sub>2</sub>O，**热。**约10<sup>8</sup>，岛上<br>有灯。\n\n<details><summary>题</summary>\n\n- 甲\n\n</details>\n\n<table>\n<tr><td>\n\n**乙**\n\n</td>\n\n<td>丙</td></tr>\n</table>\n\n末。";
    let texts: Vec<String> = parse(text).blocks.into_iter().map(|block| block.text).collect();
    let all = texts.join("/");
    assert!(!all.contains(['<', '>', '*']) && all.contains("热。") && all.ends_with("末。"), "{all}");
    let places: Vec<Option<usize>> =
        ["岛上", "有灯", "题", "甲", "乙", "丙"].iter().map(|word| all.find(word)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{all}");
}

#[test]
fn heads_of_other_programs() {
    let text = "+++\ntitle = '潮'\ndate = 2026-01-02\nlastmod = 2026-02-03\ndraft = true\nurl = '/a/b'\n[taxonomies]\ntags = ['水', '盐']\n+++\n文。";
    let parsed = markdown::parse(text);
    assert_eq!(parsed.remarks, []);
    let article = parsed.article;
    assert_eq!((article.title.as_str(), article.link), ("潮", None));
    assert_eq!(article.revised.map(|date| date.to_rfc3339()).as_deref(), Some("2026-02-03T00:00:00"));
    assert_eq!(parsed.kept.unwrap().tags, ["水", "盐"]);
    assert_eq!(markdown::parse("title: 潮\ntags: 水, 盐\n---\n文。").kept.unwrap().tags, ["水", "盐"]);
}

#[test]
fn hostile_markdown_ends() {
    for piece in [
        "> ",
        "- ",
        "1. ",
        "[",
        "![",
        "*",
        "_",
        "`a",
        "<",
        "[a](",
        "|",
        "  ",
        "#",
        "\\",
        "&",
        "[^a]",
        "- > ",
        "「*",
        "**「",
        "==",
        " ==甲",
        "$",
        "~~。",
        "<b>",
        "<table>\n\n",
        "<ul>",
        "https://a",
        "甲*",
        "`a`==",
    ] {
        let article = parse(&format!("{}末", piece.repeat(100_000)));
        let text: String =
            article.blocks.iter().map(|block| block.text.as_str()).chain([article.title.as_str()]).collect();
        assert!(text.contains('末'), "{piece}");
        let _ = parse(&format!("{piece}a\n").repeat(5_000));
    }
    let columns = format!("{}\n{}\n|末|\n", "|甲".repeat(10_000), "|-".repeat(10_000));
    assert!(parse(&columns).blocks[0].text.contains('末'));
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
    fn text_without_east_asian_marks_reaches_the_parser_as_it_is(text in "[ -~\n]{0,60}") {
        prop_assert_eq!(super::flanking::Guarded::new(&text).text, text.as_str());
    }

    #[test]
    fn emphasis_in_a_sentence_pairs_as_written(pieces in prop::collection::vec(("[一-龥]{0,3}[，。！？；：、]?", "[「『《“（]?[一-龥]{1,4}[」』》”）。，]{0,2}"), 1..6)) {
        let text: String = pieces.iter().map(|(plain, strong)| format!("字{plain}**{strong}**字")).collect();
        let expected: Vec<String> = pieces.iter().map(|(_, strong)| format!("S {strong}")).collect();
        prop_assert_eq!(spans(&text), expected);
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
