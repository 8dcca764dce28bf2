//! The folding table: the form of every character for searches that ignore spelling. The Han variants come from
//! `src/text/fold/variants.txt`. Written to `$OUT_DIR` as little-endian words of 32 bits, which costs the
//! compiler nothing, one file a list:
//!
//! - `pages`: for each 256 characters the number of their page in `entries`, or `u32::MAX` if all of them stay.
//! - `entries`: the folded form of each character, page after page.
//! - `several`: the folded forms of several characters.
//! - `sources`: pairs of a folded form, or a character of it, and its source; in order, without characters that stay.
//! - `dropped`: pairs of the first and last of a range of characters that are dropped.
//! - `fingerprint`: 64 bits that differ for every other table.

use std::{collections::HashMap, env, fs, io, path::Path};

use unicode_normalization::{UnicodeNormalization, char::compose};

const VARIANTS: &str = "src/text/fold/variants.txt";
const PAGE: u32 = 256;
/// The entry of a character that is dropped.
const DROPPED: u32 = 1 << 31;
/// Marks the entry of a character that becomes several: the place of the first shifted by 8, and how many.
const SEVERAL: u32 = 1 << 30;

/// Marks and a few letters that count as one character. The others of each group become the first.
const ALIKE: [&str; 10] = [
    "\"'`´‘’‚‛“”„‟‹›«»′ʼʻ「」『』〝〞〟❛❜❝❞׳״",
    "-\u{2010}\u{2011}\u{2012}–—―⸺⸻−⁃─━➖֊﹘﹣",
    "~〜〰∼˜∿",
    "…‥⋯︙︰",
    "·•‧∙⋅・᛫⸱\u{0387}",
    "《〈⟨⟪",
    "》〉⟩⟫",
    "/⁄∕",
    // 一ヶ月 is written 一ケ月 as often.
    "けヶゖ",
    "かヵゕ",
];

/// Parts of characters that stand for the whole character in text taken from printed pages, each behind it. Unicode gives
/// those of the dictionary of Kangxi such a meaning and leaves these out.
const PARTS: [&str; 35] = [
    "民⺠", "王⺩", "示⺬", "羊⺶", "虎⻁", "西⻄", "见⻅", "角⻆", "贝⻉", "车⻋", "長⻑", "长⻓", "门⻔", "雨⻗",
    "青⻘", "韦⻙", "页⻚", "风⻛", "飞⻜", "食⻝", "马⻢", "骨⻣", "鬼⻤", "鱼⻥", "鸟⻦", "卤⻧", "麦⻨", "黄⻩",
    "黾⻪", "斉⻫", "齐⻬", "歯⻭", "齿⻮", "竜⻯", "龙⻰",
];

/// Numbers in circles that Unicode does not decompose, each range from the first to the last, and the number of the first.
const CIRCLED: [(char, char, u32); 6] =
    [('⓿', '⓿', 0), ('⓫', '⓴', 11), ('⓵', '⓾', 1), ('❶', '❿', 1), ('➀', '➉', 1), ('➊', '➓', 1)];

/// Latin letters that Unicode does not decompose, as those write them who have no key for them.
const SPELLED: [(char, &str); 9] =
    [('æ', "ae"), ('œ', "oe"), ('ø', "o"), ('ł', "l"), ('đ', "d"), ('ð', "d"), ('þ', "th"), ('ħ', "h"), ('ŧ', "t")];

/// Diacritics, vowel points and tone marks that are left out in writing as often as not. The vowel signs of Indic and
/// South-East Asian scripts are letters and stay.
const MARKS: [(u32, u32); 21] = [
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05BD),
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x05C7, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E4),
    (0x06E7, 0x06E8),
    (0x06EA, 0x06ED),
    (0x08D3, 0x08E1),
    (0x08E3, 0x08FF),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0x302A, 0x302F),
    (0xFE20, 0xFE2F),
];

/// Default ignorable code points (Unicode, `DerivedCoreProperties`), and the marks around interlinear annotations.
const IGNORABLE: [(u32, u32); 17] = [
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x1_BCA0, 0x1_BCA3),
    (0x1_D173, 0x1_D17A),
    (0xE_0000, 0xE_0FFF),
];

/// Writes the table. Run from a build script.
///
/// # Errors
/// If the variants cannot be read or the table cannot be written.
pub(crate) fn write() -> io::Result<()> {
    println!("cargo::rerun-if-changed={VARIANTS}");
    println!("cargo::rerun-if-changed=build/variants.rs");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo named no folder to write to"))?;
    let variants = fs::read_to_string(VARIANTS)?;
    let mut fingerprint = 0xCBF2_9CE4_8422_2325_u64;
    for (name, words) in Folding::new(&variants).table() {
        let bytes: Vec<u8> = words.into_iter().flat_map(u32::to_le_bytes).collect();
        // FNV-1a.
        for byte in &bytes {
            fingerprint = (fingerprint ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
        fs::write(Path::new(&out).join(format!("folding.{name}")), bytes)?;
    }
    fs::write(Path::new(&out).join("folding.fingerprint"), fingerprint.to_le_bytes())
}

/// The folding of single characters.
struct Folding {
    /// Characters that become one other: Han variants, marks that are alike, letters of the Hangul alphabet.
    same: HashMap<char, char>,
}

impl Folding {
    fn new(variants: &str) -> Folding {
        let mut same = HashMap::new();
        for class in variants.lines().chain(ALIKE) {
            same.extend(class.chars().filter_map(|c| class.chars().next().map(|first| (c, first))));
        }
        // The character itself may go on to become another.
        for pair in PARTS {
            let mut pair = pair.chars();
            if let (Some(whole), Some(part)) = (pair.next(), pair.next()) {
                same.insert(part, whole);
            }
        }
        // Half-width letters become letters, not the parts of syllables that their decomposition names.
        let letters: HashMap<String, char> =
            ('\u{3131}'..='\u{318E}').map(|c| ([c].into_iter().nfkd().collect(), c)).collect();
        for c in ('\u{FFA1}'..='\u{FFDC}').chain('\u{3131}'..='\u{318E}').chain('\u{3260}'..='\u{326D}') {
            if let Some(&letter) = letters.get(&[c].into_iter().nfkd().collect::<String>()) {
                same.insert(c, letter);
            }
        }
        Folding { same }
    }

    /// The folded form of a character; empty if it is dropped.
    fn fold(&self, c: char) -> Vec<char> {
        let mut folded = vec![c];
        loop {
            let next = compose_all(folded.iter().flat_map(|&c| self.step(c)).collect());
            if next == folded {
                return folded;
            }
            folded = next;
        }
    }

    fn step(&self, c: char) -> Vec<char> {
        if is_dropped(c) {
            return Vec::new();
        }
        if let Some(&same) = self.same.get(&c) {
            return vec![same];
        }
        if let Some((_, letters)) = SPELLED.iter().find(|(letter, _)| *letter == c) {
            return letters.chars().collect();
        }
        if let Some((first, _, number)) = CIRCLED.iter().find(|(first, last, _)| (*first..=*last).contains(&c)) {
            return (number + u32::from(c) - u32::from(*first)).to_string().chars().collect();
        }
        let plain = |c: &char| !is_dropped(*c);
        // Diacritics go before case, lest an iota below the line become a letter beside it.
        let bare: String = [c].into_iter().nfkd().filter(plain).collect();
        let folded: Vec<char> = bare.to_uppercase().to_lowercase().nfkd().filter(plain).map(hiragana).collect();
        // A diacritic that stands alone, such as ¨, is a character like another.
        if folded.is_empty() { [c].into_iter().nfd().take(1).collect() } else { folded }
    }

    fn table(&self) -> [(&'static str, Vec<u32>); 5] {
        let (mut pages, mut entries, mut several) = (Vec::new(), Vec::new(), Vec::new());
        let mut sources: Vec<[u32; 2]> = Vec::new();
        let mut dropped: Vec<[u32; 2]> = Vec::new();
        for start in (0..=0x10_FFFF).step_by(PAGE as usize) {
            let mut page = Vec::new();
            for code in start..start + PAGE {
                let folded =
                    char::from_u32(code).map_or(vec![code], |c| self.fold(c).into_iter().map(u32::from).collect());
                if folded != [code] {
                    sources.extend(folded.iter().map(|&unit| [unit, code]));
                }
                page.push(match *folded.as_slice() {
                    [] => {
                        match dropped.last_mut() {
                            Some([_, last]) if *last + 1 == code => *last = code,
                            _ => dropped.push([code, code]),
                        }
                        DROPPED
                    }
                    [one] => one,
                    _ => {
                        several.extend(&folded);
                        SEVERAL | (((several.len() - folded.len()) as u32) << 8) | folded.len() as u32
                    }
                });
            }
            if page.iter().copied().eq(start..start + PAGE) {
                pages.push(u32::MAX);
            } else {
                pages.push(entries.len() as u32 / PAGE);
                entries.extend(page);
            }
        }
        sources.sort_unstable();
        sources.dedup();
        [
            ("pages", pages),
            ("entries", entries),
            ("several", several),
            ("sources", sources.concat()),
            ("dropped", dropped.concat()),
        ]
    }
}

/// Puts voiced kana and Hangul syllables back together.
fn compose_all(parts: Vec<char>) -> Vec<char> {
    let mut whole: Vec<char> = Vec::new();
    for part in parts {
        let joined = matches!(part, '\u{3099}' | '\u{309A}' | '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}')
            .then(|| whole.last().and_then(|&last| compose(last, part)))
            .flatten();
        match (joined, whole.last_mut()) {
            (Some(joined), Some(last)) => *last = joined,
            _ => whole.push(part),
        }
    }
    whole
}

fn is_dropped(c: char) -> bool {
    let within = |ranges: &[(u32, u32)]| ranges.iter().any(|&(from, to)| (from..=to).contains(&u32::from(c)));
    c.is_whitespace() || c.is_control() || within(&MARKS) || within(&IGNORABLE)
}

fn hiragana(c: char) -> char {
    match c {
        '\u{30A1}'..='\u{30F6}' | '\u{30FD}' | '\u{30FE}' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    }
}
