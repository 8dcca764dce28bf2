//! The steps from each version of the schema to the next, and the version of a library.

use rusqlite::Connection;

/// `KBAO`: tells a kanbao library from every other SQLite file.
pub(crate) const APPLICATION_ID: i64 = 0x4b42_414f;

/// Takes a library one version on, inside a transaction. Foreign keys are off and are checked afterwards.
pub(in crate::store) type Migration = fn(&Connection) -> rusqlite::Result<()>;

/// The steps; the number of a library's version is the number of steps it has taken.
pub(crate) const MIGRATIONS: &[Migration] = &[
    |conn| conn.execute_batch(include_str!("steps/1.sql")),
    |conn| conn.execute_batch(include_str!("steps/2.sql")),
    |conn| conn.execute_batch(include_str!("steps/3.sql")),
    |conn| conn.execute_batch(include_str!("steps/4.sql")),
    |conn| conn.execute_batch(include_str!("steps/5.sql")),
    |conn| conn.execute_batch(include_str!("steps/6.sql")),
];

/// The newest version that this program knows.
pub(crate) const KNOWN: usize = MIGRATIONS.len();

/// The library's version.
pub(crate) fn version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}
