//! `kanbao convert`: text from one script to another, from a file or standard input to standard output.

use std::{fs::File, io::Read, path::Path};

use serde::Serialize;

use crate::script::{
    ScriptError,
    conversion::{ChangeKind, Converters},
    stream::{Choice, Piecework, Report, StreamChange, changes as stream_changes, convert as convert_stream},
};

use super::{CliError, Context, Ending, output::Output, pieces};
use crate::cli::args::Convert;
use crate::system::plain::plain;

/// A change as `--map` prints it. Between two changes the text and its conversion are the same.
#[derive(Serialize)]
struct Printed<'a> {
    /// First byte and the byte behind the last, of the text read.
    source: [usize; 2],
    /// The same, of the text that is written without `--map`.
    shown: [usize; 2],
    from: &'a str,
    to: &'a str,
    kind: &'static str,
}

/// Converts a stream. The result goes out byte for byte.
pub fn run(arguments: &Convert, context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let choice = match (arguments.config, arguments.to) {
        (Some(config), _) => Choice::Config(config),
        (None, Some(to)) => Choice::Scripts { from: arguments.from, to },
        (None, None) => return Err(CliError::Refused("say what to convert to, with --to or --config.".to_owned())),
    };
    if arguments.config.is_none() {
        context.converters.refresh_exceptions()?;
    }
    let converters = &context.converters;
    let report = match arguments.file.as_deref().filter(|file| file.as_os_str() != "-") {
        Some(path) => {
            let file = File::open(path).map_err(|error| {
                CliError::Refused(format!(
                    "{} could not be opened: {}; check its name and permissions.",
                    path.display(),
                    plain(&error)
                ))
            })?;
            stream(file, arguments.map, (converters, context.program.as_deref()), choice, output)?
        }
        None => stream(&mut *context.input, arguments.map, (converters, context.program.as_deref()), choice, output)?,
    };
    if let Some(first) = report.first_invalid {
        output.complain(&format!(
            "{} stretches were not UTF-8 and became U+FFFD, the first at byte {first}; convert the encoding first.",
            report.invalid
        ))?;
    }
    Ok(Ending::Done)
}

fn stream(
    reader: impl Read,
    map: bool,
    (converters, program): (&Converters, Option<&Path>),
    choice: Choice,
    output: &mut Output<'_>,
) -> Result<Report, CliError> {
    if !map {
        let help = |work: &Piecework| program.map_or_else(Vec::new, |program| pieces::helpers(program, work));
        return convert_stream(reader, output.raw(), converters, choice, help).map_err(|error| match error {
            // A reader that goes away early is told apart from a full disk.
            ScriptError::Write(error) => CliError::Io(error),
            other => CliError::Script(other),
        });
    }
    let report = stream_changes(reader, converters, choice, |StreamChange { change, from, to }| {
        let kind = match change.kind {
            ChangeKind::Form => "form",
            ChangeKind::Word => "word",
        };
        let pair = |range: std::ops::Range<usize>| [range.start, range.end];
        let printed = Printed { source: pair(change.source), shown: pair(change.shown), from: &from, to: &to, kind };
        output.json(&printed).map_err(CliError::from)
    })?;
    output.raw().flush()?;
    Ok(report)
}
