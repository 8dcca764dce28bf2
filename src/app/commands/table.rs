//! The one table of commands: name, a line of documentation, default keys, screens, action. The keymap, the help page
//! and the generated key list derive from it.

use super::{action::Action, clip::Copied};
use crate::app::Screen;

/// A command a person can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// Its name, in kebab case.
    pub name: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
    /// Its default keys, in the notation of [`crate::input::parse_presses`].
    pub keys: &'static [&'static str],
    /// Where it works.
    pub screens: &'static [Screen],
    /// What it does.
    pub action: Action,
}

const SHELF: &[Screen] = &[Screen::Shelf];
const READER: &[Screen] = &[Screen::Reader];
const MENU: &[Screen] = &[Screen::Menu];
const TEXTS: &[Screen] = &[Screen::Shelf, Screen::Reader, Screen::Results];
const LISTS: &[Screen] = &[Screen::Shelf, Screen::Results];
const RESULTS: &[Screen] = &[Screen::Results];
const MARKING: &[Screen] = &[Screen::Marking];
const WORDS: &[Screen] = &[Screen::Reader, Screen::Marking];
const SCROLLED: &[Screen] =
    &[Screen::Shelf, Screen::Reader, Screen::Results, Screen::Help, Screen::Menu, Screen::Marking];
const PAGES: &[Screen] = &[Screen::Reader, Screen::Results, Screen::Help, Screen::Menu, Screen::Marking];

/// Every command, in the order the help page shows them.
pub const COMMANDS: &[Command] = &[
    command("down", "one line down", &["j", "<Down>"], SCROLLED, Action::Lines(1)),
    command("up", "one line up", &["k", "<Up>"], SCROLLED, Action::Lines(-1)),
    command("page-down", "one screen down", &["<Space>", "<PgDn>", "<C-f>"], SCROLLED, Action::Pages(1)),
    command("page-up", "one screen up", &["b", "<PgUp>", "<C-b>"], SCROLLED, Action::Pages(-1)),
    command("half-page-down", "half a screen down", &["d", "<C-d>"], SCROLLED, Action::HalfPages(1)),
    command("half-page-up", "half a screen up", &["u", "<C-u>"], PAGES, Action::HalfPages(-1)),
    command("half-list-up", "half a screen up", &["<C-u>"], SHELF, Action::HalfPages(-1)),
    command("top", "to the beginning", &["gg", "<Home>"], SCROLLED, Action::Top),
    command("bottom", "to the end", &["G", "<End>"], SCROLLED, Action::Bottom),
    command("open", "read the article", &["<Enter>", "l", "<Right>"], LISTS, Action::Open),
    command("choose", "choose this", &["<Enter>", "l", "<Right>"], MENU, Action::Open),
    command("close-menu", "choose nothing", &["q", "h", "<Left>", "<Esc>"], MENU, Action::Back),
    command("back", "back to the list", &["h", "<Left>", "q"], READER, Action::Back),
    command(
        "put-out",
        "put out the lit matches, or stop pointing; else back to the list",
        &["<Esc>"],
        READER,
        Action::PutOut,
    ),
    command("filter", "narrow: words, pinyin, !not, is:unread, source:NAME", &["&", "/"], SHELF, Action::Filter),
    command("widen", "take away what the list was narrowed by last", &["<Backspace>", "<Esc>"], SHELF, Action::Widen),
    command("narrowed", "choose from what the list was narrowed by", &["g&"], SHELF, Action::ChooseChip),
    command("next-article", "next article of the list", &["J"], READER, Action::Article(1)),
    command("previous-article", "previous article of the list", &["K"], READER, Action::Article(-1)),
    command("find", "search in the article", &["/"], READER, Action::Find),
    command("find-backward", "search backward in the article", &["?"], READER, Action::FindBackward),
    command(
        "find-word",
        "search for the word at the top, the one pointed at, or what is marked",
        &["*"],
        WORDS,
        Action::FindWord(false),
    ),
    command("find-word-backward", "search backward for it", &["#"], WORDS, Action::FindWord(true)),
    command("close-results", "close the results", &["h", "<Left>", "q", "<Esc>"], RESULTS, Action::Back),
    command("find-in-library", "search the whole library", &["g/"], TEXTS, Action::Search),
    command("find-anew", "search the whole library anew", &["/"], RESULTS, Action::Search),
    command("related", "articles about the same thing", &["gr"], TEXTS, Action::Related),
    command("next-match", "to the next match, or to the next result", &["n"], READER, Action::NextMatch),
    command(
        "previous-match",
        "to the previous match, or to the previous result",
        &["N"],
        READER,
        Action::PreviousMatch,
    ),
    command("next-result", "to the next result", &["n"], RESULTS, Action::Lines(1)),
    command("previous-result", "to the previous result", &["N"], RESULTS, Action::Lines(-1)),
    command("next-word", "point at a word, at the next one", &["w"], WORDS, Action::Words(1)),
    command("previous-word", "point at the word before", &["W"], WORDS, Action::Words(-1)),
    command("mark", "mark a passage, from the word one points at", &["v"], READER, Action::Mark),
    command("copy-paragraph", "copy the paragraph", &["yy"], READER, Action::Copy(Copied::Paragraph)),
    command("copy-article", "copy the whole article", &["ya"], READER, Action::Copy(Copied::Article)),
    command("copy-word", "copy the word one points at", &["yw"], READER, Action::Copy(Copied::Word)),
    command("copy-link", "copy the article's link", &["yu"], READER, Action::Copy(Copied::Link)),
    command("copy", "copy what is marked", &["y", "<Enter>"], MARKING, Action::Copy(Copied::Passage)),
    command("unmark", "mark nothing", &["<Esc>", "q", "v", "h", "<Left>"], MARKING, Action::Back),
    command("open-link", "open the article's link", &["o"], READER, Action::OpenLink),
    command("hint", "choose a link on the screen and open it", &["f"], READER, Action::Hint),
    command("qr", "show the article's link as a QR code", &["gq"], READER, Action::ShowCode),
    command(
        "next-script",
        "next script: original, Simplified, Traditional and others",
        &["z"],
        TEXTS,
        Action::NextScript,
    ),
    command("choose-script", "choose from all scripts", &["gz"], TEXTS, Action::ChooseScript),
    command("original-script", "the text as it is stored", &["Z"], TEXTS, Action::OriginalScript),
    command("explain", "show what the conversion has changed, or stop", &["gx"], READER, Action::Explain),
    command("compare", "the original beside the text, or below its lines", &["gX"], READER, Action::Compare),
    command("next-change", "to the next change of the conversion", &["<Tab>"], READER, Action::NextChange),
    command("previous-change", "to the previous change", &["<S-Tab>"], READER, Action::PreviousChange),
    command("star", "star the article, or take the star away", &["s"], TEXTS, Action::ToggleStar),
    command("read", "mark the article read, or unread again", &["m"], TEXTS, Action::ToggleRead),
    command("sync", "read all feeds and folders again", &["R"], TEXTS, Action::Sync),
    command("stop-sync", "stop that, an import, a copy; what came in stays", &["gR"], TEXTS, Action::Stop),
    command("sources", "choose a source from all, with what is unread", &["gs"], TEXTS, Action::ChooseSource),
    command("mark-all", "mark all articles of the list read", &["A"], SHELF, Action::MarkAllRead),
    command("undo", "take the last marking of all back", &["u"], SHELF, Action::UndoMarkAll),
    command("tags", "give the article tags, or take tags away", &["t"], TEXTS, Action::Tag),
    command("import-sample", "put the sample newspaper into the library", &["S"], SHELF, Action::ImportSample),
    command(
        "open-anew",
        "open the library anew, after it was replaced or restored",
        &["<C-r>"],
        TEXTS,
        Action::OpenAnew,
    ),
    command("command", "type a command", &[":"], TEXTS, Action::Command),
    command("help", "show these keys", &["?", "g?", "<F1>"], SHELF, Action::Help),
    command("help", "show these keys", &["g?", "<F1>"], READER, Action::Help),
    command(
        "close-help",
        "close the help page",
        &["?", "q", "h", "<Left>", "<Esc>", "<Enter>"],
        &[Screen::Help],
        Action::Back,
    ),
    command("repaint", "paint the screen anew", &["<C-l>"], SCROLLED, Action::Repaint),
    command("suspend", "back to the shell for a while (fg returns)", &["<C-z>"], SCROLLED, Action::Suspend),
    command("leave", "leave kanbao from the list", &["q"], SHELF, Action::Quit),
    command("quit", "leave kanbao", &["Q", "<C-c>"], SCROLLED, Action::Quit),
];

const fn command(
    name: &'static str,
    doc: &'static str,
    keys: &'static [&'static str],
    screens: &'static [Screen],
    action: Action,
) -> Command {
    Command { name, doc, keys, screens, action }
}
