//! Work on the library beside reading: import, sync, feeds, index, marks on many articles, tags, and files that are written.
//! Begun here, stopped here, and its results are reported here.

use std::path::PathBuf;

use super::{
    effect::Effect,
    report::{ImportSummary, SyncSummary},
    shared::Shared,
    shared::message::Message,
    shared::requests::RequestKind,
};
use crate::{
    export::ExportFormat,
    search::query::Terms,
    store::{ArticleId, state::TagEdit},
};

/// Kinds of work that a key stops.
const STOPPABLE: [RequestKind; 5] =
    [RequestKind::Sync, RequestKind::AddFeed, RequestKind::Import, RequestKind::Backup, RequestKind::Export];

/// Imports files and folders.
pub(super) fn import(paths: Vec<PathBuf>, shared: &mut Shared) {
    shared.requests.restart(RequestKind::Import, |ticket| Effect::Import { ticket, paths });
    shared.messages.progress(RequestKind::Import, "Importing; gR stops it.");
}

/// Imports the sample newspaper, unless an import is under way: each would be waited for when the program ends.
pub(super) fn import_sample(shared: &mut Shared) {
    if shared.requests.is_pending(RequestKind::Import) || shared.refuses_changes() {
        return;
    }
    shared.requests.begin(RequestKind::Import, |ticket| Effect::ImportSample { ticket });
    shared.messages.progress(RequestKind::Import, "Importing the sample newspaper.");
}

/// Shows what an import did.
pub(super) fn imported(summary: &ImportSummary, shared: &mut Shared) {
    let text = import_sentence(summary);
    shared.messages.add(if summary.problems.is_empty() { Message::info(text) } else { Message::error(text) });
    shared.outdated.rows = true;
    index(shared);
}

/// Reads all sources anew, unless that is under way.
pub(super) fn sync(shared: &mut Shared) {
    if shared.refuses_changes() {
        return;
    }
    if shared.requests.is_pending(RequestKind::Sync) {
        shared.messages.info("The sources are being read already. gR stops it.");
        return;
    }
    let allow_private = shared.settings.allow_private;
    shared.requests.begin(RequestKind::Sync, |ticket| Effect::Sync { ticket, allow_private });
    shared.messages.progress(RequestKind::Sync, "Reading the sources; gR stops it.");
}

/// Shows what a sync did.
pub(super) fn synced(summary: &SyncSummary, shared: &mut Shared) {
    let text = sync_sentence(summary);
    shared.messages.add(if summary.problems.is_empty() { Message::info(text) } else { Message::warning(text) });
    if summary.added + summary.updated > 0 {
        shared.outdated.rows = true;
        index(shared);
    }
}

/// `:feed add URL`.
///
/// # Errors
/// A message, when the words are others or a feed is being added.
pub(super) fn feed(shared: &mut Shared, words: &str) -> Result<(), String> {
    let mut words = words.split_whitespace();
    let (verb, rest): (_, Vec<&str>) = (words.next(), words.collect());
    let fulltext = rest.contains(&"--fulltext");
    let addresses: Vec<&str> = rest.into_iter().filter(|word| *word != "--fulltext").collect();
    let (Some("add"), [address]) = (verb, addresses.as_slice()) else {
        return Err("Write feed add URL, or feed add --fulltext URL. gs lists the sources.".to_owned());
    };
    if shared.requests.is_pending(RequestKind::AddFeed) {
        return Err("A feed is being added already. gR stops it.".to_owned());
    }
    if shared.refuses_changes() {
        return Ok(());
    }
    shared.messages.progress(RequestKind::AddFeed, format!("Asking {address}; gR stops it."));
    let (address, allow_private) = ((*address).to_owned(), shared.settings.allow_private);
    shared.requests.begin(RequestKind::AddFeed, |ticket| Effect::AddFeed { ticket, address, fulltext, allow_private });
    Ok(())
}

/// Shows the sentence about a feed that was added.
pub(super) fn feed_added(sentence: String, shared: &mut Shared) {
    shared.messages.info(sentence);
    shared.outdated.rows = true;
    index(shared);
}

/// Stops the work that was begun last. What it did until then stays.
pub(super) fn stop(shared: &mut Shared) {
    let text = match shared.requests.stop_last(&STOPPABLE) {
        Some(RequestKind::Import) => "Stopping the import.",
        Some(RequestKind::Backup) => "Stopping the copy.",
        Some(RequestKind::Export) => "Stopping the export.",
        Some(_) => "Stopping the sync.",
        None => "Nothing is running. R reads the sources.",
    };
    shared.messages.info(text);
}

/// The progress of sync and feeds, which is shown whenever there is nothing else to show.
pub(super) fn sync_progress(shared: &Shared) -> Option<&str> {
    shared.messages.progress_of(&[RequestKind::Sync, RequestKind::AddFeed])
}

/// Indexes what waits for it.
pub(super) fn index(shared: &mut Shared) {
    if shared.access.is_full() {
        shared.requests.restart(RequestKind::Index, |ticket| Effect::Index { ticket });
    }
}

/// Indexes, once after the library was opened, what another program or an earlier run left.
pub(super) fn index_once(shared: &mut Shared) {
    if !std::mem::replace(&mut shared.is_indexed, true) {
        index(shared);
    }
}

/// Opens the file that stands at the library's path now.
pub(super) fn reopen(shared: &mut Shared) {
    shared.requests.begin(RequestKind::Library, |ticket| Effect::Reopen { ticket });
    shared.messages.info("Opening the library.");
}

/// Marks all articles of a list read.
pub(super) fn mark_all_read(query: Terms, shared: &mut Shared) {
    if !shared.refuses_changes() {
        shared.requests.begin(RequestKind::Marks, |ticket| Effect::MarkAllRead { ticket, query });
    }
}

/// Undoes the last marking of all.
pub(super) fn undo_mark_all_read(shared: &mut Shared) {
    if !shared.refuses_changes() {
        shared.requests.begin(RequestKind::Marks, |ticket| Effect::UndoMarkAllRead { ticket });
    }
}

/// Adds and removes the tags that were typed; without any, the tags there are shown.
///
/// # Errors
/// A message, when there is no article or a tag is none.
pub(super) fn edit_tags(shared: &mut Shared, article: Option<ArticleId>, words: &str) -> Result<(), String> {
    let Some(id) = article else { return Err("There is no article to tag.".to_owned()) };
    let edit = TagEdit::parse(words).map_err(|error| error.to_string())?;
    if edit == TagEdit::default() || !shared.refuses_changes() {
        shared.requests.begin(RequestKind::Marks, |ticket| Effect::EditTags { ticket, id, edit });
    }
    Ok(())
}

/// Writes the article to a folder: `FOLDER [page|markdown|json|epub]`.
///
/// # Errors
/// A message, when there is no article or no folder is named.
pub(super) fn export(shared: &mut Shared, article: Option<ArticleId>, words: &str) -> Result<(), String> {
    let Some(id) = article else { return Err("There is no article to export.".to_owned()) };
    let (folder, format) = match words.rsplit_once(char::is_whitespace) {
        Some((folder, name)) if ExportFormat::from_name(name).is_some() => {
            (folder.trim(), ExportFormat::from_name(name))
        }
        _ => (words, None),
    };
    if folder.is_empty() {
        return Err("Name a folder: export FOLDER [page|markdown|json|epub]".to_owned());
    }
    let (folder, format) = (PathBuf::from(folder), format.unwrap_or_default());
    shared.requests.restart(RequestKind::Export, |ticket| Effect::Export { ticket, id, format, folder });
    shared.messages.progress(RequestKind::Export, "Writing the article; gR stops it.");
    Ok(())
}

/// Copies the library to a file. A second copy takes the place of one that is being made.
///
/// # Errors
/// A message, when no file is named.
pub(super) fn back_up(shared: &mut Shared, words: &str) -> Result<(), String> {
    if words.is_empty() {
        return Err("Name a file for the copy: backup FILE".to_owned());
    }
    let file = PathBuf::from(words);
    shared.requests.restart(RequestKind::Backup, |ticket| Effect::Backup { ticket, file });
    shared.messages.progress(RequestKind::Backup, "Copying the library; gR stops it.");
    Ok(())
}

fn import_sentence(summary: &ImportSummary) -> String {
    let ImportSummary { added, updated, unchanged, problems, .. } = summary;
    let counts = [(added, "added"), (updated, "updated"), (unchanged, "already there")]
        .iter()
        .filter(|(count, _)| **count > 0)
        .map(|(count, what)| format!("{count} {} {what}", if **count == 1 { "article" } else { "articles" }))
        .collect::<Vec<_>>()
        .join(", ");
    match (counts.is_empty(), problems.as_slice()) {
        (true, []) => "There was nothing to import.".to_owned(),
        (false, []) => format!("{counts}."),
        (true, [only]) => only.clone(),
        (true, [first, rest @ ..]) => format!("{first} (and {} more problems)", rest.len()),
        (false, [only]) => format!("{counts}; {only}"),
        (false, [first, rest @ ..]) => format!("{counts}; {first} (and {} more problems)", rest.len()),
    }
}

fn sync_sentence(summary: &SyncSummary) -> String {
    let SyncSummary { sources, added, updated, problems, stopped } = summary;
    let new = match added {
        0 => "Nothing new".to_owned(),
        1 => "1 article added".to_owned(),
        added => format!("{added} articles added"),
    };
    let changed = match updated {
        0 => String::new(),
        1 => ", 1 article updated".to_owned(),
        updated => format!(", {updated} articles updated"),
    };
    let stopped = if *stopped { "; stopped before the end" } else { "" };
    match problems.as_slice() {
        [] => format!("{new}{changed}{stopped}."),
        [only] => format!("{new}{changed}{stopped}; {only}"),
        [first, ..] => {
            let failed = problems.len();
            format!("{new}{changed}{stopped}; {failed} of {sources} sources not in full (gs shows which), {first}")
        }
    }
}
