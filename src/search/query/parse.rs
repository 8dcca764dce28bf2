//! Reads what was typed as terms: quotes, exclusion, OR, names with values, dates.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::condition::{Condition, ConditionKind, Mark, Term, TermsError, Word};
use crate::date::parse_day;
use crate::search::sound::{pinyin, zhuyin};
use crate::text::fold::units;

/// The names that may stand before a colon, each with an example of what may follow.
const NAMES: [(&str, &str); 8] = [
    ("is", "unread"),
    ("source", "新华"),
    ("lang", "zh"),
    ("after", "2021-12"),
    ("before", "2022"),
    ("author", "王"),
    ("title", "经济"),
    ("tag", "later"),
];

/// Signs before a term that exclude it.
const NOT: [char; 4] = ['!', '！', '-', '－'];

/// Characters that open a phrase, and what closes it.
const QUOTES: [(char, char); 6] = [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』'), ('＂', '＂'), ('„', '“')];

pub(in crate::search) fn parse(typed: &str) -> Result<Vec<Term>, TermsError> {
    let mut terms: Vec<Term> = Vec::new();
    let mut either = false;
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let end = sounds_end(rest, token_end(rest));
        let (token, behind) = rest.split_at(end);
        rest = behind.trim_start();
        let joint = if token.chars().count() < 4 { narrow(token) } else { String::new() };
        if matches!(joint.as_str(), "OR" | "|" | "||") {
            // OR alone is a word. What it is to join may not be typed yet.
            if joint != "OR" || !terms.is_empty() || !rest.is_empty() {
                either = !terms.is_empty();
                continue;
            }
        }
        // Words are joined by AND anyway; alone it is one.
        if matches!(joint.as_str(), "AND" | "&&") && !(terms.is_empty() && rest.is_empty()) {
            continue;
        }
        // What is to be excluded may not be typed yet.
        let is_last = rest.split_whitespace().all(|token| token.strip_prefix(NOT) == Some(""));
        let begun = token.strip_prefix(NOT).filter(|_| is_last);
        let opens = |rest: &str| rest.chars().count() == 1 && rest.chars().next().and_then(closing_of).is_some();
        if begun.is_some_and(|begun| opens(begun) || (begun.is_empty() && !terms.is_empty())) {
            continue;
        }
        let condition = condition(token)?;
        match terms.last_mut() {
            Some(last) if either => {
                last.text.extend([" OR ", token]);
                last.any.push(condition);
            }
            _ => terms.push(Term { text: token.to_owned(), any: vec![condition] }),
        }
        either = false;
    }
    Ok(terms)
}

/// End of the first term: at white space outside quotes.
fn token_end(text: &str) -> usize {
    let mut closing = None;
    let mut before = None;
    for (at, c) in text.char_indices() {
        match closing {
            Some(quote) if c == quote => closing = None,
            None if c.is_whitespace() => return at,
            // A quote within a word is an apostrophe or an inch.
            None if before.is_none_or(|c| NOT.contains(&c) || matches!(c, ':' | '：')) => closing = closing_of(c),
            _ => {}
        }
        before = Some(c);
    }
    text.len()
}

/// End of the syllables that were typed with spaces between them, if the first token is one that is meant for a
/// sound: `'guo jia`, `ㄍㄨㄛˊ ㄐㄧㄚ`. Else where the token ends.
fn sounds_end(text: &str, end: usize) -> usize {
    let token = text.get(..end).unwrap_or_default();
    let token = token.strip_prefix(NOT).unwrap_or(token);
    let asked = token.strip_prefix(['\'', '’']);
    let is_zhuyin = |token: &str| token.chars().all(zhuyin::is_zhuyin) && !token.is_empty();
    if !asked.map_or_else(|| is_zhuyin(token), |rest| is_zhuyin(rest) || pinyin::is_syllable(rest)) {
        return end;
    }
    let mut end = end;
    loop {
        let rest = text.get(end..).unwrap_or_default();
        let next = rest.trim_start();
        let token = next.get(..token_end(next)).unwrap_or_default();
        if !(is_zhuyin(token) || (asked.is_some() && pinyin::is_syllable(token))) {
            return end;
        }
        end += rest.len() - next.len() + token.len();
    }
}

fn closing_of(c: char) -> Option<char> {
    QUOTES.into_iter().find(|(open, _)| *open == c).map(|(_, close)| close)
}

fn condition(token: &str) -> Result<Condition, TermsError> {
    let (excluded, asked) = match token.strip_prefix(NOT) {
        // What has nothing to exclude is text.
        Some(asked) if units(asked).next().is_some_and(|unit| !matches!(unit.value, '-' | '!')) => (true, asked),
        _ => (false, token),
    };
    let what = match named(asked) {
        Some((name, example, value)) => what(name, example, value)?,
        None => ConditionKind::Word(word(asked, token)?),
    };
    Ok(Condition { excluded, what })
}

/// The name before the first colon, if it is one of ours, and what follows.
fn named(text: &str) -> Option<(&'static str, &'static str, &str)> {
    let (name, value) = text.split_once([':', '：'])?;
    let name = narrow(name);
    let (name, example) = NAMES.into_iter().find(|(known, _)| name.eq_ignore_ascii_case(known))?;
    Some((name, example, value))
}

/// Writes half-width letters and digits, as input methods do not always write them.
fn narrow(text: &str) -> String {
    text.nfkc().collect()
}

fn what(name: &'static str, example: &'static str, value: &str) -> Result<ConditionKind, TermsError> {
    if unquoted(value).0.trim().is_empty() {
        return Err(TermsError::Missing(name, example));
    }
    Ok(match name {
        "is" => ConditionKind::Is(match narrow(unquoted(value).0).to_lowercase().as_str() {
            "unread" => Mark::Unread,
            "read" => Mark::Read,
            "starred" | "star" => Mark::Starred,
            other => return Err(TermsError::Mark(other.to_owned())),
        }),
        "lang" => ConditionKind::Lang(narrow(unquoted(value).0).trim().to_lowercase()),
        "after" => ConditionKind::After(date(value)?),
        "before" => ConditionKind::Before(date(value)?),
        "source" => match value.strip_prefix('#').and_then(|number| number.parse().ok()) {
            Some(number) => ConditionKind::From(number),
            None => ConditionKind::Source(word(value, value)?),
        },
        "author" => ConditionKind::Author(word(value, value)?),
        "tag" => ConditionKind::Tag(word(value, value)?),
        _ => ConditionKind::Title(word(value, value)?),
    })
}

fn word(text: &str, typed: &str) -> Result<Word, TermsError> {
    let quoted = unquoted(text);
    // A quote by itself is one to be looked for.
    let (text, phrase) = if quoted.0.is_empty() { (text, false) } else { quoted };
    let pinyin = text.strip_prefix(['\'', '’']).filter(|_| !phrase).filter(|rest| {
        let between = |c: char| {
            c.is_whitespace() || matches!(c, '\'' | '’' | '-' | 'ˊ' | 'ˇ' | 'ˋ' | '˙' | '\u{300}'..='\u{308}')
        };
        rest.chars().all(|c| c.is_alphanumeric() || between(c)) && rest.chars().any(char::is_alphanumeric)
    });
    let (text, pinyin) = pinyin.map_or((text, false), |rest| (rest, true));
    if units(text).next().is_none() {
        return Err(TermsError::Nothing(typed.to_owned()));
    }
    Ok(Word { text: text.to_owned(), phrase, pinyin, also: Vec::new() })
}

/// Text between quotes, and true if there were any. The last may be missing, for it may yet be typed.
fn unquoted(text: &str) -> (&str, bool) {
    let mut rest = text.chars();
    match rest.next().and_then(closing_of) {
        Some(closing) => (rest.as_str().strip_suffix(closing).unwrap_or(rest.as_str()), true),
        None => (text, false),
    }
}

/// The first day of a year or month, or a day.
fn date(text: &str) -> Result<Date, TermsError> {
    parse_day(&narrow(unquoted(text).0)).ok_or_else(|| TermsError::Date(text.to_owned()))
}

#[cfg(test)]
#[path = "tests/parse.rs"]
mod tests;
