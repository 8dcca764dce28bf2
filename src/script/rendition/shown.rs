//! The text that is shown for one part.

use std::ops::Range;

use crate::{
    article::{Span, SpanKind},
    script::{
        Language,
        conversion::{ChangedSpan, changed_spans, is_boundary},
        wording::Ruby,
    },
    text::{
        classes::is_kana,
        offsets::{OffsetMap, OffsetMapBuilder},
        safe::Safe,
    },
};

/// The text shown for one part.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The text that is drawn.
    pub text: Safe,
    /// Map from the stored text of the part to `text`.
    pub map: OffsetMap,
    /// The language that `text` is set by.
    pub language: Language,
    /// True if it was converted, even if no character differs.
    pub converted: bool,
    /// The stretches of `text` that are other words than the stored ones.
    pub words: Vec<Range<usize>>,
    /// The stored bytes that are shown in their final form, in a long part that is not converted yet; the rest is shown as it
    /// is stored. `None` if all is final.
    pub converted_range: Option<Range<usize>>,
    /// The spans of the block as ranges of `text`, in its order: a span that meets a replaced stretch covers all of it,
    /// and none splits a grapheme cluster.
    pub spans: Vec<Span>,
    /// The readings that stand in brackets behind their characters, in order.
    pub readings: Vec<Reading>,
    /// True if the readings of the spans are to be set above their characters.
    pub readings_above: bool,
}

/// A reading in the shown text. In the map it is put in between two characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The characters that it is the reading of.
    pub base: Range<usize>,
    /// The reading with its brackets, right behind them.
    pub text: Range<usize>,
}

impl Shown {
    /// The changed spans that touch a stretch of the shown text, each character by itself, in order. `stored` is the text
    /// of the part.
    #[must_use]
    pub(crate) fn changes(&self, stored: &str, within: Range<usize>) -> Vec<ChangedSpan> {
        if self.converted { changed_spans(stored, &self.text, &self.map, &self.words, within) } else { Vec::new() }
    }

    /// The same with the spans of its block, which are ranges of the stored text, and with readings at a position.
    pub(super) fn with_spans(self, spans: &[Span], ruby: Ruby) -> Shown {
        if spans.is_empty() {
            return self;
        }
        let spans = spans.iter().filter_map(|span| {
            let range = whole_clusters(&self.text, self.map.shown_range(span.range()));
            (!range.is_empty()).then(|| Span::new(range, span.kind.clone()))
        });
        let spans: Vec<Span> = spans.collect();
        let readings_above = ruby == Ruby::Above && spans.iter().any(|span| reading_of(span).is_some());
        let shown = Shown { spans, readings_above, ..self };
        if ruby == Ruby::After { shown.with_readings() } else { shown }
    }

    /// The same with readings behind their characters.
    fn with_readings(self) -> Shown {
        let readings = self.joined_readings();
        if readings.is_empty() {
            return self;
        }
        let [open, close] =
            if matches!(self.language, Language::Korean | Language::Other) { ["(", ")"] } else { ["（", "）"] };
        let (mut text, mut map) = (Safe::default(), OffsetMapBuilder::default());
        let (mut put_in, mut from) = (Vec::with_capacity(readings.len()), 0);
        for (base, reading) in readings {
            text.append(&self.text.part(from..base.end));
            map.keep(base.end - from);
            let start = text.len();
            text.append(&Safe::line(&format!("{open}{reading}{close}")));
            map.replace(0, text.len() - start);
            put_in.push((base.clone(), start..text.len()));
            from = base.end;
        }
        text.append(&self.text.part(from..self.text.len()));
        map.keep(self.text.len() - from);
        let map = map.finish();
        let moved = |range: &Range<usize>| map.shown_range(range.clone());
        Shown {
            readings: put_in.into_iter().map(|(base, text)| Reading { base: moved(&base), text }).collect(),
            words: self.words.iter().map(moved).collect(),
            spans: self.spans.iter().map(|span| Span::new(moved(&span.range()), span.kind.clone())).collect(),
            map: self.map.then(&map),
            text,
            ..self
        }
    }

    /// The readings with their bases, in the order of the ends of these. Those of single characters side by side are one,
    /// as 東京（とうきょう） is.
    fn joined_readings(&self) -> Vec<(Range<usize>, String)> {
        let is_single = |range: Range<usize>| self.text[range].chars().nth(1).is_none();
        let mut joined: Vec<(Range<usize>, String)> = Vec::new();
        let mut last = 0..0;
        for span in &self.spans {
            let Some(reading) = reading_of(span) else { continue };
            let range = span.range();
            match joined.last_mut() {
                Some((base, readings))
                    if base.end == range.start && is_single(last.clone()) && is_single(range.clone()) =>
                {
                    base.end = range.end;
                    // Kana are written together, syllables of other scripts apart.
                    if !reading.starts_with(is_kana) {
                        readings.push(' ');
                    }
                    readings.push_str(reading);
                }
                _ => joined.push((range.clone(), reading.to_owned())),
            }
            last = range;
        }
        joined.sort_by_key(|(base, _)| base.end);
        joined
    }
}

/// The reading of a span of ruby, if there is anything in it.
pub(crate) fn reading_of(span: &Span) -> Option<&str> {
    match &span.kind {
        SpanKind::Ruby { reading } => Some(reading.trim()).filter(|reading| !reading.is_empty()),
        _ => None,
    }
}

/// A range, widened to grapheme clusters; an empty one stays empty.
pub(super) fn whole_clusters(text: &str, range: Range<usize>) -> Range<usize> {
    /// Bytes around an offset that are looked at. A row of flags may be endless, and spans many.
    const WINDOW_BYTES: usize = 512;
    if range.is_empty() {
        return range;
    }
    let is_end = |at: usize| {
        let from = text.floor_char_boundary(at.saturating_sub(WINDOW_BYTES));
        let to = text.ceil_char_boundary(at.saturating_add(WINDOW_BYTES).min(text.len()));
        text.is_char_boundary(at) && is_boundary(&text[from..to], at - from)
    };
    let start = (0..=range.start).rev().find(|at| is_end(*at)).unwrap_or(0);
    start..(range.end..text.len()).find(|at| is_end(*at)).unwrap_or(text.len())
}
