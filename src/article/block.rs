//! One block of an article's body: plain text with a kind, spans over the text, and what belongs to the kind.

use serde::{Deserialize, Serialize};

use super::{
    span::{Span, normalize},
    table::{self, Cell},
};

/// One block of an article's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its kind, with what belongs to that.
    #[serde(flatten)]
    pub kind: BlockKind,
    /// Its text as it came, without markup. A line feed inside is a line break the author made. The text of a table is
    /// that of its cells, the text of a figure its caption, else the descriptions of its pictures.
    #[serde(default)]
    pub text: String,
    /// Quotations around it, not counting the one that a [`BlockKind::Quote`] is itself.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub quoted: u8,
    /// Ranges of the text with a meaning, in the order of [`Span`]s.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// The kinds of block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum BlockKind {
    /// A paragraph of running text.
    Paragraph,
    /// A heading; level 1 is the largest.
    Heading {
        /// 1 to 6.
        #[serde(default = "second")]
        level: u8,
    },
    /// A quotation set off from the text.
    Quote,
    /// An item of a list.
    Item {
        /// The depth of the list, from 1.
        #[serde(default = "first")]
        level: u8,
        /// Its number in an ordered list.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<u32>,
        /// The writing of the number.
        #[serde(default, skip_serializing_if = "NumberStyle::is_decimal")]
        style: NumberStyle,
        /// True for a further paragraph of the item before.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        continued: bool,
    },
    /// Preformatted text, whose spaces and line feeds are kept.
    Code,
    /// A rule between sections; it has no text.
    Rule,
    /// Pictures with their caption.
    Figure {
        /// In their order; several share one caption.
        #[serde(default)]
        images: Vec<Image>,
    },
    /// A table; its text is made of its rows.
    Table {
        /// Rows of cells; a cell that a span covers is not there, as in HTML.
        #[serde(default)]
        rows: Vec<Vec<Cell>>,
    },
    /// Sound, video or a file; the text is its title, else the word for its kind.
    Media {
        /// Sound, video, a page in a frame, or a file.
        #[serde(default)]
        media: MediaKind,
        /// Its absolute address.
        #[serde(default)]
        src: String,
        /// Its size in bytes, if the publisher says it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        length: Option<u64>,
    },
    /// A formula on a line of its own, as TeX or written in a line.
    Math,
    /// The text of a note.
    Note {
        /// The label that the marks of the note have.
        #[serde(default)]
        label: String,
    },
    /// A term of a definition list; its definitions follow.
    Term,
    /// A definition of the term before it.
    Definition,
}

/// A picture of a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Its absolute address, or the name of a file in the book that it came with.
    #[serde(default)]
    pub src: String,
    /// Its description; empty if the source has none.
    #[serde(default)]
    pub alt: String,
}

/// The kinds of media.
#[allow(missing_docs)] // The names say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    Audio,
    Video,
    /// A page in a frame: a player, a map, a post of another site.
    Embed,
    #[default]
    File,
}

/// The writing of the numbers of a list.
#[allow(missing_docs)] // The names say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberStyle {
    #[default]
    Decimal,
    LowerAlpha,
    UpperAlpha,
    LowerRoman,
    UpperRoman,
    /// 一、二、三.
    Han,
}

impl NumberStyle {
    // The signature is serde's.
    #[allow(clippy::trivially_copy_pass_by_ref)]
    fn is_decimal(&self) -> bool {
        *self == NumberStyle::Decimal
    }
}

fn first() -> u8 {
    1
}

fn second() -> u8 {
    2
}

// The signature is serde's.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(count: &u8) -> bool {
    *count == 0
}

impl BlockKind {
    /// An item of a list without numbers, or with a decimal one.
    #[must_use]
    pub fn item(level: u8, number: Option<u32>) -> BlockKind {
        BlockKind::Item { level, number, style: NumberStyle::Decimal, continued: false }
    }
}

impl Block {
    /// A block without spans, in no quotation.
    #[must_use]
    pub fn new(kind: BlockKind, text: impl Into<String>) -> Block {
        Block { kind, text: text.into(), quoted: 0, spans: Vec::new() }
    }

    /// A paragraph of plain text.
    #[must_use]
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::new(BlockKind::Paragraph, text)
    }

    /// A heading of a level from 1 to 6.
    #[must_use]
    pub fn heading(level: u8, text: impl Into<String>) -> Block {
        Block::new(BlockKind::Heading { level }, text)
    }

    /// A table with the text of its rows.
    #[must_use]
    pub fn table(rows: Vec<Vec<Cell>>) -> Block {
        let text = table::text(&rows);
        Block::new(BlockKind::Table { rows }, text)
    }

    /// The same block with spans, brought into their order; those that do not fit its text are dropped.
    #[must_use]
    pub fn with_spans(mut self, spans: Vec<Span>) -> Block {
        self.spans = spans;
        normalize(&mut self.spans, &self.text);
        self
    }

    /// Cuts the text behind so many bytes, and the spans with it.
    pub fn truncate(&mut self, bytes: usize) {
        self.text.truncate(bytes);
        self.spans.retain_mut(|span| {
            span.end = span.end.min(bytes);
            span.start < span.end
        });
    }

    /// True if there is nothing of it to show: no text, no picture, no rule.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let stands_alone = match &self.kind {
            BlockKind::Rule => true,
            BlockKind::Figure { images } => !images.is_empty(),
            BlockKind::Media { src, .. } => !src.is_empty(),
            _ => false,
        };
        !stands_alone && self.text.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::SpanKind;

    #[test]
    fn a_cut_text_cuts_its_spans() {
        let spans =
            vec![Span::new(0..6, SpanKind::Strong), Span::new(3..9, SpanKind::Code), Span::new(6..9, SpanKind::Quote)];
        let mut block = Block::paragraph("潮水漲").with_spans(spans);
        block.truncate(6);
        assert_eq!(block.spans, [Span::new(0..6, SpanKind::Strong), Span::new(3..6, SpanKind::Code)]);
    }

    #[test]
    fn blocks_are_flat_json_and_come_back() {
        let link = SpanKind::Link { href: "https://haiwu.example/".into() };
        let blocks = [
            Block::paragraph("見圖").with_spans(vec![Span::new(3..6, link)]),
            Block { quoted: 1, ..Block::new(BlockKind::item(2, Some(7)), "鹽") },
            Block::table(vec![
                vec![Cell { header: true, colspan: 2, ..Cell::from_text("潮位") }],
                vec![Cell::from_text("一日"), Cell::from_text("312")],
            ]),
            Block::new(
                BlockKind::Figure {
                    images: vec![Image { src: "https://haiwu.example/a.jpg".into(), alt: "燈".into() }],
                },
                "燈",
            ),
        ];
        let json: Vec<String> = blocks.iter().map(|block| serde_json::to_string(block).unwrap()).collect();
        assert_eq!(
            json,
            [
                r#"{"kind":"paragraph","text":"見圖","spans":[{"start":3,"end":6,"kind":"link","href":"https://haiwu.example/"}]}"#,
                r#"{"kind":"item","level":2,"number":7,"text":"鹽","quoted":1}"#,
                r#"{"kind":"table","rows":[[{"text":"潮位","header":true,"colspan":2}],[{"text":"一日"},{"text":"312"}]],"text":"潮位\n一日\t312"}"#,
                r#"{"kind":"figure","images":[{"src":"https://haiwu.example/a.jpg","alt":"燈"}],"text":"燈"}"#,
            ]
        );
        for (block, json) in blocks.iter().zip(json) {
            assert_eq!(serde_json::from_str::<Block>(&json).unwrap(), *block);
        }
    }
}
