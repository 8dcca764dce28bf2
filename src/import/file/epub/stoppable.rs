//! A stream that fails once its reading is stopped: the crate that unpacks archives has no stop of its own.

use std::io::{self, Read, Seek, SeekFrom};

use crate::text::StopCheck;

/// A stream, read until `stop` stops it.
pub(super) struct Stoppable<'s, R> {
    pub(super) stream: R,
    pub(super) stop: &'s StopCheck<'s>,
}

impl<R: Read> Read for Stoppable<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        if self.stop.go_on_after(read) { Ok(read) } else { Err(io::Error::other("the reading was stopped")) }
    }
}

impl<R: Seek> Seek for Stoppable<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.stream.seek(to)
    }
}
