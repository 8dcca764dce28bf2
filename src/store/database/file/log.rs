//! A write-ahead log read without the engine: the stamps in what has been committed
//! (sqlite.org/fileformat2.html#walformat). Frames count up to the first whose salts or sums do not fit.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

use super::stamp::Stamp;
use crate::store::database::Stop;

/// Bytes of the log's head, and of that of a frame.
const HEAD: usize = 32;
const FRAME: usize = 24;

/// Bytes read at once.
const CHUNK: usize = 1 << 18;

/// Content of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogContent {
    /// No committed transaction, or no log.
    Nothing,
    /// One committed transaction or more.
    Committed {
        /// True if one of the transactions has a stamp.
        stamped: bool,
    },
}

/// The head of a log, which another one has as soon as it is begun anew. Nothing if there is none.
///
/// # Errors
/// If it is there and cannot be read.
pub(crate) fn head(path: &Path) -> io::Result<Option<[u8; HEAD]>> {
    let mut head = [0; HEAD];
    match File::open(path).and_then(|mut file| file.read_exact(&mut head)) {
        Ok(()) => Ok(Some(head)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Gives `each` the stamps of the log in their order, those of committed transactions only, until it breaks off.
///
/// # Errors
/// If the log is there and cannot be read, or it was stopped.
pub(crate) fn stamps(
    path: &Path,
    stop: &Stop,
    mut each: impl FnMut(Stamp) -> ControlFlow<()>,
) -> io::Result<LogContent> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(LogContent::Nothing),
        Err(error) => return Err(error),
    };
    let mut reader = BufReader::with_capacity(CHUNK, file);
    let mut head = [0; HEAD];
    if !fill(&mut reader, &mut head)? {
        return Ok(LogContent::Nothing);
    }
    let Some((size, little, mut sum)) = begin(&head) else { return Ok(LogContent::Nothing) };
    let mut frame = vec![0; FRAME + size];
    let (mut committed, mut stamped) = (false, false);
    // Of a transaction that is not committed yet; it has one, or more where a page was written twice.
    let mut waiting: Vec<Stamp> = Vec::new();
    while fill(&mut reader, &mut frame)? {
        if stop.is_raised() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let (about, page) = frame.split_at(FRAME);
        if about[8..16] != head[16..24] {
            break;
        }
        sum = checksum(page, little, checksum(&about[..8], little, sum));
        if sum != (number(about, 16), number(about, 20)) {
            break;
        }
        if let Some(stamp) = Stamp::of_page(page) {
            waiting.push(stamp);
        }
        if number(about, 4) > 0 {
            committed = true;
            // Of a page that was written twice the last is what was committed.
            if let Some(stamp) = waiting.pop() {
                stamped = true;
                if each(stamp).is_break() {
                    break;
                }
            }
            waiting.clear();
        }
    }
    Ok(if committed { LogContent::Committed { stamped } } else { LogContent::Nothing })
}

/// True if something in the log is committed.
///
/// # Errors
/// If the log is there and cannot be read.
pub(crate) fn is_empty(path: &Path) -> io::Result<bool> {
    Ok(stamps(path, &Stop::default(), |_| ControlFlow::Break(()))? == LogContent::Nothing)
}

/// The size of pages, true if words are little-endian, and the checksum of the head; nothing if it is no head.
fn begin(head: &[u8; HEAD]) -> Option<(usize, bool, (u32, u32))> {
    let (magic, version, size) = (number(head, 0), number(head, 4), number(head, 8));
    let size = if size == 1 { 65536 } else { size as usize };
    if magic & !1 != 0x377f_0682 || version != 3_007_000 || !size.is_power_of_two() || !(512..=65536).contains(&size) {
        return None;
    }
    let little = magic & 1 == 0;
    let sum = checksum(&head[..24], little, (0, 0));
    (sum == (number(head, 24), number(head, 28))).then_some((size, little, sum))
}

/// The running checksum of a log (fileformat2, 4.2), over words in the order of bytes that its head names.
pub(crate) fn checksum(bytes: &[u8], little: bool, from: (u32, u32)) -> (u32, u32) {
    let word = |bytes: &[u8]| {
        let bytes = bytes.try_into().unwrap_or([0; 4]);
        if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }
    };
    bytes.chunks_exact(8).fold(from, |(one, two), pair| {
        let one = one.wrapping_add(word(&pair[..4])).wrapping_add(two);
        (one, two.wrapping_add(word(&pair[4..])).wrapping_add(one))
    })
}

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes)
}

/// Fills the whole of `bytes`; says whether there were so many.
pub(crate) fn fill(reader: &mut impl Read, bytes: &mut [u8]) -> io::Result<bool> {
    match reader.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use rusqlite::config::DbConfig;

    use super::*;
    use crate::store::database::file::stamp;

    /// A log with some transactions, as a killed program leaves it; the chain of its stamps.
    fn log(folder: &Path, transactions: usize) -> (std::path::PathBuf, Vec<stamp::StampValue>) {
        let path = folder.join("library.db");
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch(include_str!("../steps/4.sql")).unwrap();
        conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).unwrap();
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
        conn.execute_batch("CREATE TABLE t (x TEXT)").unwrap();
        let mut chain = vec![stamp::current(&conn).unwrap().unwrap()];
        for n in 0..transactions {
            let tx = conn.unchecked_transaction().unwrap();
            chain.push(stamp::advance(&tx).unwrap().current);
            tx.execute("INSERT INTO t VALUES (?1)", ["字".repeat(n * 900)]).unwrap();
            tx.commit().unwrap();
        }
        drop(conn);
        (folder.join("library.db-wal"), chain)
    }

    fn read(path: &Path) -> (LogContent, Vec<Stamp>) {
        let mut found = Vec::new();
        let held = stamps(path, &Stop::default(), |stamp| {
            found.push(stamp);
            ControlFlow::Continue(())
        });
        (held.unwrap(), found)
    }

    #[test]
    fn the_chain_is_read_in_its_order() {
        let folder = tempfile::tempdir().unwrap();
        let (path, chain) = log(folder.path(), 6);
        let (held, found) = read(&path);
        assert_eq!(held, LogContent::Committed { stamped: true });
        assert_eq!(found.iter().map(|stamp| stamp.current).collect::<Vec<_>>(), chain[1..]);
        assert_eq!(found.iter().map(|stamp| stamp.previous).collect::<Vec<_>>(), chain[..chain.len() - 1]);
    }

    #[test]
    fn what_is_cut_or_spoiled_ends_it() {
        let folder = tempfile::tempdir().unwrap();
        let (path, chain) = log(folder.path(), 5);
        let whole = std::fs::read(&path).unwrap();
        let mut last = 0;
        for length in (0..=whole.len()).step_by(509) {
            std::fs::write(&path, &whole[..length]).unwrap();
            let (held, found) = read(&path);
            assert!(found.iter().map(|stamp| stamp.current).eq(chain[1..=found.len()].iter().copied()));
            assert!(found.len() >= last && (held == LogContent::Nothing) <= found.is_empty());
            last = found.len();
            let mut spoiled = whole.clone();
            spoiled[length.min(whole.len() - 1)] ^= 0x10;
            std::fs::write(&path, &spoiled).unwrap();
            assert!(read(&path).1.len() < chain.len());
        }
        for bytes in [&b""[..], &[0; 4000], &[0xff; 4000]] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(read(&path), (LogContent::Nothing, Vec::new()));
        }
        std::fs::remove_file(&path).unwrap();
        assert_eq!(read(&path), (LogContent::Nothing, Vec::new()));
        assert!(is_empty(&path).unwrap() && head(&path).unwrap().is_none());
    }
}
