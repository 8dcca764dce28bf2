//! State that screens and overlays share: settings, script, tables, and the ways out to the person and to the world.
//!
//! No screen is known here.

pub(super) mod access;
pub(super) mod message;
pub(super) mod requests;
pub(super) mod tables;

use std::sync::Arc;

use super::{input::histories::Histories, overlays::Overlays, settings::Settings};
use crate::{
    picture::Means,
    script::{Script, conversion::Converters},
    search::matching::Mode,
    text::safe::Safe,
};

use access::Access;
use message::Messages;
use requests::Requests;
use tables::Tables;

/// Derived state that an event has outdated. It is marked by whoever changes what it derives from, and brought up to date
/// in one place, at the end of the event: `App::refresh`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Each is a mark of its own.
pub(crate) struct Outdated {
    /// The parts of the screen: its size has changed.
    pub(in crate::app) size: bool,
    /// Texts and columns: settings have changed.
    pub(in crate::app) settings: bool,
    /// The script in front: that of the settings has changed.
    pub(in crate::app) configured_script: bool,
    /// Lines of lists: their script has changed.
    pub(in crate::app) script: bool,
    /// All converted text: tables or the person's own conversions have changed.
    pub(in crate::app) tables: bool,
    /// Rows of the list: the library or the query has changed.
    pub(in crate::app) rows: bool,
}

/// The shared state of a session.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is a state of its own.
pub(crate) struct Shared {
    pub(in crate::app) settings: Settings,
    /// Columns and rows of the screen.
    pub(in crate::app) size: (u16, u16),
    /// The script of everything that has none of its own.
    pub(in crate::app) script: Script,
    pub(in crate::app) access: Access,
    pub(in crate::app) tables: Tables,
    /// The literalness of searches in an article.
    pub(in crate::app) find_mode: Mode,
    pub(in crate::app) histories: Histories,
    pub(in crate::app) overlays: Overlays,
    pub(in crate::app) messages: Messages,
    pub(in crate::app) requests: Requests,
    /// Means of the terminal to show pictures.
    pub(in crate::app) picture_means: Means,
    pub(in crate::app) outdated: Outdated,
    /// True if the index has been brought up to date since the library was opened.
    pub(in crate::app) is_indexed: bool,
    /// True if the program is to end.
    pub(in crate::app) quits: bool,
}

impl Shared {
    /// The state at the start of a session on a screen without cells.
    pub(in crate::app) fn new(settings: Settings, converters: Arc<Converters>) -> Shared {
        Shared {
            script: settings.script,
            settings,
            size: (0, 0),
            access: Access::default(),
            tables: Tables::new(converters),
            find_mode: Mode::default(),
            histories: Histories::default(),
            overlays: Overlays::default(),
            messages: Messages::default(),
            requests: Requests::default(),
            picture_means: Means::default(),
            outdated: Outdated::default(),
            is_indexed: false,
            quits: false,
        }
    }

    /// Rows of the screen above the status line.
    pub(in crate::app) fn rows(&self) -> u16 {
        self.size.1.saturating_sub(1)
    }

    /// Takes the size of the screen. With the first one the session begins.
    pub(in crate::app) fn set_size(&mut self, columns: u16, rows: u16) {
        if self.size == (0, 0) {
            self.tables.restart(&mut self.requests);
        }
        self.size = (columns, rows);
        self.outdated.size = true;
    }

    /// Takes other settings.
    pub(in crate::app) fn set_settings(&mut self, settings: Settings) {
        if settings.script != self.settings.script {
            self.script = settings.script;
            self.outdated.configured_script = true;
        }
        self.settings = settings;
        self.outdated.settings = true;
    }

    /// Shows a message and returns true if changes cannot be saved.
    pub(in crate::app) fn refuses_changes(&mut self) -> bool {
        let refusal = self.access.refusal();
        if let Some(refusal) = &refusal {
            self.messages.error(refusal);
        }
        refusal.is_some()
    }

    /// A line of an article's or a source's text for a list. `script` is the article's own.
    pub(in crate::app) fn line(&self, text: &str, lang: Option<&str>, script: Option<Script>) -> Safe {
        self.tables.line(text, lang, script.unwrap_or(self.script), self.settings.wording)
    }
}
