//! `kanbao restore`: a copy in the library's place.

use std::path::Path;

use crate::cli::{Context, Ending, Outcome, holdings, output::Output};
use crate::store::database::restore::restore;

/// Puts a copy in the place of the library, which is kept beside it.
pub(in crate::cli) fn run(file: &Path, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let restored = restore(&context.library, file, &context.stop, &mut output.count_articles("checking the copy"))?;
    let holdings = holdings(restored.health.articles, restored.health.sources);
    let before = match restored.kept {
        Some(kept) => format!("the former library is kept as {}", kept.display()),
        None => "there was none before".to_owned(),
    };
    output.line(&format!("the library was restored from {}: {holdings}; {before}", file.display()))?;
    Ok(Ending::Done)
}
