//! Storage of the blocks of an article: their texts in one piece, one after the other, and their shape beside it.
//! Text in one piece can be searched as it is and loads without being decoded.
//!
//! The shape is one word a block, separated by spaces: a letter for its kind, its numbers, a colon, and the bytes of
//! its text. `p:120` a paragraph, `h2:14` a heading of level 2, `q:9` a quote, `i1:20` an item at depth 1, `i2.7:5`
//! the seventh item of an ordered list at depth 2, `c:300` code, `r:0` a rule.

use std::fmt::Write;

use crate::article::{Block, BlockKind};

/// The shape and the text of some blocks.
pub(in crate::store) fn pack(blocks: &[Block]) -> (String, String) {
    let mut text = String::with_capacity(blocks.iter().map(|block| block.text.len()).sum());
    for block in blocks {
        text.push_str(&block.text);
    }
    (shape(blocks), text)
}

/// The shape of some blocks.
pub(crate) fn shape(blocks: &[Block]) -> String {
    let mut shape = String::with_capacity(blocks.len() * 6);
    for block in blocks {
        if !shape.is_empty() {
            shape.push(' ');
        }
        // Writing to a string does not fail.
        let _ = match &block.kind {
            BlockKind::Paragraph
            | BlockKind::Figure { .. }
            | BlockKind::Table { .. }
            | BlockKind::Media { .. }
            | BlockKind::Math
            | BlockKind::Note { .. }
            | BlockKind::Term
            | BlockKind::Definition => write!(shape, "p"),
            BlockKind::Heading { level } => write!(shape, "h{level}"),
            BlockKind::Quote => write!(shape, "q"),
            BlockKind::Item { level, number: None, .. } => write!(shape, "i{level}"),
            BlockKind::Item { level, number: Some(number), .. } => write!(shape, "i{level}.{number}"),
            BlockKind::Code => write!(shape, "c"),
            BlockKind::Rule => write!(shape, "r"),
        };
        let _ = write!(shape, ":{}", block.text.len());
    }
    shape
}

/// The blocks that [`pack`] made a shape and a text of, or nothing if the two do not fit together.
pub(crate) fn unpack(shape: &str, text: &str) -> Option<Vec<Block>> {
    let mut rest = text;
    let mut blocks = Vec::with_capacity(shape.bytes().filter(|byte| *byte == b' ').count() + 1);
    for word in shape.split_ascii_whitespace() {
        let (kind, len) = word.split_once(':')?;
        let (text, after) = rest.split_at_checked(len.parse().ok()?)?;
        rest = after;
        blocks.push(Block::new(kind_of(kind)?, text));
    }
    rest.is_empty().then_some(blocks)
}

fn kind_of(word: &str) -> Option<BlockKind> {
    let mut chars = word.chars();
    let letter = chars.next()?;
    let numbers = chars.as_str();
    Some(match letter {
        'p' if numbers.is_empty() => BlockKind::Paragraph,
        'q' if numbers.is_empty() => BlockKind::Quote,
        'c' if numbers.is_empty() => BlockKind::Code,
        'r' if numbers.is_empty() => BlockKind::Rule,
        'h' => BlockKind::Heading { level: numbers.parse().ok()? },
        'i' => match numbers.split_once('.') {
            None => BlockKind::item(numbers.parse().ok()?, None),
            Some((level, number)) => BlockKind::item(level.parse().ok()?, Some(number.parse().ok()?)),
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_shape_is_as_written() {
        let item = BlockKind::item(2, Some(7));
        let blocks = [Block::heading(2, "標題"), Block::paragraph("正文。"), Block::new(item, "")];
        assert_eq!(pack(&blocks), ("h2:6 p:9 i2.7:0".into(), "標題正文。".into()));
        assert_eq!(unpack("h2:6 p:9 i2.7:0", "標題正文。").as_deref(), Some(&blocks[..]));
        assert_eq!(unpack("", "").as_deref(), Some(&[][..]));
    }

    #[test]
    fn a_shape_that_does_not_fit_is_refused() {
        for (shape, text) in [
            ("p:2", "文"),
            ("p:4", "文"),
            ("p:3", "文字"),
            ("", "文"),
            ("x:3", "文"),
            ("h:3", "文"),
            ("p", ""),
            ("p:-1", ""),
        ] {
            assert_eq!(unpack(shape, text), None, "{shape}");
        }
    }

    proptest! {
        #[test]
        fn any_shape_is_unpacked_or_refused(shape in "[phqicr0-9.: ]{0,20}", text in "\\PC{0,10}") {
            if let Some(blocks) = unpack(&shape, &text) {
                prop_assert_eq!(pack(&blocks).1, text);
            }
        }
    }
}
