//! Collects the blocks of a body, within limits that no real article reaches.
//!
//! The kind of a block is decided by its parser.

use crate::article::{Block, BlockKind};

/// The blocks of a body, as they are found.
#[derive(Debug, Default)]
pub(crate) struct BlockCollector {
    blocks: Vec<Block>,
}

impl BlockCollector {
    /// Limit of the blocks of a body; further text is added to the last. A file of millions of one-letter lines would
    /// otherwise take thirty times its size in memory.
    pub(crate) const MAX_BLOCKS: usize = 200_000;

    /// Adds a block, unless there is nothing of it to show.
    pub(crate) fn push(&mut self, block: Block) {
        if block.is_blank() {
            return;
        }
        if self.blocks.len() < Self::MAX_BLOCKS {
            self.blocks.push(block);
        } else {
            self.add_to_last(&block.text);
        }
    }

    /// Adds a line to the last block, which takes the rest and becomes a paragraph.
    pub(crate) fn add_to_last(&mut self, line: &str) {
        if let Some(last) = self.blocks.last_mut().filter(|_| !line.trim().is_empty()) {
            last.kind = BlockKind::Paragraph;
            last.text.push('\n');
            last.text.push_str(line);
        }
    }

    /// True if further text goes to the last block.
    pub(crate) fn is_full(&self) -> bool {
        self.blocks.len() >= Self::MAX_BLOCKS
    }

    pub(crate) fn len(&self) -> usize {
        self.blocks.len()
    }

    pub(crate) fn last_mut(&mut self) -> Option<&mut Block> {
        self.blocks.last_mut()
    }

    /// Takes the last block away again.
    pub(crate) fn pop(&mut self) -> Option<Block> {
        self.blocks.pop()
    }

    /// Makes a paragraph a heading.
    pub(crate) fn make_heading(&mut self, index: usize, level: u8) {
        let full = self.blocks.len() == Self::MAX_BLOCKS;
        if let Some(block) = self.blocks.get_mut(index).filter(|_| !full || index + 1 < Self::MAX_BLOCKS) {
            block.kind = BlockKind::Heading { level };
        }
    }

    pub(crate) fn into_blocks(self) -> Vec<Block> {
        self.blocks
    }
}

#[cfg(test)]
mod tests {
    use super::BlockCollector;
    use crate::article::Block;

    #[test]
    fn a_body_has_bounds_and_loses_nothing() {
        let mut body = BlockCollector::default();
        for _ in 0..BlockCollector::MAX_BLOCKS + 3 {
            body.push(Block::paragraph("a"));
            body.push(Block::paragraph(" \n"));
        }
        let blocks = body.into_blocks();
        assert_eq!(blocks.len(), BlockCollector::MAX_BLOCKS);
        assert_eq!(blocks[BlockCollector::MAX_BLOCKS - 1].text, "a\na\na\na");
    }
}
