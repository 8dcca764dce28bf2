//! `kanbao export`: articles as files in a folder, or as one book.

use crate::{
    article::{Article, Record},
    export::{EpubWriter, ExportError, ExportFolder, ExportFormat, export},
    store::{ArticleId, Library, StoreError},
    system::counted,
};

use super::show;
use crate::cli::{
    CliError, Context, Ending, Outcome,
    args::{ArticleArg, ExportArgs},
    output::Output,
};

/// Writes every article to a new file and prints its path, or all of them to one book. An article that cannot be written is
/// named, and the others are written. Parts that the file cannot hold as they are count as a failure and are named.
pub(super) fn run(arguments: &ExportArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let library = context.open()?;
    let format = arguments.format.into();
    if format != ExportFormat::Epub && arguments.title.is_some() {
        return Err(CliError::Refused("Only a book has a title of its own: name --format epub as well.".to_owned()));
    }
    let mut folder = ExportFolder::open(&arguments.dir).map_err(refused)?;
    if format == ExportFormat::Epub {
        return book(arguments, &library, &mut folder, context, output);
    }
    let mut ending = Ending::Done;
    each(&arguments.ids, &library, context, output, &mut ending, &mut |id, article, output| {
        let state = library.marks().get(id)?;
        let exported =
            export(article, Record::new(id.0, article, state.read, state.starred), format).map_err(refused)?;
        let path = folder.write(&article.title, format.ending(), &exported.bytes).map_err(refused)?;
        output.line(&path.display().to_string())?;
        for sentence in exported.sentences() {
            output.complain(&format!("article {id} {sentence}; --format json keeps all of it."))?;
        }
        Ok(exported.left_out().is_empty())
    })?;
    Ok(ending)
}

fn book(
    arguments: &ExportArgs,
    library: &Library,
    folder: &mut ExportFolder,
    context: &Context<'_>,
    output: &mut Output<'_>,
) -> Outcome {
    let failed = |error| refused(ExportError::Book(error));
    let mut book = EpubWriter::new().map_err(failed)?;
    let mut ending = Ending::Done;
    each(&arguments.ids, library, context, output, &mut ending, &mut |id, article, output| {
        let controls = book.push(article).map_err(failed)?;
        if controls > 0 {
            let characters = counted(controls, "control character");
            output
                .complain(&format!("article {id} was written without {characters}; --format json keeps all of it."))?;
        }
        Ok(controls == 0)
    })?;
    if !book.is_empty() {
        let book = book.finish(arguments.title.as_deref()).map_err(failed)?;
        let path = folder.write(&book.title, ExportFormat::Epub.ending(), &book.bytes).map_err(refused)?;
        output.line(&path.display().to_string())?;
    }
    Ok(ending)
}

/// Takes up the articles one by one. `write` returns false if something of one was left out.
fn each(
    ids: &[ArticleArg],
    library: &Library,
    context: &Context<'_>,
    output: &mut Output<'_>,
    ending: &mut Ending,
    write: &mut dyn FnMut(ArticleId, &Article, &mut Output<'_>) -> Result<bool, CliError>,
) -> Result<(), CliError> {
    for id in ids {
        if context.stop.is_raised() {
            return Err(StoreError::Stopped.into());
        }
        let written = show::find(library, *id).and_then(|id| {
            let article = library.articles().get(id)?;
            write(id, &article, output)
        });
        match written {
            Ok(true) => {}
            Ok(false) => *ending = Ending::Failed,
            Err(error @ (CliError::Store(StoreError::Stopped) | CliError::Io(_))) => return Err(error),
            Err(error) => {
                output.complain(&error.to_string())?;
                *ending = Ending::Failed;
            }
        }
    }
    Ok(())
}

#[allow(clippy::needless_pass_by_value)] // As `map_err` hands it over.
fn refused(error: ExportError) -> CliError {
    CliError::Refused(format!("{error}."))
}
