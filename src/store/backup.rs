//! A copy of the whole library in one file, complete or not there at all.

use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::StoreError;

/// Writes a compact copy of the library to `target`, in place of a file that is there. The copy is written beside it,
/// made durable, and renamed; other programs may go on using the library meanwhile. It is readable by its owner only.
///
/// # Errors
/// [`StoreError::Backup`]; nothing is left behind.
pub(super) fn copy(conn: &Connection, target: &Path) -> Result<(), StoreError> {
    let failed = |cause: String| StoreError::Backup { path: target.to_owned(), cause };
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // An absolute path, so that SQLite takes it for nothing else.
    let folder = folder.canonicalize().map_err(|error| failed(error.to_string()))?;
    let part = tempfile::Builder::new()
        .prefix(".kanbao-")
        .suffix(".part")
        .tempfile_in(&folder)
        .map_err(|error| failed(error.to_string()))?;
    let name = ToSqlOutput::Borrowed(ValueRef::Text(part.path().as_os_str().as_bytes()));
    conn.execute("VACUUM INTO ?1", [name]).map_err(|error| failed(error.to_string()))?;
    part.as_file().sync_all().map_err(|error| failed(error.to_string()))?;
    part.persist(target).map_err(|error| failed(error.error.to_string()))?;
    File::open(&folder).and_then(|folder| folder.sync_all()).map_err(|error| failed(error.to_string()))
}
