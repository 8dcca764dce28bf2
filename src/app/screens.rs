//! The screens of a session, the one in front, and the ways between them. What concerns several of them is done here:
//! flags of articles, scripts, articles that are opened and closed.

use std::sync::Arc;

use super::{
    article::{ArticleScreen, Link, use_address},
    commands::{Action, KeyContext, LinkUse},
    effect::Effect,
    input::typing,
    list::ArticleList,
    overlays::{MenuChoice, Prompt, PromptKind},
    search::{Results, SearchScreen},
    shared::Shared,
    shared::access::Flag,
    shared::requests::RequestKind,
};
use crate::{
    article::Article,
    script::{Script, conversion::Config},
    store::{ArticleId, lists::Row, state::ArticleState},
};

/// The screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Screen {
    /// The list of articles.
    List,
    /// One article.
    Article,
    /// Results of a search of the library.
    Results,
}

/// The state of all screens.
#[derive(Debug, Default)]
pub(crate) struct Screens {
    pub(super) list: ArticleList,
    pub(super) article: Option<ArticleScreen>,
    pub(super) search: SearchScreen,
}

impl Screens {
    /// The screen in front.
    pub(super) fn front(&self) -> Screen {
        match (&self.article, self.search.results()) {
            (_, Some(_)) if self.search.is_in_front() => Screen::Results,
            (Some(_), _) => Screen::Article,
            (None, Some(_)) => Screen::Results,
            (None, None) => Screen::List,
        }
    }

    /// The key context of the screen in front.
    pub(super) fn context(&self) -> KeyContext {
        match self.front() {
            Screen::List => KeyContext::List,
            Screen::Article if self.article.as_ref().is_some_and(ArticleScreen::is_selecting) => KeyContext::Selection,
            Screen::Article => KeyContext::Article,
            Screen::Results => KeyContext::Results,
        }
    }

    /// The article that is read, unless results lie over it.
    pub(super) fn front_article(&self) -> Option<&ArticleScreen> {
        self.article.as_ref().filter(|_| self.front() == Screen::Article)
    }

    /// The article that a command is for: the one that is read, else the one under the cursor.
    pub(super) fn subject(&self) -> Option<ArticleId> {
        match self.front() {
            Screen::Results => self.search.current(),
            _ => self.article.as_ref().map(ArticleScreen::id).or_else(|| self.list.current()),
        }
    }

    /// The script that is shown in front.
    pub(super) fn script(&self, shared: &Shared) -> Script {
        self.front_article().map_or(shared.script, ArticleScreen::script)
    }

    /// True while the screen, or the list on it, that the last key leads to is still to come.
    pub(super) fn await_answer(&self, is_covered: bool, shared: &Shared) -> bool {
        let is_empty = match self.front() {
            _ if is_covered => false,
            Screen::List => self.list.awaits_rows(shared),
            Screen::Results => self.search.results().is_some_and(Results::awaits_first),
            Screen::Article => false,
        };
        is_empty || shared.requests.is_pending(RequestKind::Article) || shared.requests.is_pending(RequestKind::Sources)
    }

    /// Takes an action.
    pub(super) fn update(&mut self, action: Action, shared: &mut Shared) {
        match action {
            Action::ToggleRead => self.toggle_read(shared),
            Action::ToggleStar => self.toggle_star(shared),
            Action::Search => {
                shared.messages.clear();
                self.search.begin(self.article.as_ref().map(ArticleScreen::id), shared);
                typing::open(PromptKind::Library, shared);
            }
            Action::Related => self.list_related(shared),
            action => match (self.front(), &mut self.article) {
                (Screen::List, _) => self.list.update(action, shared),
                (Screen::Results, _) => {
                    if self.search.update(action, shared) {
                        self.close_results(shared);
                    }
                }
                (Screen::Article, Some(article)) => {
                    let forward = action == Action::NextMatch;
                    let is_result = self.search.is_behind();
                    match action {
                        Action::Article(by) if is_result => {
                            self.search.open_neighbour(i64::from(by), false, shared);
                        }
                        Action::Article(by) => self.list.open_neighbour(i64::from(by), shared),
                        Action::NextMatch | Action::PreviousMatch if is_result && article.is_at_last_match(forward) => {
                            self.search.open_neighbour(if forward { 1 } else { -1 }, true, shared);
                        }
                        action => {
                            if article.update(action, shared) {
                                self.close_article(shared);
                            }
                        }
                    }
                }
                (Screen::Article, None) => {}
            },
        }
    }

    /// Takes a click on a cell.
    pub(super) fn click(&mut self, column: u16, row: u16, shared: &mut Shared) {
        match (self.front(), &mut self.article) {
            (Screen::List, _) => self.list.click(row, shared),
            (Screen::Results, _) => self.search.click(row, shared),
            (Screen::Article, Some(article)) => article.click(column, row, shared),
            (Screen::Article, None) => {}
        }
    }

    /// Gives every screen the size of the terminal.
    pub(super) fn resize(&mut self, shared: &Shared) {
        self.list.resize(shared.size.1);
        self.search.resize(shared.size.1);
        self.article.iter_mut().for_each(|article| article.resize(shared.size.0, shared.rows()));
    }

    /// Takes the line that has been typed so far.
    pub(super) fn typed(&mut self, shared: &mut Shared) {
        let Some(prompt) = shared.overlays.prompt() else { return };
        let text = prompt.text().to_owned();
        match (prompt.kind(), &mut self.article) {
            (PromptKind::Find { .. }, Some(article)) => article.find_typed(&text, shared),
            (PromptKind::Filter, _) => self.list.filter_typed(&text, shared),
            (PromptKind::Library, _) => self.search.typed(&text, shared),
            (PromptKind::Links, _) => shared.overlays.link_list_mut().into_iter().for_each(|list| list.narrow(&text)),
            _ => {}
        }
    }

    /// Takes a line that was accepted.
    pub(super) fn accepted(&mut self, prompt: &Prompt, shared: &mut Shared) {
        match (prompt.kind(), &mut self.article) {
            (PromptKind::Find { .. }, Some(article)) => {
                typing::remember(prompt, shared);
                article.accept_find(shared);
            }
            (PromptKind::Filter, _) => match self.list.accept_filter(prompt.text(), shared) {
                Ok(()) => typing::remember(prompt, shared),
                Err(message) => shared.messages.error(message),
            },
            (PromptKind::Library, _) => {
                typing::remember(prompt, shared);
                if let Err(Some(message)) = self.search.accept(prompt.text(), shared) {
                    shared.messages.error(message);
                }
            }
            (PromptKind::Links, _) => {
                let chosen = shared.overlays.take_link_list().and_then(|list| list.current().cloned());
                match chosen {
                    Some(link) => use_address(&link.address, LinkUse::Open, shared),
                    None => shared.messages.error("No link has these words."),
                }
            }
            _ => {}
        }
    }

    /// Takes a line that was given up.
    pub(super) fn cancelled(&mut self, kind: PromptKind, shared: &mut Shared) {
        match (kind, &mut self.article) {
            (PromptKind::Find { .. }, Some(article)) => article.cancel_find(shared),
            (PromptKind::Filter, _) => self.list.cancel_filter(shared),
            (PromptKind::Library, _) => self.search.cancel(shared),
            (PromptKind::Links, _) => drop(shared.overlays.take_link_list()),
            _ => {}
        }
    }

    /// Follows a link that was chosen on the screen, or copies it.
    pub(super) fn follow(&mut self, link: &Link, purpose: LinkUse, shared: &mut Shared) {
        if let Some(article) = &mut self.article {
            article.follow(link, purpose, shared);
        }
    }

    /// Carries out a choice of a menu.
    pub(super) fn chosen(&mut self, choice: MenuChoice, shared: &mut Shared) {
        match choice {
            MenuChoice::Source(source) => {
                let _ = self.search.close(shared);
                self.close_article(shared);
                let source = source.as_ref().map(|(id, title)| (*id, title.as_str()));
                self.list.filter_by_source(source, shared);
                let message = source.map(|(_, title)| format!("Only {title}. gs leads back to all sources."));
                shared.messages.answer(message);
            }
            MenuChoice::RemoveChip(index) => self.list.remove_chip(index, shared),
            MenuChoice::Keyword(word) => {
                self.search.search_for(&word, self.article.as_ref().map(ArticleScreen::id), shared);
            }
            MenuChoice::Script(..) | MenuChoice::ForgetScript => {}
        }
    }

    /// Shows an article that has been read from the library.
    pub(super) fn show_article(
        &mut self,
        id: ArticleId,
        article: Arc<Article>,
        state: &ArticleState,
        script: Option<Script>,
        shared: &mut Shared,
    ) {
        self.save_place(shared);
        shared.tables.restart(&mut shared.requests);
        shared.requests.cancel(RequestKind::Keywords);
        shared.overlays.take_prompt();
        shared.overlays.take_link_list();
        if !state.read && shared.access.is_full() {
            shared.requests.emit(Effect::SetRead { id, read: true });
            self.set_flag(id, Flag::Read(true));
        }
        let target = self.search.article_opened(id);
        let script = script.unwrap_or(shared.script);
        self.article = Some(ArticleScreen::new(id, article, state, script, target, shared));
    }

    fn close_article(&mut self, shared: &mut Shared) {
        self.save_place(shared);
        shared.requests.cancel(RequestKind::Keywords);
        shared.messages.end_progress(RequestKind::Keywords);
        self.article = None;
        self.search.article_closed();
    }

    fn close_results(&mut self, shared: &mut Shared) {
        // A result may have been read since, in place of the article.
        if let (Some(id), None) = (self.search.close(shared), &self.article) {
            shared.requests.begin(RequestKind::Article, |ticket| Effect::Open { ticket, id });
        }
    }

    /// Closes all screens but the list: their library is no longer open.
    pub(super) fn close_all(&mut self) {
        self.article = None;
        self.search = SearchScreen::default();
    }

    /// Remembers where the article is left.
    pub(super) fn save_place(&self, shared: &mut Shared) {
        if let Some(article) = self.article.as_ref().filter(|_| shared.access.is_full()) {
            shared.requests.emit(Effect::SavePlace { id: article.id(), place: article.page().place() });
        }
    }

    /// Shows the flag of an article.
    pub(super) fn set_flag(&mut self, id: ArticleId, flag: Flag) {
        self.list.set_flag(id, flag);
        self.search.set_flag(id, flag);
    }

    fn toggle_star(&mut self, shared: &mut Shared) {
        let Some(id) = self.subject().filter(|_| !shared.refuses_changes()) else { return };
        let starred = !self.row_of(id).is_some_and(|row| row.starred);
        self.set_flag(id, Flag::Starred(starred));
        shared.requests.emit(Effect::SetStarred { id, starred });
        shared.messages.info(if starred { "Starred." } else { "Star removed." });
    }

    fn toggle_read(&mut self, shared: &mut Shared) {
        let Some(id) = self.subject().filter(|_| !shared.refuses_changes()) else { return };
        let read = !self.row_of(id).is_some_and(|row| row.read);
        self.set_flag(id, Flag::Read(read));
        shared.requests.emit(Effect::SetRead { id, read });
        shared.messages.info(if read { "Marked read." } else { "Marked unread." });
    }

    fn row_of(&self, id: ArticleId) -> Option<&Row> {
        self.list.window().find(id).map(|shown| &shown.row).or_else(|| self.search.row_of(id))
    }

    fn list_related(&mut self, shared: &mut Shared) {
        let Some(id) = self.subject() else { return };
        let title = match (&self.article, self.row_of(id)) {
            (Some(article), _) if article.id() == id => article.page().title().to_string(),
            (_, Some(row)) => row.title.clone(),
            _ => String::new(),
        };
        self.search.list_related(id, title, self.article.as_ref().map(ArticleScreen::id), shared);
    }

    /// The conversion tables of everything that is shown, those of the article's body first; and the name of what they are
    /// for.
    pub(super) fn tables(&self, shared: &Shared) -> (Vec<Config>, &'static str) {
        let samples = shared.overlays.tables();
        let name = if samples.is_empty() { self.script(shared).label() } else { "the samples" };
        let article: Vec<Config> = self.article.iter().flat_map(|article| article.page().missing_tables()).collect();
        let rows = self.list.window().rows().iter().flat_map(|shown| &shown.tables);
        let tables = article.iter().chain(rows).chain(self.search.tables()).chain(&samples);
        let tables = tables.fold(Vec::new(), |mut all, config| {
            if !all.contains(config) {
                all.push(*config);
            }
            all
        });
        (tables, name)
    }
}
