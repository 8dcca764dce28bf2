//! The arguments of the verbs that keep: `mark`, `keep`, `export`, `backup`, `restore`,
//! `salvage`.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use super::{ArticleArg, parse_wanted};

/// `kanbao mark`
#[derive(Clone, Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // Each is a flag of its own.
#[command(group = ArgGroup::new("mark").required(true).multiple(true)
    .args(["read", "unread", "star", "unstar", "tag", "untag", "all_read", "undo"]))]
#[command(group = ArgGroup::new("marked").required(true).multiple(true).args(["id", "source", "all_read", "undo"]))]
pub struct MarkArgs {
    /// The article's number
    #[arg(value_name = "ID")]
    pub id: Option<i64>,
    /// It has been read, or all of the source
    #[arg(long, conflicts_with_all = ["unread", "all_read", "undo"])]
    pub read: bool,
    /// It has not been read
    #[arg(long, conflicts_with_all = ["source", "all_read", "undo"])]
    pub unread: bool,
    /// Star it
    #[arg(long, conflicts_with_all = ["unstar", "source", "all_read", "undo"])]
    pub star: bool,
    /// Take the star away
    #[arg(long, conflicts_with_all = ["source", "all_read", "undo"])]
    pub unstar: bool,
    /// Give it, or the source, a tag; may be given several times
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Take a tag away; may be given several times
    #[arg(long, value_name = "TAG")]
    pub untag: Vec<String>,
    /// A source instead of an article: its number or title
    #[arg(long, value_name = "S", conflicts_with = "id")]
    pub source: Option<String>,
    /// Mark all articles read, or all of the source
    #[arg(long, conflicts_with_all = ["id", "tag", "untag"])]
    pub all_read: bool,
    /// Take the last marking of all back
    #[arg(long, conflicts_with_all = ["id", "source", "tag", "untag", "all_read"])]
    pub undo: bool,
}

/// `kanbao keep`
#[derive(Clone, Debug, Args)]
pub struct KeepArgs {
    /// The source: its number or title
    #[arg(value_name = "SOURCE")]
    pub source: String,
    /// Keep so many of its newest articles; starred, tagged and unread ones are kept in any case
    #[arg(long, value_name = "N")]
    pub articles: Option<u32>,
    /// Keep what came in during the last so many days
    #[arg(long, value_name = "N")]
    pub days: Option<u32>,
    /// Drop articles that nobody has read, too
    #[arg(long)]
    pub drop_unread: bool,
    /// Keep everything from now on
    #[arg(long, conflicts_with_all = ["articles", "days", "drop_unread"])]
    pub everything: bool,
}

/// `kanbao export`
#[derive(Clone, Debug, Args)]
pub struct ExportArgs {
    /// What the files are to be
    #[arg(long, value_name = "F", value_enum, default_value_t)]
    pub format: ExportFormatArg,
    /// The folder for the files; made if there is none
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
    /// Numbers of articles, or latest
    #[arg(required = true, value_name = "ID", value_parser = parse_wanted)]
    pub ids: Vec<ArticleArg>,
}

/// The formats an article can be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ExportFormatArg {
    /// A title, a date line, a paragraph a line
    #[default]
    Page,
    /// Markdown with front matter
    Markdown,
    /// A JSON object, which holds everything
    Json,
}

impl From<ExportFormatArg> for crate::export::ExportFormat {
    fn from(format: ExportFormatArg) -> crate::export::ExportFormat {
        match format {
            ExportFormatArg::Page => crate::export::ExportFormat::Page,
            ExportFormatArg::Markdown => crate::export::ExportFormat::Markdown,
            ExportFormatArg::Json => crate::export::ExportFormat::Json,
        }
    }
}

/// `kanbao backup`
#[derive(Clone, Debug, Args)]
pub struct BackupArgs {
    /// The copy; an earlier copy there is replaced, anything else is left alone
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// `kanbao restore`
#[derive(Clone, Debug, Args)]
pub struct RestoreArgs {
    /// A copy that `kanbao backup` has written; it stays as it is, and so does the library, as library.db.before-restore
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// `kanbao salvage`
#[derive(Clone, Debug, Args)]
pub struct SalvageArgs {
    /// Print one JSON object a loss, and one that sums up
    #[arg(long)]
    pub json: bool,
    /// The new library; there must be no such file
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
}
