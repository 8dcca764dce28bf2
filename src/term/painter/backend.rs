//! The painter as a backend of ratatui's `Terminal`, for what is drawn through one.
//!
//! `Terminal` keeps a buffer of its own and tells only what it takes for changed: it says nothing of what lies under a
//! wide symbol, and its comparison panics when a wide symbol with a background stands in the last cell of all. Whoever
//! has the whole buffer gives it to [`Painter::paint`] instead.

use std::convert::Infallible;

use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::{Buffer, Cell},
    layout::{Position, Rect, Size},
};

use super::Painter;

/// A painter, and the frame that `Terminal` has asked for so far.
pub struct Canvas {
    /// The painter; its bytes are to be taken after each frame.
    pub painter: Painter,
    wanted: Buffer,
    cursor: Position,
    cursor_shown: bool,
}

impl Canvas {
    /// A canvas of the painter's size.
    #[must_use]
    pub fn new(painter: Painter) -> Canvas {
        let wanted = Buffer::empty(area(painter.size()));
        Canvas { painter, wanted, cursor: Position::ORIGIN, cursor_shown: false }
    }

    /// Follows a change of the painter's size, and drops what was wanted.
    fn follow(&mut self) {
        if self.wanted.area != area(self.painter.size()) {
            self.wanted = Buffer::empty(area(self.painter.size()));
        }
    }
}

fn area(size: Size) -> Rect {
    Rect::new(0, 0, size.width, size.height)
}

impl Backend for Canvas {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.follow();
        // A wide symbol hides the cells after it, of which nothing is told; one told of later is on top.
        for (x, y, cell) in content {
            let cells = self.painter.cells(cell.symbol());
            for hidden in x.saturating_add(1)..x.saturating_add(cells) {
                if let Some(hidden) = self.wanted.cell_mut((hidden, y)) {
                    hidden.reset();
                }
            }
            if let Some(wanted) = self.wanted.cell_mut((x, y)) {
                wanted.clone_from(cell);
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor_shown = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor_shown = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.cursor = position.into();
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear: ClearType) -> Result<(), Infallible> {
        self.follow();
        let Position { x, y } = self.cursor;
        for at in self.wanted.area.positions() {
            let cleared = match clear {
                ClearType::All => true,
                ClearType::AfterCursor => (at.y, at.x) >= (y, x),
                ClearType::BeforeCursor => (at.y, at.x) <= (y, x),
                ClearType::CurrentLine => at.y == y,
                ClearType::UntilNewLine => at.y == y && at.x >= x,
            };
            if let Some(cell) = self.wanted.cell_mut(at).filter(|_| cleared) {
                cell.reset();
            }
        }
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.painter.size())
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize { columns_rows: self.painter.size(), pixels: Size::ZERO })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        self.follow();
        self.painter.paint(&self.wanted, self.cursor_shown.then_some(self.cursor));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ratatui::{Terminal, style::Stylize, text::Line, widgets::Block};

    use super::*;
    use crate::term::{
        Capability,
        painter::emulators::{Alacritty, Emulator},
    };

    #[test]
    fn what_terminal_draws_is_shown() {
        let mut emulator = Alacritty::new(20, 4);
        let painter = Painter::new(Size::new(20, 4), Capability::default());
        let mut terminal = Terminal::new(Canvas::new(painter)).unwrap();
        for (title, text) in [("國家", "新聞abc"), ("x", "a國家"), ("x", "國a國家")] {
            terminal
                .draw(|frame| {
                    let block = Block::bordered().title(title).red();
                    let inner = block.inner(frame.area());
                    frame.render_widget(block, frame.area());
                    frame.render_widget(Line::from(text), inner);
                    frame.set_cursor_position((3, 2));
                })
                .unwrap();
            emulator.feed(&terminal.backend_mut().painter.take());
            let row: String = emulator.screen()[1].iter().map(|cell| cell.text.as_str()).collect();
            assert_eq!(row.trim_matches(['│', ' ']), text);
            assert_eq!(emulator.cursor(), Some((3, 2)));
        }
        terminal.backend_mut().painter.resize(Size::new(12, 3));
        emulator.resize(12, 3);
        terminal.draw(|frame| frame.render_widget(Line::from("國"), frame.area())).unwrap();
        emulator.feed(&terminal.backend_mut().painter.take());
        assert_eq!(emulator.screen()[0][0].text, "國");
        assert_eq!(emulator.cursor(), None);
    }
}
