//! The verbs of the command line, one file a verb: from plain values to an exit code. Nothing here reads the environment or
//! opens the reader.

pub mod args;
mod backup;
mod check;
mod config;
mod convert;
mod doctor;
mod export;
mod feed;
mod import;
mod keep;
mod list;
mod manual;
mod mark;
mod opml;
mod output;
mod progress;
mod restore;
mod salvage;
mod search;
mod show;
mod source_named;
mod sync;
mod usage;

pub use output::Output;
pub use usage::Usage;

use std::{
    cell::RefCell,
    io::{self, Read},
    path::PathBuf,
    sync::Arc,
};

use crate::{
    app::settings::Settings,
    net::{Policy, Proxies},
    script::{ScriptError, conversion::Converters},
    search::{matching::QueryError, query::TermsError},
    store::{LOCAL_READER, Library, StoreError, database::Stop},
    system::plain::plain,
    term::TerminalEnvironment,
};

pub use crate::cli::args::{Arguments, Verb};
use crate::cli::args::{FeedVerb, OpmlVerb};

/// The values that a verb works with.
pub struct Context<'a> {
    /// The library file.
    pub library: PathBuf,
    /// The configuration file, which need not exist.
    pub config: PathBuf,
    /// The person's choices.
    pub settings: Settings,
    /// The proxies that the environment names.
    pub proxies: Proxies,
    /// One sentence for each part of the configuration file that was left out.
    pub config_problems: Vec<String>,
    /// The folder of dictionaries.
    pub cache: PathBuf,
    /// The folder of crash reports.
    pub state: PathBuf,
    /// The terminal as the environment describes it.
    pub terminal: TerminalEnvironment<'a>,
    /// The command that opens links; empty if there is none.
    pub browser: String,
    /// The stop flag, which verbs that can be stopped check.
    pub stop: Stop,
    /// The conversion tables.
    pub converters: Arc<Converters>,
    /// Columns of the terminal that results are printed to, if it is one.
    pub columns: Option<u16>,
    /// Standard input.
    pub input: &'a mut dyn Read,
    /// Notices about the library, printed when the verb has ended.
    pub notices: RefCell<Vec<String>>,
}

/// The ending of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All was done.
    Done,
    /// The verb failed, found nothing or left something out, and the reason is printed.
    Failed,
    /// The verb was stopped before it was done, and that is printed.
    Stopped,
}

/// The error of a verb. Each message says what happened and what to do.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The library.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A conversion.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// A query.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The terms of a search.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// The request cannot be carried out.
    #[error("{0}")]
    Refused(String),
    /// Standard input cannot be read, or standard output not written.
    #[error("input or output failed: {}.", plain(.0))]
    Io(#[from] io::Error),
}

/// Runs a verb that only prints: it needs no folder, library or setting. `None` for any other verb.
pub fn print(verb: &Verb, output: &mut Output<'_>) -> Option<Ending> {
    let result = match verb {
        Verb::Completions(arguments) => manual::completions(*arguments, output),
        Verb::Man => manual::page(output),
        _ => return None,
    };
    Some(ended(result, output))
}

/// Runs a verb. A reader of the output that goes away early (`| head`) is no failure.
pub fn run(verb: Verb, context: &mut Context<'_>, output: &mut Output<'_>) -> Ending {
    if verb.uses_settings() {
        for problem in &context.config_problems {
            // If it cannot be printed there is nobody to tell.
            let _ = output.complain(problem);
        }
    }
    let result = match verb {
        Verb::Import(arguments) => import::run(&arguments, context, output),
        Verb::List(arguments) => list::run(&arguments, context, output),
        Verb::Show(arguments) => show::run(&arguments, context, output),
        Verb::Search(arguments) => search::run(&arguments, context, output),
        Verb::Convert(arguments) => convert::run(&arguments, context, output),
        Verb::Mark(arguments) => mark::run(&arguments, context, output),
        Verb::Keep(arguments) => keep::run(&arguments, context, output),
        Verb::Export(arguments) => export::run(&arguments, context, output),
        Verb::Backup(arguments) => backup::run(&arguments, context, output),
        Verb::Restore(arguments) => restore::run(&arguments, context, output),
        Verb::Salvage(arguments) => salvage::run(&arguments, context, output),
        Verb::Check => check::run(context, output),
        Verb::Feed(verb) => feed::run(verb, context, output),
        Verb::Sync(arguments) => sync::run(&arguments, context, output),
        Verb::Opml(verb) => opml::run(&verb, context, output),
        Verb::Config(verb) => config::run(verb, context, output),
        Verb::Completions(arguments) => manual::completions(arguments, output),
        Verb::Doctor => doctor::run(context, output),
        Verb::Man => manual::page(output),
    };
    for notice in context.notices.take() {
        // If it cannot be printed there is nobody to tell.
        let _ = output.complain(&format!("{notice}."));
    }
    ended(result, output)
}

/// Prints the error of a verb, if there is one.
fn ended(result: Result<Ending, CliError>, output: &mut Output<'_>) -> Ending {
    match result {
        Ok(ending) => ending,
        Err(CliError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ending::Done,
        Err(CliError::Store(error @ StoreError::Stopped)) => {
            let _ = output.complain(&format!("{error}; what it had acknowledged by then is kept."));
            Ending::Stopped
        }
        Err(error) => {
            // If it cannot be printed there is nobody to tell.
            let _ = output.complain(&error.to_string());
            Ending::Failed
        }
    }
}

impl Verb {
    /// True for a verb that checks the stop flag and ends where nothing is half done. A signal ends the others at once, and
    /// nothing is lost.
    #[must_use]
    pub fn stops(&self) -> bool {
        matches!(
            self,
            Verb::Import(_)
                | Verb::Export(_)
                | Verb::Backup(_)
                | Verb::Restore(_)
                | Verb::Salvage(_)
                | Verb::Check
                | Verb::Sync(_)
                | Verb::Feed(FeedVerb::Add(_))
                | Verb::Opml(OpmlVerb::Import { .. })
        )
    }

    /// True for a verb that uses the settings and does not report on the configuration file itself.
    fn uses_settings(&self) -> bool {
        !matches!(self, Verb::Config(_) | Verb::Doctor | Verb::Completions(_) | Verb::Man)
    }
}

impl Context<'_> {
    /// The network policy; `allow_private` applies to this run only.
    fn policy(&self, allow_private: bool) -> Policy {
        let allow_private = allow_private || self.settings.allow_private;
        Policy { allow_private, proxies: self.proxies.clone(), ..Policy::default() }
    }

    /// Opens the library, or creates it.
    fn open(&self) -> Result<Library, StoreError> {
        let mut library = Library::open(&self.library, LOCAL_READER)?;
        library.stop_by(Some(self.stop.clone()))?;
        self.notices.borrow_mut().extend(library.notice());
        Ok(library)
    }
}

/// The text of an error with a mark at its end.
fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    if text.ends_with(['.', '?', '!']) { text } else { text + "." }
}

/// `1 article`, `2 articles`
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
