//! Marks on many articles, tags, and files that are written: done, and told in a sentence.

use std::path::Path;

use jiff::Timestamp;

use crate::{
    app::{Keeping, Report},
    article::Record,
    import::{ExportFolder, ExportFormat, export},
    store::{ArticleId, Library, StoreError},
};

/// Does it.
pub(super) fn run(library: &mut Library, keeping: Keeping) -> Report {
    let told = match keeping {
        Keeping::MarkAllRead(filter) => library.mark_all_read(&filter, Timestamp::now()).map(|count| match count {
            0 => "everything is read already".to_owned(),
            count => format!("{} marked read; u takes that back", articles(count)),
        }),
        Keeping::UndoMarkAll => library.undo_mark_all().map(|undone| match undone {
            Some(count) => format!("{} unread again", articles(count)),
            None => "there is nothing to take back".to_owned(),
        }),
        Keeping::Tags(id) => tags(library, id),
        Keeping::EditTags(id, edit) => library.edit_tags(id, &edit).and_then(|()| tags(library, id)),
        Keeping::Export(id, format, folder) => return written(library, id, format, &folder),
        Keeping::Backup(file) => {
            library.backup(&file).map(|()| format!("the library was copied to {}", file.display()))
        }
    };
    told.map_or_else(|error| Report::Failed(error.to_string()), Report::Kept)
}

fn articles(count: usize) -> String {
    format!("{count} {}", if count == 1 { "article" } else { "articles" })
}

fn tags(library: &Library, id: ArticleId) -> Result<String, StoreError> {
    let tags = library.tags(id)?;
    let names: Vec<&str> = tags.all().into_iter().map(|tag| tag.as_str()).collect();
    Ok(if names.is_empty() { "no tags".to_owned() } else { format!("tags: {}", names.join(", ")) })
}

fn written(library: &Library, id: ArticleId, format: ExportFormat, folder: &Path) -> Report {
    let (article, state) = match (library.article(id), library.state(id)) {
        (Ok(article), Ok(state)) => (article, state),
        (Err(error), _) | (_, Err(error)) => return Report::Failed(error.to_string()),
    };
    let exported = export(&article, Record::new(id.0, &article, state.read, state.starred), format);
    let path =
        ExportFolder::open(folder).and_then(|mut folder| folder.write(&article.title, format.ending(), &exported.text));
    match path {
        Ok(path) if exported.lost.is_empty() => Report::Kept(format!("written to {}", path.display())),
        Ok(path) => {
            let lost = exported.lost.join(" and ");
            Report::Kept(format!("written to {}, but for {lost}; json holds everything", path.display()))
        }
        Err(error) => Report::Failed(error.to_string()),
    }
}
