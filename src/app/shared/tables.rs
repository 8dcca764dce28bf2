//! Conversion tables: which are loaded, which are being loaded, and which could not be. A text is converted as soon as its
//! own tables are there.

use std::sync::Arc;

use crate::app::{
    effect::Effect,
    shared::message::Messages,
    shared::requests::{RequestKind, Requests},
};
use crate::{
    script::{
        Language, Script,
        conversion::{Config, Converters, Plan, convert_line},
        wording::Wording,
    },
    text::safe::Safe,
};

/// The conversion tables of a session.
#[derive(Debug)]
pub(crate) struct Tables {
    converters: Arc<Converters>,
    loading: Vec<Config>,
    /// Tables that could not be loaded. They are not requested again before another script or article is chosen.
    refused: Vec<Config>,
}

impl Tables {
    /// Tables that jobs load into `converters`.
    pub(in crate::app) fn new(converters: Arc<Converters>) -> Tables {
        Tables { converters, loading: Vec::new(), refused: Vec::new() }
    }

    /// The converters.
    pub(in crate::app) fn converters(&self) -> &Arc<Converters> {
        &self.converters
    }

    /// One line of text in a script, as far as its tables are loaded. `lang` is the declared language.
    pub(in crate::app) fn line(&self, text: &str, lang: Option<&str>, script: Script, wording: Wording) -> Safe {
        convert_line(&self.converters, text, lang.and_then(Language::from_tag), script, wording)
    }

    /// The tables that texts of one article take in a script.
    pub(in crate::app) fn needed(texts: &[&str], lang: Option<&str>, script: Script) -> Vec<Config> {
        let hint = lang.and_then(Language::from_tag);
        let plans = texts.iter().filter_map(|text| Plan::choose(Language::detect(text, hint), script));
        plans.flat_map(Plan::configs).collect()
    }

    /// Reads the person's own conversions if they have changed, and allows requests for tables that were refused.
    pub(in crate::app) fn restart(&mut self, requests: &mut Requests) {
        self.refused.clear();
        requests.begin(RequestKind::Conversions, |ticket| Effect::ReadConversions { ticket });
    }

    /// Requests the tables that are not loaded and not refused. `name` says in the status line what they are for.
    pub(in crate::app) fn load(
        &mut self,
        needed: &[Config],
        name: &str,
        requests: &mut Requests,
        messages: &mut Messages,
    ) {
        let mut missing = self.converters.missing(needed);
        missing.retain(|config| !self.refused.contains(config));
        let is_loading = |config| requests.is_pending(RequestKind::Tables) && self.loading.contains(config);
        if missing.iter().all(is_loading) {
            return;
        }
        self.loading.clone_from(&missing);
        requests.restart(RequestKind::Tables, |ticket| Effect::LoadTables { ticket, configs: missing });
        self.show_progress(name, messages);
    }

    /// Stops loading if none of the needed tables is missing: the script they were for is not shown any more.
    pub(in crate::app) fn stop_unneeded(
        &mut self,
        needed: &[Config],
        requests: &mut Requests,
        messages: &mut Messages,
    ) {
        if self.converters.missing(needed).is_empty() {
            requests.cancel(RequestKind::Tables);
            messages.end_progress(RequestKind::Tables);
        }
    }

    /// Refuses the needed tables that are missing: they could not be loaded.
    pub(in crate::app) fn refuse(&mut self, needed: &[Config]) {
        self.refused = self.converters.missing(needed);
    }

    /// Shows how many tables are still to be loaded.
    pub(in crate::app) fn show_progress(&self, name: &str, messages: &mut Messages) {
        let left = match self.converters.missing(&self.loading).len() {
            0 | 1 => String::new(),
            left => format!(", {left} to go"),
        };
        messages.progress(RequestKind::Tables, format!("Loading the tables for {name}{left}."));
    }
}
