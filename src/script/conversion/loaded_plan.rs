//! A conversion by loaded converters, with the map from the text to its conversion: exact to the character, and to the
//! word where a configuration replaces words.
//!
//! `plan.rs` chooses the configurations; nothing is loaded here.

use std::{borrow::Cow, ops::Range, sync::Arc};

use super::{
    converters::Converters,
    exceptions::ScriptExceptions,
    plan::Plan,
    spans::{SpanPair, by_marks, mapped, one_to_one_spans, whole_clusters},
    verbatim,
};
use crate::script::{
    Converter, ScriptError,
    words::{CandidateWords, ConfigWords},
};
use crate::text::{offsets::OffsetMap, safe, safe::Safe};

/// A plan whose converters are loaded.
#[derive(Clone, Debug)]
pub struct LoadedPlan {
    steps: Vec<Arc<Converter>>,
    /// True if others may be waiting for OpenCC meanwhile, so that it takes short pieces.
    shared: bool,
    /// The configuration that keeps the words, and the words it would replace; only for a configuration with phrases.
    phrases: Option<(Arc<Converter>, Arc<ConfigWords>)>,
    /// The person's own conversions.
    exceptions: Option<Arc<ScriptExceptions>>,
    /// True if web addresses are converted too.
    addresses: bool,
}

/// A converted text and the map to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The converted text.
    pub text: Safe,
    /// Map from the text to its conversion.
    pub map: OffsetMap,
    /// The stretches of the conversion that are other words, not only other forms of the same characters.
    pub words: Vec<Range<usize>>,
}

/// The treatment of a stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Treatment<'a> {
    Convert,
    Keep,
    Replace(&'a str),
}

/// The spans of a conversion, and the stretches of it that are other words.
type Spans = (Vec<SpanPair>, Vec<Range<usize>>);

/// Converts a display form by a plan. A place in the result stands for the same character of the source, or for the
/// start of the word that was replaced; no span of the map ends inside a grapheme cluster. Web addresses stay.
///
/// `None` if a converter is not loaded.
///
/// # Errors
/// If OpenCC refuses the text.
pub fn convert_mapped(converters: &Converters, plan: Plan, text: &Safe) -> Result<Option<Mapped>, ScriptError> {
    LoadedPlan::from_loaded(plan, converters)?.map(|loaded| loaded.convert_mapped(text)).transpose()
}

impl LoadedPlan {
    /// The plan with its converters, if all are loaded.
    ///
    /// # Errors
    /// If the words of a configuration with phrases cannot be converted.
    pub fn from_loaded(plan: Plan, converters: &Converters) -> Result<Option<LoadedPlan>, ScriptError> {
        let Some(steps) = plan.steps().map(|config| converters.get(config)).collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let mut same = None;
        // Only a plan of a single step has phrases.
        if let [phrases] = &steps[..]
            && let Some(one_to_one) = phrases.config().one_to_one()
        {
            let Some(one_to_one) = converters.get(one_to_one) else { return Ok(None) };
            let words = converters.words(phrases, &one_to_one)?;
            same = Some((one_to_one, words));
        }
        Ok(Some(LoadedPlan { steps, shared: true, phrases: same, exceptions: None, addresses: false }))
    }

    /// Converters that are applied one after another, without a map and with nobody else waiting for OpenCC: texts go
    /// through whole, which saves the cost of each further call.
    pub(in crate::script) fn unshared(steps: Vec<Arc<Converter>>) -> LoadedPlan {
        LoadedPlan { steps, shared: false, phrases: None, exceptions: None, addresses: false }
    }

    /// Converts a text except its web addresses.
    ///
    /// # Errors
    /// If OpenCC refuses it.
    pub fn convert(&self, text: &str) -> Result<String, ScriptError> {
        let mut out = String::with_capacity(text.len() + text.len() / 16);
        self.append(text, &mut out)?;
        Ok(out)
    }

    /// True if it leaves every text as it is.
    pub(in crate::script) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// True if it replaces words.
    pub(in crate::script) fn changes_words(&self) -> bool {
        self.phrases.is_some() || self.exceptions.is_some()
    }

    /// The stored words that it may show as text in which a folded query is found; `None` if they are not known.
    pub(in crate::script) fn candidate_words(&self, query: &str) -> Option<CandidateWords> {
        let words = self.phrases.as_ref().map(|(_, words)| words.candidates_for(query));
        self.exceptions.is_none().then(|| words.unwrap_or_default())
    }

    /// The plan with the person's own conversions.
    pub(in crate::script) fn with_exceptions(self, exceptions: Option<Arc<ScriptExceptions>>) -> LoadedPlan {
        LoadedPlan { exceptions, ..self }
    }

    /// The plan for every character, web addresses too, as OpenCC itself converts.
    pub(in crate::script) fn with_addresses(self) -> LoadedPlan {
        LoadedPlan { addresses: true, ..self }
    }

    /// Converts a text except its web addresses and appends the result to `out`.
    ///
    /// # Errors
    /// As [`LoadedPlan::convert`].
    pub fn append(&self, text: &str, out: &mut String) -> Result<(), ScriptError> {
        self.stretches(text, |stretch, treatment| {
            match treatment {
                Treatment::Convert => {
                    let from = out.len();
                    self.append_all(stretch, out)?;
                    if self.exceptions.is_some() {
                        let converted = out.split_off(from);
                        self.replace_exceptions(&converted, out);
                    }
                }
                Treatment::Keep => out.push_str(stretch),
                Treatment::Replace(word) => out.push_str(word),
            }
            Ok(())
        })
    }

    fn append_all(&self, text: &str, out: &mut String) -> Result<(), ScriptError> {
        let Some((last, before)) = self.steps.split_last() else {
            out.push_str(text);
            return Ok(());
        };
        let mut text = Cow::Borrowed(text);
        for step in before {
            text = Cow::Owned(step.convert(&text)?);
        }
        if self.shared { last.append(&text, out) } else { last.append_by(usize::MAX, &text, out) }
    }

    /// Appends what OpenCC has written with the person's own words in it; returns their spans.
    fn replace_exceptions(&self, converted: &str, out: &mut String) -> Vec<SpanPair> {
        let start = out.len();
        let mut spans = Vec::new();
        let mut from = 0;
        for (range, to) in self.exceptions.iter().flat_map(|own| own.find_in(converted)) {
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

    /// Splits a text into stretches that are converted and stretches that are not: web addresses and the person's own
    /// words.
    fn stretches<'a>(
        &'a self,
        text: &'a str,
        mut take: impl FnMut(&'a str, Treatment<'a>) -> Result<(), ScriptError>,
    ) -> Result<(), ScriptError> {
        let words = |text: &'a str, take: &mut dyn FnMut(&'a str, Treatment<'a>) -> Result<(), ScriptError>| {
            let mut from = 0;
            for (range, to) in self.exceptions.iter().flat_map(|own| own.find_in(text)) {
                take(&text[from..range.start], Treatment::Convert)?;
                take(&text[range.clone()], to.map_or(Treatment::Keep, Treatment::Replace))?;
                from = range.end;
            }
            take(&text[from..], Treatment::Convert)
        };
        if self.addresses {
            return words(text, &mut take);
        }
        let mut from = 0;
        for address in verbatim::addresses(text) {
            words(&text[from..address.start], &mut take)?;
            take(&text[address.clone()], Treatment::Keep)?;
            from = address.end;
        }
        words(&text[from..], &mut take)
    }

    /// Converts a display form; see [`convert_mapped`].
    ///
    /// # Errors
    /// If OpenCC refuses it.
    pub fn convert_mapped(&self, text: &Safe) -> Result<Mapped, ScriptError> {
        let (shown, map, words) = self.map_text(text)?;
        let (text, tidied) = safe::display(&shown);
        if tidied.is_identity() {
            return Ok(Mapped { text, map, words });
        }
        let words = words.into_iter().map(|word| tidied.shown_range(word)).collect();
        Ok(Mapped { text, map: map.then(&tidied), words })
    }

    /// Converts any text; returns the conversion, the map to it, and the stretches of it that are other words.
    pub(in crate::script) fn map_text(
        &self,
        source: &str,
    ) -> Result<(String, OffsetMap, Vec<Range<usize>>), ScriptError> {
        let (mut shown, mut spans) = (String::with_capacity(source.len() + source.len() / 16), Vec::new());
        let mut words = Vec::new();
        let mut from = 0;
        self.stretches(source, |stretch, treatment| {
            let to = shown.len();
            match treatment {
                Treatment::Convert => {
                    let mut converted = String::new();
                    self.append_all(stretch, &mut converted)?;
                    let found = self.spans(stretch, &converted)?;
                    let (found, other) = self.with_exception_spans(found, stretch.len(), &converted, &mut shown);
                    spans.extend(
                        found.into_iter().map(|(x, y)| (x.start + from..x.end + from, y.start + to..y.end + to)),
                    );
                    words.extend(other.into_iter().map(|y| y.start + to..y.end + to));
                }
                Treatment::Keep => shown.push_str(stretch),
                Treatment::Replace(word) => {
                    shown.push_str(word);
                    spans.push((from..from + stretch.len(), to..shown.len()));
                    words.push(to..shown.len());
                }
            }
            from += stretch.len();
            Ok(())
        })?;
        let map = mapped(&whole_clusters(spans, source, &shown), source.len());
        Ok((shown, map, words))
    }

    /// Appends a converted stretch with the person's own words in it, and joins its spans with theirs.
    fn with_exception_spans(&self, found: Spans, length: usize, converted: &str, out: &mut String) -> Spans {
        if self.exceptions.is_none() {
            out.push_str(converted);
            return found;
        }
        let own = self.replace_exceptions(converted, out);
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
        let Some((one_to_one, words)) = &self.phrases else {
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

#[cfg(test)]
#[path = "tests/loaded_plan.rs"]
mod tests;
