//! The schema as the steps make it, against the schema that a file has: what is not ours can be a trigger that runs at
//! every mark.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::fault::{Fault, MISSING};
use super::migrations::{Migration, version};
use crate::store::StoreError;

/// Description of an object: the table it belongs to, and its statement.
type Description = (String, Option<String>);

/// Compares the schema with the one that the migrations of the file's version make. Nothing of the file's is run by it.
pub(in crate::store) fn faults(conn: &Connection, steps: &[Migration]) -> Result<Vec<Fault>, StoreError> {
    let found = version(conn)?;
    let taken = usize::try_from(found).ok().and_then(|found| steps.get(..found)).filter(|taken| !taken.is_empty());
    let Some(taken) = taken else {
        return Ok(vec![Fault::File(format!("library version {found}"))]);
    };
    let pattern = Connection::open_in_memory()?;
    taken.iter().try_for_each(|step| step(&pattern))?;
    let ours = objects(&pattern)?;
    let theirs = match objects(conn) {
        Ok(objects) => objects,
        Err(error) => match StoreError::from(error) {
            StoreError::Harmed(cause) => return Ok(vec![Fault::File(cause)]),
            error => return Err(error),
        },
    };
    let mut faults = Vec::new();
    for ((kind, name), description) in &theirs {
        let what = match ours.get(&(kind.clone(), name.clone())) {
            Some(same) if same == description => continue,
            Some(_) => "is not as kanbao made it",
            // Statistics that somebody has had the engine make.
            None if name.starts_with("sqlite_stat") => continue,
            None => "is not kanbao's",
        };
        faults.push(Fault::Schema { kind: kind.clone(), name: name.clone(), what });
    }
    for (kind, name) in ours.into_keys().filter(|object| !theirs.contains_key(object)) {
        faults.push(Fault::Schema { kind, name, what: MISSING });
    }
    Ok(faults)
}

fn objects(conn: &Connection) -> rusqlite::Result<BTreeMap<(String, String), Description>> {
    let mut statement = conn.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?))))?;
    rows.collect()
}
