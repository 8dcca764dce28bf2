//! Newsboat's files: the feeds of `urls`, and the articles of `cache.db` with their marks. Commands are named and never
//! run.

mod cache;
mod urls;

#[cfg(test)]
mod tests;

use std::{
    cell::{Cell, RefCell},
    fs::File,
    io::Read,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::{
    article::{LeftOut, LeftOutKind},
    import::{
        error::ImportError,
        event::{FileReport, ImportEvent, OnEvent},
    },
    store::{Library, StoreError, sources::NewsboatCache},
    subscriptions::subscribe,
    system::counted,
};
pub(super) use cache::article_of_source;
use cache::{CacheError, import_cache};

/// Bytes of the longest `urls` file.
const MAX_URLS_BYTES: u64 = 4 << 20;

/// The files of newsboat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NewsboatFile {
    Urls,
    Cache,
}

impl NewsboatFile {
    /// The kind of a file of newsboat's, if it is one. With `asked` it is taken for one of the two whatever its name.
    pub(in crate::import) fn detect(path: &Path, asked: bool) -> Option<NewsboatFile> {
        if !std::fs::metadata(path).is_ok_and(|found| found.is_file()) {
            return None;
        }
        let mut start = Vec::new();
        File::open(path).ok()?.take(4096).read_to_end(&mut start).ok()?;
        if start.starts_with(b"SQLite format 3\0") {
            let cache =
                asked || path.file_name().is_some_and(|name| name == "cache.db") || NewsboatCache::open(path).is_ok();
            return cache.then_some(NewsboatFile::Cache);
        }
        (asked || urls::is_urls(path, &String::from_utf8_lossy(&start))).then_some(NewsboatFile::Urls)
    }
}

/// Imports a file of newsboat's, until `on_event` stops it.
///
/// # Errors
/// When the library cannot be written; what came before is kept.
pub(super) fn import_file(
    library: &mut Library,
    path: &Path,
    kind: NewsboatFile,
    now: Timestamp,
    on_event: &mut OnEvent<'_>,
) -> Result<ControlFlow<(), FileReport>, StoreError> {
    let bytes = std::fs::metadata(path).map_or(0, |found| found.len());
    let mut report = FileReport { path: PathBuf::from(path), bytes, ..FileReport::default() };
    match kind {
        NewsboatFile::Urls => {
            if import_urls(library, path, now, on_event, &mut report)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        NewsboatFile::Cache => match import_cache(library, path, now, on_event, &mut report) {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => return Ok(ControlFlow::Break(())),
            Err(CacheError::Cache(error)) => {
                report.left_out.push(LeftOut::some(LeftOutKind::Rest).at(&path.display()));
                report.error = Some(error.to_string());
            }
            Err(CacheError::Store(error)) => return Err(error),
        },
    }
    Ok(ControlFlow::Continue(report))
}

fn import_urls(
    library: &mut Library,
    path: &Path,
    now: Timestamp,
    on_event: &mut OnEvent<'_>,
    report: &mut FileReport,
) -> Result<ControlFlow<()>, StoreError> {
    let mut text = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_URLS_BYTES + 1).read_to_end(&mut text));
    let failed = match read {
        Err(error) => Some(ImportError::from_io(path, error)),
        Ok(_) if text.len() as u64 > MAX_URLS_BYTES => {
            Some(ImportError::TooLarge { path: path.to_owned(), most: MAX_URLS_BYTES })
        }
        Ok(_) => None,
    };
    if let Some(error) = failed {
        report.error = Some(error.to_string());
        report.left_out.push(LeftOut::count(LeftOutKind::File, 1).at(&path.display()));
        return Ok(ControlFlow::Continue(()));
    }
    let decoded = String::from_utf8_lossy(&text);
    let list = urls::parse(&decoded);
    let (on_event, stopped) = (RefCell::new(on_event), Cell::new(false));
    let is_stopped = || {
        stopped.set(stopped.get() || (on_event.borrow_mut())(ImportEvent::Waiting).is_break());
        stopped.get()
    };
    let subscribed = subscribe(library, &list, now, &is_stopped)?;
    if stopped.get() {
        return Ok(ControlFlow::Break(()));
    }
    let new = subscribed.iter().filter(|feed| feed.new).count();
    report.left_out = list.refused.iter().map(|what| LeftOut::count(LeftOutKind::Feed, 1).at(what)).collect();
    report.warnings = list.refused;
    for sentence in subscribed.iter().flat_map(|feed| &feed.refused) {
        report.left_out.push(LeftOut::count(LeftOutKind::Tag, 1).at(sentence));
        report.warnings.push(sentence.clone());
    }
    if matches!(decoded, std::borrow::Cow::Owned(_)) {
        report.left_out.push(LeftOut::some(LeftOutKind::Characters));
        report.warnings.push("some bytes are not UTF-8 and became “\u{fffd}”; save the file as UTF-8".to_owned());
    }
    if subscribed.is_empty() {
        report.error = Some(format!("{} names no feed that can be read", path.display()));
    } else {
        report.warnings.push(format!(
            "{} added, {} already there; “kanbao sync” reads them",
            counted(new, "feed"),
            counted(subscribed.len() - new, "feed")
        ));
    }
    Ok(ControlFlow::Continue(()))
}
