//! The `:` line: the commands of the table by name, and those that take words.

use std::path::PathBuf;

use super::{action::Action, context::KeyContext, table::COMMANDS};
use crate::{
    app::{settings::preferences::PREFERENCES, shared::Shared, tasks},
    store::ArticleId,
};

/// A command that takes words.
pub struct LineCommand {
    /// Its name.
    pub name: &'static str,
    /// The words after the name.
    pub usage: &'static str,
    /// Its effect, in one line.
    pub doc: &'static str,
    /// Runs it on the words, and on the article that it is for; a message says why it cannot.
    run: fn(&mut Shared, Option<ArticleId>, &str) -> Result<(), String>,
}

/// The commands that take words.
pub const LINE_COMMANDS: &[LineCommand] = &[
    LineCommand {
        name: "import",
        usage: "PATH",
        doc: "put the articles of a file or folder into the library",
        run: |shared, _, words| {
            if words.is_empty() {
                return Err("Name a file or folder: import PATH".to_owned());
            }
            tasks::import(vec![PathBuf::from(words)], shared);
            Ok(())
        },
    },
    LineCommand {
        name: "tag",
        usage: "TAG… [-TAG…]",
        doc: "give the article tags, and take tags away",
        run: tasks::edit_tags,
    },
    LineCommand {
        name: "export",
        usage: "FOLDER [page|markdown|json|epub]",
        doc: "write the article to a new file",
        run: tasks::export,
    },
    LineCommand {
        name: "backup",
        usage: "FILE",
        doc: "copy the library to a file",
        run: |shared, _, words| tasks::back_up(shared, words),
    },
    LineCommand {
        name: "feed",
        usage: "add URL",
        doc: "put the feed at an address, or of the page there, on the list",
        run: |shared, _, words| tasks::feed(shared, words),
    },
    LineCommand {
        name: "set",
        usage: "NAME=VALUE",
        doc: "change a setting until the program ends",
        run: |shared, _, words| {
            let mut settings = shared.settings.clone();
            settings.set_written(words).map_err(|error| error.to_string())?;
            shared.set_settings(settings);
            Ok(())
        },
    },
];

/// Runs the line that was typed in a context, on the article that it is for. Returns the action of a command of the table.
///
/// # Errors
/// A message, when there is no such command or it cannot run.
pub(in crate::app) fn run(
    text: &str,
    context: KeyContext,
    article: Option<ArticleId>,
    shared: &mut Shared,
) -> Result<Option<Action>, String> {
    let text = text.trim();
    let (name, words) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    if name.is_empty() {
        return Ok(None);
    }
    if let Some(line) = LINE_COMMANDS.iter().find(|line| line.name == name) {
        return (line.run)(shared, article, words.trim()).map(|()| None);
    }
    let named = || COMMANDS.iter().filter(|command| command.name == name);
    match named().find(|command| command.contexts.contains(&context)) {
        Some(command) => Ok(Some(command.action).filter(|action| *action != Action::Command)),
        None if named().next().is_some() => Err(format!("{name} does not work here.")),
        None => Err(format!("There is no command “{name}”. The help page names them all.")),
    }
}

/// Completes a line as far as it is certain. Returns the line and, where there is a choice, the names that fit.
pub(in crate::app) fn complete(typed: &str) -> Option<(String, Option<String>)> {
    let (before, start) = match typed.strip_prefix("set ") {
        Some(name) => ("set ", name),
        None => ("", typed),
    };
    let names: Vec<&str> = if before.is_empty() {
        COMMANDS.iter().map(|command| command.name).chain(LINE_COMMANDS.iter().map(|line| line.name)).collect()
    } else {
        PREFERENCES.iter().map(|preference| preference.name).collect()
    };
    let mut fitting: Vec<&str> = names.into_iter().filter(|name| name.starts_with(start)).collect();
    fitting.sort_unstable();
    fitting.dedup();
    let first = fitting.first()?;
    // Names are ASCII, so a byte is a character.
    let common = (0..=first.len()).rev().find(|end| fitting.iter().all(|name| name.starts_with(&first[..*end])));
    let end = match (fitting.len(), before) {
        (2.., _) => "",
        (_, "") => " ",
        _ => "=",
    };
    let completed = format!("{before}{}{end}", &first[..common.unwrap_or(0)]);
    Some((completed.trim_start().to_owned(), (fitting.len() > 1).then(|| fitting.join(" "))))
}
