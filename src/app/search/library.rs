//! Searching the library: the words that are typed, the results that come, and the way from one result to the next.

use std::sync::Arc;

use super::results::{Asked, Progress, Results, Target};
use crate::app::{App, Effect, Want, article::reader::Reader, commands::Action};
use crate::{
    article::Article,
    search::query::{Judge, Terms},
    store::{ArticleId, index::Hit, lists::Row},
};

impl App {
    /// Rows of the screen for results.
    pub(in crate::app) fn results_rows(&self) -> usize {
        usize::from(self.size.1.saturating_sub(2))
    }

    /// Begins a search whose words are still to be typed.
    pub(in crate::app) fn begin_search(&mut self) {
        // What is still found for the words before is not listed among what is found for these.
        self.stop_search();
        let (begun_in, earlier) = (self.begun_in(), self.results.take());
        self.show_results(Asked::Words(String::new()), begun_in, earlier.map(Box::new));
        self.results.iter_mut().for_each(|results| results.finish(false));
    }

    /// The words have changed: the old search stops, a new one begins.
    pub(in crate::app) fn search_typed(&mut self) {
        let Some(prompt) = &self.prompt else { return };
        let words = prompt.text().to_owned();
        self.stop_search();
        self.messages.clear();
        let typed = self.results.take();
        let begun_in = typed.as_ref().and_then(|typed| typed.begun_in);
        self.show_results(Asked::Words(words.clone()), begun_in, typed.and_then(|typed| typed.earlier));
        match readable(&words) {
            Ok(terms) => {
                let (ticket, _) = self.requests.ask(Want::Search);
                self.effects.push(Effect::Search { ticket, terms });
            }
            Err(sentence) => {
                self.results.iter_mut().for_each(|results| results.finish(false));
                self.messages.complain(sentence);
            }
        }
    }

    /// The words are as they are meant.
    pub(in crate::app) fn accept_search(&mut self, words: &str) {
        match readable(words) {
            Ok(_) => {
                self.messages.clear();
                self.results.iter_mut().for_each(|results| results.earlier = None);
            }
            Err(sentence) => {
                self.give_search_up();
                if let Some(sentence) = sentence {
                    self.fail(sentence);
                }
            }
        }
    }

    /// The words are not meant after all: what was shown before the prompt is shown again.
    pub(in crate::app) fn give_search_up(&mut self) {
        self.stop_search();
        self.messages.clear();
        self.results = self.results.take().and_then(|typed| typed.earlier).map(|earlier| *earlier);
        let rows = self.results_rows();
        if let Some(results) = &mut self.results {
            results.resize(rows);
            // What had not been found yet is not looked for again.
            results.finish(results.progress() != Progress::Complete);
        }
    }

    /// Lists the articles about the same thing as the one that is read or under the cursor.
    pub(in crate::app) fn ask_related(&mut self) {
        let Some(id) = self.subject() else { return };
        let title = match (&self.reader, self.row_of(id)) {
            (Some(reader), _) if reader.id() == id => reader.title().to_string(),
            (_, Some(row)) => row.title.clone(),
            _ => String::new(),
        };
        self.stop_search();
        self.messages.clear();
        self.show_results(Asked::Related(title), self.begun_in(), None);
        let (ticket, _) = self.requests.ask(Want::Search);
        self.effects.push(Effect::Related { ticket, id });
    }

    /// The article that is read, or that was when the results on the screen were asked for.
    fn begun_in(&self) -> Option<ArticleId> {
        match (&self.reader, &self.results) {
            (_, Some(results)) if results.shown => results.begun_in,
            (reader, _) => reader.as_ref().map(Reader::id),
        }
    }

    fn show_results(&mut self, asked: Asked, begun_in: Option<ArticleId>, earlier: Option<Box<Results>>) {
        let mut results = Results::new(asked, self.results_rows());
        (results.begun_in, results.earlier) = (begun_in, earlier);
        self.results = Some(results);
    }

    fn stop_search(&mut self) {
        if let Some(ticket) = self.requests.ticket(Want::Search) {
            self.effects.push(Effect::Stop(ticket));
            self.requests.done(Want::Search);
        }
    }

    pub(in crate::app) fn add_hits(&mut self, hits: Vec<Hit>) {
        if let Some(results) = &mut self.results {
            results.add(hits, &self.converters, (self.script, self.settings.wording));
        }
    }

    pub(in crate::app) fn search_ended(&mut self, more: bool) {
        self.results.iter_mut().for_each(|results| results.finish(more));
    }

    /// Back to where the search was begun.
    pub(in crate::app) fn close_results(&mut self) {
        self.stop_search();
        let begun_in = self.results.take().and_then(|results| results.begun_in);
        // A result has been read since, in place of the article.
        if let (Some(id), None) = (begun_in, &self.reader) {
            let (ticket, _) = self.requests.ask(Want::Open);
            self.effects.push(Effect::Open { ticket, id });
        }
    }

    pub(in crate::app) fn act_on_results(&mut self, action: Action) {
        let Some(results) = &mut self.results else { return };
        let page = results.height() as i64;
        match action {
            Action::Lines(by) => drop(results.advance(i64::from(by))),
            Action::HalfPages(by) => drop(results.advance(i64::from(by) * (page / 2).max(1))),
            Action::Pages(by) => drop(results.advance(i64::from(by) * page)),
            Action::Top => results.go_to(0),
            Action::Bottom => results.go_to(usize::MAX),
            Action::Open => self.open_result(false),
            Action::Back => self.close_results(),
            _ => {}
        }
    }

    /// Opens the result under the cursor at its match, or at the last one in the article.
    fn open_result(&mut self, last: bool) {
        let Some((id, landing)) = self.results.as_ref().and_then(Results::target) else { return };
        self.landing = landing.map(|target| (id, Target { last, ..target }));
        let (ticket, _) = self.requests.ask(Want::Open);
        self.effects.push(Effect::Open { ticket, id });
    }

    /// The article has come: if it was opened from the results, its match is lit and the results wait behind it.
    pub(in crate::app) fn land(&mut self, id: ArticleId, reader: &mut Reader) {
        if let Some((_, target)) = self.landing.take_if(|landing| landing.0 == id) {
            reader.find_target(target);
        }
        if let Some(results) = &mut self.results
            && results.current().is_some_and(|shown| shown.hit.row.id == id)
        {
            (results.shown, results.read_from) = (false, true);
        }
    }

    /// Whether the article being read was opened from the results.
    pub(in crate::app) fn reads_result(&self) -> bool {
        self.results.as_ref().is_some_and(|results| results.read_from && !results.shown)
    }

    /// The article that was opened from the results has been closed.
    pub(in crate::app) fn back_to_results(&mut self) {
        self.results.iter_mut().for_each(|results| (results.shown, results.read_from) = (true, false));
    }

    /// Opens the result so many further down the list; above, at its last match where one goes from match to match.
    pub(in crate::app) fn open_next_result(&mut self, by: i64, at_last: bool) {
        let Some(results) = &mut self.results else { return };
        if results.advance(by) {
            self.open_result(by < 0 && at_last);
        } else if by > 0 && results.progress() == Progress::Searching {
            self.say("this is the last result so far; the search goes on");
        } else {
            self.say(if by > 0 { "this is the last result" } else { "this is the first result" });
        }
    }

    /// An article as some list has it.
    pub(in crate::app) fn row_of(&self, id: ArticleId) -> Option<&Row> {
        let listed = self.shelf.find(id).map(|shown| &shown.row);
        let mut hits = self.results.iter().flat_map(Results::hits).map(|shown| &shown.hit.row);
        listed.or_else(|| hits.find(|row| row.id == id))
    }

    pub(in crate::app) fn ask_keywords(&mut self, article: &Arc<Article>) {
        let (ticket, earlier) = self.requests.ask(Want::Keywords);
        self.effects.extend(earlier.map(Effect::Stop));
        self.effects.push(Effect::Keywords { ticket, article: Arc::clone(article) });
    }

    pub(in crate::app) fn show_keywords(&mut self, words: Vec<String>) {
        if let Some(reader) = &mut self.reader {
            reader.set_keywords(words);
        }
    }

    /// After the first rows are on the screen, what another program or an earlier run left is taken into the index.
    pub(in crate::app) fn index_once(&mut self) {
        if !std::mem::replace(&mut self.indexed, true) {
            self.index();
        }
    }

    pub(in crate::app) fn index(&mut self) {
        if !self.keeps() {
            return;
        }
        let (ticket, earlier) = self.requests.ask(Want::Index);
        self.effects.extend(earlier.map(Effect::Stop));
        self.effects.push(Effect::Index { ticket });
    }
}

/// The terms that were typed. The error is the reason why they cannot be searched for, or nothing if nothing was typed.
fn readable(words: &str) -> Result<Terms, Option<String>> {
    if words.trim().is_empty() {
        return Err(None);
    }
    let terms = Terms::read(words).map_err(|error| Some(error.to_string()))?;
    Judge::new(&terms).map_err(|error| Some(error.to_string()))?;
    Ok(terms)
}
