//! `kanbao restore`: a copy in the library's place.

use super::{CliError, Context, Ending, counted, output::Output, progress};
use crate::cli::args::RestoreArgs;

/// Puts a copy in the place of the library, which is kept beside it.
pub(super) fn run(
    arguments: &RestoreArgs,
    context: &mut Context<'_>,
    output: &mut Output<'_>,
) -> Result<Ending, CliError> {
    let mut told = progress::count_articles("looking through the copy", output);
    let restored =
        crate::store::database::restore::restore(&context.library, &arguments.file, &context.stop, &mut told)?;
    drop(told);
    let (articles, sources) =
        (counted(restored.health.articles, "article"), counted(restored.health.sources, "source"));
    let from = arguments.file.display();
    output.line(&match restored.kept {
        Some(kept) => {
            let kept = kept.display();
            format!(
                "the library was restored from {from}: {articles} of {sources}; what was there before is kept as {kept}"
            )
        }
        None => format!("the library was restored from {from}: {articles} of {sources}; there was none before"),
    })?;
    Ok(Ending::Done)
}
