//! The pages that a rollback journal puts back (sqlite.org/fileformat2.html, 3): the pages as they were before a change
//! that a kill has cut off. Libraries on network file systems have one.

use std::collections::HashMap;
use std::fs::File;
use std::os::unix::fs::FileExt;

use super::log::PageOverlay;
use super::record::number;
use crate::store::database::Stop;
use crate::store::database::file::rollback;

/// Reads a journal until it is stopped; what it puts back is each page's first record.
pub(crate) fn read(journal: &File, size: usize, stop: &Stop) -> PageOverlay {
    let mut overlay = PageOverlay::default();
    let mut pages: HashMap<u32, u64> = HashMap::new();
    let mut record = vec![0; size + 8];
    let mut at = 0u64;
    let mut head = [0; rollback::HEAD];
    while !stop.is_raised() && journal.read_exact_at(&mut head, at).is_ok() && head.starts_with(&rollback::MAGIC) {
        let field = |at| number(&head, at, 4).unwrap_or(0);
        let (count, nonce, sector) = (field(8), field(12), u64::from(field(20)).clamp(512, 65536));
        if field(24) as usize != size {
            break;
        }
        overlay.count.get_or_insert(field(16));
        at += sector;
        // All that there is, if it was not made durable before the kill.
        for _ in 0..count {
            if stop.is_raised() || journal.read_exact_at(&mut record, at).is_err() {
                break;
            }
            let page = number(&record, 0, 4).unwrap_or(0);
            if rollback::checked(nonce, record.get(4..4 + size).unwrap_or_default())
                == number(&record, 4 + size, 4).unwrap_or(0)
            {
                // The first record of a page is its content before the change.
                pages.entry(page).or_insert(at + 4);
            } else if count < u32::MAX {
                overlay.damaged += 1;
            } else {
                break;
            }
            at += record.len() as u64;
        }
        at = at.next_multiple_of(sector);
    }
    overlay.frames = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    overlay.patches = pages;
    overlay
}
