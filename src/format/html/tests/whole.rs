//! The property of reading HTML: every visible word of a tree is in the article, in order, apart from the parts that
//! `docs/FORMATS.md` names as left out.

use proptest::prelude::*;

use crate::{
    article::{Block, BlockKind, SpanKind},
    format::html::fragment_until,
    text::StopCheck,
};

/// A generated tree.
#[derive(Clone, Debug)]
enum Piece {
    /// A place for words of its own.
    Words,
    Element(&'static str, Vec<Piece>),
}

/// Elements of which any may stand in any.
#[rustfmt::skip]
const ANYWHERE: &[&str] = &[
    "p", "div", "section", "h2", "h5", "ul", "ol", "li", "blockquote", "pre", "dl", "dt", "dd", "details", "summary",
    "figure", "figcaption", "span", "span style='font-weight: bold'", "a href='/x'", "a", "b", "em", "code", "del", "ins",
    "mark", "q", "sup", "sub", "small", "ruby", "rb", "rt", "rp", "center", "table", "tr", "td", "th colspan=2", "thead",
    "script", "style", "template", "button", "textarea", "video", "svg", "math", "mrow", "noscript", "br", "hr",
    "img src=a.png alt=''", "font", "td rowspan=9", "li value=4", "div class=wp-caption", "span class=lineno",
];

/// Elements whose words are left out.
const LEFT_OUT: &[&str] = &["script", "style", "template", "button", "textarea", "video", "svg", "rp", "noscript"];

/// Elements that hold no words.
const EMPTY: &[&str] = &["br", "hr", "img src=a.png alt=''"];

fn piece() -> impl Strategy<Value = Piece> {
    let element = prop::sample::select(ANYWHERE);
    Just(Piece::Words).prop_recursive(6, 60, 5, move |inner| {
        (element.clone(), prop::collection::vec(inner, 0..5)).prop_map(|(tag, inner)| Piece::Element(tag, inner))
    })
}

/// The n-th word: two characters that no other word has.
fn word(n: usize) -> String {
    let at = |offset: usize| char::from_u32(0x4E00 + (2 * n + offset) as u32).unwrap_or('一');
    format!("{}{}", at(0), at(1))
}

/// Source of a tree, and its words: those that are to be read in order, and those of readings.
#[derive(Default)]
struct Written {
    source: String,
    count: usize,
    in_order: String,
    readings: Vec<String>,
}

impl Written {
    /// Writes a tree, end tags and all; generated trees are as deep as the strategy says.
    fn write(&mut self, piece: &Piece, left_out: bool, reading: bool) {
        match piece {
            Piece::Words => {
                let word = word(self.count);
                self.count += 1;
                self.source.push_str(&word);
                match (left_out, reading) {
                    (true, _) => {}
                    (_, true) => self.readings.push(word),
                    _ => self.in_order.push_str(&word),
                }
            }
            Piece::Element(tag, inner) => {
                let name = tag.split(' ').next().unwrap_or_default();
                self.source.push_str(&format!("<{tag}>"));
                if EMPTY.contains(tag) {
                    return;
                }
                let (left_out, reading) = (left_out || LEFT_OUT.contains(&name), reading || name == "rt");
                for piece in inner {
                    // Within the first three HTML knows no tags; the others end, as in a browser, where some element begins.
                    let is_plain =
                        matches!(name, "script" | "style" | "textarea" | "rp" | "video" | "svg" | "noscript");
                    if !is_plain || matches!(piece, Piece::Words) {
                        self.write(piece, left_out, reading);
                    }
                }
                self.source.push_str(&format!("</{name}>"));
            }
        }
    }
}

fn han(text: &str) -> String {
    text.chars().filter(|c| ('\u{4e00}'..'\u{9fff}').contains(c)).collect()
}

fn texts(blocks: &[Block]) -> String {
    blocks.iter().map(|block| han(&block.text)).collect()
}

fn readings(blocks: &[Block]) -> String {
    let reading = |kind: &SpanKind| if let SpanKind::Ruby { reading } = kind { Some(reading.clone()) } else { None };
    blocks.iter().flat_map(|block| &block.spans).filter_map(|span| reading(&span.kind)).collect()
}

/// True if of any two spans of a block one holds the other, or they do not meet.
fn is_nested(block: &Block) -> bool {
    let mut open: Vec<usize> = Vec::new();
    block.spans.iter().all(|span| {
        while open.last().is_some_and(|end| *end <= span.start) {
            open.pop();
        }
        let fits = open.last().is_none_or(|end| span.end <= *end);
        open.push(span.end);
        fits && block.text.get(span.range()).is_some_and(|text| !text.trim().is_empty())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_visible_word_is_in_the_article_in_order(pieces in prop::collection::vec(piece(), 0..6)) {
        let mut written = Written::default();
        // Without any words the content of `noscript` would be read.
        written.write(&Piece::Words, false, false);
        pieces.iter().for_each(|piece| written.write(piece, false, false));
        let blocks = fragment_until(&format!("<div>{}</div>", written.source), None, &StopCheck::never()).blocks;
        let text = texts(&blocks);
        // A reading stands over its base, or in brackets where there is none.
        let over = readings(&blocks);
        for reading in &written.readings {
            prop_assert!(over.contains(reading.as_str()) || text.contains(reading.as_str()), "{} {}", reading, written.source);
        }
        let is_reading = |c: &char| written.readings.iter().any(|reading| reading.contains(*c));
        let read: String = text.chars().filter(|c| !is_reading(c)).collect();
        let expected: String = written.in_order.chars().filter(|c| !is_reading(c)).collect();
        prop_assert_eq!(read, expected, "{}", written.source);
        for block in &blocks {
            prop_assert!(is_nested(block), "{:?} {}", block, written.source);
            if let BlockKind::Table { rows } = &block.kind {
                prop_assert_eq!(&Block::table(rows.clone()).text, &block.text);
            }
        }
    }
}
