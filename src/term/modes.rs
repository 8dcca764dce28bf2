//! Control sequences that begin and end a session, and the questions that may be put to a terminal.
//!
//! Constants with the document each comes from. Frames are the painter's business. Mode 2027 is known but never
//! switched on: widths are measured. The kitty keyboard protocol is switched on only where the terminal has said that
//! it knows it.

/// Switches to the alternate screen, saving the cursor (xterm ctlseqs, DECSET 1049).
pub const ALTERNATE_SCREEN: &str = "\x1b[?1049h";
/// Back to the screen and the cursor as they were (xterm ctlseqs, DECRST 1049).
pub const MAIN_SCREEN: &str = "\x1b[?1049l";
/// The cursor stays in the last column instead of wrapping (DEC STD 070, DECAWM).
pub const WRAP_OFF: &str = "\x1b[?7l";
/// Text wraps at the right margin again (DECAWM).
pub const WRAP_ON: &str = "\x1b[?7h";
/// Rows count from the top of the screen, not of the scrolling region (DECOM).
pub const ORIGIN_OFF: &str = "\x1b[?6l";
/// Text replaces what is there (ECMA-48 7.2.10, IRM reset).
pub const INSERT_OFF: &str = "\x1b[4l";
/// Hides the cursor (DECTCEM).
pub const CURSOR_OFF: &str = "\x1b[?25l";
/// Shows the cursor (DECTCEM).
pub const CURSOR_ON: &str = "\x1b[?25h";
/// Pasted text comes between `CSI 200~` and `CSI 201~` (xterm ctlseqs, “Bracketed Paste Mode”).
pub const PASTE_ON: &str = "\x1b[?2004h";
/// Pasted text comes as if typed.
pub const PASTE_OFF: &str = "\x1b[?2004l";
/// Presses of buttons and the wheel are reported, in decimal (xterm ctlseqs, DECSET 1000 and 1006).
pub const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
/// The mouse is the terminal's own again.
pub const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";
/// The terminal reports when it gains and loses the focus (xterm ctlseqs, DECSET 1004).
pub const FOCUS_ON: &str = "\x1b[?1004h";
/// The terminal no longer reports the focus.
pub const FOCUS_OFF: &str = "\x1b[?1004l";
/// Begins a synchronized update: what follows is shown at once when it ends (mode 2026).
pub const SYNC_ON: &str = "\x1b[?2026h";
/// Ends a synchronized update that may have been cut short (mode 2026).
pub const SYNC_OFF: &str = "\x1b[?2026l";
/// Keys that send the bytes of others are told apart, Escape above all, and with a chord comes the key of its place on
/// the keyboard (kitty keyboard protocol, flags 1 and 4, pushed on the stack that the alternate screen has of its own).
pub const KEYBOARD_ON: &str = "\x1b[>5u";
/// The keyboard is again as it was before [`KEYBOARD_ON`]. To be sent once for each, and before the screen is left.
pub const KEYBOARD_OFF: &str = "\x1b[<u";
/// No colours, no attributes (ECMA-48 8.3.117).
pub const PLAIN: &str = "\x1b[m";
/// The whole screen scrolls (DECSTBM). It moves the cursor, so that is saved and put back (DECSC, DECRC).
pub const WHOLE_SCREEN_SCROLLS: &str = "\x1b7\x1b[r\x1b8";

/// Modes that a session may do without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OptionalModes {
    /// Reports of the mouse. The terminal's own selection of text then needs Shift.
    pub mouse: bool,
    /// Reports of the focus.
    pub focus: bool,
}

/// The bytes that prepare a terminal: the alternate screen where there is one, and every mode the painter relies on.
#[must_use]
pub fn enter(alternate: bool, wishes: OptionalModes) -> Vec<u8> {
    let mut out = String::new();
    if alternate {
        out.push_str(ALTERNATE_SCREEN);
    }
    out.push_str(&[ORIGIN_OFF, INSERT_OFF, WRAP_OFF, CURSOR_OFF, PASTE_ON].concat());
    if wishes.focus {
        out.push_str(FOCUS_ON);
    }
    if wishes.mouse {
        out.push_str(MOUSE_ON);
    }
    out.into_bytes()
}

/// Ends a control string; does nothing where there is none (ECMA-48 8.3.143, ST).
pub const STRING_END: &[u8] = b"\x1b\\";

/// The bytes that leave a terminal as it was found. They may be sent at any time, more than once, and without [`enter`]
/// before it. Where there was no alternate screen, follow it with [`BELOW`].
pub const RESTORE: &[u8] =
    "\x1b[?2026l\x1b[m\x1b[?1006l\x1b[?1000l\x1b[?1004l\x1b[?2004l\x1b7\x1b[r\x1b8\x1b[?7h\x1b[?25h\x1b[?1049l"
        .as_bytes();

/// Takes the cursor below all that is on the screen, for a terminal without an alternate one.
pub const BELOW: &[u8] = b"\x1b[999H\r\n";

/// Questions about modes, the name, the kitty keyboard protocol, the size of a cell in pixels (xterm ctlseqs, `CSI 16 t`)
/// and the colours and size of sixels (XTSMGRAPHICS), the sentinel DA1 last, which every terminal answers. None may be waited for
/// before the first frame.
pub const QUESTIONS: &[u8] = b"\x1b[?2026$p\x1b[?2027$p\x1b[>q\x1b[?u\x1b[16t\x1b[?1;1;0S\x1b[?2;1;0S\x1b[c";
/// Asks for kitty's graphics protocol, by one pixel that is not kept
/// (<https://sw.kovidgoyal.net/kitty/graphics-protocol/#querying-support-and-available-transmission-mediums>). It belongs
/// before the sentinel. GNU screen and tmux take it for a title, so they are not asked.
pub const GRAPHICS: &str = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\";
/// Asks for the place of the cursor (ECMA-48 8.3.35, DSR 6)?
pub const WHERE: &str = "\x1b[6n";
/// Asks for the terminal's status (ECMA-48 8.3.35, DSR 5). The answer means that all before it has been taken.
pub const TAKEN: &[u8] = b"\x1b[5n";
/// Asks for the colour of the background (xterm ctlseqs, OSC 11).
pub const BACKGROUND: &str = "\x1b]11;?\x1b\\";
/// Asks for the primary attributes (DA1). Every terminal answers, so its answer ends the wait for others.
pub const SENTINEL: &str = "\x1b[c";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::painter::{Alacritty, Emulator, vt100};

    #[test]
    fn restore_is_what_the_names_say() {
        let whole =
            [SYNC_OFF, PLAIN, MOUSE_OFF, FOCUS_OFF, PASTE_OFF, WHOLE_SCREEN_SCROLLS, WRAP_ON, CURSOR_ON, MAIN_SCREEN];
        assert_eq!(RESTORE, whole.concat().as_bytes());
    }

    #[test]
    fn restoring_twice_changes_nothing_more() {
        let start = |emulator: &mut dyn Emulator| {
            emulator.feed(b"$ ls\r\nnews\r\n$ kanbao\r\n");
            let before = (emulator.screen(), emulator.cursor());
            emulator.feed(&enter(true, OptionalModes { mouse: true, focus: true }));
            emulator.feed(b"\x1b[2;3r\x1b[H\x1b[2J\x1b[1;31mtext\x1b[2;4H");
            for _ in 0..3 {
                emulator.feed(RESTORE);
                assert_eq!(before, (emulator.screen(), emulator.cursor()));
            }
            emulator.feed(b"x");
            let cell = emulator.screen()[3][0].clone();
            assert_eq!(format!("{cell:?}"), "x", "no colour is left on");
        };
        start(&mut Alacritty::new(20, 6));
        start(&mut vt100(20, 6));
    }
}
