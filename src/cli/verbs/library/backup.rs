//! `kanbao backup`: a copy of the library.

use std::path::Path;

use crate::cli::{Context, Ending, Outcome, holdings, output::Output};

/// Copies the library to a file, in place of an earlier copy.
pub(in crate::cli) fn run(file: &Path, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let library = context.open()?;
    let health = library.backup_with_progress(file, &mut output.count_articles("checking the copy"))?;
    let holdings = holdings(health.articles, health.sources);
    output.line(&format!("the library was copied to {}: {holdings}", file.display()))?;
    Ok(Ending::Done)
}
