//! What the app asks for and what it is told: effects out, reports in, with tickets that tell late answers apart.

use std::{path::PathBuf, sync::Arc};

use super::{access::Mark, message::Message};
use crate::app::{commands::Keeping, input::Kept, list::SyncSummary};
use crate::{
    article::Article,
    script::{Script, conversion::Config},
    search::query::Terms,
    store::{
        ArticleId,
        articles::Edit,
        index::Hit,
        lists::Row,
        sources::SourceState,
        state::{ScriptOf, State},
    },
    text::Place,
};

/// Names one request. A report with a ticket that is no longer current is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

impl Ticket {
    /// The ticket of what is told without having been asked for.
    pub const NONE: Ticket = Ticket(0);
}

/// Something to be done outside the app.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Count the articles that meet the terms and read the rows of the list of them from position `start`, at most
    /// `count`.
    Rows {
        /// Names the request.
        ticket: Ticket,
        /// What the articles of the list have to meet.
        terms: Terms,
        /// Position of the first row wanted, from 0.
        start: usize,
        /// How many rows are wanted.
        count: usize,
    },
    /// Read an article and its reader's state.
    Open {
        /// Names the request.
        ticket: Ticket,
        /// The article.
        id: ArticleId,
    },
    /// Remember where an article was left.
    SavePlace {
        /// The article.
        id: ArticleId,
        /// The first visible place.
        place: Place,
    },
    /// Mark an article read or unread.
    SetRead {
        /// The article.
        id: ArticleId,
        /// Whether it is read.
        read: bool,
    },
    /// Star an article, or take its star away.
    SetStarred {
        /// The article.
        id: ArticleId,
        /// Whether it is starred.
        starred: bool,
    },
    /// Load conversion tables.
    LoadTables {
        /// Names the request.
        ticket: Ticket,
        /// Which.
        configs: Vec<Config>,
    },
    /// Read the lines of a prompt that were typed in earlier runs.
    LoadHistory {
        /// Which.
        kept: Kept,
    },
    /// Remember a line that was typed.
    KeepLine {
        /// Among which.
        kept: Kept,
        /// The line.
        line: String,
    },
    /// Read the person's own conversions, if they were saved since they were last read.
    ReadConversions {
        /// Names the request.
        ticket: Ticket,
    },
    /// Remember the script of an article or its source; nothing forgets it.
    SetScript {
        /// Of which.
        of: ScriptOf,
        /// The script.
        script: Option<Script>,
    },
    /// Remember the script of everything else.
    SetScriptOfEverything {
        /// The script.
        script: Script,
        /// The one that the configuration begins with.
        configured: Script,
    },
    /// Import files and folders.
    Import {
        /// Names the request.
        ticket: Ticket,
        /// What to import.
        paths: Vec<PathBuf>,
    },
    /// Import the sample newspaper that the program carries.
    ImportSample {
        /// Names the request.
        ticket: Ticket,
    },
    /// Read all sources again.
    Sync {
        /// Names the request.
        ticket: Ticket,
        /// Whether addresses inside private networks may be read.
        allow_private: bool,
    },
    /// Put a feed on the list.
    AddFeed {
        /// Names the request.
        ticket: Ticket,
        /// Where it is, or the page that names it.
        address: String,
        /// Whether the text of its articles is taken from their pages.
        fulltext: bool,
        /// Whether addresses inside private networks may be read.
        allow_private: bool,
    },
    /// List the sources.
    Sources {
        /// Names the request.
        ticket: Ticket,
    },
    /// Search the library.
    Search {
        /// Names the request.
        ticket: Ticket,
        /// The query.
        terms: Terms,
    },
    /// Find the articles about the same thing as one.
    Related {
        /// Names the request.
        ticket: Ticket,
        /// The article.
        id: ArticleId,
    },
    /// Find the words that an article is about.
    Keywords {
        /// Names the request.
        ticket: Ticket,
        /// The article.
        article: Arc<Article>,
    },
    /// Take what waits into the index of the search.
    Index {
        /// Names the request.
        ticket: Ticket,
    },
    /// Mark many, tag, or write to a file.
    Keep {
        /// Names the request.
        ticket: Ticket,
        /// What is to be done.
        keeping: Keeping,
    },
    /// Open what stands at the library's path now.
    OpenAnew {
        /// Names the request.
        ticket: Ticket,
    },
    /// See whether another program has changed the library.
    Look,
    /// Stop the job with this ticket.
    Stop(Ticket),
    /// Give the terminal back to the shell until the person returns.
    Suspend,
    /// Forget what the terminal shows and paint it anew.
    Repaint,
    /// Put a text on the clipboard of the reader's terminal. It has at most [`crate::app::commands::MAX_COPY_BYTES`] bytes.
    Copy(String),
    /// Open an address of the web with a program: the words of its command, the address among them.
    Browse {
        /// Names the request.
        ticket: Ticket,
        /// The program and its arguments.
        command: Vec<String>,
    },
}

/// The answer to an effect.
#[derive(Clone, Debug)]
pub enum Report {
    /// Rows of the list.
    Rows {
        /// How many articles the list has in all.
        total: usize,
        /// Position of the first row.
        start: usize,
        /// The rows.
        rows: Vec<Row>,
    },
    /// Rows of the list as far as it is known; the answer is still to come.
    RowsSoFar {
        /// How many articles the list has so far.
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
        /// What its reader did with it.
        state: State,
        /// The script its reader chose for it or for its source.
        script: Option<Script>,
        /// The note of its last edit.
        edited: Option<Edit>,
    },
    /// Some of what a search found. More may come.
    Hits(Vec<Hit>),
    /// A search has come to its end; or there is more than is listed.
    Searched {
        /// Whether there is more.
        more: bool,
    },
    /// The words that an article is about, the weightiest first.
    Keywords(Vec<String>),
    /// The index holds everything.
    Indexed,
    /// The job goes on; a sentence for the status line.
    Progress(String),
    /// Something to be said while the job goes on, or, with [`Ticket::NONE`], by nobody's request.
    Message(Message),
    /// Some of the conversion tables are loaded; more are to come.
    TableLoaded,
    /// Conversion tables are loaded.
    TablesLoaded,
    /// While sources are read: articles have come in.
    News,
    /// The sources have been read.
    Synced(SyncSummary),
    /// A feed is on the list; a sentence about it.
    FeedAdded(String),
    /// The sources.
    Sources(Vec<SourceState>),
    /// Something was kept; a sentence about it.
    Kept(String),
    /// Another program has changed the library.
    Changed,
    /// A mark could not be kept.
    NotMarked {
        /// Of which article.
        id: ArticleId,
        /// The mark.
        mark: Mark,
        /// What happened and what to do.
        sentence: String,
    },
    /// The library is no longer what was opened; a sentence that says what happened.
    Lost(String),
    /// The library has been opened anew.
    OpenedAnew {
        /// Why it can only be read, if that is so.
        read_only: Option<String>,
        /// What there is to be said about it.
        notice: Option<String>,
    },
    /// Lines typed in earlier runs, oldest first.
    History(Kept, Vec<String>),
    /// The person's own conversions have been read; whether they have changed.
    ConversionsRead(bool),
    /// An import ended.
    Imported(ImportSummary),
    /// It was done, and there is nothing to say.
    Done,
    /// The request failed; a sentence that says what happened and what to do.
    Failed(String),
}

impl Report {
    /// Whether more is to come for the same request.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        matches!(
            self,
            Report::Progress(_)
                | Report::Message(_)
                | Report::News
                | Report::Hits(_)
                | Report::TableLoaded
                | Report::RowsSoFar { .. }
        )
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Articles that were not in the library before.
    pub added: usize,
    /// Articles whose text had changed.
    pub updated: usize,
    /// Articles that were there already.
    pub unchanged: usize,
    /// Position in the list of the newest article that was imported, from 0.
    pub at: Option<usize>,
    /// What could not be read, a sentence each.
    pub problems: Vec<String>,
}
