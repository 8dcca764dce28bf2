//! A segment as it is written: page after page in short transactions, so that nobody waits long, and complete only
//! with the last one.

use rusqlite::Transaction;

use super::grams::{BITS, Gram};
use super::postings::{BlockWriter, pack};
use super::segment::{key, keys, made_with};
use crate::store::StoreError;
use crate::store::database::Database;

/// Bytes of pages that are written in one transaction, about.
const TRANSACTION_BYTES: usize = 4 << 20;
/// Blocks that are removed in one transaction.
const MAX_REMOVED_BLOCKS: usize = 2000;

/// A segment that is being written.
#[derive(Debug)]
pub(super) struct SegmentWriter {
    pub(super) id: i64,
    count: usize,
    pages: BlockWriter,
    full: Vec<(Gram, Vec<u8>)>,
    bytes: usize,
}

impl SegmentWriter {
    /// Begins a segment of `count` articles.
    pub(super) fn begin(conn: &Database, count: usize) -> Result<SegmentWriter, StoreError> {
        let tx = conn.begin()?;
        // Above the blocks too that a killed program left: they would be taken for blocks of this segment.
        let id: i64 = tx.query_row(
            "SELECT 1 + max(coalesce((SELECT max(id) FROM index_segments), 0),
                            coalesce((SELECT max(key) >> ?1 FROM index_pages), 0))",
            [BITS],
            |row| row.get(0),
        )?;
        tx.execute(
            "INSERT INTO index_segments (id, folding, count) VALUES (?1, ?2, ?3)",
            (id, made_with(), i64::try_from(count).unwrap_or(i64::MAX)),
        )?;
        tx.commit()?;
        Ok(SegmentWriter { id, count, pages: BlockWriter::default(), full: Vec::new(), bytes: 0 })
    }

    /// Writes which articles have a gram. Grams and positions ascend.
    pub(super) fn push(&mut self, conn: &Database, gram: Gram, positions: &[u32]) -> Result<(), StoreError> {
        if positions.is_empty() {
            return Ok(());
        }
        let page = self.pages.push(gram, positions, self.count);
        self.push_pages(conn, page)
    }

    /// Writes pages as they are. Instead of [`SegmentWriter::push`], not beside it.
    pub(super) fn push_pages(
        &mut self,
        conn: &Database,
        pages: impl IntoIterator<Item = (Gram, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        for page in pages {
            self.bytes += page.1.len();
            self.full.push(page);
            if self.bytes >= TRANSACTION_BYTES {
                let tx = conn.begin()?;
                self.flush(&tx)?;
                tx.commit()?;
            }
        }
        Ok(())
    }

    /// Completes the segment, with what `also` does in the same transaction. Says whether it did: not if `also` is
    /// against it or another program has cleared it away.
    pub(super) fn finish(
        mut self,
        conn: &Database,
        articles: &[i64],
        also: impl FnOnce(&Transaction<'_>) -> Result<bool, StoreError>,
    ) -> Result<bool, StoreError> {
        let tx = conn.begin()?;
        self.full.extend(self.pages.take());
        self.flush(&tx)?;
        let completed = tx.execute(
            "UPDATE index_segments SET articles = ?2 WHERE id = ?1 AND articles IS NULL",
            (self.id, pack(articles)),
        )?;
        // The list of articles makes a segment complete. Until it is written the blocks are invisible to every search.
        if completed == 1 && also(&tx)? {
            tx.commit()?;
            return Ok(true);
        }
        drop(tx);
        remove(conn, self.id)?;
        Ok(false)
    }

    fn flush(&mut self, tx: &Transaction<'_>) -> Result<(), StoreError> {
        let mut statement = tx.prepare_cached("INSERT OR REPLACE INTO index_pages (key, page) VALUES (?1, ?2)")?;
        for (gram, page) in self.full.drain(..) {
            statement.execute((key(self.id, gram), page))?;
        }
        self.bytes = 0;
        Ok(())
    }
}

/// Removes a segment and its pages. Its articles are no longer named by it, so they must be named by another or wait.
pub(super) fn remove(conn: &Database, segment: i64) -> Result<(), StoreError> {
    let tx = conn.begin()?;
    // The row goes first: a segment that has lost a page would name too few articles.
    tx.execute("DELETE FROM index_segments WHERE id = ?1", [segment])?;
    tx.commit()?;
    let keys = keys(segment);
    loop {
        let tx = conn.begin()?;
        let removed = tx.execute(
            "DELETE FROM index_pages WHERE key IN (SELECT key FROM index_pages WHERE key BETWEEN ?1 AND ?2 LIMIT ?3)",
            (keys.start(), keys.end(), MAX_REMOVED_BLOCKS as i64),
        )?;
        tx.commit()?;
        if removed < MAX_REMOVED_BLOCKS {
            return Ok(());
        }
    }
}

/// Clears away what a program left behind that was stopped while it wrote.
pub(super) fn clear(conn: &Database) -> Result<(), StoreError> {
    let unfinished: Vec<i64> = conn
        .prepare("SELECT id FROM index_segments WHERE articles IS NULL")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for segment in unfinished {
        remove(conn, segment)?;
    }
    let mut from = i64::MIN;
    loop {
        let next: Option<i64> =
            conn.query_row("SELECT min(key) FROM index_pages WHERE key >= ?1", [from], |row| row.get(0))?;
        let Some(next) = next else { return Ok(()) };
        // From segment to segment by the key: one lookup each, however many blocks there are.
        let segment = next >> BITS;
        if !conn.prepare("SELECT 1 FROM index_segments WHERE id = ?1")?.exists([segment])? {
            remove(conn, segment)?;
        }
        let Some(behind) = keys(segment).end().checked_add(1) else { return Ok(()) };
        from = behind;
    }
}
