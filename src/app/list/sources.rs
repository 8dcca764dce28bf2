//! The sources in the reader: reading them again while the person reads on, adding a feed, and the list of them with
//! what is unread and what stands in their way.

use crate::app::{
    App, Effect, Message, Want,
    overlays::{Choice, Item, Menu},
};
use crate::store::{
    SourceId,
    sources::{SourceKind, SourceState},
};

/// What reading the sources again did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncSummary {
    /// Sources that were to be read.
    pub sources: usize,
    /// Articles that were not in the library before.
    pub added: usize,
    /// Articles whose text had changed.
    pub updated: usize,
    /// What stood in the way, a sentence a source, its title first.
    pub problems: Vec<String>,
    /// Whether it was broken off.
    pub stopped: bool,
}

impl App {
    /// Reads the sources again, unless that is under way.
    pub(in crate::app) fn sync(&mut self) {
        if self.refuses() {
            return;
        }
        if self.requests.waits(Want::Sync) {
            self.say("the sources are being read already; gR stops it");
            return;
        }
        let (ticket, _) = self.requests.ask(Want::Sync);
        self.messages.report(Want::Sync, "reading the sources".to_owned());
        self.effects.push(Effect::Sync { ticket, allow_private: self.settings.allow_private });
    }

    /// How far the reading of sources is, or which feed is asked to be added; it is said whenever there is nothing else
    /// to say.
    #[must_use]
    pub fn sync_progress(&self) -> Option<&str> {
        self.messages.progress_of(|want| matches!(want, Want::Sync | Want::AddFeed) && self.requests.waits(want))
    }

    /// `:feed add URL`.
    pub(in crate::app) fn feed_command(&mut self, words: &str) -> Result<(), String> {
        let mut words = words.split_whitespace();
        let (verb, rest): (_, Vec<&str>) = (words.next(), words.collect());
        let fulltext = rest.contains(&"--fulltext");
        let addresses: Vec<&str> = rest.into_iter().filter(|word| *word != "--fulltext").collect();
        let (Some("add"), [address]) = (verb, addresses.as_slice()) else {
            return Err("write feed add URL, or feed add --fulltext URL; gs lists the sources".to_owned());
        };
        if self.requests.waits(Want::AddFeed) {
            return Err("a feed is being added already; wait for it".to_owned());
        }
        if self.refuses() {
            return Ok(());
        }
        let (ticket, _) = self.requests.ask(Want::AddFeed);
        self.messages.report(Want::AddFeed, format!("asking {address}"));
        let (address, allow_private) = ((*address).to_owned(), self.settings.allow_private);
        self.effects.push(Effect::AddFeed { ticket, address, fulltext, allow_private });
        Ok(())
    }

    /// Asks for the sources, to list them.
    pub(in crate::app) fn choose_source(&mut self) {
        let (ticket, _) = self.requests.ask(Want::Sources);
        self.effects.push(Effect::Sources { ticket });
    }

    /// Lists the sources.
    pub(in crate::app) fn show_sources(&mut self, sources: Vec<SourceState>) {
        if sources.is_empty() {
            self.say("there is no source yet; :feed add URL adds a feed");
            return;
        }
        let (all, unread) = sources
            .iter()
            .fold((0, 0), |(all, unread), state| (all + state.source.articles, unread + state.source.unread));
        let failing = sources.iter().filter(|state| state.reading.error.is_some()).count();
        let partial = sources.iter().filter(|state| state.reading.left_out.is_some()).count();
        let whole = Item {
            label: "all sources".to_owned(),
            detail: format!("{unread} of {all} unread"),
            choice: Choice::Source(None),
        };
        let items: Vec<Item> = std::iter::once(whole).chain(sources.iter().map(item)).collect();
        let told = match (failing, partial) {
            (0, 0) => String::new(),
            (failing, 0) => format!("; {failing} with errors, marked !"),
            (0, partial) => format!("; {partial} not in full, marked !"),
            (failing, partial) => format!("; {failing} with errors and {partial} not in full, marked !"),
        };
        self.sources = sources;
        self.show_menu(Menu::new(format!("sources{told}"), items, 0));
        self.tell_source();
    }

    /// Says in full what stands in the way of the source under the cursor.
    pub(in crate::app) fn tell_source(&mut self) {
        let Some(Choice::Source(id)) = self.menu.as_ref().and_then(Menu::choice) else { return };
        let state = self.sources.iter().find(|state| Some(state.source.id) == *id);
        let error = state.and_then(problem).map(str::to_owned);
        self.messages.complain(error);
    }

    /// Lists only the articles of a source, or again all of them.
    pub(in crate::app) fn source_chosen(&mut self, id: Option<SourceId>) {
        let title = self.sources.iter().find(|state| Some(state.source.id) == id).map(|it| it.source.title.clone());
        self.results = None;
        if self.reader.is_some() {
            self.close_reader();
        }
        self.narrow_to_source(id.zip(title.as_deref()));
        self.answer(title.map(|title| format!("only {title}; gs leads back to all sources")));
    }

    /// The sources have been read.
    pub(in crate::app) fn synced(&mut self, summary: &SyncSummary) {
        let told = said(summary);
        self.messages.say(if summary.problems.is_empty() { Message::info(told) } else { Message::warning(told) });
        if summary.added + summary.updated > 0 {
            self.read_rows(true);
            self.index();
        }
    }
}

/// Why a source does not work, or what of it was left out.
fn problem(state: &SourceState) -> Option<&str> {
    state.reading.error.as_deref().or(state.reading.left_out.as_deref())
}

fn item(state: &SourceState) -> Item {
    let SourceState { source, reading, due } = state;
    let mark = if problem(state).is_some() { "!" } else { " " };
    let kind = match source.kind {
        SourceKind::Feed if *due => "feed",
        SourceKind::Feed => "feed, not read any more",
        SourceKind::Folder if *due => "folder",
        SourceKind::Folder => "folder, not read any more",
        SourceKind::Import => "imported",
    };
    let failing = match reading.failures {
        0 if reading.left_out.is_some() => "; not in full".to_owned(),
        0 => String::new(),
        1 => "; failed once".to_owned(),
        times => format!("; failed {times} times"),
    };
    Item {
        label: format!("{mark} {}", source.title),
        detail: format!("{} of {} unread  {kind}{failing}", source.unread, source.articles),
        choice: Choice::Source(Some(source.id)),
    }
}

fn said(summary: &SyncSummary) -> String {
    let SyncSummary { sources, added, updated, problems, stopped } = summary;
    let new = match added {
        0 => "nothing new".to_owned(),
        1 => "1 article added".to_owned(),
        added => format!("{added} articles added"),
    };
    let changed = match updated {
        0 => String::new(),
        1 => ", 1 article updated".to_owned(),
        updated => format!(", {updated} articles updated"),
    };
    let stopped = if *stopped { "; stopped before the end" } else { "" };
    match problems.as_slice() {
        [] => format!("{new}{changed}{stopped}"),
        [only] => format!("{new}{changed}{stopped}; {only}"),
        [first, ..] => {
            format!(
                "{new}{changed}{stopped}; {} of {sources} sources not in full (gs shows which), {first}",
                problems.len()
            )
        }
    }
}
