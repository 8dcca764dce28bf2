//! Arguments of the verbs for feeds and lists of feeds.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `kanbao feed`
#[derive(Debug, Subcommand)]
pub enum FeedVerb {
    /// Add feeds and read them; the address of a page leads to the feed that it names
    Add(FeedAddArgs),
    /// List the feeds and folders with their errors
    List {
        /// Print one JSON object a source
        #[arg(long)]
        json: bool,
    },
    /// Change the title of a feed or how it is read
    Set(FeedSetArgs),
    /// Remove a feed or folder; its articles stay in the library
    Remove {
        /// The number that `kanbao feed list` shows
        #[arg(value_name = "ID")]
        id: i64,
    },
}

/// `kanbao feed add`
#[derive(Debug, Args)]
pub struct FeedAddArgs {
    /// Take the text of articles from their pages, for feeds that carry only the start of it
    #[arg(long)]
    pub fulltext: bool,
    /// Allow addresses of private networks and of this machine in this run
    #[arg(long)]
    pub allow_private: bool,
    /// Addresses of feeds, or of pages that name a feed
    #[arg(required = true, value_name = "URL")]
    pub addresses: Vec<String>,
}

/// `kanbao feed set`
#[derive(Clone, Debug, Args)]
#[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
pub struct FeedSetArgs {
    /// Take the text of articles from their pages from now on
    #[arg(long, group = "change", conflicts_with = "no_fulltext")]
    pub fulltext: bool,
    /// Take the text from the feed itself from now on; text taken from pages stays
    #[arg(long, group = "change")]
    pub no_fulltext: bool,
    /// The title to list it under
    #[arg(long, group = "change", value_name = "TITLE")]
    pub title: Option<String>,
    /// The number that `kanbao feed list` shows
    #[arg(value_name = "ID")]
    pub id: i64,
}

/// `kanbao sync`
#[derive(Debug, Args)]
pub struct SyncArgs {
    /// Print one JSON object a source
    #[arg(long)]
    pub json: bool,
    /// Allow addresses of private networks and of this machine in this run
    #[arg(long)]
    pub allow_private: bool,
    /// Only the sources with these numbers
    #[arg(value_name = "ID")]
    pub ids: Vec<i64>,
}

/// `kanbao opml`
#[derive(Debug, Subcommand)]
pub enum OpmlVerb {
    /// Add the feeds of an OPML list; its folders become tags
    Import {
        /// The list; - is standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Print the list of feeds as OPML
    Export,
}
