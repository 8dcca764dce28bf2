//! Oddities of real pages in title, date, author and the edges of the text, each on a page of its own.

use super::{
    corpus,
    corpus::{HANS, KO, Story},
};
use crate::format::html::parse;
use crate::{article::Article, date::Published};

/// A page of a story with what stands between its title and its text, and after that.
fn page(story: &Story, title: &str, heading: &str, before: &str, after: &str) -> Article {
    let body = corpus::join(story, "<p>", "</p>");
    let text = format!(
        "<html><head><title>{title}</title></head><body><ul><li><a href=/>首页</a><li><a href=/n>新闻动态</a></ul>\
        <div class=main>{heading}{before}<div class=t>{body}{after}</div></div><div class=foot>望潮网</div></body></html>"
    );
    parse(&text, None).article
}

fn texts(article: &Article) -> Vec<&str> {
    article.blocks.iter().map(|block| block.text.as_str()).collect()
}

fn date(article: &Article) -> Option<String> {
    article.published.as_ref().map(Published::to_line)
}

#[test]
fn titles_between_other_names() {
    let title = HANS.title;
    let heading = format!("<h1>{title}</h1>");
    for head in [
        format!("明日渡口--{title}"),
        format!("[渡口故事] {title} - 望潮网"),
        format!("{title} 望潮镇人民医院"),
        format!("{title}_望潮网_观潮"),
    ] {
        assert_eq!(page(&HANS, &head, &heading, "", "").title, title, "{head}");
        assert_eq!(page(&HANS, &head, &format!("<div class=b>{title}</div>"), "", "").title, title, "{head}");
    }
    // The series stands over the title, as large.
    let both = format!("<h2>소금밭 이야기</h2><h2>{}</h2>", KO.title);
    assert_eq!(page(&KO, &format!("[소금밭 이야기] {} - 조수신문", KO.title), &both, "", "").title, KO.title);
    // Only the section is named in the head.
    let article = page(&HANS, "新闻动态--望潮学会官网", "", "", "");
    assert_eq!(article.title, "新闻动态");
    let within = page(&HANS, "新闻动态--望潮学会官网", "<h4>望潮学会年会在北码头成功举行！</h4>", "", "");
    assert_eq!(within.title, "望潮学会年会在北码头成功举行！");
    // The author stands in the same heading.
    let signed = format!("<h1><span>{title}</span> <span>编辑委员　中泽</span></h1>");
    assert_eq!(page(&HANS, &format!("{title}　（图片）：望潮新闻"), &signed, "", "").title, title);
}

#[test]
fn dates_wherever_they_stand() {
    let heading = format!("<h1>{}</h1>", HANS.title);
    let read = |before: &str, after: &str| date(&page(&HANS, HANS.title, &heading, before, after));
    let expected = Some("2021-12-17 15:30".to_owned());
    assert_eq!(read("<div>发布时间：<span>21-12-17</span><span>15:30</span></div>", ""), expected);
    assert_eq!(read("<div><span>2021-12-17</span><span>15:30</span></div>", ""), expected);
    assert_eq!(read("<i>Dec</i> <i>17</i> <i>Fri</i> <i>2021</i> <i>15:30</i>", ""), expected);
    // The text names another day.
    let sentence = "<p>2021年12月12日下午，镇长一行到北码头看了渡船，并在船上听取了意见。</p>";
    assert_eq!(read(sentence, "</div><div>发布日期：2021-12-17 15:30 阅读 35 责任编辑：龙</div>"), expected);
    assert_eq!(read(sentence, ""), Some("2021-12-12 00:00".to_owned()));
    assert_eq!(
        read("<div>昨天</div>", "<script>var ct = \"1639726200\";</script>"),
        Some("2021-12-17 07:30".to_owned())
    );
    assert_eq!(read("<div>12-17 15:30</div>", ""), None);
    assert_eq!(read("<div>3小时前</div>", ""), None);
}

#[test]
fn authors_of_pages() {
    let heading = format!("<h1>{}</h1>", HANS.title);
    let day = "2021-12-17 15:30";
    let read = |before: &str, after: &str| {
        let article = page(&HANS, &format!("{}_望潮网", HANS.title), &heading, before, after);
        (article.author, article.source)
    };
    let is = |author: Option<&str>, source: &str| (author.map(str::to_owned), Some(source.to_owned()));
    for (before, after, expected) in [
        (format!("<div>{day} 来源: <a>潮声报</a> <a>举报</a></div>"), "", is(None, "潮声报")),
        (format!("<div>{day}　来源：潮声报　作者：　责任编辑：肖</div>"), "", is(None, "潮声报")),
        (format!("<div><span>潮声报</span> <span>{day}</span></div>"), "", is(None, "潮声报")),
        (format!("<div><p class='author-name'>钟离苇</p><span>{day}</span></div>"), "", is(Some("钟离苇"), "望潮网")),
        (format!("<div>{day} 来源：潮声报 作者：未知</div>"), "", is(None, "潮声报")),
        (format!("<div>{day}</div>"), "<p>潮声报记者 钟离苇</p>", is(Some("钟离苇"), "望潮网")),
        (format!("<div>{day}</div>"), "<p>（采写：潮声报见习记者 钟离苇）</p>", is(Some("钟离苇"), "望潮网")),
        (format!("<div>{day}</div><p>【文/望潮网专栏作者 钟离苇】</p>"), "", is(Some("钟离苇"), "望潮网")),
        (
            format!(
                "<div>{day}</div><p>望潮社12月17日电（记者钟离苇）停了三年的渡船今天早上又开了，镇上的人都来了。</p>"
            ),
            "",
            is(Some("钟离苇"), "望潮网"),
        ),
    ] {
        assert_eq!(read(&before, after), expected, "{before} {after}");
    }
    // A number, the site itself and what names nobody are no authors.
    for name in ["104363", "望潮", "admin", "佚名"] {
        let text = format!(
            "<title>渡船又开了_望潮网</title><meta name=author content='{name}'><h1>渡船又开了</h1>{}",
            corpus::join(&HANS, "<p>", "</p>")
        );
        assert_eq!(parse(&text, None).article.author, None, "{name}");
    }
    // A list of other articles names its own sources.
    let list = "</div></div><ul><li><a>旧冰厂</a><span class=source>潮声报</span></li></ul>".to_owned();
    let far = format!("{}{list}", "<div><span>1</span></div>".repeat(40));
    assert_eq!(read("", &far), is(None, "望潮网"));
}

#[test]
fn the_edges_of_a_text() {
    let heading = format!("<h1>{}</h1><div>2021-12-17 15:30</div>", HANS.title);
    let whole = HANS.paragraphs.len();
    let short = "<p>　　什么？</p><p>　　你还不知道？</p><p>渡船又要开了，</p><p>这是停航三年以来的第一次。</p><p>01</p><p>船票和班次</p>";
    let body = corpus::join(&HANS, "<p>", "</p>");
    let text = format!("<title>{}</title>{heading}<div class=t>{short}{body}</div>", HANS.title);
    let article = parse(&text, None).article;
    assert_eq!(texts(&article)[..2], ["什么？", "你还不知道？"]);
    assert!(article.blocks.len() >= whole + 6, "{:?}", texts(&article));
    for after in [
        "<p>正文已结束，您可以按alt+4进行评论</p>",
        "<p>- THE END -</p><p>转载请注明出处：望潮网</p>",
        "<p>图片来自网络，如有侵权，请联系删除。</p>",
        "<p>(本文来自望潮新闻，更多资讯请下载“望潮新闻”APP)</p>",
        "<h3>精彩视频推荐</h3><p>正在加载...</p>",
        "<p>免责声明：本站提供的内容均源自自媒体，版权归原作者所有，转载请联系原作者并获许可。文章观点仅代表作者本人，不代表本站立场。</p>",
    ] {
        let article = page(&HANS, HANS.title, &heading, "<p>（原标题：渡船又开了！十一个人和一只羊）</p>", after);
        assert_eq!(article.blocks.len(), whole, "{after}: {:?}", texts(&article));
    }
    // News has these words as well.
    for within in [
        "<h2>镇长亲自带货，渔家姑娘点赞望潮</h2>",
        "<p>下届承办单位盐村接过会旗合影</p>",
        "<p>图片来源：望潮社 钟离苇 摄</p>",
        "<p>知情人爆料渡船内幕</p>",
    ] {
        let article = page(&HANS, HANS.title, &heading, "", &format!("{within}{body}"));
        assert_eq!(article.blocks.len(), whole * 2 + 1, "{within}: {:?}", texts(&article));
    }
    let last = "<p>渡船明天还会再开，镇里的人说，只要有人要过河，船就不会停。<a href=/>返回望潮网首页&gt;&gt;</a></p>";
    let article = page(&HANS, HANS.title, &heading, "", last);
    assert_eq!(texts(&article).last(), Some(&"渡船明天还会再开，镇里的人说，只要有人要过河，船就不会停。"));
}

#[test]
fn paragraphs_that_differ_only_at_their_end_are_both_kept() {
    let heading = format!("<h1>{}</h1>", HANS.title);
    let long = "渡船每天开两班，船上有人卖菱角，也有人卖旧书，".repeat(30);
    let whole = page(&HANS, HANS.title, &heading, "", "").blocks.len();
    let both = format!("<p>{long}早班六点开。</p><p>{long}晚班七点开。</p>");
    assert_eq!(page(&HANS, HANS.title, &heading, "", &both).blocks.len(), whole + 2);
    let double = format!("<p>{long}早班六点开。</p><p>{long}早班六点开。</p>");
    assert_eq!(page(&HANS, HANS.title, &heading, "", &double).blocks.len(), whole + 1);
}
