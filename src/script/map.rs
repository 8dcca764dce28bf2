//! A conversion together with the map from the text to its conversion: exact to the character, and to the word where
//! a configuration puts another word.
//!
//! What is converted and by what is decided elsewhere (`plan`); nothing in here loads anything.

use std::{borrow::Cow, ops::Range, sync::Arc};

use unicode_segmentation::GraphemeCursor;

use super::{
    Converter, Converters, Plan, ScriptError,
    cut::MARKS,
    exceptions::Own,
    verbatim,
    words::{Span, Words},
};
use crate::text::{OffsetMap, Safe, offsets::OffsetMapBuilder, safe};

/// A plan whose converters are loaded.
#[derive(Clone, Debug)]
pub struct LoadedPlan {
    steps: Vec<Arc<Converter>>,
    /// Whether others may be waiting for OpenCC meanwhile.
    shared: bool,
    /// For a configuration with phrases: the one that keeps the words, and the words.
    same: Option<(Arc<Converter>, Arc<Words>)>,
    /// The person's own words.
    own: Option<Arc<Own>>,
}

/// A converted text and the map to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The converted text.
    pub text: Safe,
    /// From the text to its conversion.
    pub map: OffsetMap,
    /// The stretches of the conversion that are other words, not only other forms of the same characters.
    pub words: Vec<Range<usize>>,
}

/// What is done with a stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing<'a> {
    Convert,
    Keep,
    Put(&'a str),
}

/// The spans of a conversion, and which stretches of it are other words.
type Spans = (Vec<Span>, Vec<Range<usize>>);

/// Converts a display form by a plan. A place in the result stands for the same character of the source, or for the
/// start of the word that was replaced; no span of the map ends inside a grapheme cluster. Web addresses stay.
///
/// `None` if a converter is not loaded.
///
/// # Errors
/// When OpenCC refuses the text.
pub fn convert_mapped(converters: &Converters, plan: Plan, text: &Safe) -> Result<Option<Mapped>, ScriptError> {
    converters.plan(plan)?.map(|loaded| loaded.convert_mapped(text)).transpose()
}

impl Converters {
    /// The converters of a plan, if all are loaded.
    ///
    /// # Errors
    /// When the words of a configuration with phrases cannot be converted.
    pub fn plan(&self, plan: Plan) -> Result<Option<LoadedPlan>, ScriptError> {
        let Some(steps) = plan.steps().map(|config| self.get(config)).collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let mut same = None;
        // Only a plan of a single step has phrases.
        if let [phrases] = &steps[..]
            && let Some(one_to_one) = phrases.config().one_to_one()
        {
            let Some(one_to_one) = self.get(one_to_one) else { return Ok(None) };
            let words = self.words(phrases, &one_to_one)?;
            same = Some((one_to_one, words));
        }
        Ok(Some(LoadedPlan { steps, shared: true, same, own: None }))
    }
}

impl LoadedPlan {
    /// Converters that are applied one after another to texts of a bearable length, without a map and with nobody
    /// waiting: that spares OpenCC's setting out for each piece.
    pub(super) fn alone(steps: Vec<Arc<Converter>>) -> LoadedPlan {
        LoadedPlan { steps, shared: false, same: None, own: None }
    }

    /// Converts a text, all but its web addresses.
    ///
    /// # Errors
    /// When OpenCC refuses it.
    pub fn convert(&self, text: &str) -> Result<String, ScriptError> {
        let mut out = String::with_capacity(text.len() + text.len() / 16);
        self.append(text, &mut out)?;
        Ok(out)
    }

    /// The same with words of the person's own.
    pub(super) fn with_own(self, own: Option<Arc<Own>>) -> LoadedPlan {
        LoadedPlan { own, ..self }
    }

    /// Like [`LoadedPlan::convert`], behind what `out` holds already.
    ///
    /// # Errors
    /// The same.
    pub fn append(&self, text: &str, out: &mut String) -> Result<(), ScriptError> {
        self.stretches(text, |stretch, doing| {
            match doing {
                Doing::Convert => {
                    let from = out.len();
                    self.append_all(stretch, out)?;
                    if self.own.is_some() {
                        let converted = out.split_off(from);
                        self.put_own(&converted, out);
                    }
                }
                Doing::Keep => out.push_str(stretch),
                Doing::Put(word) => out.push_str(word),
            }
            Ok(())
        })
    }

    fn append_all(&self, text: &str, out: &mut String) -> Result<(), ScriptError> {
        let Some((last, before)) = self.steps.split_last() else { return Ok(()) };
        let mut text = Cow::Borrowed(text);
        for step in before {
            text = Cow::Owned(step.convert(&text)?);
        }
        if self.shared { last.append(&text, out) } else { last.append_by(usize::MAX, &text, out) }
    }

    /// Puts the person's own words into what OpenCC has written; returns the spans.
    fn put_own(&self, converted: &str, out: &mut String) -> Vec<Span> {
        let start = out.len();
        let mut spans = Vec::new();
        let mut from = 0;
        for (range, to) in self.own.iter().flat_map(|own| own.found(converted)) {
            let Some(to) = to else { continue };
            out.push_str(&converted[from..range.start]);
            let at = out.len() - start;
            out.push_str(to);
            from = range.end;
            spans.push((range, at..at + to.len()));
        }
        out.push_str(&converted[from..]);
        spans
    }

    /// Takes a text apart into what is converted and what is not: web addresses, and the person's own words.
    fn stretches<'a>(
        &'a self,
        text: &'a str,
        mut take: impl FnMut(&'a str, Doing<'a>) -> Result<(), ScriptError>,
    ) -> Result<(), ScriptError> {
        let words = |text: &'a str, take: &mut dyn FnMut(&'a str, Doing<'a>) -> Result<(), ScriptError>| {
            let mut from = 0;
            for (range, to) in self.own.iter().flat_map(|own| own.found(text)) {
                take(&text[from..range.start], Doing::Convert)?;
                take(&text[range.clone()], to.map_or(Doing::Keep, Doing::Put))?;
                from = range.end;
            }
            take(&text[from..], Doing::Convert)
        };
        let mut from = 0;
        for address in verbatim::addresses(text) {
            words(&text[from..address.start], &mut take)?;
            take(&text[address.clone()], Doing::Keep)?;
            from = address.end;
        }
        words(&text[from..], &mut take)
    }

    /// Converts a display form; see [`convert_mapped`].
    ///
    /// # Errors
    /// When OpenCC refuses it.
    pub fn convert_mapped(&self, text: &Safe) -> Result<Mapped, ScriptError> {
        let source = text.as_str();
        let (mut shown, mut spans) = (String::with_capacity(source.len() + source.len() / 16), Vec::new());
        let mut words = Vec::new();
        let mut from = 0;
        self.stretches(source, |stretch, doing| {
            let to = shown.len();
            match doing {
                Doing::Convert => {
                    let mut converted = String::new();
                    self.append_all(stretch, &mut converted)?;
                    let found = self.spans(stretch, &converted)?;
                    let (found, other) = self.spans_with_own(found, stretch.len(), &converted, &mut shown);
                    spans.extend(
                        found.into_iter().map(|(x, y)| (x.start + from..x.end + from, y.start + to..y.end + to)),
                    );
                    words.extend(other.into_iter().map(|y| y.start + to..y.end + to));
                }
                Doing::Keep => shown.push_str(stretch),
                Doing::Put(word) => {
                    shown.push_str(word);
                    spans.push((from..from + stretch.len(), to..shown.len()));
                    words.push(to..shown.len());
                }
            }
            from += stretch.len();
            Ok(())
        })?;
        let map = mapped(&whole_clusters(spans, source, &shown), source.len());
        let (text, tidied) = safe::display(&shown);
        if tidied.is_identity() {
            return Ok(Mapped { text, map, words });
        }
        let words = words.into_iter().map(|word| tidied.shown_range(word)).collect();
        Ok(Mapped { text, map: map.then(&tidied), words })
    }

    /// Writes a converted stretch with the person's own words in it, and joins its spans with theirs.
    fn spans_with_own(&self, found: Spans, length: usize, converted: &str, out: &mut String) -> Spans {
        if self.own.is_none() {
            out.push_str(converted);
            return found;
        }
        let own = self.put_own(converted, out);
        if own.is_empty() {
            return found;
        }
        let after = mapped(&own, converted.len());
        let map = mapped(&found.0, length).then(&after);
        let mut words: Vec<_> = found.1.into_iter().map(|word| after.shown_range(word)).collect();
        words.extend(own.into_iter().map(|(_, word)| word));
        words.sort_unstable_by_key(|word| (word.start, word.end));
        words.dedup();
        (map.replaced().collect(), words)
    }

    /// The spans of a stretch and its conversion; between them both have the same character boundaries.
    fn spans(&self, source: &str, shown: &str) -> Result<Spans, ScriptError> {
        let Some((one_to_one, words)) = &self.same else {
            return Ok((one_to_one_spans(source, shown).unwrap_or_else(|| by_marks(source, shown)), Vec::new()));
        };
        let same = one_to_one.convert(source)?;
        let Some(characters) = one_to_one_spans(source, &same) else {
            return Ok((by_marks(source, shown), Vec::new()));
        };
        let changes = words.changes(&same, shown);
        let words = changes.iter().map(|(_, shown)| shown.clone()).collect();
        if characters.is_empty() {
            return Ok((changes, words));
        }
        let map = mapped(&characters, source.len()).then(&mapped(&changes, same.len()));
        Ok((map.replaced().collect(), words))
    }
}

/// The characters whose lengths in bytes differ; `None` if the texts do not have the same number of characters.
fn one_to_one_spans(source: &str, shown: &str) -> Option<Vec<Span>> {
    let starts = |byte: u8| byte & 0xc0 != 0x80;
    if source.len() == shown.len() && source.bytes().zip(shown.bytes()).all(|(x, y)| starts(x) == starts(y)) {
        return Some(Vec::new());
    }
    let mut spans = Vec::new();
    let (mut from, mut to) = (0, 0);
    let (mut left, mut right) = (source.chars(), shown.chars());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Some(spans),
            (Some(x), Some(y)) => {
                let (x, y) = (from + x.len_utf8(), to + y.len_utf8());
                if x - from != y - to {
                    spans.push((from..x, to..y));
                }
                (from, to) = (x, y);
            }
            _ => return None,
        }
    }
}

/// The spans where nothing is known but that marks stay: clause by clause, those of other lengths as one.
fn by_marks(source: &str, shown: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let (mut from, mut to) = (0, 0);
    let (mut left, mut right) = (source.split_inclusive(MARKS), shown.split_inclusive(MARKS));
    if left.clone().count() != right.clone().count() {
        return vec![(0..source.len(), 0..shown.len())];
    }
    while let (Some(x), Some(y)) = (left.next(), right.next()) {
        match one_to_one_spans(x, y) {
            Some(found) => {
                spans.extend(found.into_iter().map(|(x, y)| (x.start + from..x.end + from, y.start + to..y.end + to)));
            }
            None => spans.push((from..from + x.len(), to..to + y.len())),
        }
        (from, to) = (from + x.len(), to + y.len());
    }
    spans
}

/// Widens spans until none is empty on one side or ends inside a grapheme cluster of either text, joining those that
/// meet.
fn whole_clusters(spans: Vec<Span>, source: &str, shown: &str) -> Vec<Span> {
    let is_end = |x: usize, y: usize| is_boundary(source, x) && is_boundary(shown, y);
    let mut ends_right: Vec<Span> = Vec::with_capacity(spans.len());
    for (mut x, mut y) in spans.into_iter().rev() {
        // What lies behind a span is the same length in both texts up to the next span.
        while !is_end(x.end, y.end) || ((x.is_empty() || y.is_empty()) && x.start == 0) {
            if let Some((next_x, next_y)) = ends_right.pop_if(|(next, _)| next.start <= x.end) {
                (x.end, y.end) = (next_x.end, next_y.end);
            } else if let Some(c) = source[x.end..].chars().next() {
                (x.end, y.end) = (x.end + c.len_utf8(), y.end + c.len_utf8());
            } else {
                break;
            }
        }
        ends_right.push((x, y));
    }
    let mut out: Vec<Span> = Vec::with_capacity(ends_right.len());
    for (mut x, mut y) in ends_right.into_iter().rev() {
        while !is_end(x.start, y.start) || x.is_empty() || y.is_empty() {
            if let Some((before_x, before_y)) = out.pop_if(|(before, _)| before.end >= x.start) {
                (x.start, y.start) = (before_x.start, before_y.start);
            } else if let Some(c) = source[..x.start].chars().next_back() {
                (x.start, y.start) = (x.start - c.len_utf8(), y.start - c.len_utf8());
            } else {
                break;
            }
        }
        out.push((x, y));
    }
    out
}

pub(super) fn is_boundary(text: &str, at: usize) -> bool {
    // The whole text is at hand, so the cursor never asks for more.
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

fn mapped(spans: &[Span], source_len: usize) -> OffsetMap {
    let mut map = OffsetMapBuilder::default();
    let mut from = 0;
    for (x, y) in spans {
        map.keep(x.start - from);
        map.replace(x.len(), y.len());
        from = x.end;
    }
    map.keep(source_len - from);
    map.finish()
}

#[cfg(test)]
#[path = "map_tests.rs"]
mod tests;
