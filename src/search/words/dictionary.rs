//! Words of Chinese and their counts, read where they lie in the program: no memory, no time to load. The file is a trie
//! in breadth-first order; `tools/words` writes it and says how it is laid out.

use std::ops::Range;

const DATA: &[u8] = include_bytes!("../data/words.bin");

/// Nodes that share a number from which those of the single ones are counted.
const BLOCK: usize = 16;
/// The code of a word whose value is not a common one.
const RARE_CODE: u8 = 255;
/// Bits that can be read at once from any bit of a byte on.
const WINDOW: usize = 57;

const NODES: usize = number(0);
/// Children of the root.
const HEADS: usize = number(12);
const COUNTS_AT: usize = 16;
const CHILDREN_AT: usize = COUNTS_AT + 4 * number(4);
const LABELS_AT: usize = CHILDREN_AT + 4 * (HEADS + (NODES - HEADS).div_ceil(BLOCK));
const COMMON_AT: usize = LABELS_AT + 2 * NODES;
const RARE_BLOCKS_AT: usize = COMMON_AT + 2 * (RARE_CODE as usize - 1);
const CODES_AT: usize = RARE_BLOCKS_AT + 2 * NODES.div_ceil(BLOCK);
const ENDS_AT: usize = CODES_AT + NODES;
const RARE_AT: usize = ENDS_AT + (NODES - HEADS - 1 + NODES - THIRD).div_ceil(8) + 8;
/// The first node that two characters lead to has this one for its first child.
const THIRD: usize = number(CHILDREN_AT + 4 * HEADS);

static COUNTS: &[[u8; 4]] = part(COUNTS_AT, CHILDREN_AT).as_chunks().0;
static CHILDREN: &[[u8; 4]] = part(CHILDREN_AT, LABELS_AT).as_chunks().0;
static LABELS: &[[u8; 2]] = part(LABELS_AT, COMMON_AT).as_chunks().0;
static COMMON: &[[u8; 2]] = part(COMMON_AT, RARE_BLOCKS_AT).as_chunks().0;
static RARE_BLOCKS: &[[u8; 2]] = part(RARE_BLOCKS_AT, CODES_AT).as_chunks().0;
static CODES: &[u8] = part(CODES_AT, ENDS_AT);
static ENDS: &[u8] = part(ENDS_AT, RARE_AT);
static RARE: &[[u8; 2]] = part(RARE_AT, DATA.len()).as_chunks().0;

/// Sum of the counts of all words.
pub(super) const TOTAL: usize = number(8);

const fn part(at: usize, end: usize) -> &'static [u8] {
    DATA.split_at(end).0.split_at(at).1
}

const fn number(at: usize) -> usize {
    let four = part(at, at + 4);
    u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize
}

/// A prefix of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node(usize);

/// A word of the dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DictionaryWord {
    /// Occurrences in the texts that the dictionary was counted in.
    pub(super) count: u32,
    /// True for nouns, names and abbreviations.
    pub(super) is_noun: bool,
}

impl Node {
    /// The empty prefix.
    pub(super) const ROOT: Node = Node(0);

    /// The prefix with one character more, if a word begins so.
    pub(super) fn child(self, c: char) -> Option<Node> {
        let label = u16::try_from(u32::from(c)).ok()?;
        let children = self.children()?;
        let labels = LABELS.get(children.clone())?;
        let index = labels.binary_search_by_key(&label, |label| u16::from_le_bytes(*label)).ok()?;
        Some(Node(children.start + index))
    }

    /// The word that is this prefix as a whole.
    pub(super) fn word(self) -> Option<DictionaryWord> {
        let value = match *CODES.get(self.0)? {
            0 => return None,
            RARE_CODE => {
                let block = self.0 / BLOCK;
                let before: usize =
                    CODES.get(block * BLOCK..self.0)?.iter().map(|code| usize::from(*code == RARE_CODE)).sum();
                RARE.get(usize::from(u16::from_le_bytes(*RARE_BLOCKS.get(block)?)) + before)?
            }
            code => COMMON.get(usize::from(code) - 1)?,
        };
        let value = u16::from_le_bytes(*value);
        let count = COUNTS.get(usize::from(value >> 1))?;
        Some(DictionaryWord { count: u32::from_le_bytes(*count), is_noun: value & 1 == 1 })
    }

    fn children(self) -> Option<Range<usize>> {
        let first_of = |index: usize| CHILDREN.get(index).map(|first| u32::from_le_bytes(*first) as usize);
        let Some(head) = self.0.checked_sub(1) else { return Some(1..1 + HEADS) };
        let Some(index) = head.checked_sub(HEADS) else { return Some(first_of(head)?..first_of(head + 1)?) };
        // Behind the heads each node has a 1 for each of its children and a 0 after them. The nodes before one in its
        // block are passed by their zeros; the ones that lie before any place are the children counted so far.
        let first = first_of(HEADS + index / BLOCK)?;
        let block_at = index / BLOCK * BLOCK + first - THIRD;
        let at = match (index % BLOCK).checked_sub(1) {
            None => block_at,
            Some(before) => zero_after(block_at, before)? + 1,
        };
        let from = first + at - block_at - index % BLOCK;
        Some(from..from + zero_after(at, 0)? - at)
    }
}

/// Place of the zero bit that `before` others precede from bit `at` on.
fn zero_after(mut at: usize, mut before: usize) -> Option<usize> {
    loop {
        let bytes = ENDS.get(at / 8..)?.first_chunk()?;
        let mut zeros = !(u64::from_le_bytes(*bytes) >> (at % 8)) & ((1 << WINDOW) - 1);
        let count = zeros.count_ones() as usize;
        if before < count {
            for _ in 0..before {
                zeros &= zeros - 1;
            }
            return Some(at + zeros.trailing_zeros() as usize);
        }
        (at, before) = (at + WINDOW, before - count);
    }
}

/// Every word of the dictionary.
#[cfg(test)]
pub(super) fn all() -> Vec<(String, DictionaryWord)> {
    let mut all = Vec::new();
    let mut open = vec![(Node::ROOT, String::new())];
    while let Some((node, prefix)) = open.pop() {
        open.extend(node.children().into_iter().flatten().map(|child| {
            let label = char::from_u32(u16::from_le_bytes(LABELS[child]).into()).unwrap();
            (Node(child), format!("{prefix}{label}"))
        }));
        all.extend(node.word().map(|word| (prefix, word)));
    }
    all
}

/// A word of the dictionary, as it is written there.
pub(super) fn find(word: impl IntoIterator<Item = char>) -> Option<DictionaryWord> {
    word.into_iter().try_fold(Node::ROOT, Node::child)?.word()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_their_counts_and_prefixes_are_none() {
        assert_eq!(find("国务院".chars()), Some(DictionaryWord { count: 15768, is_noun: true }));
        assert!(find("发展中国家".chars()).is_some_and(|word| word.is_noun));
        assert!(find("的".chars()).is_some_and(|word| word.count > 300_000 && !word.is_noun));
        assert!(find("T恤".chars()).is_some() && find("龟甲".chars()).is_some());
        for none in ["", "国务院院", "國務院", "𠮷", "국"] {
            assert_eq!(find(none.chars()), None, "{none}");
        }
    }

    #[test]
    fn the_trie_is_whole() {
        let (mut words, mut total, mut nodes) = (0, 0, 1);
        for node in 0..NODES {
            let children = Node(node).children().unwrap();
            assert_eq!(children.start, nodes, "children follow each other");
            nodes = children.end;
            assert!(LABELS[children].is_sorted_by_key(|label| u16::from_le_bytes(*label)));
            if let Some(word) = Node(node).word() {
                (words, total) = (words + 1, total + word.count as usize);
            }
        }
        assert_eq!((nodes, total), (NODES, TOTAL));
        assert!(words > 340_000, "{words}");
        let rare = CODES.iter().map(|code| usize::from(*code == RARE_CODE)).sum::<usize>();
        assert_eq!(RARE.len(), rare);
    }
}
