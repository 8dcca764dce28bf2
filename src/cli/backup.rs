//! `kanbao backup`: a copy of the library.

use super::{CliError, Context, Ending, Output, args_keeping::Backup};

/// Copies the library to a file, in place of an earlier copy.
pub fn run(arguments: &Backup, context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    context.open()?.backup(&arguments.file)?;
    output.line(&format!("the library was copied to {}", arguments.file.display()))?;
    Ok(Ending::Done)
}
