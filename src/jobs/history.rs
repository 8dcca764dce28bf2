//! Lines that were typed, in files of the state folder: a line each, the oldest first.

use std::{fs, io, io::Write, path::Path};

use crate::app::{History, Kept, LONGEST, MOST};

/// The lines of an earlier run. None if there is no such file, or it cannot be read: they are a convenience.
pub(super) fn load(folder: &Path, kept: Kept) -> Vec<String> {
    let bytes = fs::read(folder.join(kept.file())).unwrap_or_default();
    let end = bytes.len().saturating_sub(MOST * (LONGEST + 1));
    String::from_utf8_lossy(bytes.get(end..).unwrap_or_default()).lines().map(str::to_owned).collect()
}

/// Adds a line. The file is written beside the old one and put in its place, so it is never half a file.
///
/// # Errors
/// When the folder cannot be written to.
pub(super) fn keep(folder: &Path, kept: Kept, line: &str) -> io::Result<()> {
    let mut history = History::default();
    history.load(load(folder, kept));
    if !history.add(&line.replace(['\n', '\r'], " ")) {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    // Only its owner may read it.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    for line in history.lines() {
        writeln!(file, "{line}")?;
    }
    file.as_file().sync_all()?;
    file.persist(folder.join(kept.file()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_outlive_a_run_each_once_and_the_newest_last() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state");
        assert!(load(&folder, Kept::Searches).is_empty());
        for line in ["国务院", "gwy", "国\n家", "国务院", ""] {
            keep(&folder, Kept::Searches, line).unwrap();
        }
        assert_eq!(load(&folder, Kept::Searches), ["gwy", "国 家", "国务院"]);
        assert!(load(&folder, Kept::Filters).is_empty());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left behind");
    }

    #[test]
    fn a_damaged_or_huge_file_is_read_as_far_as_it_goes() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("searches"), b"a\n\xff\xfe\nb").unwrap();
        assert_eq!(load(home.path(), Kept::Searches), ["a", "\u{fffd}\u{fffd}", "b"]);
        fs::write(home.path().join("searches"), "x\n".repeat(1_000_000)).unwrap();
        keep(home.path(), Kept::Searches, "new").unwrap();
        assert_eq!(load(home.path(), Kept::Searches), ["x", "new"]);
    }
}
