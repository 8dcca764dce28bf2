//! Character classes of line breaking beyond those of UAX #14: the marks of Chinese, Japanese and Korean typesetting.
//! The classes know no language; `rules` does.

use crate::text::{width, width::Ambiguous};

/// The class of a character in typesetting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CharClass {
    /// White space a line may end with.
    Space,
    /// A line feed.
    Newline,
    /// Holds its neighbours together: NBSP, WJ and their like.
    Glue,
    /// A Han character or any other wide one that is not listed below.
    Wide,
    /// A Hangul syllable.
    Hangul,
    /// A small kana.
    SmallKana,
    /// ー
    Prolonged,
    /// 々 ゝ ヽ 〻
    Iteration,
    /// 〃
    Ditto,
    /// A letter of a narrow script.
    Letter,
    /// An ASCII digit.
    Digit,
    /// A full-width digit.
    WideDigit,
    /// A full-width Latin letter.
    WideLetter,
    /// Any other narrow character.
    Narrow,
    /// 、 。 and their small, vertical and half-width forms.
    Stop,
    /// ，
    WideComma,
    /// ．
    WidePoint,
    /// ：
    WideColon,
    /// ；
    WideSemicolon,
    /// ！ ？ ‼ ⁇
    WideExclaim,
    /// 「 （ 《
    WideOpen,
    /// 」 ） 》
    WideClose,
    /// ＂ ＇
    WideStraightQuote,
    /// " ' « »: a quotation mark of unknown side.
    Quote,
    /// “ ‘
    QuoteOpen,
    /// ” ’
    QuoteClose,
    /// ( [ {
    Open,
    /// ) ] }
    Close,
    /// , : ;
    Comma,
    /// . ! ?
    Point,
    /// · ・ ‧
    MiddleDot,
    /// +
    Plus,
    /// /
    Slash,
    /// ／
    WideSlash,
    /// ～ 〜
    Wave,
    /// - ‐
    Hyphen,
    /// –
    EnDash,
    /// － ＋
    WideSign,
    /// — ―
    Dash,
    /// ⸺ ⸻
    LongDash,
    /// … ‥ ⋯
    Ellipsis,
    /// 〳 〴 〵
    Repeat,
    /// ％ ℃ ° ㎏: belongs to the number before it.
    Suffix,
    /// ￥ ＄ № − ±: belongs to the number after it.
    Prefix,
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CharClasses(u64);

impl CharClasses {
    /// The set of some classes.
    pub const fn from_classes(classes: &[CharClass]) -> CharClasses {
        let mut bits = 0;
        let mut index = 0;
        while index < classes.len() {
            bits |= 1 << classes[index] as u8;
            index += 1;
        }
        CharClasses(bits)
    }

    /// The classes of either set.
    pub const fn union(self, other: CharClasses) -> CharClasses {
        CharClasses(self.0 | other.0)
    }

    /// True if a class is in the set.
    #[inline]
    pub const fn contains(self, class: CharClass) -> bool {
        self.0 >> class as u8 & 1 == 1
    }
}

impl CharClass {
    /// ASCII and full-width digits.
    pub const DIGITS: CharClasses = CharClasses::from_classes(&[CharClass::Digit, CharClass::WideDigit]);
    /// Letters and digits of words and numbers, narrow or full-width.
    pub const WORD: CharClasses =
        CharClasses::from_classes(&[CharClass::Letter, CharClass::Digit, CharClass::WideLetter, CharClass::WideDigit]);
    /// Quotation marks that are brackets beside wide characters.
    pub const QUOTES: CharClasses = CharClasses::from_classes(&[CharClass::QuoteOpen, CharClass::QuoteClose]);
    /// Wide characters and wide marks, which a curly quote beside them belongs to.
    pub const WIDE: CharClasses = CharClasses::from_classes(&[
        CharClass::Wide,
        CharClass::Hangul,
        CharClass::SmallKana,
        CharClass::Prolonged,
        CharClass::Iteration,
        CharClass::Ditto,
        CharClass::WideDigit,
        CharClass::WideLetter,
        CharClass::Stop,
        CharClass::WideComma,
        CharClass::WidePoint,
        CharClass::WideColon,
        CharClass::WideSemicolon,
        CharClass::WideExclaim,
        CharClass::WideOpen,
        CharClass::WideClose,
        CharClass::WideStraightQuote,
        CharClass::WideSlash,
        CharClass::Wave,
        CharClass::WideSign,
        CharClass::Repeat,
    ]);

    /// The class of a character of a display form.
    #[inline]
    #[allow(clippy::match_same_arms)] // Han first: most characters are.
    pub fn from_char(c: char) -> CharClass {
        match c {
            '\u{4E00}'..='\u{9FFF}' => CharClass::Wide,
            '\0'..='\u{7F}' => ascii(c),
            '\u{AC00}'..='\u{D7A3}' => CharClass::Hangul,
            '\u{2000}'..='\u{2BFF}' | '\u{2E3A}' | '\u{2E3B}' => general(c),
            '\u{3000}'..='\u{33FF}' => cjk(c),
            '\u{3400}'..='\u{4DFF}' | '\u{20000}'..='\u{3FFFF}' => CharClass::Wide,
            '\u{FE10}'..='\u{FFEF}' => forms(c),
            _ => other(c),
        }
    }
}

fn ascii(c: char) -> CharClass {
    match c {
        '\n' => CharClass::Newline,
        ' ' | '\t' => CharClass::Space,
        '0'..='9' => CharClass::Digit,
        'A'..='Z' | 'a'..='z' => CharClass::Letter,
        '(' | '[' | '{' => CharClass::Open,
        ')' | ']' | '}' => CharClass::Close,
        ',' | ':' | ';' => CharClass::Comma,
        '.' | '!' | '?' => CharClass::Point,
        '+' => CharClass::Plus,
        '/' => CharClass::Slash,
        '-' => CharClass::Hyphen,
        '%' => CharClass::Suffix,
        '$' | '#' => CharClass::Prefix,
        '"' | '\'' => CharClass::Quote,
        _ => CharClass::Narrow,
    }
}

/// General punctuation and symbols.
fn general(c: char) -> CharClass {
    match c {
        '\u{2007}' | '\u{202F}' | '\u{2060}' | '\u{2011}' => CharClass::Glue,
        '\u{2000}'..='\u{200B}' | '\u{205F}' => CharClass::Space,
        '‘' | '“' => CharClass::QuoteOpen,
        '’' | '”' => CharClass::QuoteClose,
        '—' | '―' => CharClass::Dash,
        '⸺' | '⸻' => CharClass::LongDash,
        '…' | '‥' | '⋯' => CharClass::Ellipsis,
        '‐' => CharClass::Hyphen,
        '‹' | '›' | '„' | '‚' => CharClass::Quote,
        '–' => CharClass::EnDash,
        '‧' => CharClass::MiddleDot,
        '‰' | '‱' | '′' | '″' | '‴' | '℃' | '℉' | 'ℓ' => CharClass::Suffix,
        '€' | '₩' | '₽' | '₹' | '№' | '−' => CharClass::Prefix,
        '‼' | '⁇' | '⁈' | '⁉' => CharClass::WideExclaim,
        _ => other(c),
    }
}

/// CJK punctuation, kana and squared units.
fn cjk(c: char) -> CharClass {
    match c {
        '\u{3000}' => CharClass::Space,
        '、' | '。' => CharClass::Stop,
        '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' | '〘' | '〚' | '〝' => CharClass::WideOpen,
        '〉' | '》' | '」' | '』' | '】' | '〕' | '〗' | '〙' | '〛' | '〞' | '〟' => CharClass::WideClose,
        '〃' => CharClass::Ditto,
        '々' | '〻' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' => CharClass::Iteration,
        '〜' | '゠' => CharClass::Wave,
        '〳' | '〴' | '〵' => CharClass::Repeat,
        'ー' => CharClass::Prolonged,
        '・' => CharClass::MiddleDot,
        'ぁ'
        | 'ぃ'
        | 'ぅ'
        | 'ぇ'
        | 'ぉ'
        | 'っ'
        | 'ゃ'
        | 'ゅ'
        | 'ょ'
        | 'ゎ'
        | 'ゕ'
        | 'ゖ'
        | 'ァ'
        | 'ィ'
        | 'ゥ'
        | 'ェ'
        | 'ォ'
        | 'ッ'
        | 'ャ'
        | 'ュ'
        | 'ョ'
        | 'ヮ'
        | 'ヵ'
        | 'ヶ'
        | '\u{31F0}'..='\u{31FF}' => CharClass::SmallKana,
        '\u{3300}'..='\u{3357}' | '\u{3371}'..='\u{33DF}' => CharClass::Suffix,
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FF}' => CharClass::Wide,
        _ => other(c),
    }
}

/// Vertical, small, full-width and half-width forms.
fn forms(c: char) -> CharClass {
    match c {
        '０'..='９' => CharClass::WideDigit,
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => CharClass::WideLetter,
        '，' => CharClass::WideComma,
        '．' => CharClass::WidePoint,
        '：' | '︓' | '﹕' => CharClass::WideColon,
        '；' | '︔' | '﹔' => CharClass::WideSemicolon,
        '！' | '？' | '︕' | '︖' | '﹖' | '﹗' => CharClass::WideExclaim,
        '︐' | '︑' | '︒' | '﹐' | '﹑' | '﹒' | '｡' | '､' => CharClass::Stop,
        '（' | '［' | '｛' | '｟' | '｢' | '︗' | '︵' | '︷' | '︹' | '︻' | '︽' | '︿' | '﹁' | '﹃' | '﹇'
        | '﹙' | '﹛' | '﹝' => CharClass::WideOpen,
        '）' | '］' | '｝' | '｠' | '｣' | '︘' | '︶' | '︸' | '︺' | '︼' | '︾' | '﹀' | '﹂' | '﹄' | '﹈'
        | '﹚' | '﹜' | '﹞' => CharClass::WideClose,
        '＂' | '＇' => CharClass::WideStraightQuote,
        '／' => CharClass::WideSlash,
        '～' => CharClass::Wave,
        '－' | '＋' => CharClass::WideSign,
        '･' => CharClass::MiddleDot,
        'ｰ' => CharClass::Prolonged,
        'ｧ'..='ｯ' => CharClass::SmallKana,
        '％' | '￠' | '﹪' => CharClass::Suffix,
        '￥' | '＄' | '￡' | '＃' | '￦' | '﹩' => CharClass::Prefix,
        _ => other(c),
    }
}

fn other(c: char) -> CharClass {
    match c {
        '\u{A0}' | '\u{FEFF}' => CharClass::Glue,
        '\u{1680}' => CharClass::Space,
        '«' | '»' => CharClass::Quote,
        '·' => CharClass::MiddleDot,
        '°' | '¢' => CharClass::Suffix,
        '¥' | '£' | '±' => CharClass::Prefix,
        _ if width::char_cells(c, Ambiguous::Narrow) >= 2 => CharClass::Wide,
        _ if c.is_alphabetic() => CharClass::Letter,
        _ => CharClass::Narrow,
    }
}

/// True if a character is never joined to one before it in a grapheme cluster, and to one after it only if that one
/// is not such a character (UAX #29). A cheap, safe answer: no where in doubt.
#[inline]
pub(crate) fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}'
        | ' '..='~' | '\n'
        | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}'
        | '\u{370}'..='\u{482}' | '\u{48A}'..='\u{52F}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}'
        | '\u{20A0}'..='\u{20CF}' | '\u{2100}'..='\u{2BFF}'
        | '\u{2E3A}' | '\u{2E3B}'
        | '\u{3000}'..='\u{3029}' | '\u{3031}'..='\u{3098}' | '\u{309B}'..='\u{30FF}'
        | '\u{31F0}'..='\u{4DFF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6B}'
        | '\u{FF01}'..='\u{FF9D}' | '\u{FFE0}'..='\u{FFE6}'
        | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    #[test]
    fn characters_that_stand_alone_are_clusters_of_their_own() {
        let alone: Vec<char> = (0..=0x0003_FFFF).filter_map(char::from_u32).filter(|c| stands_alone(*c)).collect();
        for pair in alone.windows(2).chain([['e', 'e'].as_slice(), &['가', '가'], &['中', 'a']]) {
            let text: String = [pair[0], pair[1], pair[0], '中', pair[1]].iter().collect();
            assert_eq!(text.graphemes(true).count(), 5, "{text:?}");
        }
    }

    #[test]
    fn han_are_two_cells_in_every_mode() {
        for c in ['\u{4E00}', '\u{9FA5}', '\u{3400}', '\u{20000}', 'あ', 'ア', '가', '　', 'Ａ'] {
            for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
                assert_eq!(width::char_cells(c, ambiguous), 2, "{c}");
            }
        }
    }
}
