//! Arguments of the verbs that mark, keep and copy: `mark`, `keep`, `export`, `salvage`.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use super::{ArticleArg, parse_article};

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
    /// Mark it read, or all of the source
    #[arg(long, conflicts_with_all = ["unread", "all_read", "undo"])]
    pub read: bool,
    /// Mark it unread
    #[arg(long, conflicts_with_all = ["source", "all_read", "undo"])]
    pub unread: bool,
    /// Star it
    #[arg(long, conflicts_with_all = ["unstar", "source", "all_read", "undo"])]
    pub star: bool,
    /// Remove the star
    #[arg(long, conflicts_with_all = ["source", "all_read", "undo"])]
    pub unstar: bool,
    /// Add a tag to it or to the source; may be given several times
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Remove a tag; may be given several times
    #[arg(long, value_name = "TAG")]
    pub untag: Vec<String>,
    /// A source instead of an article: its number or title
    #[arg(long, value_name = "S", conflicts_with = "id")]
    pub source: Option<String>,
    /// Mark all articles read, or all of the source
    #[arg(long, conflicts_with_all = ["id", "tag", "untag"])]
    pub all_read: bool,
    /// Undo the last --all-read
    #[arg(long, conflicts_with_all = ["id", "source", "tag", "untag", "all_read"])]
    pub undo: bool,
}

/// `kanbao reparse`
#[derive(Clone, Debug, Args)]
#[command(group = ArgGroup::new("reparsed").required(true).args(["ids", "source", "all"]))]
pub struct ReparseArgs {
    /// Numbers of articles, or latest
    #[arg(value_name = "ID", value_parser = parse_article)]
    pub ids: Vec<ArticleArg>,
    /// All articles of a source: its number or title
    #[arg(long, value_name = "S")]
    pub source: Option<String>,
    /// All articles
    #[arg(long)]
    pub all: bool,
    /// Print one JSON object for each article, and the totals
    #[arg(long)]
    pub json: bool,
}

/// `kanbao keep`
#[derive(Clone, Debug, Args)]
pub struct KeepArgs {
    /// The source: its number or title
    #[arg(value_name = "SOURCE")]
    pub source: String,
    /// Keep its N newest articles; starred, tagged and unread articles are always kept
    #[arg(long, value_name = "N")]
    pub articles: Option<u32>,
    /// Keep the articles of the last N days
    #[arg(long, value_name = "N")]
    pub days: Option<u32>,
    /// Drop unread articles as well
    #[arg(long)]
    pub drop_unread: bool,
    /// Keep all articles from now on
    #[arg(long, conflicts_with_all = ["articles", "days", "drop_unread"])]
    pub everything: bool,
}

/// `kanbao export`
#[derive(Clone, Debug, Args)]
pub struct ExportArgs {
    /// The format of the files
    #[arg(long, value_name = "F", value_enum, default_value_t)]
    pub format: ExportFormatArg,
    /// The folder for the files; created if it does not exist
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
    /// The title of the book; without it that of the only article, or the sources of all
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// Numbers of articles, or latest; a book has them as chapters in this order
    #[arg(required = true, value_name = "ID", value_parser = parse_article)]
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
    /// One EPUB book of all the articles
    Epub,
}

impl From<ExportFormatArg> for crate::export::ExportFormat {
    fn from(format: ExportFormatArg) -> crate::export::ExportFormat {
        match format {
            ExportFormatArg::Page => crate::export::ExportFormat::Page,
            ExportFormatArg::Markdown => crate::export::ExportFormat::Markdown,
            ExportFormatArg::Json => crate::export::ExportFormat::Json,
            ExportFormatArg::Epub => crate::export::ExportFormat::Epub,
        }
    }
}

/// `kanbao salvage`
#[derive(Clone, Debug, Args)]
pub struct SalvageArgs {
    /// Print one JSON object for each loss, and one with the totals
    #[arg(long)]
    pub json: bool,
    /// The new library; the file must not exist
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
}
