//! Clusters that terminals of today draw with different numbers of cells, whatever form they are given. Their cells
//! are counted as most draw them; who sends one must not rely on where the cursor is afterwards.

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::{Ambiguous, char_cells, lies_in};

/// True if current terminals agree on the cells of a cluster of a display form. After one on which they do not, the
/// cursor's column is to be set anew, so that the rest of the row stays aligned.
#[must_use]
pub fn terminals_agree(cluster: &str) -> bool {
    !cluster
        .chars()
        .any(|c| is_new(c) || is_spacing_mark(c) || canonical_combining_class(c) == VIRAMA || lies_in(PREFIXES, c))
}

/// Canonical combining class of the marks that make a conjunct of two letters, which some terminals draw as one.
const VIRAMA: u8 = 9;

/// A mark with a cell of its own: some terminals give it one, some none.
fn is_spacing_mark(c: char) -> bool {
    is_combining_mark(c) && char_cells(c, Ambiguous::Narrow) > 0
}

/// True if a character takes a cell that the `unicode-width` crate does not count. xterm and glibc count it.
pub(super) fn takes_a_cell(c: char) -> bool {
    lies_in(PREFIXES, c) || lies_in(EXTENDING_SPACING_MARKS, c)
}

/// True if a character got its width, or came into being, after Unicode 15.0, which some terminals still follow.
fn is_new(c: char) -> bool {
    lies_in(NEW, c)
}

/// East Asian Width “W” in Unicode 17 but not in 15.0; combining marks of Unicode 17 that 15.0 does not have; and the
/// circled numbers U+3248..U+324F, ambiguous by the standard, wide in xterm and glibc.
#[rustfmt::skip]
const NEW: &[(char, char)] = &[
    ('\u{897}', '\u{897}'), ('\u{1ACF}', '\u{1ADD}'), ('\u{1AE0}', '\u{1AEB}'), ('\u{2630}', '\u{2637}'),
    ('\u{268A}', '\u{268F}'), ('\u{2FFC}', '\u{2FFF}'), ('\u{31E4}', '\u{31E5}'), ('\u{31EF}', '\u{31EF}'),
    ('\u{3248}', '\u{324F}'), ('\u{4DC0}', '\u{4DFF}'), ('\u{10D69}', '\u{10D6D}'), ('\u{10EFA}', '\u{10EFC}'),
    ('\u{113BB}', '\u{113C0}'), ('\u{113CE}', '\u{113CE}'), ('\u{113D0}', '\u{113D0}'), ('\u{113D2}', '\u{113D2}'),
    ('\u{113E1}', '\u{113E2}'), ('\u{11B60}', '\u{11B60}'), ('\u{11B62}', '\u{11B64}'), ('\u{11B66}', '\u{11B66}'),
    ('\u{11F5A}', '\u{11F5A}'), ('\u{1611E}', '\u{16129}'), ('\u{1612D}', '\u{1612F}'), ('\u{16FF2}', '\u{16FF6}'),
    ('\u{187F8}', '\u{187FF}'), ('\u{18CFF}', '\u{18CFF}'), ('\u{18D09}', '\u{18D1E}'), ('\u{18D80}', '\u{18DF2}'),
    ('\u{1D300}', '\u{1D356}'), ('\u{1D360}', '\u{1D376}'), ('\u{1E5EE}', '\u{1E5EF}'), ('\u{1E6E3}', '\u{1E6E3}'),
    ('\u{1E6E6}', '\u{1E6E6}'), ('\u{1E6EE}', '\u{1E6EF}'), ('\u{1E6F5}', '\u{1E6F5}'), ('\u{1F6D8}', '\u{1F6D8}'),
    ('\u{1FA89}', '\u{1FA8A}'), ('\u{1FA8E}', '\u{1FA8F}'), ('\u{1FABE}', '\u{1FABE}'), ('\u{1FAC6}', '\u{1FAC6}'),
    ('\u{1FAC8}', '\u{1FAC8}'), ('\u{1FACD}', '\u{1FACD}'), ('\u{1FADC}', '\u{1FADC}'), ('\u{1FADF}', '\u{1FADF}'),
    ('\u{1FAE9}', '\u{1FAEA}'), ('\u{1FAEF}', '\u{1FAEF}'),
];

/// Letters that are written before or on the next one and make one cluster with it in some terminals (UAX #29,
/// Prepend), and the Devanagari caret.
#[rustfmt::skip]
const PREFIXES: &[(char, char)] = &[
    ('\u{D4E}', '\u{D4E}'), ('\u{A8FA}', '\u{A8FA}'), ('\u{111C2}', '\u{111C3}'), ('\u{113D1}', '\u{113D1}'),
    ('\u{1193F}', '\u{1193F}'), ('\u{11941}', '\u{11941}'), ('\u{11A3A}', '\u{11A3A}'), ('\u{11A84}', '\u{11A89}'),
    ('\u{11D46}', '\u{11D46}'), ('\u{11F02}', '\u{11F02}'),
];

/// Spacing marks (Mc) that UAX #29 counts among the extending ones. The Hangul tone marks are missing: they are never
/// shown.
#[rustfmt::skip]
const EXTENDING_SPACING_MARKS: &[(char, char)] = &[
    ('\u{9BE}', '\u{9BE}'), ('\u{9D7}', '\u{9D7}'), ('\u{B3E}', '\u{B3E}'), ('\u{B57}', '\u{B57}'),
    ('\u{BBE}', '\u{BBE}'), ('\u{BD7}', '\u{BD7}'), ('\u{CC0}', '\u{CC0}'), ('\u{CC2}', '\u{CC2}'),
    ('\u{CC7}', '\u{CC8}'), ('\u{CCA}', '\u{CCB}'), ('\u{CD5}', '\u{CD6}'), ('\u{D3E}', '\u{D3E}'),
    ('\u{D57}', '\u{D57}'), ('\u{DCF}', '\u{DCF}'), ('\u{DDF}', '\u{DDF}'), ('\u{1715}', '\u{1715}'),
    ('\u{1734}', '\u{1734}'), ('\u{1B35}', '\u{1B35}'), ('\u{1B3B}', '\u{1B3B}'), ('\u{1B3D}', '\u{1B3D}'),
    ('\u{1B43}', '\u{1B44}'), ('\u{1BAA}', '\u{1BAA}'), ('\u{1BF2}', '\u{1BF3}'), ('\u{A953}', '\u{A953}'),
    ('\u{A9C0}', '\u{A9C0}'), ('\u{111C0}', '\u{111C0}'), ('\u{11235}', '\u{11235}'), ('\u{1133E}', '\u{1133E}'),
    ('\u{1134D}', '\u{1134D}'), ('\u{11357}', '\u{11357}'), ('\u{113B8}', '\u{113B8}'), ('\u{113C2}', '\u{113C2}'),
    ('\u{113C5}', '\u{113C5}'), ('\u{113C7}', '\u{113C9}'), ('\u{113CF}', '\u{113CF}'), ('\u{114B0}', '\u{114B0}'),
    ('\u{114BD}', '\u{114BD}'), ('\u{115AF}', '\u{115AF}'), ('\u{116B6}', '\u{116B6}'), ('\u{11930}', '\u{11930}'),
    ('\u{1193D}', '\u{1193D}'), ('\u{11F41}', '\u{11F41}'), ('\u{16FF0}', '\u{16FF1}'), ('\u{1D165}', '\u{1D166}'),
    ('\u{1D16D}', '\u{1D172}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_agree_on_plain_text_and_not_on_new_characters() {
        for cluster in ["中", "か", "가", "é", "क", "“", "😀", "🇨🇳", "カ\u{309A}", "\u{A960}\u{D7B0}", "①", "\u{E000}"]
        {
            assert!(terminals_agree(cluster), "{cluster}");
        }
        for cluster in ["䷀", "☰", "⿼", "\u{1FAE9}", "कि", "क्", "কা", "ൎ", "㉈"] {
            assert!(!terminals_agree(cluster), "{cluster}");
        }
    }

    #[test]
    fn the_tables_are_in_order() {
        for table in [NEW, PREFIXES, EXTENDING_SPACING_MARKS] {
            assert!(table.windows(2).all(|pair| pair[0].1 < pair[1].0));
            assert!(table.iter().all(|(first, last)| first <= last));
        }
    }
}
