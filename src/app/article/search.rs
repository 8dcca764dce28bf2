//! The searches that the article screen holds: the one whose matches are highlighted, and the one before it while a query is
//! typed. The page follows the current match.

use std::sync::Arc;

use crate::{
    app::{search::Target, shared::Shared},
    script::{conversion::convert_line, rendition::Rendition, words::regional::regional},
    search::{matching::Mode, words::first_word},
    typeset::Line,
};

use super::{
    find::{Find, FindQuery, Highlight, MatchCount},
    page::Page,
};

/// The searches of one article.
#[derive(Debug, Default)]
pub(super) struct ArticleSearch {
    current: Option<Find>,
    /// The search before that which is being typed; it comes back if that is given up.
    earlier: Option<Find>,
}

impl ArticleSearch {
    /// Begins a search; it ends with `accept` or `cancel`.
    pub(super) fn begin(&mut self, backward: bool, page: &Page) {
        let find = Find::new(Arc::clone(page.article()), page.place(), backward);
        self.earlier = self.current.replace(find);
    }

    /// Searches for a query. Returns the problem of one that is none.
    pub(super) fn search(&mut self, query: FindQuery, page: &mut Page) -> Option<String> {
        let find = self.current.as_mut()?;
        find.search(query, other_words(page));
        let error = find.error();
        self.show_current(page);
        error
    }

    /// Repeats the search in a text that is shown now: it may have words that the one before had not.
    pub(super) fn repeat_in_shown(&mut self, page: &Page) {
        let shown = other_words(page);
        if let Some(find) = self.current.as_mut().filter(|find| shown.is_some() || find.searches_shown()) {
            find.repeat_in(shown);
        }
    }

    /// Searches for the words of a library search and goes to the match that was listed, or to the last one.
    pub(super) fn open_at(&mut self, target: Target, page: &mut Page) {
        let find = Find::new(Arc::clone(page.article()), target.place, false);
        self.current = Some(if target.is_last { find.with_last_match() } else { find });
        let mut words = target.words.into_iter();
        let text = words.next().unwrap_or_default();
        let (more, others) = (words.collect(), target.others);
        let query = FindQuery { text, others, more, ..FindQuery::default() };
        // A query that listed the article is one.
        let _ = self.search(query, page);
    }

    /// True if there is no further match in a direction.
    pub(super) fn is_at_end(&self, forward: bool) -> bool {
        self.current.as_ref().is_none_or(|find| find.is_at_end(forward))
    }

    /// Keeps the search. Where nothing was typed, the search before goes on. Returns a message.
    pub(super) fn accept(&mut self, page: &mut Page) -> Option<String> {
        let find = self.current.as_mut()?;
        let Some(problem) = find.problem() else {
            self.earlier = None;
            return None;
        };
        let backward = find.query().text.is_empty().then_some(find.is_backward());
        if find.has_query() {
            // A query without matches is still the current one.
            find.clear_highlights();
            self.earlier = None;
            page.go_to_place(find.origin());
            return Some(problem);
        }
        self.cancel(page);
        match (backward, &mut self.current) {
            (Some(backward), Some(find)) => {
                find.set_backward(backward);
                self.step(true, page)
            }
            (Some(_), None) => None,
            (None, _) => Some(problem),
        }
    }

    /// Goes back to where the search began, and to the search before.
    pub(super) fn cancel(&mut self, page: &mut Page) {
        if let Some(find) = std::mem::replace(&mut self.current, self.earlier.take()) {
            page.go_to_place(find.origin());
        }
    }

    /// Clears the highlights. Returns true if there were any.
    pub(super) fn clear_highlights(&mut self) -> bool {
        self.current.as_mut().is_some_and(Find::clear_highlights)
    }

    /// Goes to the next or previous match. Returns a message.
    pub(super) fn step(&mut self, onward: bool, page: &mut Page) -> Option<String> {
        let Some(find) = &mut self.current else {
            return Some("There is no search to go on with. / searches.".to_owned());
        };
        let message = find.step(onward);
        self.show_current(page);
        message
    }

    /// Goes to the next match in a direction, and in that direction from now on, if the current match is on the screen.
    /// Returns the query and a message.
    pub(super) fn step_from_visible(&mut self, backward: bool, page: &mut Page) -> Option<(String, Option<String>)> {
        let find = self.current.as_mut().filter(|find| find.is_highlighted())?;
        if !page.is_visible(find.current()?) {
            return None;
        }
        find.set_backward(backward);
        let text = find.query().text.clone();
        Some((text, self.step(true, page)))
    }

    /// True while the search has not reached the end of the article.
    pub(super) fn has_work(&self) -> bool {
        self.current.as_ref().is_some_and(Find::has_work)
    }

    /// Searches another slice.
    pub(super) fn work(&mut self, page: &mut Page) {
        let Some(find) = self.current.as_mut().filter(|find| find.has_work()) else { return };
        let had_match = find.current().is_some();
        find.work();
        if !had_match {
            self.show_current(page);
        }
    }

    /// The number of the current match and of all.
    pub(super) fn count(&self) -> Option<MatchCount> {
        self.current.as_ref().and_then(Find::count)
    }

    /// The highlights of a line.
    pub(super) fn highlights(&self, page: &Page, line: &Line) -> Vec<Highlight> {
        let Some(find) = &self.current else { return Vec::new() };
        page.rendition().shown(line.part).map_or_else(Vec::new, |shown| find.highlights(line, &shown.map))
    }

    fn show_current(&self, page: &mut Page) {
        let Some(find) = &self.current else { return };
        match find.current() {
            Some(place) => page.reveal(place),
            None => page.go_to_place(find.origin()),
        }
    }
}

/// The shown text, if there may be other words in it than are stored.
fn other_words(page: &Page) -> Option<Rendition> {
    page.rendition().changes_words().then(|| page.rendition().clone())
}

/// The query for what was typed.
pub(super) fn find_query(text: &str, shared: &Shared) -> FindQuery {
    let mode = shared.find_mode;
    let others = match mode {
        Mode::ScriptBlind | Mode::Whole => regional(text),
        Mode::Pinyin | Mode::Exact | Mode::Regex => Vec::new(),
    };
    FindQuery { text: text.to_owned(), mode, others, ..FindQuery::default() }
}

/// The first word on the screen.
pub(super) fn first_word_on(page: &Page) -> Option<String> {
    page.visible().find_map(|line| {
        let source = page.rendition().shown(line.part)?.map.source_range(line.range.clone());
        let text = page.article().text(line.part);
        Some(first_word(text.get(source)?)?.to_owned())
    })
}

/// A word of the article as it is shown.
pub(super) fn as_shown(word: &str, page: &Page, shared: &Shared) -> String {
    let (converters, wording) = (shared.tables.converters(), shared.settings.wording);
    convert_line(converters, word, page.language(), page.rendition().script(), wording).to_string()
}
