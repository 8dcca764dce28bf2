//! The parts that pages put around an article, known by their names and by their words.

use crate::format::html::tree::{HtmlTag, NodeId, Tree};

/// Words of class names and identifiers of boxes that are no part of an article: whole words between marks and humps.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "ad", "ads", "adv", "advert", "advertisement", "adsense", "gg", "banner", "breadcrumb", "breadcrumbs", "crumb",
    "crumbs", "comment", "comments", "copyright", "declare", "disclaimer", "download", "editor", "fbcomments",
    "feedback", "follow", "footer", "foot", "hot", "hotnews", "keyword", "keywords", "like", "links", "login", "menu",
    "more", "nav", "navbar", "navigation", "newsletter", "pager", "pagination", "paging", "paywall", "pop", "popup",
    "promo", "promotion", "qr", "qrcode", "rank", "ranking", "rate", "recommend", "recommended", "recommendation",
    "reco", "related", "relate", "relative", "relnews", "register", "reply", "reporter", "rss", "search", "share",
    "shares", "sharing", "sidebar", "sns", "social", "sponsor", "sponsored", "subscribe", "subscription", "tag",
    "tags", "tagcloud", "toolbar", "tools", "topbar", "trending", "weibo", "weixin", "wechat", "widget", "yarpp",
    "xgnews", "xgxw", "pinglun", "fenxiang", "tuijian", "bshare", "jiathis", "bdshare", "addthis", "appdownload",
    "erweima", "ewm", "cookie", "consent", "hidden", "editer", "statement", "vote", "journalist", "mostread",
    "popular", "outbrain", "taboola", "dable", "prevnext", "nextprev", "seo",
];

/// Parts of such names, anywhere in them.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "sidebar", "breadcrumb", "comment", "copyright", "footer", "recommend", "related", "relative-", "share",
    "social-", "navigation", "pagination", "advert", "subscribe", "newsletter", "visually-hidden", "sr-only",
    "screen-reader", "hot-news", "hotnews", "relatenews", "readmore", "read-more", "editorby", "edit-by",
];

/// Words of names that mark the text of an article.
#[rustfmt::skip]
const CONTENT: &[&str] = &[
    "articlebody", "article-body", "article_body", "article-content", "article_content", "articlecontent", "artibody",
    "article-text", "articletext", "news-content", "news_content", "newscontent", "news-body", "newsbody", "news_txt",
    "newstext", "story-body", "storybody", "story_body", "post-content", "post_content", "post_body", "post-body",
    "entry-content", "entry_content", "main-content", "maincontent", "content-detail", "detail-content",
    "detail_content", "rm_txt_con", "rich_media_content", "story-news", "news_view", "news_end", "article_view",
    "paragraph", "text_area", "textbox", "zw", "endtext", "end-text", "cont_bd", "txt_content",
];

/// A sign that an element is no part of an article: a word of its names, its tag, or how it is hidden.
/// Words come first, then parts of names, then the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NoiseSign(u16);

/// Signs that are no words.
const OTHER_SIGNS: usize = NAMES.len() + PARTS.len();
const NAV: NoiseSign = NoiseSign(OTHER_SIGNS as u16);
const ASIDE: NoiseSign = NoiseSign(OTHER_SIGNS as u16 + 1);
const FOOTER: NoiseSign = NoiseSign(OTHER_SIGNS as u16 + 2);
const HIDDEN: NoiseSign = NoiseSign(OTHER_SIGNS as u16 + 3);
const ROLE: NoiseSign = NoiseSign(OTHER_SIGNS as u16 + 4);

/// The number of signs.
pub(crate) const SIGN_COUNT: usize = OTHER_SIGNS + 5;

impl NoiseSign {
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    /// True for a sign that holds even of elements with most of a page's text: comments may be longer than the article.
    pub(crate) fn is_strong(self) -> bool {
        const STRONG: &[&str] = &[
            "comment",
            "comments",
            "fbcomments",
            "pinglun",
            "reply",
            "footer",
            "foot",
            "sidebar",
            "related",
            "relate",
            "relative",
            "relnews",
            "xgnews",
            "xgxw",
            "recommend",
            "recommended",
            "recommendation",
            "reco",
            "yarpp",
            "outbrain",
            "taboola",
            "cookie",
            "consent",
            "relative-",
        ];
        let word = NAMES.iter().chain(PARTS).nth(self.index());
        matches!(self, ASIDE | FOOTER) || word.is_some_and(|word| STRONG.contains(word))
    }
}

/// The signs that an element is no part of an article.
pub(crate) fn noise_signs(tree: &Tree<'_>, id: NodeId, signs: &mut Vec<NoiseSign>) {
    signs.clear();
    match tree.node(id).tag {
        HtmlTag::Nav => signs.push(NAV),
        HtmlTag::Aside => signs.push(ASIDE),
        HtmlTag::Footer => signs.push(FOOTER),
        HtmlTag::Html
        | HtmlTag::Body
        | HtmlTag::Root
        | HtmlTag::Article
        | HtmlTag::Main
        | HtmlTag::Text
        | HtmlTag::Raw
        | HtmlTag::Br
        | HtmlTag::Img => return,
        _ => {}
    }
    for (name, value) in tree.attributes(id) {
        match name.to_ascii_lowercase().as_str() {
            "class" | "id" => named(value, signs),
            "hidden" => signs.push(HIDDEN),
            "aria-hidden" if value == "true" => signs.push(HIDDEN),
            "role"
                if matches!(value, "navigation" | "complementary" | "contentinfo" | "banner" | "search" | "menu") =>
            {
                signs.push(ROLE);
            }
            "style" => {
                let plain: String = value.chars().filter(|c| !c.is_whitespace()).take(400).collect();
                if plain.to_ascii_lowercase().contains("display:none") {
                    signs.push(HIDDEN);
                }
            }
            _ => {}
        }
    }
    signs.sort_unstable();
    signs.dedup();
}

/// True if a box is named as the holder of an article's text.
pub(crate) fn is_named_content(tree: &Tree<'_>, id: NodeId) -> bool {
    if matches!(tree.node(id).tag, HtmlTag::Article | HtmlTag::Main) {
        return true;
    }
    tree.attributes(id).any(|(name, value)| {
        let lower = value.to_ascii_lowercase();
        match name.to_ascii_lowercase().as_str() {
            "class" | "id" => CONTENT.iter().any(|word| lower.contains(word)),
            "itemprop" => lower == "articlebody",
            _ => false,
        }
    })
}

/// Adds the words and parts of a class or identifier that name what is no part of an article.
fn named(value: &str, signs: &mut Vec<NoiseSign>) {
    let value: String = value.chars().take(300).collect();
    let lower = value.to_ascii_lowercase();
    let parts = PARTS.iter().enumerate().filter(|(_, part)| lower.contains(**part));
    signs.extend(parts.map(|(index, _)| NoiseSign((NAMES.len() + index) as u16)));
    let mut word = String::new();
    let mut before = ' ';
    for c in value.chars().chain([' ']) {
        let hump = c.is_ascii_uppercase() && before.is_ascii_lowercase();
        if !c.is_ascii_alphabetic() || hump {
            if let Some(index) = NAMES.iter().position(|name| *name == word) {
                signs.push(NoiseSign(index as u16));
            }
            word.clear();
        }
        if c.is_ascii_alphabetic() {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
}

/// Beginnings of lines that are no part of an article, even where they are whole sentences.
#[rustfmt::skip]
const STARTS: &[&str] = &[
    "责任编辑", "責任編輯", "责编", "責編", "编辑：", "编辑:", "編輯：", "編輯:", "（編輯", "（编辑", "(编辑",
    "(編輯", "本文编辑", "值班编辑", "原标题", "原標題", "（原标题", "(原标题", "（原標題", "(原標題", "（原题", "(原题",
    "文章来源", "文章來源", "信息来源", "本文来源", "本文來源", "扫一扫", "掃一掃", "扫描二维码", "掃描二維碼", "长按", "点击下载", "點擊下載", "点我下载", "打开app", "打開app",
    "下载app", "下載app", "更多精彩", "返回搜狐", "平台声明", "平臺聲明", "免责声明", "免責聲明", "特别声明",
    "版权声明", "版權聲明", "版权所有", "版權所有", "未经授权", "未經授權", "未经许可", "本网站之文字", "著作權",
    "copyright", "©", "ⓒ", "(c)", "京icp", "沪icp", "粤icp", "icp备", "增值电信", "违法和不良", "举报电话",
    "請繼續往下閱讀", "请继续往下阅读", "不用抽", "追踪我们", "关注我们", "微信扫", "この記事は有料", "有料会員",
    "会員登録", "無断転載", "저작권자", "<저작권자", "기사제보", "点击进入", "点击查看", "点击上方", "欢迎关注",
    "欢迎订阅", "新浪声明", "（本文来源", "(本文来源", "（本文来自", "(本文来自", "本文转自", "如有侵权",
    "追蹤我們", "正文已结束", "正在加载", "提醒您：", "提醒您:", "转载请注明", "轉載請註明", "- the end",
];

/// Beginnings of labels, which a sentence may have as well.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "（责任编辑", "(责任编辑", "（责编", "(责编", "【责任编辑", "[责任编辑", "［责任编辑", "校对", "審核", "审核：",
    "监制：", "分享到", "分享至", "分享：", "分享:", "扫码", "更多新闻", "更多新聞", "更多内容", "更多內容",
    "更多相关", "查看更多", "看更多", "展开全文", "阅读全文", "閱讀全文", "声明：", "聲明：", "京公网安备",
    "相关阅读", "相關閱讀", "相关新闻", "相關新聞", "相关报道", "相關報導", "相關報道", "相关推荐", "相關推薦",
    "相关文章", "相關文章", "相关链接", "延伸阅读", "延伸閱讀", "推荐阅读", "推薦閱讀", "猜你喜欢", "猜你喜歡",
    "为您推荐", "为你推荐", "為你推薦", "热门推荐", "熱門推薦", "热门新闻", "熱門新聞", "热点", "人氣", "排行",
    "最新新闻", "最新新聞", "上一篇", "下一篇", "上一页", "下一页", "上一頁", "下一頁", "尾页", "首页", "字号",
    "字體", "字级", "字級", "大 中 小", "收藏", "打印", "列印", "纠错", "【纠错】", "我要评论", "我要評論",
    "发表评论", "發表評論", "网友评论", "留言", "评论", "評論", "关键词", "关键字", "關鍵字", "關鍵詞", "标签",
    "標籤", "tags", "tag：", "tag:", "下載", "加入好友", "加入line", "追蹤", "微信公众号", "官方微信", "订阅", "訂閱",
    "按讚", "讚好", "立即下載", "立即下载", "立即訂閱", "廣告", "广告", "advertisement", "sponsored",
    "あわせて読みたい", "関連記事", "関連ニュース", "関連リンク", "おすすめ", "シェア", "ツイート", "続きを読む",
    "ログイン", "記事を保存", "アクセスランキング", "ランキング", "印刷", "著作権", "コメント", "トップへ", "무단",
    "제보", "구독", "관련기사", "관련 기사", "좋아요", "공유", "댓글", "많이 본", "인기기사", "로그인", "송고",
    "글자크기", "인쇄", "페이스북", "카카오", "责编：", "我要反馈", "投诉", "share this", "follow us", "related",
    "read more", "sign up", "subscribe", "comments", "all rights reserved", "来源：", "来源:", "來源：", "來源:",
    "稿源：", "责任校对", "閱讀更多", "相關主題", "相關標籤", "贊助", "登录后", "登入後", "请登录", "进入专题",
    "全部评论", "最新评论", "热门评论", "精彩评论", "所有评论", "全部留言", "大家都在看", "大家正在看", "其他新闻",
    "其它新闻", "更多文章", "編輯推薦", "编辑推荐", "今日推荐", "精彩推荐", "精彩视频", "自动播放",
    "您的浏览器", "您的瀏覽器",
];

/// Beginnings of notices, which stay notices however long their sentences are.
#[rustfmt::skip]
const NOTICES: &[&str] = &[
    "免责声明", "免責聲明", "版权声明", "版權聲明", "特别声明", "特別聲明", "平台声明", "平臺聲明", "郑重声明", "鄭重聲明",
    "原标题", "原標題", "（原标题", "(原标题", "（原標題", "(原標題",
];

/// Words anywhere in a short line that make it no part of an article.
#[rustfmt::skip]
const WITHIN: &[&str] = &[
    "责任编辑", "責任編輯", "版权所有", "版權所有", "all rights reserved", "copyright", "icp备", "icp證", "未经授权",
    "未經授權", "不得转载", "不得轉載", "请勿转载", "請勿轉載", "無断転載", "무단전재", "무단 전재", "재배포 금지",
    "扫描二维码", "掃描 qr", "下载客户端", "下載app", "打开app", "app看", "网站地图", "違法和不良", "违法和不良信息",
    "仅代表作者本人", "僅代表作者", "信息存储空间", "本网不承担", "投稿邮箱", "广告服务", "關於我們", "关于我们",
    "联系我们", "聯絡我們", "隱私權", "隐私政策", "使用條款", "服務條款", "プライバシー", "利用規約", "개인정보",
    "청소년보호", "點我下載", "点击关注", "点击下方", "粉絲團", "카카오톡", "구독하기", "新闻热线", "听新闻", "聽新聞",
    "跳转至", "转载、摘编", "轉載、摘編", "复制、转载", "违者将依法",
];

/// Words that news has as well: two of them are needed.
#[rustfmt::skip]
const WEAK: &[&str] = &[
    "微信公众号", "商务合作", "立即加入", "加入我們", "爆料", "報料", "已赞", "点赞", "依法追究", "未经许可", "承办",
    "服务电话", "联系电话", "主办单位", "技术支持", "邮编", "传真", "来自网络", "來自網路", "来源于网络", "如有侵权",
    "如有侵權", "联系删除", "聯繫刪除",
];

/// Limit of a line that is noise by the words within it, in characters.
const MAX_LINE_CHARS: u32 = 90;

/// Characters of the longest notice.
const MAX_NOTICE_CHARS: u32 = 300;

/// Work of [`is_worded_noise`] for a line of so many bytes and characters, in bytes: a short one is searched for each word.
pub(crate) fn noise_work(bytes: usize, chars: u32) -> usize {
    /// Bytes of a line that are searched for all the words in the time in which one is parsed.
    const WORDS_WORK: usize = 16;
    if chars > MAX_LINE_CHARS * 2 { 0 } else { bytes * WORDS_WORK }
}

/// True if a line is no part of an article, by its words.
pub(crate) fn is_worded_noise(text: &str, chars: u32) -> bool {
    let text = bare(text);
    if begins_as_noise(text, chars) {
        return true;
    }
    if chars > MAX_LINE_CHARS * 2 {
        return false;
    }
    let lower = text.to_lowercase();
    let count = |words: &[&str]| words.iter().filter(|word| lower.contains(**word)).count();
    let (strong, weak) = (count(WITHIN), count(WEAK));
    strong + weak >= 2 || strong == 1 && chars <= MAX_LINE_CHARS && !is_sentence(text)
}

/// A line without the marks that pages put before it.
fn bare(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || "▲▼■●◆★※>＞→«»|【[".contains(c))
}

fn is_sentence(text: &str) -> bool {
    crate::format::page::ends_sentence(text) && !text.ends_with(['：', ':', '…'])
}

/// True if a line begins as notices and labels do.
fn begins_as_noise(text: &str, chars: u32) -> bool {
    let start: String = text.chars().take(24).flat_map(char::to_lowercase).collect();
    let begins = |words: &[&str]| words.iter().any(|word| start.starts_with(word));
    let is_notice =
        |word: &&&str| start.strip_prefix(**word).is_some_and(|rest| rest.starts_with(['：', ':', '】', ']']));
    if chars <= MAX_NOTICE_CHARS && NOTICES.iter().any(|word| is_notice(&word)) {
        return true;
    }
    // A long sentence may begin with any word.
    chars <= MAX_LINE_CHARS && (begins(STARTS) && !is_prose(text, chars) || !is_sentence(text) && begins(LABELS))
}

/// True if a short line is a label over another part of the page: lists, comments, offers.
pub(crate) fn is_label(text: &str, chars: u32) -> bool {
    chars <= 16 && (is_related_label(text) || begins_as_noise(bare(text), chars)) && !text.contains(['：', ':'])
}

/// A whole sentence of some length that ends as sentences do, and is no announcement.
fn is_prose(text: &str, chars: u32) -> bool {
    chars > 40 && is_sentence(text) && text.contains(['，', '、', ','])
}

/// Words over a list of related articles.
pub(crate) fn is_related_label(text: &str) -> bool {
    #[rustfmt::skip]
const WORDS: &[&str] = &[
    "相关阅读", "相關閱讀", "相关新闻", "相關新聞", "相关报道", "相關報導", "相關報道", "相关文章", "相關文章",
    "延伸阅读", "延伸閱讀", "推荐阅读", "推薦閱讀", "関連記事", "関連ニュース", "관련기사", "관련 기사", "related",
    "相关链接", "あわせて読みたい",
];
    let text = text.trim().trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    text.chars().count() <= 16 && WORDS.iter().any(|word| text.starts_with(word))
}
