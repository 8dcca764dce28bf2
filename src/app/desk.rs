//! A desk for tests: an app with a library in memory, whose effects are carried out at once, in order.

use std::{collections::VecDeque, ops::ControlFlow, sync::Arc};

use jiff::Timestamp;

use super::{App, Effect, Event, Report, Ticket, settings::Settings};
use crate::{
    article::{Article, Block},
    date::Published,
    input::{Input, parse_presses},
    script::conversion::Converters,
    search::{
        StopCheck,
        query::{ArticleMatch, Predicate},
    },
    store::{
        ArticleId, LOCAL_READER, Library,
        articles::Arrival,
        index::{self, Candidate, Hit, LibrarySearch},
        lists::{Filter, Titles},
        sources::SourceKind,
    },
};

/// An app, what it asks for, and what it gets.
pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) library: Library,
    converters: Arc<Converters>,
    /// Effects for the terminal, not for a job.
    pub(crate) others: Vec<Effect>,
    /// While true, conversion tables are loaded and not reported.
    pub(crate) holds_tables: bool,
    /// While true, they cannot be loaded; and how often they were requested.
    pub(crate) refuses_tables: bool,
    pub(crate) table_requests: usize,
    pub held: Vec<Ticket>,
    /// The articles as they were given.
    given: Vec<Article>,
    titles: Titles,
    answers: VecDeque<(Ticket, Report)>,
    cache: tempfile::TempDir,
}

impl Desk {
    /// An app of so many columns and rows over these articles.
    pub(crate) fn new(articles: &[Article], settings: Settings, columns: u16, rows: u16) -> Desk {
        let cache = tempfile::tempdir().unwrap();
        let converters = Arc::new(
            Converters::new(Some(cache.path().to_owned()), cache.path().to_owned())
                .with_exceptions(cache.path().join("conversions.toml")),
        );
        let library = Library::open_in_memory(LOCAL_READER).unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let source = library.sources().find_or_add(SourceKind::Import, "test", "測試", now).unwrap();
        let arrivals: Vec<Arrival<'_>> = articles.iter().map(Arrival::from).collect();
        library.articles().insert(source, &arrivals, now).unwrap();
        let app = App::new(settings, Arc::clone(&converters));
        let mut desk = Desk {
            app,
            library,
            converters,
            others: Vec::new(),
            holds_tables: false,
            refuses_tables: false,
            table_requests: 0,
            held: Vec::new(),
            given: articles.to_vec(),
            titles: Titles::default(),
            answers: VecDeque::new(),
            cache,
        };
        desk.event(Event::Resize(columns, rows));
        desk
    }

    /// The file of the person's own conversions.
    pub(crate) fn conversions(&self) -> std::path::PathBuf {
        self.cache.path().join("conversions.toml")
    }

    /// The same on a library that can only be read.
    pub(crate) fn read_only(self, reason: &str) -> Desk {
        Desk { app: self.app.with_access(Some(reason.to_owned())), ..self }
    }

    /// Types keys, in the notation of the keymap.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Desk {
        for press in parse_presses(keys).unwrap() {
            self.event(Event::Input(Input::Press(press)));
        }
        self
    }

    /// Gives the app an event and carries out what it asks for, until it asks for nothing more.
    pub(crate) fn event(&mut self, event: Event) {
        let mut effects: VecDeque<Effect> = self.app.update(event).into();
        while let Some(effect) = effects.pop_front() {
            let answer = self.perform(effect);
            self.answers.extend(answer);
            while let Some((ticket, report)) = self.answers.pop_front() {
                effects.extend(self.app.update(Event::Report(ticket, report)));
            }
        }
    }

    /// Gives out the tables that were held back.
    pub(crate) fn release_tables(&mut self) {
        for ticket in std::mem::take(&mut self.held) {
            self.event(Event::Report(ticket, Report::TablesLoaded));
        }
    }

    fn perform(&mut self, effect: Effect) -> Option<(Ticket, Report)> {
        let now = Timestamp::UNIX_EPOCH;
        match effect {
            Effect::Rows { ticket, query, start, count } => {
                if query.is_empty() {
                    let total = self.library.lists().count(&Filter::default()).unwrap();
                    let rows = self.library.lists().rows(&Filter::default(), start..start + count).unwrap();
                    return Some((ticket, Report::Rows { total, start, rows }));
                }
                let predicate = Predicate::compile(&query).unwrap();
                let ids = self.titles.matching(self.library.lists(), &predicate, || false).unwrap().unwrap();
                let total = ids.len();
                let rows = self.library.lists().rows_of(&ids[start.min(total)..(start + count).min(total)]).unwrap();
                return Some((ticket, Report::Rows { total, start, rows }));
            }
            Effect::Open { ticket, id } => {
                let stored = self.library.articles().get(id).unwrap();
                // As a parser made it, with all that belongs to its blocks.
                let given = self.given.iter().find(|given| given.title == stored.title).cloned();
                let article = Arc::new(given.unwrap_or(stored));
                let state = self.library.marks().get(id).unwrap();
                let script = self.library.scripts().of_article(id).unwrap();
                let edited = self.library.articles().edits(id).unwrap().into_iter().next();
                return Some((ticket, Report::Article { id, article, state, script, edited }));
            }
            Effect::LoadTables { ticket, configs } => {
                self.table_requests += 1;
                if self.refuses_tables {
                    return Some((ticket, Report::Failed("no tables".to_owned())));
                }
                self.converters.load_all(&configs).unwrap();
                if !self.holds_tables {
                    return Some((ticket, Report::TablesLoaded));
                }
                self.held.push(ticket);
            }
            Effect::ReadConversions { ticket } => {
                let changed = self.converters.refresh_exceptions().unwrap();
                return Some((ticket, Report::ConversionsRead(changed)));
            }
            Effect::SetScript { of, script } => self.library.scripts().set(of, script).unwrap(),
            Effect::SetScriptOfEverything { script, configured } => {
                self.library.scripts().set_default(script, configured).unwrap();
            }
            Effect::Search { ticket, query } => {
                let mut hits = Vec::new();
                let search = LibrarySearch::compile(&query, &StopCheck::never()).unwrap();
                let found = |_, candidate: &Candidate<'_>, matched: Option<ArticleMatch>| {
                    hits.extend(matched.map(|matched| Hit::new(candidate, matched)));
                    ControlFlow::Continue(())
                };
                search.run(&self.library, &StopCheck::never(), found).unwrap();
                self.answers.push_back((ticket, Report::Hits(hits)));
                self.answers.push_back((ticket, Report::Searched { more: false, damaged: 0 }));
            }
            Effect::Related { ticket, id } => {
                let related = index::related(&self.library, id, 20, &StopCheck::never()).unwrap();
                let hits = related.into_iter().enumerate().map(|(place, one)| Hit::related(one, place)).collect();
                self.answers.push_back((ticket, Report::Hits(hits)));
                self.answers.push_back((ticket, Report::Searched { more: false, damaged: 0 }));
            }
            Effect::CheckLibrary => {}
            Effect::Index { ticket } => {
                self.library.index().build(|_| ControlFlow::Continue(())).unwrap();
                return Some((ticket, Report::Indexed));
            }
            Effect::SavePlace { id, place } => self.library.marks().set_place(id, place, now).unwrap(),
            Effect::SetRead { id, read } => self.library.marks().set_read(id, read, now).unwrap(),
            Effect::SetStarred { id, starred } => self.library.marks().set_starred(id, starred, now).unwrap(),
            Effect::Sources { ticket } => {
                return Some((ticket, Report::Sources(self.library.readings().states().unwrap())));
            }
            Effect::MarkAllRead { ticket, query } => {
                let ids = self
                    .titles
                    .matching(self.library.lists(), &Predicate::compile(&query).unwrap(), || false)
                    .unwrap()
                    .unwrap();
                let count = self.library.markings().mark_each(&ids, now).unwrap();
                return Some((ticket, Report::Saved(format!("{count}"))));
            }
            Effect::UndoMarkAllRead { ticket } => {
                return Some((ticket, Report::Saved(format!("{:?}", self.library.markings().undo().unwrap()))));
            }
            Effect::EditTags { ticket, id, edit } => {
                self.library.tags().edit(id, &edit).unwrap();
                return Some((ticket, Report::Saved(format!("{:?}", self.library.tags().of_article(id).unwrap().own))));
            }
            other => self.others.push(other),
        }
        None
    }

    /// The number of the article under the cursor.
    pub(crate) fn current(&self) -> ArticleId {
        self.app.list().window().current().unwrap().row.id
    }

    /// The text of the lines on the screen of an article.
    pub(crate) fn lines(&self) -> Vec<String> {
        let page = self.app.article().unwrap().page();
        let text = |line: &crate::typeset::Line| {
            let shown = page.rendition().shown(line.part);
            shown.map_or_else(String::new, |shown| shown.text.slice(line.ink.clone()).to_owned())
        };
        page.visible().map(text).collect()
    }
}

/// An article in Simplified Chinese with a number in its title; the higher the number, the newer.
pub(crate) fn article(number: u32, paragraphs: &[&str]) -> Article {
    Article {
        title: format!("第{number}号新闻"),
        published: Published::parse(&format!("{:04}-01-01T08:00:00", 2000 + number)),
        lang: Some("zh-Hans".to_owned()),
        blocks: paragraphs.iter().map(|text| Block::paragraph(*text)).collect(),
        ..Article::default()
    }
}

/// A number of articles, with a body that fills several screens.
pub(crate) fn articles(count: u32) -> Vec<Article> {
    let body = "望潮镇的图书馆今天开放，读者在门口排起了长队。国务院发展研究的图书也上了架。".repeat(40);
    (1..=count).map(|number| article(number, &[&body, "尾段在这里结束。"])).collect()
}
