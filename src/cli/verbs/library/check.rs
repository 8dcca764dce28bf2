//! `kanbao check`: the state of the library.

use crate::cli::{Context, Ending, Outcome, holdings, output::Output};
use crate::store::{StoreError, index};

/// The most faults that are printed one by one.
const MAX_PRINTED: usize = 20;

/// Checks the file, every text and the index. The index is repaired; any other fault is printed with what to do.
pub(in crate::cli) fn run(context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
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
    let checked = index::check(&library, |_| stop.flow())?;
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
    output.line(&format!("the library is whole: {}", holdings(health.articles, health.sources)))?;
    Ok(Ending::Done)
}
