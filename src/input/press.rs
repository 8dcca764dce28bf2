//! A key with its modifiers, and the notation people write keys in: `j`, `<Space>`, `<C-f>`, `<PgDn>`, `gg`.

use std::{fmt, str::FromStr};

/// A key of the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A key that produces a character; the character already has Shift applied.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift with Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Cursor left.
    Left,
    /// Cursor right.
    Right,
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, 1 to 35.
    F(u8),
}

/// A key and the modifiers held with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Press {
    /// The key.
    pub key: Key,
    /// Control was held.
    pub ctrl: bool,
    /// Alt (or Meta) was held.
    pub alt: bool,
    /// Shift was held with a key that is not a character; characters carry it themselves.
    pub shift: bool,
}

impl Press {
    /// A key alone.
    #[must_use]
    pub const fn plain(key: Key) -> Press {
        Press { key, ctrl: false, alt: false, shift: false }
    }

    /// A character alone.
    #[must_use]
    pub const fn char(c: char) -> Press {
        Press::plain(Key::Char(c))
    }

    /// A character with Control; `c` in lower case.
    #[must_use]
    pub const fn ctrl(c: char) -> Press {
        Press { key: Key::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// The key that sends the same bytes where a terminal cannot tell the two apart, as most cannot: Ctrl-[ is Escape
    /// there, and Shift changes nothing on Enter.
    #[must_use]
    pub const fn coarse(self) -> Press {
        let key = match self {
            Press { key: Key::Char('['), ctrl: true, .. } => Key::Esc,
            Press { key: Key::Char('i'), ctrl: true, .. } => Key::Tab,
            Press { key: Key::Char('m'), ctrl: true, .. } => Key::Enter,
            Press { key: Key::Char('h'), ctrl: true, .. } => Key::Backspace,
            Press { key: key @ (Key::Esc | Key::Enter | Key::Backspace), .. } => key,
            other => return other,
        };
        Press { key, ctrl: false, alt: self.alt, shift: false }
    }

    /// The character that is typed by it where text is typed.
    #[must_use]
    pub const fn text(self) -> Option<char> {
        match self {
            Press { key: Key::Char(c), ctrl: false, alt: false, .. } => Some(c),
            _ => None,
        }
    }
}

/// A key notation that stands for no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a key; write a character, or a name such as <Enter>, <C-f>, <PgDn>, <F1>")]
pub struct ParsePressError(pub String);

const NAMES: &[(&str, Key)] = &[
    ("Space", Key::Char(' ')),
    ("lt", Key::Char('<')),
    ("Enter", Key::Enter),
    ("Esc", Key::Esc),
    ("Tab", Key::Tab),
    ("BackTab", Key::BackTab),
    ("Backspace", Key::Backspace),
    ("Del", Key::Delete),
    ("Ins", Key::Insert),
    ("Left", Key::Left),
    ("Right", Key::Right),
    ("Up", Key::Up),
    ("Down", Key::Down),
    ("Home", Key::Home),
    ("End", Key::End),
    ("PgUp", Key::PageUp),
    ("PgDn", Key::PageDown),
];

impl fmt::Display for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = NAMES.iter().find(|(_, key)| *key == self.key).map(|(name, _)| (*name).to_owned());
        let bare = match (self.key, name) {
            (_, Some(name)) => return write!(f, "<{}{name}>", self.prefix()),
            (Key::F(number), None) => return write!(f, "<{}F{number}>", self.prefix()),
            (Key::Char(c), None) => c,
            (_, None) => '?',
        };
        if self.ctrl || self.alt { write!(f, "<{}{bare}>", self.prefix()) } else { write!(f, "{bare}") }
    }
}

impl Press {
    fn prefix(self) -> String {
        [(self.ctrl, "C-"), (self.alt, "M-"), (self.shift, "S-")]
            .iter()
            .filter_map(|(held, text)| held.then_some(*text))
            .collect()
    }
}

impl FromStr for Press {
    type Err = ParsePressError;

    fn from_str(text: &str) -> Result<Press, ParsePressError> {
        match parse_presses(text)?.as_slice() {
            [press] => Ok(*press),
            _ => Err(ParsePressError(text.to_owned())),
        }
    }
}

/// The presses a notation such as `gg` or `<C-x>s` stands for, in order.
///
/// # Errors
/// When a name between `<` and `>` is not one of a key.
pub fn parse_presses(text: &str) -> Result<Vec<Press>, ParsePressError> {
    let mut presses = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let close = if c == '<' { rest.find('>') } else { None };
        if let Some(close) = close {
            presses.push(named(&rest[1..close]).ok_or_else(|| ParsePressError(rest[..=close].to_owned()))?);
            rest = &rest[close + 1..];
        } else {
            presses.push(Press::char(c));
            rest = &rest[c.len_utf8()..];
        }
    }
    Ok(presses)
}

fn named(name: &str) -> Option<Press> {
    let mut press = Press::plain(Key::Esc);
    let mut rest = name;
    loop {
        match rest.get(..2) {
            Some("C-") if rest.len() > 2 => press.ctrl = true,
            Some("M-") if rest.len() > 2 => press.alt = true,
            Some("S-") if rest.len() > 2 => press.shift = true,
            _ => break,
        }
        rest = &rest[2..];
    }
    let mut chars = rest.chars();
    press.key = match (NAMES.iter().find(|(known, _)| *known == rest), chars.next(), chars.next()) {
        (Some((_, key)), _, _) => *key,
        (None, Some(c), None) => Key::Char(c),
        (None, Some('F'), Some(_)) => Key::F(rest[1..].parse().ok().filter(|n| (1..=35).contains(n))?),
        _ => return None,
    };
    Some(press)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_most_terminals_cannot_tell_apart() {
        for (fine, coarse) in [
            ("<C-[>", "<Esc>"),
            ("<C-i>", "<Tab>"),
            ("<C-m>", "<Enter>"),
            ("<C-h>", "<Backspace>"),
            ("<S-Esc>", "<Esc>"),
            ("<C-Enter>", "<Enter>"),
            ("<S-Up>", "<S-Up>"),
            ("<C-c>", "<C-c>"),
            ("i", "i"),
        ] {
            assert_eq!(fine.parse::<Press>().unwrap().coarse().to_string(), coarse);
        }
    }

    #[test]
    fn notation_round_trips() {
        for text in
            ["j", "G", "<Space>", "<lt>", "<C-f>", "<M-x>", "<S-Tab>", "<F12>", "<PgDn>", "<C-M-Left>", "国", "?"]
        {
            let press: Press = text.parse().unwrap();
            assert_eq!(press.to_string(), text);
        }
        assert_eq!(parse_presses("gg").unwrap(), [Press::char('g'), Press::char('g')]);
        assert_eq!(parse_presses("g/").unwrap().len(), 2);
        assert_eq!("<".parse::<Press>().unwrap(), Press::char('<'));
        for text in ["<F99>", "<Nope>", "<C->", "", "gg"] {
            assert!(text.parse::<Press>().is_err(), "{text}");
        }
    }
}
