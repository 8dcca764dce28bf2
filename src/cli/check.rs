//! `kanbao check`: whether the library is whole.

use std::ops::ControlFlow;

use super::{CliError, Context, Ending, Output, counted};

/// Faults that are printed one by one.
const MOST: usize = 20;

/// Looks at the file, at every text and at the index. The index is mended; of everything else it says what to do.
pub fn run(context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let mut library = context.open()?;
    let on = |_| ControlFlow::Continue(());
    let health = library.check(&mut |_| ControlFlow::Continue(()))?;
    for fault in health.faults.iter().take(MOST) {
        output.complain(&format!("{fault}."))?;
    }
    if health.faults.len() > MOST {
        output.complain(&format!("{} more faults of the kind.", health.faults.len() - MOST))?;
    }
    if !health.faults.is_empty() {
        return Ok(Ending::Failed);
    }
    let missed = library.check_index(on)?.missed.len();
    if missed > 0 {
        library.rebuild_index(|_| ControlFlow::Continue(()))?;
        output.line(&format!("the index did not have the text of {missed} articles and was built anew"))?;
    }
    let (articles, sources) = (counted(health.articles, "article"), counted(health.sources, "source"));
    output.line(&format!("the library is whole: {articles} of {sources}"))?;
    Ok(Ending::Done)
}
