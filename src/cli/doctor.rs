//! `kanbao doctor`: the abilities of the terminal, and the folders and files of kanbao with their state. It changes nothing
//! and works without a terminal and with a broken configuration.

use std::path::Path;

use super::{CliError, Context, Ending, output::Output};
use crate::{
    local::{LocalError, ProbeOutcome},
    script::conversion::Config,
    store::{LOCAL_READER, Library, lists::Filter},
    system::plain::plain,
    term::{Capability, Depth, Findings, Scroll},
    text::width::Ambiguous,
};

/// Columns of the names at the start of a line.
const NAME_COLUMNS: usize = 15;

/// Prints the findings. Fails if something is broken.
pub(super) fn run(context: &Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let mut doctor = Doctor { output, healthy: true };
    doctor.say("kanbao", env!("CARGO_PKG_VERSION"))?;
    doctor.surroundings(context)?;
    doctor.terminal(context)?;
    doctor.places(context)?;
    Ok(if doctor.healthy { Ending::Done } else { Ending::Failed })
}

struct Doctor<'a, 'b> {
    output: &'a mut Output<'b>,
    healthy: bool,
}

impl Doctor<'_, '_> {
    fn say(&mut self, name: &str, what: &str) -> Result<(), CliError> {
        Ok(self.output.line(&format!("{name:NAME_COLUMNS$} {what}"))?)
    }

    /// Prints a finding that is broken.
    fn complain(&mut self, name: &str, what: &str) -> Result<(), CliError> {
        self.healthy = false;
        self.say(name, what)
    }

    fn surroundings(&mut self, context: &Context<'_>) -> Result<(), CliError> {
        let around = &context.surroundings;
        let or_unset = |value: Option<&str>| value.filter(|v| !v.is_empty()).unwrap_or("not set").to_owned();
        self.say("TERM", &or_unset(around.term))?;
        self.say(
            "locale",
            &or_unset([around.lc_all, around.lc_ctype, around.lang].into_iter().flatten().find(|v| !v.is_empty())),
        )?;
        if around.tmux.is_some() {
            self.say("tmux", "inside; copies go to the terminal outside if allow-passthrough or set-clipboard is on")?;
        }
        if around.no_color.is_some_and(|value| !value.is_empty()) {
            self.say("NO_COLOR", "set, so nothing is coloured")?;
        }
        let browser = &context.browser;
        self.say("browser", if browser.is_empty() { "none; links are copied and shown" } else { browser })
    }

    fn terminal(&mut self, context: &Context<'_>) -> Result<(), CliError> {
        let mut able = match Capability::from_environment(&context.surroundings) {
            Ok(able) => able,
            Err(unusable) => return self.say("terminal", &unusable.to_string()),
        };
        match crate::local::ask::probe_terminal(&able) {
            Err(LocalError::NoTerminal) => {
                self.say("terminal", "standard input or output is none, so it was not asked")
            }
            Err(LocalError::Terminal(error)) => {
                self.complain("terminal", &format!("could not be used: {}", plain(&error)))
            }
            Ok(((columns, rows), answer)) => {
                self.say("size", &format!("{columns} columns, {rows} rows"))?;
                let found = match answer {
                    ProbeOutcome::Answered(found, took) => {
                        let version = found.version.as_deref().unwrap_or("without a name");
                        let numbers: Vec<String> = found.attributes.iter().map(u32::to_string).collect();
                        let took = took.as_secs_f64() * 1000.0;
                        self.say(
                            "answered",
                            &format!("after {took:.0} ms: {version}, attributes {}", numbers.join(";")),
                        )?;
                        found
                    }
                    ProbeOutcome::Silence => {
                        self.say("answered", "nothing within 2 s; what follows is taken from its name")?;
                        Findings::default()
                    }
                    ProbeOutcome::NotAsked => {
                        self.say("answered", "it was not asked; what follows is taken from its name")?;
                        Findings::default()
                    }
                };
                able.learn(&found, context.settings.ambiguous);
                self.abilities(&able, &found, context)
            }
        }
    }

    fn abilities(&mut self, able: &Capability, found: &Findings, context: &Context<'_>) -> Result<(), CliError> {
        let width = |ambiguous| if ambiguous == Ambiguous::Narrow { "one cell" } else { "two cells" };
        let measured = found.ambiguous.map_or_else(
            || "the terminal did not tell".to_owned(),
            |ambiguous| format!("the terminal draws them in {}", width(ambiguous)),
        );
        let setting = if context.settings.ambiguous.is_some() { "set" } else { "auto" };
        let taken = format!("— … “ ” are taken for {} ({setting}); {measured}", width(able.ambiguous));
        if found.ambiguous.is_some_and(|told| told != able.ambiguous) {
            self.complain("ambiguous", &format!("{taken}; set ambiguous = \"auto\""))?;
        } else {
            self.say("ambiguous", &taken)?;
        }
        let told = |value: Option<bool>, yes: &str, no: &str| {
            value.map_or("not known", |is| if is { yes } else { no }).to_owned()
        };
        self.say("emoji", &told(found.pictographs, "two cells each", "not always two cells"))?;
        self.say("joined emoji", &told(found.joined, "drawn as one", "drawn one beside the other"))?;
        self.say("marks", &told(found.marks, "drawn over their letters", "drawn in cells of their own"))?;
        let mode = |state: Option<u32>| match state {
            Some(1 | 3) => "on",
            Some(2) => "known",
            Some(_) => "not known to it",
            None => "it did not tell",
        };
        self.say("synchronized", mode(found.synchronized))?;
        self.say("clusters", &format!("mode 2027: {}; widths are measured instead", mode(found.clusters)))?;
        self.say(
            "colours",
            match able.depth {
                Depth::Mono => "none",
                Depth::Ansi16 => "16",
                Depth::Indexed256 => "256",
                Depth::True => "16 million",
            },
        )?;
        self.say(
            "scrolling",
            match able.scroll {
                Scroll::None => "not known of; every line is painted anew",
                Scroll::Edge => "of a band of rows, at its edge",
                Scroll::Lines => "of a band of rows",
            },
        )?;
        if context.surroundings.term.is_some_and(|term| term == "linux") {
            self.say(
                "glyphs",
                "the Linux console's own fonts have no Chinese; use fbterm, kmscon or a terminal elsewhere",
            )?;
        }
        Ok(())
    }

    fn places(&mut self, context: &Context<'_>) -> Result<(), CliError> {
        let shown = |path: &Path| path.display().to_string();
        let library = shown(&context.library);
        if context.library.exists() {
            let opened = Library::open(&context.library, LOCAL_READER);
            match opened.and_then(|library| library.lists().count(&Filter::default())) {
                Ok(count) => {
                    let size = std::fs::metadata(&context.library).map_or(0, |data| data.len()) as f64 / 1e6;
                    self.say("library", &format!("{library}: {count} articles, {size:.1} MB"))?;
                }
                Err(error) => self.complain("library", &format!("{library}: {error}"))?,
            }
        } else {
            self.say("library", &format!("{library}: made when something is imported"))?;
        }
        let config = shown(&context.config);
        match context.config_problems.split_first() {
            Some((first, others)) => {
                self.complain("configuration", first)?;
                others.iter().try_for_each(|problem| self.complain("", problem))?;
            }
            None if context.config.exists() => self.say("configuration", &format!("{config}: in order"))?,
            None => self.say("configuration", &format!("{config}: there is none, so every setting has its default"))?,
        }
        let cache = shown(&context.cache);
        match context.converters.load(Config::S2t) {
            Ok(_) => self.say("dictionaries", &format!("{cache}: in order"))?,
            Err(error) => self.complain("dictionaries", &format!("{cache}: {error}"))?,
        }
        self.say("crash reports", &shown(&context.state))
    }
}
