//! The page layout: plain text, one paragraph a line, or lines that were broken at a width (`wrapping.rs`). A title, a line
//! with the date of publication, the body, and a trailer of labelled sections. Any plain text reads as one: without a date and a trailer it is a title and paragraphs.
//!
//! The order of tests: the first line that is not blank is the title, unless it is a date line; the next is the date
//! line, if it is one; the trailer is cut off the end (`trailer.rs`); the rest is the body (`headings.rs`).

mod headings;
mod trailer;
mod wrapping;

#[cfg(test)]
mod tests;

pub(crate) use headings::{PlainBody, ends_sentence};
pub(crate) use wrapping::paragraphs;

use crate::{
    article::Block,
    date::Published,
    format::{Parsed, Remark, lines},
    text::StopCheck,
};

/// Words before a date. Compared in lower case; longer ones before those they begin with.
const BEFORE_DATE: &[&str] = &[
    "published at",
    "published on",
    "published",
    "posted at",
    "posted on",
    "posted",
    "updated at",
    "updated on",
    "updated",
    "date",
    "发布时间",
    "發布時間",
    "發佈時間",
    "发布日期",
    "發布日期",
    "发布于",
    "發布於",
    "發佈於",
    "发表于",
    "發表於",
    "日期",
    "时间",
    "時間",
    "公開日時",
    "公開日",
    "公開",
    "配信日時",
    "配信",
    "掲載日",
    "掲載",
    "更新",
    "입력",
    "게시",
    "등록",
    "작성",
    "발행",
];

/// Words after a date.
const AFTER_DATE: &[&str] = &["配信", "公開", "掲載", "更新", "发布", "發布", "發佈", "입력", "게시", "등록"];

/// Reads a page. Every text is one; a text without anything in it is an empty article.
#[must_use]
pub(crate) fn parse(text: &str) -> Parsed {
    parse_until(text, &StopCheck::never())
}

/// Reads a page; the result is incomplete if `stop` stopped it.
pub(crate) fn parse_until(text: &str, stop: &StopCheck<'_>) -> Parsed {
    let mut parsed = Parsed::default();
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut title = "";
    if let Some((line, after)) = lines::first(rest)
        && (date_line(line).is_none() || has_date_below(line, after))
    {
        (title, rest) = (line, after);
    }
    let mut kept = None;
    if let Some((line, after)) = lines::first(rest) {
        match date_line(line) {
            Some(DateLine::Date(published)) => {
                parsed.article.published = Some(published);
                rest = after;
            }
            Some(DateLine::Unreadable) => {
                parsed.remarks.push(Remark::DateLine(Remark::quote(line)));
                kept = Some(line);
                rest = after;
            }
            None => {}
        }
    }
    let (body, trailer) = trailer::split(rest, title);
    parsed.article.blocks = kept.map(Block::paragraph).into_iter().chain(blocks(body, stop)).collect();
    if title.is_empty() && !parsed.article.blocks.is_empty() {
        parsed.remarks.push(Remark::NoTitle);
    }
    title.clone_into(&mut parsed.article.title);
    parsed.article.author = trailer.author;
    parsed.article.related = trailer.related;
    parsed.article.notice = trailer.notice;
    parsed.article.original_title = trailer.original_title;
    parsed
}

/// True if a first line without a label has a line with a date below it: that one dates the article, and the first is
/// a title that reads like a date.
fn has_date_below(line: &str, after: &str) -> bool {
    let is_bare = Published::parse(line).is_some();
    is_bare && lines::first(after).is_some_and(|(next, _)| date_line(next).is_some())
}

/// The blocks of a body in plain text, one a paragraph, with headings found by their shape.
fn blocks(text: &str, stop: &StopCheck<'_>) -> Vec<Block> {
    let mut body = PlainBody::default();
    paragraphs(text, stop, &mut |paragraph| body.push(paragraph));
    body.into_blocks()
}

pub(crate) enum DateLine {
    Date(Published),
    /// A label of a date and something else behind it.
    Unreadable,
}

/// Reads a line that holds only a date, with or without words for its meaning.
pub(crate) fn date_line(line: &str) -> Option<DateLine> {
    if line.chars().nth(120).is_some() {
        return None;
    }
    if let Some(published) = Published::parse(line) {
        return Some(DateLine::Date(published));
    }
    let mut rest = line;
    let prefix = BEFORE_DATE.iter().find(|word| {
        line.get(..word.len()).is_some_and(|start| start.to_lowercase() == **word) && {
            rest = &line[word.len()..];
            // “Publisheds” and “更新されました” are words of their own.
            !rest.starts_with(|c: char| c.is_ascii_alphabetic())
        }
    });
    rest = prefix.map_or(line, |_| rest.trim_start_matches([':', '：', ' ', '　']));
    let shorter = AFTER_DATE.iter().find_map(|word| rest.strip_suffix(word)).unwrap_or(rest);
    if let Some(published) = Published::parse(shorter) {
        return Some(DateLine::Date(published));
    }
    // Only the label of the layout itself makes a line that cannot be read a date line; the others are plain words.
    let labelled =
        prefix.is_some_and(|word| word.starts_with("published ")) && rest.chars().any(|c| c.is_ascii_digit());
    labelled.then_some(DateLine::Unreadable)
}
