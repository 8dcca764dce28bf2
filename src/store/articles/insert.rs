//! Articles into the library. A batch is one transaction; importing the same thing twice adds nothing; an edited
//! article replaces its former text and keeps what readers have done with it. What becomes of each arrival is decided
//! in `batch/`.

use crate::store::database::Database;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::OptionalExtension;

use super::arrival::{Arrival, ArrivalOutcome, BatchOutcome};
use super::batch::Batch;
use crate::store::articles::identity::{Hashes, hashes_or_stop};
use crate::store::{
    SourceId, StoreError,
    sources::{ReadFile, SourceKind, files},
};

pub(in crate::store) fn insert(
    database: &Database,
    source: SourceId,
    arrivals: &[Arrival<'_>],
    now: Timestamp,
) -> Result<BatchOutcome, StoreError> {
    // Hashed before the library is held.
    let mut go_on = || database.look();
    let hashed = arrivals.iter().map(|arrival| hashes_or_stop(arrival.article, &mut go_on));
    let hashed: Vec<Hashes> = hashed.collect::<Result<_, _>>()?;
    insert_files(database, source, arrivals, &hashed, &[], now)
}

pub(in crate::store) fn insert_files(
    database: &Database,
    source: SourceId,
    arrivals: &[Arrival<'_>],
    hashed: &[Hashes],
    files: &[ReadFile<'_>],
    now: Timestamp,
) -> Result<BatchOutcome, StoreError> {
    let stop = database.stop().cloned().unwrap_or_default();
    let tx = database.begin()?;
    let kind_and_location = tx
        .prepare_cached("SELECT kind, location FROM sources WHERE id = ?1")?
        .query_row([source.0], |row| Ok((SourceKind::of_name(row.get_ref(0)?.as_str()?)?, row.get(1)?)))
        .optional()?;
    let Some((kind, location)) = kind_and_location else {
        return Err(StoreError::NoSuchSource(source));
    };
    let mut batch = Batch::new(&tx, source, kind, location, arrivals, now)?;
    let mut outcome = BatchOutcome::default();
    for (arrival, hashes) in arrivals.iter().zip(hashed) {
        stop.look()?;
        let change = batch.insert(arrival, hashes)?;
        match change.1 {
            ArrivalOutcome::Added => outcome.added += 1,
            ArrivalOutcome::Updated => outcome.updated += 1,
            ArrivalOutcome::Unchanged | ArrivalOutcome::Dropped => outcome.unchanged += 1,
        }
        outcome.changes.push(change);
    }
    for file in files {
        let article = outcome.changes.get(file.arrivals.start).map(|(id, _)| *id);
        files::remember(&tx, source, file, article)?;
    }
    tx.commit()?;
    Ok(outcome)
}

pub(in crate::store) fn release_paths(
    database: &Database,
    source: SourceId,
    gone: impl Fn(&Path) -> bool,
) -> Result<(), StoreError> {
    // Asked before the library is held: `gone` may look at a slow disk.
    let mut released = Vec::new();
    let mut statement =
        database.prepare_cached("SELECT id, path FROM articles WHERE source_id = ?1 AND path IS NOT NULL")?;
    let mut rows = statement.query([source.0])?;
    while let Some(row) = rows.next()? {
        database.look()?;
        let path = row.get_ref(1)?.as_bytes().map_err(rusqlite::Error::from)?;
        if gone(Path::new(OsStr::from_bytes(path))) {
            released.push((row.get::<_, i64>(0)?, path.to_owned()));
        }
    }
    drop(rows);
    drop(statement);
    let tx = database.begin()?;
    for released in released {
        tx.prepare_cached("UPDATE articles SET path = NULL WHERE id = ?1 AND path = ?2")?.execute(released)?;
    }
    tx.commit()
}
