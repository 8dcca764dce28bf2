//! Sorts characters by what line breaking has to know about them beyond UAX #14: which mark of Chinese, Japanese and
//! Korean typesetting a character is. The kinds know no language; `rules` does.

use crate::text::{width, width::Ambiguous};

/// What a character is to the typesetter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
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

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u64);

impl Kinds {
    /// The set of these kinds.
    pub const fn of(kinds: &[Kind]) -> Kinds {
        let mut bits = 0;
        let mut index = 0;
        while index < kinds.len() {
            bits |= 1 << kinds[index] as u8;
            index += 1;
        }
        Kinds(bits)
    }

    /// The kinds of either set.
    pub const fn and(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// Whether a kind is in the set.
    #[inline]
    pub const fn has(self, kind: Kind) -> bool {
        self.0 >> kind as u8 & 1 == 1
    }
}

impl Kind {
    /// ASCII and full-width digits.
    pub const DIGITS: Kinds = Kinds::of(&[Kind::Digit, Kind::WideDigit]);
    /// What words and numbers of narrow or full-width letters are made of.
    pub const WORD: Kinds = Kinds::of(&[Kind::Letter, Kind::Digit, Kind::WideLetter, Kind::WideDigit]);
    /// Quotation marks that are brackets beside wide characters.
    pub const QUOTES: Kinds = Kinds::of(&[Kind::QuoteOpen, Kind::QuoteClose]);
    /// Wide characters and wide marks: what a curly quote beside them belongs to.
    pub const WIDE: Kinds = Kinds::of(&[
        Kind::Wide,
        Kind::Hangul,
        Kind::SmallKana,
        Kind::Prolonged,
        Kind::Iteration,
        Kind::Ditto,
        Kind::WideDigit,
        Kind::WideLetter,
        Kind::Stop,
        Kind::WideComma,
        Kind::WidePoint,
        Kind::WideColon,
        Kind::WideSemicolon,
        Kind::WideExclaim,
        Kind::WideOpen,
        Kind::WideClose,
        Kind::WideStraightQuote,
        Kind::WideSlash,
        Kind::Wave,
        Kind::WideSign,
        Kind::Repeat,
    ]);

    /// The kind of a character of a display form.
    #[inline]
    #[allow(clippy::match_same_arms)] // Han first: most characters are.
    pub fn of(c: char) -> Kind {
        match c {
            '\u{4E00}'..='\u{9FFF}' => Kind::Wide,
            '\0'..='\u{7F}' => ascii(c),
            '\u{AC00}'..='\u{D7A3}' => Kind::Hangul,
            '\u{2000}'..='\u{2BFF}' | '\u{2E3A}' | '\u{2E3B}' => general(c),
            '\u{3000}'..='\u{33FF}' => cjk(c),
            '\u{3400}'..='\u{4DFF}' | '\u{20000}'..='\u{3FFFF}' => Kind::Wide,
            '\u{FE10}'..='\u{FFEF}' => forms(c),
            _ => other(c),
        }
    }
}

fn ascii(c: char) -> Kind {
    match c {
        '\n' => Kind::Newline,
        ' ' | '\t' => Kind::Space,
        '0'..='9' => Kind::Digit,
        'A'..='Z' | 'a'..='z' => Kind::Letter,
        '(' | '[' | '{' => Kind::Open,
        ')' | ']' | '}' => Kind::Close,
        ',' | ':' | ';' => Kind::Comma,
        '.' | '!' | '?' => Kind::Point,
        '+' => Kind::Plus,
        '/' => Kind::Slash,
        '-' => Kind::Hyphen,
        '%' => Kind::Suffix,
        '$' | '#' => Kind::Prefix,
        '"' | '\'' => Kind::Quote,
        _ => Kind::Narrow,
    }
}

/// General punctuation and symbols.
fn general(c: char) -> Kind {
    match c {
        '\u{2007}' | '\u{202F}' | '\u{2060}' | '\u{2011}' => Kind::Glue,
        '\u{2000}'..='\u{200B}' | '\u{205F}' => Kind::Space,
        '‘' | '“' => Kind::QuoteOpen,
        '’' | '”' => Kind::QuoteClose,
        '—' | '―' => Kind::Dash,
        '⸺' | '⸻' => Kind::LongDash,
        '…' | '‥' | '⋯' => Kind::Ellipsis,
        '‐' => Kind::Hyphen,
        '‹' | '›' | '„' | '‚' => Kind::Quote,
        '–' => Kind::EnDash,
        '‧' => Kind::MiddleDot,
        '‰' | '‱' | '′' | '″' | '‴' | '℃' | '℉' | 'ℓ' => Kind::Suffix,
        '€' | '₩' | '₽' | '₹' | '№' | '−' => Kind::Prefix,
        '‼' | '⁇' | '⁈' | '⁉' => Kind::WideExclaim,
        _ => other(c),
    }
}

/// CJK punctuation, kana and squared units.
fn cjk(c: char) -> Kind {
    match c {
        '\u{3000}' => Kind::Space,
        '、' | '。' => Kind::Stop,
        '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' | '〘' | '〚' | '〝' => Kind::WideOpen,
        '〉' | '》' | '」' | '』' | '】' | '〕' | '〗' | '〙' | '〛' | '〞' | '〟' => Kind::WideClose,
        '〃' => Kind::Ditto,
        '々' | '〻' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' => Kind::Iteration,
        '〜' | '゠' => Kind::Wave,
        '〳' | '〴' | '〵' => Kind::Repeat,
        'ー' => Kind::Prolonged,
        '・' => Kind::MiddleDot,
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
        | '\u{31F0}'..='\u{31FF}' => Kind::SmallKana,
        '\u{3300}'..='\u{3357}' | '\u{3371}'..='\u{33DF}' => Kind::Suffix,
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FF}' => Kind::Wide,
        _ => other(c),
    }
}

/// Vertical, small, full-width and half-width forms.
fn forms(c: char) -> Kind {
    match c {
        '０'..='９' => Kind::WideDigit,
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Kind::WideLetter,
        '，' => Kind::WideComma,
        '．' => Kind::WidePoint,
        '：' | '︓' | '﹕' => Kind::WideColon,
        '；' | '︔' | '﹔' => Kind::WideSemicolon,
        '！' | '？' | '︕' | '︖' | '﹖' | '﹗' => Kind::WideExclaim,
        '︐' | '︑' | '︒' | '﹐' | '﹑' | '﹒' | '｡' | '､' => Kind::Stop,
        '（' | '［' | '｛' | '｟' | '｢' | '︗' | '︵' | '︷' | '︹' | '︻' | '︽' | '︿' | '﹁' | '﹃' | '﹇'
        | '﹙' | '﹛' | '﹝' => Kind::WideOpen,
        '）' | '］' | '｝' | '｠' | '｣' | '︘' | '︶' | '︸' | '︺' | '︼' | '︾' | '﹀' | '﹂' | '﹄' | '﹈'
        | '﹚' | '﹜' | '﹞' => Kind::WideClose,
        '＂' | '＇' => Kind::WideStraightQuote,
        '／' => Kind::WideSlash,
        '～' => Kind::Wave,
        '－' | '＋' => Kind::WideSign,
        '･' => Kind::MiddleDot,
        'ｰ' => Kind::Prolonged,
        'ｧ'..='ｯ' => Kind::SmallKana,
        '％' | '￠' | '﹪' => Kind::Suffix,
        '￥' | '＄' | '￡' | '＃' | '￦' | '﹩' => Kind::Prefix,
        _ => other(c),
    }
}

fn other(c: char) -> Kind {
    match c {
        '\u{A0}' | '\u{FEFF}' => Kind::Glue,
        '\u{1680}' => Kind::Space,
        '«' | '»' => Kind::Quote,
        '·' => Kind::MiddleDot,
        '°' | '¢' => Kind::Suffix,
        '¥' | '£' | '±' => Kind::Prefix,
        _ if width::char_cells(c, Ambiguous::Narrow) >= 2 => Kind::Wide,
        _ if c.is_alphabetic() => Kind::Letter,
        _ => Kind::Narrow,
    }
}

/// Whether a character is never joined to one before it in a grapheme cluster, and to one after it only if that one
/// is not such a character (UAX #29). A cheap, safe answer: no where in doubt.
#[inline]
pub fn stands_alone(c: char) -> bool {
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
