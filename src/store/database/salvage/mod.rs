//! Salvage of a damaged library into a new one. The damaged file is read page by page, without
//! SQLite, which would stop at the first page that does not make sense, and is not touched.

mod btree_page;
mod btree_reader;
mod log;
mod pages;
mod record;
mod repair;
mod rollback;
mod roots;
mod row_writer;
mod tables;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::store::articles::load;
use crate::store::database::Database;
use crate::store::database::file::LibraryFile;
use crate::store::database::{MIGRATIONS, migrate::migrate};
use crate::store::database::{PartialFile, with_ending};
use crate::store::index::Index;
use crate::store::values;
use crate::store::{
    ArticleId, SourceId, StoreError,
    database::{Stop, check, file},
};
use btree_reader::BTreeReader;
use pages::Pages;
use row_writer::RowWriter;
use tables::Table;

/// Tables that are made anew and not copied: the index of the search, and the stamp that no two files share.
const MADE_ANEW: [&str; 4] = ["index_waiting", "index_segments", "index_pages", "stamps"];

/// Lists that SQLite keeps of states, and the column of which they know that it is 1.
const LISTS: [(&str, &str); 2] = [("reader_state_starred", "starred"), ("reader_state_read", "read")];

/// Progress of a salvage: done, and all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SalvageProgress {
    /// Pages of the damaged file are read.
    Reading(usize, usize),
    /// Articles are held against their hashes.
    Checking(usize, usize),
    /// Articles are taken into the index of the search.
    Indexing(usize, usize),
}

/// A loss of a salvage.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// An article.
    Article {
        /// Its number.
        id: ArticleId,
        /// Its title, where that is known.
        title: Option<String>,
        /// Description of the loss.
        what: &'static str,
    },
    /// Title and location of a source.
    Source(SourceId),
    /// Rows of a table.
    Rows {
        /// The table.
        table: String,
        /// Number of rows.
        rows: usize,
    },
    /// A table of which a page could not be read; nobody knows how much was on it.
    Torn(String),
    /// Changes in the write-ahead log.
    Log(usize),
    /// The log beside the damaged file belongs to another one.
    ForeignLog,
    /// The new library is not whole.
    Fault(String),
}

impl Loss {
    fn article(id: i64, title: Option<String>, what: &'static str) -> Loss {
        Loss::Article { id: ArticleId(id), title, what }
    }

    fn article_id(&self) -> Option<i64> {
        if let Loss::Article { id, .. } = self { Some(id.0) } else { None }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Loss::Article { id, title: Some(title), what } => {
                write!(f, "article {id} ({title}): {what}; import it again")
            }
            Loss::Article { id, title: None, what } => write!(f, "article {id}: {what}; import it again"),
            Loss::Source(id) => write!(f, "the name of source {id} could not be read; add it again"),
            Loss::Rows { table, rows: 1 } => write!(f, "1 row of {table} could not be kept"),
            Loss::Rows { table, rows } => write!(f, "{rows} rows of {table} could not be kept"),
            Loss::Torn(table) => write!(f, "a part of {table} could not be read; rows of it may be missing"),
            Loss::Log(frames) => {
                write!(f, "{frames} pages of the write-ahead log are damaged; late changes may be missing")
            }
            Loss::ForeignLog => write!(f, "the log beside the damaged file belongs to another file and was left out"),
            Loss::Fault(fault) => write!(f, "the new library is not whole: {fault}"),
        }
    }
}

/// Result of a salvage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Articles in the new library.
    pub articles: usize,
    /// Number of them that are as they came in, to the last particular.
    pub as_they_were: usize,
    /// Sources in the new library.
    pub sources: usize,
    /// Stars in the new library.
    pub stars: usize,
    /// Description of the loss.
    pub losses: Vec<Loss>,
}

/// Writes what can be read of the library at `path` to the new file `new`.
///
/// # Errors
/// If there is something at `new`, if the file at `path` is no library of ours or another program has it open, or if
/// the new file cannot be written; [`StoreError::Stopped`] if `stop` says so before it is done. Nothing is left there
/// then. The file at `path` is never changed.
pub fn salvage(
    path: &Path,
    new: &Path,
    stop: &Stop,
    progress: &mut dyn FnMut(SalvageProgress),
) -> Result<Salvaged, StoreError> {
    let path = &std::path::absolute(path).map_err(|source| StoreError::Path { path: path.to_owned(), source })?;
    ensure_free(new)?;
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::PermissionDenied => StoreError::Unreadable { path: path.clone() },
        _ => StoreError::Path { path: path.clone(), source },
    };
    let found = fs::metadata(path).map_err(failed)?;
    if found.is_dir() {
        return Err(StoreError::Folder { path: path.clone() });
    }
    if !found.is_file() {
        return Err(StoreError::NotAFile { path: path.clone() });
    }
    // Before the lock, which ends when any descriptor of the file is closed.
    let foreign = file::is_foreign(&LibraryFile::hold(path)?, stop).unwrap_or(false);
    stop.look()?;
    // SQLite keeps a log beside the file itself, and not beside a link to it.
    let real = path.canonicalize().map_err(failed)?;
    let _alone = crate::store::database::while_closed(&real)?;
    let (pages, left_out) = open(&real, foreign, stop).map_err(failed)?;
    stop.look()?;
    let part = PartialFile::beside(new)?;
    let mut conn = file::connect(part.path())?;
    migrate(&mut conn, MIGRATIONS, None)?;
    conn.pragma_update_and_check(None, "journal_mode", "MEMORY", |_| Ok(()))?;
    // Nothing is durable before the file is complete and renamed, so nothing is synced in between.
    conn.pragma_update(None, "synchronous", "OFF")?;
    conn.pragma_update(None, "cache_size", -48 * 1024)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.set_prepared_statement_cache_capacity(64);
    Stop::install(Some(stop), &mut conn)?;
    let tx = conn.unchecked_transaction()?;
    let mut losses = copy(path, &pages, &tx, stop, progress)?;
    losses.extend(left_out.then_some(Loss::ForeignLog));
    losses.extend(repair::mend(&tx, stop, progress)?);
    tx.commit()?;
    conn.pragma_update(None, "foreign_keys", true)?;
    let salvaged = finish(conn, losses, stop, progress)?;
    stop.look()?;
    part.keep_new()?;
    Ok(salvaged)
}

/// Opens the file. The second value is true if the log beside it is left out, because it seems to be another file's. The
/// stamps are the first evidence; they may be damaged themselves, so the pages are compared too.
fn open(path: &Path, foreign: bool, stop: &Stop) -> io::Result<(Pages, bool)> {
    let with = Pages::open(path, true, stop)?;
    if !foreign || !with.has_log() {
        return Ok((with, false));
    }
    let without = Pages::open(path, false, stop)?;
    let left_out = torn(&without, stop) <= torn(&with, stop);
    Ok(if left_out { (without, true) } else { (with, false) })
}

/// Pages that do not make sense.
fn torn(pages: &Pages, stop: &Stop) -> usize {
    let mut silent = |_| {};
    let mut walk = BTreeReader::new(pages, stop, &mut silent);
    let Ok(roots) = roots::roots(&mut walk, &BTreeMap::new()) else { return usize::MAX };
    roots.tables.values().chain(roots.indexes.values()).for_each(|root| walk.skip(*root));
    walk.torn
}

/// The new library is indexed and looked through.
fn finish(
    conn: Connection,
    mut losses: Vec<Loss>,
    stop: &Stop,
    progress: &mut dyn FnMut(SalvageProgress),
) -> Result<Salvaged, StoreError> {
    let mut database = Database::new(conn, None)?;
    database.stop_by(Some(stop.clone()))?;
    (Index { database: &database }).build(|built| {
        progress(SalvageProgress::Indexing(built.done, built.all));
        stop.flow()
    })?;
    stop.look()?;
    let health = check::check(&database, Some(stop), &mut |_| ControlFlow::Continue(()))?;
    losses.extend(health.faults.iter().map(|fault| Loss::Fault(fault.to_string())));
    losses.sort();
    losses.dedup();
    let count = |sql: &str| database.query_row(sql, [], |row| values::count(row, 0));
    let stars = count("SELECT count(*) FROM reader_state WHERE starred = 1")?;
    let mut changed = 0;
    for id in losses.iter().filter_map(Loss::article_id) {
        stop.look()?;
        changed += usize::from(load::article(&database, ArticleId(id)).is_ok());
    }
    let (articles, sources) = (health.articles, health.sources);
    Ok(Salvaged { articles, as_they_were: articles.saturating_sub(changed), sources, stars, losses })
}

/// Copies every row that can be read.
fn copy(
    path: &Path,
    pages: &Pages,
    conn: &Connection,
    stop: &Stop,
    progress: &mut dyn FnMut(SalvageProgress),
) -> Result<Vec<Loss>, StoreError> {
    let ours = tables::all(conn)?;
    let lengths = described(conn)?;
    let all = pages.count as usize;
    let mut read = |pages: u32| progress(SalvageProgress::Reading(pages as usize, all));
    let mut walk = BTreeReader::new(pages, stop, &mut read);
    let roots = roots::roots(&mut walk, &lengths)?;
    stop.look()?;
    roots.ensure_ours(path, pages)?;
    let mut fill = RowWriter::new(conn);
    let mut torn: Vec<&Table> = Vec::new();
    let copied = |table: &&Table| !MADE_ANEW.contains(&table.name.as_str());
    let mut sequences: Vec<(Vec<u8>, i64)> = Vec::new();
    let mut keep = |fill: &mut RowWriter<'_>, table: &Table, number: i64, values: &[ValueRef<'_>]| {
        if table.name != "sqlite_sequence" {
            return fill.row(table, number, values);
        }
        if let [ValueRef::Text(name), ValueRef::Integer(highest)] = values {
            sequences.push((name.to_vec(), *highest));
        }
        Ok(())
    };
    for table in ours.iter().filter(copied) {
        let root = roots.tables.get(&table.name).copied();
        // An old library has not all tables.
        let is_missing = root.is_none() && roots.whole;
        let whole = match root {
            Some(root) => {
                walk.table(root, table, &mut |table, number, values| keep(&mut fill, table, number, values))?
            }
            None => is_missing,
        };
        if !whole {
            torn.push(table);
        }
    }
    // Pages of these are taken too, so that nobody takes them for his own.
    for (name, root) in &roots.tables {
        match ours.iter().find(|table| table.name == *name) {
            Some(table) if copied(&table) => {}
            Some(table) => _ = walk.table(*root, table, &mut |_, _, _| Ok(()))?,
            None => walk.skip(*root),
        }
    }
    // The lists of starred and read articles are indexes of the table of states: where that is torn they still know.
    let state_is_torn = torn.iter().any(|table| table.name == "reader_state");
    for (name, root) in &roots.indexes {
        match LISTS.iter().find(|(list, _)| list == name).filter(|_| state_is_torn) {
            Some((_, column)) => {
                let list = tables::list_of_states();
                walk.table(*root, &list, &mut |_, _, values| fill.mark(column, values))?;
            }
            None => walk.skip(*root),
        }
    }
    walk.free();
    // Pages that no tree reached may be older copies of rows that were read already.
    fill.again = true;
    walk.adopt(&torn, &mut |table, number, values| keep(&mut fill, table, number, values))?;
    for (name, highest) in &sequences {
        fill.sequence(&[ValueRef::Text(name), ValueRef::Integer(*highest)])?;
    }
    // Whoever stopped it has made every tree end early.
    stop.look()?;
    let mut losses: Vec<Loss> = torn.iter().map(|table| Loss::Torn(table.name.clone())).collect();
    losses.extend(fill.refused.into_iter().map(|(table, rows)| Loss::Rows { table, rows }));
    if pages.damaged_frames > 0 {
        losses.push(Loss::Log(pages.damaged_frames));
    }
    Ok(losses)
}

/// Our tables with the lengths of what describes them.
fn described(conn: &Connection) -> Result<BTreeMap<String, usize>, StoreError> {
    let mut statement =
        conn.prepare("SELECT name, length(CAST(sql AS BLOB)) FROM sqlite_schema WHERE type = 'table'")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, values::count(row, 1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Sees that nothing is where the new library should go, nor a log that would be taken for its own.
fn ensure_free(new: &Path) -> Result<(), StoreError> {
    for ending in ["", "-wal", "-journal", "-shm"] {
        let path = with_ending(new, ending);
        if fs::symlink_metadata(&path).is_ok() {
            return Err(StoreError::InTheWay { path, what: "there already" });
        }
    }
    Ok(())
}
