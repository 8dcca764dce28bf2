//! Brings a library to the newest version of the schema. A step takes a library from one version to the next; steps are never changed once
//! released, only added. Each is one transaction, and a library that has something to lose is copied first.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::migrations::{APPLICATION_ID, Migration, version};
use super::{copy, schema};
use crate::store::StoreError;
use crate::store::database::file::stamp;

/// Takes every step the library has not taken yet. `file` is where it lies, unless it is in memory. The first change
/// to a library of version 1 or more is preceded by a copy beside it, `FILE.backup-VERSION`.
///
/// # Errors
/// [`StoreError::Newer`] or [`StoreError::Foreign`] if the library is not one that `steps` can lead on from. After
/// any error the library is as it was after the last step that succeeded.
pub(in crate::store) fn migrate(
    conn: &mut Connection,
    steps: &[Migration],
    file: Option<&Path>,
) -> Result<(), StoreError> {
    let path = || file.unwrap_or(Path::new(":memory:")).to_owned();
    // A library that is only now being made has nothing to lose.
    let mut copied = version(conn)? == 0;
    let mut changed = false;
    loop {
        let found = version(conn)?;
        let Ok(taken) = usize::try_from(found) else {
            return Err(StoreError::Damaged { path: path(), cause: format!("library version {found}") });
        };
        if taken > steps.len() {
            return Err(StoreError::Newer { path: path(), found, known: steps.len() });
        }
        let Some(step) = steps.get(taken) else {
            if changed {
                // So that the head of the main file, which is what the next start looks at first, is true; and no log
                // is left that holds the first stamp, which fits every file that has none.
                conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            }
            return Ok(());
        };
        if let Some(file) = file
            && taken > 0
            && !copied
        {
            copied = copy_before(conn, steps, file, found)?;
            if !copied {
                // Another program took the step in the meantime.
                continue;
            }
        }
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if version(&tx)? != found {
            // Another program took the step in the meantime.
            continue;
        }
        if taken == 0 {
            let tables: i64 = tx.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
            if tables > 0 {
                return Err(StoreError::Foreign { path: path() });
            }
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        if stamp::exists(&tx)? {
            stamp::advance(&tx)?;
        }
        step(&tx)?;
        let dangling = tx.prepare("PRAGMA foreign_key_check")?.exists([])?;
        if dangling {
            return Err(StoreError::Damaged { path: path(), cause: "a reference leads nowhere".into() });
        }
        tx.pragma_update(None, "user_version", found + 1)?;
        tx.commit()?;
        changed = true;
    }
}

/// Copies a library of version `found` before its first step. False if it is of another version by now.
fn copy_before(conn: &Connection, steps: &[Migration], file: &Path, found: i64) -> Result<bool, StoreError> {
    // A step writes, and the triggers of somebody else would run with it.
    let faults = schema::faults(conn, steps)?;
    if version(conn)? != found {
        return Ok(false);
    }
    if let Some(fault) = faults.iter().find(|fault| fault.is_trigger()) {
        return Err(StoreError::Damaged { path: file.to_owned(), cause: fault.brief() });
    }
    copy::copy(conn, &copy::with_ending(file, &format!(".backup-{found}")))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::store::database::{KNOWN, MIGRATIONS};

    const ADD: Migration =
        |conn| conn.execute_batch("CREATE TABLE added (name TEXT) STRICT; INSERT INTO added VALUES ('a');");
    const FAIL: Migration =
        |conn| conn.execute_batch("CREATE TABLE half (x TEXT) STRICT; INSERT INTO nowhere VALUES (1);");
    const DANGLE: Migration = |conn| conn.execute_batch("INSERT INTO bodies VALUES (99, NULL, NULL, NULL, '', '');");

    fn library(folder: &Path) -> (PathBuf, Connection) {
        let path = folder.join("library.db");
        let mut conn = Connection::open(&path).unwrap();
        migrate(&mut conn, &MIGRATIONS[..1], Some(&path)).unwrap();
        (path, conn)
    }

    fn tables(conn: &Connection, name: &str) -> i64 {
        conn.query_row("SELECT count(*) FROM sqlite_schema WHERE name = ?1", [name], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_step_is_taken_once_and_after_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut conn) = library(folder.path());
        let steps = [MIGRATIONS[0], ADD];
        migrate(&mut conn, &steps, Some(&path)).unwrap();
        migrate(&mut conn, &steps, Some(&path)).unwrap();
        assert_eq!(version(&conn).unwrap(), 2);
        assert_eq!(conn.query_row("SELECT count(*) FROM added", [], |row| row.get::<_, i64>(0)).unwrap(), 1);

        let copy = Connection::open(folder.path().join("library.db.backup-1")).unwrap();
        assert_eq!(version(&copy).unwrap(), 1);
        assert_eq!(tables(&copy, "articles"), 1);
        assert_eq!(tables(&copy, "added"), 0);
        let id: i64 = copy.pragma_query_value(None, "application_id", |row| row.get(0)).unwrap();
        assert_eq!(id, APPLICATION_ID);
    }

    #[test]
    fn a_step_that_fails_leaves_nothing_behind() {
        for bad in [FAIL, DANGLE] {
            let folder = tempfile::tempdir().unwrap();
            let (path, mut conn) = library(folder.path());
            assert!(migrate(&mut conn, &[MIGRATIONS[0], ADD, bad], Some(&path)).is_err());
            // The step before it stands, its own half is gone.
            assert_eq!(version(&conn).unwrap(), 2);
            assert_eq!(tables(&conn, "added"), 1);
            assert_eq!(tables(&conn, "half"), 0);
            assert!(conn.is_autocommit());
            migrate(&mut conn, &[MIGRATIONS[0], ADD, ADD_MORE], Some(&path)).unwrap();
            assert_eq!(version(&conn).unwrap(), 3);
        }
    }
    const ADD_MORE: Migration = |conn| conn.execute_batch("CREATE TABLE more (x TEXT) STRICT;");

    #[test]
    fn a_copy_that_cannot_be_written_stops_the_step() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut conn) = library(folder.path());
        std::fs::create_dir_all(folder.path().join("library.db.backup-1/full")).unwrap();
        let error = migrate(&mut conn, &[MIGRATIONS[0], ADD], Some(&path)).unwrap_err();
        assert!(matches!(error, StoreError::Backup { .. }), "{error}");
        assert_eq!(version(&conn).unwrap(), 1);
        assert_eq!(tables(&conn, "added"), 0);
    }

    #[test]
    fn a_newer_library_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut conn) = library(folder.path());
        conn.pragma_update(None, "user_version", 7).unwrap();
        let error = migrate(&mut conn, MIGRATIONS, Some(&path)).unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 7, known: KNOWN, .. }), "{error}");
    }

    #[test]
    fn programs_that_migrate_at_once_take_each_step_once() {
        let folder = tempfile::tempdir().unwrap();
        let (path, conn) = library(folder.path());
        drop(conn);
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let path = path.clone();
                std::thread::spawn(move || {
                    let mut conn = Connection::open(&path).unwrap();
                    conn.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
                    migrate(&mut conn, &[MIGRATIONS[0], ADD], Some(&path)).unwrap();
                    conn.query_row("SELECT count(*) FROM added", [], |row| row.get::<_, i64>(0)).unwrap()
                })
            })
            .collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), 1);
        }
    }

    #[test]
    fn no_step_runs_a_trigger_that_is_not_ours() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut conn) = library(folder.path());
        conn.execute_batch("CREATE TRIGGER mine AFTER UPDATE ON articles BEGIN DELETE FROM bodies; END").unwrap();
        let error = migrate(&mut conn, &[MIGRATIONS[0], ADD], Some(&path)).unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { cause, .. } if cause.contains("trigger mine")), "{error}");
        assert_eq!(version(&conn).unwrap(), 1);
    }
}
