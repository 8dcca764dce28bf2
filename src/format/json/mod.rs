//! Articles from JSON: one object, an array of them, an object that holds such an array, or objects one after
//! another (JSON Lines). Articles are handed on as they are read, so a long file never stands in memory twice.
//!
//! The meanings of an object's fields are in `fields.rs`.

mod block;
mod body;
mod fields;
mod flat;
mod kept;
mod markup;
mod repair;
mod text;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use serde::de::{DeserializeSeed, IgnoredAny};

use crate::{
    article::{SourceFormat, SourceText},
    format::{Parsed, Remark},
    text::StopCheck,
};
use fields::{JsonItem, JsonItemSeed};

/// Remarks kept of one text; the rest are counted.
const MAX_REMARKS: usize = 100;

/// Lines that may be read in vain, over all values that turn out ill-formed only lines after they began.
const MAX_WASTED_LINES: usize = 100_000;

/// Reads the articles of a text and gives each to `found`, with the remarks that concern it. Returns remarks that concern
/// no article. After an ill-formed value reading goes on at the next line that begins an object at the same indent.
pub(crate) fn parse(text: &str, found: &mut dyn FnMut(Parsed)) -> Vec<Remark> {
    parse_until(text, &StopCheck::never(), found)
}

/// [`parse`] with a stop; the articles that were found by then are complete.
pub(crate) fn parse_until(text: &str, stop: &StopCheck<'_>, found: &mut dyn FnMut(Parsed)) -> Vec<Remark> {
    let mut reader = Reader { remarks: Vec::new(), more: 0, line: 1, wasted: 0, stop };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some((at, line)) = reader.read(text, found, true) {
        reader.line = line;
        let rest = &text[at..];
        let (repaired, surrogate) =
            repair::repair(rest).map_or((Cow::Borrowed(rest), None), |(text, line)| (Cow::Owned(text), line));
        if let Some(offset) = surrogate {
            reader.remark(Remark::Surrogate { line: line + offset - 1 });
        }
        reader.read(&repaired, found, false);
    }
    if reader.more > 0 {
        reader.remarks.push(Remark::More(reader.more));
    }
    reader.remarks
}

struct Reader<'s> {
    stop: &'s StopCheck<'s>,
    remarks: Vec<Remark>,
    more: usize,
    /// The line at hand, from 1.
    line: usize,
    wasted: usize,
}

impl Reader<'_> {
    /// Reads values from the start of a text to its end. Brackets and commas between values are passed over, so arrays
    /// need no stack however deep. With `stop_to_repair` it gives up at the first error that a repair could mend, and
    /// returns where that value begins and in which line.
    fn read(&mut self, text: &str, found: &mut dyn FnMut(Parsed), stop_to_repair: bool) -> Option<(usize, usize)> {
        let mut at = 0;
        let mut depth = 0_u64;
        loop {
            let rest = &text[at..];
            let between = rest.find(|c: char| !c.is_ascii_whitespace() && !matches!(c, '[' | ']' | ','));
            let (passed, rest) = rest.split_at(between.unwrap_or(rest.len()));
            for byte in passed.bytes() {
                match byte {
                    b'\n' => self.line += 1,
                    b'[' => depth += 1,
                    b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            at += passed.len();
            if rest.is_empty() {
                if depth > 0 {
                    self.remark(Remark::Json { line: self.line, reason: "the text ends inside an array".to_owned() });
                }
                return None;
            }
            match value(rest, self.stop) {
                Ok((item, end)) => {
                    self.hand_on(item, &rest[..end], found);
                    self.line += count_lines(&rest[..end]);
                    at += end;
                    if !self.stop.go_on_after(end) {
                        return None;
                    }
                }
                Err(_) if self.stop.is_stopped() => return None,
                Err(error) => {
                    if stop_to_repair && json_repair_may_help(&error) {
                        return Some((at, self.line));
                    }
                    // At column 0 it is the end of the line above that was not expected.
                    let line = self.line + error.line().saturating_sub(1 + usize::from(error.column() == 0));
                    self.remark(Remark::Json { line, reason: reason(&error) });
                    self.wasted += error.line().saturating_sub(1);
                    let next = next_object(text, at).filter(|_| self.wasted <= MAX_WASTED_LINES);
                    let Some(next) = next else {
                        if !rest.trim_end().trim_end_matches([']', '}']).is_empty() && error.line() < count_lines(rest)
                        {
                            self.remark(Remark::JsonGivenUp { line });
                        }
                        return None;
                    };
                    self.line += count_lines(&text[at..next]);
                    at = next;
                }
            }
        }
    }

    /// Hands on the articles of a value; the text of the value is the source of one that is alone in it.
    fn hand_on(&mut self, item: JsonItem, text: &str, found: &mut dyn FnMut(Parsed)) {
        match item {
            JsonItem::Articles(mut articles) if articles.len() == 1 => {
                for one in &mut articles {
                    one.source = Some(SourceText::new(SourceFormat::Json, text));
                }
                articles.into_iter().for_each(found);
            }
            JsonItem::Articles(articles) => articles.into_iter().for_each(found),
            JsonItem::Other(kind) => self.remark(Remark::NotAnArticle { line: self.line, found: kind }),
        }
    }

    fn remark(&mut self, remark: Remark) {
        if self.remarks.len() < MAX_REMARKS {
            self.remarks.push(remark);
        } else {
            self.more += 1;
        }
    }
}

/// The value that a text begins with, and the bytes it takes.
fn value(text: &str, stop: &StopCheck<'_>) -> Result<(JsonItem, usize), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let item = JsonItemSeed { stop }.deserialize(&mut deserializer)?;
    let end = deserializer.into_iter::<IgnoredAny>().byte_offset();
    // As serde_json's own stream of values: a number or a name ends only where another value may begin.
    let ends_itself = text.starts_with(['{', '[', '"']);
    let is_apart = |byte: &u8| b" \n\t\r\"[]{},:".contains(byte);
    if ends_itself || text.as_bytes().get(end).is_none_or(is_apart) {
        return Ok((item, end));
    }
    // The parser's own error of this kind has the place of what comes behind.
    Err(serde_json::from_str::<IgnoredAny>(text)
        .err()
        .unwrap_or_else(|| serde::de::Error::custom("trailing characters")))
}

fn count_lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

fn json_repair_may_help(error: &serde_json::Error) -> bool {
    let reason = error.to_string();
    reason.contains("surrogate") || reason.contains("control character") || reason.contains("hex escape")
}

/// The parser's words without its own count of lines.
fn reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.rsplit_once(" at line ").map_or(words.as_str(), |(reason, _)| reason).to_owned()
}

/// The offset of the next object that begins at the start of a line, indented like the line of the value at `at`.
fn next_object(text: &str, at: usize) -> Option<usize> {
    let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..];
    let line = line.trim_start_matches(['[', ',']);
    let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let mut from = at;
    while let Some(end) = text[from..].find('\n') {
        from += end + 1;
        if text[from..].strip_prefix(indent).is_some_and(|line| line.starts_with('{')) {
            return Some(from + indent.len());
        }
    }
    None
}
