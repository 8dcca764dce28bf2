//! Takes what waits into the index: lots are read here and made into runs by all processors (`workers.rs`), and some runs
//! together are a segment.

use std::ops::ControlFlow;
use std::thread;

use rusqlite::Connection;

use super::workers::{Makers, Queue};
use super::write::clear;
use super::{
    batch,
    batch::{Lot, Run},
};
use super::{merge, segment};
use crate::script::article_language;
use crate::store::{Library, StoreError, articles::load};

/// So many waiting articles do not slow a search down.
pub const WAITING_IS_FINE: usize = 64;

/// Bytes of runs that become one segment: as much as can be held. They are written once; what is merged later is
/// written twice.
const SEGMENT: usize = 48 << 20;
/// Bytes of a run that is written also by a build that is stopped: a few milliseconds.
const LITTLE: usize = 1 << 20;
/// So few articles are sooner taken in than threads are started.
const FEW: usize = 256;

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

impl Library {
    /// How many articles wait to be taken into the index. They are found all the same, more slowly.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn waiting(&self) -> Result<usize, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT count(*) FROM index_waiting")?
            .query_row([], |row| crate::store::counted(row, 0))?)
    }

    /// Takes the articles that wait into the index, telling how far it is, until `tell` breaks off. What has been
    /// written by then stays, and what is little. For a job: it takes about a second for 30 MB of text.
    ///
    /// # Errors
    /// If the library cannot be read or written, or [`Library::stop_by`] stops it in the middle of a segment; it is then
    /// as good as before.
    pub fn build_index(&mut self, mut tell: impl FnMut(Built) -> ControlFlow<()>) -> Result<Built, StoreError> {
        clear(&self.conn)?;
        let segments = segment::all(&self.conn)?;
        if segments.iter().any(|segment| segment.lost) {
            self.drop_index()?;
        } else {
            for segment in segments.iter().filter(|segment| !segment.sound) {
                merge::give_up(&self.conn, segment)?;
            }
        }
        let mut built = Built { all: self.waiting()?, ..Built::default() };
        let queue = Queue::new(self.conn.stop().cloned().unwrap_or_default());
        thread::scope(|scope| {
            let mut makers = Makers::start(scope, &queue, built.all <= FEW);
            let mut segment = Gathered::default();
            let mut after = i64::MIN;
            let mut spoken = Vec::new();
            let mut flow = ControlFlow::Continue(());
            while flow.is_continue() {
                let lot = match read(&self.conn, &mut after, makers.grams(), &mut spoken) {
                    Err(StoreError::Stopped) => {
                        flow = ControlFlow::Break(());
                        break;
                    }
                    lot => lot?,
                };
                if lot.articles.is_empty() {
                    break;
                }
                makers.give(lot);
                segment.take(makers.made(), &mut built);
                flow = tell(built);
                if self.conn.look().is_err() {
                    flow = ControlFlow::Break(());
                }
                if flow.is_continue() && segment.bytes >= SEGMENT {
                    merge::keep(&self.conn, segment.runs())?;
                    self.keep_spoken(&mut spoken)?;
                }
            }
            if flow.is_break() {
                queue.stop();
            }
            segment.take(makers.finish(), &mut built);
            if flow.is_break() && (segment.bytes > LITTLE || segment.runs.len() > 1) {
                // Whoever stopped it does not wait until so much is written. It is made again from the texts.
                return Ok(segment.leave(built));
            }
            let stop = self.conn.stop().cloned();
            if flow.is_break() {
                // So little is written however it ended, so that a build that is stopped again and again gets on.
                self.conn.stop_by(None)?;
            } else {
                self.keep_spoken(&mut spoken)?;
            }
            merge::keep(&self.conn, segment.runs())?;
            self.conn.stop_by(stop)?;
            if flow.is_continue() && tell(built).is_continue() {
                merge::merge(&self.conn, &mut || tell(built))?;
            }
            Ok(built)
        })
    }

    /// Forgets the whole index and builds it anew. Until it is there again articles are found all the same.
    ///
    /// # Errors
    /// As [`Library::build_index`].
    pub fn rebuild_index(&mut self, tell: impl FnMut(Built) -> ControlFlow<()>) -> Result<Built, StoreError> {
        self.drop_index()?;
        self.build_index(tell)
    }

    /// Writes down what the texts of articles are in.
    fn keep_spoken(&mut self, spoken: &mut Vec<(i64, &'static str)>) -> Result<(), StoreError> {
        if spoken.is_empty() {
            return Ok(());
        }
        let tx = self.conn.begin()?;
        let mut statement = tx.prepare_cached("UPDATE articles SET spoken = ?2 WHERE id = ?1 AND spoken IS NULL")?;
        for of in spoken.drain(..) {
            statement.execute(of)?;
        }
        drop(statement);
        tx.commit()
    }

    fn drop_index(&mut self) -> Result<(), StoreError> {
        let tx = self.conn.begin()?;
        tx.execute("INSERT OR IGNORE INTO index_waiting SELECT article_id, random() FROM bodies", [])?;
        tx.execute("DELETE FROM index_segments", [])?;
        tx.commit()?;
        clear(&self.conn)
    }
}

/// Runs that will be a segment.
#[derive(Default)]
struct Gathered {
    runs: Vec<Run>,
    bytes: usize,
}

impl Gathered {
    fn take(&mut self, runs: Vec<Run>, built: &mut Built) {
        for run in runs {
            self.bytes += run.pages.iter().map(|(_, page)| page.len()).sum::<usize>();
            built.done += run.articles.len();
            built.bytes += run.bytes;
            self.runs.push(run);
        }
    }

    /// How far the index is without the runs, which still wait.
    fn leave(self, built: Built) -> Built {
        let (done, bytes) =
            (self.runs.iter()).fold((0, 0), |(done, bytes), run| (done + run.articles.len(), bytes + run.bytes));
        Built { done: built.done - done, bytes: built.bytes - bytes, ..built }
    }

    /// All runs, so that their articles ascend; none are left.
    fn runs(&mut self) -> Vec<Run> {
        self.bytes = 0;
        let mut runs = std::mem::take(&mut self.runs);
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
) -> Result<Lot, StoreError> {
    let sql = format!(
        "SELECT {}, w.change, a.spoken IS NULL FROM index_waiting w CROSS JOIN articles a ON a.id = w.article_id
         CROSS JOIN bodies b ON b.article_id = a.id WHERE w.article_id > ?1 ORDER BY w.article_id",
        load::COLUMNS
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([*after])?;
    let mut lot = Lot::default();
    while lot.grams < grams && lot.articles.len() < batch::MOST {
        let Some(row) = rows.next()? else { break };
        *after = row.get(0)?;
        // An article that makes no sense goes on waiting; whoever opens it is told.
        if let Ok(article) = load::decode(row) {
            if row.get(load::COLUMN_COUNT + 1)? {
                spoken.push((*after, article_language(&article).tag()));
            }
            lot.push(*after, row.get(load::COLUMN_COUNT)?, article);
        }
    }
    Ok(lot)
}
