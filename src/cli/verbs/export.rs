//! `kanbao export`: articles as files in a folder.

use crate::{
    article::Record,
    export::{ExportError, ExportFolder, export},
    store::StoreError,
};

use super::show;
use crate::cli::{CliError, Context, Ending, Outcome, args::ExportArgs, output::Output};

/// Writes every article to a new file and prints its path. An article that cannot be written is named, and the others are
/// written. Parts that the file cannot hold as they are count as a failure and are named.
pub(super) fn run(arguments: &ExportArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let library = context.open()?;
    let refused = |error: ExportError| CliError::Refused(format!("{error}."));
    let mut folder = ExportFolder::open(&arguments.dir).map_err(refused)?;
    let format = arguments.format.into();
    let mut ending = Ending::Done;
    for id in &arguments.ids {
        if context.stop.is_raised() {
            return Err(StoreError::Stopped.into());
        }
        let written = show::find(&library, *id).and_then(|id| {
            let (article, state) = (library.articles().get(id)?, library.marks().get(id)?);
            let exported = export(&article, Record::new(id.0, &article, state.read, state.starred), format);
            let path = folder.write(&article.title, format.ending(), &exported.text).map_err(refused)?;
            Ok((id, path, exported))
        });
        match written {
            Ok((id, path, exported)) => {
                output.line(&path.display().to_string())?;
                if !exported.left_out().is_empty() {
                    ending = Ending::Failed;
                }
                for sentence in exported.sentences() {
                    output.complain(&format!("article {id} {sentence}; --format json keeps all of it."))?;
                }
            }
            Err(CliError::Store(error @ StoreError::Stopped)) => return Err(error.into()),
            Err(error) => {
                output.complain(&error.to_string())?;
                ending = Ending::Failed;
            }
        }
    }
    Ok(ending)
}
