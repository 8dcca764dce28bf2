//! More pages as news sites build them, of kinds that are harder to read. For tests only.

// Clearer here than a fold, and nobody waits for it.
#![allow(clippy::format_collect)]

use super::corpus::{Story, join, links};

const TITLES: [&str; 5] = [
    "旧冰厂的滑门在清晨拉开，居民站了很久",
    "盐村的最后一位补网人收了两个徒弟",
    "气象站：下周仍有大雾，请乘船的人早到",
    "一只羊为什么要坐船？记者跟了它一路",
    "码头的钟慢了四分钟，没有人想把它拨快",
];

/// An agency: the date in pieces, the text in an element of lines, an advertisement and a film between.
pub(crate) fn agency(story: &Story) -> String {
    format!(
        "<html><head><meta charset=utf-8><title>\r\n{t}-望潮社\r\n</title><meta name=keywords content=渡船></head><body><div class=\"fix-ewm domPC\" data-res=\"fixed\"><div class=fxd><span class=fxd-wx-ewm>扫码</span></div></div>\
        <div class=\"header domPC\"><div class=\"header-top clearfix\"><div class=\"header-nav left\"><ul>{m}</ul></div></div><div class=\"header-cont clearfix\"><div class=\"header-time left\"><span class=\"year\"><em> 2021</em></span>\
        <span class=\"day\"><em> 12</em>/<em> 17</em></span> <span class=\"time\">15:30:29</span></div><div class=source>来源：{s}</div><div class=\"head-line clearfix\"><h1><span class=\"title\">{t}</span><br><span class=btn-audio></span></h1></div></div></div>\
        <div class=\"main clearfix\"><div class=\"main-left left\"><div id=\"detail\"><span id=\"detailContent\">{body}</span><div id=articleEdit><span class=tiyi1 style='display:none'><a>【纠错】</a></span> <span class=editor> 【责任编辑:孙八】 </span></div></div>\
        <div class=ad_right><a href=/><img src=a></a></div><div class=\"relatedNews domMobile\"><h2>相关新闻</h2>{r}</div></div><div class=\"main-right right\"><div class=columBox><h2>新闻专题</h2>{r}</div></div></div>\
        <div class=foot><p>Copyright © 2000 - 2021 望潮社 版权所有</p><p>本网站所刊登的文章均受著作权保护，未经协议授权，禁止下载使用。</p></div></body></html>",
        t = story.title,
        s = story.source,
        m = links(&["要闻", "时政", "国际"]),
        r = links(&TITLES),
        body = join(story, "<p>\u{3000}\u{3000}", "</p>")
    )
}

/// A paper whose box of text is named for the editor's program, with lists of related articles in it.
pub(crate) fn editor(story: &Story) -> String {
    let body = join(story, "<p>", "</p>");
    let at = body.match_indices("</p>\n").nth(1).map_or(0, |(at, _)| at + 5);
    let more = format!(
        "<div class=\"story-list__news\"><h3>延伸閱讀</h3>{}</div><figure class=article-image><img alt=\"茶園一景。\" src=x><figcaption>霧溪茶園一景。圖／業者提供</figcaption></figure>",
        links(&TITLES)
    );
    format!(
        "<!DOCTYPE html><html lang=zh-Hant-TW><head><title>{t} | 生活新聞 | 生活 | 霧溪新聞網</title><meta name=date content=2021-12-17T15:30:00+08:00></head><body><header class=header><a>霧溪新聞網</a></header><main><div class=wrapper-left>\
        <nav class=breadcrumb><a>首頁</a><a>生活</a></nav><article class=article-content><section class=article-content__wrapper><h1 class=article-content__title>{t}</h1><div class=article-content__subinfo><section class=authors><time>2021-12-17 15:30</time><span>{s}／ <a>記者{a}</a>／霧溪即時報導</span></section></div>\
        <section class=\"article-content__editor \">{one}{more}{two}</section></section><section class=keywords><a>茶園</a><a>軟體</a></section></article></div><aside class=wrapper-right><h2>熱門文章</h2>{r}</aside></main>\
        <section><h2>推薦文章</h2><div><h3><a href=1>{x}</a></h3><p>旧冰厂的滑门在清晨拉开，海水顺着新修的石槽流进院子，六十三位居民站在台阶上看了很久，谁也没有说话。</p></div><div><h3><a href=2>{y}</a></h3><p>补网人今年七十八岁，她说手比眼睛记得清楚，两个徒弟都是从城里回来的年轻人。</p></div></section></body></html>",
        t = story.title,
        s = story.source,
        a = story.author,
        one = &body[..at],
        two = &body[at..],
        r = links(&TITLES),
        x = TITLES[0],
        y = TITLES[1]
    )
}

/// A page of an app's accounts: many elements around each letter, hidden until a script has run.
pub(crate) fn account(story: &Story) -> String {
    format!(
        "<!DOCTYPE html><html><head><meta property=\"og:title\" content=\"{t}\"/><title></title></head><body id=activity-detail><div id=js_article class=rich_media><div class=rich_media_inner><h1 class=rich_media_title id=activity-name>\n{t}\n</h1>\
        <div id=meta_content class=rich_media_meta_list><span class=\"rich_media_meta rich_media_meta_text\">{a}</span><span class=rich_media_meta_nickname><a>{s}</a></span><em id=publish_time>2021-12-17 15:30</em></div>\
        <div class=\"rich_media_content js_underline_content\" id=js_content style=\"visibility: hidden; opacity: 0;\"><section style=\"margin:0\"><section><p style=\"text-align:center\"><span>点击上方蓝字关注我们</span></p></section>{body}<section><p><strong>END</strong></p><p>欢迎关注我们，每天一条新闻。</p><p>长按二维码，关注望潮社</p></section></section></div></div></div>\
        <div class=rich_media_tool><span>阅读 1000</span><span>赞</span></div></body></html>",
        t = story.title,
        s = story.source,
        a = story.author,
        body = join(
            story,
            "<section style=\"line-height:2\"><p><span style=\"font-size:15px\"><span leaf=\"\">",
            "</span></span></p></section><p><br></p>"
        )
    )
}

/// A paper whose page is drawn from data in a script, with half of the text already there.
pub(crate) fn fusion(story: &Story) -> String {
    let elements: Vec<String> = story
        .paragraphs
        .iter()
        .map(|text| format!("{{\"_id\":\"A\",\"type\":\"text\",\"content\":\"{text}\"}}"))
        .collect();
    format!(
        "<!DOCTYPE html><html lang=ko><head><title>{t}</title><meta property=\"article:published_time\" content=\"2021-12-17T06:30:00Z\"></head><body><div id=fusion-app><h1>{t}</h1></div><script>window.Fusion=window.Fusion||{{}};Fusion.arcSite=\"x\";Fusion.tree={{\"a\":[1,2]}};\
        Fusion.globalContent={{\"type\":\"story\",\"headlines\":{{\"basic\":\"{t}\"}},\"content_elements\":[{e}]}};Fusion.spa=false;</script></body></html>",
        t = story.title,
        e = elements.join(",")
    )
}

/// A weblog: comments of readers, an archive, a form, a note about the author.
pub(crate) fn weblog(story: &Story) -> String {
    format!(
        "<!DOCTYPE html><html lang=zh-TW><head><title>{t} &laquo; {s}</title></head><body class=\"single single-post postid-1 comment-open has-sidebar\"><div id=page class=hfeed><header class=site-header><h1 class=site-title><a>{s}</a></h1><p class=site-description>一個人寫的報紙，寫給山上的人看。</p></header>\
        <div id=primary><main><article id=post-1 class=\"post-1 post tag-tea\"><header class=entry-header><h2 class=entry-title>{t}</h2><div class=entry-meta><span class=posted-on>發表於 <time class=\"entry-date published\" datetime=2021-12-17T15:30:00+08:00>2021 年 12 月 17 日</time></span><span class=byline>作者：{a}</span></div></header>\
        <div class=entry-content>{body}<div class=\"sharedaddy sd-sharing-enabled\"><h3>分享此文：</h3><ul><li><a>Facebook</a></li></ul></div></div></article><nav class=post-navigation><a>上一篇文章</a></nav>\
        <div id=comments class=comments-area><h2>有兩則留言</h2><ol><li><p>我家也在霧溪，請問哪裡可以下載？收衣服真的太重要了。</p></li><li><p>寫得真好，看完馬上打電話給我媽，她說今天沒有下雨。</p></li></ol><form><p>發佈留言必須填寫的電子郵件地址不會公開。</p></form></div></main></div><div id=secondary class=widget-area>{r}</div></div></body></html>",
        t = story.title,
        s = story.source,
        a = story.author,
        body = join(story, "<p>", "</p>"),
        r = links(&TITLES)
    )
}

/// A page of one box: no paragraphs, one line break each, the date and the names in the same box.
pub(crate) fn bare(story: &Story) -> String {
    format!(
        "<HTML><HEAD><TITLE>{t}</TITLE></HEAD><BODY><CENTER><H2>{t}</H2></CENTER><P ALIGN=CENTER>{s} 2021年12月17日 15:30<HR>{body}<HR><A HREF=/>回首页</A> <A HREF=/>上一篇</A></BODY></HTML>",
        t = story.title,
        s = story.source,
        body = story.paragraphs.iter().map(|text| format!("&nbsp;&nbsp;&nbsp;&nbsp;{text}<BR>\n")).collect::<String>()
    )
}

/// A broadcaster: sections with headings, captions of films, lists of the day's news in between.
pub(crate) fn broadcaster(story: &Story) -> String {
    let sections: String = story
        .paragraphs
        .iter()
        .enumerate()
        .map(|(n, text)| {
            let heading = if n % 2 == 1 { "<h2 class=body-title>潮の満ちる小屋で</h2>" } else { "" };
            format!("<section class=content--body>{heading}<div class=body-text><p>{text}</p></div></section>")
        })
        .collect();
    format!(
        "<!doctype html><html lang=ja><head><title>{t} | {s}ニュース</title><link rel=canonical href=https://www.example.jp/></head><body><div class=header--inner><ul>{m}</ul></div><main id=main><article class=module--detail><section><header><h1 class=content--title><span>{t}</span></h1><p class=content--date><time datetime=2021-12-17T15:30>2021年12月17日 15時30分</time></p></header>\
        <div class=content--thumb><div class=video-player><p>動画を再生できません</p></div></div><p class=content--summary></p>{sections}<p class=content--tag><a>社会</a></p></section></article><section class=module--list><header><h2>あわせて読みたい</h2></header>{r}</section>\
        <section><h2>注目ワード</h2>{m}</section></main><footer><p>Copyright {s} All rights reserved. 許可なく転載することを禁じます。このページは受信料で制作しています。</p></footer></body></html>",
        t = story.title,
        s = story.source,
        m = links(&["社会", "政治", "経済"]),
        r = links(&["旧製氷所の扉が開く、住民ら見守る", "塩の村、最後の網繕い"])
    )
}
