//! What the app has asked for and what becomes of the answers.

use std::sync::Arc;

use crate::{
    article::Article,
    script::Script,
    store::{ArticleId, state::State},
};

use super::{
    App, Screen,
    access::Access,
    effect::{Effect, ImportSummary, Report, Ticket},
    message::Message,
    requests::Want,
};
use crate::app::article::reader::Reader;

impl App {
    /// Takes an answer, if it is still wanted. What nobody asked for always is.
    pub(super) fn report(&mut self, ticket: Ticket, report: Report) {
        let want = self.requests.want(ticket);
        match (want, report) {
            (Some(want), Report::Failed(sentence)) => self.failed(want, sentence),
            (None, Report::Failed(sentence)) if ticket == Ticket::NONE => self.fail(sentence),
            (None, Report::Message(message)) if ticket == Ticket::NONE => self.messages.say(message),
            (None, Report::Changed) => self.read_rows(true),
            (None, Report::NotMarked { id, mark, sentence }) => self.take_back(id, mark, sentence),
            (None, Report::Lost(sentence)) => self.lost(sentence),
            (None, Report::OpenedAnew { read_only, notice }) => self.opened_anew(read_only, notice),
            (None, Report::History(kept, lines)) => self.history_loaded(kept, lines),
            (Some(want), report) => self.answered(want, report),
            (None, _) => {}
        }
    }

    fn answered(&mut self, want: Want, report: Report) {
        if !report.is_partial() {
            self.requests.done(want);
            self.messages.ended(want);
        }
        match report {
            Report::Rows { total, start, rows } => {
                self.fill_shelf(total, start, rows);
                self.index_once();
            }
            Report::RowsSoFar { total, start, rows } => self.fill_shelf(total, start, rows),
            Report::Hits(hits) => self.add_hits(hits),
            Report::Searched { more } => self.search_ended(more),
            Report::Keywords(words) => self.show_keywords(words),
            Report::Progress(sentence) => self.messages.report(want, sentence),
            Report::Message(message) => self.messages.say(message),
            Report::Article { id, article, state, script, edited } => {
                self.show_article(id, article, &state, script);
                if let (Some(edit), None) = (edited, self.messages.shown()) {
                    self.say(edit.to_string());
                }
            }
            Report::News => self.read_rows(true),
            Report::Synced(summary) => self.synced(&summary),
            Report::FeedAdded(sentence) => {
                self.say(sentence);
                self.read_rows(true);
                self.index();
            }
            Report::Sources(sources) => self.show_sources(sources),
            Report::OpenedAnew { read_only, notice } => self.opened_anew(read_only, notice),
            Report::TableLoaded => self.table_loaded(),
            Report::TablesLoaded => self.tables_loaded(),
            Report::ConversionsRead(true) => self.convert_again(),
            Report::Imported(summary) => {
                let told = said(&summary);
                self.messages.say(if summary.problems.is_empty() { Message::info(told) } else { Message::error(told) });
                // The list opens on what came in, unless the person has gone elsewhere meanwhile.
                if let (Some(at), None, 0) = (summary.at, &self.reader, self.shelf.cursor()) {
                    self.shelf.open_on(at);
                }
                self.read_rows(true);
                self.index();
            }
            Report::Kept(sentence) => self.kept(sentence),
            Report::ConversionsRead(false)
            | Report::Done
            | Report::Indexed
            | Report::History(..)
            | Report::Failed(_)
            | Report::NotMarked { .. }
            | Report::Lost(_)
            | Report::Changed => {}
        }
    }

    fn failed(&mut self, want: Want, sentence: String) {
        self.requests.done(want);
        self.messages.ended(want);
        match want {
            Want::Tables => self.tables_failed(),
            Want::Search => self.search_ended(false),
            _ => {}
        }
        match (&self.access, want) {
            // That has been said; once more where the person asked for something.
            (Access::Lost(_), Want::Rows | Want::Index | Want::Keywords) => {}
            (Access::Lost(_), want) if want != Want::Library => {
                let _ = self.refuses();
            }
            _ => self.fail(sentence),
        }
    }

    /// Asks for the rows the screen needs. `anew` also when they are held, because the library has changed.
    pub(super) fn read_rows(&mut self, anew: bool) {
        let wanted = self.shelf.wanted().or_else(|| anew.then(|| self.shelf.held()));
        let Some(wanted) = wanted else { return };
        if self.size.1 == 0 || (self.requests.waits(Want::Rows) && !anew) {
            return;
        }
        let (ticket, _) = self.requests.ask(Want::Rows);
        let terms = self.ask_by();
        self.effects.push(Effect::Rows { ticket, terms, start: wanted.start, count: wanted.len() });
    }

    pub(super) fn import_sample(&mut self) {
        if self.requests.waits(Want::Import) || self.refuses() {
            // Each would be waited for when the program ends.
            return;
        }
        let (ticket, _) = self.requests.ask(Want::Import);
        self.messages.report(Want::Import, "importing the sample newspaper".to_owned());
        self.effects.push(Effect::ImportSample { ticket });
    }

    /// Asks for the article under the cursor.
    pub(super) fn open_current(&mut self) {
        let Some(id) = self.shelf.current().map(|shown| shown.row.id) else { return };
        let (ticket, _) = self.requests.ask(Want::Open);
        self.effects.push(Effect::Open { ticket, id });
    }

    /// Asks for the article so many rows further down the list.
    pub(super) fn open_neighbour(&mut self, by: i64) {
        let before = self.shelf.cursor();
        self.shelf.advance(by);
        if self.shelf.cursor() == before {
            let edge =
                if by > 0 { "this is the last article of the list" } else { "this is the first article of the list" };
            self.say(edge);
        } else {
            self.open_current();
        }
    }

    fn show_article(&mut self, id: ArticleId, article: Arc<Article>, state: &State, script: Option<Script>) {
        self.save_place();
        self.refused.clear();
        self.read_conversions();
        let script = script.unwrap_or(self.script);
        let (columns, rows) = self.size;
        let mut reader = Reader::new(id, article, state, &self.settings, &self.converters, script);
        reader.resize(columns, rows.saturating_sub(1));
        if !state.read && self.keeps() {
            self.effects.push(Effect::SetRead { id, read: true });
            self.shelf.set_read(id, true);
            self.results.iter_mut().for_each(|results| results.set_read(id, true));
        }
        self.prompt = None;
        self.land(id, &mut reader);
        self.ask_keywords(reader.article());
        self.reader = Some(reader);
    }

    pub(super) fn close_reader(&mut self) {
        self.save_place();
        self.reader = None;
        self.back_to_results();
    }

    pub(super) fn save_place(&mut self) {
        if let Some(reader) = self.reader.as_ref().filter(|_| self.keeps()) {
            self.effects.push(Effect::SavePlace { id: reader.id(), place: reader.place() });
        }
    }

    pub(super) fn toggle_star(&mut self) {
        if self.refuses() {
            return;
        }
        let Some(id) = self.subject() else { return };
        let starred = !self.row_of(id).is_some_and(|row| row.starred);
        self.shelf.set_starred(id, starred);
        self.results.iter_mut().for_each(|results| results.set_starred(id, starred));
        self.effects.push(Effect::SetStarred { id, starred });
        self.say(if starred { "starred" } else { "star taken away" });
    }

    pub(super) fn toggle_read(&mut self) {
        if self.refuses() {
            return;
        }
        let Some(id) = self.subject() else { return };
        let read = !self.row_of(id).is_some_and(|row| row.read);
        self.shelf.set_read(id, read);
        self.results.iter_mut().for_each(|results| results.set_read(id, read));
        self.effects.push(Effect::SetRead { id, read });
        self.say(if read { "marked read" } else { "marked unread" });
    }

    /// The article a mark is for: the one being read, else the one under the cursor.
    pub(super) fn subject(&self) -> Option<ArticleId> {
        if let (Screen::Results, Some(results)) = (self.behind(), &self.results) {
            return results.current().map(|shown| shown.hit.row.id);
        }
        self.reader.as_ref().map(Reader::id).or_else(|| self.shelf.current().map(|shown| shown.row.id))
    }
}

fn said(summary: &ImportSummary) -> String {
    let ImportSummary { added, updated, unchanged, problems, .. } = summary;
    let counts = [(added, "added"), (updated, "updated"), (unchanged, "already there")]
        .iter()
        .filter(|(count, _)| **count > 0)
        .map(|(count, what)| format!("{count} {} {what}", if **count == 1 { "article" } else { "articles" }))
        .collect::<Vec<_>>()
        .join(", ");
    match (counts.is_empty(), problems.as_slice()) {
        (true, []) => "there was nothing to import".to_owned(),
        (false, []) => counts,
        (true, [only]) => only.clone(),
        (true, [first, rest @ ..]) => format!("{first} (and {} more problems)", rest.len()),
        (false, [only]) => format!("{counts}; {only}"),
        (false, [first, rest @ ..]) => format!("{counts}; {first} (and {} more problems)", rest.len()),
    }
}
