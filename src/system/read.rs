//! Files that the program reads for itself: only regular ones, without waiting, and no more of them than a bound.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use rustix::fs::OFlags;

use super::plain::plain;

/// Reasons why a file was not read. Each message stands behind the file's name: “… is a folder”.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No such file.
    #[error("is not there")]
    Missing,
    /// A folder.
    #[error("is a folder, not a file")]
    Folder,
    /// A pipe, a device or a socket: reading might never end.
    #[error("is a pipe or a device, not a file")]
    Special,
    /// A file longer than the bound, in bytes.
    #[error("is longer than {}", size(*.0))]
    TooLong(u64),
    /// The system does not let it be read.
    #[error("could not be read ({})", plain(.0))]
    System(io::Error),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> ReadError {
        match error.kind() {
            io::ErrorKind::NotFound => ReadError::Missing,
            io::ErrorKind::IsADirectory => ReadError::Folder,
            _ => ReadError::System(error),
        }
    }
}

/// Opens a regular file. Never waits: the opened file is checked again, so a file that is changed for a pipe meanwhile
/// is refused like one that was a pipe before.
///
/// # Errors
/// If it is no regular file, or may not be read.
pub fn open_regular(path: &Path) -> Result<File, ReadError> {
    // A device can act on being opened, so it is not.
    refuse_special(&fs::metadata(path)?)?;
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = OpenOptions::new().read(true).custom_flags(flags.bits() as i32).open(path)?;
    refuse_special(&file.metadata()?)?;
    Ok(file)
}

/// Reads a whole regular file of at most `most` bytes, never more of it than that.
///
/// # Errors
/// As [`open_regular`], and if it is longer.
pub fn read_bounded(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    // The length by the file system may be wrong.
    open_regular(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(ReadError::TooLong(most)) } else { Ok(bytes) }
}

fn refuse_special(found: &fs::Metadata) -> Result<(), ReadError> {
    if found.is_dir() {
        Err(ReadError::Folder)
    } else if found.is_file() {
        Ok(())
    } else {
        Err(ReadError::Special)
    }
}

fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{bytes} bytes") }
}

#[cfg(test)]
mod tests {
    use std::os::unix::{fs::symlink, net::UnixListener};

    use super::*;

    #[test]
    fn paths_that_are_no_regular_files_are_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let message = |name: &str| read_bounded(&at(name), 8).unwrap_err().to_string();
        let made = std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap();
        assert!(made.success());
        symlink("/dev/zero", at("endless")).unwrap();
        symlink("pipe", at("link")).unwrap();
        symlink("loop", at("loop")).unwrap();
        let _socket = UnixListener::bind(at("socket")).unwrap();
        for name in ["pipe", "endless", "link", "socket"] {
            assert_eq!(message(name), "is a pipe or a device, not a file", "{name}");
        }
        fs::create_dir(at("folder")).unwrap();
        assert_eq!(message("folder"), "is a folder, not a file");
        assert!(message("loop").contains("circle"), "{}", message("loop"));
        assert!(matches!(read_bounded(&at("nothing"), 8), Err(ReadError::Missing)));
    }

    #[test]
    fn a_file_is_read_up_to_the_bound() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "12345678").unwrap();
        assert_eq!(read_bounded(&path, 8).unwrap(), b"12345678");
        assert_eq!(read_bounded(&path, 7).unwrap_err().to_string(), "is longer than 7 bytes");
        // Files of the system say that they are empty.
        assert!(matches!(read_bounded(Path::new("/proc/self/status"), 4), Err(ReadError::TooLong(4))));
        fs::write(&path, "").unwrap();
        assert_eq!(read_bounded(&path, 0).unwrap(), b"");
    }
}
