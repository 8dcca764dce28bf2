//! Lines that were typed, in files of the state folder: a line each, the oldest first.

use std::{
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

use crate::{
    app::input::history::{History, HistoryKind, MAX_LINE_BYTES, MAX_LINES},
    system::{ensure_private, open_regular, replace_private},
};

/// The lines of an earlier run. None if there is no such file, or it cannot be read: they are a convenience.
pub(super) fn load(folder: &Path, kept: HistoryKind) -> Vec<String> {
    let bytes = last(&folder.join(kept.file()), MAX_LINES * (MAX_LINE_BYTES + 1)).unwrap_or_default();
    String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
}

/// The last bytes of a regular file.
fn last(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut file = open_regular(path).map_err(io::Error::other)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(most as u64)))?;
    let mut bytes = Vec::new();
    file.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Adds a line. The file is written beside the old one and put in its place, so it is never half a file.
///
/// # Errors
/// When the folder cannot be written to.
pub(super) fn keep(folder: &Path, kept: HistoryKind, line: &str) -> io::Result<()> {
    let mut history = History::default();
    history.load(load(folder, kept));
    if !history.add(&line.replace(['\n', '\r'], " ")) {
        return Ok(());
    }
    ensure_private(folder)?;
    replace_private(&folder.join(kept.file()), |file| {
        history.lines().iter().try_for_each(|line| writeln!(file, "{line}"))
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn lines_outlive_a_run_each_once_and_the_newest_last() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state");
        assert!(load(&folder, HistoryKind::Searches).is_empty());
        for line in ["国务院", "gwy", "国\n家", "国务院", ""] {
            keep(&folder, HistoryKind::Searches, line).unwrap();
        }
        assert_eq!(load(&folder, HistoryKind::Searches), ["gwy", "国 家", "国务院"]);
        assert!(load(&folder, HistoryKind::Filters).is_empty());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left behind");
    }

    #[test]
    fn a_damaged_or_huge_file_is_read_as_far_as_it_goes() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("searches"), b"a\n\xff\xfe\nb").unwrap();
        assert_eq!(load(home.path(), HistoryKind::Searches), ["a", "\u{fffd}\u{fffd}", "b"]);
        fs::write(home.path().join("searches"), "x\n".repeat(1_000_000)).unwrap();
        keep(home.path(), HistoryKind::Searches, "new").unwrap();
        assert_eq!(load(home.path(), HistoryKind::Searches), ["x", "new"]);
    }
}
