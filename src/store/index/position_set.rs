//! A set of the articles of one segment, by their positions in it.

/// Positions below a fixed number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PositionSet {
    words: Vec<u64>,
    count: usize,
}

impl PositionSet {
    pub(super) fn empty(count: usize) -> PositionSet {
        PositionSet { words: vec![0; count.div_ceil(64)], count }
    }

    pub(super) fn full(count: usize) -> PositionSet {
        let mut set = PositionSet { words: vec![u64::MAX; count.div_ceil(64)], count };
        if let (Some(last), 1..) = (set.words.last_mut(), count % 64) {
            *last = (1 << (count % 64)) - 1;
        }
        set
    }

    /// A position beyond the end is not taken in.
    pub(super) fn insert(&mut self, position: usize) {
        if position < self.count
            && let Some(word) = self.words.get_mut(position / 64)
        {
            *word |= 1 << (position % 64);
        }
    }

    pub(super) fn intersect(&mut self, other: &PositionSet) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    pub(super) fn unite(&mut self, other: &PositionSet) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub(super) fn positions(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (bit < 64).then(|| index * 64 + bit as usize)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_what_was_put_in() {
        for count in [0, 1, 63, 64, 65, 200] {
            assert_eq!(PositionSet::full(count).positions().collect::<Vec<_>>(), (0..count).collect::<Vec<_>>());
            assert!(PositionSet::empty(count).is_empty());
        }
        let (mut a, mut b) = (PositionSet::empty(100), PositionSet::empty(100));
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
