//! The `:` line: the commands of the table by name, and those that take words.

use std::path::PathBuf;

use super::{action::Action, table::COMMANDS};
use crate::app::{App, Screen, settings::preferences::PREFERENCES};

/// A command that takes words.
pub struct Line {
    /// Its name.
    pub name: &'static str,
    /// What follows the name.
    pub usage: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
    /// Runs it on the words after the name; or says in a sentence why not.
    run: fn(&mut App, &str) -> Result<(), String>,
}

/// The commands that take words.
pub const LINES: &[Line] = &[
    Line {
        name: "import",
        usage: "PATH",
        doc: "put the articles of a file or folder into the library",
        run: |app, words| {
            if words.is_empty() {
                return Err("name a file or folder: import PATH".to_owned());
            }
            let effects = app.import(vec![PathBuf::from(words)]);
            app.effects.extend(effects);
            Ok(())
        },
    },
    Line { name: "tag", usage: "TAG… [-TAG…]", doc: "give the article tags, and take tags away", run: App::tag },
    Line {
        name: "export",
        usage: "FOLDER [page|markdown|json]",
        doc: "write the article to a new file",
        run: App::export,
    },
    Line { name: "backup", usage: "FILE", doc: "copy the library to a file", run: App::backup },
    Line {
        name: "feed",
        usage: "add URL",
        doc: "put the feed at an address, or of the page there, on the list",
        run: App::feed_command,
    },
    Line {
        name: "set",
        usage: "NAME=VALUE",
        doc: "change a setting until the program ends",
        run: |app, words| {
            let mut settings = app.settings.clone();
            settings.set_written(words).map_err(|error| error.to_string())?;
            app.use_settings(settings);
            Ok(())
        },
    },
];

impl App {
    /// Runs what was typed after the colon.
    pub(in crate::app) fn run_command(&mut self, text: &str) {
        let text = text.trim();
        let (name, words) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if name.is_empty() {
            return;
        }
        if let Some(line) = LINES.iter().find(|line| line.name == name) {
            if let Err(sentence) = (line.run)(self, words.trim()) {
                self.fail(sentence);
            }
            return;
        }
        let screen = self.screen();
        let action = |here: bool| {
            let fits = |screens: &[Screen]| !here || screens.contains(&screen);
            COMMANDS.iter().find(|command| command.name == name && fits(command.screens)).map(|command| command.action)
        };
        match (action(true), action(false)) {
            (Some(Action::Command), _) => {}
            (Some(action), _) => self.act(action),
            (None, Some(_)) => self.fail(format!("{name} does not work here")),
            (None, None) => {
                self.fail(format!("there is no command “{name}”; the help page names them all"));
            }
        }
    }

    /// Completes the name that is being typed as far as it is certain, and names the rest.
    pub(in crate::app) fn complete_command(&mut self) {
        let Some(prompt) = &mut self.prompt else { return };
        let typed = prompt.text();
        let (before, start) = match typed.strip_prefix("set ") {
            Some(name) => ("set ", name),
            None => ("", typed),
        };
        let names: Vec<&str> = if before.is_empty() {
            COMMANDS.iter().map(|command| command.name).chain(LINES.iter().map(|line| line.name)).collect()
        } else {
            PREFERENCES.iter().map(|preference| preference.name).collect()
        };
        let mut fitting: Vec<&str> = names.into_iter().filter(|name| name.starts_with(start)).collect();
        fitting.sort_unstable();
        fitting.dedup();
        let Some(first) = fitting.first() else { return };
        // Names are ASCII, so a byte is a character.
        let same = (0..=first.len()).rev().find(|end| fitting.iter().all(|name| name.starts_with(&first[..*end])));
        let end = if fitting.len() > 1 {
            ""
        } else if before.is_empty() {
            " "
        } else {
            "="
        };
        let completed = format!("{before}{}{end}", &first[..same.unwrap_or(0)]);
        prompt.replace(completed.trim_start());
        let names = (fitting.len() > 1).then(|| fitting.join(" "));
        self.answer(names);
    }

    /// Takes other settings; the first visible character stays where it is.
    pub(in crate::app) fn use_settings(&mut self, settings: crate::app::settings::Settings) {
        let script = settings.script;
        let changed = script != self.settings.script;
        let reworded = settings.wording != self.settings.wording;
        self.settings = settings;
        self.keymap = self.settings.keymap.clone();
        if let Some(reader) = &mut self.reader {
            reader.use_settings(&self.settings);
        }
        if reworded {
            self.convert_shelf();
            self.convert_results();
        }
        if changed {
            self.script = script;
            self.show_script(script);
        }
    }
}
