//! Pages as a whole: the layout, what deviates from it, and what only looks like it.

use proptest::prelude::*;

use crate::{
    article::{Article, BlockKind},
    date::Published,
    format::{Remark, page},
};

const PAGE: &str = "望潮鎮試種耐鹽水稻 鎮長:先收一碗飯
Published at Dec 17, 2021 03:30 pm
据望潮社报道,望潮镇12月15日在北码头外的三亩滩涂上收下第一季耐盐水稻,过秤得稻谷412公斤。镇长指出,这三亩地四年前还是「不长草」的盐碱滩,今天能收,靠的是淡水、耐心和一群不肯睡觉的人。
收割从清早六时开始,潮水退到石堤以外。二十几名中学生捆稻,渔民用自家的舢板把稻捆运回晒场。
三亩滩涂用了四年
第一年下的种全部黄在水里。农技员尹禾把失败的苗一株株编号,写满了九个本子,「第七十三号活到了第四十天,我们给它鞠了一躬」。
先洗盐还是先种稻
关于先洗盐还是先种稻,镇里争了两个冬天。主张先洗的人说,地里的盐每洗一次少一成;主张先种的人说,水比人贵。
最后是各种一半:东边一亩半先洗,西边一亩半直接下苗。
一碗饭的味道
新米当天下锅。
第一碗端给了九十一岁的老堤长。他吃了两口说:“有一点咸,咸得正好。”围着的人都笑,没有人肯承认自己尝不出来。
尹禾:明年把水渠接到西滩
她说,明年要把水渠再接长六百米,让西滩的四户人家也能下种。稻种留了一百公斤,其余的由镇里的食堂收走。
双方还就育苗的时间交换了意见。
Author
KHO
相关报道
AI Translated
This text was put into Simplified Chinese by a machine. Names and figures may be wrong; the edition in Traditional Chinese is the one to trust.
望潮鎮試種耐鹽水稻 鎮長:先收一碗飯
";

fn parse(text: &str) -> Article {
    page::parse(text).article
}

fn headings(article: &Article) -> Vec<&str> {
    let headings = article.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading { .. }));
    headings.map(|block| block.text.as_str()).collect()
}

fn texts(article: &Article) -> Vec<&str> {
    article.blocks.iter().map(|block| block.text.as_str()).collect()
}

#[test]
fn the_whole_layout() {
    let parsed = page::parse(PAGE);
    assert_eq!(parsed.remarks, []);
    let article = parsed.article;
    assert_eq!(article.title, "望潮鎮試種耐鹽水稻 鎮長:先收一碗飯");
    assert_eq!(article.published.as_ref().map(Published::to_rfc3339).as_deref(), Some("2021-12-17T15:30:00"));
    assert_eq!(article.author.as_deref(), Some("KHO"));
    assert_eq!(article.related, [""; 0]);
    assert!(
        article.notice.as_deref().is_some_and(|notice| notice.starts_with("This text") && notice.ends_with("trust."))
    );
    assert_eq!(article.original_title.as_deref(), Some(article.title.as_str()));
    let expected = ["三亩滩涂用了四年", "先洗盐还是先种稻", "一碗饭的味道", "尹禾:明年把水渠接到西滩"];
    assert_eq!(headings(&article), expected);
    assert_eq!(article.blocks.len(), 13);
    assert_eq!(article.blocks[8].text, "新米当天下锅。");
    assert!(article.blocks[12].text.starts_with("双方"));
}

#[test]
fn the_page_of_the_first_users() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/page-2021-12-17.txt");
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let parsed = page::parse(&text);
    assert_eq!(parsed.remarks, []);
    let article = parsed.article;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(article.title, lines[0]);
    assert_eq!(article.published.as_ref().map(Published::to_rfc3339).as_deref(), Some("2021-12-17T15:30:00"));
    assert_eq!(article.author.as_deref(), Some("KHO"));
    assert_eq!(article.related, [""; 0]);
    assert!(article.notice.as_deref().is_some_and(|notice| notice.starts_with("This article has been translated")));
    assert_eq!(article.original_title.as_deref(), Some(lines[0]));
    assert_eq!(headings(&article), [lines[4], lines[6], lines[9], lines[11], lines[14]]);
    let end = lines.iter().position(|line| *line == "Author").unwrap();
    assert_eq!(texts(&article), lines[2..end]);
}

#[test]
fn sections_come_in_any_order_and_under_other_names() {
    let head = "题目\n2021-12-17 15:30\n这是一段正文，说完了。\n";
    let expect =
        |trailer: &str, author: Option<&str>, related: &[&str], notice: Option<&str>, original: Option<&str>| {
            let article = parse(&format!("{head}{trailer}"));
            assert_eq!(article.author.as_deref(), author, "{trailer}");
            assert_eq!(article.related, related, "{trailer}");
            assert_eq!(article.notice.as_deref(), notice, "{trailer}");
            assert_eq!(article.original_title.as_deref(), original, "{trailer}");
            assert_eq!(texts(&article), ["这是一段正文，说完了。"], "{trailer}");
        };
    expect("", None, &[], None, None);
    expect("Author\n甲\n", Some("甲"), &[], None, None);
    expect("Author:\n甲\n乙\nRelated\n", Some("甲、乙"), &[], None, None);
    expect("相關報道\n一\n二\nAuthor\n甲", Some("甲"), &["一", "二"], None, None);
    expect("AI Translated\nA notice.\nAuthor\n甲\n原题", Some("甲"), &[], Some("A notice."), Some("原题"));
    expect("AI Translated\nA notice.\n原题\n", None, &[], Some("A notice."), Some("原题"));
    expect("AI Translated\nA notice.\n", None, &[], Some("A notice."), None);
    expect("AI Translated\nOne.\nTwo.\nThree.\n", None, &[], Some("One.\nTwo.\nThree."), None);
    expect("Author\n甲\nRelated\n一\n二\n", Some("甲"), &["一", "二"], None, None);
    expect("AI Translated\nA notice.\nRelated\n题目\n", None, &[], Some("A notice."), Some("题目"));
    expect(
        "AI Translated\nA notice.\nRelated\n一\nThe English title\n",
        None,
        &["一"],
        Some("A notice."),
        Some("The English title"),
    );
    expect("AI Translated\nA notice.\nRelated\n\n原题\n", None, &[], Some("A notice."), Some("原题"));
    expect("関連記事\n一つ目。二つ目\n", None, &["一つ目。二つ目"], None, None);
    expect("\n\n作者：\n\n甲\n\n", Some("甲"), &[], None, None);
    expect("Author\n", None, &[], None, None);
}

#[test]
fn the_same_title_in_another_script_is_the_original() {
    let text = "望潮轮渡满百岁 镇长:先把座位留给岛上的人\n\n正文说完了。\nAI Translated\nNotice.\nRelated\n别的新闻\n望潮輪渡滿百歲 鎮長:先把座位留給島上的人";
    let article = parse(text);
    assert_eq!(article.related, ["别的新闻"]);
    assert_eq!(article.original_title.as_deref(), Some("望潮輪渡滿百歲 鎮長:先把座位留給島上的人"));
}

#[test]
fn a_label_inside_the_story_is_part_of_it() {
    let text = "On names\nDec 1, 2024 9:00 am\nWhat does the word mean?\nAuthor\nIt is on every page of this paper, and nobody reads it.\nRelated\nThis one neither, and it is a long sentence that goes on。\nAuthor\nA. Writer\n";
    let article = parse(text);
    assert_eq!(article.author.as_deref(), Some("A. Writer"));
    assert_eq!(article.blocks.len(), 5);
    assert_eq!(article.blocks[1].text, "Author");
    assert_eq!(article.related, [""; 0]);
    // Twice the same section: the later one is the trailer.
    let twice = parse("T\nText.\nAuthor\n甲\nAuthor\n乙");
    assert_eq!((twice.author.as_deref(), twice.blocks.len()), (Some("乙"), 3));
}

#[test]
fn dates_in_other_forms_and_none() {
    let cases = [
        ("标题\n2021-12-17 15:30\n正文。", "2021-12-17T15:30:00", 1),
        ("标题\n\n  发布时间：2021年12月17日 15:30\n正文。", "2021-12-17T15:30:00", 1),
        ("見出し\n2021年12月17日 15時30分 配信\n本文。", "2021-12-17T15:30:00", 1),
        ("제목\n입력 2021.12.17. 오후 3:30\n본문.", "2021-12-17T15:30:00", 1),
        ("標題\n2021-12-17T15:30:00+08:00\n正文。", "2021-12-17T15:30:00+08:00", 1),
        ("PUBLISHED AT Dec 17, 2021 03:30 PM\n正文。", "2021-12-17T15:30:00", 1),
        ("标题\n正文一。\n2021-12-17", "", 2),
        ("标题", "", 0),
        ("标题\n更新されました\n正文。", "", 2),
    ];
    for (text, expected, blocks) in cases {
        let article = parse(text);
        assert_eq!(article.published.as_ref().map(Published::to_rfc3339).unwrap_or_default(), expected, "{text}");
        assert_eq!(article.blocks.len(), blocks, "{text}");
    }
    let parsed = page::parse("标题\nPublished at Dec 37, 2021 03:30 pm\n正文。");
    assert_eq!(parsed.remarks, [Remark::DateLine("Published at Dec 37, 2021 03:30 pm".to_owned())]);
    assert_eq!(texts(&parsed.article), ["Published at Dec 37, 2021 03:30 pm", "正文。"]);
    assert_eq!(page::parse("Published at Dec 17, 2021 03:30 pm\n正文。").remarks, [Remark::NoTitle]);
}

#[test]
fn a_title_that_reads_like_a_date_is_a_title() {
    let article = parse("1992年8月11日\nPublished at Aug 23, 2020 09:36 am\n那天起雾。");
    assert_eq!(article.title, "1992年8月11日");
    assert_eq!(article.published.as_ref().map(Published::to_rfc3339).as_deref(), Some("2020-08-23T09:36:00"));
    assert_eq!(texts(&article), ["那天起雾。"]);
    assert_eq!(parse("1992年8月11日\n那天起雾。").title, "");
}

#[test]
fn hostile_pages() {
    assert_eq!(parse(""), Article::default());
    assert_eq!(parse(&"\n \r\n".repeat(100_000)), Article::default());
    assert_eq!(parse(&"题".repeat(10_000)).title.chars().count(), 10_000);
    let one_line = format!("标题\n{}", "潮水退了，".repeat(350_000));
    assert_eq!(parse(&one_line).blocks[0].text.len(), 15 * 350_000);
    let odd = parse("a\u{1b}[2Jb\nc\0d\u{9b}31m\n\u{202e}e。");
    assert_eq!(odd.title, "a\u{1b}[2Jb");
    assert_eq!(texts(&odd), ["c\0d\u{9b}31m", "\u{202e}e。"]);
    let labels = "Author\n".repeat(100_000);
    assert_eq!(parse(&labels).blocks.len(), 99_998);
    let many = parse(&"a\n".repeat(300_000));
    assert_eq!(many.blocks.iter().map(|block| block.text.matches('a').count()).sum::<usize>(), 299_999);
}

/// The characters of a text that can be seen, in order.
fn visible<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    texts.into_iter().flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_a_page(text in any::<String>()) {
        let article = parse(&text);
        prop_assert!(article.blocks.iter().all(|block| !block.text.trim().is_empty()));
    }

    #[test]
    fn nothing_of_a_body_is_lost(lines in prop::collection::vec("[一-龥。，「」A-Za-z0-9 .:!\u{0}\u{1b}\u{3000}あ-ん가-힣]{0,30}(\n|\r\n|\r|\u{2028}|\n\n)", 0..30)) {
        let body: String = lines.concat();
        let article = parse(&format!("题\nPublished at Dec 17, 2021 03:30 pm\n{body}Author\nKHO\n"));
        prop_assert_eq!(visible(texts(&article)), visible([body.as_str()]));
        prop_assert_eq!(article.author.as_deref(), Some("KHO"));
    }

    #[test]
    fn with_labels_too_every_other_line_is_kept(picks in prop::collection::vec(0..9_usize, 0..20)) {
        let lines = ["Author", "相关报道", "AI Translated", "甲", "一段话。", "A title", "题", "2021-12-17", "\n"];
        let text: String = picks.iter().flat_map(|pick| [lines[*pick], "\n"]).collect();
        let article = parse(&text);
        let mut kept: Vec<char> = visible(
            [article.title.as_str()].into_iter().chain(texts(&article)).chain(article.author.as_deref()).chain(article.notice.as_deref())
                .chain(article.original_title.as_deref()).chain(article.related.iter().map(String::as_str)),
        ).replace('、', "").chars().collect();
        let mut came: Vec<char> = visible([text.as_str()]).chars().collect();
        // Labels, the date and the mark between names are what may differ.
        for (c, most) in [('甲', 0), ('题', 0), ('话', 0)] {
            let count = |chars: &[char]| chars.iter().filter(|x| **x == c).count();
            prop_assert_eq!(count(&kept), count(&came) + most);
        }
        kept.sort_unstable();
        came.sort_unstable();
        prop_assert!(kept.len() <= came.len());
    }
}
