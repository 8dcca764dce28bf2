//! `kanbao man` and `kanbao completions`, derived from the declaration of the command line and the tables of commands and
//! settings.

use std::fmt::Write;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::app::{
    commands::{LINE_COMMANDS, help_lines},
    settings::preferences::PREFERENCES,
};
use crate::cli::{CliError, Ending, Outcome, args::Arguments, output::Output};

/// Prints the completions for a shell.
pub(super) fn completions(shell: clap_complete::Shell, output: &mut Output<'_>) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "kanbao", &mut script);
    print(&script, output)
}

/// Prints the manual page.
pub(super) fn page(output: &mut Output<'_>) -> Outcome {
    print(&rendered()?, output)
}

/// The whole page. The verbs are sections of it, because it is the only page that is installed.
fn rendered() -> Result<Vec<u8>, CliError> {
    let mut page = Vec::new();
    let program = Man::new(Arguments::command());
    program.render_title(&mut page)?;
    program.render_name_section(&mut page)?;
    program.render_synopsis_section(&mut page)?;
    program.render_description_section(&mut page)?;
    program.render_options_section(&mut page)?;
    page.extend_from_slice(b".SH VERBS\n");
    verbs(&Arguments::command(), "kanbao", &mut page)?;
    page.extend_from_slice(keys().as_bytes());
    page.extend_from_slice(settings().as_bytes());
    program.render_version_section(&mut page)?;
    Ok(page)
}

/// The verbs below a command, each with its usage and options.
fn verbs(command: &Command, path: &str, page: &mut Vec<u8>) -> Result<(), CliError> {
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
        let path = format!("{path} {}", verb.get_name());
        if verb.has_subcommands() {
            verbs(verb, &path, page)?;
            continue;
        }
        // The options of the program itself have a section before.
        let mut verb = verb.clone().bin_name(path).disable_help_flag(true);
        let usage = verb.render_usage().to_string();
        let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
        let heading = format!(".SS \"{}\"\n{}\n", escaped(usage.trim_start_matches("Usage: ")), escaped(&about));
        page.extend_from_slice(heading.as_bytes());
        let mut options = Vec::new();
        Man::new(verb).render_options_section(&mut options)?;
        let options = String::from_utf8_lossy(&options);
        page.extend_from_slice(options.trim_start_matches(".SH OPTIONS\n").as_bytes());
    }
    Ok(())
}

/// The sections on keys and on the `:` line.
fn keys() -> String {
    let mut text = ".SH KEYS\n".to_owned();
    for line in help_lines() {
        match line.keys {
            None if line.text.is_empty() => {}
            None => _ = writeln!(text, ".SS \"{}\"", escaped(line.text)),
            Some(keys) => _ = writeln!(text, ".TP\n\\fB{}\\fR\n{}", escaped(&keys), escaped(line.text)),
        }
    }
    text.push_str(".SS \"After a colon\"\nEvery command above by its name, and:\n");
    for line in LINE_COMMANDS {
        let (name, usage) = (escaped(line.name), escaped(line.usage));
        _ = writeln!(text, ".TP\n\\fB{name}\\fR \\fI{usage}\\fR\n{}", escaped(line.doc));
    }
    text
}

/// The section on the configuration file.
fn settings() -> String {
    let mut text = ".SH CONFIGURATION\nThe file $XDG_CONFIG_HOME/kanbao/config.toml may contain:\n".to_owned();
    for preference in PREFERENCES {
        let (name, values) = (escaped(preference.name), escaped(preference.values));
        _ = writeln!(text, ".TP\n\\fB{name}\\fR = \\fI{values}\\fR\n{}", escaped(preference.doc));
    }
    text
}

/// Text that roff takes as it is: no escapes, no requests at the start of a line.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

fn print(text: &[u8], output: &mut Output<'_>) -> Outcome {
    for line in String::from_utf8_lossy(text).lines() {
        output.line(line)?;
    }
    Ok(Ending::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_every_setting_and_no_line_is_a_stray_request() {
        let page = keys() + &settings();
        for preference in PREFERENCES {
            assert!(page.contains(&escaped(preference.name)), "{}", preference.name);
        }
        for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
            assert!([".SH ", ".SS ", ".TP"].iter().any(|request| line.starts_with(request)), "{line}");
        }
    }

    #[test]
    fn the_page_describes_every_verb_and_refers_to_no_other_page() {
        let page = String::from_utf8(rendered().unwrap()).unwrap();
        for verb in Arguments::command().get_subcommands().filter(|verb| !verb.has_subcommands()) {
            assert!(page.contains(&format!(".SS \"kanbao {}", verb.get_name())), "{}", verb.get_name());
        }
        assert!(page.contains(".SS \"kanbao feed add") && page.contains("fulltext"));
        assert_eq!(page.match_indices("(1)").count(), 0, "{page}");
    }
}
