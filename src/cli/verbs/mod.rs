//! The verbs, one file a verb. Each gets its arguments, the context and the output, and returns its ending or an error.

mod config;
mod convert;
mod doctor;
mod export;
mod feed;
mod import;
mod library;
mod list;
mod manual;
mod mark;
mod opml;
mod reparse;
mod search;
mod show;
mod sync;

use super::{Context, Outcome, args::Verb, output::Output};
use library::{backup, check, keep, restore, salvage};

/// Runs a verb that only prints. `None` for any other verb.
pub(super) fn print(verb: &Verb, output: &mut Output<'_>) -> Option<Outcome> {
    match verb {
        Verb::Completions { shell } => Some(manual::completions(*shell, output)),
        Verb::Man => Some(manual::page(output)),
        _ => None,
    }
}

/// Runs a verb.
pub(super) fn run(verb: Verb, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    match verb {
        Verb::Import(arguments) => import::run(&arguments, context, output),
        Verb::List(arguments) => list::run(&arguments, context, output),
        Verb::Show(arguments) => show::run(&arguments, context, output),
        Verb::Search(arguments) => search::run(&arguments, context, output),
        Verb::Convert(arguments) => convert::run(&arguments, context, output),
        Verb::Mark(arguments) => mark::run(&arguments, context, output),
        Verb::Keep(arguments) => keep::run(&arguments, context, output),
        Verb::Reparse(arguments) => reparse::run(&arguments, context, output),
        Verb::Export(arguments) => export::run(&arguments, context, output),
        Verb::Backup { file } => backup::run(&file, context, output),
        Verb::Restore { file } => restore::run(&file, context, output),
        Verb::Salvage(arguments) => salvage::run(&arguments, context, output),
        Verb::Check => check::run(context, output),
        Verb::Feed(verb) => feed::run(verb, context, output),
        Verb::Sync(arguments) => sync::run(&arguments, context, output),
        Verb::Opml(verb) => opml::run(&verb, context, output),
        Verb::Config(verb) => config::run(verb, context, output),
        Verb::Completions { shell } => manual::completions(shell, output),
        Verb::Doctor => doctor::run(context, output),
        Verb::Man => manual::page(output),
    }
}
