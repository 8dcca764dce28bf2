//! Two maps, one after the other, as one.

use super::{OffsetMap, OffsetMapBuilder};

impl OffsetMap {
    /// The map that goes through this one and then through `next`, whose source is this one's shown text.
    ///
    /// Where both run, it runs. Replaced spans of the two that overlap in the text between become one.
    #[must_use]
    pub fn then(&self, next: &OffsetMap) -> OffsetMap {
        debug_assert_eq!(self.shown_len, next.source_len);
        if self.is_identity() {
            return next.clone();
        }
        if next.is_identity() {
            return self.clone();
        }
        let mut out = OffsetMapBuilder::default();
        let mut ours = Walk::new(self, |(source, shown)| (shown, source));
        let mut theirs = Walk::new(next, |(source, shown)| (source, shown));
        while let (Some(a), Some(b)) = (ours.peek(), theirs.peek()) {
            if a.run && b.run {
                let len = a.between.min(b.between);
                ours.take(len);
                theirs.take(len);
                out.keep(len);
                continue;
            }
            let (source, shown) = merge(&mut ours, &mut theirs);
            out.replace(source, shown);
        }
        // What is left has no length between: dropped by this map, or put in by the next.
        while let Some(rest) = ours.take(usize::MAX) {
            out.replace(rest.outside, 0);
        }
        while let Some(rest) = theirs.take(usize::MAX) {
            out.replace(0, rest.outside);
        }
        out.finish()
    }
}

/// Takes one replaced span, then as much of the other map as that covers between; where this ends inside a replaced
/// span, that whole span and what it covers of the first map; and so on until both end together. Returns the source
/// and shown bytes taken.
fn merge<'a>(ours: &mut Walk<'a>, theirs: &mut Walk<'a>) -> (usize, usize) {
    let (mut source, mut shown) = (0, 0);
    // Bytes taken of the text between.
    let (mut by_ours, mut by_theirs) = (0_usize, 0_usize);
    let mut our_turn = ours.peek().is_some_and(|stretch| !stretch.run);
    loop {
        let walk = if our_turn { &mut *ours } else { &mut *theirs };
        let Some(taken) = walk.take(by_ours.abs_diff(by_theirs)) else { break };
        if our_turn {
            source += taken.outside;
            by_ours += taken.between;
        } else {
            shown += taken.outside;
            by_theirs += taken.between;
        }
        if by_ours == by_theirs {
            break;
        }
        our_turn = by_ours < by_theirs;
    }
    (source, shown)
}

/// A span of one of the two maps, or the rest of a run: its bytes in the text between and in the other text.
#[derive(Clone, Copy)]
struct Stretch {
    between: usize,
    outside: usize,
    run: bool,
}

/// A walk over the spans of a map, in which runs may be taken in parts.
struct Walk<'a> {
    map: &'a OffsetMap,
    /// Replaced span: of a pair of source and shown bytes, makes one of bytes between and outside.
    order: fn((usize, usize)) -> (usize, usize),
    index: usize,
    /// Bytes of the current run that are taken.
    taken: usize,
}

impl<'a> Walk<'a> {
    fn new(map: &'a OffsetMap, order: fn((usize, usize)) -> (usize, usize)) -> Walk<'a> {
        Walk { map, order, index: 0, taken: 0 }
    }

    fn peek(&self) -> Option<Stretch> {
        let span = self.map.spans.get(self.index)?;
        let (source, shown) = self.map.ends(self.index);
        let (between, outside) = (self.order)((source - span.source - self.taken, shown - span.shown - self.taken));
        Some(Stretch { between, outside, run: span.run })
    }

    /// Takes the current span, but of a run at most `limit` bytes.
    fn take(&mut self, limit: usize) -> Option<Stretch> {
        let stretch = self.peek()?;
        if stretch.run && stretch.between > limit {
            self.taken += limit;
            return Some(Stretch { between: limit, outside: limit, run: true });
        }
        self.index += 1;
        self.taken = 0;
        Some(stretch)
    }
}
