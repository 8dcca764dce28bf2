//! Punctuation on its way to the screen: Western marks between Han become full-width, and quotation marks take the style of
//! the script that is read. For Chinese text only; stored text never changes.
//!
//! Words and web addresses are not touched here.

mod punctuation;
mod quotes;

#[cfg(test)]
mod tests;

use std::{ops::Range, str::FromStr};

use crate::script::{Language, Script, UnknownName, conversion::Addresses};
use crate::text::{
    classes,
    offsets::{OffsetMap, OffsetMapBuilder},
    safe,
    safe::Safe,
};

/// The settings of a reader for punctuation and readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wording {
    /// True if Western marks between Han become full-width.
    pub punctuation: bool,
    /// The style of quotation marks.
    pub quotes: Quotes,
    /// The position of readings over characters.
    pub ruby: Ruby,
}

impl Default for Wording {
    /// Punctuation repaired, quotation marks as they are written, readings behind their characters.
    fn default() -> Wording {
        Wording { punctuation: true, quotes: Quotes::AsWritten, ruby: Ruby::After }
    }
}

/// The position of readings over characters (ruby: furigana, bopomofo, pinyin).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ruby {
    /// In brackets behind their characters: 今日（きょう）.
    #[default]
    After,
    /// On a row of their own above their characters.
    Above,
    /// Not shown; searches find them all the same.
    Off,
}

impl Ruby {
    /// Every position.
    pub const ALL: [Ruby; 3] = [Ruby::After, Ruby::Above, Ruby::Off];

    /// The name in the configuration: `after`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Ruby::After => "after",
            Ruby::Above => "above",
            Ruby::Off => "off",
        }
    }
}

impl FromStr for Ruby {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Ruby, UnknownName> {
        let found = Ruby::ALL.into_iter().find(|ruby| ruby.name() == name);
        found.ok_or_else(|| UnknownName::new("position of readings", name, Ruby::ALL.iter().map(|ruby| ruby.name())))
    }
}

/// The style of quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Quotes {
    /// The author's own.
    #[default]
    AsWritten,
    /// “ ” and ‘ ’ in Simplified text, 「 」 and 『 』 in all other scripts. The original keeps its own.
    ByScript,
}

impl Quotes {
    /// Every style.
    pub const ALL: [Quotes; 2] = [Quotes::AsWritten, Quotes::ByScript];

    /// The name in the configuration: `as-written`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Quotes::AsWritten => "as-written",
            Quotes::ByScript => "by-script",
        }
    }
}

impl FromStr for Quotes {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Quotes, UnknownName> {
        let found = Quotes::ALL.into_iter().find(|quotes| quotes.name() == name);
        found.ok_or_else(|| UnknownName::new("style of quotes", name, Quotes::ALL.iter().map(|quotes| quotes.name())))
    }
}

/// The shapes of quotation marks: outer open, outer close, inner open, inner close.
type Shapes = [&'static str; 4];

const CURLY: Shapes = ["“", "”", "‘", "’"];
const CORNER: Shapes = ["「", "」", "『", "』"];

/// A stretch of a text and what is shown for it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    range: Range<usize>,
    with: &'static str,
}

impl Wording {
    /// No change to any mark, and no readings.
    pub const AS_WRITTEN: Wording = Wording { punctuation: false, quotes: Quotes::AsWritten, ruby: Ruby::Off };

    /// Replaces the punctuation of a display form; returns the result and the map to it, `None` if nothing changes. The text
    /// is in `language` and is read in `script`.
    pub(super) fn apply(self, text: &Safe, language: Language, script: Script) -> Option<(Safe, OffsetMap)> {
        self.apply_outside(text, &[], language, script)
    }

    /// The same outside of stretches that are kept, such as words of a program. Their characters count as neighbours.
    pub(super) fn apply_outside(
        self,
        text: &Safe,
        kept: &[Range<usize>],
        language: Language,
        script: Script,
    ) -> Option<(Safe, OffsetMap)> {
        if !language.is_chinese() {
            return None;
        }
        let shapes = self.shapes(script);
        let mut edits = Vec::new();
        let addresses = Addresses::find_in(text).with(kept);
        if self.punctuation {
            punctuation::repair(text, &addresses, &mut edits);
        }
        if let Some(shapes) = shapes {
            quotes::restyle(text, &addresses, shapes, &mut edits);
            edits.sort_by_key(|edit| edit.range.start);
        }
        if !kept.is_empty() {
            // An edit may take the space behind its mark, which may be kept.
            edits.retain(|edit| !addresses.contains(edit.range.end - 1) && !addresses.contains(edit.range.start));
        }
        (!edits.is_empty()).then(|| applied(text, &edits))
    }

    fn shapes(self, script: Script) -> Option<&'static Shapes> {
        match (self.quotes, script) {
            (Quotes::AsWritten, _) | (_, Script::Original) => None,
            (Quotes::ByScript, Script::Simplified) => Some(&CURLY),
            (Quotes::ByScript, _) => Some(&CORNER),
        }
    }
}

/// Makes the edits, which are in order and apart from each other.
fn applied(text: &Safe, edits: &[Edit]) -> (Safe, OffsetMap) {
    let mut out = String::with_capacity(text.len() + 3 * edits.len());
    let mut map = OffsetMapBuilder::default();
    let mut from = 0;
    for Edit { range, with } in edits {
        out.push_str(&text[from..range.start]);
        map.keep(range.start - from);
        out.push_str(with);
        if range.len() == with.len() && text[range.clone()].chars().count() == with.chars().count() {
            map.keep(with.len());
        } else {
            map.replace(range.len(), with.len());
        }
        from = range.end;
    }
    out.push_str(&text[from..]);
    map.keep(text.len() - from);
    let map = map.finish();
    // Marks put in the place of marks leave a display form what it is; this makes sure.
    let (shown, tidied) = safe::display(&out);
    if tidied.is_identity() { (shown, map) } else { (shown, map.then(&tidied)) }
}

/// The kind of character beside a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// A letter of East Asia.
    Han,
    /// Punctuation of East Asia.
    Mark,
    /// A letter, digit or sign of the West.
    West,
    /// The start or the end of the line.
    Edge,
    /// A space, and anything else.
    Other,
}

impl Side {
    fn from_char(c: Option<char>) -> Side {
        let Some(c) = c else { return Side::Edge };
        match c {
            '\n' => Side::Edge,
            _ if is_mark(c) => Side::Mark,
            _ if is_east_asian(c) => Side::Han,
            '(' | ')' | ' ' => Side::Other,
            _ if c.is_ascii_graphic() || c.is_alphanumeric() => Side::West,
            _ => Side::Other,
        }
    }

    /// True for what belongs to an East Asian text.
    fn is_wide(self) -> bool {
        matches!(self, Side::Han | Side::Mark)
    }
}

/// Punctuation that Chinese text is set with.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2026}' | '\u{3001}'..='\u{3003}')
        || matches!(c, '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{ff01}'..='\u{ff0f}')
        || matches!(c, '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}')
}

/// Han, kana, bopomofo, full-width letters and digits.
fn is_east_asian(c: char) -> bool {
    (classes::is_east_asian(c) && !classes::is_hangul(c))
        || matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}')
}
