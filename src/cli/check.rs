//! `kanbao check`: whether the library is whole.

use super::{CliError, Context, Ending, counted, output::Output};
use crate::store::StoreError;

/// The most faults that are printed one by one.
const MAX_PRINTED: usize = 20;

/// Looks at the file, at every text and at the index. The index is mended; of everything else it says what to do.
pub(super) fn run(context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let library = context.open()?;
    let stop = context.stop.clone();
    let health = library.check(&mut |_| stop.flow())?;
    for fault in health.faults.iter().take(MAX_PRINTED) {
        output.complain(&format!("{fault}."))?;
    }
    if health.faults.len() > MAX_PRINTED {
        output.complain(&format!("{} more faults of the kind.", health.faults.len() - MAX_PRINTED))?;
    }
    if !health.faults.is_empty() {
        return Ok(Ending::Failed);
    }
    let checked = library.index().check(|_| stop.flow())?;
    if checked.broken_off {
        return Err(StoreError::Stopped.into());
    }
    let missed = checked.missed.len();
    if missed > 0 {
        library.index().rebuild(|_| stop.flow())?;
        if stop.is_raised() {
            return Err(StoreError::Stopped.into());
        }
        output.line(&format!("the index did not have the text of {missed} articles and was built anew"))?;
    }
    let (articles, sources) = (counted(health.articles, "article"), counted(health.sources, "source"));
    output.line(&format!("the library is whole: {articles} of {sources}"))?;
    Ok(Ending::Done)
}
