//! The files of a folder that can hold articles, in the order of their names, and those that were passed over.
//!
//! Files are not opened here.

pub(crate) mod search;

use std::{
    collections::HashSet,
    fmt, fs,
    ops::ControlFlow,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use super::{error::ImportError, format::Format};
use crate::article::{LeftOut, LeftOutKind};

/// Names of a folder that are read between two stop checks.
const NAMES_BETWEEN_CHECKS: usize = 1024;

/// Limit of the folders within folders.
const MAX_DEPTH: usize = 64;

/// The contents of a folder.
#[derive(Debug, Default)]
pub(crate) struct FolderListing {
    /// Files to be read, in order.
    pub(crate) files: Vec<PathBuf>,
    /// Files and folders that were passed over, in order. Hidden ones are not listed.
    pub(crate) skipped: Vec<Skipped>,
    /// The length of all files together, in bytes.
    pub(crate) bytes: u64,
}

/// A file or folder that was passed over.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Skipped {
    pub(crate) path: PathBuf,
    pub(crate) reason: SkipReason,
}

/// The reasons for which a file or folder is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SkipReason {
    /// The ending of its name belongs to no format of articles.
    Ending,
    /// A pipe, socket or device.
    NotAFile,
    /// A link whose target does not exist.
    Dangling,
    /// A file whose metadata could not be read.
    Unreadable,
    /// A folder of which not all could be listed.
    Listing,
    /// Too many folders deep.
    TooDeep,
}

impl Skipped {
    /// The part that was left out by this; `None` if no article can have been in it.
    #[must_use]
    pub(crate) fn left_out(&self) -> Option<LeftOut> {
        let what = match self.reason {
            SkipReason::TooDeep | SkipReason::Listing => LeftOutKind::Folder,
            SkipReason::Unreadable => LeftOutKind::File,
            SkipReason::Dangling if Format::from_name(&self.path).is_some() => LeftOutKind::File,
            SkipReason::Dangling | SkipReason::Ending | SkipReason::NotAFile => return None,
        };
        Some(LeftOut::count(what, 1).at(&self.path.display()))
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let words = match self.reason {
            SkipReason::Ending => {
                "its name does not end in .txt, .md, .json, .jsonl, .html, .xml or .epub; name it on the command line to read it anyway"
            }
            SkipReason::NotAFile => "it is a pipe, a socket or a device",
            SkipReason::Dangling => "it is a link to a file that does not exist",
            SkipReason::Unreadable => "it may not be read by you; change its permissions with chmod",
            SkipReason::Listing => {
                "not all that is in it could be seen; change its permissions with chmod u+rx, or try again"
            }
            SkipReason::TooDeep => "it lies too many folders deep; import it by itself",
        };
        write!(f, "{} was passed over: {words}", self.path.display())
    }
}

/// Searches a path: a file is itself, a folder all files in it and its folders. Links are followed; a folder that is
/// reached twice is searched once. `visit` is called at each folder, and again while a long one is read, and can
/// end the search; the files found so far are returned then.
///
/// # Errors
/// [`ImportError`] if the path itself does not exist or may not be read.
pub(crate) fn list_files(
    root: &Path,
    visit: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<FolderListing, ImportError> {
    let error = |source| ImportError::from_io(root, source);
    let metadata = fs::metadata(root).map_err(error)?;
    let mut found = FolderListing::default();
    if !metadata.is_dir() {
        found.files.push(root.to_owned());
        found.bytes = metadata.len();
        return Ok(found);
    }
    fs::read_dir(root).map_err(error)?;
    let mut seen = HashSet::from([(metadata.dev(), metadata.ino())]);
    let Some(first) = entries(root, &mut found, visit) else { return Ok(found) };
    let mut folders = vec![first.into_iter()];
    let mut looked: usize = 0;
    while let Some(level) = folders.last_mut() {
        let Some(path) = level.next() else {
            folders.pop();
            continue;
        };
        looked += 1;
        if looked.is_multiple_of(NAMES_BETWEEN_CHECKS) && visit().is_break() {
            return Ok(found);
        }
        let Ok(metadata) = fs::metadata(&path) else {
            let reason = if fs::symlink_metadata(&path).is_ok_and(|link| link.is_symlink()) {
                SkipReason::Dangling
            } else {
                SkipReason::Unreadable
            };
            found.skipped.push(Skipped { path, reason });
            continue;
        };
        if metadata.is_dir() {
            if !seen.insert((metadata.dev(), metadata.ino())) {
                continue;
            }
            if folders.len() >= MAX_DEPTH {
                found.skipped.push(Skipped { path, reason: SkipReason::TooDeep });
                continue;
            }
            if visit().is_break() {
                return Ok(found);
            }
            let Some(entries) = entries(&path, &mut found, visit) else { return Ok(found) };
            folders.push(entries.into_iter());
        } else if !metadata.is_file() {
            found.skipped.push(Skipped { path, reason: SkipReason::NotAFile });
        } else if Format::from_name(&path).is_none() {
            found.skipped.push(Skipped { path, reason: SkipReason::Ending });
        } else {
            found.bytes += metadata.len();
            found.files.push(path);
        }
    }
    Ok(found)
}

/// The paths in a folder that are not hidden, sorted by name; `None` if `visit` ended the search.
fn entries(
    folder: &Path,
    found: &mut FolderListing,
    visit: &mut dyn FnMut() -> ControlFlow<()>,
) -> Option<Vec<PathBuf>> {
    let Ok(listing) = fs::read_dir(folder) else {
        found.skipped.push(Skipped { path: folder.to_owned(), reason: SkipReason::Listing });
        return Some(Vec::new());
    };
    let shown =
        |entry: fs::DirEntry| Some(entry.path()).filter(|_| !entry.file_name().as_encoded_bytes().starts_with(b"."));
    let (mut paths, mut failed) = (Vec::new(), false);
    for (number, entry) in (1..).zip(listing) {
        match entry {
            Ok(entry) => paths.extend(shown(entry)),
            Err(_) => failed = true,
        }
        if usize::is_multiple_of(number, NAMES_BETWEEN_CHECKS) && visit().is_break() {
            return None;
        }
    }
    if failed {
        found.skipped.push(Skipped { path: folder.to_owned(), reason: SkipReason::Listing });
    }
    paths.sort();
    Some(paths)
}
