//! Decodes whole control sequences to keys, the mouse, focus and replies.

use super::{TerminalEvent, keys, reply::Reply};
use crate::input::{Input, Key, Press};

/// The parameters of a control sequence: numbers parted by `;`, each with parts of its own parted by `:`.
struct Parameters<'a>(&'a [u8]);

impl Parameters<'_> {
    /// The `part`th part of the `index`th parameter; `None` when it is missing or empty.
    fn get(&self, index: usize, part: usize) -> Option<u32> {
        let parameter = self.0.split(|b| *b == b';').nth(index)?;
        let digits = parameter.split(|b| *b == b':').nth(part)?;
        let number = |sum: u32, digit: &u8| sum.saturating_mul(10).saturating_add(u32::from(digit.wrapping_sub(b'0')));
        (!digits.is_empty() && digits.iter().all(u8::is_ascii_digit)).then(|| digits.iter().fold(0, number))
    }

    fn first(&self) -> Option<u32> {
        self.get(0, 0)
    }

    fn all(&self) -> Vec<u32> {
        (0..self.0.split(|b| *b == b';').count()).filter_map(|index| self.get(index, 0)).collect()
    }
}

/// A control sequence: what stood between CSI and its last byte, and that.
pub(super) fn control(held: &[u8], last: u8) -> Option<TerminalEvent> {
    let (private, rest) = match held.split_first() {
        Some((mark @ b'<'..=b'?', rest)) => (*mark, rest),
        _ => (0, held),
    };
    let digits = rest.iter().position(|b| matches!(b, 0x20..=0x2F)).unwrap_or(rest.len());
    let (digits, between) = rest.split_at(digits);
    let parameters = Parameters(digits);
    let reply = |reply| Some(TerminalEvent::Reply(reply));
    match (private, between, last) {
        (0, b"", _) => plain(&parameters, last),
        (b'<', b"", b'M' | b'm') => {
            let at = |index| parameters.get(index, 0);
            mouse(at(0)?, at(1)?, at(2)?, last == b'M')
        }
        (b'?', b"", b'c') => reply(Reply::PrimaryAttributes(parameters.all())),
        (b'>', b"", b'c') => reply(Reply::SecondaryAttributes(parameters.all())),
        (b'?', b"", b'u') => reply(Reply::KittyKeyboard(parameters.first()?)),
        (b'?', b"", b'R') => cursor(&parameters),
        (b'?', b"", b'S') if parameters.get(1, 0) == Some(0) => match parameters.first()? {
            1 => reply(Reply::SixelColours(parameters.get(2, 0)?)),
            2 => reply(Reply::SixelSize { width: parameters.get(2, 0)?, height: parameters.get(3, 0)? }),
            _ => reply(Reply::Other),
        },
        (b'?', b"$", b'y') => {
            reply(Reply::Mode { mode: parameters.first()?, state: parameters.get(1, 0).unwrap_or(0) })
        }
        _ => reply(Reply::Other),
    }
}

/// A control sequence without private marks: a key, focus, the cursor's position or the mouse as rxvt reports it.
fn plain(parameters: &Parameters, last: u8) -> Option<TerminalEvent> {
    let bare = parameters.0.is_empty();
    let key = match last {
        // On row 1 a cursor position looks like F3 with a modifier; nobody asks for it there.
        b'R' if parameters.get(1, 0).is_some()
            && (parameters.first() != Some(1) || parameters.get(1, 0) > Some(16)) =>
        {
            return cursor(parameters);
        }
        b'I' | b'O' if bare => return Some(TerminalEvent::Input(Input::Focus(last == b'I'))),
        b'M' => return mouse(parameters.first()?.checked_sub(32)?, parameters.get(1, 0)?, parameters.get(2, 0)?, true),
        b'u' => return coded(parameters.first()?, parameters, 1),
        b'~' if parameters.first() == Some(27) && parameters.get(2, 0).is_some() => {
            return coded(parameters.get(2, 0)?, parameters, 1);
        }
        b'~' => keys::numbered(parameters.first()?)?,
        b'^' | b'$' | b'@' => {
            let key = keys::numbered(parameters.first()?)?;
            let (ctrl, shift) = (last != b'$', last != b'^');
            return Some(pressed(Press { ctrl, shift, ..Press::plain(key) }));
        }
        b'a'..=b'd' if bare => return Some(pressed(Press { shift: true, ..Press::plain(keys::small_arrow(last)?) })),
        b'n' if matches!(parameters.first(), Some(0 | 3)) => return Some(TerminalEvent::Reply(Reply::Taken)),
        b't' if parameters.first() == Some(6) => {
            let (height, width) = (parameters.get(1, 0)?, parameters.get(2, 0)?);
            return Some(TerminalEvent::Reply(Reply::CellSize { width, height }));
        }
        b'n' | b't' | b'x' | b'y' => return Some(TerminalEvent::Reply(Reply::Other)),
        _ => keys::letter(last)?,
    };
    modified(key, parameters, 1)
}

/// SS3: what stood between it and its last byte, and that.
pub(super) fn shift3(held: &[u8], last: u8) -> Option<TerminalEvent> {
    let parameters = Parameters(held);
    if let Some(key) = keys::small_arrow(last) {
        return Some(pressed(Press { ctrl: true, ..Press::plain(key) }));
    }
    let key = keys::letter(last).or_else(|| keys::keypad(last))?;
    // Some send the modifier alone, some as the second parameter.
    modified(key, &parameters, usize::from(parameters.get(1, 0).is_some()))
}

/// A key with the modifiers in parameter `index`, unless it was let go.
fn modified(key: Key, parameters: &Parameters, index: usize) -> Option<TerminalEvent> {
    let (mut press, released) = with_modifiers(key, parameters, index)?;
    if press.key == Key::Tab && press.shift || press.key == Key::BackTab {
        press = Press { key: Key::BackTab, shift: false, ..press };
    }
    (!released).then(|| pressed(press))
}

fn with_modifiers(key: Key, parameters: &Parameters, index: usize) -> Option<(Press, bool)> {
    let held = parameters.get(index, 0).unwrap_or(1).saturating_sub(1);
    // Super and Hyper: what the window manager's keys are for.
    if held & 0b1_1000 != 0 {
        return None;
    }
    // Alt or Meta, which terminals without the kitty protocol send alike.
    let press = Press { key, ctrl: held & 4 != 0, alt: held & 0b10_0010 != 0, shift: held & 1 != 0 };
    Some((press, parameters.get(index, 1) == Some(3)))
}

/// A key by its code point, with modifiers in parameter `index` (kitty's CSI u, xterm's modifyOtherKeys).
fn coded(code: u32, parameters: &Parameters, index: usize) -> Option<TerminalEvent> {
    let key = keys::code(code)?;
    let Key::Char(c) = key else { return modified(key, parameters, index) };
    let (press, released) = with_modifiers(key, parameters, index)?;
    let kitty = |index, part| parameters.get(index, part).and_then(char::from_u32).filter(|c| !c.is_control());
    let typed = kitty(2, 0).filter(|_| index == 1 && parameters.first() == Some(code));
    let shifted = || kitty(0, 1).unwrap_or_else(|| c.to_uppercase().next().unwrap_or(c));
    // A chord on a keyboard of another alphabet is that of the key's place: Ctrl-С of Cyrillic is Ctrl-C, as it is for
    // terminals that send a control byte.
    let chord = (press.ctrl || press.alt) && !c.is_ascii();
    let place = kitty(0, 2).filter(|place| chord && index == 1 && place.is_ascii());
    let c = match (press.shift, typed) {
        (_, Some(typed)) if !press.ctrl && !press.alt => typed,
        _ if place.is_some() => place.unwrap_or(c),
        (true, _) => shifted(),
        (false, _) => c,
    };
    (!released).then(|| pressed(Press { key: Key::Char(c), shift: false, ..press }))
}

fn pressed(press: Press) -> TerminalEvent {
    TerminalEvent::Input(Input::Press(press))
}

fn cursor(parameters: &Parameters) -> Option<TerminalEvent> {
    let at = |index| parameters.get(index, 0).and_then(|n| u16::try_from(n).ok());
    Some(TerminalEvent::Reply(Reply::Cursor { row: at(0)?.checked_sub(1)?, column: at(1)?.checked_sub(1)? }))
}

/// A mouse report (xterm ctlseqs, “Mouse Tracking”): the wheel, or the left button going down. `column` and `row` count
/// from 1. All else a mouse can do means nothing here.
pub(super) fn mouse(button: u32, column: u32, row: u32, down: bool) -> Option<TerminalEvent> {
    const MODIFIERS: u32 = 4 | 8 | 16;
    let at = |n: u32| u16::try_from(n.checked_sub(1)?).ok();
    let (column, row) = (at(column)?, at(row)?);
    let input = match button & !MODIFIERS {
        0 if down => Input::Click { column, row },
        64 if down => Input::Wheel(-1),
        65 if down => Input::Wheel(1),
        _ => return None,
    };
    Some(TerminalEvent::Input(input))
}
