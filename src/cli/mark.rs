//! `kanbao mark`: read, unread, starred, not starred.

use jiff::Timestamp;

use crate::store::ArticleId;

use super::{CliError, Context, Ending, Output, args::Mark};

/// Marks an article.
pub fn run(mark: Mark, context: &mut Context<'_>, _output: &mut Output<'_>) -> Result<Ending, CliError> {
    let mut library = context.open()?;
    let (id, now) = (ArticleId(mark.id), Timestamp::now());
    if mark.read || mark.unread {
        library.set_read(id, mark.read, now)?;
    }
    if mark.star || mark.unstar {
        library.set_starred(id, mark.star, now)?;
    }
    Ok(Ending::Done)
}
