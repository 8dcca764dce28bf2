//! The screen of results: searches that fill it while a query is typed, and the way from one result to the next.

use crate::{
    app::{
        commands::Action,
        effect::Effect,
        shared::{Shared, access::Flag, message::Message, requests::RequestKind},
    },
    script::conversion::Config,
    search::{StopCheck, query::Terms},
    store::{
        ArticleId,
        index::{Hit, LibrarySearch, damaged_sentence},
        lists::Row,
    },
};

use super::results::{ROWS_PER_RESULT, Results, SearchState, Subject, Target};

/// A list of results, and the article that it is left for.
#[derive(Clone, Debug)]
struct Listing {
    results: Results,
    /// The article that was read when the search was begun.
    begun_in: Option<ArticleId>,
    /// True if the article being read was opened from the list, which waits behind it.
    is_behind: bool,
}

/// The screen of results.
#[derive(Debug, Default)]
pub(crate) struct SearchScreen {
    listing: Option<Listing>,
    /// The results before those of the query that is being typed; they come back if that is given up.
    earlier: Option<Listing>,
    /// The match at which the article is to be opened that was requested last.
    target: Option<(ArticleId, Target)>,
    /// Number of articles that the last search passed over because they are damaged.
    damaged: usize,
}

impl SearchScreen {
    /// The results.
    pub(crate) fn results(&self) -> Option<&Results> {
        self.listing.as_ref().map(|listing| &listing.results)
    }

    /// True if there are results and no article was opened from them.
    pub(crate) fn is_in_front(&self) -> bool {
        self.listing.as_ref().is_some_and(|listing| !listing.is_behind)
    }

    /// True if the article being read was opened from the results.
    pub(in crate::app) fn is_behind(&self) -> bool {
        self.listing.as_ref().is_some_and(|listing| listing.is_behind)
    }

    /// The row of an article among the results.
    pub(in crate::app) fn row_of(&self, id: ArticleId) -> Option<&Row> {
        let mut rows = self.results()?.rows().iter().map(|shown| &shown.hit.row);
        rows.find(|row| row.id == id)
    }

    /// The article under the cursor.
    pub(in crate::app) fn current(&self) -> Option<ArticleId> {
        self.results()?.current().map(|shown| shown.hit.row.id)
    }

    /// The conversion tables of the visible results.
    pub(in crate::app) fn tables(&self) -> impl Iterator<Item = &Config> {
        self.results().into_iter().flat_map(Results::visible).flat_map(|(_, shown)| &shown.tables)
    }

    /// Opens the screen for a query that is going to be typed. `article` is the one that is read.
    pub(in crate::app) fn begin(&mut self, article: Option<ArticleId>, shared: &mut Shared) {
        // Results for the query before that are still found are not listed among those of the next.
        shared.requests.cancel(RequestKind::Search);
        let earlier = self.listing.take();
        let begun_in = begun_in(earlier.as_ref(), article);
        self.list(Subject::Query(String::new(), Terms::default()), begun_in, shared);
        self.finish(false, 0, shared);
        self.earlier = earlier;
    }

    /// Searches for the query that has been typed so far.
    pub(in crate::app) fn typed(&mut self, text: &str, shared: &mut Shared) {
        shared.requests.cancel(RequestKind::Search);
        shared.messages.clear();
        let Some(listing) = &mut self.listing else { return };
        self.damaged = 0;
        match parse(text) {
            Ok(query) => {
                listing.results.replace(Subject::Query(text.to_owned(), query.clone()));
                request(query, shared);
            }
            Err(None) => {
                listing.results.replace(Subject::Query(text.to_owned(), Terms::default()));
                listing.results.finish(false);
            }
            Err(problem) => {
                // The results of the last query that was one stay, as far as they have come.
                listing.results.finish(listing.results.state() != SearchState::Complete);
                shared.messages.set_problem(problem);
            }
        }
    }

    /// Accepts the query.
    ///
    /// # Errors
    /// A message if it is no query, none if nothing was typed; the screen is then as it was before.
    pub(in crate::app) fn accept(&mut self, text: &str, shared: &mut Shared) -> Result<(), Option<String>> {
        if let Err(problem) = parse(text) {
            self.cancel(shared);
            return Err(problem);
        }
        shared.messages.clear();
        self.earlier = None;
        // The key that accepts the query takes the warning away that came while it was typed.
        self.warn_of_damage(shared);
        Ok(())
    }

    /// Gives the query up: the screen is as it was before.
    pub(in crate::app) fn cancel(&mut self, shared: &mut Shared) {
        shared.requests.cancel(RequestKind::Search);
        shared.messages.clear();
        self.listing = self.earlier.take();
        self.resize(shared.size.1);
        if let Some(Listing { results, .. }) = &mut self.listing {
            // What had not been found yet is not searched for again.
            results.finish(results.state() != SearchState::Complete);
        }
    }

    /// Searches for a word.
    pub(in crate::app) fn search_for(&mut self, word: &str, article: Option<ArticleId>, shared: &mut Shared) {
        let text = if word.contains(char::is_whitespace) { format!("\"{word}\"") } else { word.to_owned() };
        let Ok(query) = parse(&text) else { return };
        shared.requests.cancel(RequestKind::Search);
        let begun_in = begun_in(self.listing.as_ref(), article);
        self.list(Subject::Query(text, query.clone()), begun_in, shared);
        request(query, shared);
    }

    /// Lists articles about the same thing as one with a title.
    pub(in crate::app) fn list_related(
        &mut self,
        id: ArticleId,
        title: String,
        article: Option<ArticleId>,
        shared: &mut Shared,
    ) {
        shared.requests.cancel(RequestKind::Search);
        shared.messages.clear();
        let begun_in = begun_in(self.listing.as_ref(), article);
        self.list(Subject::Related(title), begun_in, shared);
        shared.requests.begin(RequestKind::Search, |ticket| Effect::Related { ticket, id });
    }

    fn list(&mut self, subject: Subject, begun_in: Option<ArticleId>, shared: &Shared) {
        let results = Results::new(subject, screen_rows(shared.size.1));
        self.listing = Some(Listing { results, begun_in, is_behind: false });
        self.damaged = 0;
    }

    /// Adds results that have come.
    pub(in crate::app) fn add(&mut self, hits: Vec<Hit>, shared: &Shared) {
        if let Some(Listing { results, .. }) = &mut self.listing {
            results.add(hits, shared.tables.converters(), (shared.script, shared.settings.wording));
        }
    }

    /// Ends the search, which has passed over so many damaged articles.
    pub(in crate::app) fn finish(&mut self, is_limited: bool, damaged: usize, shared: &mut Shared) {
        if let Some(Listing { results, .. }) = &mut self.listing {
            results.finish(is_limited);
            self.damaged = damaged;
            self.warn_of_damage(shared);
        }
    }

    fn warn_of_damage(&self, shared: &mut Shared) {
        if let Some(sentence) = damaged_sentence(self.damaged) {
            shared.messages.add(Message::warning(sentence));
        }
    }

    /// Takes an action. Returns true if it closes the screen.
    pub(in crate::app) fn update(&mut self, action: Action, shared: &mut Shared) -> bool {
        let Some(Listing { results, .. }) = &mut self.listing else { return false };
        let page = results.height() as i64;
        match action {
            Action::Lines(by) => drop(results.advance(i64::from(by))),
            Action::HalfPages(by) => drop(results.advance(i64::from(by) * (page / 2).max(1))),
            Action::Pages(by) => drop(results.advance(i64::from(by) * page)),
            Action::Top => results.go_to(0),
            Action::Bottom => results.go_to(usize::MAX),
            Action::Open => self.open(false, shared),
            action => return action == Action::Back,
        }
        false
    }

    /// Puts the cursor on the result that is shown on a row of the screen; opens it if it is there already.
    pub(in crate::app) fn click(&mut self, row: u16, shared: &mut Shared) {
        let Some(Listing { results, .. }) = &mut self.listing else { return };
        // The head stands above the results where there is room.
        let first = usize::from(shared.size.1 > 2);
        let Some(line) = usize::from(row).checked_sub(first) else { return };
        let index = results.visible().map(|(index, _)| index).nth(line / ROWS_PER_RESULT);
        match index {
            Some(index) if index == results.cursor() => self.open(false, shared),
            Some(index) => results.go_to(index),
            None => {}
        }
    }

    /// Closes the screen. Returns the article that was read when the search was begun.
    pub(in crate::app) fn close(&mut self, shared: &mut Shared) -> Option<ArticleId> {
        shared.requests.cancel(RequestKind::Search);
        self.listing.take().and_then(|listing| listing.begun_in)
    }

    /// Opens the result under the cursor at its match, or at the last one in the article.
    fn open(&mut self, at_last: bool, shared: &mut Shared) {
        let Some((id, target)) = self.results().and_then(Results::target) else { return };
        self.target = target.map(|target| (id, Target { is_last: at_last, ..target }));
        shared.requests.begin(RequestKind::Article, |ticket| Effect::Open { ticket, id });
    }

    /// Opens the result so many further down the list; above, at its last match where one goes from match to match.
    pub(in crate::app) fn open_neighbour(&mut self, by: i64, at_last: bool, shared: &mut Shared) {
        let Some(Listing { results, .. }) = &mut self.listing else { return };
        if results.advance(by) {
            self.open(by < 0 && at_last, shared);
        } else if by > 0 && results.state() == SearchState::Searching {
            shared.messages.info("This is the last result so far; the search goes on.");
        } else {
            let edge = if by > 0 { "last" } else { "first" };
            shared.messages.info(format!("This is the {edge} result."));
        }
    }

    /// Takes note of an article that is shown now. If it was opened from the results, they wait behind it. Returns the match
    /// that is to be shown.
    pub(in crate::app) fn article_opened(&mut self, id: ArticleId) -> Option<Target> {
        if let Some(listing) = &mut self.listing
            && listing.results.current().is_some_and(|shown| shown.hit.row.id == id)
        {
            listing.is_behind = true;
        }
        self.target.take_if(|(target, _)| *target == id).map(|(_, target)| target)
    }

    /// Comes to the front again: the article that was opened from the results has been closed.
    pub(in crate::app) fn article_closed(&mut self) {
        self.listing.iter_mut().for_each(|listing| listing.is_behind = false);
    }

    /// Gives the results a screen of this height.
    pub(in crate::app) fn resize(&mut self, screen_height: u16) {
        self.listing.iter_mut().for_each(|listing| listing.results.resize(screen_rows(screen_height)));
    }

    /// Converts every result anew.
    pub(in crate::app) fn convert(&mut self, shared: &Shared) {
        if let Some(Listing { results, .. }) = &mut self.listing {
            results.convert(shared.tables.converters(), (shared.script, shared.settings.wording));
        }
    }

    /// Shows the flag of an article.
    pub(in crate::app) fn set_flag(&mut self, id: ArticleId, flag: Flag) {
        self.listing.iter_mut().for_each(|listing| listing.results.set_flag(id, flag));
    }
}

/// The article to return to from a new search: that of the results on the screen, or the one that is read.
fn begun_in(listing: Option<&Listing>, article: Option<ArticleId>) -> Option<ArticleId> {
    match listing {
        Some(listing) if !listing.is_behind => listing.begun_in,
        _ => article,
    }
}

/// Rows of a screen of this height for results.
fn screen_rows(screen_height: u16) -> usize {
    usize::from(screen_height.saturating_sub(2))
}

fn request(query: Terms, shared: &mut Shared) {
    shared.requests.begin(RequestKind::Search, |ticket| Effect::Search { ticket, query });
}

/// Parses a query and makes sure that it can be searched for; if not, the reason, unless nothing has been typed yet.
fn parse(text: &str) -> Result<Terms, Option<String>> {
    if text.trim().is_empty() {
        return Err(None);
    }
    let query = Terms::parse(text).map_err(|error| Some(error.to_string()))?;
    LibrarySearch::compile(&query, &StopCheck::never()).map_err(|error| Some(error.to_string()))?;
    Ok(query)
}
