//! A prompt: a line of text being typed, a search or a command.

use unicode_segmentation::UnicodeSegmentation;

use crate::{
    app::input::last_word,
    input::{Key, Press},
};

/// Bytes of a line; what is pasted beyond them is left out.
pub(crate) const MAX_BYTES: usize = 64 * 1024;

/// The kinds of prompts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PromptKind {
    /// A search in the article.
    Find {
        /// True for a search upward.
        backward: bool,
    },
    /// A filter of the list.
    Filter,
    /// A command with its arguments.
    Command,
    /// Tags to add, and with - before them to remove.
    Tags,
    /// A search of the library.
    Library,
    /// Words that narrow the list of links.
    Links,
}

impl PromptKind {
    /// The label before the line.
    pub(crate) fn label(self) -> &'static str {
        match self {
            PromptKind::Find { backward: false } => "/",
            PromptKind::Find { backward: true } => "?",
            PromptKind::Filter => "&",
            PromptKind::Command => ":",
            PromptKind::Tags => "tags, -tags to take away: ",
            PromptKind::Library => "g/",
            PromptKind::Links => "links: ",
        }
    }

    /// True for a search in an article, which has modes.
    pub(crate) fn is_find(self) -> bool {
        matches!(self, PromptKind::Find { .. })
    }
}

/// A one-line editor. The cursor moves by grapheme clusters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prompt {
    kind: PromptKind,
    text: String,
    /// Bytes from the start.
    cursor: usize,
}

/// The result of a press in a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EditOutcome {
    /// The text changed.
    Changed,
    /// The line had no room for what was typed.
    Full,
    /// The cursor moved, or nothing happened.
    Moved,
    /// The line was accepted.
    Accepted,
    /// The line was given up.
    Cancelled,
}

impl Prompt {
    /// An empty line.
    pub(crate) fn new(kind: PromptKind) -> Prompt {
        Prompt { kind, text: String::new(), cursor: 0 }
    }

    /// Its kind.
    pub(crate) fn kind(&self) -> PromptKind {
        self.kind
    }

    /// Replaces the line.
    pub(crate) fn replace(&mut self, text: &str) {
        (self.text, self.cursor) = (String::new(), 0);
        self.insert(text);
    }

    /// The line.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Position of the cursor, in bytes from the start.
    pub(crate) fn cursor(&self) -> usize {
        self.cursor
    }

    /// Inserts text at the cursor; line feeds and tabs become spaces, other control characters are left out. Returns
    /// true if there was room for all of it.
    pub(crate) fn insert(&mut self, text: &str) -> bool {
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
    pub(crate) fn press(&mut self, press: Press) -> EditOutcome {
        match (press.key, press.ctrl) {
            (Key::Enter, _) | (Key::Char('j' | 'm'), true) => return EditOutcome::Accepted,
            (Key::Esc, _) | (Key::Char('c' | 'g'), true) => return EditOutcome::Cancelled,
            (Key::Backspace, _) | (Key::Char('h'), true) => {
                if self.text.is_empty() {
                    return EditOutcome::Cancelled;
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
                    return if whole { EditOutcome::Changed } else { EditOutcome::Full };
                }
            }
        }
        EditOutcome::Moved
    }

    fn delete(&mut self, from: usize, to: usize) -> EditOutcome {
        if from == to {
            return EditOutcome::Moved;
        }
        self.text.replace_range(from..to, "");
        self.cursor = from;
        EditOutcome::Changed
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
        let mut prompt = Prompt::new(PromptKind::Find { backward: false });
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
        let mut prompt = Prompt::new(PromptKind::Find { backward: false });
        prompt.insert("葛\u{e0100}飾");
        prompt.press(Press::plain(Key::Left));
        assert_eq!(prompt.press(Press::plain(Key::Backspace)), EditOutcome::Changed);
        assert_eq!(prompt.text(), "飾");
    }

    #[test]
    fn pasted_text_is_one_line_without_controls_and_bounded() {
        let mut prompt = Prompt::new(PromptKind::Find { backward: false });
        assert!(prompt.insert("a\nb\u{1b}[31mc\u{7}"));
        assert_eq!(prompt.text(), "a b[31mc");
        assert!(!prompt.insert(&"国".repeat(MAX_BYTES)));
        assert!(prompt.text().len() <= MAX_BYTES);
        assert_eq!(prompt.press(Press::char('国')), EditOutcome::Full);
    }

    #[test]
    fn enter_accepts_and_escape_or_an_empty_backspace_cancels() {
        let mut prompt = Prompt::new(PromptKind::Find { backward: false });
        assert_eq!(prompt.press(Press::plain(Key::Backspace)), EditOutcome::Cancelled);
        assert_eq!(prompt.press(Press::plain(Key::Esc)), EditOutcome::Cancelled);
        assert_eq!(prompt.press(Press::plain(Key::Enter)), EditOutcome::Accepted);
    }
}
