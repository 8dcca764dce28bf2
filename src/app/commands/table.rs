//! The table of commands: name, a line of documentation, default keys, contexts, action. The keymap, the help page
//! and the generated key list derive from it.

use super::{
    action::{Action, CopyUnit, LinkUse},
    context::KeyContext,
};

/// A command a person can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// Its name, in kebab case.
    pub name: &'static str,
    /// Its effect, in one line.
    pub doc: &'static str,
    /// Its default keys, in the notation of [`crate::input::parse_presses`].
    pub keys: &'static [&'static str],
    /// The contexts of its keys.
    pub contexts: &'static [KeyContext],
    /// Its action.
    pub action: Action,
}

const LIST: &[KeyContext] = &[KeyContext::List];
const ARTICLE: &[KeyContext] = &[KeyContext::Article];
const MENU: &[KeyContext] = &[KeyContext::Menu];
const TEXTS: &[KeyContext] = &[KeyContext::List, KeyContext::Article, KeyContext::Results];
const LISTS: &[KeyContext] = &[KeyContext::List, KeyContext::Results];
const RESULTS: &[KeyContext] = &[KeyContext::Results];
const PICTURE: &[KeyContext] = &[KeyContext::Picture];
const SELECTION: &[KeyContext] = &[KeyContext::Selection];
const WORDS: &[KeyContext] = &[KeyContext::Article, KeyContext::Selection];
const SCROLLED: &[KeyContext] = &[
    KeyContext::List,
    KeyContext::Article,
    KeyContext::Results,
    KeyContext::Help,
    KeyContext::Menu,
    KeyContext::Selection,
];
const ALL: &[KeyContext] = &KeyContext::ALL;
const PAGES: &[KeyContext] =
    &[KeyContext::Article, KeyContext::Results, KeyContext::Help, KeyContext::Menu, KeyContext::Selection];

/// Every command, in the order the help page shows them.
pub const COMMANDS: &[Command] = &[
    command("down", "one line down", &["j", "<Down>"], SCROLLED, Action::Lines(1)),
    command("up", "one line up", &["k", "<Up>"], SCROLLED, Action::Lines(-1)),
    command("page-down", "one screen down", &["<Space>", "<PgDn>", "<C-f>"], SCROLLED, Action::Pages(1)),
    command("page-up", "one screen up", &["b", "<PgUp>", "<C-b>"], SCROLLED, Action::Pages(-1)),
    command("half-page-down", "half a screen down", &["d", "<C-d>"], SCROLLED, Action::HalfPages(1)),
    command("half-page-up", "half a screen up", &["u", "<C-u>"], PAGES, Action::HalfPages(-1)),
    command("half-list-up", "half a screen up", &["<C-u>"], LIST, Action::HalfPages(-1)),
    command("top", "to the beginning", &["gg", "<Home>"], SCROLLED, Action::Top),
    command("bottom", "to the end", &["G", "<End>"], SCROLLED, Action::Bottom),
    command("open", "read the article", &["<Enter>", "l", "<Right>"], LISTS, Action::Open),
    command("choose", "choose this", &["<Enter>", "l", "<Right>"], MENU, Action::Open),
    command("close-menu", "choose nothing", &["q", "h", "<Left>", "<Esc>"], MENU, Action::Back),
    command("back", "back to the list", &["h", "<Left>", "q"], ARTICLE, Action::Back),
    command(
        "put-out",
        "clear the highlights or the selection; else back to the list",
        &["<Esc>"],
        ARTICLE,
        Action::Clear,
    ),
    command("filter", "filter: words, pinyin, !not, is:unread, source:NAME", &["&", "/"], LIST, Action::Filter),
    command("widen", "remove the last filter", &["<Backspace>", "<Esc>"], LIST, Action::RemoveChip),
    command("narrowed", "choose a filter to remove", &["g&"], LIST, Action::ChooseChip),
    command("next-article", "next article of the list", &["J"], ARTICLE, Action::Article(1)),
    command("previous-article", "previous article of the list", &["K"], ARTICLE, Action::Article(-1)),
    command("find", "search in the article", &["/"], ARTICLE, Action::Find),
    command("find-backward", "search backward in the article", &["?"], ARTICLE, Action::FindBackward),
    command(
        "find-word",
        "search for the selection, else for the word at the top",
        &["*"],
        WORDS,
        Action::FindWord(false),
    ),
    command("find-word-backward", "search backward for it", &["#"], WORDS, Action::FindWord(true)),
    command("close-results", "close the results", &["h", "<Left>", "q", "<Esc>"], RESULTS, Action::Back),
    command("find-in-library", "search the whole library", &["g/"], TEXTS, Action::Search),
    command("find-anew", "search the whole library anew", &["/"], RESULTS, Action::Search),
    command("related", "articles about the same thing", &["gr"], TEXTS, Action::Related),
    command("keywords", "the keywords of the article, to search for one", &["gk"], ARTICLE, Action::Keywords),
    command("next-match", "to the next match, or to the next result", &["n"], ARTICLE, Action::NextMatch),
    command(
        "previous-match",
        "to the previous match, or to the previous result",
        &["N"],
        ARTICLE,
        Action::PreviousMatch,
    ),
    command("next-result", "to the next result", &["n"], RESULTS, Action::Lines(1)),
    command("previous-result", "to the previous result", &["N"], RESULTS, Action::Lines(-1)),
    command("next-word", "select a word, then the next one", &["w"], WORDS, Action::Words(1)),
    command("previous-word", "select the word before", &["W"], WORDS, Action::Words(-1)),
    command("mark", "select a passage, from the selected word", &["v"], ARTICLE, Action::Select),
    command("copy-paragraph", "copy the paragraph", &["yy"], ARTICLE, Action::Copy(CopyUnit::Paragraph)),
    command("copy-article", "copy the whole article", &["ya"], ARTICLE, Action::Copy(CopyUnit::Article)),
    command("copy-word", "copy the selected word", &["yw"], ARTICLE, Action::Copy(CopyUnit::Word)),
    command("copy-link", "copy the article's link", &["yu"], ARTICLE, Action::Copy(CopyUnit::Link)),
    command("copy", "copy the selection", &["y", "<Enter>"], SELECTION, Action::Copy(CopyUnit::Passage)),
    command("unmark", "select nothing", &["<Esc>", "q", "v", "h", "<Left>"], SELECTION, Action::Back),
    command("open-link", "open the article's link", &["o"], ARTICLE, Action::OpenLink),
    command("hint", "choose a link or the mark of a note on the screen", &["f"], ARTICLE, Action::Hint(LinkUse::Open)),
    command("copy-hint", "choose a link on the screen and copy it", &["yf"], ARTICLE, Action::Hint(LinkUse::Copy)),
    command("links", "list all links of the article", &["gl"], ARTICLE, Action::Links),
    command("note", "from the mark of a note to its text, or back", &["gn"], ARTICLE, Action::Note),
    command("qr", "show the article's link as a QR code", &["gq"], ARTICLE, Action::ShowCode),
    command("picture", "show the picture on the screen, or the next one", &["i"], ARTICLE, Action::Picture(0)),
    command(
        "next-picture",
        "the next picture of the article",
        &["n", "l", "<Right>", "<Space>"],
        PICTURE,
        Action::Picture(1),
    ),
    command("previous-picture", "the picture before", &["N", "b"], PICTURE, Action::Picture(-1)),
    command("draw-picture", "draw a picture that takes long, or fetch one again", &["<Enter>"], PICTURE, Action::Open),
    command("open-picture", "open the picture's address", &["o"], PICTURE, Action::OpenLink),
    command("copy-picture", "copy the picture's address", &["yu"], PICTURE, Action::Copy(CopyUnit::Link)),
    command("close-picture", "close the picture", &["q", "h", "<Left>", "<Esc>", "i"], PICTURE, Action::Back),
    command(
        "next-script",
        "next script: original, Simplified, Traditional and others",
        &["z"],
        TEXTS,
        Action::NextScript,
    ),
    command("choose-script", "choose from all scripts", &["gz"], TEXTS, Action::ChooseScript),
    command("original-script", "the text as it is stored", &["Z"], TEXTS, Action::OriginalScript),
    command("explain", "show what the conversion has changed, or stop", &["gx"], ARTICLE, Action::Explain),
    command("compare", "the original beside the text, or below its lines", &["gX"], ARTICLE, Action::Compare),
    command("next-change", "to the next change of the conversion", &["<Tab>"], ARTICLE, Action::NextChange),
    command("previous-change", "to the previous change", &["<S-Tab>"], ARTICLE, Action::PreviousChange),
    command("star", "star the article, or take the star away", &["s"], TEXTS, Action::ToggleStar),
    command("read", "mark the article read, or unread again", &["m"], TEXTS, Action::ToggleRead),
    command("sync", "read all feeds and folders again", &["R"], TEXTS, Action::Sync),
    command("stop-sync", "stop that, an import, a copy; what came in stays", &["gR"], TEXTS, Action::Stop),
    command("sources", "choose a source from all, with what is unread", &["gs"], TEXTS, Action::ChooseSource),
    command("mark-all", "mark all articles of the list read", &["A"], LIST, Action::MarkAllRead),
    command("undo", "undo the last marking of all", &["u"], LIST, Action::UndoMarkAllRead),
    command("tags", "give the article tags, or take tags away", &["t"], TEXTS, Action::Tag),
    command("import-sample", "put the sample newspaper into the library", &["S"], LIST, Action::ImportSample),
    command("open-anew", "open the library anew, after it was replaced or restored", &["<C-r>"], TEXTS, Action::Reopen),
    command("command", "type a command", &[":"], TEXTS, Action::Command),
    command("help", "show these keys", &["?", "g?", "<F1>"], LIST, Action::Help),
    command("help", "show these keys", &["g?", "<F1>"], ARTICLE, Action::Help),
    command(
        "close-help",
        "close the help page",
        &["?", "q", "h", "<Left>", "<Esc>", "<Enter>"],
        &[KeyContext::Help],
        Action::Back,
    ),
    command("repaint", "paint the screen anew", &["<C-l>"], ALL, Action::Repaint),
    command("suspend", "back to the shell for a while (fg returns)", &["<C-z>"], ALL, Action::Suspend),
    command("leave", "leave kanbao from the list", &["q"], LIST, Action::Quit),
    command("quit", "leave kanbao", &["Q", "<C-c>"], ALL, Action::Quit),
];

const fn command(
    name: &'static str,
    doc: &'static str,
    keys: &'static [&'static str],
    contexts: &'static [KeyContext],
    action: Action,
) -> Command {
    Command { name, doc, keys, contexts, action }
}
