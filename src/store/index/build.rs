//! Takes what waits into the index: so many articles at a time as fit into memory, each lot a segment.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::thread;

use rusqlite::{Connection, TransactionBehavior};

use super::grams::Gram;
use super::write::{SegmentWriter, clear};
use super::{grams, merge, segment};
use crate::article::Article;
use crate::store::{Library, StoreError, load};

/// So many waiting articles do not slow a search down.
pub const WAITING_IS_FINE: usize = 64;

/// Grams of articles that are held in memory at once, of 8 bytes each.
const HELD: usize = 6 << 20;
/// The most articles of one lot: their positions must fit beside a gram in 64 bits.
const LOT: usize = 1 << POSITION;
const POSITION: u32 = u64::BITS - grams::BITS;
/// Articles between two reports, and bytes of their text.
const STEP: usize = 256;
const STEP_BYTES: u64 = 4 << 20;
/// Threads that find grams, at the most.
const THREADS: usize = 4;

/// How far the index is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Built {
    /// Articles taken in.
    pub done: usize,
    /// Articles there were to be taken in.
    pub all: usize,
    /// Bytes of body text taken in.
    pub bytes: u64,
}

/// A lot of articles and their grams.
#[derive(Default)]
struct Lot {
    articles: Vec<i64>,
    changes: Vec<i64>,
    /// A gram and the position of an article, in one number.
    grams: Vec<u64>,
}

impl Library {
    /// How many articles wait to be taken into the index. They are found all the same, more slowly.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn waiting(&self) -> Result<usize, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT count(*) FROM index_waiting")?
            .query_row([], |row| crate::store::library::counted(row, 0))?)
    }

    /// Takes the articles that wait into the index, telling how far it is, until `tell` breaks off. What has been
    /// done by then stays. For a job: it takes about a second for 30 MB of text.
    ///
    /// # Errors
    /// If the library cannot be read or written; it is then as good as before.
    pub fn build_index(&mut self, mut tell: impl FnMut(Built) -> ControlFlow<()>) -> Result<Built, StoreError> {
        clear(&mut self.conn)?;
        let segments = segment::all(&self.conn)?;
        if segments.iter().any(|segment| segment.lost) {
            self.drop_index()?;
        } else {
            for segment in segments.iter().filter(|segment| !segment.sound) {
                merge::give_up(&mut self.conn, segment)?;
            }
        }
        let mut built = Built { all: self.waiting()?, ..Built::default() };
        let mut after = i64::MIN;
        loop {
            let (lot, flow) = gather(&self.conn, &mut after, &mut built, &mut tell)?;
            let empty = lot.articles.is_empty();
            if !empty {
                keep(&mut self.conn, lot)?;
                if flow.is_continue() && merge::merge(&mut self.conn, &mut || tell(built))?.is_break() {
                    return Ok(built);
                }
            }
            if empty || flow.is_break() {
                return Ok(built);
            }
        }
    }

    /// Forgets the whole index and builds it anew. Until it is there again articles are found all the same.
    ///
    /// # Errors
    /// As [`Library::build_index`].
    pub fn rebuild_index(&mut self, tell: impl FnMut(Built) -> ControlFlow<()>) -> Result<Built, StoreError> {
        self.drop_index()?;
        self.build_index(tell)
    }

    fn drop_index(&mut self) -> Result<(), StoreError> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute("INSERT OR IGNORE INTO index_waiting SELECT article_id, random() FROM bodies", [])?;
        tx.execute("DELETE FROM index_segments", [])?;
        tx.commit()?;
        clear(&mut self.conn)
    }
}

/// Reads the next articles that wait, up to a lot.
fn gather(
    conn: &Connection,
    after: &mut i64,
    built: &mut Built,
    tell: &mut impl FnMut(Built) -> ControlFlow<()>,
) -> Result<(Lot, ControlFlow<()>), StoreError> {
    let mut lot = Lot::default();
    let sql = format!(
        "SELECT {}, w.change FROM index_waiting w CROSS JOIN articles a ON a.id = w.article_id
         CROSS JOIN bodies b ON b.article_id = a.id WHERE w.article_id > ?1 ORDER BY w.article_id",
        load::COLUMNS
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([*after])?;
    loop {
        // Some at a time, whose grams are found by all processors.
        let mut articles = Vec::new();
        let mut bytes = 0;
        while articles.len() < STEP.min(LOT - lot.articles.len()) && bytes < STEP_BYTES {
            let Some(row) = rows.next()? else { break };
            *after = row.get(0)?;
            // An article that makes no sense goes on waiting; whoever opens it is told.
            if let Ok(article) = load::decode(row) {
                lot.articles.push(*after);
                lot.changes.push(row.get(load::COLUMN_COUNT)?);
                bytes += article.blocks.iter().map(|block| block.text.len() as u64).sum::<u64>();
                articles.push(article);
            }
        }
        if articles.is_empty() {
            return Ok((lot, ControlFlow::Continue(())));
        }
        let first = lot.articles.len() - articles.len();
        for (position, grams) in (first as u64..).zip(grams_of(&articles)) {
            lot.grams.extend(grams.into_iter().map(|gram| (gram << POSITION) | position));
        }
        built.bytes += bytes;
        built.done += articles.len();
        if tell(*built).is_break() {
            return Ok((lot, ControlFlow::Break(())));
        }
        if lot.grams.len() >= HELD || lot.articles.len() >= LOT {
            return Ok((lot, ControlFlow::Continue(())));
        }
    }
}

/// The grams of each article, in their order.
fn grams_of(articles: &[Article]) -> Vec<Vec<Gram>> {
    let of = |share: &[Article]| share.iter().map(grams::of_article).collect::<Vec<_>>();
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS);
    let (own, others) = articles.split_at(articles.len().div_ceil(threads).min(articles.len()));
    if others.is_empty() {
        return of(own);
    }
    thread::scope(|scope| {
        let begun: Vec<_> = others
            .chunks(own.len())
            .map(|share| (share, thread::Builder::new().spawn_scoped(scope, move || of(share)).ok()))
            .collect();
        let mut all = of(own);
        for (share, thread) in begun {
            // Where the system gives no thread, this one does it.
            all.extend(thread.and_then(|thread| thread.join().ok()).unwrap_or_else(|| of(share)));
        }
        all
    })
}

/// Writes a lot as a segment. Its articles wait no longer, unless they have changed since they were read.
fn keep(conn: &mut Connection, mut lot: Lot) -> Result<(), StoreError> {
    lot.grams.sort_unstable();
    let mut writer = SegmentWriter::begin(conn, lot.articles.len())?;
    let mut positions = Vec::new();
    for same in lot.grams.chunk_by(|a, b| a >> POSITION == b >> POSITION) {
        positions.clear();
        positions.extend(same.iter().map(|gram| (gram & ((1 << POSITION) - 1)) as u32));
        if let Some(gram) = same.first() {
            writer.push(conn, gram >> POSITION, &positions)?;
        }
    }
    writer.finish(conn, &lot.articles, |tx| {
        let mut statement = tx.prepare_cached("DELETE FROM index_waiting WHERE article_id = ?1 AND change = ?2")?;
        for waited in lot.articles.iter().zip(&lot.changes) {
            statement.execute(waited)?;
        }
        Ok(true)
    })?;
    Ok(())
}
