//! The text of the configuration file parsed to settings. Mistakes are left out and listed, all at once; the rest applies.
//! No setting does harm by keeping its default, so nothing in the file stops the program.

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

/// A part of the file that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// Its line, from 1.
    pub line: usize,
    /// Its column, in characters from 1.
    pub column: usize,
    /// The mistake, and what would be right.
    pub what: String,
}

/// Parses the text of the file; returns the settings, and the problems in the order of the file.
pub(super) fn parse(text: &str) -> (Settings, Vec<Problem>) {
    let mut parsed = Parsed { lines: Lines::from_text(text), settings: Settings::default(), problems: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().unwrap_or(0..0);
        // Further errors in a line mostly follow from the first.
        if parsed.problems.last().is_none_or(|last| last.line != parsed.lines.place(at.start).0) {
            parsed.report(at, error.message().trim_end_matches('.').to_owned());
        }
    }
    // The parser's reading of a line with an error is a guess.
    let broken: Vec<usize> = parsed.problems.iter().map(|problem| problem.line).collect();
    let is_whole = |parsed: &Parsed<'_>, name: &Spanned<_>| !broken.contains(&parsed.lines.place(name.span().start).0);
    let mut keys = Vec::new();
    for (name, value) in table.get_ref() {
        if !is_whole(&parsed, name) {
            continue;
        }
        match (name.get_ref().as_ref(), value.get_ref()) {
            ("keys", DeValue::Table(table)) => {
                keys.extend(table.iter().filter(|(command, _)| is_whole(&parsed, command)));
            }
            ("keys", _) => {
                parsed.report(
                    name.span(),
                    "keys is a table; write [keys] on a line, and the commands below it".to_owned(),
                );
            }
            (written, DeValue::Table(_)) => parsed.report(name.span(), no_table(written)),
            (written, value) => parsed.set(written, (name.span(), value)),
        }
    }
    parsed.bind(keys);
    parsed.problems.sort_by_key(|problem| (problem.line, problem.column));
    (parsed.settings, parsed.problems)
}

struct Parsed<'a> {
    lines: Lines<'a>,
    settings: Settings,
    problems: Vec<Problem>,
}

impl Parsed<'_> {
    fn report(&mut self, at: Range<usize>, what: String) {
        let (line, column) = self.lines.place(at.start);
        self.problems.push(Problem { line, column, what });
    }

    fn set(&mut self, name: &str, (at, value): (Range<usize>, &DeValue<'_>)) {
        let set = match items(value) {
            Some(written) => self.settings.set(name, &written.join(",")).map_err(|error| error.to_string()),
            // An unknown name is reported rather than its value.
            None => Err(match self.settings.clone().set(name, "") {
                Err(error @ PreferenceError::Unknown { .. }) => error.to_string(),
                _ => format!("{name} is no text, whole number or list"),
            }),
        };
        if let Err(what) = set {
            self.report(at, what);
        }
    }

    /// Binds commands to keys. The bindings of the file make room for each other; a command that cannot have its keys keeps its
    /// default ones.
    fn bind(&mut self, written: Vec<(&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)>) {
        let mut bindings = Vec::new();
        for (command, value) in written {
            let name = command.get_ref().as_ref();
            if COMMANDS.iter().all(|known| known.name != name) {
                let names = COMMANDS.iter().map(|known| known.name);
                self.report(command.span(), format!("there is no command “{name}”{}", did_you_mean(name, names)));
                continue;
            }
            let Some(keys) = items(value.get_ref()) else {
                self.report(value.span(), format!("the keys of {name} are no list; write keys = [\"x\", \"<C-x>\"]"));
                continue;
            };
            let all = keys.len();
            let mut right = Vec::new();
            for key in keys {
                match parse_presses(&key) {
                    Ok(presses) if presses.is_empty() => {
                        self.report(value.span(), format!("a key of {name} is empty; write the key, or [] for none"));
                    }
                    Ok(_) => right.push(key),
                    Err(error) => self.report(value.span(), error.to_string()),
                }
            }
            // A list in which every key is wrong does not mean “no key”.
            if all == 0 || !right.is_empty() {
                bindings.push((name.to_owned(), right, value.span()));
            }
        }
        loop {
            let mut keymap = self.settings.keymap.clone();
            let mut refused = None;
            for (name, ..) in &bindings {
                // No key at all is always possible.
                let _ = keymap.bind(name, &[]);
            }
            for (index, (name, keys, _)) in bindings.iter().enumerate() {
                if let Err(error) = keymap.bind(name, keys) {
                    refused = Some((index, error));
                    break;
                }
            }
            let Some((index, error)) = refused else {
                self.settings.keymap = keymap;
                return;
            };
            let (_, _, at) = bindings.remove(index);
            self.report(at, error.to_string());
        }
    }
}

fn no_table(name: &str) -> String {
    format!("there is no table “{name}”{}", did_you_mean(name, ["keys"].into_iter()))
}

fn did_you_mean<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> String {
    nearest(name, names).map(|near| format!("; did you mean “{near}”?")).unwrap_or_default()
}

/// A value, or the values of a list, as text.
fn items(value: &DeValue<'_>) -> Option<Vec<String>> {
    Some(match value {
        DeValue::String(text) => vec![text.to_string()],
        DeValue::Integer(number) => vec![number.to_string()],
        DeValue::Boolean(boolean) => vec![boolean.to_string()],
        DeValue::Array(list) => list.iter().map(|item| items(item.get_ref())?.pop()).collect::<Option<_>>()?,
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => return None,
    })
}

/// The starts of the lines of a text.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn from_text(text: &'a str) -> Lines<'a> {
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
#[path = "parse_tests.rs"]
mod tests;
