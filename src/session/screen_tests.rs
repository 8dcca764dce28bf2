//! The screens as a terminal shows them: drawn, painted, and played back by an emulator. The text is full of what
//! terminal libraries have been seen to trip over; no half of a wide character may be left anywhere, no row shifted.

use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
};

use crate::{
    app::{Desk, Event, desk::article, settings::Settings},
    article::Article,
    term::{
        Capability, allow,
        painter::{Alacritty, Emulator, Painter, Seen},
    },
    text::{width, width::Ambiguous},
    view,
};

/// A desk before a terminal.
struct Terminal {
    desk: Desk,
    painter: Painter,
    emulator: Alacritty,
    columns: u16,
    rows: u16,
}

/// Capabilities of a terminal that is known to draw ambiguous characters narrow.
fn capability() -> Capability {
    Capability { ambiguous: Ambiguous::Narrow, ..Capability::default() }
}

fn emulator(columns: u16, rows: u16) -> Alacritty {
    let mut emulator = Alacritty::new(columns, rows);
    emulator.feed(b"\x1b[?1049h");
    emulator
}

impl Terminal {
    fn new(articles: &[Article], columns: u16, rows: u16) -> Terminal {
        let desk = Desk::new(articles, Settings::default(), columns, rows);
        let painter = Painter::new(Size::new(columns, rows), capability());
        let mut terminal = Terminal { desk, painter, emulator: emulator(columns, rows), columns, rows };
        terminal.show();
        terminal
    }

    /// Types keys one by one; after each the screen is looked at.
    fn keys(&mut self, keys: &[&str]) {
        for keys in keys {
            self.desk.keys(keys);
            self.show();
        }
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        (self.columns, self.rows) = (columns, rows);
        self.desk.event(Event::Resize(columns, rows));
        self.painter.resize(Size::new(columns, rows));
        self.emulator.resize(columns, rows);
        self.show();
    }

    /// Brings the screen up to date. It must be what a new terminal would show of the same frame: nothing is stale.
    fn show(&mut self) {
        let mut frame = Buffer::empty(Rect::new(0, 0, self.columns, self.rows));
        let cursor = view::draw(&self.desk.app, &mut frame);
        self.painter.paint(&frame, cursor);
        let bytes = self.painter.take();
        assert_eq!(allow::check(&bytes), Ok(()));
        self.emulator.feed(&bytes);

        let mut anew = Painter::new(Size::new(self.columns, self.rows), capability());
        anew.paint(&frame, cursor);
        let mut fresh = emulator(self.columns, self.rows);
        fresh.feed(&anew.take());
        let screen = self.emulator.screen();
        assert_eq!(screen, fresh.screen(), "something stale at {}x{}", self.columns, self.rows);
        assert_eq!(self.emulator.cursor(), fresh.cursor());
        for (row, drawn) in screen.iter().zip(frame.content.chunks(usize::from(self.columns))) {
            whole(row);
            same(row, drawn);
        }
    }

    /// The text of a row.
    fn row(&self, y: usize) -> String {
        self.emulator.screen()[y].iter().map(|cell| cell.text.as_str()).collect::<String>().trim_end().to_owned()
    }
}

/// No half of a wide character stands in a row.
fn whole(row: &[Seen]) {
    let mut x = 0;
    while x < row.len() {
        let cells = width::cells(&row[x].text, Ambiguous::Narrow).max(1);
        assert!(!row[x].text.is_empty(), "a second half alone at {x}: {row:?}");
        assert!(row.get(x + 1..x + cells).is_some_and(|rest| rest.iter().all(|cell| cell.text.is_empty())), "{row:?}");
        x += cells;
    }
}

/// The row shows what was drawn, each cell at its column.
fn same(row: &[Seen], drawn: &[ratatui::buffer::Cell]) {
    for (x, (seen, cell)) in row.iter().zip(drawn).enumerate() {
        if !seen.text.is_empty() {
            assert_eq!(seen.text, cell.symbol(), "at {x}: {row:?}");
            assert_eq!(
                seen.bg != ratatui::style::Color::Reset,
                cell.bg != ratatui::style::Color::Reset,
                "{x}: {row:?}"
            );
        }
    }
}

/// Articles whose texts hold one trap each, with what their first row of text must begin with.
const TRAPS: &[(&str, &str)] = &[
    // Half-width voiced kana are counted twice (ratatui #2499).
    ("ﾊﾞｽとﾊﾟﾝ、ｶﾞｽ。", "バスとパン、ガス。"),
    // VS16 shifts the row (ratatui #2651), and so do sequences of emoji.
    ("☀\u{FE0F}晴れ、1\u{FE0F}\u{20E3}番", "☀晴れ、1番"),
    ("👨\u{200D}👩\u{200D}👧家族と👋\u{1F3FB}の旅", "👨家族と👋の旅"),
    // Tabs vanish, so words join; controls pass raw.
    ("左\t右の語\u{7}とa\tb", "左 右の語とa b"),
    ("前\u{1b}[2J\u{9b}31m後の\u{8}文", "前後の文"),
    // Marks with nothing to stand on, invisible characters.
    ("\u{302A}漢\u{301}字\u{AD}と\u{200B}仮\u{FEFF}名", "漢\u{301}字と仮名"),
];

fn trap(text: &str) -> Article {
    let mut article = article(1, &[text, &format!("{text}{}", "二行目の本文がここにある。".repeat(9))]);
    article.title = format!("{text}と題する記事の長い見出し");
    article.lang = Some("ja".to_owned());
    article
}

#[test]
fn each_trap_is_drawn_as_it_is_counted() {
    for (text, shown) in TRAPS {
        let mut terminal = Terminal::new(&[trap(text)], 60, 12);
        assert!(terminal.row(1).contains(&format!("{shown}と題する")), "{:?}", terminal.row(1));
        terminal.keys(&["<Enter>"]);
        assert!(terminal.row(0).trim_start().starts_with(&format!("{shown}と題する")), "{:?}", terminal.row(0));
        let body = (1..6).map(|y| terminal.row(y)).find(|row| row.trim_start().starts_with(shown));
        assert!(body.is_some(), "{text:?}");
    }
}

/// Opens what is laid over wide characters, at every width of a range: menus, the help page, the lines typed into, with
/// wide characters in them and up to the edge.
#[test]
fn nothing_laid_over_wide_characters_leaves_a_half_behind() {
    let mut articles: Vec<Article> = TRAPS.iter().map(|(text, _)| trap(text)).collect();
    articles.push(article(2, &[&"国务院发展研究中心今天公布了新的名单“一”。".repeat(20)]));
    for columns in (2..44).chain([79, 80, 81]) {
        let mut terminal = Terminal::new(&articles, columns, 9);
        terminal.keys(&["j", "?", "j", "q", "gz", "j", "<Esc>", ":", "国", "務", "院", "<Backspace>", "<Esc>"]);
        terminal.keys(&["<Enter>", "j", "gz", "<Down>", "<Esc>", "?", "<Space>", "q"]);
        terminal.keys(&[
            "/",
            "国",
            "务",
            "院",
            "发",
            "展",
            "研",
            "究",
            "<Backspace>",
            "<Backspace>",
            "<Enter>",
            "n",
            "n",
            "N",
        ]);
        terminal.keys(&[
            ":",
            "s",
            "e",
            "t",
            " ",
            "autospace=true",
            "<Enter>",
            ":set hanging=true",
            "<Enter>",
            "G",
            "gg",
        ]);
        terminal.keys(&["J", "K", "q", "G"]);
    }
}

/// A wide cell with a background in the last column (ratatui #2695), and one that does not fit there.
#[test]
fn wide_characters_at_the_right_edge_are_whole_or_absent() {
    let long = article(1, &[&"中".repeat(200)]);
    for columns in 2..30 {
        let mut terminal = Terminal::new(std::slice::from_ref(&long), columns, 6);
        terminal.keys(&["<Enter>", "/", "中中中", "<Enter>", "n"]);
        for other in [columns + 1, columns, columns.max(3) - 1] {
            terminal.resize(other, 6);
        }
    }
}
