//! Takes what waits into the index: batches are read here and made into runs by all processors (`workers.rs`), and some
//! runs together are a segment.

use crate::store::database::Database;
use std::ops::ControlFlow;
use std::thread;

use rusqlite::Connection;

use super::workers::{BatchQueue, IndexWorkers};
use super::write::clear;
use super::{
    batch,
    batch::{IndexBatch, Run},
};
use super::{merge, segment};
use crate::script::article_language;
use crate::store::{StoreError, articles::load};

/// Number of waiting articles that does not slow a search down.
pub const WAITING_IS_FINE: usize = 64;

/// Bytes of runs that become one segment: as much as can be held. They are written once; what is merged later is
/// written twice.
const SEGMENT_BYTES: usize = 48 << 20;
/// Bytes of a run that is written also by a build that is stopped: a few milliseconds.
const SMALL_RUN_BYTES: usize = 1 << 20;
/// Most articles that are indexed without threads.
const MAX_INLINE_ARTICLES: usize = 256;

/// Progress of a build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IndexProgress {
    /// Articles taken in.
    pub done: usize,
    /// Articles there were to be taken in.
    pub all: usize,
    /// Bytes of body text taken in.
    pub bytes: u64,
}

/// The index of a library.
#[derive(Clone, Copy, Debug)]
pub struct Index<'a> {
    pub(in crate::store) database: &'a Database,
}

impl Index<'_> {
    /// Number of articles that wait to be taken into the index. They are found all the same, more slowly.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn count_waiting(&self) -> Result<usize, StoreError> {
        Ok(self
            .database
            .prepare_cached("SELECT count(*) FROM index_waiting")?
            .query_row([], |row| crate::store::values::count(row, 0))?)
    }

    /// Takes the articles that wait into the index, reporting to `progress`, until it breaks off. What has been
    /// written by then stays, and what is little. For a job: it takes about a second for 30 MB of text.
    ///
    /// # Errors
    /// If the library cannot be read or written, or a stop ends it in the middle of a segment; it is
    /// then as good as before.
    pub fn build(
        &self,
        mut progress: impl FnMut(IndexProgress) -> ControlFlow<()>,
    ) -> Result<IndexProgress, StoreError> {
        clear(self.database)?;
        give_up_unsound(self.database)?;
        let mut built = IndexProgress { all: self.count_waiting()?, ..IndexProgress::default() };
        let queue = BatchQueue::new(self.database.stop().cloned().unwrap_or_default());
        thread::scope(|scope| {
            let mut workers = IndexWorkers::start(scope, &queue, built.all <= MAX_INLINE_ARTICLES);
            let mut segment = PendingRuns::default();
            let mut after = i64::MIN;
            let mut spoken = Vec::new();
            let mut flow = ControlFlow::Continue(());
            while flow.is_continue() {
                let batch = match read(self.database, &mut after, workers.grams(), &mut spoken) {
                    Err(StoreError::Stopped) => {
                        flow = ControlFlow::Break(());
                        break;
                    }
                    batch => batch?,
                };
                if batch.articles.is_empty() {
                    break;
                }
                workers.give(batch);
                segment.take(workers.made(), &mut built);
                flow = progress(built);
                if self.database.look().is_err() {
                    flow = ControlFlow::Break(());
                }
                // The articles stay waiting until their segment is complete, so a kill in between loses nothing.
                if flow.is_continue() && segment.bytes >= SEGMENT_BYTES {
                    merge::keep(self.database, segment.runs())?;
                    keep_spoken(self.database, &mut spoken)?;
                }
            }
            if flow.is_break() {
                queue.stop();
            }
            // Also after a stop: the scope would wait for the threads anyway.
            segment.take(workers.finish(), &mut built);
            if flow.is_break() && (segment.bytes > SMALL_RUN_BYTES || segment.runs.len() > 1) {
                // Whoever stopped it does not wait until so much is written. It is made again from the texts.
                return Ok(segment.leave(built));
            }
            if flow.is_break() {
                // So little is written however it ended, so that a build that is stopped again and again gets on.
                self.database.without_stop(|| merge::keep(self.database, segment.runs()))?;
                return Ok(built);
            }
            keep_spoken(self.database, &mut spoken)?;
            merge::keep(self.database, segment.runs())?;
            if flow.is_continue() && progress(built).is_continue() {
                merge::merge(self.database, &mut || progress(built))?;
            }
            Ok(built)
        })
    }

    /// Forgets the whole index and builds it anew. Until it is there again articles are found all the same.
    ///
    /// # Errors
    /// As [`Index::build`].
    pub fn rebuild(&self, progress: impl FnMut(IndexProgress) -> ControlFlow<()>) -> Result<IndexProgress, StoreError> {
        drop_index(self.database)?;
        self.build(progress)
    }
}

/// Makes the articles wait again whose segments were made with another folding or cannot be read.
fn give_up_unsound(database: &Database) -> Result<(), StoreError> {
    let segments = segment::all(database)?;
    if segments.iter().any(|segment| segment.lost) {
        return drop_index(database);
    }
    segments.iter().filter(|segment| !segment.sound).try_for_each(|segment| merge::give_up(database, segment))
}

/// Writes down what the texts of articles are in.
pub(in crate::store) fn keep_spoken(
    database: &Database,
    spoken: &mut Vec<(i64, &'static str)>,
) -> Result<(), StoreError> {
    if spoken.is_empty() {
        return Ok(());
    }
    let tx = database.begin()?;
    let mut statement = tx.prepare_cached("UPDATE articles SET spoken = ?2 WHERE id = ?1 AND spoken IS NULL")?;
    for of in spoken.drain(..) {
        statement.execute(of)?;
    }
    drop(statement);
    tx.commit()
}

pub(in crate::store) fn drop_index(database: &Database) -> Result<(), StoreError> {
    let tx = database.begin()?;
    tx.execute("INSERT OR IGNORE INTO index_waiting SELECT article_id, random() FROM bodies", [])?;
    tx.execute("DELETE FROM index_segments", [])?;
    tx.commit()?;
    clear(database)
}

/// Runs that will be a segment.
#[derive(Default)]
struct PendingRuns {
    runs: Vec<Run>,
    bytes: usize,
}

impl PendingRuns {
    fn take(&mut self, runs: Vec<Run>, built: &mut IndexProgress) {
        for run in runs {
            self.bytes += run.pages.iter().map(|(_, page)| page.len()).sum::<usize>();
            built.done += run.articles.len();
            built.bytes += run.bytes;
            self.runs.push(run);
        }
    }

    /// Progress without the runs, whose articles still wait.
    fn leave(self, built: IndexProgress) -> IndexProgress {
        let (done, bytes) =
            (self.runs.iter()).fold((0, 0), |(done, bytes), run| (done + run.articles.len(), bytes + run.bytes));
        IndexProgress { done: built.done - done, bytes: built.bytes - bytes, ..built }
    }

    /// All runs, so that their articles ascend; none are left.
    fn runs(&mut self) -> Vec<Run> {
        self.bytes = 0;
        let mut runs = std::mem::take(&mut self.runs);
        // Threads finish in any order, and positions ascend in a segment only if its articles do.
        runs.sort_unstable_by_key(|run| run.articles.first().copied());
        runs
    }
}

/// Reads the next articles that wait, until they have about so many grams; and what those are in of which that is not
/// written down.
fn read(
    conn: &Connection,
    after: &mut i64,
    grams: usize,
    spoken: &mut Vec<(i64, &'static str)>,
) -> Result<IndexBatch, StoreError> {
    let sql = format!(
        "SELECT {}, w.change, a.spoken IS NULL FROM index_waiting w CROSS JOIN articles a ON a.id = w.article_id
         CROSS JOIN bodies b ON b.article_id = a.id WHERE w.article_id > ?1 ORDER BY w.article_id",
        load::COLUMNS
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([*after])?;
    let mut batch = IndexBatch::default();
    while batch.grams < grams && batch.articles.len() < batch::MAX_BATCH_ARTICLES {
        let Some(row) = rows.next()? else { break };
        *after = row.get(0)?;
        // An article that makes no sense goes on waiting; opening it reports it.
        if let Ok(article) = load::decode(row) {
            if row.get(load::COLUMN_COUNT + 1)? {
                spoken.push((*after, article_language(&article).tag()));
            }
            batch.push(*after, row.get(load::COLUMN_COUNT)?, article);
        }
    }
    Ok(batch)
}
