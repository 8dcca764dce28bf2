//! The pages in a write-ahead log (sqlite.org/fileformat2.html, 4). SQLite reads a log up to the first frame that
//! is damaged; here the frames behind it count too, which their checksums, taken on from the damaged one, still prove.

use std::collections::HashMap;
use std::fs::File;
use std::os::unix::fs::FileExt;

use super::record::number;
use crate::store::database::Stop;
use crate::store::database::file::checksum;

const HEAD: usize = 32;
const FRAME: usize = 24;

/// The pages a log holds.
#[derive(Debug, Default)]
pub(crate) struct PageOverlay {
    /// Offsets in the log of the latest committed content of pages.
    pub(crate) patches: HashMap<u32, u64>,
    /// Pages of the library after the last commit.
    pub(crate) count: Option<u32>,
    /// Frames that are committed.
    pub(crate) frames: u32,
    /// Frames among them that are damaged.
    pub(crate) damaged: usize,
}

/// Reads a log until it is stopped; `below` is a page of the file itself.
pub(crate) fn read(log: &File, size: usize, stop: &Stop, below: impl Fn(u32) -> Option<Vec<u8>>) -> PageOverlay {
    let mut overlay = PageOverlay::default();
    let mut head = [0; HEAD];
    if log.read_exact_at(&mut head, 0).is_err() {
        return overlay;
    }
    let mut frame = vec![0; FRAME + size];
    let Some((little, salts)) = agreed(log, &head, &mut frame) else { return overlay };
    let mut sum = sums(&head, 24);
    let mut waiting: Vec<(u32, u64)> = Vec::new();
    let mut damaged = 0;
    let mut at = HEAD as u64;
    while !stop.is_raised() && log.read_exact_at(&mut frame, at).is_ok() {
        let (page, commit) = (number(&frame, 0, 4).unwrap_or(0), number(&frame, 4, 4).unwrap_or(0));
        let counted = checksum(&frame[FRAME..], little, checksum(&frame[..8], little, sum));
        let stated = sums(&frame, 16);
        // Frames of an earlier round of the log have other salts: the log is overwritten from its beginning.
        let ours = frame[8..16] == salts;
        let sound = ours && counted == stated;
        if sound || is_taken(page, &frame[FRAME..], &below, ours) {
            waiting.push((page, at + FRAME as u64));
        }
        damaged += usize::from(!sound && ours);
        // A frame that ends a transaction holds the size of the file in pages; a turned high bit would make it absurd.
        if ours && commit > 0 && (sound || commit < u32::MAX / 2) {
            overlay.frames = overlay.frames.saturating_add(u32::try_from(waiting.len()).unwrap_or(u32::MAX));
            overlay.patches.extend(waiting.drain(..));
            overlay.count = Some(commit);
            overlay.damaged += std::mem::take(&mut damaged);
        }
        // The next frame was counted on from what this one stated.
        sum = stated;
        at += (FRAME + size) as u64;
    }
    overlay
}

/// True if a frame that its checksum does not prove is still taken: the damage is then most likely in its content.
fn is_taken(page: u32, content: &[u8], below: &impl Fn(u32) -> Option<Vec<u8>>, ours: bool) -> bool {
    ours && page > 1 && below(page).is_none_or(|former| former.first() == content.first())
}

/// Byte order of the log's checksums, and the salts of its frames. Where its head is damaged the first frame tells.
fn agreed(log: &File, head: &[u8; HEAD], frame: &mut [u8]) -> Option<(bool, [u8; 8])> {
    let magic = number(head, 0, 4)?;
    if (magic ^ 0x377f_0682).count_ones() > 2 {
        return None;
    }
    let sound = |little| checksum(&head[..24], little, (0, 0)) == sums(head, 24);
    let little = if sound(true) || sound(false) { sound(true) } else { magic & 1 == 0 };
    let mut salts = [0; 8];
    salts.copy_from_slice(&head[16..24]);
    if !sound(little) && log.read_exact_at(frame, HEAD as u64).is_ok() {
        salts.copy_from_slice(&frame[8..16]);
    }
    Some((little, salts))
}

fn sums(bytes: &[u8], at: usize) -> (u32, u32) {
    (number(bytes, at, 4).unwrap_or(0), number(bytes, at + 4, 4).unwrap_or(0))
}
