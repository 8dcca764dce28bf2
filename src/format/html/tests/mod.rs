//! Pages as a whole: the share of an article that is found on the pages of the corpus, and the share of boilerplate.

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod corpus_more;
#[cfg(test)]
mod extraction;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod odd;
#[cfg(test)]
mod rich;
#[cfg(test)]
mod whole;

use proptest::prelude::*;
use url::Url;

use crate::format::html::parse;
use crate::{
    article::{Article, BlockKind},
    date::Published,
};
use corpus::{HANS, HANT, JA, KO, Story};

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Sentences of a story.
fn sentences(story: &Story) -> Vec<String> {
    let split = |text: &str| -> Vec<String> {
        text.split_inclusive(['。', '！', '？']).map(plain).filter(|text| text.chars().count() > 3).collect()
    };
    story.paragraphs.iter().flat_map(|text| split(text)).collect()
}

/// The share of the sentences that were kept, and of the text that is no part of the story, in percent.
fn score(article: &Article, story: &Story) -> (usize, usize) {
    let text = plain(&article.blocks.iter().map(|block| block.text.as_str()).collect::<String>());
    let sentences = sentences(story);
    let kept: Vec<&String> = sentences.iter().filter(|sentence| text.contains(sentence.as_str())).collect();
    let good: usize = kept.iter().map(|sentence| sentence.chars().count()).sum();
    let all = text.chars().count().max(1);
    (kept.len() * 100 / sentences.len(), all.saturating_sub(good) * 100 / all)
}

type Page = (&'static str, fn(&Story) -> String, &'static [&'static Story]);

const PAGES: &[Page] = &[
    ("tables", corpus::tables, &[&HANS, &HANT]),
    ("portal", corpus::portal, &[&HANS, &HANT, &JA]),
    ("official", corpus::official, &[&HANS, &HANT, &KO]),
    ("island", corpus::island, &[&HANT, &HANS]),
    ("framework", corpus::framework, &[&HANT, &HANS, &JA, &KO]),
    ("japan", corpus::japan, &[&JA]),
    ("korea", corpus::korea, &[&KO, &HANS, &JA]),
    ("amp", corpus::amp, &[&HANS, &HANT, &JA, &KO]),
    ("scripted", corpus::scripted, &[&HANS, &HANT]),
    ("agency", corpus_more::agency, &[&HANS, &HANT]),
    ("editor", corpus_more::editor, &[&HANT, &HANS]),
    ("account", corpus_more::account, &[&HANS, &HANT]),
    ("fusion", corpus_more::fusion, &[&KO, &HANS]),
    ("weblog", corpus_more::weblog, &[&HANT, &HANS, &JA, &KO]),
    ("bare", corpus_more::bare, &[&HANS, &HANT, &JA]),
    ("broadcaster", corpus_more::broadcaster, &[&JA, &HANS]),
];

#[test]
fn the_article_of_every_page() {
    let mut wrong = Vec::new();
    for (name, page, stories) in PAGES {
        for story in *stories {
            let article = parse(&page(story), None).article;
            let (kept, other) = score(&article, story);
            if kept < 100 || other > 10 {
                let text: Vec<&str> = article.blocks.iter().map(|block| block.text.as_str()).collect();
                wrong.push(format!("{name} {}: {kept}% kept, {other}% other\n{}", story.source, text.join("\n")));
            }
            if article.title != story.title {
                wrong.push(format!("{name} {}: title {}", story.source, article.title));
            }
            let date = article.published.as_ref().map(Published::to_line);
            let expected = if *name == "fusion" { "2021-12-17 06:30" } else { "2021-12-17 15:30" };
            if date.as_deref() != Some(expected) && *name != "scripted" {
                wrong.push(format!("{name} {}: date {date:?}", story.source));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_rest_of_a_page() {
    let article = parse(&corpus::portal(&HANS), None).article;
    assert_eq!(article.link.as_deref(), Some("https://news.example.cn/c/2021-12-17/doc-1.shtml"));
    assert_eq!((article.author.as_deref(), article.source.as_deref()), (Some("游见山"), Some("望潮社")));
    assert_eq!((article.lang.as_deref(), article.related.len()), (Some("zh-CN"), 6));
    let address = Url::parse("https://news.example.tw/life/2021/12/17/5.html").unwrap();
    let article = parse(&corpus::island(&HANT), Some(&address)).article;
    assert_eq!((article.author.as_deref(), article.lang.as_deref()), (Some("王小明"), Some("zh-Hant")));
    let article = parse(&corpus::framework(&HANT), None).article;
    assert_eq!((article.author.as_deref(), article.source.as_deref()), (Some("王小明"), Some("霧溪日報")));
    // The template is another language's.
    assert_eq!(article.lang, None);
    let article = parse(&corpus::korea(&KO), None).article;
    assert_eq!((article.author.as_deref(), article.lang.as_deref()), (Some("홍길동"), Some("ko")));
    let article = parse(&corpus::tables(&HANS), None).article;
    assert_eq!(article.published.map(|date| date.to_rfc3339()).as_deref(), Some("2021-12-17T15:30:00"));
}

#[test]
fn a_page_keeps_its_forms() {
    let text = "望潮镇的渡船今天早上又开了，船上坐着十一个人和一只羊。".repeat(2);
    let page = format!(
        "<title>渡船</title><article><h1>渡船又开了</h1><p>{text}</p><h2>票价</h2><ul><li>成人三元，小学生不用买票。</li><li>羊一元，要有人牵着。</li></ul>\
        <blockquote>怕的不是没有人来，怕的是来了太多人。</blockquote><table><tr><th>班次</th><th>开船</th></tr><tr><td>首班</td><td>6:20</td></tr></table>\
        <pre>北码头 -> 盐村</pre><figure><img alt='首班渡船离开北码头' src=a></figure><p>{text}</p></article>"
    );
    let article = parse(&page, None).article;
    let name = |kind: &BlockKind| match kind {
        BlockKind::Table { .. } => "Table".to_owned(),
        BlockKind::Figure { .. } => "Figure".to_owned(),
        kind => format!("{kind:?}"),
    };
    let shown: Vec<String> =
        article.blocks.iter().map(|block| format!("{} {}", name(&block.kind), block.text)).collect();
    let shown = shown.join("/").replace(&text, "文");
    let shown = shown.replace(&format!("{:?}", BlockKind::item(1, None)), "Item");
    assert_eq!(
        shown,
        "Paragraph 文/Heading { level: 2 } 票价/Item 成人三元，小学生不用买票。/Item 羊一元，要有人牵着。/\
        Quote 怕的不是没有人来，怕的是来了太多人。/Table 班次\t开船\n首班\t6:20/Code 北码头 -> 盐村/\
        Figure 首班渡船离开北码头/Paragraph 文"
    );
}

/// A page with the text of a story in a box, what stands before and after it, and a title of its site.
fn framed(before: &str, after: &str) -> Article {
    let body = corpus::join(&HANS, "<p>", "</p>");
    let title = HANS.title;
    let page = format!(
        "<html><head><title>{title}_望潮日报</title></head><body><div class=a><h1>{title}</h1>{before}<div class=t>{body}</div>{after}</div></body></html>"
    );
    parse(&page, None).article
}

#[test]
fn noise_around_a_text() {
    let reader = "<div class=q><a>网友甲</a><span>1小时前</span><p>我小时候也坐过这条船，那时候票价只要五毛钱，船长还会唱歌。</p></div>";
    for after in [
        format!("<div class=b><div>全部评论(3)</div>{}</div>", reader.repeat(3)),
        "<div><p>本网站所有内容均为望潮网版权所有，任何单位和个人未经许可不得复制、转载、摘编，违者将依法追究责任。</p></div>".to_owned(),
        "<div><p>望潮网由镇宣传办公室主办，望潮公司承办，服务电话000，地址望潮镇北码头一号，欢迎来电来函。</p></div>".to_owned(),
        "<section><h3>猜你喜欢</h3><div><a>旧冰厂的门开了</a><p>海水顺着新修的石槽流进院子，六十三位居民站在台阶上看了很久。</p></div></section>".to_owned(),
    ] {
        let article = framed("<div>2021-12-17 15:30</div>", &after);
        assert_eq!(score(&article, &HANS), (100, 0), "{after}: {:?}", article.blocks);
        assert_eq!(article.source.as_deref(), Some("望潮日报"));
    }
}

#[test]
fn sentences_that_begin_as_labels_do() {
    for sentence in [
        "广告商说，他们不会再来。",
        "登录后台的人发现，记录少了三十一条。",
        "评论员没有说话。",
        "关于票价，还要再开一次会。",
        "下载的人很多。",
    ] {
        let text = format!("<div>{}<p>{sentence}</p><p>他没有说话。</p></div>", corpus::join(&HANS, "<p>", "</p>"));
        let article = parse(&text, None).article;
        assert!(article.blocks.iter().any(|block| block.text == sentence), "{sentence}");
    }
    let signed = framed("", "").blocks.len();
    let page = format!(
        "<h1>{}</h1><div>{}<p>望潮镇人民政府</p><p>2021年12月17日</p></div>",
        HANS.title,
        corpus::join(&HANS, "<p>", "</p>")
    );
    assert_eq!(parse(&page, None).article.blocks.len(), signed + 2);
}

#[test]
fn hostile_pages_end() {
    for piece in [
        "<div>",
        "<p>",
        "<table><tr><td>",
        "<ul><li>",
        "<a href=x>",
        "<b>x",
        "<div class='a b' id=c>一，二。",
        "<h1>题",
        "&amp;",
        "<script>{",
        "<blockquote>",
        "<img alt='一二三四五'>",
        "<li><a>相关阅读</a>",
        "<p>2021年12月17日",
        "<!--",
        "<title>",
        "<meta name=a content=b>",
        "<p>来源：一 作者：二",
    ] {
        let _ = parse(&piece.repeat(4_000), None);
    }
    let deep = format!("{}末尾的一句话，也要读到。{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    assert_eq!(parse(&deep, None).article.blocks[0].text, "末尾的一句话，也要读到。");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text(text in any::<String>()) {
        let _ = parse(&text, None);
    }

    #[test]
    fn changed_pages(index in 0..PAGES.len(), changes in prop::collection::vec((any::<prop::sample::Index>(), 0..8_usize), 1..12)) {
        let mut page: Vec<char> = PAGES[index].1(&HANS).chars().collect();
        for (at, what) in changes {
            let at = at.index(page.len());
            page.splice(at..(at + what).min(page.len()), ["", "<", ">", "\"", "</div>", "<p>", "&", "<!--"][what].chars());
        }
        let _ = parse(&page.into_iter().collect::<String>(), None);
    }
}
