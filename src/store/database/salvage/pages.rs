//! The pages of a library's file as they are after what its log or its journal holds, read without SQLite: nothing is
//! written, locked or mended.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::log;
use super::record::number;
use super::rollback;
use crate::store::database::{Stop, file::PAGE_BYTES, with_ending};

/// Bytes of a page of libraries before version 6; those of later ones are [`PAGE_BYTES`], a multiple of it.
const FORMER_PAGE_BYTES: usize = 4096;

/// Pages that are looked at to find out how long they are.
const MAX_PAGES_LOOKED_AT: u64 = 4096;

/// The first bytes of every SQLite file.
pub(crate) const MAGIC: &[u8] = b"SQLite format 3\0";

/// The file, the log beside it, and what of the log stands in for which page.
pub(crate) struct Pages {
    file: File,
    log: Option<File>,
    /// Offsets in the log of the latest content of pages.
    patches: HashMap<u32, u64>,
    /// Bytes of a page.
    pub(crate) size: usize,
    /// Pages there are.
    pub(crate) count: u32,
    /// Frames of the log that are damaged.
    pub(crate) damaged_frames: usize,
}

impl Pages {
    /// Opens a library's file, and what lies beside it, for reading; not all of it if it was stopped.
    pub(crate) fn open(path: &Path, with_log: bool, stop: &Stop) -> io::Result<Pages> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        let mut head = [0; 100];
        let read = file.read_at(&mut head, 0).unwrap_or(0);
        let size =
            stated_size(head.get(..read).unwrap_or_default(), bytes).unwrap_or_else(|| likely_size(&file, bytes));
        let beside = |ending| with_log.then(|| File::open(with_ending(path, ending)).ok()).flatten();
        let mut log = beside("-wal");
        let overlay = log.as_ref().map(|log| log::read(log, size, stop, |page| read_page(&file, size, page)));
        let mut overlay = overlay.unwrap_or_default();
        if overlay.patches.is_empty()
            && let Some(journal) = beside("-journal")
        {
            overlay = rollback::read(&journal, size, stop);
            log = Some(journal);
        }
        // The last page may be cut short: rounded up, what is left of it is read.
        let in_file = u32::try_from(bytes.div_ceil(size as u64)).unwrap_or(u32::MAX - 1);
        // A page that the log adds is not yet in the file; one that it cuts off is not wanted any more.
        let count = overlay.count.map_or(in_file, |count| count.min(in_file.saturating_add(overlay.frames)));
        let damaged_frames = overlay.damaged;
        Ok(Pages { file, log, patches: overlay.patches, size, count: count.min(u32::MAX - 1), damaged_frames })
    }

    /// True if anything beside the file stands in for a page of it.
    pub(crate) fn has_log(&self) -> bool {
        !self.patches.is_empty()
    }

    /// A page, or nothing if it is not there or the disk does not give it. A page that is cut short ends in zeros.
    pub(crate) fn get(&self, page: u32) -> Option<Vec<u8>> {
        if page == 0 || page > self.count {
            return None;
        }
        if let (Some(log), Some(at)) = (&self.log, self.patches.get(&page)) {
            let mut bytes = vec![0; self.size];
            if log.read_exact_at(&mut bytes, *at).is_ok() {
                return Some(bytes);
            }
        }
        read_page(&self.file, self.size, page)
    }
}

fn read_page(file: &File, size: usize, page: u32) -> Option<Vec<u8>> {
    let mut bytes = vec![0; size];
    let from = u64::from(page.checked_sub(1)?) * size as u64;
    let mut read = 0;
    while let Some(rest) = bytes.get_mut(read..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, from + read as u64) {
            Ok(0) | Err(_) => break,
            Ok(more) => read += more,
        }
    }
    (read > 0).then_some(bytes)
}

/// The size of a page, by the head of the file where that can be true.
fn stated_size(head: &[u8], bytes: u64) -> Option<usize> {
    let stated = match number(head, 16, 2) {
        Some(1) => 65536,
        Some(size) if size >= 512 && size.is_power_of_two() => size as usize,
        _ => return None,
    };
    let pages = u64::from(number(head, 28, 4).unwrap_or(0));
    // The head states the number of pages as well: its size is believed only if the two make the length of the file.
    (pages * stated as u64 == bytes).then_some(stated)
}

/// The likely size of a page: former pages begin anywhere, today's only at multiples of their size.
fn likely_size(file: &File, bytes: u64) -> usize {
    let count = bytes / FORMER_PAGE_BYTES as u64;
    // An odd step comes to every place within a page of today.
    let step = (count / MAX_PAGES_LOOKED_AT) | 1;
    let (mut former, mut today) = (0, 0);
    for page in (0..count).step_by(usize::try_from(step).unwrap_or(usize::MAX)) {
        let mut head = [0; 8];
        let is_begin = file.read_exact_at(&mut head, page * FORMER_PAGE_BYTES as u64).is_ok() && begins_page(head);
        if is_begin && page % (PAGE_BYTES / FORMER_PAGE_BYTES) as u64 == 0 {
            today += 1;
        } else if is_begin {
            former += 1;
        }
    }
    if former > today { FORMER_PAGE_BYTES } else { PAGE_BYTES }
}

/// True if a page of a b-tree can begin so: its kind, and a number of cells that fits before their content.
fn begins_page(head: [u8; 8]) -> bool {
    let [cells, content] = [3, 5].map(|at| usize::from(u16::from_be_bytes([head[at], head[at + 1]])));
    matches!(head[0], 2 | 5 | 10 | 13) && 8 + 2 * cells <= content && content <= PAGE_BYTES && head[7] < 60
}
