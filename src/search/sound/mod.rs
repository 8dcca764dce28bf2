//! A query by sound: Han characters by pinyin or zhuyin, kana by Latin letters, and Latin words by kana.

pub(crate) mod kana;
pub(crate) mod pinyin;
mod readings;
mod romaji;
pub(crate) mod zhuyin;

use std::ops::Range;

use crate::search::matching::{FoldedQuery, MatchKind, QueryError, cluster};
use crate::text::fold::units;
use pinyin::PinyinQuery;
use romaji::RomajiQuery;

/// The most bytes of a match by sound, with the characters skipped in it.
pub(super) const MAX_MATCH_BYTES: usize = 64 << 10;
/// Bytes that each of two ways to search looks through before the other has its turn; more each time nothing is found.
/// It is little, for the other one looks through it for each match where those of one are many.
const TURN: usize = 256;

/// A compiled query by sound.
#[derive(Clone, Debug)]
pub(super) enum SoundQuery {
    /// Letters: the Han characters and the kana that may be meant.
    Letters(PinyinQuery, Option<RomajiQuery>),
    /// Kana, and the letters that they are spelled with.
    Kana(FoldedQuery),
}

impl SoundQuery {
    /// # Errors
    /// If nothing is left of the query, or it is too long.
    pub(super) fn new(text: &str) -> Result<SoundQuery, QueryError> {
        let folded: Vec<char> = units(text).map(|unit| unit.value).collect();
        let spelled = kana::in_letters(&folded);
        // What has no letter of any sound is what it is.
        let sounds = zhuyin::to_pinyin(text);
        if spelled.is_empty() && !units(&sounds).any(|unit| unit.value.is_ascii_alphabetic()) {
            return Ok(SoundQuery::Kana(FoldedQuery::new(text, &[])?));
        }
        if spelled.is_empty() {
            let is_pinyin = text.contains(['ü', 'ǖ', 'ǘ', 'ǚ', 'ǜ', 'Ü', 'Ǖ', 'Ǘ', 'Ǚ', 'Ǜ']) || text.contains("u:");
            let romaji = if is_pinyin { None } else { RomajiQuery::new(text) };
            return Ok(SoundQuery::Letters(PinyinQuery::new(text)?, romaji));
        }
        Ok(SoundQuery::Kana(FoldedQuery::new(text, &spelled)?))
    }

    /// The first match that begins within `within`; where it is Latin letters for kana, perhaps a part of a
    /// [word](is_word).
    pub(super) fn find(&self, text: &str, within: Range<usize>) -> Option<(Range<usize>, MatchKind)> {
        match self {
            SoundQuery::Letters(pinyin, None) => Some((pinyin.find(text, within)?, MatchKind::Sound)),
            SoundQuery::Letters(pinyin, Some(romaji)) => {
                let (mut from, mut turn) = (within.start, TURN);
                while from < within.end {
                    let to = cluster::further(text, from, from.saturating_add(turn)).min(within.end);
                    let han = pinyin.find(text, from..to);
                    let kana = romaji.find(text, from..han.as_ref().map_or(to, |han| han.start));
                    if let Some(found) = kana.or(han) {
                        return Some((found, MatchKind::Sound));
                    }
                    (from, turn) = (to, turn.saturating_mul(2));
                }
                None
            }
            SoundQuery::Kana(query) => {
                let (found, word) = query.find(text, within)?;
                Some((found, if word == 0 { MatchKind::Same } else { MatchKind::Sound }))
            }
        }
    }
}

/// Text behind the `'` that marks a query by sound, if it may be sounds: `'guojia`, `'xi an`, `'ㄍㄨㄛ`; not in
/// `'90s`.
pub(super) fn after_mark(typed: &str) -> Option<&str> {
    let rest = typed.trim_start().strip_prefix(['\'', '’'])?;
    let sounds: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
    let begins = sounds.chars().next().is_some_and(char::is_alphabetic);
    (begins && may_be_sounds(&format!("{sounds}{sounds}"))).then_some(rest)
}

/// True if a word may be meant for its sound: two letters of Latin, zhuyin or kana or more, and nothing else but digits
/// and what stands between syllables.
pub(super) fn may_be_sounds(text: &str) -> bool {
    let mut letters = 0;
    let mut sounds = true;
    for c in zhuyin::to_pinyin(text).chars().filter(|c| !matches!(c, '\'' | '’' | '-')) {
        for unit in units(c.encode_utf8(&mut [0; 4])) {
            let letter = unit.value.is_ascii_alphabetic() || kana::is_kana(unit.value);
            letters += usize::from(letter);
            sounds &= letter || unit.value.is_ascii_digit();
        }
    }
    sounds && letters > 1
}

/// True if no letter stands beside a stretch of Latin letters: いと is not in monitor.
pub(super) fn is_word(text: &str, range: &Range<usize>) -> bool {
    let letter = |c: Option<char>| {
        c.is_some_and(|c| units(c.encode_utf8(&mut [0; 4])).any(|unit| unit.value.is_ascii_alphabetic()))
    };
    let (before, after) = (text.get(..range.start), text.get(range.end..));
    !letter(before.and_then(|text| text.chars().next_back())) && !letter(after.and_then(|text| text.chars().next()))
}

/// The numbers of the bits that are set.
fn bits(mut set: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (set != 0).then(|| set.trailing_zeros() as usize)?;
        // Clears the lowest bit that is set.
        set &= set - 1;
        Some(bit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::matching::{Mode, Query};

    fn found<'t>(typed: &str, text: &'t str) -> &'t str {
        let found = Query::new(typed, Mode::Pinyin).unwrap().find_at(text, 0);
        found.map_or("", |range| &text[range])
    }

    #[test]
    fn what_comes_first_is_found_be_it_han_or_kana() {
        assert_eq!(found("kan", "看報のカンバン"), "看");
        // What has no sound is what it is; ü is none of romaji, and a hyphen is a long vowel.
        assert_eq!(found("中国", "在中國"), "中國");
        assert_eq!(found("lü", "するの旅"), "旅");
        assert_eq!(found("lü", "する"), "");
        assert_eq!(found("ra-men", "熱いラーメン"), "ラーメン");
        assert_eq!(found("kanban", "見よカンバン、看板"), "カンバン");
        assert_eq!(found("kanban", "看板、カンバン"), "看板");
        let far = format!("{}カンバン看板", "国家の".repeat(10_000));
        assert_eq!(found("kanban", &far), "カンバン");
    }

    #[test]
    fn sounds_are_asked_for_with_an_apostrophe() {
        for (typed, want) in [
            ("'guojia", Some("guojia")),
            ("’g", Some("g")),
            (" 'xi an1 ", Some("xi an1 ")),
            ("'ㄍㄨㄛˊ", Some("ㄍㄨㄛˊ")),
            ("'カラオケ", Some("カラオケ")),
            ("'90s", None),
            ("'", None),
            ("''", None),
            ("'国家", None),
            ("'ra-men", Some("ra-men")),
            ("'don’t (", None),
            ("guojia", None),
        ] {
            assert_eq!(after_mark(typed), want, "{typed}");
        }
    }

    #[test]
    fn kana_find_themselves_and_latin_words() {
        for (typed, text, want) in [
            ("カラオケ", "からおけ", "からおけ"),
            ("カラオケ", "Karaoke bar", "Karaoke"),
            ("とうきょう", "to TOKYO", "TOKYO"),
            ("とうきょう", "Tōkyō", "Tōkyō"),
            ("しんぶん", "Asahi Shimbun", "Shimbun"),
            ("いと", "monitor", ""),
            ("いと", "monitor ito", "ito"),
            ("いと", "国itō国", "itō"),
        ] {
            assert_eq!(found(typed, text), want, "{typed} in {text}");
        }
    }
}
