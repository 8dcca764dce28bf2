//! The tailoring of UAX #14 for Chinese, Japanese and Korean text: takes clusters whose boundaries are graded by the
//! default algorithm and grades them anew where typesetting says otherwise. Nothing in here looks at a string.

use super::{
    char_class::{CharClass, CharClasses},
    cluster::{Cluster, Grade},
    rules::{PAIRS, Rules},
};

/// Classes that may end a number before the mark of a range: 5%～10%.
const NUMBER_ENDS: CharClasses = CharClass::DIGITS.union(CharClasses::from_classes(&[CharClass::Suffix]));
/// Joins two numbers to one: 3～5, 3：1, 9·11, １／２.
const JOINERS: CharClasses = CharClasses::from_classes(&[
    CharClass::WidePoint,
    CharClass::WideColon,
    CharClass::MiddleDot,
    CharClass::WideSlash,
    CharClass::Wave,
    CharClass::Hyphen,
    CharClass::EnDash,
    CharClass::WideSign,
    CharClass::Dash,
]);
/// After these a quotation opens without a break before it.
const OPENERS: CharClasses = CharClasses::from_classes(&[
    CharClass::WideOpen,
    CharClass::Open,
    CharClass::QuoteOpen,
    CharClass::Quote,
    CharClass::WideStraightQuote,
    CharClass::Prefix,
]);
/// Before these a quotation closes without a break after it.
const CLOSERS: CharClasses = CharClasses::from_classes(&[CharClass::Suffix, CharClass::Quote]);
/// Behind these another amount may begin a line; the default algorithm takes them for the end of a number.
const PHRASE_ENDS: CharClasses = CharClasses::from_classes(&[
    CharClass::Stop,
    CharClass::WideComma,
    CharClass::WideColon,
    CharClass::WideSemicolon,
    CharClass::WideExclaim,
    CharClass::WideClose,
]);
/// Marks that the default algorithm keeps from the start of a line but for cases with white space, such as ` .5`.
const NARROW_MARKS: CharClasses = CharClasses::from_classes(&[CharClass::Comma, CharClass::Point, CharClass::Close]);
/// Letters of a Korean word.
const SYLLABLES: CharClasses = CharClasses::from_classes(&[
    CharClass::Hangul,
    CharClass::Wide,
    CharClass::SmallKana,
    CharClass::Prolonged,
    CharClass::Iteration,
]);
/// After these a new word may begin in Korean without a space.
const WORD_ENDS: CharClasses = CharClasses::from_classes(&[
    CharClass::Space,
    CharClass::Stop,
    CharClass::WideComma,
    CharClass::WideExclaim,
    CharClass::WideColon,
    CharClass::WideSemicolon,
    CharClass::Ellipsis,
    CharClass::Dash,
    CharClass::LongDash,
    CharClass::Hyphen,
    CharClass::Slash,
]);
/// Quotation marks in a row that are looked past for a wide character.
const NESTED: usize = 4;

/// Grades every boundary.
pub(crate) fn tailor(clusters: &mut [Cluster], rules: &Rules) {
    for index in 1..clusters.len() {
        let (before, after) = (clusters[index - 1].class, clusters[index].class);
        // Nearly every boundary of Chinese text; the default algorithm is right there.
        if before == CharClass::Wide && after == CharClass::Wide && !rules.words {
            continue;
        }
        let grade = Boundary { clusters, index, rules }.grade(before, after);
        clusters[index].grade = grade;
    }
}

/// A boundary with the clusters around it.
#[derive(Clone, Copy)]
struct Boundary<'a> {
    clusters: &'a [Cluster],
    /// The cluster after the boundary.
    index: usize,
    rules: &'a Rules,
}

impl Boundary<'_> {
    fn grade(self, before: CharClass, after: CharClass) -> Grade {
        let default = self.clusters[self.index].grade == Grade::Free;
        if before == CharClass::Newline {
            return Grade::Forced;
        }
        // White space stays with the line it follows.
        if matches!(after, CharClass::Space | CharClass::Newline)
            || before == CharClass::Glue
            || (after == CharClass::Glue && !default)
        {
            return Grade::Held;
        }
        // —— and …… are one mark that Unicode writes as two characters.
        if before == after && PAIRS.contains(before) {
            return Grade::Held;
        }
        // UAX #14 takes “ and ” for marks of unknown side, because ” opens in Swedish; beside Han they are brackets.
        let opens = after == CharClass::QuoteOpen && self.is_bracket(self.index);
        let closes = before == CharClass::QuoteClose && self.is_bracket(self.index - 1);
        if !self.rules.free && (self.starts_badly(before, after, default) || self.rules.no_end.contains(before)) {
            return Grade::Held;
        }
        // Held comes before these: a mark at the wrong edge is worse than a number in two lines.
        if self.in_number(before, after) || self.in_plus_plus(before, after) {
            return Grade::Word;
        }
        let allowed = default
            || (opens && !OPENERS.contains(before))
            || (closes && !CLOSERS.contains(after))
            || self.begins_amount(before, after)
            || self.after_comma(before, after)
            || (self.rules.free && self.between_marks(before, after));
        if !allowed {
            return Grade::Word;
        }
        // A worse place than others, but one: an address of slashes has no other.
        let slash = matches!(before, CharClass::Slash | CharClass::WideSlash) && !self.rules.slash_ends;
        if slash || (self.rules.words && in_korean_word(before, after)) {
            return Grade::Second;
        }
        Grade::Free
    }

    /// The class of the cluster `distance` clusters after the boundary's.
    fn following(self, distance: usize) -> Option<CharClass> {
        self.clusters.get(self.index + distance).map(|cluster| cluster.class)
    }

    /// The class of the cluster before the one before the boundary.
    fn second_before(self) -> Option<CharClass> {
        self.index.checked_sub(2).map(|at| self.clusters[at].class)
    }

    /// True if the curly quotation mark at `at` is beside a wide character, perhaps with more such marks between,
    /// and so is a bracket (UAX #14 rule 19a, CLREQ). One between narrow letters is an apostrophe.
    fn is_bracket(self, at: usize) -> bool {
        let wide = |class: Option<CharClass>| class.is_some_and(|class| CharClass::WIDE.contains(class));
        let classes = self.clusters;
        let left = classes[..at]
            .iter()
            .rev()
            .take(NESTED)
            .map(|cluster| cluster.class)
            .find(|class| !CharClass::QUOTES.contains(*class));
        let right = classes[at + 1..]
            .iter()
            .take(NESTED)
            .map(|cluster| cluster.class)
            .find(|class| !CharClass::QUOTES.contains(*class));
        wide(left) || wide(right)
    }

    /// True if a mark would start a line that may not.
    fn starts_badly(self, before: CharClass, after: CharClass, default: bool) -> bool {
        if after == CharClass::Dash {
            let single = self.following(1) != Some(CharClass::Dash);
            return if single { self.rules.dash_connects && self.connects(before) } else { self.rules.dash_pair_held };
        }
        if self.rules.connectors.contains(after) {
            return after == CharClass::WideSlash || (self.connects(before) && !self.begins_amount(before, after));
        }
        if !self.rules.no_start.contains(after) {
            return false;
        }
        let trusted = NARROW_MARKS.contains(after) || (after == CharClass::QuoteClose && !self.is_bracket(self.index));
        !(before == CharClass::Space && default && trusted)
    }

    /// True if the narrow mark after the boundary joins two words, rather than being a sign or a word of its own: a
    /// word comes right before it, or it has white space on both sides among wide characters.
    fn connects(self, before: CharClass) -> bool {
        if before != CharClass::Space {
            return true;
        }
        let last = self.clusters[..self.index]
            .iter()
            .rev()
            .take(NESTED)
            .map(|cluster| cluster.class)
            .find(|k| *k != CharClass::Space);
        let next = self.following(1).is_none_or(|class| class == CharClass::Space || CharClass::WIDE.contains(class));
        next && last.is_some_and(|class| CharClass::WIDE.contains(class))
    }

    /// True if an amount begins here with its currency or sign, behind the end of a phrase.
    fn begins_amount(self, before: CharClass, after: CharClass) -> bool {
        let signs = matches!(after, CharClass::Prefix | CharClass::Plus)
            || (after == CharClass::Hyphen && self.following(1).is_some_and(|class| CharClass::DIGITS.contains(class)));
        signs && PHRASE_ENDS.contains(before)
    }

    /// True if the boundary is inside a number, with its sign, currency, unit and range.
    fn in_number(self, before: CharClass, after: CharClass) -> bool {
        let digit = |class: Option<CharClass>| class.is_some_and(|class| CharClass::DIGITS.contains(class));
        // Full-width letters are ideographs to UAX #14 and to JLREQ (cl-19), and so break everywhere.
        if CharClass::DIGITS.contains(before) && (CharClass::DIGITS.contains(after) || after == CharClass::Suffix) {
            return true;
        }
        let after_number = self.second_before().is_some_and(|class| NUMBER_ENDS.contains(class));
        // The number after the mark of a range may begin with a currency: ￥5～￥10.
        let number_at = |distance| {
            let prefix = usize::from(self.following(distance) == Some(CharClass::Prefix));
            digit(self.following(distance + prefix))
        };
        match before {
            CharClass::Prefix | CharClass::WideSign if digit(Some(after)) => true,
            // １，０００ but not １，２
            CharClass::WideComma => {
                after == CharClass::WideDigit
                    && self.second_before() == Some(CharClass::WideDigit)
                    && digit(self.following(1))
                    && digit(self.following(2))
                    && !digit(self.following(3))
            }
            // The default algorithm knows narrow digits only.
            CharClass::Comma | CharClass::Point | CharClass::Slash => {
                digit(Some(after))
                    && after_number
                    && (after == CharClass::WideDigit || self.second_before() == Some(CharClass::WideDigit))
            }
            _ if after == CharClass::WideDigit && self.rules.ends_before_wide_digit.contains(before) => false,
            _ if JOINERS.contains(before) => after_number && number_at(0),
            _ => NUMBER_ENDS.contains(before) && JOINERS.contains(after) && number_at(1),
        }
    }

    /// True if the boundary is between the signs at the end of a word: C++.
    fn in_plus_plus(self, before: CharClass, after: CharClass) -> bool {
        (before, after) == (CharClass::Plus, CharClass::Plus)
            && self.second_before().is_some_and(|class| CharClass::WORD.contains(class) || class == CharClass::Plus)
    }

    /// True if a narrow comma or colon ends a run of wide text here, as in 据报道,12月: no number goes on.
    fn after_comma(self, before: CharClass, after: CharClass) -> bool {
        before == CharClass::Comma
            && CharClass::WORD.contains(after)
            && self
                .second_before()
                .is_some_and(|class| CharClass::WIDE.contains(class) || class == CharClass::QuoteClose)
    }

    /// True if both sides are wide marks, or one is and the other is a word: free where marks may stand anywhere.
    fn between_marks(self, before: CharClass, after: CharClass) -> bool {
        let wide = |class, at| match class {
            CharClass::Ellipsis | CharClass::Dash | CharClass::LongDash | CharClass::MiddleDot => true,
            CharClass::QuoteOpen | CharClass::QuoteClose => self.is_bracket(at),
            _ => CharClass::WIDE.contains(class),
        };
        let (left, right) = (wide(before, self.index - 1), wide(after, self.index));
        (left && (right || CharClass::WORD.contains(after))) || (right && CharClass::WORD.contains(before))
    }
}

/// True if a boundary the default algorithm allows is inside a Korean word with its particles (KLREQ 4.3).
fn in_korean_word(before: CharClass, after: CharClass) -> bool {
    !WORD_ENDS.contains(before) && (SYLLABLES.contains(before) || SYLLABLES.contains(after))
}
