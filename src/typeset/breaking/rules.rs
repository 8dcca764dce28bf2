//! The marks that may not stand at the edge of a line, by language and level: CLREQ 3.1.5, JLREQ 3.1.7 and 3.1.8,
//! KLREQ 4.3, GB/T 15834. Only what goes beyond UAX #14 has to be here, but a set names all it forbids, so that a
//! word that must be cut anyway is not cut there either.

use crate::script::Language;

use super::char_class::{CharClass, CharClasses};
use crate::typeset::{KinsokuLevel, Korean};

/// The rules of the edges of a line.
#[allow(clippy::struct_excessive_bools)] // Independent rules, each from its own source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// Classes that may not stand at the start of a line.
    pub no_start: CharClasses,
    /// Classes that join two words: at the start of a line only after white space.
    pub connectors: CharClasses,
    /// Classes that may not stand at the end of a line.
    pub no_end: CharClasses,
    /// May end a line though a full-width number goes on behind it: to UAX #14 its digits are ideographs.
    pub ends_before_wide_digit: CharClasses,
    /// True if a solidus may end a line.
    pub slash_ends: bool,
    /// True if a single dash joins two words, and so may not start a line.
    pub dash_connects: bool,
    /// True if —— may not start a line.
    pub dash_pair_held: bool,
    /// May hang beyond the measure.
    pub hangs: CharClasses,
    /// True if marks may stand anywhere.
    pub free: bool,
    /// True if wide characters break at spaces only.
    pub words: bool,
    /// True if Han is kept a cell away from Latin letters and digits.
    pub autospace: bool,
}

/// Closing marks, stops and dots, in every language.
const STARTS: CharClasses = CharClasses::from_classes(&[
    CharClass::Stop,
    CharClass::WideComma,
    CharClass::WidePoint,
    CharClass::WideColon,
    CharClass::WideSemicolon,
    CharClass::WideExclaim,
    CharClass::WideClose,
    CharClass::WideStraightQuote,
    CharClass::QuoteClose,
    CharClass::Close,
    CharClass::Comma,
    CharClass::Point,
    CharClass::MiddleDot,
    CharClass::Ellipsis,
    CharClass::Iteration,
    CharClass::Wave,
]);

/// Opening marks, in every language.
const ENDS: CharClasses = CharClasses::from_classes(&[
    CharClass::WideOpen,
    CharClass::WideStraightQuote,
    CharClass::QuoteOpen,
    CharClass::Open,
]);

/// Inseparable where two of them meet.
pub(crate) const PAIRS: CharClasses =
    CharClasses::from_classes(&[CharClass::Dash, CharClass::LongDash, CharClass::Ellipsis, CharClass::Repeat]);

impl Rules {
    /// The rules for a language at a level, without space between scripts.
    pub(crate) fn for_language(language: Language, level: KinsokuLevel, korean: Korean) -> Rules {
        let strict = level == KinsokuLevel::Strict;
        let mut no_start = STARTS;
        let connectors = match language {
            // JLREQ cl-03; a solidus is no connector there, but UAX #14 keeps the narrow one.
            Language::Japanese => CharClasses::from_classes(&[CharClass::Hyphen, CharClass::EnDash, CharClass::Slash]),
            _ => CharClasses::from_classes(&[
                CharClass::Hyphen,
                CharClass::EnDash,
                CharClass::Slash,
                CharClass::WideSlash,
            ]),
        };
        if language == Language::Korean {
            no_start = no_start.union(CharClasses::from_classes(&[CharClass::Ditto, CharClass::Prolonged]));
        }
        // Basic Japanese lets these begin a line (JLREQ 3.1.7): small kana and ー are so many that narrow lines would be
        // ragged.
        if strict {
            no_start = no_start.union(CharClasses::from_classes(&[
                CharClass::SmallKana,
                CharClass::Prolonged,
                CharClass::LongDash,
            ]));
        }
        Rules {
            no_start,
            connectors,
            no_end: ENDS,
            ends_before_wide_digit: match language {
                // ・ is the decimal point of numbers there (JLREQ).
                Language::Japanese => CharClasses::default(),
                _ => CharClasses::from_classes(&[CharClass::MiddleDot, CharClass::Dash]),
            },
            slash_ends: level != KinsokuLevel::Gb,
            dash_connects: language != Language::Japanese,
            dash_pair_held: strict,
            hangs: match language {
                Language::Japanese => {
                    CharClasses::from_classes(&[CharClass::Stop, CharClass::WideComma, CharClass::WidePoint])
                }
                // They stand in the middle of their cells there, and hang in vertical lines only (CLREQ 3.1.5).
                Language::ChineseTraditional | Language::ChineseTaiwan | Language::ChineseHongkong => {
                    CharClasses::default()
                }
                // CLREQ 3.1.5 lets these hang in Simplified Chinese only, where they stand at the left of their cells.
                Language::ChineseSimplified => CharClasses::from_classes(&[
                    CharClass::Stop,
                    CharClass::WideComma,
                    CharClass::WideColon,
                    CharClass::WideSemicolon,
                    CharClass::WideExclaim,
                ]),
                _ => CharClasses::from_classes(&[CharClass::Stop, CharClass::WideComma]),
            },
            free: level == KinsokuLevel::None,
            words: language == Language::Korean && korean == Korean::Words,
            autospace: false,
        }
    }
}
