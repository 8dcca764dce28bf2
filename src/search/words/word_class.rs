//! Classes of characters that set words apart.

use crate::text::classes::{Class, class};

/// Class of a character, for the edges of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordClass {
    Han,
    Hiragana,
    Katakana,
    Hangul,
    Letter,
    Other,
}

impl From<char> for WordClass {
    fn from(c: char) -> WordClass {
        match class(c) {
            Class::Han => WordClass::Han,
            Class::Hiragana => WordClass::Hiragana,
            Class::Katakana => WordClass::Katakana,
            Class::Hangul => WordClass::Hangul,
            _ if c.is_alphanumeric() => WordClass::Letter,
            _ => WordClass::Other,
        }
    }
}
