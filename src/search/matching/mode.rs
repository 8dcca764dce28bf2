//! Modes of a search: how literally a typed query is matched.

use crate::search::sound;

/// Ways to match a query, more or less literally.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Any way of writing the words: script, width, case, kana, quotes, dashes and white space make no difference.
    #[default]
    ScriptBlind,
    /// The same, but only where words begin and end.
    Whole,
    /// Sounds: pinyin, initials or zhuyin for Han characters, Latin letters for kana, kana for Latin letters.
    Pinyin,
    /// The text as typed. Without a capital letter in the query, case makes no difference.
    Exact,
    /// A regular expression in the syntax of the `regex` crate, which takes time in proportion to the text whatever
    /// the pattern. `^` and `$` stand for the ends of a line; case is as for [`Mode::Exact`].
    Regex,
}

impl Mode {
    /// Every mode, in the order they are offered.
    pub const ALL: [Mode; 5] = [Mode::ScriptBlind, Mode::Whole, Mode::Pinyin, Mode::Exact, Mode::Regex];

    /// Its name on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Mode::ScriptBlind => "any script",
            Mode::Whole => "whole words",
            Mode::Pinyin => "pinyin",
            Mode::Exact => "exact",
            Mode::Regex => "regex",
        }
    }

    /// The mode for a typed query: a leading `'` selects sounds, unless the mode is a literal one.
    #[must_use]
    pub fn for_query(self, typed: &str) -> Mode {
        match self {
            Mode::ScriptBlind | Mode::Whole if sound::after_mark(typed).is_some() => Mode::Pinyin,
            mode => mode,
        }
    }

    /// The next mode in the order of `ALL`; the last is followed by the first.
    #[must_use]
    pub fn next(self) -> Mode {
        let index = Mode::ALL.iter().position(|mode| *mode == self).unwrap_or_default();
        Mode::ALL[(index + 1) % Mode::ALL.len()]
    }
}
