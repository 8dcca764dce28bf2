//! Effects: requests to the world outside the app, with tickets that identify late answers.

use std::{path::PathBuf, sync::Arc};

use super::input::history::HistoryKind;
use crate::{
    article::Article,
    export::ExportFormat,
    picture::{Picture, Surface},
    script::{Script, conversion::Config},
    search::query::Terms,
    store::{
        ArticleId,
        state::{ScriptTarget, TagEdit},
    },
    text::Place,
};

/// Identity of a request. A report with a ticket that is no longer current is ignored; later requests have higher ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ticket(pub(crate) u64);

impl Ticket {
    /// The ticket of reports without a request.
    pub(crate) const NONE: Ticket = Ticket(0);
}

/// A request to the world outside the app.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    /// Count the articles that match a query, and read at most `count` rows of the list of them from position `start`.
    Rows {
        /// Names the request.
        ticket: Ticket,
        /// The query that the articles of the list match.
        query: Terms,
        /// Position of the first row, from 0.
        start: usize,
        /// Number of rows.
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
        /// True for read.
        read: bool,
    },
    /// Star an article, or take its star away.
    SetStarred {
        /// The article.
        id: ArticleId,
        /// True for a star.
        starred: bool,
    },
    /// Load conversion tables.
    LoadTables {
        /// Names the request.
        ticket: Ticket,
        /// Their configurations.
        configs: Vec<Config>,
    },
    /// Read the lines that were typed into a prompt in earlier runs.
    LoadHistory(HistoryKind),
    /// Remember a line that was typed.
    SaveLine {
        /// Its history.
        history: HistoryKind,
        /// The line.
        line: String,
    },
    /// Read the person's own conversions, if they have changed since they were last read.
    ReadConversions {
        /// Names the request.
        ticket: Ticket,
    },
    /// Remember the script of an article or of a source; `None` forgets it.
    SetScript {
        /// The article or source.
        of: ScriptTarget,
        /// The script.
        script: Option<Script>,
    },
    /// Remember the script of everything else.
    SetScriptOfEverything {
        /// The script.
        script: Script,
        /// The script of the configuration.
        configured: Script,
    },
    /// Import files and folders.
    Import {
        /// Names the request.
        ticket: Ticket,
        /// Files and folders.
        paths: Vec<PathBuf>,
    },
    /// Import the sample newspaper of the program.
    ImportSample {
        /// Names the request.
        ticket: Ticket,
    },
    /// Read all sources anew.
    Sync {
        /// Names the request.
        ticket: Ticket,
        /// True if addresses inside private networks may be read.
        allow_private: bool,
    },
    /// Subscribe to a feed.
    AddFeed {
        /// Names the request.
        ticket: Ticket,
        /// Its address, or that of a page that names it.
        address: String,
        /// True if the text of its articles is taken from their pages.
        fulltext: bool,
        /// True if addresses inside private networks may be read.
        allow_private: bool,
    },
    /// List the sources.
    Sources {
        /// Names the request.
        ticket: Ticket,
    },
    /// Search the library. A later search takes the place of an earlier one.
    Search {
        /// Names the request.
        ticket: Ticket,
        /// The query, without words of other regions.
        query: Terms,
    },
    /// Find articles about the same thing as one.
    Related {
        /// Names the request.
        ticket: Ticket,
        /// The article.
        id: ArticleId,
    },
    /// Find the keywords of an article.
    Keywords {
        /// Names the request.
        ticket: Ticket,
        /// The article.
        article: Arc<Article>,
    },
    /// Index the articles that wait for it.
    Index {
        /// Names the request.
        ticket: Ticket,
    },
    /// Mark the articles of a list read.
    MarkAllRead {
        /// Names the request.
        ticket: Ticket,
        /// The query that the articles of the list match.
        query: Terms,
    },
    /// Undo the last effect of that kind.
    UndoMarkAllRead {
        /// Names the request.
        ticket: Ticket,
    },
    /// Add tags to an article and remove tags; report the tags it has then.
    EditTags {
        /// Names the request.
        ticket: Ticket,
        /// The article.
        id: ArticleId,
        /// The tags to add and to remove.
        edit: TagEdit,
    },
    /// Write an article to a new file of a folder.
    Export {
        /// Names the request.
        ticket: Ticket,
        /// The article.
        id: ArticleId,
        /// The format of the file.
        format: ExportFormat,
        /// The folder.
        folder: PathBuf,
    },
    /// Copy the library to a file.
    Backup {
        /// Names the request.
        ticket: Ticket,
        /// The file.
        file: PathBuf,
    },
    /// Open the file that stands at the library's path now.
    Reopen {
        /// Names the request.
        ticket: Ticket,
    },
    /// Check if another program has changed the library.
    CheckLibrary,
    /// Stop the job with this ticket.
    Stop(Ticket),
    /// Give the terminal back to the shell until the person returns.
    Suspend,
    /// Paint the whole screen anew.
    Repaint,
    /// Put a text on the clipboard of the reader's terminal. It has at most `MAX_COPY_BYTES` bytes.
    Copy(String),
    /// Fetch a picture.
    FetchPicture {
        /// Names the request.
        ticket: Ticket,
        /// Its address.
        address: String,
        /// True if addresses inside private networks may be read.
        allow_private: bool,
    },
    /// Draw a picture for a terminal.
    DrawPicture {
        /// Names the request.
        ticket: Ticket,
        /// The picture.
        picture: Arc<Picture>,
        /// The room for it.
        surface: Surface,
    },
    /// Open an address of the web with a program.
    Browse {
        /// Names the request.
        ticket: Ticket,
        /// The program and its arguments, the address among them.
        command: Vec<String>,
    },
}
