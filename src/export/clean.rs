//! An article without the characters that a terminal acts on or that XML cannot hold, for the formats that have no way to
//! write them harmlessly.

use crate::{
    article::{Article, Block, BlockKind, Cell, Image, Span, SpanKind},
    text::is_control,
};

/// The article without such characters in any of its texts, and how many it had.
pub(crate) fn clean(article: &Article) -> (Article, usize) {
    // Named one by one, so that a new field is not forgotten here.
    let Article {
        title,
        published,
        revised,
        author,
        source,
        lang,
        link,
        guid,
        notice,
        original_title,
        related,
        blocks,
        is_excerpt,
        chapter,
    } = article;
    let mut cleaner = Cleaner::default();
    let mut text = |text: &String| cleaner.text(text);
    let mut clean = Article {
        title: text(title),
        published: published.clone(),
        revised: revised.clone(),
        author: author.as_ref().map(&mut text),
        source: source.as_ref().map(&mut text),
        lang: lang.as_ref().map(&mut text),
        link: link.as_ref().map(&mut text),
        guid: guid.as_ref().map(&mut text),
        notice: notice.as_ref().map(&mut text),
        original_title: original_title.as_ref().map(&mut text),
        related: related.iter().map(&mut text).collect(),
        blocks: Vec::new(),
        is_excerpt: *is_excerpt,
        chapter: *chapter,
    };
    clean.blocks = blocks.iter().map(|block| cleaner.block(block)).collect();
    (clean, cleaner.dropped)
}

/// True for a character that is dropped. XML has neither controls nor the last two of the basic plane (XML 1.0, 2.2).
fn is_dropped(c: char) -> bool {
    is_control(c) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Drops characters and counts them.
#[derive(Default)]
struct Cleaner {
    dropped: usize,
}

impl Cleaner {
    fn text(&mut self, text: &str) -> String {
        let kept: String = text.chars().filter(|c| !is_dropped(*c)).collect();
        if kept.len() < text.len() {
            self.dropped += text.chars().filter(|c| is_dropped(*c)).count();
        }
        kept
    }

    fn block(&mut self, block: &Block) -> Block {
        // The ends of dropped characters, and the bytes dropped up to there.
        let (mut cuts, mut bytes): (Vec<(usize, usize)>, usize) = (Vec::new(), 0);
        for (at, c) in block.text.char_indices().filter(|(_, c)| is_dropped(*c)) {
            bytes += c.len_utf8();
            cuts.push((at + c.len_utf8(), bytes));
        }
        let moved = |at: usize| {
            let before = cuts.partition_point(|(end, _)| *end <= at);
            at - before.checked_sub(1).map_or(0, |last| cuts[last].1)
        };
        let spans = block.spans.iter();
        let spans: Vec<Span> =
            spans.map(|span| Span::new(moved(span.start)..moved(span.end), self.span(&span.kind))).collect();
        let text = self.text(&block.text);
        let kind = self.kind(&block.kind);
        Block { quoted: block.quoted, ..Block::new(kind, text).with_spans(spans) }
    }

    fn span(&mut self, kind: &SpanKind) -> SpanKind {
        match kind {
            SpanKind::Link { href } => SpanKind::Link { href: self.text(href) },
            SpanKind::Ruby { reading } => SpanKind::Ruby { reading: self.text(reading) },
            // Its label is the note's, which is counted there.
            SpanKind::Note { note } => SpanKind::Note { note: uncounted(note) },
            kind => kind.clone(),
        }
    }

    fn kind(&mut self, kind: &BlockKind) -> BlockKind {
        match kind {
            BlockKind::Figure { images } => {
                let one = |image: &Image| Image { src: self.text(&image.src), alt: self.text(&image.alt) };
                BlockKind::Figure { images: images.iter().map(one).collect() }
            }
            // The text of a table is that of its cells, and counted there.
            BlockKind::Table { rows } => {
                let one = |cell: &Cell| Cell { text: uncounted(&cell.text), ..cell.clone() };
                BlockKind::Table { rows: rows.iter().map(|row| row.iter().map(one).collect()).collect() }
            }
            BlockKind::Media { media, src, length } => {
                BlockKind::Media { media: *media, src: self.text(src), length: *length }
            }
            BlockKind::Note { label } => BlockKind::Note { label: self.text(label) },
            kind => kind.clone(),
        }
    }
}

#[allow(clippy::ptr_arg)] // As `map` on a `String` hands it over.
fn uncounted(text: &String) -> String {
    Cleaner::default().text(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_left_holds_no_control(text in "[a國\\n\\t\u{0}-\u{1f}\u{7f}-\u{a0}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{fffd}-\u{ffff}]{0,40}") {
            let (clean, dropped) = clean(&Article { title: text.clone(), ..Article::default() });
            prop_assert!(!clean.title.chars().any(is_dropped));
            prop_assert_eq!(clean.title.chars().count() + dropped, text.chars().count());
        }
    }

    #[test]
    fn spans_stay_over_their_words() {
        let text = "一\u{7}二\u{202e}三";
        let spans =
            vec![Span::new(0..4, SpanKind::Strong), Span::new(4..10, SpanKind::Code), Span::new(3..4, SpanKind::Quote)];
        let article = Article { blocks: vec![Block::paragraph(text).with_spans(spans)], ..Article::default() };
        let (clean, dropped) = clean(&article);
        assert_eq!((clean.blocks[0].text.as_str(), dropped), ("一二三", 2));
        assert_eq!(clean.blocks[0].spans, [Span::new(0..3, SpanKind::Strong), Span::new(3..6, SpanKind::Code)]);
    }
}
