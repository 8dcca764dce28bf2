//! A set of rows of a list, or of articles of a segment of the index, by their positions: one bit each.

use std::ops::Range;

/// Positions below a fixed number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct BitSet {
    words: Vec<u64>,
    count: usize,
}

impl BitSet {
    pub(in crate::store) fn empty(count: usize) -> BitSet {
        BitSet { words: vec![0; count.div_ceil(64)], count }
    }

    pub(in crate::store) fn full(count: usize) -> BitSet {
        let mut set = BitSet::empty(count);
        set.invert();
        set
    }

    pub(in crate::store) fn from_fn(count: usize, has: impl Fn(usize) -> bool) -> BitSet {
        let mut set = BitSet::empty(count);
        (0..count).filter(|&position| has(position)).for_each(|position| set.insert(position));
        set
    }

    /// A position beyond the end is not taken in.
    pub(in crate::store) fn insert(&mut self, position: usize) {
        if position < self.count
            && let Some(word) = self.words.get_mut(position / 64)
        {
            *word |= 1 << (position % 64);
        }
    }

    pub(in crate::store) fn intersect(&mut self, other: &BitSet) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    pub(in crate::store) fn unite(&mut self, other: &BitSet) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    pub(in crate::store) fn invert(&mut self) {
        self.words.iter_mut().for_each(|word| *word = !*word);
        // Bits behind the end stay clear, so that a set that is full on one side never counts more than there is.
        if let (Some(last), 1..) = (self.words.last_mut(), self.count % 64) {
            *last &= (1 << (self.count % 64)) - 1;
        }
    }

    pub(in crate::store) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Number of positions in the set.
    pub(in crate::store) fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(in crate::store) fn positions(&self) -> impl Iterator<Item = usize> + '_ {
        self.positions_within(0..self.count)
    }

    pub(in crate::store) fn positions_within(&self, within: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let words = self.words.iter().enumerate().skip(within.start / 64);
        let positions = words.flat_map(|(index, &word)| {
            // Clears the lowest bit at each step: a word takes as many steps as it has positions.
            std::iter::successors((word != 0).then_some(word), |word| Some(word & (word - 1)).filter(|rest| *rest != 0))
                .map(move |word| 64 * index + word.trailing_zeros() as usize)
        });
        positions.skip_while(move |&at| at < within.start).take_while(move |&at| at < within.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_what_was_put_in() {
        for count in [0, 1, 63, 64, 65, 200] {
            assert_eq!(BitSet::full(count).positions().collect::<Vec<_>>(), (0..count).collect::<Vec<_>>());
            assert!(BitSet::empty(count).is_empty());
        }
        let (mut a, mut b) = (BitSet::empty(100), BitSet::empty(100));
        for position in [1, 64, 99, 100, 5000] {
            a.insert(position);
        }
        b.insert(64);
        b.insert(2);
        assert_eq!(a.positions().collect::<Vec<_>>(), [1, 64, 99]);
        let mut both = a.clone();
        both.intersect(&b);
        assert_eq!(both.positions().collect::<Vec<_>>(), [64]);
        a.unite(&b);
        assert_eq!(a.positions().count(), 4);
    }
}
