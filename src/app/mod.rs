//! What the program is doing, as a value: events go in, effects come out. No I/O, no clock, no threads, no terminal.
//!
//! The same `App` serves the local terminal and a test.

mod access;
pub mod article;
pub mod commands;
mod effect;
pub mod input;
mod jobs;
pub mod list;
mod message;
mod overlays;
mod requests;
pub mod search;
pub mod settings;

#[cfg(test)]
pub(crate) mod desk;
#[cfg(test)]
mod tests;

use crate::app::article::Hints;
use crate::app::input::{Keymap, Meaning, Prompt};
use crate::app::list::Shelf;
use crate::app::overlays::{Menu, Panel};
use crate::app::search::{Results, Target};
use crate::app::settings::Settings;
pub use access::{Access, Mark};
#[cfg(test)]
pub(crate) use desk::{Desk, articles};
pub use effect::{Effect, ImportSummary, Report, Ticket};
pub use message::Message;
pub use requests::Want;

use std::sync::Arc;

use crate::{
    input::{Input, Press},
    script::{
        Script,
        conversion::{Config, Converters},
    },
    store::{ArticleId, sources::SourceState},
    text::width::Ambiguous,
};

pub use crate::app::settings::preferences::{PREFERENCES, Preference, PreferenceError};

pub use crate::app::article::reader::Reader;

use crate::app::list::Filtering;
use crate::app::search::Finding;
use message::Messages;
use requests::Requests;

/// The screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Screen {
    /// The list of articles.
    Shelf,
    /// One article.
    Reader,
    /// What a search of the library has found.
    Results,
    /// The table of keys.
    Help,
    /// A list to choose from, over another screen.
    Menu,
    /// One article, while a passage of it is being marked.
    Marking,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A person did something.
    Input(Input),
    /// The terminal has this many columns and rows; either may be 0.
    Resize(u16, u16),
    /// So many of the keys typed ahead were dropped.
    Dropped(usize),
    /// The terminal draws ambiguous characters so wide.
    Measured(Ambiguous),
    /// An effect was answered.
    Report(Ticket, Report),
}

/// The program's state.
#[derive(Debug)]
pub struct App {
    settings: Settings,
    converters: Arc<Converters>,
    keymap: Keymap,
    size: (u16, u16),
    pending: Vec<Press>,
    shelf: Shelf,
    reader: Option<Reader>,
    results: Option<Results>,
    /// The word to be lit in the article that is being opened, and where.
    landing: Option<(ArticleId, Target)>,
    /// Whether the index has been looked after since the start.
    indexed: bool,
    prompt: Option<Prompt>,
    menu: Option<Menu>,
    hints: Option<Hints>,
    panel: Option<Panel>,
    help: Option<usize>,
    /// The sources that the menu lists.
    sources: Vec<SourceState>,
    finding: Finding,
    filtering: Filtering,
    access: Access,
    /// The script of everything that has none of its own.
    script: Script,
    /// Tables that are being loaded, that could not be, and that the lines of a menu take.
    loading: Vec<Config>,
    refused: Vec<Config>,
    sampled: Vec<Config>,
    messages: Messages,
    requests: Requests,
    effects: Vec<Effect>,
    quit: bool,
}

impl App {
    /// An app that will ask for the first rows of the list as soon as it knows its size. Conversion tables are taken
    /// from `converters`, where jobs put them.
    #[must_use]
    pub fn new(settings: Settings, converters: Arc<Converters>) -> App {
        App {
            script: settings.script,
            keymap: settings.keymap.clone(),
            settings,
            access: Access::default(),
            loading: Vec::new(),
            refused: Vec::new(),
            sampled: Vec::new(),
            converters,
            size: (0, 0),
            pending: Vec::new(),
            shelf: Shelf::default(),
            reader: None,
            results: None,
            landing: None,
            indexed: false,
            prompt: None,
            menu: None,
            hints: None,
            panel: None,
            help: None,
            sources: Vec::new(),
            finding: Finding::default(),
            filtering: Filtering::default(),
            messages: Messages::default(),
            requests: Requests::default(),
            effects: Vec::new(),
            quit: false,
        }
    }

    /// Takes an event and returns what is to be done about it.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Input(input) => self.input(input),
            Event::Resize(columns, rows) => self.resize(columns, rows),
            Event::Measured(ambiguous) => {
                self.use_settings(Settings { measured: ambiguous, ..self.settings.clone() });
            }
            Event::Report(ticket, report) => self.report(ticket, report),
            Event::Dropped(keys) => self.say_dropped(keys),
        }
        self.settle();
        std::mem::take(&mut self.effects)
    }

    /// Does a slice of work that would take too long at once, and returns what is to be done about it.
    pub fn work(&mut self) -> Vec<Effect> {
        if let Some(reader) = &mut self.reader {
            reader.work();
        }
        self.settle();
        std::mem::take(&mut self.effects)
    }

    /// Whether [`App::work`] has something to do.
    #[must_use]
    pub fn has_work(&self) -> bool {
        self.reader.as_ref().is_some_and(Reader::has_work)
    }

    /// What must be remembered when the program ends now.
    pub fn leave(&mut self) -> Vec<Effect> {
        self.save_place();
        std::mem::take(&mut self.effects)
    }

    /// Imports these files and folders; the list opens on them.
    pub fn import(&mut self, paths: Vec<std::path::PathBuf>) -> Vec<Effect> {
        let (ticket, earlier) = self.requests.ask(Want::Import);
        self.messages.report(Want::Import, "importing".to_owned());
        earlier.map(Effect::Stop).into_iter().chain([Effect::Import { ticket, paths }]).collect()
    }

    /// After every event: what the screen lacks is asked for.
    fn settle(&mut self) {
        self.read_rows(false);
        if self.menu.is_none() {
            self.sampled.clear();
        }
        self.load_for_new_text();
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        if self.size == (0, 0) {
            self.read_conversions();
        }
        self.size = (columns, rows);
        // The status line always has a row; the masthead only where there is room.
        let below = usize::from(rows.saturating_sub(1));
        self.shelf.resize(if below > 4 { below - 1 } else { below });
        if let Some(reader) = &mut self.reader {
            reader.resize(columns, rows.saturating_sub(1));
        }
        let rows = self.results_rows();
        if let Some(results) = &mut self.results {
            results.resize(rows);
        }
        let rows = self.menu_rows();
        if let Some(menu) = &mut self.menu {
            menu.resize(rows);
        }
    }

    /// The screen that is shown.
    #[must_use]
    pub fn screen(&self) -> Screen {
        if self.menu.is_some() {
            return Screen::Menu;
        }
        match self.behind() {
            Screen::Reader if self.reader.as_ref().is_some_and(Reader::is_marking) => Screen::Marking,
            screen => screen,
        }
    }

    /// The screen that is shown, or that the menu lies over.
    #[must_use]
    pub fn behind(&self) -> Screen {
        match (self.help, &self.results, &self.reader) {
            (Some(_), _, _) => Screen::Help,
            (None, Some(results), _) if results.shown => Screen::Results,
            (None, _, Some(_)) => Screen::Reader,
            (None, Some(_), None) => Screen::Results,
            (None, None, None) => Screen::Shelf,
        }
    }

    /// The list to choose from.
    #[must_use]
    pub fn menu(&self) -> Option<&Menu> {
        self.menu.as_ref()
    }

    /// The list of articles.
    #[must_use]
    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// The article being read.
    #[must_use]
    pub fn reader(&self) -> Option<&Reader> {
        self.reader.as_ref()
    }

    /// What a search of the library has found.
    #[must_use]
    pub fn results(&self) -> Option<&Results> {
        self.results.as_ref()
    }

    /// The line being typed.
    #[must_use]
    pub fn prompt(&self) -> Option<&Prompt> {
        self.prompt.as_ref()
    }

    /// First visible line of the help page.
    #[must_use]
    pub fn help_top(&self) -> usize {
        self.help.unwrap_or(0)
    }

    /// The keys that may follow those pressed, with what they do.
    #[must_use]
    pub fn choices(&self) -> Option<String> {
        if self.pending.is_empty() {
            return None;
        }
        match self.keymap.meaning(self.screen(), &self.pending) {
            Meaning::Prefix(choices) => {
                let pressed: String = self.pending.iter().map(Press::to_string).collect();
                let rest = choices.iter().map(|(keys, doc)| format!("{keys} {doc}")).collect::<Vec<_>>().join(", ");
                Some(format!("{pressed}: {rest}"))
            }
            _ => None,
        }
    }

    /// The person's choices.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether the program is to end.
    #[must_use]
    pub fn quits(&self) -> bool {
        self.quit
    }
}
