//! A file that nobody changes meanwhile, read by the engine without a lock and without anything beside it.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

/// The application id and the schema version of a file.
pub(crate) fn head(path: &Path) -> rusqlite::Result<(i64, i64)> {
    let conn = open_unshared(path)?;
    let number = |name| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    Ok((number("application_id")?, number("user_version")?))
}

/// Opens a file for reading. The path is absolute.
pub(crate) fn open_unshared(path: &Path) -> rusqlite::Result<Connection> {
    let mut uri = PathBuf::from("file:").into_os_string();
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                uri.push(OsStr::from_bytes(&[*byte]));
            }
            byte => uri.push(format!("%{byte:02X}")),
        }
    }
    uri.push("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let conn = Connection::open_with_flags(PathBuf::from(uri), flags)?;
    super::harden(&conn)?;
    Ok(conn)
}
