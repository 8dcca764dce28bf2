//! Bytes from a terminal to what a person did and what the terminal answered.
//!
//! A state machine of bounded memory that takes any bytes at all, split anywhere. It has no clock:
//! [`Decoder::patience`] says how long to wait for more before [`Decoder::timeout`]. It does not judge what a key means
//! or clean what was pasted.

mod keys;
mod reply;
mod sequence;

#[cfg(test)]
mod fuzz_tests;
#[cfg(test)]
mod table_tests;
#[cfg(test)]
mod tests;

pub use reply::{Ground, Reply};

use std::time::Duration;

use crate::input::{Input, Key, Press};

/// The meaning of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TerminalEvent {
    /// A person did something.
    Input(Input),
    /// The terminal answered a question.
    Reply(Reply),
}

/// Time in which an Escape may be the beginning of something longer: more than the pause between two bytes of one key,
/// less than a person notices.
const ESCAPE_TIMEOUT: Duration = Duration::from_millis(40);
/// Longest pause before the next byte of a character. Bad lines have been seen to hold one back for two seconds;
/// nothing else waits for it, since any byte that is not its next one ends it.
const CHARACTER_TIMEOUT: Duration = Duration::from_millis(2500);
/// Longest pause in a sequence that has surely begun, for slow lines.
const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(500);
/// Longest pause in a paste.
const PASTE_TIMEOUT: Duration = Duration::from_secs(2);
/// Bytes of a paste that are kept; the rest is dropped.
pub const MAX_PASTE_BYTES: usize = 64 * 1024;
/// Bytes of a control sequence's parameters; a longer one means nothing.
const MAX_SEQUENCE_BYTES: usize = 64;
/// Bytes of a control string that are kept.
const MAX_STRING_BYTES: usize = 512;
/// The end of a bracketed paste (xterm ctlseqs, “Bracketed Paste Mode”).
const PASTE_END: &[u8] = b"\x1b[201~";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// Inside a character of `length` bytes.
    Character { length: usize },
    /// After an ESC.
    Escape,
    /// After ESC [.
    Control,
    /// After ESC [ [, as the Linux console sends F1 to F5.
    Console,
    /// After ESC O.
    Shift3,
    /// After ESC [ M: three bytes of a mouse report in the old form.
    Mouse,
    /// Inside a control string, which `kind` opened; `ending` after an ESC that may begin its end.
    Text { kind: u8, ending: bool },
    /// Inside a bracketed paste, of whose end `ended` bytes have been seen.
    Paste { ended: usize },
}

/// The decoder of one terminal's bytes.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
    /// One more ESC came before the ESC that began this.
    alt: bool,
    /// The bytes of the character, sequence, string or paste so far.
    held: Vec<u8>,
    /// More was pasted than is kept.
    cut: bool,
}

impl Decoder {
    /// Decodes some bytes. What is not complete is held until the rest comes or [`Decoder::timeout`] is called.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<TerminalEvent> {
        let mut out = Vec::new();
        for byte in bytes {
            self.byte(*byte, &mut out);
        }
        out
    }

    /// Time to wait for more bytes before [`Decoder::timeout`] is called; `None` if nothing is pending.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground => None,
            State::Escape => Some(ESCAPE_TIMEOUT),
            State::Control | State::Shift3 | State::Text { .. } if self.held.is_empty() => Some(ESCAPE_TIMEOUT),
            State::Paste { .. } => Some(PASTE_TIMEOUT),
            State::Character { .. } => Some(CHARACTER_TIMEOUT),
            _ => Some(SEQUENCE_TIMEOUT),
        }
    }

    /// True if an Escape is pending that may turn out to be the key.
    #[must_use]
    pub fn pending_escape(&self) -> bool {
        self.patience() == Some(ESCAPE_TIMEOUT)
    }

    /// True if a paste has begun that has not ended.
    #[must_use]
    pub fn in_paste(&self) -> bool {
        matches!(self.state, State::Paste { .. })
    }

    /// Takes note that nothing has come for as long as [`Decoder::patience`] allows: a pending Escape was the key, and a
    /// sequence that has not ended never will. Afterwards nothing is pending.
    pub fn timeout(&mut self) -> Vec<TerminalEvent> {
        let mut out = Vec::new();
        match self.state {
            State::Escape => {
                if self.alt {
                    press(Press::plain(Key::Esc), &mut out);
                }
                press(Press::plain(Key::Esc), &mut out);
            }
            State::Control if self.held.is_empty() => self.alone('[', &mut out),
            State::Shift3 if self.held.is_empty() => self.alone('O', &mut out),
            State::Text { kind, ending: false } if self.held.is_empty() => self.alone(kind.into(), &mut out),
            State::Paste { .. } => self.end_paste(&mut out),
            _ => {}
        }
        self.reset();
        out
    }

    /// Takes the beginning of a sequence for a key behind an ESC.
    fn alone(&self, key: char, out: &mut Vec<TerminalEvent>) {
        if self.alt {
            press(Press::plain(Key::Esc), out);
        }
        escaped(Press::char(key), out);
    }

    fn reset(&mut self) {
        self.state = State::Ground;
        self.alt = false;
        // A long paste must not be kept as room for ever.
        if self.held.capacity() > MAX_STRING_BYTES {
            self.held = Vec::new();
        }
        self.held.clear();
    }

    fn byte(&mut self, byte: u8, out: &mut Vec<TerminalEvent>) {
        match self.state {
            State::Ground => self.ground(byte, out),
            State::Character { length } => self.character(byte, length, out),
            State::Escape => self.escape(byte, out),
            State::Control => self.control(byte, out),
            State::Console => {
                if let Some(key) = keys::console(byte) {
                    self.finish(Some(TerminalEvent::Input(Input::Press(key))), out);
                } else {
                    self.recover(byte, out);
                }
            }
            State::Shift3 => self.shift3(byte, out),
            State::Mouse => self.mouse(byte, out),
            State::Text { kind, ending } => self.text(byte, kind, ending, out),
            State::Paste { ended } => self.paste(byte, ended, out),
        }
    }

    /// Drops what was begun and takes `byte` as the beginning of something new.
    fn recover(&mut self, byte: u8, out: &mut Vec<TerminalEvent>) {
        self.reset();
        self.ground(byte, out);
    }

    /// A whole sequence has come. An ESC before it belongs to a key, and was the key Escape before anything else.
    fn finish(&mut self, decoded: Option<TerminalEvent>, out: &mut Vec<TerminalEvent>) {
        let alt = self.alt;
        self.reset();
        match decoded {
            Some(TerminalEvent::Input(Input::Press(key))) if alt => escaped(key, out),
            other => {
                if alt {
                    press(Press::plain(Key::Esc), out);
                }
                out.extend(other);
            }
        }
    }

    fn ground(&mut self, byte: u8, out: &mut Vec<TerminalEvent>) {
        match byte {
            0x1B => self.state = State::Escape,
            0xC2..=0xF4 => {
                self.held.push(byte);
                self.state = State::Character { length: if byte < 0xE0 { 2 } else { 3 + usize::from(byte >= 0xF0) } };
            }
            0..=0x7F => press(keys::byte(byte), out),
            // Nothing in UTF-8 begins with these.
            _ => {}
        }
    }

    fn character(&mut self, byte: u8, length: usize, out: &mut Vec<TerminalEvent>) {
        if !matches!(byte, 0x80..=0xBF) {
            return self.recover(byte, out);
        }
        self.held.push(byte);
        if self.held.len() == length {
            let c = std::str::from_utf8(&self.held).ok().and_then(|text| text.chars().next());
            let alt = self.alt;
            self.reset();
            // The controls of C1 are no key's.
            if let Some(c) = c.filter(|c| !c.is_control()) {
                if alt { escaped(Press::char(c), out) } else { press(Press::char(c), out) }
            }
        }
    }

    fn escape(&mut self, byte: u8, out: &mut Vec<TerminalEvent>) {
        self.state = match byte {
            0x1B => {
                if self.alt {
                    press(Press::plain(Key::Esc), out);
                }
                self.alt = true;
                return;
            }
            b'[' => State::Control,
            b'O' => State::Shift3,
            b']' | b'P' | b'X' | b'^' | b'_' => State::Text { kind: byte, ending: false },
            _ => {
                if self.alt {
                    press(Press::plain(Key::Esc), out);
                }
                self.reset();
                if byte.is_ascii() {
                    escaped(keys::byte(byte), out);
                } else {
                    self.ground(byte, out);
                    // The ESC belongs to the character that has begun; before a byte that means nothing, to nothing.
                    self.alt = self.state != State::Ground;
                }
                return;
            }
        };
    }

    fn control(&mut self, byte: u8, out: &mut Vec<TerminalEvent>) {
        match byte {
            b'[' if self.held.is_empty() => self.state = State::Console,
            b'M' if self.held.is_empty() => self.state = State::Mouse,
            b'$' if self.held.iter().all(u8::is_ascii_digit) && !self.held.is_empty() => {
                // rxvt ends a key with Shift so; a reply has a private mark or two parameters before its `$`.
                let decoded = sequence::control(&self.held, b'$');
                self.finish(decoded, out);
            }
            0x20..=0x3F => {
                // One byte too many is kept, as a sign that there were too many.
                if self.held.len() <= MAX_SEQUENCE_BYTES {
                    self.held.push(byte);
                }
            }
            0x40..=0x7E if self.held == b"200" && byte == b'~' => {
                let alt = self.alt;
                self.reset();
                if alt {
                    press(Press::plain(Key::Esc), out);
                }
                self.state = State::Paste { ended: 0 };
            }
            0x40..=0x7E => {
                let known = self.held.len() <= MAX_SEQUENCE_BYTES;
                let decoded = if known { sequence::control(&self.held, byte) } else { None };
                self.finish(decoded, out);
            }
            _ => self.recover(byte, out),
        }
    }

    fn shift3(&mut self, byte: u8, out: &mut Vec<TerminalEvent>) {
        match byte {
            b'0'..=b'9' | b';' if self.held.len() < 4 => self.held.push(byte),
            0x20..=0x7E => {
                let decoded = sequence::shift3(&self.held, byte);
                self.finish(decoded, out);
            }
            _ => self.recover(byte, out),
        }
    }

    fn mouse(&mut self, byte: u8, out: &mut Vec<TerminalEvent>) {
        if byte < 0x20 {
            return self.recover(byte, out);
        }
        self.held.push(byte);
        if let [button, column, row] = *self.held {
            let decoded = sequence::mouse(u32::from(button) - 32, u32::from(column) - 32, u32::from(row) - 32, true);
            self.finish(decoded, out);
        }
    }

    fn text(&mut self, byte: u8, kind: u8, ending: bool, out: &mut Vec<TerminalEvent>) {
        if self.held.is_empty() && !ending && !reply::begins(kind, byte) {
            // Nothing that a terminal answers: the keys were Escape, this one, and what follows.
            self.alone(kind.into(), out);
            return self.recover(byte, out);
        }
        match byte {
            // Late ends of a string that was given up are nobody's keys either.
            b'\\' if ending => {
                let answer = reply::of_string(kind, &self.held);
                self.finish(Some(TerminalEvent::Reply(answer)), out);
            }
            0x07 if !ending => {
                let answer = reply::of_string(kind, &self.held);
                self.finish(Some(TerminalEvent::Reply(answer)), out);
            }
            _ if ending => {
                self.reset();
                self.state = State::Escape;
                self.escape(byte, out);
            }
            0x1B => self.state = State::Text { kind, ending: true },
            0x20.. => {
                if self.held.len() < MAX_STRING_BYTES {
                    self.held.push(byte);
                }
            }
            _ => self.recover(byte, out),
        }
    }

    fn paste(&mut self, byte: u8, ended: usize, out: &mut Vec<TerminalEvent>) {
        if PASTE_END.get(ended) == Some(&byte) {
            if ended + 1 == PASTE_END.len() {
                self.end_paste(out);
                self.reset();
            } else {
                self.state = State::Paste { ended: ended + 1 };
            }
            return;
        }
        // What had looked like the end was text.
        self.keep(&PASTE_END[..ended]);
        let again = byte == PASTE_END[0];
        if !again {
            self.keep(&[byte]);
        }
        self.state = State::Paste { ended: usize::from(again) };
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = MAX_PASTE_BYTES.saturating_sub(self.held.len());
        self.cut |= bytes.len() > room;
        self.held.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn end_paste(&mut self, out: &mut Vec<TerminalEvent>) {
        let text = String::from_utf8_lossy(&self.held).into_owned();
        out.push(TerminalEvent::Input(Input::Paste(text)));
        if std::mem::take(&mut self.cut) {
            out.push(TerminalEvent::Input(Input::PasteCut));
        }
    }
}

fn escaped(key: Press, out: &mut Vec<TerminalEvent>) {
    out.push(TerminalEvent::Input(Input::Escaped(key)));
}

fn press(key: Press, out: &mut Vec<TerminalEvent>) {
    out.push(TerminalEvent::Input(Input::Press(key)));
}
