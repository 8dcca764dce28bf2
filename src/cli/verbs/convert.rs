//! `kanbao convert`: text from one script to another, from a file or standard input to standard output.

use std::{fs::File, io::Read};

use serde::Serialize;

use crate::script::{
    ScriptError,
    conversion::{ChangeKind, Converters},
    stream::{self, StreamChange, StreamConversion, StreamReport},
};

use crate::cli::{CliError, Context, Ending, Outcome, args::ConvertArgs, output::Output};
use crate::system::plain::plain;

/// A change as `--map` prints it. Between two changes the text and its conversion are the same.
#[derive(Serialize)]
struct ChangeRecord<'a> {
    /// First byte and the byte behind the last, in the text that is read.
    source: [usize; 2],
    /// First byte and the byte behind the last, in the text that is written without `--map`.
    shown: [usize; 2],
    from: &'a str,
    to: &'a str,
    kind: &'static str,
}

/// Converts a stream. The result is printed byte for byte.
pub(super) fn run(arguments: &ConvertArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let conversion = match (arguments.config, arguments.to) {
        (Some(config), _) => StreamConversion::Config(config),
        (None, Some(to)) => StreamConversion::Scripts { from: arguments.from, to },
        (None, None) => return Err(CliError::Refused("No script to convert to; give --to or --config.".to_owned())),
    };
    if arguments.config.is_none() {
        context.converters.refresh_exceptions()?;
    }
    let converters = &context.converters;
    let report = match arguments.file.as_deref().filter(|file| file.as_os_str() != "-") {
        Some(path) => {
            let file = File::open(path).map_err(|error| {
                CliError::Refused(format!(
                    "{} cannot be opened: {}; check its name and permissions.",
                    path.display(),
                    plain(&error)
                ))
            })?;
            convert(file, arguments.map, converters, conversion, output)?
        }
        None => convert(&mut *context.input, arguments.map, converters, conversion, output)?,
    };
    if let Some(first) = report.first_invalid {
        output.complain(&format!(
            "{} stretches were not UTF-8 and became U+FFFD, the first at byte {first}; convert the encoding first.",
            report.invalid
        ))?;
    }
    Ok(Ending::Done)
}

fn convert(
    reader: impl Read,
    map: bool,
    converters: &Converters,
    conversion: StreamConversion,
    output: &mut Output<'_>,
) -> Result<StreamReport, CliError> {
    if !map {
        return stream::convert(reader, output.raw(), converters, conversion).map_err(|error| match error {
            // A closed pipe (`| head`) is no failure, a full disk is.
            ScriptError::Write(error) => CliError::Io(error),
            other => CliError::Script(other),
        });
    }
    let report = stream::changes(reader, converters, conversion, |StreamChange { change, from, to }| {
        let kind = match change.kind {
            ChangeKind::Form => "form",
            ChangeKind::Word => "word",
        };
        let pair = |range: std::ops::Range<usize>| [range.start, range.end];
        let record =
            ChangeRecord { source: pair(change.source), shown: pair(change.shown), from: &from, to: &to, kind };
        output.json(&record).map_err(CliError::from)
    })?;
    output.raw().flush()?;
    Ok(report)
}
