//! The main file of a library read without the engine: its head, and its stamp as it stands in this file alone,
//! whatever a journal beside it holds (sqlite.org/fileformat2.html, 1.3 and 1.6). Nothing in here opens or closes a
//! file.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use super::stamp::Stamp;

/// Bytes of the head of an SQLite file.
const HEAD: usize = 100;

/// Pages of the schema that are looked at; ours has about ten.
const MAX_PAGES: usize = 4096;

/// The head of an SQLite file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileHeader {
    /// Bytes of a page.
    pub(crate) page: usize,
    /// True if the file is kept with a write-ahead log.
    pub(crate) log: bool,
    /// Application id.
    pub(crate) application: i64,
    /// The version of its schema.
    pub(crate) version: i64,
}

impl FileHeader {
    /// The head of a file; nothing if it is not one of SQLite's.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn of(file: &File) -> io::Result<Option<FileHeader>> {
        let mut bytes = [0; HEAD];
        match file.read_exact_at(&mut bytes, 0) {
            Ok(()) => Ok(FileHeader::parse(&bytes)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn parse(bytes: &[u8; HEAD]) -> Option<FileHeader> {
        let page = match u16::from_be_bytes([bytes[16], bytes[17]]) {
            1 => 65536,
            size => usize::from(size),
        };
        let sound = bytes.starts_with(b"SQLite format 3\0") && page.is_power_of_two() && page >= 512;
        let number = |at: usize| i32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]).into();
        sound.then(|| FileHeader { page, log: bytes[18] == 2, application: number(68), version: number(60) })
    }
}

/// The stamp in the main file, and the page it stands on; nothing in a file that has none, or that cannot be made sense
/// of. `page` is where it stood last.
pub(crate) fn stamp(file: &File, page: Option<u32>) -> Option<(u32, Stamp)> {
    let head = FileHeader::of(file).ok()??;
    let mut bytes = vec![0; head.page];
    let mut at = |number: u32| {
        read_page(file, number, &mut bytes)?;
        Stamp::of_page(&bytes).map(|stamp| (number, stamp))
    };
    page.and_then(&mut at).or_else(|| at(root_of_stamps(file, head.page)?))
}

fn read_page(file: &File, number: u32, page: &mut [u8]) -> Option<()> {
    let offset = u64::from(number.checked_sub(1)?) * page.len() as u64;
    file.read_exact_at(page, offset).ok()
}

/// The root page of the table of stamps, by the schema that begins on page 1.
fn root_of_stamps(file: &File, size: usize) -> Option<u32> {
    let mut page = vec![0; size];
    let mut pages = vec![1];
    for _ in 0..MAX_PAGES {
        let number = pages.pop()?;
        read_page(file, number, &mut page)?;
        let header = page.get(if number == 1 { HEAD } else { 0 }..)?;
        let count = usize::from(u16::from_be_bytes(header.get(3..5)?.try_into().ok()?));
        let (kind, begins) = match header.first()? {
            0x05 => (false, 12),
            0x0d => (true, 8),
            _ => return None,
        };
        for index in 0..count {
            let pointer = header.get(begins + 2 * index..)?.get(..2)?;
            let cell = page.get(usize::from(u16::from_be_bytes(pointer.try_into().ok()?))..)?;
            if kind {
                if let Some(root) = root_in_cell(cell) {
                    return Some(root);
                }
            } else {
                pages.push(u32::from_be_bytes(cell.get(..4)?.try_into().ok()?));
            }
        }
        if !kind {
            pages.push(u32::from_be_bytes(header.get(8..12)?.try_into().ok()?));
        }
    }
    None
}

/// The root page in a row of the schema, if that is the row of the table of stamps: type, name, table, root page, SQL.
/// The first four stand on the page itself, however long the last is.
fn root_in_cell(cell: &[u8]) -> Option<u32> {
    let mut rest = cell;
    let (_payload, _row) = (varint(&mut rest)?, varint(&mut rest)?);
    let record = rest;
    let length = usize::try_from(varint(&mut rest)?).ok()?;
    let mut kinds = record.get(record.len() - rest.len()..length)?;
    let mut values = record.get(length..)?;
    let mut value = || {
        let bytes = match varint(&mut kinds)? {
            kind @ 0..=4 => kind as usize,
            8 | 9 => 0,
            kind if kind >= 12 => usize::try_from((kind - 12) / 2).ok()?,
            _ => return None,
        };
        let (value, more) = values.split_at_checked(bytes)?;
        values = more;
        Some(value)
    };
    let (kind, name, _table, root) = (value()?, value()?, value()?, value()?);
    (kind == b"table" && name == b"stamps" && !root.is_empty())
        .then(|| root.iter().fold(0, |number: u32, byte| number << 8 | u32::from(*byte)))
}

/// A number of one to nine bytes, taken off the front.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for index in 0..9 {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        if index == 8 {
            return Some(number << 8 | u64::from(*first));
        }
        number = number << 7 | u64::from(first & 0x7f);
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::store::database::file::stamp;
    use crate::store::database::{APPLICATION_ID, KNOWN, MIGRATIONS, migrate::migrate};

    #[test]
    fn the_stamp_is_found_however_large_pages_are_and_wherever_it_stands() {
        for size in [512, 4096, 65536] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("library.db");
            let mut conn = Connection::open(&path).unwrap();
            conn.pragma_update(None, "page_size", size as i64).unwrap();
            migrate(&mut conn, MIGRATIONS, Some(&path)).unwrap();
            let file = File::open(&path).unwrap();
            let head = FileHeader::of(&file).unwrap().unwrap();
            let expected = FileHeader { page: size, log: false, application: APPLICATION_ID, version: KNOWN as i64 };
            assert_eq!(head, expected);
            let (page, found) = super::stamp(&file, None).unwrap();
            assert_eq!(Some(found.current), stamp::current(&conn).unwrap());
            assert_eq!(super::stamp(&file, Some(page)), Some((page, found)));
            // It is found again after it has moved.
            conn.execute_batch("CREATE TABLE t AS SELECT 1; VACUUM").unwrap();
            assert_eq!(super::stamp(&file, Some(page + 1)).map(|(_, stamp)| stamp), Some(found));
        }
    }

    #[test]
    fn what_is_no_library_has_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        for bytes in [&b""[..], b"x", &[0xa7; 9000], &[&b"SQLite format 3\0\x10\0"[..], &[0xff; 9000]].concat()] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(super::stamp(&File::open(&path).unwrap(), Some(2)), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_schema_is_read_without_a_fault(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..900)) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("x");
            let head = [&b"SQLite format 3\0\x02\0"[..], &[0; 82], &[0x0d, 0, 0, 0, 2], &bytes].concat();
            std::fs::write(&path, head).unwrap();
            let _ = super::stamp(&File::open(&path).unwrap(), None);
        }
    }
}
