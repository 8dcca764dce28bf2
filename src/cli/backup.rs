//! `kanbao backup`: a copy of the library.

use super::{CliError, Context, Ending, counted, output::Output, progress};
use crate::cli::args::BackupArgs;

/// Copies the library to a file, in place of an earlier copy.
pub(super) fn run(
    arguments: &BackupArgs,
    context: &mut Context<'_>,
    output: &mut Output<'_>,
) -> Result<Ending, CliError> {
    let library = context.open()?;
    let health = library
        .backup_with_progress(&arguments.file, &mut progress::count_articles("looking through the copy", output))?;
    let (articles, sources) = (counted(health.articles, "article"), counted(health.sources, "source"));
    output.line(&format!("the library was copied to {}: {articles} of {sources}", arguments.file.display()))?;
    Ok(Ending::Done)
}
