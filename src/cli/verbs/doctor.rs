//! `kanbao doctor`: the abilities of the terminal, and the folders and files of kanbao with their state. It changes nothing
//! and works without a terminal and with a broken configuration.

use std::path::Path;

use crate::cli::{CliError, Context, Ending, Outcome, output::Output};
use crate::{
    local::{LocalError, ProbeOutcome},
    script::conversion::Config,
    store::{LOCAL_READER, Library, lists::Filter},
    system::plain::plain,
    term::{Capability, Depth, Findings, Graphics, Scroll},
    text::width::Ambiguous,
};

/// Columns of the names at the start of a line.
const NAME_COLUMNS: usize = 15;

/// Prints the findings. Fails if something is broken.
pub(super) fn run(context: &Context<'_>, output: &mut Output<'_>) -> Outcome {
    let mut doctor = Doctor { output, healthy: true };
    doctor.print("kanbao", env!("CARGO_PKG_VERSION"))?;
    doctor.environment(context)?;
    doctor.terminal(context)?;
    doctor.places(context)?;
    Ok(if doctor.healthy { Ending::Done } else { Ending::Failed })
}

struct Doctor<'a, 'b> {
    output: &'a mut Output<'b>,
    healthy: bool,
}

impl Doctor<'_, '_> {
    fn print(&mut self, name: &str, what: &str) -> Result<(), CliError> {
        Ok(self.output.line(&format!("{name:NAME_COLUMNS$} {what}"))?)
    }

    /// Prints a finding that is broken.
    fn print_fault(&mut self, name: &str, what: &str) -> Result<(), CliError> {
        self.healthy = false;
        self.print(name, what)
    }

    fn environment(&mut self, context: &Context<'_>) -> Result<(), CliError> {
        let environment = &context.terminal;
        let or_unset = |value: Option<&str>| value.filter(|v| !v.is_empty()).unwrap_or("not set").to_owned();
        self.print("TERM", &or_unset(environment.term))?;
        self.print(
            "locale",
            &or_unset(
                [environment.lc_all, environment.lc_ctype, environment.lang]
                    .into_iter()
                    .flatten()
                    .find(|v| !v.is_empty()),
            ),
        )?;
        if environment.tmux.is_some() {
            self.print(
                "tmux",
                "inside tmux; copies reach the outer terminal if allow-passthrough or set-clipboard is on",
            )?;
        }
        if environment.no_color.is_some_and(|value| !value.is_empty()) {
            self.print("NO_COLOR", "set; colours are off")?;
        }
        let browser = &context.browser;
        self.print("browser", if browser.is_empty() { "none; links are copied and shown" } else { browser })
    }

    fn terminal(&mut self, context: &Context<'_>) -> Result<(), CliError> {
        let mut able = match Capability::from_environment(&context.terminal) {
            Ok(able) => able,
            Err(unusable) => return self.print("terminal", &unusable.to_string()),
        };
        match crate::local::ask::probe_terminal(&able) {
            Err(LocalError::NoTerminal) => {
                self.print("terminal", "not queried, because standard input or output is no terminal")
            }
            Err(LocalError::Terminal(error)) => {
                self.print_fault("terminal", &format!("could not be used: {}", plain(&error)))
            }
            Ok(((columns, rows), answer)) => {
                self.print("size", &format!("{columns} columns, {rows} rows"))?;
                let found = match answer {
                    ProbeOutcome::Answered(found, took) => {
                        let version = found.version.as_deref().unwrap_or("without a name");
                        let numbers: Vec<String> = found.attributes.iter().map(u32::to_string).collect();
                        let took = took.as_secs_f64() * 1000.0;
                        self.print(
                            "answered",
                            &format!("after {took:.0} ms: {version}, attributes {}", numbers.join(";")),
                        )?;
                        found
                    }
                    ProbeOutcome::Silence => {
                        self.print("answered", "nothing within 2 s; the following is derived from its name")?;
                        Findings::default()
                    }
                    ProbeOutcome::NotAsked => {
                        self.print("answered", "not queried; the following is derived from its name")?;
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
            || "the terminal did not answer".to_owned(),
            |ambiguous| format!("the terminal draws them in {}", width(ambiguous)),
        );
        let setting = if context.settings.ambiguous.is_some() { "set" } else { "auto" };
        let taken = format!("— … “ ” count as {} ({setting}); {measured}", width(able.ambiguous));
        if found.ambiguous.is_some_and(|measured| measured != able.ambiguous) {
            self.print_fault("ambiguous", &format!("{taken}; set ambiguous = \"auto\""))?;
        } else {
            self.print("ambiguous", &taken)?;
        }
        let described = |value: Option<bool>, yes: &str, no: &str| {
            value.map_or("unknown", |is| if is { yes } else { no }).to_owned()
        };
        self.print("emoji", &described(found.pictographs, "two cells each", "not always two cells"))?;
        self.print("joined emoji", &described(found.joined, "drawn as one", "drawn one beside the other"))?;
        self.print("marks", &described(found.marks, "drawn over their letters", "drawn in cells of their own"))?;
        let mode = |state: Option<u32>| match state {
            Some(1 | 3) => "on",
            Some(2) => "known",
            Some(_) => "unknown to it",
            None => "no answer",
        };
        self.print("synchronized", mode(found.synchronized))?;
        self.print("clusters", &format!("mode 2027: {}; widths are measured instead", mode(found.clusters)))?;
        self.print(
            "colours",
            match able.depth {
                Depth::Mono => "none",
                Depth::Ansi16 => "16",
                Depth::Indexed256 => "256",
                Depth::True => "16 million",
            },
        )?;
        let graphics = able.graphics;
        let cell = graphics.cell.map(|(width, height)| format!(", a cell has {width} × {height} pixels"));
        let pictures = match graphics {
            Graphics { kitty: true, .. } => "kitty's graphics".to_owned(),
            Graphics { sixel: Some(colours), .. } => format!("sixels in {colours} colours"),
            _ => "drawn in blocks".to_owned(),
        };
        self.print("pictures", &(pictures + &cell.unwrap_or_default()))?;
        self.print(
            "scrolling",
            match able.scroll {
                Scroll::None => "unknown; every line is painted anew",
                Scroll::Edge => "of a band of rows, at its edge",
                Scroll::Lines => "of a band of rows",
            },
        )?;
        if context.terminal.term.is_some_and(|term| term == "linux") {
            self.print(
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
            let found = opened.and_then(|library| {
                Ok((library.lists().count(&Filter::default())?, library.articles().reparse_offer()?))
            });
            match found {
                Ok((count, offer)) => {
                    let size = std::fs::metadata(&context.library).map_or(0, |data| data.len()) as f64 / 1e6;
                    self.print("library", &format!("{library}: {count} articles, {size:.1} MB"))?;
                    offer.iter().try_for_each(|offer| self.print("", offer))?;
                }
                Err(error) => self.print_fault("library", &format!("{library}: {error}"))?,
            }
        } else {
            self.print("library", &format!("{library}: created by the first import"))?;
        }
        let config = shown(&context.config);
        match context.config_problems.split_first() {
            Some((first, others)) => {
                self.print_fault("configuration", first)?;
                others.iter().try_for_each(|problem| self.print_fault("", problem))?;
            }
            None if context.config.exists() => self.print("configuration", &format!("{config}: in order"))?,
            None => {
                self.print("configuration", &format!("{config}: does not exist; all settings have their defaults"))?;
            }
        }
        let cache = shown(&context.cache);
        match context.converters.load(Config::S2t) {
            Ok(_) => self.print("dictionaries", &format!("{cache}: in order"))?,
            Err(error) => self.print_fault("dictionaries", &format!("{cache}: {error}"))?,
        }
        self.print("crash reports", &shown(&context.state))
    }
}
