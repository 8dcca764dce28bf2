//! Links: those on the screen, one of them chosen by a letter, and how one is opened.

use std::ops::Range;

use crate::app::{App, Effect, Want, article::reader::Reader, overlays::Panel, settings::browser};
use crate::{
    input::{Key, Press},
    text::{Part, addresses, web_address},
};

/// Letters of hints, those under the fingers first.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";

/// A link on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The part it stands in.
    pub part: Part,
    /// Its bytes in the part's shown text.
    pub range: Range<usize>,
    /// Where it leads: an address of the web in printable ASCII.
    pub address: String,
}

impl Reader {
    /// The article's own address, as it may leave the program.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        self.rendition().article().link.as_deref().and_then(web_address)
    }

    /// The links on the screen, from the top: the article's own on its byline (on the title where there is none), and
    /// addresses that stand in the text.
    #[must_use]
    pub fn links(&self) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        let mut seen: Vec<(Part, Range<usize>)> = Vec::new();
        for line in self.visible().filter(|line| !line.ink.is_empty()) {
            match seen.last_mut() {
                Some((part, range)) if *part == line.part => range.end = line.ink.end,
                _ => seen.push((line.part, line.ink.clone())),
            }
        }
        let has_byline = self.rendition().parts().any(|part| part == Part::Byline);
        let own = if has_byline { Part::Byline } else { Part::Title };
        for (part, range) in seen {
            if let Some(address) = self.address().filter(|_| part == own) {
                links.push(Link { part, range, address });
                continue;
            }
            let Some(shown) = self.rendition().shown(part) else { continue };
            // An address that began above the screen is whole only with what is above.
            let above = range.start.saturating_sub(2083);
            let from = shown.text.slice(0..above).len();
            let text = shown.text.slice(from..shown.text.len().min(range.end + 2083));
            let found = addresses(text).map(|found| from + found.start..from + found.end);
            let found = found.filter(|found| found.end > range.start && found.start < range.end);
            links.extend(found.filter_map(|range| {
                let address = web_address(shown.text.slice(range.clone()))?;
                Some(Link { part, range, address })
            }));
        }
        links
    }
}

/// What waits for a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hints(Vec<Link>);

impl Hints {
    /// The links with their letters.
    pub fn iter(&self) -> impl Iterator<Item = (char, &Link)> {
        LETTERS.chars().zip(&self.0)
    }
}

impl App {
    /// Puts a letter at every link on the screen and waits for one; a single link is opened at once.
    pub(in crate::app) fn hint(&mut self) {
        let links = self.reader.as_ref().map(Reader::links).unwrap_or_default();
        match links.as_slice() {
            [] => self.fail("there is no link on the screen"),
            [link] => self.open_link(&link.address.clone()),
            _ => {
                self.say("which link? (its letter)");
                self.hints = Some(Hints(links));
            }
        }
    }

    /// Takes the letter of a hint; anything else gives the choice up.
    pub(in crate::app) fn choose_hint(&mut self, hints: &Hints, press: Press) {
        self.messages.acknowledge();
        let Key::Char(letter) = press.key else { return };
        let chosen = hints.iter().find(|(hint, _)| *hint == letter.to_ascii_lowercase());
        if let Some(address) = chosen.map(|(_, link)| link.address.clone()) {
            self.open_link(&address);
        }
    }

    /// The letters at the links, while one is awaited.
    #[must_use]
    pub fn hints(&self) -> Option<&Hints> {
        self.hints.as_ref()
    }

    /// Opens the article's own link.
    pub(in crate::app) fn open_own_link(&mut self) {
        match self.reader.as_ref().and_then(Reader::address) {
            Some(address) => self.open_link(&address),
            None => self.fail("this article has no link"),
        }
    }

    /// Shows the article's own link as a code for a telephone's camera.
    pub(in crate::app) fn show_code(&mut self) {
        match self.reader.as_ref().and_then(Reader::address) {
            Some(address) => self.show_panel(Panel::code(&address, self.settings.ambiguous())),
            None => self.fail("this article has no link"),
        }
    }

    /// Opens an address with the browser. Where its windows would open on another machine, copies and shows it.
    pub(in crate::app) fn open_link(&mut self, address: &str) {
        let command = match browser::opening(&self.settings.browser, address) {
            Ok(command) => command,
            Err(error) => return self.fail(error.to_string()),
        };
        if command.is_empty() {
            self.put_on_clipboard(address.to_owned(), "link");
            let width = usize::from(self.size.0);
            let said = format!("copied {address}");
            if said.len() + 24 <= width {
                self.say(said);
            } else {
                self.show_panel(Ok(Panel::address(address, width)));
            }
            return;
        }
        let (ticket, _) = self.requests.ask(Want::Browser);
        self.say(format!("opening {address}"));
        self.effects.push(Effect::Browse { ticket, command });
    }
}
