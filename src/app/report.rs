//! Reports: answers to effects, and news without a request.

use std::sync::Arc;

use super::{input::history::HistoryKind, shared::access::Flag};
use crate::{
    article::Article,
    picture::{Drawing, Picture},
    script::Script,
    store::{ArticleId, articles::ArticleEdit, index::Hit, lists::Row, sources::SourceState, state::ArticleState},
};

/// A report from outside the app, mostly the answer to an effect.
#[derive(Clone, Debug)]
pub(crate) enum Report {
    /// Rows of the list.
    Rows {
        /// Number of articles of the list.
        total: usize,
        /// Position of the first row.
        start: usize,
        /// The rows.
        rows: Vec<Row>,
    },
    /// Rows of a list that is still being read.
    RowsSoFar {
        /// Number of articles of the list so far.
        total: usize,
        /// Position of the first row.
        start: usize,
        /// The rows.
        rows: Vec<Row>,
    },
    /// An article to read.
    Article {
        /// Its number in the library.
        id: ArticleId,
        /// The article.
        article: Arc<Article>,
        /// Its reader's state.
        state: ArticleState,
        /// The script that was chosen for it or for its source.
        script: Option<Script>,
        /// The note of its last edit.
        edited: Option<ArticleEdit>,
    },
    /// Some results of a search. More may come.
    Hits(Vec<Hit>),
    /// The end of a search.
    Searched {
        /// True if there are more results than are listed.
        more: bool,
        /// Number of articles that could not be looked at because they are damaged.
        damaged: usize,
    },
    /// The keywords of an article, the most telling first.
    Keywords(Vec<String>),
    /// The index is up to date.
    Indexed,
    /// Progress of a job, as a sentence.
    Progress(String),
    /// Some of the conversion tables of a request are loaded.
    TableLoaded,
    /// All of them are loaded.
    TablesLoaded,
    /// New articles of a sync that goes on.
    NewArticles,
    /// The end of a sync.
    Synced(SyncSummary),
    /// A feed was added; a sentence about it.
    FeedAdded(String),
    /// The sources.
    Sources(Vec<SourceState>),
    /// Marks, tags or a file were written; a sentence about it.
    Saved(String),
    /// Another program has changed the library.
    Changed,
    /// A flag could not be saved.
    FlagRefused {
        /// The article.
        id: ArticleId,
        /// The flag.
        flag: Flag,
        /// The reason, and what to do.
        reason: String,
    },
    /// The library's file is no longer the one that was opened; a sentence that says why.
    Lost(String),
    /// The library has been opened anew.
    Reopened {
        /// The reason why it can only be read.
        read_only: Option<String>,
        /// A sentence about it.
        notice: Option<String>,
    },
    /// Lines typed in earlier runs, oldest first.
    History(HistoryKind, Vec<String>),
    /// The person's own conversions were read; true if they have changed.
    ConversionsRead(bool),
    /// A picture that was fetched, and the bytes of its file.
    Picture(Arc<Picture>, usize),
    /// A picture that was drawn.
    PictureDrawn(Arc<Drawing>),
    /// The end of an import.
    Imported(ImportSummary),
    /// The end of a request, without a message.
    Done,
    /// The failure of a request; a sentence that says what happened and what to do.
    Failed(String),
}

impl Report {
    /// True if the request goes on.
    #[must_use]
    pub(crate) fn is_partial(&self) -> bool {
        matches!(
            self,
            Report::Progress(_)
                | Report::NewArticles
                | Report::Hits(_)
                | Report::TableLoaded
                | Report::RowsSoFar { .. }
        )
    }
}

/// Summary of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ImportSummary {
    /// Articles that were not in the library before.
    pub(crate) added: usize,
    /// Articles whose text had changed.
    pub(crate) updated: usize,
    /// Articles that were there already.
    pub(crate) unchanged: usize,
    /// Position in the list of the newest article that was imported, from 0.
    pub(crate) at: Option<usize>,
    /// Files that could not be read, a sentence each.
    pub(crate) problems: Vec<String>,
}

/// Summary of a sync.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SyncSummary {
    /// Sources to be read.
    pub(crate) sources: usize,
    /// Articles that were not in the library before.
    pub(crate) added: usize,
    /// Articles whose text had changed.
    pub(crate) updated: usize,
    /// Failures, a sentence a source, its title first.
    pub(crate) problems: Vec<String>,
    /// True if it was stopped.
    pub(crate) stopped: bool,
}
