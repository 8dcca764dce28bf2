//! A piece of HTML that is an article already, as feeds carry it: everything in it that can be read, in order.

use url::Url;

use super::blocks::blocks;
use crate::format::html::{
    tree::Tree,
    units::{Content, units},
};
use crate::{
    article::Block,
    format::{Remark, lines},
    text::StopCheck,
};

/// A piece of HTML as blocks, with the remarks on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fragment {
    pub(crate) blocks: Vec<Block>,
    pub(crate) remarks: Vec<Remark>,
}

/// Reads a piece of HTML; only some of them once `stop` stops it. A text without a tag is one with a paragraph a
/// line. Relative addresses are resolved against `base`; without one they
/// stay out. With a base of the scheme `epub`, as in `epub:/OEBPS/text/1.xhtml`, pictures keep their names in the book.
pub(crate) fn fragment_until(text: &str, base: Option<&Url>, stop: &StopCheck<'_>) -> Fragment {
    if !has_markup(text) {
        let decoded = crate::format::markup::decoded(text, true);
        let blocks = lines::until(&decoded, stop).map(Block::paragraph).collect();
        return Fragment { blocks, remarks: Vec::new() };
    }
    let tree = Tree::read(text, stop);
    let mut found = units(&tree, false, usize::MAX);
    if found.units.iter().all(|unit| unit.chars == 0 && unit.content == Content::None) {
        found = units(&tree, true, usize::MAX);
    }
    let blocks = blocks(&tree, found.units, &found.notes, base);
    let remarks = (found.lost_marks > 0).then_some(Remark::MoreSpans(found.lost_marks));
    Fragment { blocks, remarks: remarks.into_iter().collect() }
}

/// The text of a title or another line that may hold HTML: its tags are resolved, and it is one line.
pub(crate) fn inline_text(text: &str) -> String {
    let blocks = fragment_until(text, None, &StopCheck::never()).blocks;
    let lines: Vec<&str> = blocks.iter().flat_map(|block| block.text.split('\n')).collect();
    lines.join(" ")
}

/// True if a text has a tag in it that makes it HTML.
#[must_use]
pub(crate) fn has_markup(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let rest = &text.as_bytes()[at + 1..];
        let rest = rest.strip_prefix(b"/").unwrap_or(rest);
        let length = rest.iter().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let ends = matches!(rest.get(length), Some(b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t'));
        length > 0 && ends && rest[0].is_ascii_alphabetic() || rest.starts_with(b"!--")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::fragment_until;
    use crate::{
        article::{Block, BlockKind, Span, SpanKind},
        text::StopCheck,
    };

    fn fragment(text: &str, base: Option<&Url>) -> Vec<Block> {
        fragment_until(text, base, &StopCheck::never()).blocks
    }

    fn shape(blocks: &[Block]) -> String {
        let line = |block: &Block| match block.kind {
            BlockKind::Paragraph => format!("p {}", block.text),
            BlockKind::Heading { level } => format!("h{level} {}", block.text),
            BlockKind::Quote => format!("q {}", block.text),
            BlockKind::Item { level, number: Some(number), .. } => format!("{level}.{number} {}", block.text),
            BlockKind::Item { level, number: None, .. } => format!("{level}* {}", block.text),
            BlockKind::Code => format!("c {}", block.text),
            BlockKind::Rule => "---".to_owned(),
            BlockKind::Table { .. } => format!("t {}", block.text),
            BlockKind::Figure { ref images } => {
                format!("f {} {}", block.text, images.iter().map(|image| &*image.src).collect::<Vec<_>>().join(" "))
            }
            ref kind => format!("{kind:?} {}", block.text),
        };
        blocks.iter().map(line).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn every_kind_of_block() {
        for (html, expected) in [
            ("<p>一<b>二</b>&amp;<a href='/x'>三</a>。</p><p>四</p>", "p 一二&三。/p 四"),
            ("<h2>题</h2>文<blockquote><p>引</p>话</blockquote>", "h2 题/p 文/q 引/q 话"),
            ("<ul><li>甲<ol start=3><li>乙<li>丙</ol><li><p>丁</p></ul>", "1* 甲/2.3 乙/2.4 丙/1* 丁"),
            ("<pre>  a\n   b</pre><hr><p>c</p><hr>", "c   a\n   b/---/p c"),
            ("<table><tr><th>甲<th>乙</tr><tr><td>一</td><td><p>二</p></td></table>", "t 甲\t乙\n一\t二"),
            ("<table><tr><td><p>一段话。</p><p>又一段。</p></td></tr></table>", "p 一段话。/p 又一段。"),
            ("<figure><img alt='潮水' src=a><figcaption>北码头</figcaption></figure>", "f 北码头 "),
            ("一<img alt='[笑]'>二<script>x</script><style>y</style>", "p 一[笑]二"),
            ("<p><strong>小标题</strong></p><p>文。</p>", "p 小标题/p 文。"),
            ("<p>文。</p><p><strong>小标题</strong></p><p>文。</p>", "p 文。/h3 小标题/p 文。"),
            ("第一行\n第二行 1 < 2 &lt;b&gt;", "p 第一行/p 第二行 1 < 2 <b>"),
            ("<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>を<br>読む", "p 漢字を\n読む"),
            ("<p><a href='https://example.org/a'>全文</a></p>", "p 全文"),
            ("<img src='https://example.org/a.png'>", "f  https://example.org/a.png"),
            ("", ""),
        ] {
            assert_eq!(shape(&fragment(html, None)), expected, "{html}");
        }
        let base = Url::parse("https://example.org/news/").unwrap();
        let link = SpanKind::Link { href: "https://example.org/news/a".into() };
        let expected = Block::paragraph("全文").with_spans(vec![Span::new(0..6, link)]);
        assert_eq!(fragment("<p><a href='a'>全文</a>", Some(&base)), [expected]);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(words in prop::collection::vec("</?(p|div|li|ul|ol|table|tr|td|a|b|h2|pre|blockquote|span)>|<br>|[一-龥]{1,4}| |&amp;", 0..40)) {
            let html: String = words.concat();
            let han = |text: &str| text.chars().filter(|c| *c > '\u{4e00}').collect::<String>();
            let kept: String = fragment(&html, None).iter().map(|block| han(&block.text)).collect();
            prop_assert_eq!(kept, han(&html));
        }

        #[test]
        fn any_text(text in any::<String>()) {
            let _ = fragment(&text, None);
        }
    }
}
