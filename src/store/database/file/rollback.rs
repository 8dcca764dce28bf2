//! A rollback journal read without the engine: the stamp that its transaction found
//! (sqlite.org/fileformat2.html, 3). Libraries on network file systems keep one.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::log::fill;
use super::stamp::Stamp;

pub(crate) const MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
/// Bytes of the head that say something; it fills a sector.
pub(crate) const HEAD: usize = 28;

/// Content of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Journal {
    /// No journal, or one that was finished.
    None,
    /// A transaction that was broken off before it put a page aside. It has not touched the file.
    Begun,
    /// Pages as they were before a transaction that was broken off; its stamp is the one it found.
    Pages(Option<Stamp>),
}

/// Reads the journal at `path`.
///
/// # Errors
/// If it is there and cannot be read.
pub(crate) fn read(path: &Path) -> io::Result<Journal> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Journal::None),
        Err(error) => return Err(error),
    };
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let mut head = [0; HEAD];
    if !fill(&mut reader, &mut head)? || !head.starts_with(&MAGIC) {
        return Ok(Journal::None);
    }
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let (nonce, sector, page) = (number(12), number(20) as usize, number(24) as usize);
    let sizes = page.is_power_of_two() && (512..=65536).contains(&page) && (32..=65536).contains(&sector);
    if !sizes || !fill(&mut reader, &mut vec![0; sector - HEAD])? {
        return Ok(Journal::Begun);
    }
    // Number, page, sum. What was written after a later head begins at another sector; the first statement of a
    // transaction is the one that draws the stamp, so its page is among the first.
    let mut record = vec![0; 4 + page + 4];
    let mut any = false;
    while fill(&mut reader, &mut record)? {
        let (bytes, sum) = record[4..].split_at(page);
        if u32::from_be_bytes([sum[0], sum[1], sum[2], sum[3]]) != checked(nonce, bytes) {
            break;
        }
        any = true;
        if let Some(stamp) = Stamp::of_page(bytes) {
            return Ok(Journal::Pages(Some(stamp)));
        }
    }
    Ok(if any { Journal::Pages(None) } else { Journal::Begun })
}

/// The sum of a record: every two-hundredth byte from the end.
pub(crate) fn checked(nonce: u32, page: &[u8]) -> u32 {
    let bytes = (1..).map_while(|step| page.len().checked_sub(200 * step)).filter(|at| *at > 0);
    bytes.fold(nonce, |sum, at| sum.wrapping_add(u32::from(page[at])))
}

/// True if there is a journal that the engine would play back.
///
/// # Errors
/// If it is there and cannot be read.
pub(crate) fn is_hot(path: &Path) -> io::Result<bool> {
    let mut first = [0];
    match File::open(path).and_then(|mut file| file.read_exact(&mut first)) {
        Ok(()) => Ok(first != [0]),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof) => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::store::database::file::stamp;

    #[test]
    fn the_stamp_that_a_transaction_found_is_in_its_journal() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let beside = folder.path().join("library.db-journal");
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch(include_str!("../steps/4.sql")).unwrap();
        // So small a cache is written out in the middle of the transaction, for which the journal is made durable.
        conn.execute_batch("CREATE TABLE t (x TEXT); PRAGMA cache_size = 5").unwrap();
        assert_eq!(read(&beside).unwrap(), Journal::None);
        let found = stamp::current(&conn).unwrap().unwrap();
        let tx = conn.unchecked_transaction().unwrap();
        stamp::advance(&tx).unwrap();
        tx.execute("INSERT INTO t VALUES (?1)", ["字".repeat(90_000)]).unwrap();
        let Journal::Pages(Some(stamp)) = read(&beside).unwrap() else { panic!("{:?}", read(&beside)) };
        assert_eq!(stamp.current, found);
        assert!(is_hot(&beside).unwrap());
        let bytes = std::fs::read(&beside).unwrap();
        tx.commit().unwrap();
        assert!(!is_hot(&beside).unwrap());
        for length in (0..bytes.len().min(9000)).step_by(7) {
            std::fs::write(&beside, &bytes[..length]).unwrap();
            let held = read(&beside).unwrap();
            assert!(length > 600 || matches!(held, Journal::None | Journal::Begun), "{length} {held:?}");
        }
    }

    #[test]
    fn a_finished_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db-journal");
        for bytes in [&b""[..], &[0; 600]] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(read(&path).unwrap(), Journal::None);
            assert!(!is_hot(&path).unwrap());
        }
    }
}
