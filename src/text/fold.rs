//! Folding for script-blind search: what is left of a text when it no longer matters how a word was written.
//!
//! Simplified, Traditional and Japanese forms of a Han character are one, so are full and half width, upper and lower
//! case, katakana and hiragana, letters with and without diacritics, every kind of quote and every kind of dash.
//! White space and invisible characters are dropped. Small kana, voiced kana and the long vowel mark make words and
//! stay. Nothing in here searches.

mod table;
mod units;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod variants;

pub(crate) use table::{Folding, dropped, sources};
pub use units::{Unit, Units, starts_unit};
pub(crate) use units::{UnitValues, may_grow, may_join};
#[cfg(test)]
pub(crate) use variants::classes;

use crate::text::offsets::{OffsetMap, OffsetMapBuilder};

/// A folded text and the way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The units of the text as one string.
    pub text: String,
    /// Map from the bytes of the text as it was to those of `text`.
    pub map: OffsetMap,
}

/// Folds a text. The same word in another spelling gives the same string: `fold("國務院").text == fold("国务院").text`.
#[must_use]
pub fn fold(text: &str) -> Folded {
    let mut folded = String::with_capacity(text.len());
    let mut map = OffsetMapBuilder::default();
    let mut done = 0;
    let mut units = units(text).peekable();
    while let Some(unit) = units.next() {
        let mut source = unit.range;
        let from = folded.len();
        folded.push(unit.value);
        let mut alone = true;
        // Units that share a character of the text are one thing to the map.
        while let Some(next) = units.next_if(|next| next.range.start < source.end) {
            alone = false;
            source.end = source.end.max(next.range.end);
            folded.push(next.value);
        }
        map.replace(source.start - done, 0);
        if alone && source.len() == unit.value.len_utf8() && source.len() == first_len(text, source.start) {
            map.keep(source.len());
        } else {
            map.replace(source.len(), folded.len() - from);
        }
        done = source.end;
    }
    map.replace(text.len() - done, 0);
    Folded { text: folded, map: map.finish() }
}

/// A number that is another one where a text may fold to something else than before: what was folded and kept is out of
/// date then.
#[must_use]
pub fn fingerprint() -> u64 {
    table::fingerprint().wrapping_add(units::RULES)
}

/// The units of a text.
#[must_use]
pub fn units(text: &str) -> Units<'_> {
    Units::from(text, 0)
}

fn first_len(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}
