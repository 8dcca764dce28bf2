//! Marks on many articles, tags, and files that are written; each reports a sentence.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use jiff::Timestamp;

use crate::{
    app::Report,
    article::Record,
    export::{ExportFolder, ExportFormat, export},
    search::query::{Predicate, Terms},
    store::{
        ArticleId, Library, StoreError,
        lists::{Filter, Stopped, Titles},
        state::{Tag, TagEdit},
    },
};

/// Copies the library to a file.
pub(super) fn back_up(library: &Library, file: &Path) -> Result<Report, StoreError> {
    Ok(match library.backup(file) {
        Ok(health) => Report::Saved(format!("{} copied to {}.", articles(health.articles), file.display())),
        Err(StoreError::Stopped) => {
            let file = file.display();
            Report::Failed(format!("The copy was stopped before it was whole. {file} is as it was."))
        }
        Err(error) => return Err(error),
    })
}

/// Marks the articles of a list read; a sentence about it.
pub(super) fn mark_all_read(library: &mut Library, titles: &mut Titles, query: &Terms) -> Result<String, StoreError> {
    Ok(match mark_matching(library, titles, query)? {
        0 => "Everything here is read already.".to_owned(),
        count => format!("{} marked read. u takes that back.", articles(count)),
    })
}

/// Undoes the last marking of all; a sentence about it.
pub(super) fn undo_mark_all_read(library: &mut Library) -> Result<String, StoreError> {
    Ok(match library.markings().undo()? {
        Some(count) => format!("{} unread again.", articles(count)),
        None => "There is nothing to take back.".to_owned(),
    })
}

/// Adds and removes tags of an article; a sentence with those it has then.
pub(super) fn edit_tags(library: &mut Library, id: ArticleId, edit: &TagEdit) -> Result<String, StoreError> {
    if *edit != TagEdit::default() {
        library.tags().edit(id, edit)?;
    }
    let tags = library.tags().of_article(id)?;
    let names: Vec<&str> = tags.all().into_iter().map(Tag::as_str).collect();
    Ok(if names.is_empty() { "No tags.".to_owned() } else { format!("Tags: {}", names.join(", ")) })
}

/// Marks the articles that match a query read. Returns how many were not read before.
fn mark_matching(library: &mut Library, titles: &mut Titles, terms: &Terms) -> Result<usize, StoreError> {
    let now = Timestamp::now();
    if terms.is_empty() {
        return library.markings().mark_all(&Filter::default(), now);
    }
    // Terms that the app has let through compile; by others nothing would be marked.
    let Ok(predicate) = Predicate::compile(terms) else { return Ok(0) };
    match titles.matching(library.lists(), &predicate, || false)? {
        Ok(ids) => library.markings().mark_each(&ids, now),
        Err(Stopped) => Ok(0),
    }
}

/// A number of articles in words.
pub(super) fn articles(count: usize) -> String {
    format!("{count} {}", if count == 1 { "article" } else { "articles" })
}

/// Writes an article to a new file of a folder.
pub(super) fn export_article(
    library: &Library,
    id: ArticleId,
    format: ExportFormat,
    folder: &Path,
    stop: &AtomicBool,
) -> Report {
    let stopped = || Report::Failed("The export was stopped. Nothing was written.".to_owned());
    let (article, state) = match (library.articles().get(id), library.marks().get(id)) {
        (Ok(article), Ok(state)) => (article, state),
        (Err(StoreError::Stopped), _) | (_, Err(StoreError::Stopped)) => return stopped(),
        (Err(error), _) | (_, Err(error)) => return Report::Failed(error.to_string()),
    };
    let exported = match export(&article, Record::new(id.0, &article, state.read, state.starred), format) {
        Ok(exported) => exported,
        Err(error) => return Report::Failed(error.to_string()),
    };
    // One article is written in one go, or not at all.
    if stop.load(Ordering::Relaxed) {
        return stopped();
    }
    let path = ExportFolder::open(folder)
        .and_then(|mut folder| folder.write(&article.title, format.ending(), &exported.bytes));
    match path {
        Ok(path) => {
            let mut sentence = format!("Written to {}", path.display());
            for left_out in exported.sentences() {
                sentence = format!("{sentence}; it {left_out}");
            }
            let hint = if exported.left_out().is_empty() { "" } else { "; json holds everything" };
            Report::Saved(sentence + hint)
        }
        Err(error) => Report::Failed(error.to_string()),
    }
}
