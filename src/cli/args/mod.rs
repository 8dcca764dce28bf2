//! The command line, declared once; help derives from it.

mod library;
mod network;

pub use library::{ExportArgs, KeepArgs, MarkArgs, ReparseArgs, SalvageArgs};
pub use network::{FeedAddArgs, FeedSetArgs, FeedVerb, OpmlVerb, SyncArgs};

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::{
    script::{Script, conversion::Config},
    text::width::Ambiguous,
};

use crate::cli::Usage;

/// A terminal news browser for Chinese, Japanese and Korean text.
#[derive(Debug, Parser)]
#[command(name = "kanbao", version, about, max_term_width = 100)]
pub struct Arguments {
    /// The library file; also the variable `KANBAO_LIBRARY`
    #[arg(long, global = true, value_name = "FILE")]
    pub library: Option<PathBuf>,
    /// The verb; without one the reader opens
    #[command(subcommand)]
    pub verb: Option<Verb>,
    /// Files and folders to import first
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

impl Arguments {
    /// Parses a command line, the program's name first.
    ///
    /// # Errors
    /// Help, or the mistake in the command line.
    pub fn from_words(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, Usage> {
        let arguments = Arguments::try_parse_from(words)?;
        // A file with the name of a verb is given as ./list.
        if arguments.verb.is_some() && !arguments.paths.is_empty() {
            let what = "a path cannot stand before a verb; write the verb first";
            return Err(Arguments::command().error(clap::error::ErrorKind::ArgumentConflict, what).into());
        }
        Ok(arguments)
    }
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Add articles from files and folders to the library
    Import(ImportArgs),
    /// List articles, newest first
    List(ListArgs),
    /// Print an article as the reader would show it
    Show(ShowArgs),
    /// Find text in articles, in any spelling
    Search(SearchArgs),
    /// Convert text from one script to another
    Convert(ConvertArgs),
    /// Mark an article, a source, or all
    Mark(MarkArgs),
    /// Add, list, change and remove feeds
    #[command(subcommand)]
    Feed(FeedVerb),
    /// Read all feeds and folders again
    Sync(SyncArgs),
    /// Import and export lists of feeds
    #[command(subcommand)]
    Opml(OpmlVerb),
    /// Set how many articles of a source are kept
    Keep(KeepArgs),
    /// Read articles anew from the text they were made from
    Reparse(ReparseArgs),
    /// Write articles to files
    Export(ExportArgs),
    /// Copy the library to a file
    Backup {
        /// The copy; an earlier copy is replaced, any other file is refused
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Replace the library by a copy
    Restore {
        /// A copy written by `kanbao backup`; the present library is kept as library.db.before-restore
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Write the readable part of a damaged library to a new file
    Salvage(SalvageArgs),
    /// Check that the library is whole
    Check,
    /// Check or print the configuration
    #[command(subcommand)]
    Config(ConfigVerb),
    /// Print the completions for a shell
    Completions {
        /// The shell
        #[arg(value_name = "SHELL", value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the abilities of the terminal, and the files and folders in use
    Doctor,
    /// Print the manual page
    Man,
}

/// `kanbao config`
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum ConfigVerb {
    /// Check the configuration file
    Check,
    /// Print every setting with its value, as a configuration file
    Dump,
}

/// `kanbao import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Read every file as this format
    #[arg(long, value_name = "F", value_enum)]
    pub format: Option<FormatArg>,
    /// Read every file in this encoding, for example gb18030 or big5
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// The language of articles that do not name theirs, for example zh-Hant-TW
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Print one JSON object for each file
    #[arg(long)]
    pub json: bool,
    /// Files and folders; - is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// The formats of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// A title, a date line, a paragraph a line
    Page,
    /// Markdown, with or without front matter
    Markdown,
    /// A JSON object or a list of them
    Json,
    /// A JSON object a line
    Jsonl,
    /// A web page
    Html,
    /// RSS, Atom or JSON Feed
    Feed,
    /// An EPUB book
    Epub,
    /// The list of feeds (urls) or the cache (cache.db) of newsboat
    Newsboat,
}

/// `kanbao list`
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only articles not read yet
    #[arg(long)]
    pub unread: bool,
    /// Only starred articles
    #[arg(long)]
    pub starred: bool,
    /// Only articles of this source
    #[arg(long, value_name = "S")]
    pub source: Option<String>,
    /// The most articles to list
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,
    /// Only articles whose title, source, author or tags have these words, however they are written or by their
    /// pinyin; also !word, is:unread, is:starred, source:, author:, title:, tag:, lang:, after:2021-12, before:2022
    #[arg(value_name = "QUERY", allow_hyphen_values = true, value_parser = query)]
    pub query: Option<String>,
}

/// Parses a query. It may begin with the hyphen that excludes a word, but not look like a mistyped option.
fn query(typed: &str) -> Result<String, String> {
    let option = if typed.starts_with("--") { typed.len() > 2 } else { typed.starts_with('-') && typed.len() == 2 };
    if option && typed.is_ascii() {
        return Err(format!("there is no option {typed} here; to search for it, put a space before it: ' {typed}'"));
    }
    Ok(typed.to_owned())
}

/// `kanbao show`
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The script to show the article in
    #[arg(long, value_name = "S", value_parser = parse_script)]
    pub script: Option<Script>,
    /// The longest line, in cells
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..))]
    pub width: Option<u16>,
    /// The width of characters such as — … “ ” in the terminal
    #[arg(long, value_name = "narrow|wide", value_parser = parse_ambiguous)]
    pub ambiguous: Option<Ambiguous>,
    /// A setting for this run, as in the configuration file; may be given several times
    #[arg(long, value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// The language of the article, for example zh-Hant-TW; detected if not given
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Print it as a JSON object
    #[arg(long)]
    pub json: bool,
    /// The article's number, or latest
    #[arg(value_name = "ID", value_parser = parse_article)]
    pub id: ArticleArg,
}

/// `kanbao search`
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Only in the article with this number
    #[arg(long = "in", value_name = "ID")]
    pub within: Option<i64>,
    /// The most matches to print
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Print one JSON object for each match
    #[arg(long)]
    pub json: bool,
    /// The text to find
    #[arg(value_name = "QUERY", allow_hyphen_values = true, value_parser = query)]
    pub query: String,
}

/// `kanbao convert`
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("by").required(true).args(["to", "config"]))]
pub struct ConvertArgs {
    /// The script to write
    #[arg(long, value_name = "S", value_parser = parse_script)]
    pub to: Option<Script>,
    /// The script of the text; detected if not given
    #[arg(long, value_name = "S", value_parser = parse_script)]
    pub from: Option<Script>,
    /// An OpenCC configuration instead, applied to every character, for example s2twp
    #[arg(long, value_name = "NAME", value_parser = parse_config, conflicts_with_all = ["to", "from"])]
    pub config: Option<Config>,
    /// Print the changes instead of the text, one JSON object for each
    #[arg(long)]
    pub map: bool,
    /// The file; - or none is standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// An article named on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleArg {
    /// The newest article.
    Latest,
    /// The article with this number.
    Id(i64),
}

fn parse_script(name: &str) -> Result<Script, String> {
    name.parse().map_err(|error: <Script as std::str::FromStr>::Err| error.to_string())
}

fn parse_config(name: &str) -> Result<Config, String> {
    name.parse().map_err(|error: <Config as std::str::FromStr>::Err| error.to_string())
}

fn parse_ambiguous(name: &str) -> Result<Ambiguous, String> {
    match name {
        "narrow" => Ok(Ambiguous::Narrow),
        "wide" => Ok(Ambiguous::Wide),
        _ => Err("write narrow or wide".to_owned()),
    }
}

pub(super) fn parse_article(text: &str) -> Result<ArticleArg, String> {
    match text {
        "latest" => Ok(ArticleArg::Latest),
        number => number.parse().map(ArticleArg::Id).map_err(|_| "write an article's number, or latest".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declaration_is_valid() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn paths_and_verbs_are_distinguished() {
        let arguments = Arguments::parse_from(["kanbao", "sample_articles", "--library", "x.db"]);
        assert!(arguments.verb.is_none());
        assert_eq!(arguments.paths, [PathBuf::from("sample_articles")]);
        let arguments = Arguments::parse_from(["kanbao", "--library", "x.db", "list", "--json", "国"]);
        assert!(matches!(arguments.verb, Some(Verb::List(ListArgs { json: true, .. }))));
        for wrong in [
            &["mark", "3"][..],
            &["mark", "--read"],
            &["mark", "3", "--undo"],
            &["mark", "--star", "--source", "x"],
            &["mark", "3", "--read", "--unread"],
            &["mark", "--tag", "x"],
            &["export", "3"],
            &["keep", "x", "--everything", "--days", "3"],
            &["reparse"],
            &["reparse", "3", "--all"],
        ] {
            assert!(Arguments::try_parse_from([&["kanbao"], wrong].concat()).is_err(), "{wrong:?}");
        }
        for right in [
            &["mark", "3", "--read", "--tag", "a", "--tag", "b", "--untag", "c"][..],
            &["mark", "--source", "x", "--tag", "a"],
            &["mark", "--all-read"],
            &["mark", "--read", "--source", "x", "--tag", "a"],
            &["mark", "--all-read", "--source", "x"],
            &["mark", "--undo"],
            &["reparse", "3", "latest", "--json"],
            &["reparse", "--source", "x"],
            &["export", "3", "latest", "--dir", "x", "--format", "json"],
        ] {
            assert!(Arguments::try_parse_from([&["kanbao"], right].concat()).is_ok(), "{right:?}");
        }
        assert!(Arguments::try_parse_from(["kanbao", "show", "latest", "--width", "1"]).is_err());
        assert!(Arguments::try_parse_from(["kanbao", "show", "newest"]).is_err());
    }
}
