//! Bytes sent for a display form, where that differs from it: on terminals that draw ambiguous characters wide, a
//! Latin letter with accents goes out as the letter and its marks. Composed it would take two cells there if it is
//! ambiguous (é, but not ë); in two parts every terminal gives it one. The display form itself stays composed.

use std::borrow::Cow;

use unicode_normalization::char::decompose_canonical;

use super::{Ambiguous, ambiguous::is_ambiguous};

/// The characters to send for a display form, or for a part of one.
#[must_use]
#[inline] // It is asked for each cluster that is drawn, and on most terminals has nothing to do.
pub(crate) fn sent(text: &str, ambiguous: Ambiguous) -> Cow<'_, str> {
    if ambiguous == Ambiguous::Narrow || !text.chars().any(goes_in_parts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if goes_in_parts(c) {
            decompose_canonical(c, |part| out.push(part));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn goes_in_parts(c: char) -> bool {
    is_accented(c) && is_ambiguous(c)
}

/// True if a character is an ASCII letter with accents. All ambiguous ones are in this range.
pub(super) fn is_accented(c: char) -> bool {
    if !('\u{C0}'..='\u{1DC}').contains(&c) {
        return false;
    }
    let mut first = None;
    decompose_canonical(c, |part| {
        first.get_or_insert(part);
    });
    first.is_some_and(|base| base != c && base.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;
    use crate::text::width::{cells, char_cells};

    #[test]
    fn accented_letters_go_out_in_parts_where_ambiguous_is_wide() {
        assert_eq!(sent("Café ǚ", Ambiguous::Narrow), "Café ǚ");
        assert_eq!(sent("Café ǚ", Ambiguous::Wide), "Cafe\u{301} u\u{308}\u{30C}");
        for same in ["中文", "çöø", "αё", "“…”", "ế", ""] {
            assert!(matches!(sent(same, Ambiguous::Wide), Cow::Borrowed(_)), "{same}");
        }
    }

    #[test]
    fn what_is_sent_takes_the_cells_that_were_counted() {
        for c in ('\0'..=char::MAX).filter(|c| goes_in_parts(*c)) {
            let (text, parts) = (String::from(c), sent(c.encode_utf8(&mut [0; 4]), Ambiguous::Wide).into_owned());
            assert_eq!(cells(&text, Ambiguous::Wide), 1, "{c}");
            // One for the letter, none for a mark, in any table.
            assert!(parts.starts_with(|c: char| c.is_ascii_alphabetic()), "{c}");
            assert!(parts.chars().skip(1).all(|c| char_cells(c, Ambiguous::Wide) == 0), "{c}");
            assert_eq!(parts.nfc().collect::<String>(), text);
        }
    }
}
