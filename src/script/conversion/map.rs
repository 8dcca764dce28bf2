//! A conversion together with the map from the text to its conversion: exact to the character, and to the word where
//! a configuration puts another word.
//!
//! What is converted and by what is decided elsewhere (`plan`); nothing in here loads anything.

use std::{borrow::Cow, ops::Range, sync::Arc};

use super::{
    converters::Converters,
    exceptions::Own,
    plan::Plan,
    spans::{by_marks, mapped, one_to_one_spans, whole_clusters},
    verbatim,
};
use crate::script::{
    Converter, ScriptError,
    stream::Piecework,
    words::{Likely, Span, Words},
};
use crate::text::{offsets::OffsetMap, safe, safe::Safe};

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
    /// Whether web addresses are converted too.
    addresses: bool,
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
        Ok(Some(LoadedPlan { steps, shared: true, same, own: None, addresses: false }))
    }
}

impl LoadedPlan {
    /// Converters that are applied one after another to texts of a bearable length, without a map and with nobody
    /// waiting: that spares OpenCC's setting out for each piece.
    pub(in crate::script) fn alone(steps: Vec<Arc<Converter>>) -> LoadedPlan {
        LoadedPlan { steps, shared: false, same: None, own: None, addresses: false }
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

    /// Whether it leaves every text as it is.
    pub(in crate::script) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether it puts other words for some.
    pub(in crate::script) fn changes_words(&self) -> bool {
        self.same.is_some() || self.own.is_some()
    }

    /// The stored words that it may show as something that a folded query meets; `None` if that cannot be told.
    pub(in crate::script) fn likely(&self, query: &str) -> Option<Likely> {
        let words = self.same.as_ref().map(|(_, words)| words.likely(query));
        self.own.is_none().then(|| words.unwrap_or_default())
    }

    /// The same with words of the person's own.
    pub(in crate::script) fn with_own(self, own: Option<Arc<Own>>) -> LoadedPlan {
        LoadedPlan { own, ..self }
    }

    /// The same for every character, web addresses too, as OpenCC itself does it.
    pub(in crate::script) fn of_everything(self) -> LoadedPlan {
        LoadedPlan { addresses: true, ..self }
    }

    /// What it does, for somebody who can load it anew; `None` if it does nothing or knows the person's own words.
    pub(in crate::script) fn piecework(&self) -> Option<Piecework> {
        let steps: Vec<_> = self.steps.iter().map(|step| step.config()).collect();
        let plain = self.own.is_none() && !steps.is_empty();
        plain.then_some(Piecework { steps, addresses: self.addresses })
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
        if self.addresses {
            return words(text, &mut take);
        }
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
        let (shown, map, words) = self.map_text(text)?;
        let (text, tidied) = safe::display(&shown);
        if tidied.is_identity() {
            return Ok(Mapped { text, map, words });
        }
        let words = words.into_iter().map(|word| tidied.shown_range(word)).collect();
        Ok(Mapped { text, map: map.then(&tidied), words })
    }

    /// Converts any text: what comes out, the map to it, and which stretches of it are other words.
    pub(in crate::script) fn map_text(
        &self,
        source: &str,
    ) -> Result<(String, OffsetMap, Vec<Range<usize>>), ScriptError> {
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
        Ok((shown, map, words))
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

#[cfg(test)]
#[path = "tests/map.rs"]
mod tests;
