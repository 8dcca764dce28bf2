//! Which characters are Han.

/// Whether a character is Han of any block, 々 and 〇 among them.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '々' | '〇')
        || matches!(c, '\u{20000}'..='\u{3ffff}')
}
