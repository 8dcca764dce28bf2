//! Finding kana by their spelling in Latin letters: `karaoke`, `toukyou`, `tokyo`, `shinbun`. The last sound may be
//! written in part. Long vowels may be left out, and ・ between two words is skipped.

use std::ops::Range;

use super::{MAX_MATCH_BYTES, bits, kana};
use crate::search::matching::{CachedBlock, Candidates, cluster};
use crate::text::fold::{Unit, Units, starts_unit, units};

/// The most letters of a query: a bit each in a `u128`, with room for the end.
const MAX_LETTERS: usize = 120;

/// A query for kana.
#[derive(Clone, Debug)]
pub(in crate::search) struct RomajiQuery {
    letters: Vec<u8>,
    candidates: Candidates,
}

impl RomajiQuery {
    /// `None` if the text cannot be the spelling of kana, or is too short or too long for it.
    pub(in crate::search) fn new(text: &str) -> Option<RomajiQuery> {
        let folded: String = units(text).map(|unit| unit.value).collect();
        let letters = kana::one_spelling(&folded)?.into_bytes();
        if !(2..=MAX_LETTERS).contains(&letters.len()) {
            return None;
        }
        let begins = |kana: char| {
            let small = ['ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'ゃ', 'ゅ', 'ょ'].into_iter().map(Some);
            let mut spelled = std::iter::once(None).chain(small).flat_map(|small| kana::spellings(kana, small));
            spelled.any(|one| ends(&letters, one.as_bytes()).is_some())
        };
        let first: Vec<[char; 1]> = ('\u{3041}'..='\u{3096}')
            .filter(|kana| !kana::is_small(*kana) && begins(*kana))
            .map(|kana| [kana])
            .collect();
        if first.is_empty() {
            return None;
        }
        let candidates = Candidates::new(&first.iter().map(<[char; 1]>::as_slice))?;
        Some(RomajiQuery { letters, candidates })
    }

    /// The first match that begins within `within`: from its first kana to its last.
    pub(in crate::search) fn find(&self, text: &str, within: Range<usize>) -> Option<Range<usize>> {
        let (mut at, mut cached) = (within.start, CachedBlock::default());
        while let Some(start) = self.candidates.next(text, at, within.end, &mut cached) {
            if starts_unit(text, start)
                && let Some(end) = self.match_at(text, start)
            {
                return Some(start..end);
            }
            at = cluster::further(text, at, start + 1);
        }
        None
    }

    /// End of the shortest match that begins with the kana at `start`.
    fn match_at(&self, text: &str, start: usize) -> Option<usize> {
        let whole = 1_u128 << self.letters.len();
        // How many letters may have been used up, a bit each; and the same behind a っ, which doubles what follows.
        let (mut done, mut doubling) = (1_u128, 0_u128);
        // The vowel before, which the next kana may lengthen.
        let mut vowel = None;
        // Every second kana may stand for nothing, hardly more.
        let text = text.get(..text.ceil_char_boundary(start.saturating_add(MAX_MATCH_BYTES))).unwrap_or(text);
        let mut units = Units::from(text, start).take(4 * self.letters.len() + 8).peekable();
        while let Some(Unit { value, range }) = units.next() {
            if value == '·' && range.start > start {
                continue;
            }
            if !kana::is_kana(value) {
                return None;
            }
            if value == 'っ' {
                (done, doubling) = (0, done | doubling);
                continue;
            }
            let small = if value == 'ー' { None } else { units.next_if(|next| kana::is_small(next.value)) };
            let end = small.as_ref().map_or(range.end, |small| small.range.end);
            let lengthens = small.is_none() && vowel.is_some_and(|vowel| kana::lengthens(value, vowel));
            let mut next = if lengthens { done } else { 0 };
            for spelled in kana::spellings(value, small.as_ref().map(|small| small.value)) {
                let spelled = spelled.as_bytes();
                next |= bits(done).fold(0, |next, from| next | self.reached(from, spelled));
                if let Some(&first) = spelled.first() {
                    let after = |from: &usize| self.letters.get(*from) == Some(&first);
                    next |= bits(doubling).filter(after).fold(0, |next, from| next | self.reached(from + 1, spelled));
                }
            }
            if value != 'ー' {
                vowel = kana::vowel_of(small.map_or(value, |small| small.value));
            }
            (done, doubling) = (next, 0);
            if done & whole != 0 {
                // What makes the last vowel long belongs to it.
                let long = |next: &Unit| {
                    matches!(next.value, 'う' | 'ー') && vowel.is_some_and(|vowel| kana::lengthens(next.value, vowel))
                };
                return Some(units.next_if(long).map_or(end, |next| next.range.end));
            }
            if done == 0 {
                return None;
            }
        }
        None
    }

    /// Numbers of letters that are used up when those from `from` on spell a sound, a bit each.
    fn reached(&self, from: usize, spelled: &[u8]) -> u128 {
        let rest = self.letters.get(from..).unwrap_or_default();
        ends(rest, spelled).map_or(0, |length| 1 << (from + length))
    }
}

/// Number of letters that spell a sound, all of it or, at their end, the beginning of it; nothing if they spell another.
fn ends(letters: &[u8], spelled: &[u8]) -> Option<usize> {
    let length = letters.len().min(spelled.len());
    (length > 0 && letters.iter().zip(spelled).all(|(letter, sound)| letter == sound)).then_some(length)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Queries, and kana that have each from the first to the last.
    const FOUND: &[(&str, &str)] = &[
        ("karaoke", "カラオケ"),
        ("karaoke", "ｶﾗｵｹ"),
        ("karaok", "からおけ"),
        ("toukyou", "とうきょう"),
        ("tokyo", "とうきょう"),
        ("tokyo", "トーキョー"),
        ("tōkyō", "とうきょう"),
        ("tôkyô", "とうきょう"),
        ("tookyoo", "とうきょう"),
        ("TOKYO", "トウキョウ"),
        ("oosaka", "おおさか"),
        ("osaka", "おおさか"),
        ("ohsaka", "おおさか"),
        ("shinbun", "しんぶん"),
        ("shimbun", "しんぶん"),
        ("sinbun", "しんぶん"),
        ("sinnbunn", "しんぶん"),
        ("shin'ichi", "しんいち"),
        ("shinichi", "しんいち"),
        ("matcha", "まっちゃ"),
        ("maccha", "まっちゃ"),
        ("mattya", "まっちゃ"),
        ("kitte", "きって"),
        ("zasshi", "ざっし"),
        ("zassi", "ざっし"),
        ("fujisan", "ふじさん"),
        ("huzisan", "ふじさん"),
        ("tsunami", "つなみ"),
        ("tunami", "ツナミ"),
        ("chuugoku", "ちゅうごく"),
        ("tyugoku", "ちゅうごく"),
        ("juudou", "じゅうどう"),
        ("jyudo", "じゅうどう"),
        ("zyuudou", "じゅうどう"),
        ("paatii", "パーティー"),
        ("pa-ti-", "パーティー"),
        ("saabaa", "サーバー"),
        ("sa-ba-", "サーバー"),
        ("server", ""),
        ("bideo", "ビデオ"),
        ("vaiorin", "ヴァイオリン"),
        ("baiorin", "ヴァイオリン"),
        ("fairu", "ファイル"),
        ("firumu", "フィルム"),
        ("disuku", "ディスク"),
        ("dhisuku", "ディスク"),
        ("uirusu", "ウイルス"),
        ("wirusu", "ウィルス"),
        ("uirusu", "ウィルス"),
        ("chekku", "チェック"),
        ("jetto", "ジェット"),
        ("sutaffu", "スタッフ"),
        ("konnichiwa", "こんにちは"),
        ("konnichiha", "こんにちは"),
        ("konnnitiha", "こんにちは"),
        ("tsuduki", "つづき"),
        ("tsuzuki", "つづき"),
        ("hanaji", "はなぢ"),
        ("keeki", "ケーキ"),
        ("keki", "ケーキ"),
        ("sensei", "せんせい"),
        ("oneesan", "おねえさん"),
        ("niigata", "にいがた"),
        ("kuuki", "くうき"),
        ("koohii", "コーヒー"),
        ("kohi", "コーヒー"),
        ("honya", "ほんや"),
        ("hon'ya", "ほんや"),
        ("gyuunyuu", "ぎゅうにゅう"),
        ("ryokan", "りょかん"),
        ("wo", "を"),
        ("karaokebokkusu", "カラオケ・ボックス"),
        ("karaoke bokkusu", "カラオケ ボックス"),
        ("gasu", "カ\u{3099}ス"),
        ("ponpu", "ﾎﾟﾝﾌﾟ"),
        ("pompu", "ポンプ"),
        ("suutsu", "スーツ"),
        ("moootsuaruto", "モーツァルト"),
        ("motsuaruto", "モーツァルト"),
        ("motsaruto", "モーツァルト"),
        ("maguro", "マグロ"),
        ("nashonaru", "ナショナル"),
    ];

    #[test]
    fn kana_are_found_by_their_spelling() {
        let missed: Vec<String> = FOUND
            .iter()
            .filter(|(typed, text)| {
                let found = RomajiQuery::new(typed).and_then(|query| query.find(text, 0..text.len()));
                found.as_ref().map(|found| found.start) != (!text.is_empty()).then_some(0)
                    || found.is_some_and(|found| found.end < text.len())
            })
            .map(|(typed, text)| format!("{typed} in {text}"))
            .collect();
        assert!(missed.is_empty(), "{missed:#?}");
    }

    #[test]
    fn other_words_are_not() {
        for (typed, text) in
            [("kite", "きって"), ("karaoke", "カラス"), ("tokyo", "東京"), ("ka", "がっこう"), ("sushi", "すす")]
        {
            let query = RomajiQuery::new(typed).unwrap();
            assert_eq!(query.find(text, 0..text.len()), None, "{typed} in {text}");
        }
        for typed in ["gwy国", "a", "x", "qing", "5", "", &"ka".repeat(61)] {
            assert!(RomajiQuery::new(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn no_text_makes_it_slow() {
        let text = "あ".repeat(300_000);
        assert_eq!(RomajiQuery::new("an").unwrap().find(&text, 0..text.len()), None);
        let text = "かー".repeat(200_000);
        assert_eq!(RomajiQuery::new("kan").unwrap().find(&text, 0..text.len()), None);
    }

    proptest! {
        #[test]
        fn every_match_lies_in_the_text_and_begins_within(
            text in "[かがカｶﾞ\u{3099}きゃょっんーあいうおとー・国a\u{200b}\n]{0,30}",
            typed in "[kgaiueoytn'-]{2,8}",
            from in 0..20_usize,
        ) {
            if let Some(query) = RomajiQuery::new(&typed)
                && text.is_char_boundary(from)
                && let Some(found) = query.find(&text, from..text.len())
            {
                prop_assert!(found.start >= from && found.start < found.end && text.get(found).is_some());
            }
        }
    }
}
