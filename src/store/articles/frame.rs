//! Bytes in a frame: deflated where that is shorter, with a checksum, and read back within a bound.
//!
//! A frame is a byte for the method, four bytes of CRC-32 of the content (the lowest first), and the content. The bound
//! holds while it is unpacked: a few bytes cannot become a gigabyte of memory.

use std::io::{Read, Write};

use flate2::{Compression, Crc, read::DeflateDecoder, write::DeflateEncoder};

/// Contents that are not deflated.
const STORED: u8 = 0;
/// Contents in raw deflate.
const DEFLATED: u8 = 1;

/// Shorter contents gain little, and the tables of the compressor alone take longer to make.
const MIN_DEFLATED_BYTES: usize = 256;

/// A quick level: an import packs the source of every article, and higher ones save a few hundredths.
const LEVEL: u32 = 4;

/// Puts content into a frame.
pub(in crate::store) fn seal(content: &[u8]) -> Vec<u8> {
    let sum = checksum(content);
    let head = |method| [&[method][..], &sum].concat();
    if content.len() >= MIN_DEFLATED_BYTES {
        let mut encoder = DeflateEncoder::new(head(DEFLATED), Compression::new(LEVEL));
        // Writing to memory does not fail; if it did, the content is stored as it is.
        if encoder.write_all(content).is_ok()
            && let Ok(sealed) = encoder.finish()
            && sealed.len() < content.len()
        {
            return sealed;
        }
    }
    [&head(STORED), content].concat()
}

/// The content of a frame; none if it is damaged or longer than `limit` bytes.
pub(in crate::store) fn open(sealed: &[u8], limit: usize) -> Option<Vec<u8>> {
    let (&method, rest) = sealed.split_first()?;
    let (sum, body) = rest.split_first_chunk::<4>()?;
    let content = match method {
        STORED if body.len() <= limit => body.to_vec(),
        DEFLATED => {
            let mut content = Vec::new();
            let bound = u64::try_from(limit).ok()?.saturating_add(1);
            DeflateDecoder::new(body).take(bound).read_to_end(&mut content).ok()?;
            (content.len() <= limit).then_some(content)?
        }
        _ => return None,
    };
    (checksum(&content) == *sum).then_some(content)
}

/// CRC-32 of some bytes, the lowest first.
pub(in crate::store) fn checksum(bytes: &[u8]) -> [u8; 4] {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum().to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_opened_as_it_was_sealed() {
        for content in [&b""[..], b"short", &b"long and dull ".repeat(100)] {
            let sealed = seal(content);
            assert!(sealed.len() <= content.len() + 5);
            assert_eq!(open(&sealed, content.len()).as_deref(), Some(content));
            for at in 0..sealed.len() {
                let mut damaged = sealed.clone();
                damaged[at] ^= 0x11;
                // Bits behind the end of deflated data say nothing.
                let opened = open(&damaged, content.len());
                assert!(opened.is_none() || at >= 5 && opened.as_deref() == Some(content), "{at}");
            }
        }
        assert_eq!(open(b"", 9), None);
    }

    #[test]
    fn a_bomb_ends_at_its_bound() {
        let bomb = seal(&vec![0; 64 << 20]);
        assert!(bomb.len() < 100_000);
        assert_eq!(open(&bomb, 1 << 20), None);
    }
}
