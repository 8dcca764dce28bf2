//! The files of a source as they were when they were last read without complaint, so that one that is still so need
//! not be read again. Nothing in here looks at a file.

use crate::store::database::Database;
use std::ops::Range;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use crate::store::articles::arrival::path_bytes;
use crate::store::{ArticleId, SourceId, StoreError};

/// Size and times of a file. A file whose content has changed has another stamp, unless it
/// was changed within the same tick of the system's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStamp {
    /// Bytes.
    pub size: u64,
    /// Time of the last change of its content, in nanoseconds of Unix time.
    pub modified: i64,
    /// Time of the last change of its inode, in nanoseconds of Unix time. Nobody can set this back.
    pub changed: i64,
}

/// A file that was read without complaint, and its articles in a batch.
#[derive(Clone, Debug)]
pub struct ReadFile<'a> {
    /// Its path inside its source.
    pub path: &'a Path,
    /// Its stamp before it was read.
    pub stamp: FileStamp,
    /// Program version and options by which it was read.
    pub read_as: &'a str,
    /// Its articles among the batch's arrivals.
    pub arrivals: Range<usize>,
    /// Number of its articles in earlier batches.
    pub earlier: usize,
}

/// Content of a file that need not be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownFile {
    /// Number of articles.
    pub articles: usize,
    /// One of them.
    pub article: Option<ArticleId>,
}

/// The files of the sources of a library.
#[derive(Clone, Copy, Debug)]
pub struct KnownFiles<'a> {
    pub(in crate::store) database: &'a Database,
}

impl KnownFiles<'_> {
    /// Content of a file of a source, if it is as it was when it was last read, and was read in the same way.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn find(
        &self,
        source: SourceId,
        path: &Path,
        stamp: &FileStamp,
        read_as: &str,
    ) -> Result<Option<KnownFile>, StoreError> {
        let mut statement = self.database.prepare_cached(
            "SELECT articles, article_id FROM files WHERE source_id = ?1 AND path = ?2
             AND size = ?3 AND modified = ?4 AND changed = ?5 AND read_as = ?6",
        )?;
        let size = i64::try_from(stamp.size).unwrap_or(i64::MAX);
        let key = (source.0, path_bytes(path), size, stamp.modified, stamp.changed, read_as);
        let known = statement.query_row(key, |row| {
            let articles = crate::store::values::count(row, 0)?;
            Ok(KnownFile { articles, article: row.get::<_, Option<i64>>(1)?.map(ArticleId) })
        });
        Ok(known.optional()?)
    }

    /// Number of remembered files of a source.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn count(&self, source: SourceId) -> Result<usize, StoreError> {
        let mut statement = self.database.prepare_cached("SELECT count(*) FROM files WHERE source_id = ?1")?;
        Ok(statement.query_row([source.0], |row| crate::store::values::count(row, 0))?)
    }
}

/// Remembers a file; `article` is one of those it holds.
pub(crate) fn remember(
    conn: &Connection,
    source: SourceId,
    file: &ReadFile<'_>,
    article: Option<ArticleId>,
) -> Result<(), StoreError> {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    conn.prepare_cached(
        "INSERT OR REPLACE INTO files (source_id, path, size, modified, changed, read_as, articles, article_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute((
        source.0,
        path_bytes(file.path),
        i64::try_from(file.stamp.size).unwrap_or(i64::MAX),
        file.stamp.modified,
        file.stamp.changed,
        file.read_as,
        count(file.earlier + file.arrivals.len()),
        article.map(|id| id.0),
    ))?;
    Ok(())
}
