//! A measure of how well bytes read in an encoding, by the characters that East Asian text is made of.

use encoding_rs::{EUC_JP, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS};

use crate::text::classes::{is_hangul, is_kana};

/// Scores a sample read in an encoding: points for the characters that East Asian text is made of, less those for
/// nonsense; at least 1.
pub(crate) fn fitness(sample: &[u8], encoding: &'static Encoding) -> usize {
    // GBK is a part of GB18030 and decoded alike.
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    let japanese = [EUC_JP, SHIFT_JIS, ISO_2022_JP].contains(&encoding);
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let (mut good, mut bad) = (1_usize, 0_usize);
    for c in text.chars() {
        match c {
            c if is_common(c) => good += 3,
            // GBK and EUC-KR hold kana where EUC-JP has them; only Japanese is written with them.
            c if is_full_width_kana(c) => good += if japanese { 2 } else { 0 },
            '，' | '。' | '、' => good += 2,
            c if is_hangul(c) => good += 1,
            '\u{fffd}' => bad += 20,
            '\u{e000}'..='\u{f8ff}' | '\u{80}'..='\u{9f}' => bad += 3,
            _ => {}
        }
    }
    good.saturating_sub(bad).max(1)
}

/// True for kana, except those of half width, which the bytes of other encodings are in `Shift_JIS`.
pub(crate) fn is_full_width_kana(c: char) -> bool {
    is_kana(c) && c < '\u{FF00}'
}

/// True for a character that every text has.
pub(crate) fn is_common(c: char) -> bool {
    COMMON.contains(c)
}

/// Han and Hangul that every text has; another encoding's bytes rarely make them.
const COMMON: &str = "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里裡日月本市新报報道记記者表示";
