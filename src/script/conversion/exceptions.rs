//! The person's own conversions: for each script the words that become others and the words that are never touched. They
//! go on top of OpenCC's. `docs/CONVERSIONS.md` describes the file; the caller says where it lies.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    sync::Arc,
};

use serde::Deserialize;
use toml::Spanned;

use crate::script::{Script, cut::MARKS};
use crate::text::safe::Safe;

/// The table of words for every script.
const ALL_SCRIPTS: &str = "all";

/// The content of a file of conversions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exceptions(HashMap<Script, Arc<ScriptExceptions>>);

/// A mistake in a file of conversions.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ExceptionsError {
    /// The line, from 1.
    pub line: usize,
    /// The mistake, and what would be right.
    pub what: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    never: Vec<Spanned<String>>,
    #[serde(default)]
    words: BTreeMap<Spanned<String>, Spanned<String>>,
}

impl Exceptions {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// The first mistake, with its line.
    pub fn parse(text: &str) -> Result<Exceptions, ExceptionsError> {
        let wrong = |at: usize, what: String| {
            let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            ExceptionsError { line, what }
        };
        let tables: BTreeMap<Spanned<String>, Table> = toml::from_str(text).map_err(|error| {
            let message = Safe::line(error.message()).as_str().trim_end_matches('.').to_owned();
            wrong(error.span().map_or(0, |span| span.start), message)
        })?;
        let mut words: HashMap<Script, HashMap<String, Option<String>>> = HashMap::new();
        let targets = |name: &str| -> Vec<Script> {
            let converted = Script::ALL.into_iter().filter(|script| *script != Script::Original);
            converted.filter(|script| name == ALL_SCRIPTS || script.name() == name).collect()
        };
        // The table of one script goes before the table of all.
        let (every, single): (Vec<_>, Vec<_>) = tables.iter().partition(|(name, _)| *name.get_ref() == ALL_SCRIPTS);
        for (name, table) in every.into_iter().chain(single) {
            let scripts = targets(name.get_ref());
            if scripts.is_empty() {
                let names: Vec<_> = Script::ALL[1..].iter().map(|script| script.name()).collect();
                let name_of = Safe::line(name.get_ref());
                let what = format!("no script is called “{name_of}”; write all or one of {}", names.join(", "));
                return Err(wrong(name.span().start, what));
            }
            let never = table.never.iter().map(|word| (word, None));
            for (from, to) in never.chain(table.words.iter().map(|(from, to)| (from, Some(to)))) {
                if let Some(what) = refusal(from.get_ref()) {
                    return Err(wrong(from.span().start, what));
                }
                for script in &scripts {
                    let of_script = words.entry(*script).or_default();
                    of_script.insert(from.get_ref().clone(), to.map(|to| Safe::line(to.get_ref()).as_str().to_owned()));
                }
            }
        }
        Ok(Exceptions(
            words.into_iter().map(|(script, words)| (script, Arc::new(ScriptExceptions::from_words(words)))).collect(),
        ))
    }

    /// The words for one script, if there are any.
    pub(in crate::script) fn for_script(&self, script: Script) -> Option<Arc<ScriptExceptions>> {
        self.0.get(&script).cloned()
    }
}

/// The reason why a text cannot be a word of the file, if there is one.
fn refusal(word: &str) -> Option<String> {
    if word.is_empty() {
        return Some("a word is empty; write the word or take the line out".to_owned());
    }
    // A text is converted piece by piece between these marks.
    let mark = word.chars().find(|c| MARKS.contains(c) || c.is_control())?;
    let mark = if mark.is_whitespace() || mark.is_control() { "a space".to_owned() } else { format!("“{mark}”") };
    Some(format!("“{}” holds {mark}; write words without punctuation and spaces", Safe::line(word)))
}

/// The words for one script.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::script) struct ScriptExceptions {
    /// Lists by the first character, longest word first: the word and its replacement, none for a word that is never
    /// touched.
    by_first: HashMap<char, Vec<(String, Option<String>)>>,
}

impl ScriptExceptions {
    fn from_words(words: HashMap<String, Option<String>>) -> ScriptExceptions {
        let mut by_first: HashMap<char, Vec<_>> = HashMap::new();
        for (word, to) in words {
            if let Some(first) = word.chars().next() {
                by_first.entry(first).or_default().push((word, to));
            }
        }
        for words in by_first.values_mut() {
            words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        }
        ScriptExceptions { by_first }
    }

    /// The words found in a text from left to right, the longest at each place, with their replacements.
    pub(in crate::script) fn find_in<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (Range<usize>, Option<&'a str>)> {
        let mut from = 0;
        std::iter::from_fn(move || {
            for (at, first) in text.get(from..)?.char_indices() {
                let at = from + at;
                let Some(words) = self.by_first.get(&first) else { continue };
                if let Some((word, to)) = words.iter().find(|(word, _)| text[at..].starts_with(word.as_str())) {
                    from = at + word.len();
                    return Some((at..from, to.as_deref()));
                }
            }
            from = text.len();
            None
        })
    }
}

#[cfg(test)]
#[path = "tests/exceptions.rs"]
mod tests;
