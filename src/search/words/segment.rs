//! The words of a text: where each begins and ends. The only door to jieba.
//!
//! Jieba knows words as the Mainland writes them, so every Han character is first put for the form of its class that
//! its dictionary knows best; offsets stay those of the text. Nothing in here decides what a word is good for.

use std::{
    collections::HashMap,
    fmt,
    io::BufReader,
    ops::Range,
    sync::{
        Arc, OnceLock,
        mpsc::{RecvTimeoutError, channel},
    },
    time::Duration,
};

use jieba_rs::Jieba;
use ruzstd::decoding::StreamingDecoder;
use unicode_segmentation::UnicodeSegmentation;

use crate::search::{
    Looks,
    matching::{edges, edges::Kind},
};
use crate::text::fold::Folding;

/// Characters cut at once. Longer stretches without a mark between them are cut in pieces.
const PIECE: usize = 4096;
/// How many times more than a search it costs to tell words.
const CUT: usize = 16;
/// Characters on either side of a place that are looked at to tell whether a word ends there.
const AROUND: usize = 48;
/// A character that the dictionary counts more often is a word of its own also beside a commoner form of its class,
/// as 著 is beside 着.
const RARE: usize = 2000;
/// Rare characters that occur more often than this may belong to a word of the dictionary as they are, as 乾 in 乾隆.
const DOUBTFUL: usize = 300;

/// Time between two looks whether one who waits for the words is stopped.
const GLANCE: Duration = Duration::from_millis(10);

/// The word table that the readers of one process share: loaded once, when it is first needed. Share it in an [`Arc`].
#[derive(Default)]
pub struct WordTable(OnceLock<Arc<Words>>);

impl WordTable {
    /// The words, if they have been loaded. Does not wait.
    #[must_use]
    pub fn get(&self) -> Option<Arc<Words>> {
        self.0.get().cloned()
    }

    /// The words, loaded if they have not been, unless the one who waits for them is stopped before they are there. They
    /// are loaded to the end all the same, for whoever wants them next.
    #[must_use]
    pub fn load_unless(self: &Arc<WordTable>, stop: &dyn Fn() -> bool) -> Option<Arc<Words>> {
        let (loaded, waits) = channel();
        if self.get().is_none() {
            let table = Arc::clone(self);
            let load = move || drop((table.load(), loaded.send(())));
            if std::thread::Builder::new().name("words".to_owned()).spawn(load).is_err() {
                return Some(self.load());
            }
            while waits.recv_timeout(GLANCE) == Err(RecvTimeoutError::Timeout) {
                if stop() {
                    return None;
                }
            }
        }
        self.get()
    }

    /// The words, loaded now if they have not been: about 0.2 s and 32 MB, so for a job. Of several callers one loads
    /// and the others wait for it.
    #[must_use]
    pub fn load(&self) -> Arc<Words> {
        Arc::clone(self.0.get_or_init(|| Arc::new(Words::load())))
    }
}

/// A table is only equal to itself.
impl PartialEq for WordTable {
    fn eq(&self, other: &WordTable) -> bool {
        std::ptr::eq(self, other)
    }
}

impl fmt::Debug for WordTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WordTable").field(&self.0.get().is_some()).finish()
    }
}

/// jieba-rs's own dictionary, packed by `tools/words`.
const DICTIONARY: &[u8] = include_bytes!("../data/words.zst");

/// Jieba with its dictionary, which is unpacked as it is read: none of its text is kept. Words are cut one character at
/// a time if it cannot be read, which a test rules out.
fn dictionary() -> Jieba {
    let read = |unpacked| Jieba::with_dict(&mut BufReader::new(unpacked)).ok();
    StreamingDecoder::new(DICTIONARY).ok().and_then(read).unwrap_or_else(Jieba::empty)
}

/// Knows the words of Chinese.
pub struct Words {
    jieba: Jieba,
    /// For a character the one that the dictionary knows it as, and whether it may be a word's own as it is.
    known_as: HashMap<char, (char, bool)>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").finish_non_exhaustive()
    }
}

impl Words {
    /// Loads the dictionary: about 0.2 s.
    #[must_use]
    pub fn load() -> Words {
        let jieba = dictionary();
        let known_as = known_as(&jieba);
        Words { jieba, known_as }
    }

    /// The words of a text from left to right, as ranges of its bytes. What stands between words (marks, white space)
    /// is left out. The words of other languages are those that spaces and marks separate.
    #[must_use]
    pub fn of(&self, text: &str) -> Vec<Range<usize>> {
        self.of_until(text, &Looks::never())
    }

    /// The same as far as it comes before it is stopped.
    pub(in crate::search) fn of_until(&self, text: &str, looks: &Looks<'_>) -> Vec<Range<usize>> {
        let mut words = Vec::new();
        let mut rest = text;
        while !rest.is_empty() && looks.go_on_after(CUT * (text.len() - rest.len()).min(PIECE)) {
            let (piece, behind) = rest.split_at(piece_end(rest));
            let from = text.len() - rest.len();
            let known = self.known(piece);
            for word in self.jieba.cut(&known.text, true) {
                if word.word.chars().any(char::is_alphanumeric) {
                    words.push(from + known.from(word.byte_start)..from + known.to(word.byte_end));
                }
            }
            rest = behind;
        }
        with_foreign(text, words)
    }

    /// Whether a range of a text, on character boundaries, begins where a word begins and ends where a word ends: 中国
    /// is whole in 中国经济 and is not in 发展中国家.
    #[must_use]
    pub fn is_whole(&self, text: &str, range: &Range<usize>) -> bool {
        edges::is_whole(Some(self), text, range)
    }

    /// Whether a word begins with the Han character at `at`, which another one stands before; also within a longer word
    /// that is made of words of two characters or more there, as 中国人民银行 is and 发展中国家 is not.
    pub(in crate::search) fn begins_at(&self, text: &str, at: usize) -> bool {
        let Some((head, tail)) = text.split_at_checked(at) else { return false };
        let is_han = |(_, c): &(usize, char)| Folding::of(*c) == Folding::Dropped || Kind::of(*c) == Kind::Han;
        let start = head.char_indices().rev().take(AROUND).take_while(is_han).last().map_or(at, |(at, _)| at);
        let end = tail.char_indices().take(AROUND).take_while(is_han).last();
        let end = at + end.map_or(0, |(at, c)| at + c.len_utf8());
        let known = self.known(text.get(start..end).unwrap_or_default());
        let Some(at) = known.place_of(at - start) else { return false };
        let words = self.jieba.cut(&known.text, true);
        let Some(word) = words.iter().find(|word| (word.byte_start..word.byte_end).contains(&at)) else { return false };
        let part = |range: Range<usize>| self.is_made_of_words(known.text.get(range).unwrap_or_default());
        word.byte_start == at || (part(word.byte_start..at) && part(at..word.byte_end))
    }

    /// Whether a part of a word is a word of two characters or more, or several such.
    fn is_made_of_words(&self, part: &str) -> bool {
        let is_word = |word: &str| word.chars().nth(1).is_some() && self.jieba.has_word(word);
        is_word(part) || self.jieba.cut(part, false).iter().all(|word| is_word(word.word))
    }

    /// How much one occurrence of a word says; nothing if it is not a noun, a name or an abbreviation.
    pub(in crate::search) fn rarity(&self, word: &str, count: usize) -> Option<f64> {
        /// Words counted for the dictionary.
        const COUNTED: f64 = 6.0e7;
        let chinese = word.chars().next().is_some_and(|c| Kind::of(c) == Kind::Han);
        if !self.jieba.has_word(word) {
            // A word that nobody knows and that comes once was hardly cut right.
            return (!chinese || count > 1).then_some(if chinese { 11.0 } else { 8.0 });
        }
        let tagged = self.jieba.tag(word, false);
        let [one] = tagged.as_slice() else { return None };
        let says = one.tag.starts_with('n') || matches!(one.tag, "vn" | "j" | "eng" | "an" | "l");
        says.then(|| (COUNTED / self.jieba.suggest_freq(word) as f64).ln().clamp(1.0, 14.0))
    }

    /// A word in the characters that the dictionary knows.
    pub(in crate::search) fn known_form(&self, word: &str) -> String {
        self.known(word).text
    }

    /// A text in the characters that the dictionary knows.
    fn known(&self, text: &str) -> Known {
        let mut known = Known { text: String::with_capacity(text.len()), ends: Vec::new() };
        let mut before = None;
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            if Folding::of(c) == Folding::Dropped && !c.is_whitespace() {
                continue;
            }
            let shown = match self.known_as.get(&c) {
                Some((_, true)) if self.belongs(before, c, rest.peek().map(|(_, next)| *next)) => c,
                Some((other, _)) => *other,
                None => c,
            };
            known.text.push(shown);
            known.ends.push((known.text.len(), at, at + c.len_utf8()));
            before = Some(c);
        }
        known
    }

    /// Whether the dictionary has a character as it is together with a neighbour.
    fn belongs(&self, before: Option<char>, c: char, after: Option<char>) -> bool {
        let word = |a: char, b: char| self.jieba.has_word(&[a, b].iter().collect::<String>());
        before.is_some_and(|before| word(before, c)) || after.is_some_and(|after| word(c, after))
    }
}

struct Known {
    text: String,
    /// For each character where it ends in `text`, and where it begins and ends in what it was made from.
    ends: Vec<(usize, usize, usize)>,
}

impl Known {
    /// Where the character begins in `text` that was made from the one at `at` of the source.
    fn place_of(&self, at: usize) -> Option<usize> {
        let index = self.ends.iter().position(|(_, from, _)| *from == at)?;
        Some(index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(end, ..)| *end))
    }

    /// Where the character that begins at `at` begins in the source.
    fn from(&self, at: usize) -> usize {
        self.ends.get(self.ends.partition_point(|(end, ..)| *end <= at)).map_or(0, |(_, from, _)| *from)
    }

    /// Where the character that ends at `at` ends in the source.
    fn to(&self, at: usize) -> usize {
        self.ends.get(self.ends.partition_point(|(end, ..)| *end < at)).map_or(0, |(.., to)| *to)
    }
}

/// The words with those in one that jieba cuts to pieces, for it knows no letters but Han and ASCII: 등대, カメラ, café.
fn with_foreign(text: &str, words: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let foreign = |c: char| !c.is_ascii() && matches!(Kind::of(c), Kind::Hangul | Kind::Katakana | Kind::Letter);
    if !text.contains(foreign) {
        return words;
    }
    let mut all = Vec::with_capacity(words.len());
    let mut words = words.into_iter().peekable();
    for (start, word) in text.unicode_word_indices().filter(|(_, word)| word.contains(foreign)) {
        let end = start + word.len();
        while let Some(before) = words.next_if(|before| before.end <= start) {
            all.push(before);
        }
        while words.next_if(|piece| piece.start < end).is_some() {}
        all.push(start..end);
    }
    all.extend(words);
    all
}

/// For every Han character that the dictionary hardly knows the one of its class that it knows best.
fn known_as(jieba: &Jieba) -> HashMap<char, (char, bool)> {
    let mut classes: HashMap<char, Vec<char>> = HashMap::new();
    for c in ('\u{3400}'..='\u{9FFF}').chain('\u{F900}'..='\u{FAFF}').chain('\u{20000}'..='\u{3347F}') {
        if let Folding::One(unit) = Folding::of(c)
            && unit != c
        {
            classes.entry(unit).or_default().push(c);
        }
    }
    let count =
        |c: char| if jieba.has_word(c.encode_utf8(&mut [0; 4])) { jieba.suggest_freq(&c.to_string()) } else { 0 };
    let mut known_as = HashMap::new();
    for (unit, others) in classes {
        let class: Vec<(char, usize)> = others.into_iter().chain([unit]).map(|c| (c, count(c))).collect();
        let Some(&(best, most)) = class.iter().max_by_key(|(c, count)| (*count, std::cmp::Reverse(*c))) else {
            continue;
        };
        for (c, count) in class {
            if c != best && count < RARE && count < most {
                known_as.insert(c, (best, count > DOUBTFUL));
            }
        }
    }
    known_as
}

/// Where to cut a long text: behind a mark if there is one.
fn piece_end(text: &str) -> usize {
    let Some((limit, _)) = text.char_indices().nth(PIECE) else { return text.len() };
    let head = text.get(..limit).unwrap_or(text);
    head.char_indices().rfind(|(_, c)| !c.is_alphanumeric()).map_or(limit, |(at, c)| at + c.len_utf8())
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
