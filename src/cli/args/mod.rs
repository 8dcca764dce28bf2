//! The command line, declared once; help derives from it.

mod keeping;
mod network;

pub use keeping::{BackupArgs, ExportArgs, KeepArgs, MarkArgs, RestoreArgs, SalvageArgs};
pub use network::{FeedAddArgs, FeedListArgs, FeedSetArgs, FeedVerb, OpmlVerb, SyncArgs};

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
    /// What to do instead of opening the reader
    #[command(subcommand)]
    pub verb: Option<Verb>,
    /// Files and folders to import first; the list opens on them
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

impl Arguments {
    /// The arguments of a command line, the program's name first.
    ///
    /// # Errors
    /// What to say instead of running anything: what is wrong, or help.
    pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, Usage> {
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
    /// Put articles from files and folders into the library
    Import(ImportArgs),
    /// List articles, newest first
    List(ListArgs),
    /// Print an article as the reader would show it
    Show(ShowArgs),
    /// Find text in articles, however it is written
    Search(SearchArgs),
    /// Convert text from one script to another
    Convert(ConvertArgs),
    /// Mark an article, a source, or all
    Mark(MarkArgs),
    /// The feeds that are read again and again
    #[command(subcommand)]
    Feed(FeedVerb),
    /// Read all feeds and folders again
    Sync(SyncArgs),
    /// Lists of feeds from and for other readers
    #[command(subcommand)]
    Opml(OpmlVerb),
    /// Say how much a source keeps
    Keep(KeepArgs),
    /// Write articles to files
    Export(ExportArgs),
    /// Copy the library to a file
    Backup(BackupArgs),
    /// Put a copy in the library's place
    Restore(RestoreArgs),
    /// Write what can be read of a damaged library to a new file
    Salvage(SalvageArgs),
    /// See whether the library is whole
    Check,
    /// Look at the configuration
    #[command(subcommand)]
    Config(ConfigVerb),
    /// Print what a shell needs to complete commands
    Completions(CompletionsArgs),
    /// Say what kanbao makes of the terminal, and where it keeps what
    Doctor,
    /// Print the manual page
    Man,
}

/// `kanbao config`
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum ConfigVerb {
    /// Say whether the configuration file can be used
    Check,
    /// Print every setting with its value, as a configuration file
    Dump,
}

/// `kanbao completions`
#[derive(Clone, Copy, Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

/// `kanbao import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Take every file for this format
    #[arg(long, value_name = "F", value_enum)]
    pub format: Option<FormatArg>,
    /// Take every file for this encoding, for example gb18030 or big5
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// The language of articles that do not name theirs, for example zh-Hant-TW
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Print one JSON object a file
    #[arg(long)]
    pub json: bool,
    /// Files and folders; - is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// The formats a file can be taken for.
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
    /// At most so many
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

/// A query, which may begin with the hyphen that excludes a word, but is no option that was mistyped.
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
    /// The script to show it in
    #[arg(long, value_name = "S", value_parser = parse_script)]
    pub script: Option<Script>,
    /// The longest line, in cells
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..))]
    pub width: Option<u16>,
    /// How wide the terminal draws characters such as — … “ ”
    #[arg(long, value_name = "narrow|wide", value_parser = parse_ambiguous)]
    pub ambiguous: Option<Ambiguous>,
    /// A setting for this time, as in the configuration file; may be given more than once
    #[arg(long, value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// The language it is set in, for example zh-Hant-TW; found out if not given
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Print it as a JSON object
    #[arg(long)]
    pub json: bool,
    /// The article's number, or latest
    #[arg(value_name = "ID", value_parser = parse_wanted)]
    pub id: ArticleArg,
}

/// `kanbao search`
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Only in the article with this number
    #[arg(long = "in", value_name = "ID")]
    pub within: Option<i64>,
    /// At most so many matches
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Print one JSON object a match
    #[arg(long)]
    pub json: bool,
    /// What to find
    #[arg(value_name = "QUERY", allow_hyphen_values = true, value_parser = query)]
    pub query: String,
}

/// `kanbao convert`
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("by").required(true).args(["to", "config"]))]
pub struct ConvertArgs {
    /// The script wanted
    #[arg(long, value_name = "S", value_parser = parse_script)]
    pub to: Option<Script>,
    /// The script the text is in; found out if not given
    #[arg(long, value_name = "S", value_parser = parse_script)]
    pub from: Option<Script>,
    /// One of OpenCC's configurations instead, of every character, for example s2twp
    #[arg(long, value_name = "NAME", value_parser = parse_config, conflicts_with_all = ["to", "from"])]
    pub config: Option<Config>,
    /// Print what is changed instead of the text, one JSON object a change
    #[arg(long)]
    pub map: bool,
    /// A file; standard input if left out or -
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// Which article is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleArg {
    /// The newest.
    Latest,
    /// The one with this number.
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

pub(super) fn parse_wanted(text: &str) -> Result<ArticleArg, String> {
    match text {
        "latest" => Ok(ArticleArg::Latest),
        number => number.parse().map(ArticleArg::Id).map_err(|_| "write an article's number, or latest".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declaration_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn paths_and_verbs_are_told_apart() {
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
            &["export", "3", "latest", "--dir", "x", "--format", "json"],
        ] {
            assert!(Arguments::try_parse_from([&["kanbao"], right].concat()).is_ok(), "{right:?}");
        }
        assert!(Arguments::try_parse_from(["kanbao", "show", "latest", "--width", "1"]).is_err());
        assert!(Arguments::try_parse_from(["kanbao", "show", "newest"]).is_err());
    }
}
