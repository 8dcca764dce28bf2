//! Korean words: nouns with what is hung on them, and the nouns alone. No dictionary: particles are a closed class, and
//! most go by whether the syllable before them ends in a consonant; the forms of verbs are told by their ends.

use std::collections::HashSet;

/// Particles that are hung on nouns.
const PARTICLES: [&str; 36] = [
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "와",
    "과",
    "도",
    "로",
    "만",
    "나",
    "들",
    "에서",
    "에게",
    "에는",
    "으로",
    "부터",
    "까지",
    "처럼",
    "보다",
    "에도",
    "이나",
    "이라",
    "라고",
    "으로써",
    "에서는",
    "에서도",
    "에게는",
    "으로는",
    "까지는",
    "들은",
    "들이",
    "들의",
];

/// Particles that short nouns end with as well, whatever stands before: 제주도, 고양이, 국가.
const DOUBTFUL: [&str; 8] = ["이", "가", "도", "로", "만", "나", "과", "들"];

/// Syllables of the longest words that may be nouns with such an end.
const LONG: usize = 3;

/// Ends of verbs and of words made from verbs, and words of grammar.
const NOT_NOUNS: [&str; 30] = [
    "면서",
    "없음",
    "있음",
    "지만",
    "는데",
    "해서",
    "하여",
    "하는",
    "되는",
    "있는",
    "없는",
    "위한",
    "대한",
    "관한",
    "따른",
    "통한",
    "통해",
    "위해",
    "대해",
    "의해",
    "따라",
    "함께",
    "모두",
    "그리고",
    "그러나",
    "하지만",
    "때문",
    "것",
    "니다",
    "었다",
];

/// Ends of verbs that nouns may have too: 바다, 사고, 수요.
const HARDLY_NOUNS: [&str; 17] =
    ["다", "고", "요", "까", "며", "죠", "는", "어", "아", "여", "해", "게", "지", "면", "서", "던", "듯"];

/// Nouns that are in every text.
const COMMON: [&str; 24] = [
    "사람", "우리", "오늘", "지금", "이번", "그것", "이것", "하나", "자신", "경우", "정도", "처음", "다시", "가장",
    "아직", "이제", "여기", "거기", "모든", "그날", "이날", "동안", "사이", "무엇",
];

/// The words of a text that are surely nouns, by the particles they have somewhere.
#[derive(Debug, Default)]
pub(in crate::search) struct Nouns<'t> {
    particled: HashSet<&'t str>,
    bare: HashSet<&'t str>,
    /// Nouns of one syllable: 물 where the text has 물을.
    single: HashSet<&'t str>,
    /// All words, in order.
    words: Vec<&'t str>,
}

impl<'t> Nouns<'t> {
    /// Learns from the words of a text, as they stand.
    pub(in crate::search) fn of(words: impl Iterator<Item = &'t str>) -> Nouns<'t> {
        let mut words: Vec<&str> = words.collect();
        words.sort_unstable();
        let mut nouns = Nouns::default();
        for word in words.iter().copied().filter(|word| !is_no_noun(word)) {
            if is_one_syllable(word) {
                nouns.single.extend(word.get(..word.len() / 2));
            }
            match without_particle(word) {
                stem if stem == word => nouns.bare.insert(word),
                // 들어와 is a verb, and so is 들어서는.
                stem if is_hardly_noun(stem) && word.ends_with(['와', '과', '는', '도']) => false,
                stem => nouns.particled.insert(stem),
            };
        }
        Nouns { words, ..nouns }
    }

    /// Number of words that begin with a noun: 소금 is in 소금밭, too.
    pub(in crate::search) fn count(&self, noun: &str) -> usize {
        let from = self.words.partition_point(|word| *word < noun);
        self.words.get(from..).unwrap_or_default().partition_point(|word| word.starts_with(noun))
    }

    /// The noun in a word of that text, if it is one.
    pub(in crate::search) fn noun(&self, word: &'t str) -> Option<&'t str> {
        let syllable = word.get(..word.len() / 2).filter(|_| word.chars().count() == 2);
        if is_no_noun(word) || is_one_syllable(word) || syllable.is_some_and(|one| self.single.contains(one)) {
            return None;
        }
        let stem = without_particle(word);
        let known = |stem: &&str| self.particled.contains(stem) || (self.bare.contains(stem) && !is_hardly_noun(stem));
        let stem =
            Some(stem).filter(|stem| stem.len() == word.len()).and_then(without_doubtful).filter(known).unwrap_or(stem);
        let is_noun = self.particled.contains(stem) || !is_hardly_noun(stem);
        (is_noun && !COMMON.contains(&stem)).then_some(stem)
    }
}

/// True if something is nothing but a particle.
pub(crate) fn is_particle(text: &str) -> bool {
    PARTICLES.contains(&text)
}

/// A word without its particle, if it surely has one.
fn without_particle(word: &str) -> &str {
    strip(word, |particle| !DOUBTFUL.contains(particle) || word.chars().count() > LONG).unwrap_or(word)
}

/// A word without what may be its particle or a part of the noun: for those who know the noun from elsewhere.
fn without_doubtful(word: &str) -> Option<&str> {
    strip(word, |particle| DOUBTFUL.contains(particle))
}

/// True if a word is a form of a verb or one of grammar.
fn is_no_noun(word: &str) -> bool {
    NOT_NOUNS.iter().any(|end| word.ends_with(end))
}

/// True if a word is a syllable and a particle, 불을, or an adjective like that, 높은: nothing to remember.
fn is_one_syllable(word: &str) -> bool {
    let mut syllables = word.chars();
    let (Some(first), Some(particle), None) = (syllables.next(), syllables.next(), syllables.next()) else {
        return false;
    };
    match particle {
        '은' | '을' => ends_in_consonant(first) == Some(true),
        '를' => ends_in_consonant(first) == Some(false),
        '에' | '엔' => ends_in_consonant(first).is_some(),
        _ => false,
    }
}

/// True if a word may be a form of a verb as well as a noun.
fn is_hardly_noun(word: &str) -> bool {
    HARDLY_NOUNS.iter().any(|end| word.ends_with(end))
}

/// The word without the longest of such particles that leaves two syllables or more.
fn strip(word: &str, which: impl Fn(&&str) -> bool) -> Option<&str> {
    let stems = PARTICLES.iter().filter(|particle| which(particle)).filter_map(|particle| {
        let stem = word.strip_suffix(*particle)?;
        let last = stem.chars().next_back().filter(|_| stem.chars().nth(1).is_some())?;
        follows(particle, ends_in_consonant(last)?).then_some(stem)
    });
    stems.min_by_key(|stem| stem.len())
}

/// True if a particle may follow a syllable that ends in a consonant, or in a vowel.
fn follows(particle: &str, consonant: bool) -> bool {
    match particle {
        "은" | "이" | "을" | "과" | "이나" | "이라" => consonant,
        "는" | "가" | "를" | "와" | "나" => !consonant,
        _ if particle.starts_with("으로") => consonant,
        _ => true,
    }
}

/// True if a syllable ends in a consonant; nothing if the character is no syllable. Unicode lays out the syllables in
/// groups of 28, the first of each without a final consonant.
fn ends_in_consonant(syllable: char) -> Option<bool> {
    ('가'..='힣').contains(&syllable).then(|| (u32::from(syllable) - u32::from('가')) % 28 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_are_what_a_text_gives_particles_to() {
        let text = [
            "등대는",
            "등대",
            "등대가",
            "바다",
            "바다를",
            "고양이는",
            "고양이가",
            "고양이",
            "갔다",
            "위한",
            "제주도에",
            "제주도",
            "물이",
            "물을",
            "사람은",
            "들어",
        ];
        let nouns = Nouns::of(text.into_iter());
        assert_eq!((nouns.count("등대"), nouns.count("바다"), nouns.count("산")), (3, 2, 0));
        let found: Vec<Option<&str>> = text.iter().map(|word| nouns.noun(word)).collect();
        let (tower, sea, cat, island) = (Some("등대"), Some("바다"), Some("고양이"), Some("제주도"));
        assert_eq!(
            found,
            [tower, tower, tower, sea, sea, cat, cat, cat, None, None, island, island, None, None, None, None]
        );
    }

    #[test]
    fn particles_are_told_from_the_ends_of_nouns() {
        for (word, stem, doubtful) in [
            ("정부는", "정부", None),
            ("정부가", "정부가", Some("정부")),
            ("등대지기가", "등대지기", Some("등대지기")),
            ("정부에서는", "정부", None),
            ("등대를", "등대", None),
            ("사람들은", "사람", None),
            ("사람들", "사람들", Some("사람")),
            ("고양이", "고양이", Some("고양")),
            ("고양이의", "고양이", None),
            ("제주도", "제주도", Some("제주")),
            ("바다", "바다", None),
            // 는 follows vowels only, and one syllable is not left alone.
            ("항만은", "항만", None),
            ("집은", "집은", None),
            ("은", "은", None),
            ("GDP는", "GDP는", None),
            ("", "", None),
        ] {
            assert_eq!((without_particle(word), without_doubtful(word)), (stem, doubtful), "{word}");
        }
        assert!(is_no_noun("있었다") && is_no_noun("위한") && !is_no_noun("등대") && !is_no_noun("북한"));
        assert!(is_one_syllable("불을") && is_one_syllable("높은") && !is_one_syllable("마을"));
        assert!(is_hardly_noun("바다") && !is_hardly_noun("등대"));
    }
}
