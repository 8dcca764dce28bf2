//! Narrowing the list: what is typed, what was typed before and stays (the chips), and how the list follows.

use crate::app::{
    App,
    input::Kept,
    overlays::{Choice, Item, Menu},
};
use crate::{
    script::words::regional::regional,
    search::{
        matching::Found,
        query::{Terms, Wanted},
    },
    store::SourceId,
};

/// What the list is narrowed to.
#[derive(Debug, Default)]
pub struct Filtering {
    /// What stays until it is taken away.
    chips: Terms,
    /// What is being typed.
    typed: Terms,
    /// What the rows that are held were asked by.
    asked: Terms,
    wanted: Wanted,
    /// Where the list was before the typing began.
    before: Option<(usize, usize)>,
}

impl App {
    /// What the list is narrowed to and how each term was typed, without what is being typed.
    #[must_use]
    pub fn chips(&self) -> &Terms {
        &self.filtering.chips
    }

    /// Whether the list is narrowed, by chips or by what is being typed.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.filtering.asked.is_empty()
    }

    /// What is lit in the title of a row, of what the list is narrowed to.
    pub(in crate::app) fn lit_in_title(&self, title: &str) -> Vec<Found> {
        self.filtering.wanted.lit_in_title(title)
    }

    /// Whether the screen is too low to show the chips above the list.
    #[must_use]
    pub fn size_is_low(&self) -> bool {
        self.shelf.height() + 1 >= usize::from(self.size.1)
    }

    /// What the rows of the list have to meet.
    pub(in crate::app) fn terms(&self) -> Terms {
        let terms = self.filtering.chips.clone().and(self.filtering.typed.clone());
        terms.with_regional(regional)
    }

    /// The line has changed: the list follows, or says why it does not.
    pub(in crate::app) fn filter_typed(&mut self, text: &str) {
        if self.filtering.before.is_none() {
            self.filtering.before = Some((self.shelf.cursor(), self.shelf.top()));
        }
        let read = Terms::read(text).and_then(|terms| Wanted::new(&terms).map(|_| terms));
        match read {
            Ok(terms) => {
                self.messages.clear();
                self.filtering.typed = terms;
                self.narrow(None);
            }
            Err(error) => {
                // The last term is not finished; the others hold.
                let finished = text.rsplit_once(char::is_whitespace).map_or("", |(finished, _)| finished);
                if let Ok(terms) = Terms::read(finished) {
                    self.filtering.typed = terms;
                    self.narrow(None);
                }
                self.messages.complain(Some(error.to_string()));
            }
        }
    }

    /// What has been typed becomes chips.
    pub(in crate::app) fn accept_filter(&mut self, text: &str) {
        match Terms::read(text).and_then(|terms| Wanted::new(&terms).map(|_| terms)) {
            Ok(terms) => {
                self.remember(Kept::Filters, text);
                self.filtering.chips = std::mem::take(&mut self.filtering.chips).and(terms);
                self.filtering.typed = Terms::default();
                self.filtering.before = None;
                self.narrow(None);
            }
            Err(error) => {
                self.cancel_filter();
                self.fail(error.to_string());
            }
        }
    }

    /// The list is as it was before.
    pub(in crate::app) fn cancel_filter(&mut self) {
        self.messages.clear();
        self.filtering.typed = Terms::default();
        let before = self.filtering.before.take();
        self.narrow(before);
    }

    /// Narrows the list to one source, or no longer to any.
    pub(in crate::app) fn narrow_to_source(&mut self, source: Option<(SourceId, &str)>) {
        let mut chips = std::mem::take(&mut self.filtering.chips);
        while let Some(at) = chips.iter().position(|term| term.text.starts_with("source:")) {
            chips = chips.without(at);
        }
        self.filtering.chips = source.into_iter().fold(chips, |chips, (id, title)| chips.from_source(id.0, title));
        self.narrow(None);
    }

    /// Takes the last chip away.
    pub(in crate::app) fn widen(&mut self) {
        let last = self.filtering.chips.iter().count();
        match last.checked_sub(1) {
            Some(last) => self.take_away(last),
            None => self.say("the list is not narrowed; & narrows it"),
        }
    }

    /// Takes a chip away.
    pub(in crate::app) fn take_away(&mut self, index: usize) {
        self.filtering.chips = self.filtering.chips.without(index);
        self.narrow(None);
    }

    /// Shows the chips, one of which can be chosen to be taken away.
    pub(in crate::app) fn choose_chip(&mut self) {
        let chips = self.filtering.chips.iter().enumerate();
        let items: Vec<Item> = chips
            .map(|(index, term)| Item {
                label: term.text.clone(),
                detail: "Enter takes it away".to_owned(),
                choice: Choice::Chip(index),
            })
            .collect();
        if items.is_empty() {
            self.say("the list is not narrowed; & narrows it");
        } else {
            self.show_menu(Menu::new("the list is narrowed to", items, 0));
        }
    }

    /// Reads the list anew if it is to be another one; it begins at its first row, or at cursor and top as they were.
    fn narrow(&mut self, place: Option<(usize, usize)>) {
        let terms = self.terms();
        if terms == self.filtering.asked {
            return;
        }
        self.shelf.begin_anew(place.unwrap_or((0, 0)));
        self.read_rows(true);
    }

    /// What the next rows are asked by.
    pub(in crate::app) fn ask_by(&mut self) -> Terms {
        self.filtering.asked = self.terms();
        self.filtering.wanted = Wanted::new(&self.filtering.asked).unwrap_or_default();
        self.filtering.asked.clone()
    }
}
