//! Emphasis beside East Asian marks.
//!
//! `CommonMark` decides by the characters around a run of `*` if it can open or close emphasis, and expects a space between
//! a mark and a letter. Chinese and Japanese have none: `**“注意。”**此處` would stay as it is written. So an invisible letter
//! is put between such a run and the mark beside it before the text is parsed, and taken out of everything that is parsed.
//! With it the run can open and close, as between two letters; its partner decides. The rule is that of the “CJK-friendly
//! amendments” to `CommonMark`, to which quotation marks and dashes that Chinese shares with Latin are added.

use std::borrow::Cow;

use crate::text::classes::is_east_asian;

/// Letters for the parser: noncharacters, of which the first that the text lacks is taken.
const LETTERS: std::ops::RangeInclusive<char> = '\u{fdd0}'..='\u{fdef}';

/// Marks for the parser, from scripts that are not written any more.
const MARKS: [char; 4] = ['\u{10a7f}', '\u{10b99}', '\u{10af6}', '\u{10a58}'];

/// Limit of the marks that may stand between a run and the character that decides.
const MAX_SHARED_MARKS: usize = 4;

/// A text with guards in it, for the parser.
pub(super) struct Guarded<'t> {
    pub(super) text: Cow<'t, str>,
    guards: Option<Guards>,
}

/// The two characters that stand in a guarded text beside those of the text itself.
#[derive(Clone, Copy)]
pub(super) struct Guards {
    letter: char,
    mark: char,
}

impl Guards {
    fn free_in(text: &str) -> Option<Guards> {
        let letter = LETTERS.into_iter().find(|c| !text.contains(*c))?;
        let mark = MARKS.into_iter().find(|c| !text.contains(*c))?;
        Some(Guards { letter, mark })
    }

    fn is_one(self, c: char) -> bool {
        c == self.letter || c == self.mark
    }
}

impl<'t> Guarded<'t> {
    /// Puts guards into a text where its runs of marks need them.
    pub(super) fn new(text: &'t str) -> Guarded<'t> {
        let mut out = String::new();
        let mut guards = None;
        let (mut copied, mut at) = (0, 0);
        while let Some(found) = memchr::memchr2(b'*', b'~', text.as_bytes().get(at..).unwrap_or_default()) {
            let (start, end) = run_around(text, at + found);
            at = end;
            if !is_between_east_asian(&text[..start], &text[end..]) {
                continue;
            }
            let Some(chosen) = guards.or_else(|| Guards::free_in(text)) else { break };
            guards = Some(chosen);
            out.push_str(&text[copied..start]);
            push_guarded(&mut out, &text[start..end], chosen);
            copied = end;
        }
        if guards.is_none() {
            return Guarded { text: Cow::Borrowed(text), guards: None };
        }
        out.push_str(&text[copied..]);
        Guarded { text: Cow::Owned(out), guards }
    }

    /// A piece of what was parsed, without guards.
    pub(super) fn clean<'p>(&self, piece: &'p str) -> Cow<'p, str> {
        match self.guards {
            Some(guards) if piece.contains(|c| guards.is_one(c)) => {
                Cow::Owned(piece.chars().filter(|c| !guards.is_one(*c)).collect())
            }
            _ => Cow::Borrowed(piece),
        }
    }
}

/// The run of `*`, `_` and `~` around one of them; `_` that stands by itself before it belongs to it as well.
fn run_around(text: &str, at: usize) -> (usize, usize) {
    let is_of_run = |byte: &u8| matches!(byte, b'*' | b'_' | b'~');
    let bytes = text.as_bytes();
    // Only `_` can stand before: another character would have begun the run.
    let start = at - bytes[..at].iter().rev().take_while(|byte| **byte == b'_').count();
    let end = at + bytes[at..].iter().take_while(|byte| is_of_run(byte)).count();
    (start, end)
}

/// True if a run between two texts stands between East Asian text and a mark, so that it needs guards.
fn is_between_east_asian(before: &str, after: &str) -> bool {
    let is_variation = |c: &char| matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    let before = || before.chars().rev().filter(|c| !is_variation(c));
    let (Some(last), Some(next)) = (before().next(), after.chars().next()) else { return false };
    !last.is_whitespace()
        && !next.is_whitespace()
        && last != '\\'
        && (is_beside_east_asian(before()) || is_beside_east_asian(after.chars()))
}

/// True if the characters from a run on begin with East Asian text. Of quotation marks and dashes, which Latin has as well,
/// the character behind them decides.
fn is_beside_east_asian(chars: impl Iterator<Item = char>) -> bool {
    let is_shared = |c: &char| matches!(c, '·' | '‐'..='‧' | '‰'..='⁞');
    chars.take(MAX_SHARED_MARKS).find(|c| !is_shared(c)).is_some_and(is_of_east_asian_text)
}

fn is_of_east_asian_text(c: char) -> bool {
    let is_mark = matches!(c,
        '\u{3000}'..='\u{303f}' | '\u{fe10}'..='\u{fe1f}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff01}'..='\u{ffee}');
    is_mark || is_east_asian(c)
}

/// Adds a run with its guards: a letter beside `*` and `~`, which need one, and a mark beside `_`, which opens and closes
/// only beside marks.
fn push_guarded(out: &mut String, run: &str, guards: Guards) {
    let mut rest = run;
    let is_line = |run: &str| run.starts_with('_');
    while let Some(mark) = rest.chars().next() {
        let length = rest.len() - rest.trim_start_matches(mark).len();
        let (part, after) = rest.split_at(length);
        let is_first = rest.len() == run.len();
        if is_line(part) {
            out.extend((!is_first).then_some(guards.mark));
            out.push_str(part);
            out.extend((!after.is_empty()).then_some(guards.mark));
        } else {
            out.push(guards.letter);
            out.push_str(part);
            out.push(guards.letter);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_runs_beside_east_asian_marks_are_guarded() {
        for text in ["2 * 3 * 4", "a*b*c", "*a*", "\\*「", "**甲**", "* 「甲」", "a*\"b\"*c", "***", "甲 ** 。"]
        {
            let expected = text.contains("*甲*").then_some(());
            assert_eq!(Guarded::new(text).guards.map(|_| ()), expected.filter(|()| text != "**甲**"), "{text}");
        }
        assert!(Guarded::new("**“注意。”**此處").guards.is_some());
        let all: String = LETTERS.collect::<String>() + "**甲。**乙";
        assert_eq!(Guarded::new(&all).text, all);
    }

    proptest! {
        #[test]
        fn guards_come_out_again(text in "[*_~甲乙「」。a \u{fdd0}\u{fdd1}\u{10a7f}]{0,40}") {
            let guarded = Guarded::new(&text);
            prop_assert_eq!(guarded.clean(&guarded.text), text.as_str());
        }
    }
}
