//! Clusters whose width terminals dispute: after one of them the cursor's column is not known and must be set.
//!
//! How wide a cluster *should* be is `text::width`'s business, not this file's.

use unicode_width::UnicodeWidthChar;

use crate::text::width::{Ambiguous, terminals_agree};

/// A character that every terminal draws in two cells: Han of the basic plane, kana, bopomofo, Hangul syllables and
/// compatibility jamo, ideographic punctuation, full-width forms. Some older terminals draw the Han of the
/// supplementary planes in one cell, and some newer ones draw 〰 〽 ㊗ ㊙ as emoji.
pub(crate) const fn ordinary_wide(c: char) -> bool {
    // Most of all: the ranges together are compared at once, all of them for every character.
    if matches!(c, '\u{4E00}'..='\u{9FFF}') {
        return true;
    }
    matches!(c as u32,
        0x2E80..=0x2E99 | 0x2E9B..=0x2EF3 | 0x2F00..=0x2FD5
        | 0x3000..=0x3029 | 0x3031..=0x303C
        | 0x3041..=0x3096 | 0x309B..=0x30FF
        | 0x3105..=0x312F | 0x3131..=0x3163 | 0x3165..=0x318E | 0x31A0..=0x31BF | 0x31F0..=0x31FF
        | 0x3220..=0x3247 | 0x3250..=0x3296 | 0x329A..=0x33FF
        | 0x3400..=0x4DBF
        | 0xAC00..=0xD7A3 | 0xF900..=0xFA6D | 0xFA70..=0xFAD9
        | 0xFE30..=0xFE4F | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6)
}

/// Widths that were measured on the terminal at hand and are no longer in dispute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KnownWidths {
    /// Width of characters of ambiguous width.
    pub ambiguous: Option<Ambiguous>,
    /// Pictographs and Han of the supplementary planes take two cells.
    pub pictographs: bool,
}

impl KnownWidths {
    /// A terminal that was asked and draws what is ambiguous in one cell.
    #[cfg(test)]
    pub(super) const NARROW: KnownWidths = KnownWidths { ambiguous: Some(Ambiguous::Narrow), pictographs: false };

    /// True if a character of ambiguous width has the width that is expected. Terminals that draw them wide do so with
    /// the punctuation of Chinese text; about symbols they differ still.
    fn ambiguous(self, c: char) -> bool {
        match self.ambiguous {
            Some(Ambiguous::Narrow) => true,
            Some(Ambiguous::Wide) => matches!(c, '\u{2010}'..='\u{2027}' | '·'),
            None => false,
        }
    }
}

/// True if terminals differ in how many cells they give `cluster`, as far as that is not known.
pub(crate) fn disputed(cluster: &str, known: KnownWidths) -> bool {
    let mut chars = cluster.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return true };
    match c {
        // Before the tables are looked at: nearly all characters are of these two kinds, and undisputed.
        ' '..='~' => false,
        _ if ordinary_wide(c) => false,
        _ if !terminals_agree(cluster) => true,
        // The pictographs of Unicode 9 and before, and the Han that glibc knows as long.
        '\u{1F300}'..='\u{1F64F}'
        | '\u{1F680}'..='\u{1F6C5}'
        | '\u{1F910}'..='\u{1F91E}'
        | '\u{20000}'..='\u{2EBE0}'
            if c.width() == Some(2) =>
        {
            !known.pictographs
        }
        // The soft hyphen is drawn by some and dropped by others.
        _ if c.width() != Some(1) || c == '\u{AD}' => true,
        // Latin, Greek and Cyrillic letters with an accent or of a set that East Asian fonts draw full width; the
        // tables of ambiguous width differ from terminal to terminal here.
        '\u{A0}'..='\u{52F}' => !known.ambiguous(c),
        // Half-width kana and Hangul too; but the half-width voiced sound marks join their base in some terminals.
        '\u{530}'..='\u{1FFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}' => false,
        '\u{FF61}'..='\u{FFDC}' => matches!(c, '\u{FF9E}' | '\u{FF9F}'),
        // General punctuation, arrows, mathematics, box drawing, geometric shapes.
        '\u{2000}'..='\u{27BF}' => c.width_cjk() != Some(1) && !known.ambiguous(c),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_characters_take_two_cells() {
        for c in ('\0'..=char::MAX).filter(|c| ordinary_wide(*c)) {
            assert_eq!(c.width(), Some(2), "{c:?} U+{:04X}", u32::from(c));
            assert!(terminals_agree(c.encode_utf8(&mut [0; 4])), "{c:?}");
        }
        for c in ['国', 'あ', '한', '，', '　', '「', '㈱'] {
            assert!(ordinary_wide(c), "{c}");
        }
    }

    #[test]
    fn what_is_disputed() {
        let narrow = KnownWidths::NARROW;
        let wide = KnownWidths { ambiguous: Some(Ambiguous::Wide), pictographs: true };
        for known in ["a", "国", "。", "한", "ア", "Ａ", "ｱ", "✓", "▸"] {
            assert!(!disputed(known, KnownWidths::default()), "{known}");
        }
        for ambiguous in ["—", "…", "“", "·", "①", "é", "α", "я", "ǎ", "─", "★"] {
            assert!(disputed(ambiguous, KnownWidths::default()), "{ambiguous}");
            assert!(!disputed(ambiguous, narrow), "{ambiguous}");
        }
        for mark in ["—", "…", "“", "”", "·"] {
            assert!(!disputed(mark, wide), "{mark}");
        }
        for supplementary in ["😀", "𠮷", "📰"] {
            assert!(disputed(supplementary, narrow), "{supplementary}");
            assert!(!disputed(supplementary, wide), "{supplementary}");
        }
        for always in ["👨‍👩‍👧", "e\u{301}", "⌨\u{fe0f}", "ﾞ", "\u{1100}\u{1161}", "\u{200b}", "", "☔", "〰", "\u{1FAE9}"]
        {
            assert!(disputed(always, narrow) && disputed(always, wide), "{always}");
        }
        assert!(disputed("★", wide));
    }
}
