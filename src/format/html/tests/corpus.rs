//! Pages as news sites build them, around text that is invented: one function a kind of site. For tests only.

// Clearer here than a fold, and nobody waits for it.
#![allow(clippy::format_collect)]

/// An article to be put on a page.
pub(crate) struct Story {
    pub(crate) title: &'static str,
    pub(crate) paragraphs: &'static [&'static str],
    pub(crate) author: &'static str,
    pub(crate) source: &'static str,
}

pub(crate) const HANS: Story = Story {
    title: "望潮镇渡船时隔三年复航 首班坐了十一个人和一只羊",
    paragraphs: &[
        "据望潮社报道，停了三年的望潮镇渡船12月17日早上重新开航，首班船上坐着十一个人和一只羊。船长钟离苇说，船身是去年秋天修好的，等的是一张航行许可。",
        "“昨天夜里我没有睡着。”他站在跳板旁边说，“怕的不是没有人来，怕的是来了太多人，船上只有十二个座位。”",
        "渡船往返于北码头和对岸的盐村之间，全程十一公里，单程四十分钟，票价三元。镇上的小学生和七十岁以上的老人不用买票。",
        "在渡船停航的三年里，对岸的人到镇上看病要绕行六十公里。卫生院的院长说，去年冬天有两个病人是坐拖拉机来的。",
        "镇长表示，复航的费用由镇里和盐村各出一半，今后还会在傍晚增加一班，让到镇上卖菜的人能在天黑以前回家。",
        "“等船的地方要有屋顶。”一位老人说。镇里答应明年春天把旧冰厂的棚子搬到码头上来。",
    ],
    author: "游见山",
    source: "望潮社",
};

pub(crate) const HANT: Story = Story {
    title: "霧溪茶園有了自己的軟體 第一個功能是提醒收衣服",
    paragraphs: &[
        "霧溪茶園最近有了自己的軟體，第一個功能不是賣茶，而是提醒住在山上的人收衣服。茶園主人說，山裡的雨來得太快，曬在院子裡的茶菁和衣服常常一起淋濕。",
        "寫軟體的是在山下讀書的女兒，她花了兩個週末，把氣象站的雨量和家裡的晾衣架連在一起，下雨前十分鐘，手機就會響。",
        "「我本來以為沒有人會用。」她說，「結果隔壁三家都來問，能不能也替他們的茶菁響一次。」",
        "茶園現在有四十一戶裝了這個軟體，最遠的一戶在海拔一千二百公尺的地方，收訊不好，靠的是鄰居打電話。",
        "鄉公所表示，明年會補助雨量計的費用，也希望年輕人多回來看看，因為軟體總有一天要有人維護。",
    ],
    author: "王小明",
    source: "霧溪日報",
};

pub(crate) const JA: Story = Story {
    title: "改修終えた芝居小屋、三日に開場　升席は満員",
    paragraphs: &[
        "改修を終えた潮見町の芝居小屋が三日に開場し、四百八十席の升席と桟敷は満員となった。開場は六年ぶりで、町の人たちは朝から列をつくった。",
        "小屋は明治の終わりに建てられ、奈落に潮が差すことで知られる。改修では床を十五センチ上げ、石の水路を新しくした。",
        "「待っていました、と言うしかない」。最前列に座った八十二歳の女性はそう話し、膝の上の弁当をまだ開けていなかった。",
        "初日の演目は渡し船の話で、花道の先から本物の水が流れ込むと、客席から長い拍手が起きた。",
        "町は来年度、若い役者が住み込みで稽古できる宿舎を隣に建てる方針だ。費用は二億円を見込んでいる。",
    ],
    author: "潮田なぎさ",
    source: "潮見新聞",
};

pub(crate) const KO: Story = Story {
    title: "방파제 끝 벽돌집에 다시 불이 켜졌다",
    paragraphs: &[
        "새벽 네 시 이십 분, 방파제 끝의 작은 벽돌집에 불이 켜졌다. 소금밭에 첫 물을 들이는 날이라고 마을 사람들은 말했다.",
        "올해로 쉰두 해째 물때를 보는 노인은 창문을 열고 손을 내밀어 바람의 방향부터 확인했다. 기계보다 손이 빠르다는 것이 그의 말이다.",
        "“물은 기다려 주지 않습니다.” 그는 장화를 신으며 말했다. “사람이 먼저 나가 있어야 합니다.”",
        "첫 물은 지난 열여덟째 날 아침 둑 높이까지 올라왔고, 염전은 사흘 만에 하얗게 변하기 시작했다.",
        "군청은 내년부터 염전 체험을 늘리고, 젊은 사람이 머물 수 있는 집을 세 채 짓겠다고 밝혔다.",
    ],
    author: "홍길동",
    source: "조수뉴스",
};

pub(crate) fn join(story: &Story, before: &str, after: &str) -> String {
    story.paragraphs.iter().map(|text| format!("{before}{text}{after}\n")).collect()
}

pub(crate) fn links(words: &[&str]) -> String {
    words.iter().enumerate().map(|(n, word)| format!("<li><a href=\"/x/{n}.html\">{word}</a></li>")).collect()
}

const MENU: [&str; 8] = ["首页", "国内", "国际", "财经", "体育", "娱乐", "科技", "军事"];

const OTHERS: [&str; 6] = [
    "旧冰厂的滑门在清晨拉开，居民站了很久",
    "盐村的最后一位补网人收了两个徒弟",
    "气象站：下周仍有大雾，请乘船的人早到",
    "一只羊为什么要坐船？记者跟了它一路",
    "码头的钟慢了四分钟，没有人想把它拨快",
    "望潮镇的图书馆搬走了八台旧电脑",
];

/// A portal of the 2000s: tables in tables, `<br>` and full-width spaces, inline styles, GBK.
pub(crate) fn tables(story: &Story) -> String {
    let body: String = story.paragraphs.iter().map(|text| format!("　　{text}<br>\r\n<br>")).collect();
    let menu: String = MENU.iter().map(|word| format!("<td><a href=/>{word}</a></td>")).collect();
    format!(
        "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"><title>{t}_望潮新闻_望潮网</title></head>\
        <body bgcolor=#FFFFFF><table width=760><tr>{menu}</tr></table><table width=760 border=0><tr><td width=560 valign=top>\
        <table><tr><td align=center><font size=5><b>{t}</b></font></td></tr><tr><td align=center>http://news.example.cn 2021年12月17日15:30 {s}</td></tr></table>\
        <table><tr><td class=f14 id=zoom><!--正文--><font id=fontzoom>{body}<div align=right>(责任编辑：李四)</div></font></td></tr></table>\
        <table><tr><td bgcolor=#eeeeee>相关新闻</td></tr><tr><td><ul>{r}</ul></td></tr></table>\
        </td><td width=200><b>热点排行</b><ul>{r}</ul></td></tr></table>\
        <center>关于我们 - 联系我们 - 广告服务 - 网站地图<br>Copyright © 1998-2021 望潮网 版权所有，未经授权禁止转载。</center></body></html>",
        t = story.title,
        s = story.source,
        r = links(&OTHERS)
    )
}

/// A portal of the 2010s: `div` in `div`, paragraphs with full-width spaces, scripts between, share bars.
pub(crate) fn portal(story: &Story) -> String {
    let ad = "<div class=\"ad-box\"><script>show('<p>广告，广告。</p>');</script></div>\n";
    let body = join(story, "<p>　　", "</p>").replacen("</p>\n", &format!("</p>\n{ad}"), 1);
    format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=utf-8><title>{t}|渡船|盐村_新浪潮新闻</title>\
        <meta property=\"og:title\" content=\"{t}\"><meta property=\"article:published_time\" content=\"2021-12-17T15:30:00+08:00\">\
        <link rel=canonical href=\"https://news.example.cn/c/2021-12-17/doc-1.shtml\"></head><body><div class=\"wrap\">\
        <div class=\"header clearfix\"><ul class=menu>{m}</ul><div class=search><input><button>搜索</button></div></div>\
        <div class=\"main-content w1240\"><div class=\"channel-path\"><a href=/>新闻中心</a> &gt; 正文</div>\
        <h1 class=\"main-title\">{t}</h1><div class=\"top-bar\"><span class=date>2021年12月17日 15:30</span> <a class=source href=/>{s}</a> <a>作者：{a}</a></div>\
        <div class=\"article-content-left\"><div class=\"article\" id=\"artibody\"><div class=\"img_wrapper\"><img alt=\"{t}\" src=a.jpg><span class=\"img_descr\">首班渡船离开北码头。</span></div>\
        {body}<p class=\"show_author\">责任编辑：王五 </p><div class=\"article-footer\"><a>关键字 : <a href=/>渡船</a></a></div><p>我要反馈</p></div>\
        <div class=\"article-bottom\"><div class=\"keywords\">文章关键词：<a>渡船</a></div><div class=\"blk-related\"><h3>相关阅读</h3><ul>{r}</ul></div></div>\
        <div class=\"comment-list\"><p>这个船我小时候坐过，很慢，但是很稳。</p><p>三块钱，不贵，支持一下，希望不要再停了。</p></div></div>\
        <div class=\"article-content-right\"><div class=\"tit\">阅读排行榜</div><ul>{r}</ul></div></div>\
        <div class=\"footer\"><p>新浪潮公司 版权所有 京ICP证000007 邮箱：a@example.cn 举报电话：400-000-0000</p></div></div></body></html>",
        t = story.title,
        s = story.source,
        a = story.author,
        m = links(&MENU),
        r = links(&OTHERS)
    )
}

/// The site of an official paper: two headings, a line of text parts, names without meaning, many lists.
pub(crate) fn official(story: &Story) -> String {
    format!(
        "<html><head><meta http-equiv=\"content-type\" content=\"text/html;charset=GB2312\"/><meta name=\"publishdate\" content=\"2021-12-17\"><meta name=\"source\" content=\"来源：{s}\">\
        <title>{t}--地方--望潮报</title></head><body><div class=\"w1000\"><div class=\"fl\"><a>望潮网</a> &gt;&gt; <a>地方</a></div></div>\
        <div class=\"clearfix w1000_320 text_title\"><h3 class=\"pre\"></h3><h1>{t}</h1><h4 class=\"sub\"></h4><p class=\"author\">本报记者　{a}</p>\
        <div class=\"box01\"><div class=\"fl\">2021年12月17日15:30&nbsp;&nbsp;来源：<a href=/>{s}</a></div><div class=fr>分享到：<a>微博</a></div></div></div>\
        <div class=\"clearfix w1000_320 text_con\"><div class=\"fl text_con_left\"><div class=\"box_con\" id=\"rwb_zw\">{body}<p style=\"text-indent: 2em;\">&nbsp;</p>\
        <div class=\"zdfy clearfix\"></div><center></center><div class=\"edit clearfix\">(责编：赵六、钱七)</div></div>\
        <div class=\"share_all\">分享让更多人看到 </div><h2 class=\"title01\">推荐阅读</h2><ul>{r}</ul></div><div class=fr><h2>24小时排行</h2><ul>{r}</ul></div></div>\
        <div class=\"copyright\">望 潮 网 版 权 所 有 ，未 经 书 面 授 权 禁 止 使 用</div></body></html>",
        t = story.title,
        s = story.source,
        a = story.author,
        r = links(&OTHERS),
        body = join(story, "<p style=\"text-indent: 2em;\">\n\t", "</p>")
    )
}

/// A Taiwanese paper: `article` and `section`, promotion between paragraphs, lists of more.
pub(crate) fn island(story: &Story) -> String {
    let body = join(story, "<p>", "</p>");
    let promo = "<p class=\"appE1121\">不用抽 不用搶 現在用APP看新聞 保證天天中獎　<a href=/>點我下載APP</a>　<a href=/>按我看活動辦法</a></p>";
    let body = body.replacen("</p>\n", "</p>\n<span class=\"ad_text\">請繼續往下閱讀...</span>", 2);
    format!(
        "<!DOCTYPE html><html lang=\"zh-Hant\"><head><meta charset=utf-8><title>{t} - 生活 - 霧溪日報電子報</title><meta property=og:site_name content=霧溪日報電子報>\
        <meta property=\"og:url\" content=\"https://news.example.tw/news/life/1\"></head><body><header><nav><ul>{m}</ul></nav></header>\
        <div class=\"content\"><section class=\"main\"><div itemprop=\"articleBody\" class=\"whitecon boxTitle\"><div class=\"breadcrumbs\"><a>首頁</a> &gt; <a>生活</a></div><h1>{t}</h1>\
        <div class=\"text\"><span class=\"time\">2021/12/17 15:30 </span><p>〔記者{a}／霧溪報導〕{first}</p>{rest}{promo}</div>\
        <div class=\"related\"><p>相關新聞</p>{r}</div></div></section><aside><h3>熱門新聞</h3><ul>{r}</ul></aside></div><footer>本網站之文字及圖片皆受著作權法保護</footer></body></html>",
        t = story.title,
        a = story.author,
        m = links(&MENU),
        r = links(&OTHERS),
        first = story.paragraphs[0],
        rest = body.split_once("</p>").map_or("", |(_, rest)| rest)
    )
}

/// A page of a framework: made-up class names, data for search engines, paragraphs in `section`, figures.
pub(crate) fn framework(story: &Story) -> String {
    let data = format!(
        "{{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"{}\",\"datePublished\":\"2021-12-17T15:30:00+08:00\",\"author\":{{\"@type\":\"Person\",\"name\":\"{}\"}},\"publisher\":{{\"name\":\"{}\"}}}}",
        story.title, story.author, story.source
    );
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>{t}｜{s}｜地區新聞</title><script type=\"application/ld+json\">{data}</script></head><body><div id=\"__next\"><div class=\"css-1a2\"><div class=\"css-9x\">{m}</div>\
        <div class=\"css-77 hasSidebar\"><h1 class=\"css-t\">{t}</h1><div class=\"css-b\"><span>撰文：{a}</span><div>出版：<time datetime=\"2021-12-17T15:30:00+08:00\">2021-12-17 15:30</time></div></div>\
        <div class=\"css-3k\"><figure><div><noscript><img alt=\"院子裡的茶菁\" src=b></noscript><img alt=\"院子裡的茶菁\" data-src=b></div><figcaption>院子裡的茶菁。（受訪者提供）</figcaption></figure><section>{body}</section>\
        <div class=\"css-z\"><button>分享</button><a href=/>+1</a></div></div><div class=\"css-r\"><div>相關文章</div>{r}</div></div></div></div><script>self.__next_f.push([1,\"x\"])</script></body></html>",
        t = story.title,
        s = story.source,
        a = story.author,
        m = links(&MENU),
        r = links(&OTHERS),
        body = join(story, "<div class=\"css-p\">", "</div>")
    )
}

/// A Japanese paper: headings between, a wall for members, lists of related articles, ruby.
pub(crate) fn japan(story: &Story) -> String {
    let body = join(story, "<p>", "</p>").replacen("</p>\n<p>", "</p>\n<h2>奈落に差す潮</h2>\n<p>", 1).replacen(
        "潮見町",
        "<ruby>潮見町<rt>しおみちょう</rt></ruby>",
        1,
    );
    format!(
        "<!DOCTYPE html><html lang=ja><head><meta charset=utf-8><title>{t}：{s}デジタル</title><meta property=og:site_name content={s}デジタル><meta name=pubdate content=2021-12-17T15:30:00+09:00></head><body>\
        <div id=GlobalNav><ul>{m}</ul></div><main><div class=ArticleTitle><h1>{t}</h1><p class=Note>{a}<time datetime=2021-12-17T15:30:00+09:00>2021年12月17日 15時30分</time></p><ul class=SnsLinks><li><a>シェア</a></li><li><a>ツイート</a></li></ul></div>\
        <div class=ArticleText>{body}</div><div class=LoginBox><p>この記事は有料記事です。残り120文字。有料会員になると続きをお読みいただけます。</p></div>\
        <div class=Relation><h3>関連記事</h3><ul>{r}</ul></div></main><div class=Ranking><h3>アクセスランキング</h3><ol>{r}</ol></div><footer><p>記事・写真の無断転載を禁じます。すべての内容は日本の著作権法並びに国際条約により保護されています。</p></footer></body></html>",
        t = story.title,
        s = story.source,
        a = story.author,
        m = links(&["トップ", "社会", "経済", "政治"]),
        r = links(&["旧製氷所の扉が開く、住民ら見守る", "塩の村、最後の網繕い", "霧のため渡し船が欠航"])
    )
}

/// A Korean agency: `br` in one box, a byline of mail, a notice of rights.
pub(crate) fn korea(story: &Story) -> String {
    let body = story.paragraphs.join("<br /><br />\n");
    format!(
        "<!DOCTYPE html><html lang=ko><head><meta charset=utf-8><title>{t} | {s}</title><meta property=article:published_time content=\"2021-12-17T15:30:00+09:00\"></head><body><div id=header><ul>{m}</ul></div>\
        <div id=container><div class=news_title><h1 class=tit>{t}</h1><p class=update-time>송고시간 2021-12-17 15:30</p><strong class=tit-name>{a} 기자</strong></div><div class=\"share-group\"><a>페이스북</a><a>카카오톡</a></div>\
        <div id=articleBodyContents class=\"story-news article\"><br>{body}<br><br>honggd@example.kr<br><p class=\"txt-copyright\">&lt;저작권자(c) {s}, 무단 전재-재배포 금지&gt;</p></div>\
        <div class=relation><strong>관련기사</strong><ul>{r}</ul></div><div class=hot><h2>많이 본 뉴스</h2><ol>{r}</ol></div><div id=footer>제보는 카카오톡 okjebo, 개인정보처리방침 | 저작권규약</div></div></body></html>",
        t = story.title,
        s = story.source,
        a = story.author,
        m = links(&["정치", "경제", "사회", "국제"]),
        r = links(&["낡은 얼음 공장의 문이 열렸다, 주민들 지켜봐", "마지막 그물 수선공에게 제자 둘이 생겼다"])
    )
}

/// A page of a mobile site made for speed, its elements named by AMP.
pub(crate) fn amp(story: &Story) -> String {
    format!(
        "<!doctype html><html amp lang=zh><head><meta charset=utf-8><title>{t}</title><link rel=canonical href=https://m.example.cn/a/1></head><body><amp-sidebar><ul>{m}</ul></amp-sidebar>\
        <article><header><h1>{t}</h1><p>{s} · <time>2021-12-17 15:30</time></p></header><amp-img src=a alt=\"图片\"></amp-img>{body}<amp-ad type=x></amp-ad>\
        <ul class=\"hot-list\">{r}</ul><p>返回搜狐，查看更多</p><p>责任编辑：</p></article><p>平台声明：该文观点仅代表作者本人，搜狐号系信息发布平台，搜狐仅提供信息存储空间服务。</p></body></html>",
        t = story.title,
        s = story.source,
        m = links(&MENU),
        r = links(&OTHERS),
        body = join(story, "<p><span>", "</span></p>")
    )
}

/// A page that a script fills: the text lies in data.
pub(crate) fn scripted(story: &Story) -> String {
    let body = join(story, "<p>", "</p>").replace('\n', "").replace('/', "\\/").replace('"', "\\\"");
    format!(
        "<!doctype html><html><head><title>{t}</title></head><body><div id=app>正在加载</div><script>window.__INITIAL_STATE__={{\"article\":{{\"title\":\"{t}\",\"time\":\"2021-12-17 15:30\",\"content\":\"{body}\"}}}};(function(){{}})()</script></body></html>",
        t = story.title
    )
}
