//! The article as a screen: its page, and what lies in it: a search, a selection, an explanation.

use std::sync::Arc;

use crate::{
    app::{
        commands::{Action, CopyUnit, LinkUse},
        effect::Effect,
        input::{history::HistoryKind, typing},
        overlays::{PromptKind, Sample},
        search::Target,
        settings::Settings,
        shared::Shared,
        shared::requests::RequestKind,
    },
    article::Article,
    script::{Script, article_language},
    search::matching::Mode,
    store::{ArticleId, state::ArticleState},
    text::{Part, Place},
    typeset::Line,
};

use super::{
    copying,
    explanation::{self, Explanation, ShownChange},
    figures,
    find::{Highlight, MatchCount},
    links::{Link, LinkTarget, link_at_cell, visible_links},
    notes::NoteTrail,
    opening,
    page::Page,
    search::{ArticleSearch, as_shown, find_query, first_word_on},
    selection::Selection,
    spans::place_of_shown,
};

/// The screen of an article.
#[derive(Debug)]
pub(crate) struct ArticleScreen {
    id: ArticleId,
    page: Page,
    search: ArticleSearch,
    selection: Option<Selection>,
    explanation: Option<Explanation>,
    notes: NoteTrail,
}

impl ArticleScreen {
    /// Opens an article where its reader left it, or at a match.
    pub(in crate::app) fn new(
        id: ArticleId,
        article: Arc<Article>,
        state: &ArticleState,
        script: Script,
        target: Option<Target>,
        shared: &Shared,
    ) -> ArticleScreen {
        let place = state.place.unwrap_or(Place::START);
        let mut page = Page::new(article, place, &shared.settings, shared.tables.converters(), script);
        page.resize(shared.size.0, shared.rows());
        let mut search = ArticleSearch::default();
        if let Some(target) = target {
            search.open_at(target, &mut page);
        }
        ArticleScreen { id, page, search, selection: None, explanation: None, notes: NoteTrail::default() }
    }

    /// The article's number in the library.
    pub(crate) fn id(&self) -> ArticleId {
        self.id
    }

    /// The page.
    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// The script it is shown in.
    pub(crate) fn script(&self) -> Script {
        self.page.rendition().script()
    }

    /// The selected text.
    #[cfg(test)]
    pub(crate) fn selected_text(&self) -> Option<String> {
        self.selection.as_ref()?.text(&self.page)
    }

    /// The selection.
    #[cfg(test)]
    pub(crate) fn selection(&self) -> Option<&Selection> {
        self.selection.as_ref()
    }

    /// True while a passage is being selected.
    pub(crate) fn is_selecting(&self) -> bool {
        self.selection.as_ref().is_some_and(Selection::is_passage)
    }

    /// The links on the screen.
    pub(crate) fn links(&self) -> Vec<Link> {
        visible_links(&self.page)
    }

    /// The number of the current match and of all.
    pub(crate) fn match_count(&self) -> Option<MatchCount> {
        self.search.count()
    }

    /// The highlighted matches of a line.
    pub(crate) fn highlights(&self, line: &Line) -> Vec<Highlight> {
        self.search.highlights(&self.page, line)
    }

    /// The selected bytes of a line, in its part's shown text.
    pub(crate) fn selected(&self, line: &Line) -> Option<std::ops::Range<usize>> {
        self.selection.as_ref()?.on_line(&self.page, line)
    }

    /// The changes of a line by the conversion, while they are explained.
    pub(crate) fn changes(&self, line: &Line) -> Vec<ShownChange> {
        self.explanation.as_ref().map(|explanation| explanation.on_line(&self.page, line)).unwrap_or_default()
    }

    /// The sentence that explains the current change.
    pub(crate) fn explanation(&self) -> Option<String> {
        self.explanation.as_ref().map(|explanation| explanation.sentence(&self.page))
    }

    /// A text of the article that the scripts are shown by: the first of the body, or else the title.
    pub(in crate::app) fn sample(&self) -> Sample {
        let article = self.page.article();
        let language = article_language(article);
        let is_text = |part: &Part| matches!(part, Part::Body(_)) && self.page.language_of(*part) == language;
        let part = self.page.rendition().parts().find(is_text).unwrap_or(Part::Title);
        Sample::from_text(&article.text(part), self.page.language_of(part))
    }

    /// Takes an action. Returns true if it closes the article.
    pub(in crate::app) fn update(&mut self, action: Action, shared: &mut Shared) -> bool {
        if self.move_selection(action, shared) {
            return false;
        }
        match action {
            Action::Lines(by) => self.page.scroll(i64::from(by)),
            Action::HalfPages(by) => self.page.scroll_half_pages(i64::from(by)),
            Action::Pages(by) => self.page.scroll_pages(i64::from(by)),
            Action::Top => self.page.go_to_top(),
            Action::Bottom => self.page.go_to_bottom(),
            Action::NextMatch => shared.messages.answer(self.search.step(true, &mut self.page)),
            Action::PreviousMatch => shared.messages.answer(self.search.step(false, &mut self.page)),
            Action::Explain => shared.messages.answer(explanation::toggle(&mut self.explanation, &mut self.page)),
            Action::Compare => shared.messages.answer(explanation::compare(&mut self.explanation, &mut self.page)),
            Action::NextChange | Action::PreviousChange => {
                let forward = action == Action::NextChange;
                shared.messages.answer(explanation::step(&mut self.explanation, &mut self.page, forward));
            }
            Action::Find => self.open_find(false, shared),
            Action::FindBackward => self.open_find(true, shared),
            Action::FindWord(backward) => self.find_word(backward, shared),
            Action::Copy(unit) => self.copy(unit, shared),
            Action::Hint(purpose) => {
                if let Some(link) = opening::open_hints(purpose, &self.page, shared) {
                    self.follow(&link, purpose, shared);
                }
            }
            Action::Links => opening::open_list(&self.page, shared),
            Action::Note => self.follow_note(None, shared),
            Action::OpenLink => opening::open_own_link(&self.page, shared),
            Action::Picture(_) => figures::show(&self.page, self.selection.as_ref(), shared),
            Action::ShowCode => opening::show_code(&self.page, shared),
            Action::Keywords => {
                let article = Arc::clone(self.page.article());
                shared.requests.restart(RequestKind::Keywords, |ticket| Effect::Keywords { ticket, article });
                shared.messages.progress(RequestKind::Keywords, "Finding the keywords.");
            }
            Action::Back if self.is_selecting() => self.selection = None,
            Action::Clear if self.selection.take().is_some() || self.search.clear_highlights() => {}
            action => return matches!(action, Action::Back | Action::Clear),
        }
        false
    }

    /// Follows a link or copies it.
    pub(in crate::app) fn follow(&mut self, link: &Link, purpose: LinkUse, shared: &mut Shared) {
        match &link.target {
            LinkTarget::Address(address) => opening::use_address(address, purpose, shared),
            LinkTarget::Note(label) => {
                let mark = place_of_shown(&self.page, link.part, link.range.start);
                self.follow_note(Some((label, mark)), shared);
            }
        }
    }

    /// Goes to the note of a mark; without one, from a note to its mark or the other way.
    fn follow_note(&mut self, mark: Option<(&str, Place)>, shared: &mut Shared) {
        let (selection, message) = match mark {
            Some((label, mark)) => self.notes.go_to_note(label, mark, &mut self.page),
            None => self.notes.step(self.selection.as_ref(), &mut self.page),
        };
        match selection {
            Some(_) => shared.messages.info(message),
            None => shared.messages.error(message),
        }
        self.selection = selection.or(self.selection.take());
    }

    /// Follows the link at a cell of the screen, or selects the word there.
    pub(in crate::app) fn click(&mut self, column: u16, row: u16, shared: &mut Shared) {
        if let Some(link) = link_at_cell(&self.page, column, row) {
            return self.follow(&link, LinkUse::Open, shared);
        }
        let place = self.page.place_at_cell(column, row);
        let selection = place.and_then(|place| Selection::from_place(&self.page, place));
        if selection.is_some() {
            self.selection = selection;
        }
    }

    /// Moves the selection, if the action is one for it. Returns true if it was.
    fn move_selection(&mut self, action: Action, shared: &Shared) -> bool {
        let rows = i64::from(shared.rows()).max(2);
        let lines = match action {
            Action::Words(_) | Action::Select => 0,
            _ if !self.is_selecting() => return false,
            Action::Lines(by) => i64::from(by),
            Action::HalfPages(by) => i64::from(by) * rows / 2,
            Action::Pages(by) => i64::from(by) * rows,
            Action::Top => i64::MIN,
            Action::Bottom => i64::MAX,
            _ => return false,
        };
        match action {
            Action::Words(by) => (0..by.unsigned_abs()).for_each(|_| self.select_word(by > 0)),
            Action::Select => {
                let visible = self.selection.take().filter(|selection| self.page.is_visible(selection.word.start()));
                let selection = visible.or_else(|| Selection::first_on(&self.page));
                self.selection = selection.map(Selection::into_passage);
            }
            _ => {
                let moved = self.selection.as_ref().and_then(|it| it.by_lines(&self.page, lines));
                self.set_selection(moved);
            }
        }
        true
    }

    /// Selects the next word, or the one before. Where the selected word is out of sight, the first on the screen is
    /// selected, unless a passage is.
    fn select_word(&mut self, forward: bool) {
        let is_kept = |it: &&Selection| it.is_passage() || self.page.is_visible(it.word.start());
        match self.selection.as_ref().filter(is_kept) {
            Some(selection) => {
                let moved = selection.by_word(&self.page, forward);
                self.set_selection(moved);
            }
            None => self.selection = Selection::first_on(&self.page),
        }
    }

    fn set_selection(&mut self, selection: Option<Selection>) {
        if let Some(selection) = selection {
            self.page.keep_in_sight(selection.word.start());
            self.selection = Some(selection);
        }
    }

    fn copy(&mut self, unit: CopyUnit, shared: &mut Shared) {
        let text = copying::text(unit, &self.page, self.selection.as_ref());
        if unit == CopyUnit::Passage {
            self.selection = None;
        }
        match text {
            Ok(text) => copying::copy(text, unit.name(), shared),
            Err(message) => shared.messages.error(message),
        }
    }

    /// True if there is no further match in a direction.
    pub(in crate::app) fn is_at_last_match(&self, forward: bool) -> bool {
        self.search.is_at_end(forward)
    }

    fn open_find(&mut self, backward: bool, shared: &mut Shared) {
        shared.messages.clear();
        self.search.begin(backward, &self.page);
        typing::open(PromptKind::Find { backward }, shared);
    }

    /// Searches for the line that has been typed so far.
    pub(in crate::app) fn find_typed(&mut self, text: &str, shared: &mut Shared) {
        let problem = self.search.search(find_query(text, shared), &mut self.page);
        shared.messages.clear();
        shared.messages.set_problem(problem);
    }

    /// Keeps the search that was typed.
    pub(in crate::app) fn accept_find(&mut self, shared: &mut Shared) {
        shared.messages.answer(self.search.accept(&mut self.page));
    }

    /// Gives the search that was typed up.
    pub(in crate::app) fn cancel_find(&mut self, shared: &mut Shared) {
        shared.messages.clear();
        self.search.cancel(&mut self.page);
    }

    /// Searches for the selection, else for the current match, else for the first word on the screen.
    fn find_word(&mut self, backward: bool, shared: &mut Shared) {
        let selected = self.selection.as_ref().and_then(|selection| selection.text(&self.page));
        if self.is_selecting() {
            // The passage is highlighted from now on.
            self.selection = None;
        }
        if selected.is_none()
            && let Some((word, message)) = self.search.step_from_visible(backward, &mut self.page)
        {
            let message = message.unwrap_or_else(|| as_shown(&word, &self.page, shared));
            return shared.messages.info(message);
        }
        let Some(word) = selected.or_else(|| first_word_on(&self.page)) else {
            return shared.messages.error("There is no word here to search for.");
        };
        if matches!(shared.find_mode, Mode::Regex | Mode::Pinyin) {
            shared.find_mode = Mode::default();
        }
        shared.histories.add(HistoryKind::Searches, &word, &mut shared.requests);
        self.search.begin(backward, &self.page);
        // A word of the article can be searched for.
        let _ = self.search.search(find_query(&word, shared), &mut self.page);
        let message = self.search.accept(&mut self.page).unwrap_or_else(|| as_shown(&word, &self.page, shared));
        shared.messages.info(message);
    }

    /// Gives the page a screen of this size.
    pub(in crate::app) fn resize(&mut self, columns: u16, rows: u16) {
        self.page.resize(columns, rows);
    }

    /// Shows the article in a script; in the same again, where tables or conversions have changed.
    pub(in crate::app) fn set_script(&mut self, script: Script) {
        self.page.set_script(script);
    }

    /// Takes other settings.
    pub(in crate::app) fn use_settings(&mut self, settings: &Settings) {
        self.page.use_settings(settings);
    }

    /// Brings up to date what another rendition of the page has outdated.
    pub(in crate::app) fn refresh(&mut self) {
        let stale = self.page.take_stale();
        if let Some(explanation) = self.explanation.as_mut().filter(|_| stale.counts) {
            explanation.restart();
        }
        if stale.matches {
            self.search.repeat_in_shown(&self.page);
        }
    }

    /// True if [`ArticleScreen::work`] has something to do.
    pub(in crate::app) fn has_work(&self) -> bool {
        let is_counting = self.explanation.as_ref().is_some_and(|explanation| explanation.is_counting(&self.page));
        self.page.is_unfinished() || is_counting || self.search.has_work()
    }

    /// Works for a few milliseconds on what takes longer than a frame: conversion of a long part, count of changes, search.
    pub(in crate::app) fn work(&mut self) {
        if self.page.is_unfinished() {
            self.page.convert_slice();
            self.refresh();
        } else if let Some(explanation) = &mut self.explanation {
            explanation.count_stretch(&self.page);
        }
        self.search.work(&mut self.page);
    }
}
