//! The stamp of a library: a random number that every transaction draws anew, beside the one it replaces. By it a
//! journal is told from that of another file of the same name. In here: how it is drawn, and how it is read out of a
//! page of the file format (sqlite.org/fileformat2.html) without the engine.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// Bytes that begin the row of stamps, as `schema_4.sql` writes them.
pub(crate) const MAGIC: [u8; 16] = *b"\x8ckanbao stamps\xd3\x09";

/// Bytes of the row: its length and number, the header of its record, and three values of 16 bytes.
const CELL: usize = 2 + 5 + 3 * 16;

/// Bytes before the magic in that cell: 53 bytes of payload, row 1, a header of 5 bytes, NULL for the number, and
/// three blobs of 16 bytes.
const BEFORE: [u8; 7] = [53, 1, 5, 0, 44, 44, 44];

/// One drawn number.
pub(crate) type StampValue = [u8; 16];

/// The stamp as the row holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// The value before, which the transaction found; zeros where there was none.
    pub(in crate::store) previous: StampValue,
    /// The value that the last transaction drew.
    pub(in crate::store) current: StampValue,
}

impl Stamp {
    /// The stamp in a page, if that is the page of the stamps: a leaf of a table with this one row. No text of an
    /// article makes one: text is stored with another type, and a page of it begins otherwise.
    pub(crate) fn of_page(page: &[u8]) -> Option<Stamp> {
        const LEAF: u8 = 0x0d;
        let number = |at: usize| Some(usize::from(u16::from_be_bytes(page.get(at..at + 2)?.try_into().ok()?)));
        if *page.first()? != LEAF || number(3)? != 1 {
            return None;
        }
        let cell = page.get(number(8)?..)?.get(..CELL)?;
        let values = cell.strip_prefix(&BEFORE)?.strip_prefix(&MAGIC)?;
        let (previous, current) = values.split_at(16);
        Some(Stamp { previous: previous.try_into().ok()?, current: current.try_into().ok()? })
    }
}

/// Makes the current stamp the previous one and draws another; says which. The first statement of every transaction
/// that writes.
pub(crate) fn advance(conn: &Connection) -> rusqlite::Result<Stamp> {
    conn.prepare_cached(
        "UPDATE stamps SET previous = current, current = randomblob(16) WHERE id = 1 RETURNING previous, current",
    )?
    .query_row([], |row| Ok(Stamp { previous: row.get(0)?, current: row.get(1)? }))
}

/// The current stamp as the engine sees it; nothing in a library of an earlier version.
pub(crate) fn current(conn: &Connection) -> rusqlite::Result<Option<StampValue>> {
    if !exists(conn)? {
        return Ok(None);
    }
    conn.prepare_cached("SELECT current FROM stamps WHERE id = 1")?.query_row([], |row| row.get(0)).map(Some)
}

/// True if the library is of a version that has stamps.
pub(crate) fn exists(conn: &Connection) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'stamps'")?.exists([])
}

/// Gives a finished copy, which nobody has open, a stamp that no other file has. Without it a journal of the library it
/// was copied from would be taken for its own. To be called on every copy before it gets its name.
pub(crate) fn renew(copy: &Path) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(copy, flags)?;
    if exists(&conn)? {
        conn.pragma_update(None, "synchronous", "FULL")?;
        conn.execute("UPDATE stamps SET previous = randomblob(16), current = randomblob(16)", [])?;
    }
    conn.close().map_err(|(_, error)| error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_stamps() -> (tempfile::TempDir, std::path::PathBuf, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch(include_str!("../steps/4.sql")).unwrap();
        (folder, path, conn)
    }

    fn pages(path: &Path) -> Vec<Vec<u8>> {
        std::fs::read(path).unwrap().chunks(4096).map(<[u8]>::to_vec).collect()
    }

    #[test]
    fn is_read_from_its_page_as_from_the_engine() {
        let (_folder, path, conn) = with_stamps();
        let first: Vec<Stamp> = pages(&path).iter().filter_map(|page| Stamp::of_page(page)).collect();
        assert_eq!(first.len(), 1);
        assert_eq!(first[0].previous, [0; 16]);
        assert_eq!(Some(first[0].current), current(&conn).unwrap());
        let next = advance(&conn).unwrap();
        assert_eq!(next.previous, first[0].current);
        let second: Vec<Stamp> = pages(&path).iter().filter_map(|page| Stamp::of_page(page)).collect();
        assert_eq!(second, [next]);
    }

    #[test]
    fn a_copy_has_its_own() {
        let (folder, _path, conn) = with_stamps();
        let copy = folder.path().join("copy.db");
        conn.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
        renew(&copy).unwrap();
        let stamp = pages(&copy).iter().find_map(|page| Stamp::of_page(page)).unwrap();
        let own = current(&conn).unwrap().unwrap();
        assert!(stamp.previous != own && stamp.current != own && stamp.previous != [0; 16]);
    }

    #[test]
    fn no_text_is_taken_for_one() {
        let (_folder, path, conn) = with_stamps();
        let cell = [&BEFORE[..], &MAGIC, &[7; 32]].concat();
        conn.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB)").unwrap();
        for (text, blob) in
            [(cell.repeat(1), vec![]), (cell.repeat(60), cell.clone()), (vec![], cell.repeat(70)), (cell.clone(), cell)]
        {
            conn.execute("DELETE FROM t", []).unwrap();
            let text = String::from_utf8_lossy(&text).into_owned();
            conn.execute("INSERT INTO t VALUES (1, ?1, ?2)", (text, blob)).unwrap();
            assert_eq!(pages(&path).iter().filter_map(|page| Stamp::of_page(page)).count(), 1);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_without_a_fault(page in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = Stamp::of_page(&page);
            let _ = Stamp::of_page(&[&[0x0d, 0, 0, 0, 1], &page[..]].concat());
        }
    }
}
