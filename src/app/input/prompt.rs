//! A line of text being typed: words to search for, a command.

use unicode_segmentation::UnicodeSegmentation;

use super::{asking::Asking, last_word::last_word};
use crate::input::{Key, Press};

/// The most bytes a prompt takes; what is pasted beyond them is left out.
pub const MAX_BYTES: usize = 64 * 1024;

/// A one-line editor. The cursor moves by grapheme clusters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    asking: Asking,
    text: String,
    /// Bytes from the start.
    cursor: usize,
}

/// What a press did to a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The text changed.
    Changed,
    /// There was no room for what was typed.
    Full,
    /// The cursor moved, or nothing happened.
    Moved,
    /// The person is done.
    Accepted,
    /// The person gave up.
    Cancelled,
}

impl Prompt {
    /// An empty line.
    #[must_use]
    pub fn new(asking: Asking) -> Prompt {
        Prompt { asking, text: String::new(), cursor: 0 }
    }

    /// What it asks for.
    #[must_use]
    pub fn asking(&self) -> Asking {
        self.asking
    }

    /// Puts another line in place of what was typed.
    pub fn replace(&mut self, text: &str) {
        (self.text, self.cursor) = (String::new(), 0);
        self.insert(text);
    }

    /// What has been typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cursor is, in bytes from the start.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Inserts text at the cursor; line feeds and tabs become spaces, other control characters are left out. Says whether
    /// there was room for all of it.
    pub fn insert(&mut self, text: &str) -> bool {
        let room = MAX_BYTES.saturating_sub(self.text.len());
        let mut clean = String::new();
        let mut whole = true;
        let shown = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
        for c in shown.filter(|c| !c.is_control()) {
            if clean.len() + c.len_utf8() > room {
                whole = false;
                break;
            }
            clean.push(c);
        }
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
        whole
    }

    /// Takes a press.
    pub fn press(&mut self, press: Press) -> Edit {
        match (press.key, press.ctrl) {
            (Key::Enter, _) | (Key::Char('j' | 'm'), true) => return Edit::Accepted,
            (Key::Esc, _) | (Key::Char('c' | 'g'), true) => return Edit::Cancelled,
            (Key::Backspace, _) | (Key::Char('h'), true) => {
                if self.text.is_empty() {
                    return Edit::Cancelled;
                }
                return self.delete(self.before(), self.cursor);
            }
            (Key::Delete, _) | (Key::Char('d'), true) => return self.delete(self.cursor, self.after()),
            (Key::Char('u'), true) => return self.delete(0, self.cursor),
            (Key::Char('k'), true) => return self.delete(self.cursor, self.text.len()),
            (Key::Char('w'), true) => return self.delete(last_word(&self.text[..self.cursor]), self.cursor),
            (Key::Left, _) | (Key::Char('b'), true) => self.cursor = self.before(),
            (Key::Right, _) | (Key::Char('f'), true) => self.cursor = self.after(),
            (Key::Home, _) | (Key::Char('a'), true) => self.cursor = 0,
            (Key::End, _) | (Key::Char('e'), true) => self.cursor = self.text.len(),
            _ => {
                if let Some(c) = press.text() {
                    let whole = self.insert(c.encode_utf8(&mut [0; 4]));
                    return if whole { Edit::Changed } else { Edit::Full };
                }
            }
        }
        Edit::Moved
    }

    fn delete(&mut self, from: usize, to: usize) -> Edit {
        if from == to {
            return Edit::Moved;
        }
        self.text.replace_range(from..to, "");
        self.cursor = from;
        Edit::Changed
    }

    fn before(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.text[self.cursor..].graphemes(true).next().map_or(self.cursor, |cluster| self.cursor + cluster.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> Prompt {
        let mut prompt = Prompt::new(Asking::Find);
        for press in crate::input::parse_presses(keys).unwrap() {
            prompt.press(press);
        }
        prompt
    }

    #[test]
    fn edits_by_clusters() {
        let cases = [
            ("国务院", "国务院", 9),
            ("国务院<Backspace>", "国务", 6),
            ("国务院<Left><Left>家", "国家务院", 6),
            ("ab<Home>c", "cab", 1),
            ("ab<Home><Del>", "b", 0),
            ("one two<C-w>", "one ", 4),
            ("海雾港 夜市重开 abc<C-w>", "海雾港 夜市重开 ", 23),
            ("海雾港 夜市重开 abc<C-w><C-w>", "海雾港 夜市", 16),
            ("abc<C-u>", "", 0),
            ("abc<Left><C-k>", "ab", 2),
        ];
        for (keys, text, cursor) in cases {
            let prompt = typed(keys);
            assert_eq!((prompt.text(), prompt.cursor()), (text, cursor), "{keys}");
        }
    }

    #[test]
    fn a_cluster_of_several_characters_goes_at_once() {
        let mut prompt = Prompt::new(Asking::Find);
        prompt.insert("葛\u{e0100}飾");
        prompt.press(Press::plain(Key::Left));
        assert_eq!(prompt.press(Press::plain(Key::Backspace)), Edit::Changed);
        assert_eq!(prompt.text(), "飾");
    }

    #[test]
    fn pasted_text_is_one_line_without_controls_and_bounded() {
        let mut prompt = Prompt::new(Asking::Find);
        assert!(prompt.insert("a\nb\u{1b}[31mc\u{7}"));
        assert_eq!(prompt.text(), "a b[31mc");
        assert!(!prompt.insert(&"国".repeat(MAX_BYTES)));
        assert!(prompt.text().len() <= MAX_BYTES);
        assert_eq!(prompt.press(Press::char('国')), Edit::Full);
    }

    #[test]
    fn enter_accepts_and_escape_or_an_empty_backspace_cancels() {
        let mut prompt = Prompt::new(Asking::Find);
        assert_eq!(prompt.press(Press::plain(Key::Backspace)), Edit::Cancelled);
        assert_eq!(prompt.press(Press::plain(Key::Esc)), Edit::Cancelled);
        assert_eq!(prompt.press(Press::plain(Key::Enter)), Edit::Accepted);
    }
}
