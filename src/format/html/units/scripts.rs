//! Superscripts and subscripts in plain text: Unicode's characters if all of them have such a form (10⁸, H₂O), else
//! `^(…)` and `_(…)`.
//!
//! A raised figure must not run into the one before it: 10 to the 8th is not 108.

/// Raised or lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Baseline {
    Raised,
    Lowered,
}

/// The writing of one superscript or subscript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// As any other text: endings of ordinal numbers and marks that stand apart by themselves.
    Plain,
    /// In characters of its own.
    Mapped(Baseline),
    /// In `^(…)` or `_(…)`.
    Bracketed(Baseline),
}

/// Limit of a text that is a script at all, in characters; pages also set whole paragraphs small.
const MAX_SCRIPT_CHARS: usize = 60;

/// Endings of ordinal numbers, and other words that are raised for the look alone.
const ENDINGS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "re", "e", "ère", "ème", "eme", "nde", "ᵉ", "o", "a", "º", "ª", "os", "as", "tm",
    "sm", "mc", "me", "mlle", "mme",
];

#[rustfmt::skip]
const RAISED: &[(char, char)] = &[
    ('0', '⁰'), ('1', '¹'), ('2', '²'), ('3', '³'), ('4', '⁴'), ('5', '⁵'), ('6', '⁶'), ('7', '⁷'), ('8', '⁸'),
    ('9', '⁹'), ('+', '⁺'), ('-', '⁻'), ('−', '⁻'), ('–', '⁻'), ('=', '⁼'), ('(', '⁽'), (')', '⁾'), ('a', 'ᵃ'),
    ('b', 'ᵇ'), ('c', 'ᶜ'), ('d', 'ᵈ'), ('e', 'ᵉ'), ('f', 'ᶠ'), ('g', 'ᵍ'), ('h', 'ʰ'), ('i', 'ⁱ'), ('j', 'ʲ'),
    ('k', 'ᵏ'), ('l', 'ˡ'), ('m', 'ᵐ'), ('n', 'ⁿ'), ('o', 'ᵒ'), ('p', 'ᵖ'), ('r', 'ʳ'), ('s', 'ˢ'), ('t', 'ᵗ'),
    ('u', 'ᵘ'), ('v', 'ᵛ'), ('w', 'ʷ'), ('x', 'ˣ'), ('y', 'ʸ'), ('z', 'ᶻ'),
];

#[rustfmt::skip]
const LOWERED: &[(char, char)] = &[
    ('0', '₀'), ('1', '₁'), ('2', '₂'), ('3', '₃'), ('4', '₄'), ('5', '₅'), ('6', '₆'), ('7', '₇'), ('8', '₈'),
    ('9', '₉'), ('+', '₊'), ('-', '₋'), ('−', '₋'), ('–', '₋'), ('=', '₌'), ('(', '₍'), (')', '₎'), ('a', 'ₐ'),
    ('e', 'ₑ'), ('h', 'ₕ'), ('i', 'ᵢ'), ('j', 'ⱼ'), ('k', 'ₖ'), ('l', 'ₗ'), ('m', 'ₘ'), ('n', 'ₙ'), ('o', 'ₒ'),
    ('p', 'ₚ'), ('r', 'ᵣ'), ('s', 'ₛ'), ('t', 'ₜ'), ('u', 'ᵤ'), ('v', 'ᵥ'), ('x', 'ₓ'),
];

impl Baseline {
    fn forms(self) -> &'static [(char, char)] {
        match self {
            Baseline::Raised => RAISED,
            Baseline::Lowered => LOWERED,
        }
    }

    /// The form of a character, if Unicode has it.
    fn form(self, c: char) -> Option<char> {
        self.forms().iter().find(|(plain, _)| *plain == c).map(|(_, form)| *form)
    }

    /// A text in the forms of its characters; characters without one stay.
    pub(super) fn mapped(self, text: &str) -> String {
        text.chars().map(|c| self.form(c).unwrap_or(c)).collect()
    }

    fn has_all(self, text: &str) -> bool {
        text.chars().all(|c| c.is_whitespace() || self.form(c).is_some())
    }

    /// The mark before a script in brackets.
    pub(super) fn mark(self) -> &'static str {
        match self {
            Baseline::Raised => "^(",
            Baseline::Lowered => "_(",
        }
    }

    /// A script written out, for a formula.
    pub(super) fn written(self, text: &str) -> String {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        match () {
            () if plain.is_empty() => String::new(),
            () if self.has_all(&plain) => self.mapped(&plain),
            () => format!("{}{text})", self.mark()),
        }
    }
}

/// The writing of an element's content; `None` stands for one that is too long to be a script.
pub(super) fn writing(content: Option<&str>, script: Baseline) -> Writing {
    let Some(content) = content.filter(|text| text.chars().nth(MAX_SCRIPT_CHARS).is_none()) else {
        return Writing::Plain;
    };
    let lower = content.to_lowercase();
    let stands_apart = content.is_empty()
        || content.chars().all(|c| "*†‡§¶#※★☆®©™℠°′″".contains(c) || ('\u{2460}'..='\u{24ff}').contains(&c))
        || content.starts_with(['[', '［', '〔', '【', '(', '（', '注'])
        || content.starts_with('^') && content.contains('(');
    if stands_apart || script == Baseline::Raised && ENDINGS.contains(&lower.as_str()) {
        return Writing::Plain;
    }
    if script.has_all(content) { Writing::Mapped(script) } else { Writing::Bracketed(script) }
}

#[cfg(test)]
mod tests {
    use super::{Baseline, Writing, writing};

    #[test]
    fn forms_of_unicode_where_it_has_them_all() {
        for (text, script, expected) in [
            ("8", Baseline::Raised, "⁸"),
            ("-3", Baseline::Raised, "⁻³"),
            ("−3", Baseline::Raised, "⁻³"),
            ("n+1", Baseline::Raised, "ⁿ⁺¹"),
            ("2", Baseline::Lowered, "₂"),
            ("ij", Baseline::Lowered, "ᵢⱼ"),
            ("甲", Baseline::Raised, "^(甲)"),
            ("最大", Baseline::Lowered, "_(最大)"),
            ("iπ", Baseline::Raised, "^(iπ)"),
            ("", Baseline::Raised, ""),
        ] {
            assert_eq!(script.written(text), expected, "{text}");
        }
    }

    #[test]
    fn endings_and_marks_stay_plain() {
        for text in ["th", "ST", "[1]", "注1", "*", "①", ""] {
            assert_eq!(writing(Some(text), Baseline::Raised), Writing::Plain, "{text}");
        }
        assert_eq!(writing(Some("2"), Baseline::Lowered), Writing::Mapped(Baseline::Lowered));
        assert_eq!(writing(Some("甲"), Baseline::Raised), Writing::Bracketed(Baseline::Raised));
        assert_eq!(writing(None, Baseline::Raised), Writing::Plain);
    }
}
