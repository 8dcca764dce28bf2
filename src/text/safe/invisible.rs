//! Characters that are never drawn.

/// True if a character has no glyph by Unicode's own word: default-ignorable, a format character, a noncharacter.
///
/// Control characters are not in here, and neither are the format characters that do have a glyph (U+0600..U+0605 and
/// such) nor U+200D ZERO WIDTH JOINER, whose meaning depends on its neighbours.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        // Default_Ignorable_Code_Point.
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
        // Other format characters: interlinear annotation, the joining of hieroglyphs.
        | '\u{FFF9}'..='\u{FFFB}' | '\u{13430}'..='\u{1343F}'
        | '\u{FDD0}'..='\u{FDEF}'
    ) || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noncharacters_are_invisible_in_every_plane() {
        for plane in 0..=0x10 {
            for low in [0xFFFE, 0xFFFF] {
                assert!(char::from_u32(plane << 16 | low).is_some_and(is_invisible));
            }
            assert!(!char::from_u32(plane << 16 | 0xFFFD).is_some_and(is_invisible));
        }
    }
}
