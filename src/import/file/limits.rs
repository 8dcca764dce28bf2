//! Limits of files, articles, chapters and lines. No real news reaches them; parts beyond one are left out and named.

use crate::import::format::Format;

/// Limit of a file that is read as a whole, as it came and decoded, in bytes. JSON Lines has no limit but that of its
/// lines.
pub(crate) const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Limit of a page and of a feed, in bytes. Images within a page count, too.
pub(crate) const MAX_MARKUP_BYTES: u64 = 32 * 1024 * 1024;

/// Limit of plain text and Markdown, and of an article on a page or in JSON, in bytes: five million characters of Chinese
/// in one article, of which several copies are held while it is stored.
pub(crate) const MAX_TEXT_BYTES: u64 = 16 * 1024 * 1024;

/// Limit of a line of JSON Lines, in bytes.
pub(crate) const MAX_LINE_BYTES: u64 = MAX_TEXT_BYTES;

/// Limit of the lines of plain text. A file of more is data.
pub(crate) const MAX_LINES: usize = 2_000_000;

/// Limit of a chapter of a book, unpacked, in bytes.
pub(crate) const MAX_CHAPTER_BYTES: u64 = 8 * 1024 * 1024;

/// Limit of all chapters of a book together, unpacked, in bytes.
pub(crate) const MAX_BOOK_BYTES: u64 = 64 * 1024 * 1024;

/// Limit of the chapters of a book.
pub(crate) const MAX_CHAPTERS: usize = 5000;

/// The limit of a file of a format, in bytes; the largest of all if the format is not known yet.
pub(crate) fn max_bytes(format: Option<Format>) -> u64 {
    match format {
        Some(Format::Html | Format::Feed) => MAX_MARKUP_BYTES,
        Some(Format::Markdown | Format::Page) => MAX_TEXT_BYTES,
        _ => MAX_FILE_BYTES,
    }
}
