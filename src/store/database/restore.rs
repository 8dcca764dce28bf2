//! A copy put back in the library's place. The copy is looked through first; what it replaces is kept beside it; a kill
//! at any moment leaves the old library or the new one.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::ops::ControlFlow;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::copy::{BESIDE, PartialFile, sync_folder, with_ending};
use super::exclusive;
use super::migrations::{APPLICATION_ID, KNOWN};
use super::stop::PIECE;
use super::{check, check::Health};
use super::{file, stop::Stop};
use crate::store::StoreError;
use crate::store::database::file::LibraryFile;

/// Ending of the name of a library that was replaced.
const BEFORE: &str = ".before-restore";

/// Most libraries that were replaced and are kept beside each other.
const MAX_KEPT: usize = 100_000;

/// Result of a restore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Check of the library that is in place now.
    pub health: Health,
    /// Path of the library that was there before, if there was one.
    pub kept: Option<PathBuf>,
}

/// Puts a copy of the file `copy` in the place of the library at `library`. `progress` receives the number of articles
/// checked, and can break off; so can `stop`, until the library is about to be replaced.
///
/// # Errors
/// If the copy is not whole or not a library this program can use, if a program has the library open, or something
/// cannot be written; [`StoreError::Stopped`] if it was broken off. The library is then as it was.
pub(crate) fn restore(
    library: &Path,
    copy: &Path,
    stop: &Stop,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Restored, StoreError> {
    let path = std::path::absolute(library).map_err(|source| StoreError::Path { path: library.to_owned(), source })?;
    let place = resolve(&path)?;
    let mut from = open_copy(copy, &place)?;
    let failed = |source: io::Error| StoreError::Path { path: place.clone(), source };
    let folder = place.parent().unwrap_or(Path::new("/")).to_owned();
    DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(failed)?;
    let mut part = PartialFile::beside(&place)?;
    if !copy_unless_stopped(&mut from, part.as_file(), stop).map_err(|error| part.failed(error))? {
        return Err(StoreError::Stopped);
    }
    let health = look_through(copy, &part, stop, progress)?;
    stop.look()?;
    // No journal that lies anywhere is this file's.
    crate::store::database::file::renew(part.path()).map_err(|error| part.failed(error))?;
    part.as_file().sync_all().map_err(|error| part.failed(error))?;
    let kept = match fs::symlink_metadata(&place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A log without its library can still hold something.
            keep(&place, &["-wal", "-journal"], stop)?;
            clear(&place, &folder)?;
            part.keep_new()?;
            None
        }
        Err(error) => return Err(failed(error)),
        Ok(_) => {
            ensure_not_foreign(&place)?;
            set_stale_aside(&place, stop)?;
            let alone = exclusive::take(&place, stop)?;
            let kept = keep(&place, alone.beside(), stop)?;
            sync_folder(&folder).map_err(failed)?;
            // Whoever waits for the lock finds out afterwards that another file is in this place.
            part.keep()?;
            clear(&place, &folder)?;
            // Its transaction has changed nothing; what closing it says is of no use to anybody.
            drop(alone);
            Some(kept)
        }
    };
    Ok(Restored { health, kept })
}

/// The file that a path leads to, or where it would be made.
fn resolve(path: &Path) -> Result<PathBuf, StoreError> {
    let failed = |source| StoreError::Path { path: path.to_owned(), source };
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(StoreError::Folder { path: path.to_owned() }),
        Ok(found) if !found.is_file() => Err(StoreError::NotAFile { path: path.to_owned() }),
        Ok(_) => path.canonicalize().map_err(failed),
        Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => {
            Ok(path.to_owned())
        }
        Err(error) => Err(failed(error)),
    }
}

/// Opens a copy for reading, if it can be one.
fn open_copy(path: &Path, place: &Path) -> Result<File, StoreError> {
    let refused = |what: &str| StoreError::NotACopy { path: path.to_owned(), what: what.to_owned() };
    let unreadable = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => refused("is not there"),
        io::ErrorKind::PermissionDenied => refused("may not be read"),
        _ => refused(&format!("cannot be read ({error})")),
    };
    let found = fs::symlink_metadata(path).map_err(|error| unreadable(&error))?;
    let kind = found.file_type();
    if kind.is_symlink() {
        return Err(refused("is a symbolic link; give the file that it leads to"));
    }
    if kind.is_dir() {
        return Err(refused("is a folder"));
    }
    // What was put there since the look must not be waited for.
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let is_file = kind.is_file();
    let file = is_file.then(|| OpenOptions::new().read(true).custom_flags(flags).open(path));
    let file = file.ok_or_else(|| refused("is not a regular file"))?.map_err(|error| unreadable(&error))?;
    let about = file.metadata().map_err(|error| unreadable(&error))?;
    if !about.is_file() {
        return Err(refused("is not a regular file"));
    }
    if fs::metadata(place).is_ok_and(|own| (own.dev(), own.ino()) == (about.dev(), about.ino())) {
        return Err(refused("is the library itself"));
    }
    if about.len() == 0 {
        return Err(refused("is empty"));
    }
    for ending in BESIDE {
        if fs::symlink_metadata(with_ending(path, ending)).is_ok() {
            let what =
                "is a library that is open or was not closed; `kanbao --library` with it and `backup` makes a copy";
            return Err(refused(what));
        }
    }
    Ok(file)
}

/// Looks through what was copied, which nobody else can change.
fn look_through(
    copy: &Path,
    part: &PartialFile,
    stop: &Stop,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Health, StoreError> {
    let refused = |what: String| StoreError::NotACopy { path: copy.to_owned(), what };
    let damaged = |cause: String| {
        refused(format!("is damaged ({cause}); `kanbao --library` with it and `salvage` writes what can be read"))
    };
    let (application, version) = match crate::store::database::file::unshared::head(part.path()) {
        Ok(head) => head,
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            return Err(refused("is not a kanbao library".to_owned()));
        }
        Err(error) => return Err(damaged(error.to_string())),
    };
    if application != APPLICATION_ID {
        return Err(refused("belongs to another program".to_owned()));
    }
    match usize::try_from(version) {
        Ok(1..=KNOWN) => {}
        Ok(newer) if newer > KNOWN => {
            let what = format!("was written by a newer kanbao (library version {version}, this one knows {KNOWN})");
            return Err(refused(what));
        }
        _ => return Err(refused("is not a kanbao library".to_owned())),
    }
    let health = file::open_unshared(part.path()).map_err(StoreError::from).and_then(|mut conn| {
        Stop::install(Some(stop), &mut conn)?;
        check::check(&conn, Some(stop), progress)
    });
    match health {
        Ok(health) => match health.faults.first() {
            None => Ok(health),
            Some(fault) => Err(damaged(fault.brief())),
        },
        Err(StoreError::Harmed(cause)) => Err(damaged(cause)),
        Err(error) => Err(error),
    }
}

/// Another program's file is not replaced. What cannot be read may be our library, damaged.
fn ensure_not_foreign(place: &Path) -> Result<(), StoreError> {
    if let Ok((application, _)) = crate::store::database::file::unshared::head(place)
        && application != APPLICATION_ID
        && fs::metadata(place).is_ok_and(|file| file.len() > 0)
        && file::open_unshared(place)
            .and_then(|conn| conn.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'articles'")?.exists([]))
            .is_ok_and(|ours| !ours)
    {
        return Err(StoreError::Foreign { path: place.to_owned() });
    }
    Ok(())
}

/// Sets aside a log that lies beside the library and is another's, as opening it would.
fn set_stale_aside(place: &Path, stop: &Stop) -> Result<(), StoreError> {
    let held = LibraryFile::hold(place)?;
    let failed = |source| StoreError::Path { path: place.to_owned(), source };
    if file::is_surely_foreign(&held, stop).map_err(|error| stop.look().err().unwrap_or_else(|| failed(error)))? {
        file::set_aside(&held)?;
    }
    Ok(())
}

/// Gives the library that is there another name besides its own, with what of it lies beside it.
fn keep(place: &Path, beside: &[&str], stop: &Stop) -> Result<PathBuf, StoreError> {
    let name = |number: usize| match number {
        1 => with_ending(place, BEFORE),
        number => with_ending(place, &format!("{BEFORE}-{number}")),
    };
    let is_free = |path: &PathBuf| {
        ["", "-wal", "-journal", "-shm"].iter().all(|ending| fs::symlink_metadata(with_ending(path, ending)).is_err())
    };
    let kept = (1..=MAX_KEPT).map(name).find(is_free).unwrap_or_default();
    let failed = |cause: io::Error| StoreError::Backup { path: kept.clone(), cause: cause.to_string() };
    for ending in beside.iter().copied().chain([""]) {
        let from = with_ending(place, ending);
        if fs::metadata(&from).is_ok_and(|file| ending.is_empty() || file.len() > 0)
            && !second_name(&from, &with_ending(&kept, ending), stop).map_err(failed)?
        {
            return Err(StoreError::Stopped);
        }
    }
    Ok(kept)
}

/// A second name for a file, or a copy where the file system has no second names. `false`, and there is none, if it was
/// stopped.
fn second_name(from: &Path, to: &Path, stop: &Stop) -> io::Result<bool> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            let mut copy = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
            // Closing what is read here ends the lock; for the last few instants there is none.
            if copy_unless_stopped(&mut File::open(from)?, &mut copy, stop)? {
                copy.sync_all()?;
                return Ok(true);
            }
            fs::remove_file(to)?;
            Ok(false)
        }
        result => result.map(|()| true),
    }
}

/// Copies all of a file, looking before every mebibyte whether to stop; `false` if it was.
fn copy_unless_stopped(from: &mut File, to: &mut File, stop: &Stop) -> io::Result<bool> {
    while !stop.is_raised() {
        if io::copy(&mut io::Read::take(&mut *from, PIECE), to)? == 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Removes what belonged to the file that was at a place.
fn clear(place: &Path, folder: &Path) -> Result<(), StoreError> {
    let failed = |source| StoreError::Path { path: place.to_owned(), source };
    for ending in BESIDE {
        match fs::remove_file(with_ending(place, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    sync_folder(folder).map_err(failed)
}
