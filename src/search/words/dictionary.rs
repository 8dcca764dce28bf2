//! Words of Chinese and their counts, read where they lie in the program: no memory, no time to load. The file is a trie
//! in breadth-first order; `tools/words` writes it and says how it is laid out.

use std::ops::Range;

const DATA: &[u8] = include_bytes!("../data/words.bin");

/// Nodes whose children are counted from one number.
const BLOCK: usize = 16;

const NODES: usize = number(0);
static COUNTS: &[[u8; 4]] = part(12, 4 * number(4)).as_chunks().0;
static BLOCKS: &[[u8; 4]] = part(BLOCKS_AT, 4 * (NODES / BLOCK + 1)).as_chunks().0;
const BLOCKS_AT: usize = 12 + 4 * number(4);
const CHILDREN_AT: usize = BLOCKS_AT + 4 * (NODES / BLOCK + 1);
static CHILDREN: &[[u8; 2]] = part(CHILDREN_AT, 2 * (NODES + 1)).as_chunks().0;
static LABELS: &[[u8; 2]] = part(CHILDREN_AT + 2 * (NODES + 1), 2 * NODES).as_chunks().0;
static WORDS: &[[u8; 2]] = part(CHILDREN_AT + 2 * (2 * NODES + 1), 2 * NODES).as_chunks().0;

/// Sum of the counts of all words.
pub(super) const TOTAL: usize = number(8);

const fn part(at: usize, len: usize) -> &'static [u8] {
    DATA.split_at(at).1.split_at(len).0
}

const fn number(at: usize) -> usize {
    let four = part(at, 4);
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
        let word = u16::from_le_bytes(*WORDS.get(self.0)?);
        let count = COUNTS.get(usize::from(word >> 1).checked_sub(1)?)?;
        Some(DictionaryWord { count: u32::from_le_bytes(*count), is_noun: word & 1 == 1 })
    }

    fn children(self) -> Option<Range<usize>> {
        let first = |node: usize| {
            let block = u32::from_le_bytes(*BLOCKS.get(node / BLOCK)?);
            Some(block as usize + usize::from(u16::from_le_bytes(*CHILDREN.get(node)?)))
        };
        Some(first(self.0)?..first(self.0 + 1)?)
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
        assert_eq!(DATA.len(), CHILDREN_AT + 2 * (3 * NODES + 1));
    }
}
