//! Limits of what a picture may cost: bytes of its file, pixels, memory, passes over its pixels.

/// Limit of the bytes of a picture's file.
pub(crate) const MAX_PICTURE_BYTES: usize = 20 << 20;
/// Limit of the pixels of a picture. A file of a few kB can claim a thousand million.
pub(crate) const MAX_PICTURE_PIXELS: u64 = 40_000_000;
/// Limit of the memory that a decoder takes, its result included.
pub(super) const MAX_DECODER_BYTES: u64 = 320 << 20;
/// Limit of the pixels that the scans of a progressive JPEG go over. One scan is a few bytes, so that a file could ask for
/// a million passes over its pixels.
pub(super) const MAX_SCANNED_PIXELS: u64 = 800_000_000;
/// Limit of the pixels that are kept of a picture: more than a terminal of 200 columns and 60 rows shows.
pub(super) const MAX_KEPT_PIXELS: usize = 2 << 20;
