//! A conversion together with the map from the text to its conversion: exact to the character, and to the word where
//! a configuration puts another word.
//!
//! What is converted and by what is decided elsewhere (`plan`); nothing in here loads anything.

use std::{borrow::Cow, sync::Arc};

use unicode_segmentation::GraphemeCursor;

use super::{
    Converter, Converters, Plan, ScriptError,
    cut::MARKS,
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
}

/// A converted text and the map to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The converted text.
    pub text: Safe,
    /// From the text to its conversion.
    pub map: OffsetMap,
}

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
        Ok(Some(LoadedPlan { steps, shared: true, same }))
    }
}

impl LoadedPlan {
    /// Converters that are applied one after another to texts of a bearable length, without a map and with nobody
    /// waiting: that spares OpenCC's setting out for each piece.
    pub(super) fn alone(steps: Vec<Arc<Converter>>) -> LoadedPlan {
        LoadedPlan { steps, shared: false, same: None }
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

    /// Like [`LoadedPlan::convert`], behind what `out` holds already.
    ///
    /// # Errors
    /// The same.
    pub fn append(&self, text: &str, out: &mut String) -> Result<(), ScriptError> {
        stretches(text, |stretch, convertible| {
            if convertible {
                return self.append_all(stretch, out);
            }
            out.push_str(stretch);
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

    /// Converts a display form; see [`convert_mapped`].
    ///
    /// # Errors
    /// When OpenCC refuses it.
    pub fn convert_mapped(&self, text: &Safe) -> Result<Mapped, ScriptError> {
        let source = text.as_str();
        let (mut shown, mut spans) = (String::with_capacity(source.len() + source.len() / 16), Vec::new());
        let mut from = 0;
        stretches(source, |stretch, convertible| {
            let to = shown.len();
            if convertible {
                self.append_all(stretch, &mut shown)?;
                let found = self.spans(stretch, &shown[to..])?;
                spans.extend(found.into_iter().map(|(x, y)| (x.start + from..x.end + from, y.start + to..y.end + to)));
            } else {
                shown.push_str(stretch);
            }
            from += stretch.len();
            Ok(())
        })?;
        let map = mapped(&whole_clusters(spans, source, &shown), source.len());
        let (text, tidied) = safe::display(&shown);
        let map = if tidied.is_identity() { map } else { map.then(&tidied) };
        Ok(Mapped { text, map })
    }

    /// The spans of a stretch and its conversion; between them both have the same character boundaries.
    fn spans(&self, source: &str, shown: &str) -> Result<Vec<Span>, ScriptError> {
        let Some((one_to_one, words)) = &self.same else {
            return Ok(one_to_one_spans(source, shown).unwrap_or_else(|| by_marks(source, shown)));
        };
        let same = one_to_one.convert(source)?;
        let Some(characters) = one_to_one_spans(source, &same) else { return Ok(by_marks(source, shown)) };
        let changes = words.changes(&same, shown);
        if characters.is_empty() {
            return Ok(changes);
        }
        let map = mapped(&characters, source.len()).then(&mapped(&changes, same.len()));
        Ok(map.replaced().collect())
    }
}

/// Takes a text apart into what is converted and what is not.
fn stretches<'a>(
    text: &'a str,
    mut take: impl FnMut(&'a str, bool) -> Result<(), ScriptError>,
) -> Result<(), ScriptError> {
    let mut from = 0;
    for address in verbatim::addresses(text) {
        take(&text[from..address.start], true)?;
        take(&text[address.clone()], false)?;
        from = address.end;
    }
    take(&text[from..], true)
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

fn is_boundary(text: &str, at: usize) -> bool {
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
