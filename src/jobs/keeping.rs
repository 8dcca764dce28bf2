//! Marks on many articles, tags, and files that are written: done, and told in a sentence.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use jiff::Timestamp;

use crate::{
    app::{Report, commands::Keeping},
    article::Record,
    export::{ExportFolder, ExportFormat, export},
    search::query::{Terms, Wanted},
    store::{
        ArticleId, Library, StoreError,
        lists::{Filter, Stopped, Titles},
        state::Tag,
    },
};

/// Does it.
pub(super) fn run(library: &mut Library, titles: &mut Titles, keeping: Keeping, stop: &AtomicBool) -> Report {
    let told = match keeping {
        Keeping::MarkAllRead(terms) => mark_all_read(library, titles, &terms).map(|count| match count {
            0 => "everything here is read already".to_owned(),
            count => format!("{} marked read; u takes that back", articles(count)),
        }),
        Keeping::UndoMarkAll => library.reader_state().undo_mark_all().map(|undone| match undone {
            Some(count) => format!("{} unread again", articles(count)),
            None => "there is nothing to take back".to_owned(),
        }),
        Keeping::Tags(id) => tags(library, id),
        Keeping::EditTags(id, edit) => library.reader_state().edit_tags(id, &edit).and_then(|()| tags(library, id)),
        Keeping::Export(id, format, folder) => return written(library, id, format, &folder, stop),
        Keeping::Backup(file) => {
            let copied = library.backup(&file);
            if let Err(StoreError::Stopped) = copied {
                let file = file.display();
                return Report::Failed(format!("the copy was stopped before it was whole; {file} is as it was"));
            }
            copied.map(|health| format!("{} copied to {}", articles(health.articles), file.display()))
        }
    };
    told.map_or_else(|error| Report::Failed(error.to_string()), Report::Kept)
}

/// Marks the articles of the list that meet the terms, and says how many were not read before.
fn mark_all_read(library: &mut Library, titles: &mut Titles, terms: &Terms) -> Result<usize, StoreError> {
    let now = Timestamp::now();
    if terms.is_empty() {
        return library.reader_state().mark_all_read(&Filter::default(), now);
    }
    // Terms that the app has let through compile; by others nothing would be marked.
    let Ok(wanted) = Wanted::new(terms) else { return Ok(0) };
    match titles.wanted(library.lists(), &wanted, || false)? {
        Ok(ids) => library.reader_state().mark_each_read(&ids, now),
        Err(Stopped) => Ok(0),
    }
}

fn articles(count: usize) -> String {
    format!("{count} {}", if count == 1 { "article" } else { "articles" })
}

fn tags(library: &Library, id: ArticleId) -> Result<String, StoreError> {
    let tags = library.reader_state().tags(id)?;
    let names: Vec<&str> = tags.all().into_iter().map(Tag::as_str).collect();
    Ok(if names.is_empty() { "no tags".to_owned() } else { format!("tags: {}", names.join(", ")) })
}

fn written(library: &Library, id: ArticleId, format: ExportFormat, folder: &Path, stop: &AtomicBool) -> Report {
    let stopped = || Report::Failed("the export was stopped; nothing was written".to_owned());
    let (article, state) = match (library.articles().get(id), library.reader_state().get(id)) {
        (Ok(article), Ok(state)) => (article, state),
        (Err(StoreError::Stopped), _) | (_, Err(StoreError::Stopped)) => return stopped(),
        (Err(error), _) | (_, Err(error)) => return Report::Failed(error.to_string()),
    };
    let exported = export(&article, Record::new(id.0, &article, state.read, state.starred), format);
    // One article is written in one go, or not at all.
    if stop.load(Ordering::Relaxed) {
        return stopped();
    }
    let path =
        ExportFolder::open(folder).and_then(|mut folder| folder.write(&article.title, format.ending(), &exported.text));
    match path {
        Ok(path) => {
            let mut sentence = format!("written to {}", path.display());
            for left_out in exported.sentences() {
                sentence = format!("{sentence}; it {left_out}");
            }
            let hint = if exported.left_out().is_empty() { "" } else { "; json holds everything" };
            Report::Kept(sentence + hint)
        }
        Err(error) => Report::Failed(error.to_string()),
    }
}
