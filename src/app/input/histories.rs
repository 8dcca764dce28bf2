//! The histories of all prompts: read from their files when a prompt first opens, and stepped through in it.

use super::history::{History, HistoryKind};
use crate::{
    app::{effect::Effect, shared::requests::Requests},
    text::fold::units,
};

/// The histories of a session.
#[derive(Debug, Default)]
pub(crate) struct Histories {
    searches: History,
    filters: History,
    requested: Vec<HistoryKind>,
    loaded: Vec<HistoryKind>,
    /// Steps back that were made before the lines of earlier runs came.
    early_steps: usize,
}

impl Histories {
    /// Requests the lines of earlier runs, at the first need.
    pub(in crate::app) fn open(&mut self, kind: HistoryKind, requests: &mut Requests) {
        self.early_steps = 0;
        if !self.requested.contains(&kind) {
            self.requested.push(kind);
            requests.emit(Effect::LoadHistory(kind));
        }
    }

    /// Takes the lines of earlier runs. Returns the number of steps back that were made before they came.
    pub(in crate::app) fn loaded(&mut self, kind: HistoryKind, lines: Vec<String>) -> usize {
        self.of(kind).load(lines);
        self.loaded.push(kind);
        std::mem::take(&mut self.early_steps)
    }

    /// Remembers a line, now and between runs.
    pub(in crate::app) fn add(&mut self, history: HistoryKind, line: &str, requests: &mut Requests) {
        // A line of nothing but marks looks like none.
        if units(line).next().is_some() && self.of(history).add(line) {
            requests.emit(Effect::SaveLine { history, line: line.to_owned() });
        }
    }

    /// The next older or newer line.
    pub(in crate::app) fn step(&mut self, kind: HistoryKind, older: bool, typed: &str) -> Option<String> {
        let line = self.of(kind).step(older, typed);
        if line.is_none() && !self.loaded.contains(&kind) {
            self.early_steps = if older { self.early_steps + 1 } else { self.early_steps.saturating_sub(1) };
        }
        line
    }

    /// Lets the next step begin at the newest line again.
    pub(in crate::app) fn reset(&mut self, kind: HistoryKind) {
        self.early_steps = 0;
        self.of(kind).reset();
    }

    fn of(&mut self, kind: HistoryKind) -> &mut History {
        match kind {
            HistoryKind::Searches => &mut self.searches,
            HistoryKind::Filters => &mut self.filters,
        }
    }
}
