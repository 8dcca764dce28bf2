//! Journals beside a library that belong to another one: telling them, and setting them aside.
//!
//! A log belongs to a file if it leads on from it: the stamp of the file is the one that the first transaction of the
//! log found, or one that a transaction in it drew (part of the log has been folded in). A copy has a stamp of its own,
//! so the log of the library it replaces does not lead on from it. Played into it all the same, that log would leave
//! pages of two libraries in one file. A journal without any stamp is left to the engine: an earlier kanbao or another
//! program wrote it.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::FlockOperation;
use rustix::process::{Flock, FlockOffsetType, FlockType};

use super::library_file::LibraryFile;
use super::stamp::{Stamp, StampValue};
use super::{log, log::LogContent};
use super::{rollback, rollback::Journal};
use crate::store::StoreError;
use crate::store::database::Stop;

/// Looks at a library that another program is changing, before it is taken to be in use and in order.
const MAX_LOOKS: usize = 50;
/// Between two of them.
const RETRY_INTERVAL: Duration = Duration::from_millis(5);

/// The files that belong to a library besides its own: the memory that programs share is an index of the log.
const BESIDE: [&str; 3] = ["-shm", "-wal", "-journal"];

/// True if a log leads on from a file with this stamp. `seen` is the current stamp as a connection sees it: it must be
/// in the log as well, or where nothing is in the log be that of the file.
///
/// # Errors
/// If the log cannot be read.
pub(crate) fn leads_on(main: Option<Stamp>, path: &Path, seen: Option<StampValue>, stop: &Stop) -> io::Result<bool> {
    let mut first = true;
    let mut main_fits = false;
    let mut seen_fits = seen.is_none();
    let held = log::stamps(path, stop, |stamp| {
        // Zeros: the log holds the step that gave the library stamps.
        let before = main.map_or([0; 16], |main| main.current);
        main_fits |= first && stamp.previous == before || main.is_some() && stamp.current == before;
        seen_fits |= first && Some(stamp.previous) == seen || Some(stamp.current) == seen;
        first = false;
        if main_fits && seen_fits { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(match held {
        LogContent::Committed { stamped: true } => main_fits && seen_fits,
        LogContent::Nothing | LogContent::Committed { stamped: false } => {
            seen.is_none() || main.is_none() || main.map(|main| main.current) == seen
        }
    })
}

/// True if one of the journals beside a library is another file's. While another program changes the library this looks
/// until it has seen the file and the log at one time.
///
/// # Errors
/// If one of them cannot be read, or it was stopped.
pub(crate) fn is_foreign(library: &LibraryFile, stop: &Stop) -> io::Result<bool> {
    let (log, journal) = (library.beside("-wal"), library.beside("-journal"));
    for _ in 0..MAX_LOOKS {
        let stamp = || library.stamp(None).map(|(_, stamp)| stamp);
        let before = (stamp(), log::head(&log)?);
        let foreign = !leads_on(before.0, &log, None, stop)? || !goes_back(library, before.0, &journal)?;
        // A file is only ever changed before its log is begun anew, so that what was seen is of one time.
        if !foreign || (stamp(), log::head(&log)?) == before {
            return Ok(foreign);
        }
        std::thread::sleep(RETRY_INTERVAL);
    }
    Ok(false)
}

/// The same, where the library itself is not so damaged that its stamp cannot be read.
///
/// # Errors
/// If one of them cannot be read.
pub(crate) fn is_surely_foreign(library: &LibraryFile, stop: &Stop) -> io::Result<bool> {
    Ok(library.stamp(None).is_some() && is_foreign(library, stop)?)
}

/// True if a rollback journal leads back from a file with this stamp.
fn goes_back(library: &LibraryFile, main: Option<Stamp>, path: &Path) -> io::Result<bool> {
    Ok(match rollback::read(path)? {
        Journal::None | Journal::Pages(None) => true,
        // Nothing was changed under it; played back it would still cut the file to the size of the one it is of.
        Journal::Begun => is_being_changed(library),
        Journal::Pages(Some(found)) => {
            main.is_none_or(|main| main.current == found.current || main.previous == found.current)
        }
    })
}

/// True if a program is about to change the library, by the engine's lock for that (the byte after the first GiB).
fn is_being_changed(library: &LibraryFile) -> bool {
    let reserved = Flock {
        start: 0x4000_0001,
        length: 1,
        pid: None,
        typ: FlockType::WriteLock,
        offset_type: FlockOffsetType::Set,
    };
    // Where the system does not say, the engine is to judge.
    rustix::process::fcntl_getlk(library.file(), &reserved).map_or(true, |held| held.is_some())
}

/// Sets aside what lies beside a library and is not its own; the new name of the first of them. Nothing is deleted and
/// nothing is written over.
///
/// # Errors
/// If they cannot be read or renamed.
pub(crate) fn set_aside(library: &LibraryFile) -> Result<Option<PathBuf>, StoreError> {
    let failed = |source: io::Error| StoreError::Path { path: library.path().to_owned(), source };
    if !is_foreign(library, &Stop::default()).map_err(failed)? {
        return Ok(None);
    }
    let first = library.beside("-wal");
    let folder = std::fs::File::open(first.parent().unwrap_or(Path::new("/"))).map_err(failed)?;
    // One program at a time: what the next one finds may be in use already. Where folders cannot be locked the look
    // that follows has to do.
    let _ = rustix::fs::flock(&folder, FlockOperation::LockExclusive);
    if !is_foreign(library, &Stop::default()).map_err(failed)? {
        return Ok(None);
    }
    let aside = |ending: &str, number: usize| library.beside(&format!("{ending}.stale-{number}"));
    let is_free =
        |number: &usize| BESIDE.iter().all(|ending| std::fs::symlink_metadata(aside(ending, *number)).is_err());
    let number = (1..usize::MAX).find(is_free).unwrap_or_default();
    let mut first_aside = None;
    // The index goes first: a log without one is read from its beginning, an index without its log is believed.
    for ending in BESIDE {
        match std::fs::rename(library.beside(ending), aside(ending, number)) {
            Ok(()) if ending != "-shm" => first_aside = Some(first_aside.unwrap_or_else(|| aside(ending, number))),
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
    }
    folder.sync_all().map_err(failed)?;
    Ok(first_aside)
}
