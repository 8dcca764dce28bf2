//! Sorting that can be stopped: the grams of one long text are more than can be sorted between two looks.

use crate::text::StopCheck;

/// Items sorted at once.
const CHUNK_ITEMS: usize = 1 << 15;

/// Sorts and leaves out what is there twice; stops in between, in no order, once the work is stopped.
pub(super) fn sort_distinct<T: Copy + Ord>(items: &mut Vec<T>, stop_check: &StopCheck<'_>) {
    let cost = |count: usize| count * size_of::<T>();
    for chunk in items.chunks_mut(CHUNK_ITEMS) {
        if !stop_check.go_on_after(cost(chunk.len())) {
            return;
        }
        chunk.sort_unstable();
    }
    let mut merged = Vec::new();
    let mut width = CHUNK_ITEMS;
    while width < items.len() {
        merged.clear();
        for pair in items.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let (Some(one), Some(other)) = (left.first(), right.first()) {
                let (next, from) = if one <= other { (*one, &mut left) } else { (*other, &mut right) };
                merged.push(next);
                *from = &from[1..];
                if merged.len().is_multiple_of(CHUNK_ITEMS) && !stop_check.go_on_after(cost(CHUNK_ITEMS)) {
                    return;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(items, &mut merged);
        width *= 2;
    }
    items.dedup();
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn any_items_are_sorted_and_once_each(seed in any::<u64>(), count in 0..5 * CHUNK_ITEMS, range in 1..1_000_000_u64) {
            let step = |n: u64| seed.wrapping_add(n).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
            let mut items: Vec<u64> = (0..count as u64).map(|n| step(n) % range).collect();
            let mut expected = items.clone();
            expected.sort_unstable();
            expected.dedup();
            sort_distinct(&mut items, &StopCheck::never());
            prop_assert_eq!(items, expected);
        }
    }

    #[test]
    fn what_is_stopped_ends_at_the_next_look() {
        let asked = Cell::new(0);
        let items: Vec<u64> = (0..9 * CHUNK_ITEMS as u64).rev().collect();
        let all = || {
            asked.set(asked.get() + 1);
            false
        };
        sort_distinct(&mut items.clone(), &StopCheck::new(&all));
        // The chunks count, and what is compared in the merges that follow them.
        assert!(asked.get() >= 2 * items.len() * 8 / crate::text::CHECK_INTERVAL_BYTES, "{asked:?}");
        for k in 1..asked.take() {
            let stop = || {
                asked.set(asked.get() + 1);
                asked.get() >= k
            };
            sort_distinct(&mut items.clone(), &StopCheck::new(&stop));
            assert_eq!(asked.take(), k);
        }
    }
}
