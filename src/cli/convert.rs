//! `kanbao convert`: text from one script to another, from a file or standard input to standard output.

use std::fs::File;

use crate::script::{Choice, convert_stream};

use super::{CliError, Context, Ending, Output, args::Convert};

/// Converts a stream. The result goes out byte for byte.
pub fn run(arguments: &Convert, context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let choice = Choice::Scripts { from: arguments.from, to: arguments.to };
    let report = match arguments.file.as_deref().filter(|file| file.as_os_str() != "-") {
        Some(path) => {
            let file = File::open(path).map_err(|error| {
                CliError::Refused(format!(
                    "{} could not be opened: {error}; check its name and permissions.",
                    path.display()
                ))
            })?;
            convert_stream(file, output.raw(), &context.converters, choice)?
        }
        None => convert_stream(&mut *context.input, output.raw(), &context.converters, choice)?,
    };
    if let Some(first) = report.first_invalid {
        output.complain(&format!(
            "{} stretches were not UTF-8 and became U+FFFD, the first at byte {first}; convert the encoding first.",
            report.invalid
        ))?;
    }
    Ok(Ending::Done)
}
