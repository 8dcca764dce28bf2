//! The tailoring of UAX #14 for Chinese, Japanese and Korean text: takes clusters whose boundaries are graded by the
//! default algorithm and grades them anew where typesetting says otherwise. Nothing in here looks at a string.

use super::{
    breaks::{Grade, Unit},
    kind::{Kind, Kinds},
    rules::{PAIRS, Rules},
};

/// What may end a number before the mark of a range: 5%～10%.
const NUMBER_ENDS: Kinds = Kind::DIGITS.and(Kinds::of(&[Kind::Suffix]));
/// Joins two numbers to one: 3～5, 3：1, 9·11, １／２.
const JOINERS: Kinds = Kinds::of(&[
    Kind::WidePoint,
    Kind::WideColon,
    Kind::MiddleDot,
    Kind::WideSlash,
    Kind::Wave,
    Kind::Hyphen,
    Kind::EnDash,
    Kind::WideSign,
    Kind::Dash,
]);
/// After these a quotation opens without a break before it.
const OPENERS: Kinds =
    Kinds::of(&[Kind::WideOpen, Kind::Open, Kind::QuoteOpen, Kind::Quote, Kind::WideStraightQuote, Kind::Prefix]);
/// Before these a quotation closes without a break after it.
const CLOSERS: Kinds = Kinds::of(&[Kind::Suffix, Kind::Quote]);
/// Behind these another amount may begin a line; the default algorithm takes them for the end of a number.
const PHRASE_ENDS: Kinds =
    Kinds::of(&[Kind::Stop, Kind::WideComma, Kind::WideColon, Kind::WideSemicolon, Kind::WideExclaim, Kind::WideClose]);
/// Marks that the default algorithm keeps from the start of a line but for cases with white space, such as ` .5`.
const NARROW_MARKS: Kinds = Kinds::of(&[Kind::Comma, Kind::Point, Kind::Close]);
/// Letters of a Korean word.
const SYLLABLES: Kinds = Kinds::of(&[Kind::Hangul, Kind::Wide, Kind::SmallKana, Kind::Prolonged, Kind::Iteration]);
/// After these a new word may begin in Korean without a space.
const WORD_ENDS: Kinds = Kinds::of(&[
    Kind::Space,
    Kind::Stop,
    Kind::WideComma,
    Kind::WideExclaim,
    Kind::WideColon,
    Kind::WideSemicolon,
    Kind::Ellipsis,
    Kind::Dash,
    Kind::LongDash,
    Kind::Hyphen,
    Kind::Slash,
]);
/// Quotation marks in a row that are looked past for a wide character.
const NESTED: usize = 4;

/// Grades every boundary.
pub fn tailor(units: &mut [Unit], rules: &Rules) {
    for index in 1..units.len() {
        let (before, after) = (units[index - 1].kind, units[index].kind);
        // Nearly every boundary of Chinese text; the default algorithm is right there.
        if before == Kind::Wide && after == Kind::Wide && !rules.words {
            continue;
        }
        let grade = Around { units, index, rules }.grade(before, after);
        units[index].grade = grade;
    }
}

/// A boundary with what is around it.
#[derive(Clone, Copy)]
struct Around<'a> {
    units: &'a [Unit],
    /// The unit after the boundary.
    index: usize,
    rules: &'a Rules,
}

impl Around<'_> {
    fn grade(self, before: Kind, after: Kind) -> Grade {
        let default = self.units[self.index].grade == Grade::Free;
        if before == Kind::Newline {
            return Grade::Forced;
        }
        // White space stays with the line it follows.
        if matches!(after, Kind::Space | Kind::Newline) || before == Kind::Glue || (after == Kind::Glue && !default) {
            return Grade::Held;
        }
        if before == after && PAIRS.has(before) {
            return Grade::Held;
        }
        let opens = after == Kind::QuoteOpen && self.is_bracket(self.index);
        let closes = before == Kind::QuoteClose && self.is_bracket(self.index - 1);
        if !self.rules.free && (self.starts_badly(before, after, default) || self.rules.no_end.has(before)) {
            return Grade::Held;
        }
        if self.in_number(before, after) || self.in_plus_plus(before, after) {
            return Grade::Word;
        }
        let allowed = default
            || (opens && !OPENERS.has(before))
            || (closes && !CLOSERS.has(after))
            || self.begins_amount(before, after)
            || self.after_comma(before, after)
            || (self.rules.free && self.between_marks(before, after));
        if !allowed {
            return Grade::Word;
        }
        let slash = matches!(before, Kind::Slash | Kind::WideSlash) && !self.rules.slash_ends;
        if slash || (self.rules.words && in_korean_word(before, after)) {
            return Grade::Second;
        }
        Grade::Free
    }

    /// The kind of the unit `ahead` units after the boundary's.
    fn ahead(self, ahead: usize) -> Option<Kind> {
        self.units.get(self.index + ahead).map(|unit| unit.kind)
    }

    /// The kind of the unit before the one before the boundary.
    fn second_before(self) -> Option<Kind> {
        self.index.checked_sub(2).map(|at| self.units[at].kind)
    }

    /// Whether the curly quotation mark at `at` is beside a wide character, perhaps with more such marks between,
    /// and so is a bracket (UAX #14 rule 19a, CLREQ). One between narrow letters is an apostrophe.
    fn is_bracket(self, at: usize) -> bool {
        let wide = |kind: Option<Kind>| kind.is_some_and(|kind| Kind::WIDE.has(kind));
        let kinds = self.units;
        let left = kinds[..at].iter().rev().take(NESTED).map(|unit| unit.kind).find(|kind| !Kind::QUOTES.has(*kind));
        let right = kinds[at + 1..].iter().take(NESTED).map(|unit| unit.kind).find(|kind| !Kind::QUOTES.has(*kind));
        wide(left) || wide(right)
    }

    /// Whether a mark would start a line that may not.
    fn starts_badly(self, before: Kind, after: Kind, default: bool) -> bool {
        if after == Kind::Dash {
            let single = self.ahead(1) != Some(Kind::Dash);
            return if single { self.rules.dash_connects && self.connects(before) } else { self.rules.dash_pair_held };
        }
        if self.rules.connectors.has(after) {
            return after == Kind::WideSlash || (self.connects(before) && !self.begins_amount(before, after));
        }
        if !self.rules.no_start.has(after) {
            return false;
        }
        let trusted = NARROW_MARKS.has(after) || (after == Kind::QuoteClose && !self.is_bracket(self.index));
        !(before == Kind::Space && default && trusted)
    }

    /// Whether the narrow mark after the boundary joins two words, rather than being a sign or a word of its own: a
    /// word comes right before it, or it has white space on both sides among wide characters.
    fn connects(self, before: Kind) -> bool {
        if before != Kind::Space {
            return true;
        }
        let last = self.units[..self.index].iter().rev().take(NESTED).map(|unit| unit.kind).find(|k| *k != Kind::Space);
        let next = self.ahead(1).is_none_or(|kind| kind == Kind::Space || Kind::WIDE.has(kind));
        next && last.is_some_and(|kind| Kind::WIDE.has(kind))
    }

    /// Whether an amount begins here with its currency or sign, behind the end of a phrase.
    fn begins_amount(self, before: Kind, after: Kind) -> bool {
        let signs = matches!(after, Kind::Prefix | Kind::Plus)
            || (after == Kind::Hyphen && self.ahead(1).is_some_and(|kind| Kind::DIGITS.has(kind)));
        signs && PHRASE_ENDS.has(before)
    }

    /// Whether the boundary is inside a number, with its sign, currency, unit and range.
    fn in_number(self, before: Kind, after: Kind) -> bool {
        let digit = |kind: Option<Kind>| kind.is_some_and(|kind| Kind::DIGITS.has(kind));
        // Full-width letters are ideographs to UAX #14 and to JLREQ (cl-19), and so break everywhere.
        if Kind::DIGITS.has(before) && (Kind::DIGITS.has(after) || after == Kind::Suffix) {
            return true;
        }
        let after_number = self.second_before().is_some_and(|kind| NUMBER_ENDS.has(kind));
        // The number after the mark of a range may begin with a currency: ￥5～￥10.
        let number_at = |ahead| {
            let prefix = usize::from(self.ahead(ahead) == Some(Kind::Prefix));
            digit(self.ahead(ahead + prefix))
        };
        match before {
            Kind::Prefix | Kind::WideSign if digit(Some(after)) => true,
            // １，０００ but not １，２
            Kind::WideComma => {
                after == Kind::WideDigit
                    && self.second_before() == Some(Kind::WideDigit)
                    && digit(self.ahead(1))
                    && digit(self.ahead(2))
                    && !digit(self.ahead(3))
            }
            // The default algorithm knows narrow digits only.
            Kind::Comma | Kind::Point | Kind::Slash => {
                digit(Some(after))
                    && after_number
                    && (after == Kind::WideDigit || self.second_before() == Some(Kind::WideDigit))
            }
            _ if after == Kind::WideDigit && self.rules.ends_before_wide_digit.has(before) => false,
            _ if JOINERS.has(before) => after_number && number_at(0),
            _ => NUMBER_ENDS.has(before) && JOINERS.has(after) && number_at(1),
        }
    }

    /// Whether the boundary is between the signs at the end of a word: C++.
    fn in_plus_plus(self, before: Kind, after: Kind) -> bool {
        (before, after) == (Kind::Plus, Kind::Plus)
            && self.second_before().is_some_and(|kind| Kind::WORD.has(kind) || kind == Kind::Plus)
    }

    /// Whether a narrow comma or colon ends a run of wide text here, as in 据报道,12月: no number goes on.
    fn after_comma(self, before: Kind, after: Kind) -> bool {
        before == Kind::Comma
            && Kind::WORD.has(after)
            && self.second_before().is_some_and(|kind| Kind::WIDE.has(kind) || kind == Kind::QuoteClose)
    }

    /// Whether both sides are wide marks, or one is and the other is a word: free where marks may stand anywhere.
    fn between_marks(self, before: Kind, after: Kind) -> bool {
        let wide = |kind, at| match kind {
            Kind::Ellipsis | Kind::Dash | Kind::LongDash | Kind::MiddleDot => true,
            Kind::QuoteOpen | Kind::QuoteClose => self.is_bracket(at),
            _ => Kind::WIDE.has(kind),
        };
        let (left, right) = (wide(before, self.index - 1), wide(after, self.index));
        (left && (right || Kind::WORD.has(after))) || (right && Kind::WORD.has(before))
    }
}

/// Whether a boundary the default algorithm allows is inside a Korean word with its particles (KLREQ 4.3).
fn in_korean_word(before: Kind, after: Kind) -> bool {
    !WORD_ENDS.has(before) && (SYLLABLES.has(before) || SYLLABLES.has(after))
}
