//! The command line: arguments, the verbs and their output, from plain values to an exit code. Nothing here reads the
//! environment or opens the reader.

pub mod args;
mod output;
mod source_name;
mod usage;
mod verbs;

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
    system::{counted, plain::plain},
    term::TerminalEnvironment,
};

pub use crate::cli::args::{Arguments, Verb};
use crate::cli::args::{FeedVerb, OpmlVerb};

/// The values that a verb works with.
pub struct Context<'a> {
    /// The library file.
    pub library: PathBuf,
    /// The configuration file, which may not exist.
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

/// The error of a verb: a sentence on the failure and its remedy.
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

/// The result of a verb.
type Outcome = Result<Ending, CliError>;

/// Runs a verb that only prints: it needs no folder, library or setting. `None` for any other verb.
pub fn print(verb: &Verb, output: &mut Output<'_>) -> Option<Ending> {
    verbs::print(verb, output).map(|result| ended(result, output))
}

/// Runs a verb. A reader of the output that goes away early (`| head`) is no failure.
pub fn run(verb: Verb, context: &mut Context<'_>, output: &mut Output<'_>) -> Ending {
    if verb.uses_settings() {
        for problem in &context.config_problems {
            // If it cannot be printed there is nobody to tell.
            let _ = output.complain(problem);
        }
    }
    let result = verbs::run(verb, context, output);
    for notice in context.notices.take() {
        // If it cannot be printed there is nobody to tell.
        let _ = output.complain(&format!("{notice}."));
    }
    ended(result, output)
}

/// Prints the error of a verb, if there is one.
fn ended(result: Outcome, output: &mut Output<'_>) -> Ending {
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
    /// True for a verb that checks the stop flag and ends between two steps. A signal ends the others at once, without a
    /// loss.
    #[must_use]
    pub fn stops(&self) -> bool {
        matches!(
            self,
            Verb::Import(_)
                | Verb::Export(_)
                | Verb::Backup { .. }
                | Verb::Restore { .. }
                | Verb::Salvage(_)
                | Verb::Check
                | Verb::Reparse(_)
                | Verb::Sync(_)
                | Verb::Feed(FeedVerb::Add(_))
                | Verb::Opml(OpmlVerb::Import { .. })
        )
    }

    /// True for a verb that uses the settings and does not report on the configuration file itself.
    fn uses_settings(&self) -> bool {
        !matches!(self, Verb::Config(_) | Verb::Doctor | Verb::Completions { .. } | Verb::Man)
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
        let library = Library::open(&self.library, LOCAL_READER)?;
        let mut library = library.with_sources_kept(self.settings.keep_source);
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

/// `2 articles of 1 source`
fn holdings(articles: usize, sources: usize) -> String {
    format!("{} of {}", counted(articles, "article"), counted(sources, "source"))
}
