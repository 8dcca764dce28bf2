//! Files in a folder: every one is new, has a name of its own even where case does not count, and lies in the folder
//! itself whatever links there are in it.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use rustix::{
    fd::OwnedFd,
    fs::{AtFlags, CWD, Mode, OFlags, openat, unlinkat},
    io::Errno,
};

use super::name::{folded, stem};
use crate::system::plain::plain;

/// Names tried for one file.
const MAX_NAME_TRIES: u32 = 100_000;

/// The reason for which a file could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    /// The folder cannot be used.
    #[error("{} cannot be used as a folder for files ({cause}); name another one", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        cause: String,
    },
    /// A book cannot be made.
    #[error("the book could not be written ({})", plain(.0))]
    Book(io::Error),
    /// A file cannot be written in it.
    #[error("{} could not be written ({cause}); check the folder and its free space", path.display())]
    File {
        /// The file.
        path: PathBuf,
        cause: String,
    },
}

/// A folder that files are written to.
#[derive(Debug)]
pub(crate) struct ExportFolder {
    path: PathBuf,
    folder: OwnedFd,
    /// The names that are taken, folded.
    taken: HashSet<String>,
}

impl ExportFolder {
    /// Opens a folder, and makes it if there is none.
    ///
    /// # Errors
    /// If it is no folder, or may not be used.
    pub(crate) fn open(path: &Path) -> Result<ExportFolder, ExportError> {
        let failed = |error: io::Error| ExportError::Folder { path: path.to_owned(), cause: plain(&error) };
        fs::create_dir_all(path).map_err(failed)?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder = openat(CWD, path, flags, Mode::empty()).map_err(|error| failed(error.into()))?;
        let entries = fs::read_dir(path).map_err(failed)?;
        let taken = entries.flatten().map(|entry| folded(&entry.file_name().to_string_lossy())).collect();
        Ok(ExportFolder { path: path.to_owned(), folder, taken })
    }

    /// Writes a new file named for a title, and gives its path.
    ///
    /// # Errors
    /// If it cannot be written; nothing of it is left then.
    pub(crate) fn write(&mut self, title: &str, ending: &str, content: &[u8]) -> Result<PathBuf, ExportError> {
        let stem = stem(title);
        let mut name = format!("{stem}.{ending}");
        for number in 2..MAX_NAME_TRIES {
            if self.taken.insert(folded(&name)) {
                match self.create(&name, content) {
                    // Another program was faster, or the file system takes two names for one that we do not.
                    Err(Errno::EXIST) => {}
                    Ok(()) => return Ok(self.path.join(name)),
                    Err(error) => {
                        let path = self.path.join(&name);
                        return Err(ExportError::File { path, cause: plain(&error.into()) });
                    }
                }
            }
            name = format!("{stem} ({number}).{ending}");
        }
        Err(ExportError::File { path: self.path.join(name), cause: "too many files have its title".to_owned() })
    }

    fn create(&self, name: &str, content: &[u8]) -> Result<(), Errno> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = openat(&self.folder, name, flags, Mode::from_raw_mode(0o644))?;
        let mut file = File::from(file);
        let written = file.write_all(content).and_then(|()| file.sync_all());
        written.map_err(|error| {
            // Half a file is worse than none. If it cannot be removed the error is reported all the same.
            let _ = unlinkat(&self.folder, name, AtFlags::empty());
            Errno::from_io_error(&error).unwrap_or(Errno::IO)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn every_file_is_new_and_has_its_own_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("news.txt"), "mine").unwrap();
        symlink(at("outside"), at("ＬＩＮＫ.txt")).unwrap();
        symlink("/etc/passwd", at("passwd (2).txt")).unwrap();
        let mut out = ExportFolder::open(folder.path()).unwrap();
        for title in ["News", "NEWS", "link", "passwd", "../passwd", "passwd"] {
            let path = out.write(title, "txt", title.as_bytes()).unwrap();
            assert_eq!(path.parent(), Some(folder.path()));
            assert_eq!(fs::read_to_string(&path).unwrap(), title);
            assert!(!fs::symlink_metadata(path).unwrap().is_symlink());
        }
        assert_eq!(fs::read_to_string(at("news.txt")).unwrap(), "mine");
        assert!(!at("outside").exists());
        let expected = ["NEWS (3).txt", "News (2).txt", "_passwd.txt", "link (2).txt", "news.txt"];
        let found = names(folder.path());
        assert!(expected.iter().all(|name| found.contains(&(*name).to_owned())), "{found:?}");
        assert_eq!(found.len(), 9);
    }

    #[test]
    fn a_file_made_by_another_program_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let mut out = ExportFolder::open(&folder.path().join("new/folder")).unwrap();
        let theirs = folder.path().join("new/folder/報.md");
        fs::write(&theirs, "theirs").unwrap();
        let path = out.write("報", "md", b"ours").unwrap();
        assert!(path.ends_with("報 (2).md"));
        assert_eq!(fs::read_to_string(theirs).unwrap(), "theirs");
    }

    #[test]
    fn a_path_that_is_no_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "x").unwrap();
        let error = ExportFolder::open(&file).unwrap_err();
        assert!(error.to_string().contains("file"), "{error}");
        assert!(ExportFolder::open(&file.join("below")).is_err());
    }
}
