//! Which marks may not stand at the edge of a line, by language and level: CLREQ 3.1.5, JLREQ 3.1.7 and 3.1.8,
//! KLREQ 4.3, GB/T 15834. Only what goes beyond UAX #14 has to be here, but a set names all it forbids, so that a
//! word that must be cut anyway is not cut there either.

use crate::script::Language;

use super::kind::{Kind, Kinds};
use crate::typeset::{Korean, Level};

/// What may not stand at the edges of a line.
#[allow(clippy::struct_excessive_bools)] // Independent rules, each from its own source.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Not at the start of a line.
    pub no_start: Kinds,
    /// Not at the start of a line unless white space comes before it: joins two words.
    pub connectors: Kinds,
    /// Not at the end of a line.
    pub no_end: Kinds,
    /// May end a line though a full-width number goes on behind it: to UAX #14 its digits are ideographs.
    pub ends_before_wide_digit: Kinds,
    /// Whether a solidus may end a line.
    pub slash_ends: bool,
    /// Whether a single dash joins two words, and so may not start a line.
    pub dash_connects: bool,
    /// Whether —— may not start a line.
    pub dash_pair_held: bool,
    /// May hang beyond the measure.
    pub hangs: Kinds,
    /// Whether marks may stand anywhere.
    pub free: bool,
    /// Whether wide characters break at spaces only.
    pub words: bool,
    /// Whether Han is kept a cell away from Latin letters and digits.
    pub autospace: bool,
}

/// Closing marks, stops and dots, in every language.
const STARTS: Kinds = Kinds::of(&[
    Kind::Stop,
    Kind::WideComma,
    Kind::WidePoint,
    Kind::WideColon,
    Kind::WideSemicolon,
    Kind::WideExclaim,
    Kind::WideClose,
    Kind::WideStraightQuote,
    Kind::QuoteClose,
    Kind::Close,
    Kind::Comma,
    Kind::Point,
    Kind::MiddleDot,
    Kind::Ellipsis,
    Kind::Iteration,
    Kind::Wave,
]);

/// Opening marks, in every language.
const ENDS: Kinds = Kinds::of(&[Kind::WideOpen, Kind::WideStraightQuote, Kind::QuoteOpen, Kind::Open]);

/// Inseparable where two of them meet.
pub const PAIRS: Kinds = Kinds::of(&[Kind::Dash, Kind::LongDash, Kind::Ellipsis, Kind::Repeat]);

impl Rules {
    /// The rules for a language at a level, without space between scripts.
    pub fn of(language: Language, level: Level, korean: Korean) -> Rules {
        let strict = level == Level::Strict;
        let mut no_start = STARTS;
        let connectors = match language {
            // JLREQ cl-03; a solidus is no connector there, but UAX #14 keeps the narrow one.
            Language::Japanese => Kinds::of(&[Kind::Hyphen, Kind::EnDash, Kind::Slash]),
            _ => Kinds::of(&[Kind::Hyphen, Kind::EnDash, Kind::Slash, Kind::WideSlash]),
        };
        if language == Language::Korean {
            no_start = no_start.and(Kinds::of(&[Kind::Ditto, Kind::Prolonged]));
        }
        if strict {
            no_start = no_start.and(Kinds::of(&[Kind::SmallKana, Kind::Prolonged, Kind::LongDash]));
        }
        Rules {
            no_start,
            connectors,
            no_end: ENDS,
            ends_before_wide_digit: match language {
                // ・ is the decimal point of numbers there (JLREQ).
                Language::Japanese => Kinds::default(),
                _ => Kinds::of(&[Kind::MiddleDot, Kind::Dash]),
            },
            slash_ends: level != Level::Gb,
            dash_connects: language != Language::Japanese,
            dash_pair_held: strict,
            hangs: match language {
                Language::Japanese => Kinds::of(&[Kind::Stop, Kind::WideComma, Kind::WidePoint]),
                // They stand in the middle of their cells there, and hang in vertical lines only (CLREQ 3.1.5).
                Language::ChineseTraditional | Language::ChineseTaiwan | Language::ChineseHongkong => Kinds::default(),
                // CLREQ 3.1.5 lets these hang in Simplified Chinese only, where they stand at the left of their cells.
                Language::ChineseSimplified => {
                    Kinds::of(&[Kind::Stop, Kind::WideComma, Kind::WideColon, Kind::WideSemicolon, Kind::WideExclaim])
                }
                _ => Kinds::of(&[Kind::Stop, Kind::WideComma]),
            },
            free: level == Level::None,
            words: language == Language::Korean && korean == Korean::Words,
            autospace: false,
        }
    }
}
