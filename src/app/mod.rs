//! What the program is doing, as a value: events go in, effects come out. No I/O, no clock, no threads, no terminal.
//!
//! The same `App` serves the local terminal and a test.

mod action;
mod command;
#[cfg(test)]
pub(crate) mod desk;
mod effect;
mod find;
mod help;
mod jobs;
mod keymap;
mod prompt;
mod reader;
mod scripts;
mod settings;
mod shelf;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::{
    input::{Input, Press},
    script::{Converters, Script},
};

pub use action::Action;
pub use command::{COMMANDS, Command};
pub use effect::{Effect, ImportSummary, Report, Ticket};
pub use help::{HelpLine, help_lines};
pub use keymap::{Keymap, Meaning};
pub use prompt::Prompt;
pub use reader::Reader;
pub use settings::Settings;
pub use shelf::{Shelf, ShelfRow};

use jobs::Requests;
use prompt::Edit;

/// The screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Screen {
    /// The list of articles.
    Shelf,
    /// One article.
    Reader,
    /// The table of keys.
    Help,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A person did something.
    Input(Input),
    /// The terminal has this many columns and rows; either may be 0.
    Resize(u16, u16),
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
    prompt: Option<Prompt>,
    help: Option<usize>,
    script: Script,
    wanted_script: Option<Script>,
    message: Option<String>,
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
            settings,
            wanted_script: None,
            converters,
            keymap: Keymap::default(),
            size: (0, 0),
            pending: Vec::new(),
            shelf: Shelf::default(),
            reader: None,
            prompt: None,
            help: None,
            message: None,
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
            Event::Report(ticket, report) => self.report(ticket, report),
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
        let ticket = self.requests.import();
        self.message = Some("importing".to_owned());
        vec![Effect::Import { ticket, paths }]
    }

    /// After every event: what the screen lacks is asked for.
    fn settle(&mut self) {
        self.read_rows(false);
        self.load_for_new_text();
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        // The status line always has a row; the masthead only where there is room.
        let below = usize::from(rows.saturating_sub(1));
        self.shelf.resize(if below > 4 { below - 1 } else { below });
        if let Some(reader) = &mut self.reader {
            reader.resize(columns, rows.saturating_sub(1));
        }
    }

    fn input(&mut self, input: Input) {
        match input {
            Input::Press(press) if self.prompt.is_some() => self.type_press(press),
            Input::Paste(text) => {
                if let Some(prompt) = &mut self.prompt {
                    prompt.insert(&text);
                    self.typed();
                }
            }
            Input::Press(press) => self.press(press),
            Input::Wheel(notches) => self.act(Action::Lines(notches * 3)),
            Input::Click { .. } | Input::Focus(_) => {}
        }
    }

    fn press(&mut self, press: Press) {
        self.message = None;
        self.pending.push(press);
        match self.keymap.meaning(self.screen(), &self.pending) {
            Meaning::Prefix(_) => {}
            Meaning::Action(action) => {
                self.pending.clear();
                self.act(action);
            }
            Meaning::None => {
                // A sequence that leads nowhere is dropped; its last key may begin something of its own.
                let again = self.pending.len() > 1;
                self.pending.clear();
                if again {
                    self.press(press);
                }
            }
        }
    }

    fn type_press(&mut self, press: Press) {
        let Some(prompt) = &mut self.prompt else { return };
        match prompt.press(press) {
            Edit::Changed => self.typed(),
            Edit::Moved => {}
            Edit::Accepted => {
                self.prompt = None;
                self.message = self.reader.as_mut().and_then(Reader::accept_find);
            }
            Edit::Cancelled => {
                self.prompt = None;
                if let Some(reader) = &mut self.reader {
                    reader.cancel_find();
                }
            }
        }
    }

    fn typed(&mut self) {
        if let (Some(prompt), Some(reader)) = (&self.prompt, &mut self.reader) {
            reader.find(prompt.text());
        }
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Quit => self.quit = true,
            Action::Help => self.help = Some(0),
            Action::Repaint => self.effects.push(Effect::Repaint),
            Action::Suspend => self.effects.push(Effect::Suspend),
            Action::ImportSample => self.import_sample(),
            Action::NextScript => self.next_script(),
            Action::OriginalScript => self.want_script(Script::Original),
            Action::ToggleRead => self.toggle_read(),
            Action::ToggleStar => self.toggle_star(),
            _ if self.help.is_some() => self.act_on_help(action),
            _ if self.reader.is_some() => self.act_on_reader(action),
            _ => self.act_on_shelf(action),
        }
    }

    fn act_on_help(&mut self, action: Action) {
        let page = i64::from(self.size.1.saturating_sub(1)).max(1);
        let last = (help_lines().len() as i64 - page).max(0);
        let top = self.help.unwrap_or(0) as i64;
        let top = match action {
            Action::Lines(by) => top + i64::from(by),
            Action::HalfPages(by) => top + i64::from(by) * (page / 2).max(1),
            Action::Pages(by) => top + i64::from(by) * page,
            Action::Top => 0,
            Action::Bottom => last,
            Action::Back => {
                self.help = None;
                return;
            }
            _ => return,
        };
        self.help = usize::try_from(top.clamp(0, last)).ok();
    }

    fn act_on_reader(&mut self, action: Action) {
        let Some(reader) = &mut self.reader else { return };
        match action {
            Action::Lines(by) => reader.scroll(i64::from(by)),
            Action::HalfPages(by) => reader.half_pages(i64::from(by)),
            Action::Pages(by) => reader.pages(i64::from(by)),
            Action::Top => reader.to_top(),
            Action::Bottom => reader.to_bottom(),
            Action::NextMatch => self.message = reader.next_match(true),
            Action::PreviousMatch => self.message = reader.next_match(false),
            Action::Find => {
                reader.begin_find();
                self.prompt = Some(Prompt::default());
            }
            Action::Article(by) => self.open_neighbour(i64::from(by)),
            // Back puts out the lights of a search first.
            Action::Back if reader.forget_find() => {}
            Action::Back => self.close_reader(),
            _ => {}
        }
    }

    fn act_on_shelf(&mut self, action: Action) {
        match action {
            Action::Lines(by) => self.shelf.advance(i64::from(by)),
            Action::HalfPages(by) => self.shelf.advance(i64::from(by) * (self.shelf.height() as i64 / 2).max(1)),
            Action::Pages(by) => self.shelf.page(i64::from(by)),
            Action::Top => self.shelf.go_to(0),
            Action::Bottom => self.shelf.go_to(usize::MAX),
            Action::Open => self.open_current(),
            _ => {}
        }
    }

    /// The screen that is shown.
    #[must_use]
    pub fn screen(&self) -> Screen {
        match (self.help, &self.reader) {
            (Some(_), _) => Screen::Help,
            (None, Some(_)) => Screen::Reader,
            (None, None) => Screen::Shelf,
        }
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

    /// The script articles are shown in.
    #[must_use]
    pub fn script(&self) -> Script {
        self.script
    }

    /// What there is to say, in one sentence.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
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
