//! Two terminal emulators of different families, behind one face: what each cell shows after some bytes.
//!
//! vt100 0.18 knows no strike-out, hidden or blinking text, holds a cell either bold or dim but not both, and has
//! no REP and no mode 7 (it always wraps, with the wrap pending).

use std::num::NonZeroU16;

use alacritty_terminal::{
    event::VoidListener,
    grid::Dimensions,
    index::{Column, Line},
    term::{Config, Term, cell::Flags},
    vte::ansi::{Color as AnsiColor, NamedColor, Processor, Rgb},
};
use ratatui::style::{Color, Modifier};

/// The content of one cell, as far as the eye can tell: a blank has no foreground unless an attribute shows it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The cluster; empty in a cell that a wide one covers.
    pub text: String,
    pub fg: Color,
    pub bg: Color,
    pub modifier: Modifier,
}

impl std::fmt::Debug for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = if self.text.is_empty() { "<" } else { &self.text };
        if (self.fg, self.bg, self.modifier) == (Color::Reset, Color::Reset, Modifier::empty()) {
            write!(f, "{text}")
        } else {
            write!(f, "{text}({:?} on {:?} {:?})", self.fg, self.bg, self.modifier)
        }
    }
}

impl Seen {
    pub(crate) fn new(text: &str, fg: Color, bg: Color, modifier: Modifier) -> Seen {
        let blank = matches!(text, " ");
        let shows = modifier.intersects(Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT);
        let (fg, modifier) = if blank && !shows { (Color::Reset, Modifier::empty()) } else { (fg, modifier) };
        Seen { text: text.to_owned(), fg: plain(fg), bg: plain(bg), modifier }
    }
}

/// Colours by number, so that `Red` and `Indexed(1)` are the same.
fn plain(color: Color) -> Color {
    const NAMES: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    NAMES.iter().position(|name| *name == color).map_or(color, |index| Color::Indexed(index as u8))
}

/// A terminal to send bytes to.
pub(crate) trait Emulator {
    fn feed(&mut self, bytes: &[u8]);
    fn resize(&mut self, width: u16, height: u16);
    /// The cells of each row.
    fn screen(&self) -> Vec<Vec<Seen>>;
    /// Column and row of the cursor, if it is shown.
    fn cursor(&self) -> Option<(u16, u16)>;
    /// True if lines have been scrolled off the screen into a history.
    fn lost_lines(&self) -> bool;
    /// The link of each cell of each row, of an emulator that knows.
    fn links(&self) -> Option<Vec<Vec<Option<String>>>> {
        None
    }
}

#[derive(Clone, Copy)]
struct Cells(u16, u16);

impl Dimensions for Cells {
    fn total_lines(&self) -> usize {
        self.1.into()
    }
    fn screen_lines(&self) -> usize {
        self.1.into()
    }
    fn columns(&self) -> usize {
        self.0.into()
    }
}

/// alacritty's emulator.
pub(crate) struct Alacritty {
    term: Term<VoidListener>,
    parser: Processor,
}

impl Alacritty {
    pub(crate) fn new(width: u16, height: u16) -> Alacritty {
        let term = Term::new(Config::default(), &Cells(width, height), VoidListener);
        Alacritty { term, parser: Processor::new() }
    }
}

impl Emulator for Alacritty {
    fn feed(&mut self, bytes: &[u8]) {
        self.parser.advance(&mut self.term, bytes);
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.term.resize(Cells(width, height));
    }

    fn screen(&self) -> Vec<Vec<Seen>> {
        let color = |color| match color {
            AnsiColor::Named(NamedColor::Foreground | NamedColor::Background) => Color::Reset,
            AnsiColor::Named(name) => Color::Indexed(name as u8),
            AnsiColor::Spec(Rgb { r, g, b }) => Color::Rgb(r, g, b),
            AnsiColor::Indexed(index) => Color::Indexed(index),
        };
        let flags = [
            (Flags::BOLD, Modifier::BOLD),
            (Flags::DIM, Modifier::DIM),
            (Flags::ITALIC, Modifier::ITALIC),
            (Flags::UNDERLINE, Modifier::UNDERLINED),
            (Flags::DOTTED_UNDERLINE, Modifier::SLOW_BLINK),
            (Flags::INVERSE, Modifier::REVERSED),
            (Flags::HIDDEN, Modifier::HIDDEN),
            (Flags::STRIKEOUT, Modifier::CROSSED_OUT),
        ];
        let grid = self.term.grid();
        let cell = |line, column| {
            let cell = &grid[Line(line)][Column(column)];
            let mut text = String::from(cell.c);
            text.extend(cell.zerowidth().unwrap_or_default());
            if cell.flags.contains(Flags::WIDE_CHAR_SPACER) {
                text.clear();
            }
            let modifier = flags.iter().filter(|(flag, _)| cell.flags.contains(*flag)).map(|(_, m)| *m).collect();
            Seen::new(&text, color(cell.fg), color(cell.bg), modifier)
        };
        let (width, height) = (self.term.columns(), self.term.screen_lines());
        (0..height as u16).map(|line| (0..width).map(|column| cell(line.into(), column)).collect()).collect()
    }

    fn cursor(&self) -> Option<(u16, u16)> {
        let point = self.term.grid().cursor.point;
        let shown = self.term.mode().contains(alacritty_terminal::term::TermMode::SHOW_CURSOR);
        shown.then(|| (point.column.0 as u16, u16::try_from(point.line.0).unwrap()))
    }

    fn lost_lines(&self) -> bool {
        self.term.grid().history_size() > 0
    }

    fn links(&self) -> Option<Vec<Vec<Option<String>>>> {
        let link =
            |y: usize, x| self.term.grid()[Line(y as i32)][Column(x)].hyperlink().map(|link| link.uri().to_owned());
        let (width, height) = (self.term.columns(), self.term.screen_lines());
        Some((0..height).map(|y| (0..width).map(|x| link(y, x)).collect()).collect())
    }
}

/// A vt100 of a size.
pub(crate) fn vt100(width: u16, height: u16) -> vt100::Parser {
    vt100::Parser::new(cells(height), cells(width), 0)
}

fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

impl Emulator for vt100::Parser {
    fn feed(&mut self, bytes: &[u8]) {
        self.process(bytes);
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.screen_mut().set_size(cells(height), cells(width));
    }

    fn screen(&self) -> Vec<Vec<Seen>> {
        let color = |color| match color {
            vt100::Color::Default => Color::Reset,
            vt100::Color::Idx(index) => Color::Indexed(index),
            vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
        };
        let screen = vt100::Parser::screen(self);
        let (height, width) = screen.size();
        let cell = |row, column| {
            let cell = screen.cell(row, column).unwrap();
            let covered = cell.is_wide_continuation();
            // Only the first cell of a wide character carries its look.
            let cell = if cell.is_wide_continuation() { screen.cell(row, column - 1).unwrap() } else { cell };
            let text = if covered {
                ""
            } else if cell.has_contents() {
                cell.contents()
            } else {
                " "
            };
            let flags = [
                (cell.bold(), Modifier::BOLD),
                (cell.dim(), Modifier::DIM),
                (cell.italic(), Modifier::ITALIC),
                (cell.underline(), Modifier::UNDERLINED),
                (cell.inverse(), Modifier::REVERSED),
            ];
            let modifier = flags.iter().filter(|(on, _)| *on).map(|(_, m)| *m).collect();
            Seen::new(text, color(cell.fgcolor()), color(cell.bgcolor()), modifier)
        };
        (0..height.get()).map(|row| (0..width.get()).map(|column| cell(row, column)).collect()).collect()
    }

    fn cursor(&self) -> Option<(u16, u16)> {
        let screen = vt100::Parser::screen(self);
        let (row, column) = screen.cursor_position();
        (!screen.hide_cursor()).then_some((column, row))
    }

    fn lost_lines(&self) -> bool {
        false
    }
}
