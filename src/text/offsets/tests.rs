//! Properties of offset maps: both ways agree, spans stay whole, and maps that follow one another are one map.

use proptest::prelude::*;

use super::{OffsetMap, OffsetMapBuilder};
use std::ops::Range;

/// The stretches of a map: bytes kept, or bytes replaced and the bytes that replace them.
type Step = (bool, usize, usize);

fn build(steps: &[Step]) -> OffsetMap {
    let mut map = OffsetMapBuilder::default();
    for &(keep, source, shown) in steps {
        if keep {
            map.keep(source);
        } else {
            map.replace(source, shown);
        }
    }
    map.finish()
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((any::<bool>(), 0..5usize, 0..5usize), 0..most)
}

fn map() -> impl Strategy<Value = OffsetMap> {
    steps(8).prop_map(|steps| build(&steps))
}

/// Two maps of which the second begins where the first ends.
fn chain() -> impl Strategy<Value = (OffsetMap, OffsetMap)> {
    (map(), steps(8)).prop_map(|(first, steps)| {
        let mut second = OffsetMapBuilder::default();
        let mut left = first.shown_len();
        for (keep, source, shown) in steps {
            let source = source.min(left);
            left -= source;
            if keep {
                second.keep(source);
            } else {
                second.replace(source, shown);
            }
        }
        second.keep(left);
        (first, second.finish())
    })
}

/// The replaced span that holds a source offset.
fn replaced_at(map: &OffsetMap, offset: usize) -> Option<(Range<usize>, Range<usize>)> {
    map.replaced().find(|(source, _)| source.contains(&offset))
}

#[test]
fn a_run_moves_and_a_replaced_span_is_one_thing() {
    // 7 bytes kept, 9 shown as 6, 3 dropped, 2 kept, 4 put in.
    let map = build(&[(true, 7, 0), (false, 9, 6), (false, 3, 0), (true, 2, 0), (false, 0, 4)]);
    assert_eq!((map.source_len(), map.shown_len()), (21, 19));
    assert_eq!([0, 6, 7, 15, 16, 18, 19, 20, 21, 99].map(|o| map.shown(o)), [0, 6, 7, 7, 13, 13, 13, 14, 19, 19]);
    assert_eq!([0, 6, 7, 12, 13, 14, 15, 18, 19, 99].map(|o| map.source(o)), [0, 6, 7, 7, 19, 20, 21, 21, 21, 21]);
    assert_eq!(map.shown_range(8..9), 7..13);
    assert_eq!(map.shown_range(17..18), 13..13);
    assert_eq!(map.shown_range(3..20), 3..14);
    assert_eq!(map.shown_range(21..30), 19..19);
    assert_eq!(map.shown_range(5..5), 5..5);
    assert_eq!(map.source_range(8..9), 7..16);
    assert_eq!(map.source_range(16..17), 21..21);
    assert_eq!(map.source_range(0..99), 0..21);
    assert_eq!(map.replaced().collect::<Vec<_>>(), [(7..16, 7..13), (16..19, 13..13), (21..21, 15..19)]);
}

#[test]
fn empty_texts_have_a_map() {
    for map in [OffsetMap::identity(0), build(&[]), build(&[(true, 0, 0), (false, 0, 0)])] {
        assert!(map.is_identity());
        assert_eq!((map.shown(0), map.shown(5), map.source(0), map.source(5)), (0, 0, 0, 0));
        assert_eq!((map.shown_range(0..0), map.shown_range(0..9), map.source_range(3..9)), (0..0, 0..0, 0..0));
        assert_eq!(map.then(&map), map);
    }
    let hidden = build(&[(false, 3, 0)]);
    assert_eq!((hidden.shown(1), hidden.source(0)), (0, 3));
    assert_eq!((hidden.shown_range(0..3), hidden.source_range(0..3)), (0..0, 3..3));
    let made_up = build(&[(false, 0, 3)]);
    assert_eq!((made_up.shown(0), made_up.source(1)), (3, 0));
    assert_eq!(hidden.then(&made_up), build(&[(false, 3, 0), (false, 0, 3)]));
    assert!(made_up.then(&hidden).replaced().eq([]), "what is put in and taken out leaves nothing");
}

#[test]
fn two_maps_in_a_row_merge_only_what_overlaps() {
    let first = build(&[(true, 3, 0), (false, 6, 3), (true, 9, 0)]);
    // The second replaces a part of the text before, the same span, or text after it.
    let before = build(&[(false, 3, 1), (true, 12, 0)]);
    assert_eq!(first.then(&before), build(&[(false, 3, 1), (false, 6, 3), (true, 9, 0)]));
    let across = build(&[(true, 3, 0), (false, 6, 8), (true, 6, 0)]);
    assert_eq!(first.then(&across), build(&[(true, 3, 0), (false, 9, 8), (true, 6, 0)]));
    let after = build(&[(true, 12, 0), (false, 3, 0)]);
    assert_eq!(first.then(&after), build(&[(true, 3, 0), (false, 6, 3), (true, 6, 0), (false, 3, 0)]));
}

proptest! {
    #[test]
    fn offsets_never_go_back_and_are_clamped(map in map()) {
        for offset in 0..map.source_len() + 2 {
            prop_assert!(map.shown(offset) <= map.shown(offset + 1));
            prop_assert!(map.shown(offset) <= map.shown_len());
        }
        for offset in 0..map.shown_len() + 2 {
            prop_assert!(map.source(offset) <= map.source(offset + 1));
            prop_assert!(map.source(offset) <= map.source_len());
        }
        prop_assert_eq!(map.shown(map.source_len()), map.shown_len());
        prop_assert_eq!(map.source(map.shown_len()), map.source_len());
    }

    #[test]
    fn there_and_back_is_the_same_place(map in map()) {
        for offset in 0..map.source_len() {
            let expected = match replaced_at(&map, offset) {
                // Nothing is shown for it: the next place that something is shown for.
                Some((source, shown)) if shown.is_empty() => {
                    prop_assert!(map.source(map.shown(offset)) >= source.end);
                    continue;
                }
                Some((source, _)) => source.start,
                None => offset,
            };
            prop_assert_eq!(map.source(map.shown(offset)), expected);
        }
    }

    #[test]
    fn ranges_hold_what_they_touch_and_no_more(map in map(), a in 0..40usize, b in 0..40usize) {
        let (start, end) = (a.min(b), a.max(b));
        let shown = map.shown_range(start..end);
        prop_assert!(shown.start <= shown.end && shown.end <= map.shown_len());
        prop_assert_eq!(shown.start, map.shown(start));
        for offset in start..end.min(map.source_len()) {
            let touched = replaced_at(&map, offset).map_or(map.shown(offset)..map.shown(offset) + 1, |(_, shown)| shown);
            prop_assert!(shown.start <= touched.start && touched.end <= shown.end, "{:?} {:?}", shown, touched);
        }
        if start < end.min(map.source_len()) {
            let last = end.min(map.source_len()) - 1;
            let expected = replaced_at(&map, last).map_or(map.shown(last) + 1, |(_, shown)| shown.end);
            prop_assert_eq!(shown.end, expected);
        } else {
            prop_assert!(shown.is_empty());
        }

        let source = map.source_range(start..end);
        prop_assert!(source.start <= source.end && source.end <= map.source_len());
        prop_assert_eq!(source.start, map.source(start));
        for offset in start..end.min(map.shown_len()) {
            prop_assert!(source.start <= map.source(offset) && map.source(offset) <= source.end);
        }
        prop_assert_eq!(map.shown_range(0..usize::MAX).end == map.shown_len() || map.source_len() == 0
            || map.replaced().any(|(source, _)| source.is_empty()), true);
    }

    #[test]
    fn spans_are_adjacent_and_in_order(map in map()) {
        let (mut source, mut shown) = (0, 0);
        for (from, to) in map.replaced() {
            // A run lies between two replaced spans: as long in the source as shown.
            prop_assert_eq!(from.start.checked_sub(source), to.start.checked_sub(shown));
            prop_assert!(from.start >= source);
            (source, shown) = (from.end, to.end);
        }
        prop_assert_eq!(map.source_len() - source, map.shown_len() - shown);
    }

    #[test]
    fn the_identity_changes_nothing((first, _) in chain()) {
        prop_assert_eq!(&OffsetMap::identity(first.source_len()).then(&first), &first);
        prop_assert_eq!(&first.then(&OffsetMap::identity(first.shown_len())), &first);
        for offset in 0..9 {
            prop_assert_eq!(OffsetMap::identity(7).shown(offset), offset.min(7));
            prop_assert_eq!(OffsetMap::identity(7).source(offset), offset.min(7));
        }
    }

    #[test]
    fn one_map_agrees_with_both_in_a_row((first, second) in chain()) {
        let both = first.then(&second);
        prop_assert_eq!(both.source_len(), first.source_len());
        prop_assert_eq!(both.shown_len(), second.shown_len());
        for offset in 0..first.source_len() {
            let there = second.shown(first.shown(offset));
            let Some((source, shown)) = replaced_at(&both, offset) else {
                prop_assert_eq!(both.shown(offset), there);
                continue;
            };
            prop_assert_eq!(both.shown(offset), shown.start);
            prop_assert!(shown.start <= there);
            // Nothing is merged that was not replaced: some byte of the span is replaced by one of the two.
            let mut touched = source.map(|at| {
                replaced_at(&first, at).is_some() || replaced_at(&second, first.shown(at)).is_some()
            });
            prop_assert!(touched.any(|touched| touched));
        }
    }

    #[test]
    fn maps_in_a_row_may_be_joined_in_any_order((first, second) in chain(), third in steps(6)) {
        let mut left = second.shown_len();
        let mut builder = OffsetMapBuilder::default();
        for (keep, source, shown) in third {
            let source = source.min(left);
            left -= source;
            if keep { builder.keep(source) } else { builder.replace(source, shown) }
        }
        builder.keep(left);
        let third = builder.finish();
        let left = first.then(&second).then(&third);
        let right = first.then(&second.then(&third));
        prop_assert_eq!(left.source_len(), right.source_len());
        prop_assert_eq!(left.shown_len(), right.shown_len());
    }
}
