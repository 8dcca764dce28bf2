//! Paragraphs of plain text whose lines were broken at a width, as mail programs and typewriters do.
//!
//! A text is taken for one only if its lines show it: nearly every line of a paragraph is full, which is to say that the next
//! word would not have fitted, and the lines end in the middle of sentences. In such a text a full line goes on in the next;
//! every other line ends where its author ended it, so poems and lists keep their lines. A text without such lines has one
//! paragraph a line.

use std::borrow::Cow;

use crate::{
    format::lines,
    text::{
        StopCheck,
        classes::{is_east_asian, is_hangul},
        width::{self, Ambiguous},
    },
};

/// Cells of the widths at which texts are broken.
const WIDTHS: std::ops::RangeInclusive<usize> = 36..=110;

/// Cells that a full line may lack: a mark that may not begin a line takes the character before it along.
const MAX_LACK: usize = 4;

/// Lines that are measured to find the width.
const MAX_MEASURED: usize = 400;

/// Marks that end a sentence.
const FINAL: [char; 9] = ['。', '｡', '！', '？', '!', '?', '.', '…', '．'];

/// A line with the things that a paragraph is seen by.
struct Line<'t> {
    text: &'t str,
    is_indented: bool,
    /// True if a blank line or the end of the text follows.
    is_last: bool,
}

/// Gives the paragraphs of a text to `push`, until `stop` stops it.
pub(crate) fn paragraphs(text: &str, stop: &StopCheck<'_>, push: &mut dyn FnMut(&str)) {
    let Some(width) = wrapped_at(text) else {
        return lines::until(text, stop).for_each(push);
    };
    let mut paragraph = Cow::Borrowed("");
    let mut lines = lines(text).take_while(|line| stop.go_on_after(line.text.len() + 1)).peekable();
    while let Some(line) = lines.next() {
        join(&mut paragraph, line.text);
        let goes_on =
            !line.is_last && lines.peek().is_some_and(|next| !begins(next) && is_full(line.text, next.text, width));
        if !goes_on {
            push(&std::mem::take(&mut paragraph));
        }
    }
    if !paragraph.is_empty() {
        push(&paragraph);
    }
}

/// The lines that are not blank.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut lines = lines::with_blank(text).peekable();
    std::iter::from_fn(move || {
        let line = lines.by_ref().find(|line| !line.trim().is_empty())?;
        let is_last = lines.peek().is_none_or(|next| next.trim().is_empty());
        Some(Line {
            text: line.trim(),
            is_indented: line.starts_with(['\u{3000}', '\t']) || line.starts_with("  "),
            is_last,
        })
    })
}

/// The width at which a text is broken, if it is.
fn wrapped_at(text: &str) -> Option<usize> {
    let measured: Vec<(Line<'_>, Option<usize>)> = lines(text)
        .take(MAX_MEASURED)
        .map(|line| (cells(line.text), line))
        .map(|(cells, line)| (line, cells))
        .collect();
    // An address is one word, however long.
    let is_long = |(line, cells): &&(Line<'_>, Option<usize>)| cells.is_none() && !line.text.contains("://");
    if measured.iter().filter(is_long).count() * 20 > measured.len() {
        return None;
    }
    let inner = || measured.windows(2).filter(|pair| !pair[0].0.is_last && !begins(&pair[1].0));
    let width = inner().filter_map(|pair| pair[0].1).max().filter(|width| WIDTHS.contains(width))?;
    let mut all = Lines::default();
    for group in measured.split_inclusive(|(line, _)| line.is_last) {
        let mut lines = Lines::default();
        for pair in group.windows(2).filter(|pair| !begins(&pair[1].0)) {
            lines.count(pair[0].0.text, pair[1].0.text, width);
        }
        // A poem between paragraphs is no evidence against them.
        if lines.full > 0 {
            all.add(&lines);
        }
    }
    // Where every line is a sentence nothing was broken.
    (all.full >= 2 && all.short * 6 <= all.full && all.sentences * 3 <= all.full).then_some(width)
}

/// Lines that are followed by another of their paragraph.
#[derive(Default)]
struct Lines {
    full: usize,
    /// Full ones at the end of a sentence.
    sentences: usize,
    short: usize,
}

impl Lines {
    fn count(&mut self, line: &str, next: &str, width: usize) {
        match (is_full(line, next, width), ends_sentence(line)) {
            (true, is_end) => {
                self.full += 1;
                self.sentences += usize::from(is_end);
            }
            // Without blank lines the end of a paragraph is a short line.
            (false, true) => {}
            (false, false) => self.short += 1,
        }
    }

    fn add(&mut self, other: &Lines) {
        self.full += other.full;
        self.sentences += other.sentences;
        self.short += other.short;
    }
}

/// True if a line begins something of its own: a paragraph that is indented, or an item of a list.
fn begins(line: &Line<'_>) -> bool {
    let mut chars = line.text.chars();
    let (first, second) = (chars.next(), chars.next());
    let is_bullet = first.is_some_and(|c| "-*•・·‧※▪‣◦".contains(c)) && second.is_none_or(char::is_whitespace);
    let digits = line.text.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = (1..=3).contains(&digits) && line.text[digits..].starts_with([')', '、'])
        || (digits > 0 && digits <= 3 && line.text[digits..].starts_with(". "));
    line.is_indented || is_bullet || is_number
}

/// True if the beginning of the next line would not have fitted into a line.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let Some(cells) = cells(line) else { return false };
    let Some(last) = line.chars().next_back() else { return false };
    let first = next.chars().next().unwrap_or(' ');
    let is_word = |c: char| !is_east_asian(c) || is_hangul(c);
    let (word, lack) = if is_word(first) && first.is_alphanumeric() {
        let end = next.find(|c: char| c.is_whitespace() || !is_word(c)).unwrap_or(next.len());
        (&next[..end], if is_word(last) { 0 } else { MAX_LACK })
    } else {
        (&next[..first.len_utf8()], MAX_LACK)
    };
    let space = usize::from(has_space_between(last, first));
    cells + space + self::cells(word).unwrap_or(width) > width.saturating_sub(lack)
}

/// The cells of a line, unless it is wider than any that was broken.
fn cells(line: &str) -> Option<usize> {
    // No character takes more than four bytes, few take no cell: spares measuring long lines.
    if line.len() > WIDTHS.end() * 8 {
        return None;
    }
    Some(width::cells(line, Ambiguous::Narrow)).filter(|cells| cells <= WIDTHS.end())
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['”', '’', '"', '\'', '」', '』', '）', ')', '】']).ends_with(FINAL)
}

/// True if a space stood where a line was broken between two characters: beside East Asian ones, save Hangul, it may have
/// been broken anywhere.
fn has_space_between(before: char, after: char) -> bool {
    let is_spaceless =
        |c: char| (is_east_asian(c) && !is_hangul(c)) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}');
    !is_spaceless(before) && !is_spaceless(after)
}

/// Adds a line to a paragraph, with a space if the script has spaces.
fn join<'t>(paragraph: &mut Cow<'t, str>, line: &'t str) {
    let Some(before) = paragraph.chars().next_back() else {
        *paragraph = Cow::Borrowed(line);
        return;
    };
    let first = line.chars().next().unwrap_or(' ');
    // A word that was parted at its hyphen.
    let is_parted = before == '-' && first.is_ascii_lowercase();
    let text = paragraph.to_mut();
    if !is_parted && has_space_between(before, first) {
        text.push(' ');
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::paragraphs;
    use crate::text::{
        StopCheck,
        width::{self, Ambiguous},
    };

    fn read(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        paragraphs(text, &StopCheck::never(), &mut |paragraph| found.push(paragraph.to_owned()));
        found
    }

    /// Breaks a text at a width, between words and between East Asian characters.
    fn wrap(text: &str, at: usize) -> String {
        let mut out = String::new();
        let mut line = String::new();
        let mut word = String::new();
        for c in text.chars().chain([' ']) {
            let is_wide = c > '\u{2e80}' && !('\u{ac00}'..='\u{d7a3}').contains(&c);
            if c != ' ' && !is_wide {
                word.push(c);
                continue;
            }
            for piece in [std::mem::take(&mut word), String::from(c)] {
                if width::cells(&(line.clone() + piece.trim_end()), Ambiguous::Narrow) > at {
                    out.push_str(line.trim_end());
                    out.push('\n');
                    line.clear();
                }
                if !(line.is_empty() && piece == " ") {
                    line.push_str(&piece);
                }
            }
        }
        out + line.trim_end()
    }

    const HANS: &str = "旧冰厂的滑门在清晨拉开，海水顺着新修的石槽流进院子，六十三位居民站在台阶上看了很久，没有一个人先开口说话。后来是看门的老人说，水比他记得的要凉。";
    const EN: &str = "The ferry has crossed the same eleven kilometres of water for a hundred years, and nobody on the island can remember a morning without its horn. It left at six today as it always does.";
    const KO: &str = "첫 물은 지난 열여덟째 날 아침 둑 높이까지 올라왔다. 소금밭을 지키던 사람들은 밤새 모래주머니를 쌓았고 날이 밝자 모두 집으로 돌아가 늦은 아침을 먹었다.";

    #[test]
    fn lines_broken_at_a_width_are_joined() {
        for at in [40, 56, 72, 76] {
            let paragraphs = [HANS, EN, KO, HANS];
            let text = paragraphs.map(|text| wrap(text, at)).join("\n\n");
            assert_eq!(read(&text), paragraphs, "{at}");
            assert_eq!(read(&text.replace('\n', "\r\n")), paragraphs, "{at}");
        }
        // Paragraphs that are indented need no blank line.
        let text = [HANS, HANS].map(|text| wrap(&format!("　　{text}"), 60)).join("\n");
        assert_eq!(read(&text), [HANS, HANS]);
    }

    #[test]
    fn lines_that_their_author_ended_stay() {
        for text in [
            "潮来的时候，\n他在岸上，\n\n潮去的时候，\n他在船上，",
            "朝辞白帝彩云间，千里江陵一日还。\n两岸猿声啼不住，轻舟已过万重山。",
            "水\n盐\n米\n油",
            "- 一条\n- 二条\n- 三条",
        ] {
            assert_eq!(read(text), text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>(), "{text}");
        }
        // Paragraphs of one line, long and short.
        let text = [HANS, EN, "短的一句。", KO].join("\n");
        assert_eq!(read(&text), [HANS, EN, "短的一句。", KO]);
        // A poem between paragraphs that were broken.
        let text = format!("{}\n\n网在船头\n鱼在水\n\n{}", wrap(HANS, 50), wrap(EN, 50));
        assert_eq!(read(&text), [HANS, "网在船头", "鱼在水", EN]);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(text in "([一-龥，。 a-z가-힣\u{3000}]{0,40}(\n|\r\n|\n\n)){0,20}") {
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&read(&text).concat()), letters(&text));
        }
    }
}
