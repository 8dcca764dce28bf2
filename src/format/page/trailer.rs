//! The trailer of a page: sections in any order, each a label alone on a line, and last, perhaps, the title
//! in the language the article was first written in.
//!
//! Only a run of sections that reaches the end of the text counts: the word “Author” alone in the middle of a story
//! is a paragraph of the story.

use std::collections::HashMap;

use super::headings::ends_sentence;
use crate::{format::lines, text::classes::is_east_asian};

/// Limit of the lines of a trailer.
const MAX_LINES: usize = 500;
/// Limit of a line with a name, in characters.
const MAX_NAME_CHARS: usize = 60;
/// Limit of a line with a title, in characters.
const MAX_TITLE_CHARS: usize = 300;
/// Limit of the lines of names in an author section.
const MAX_NAMES: usize = 3;
/// Limit of the lines of a notice.
const MAX_NOTICE_LINES: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Author,
    Related,
    Notice,
}

/// The contents of a trailer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Trailer {
    pub(crate) author: Option<String>,
    pub(crate) related: Vec<String>,
    pub(crate) notice: Option<String>,
    pub(crate) original_title: Option<String>,
}

/// Cuts the trailer off a text that begins after the title and the date. Gives the body and the contents of the trailer.
pub(crate) fn split<'a>(text: &'a str, title: &str) -> (&'a str, Trailer) {
    let mut tail: Vec<&str> = lines::lines(text).rev().take(MAX_LINES).collect();
    tail.reverse();
    for (index, line) in tail.iter().enumerate().filter(|(_, line)| label(line).is_some()) {
        if let Some(trailer) = sections(&tail[index..], text, title) {
            return (&text[..lines::offset_of(text, line)], trailer);
        }
    }
    (text, Trailer::default())
}

fn label(line: &str) -> Option<Label> {
    if line.len() > 40 {
        return None;
    }
    let line = line.trim_end_matches([':', '：', ' ', '　']).to_lowercase();
    match line.as_str() {
        "author" | "authors" | "作者" | "著者" | "筆者" | "저자" | "글쓴이" => Some(Label::Author),
        "related" | "related articles" | "related stories" | "相关报道" | "相關報道" | "相关新闻" | "相關新聞"
        | "相关阅读" | "相關閱讀" | "延伸阅读" | "延伸閱讀" | "関連記事" | "関連ニュース" | "관련기사"
        | "관련 기사" => Some(Label::Related),
        "ai translated" | "ai translation" | "ai翻译" | "ai翻譯" | "ai翻訳" | "ai 翻译" | "ai 翻譯" | "ai 翻訳"
        | "ai 번역" => Some(Label::Notice),
        _ => None,
    }
}

/// Reads lines, the first of which is a label, as sections up to the end; `None` if they are anything else.
fn sections(tail: &[&str], text: &str, title: &str) -> Option<Trailer> {
    let starts: Vec<(usize, Label)> =
        tail.iter().enumerate().filter_map(|(index, line)| Some((index, label(line)?))).collect();
    let mut trailer = Trailer::default();
    let translated = starts.iter().any(|(_, label)| *label == Label::Notice);
    for (nth, (start, label)) in starts.iter().enumerate() {
        if starts[..nth].iter().any(|(_, other)| other == label) {
            return None;
        }
        let last = nth + 1 == starts.len();
        let end = starts.get(nth + 1).map_or(tail.len(), |(next, _)| *next);
        let mut content = &tail[start + 1..end];
        if last && let Some((candidate, before)) = content.split_last() {
            let previous = tail[end - 2];
            let set_off = text[lines::offset_of(text, previous) + previous.len()..lines::offset_of(text, candidate)]
                .matches(['\n', '\u{2029}'])
                .count()
                > 1;
            if is_original_title(*label, candidate, before, &Evidence { title, translated, set_off }) {
                trailer.original_title = Some((*candidate).to_owned());
                content = before;
            }
        }
        if !fits(*label, content) {
            return None;
        }
        let text = |between: &str| Some(content.join(between)).filter(|text| !text.is_empty());
        match label {
            Label::Author => {
                let ascii = content.iter().all(|name| name.is_ascii());
                trailer.author = text(if ascii { ", " } else { "、" });
            }
            Label::Related => trailer.related = content.iter().map(|title| (*title).to_owned()).collect(),
            Label::Notice => trailer.notice = text("\n"),
        }
    }
    Some(trailer)
}

/// True if some lines can be the section of a label.
fn fits(label: Label, content: &[&str]) -> bool {
    let is_name = |name: &&str| {
        name.chars().nth(MAX_NAME_CHARS).is_none() && !name.ends_with(['。', '！', '？', '!', '?', '，', '：', ':'])
    };
    match label {
        Label::Author => content.len() <= MAX_NAMES && content.iter().all(is_name),
        Label::Related => content.iter().all(|title| is_title_like(title)),
        Label::Notice => content.len() <= MAX_NOTICE_LINES,
    }
}

fn is_title_like(line: &str) -> bool {
    line.chars().nth(MAX_TITLE_CHARS).is_none() && !line.ends_with(['。', '｡'])
}

/// Evidence beside the line itself that the last line is the original title.
struct Evidence<'a> {
    title: &'a str,
    /// The page has a translation notice.
    translated: bool,
    /// A blank line stands before it.
    set_off: bool,
}

/// True if the last line of the last section is the original title rather than part of the section. A notice is one
/// line and a name is one line, so what follows them is the title. A list of related titles has no such bound: there
/// the line must resemble the title, or stand apart in a translated page.
fn is_original_title(label: Label, line: &str, before: &[&str], evidence: &Evidence) -> bool {
    if line == evidence.title || resembles(line, evidence.title) {
        return true;
    }
    if !is_title_like(line) {
        return false;
    }
    match label {
        Label::Author => !before.is_empty(),
        Label::Notice => before.len() == 1 || (before.len() > 1 && !ends_sentence(line)),
        Label::Related => evidence.translated && (evidence.set_off || is_cjk(line) != is_cjk(evidence.title)),
    }
}

fn is_cjk(text: &str) -> bool {
    text.chars().any(is_east_asian)
}

/// True if two titles are one: in two scripts, where every letter has its counterpart and many are the same, or worded a
/// little differently.
fn resembles(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (letters(one), letters(other));
    if one.len().min(other.len()) < 4 || one.len().max(other.len()) > MAX_TITLE_CHARS {
        return false;
    }
    let in_place = one.iter().zip(&other).filter(|(a, b)| a == b).count();
    if one.len() == other.len() && in_place * 3 >= one.len() {
        return true;
    }
    let mut counts: HashMap<char, usize> = HashMap::new();
    for c in &one {
        *counts.entry(*c).or_default() += 1;
    }
    let shared = other
        .iter()
        .filter(|c| counts.get_mut(c).is_some_and(|count| std::mem::replace(count, count.saturating_sub(1)) > 0))
        .count();
    shared * 3 >= one.len().max(other.len()) * 2
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).take(MAX_TITLE_CHARS + 1).collect()
}
