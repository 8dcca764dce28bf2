//! The search for the files of a path, on a thread of its own: the import of a folder on a slow disk, or of a hundred
//! thousand files, can be stopped at once.

use std::{
    ops::ControlFlow,
    path::Path,
    sync::mpsc::{RecvTimeoutError, sync_channel},
    thread,
};

use super::{FolderListing, list_files};
use crate::import::{
    error::ImportError,
    event::{ImportEvent, OnEvent},
    readers::CHECK_INTERVAL,
};

/// Limit of the folders that wait to be reported.
const MAX_WAITING_FOLDERS: usize = 16;

/// A message of the thread.
enum SearchMessage {
    Folder,
    End(Result<FolderListing, ImportError>),
}

/// Searches a path; nothing if it was stopped. The thread then ends at its next message.
pub(in crate::import) fn search_path(
    path: &Path,
    on_event: &mut OnEvent<'_>,
) -> Option<Result<FolderListing, ImportError>> {
    let (sender, messages) = sync_channel(MAX_WAITING_FOLDERS);
    let root = path.to_owned();
    let work = move || {
        let found = list_files(&root, &mut || {
            let sent = sender.send(SearchMessage::Folder);
            if sent.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        // It has no receiver any more if it was stopped.
        let _ = sender.send(SearchMessage::End(found));
    };
    if thread::Builder::new().name("searching".to_owned()).spawn(work).is_err() {
        return here(path, on_event);
    }
    loop {
        let flow = match messages.recv_timeout(CHECK_INTERVAL) {
            Ok(SearchMessage::Folder) => on_event(ImportEvent::Searching),
            Ok(SearchMessage::End(found)) => return Some(found),
            Err(RecvTimeoutError::Timeout) => on_event(ImportEvent::Waiting),
            // The thread panicked.
            Err(RecvTimeoutError::Disconnected) => return Some(Err(ImportError::Fault(path.to_owned()))),
        };
        if flow.is_break() {
            return None;
        }
    }
}

/// Searches a path on this thread, where the system gives no other.
fn here(path: &Path, on_event: &mut OnEvent<'_>) -> Option<Result<FolderListing, ImportError>> {
    let mut searching = ControlFlow::Continue(());
    let found = list_files(path, &mut || {
        searching = on_event(ImportEvent::Searching);
        searching
    });
    searching.is_continue().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_stops_at_any_event() {
        let root = tempfile::tempdir().unwrap();
        for folder in 0..20 {
            let folder = root.path().join(format!("{folder}"));
            std::fs::create_dir(&folder).unwrap();
            for file in 0..3 {
                std::fs::write(folder.join(format!("{file}.txt")), "x").unwrap();
            }
        }
        let whole = search_path(root.path(), &mut |_| ControlFlow::Continue(())).unwrap().unwrap();
        assert_eq!((whole.files.len(), whole.skipped.len()), (60, 0));
        for last in 1..=20 {
            let mut looks = 0;
            let found = search_path(root.path(), &mut |_| {
                looks += 1;
                if looks == last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert!(found.is_none());
            assert_eq!(looks, last);
        }
    }
}
