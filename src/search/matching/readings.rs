//! Matches in the readings over characters: しおみ is found where 汐見 has that reading, however readings are shown.
//!
//! Beside the text of a block its spoken text is searched, in which each reading stands for its characters. The place of
//! a match is at the characters.

use std::{borrow::Borrow, collections::VecDeque};

use super::{
    cursor::{Cursor, Step},
    query::Query,
    text_match::{Match, TextMatch},
};
use crate::search::StopCheck;
use crate::{
    article::{Article, Block, SpanKind},
    text::{
        Part,
        offsets::{OffsetMap, OffsetMapBuilder},
    },
};

/// Limit of a block whose readings are searched. Nobody reads a longer paragraph, and all of it is searched at once.
const MAX_BLOCK_BYTES: usize = 1 << 20;

/// The text of a block as it is spoken, with the map from its text; `None` if it has no readings.
#[must_use]
pub(crate) fn spoken(block: &Block) -> Option<(String, OffsetMap)> {
    let mut readings = block.spans.iter().filter_map(|span| match &span.kind {
        SpanKind::Ruby { reading } if !reading.trim().is_empty() => Some((span.range(), reading.trim())),
        _ => None,
    });
    let first = readings.next()?;
    let text = &block.text;
    if text.len() > MAX_BLOCK_BYTES {
        return None;
    }
    let (mut spoken, mut map, mut from) = (String::with_capacity(text.len()), OffsetMapBuilder::default(), 0);
    for (base, reading) in std::iter::once(first).chain(readings) {
        // Of two readings of the same characters the outer one is spoken.
        let Some(before) = text.get(from..base.start) else { continue };
        if text.get(base.clone()).is_none() {
            continue;
        }
        spoken.push_str(before);
        map.keep(before.len());
        spoken.push_str(reading);
        map.replace(base.len(), reading.len());
        from = base.end;
    }
    spoken.push_str(&text[from..]);
    map.keep(text.len() - from);
    Some((spoken, map.finish()))
}

/// The matches in the readings of a part that are still to be merged with those in its text.
#[derive(Debug, Default)]
pub(super) struct ReadingMatches {
    waiting: VecDeque<Match>,
    /// The end of the last match that was given out: no other begins before it.
    behind: usize,
}

impl ReadingMatches {
    /// The matches in the readings of a part, in order; none where the search is stopped.
    pub(super) fn in_part(article: &Article, query: &Query, part: Part, stop: &StopCheck<'_>) -> ReadingMatches {
        let mut found = ReadingMatches::default();
        let Part::Body(index) = part else { return found };
        let Some((text, map)) = article.blocks.get(index as usize).and_then(spoken) else { return found };
        let readings: Vec<_> = map.replaced().map(|(_, spoken)| spoken).collect();
        let mut cursor = Cursor::default();
        while let Some(TextMatch { range, kind }) = cursor.next(query.engine(), &text, text.len(), stop) {
            // What is in no reading is found in the text itself.
            let next = readings.partition_point(|reading| reading.end <= range.start);
            if readings.get(next).is_some_and(|reading| reading.start < range.end) {
                found.waiting.push_back(Match { part, range: map.source_range(range), kind });
            }
        }
        found
    }

    /// The next match before one that was found in the text, or before the end; overlapping ones are passed over.
    pub(super) fn next_before(&mut self, next: Option<&TextMatch>) -> Option<Match> {
        loop {
            let end = self.waiting.front()?.range.end;
            if next.is_some_and(|next| end > next.range.start && self.waiting[0].range.start > next.range.start) {
                return None;
            }
            let found = self.waiting.pop_front()?;
            let overlaps = next.is_some_and(|next| end > next.range.start) || found.range.start < self.behind;
            if !overlaps {
                self.behind = found.range.end;
                return Some(found);
            }
        }
    }

    /// Takes note of a match in the text that was given out.
    pub(super) fn pass(&mut self, found: &TextMatch) {
        self.behind = found.range.end;
    }
}

/// Every match in a part, in its text and in its readings, as far as the search comes before it is stopped.
pub(super) fn merged<'a, 's: 'a>(
    article: &'a Article,
    query: &'a Query,
    part: Part,
    stop: impl Borrow<StopCheck<'s>> + 'a,
) -> impl Iterator<Item = Match> + 'a {
    let (text, mut cursor) = (article.text(part), Cursor::default());
    let mut readings = ReadingMatches::in_part(article, query, part, stop.borrow());
    let mut next = cursor.next(query.engine(), &text, text.len(), stop.borrow());
    std::iter::from_fn(move || {
        if let Some(found) = readings.next_before(next.as_ref()) {
            return Some(found);
        }
        let found = next.take()?;
        readings.pass(&found);
        next = cursor.next(query.engine(), &text, text.len(), stop.borrow());
        Some(Match { part, range: found.range, kind: found.kind })
    })
}

/// The matches of a step of a search through the stored text of a part, and those in its readings before them.
pub(super) fn merge_step(readings: &mut ReadingMatches, step: &Step, part: Part, found: &mut Vec<Match>) {
    match step {
        Step::Found(text) => {
            found.extend(std::iter::from_fn(|| readings.next_before(Some(text))));
            readings.pass(text);
            found.push(Match { part, range: text.range.clone(), kind: text.kind });
        }
        Step::Paused => {}
        Step::End => found.extend(std::iter::from_fn(|| readings.next_before(None))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        article::Span,
        search::matching::{Mode, Scan, in_article},
    };

    fn with_readings(text: &str, readings: &[(&str, &str)]) -> Article {
        let span = |(base, reading): &(&str, &str)| {
            let start = text.find(base).unwrap();
            Span::new(start..start + base.len(), SpanKind::Ruby { reading: (*reading).to_owned() })
        };
        let block = Block::paragraph(text).with_spans(readings.iter().map(span).collect());
        Article { blocks: vec![block], ..Article::default() }
    }

    #[test]
    fn readings_are_found_at_their_characters() {
        let article =
            with_readings("今日、汐見橋のしおみ丸", &[("今日", "きょう"), ("汐見", "しおみ"), ("橋", "ばし")]);
        let found = |query: &str, mode| {
            let query = Query::new(query, mode).unwrap();
            in_article(&article, &query).map(|found| &article.blocks[0].text[found.range]).collect::<Vec<_>>()
        };
        for mode in [Mode::ScriptBlind, Mode::Exact] {
            assert_eq!(found("しおみ", mode), ["汐見", "しおみ"]);
            assert_eq!(found("しおみばし", mode), ["汐見橋"]);
            assert_eq!(found("汐見橋", mode), ["汐見橋"]);
            assert_eq!(found("みばしの", mode), ["汐見橋の"]);
            assert_eq!(found("の", mode), ["の"]);
            assert_eq!(found("きょうは", mode), Vec::<&str>::new());
        }
        assert_eq!(found("シオミ", Mode::ScriptBlind), ["汐見", "しおみ"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_search_in_steps_finds_the_same(
            text in "[東京汐見しお]{0,20}",
            spans in prop::collection::vec((0..20_usize, 1..3_usize, "[しおと]{0,3}"), 0..6),
            word in "[東汐しお]{1,3}",
            budget in 1..9_usize,
        ) {
            let spans = spans.into_iter().map(|(start, count, reading)| {
                Span::new(3 * start..3 * (start + count), SpanKind::Ruby { reading })
            });
            let block = Block::paragraph(text).with_spans(spans.collect());
            let article = Article { blocks: vec![block, Block::paragraph("しお")], ..Article::default() };
            let query = Query::new(&word, Mode::ScriptBlind).unwrap();
            let whole: Vec<Match> = in_article(&article, &query).collect();
            let (mut scan, mut found) = (Scan::new(&article), Vec::new());
            while scan.step(&article, &query, budget, &mut found) {}
            prop_assert_eq!(&found, &whole);
            let mut behind = Part::Body(0);
            let mut end = 0;
            for found in whole {
                if found.part != behind { (behind, end) = (found.part, 0); }
                prop_assert!(found.range.start >= end && !found.range.is_empty());
                end = found.range.end;
            }
        }
    }
}
