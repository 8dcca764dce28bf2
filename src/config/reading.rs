//! The text of the configuration file, turned into settings. What cannot be meant is left out and named, all of it at
//! once; the rest holds. No setting does harm by keeping its default, so nothing in the file stops the program.

use std::ops::Range;

use kanbao::{
    app::{
        commands::COMMANDS,
        settings::{Settings, nearest::nearest, preferences::PreferenceError},
    },
    input::parse_presses,
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Something in the file that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its line, from 1.
    pub line: usize,
    /// Its column, in characters from 1.
    pub column: usize,
    /// What is wrong with it, and what would be right.
    pub what: String,
}

/// Reads the text of the file: the settings it makes, and what of it cannot be meant, in the order of the file.
pub fn parse(text: &str) -> (Settings, Vec<Problem>) {
    let mut found = Found { lines: Lines::of(text), settings: Settings::default(), problems: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().unwrap_or(0..0);
        // What comes behind the first in a line mostly follows from it.
        if found.problems.last().is_none_or(|last| last.line != found.lines.place(at.start).0) {
            found.name(at, error.message().trim_end_matches('.').to_owned());
        }
    }
    // What the parser has made of a line that it does not understand is not what was meant.
    let broken: Vec<usize> = found.problems.iter().map(|problem| problem.line).collect();
    let is_whole = |found: &Found<'_>, name: &Spanned<_>| !broken.contains(&found.lines.place(name.span().start).0);
    let mut keys = Vec::new();
    for (name, value) in table.get_ref() {
        if !is_whole(&found, name) {
            continue;
        }
        match (name.get_ref().as_ref(), value.get_ref()) {
            ("keys", DeValue::Table(table)) => {
                keys.extend(table.iter().filter(|(command, _)| is_whole(&found, command)));
            }
            ("keys", _) => {
                found
                    .name(name.span(), "keys is a table; write [keys] on a line, and the commands below it".to_owned());
            }
            (written, DeValue::Table(_)) => found.name(name.span(), no_table(written)),
            (written, value) => found.set(written, (name.span(), value)),
        }
    }
    found.bind(keys);
    found.problems.sort_by_key(|problem| (problem.line, problem.column));
    (found.settings, found.problems)
}

struct Found<'a> {
    lines: Lines<'a>,
    settings: Settings,
    problems: Vec<Problem>,
}

impl Found<'_> {
    fn name(&mut self, at: Range<usize>, what: String) {
        let (line, column) = self.lines.place(at.start);
        self.problems.push(Problem { line, column, what });
    }

    fn set(&mut self, name: &str, (at, value): (Range<usize>, &DeValue<'_>)) {
        let set = match items(value) {
            Some(written) => self.settings.set(name, &written.join(",")).map_err(|error| error.to_string()),
            // A name that is not known is named rather than its value.
            None => Err(match self.settings.clone().set(name, "") {
                Err(error @ PreferenceError::Unknown { .. }) => error.to_string(),
                _ => format!("{name} is no text, whole number or list"),
            }),
        };
        if let Err(what) = set {
            self.name(at, what);
        }
    }

    /// Puts commands on keys. Those of the file make room for each other; one that cannot have its keys keeps those it has
    /// by default.
    fn bind(&mut self, written: Vec<(&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)>) {
        let mut wanted = Vec::new();
        for (command, value) in written {
            let name = command.get_ref().as_ref();
            if COMMANDS.iter().all(|known| known.name != name) {
                let names = COMMANDS.iter().map(|known| known.name);
                self.name(command.span(), format!("there is no command “{name}”{}", did_you_mean(name, names)));
                continue;
            }
            let Some(keys) = items(value.get_ref()) else {
                self.name(value.span(), format!("the keys of {name} are no list; write keys = [\"x\", \"<C-x>\"]"));
                continue;
            };
            let all = keys.len();
            let mut right = Vec::new();
            for key in keys {
                match parse_presses(&key) {
                    Ok(presses) if presses.is_empty() => {
                        self.name(value.span(), format!("a key of {name} is empty; write the key, or [] for none"));
                    }
                    Ok(_) => right.push(key),
                    Err(error) => self.name(value.span(), error.to_string()),
                }
            }
            // Of keys that are all wrong none was meant to be taken away.
            if all == 0 || !right.is_empty() {
                wanted.push((name.to_owned(), right, value.span()));
            }
        }
        loop {
            let mut keymap = self.settings.keymap.clone();
            let mut refused = None;
            for (name, ..) in &wanted {
                // No key at all is always possible.
                let _ = keymap.bind(name, &[]);
            }
            for (index, (name, keys, _)) in wanted.iter().enumerate() {
                if let Err(error) = keymap.bind(name, keys) {
                    refused = Some((index, error));
                    break;
                }
            }
            let Some((index, error)) = refused else {
                self.settings.keymap = keymap;
                return;
            };
            let (_, _, at) = wanted.remove(index);
            self.name(at, error.to_string());
        }
    }
}

fn no_table(name: &str) -> String {
    format!("there is no table “{name}”{}", did_you_mean(name, ["keys"].into_iter()))
}

fn did_you_mean<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> String {
    nearest(name, names).map(|near| format!("; did you mean “{near}”?")).unwrap_or_default()
}

/// A value, or the values of a list, as they are written.
fn items(value: &DeValue<'_>) -> Option<Vec<String>> {
    Some(match value {
        DeValue::String(text) => vec![text.to_string()],
        DeValue::Integer(number) => vec![number.to_string()],
        DeValue::Boolean(boolean) => vec![boolean.to_string()],
        DeValue::Array(list) => list.iter().map(|item| items(item.get_ref())?.pop()).collect::<Option<_>>()?,
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => return None,
    })
}

/// Where the lines of a text begin.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Lines<'a> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { text, starts }
    }

    /// Line and column of a byte, both from 1.
    fn place(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = self.text.get(start..at.min(self.text.len())).map_or(0, |before| before.chars().count());
        (line, column + 1)
    }
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
