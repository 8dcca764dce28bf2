//! Bytes to text as they come: a character that is cut in two waits for its rest, and what is not UTF-8 becomes U+FFFD and
//! is counted.

use std::io::{self, Read};

use super::StreamReport;
use crate::script::ScriptError;

/// A decoder that keeps what cannot be decoded yet.
#[derive(Default)]
pub(super) struct IncrementalDecoder {
    /// Text that is decoded and not taken yet.
    pub(super) pending: String,
    /// The start of a character whose rest is still to come.
    begun: Vec<u8>,
    pub(super) report: StreamReport,
}

impl IncrementalDecoder {
    /// Reads and decodes once; true if there may be more.
    pub(super) fn fill(&mut self, reader: &mut impl Read, chunk: &mut [u8]) -> Result<bool, ScriptError> {
        let length = loop {
            match reader.read(chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result.map_err(ScriptError::Read)?,
            }
        };
        let end = length == 0;
        let mut at = self.report.read - self.begun.len() as u64;
        self.report.read += length as u64;
        let mut bytes = std::mem::take(&mut self.begun);
        bytes.extend_from_slice(&chunk[..length]);
        if !end {
            self.begun = bytes.split_off(bytes.len() - unfinished(&bytes));
        }
        // Nearly always all of it is valid, which the fast path shows.
        if let Some(valid) = encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(&bytes) {
            self.pending.push_str(&valid);
            return Ok(!end);
        }
        for stretch in bytes.utf8_chunks() {
            self.pending.push_str(stretch.valid());
            at += stretch.valid().len() as u64;
            if !stretch.invalid().is_empty() {
                self.pending.push(char::REPLACEMENT_CHARACTER);
                self.report.invalid += 1;
                self.report.first_invalid.get_or_insert(at);
                at += stretch.invalid().len() as u64;
            }
        }
        Ok(!end)
    }
}

/// Bytes at the end that begin a character whose rest is still to come.
fn unfinished(bytes: &[u8]) -> usize {
    let length = |lead: u8| match lead {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf7 => 4,
        _ => 1,
    };
    // The last byte that continues no character begins one.
    let lead = bytes.iter().rev().take(3).position(|byte| byte & 0xc0 != 0x80);
    lead.filter(|back| length(bytes[bytes.len() - 1 - back]) > back + 1).map_or(0, |back| back + 1)
}
