//! Signs that a feed carries only the beginning of an article. A claim needs a clear sign: an ellipsis in brackets, a
//! link to the rest, or a text that breaks off where a feed has nothing else for its entry.

use crate::article::{Block, SpanKind};

/// The words of links to the rest of an article, folded as [`folded`] does.
const READ_ON: &[&str] = &[
    "閱讀全文",
    "阅读全文",
    "閱讀更多",
    "阅读更多",
    "繼續閱讀",
    "继续阅读",
    "查看全文",
    "點擊閱讀全文",
    "点击阅读全文",
    "查看更多",
    "全文閱讀",
    "全文阅读",
    "閱讀原文",
    "阅读原文",
    "閱讀詳情",
    "詳全文",
    "看全文",
    "更多內容",
    "全文",
    "詳全文",
    "続きを読む",
    "続きはこちら",
    "続きを見る",
    "全文を読む",
    "もっと読む",
    "もっと見る",
    "記事全文を読む",
    "続き",
    "더보기",
    "계속읽기",
    "전문보기",
    "기사전문보기",
    "더읽기",
    "기사더보기",
    "자세히보기",
    "전체기사보기",
    "readmore",
    "continuereading",
    "readthefullarticle",
    "readfullarticle",
    "readthefullstory",
    "readfullstory",
    "readthewholestory",
    "readtherest",
    "fullstory",
    "keepreading",
    "more",
];

/// The sign with which a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextEnding {
    /// No sign.
    Whole,
    /// An ellipsis, which an author may have meant.
    Ellipsis,
    /// Cut: an ellipsis in brackets, or a link to the rest.
    Cut,
}

/// The sign at the end of an entry's text; `link` is the page of the entry.
pub(crate) fn ending(blocks: &[Block], link: Option<&str>) -> TextEnding {
    // Words about the feed itself may stand behind the text (“The post … appeared first on …”).
    const LAST_BLOCKS: usize = 2;
    let with_text = blocks.iter().rev().filter(|block| !block.text.trim().is_empty());
    let mut found = TextEnding::Whole;
    for (index, block) in with_text.take(LAST_BLOCKS).enumerate() {
        let text = block.text.trim_end();
        let is_cut = ends_in_bracketed_ellipsis(text) || ends_in_link_to_rest(block, link);
        if is_cut {
            return TextEnding::Cut;
        }
        if index == 0 && ends_in_ellipsis(text) {
            found = TextEnding::Ellipsis;
        }
    }
    found
}

fn ends_in_bracketed_ellipsis(text: &str) -> bool {
    const BRACKETS: [(char, char); 4] = [('[', ']'), ('［', '］'), ('(', ')'), ('【', '】')];
    let Some((open, close)) = BRACKETS.into_iter().find(|(_, close)| text.ends_with(*close)) else { return false };
    let inside = text[..text.len() - close.len_utf8()].rfind(open).map(|at| &text[at + open.len_utf8()..]);
    let inside = inside.and_then(|inside| inside.strip_suffix(close)).unwrap_or_default().trim();
    // In round ones it may be the author's own.
    let is_ellipsis = matches!(inside, "…" | "..." | "……" | "....") || inside == "&hellip;";
    is_ellipsis && (open != '(' || text.chars().count() > 20)
}

/// One ellipsis of three dots, behind words and not behind the end of a sentence. The Chinese one of six dots is
/// ordinary punctuation.
fn ends_in_ellipsis(text: &str) -> bool {
    let before = text.strip_suffix('…').or_else(|| text.strip_suffix("..."));
    before.is_some_and(|before| {
        let last = before.trim_end().chars().next_back();
        last.is_some_and(|c| !matches!(c, '…' | '.' | '。' | '！' | '？' | '!' | '?' | '”' | '」' | '』'))
    })
}

/// True if a block ends in a link with the words of one to the rest of the article: a link to the entry's page, or to
/// any where the words leave no doubt.
fn ends_in_link_to_rest(block: &Block, link: Option<&str>) -> bool {
    /// Bytes of the shortest words that leave no doubt, wherever the link leads.
    const MIN_CLEAR_BYTES: usize = 8;
    let end = block.text.trim_end().trim_end_matches(['.', '»', '>', '→', '＞', ']', '）', ')', '」', '。', ' ']).len();
    block.spans.iter().any(|span| {
        let SpanKind::Link { href } = &span.kind else { return false };
        let Some(words) = block.text.get(span.range()) else { return false };
        if span.end < end || span.start >= end {
            return false;
        }
        let words = folded(words);
        let leads_to_page = link.is_some_and(|link| same_page(href, link));
        READ_ON.iter().any(|known| words == *known) && (leads_to_page || words.len() >= MIN_CLEAR_BYTES)
            || leads_to_page
                && READ_ON.iter().filter(|known| known.chars().count() > 3).any(|known| words.starts_with(known))
    })
}

/// A text in lower case without anything that is no letter.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn same_page(one: &str, other: &str) -> bool {
    let bare = |url: &str| {
        let url = url.split_once("://").map_or(url, |(_, rest)| rest);
        url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/').to_owned()
    };
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Span;

    #[test]
    fn only_clear_signs_count() {
        for (text, expected) in [
            ("潮水漲了，船都回來了 […]", TextEnding::Cut),
            ("潮水漲了 [...]", TextEnding::Cut),
            ("潮水漲了，船都回…", TextEnding::Ellipsis),
            ("The boats came back and...", TextEnding::Ellipsis),
            ("他走了……", TextEnding::Whole),
            ("他走了。…", TextEnding::Whole),
            ("潮水漲了。", TextEnding::Whole),
            ("（……）", TextEnding::Whole),
            ("", TextEnding::Whole),
        ] {
            assert_eq!(ending(&[Block::paragraph(text)], None), expected, "{text}");
        }
        let linked = |text: &str, words: &str, href: &str| {
            let start = text.find(words).unwrap();
            let span = Span::new(start..start + words.len(), SpanKind::Link { href: href.into() });
            ending(&[Block::paragraph(text).with_spans(vec![span])], Some("https://a.example/1"))
        };
        assert_eq!(linked("潮水漲了。閱讀全文 »", "閱讀全文", "https://a.example/1?from=rss"), TextEnding::Cut);
        assert_eq!(linked("潮水漲了。續篇見全文", "全文", "https://b.example/9"), TextEnding::Whole);
        assert_eq!(linked("閱讀全文在此，不過這裡也有。", "閱讀全文", "https://a.example/1"), TextEnding::Whole);
        assert_eq!(linked("船。Continue reading 潮 →", "Continue reading 潮", "https://a.example/1/"), TextEnding::Cut);
    }
}
