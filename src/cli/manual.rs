//! `kanbao man` and `kanbao completions`: what derives from the declaration of the command line and the tables of
//! commands and settings.

use std::fmt::Write;

use clap::CommandFactory;

use super::{CliError, Ending, output::Output};
use crate::app::{
    commands::{LINES, help_lines},
    settings::preferences::PREFERENCES,
};
use crate::cli::args::{Arguments, CompletionsArgs};

/// Prints the completions for a shell.
pub fn completions(arguments: CompletionsArgs, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "kanbao", &mut script);
    print(&script, output)
}

/// Prints the manual page.
pub fn page(output: &mut Output<'_>) -> Result<Ending, CliError> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
    page.extend_from_slice(keys().as_bytes());
    page.extend_from_slice(settings().as_bytes());
    print(&page, output)
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
    for line in LINES {
        let (name, usage) = (escaped(line.name), escaped(line.usage));
        _ = writeln!(text, ".TP\n\\fB{name}\\fR \\fI{usage}\\fR\n{}", escaped(line.doc));
    }
    text
}

/// The section on the configuration file.
fn settings() -> String {
    let mut text = ".SH CONFIGURATION\nThe file $XDG_CONFIG_HOME/kanbao/config.toml may say:\n".to_owned();
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

fn print(text: &[u8], output: &mut Output<'_>) -> Result<Ending, CliError> {
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
}
