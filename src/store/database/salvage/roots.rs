//! The tables of a damaged file and where they begin, by its own table of tables as far as that can be read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::types::ValueRef;

use super::btree_reader::BTreeReader;
use super::pages::{MAGIC, Pages};
use super::record::number;
use super::{tables, tables::Table};
use crate::store::StoreError;
use crate::store::database::{APPLICATION_ID, KNOWN};

/// Tables with the names of ours that no other program has so many of.
const MIN_KNOWN: usize = 4;

/// Root pages of a file.
#[derive(Debug, Default)]
pub(crate) struct Roots {
    /// Root pages of tables, by name.
    pub(crate) tables: BTreeMap<String, u32>,
    /// Root pages of indexes, by name.
    pub(crate) indexes: BTreeMap<String, u32>,
    /// Names of what is none of ours.
    pub(crate) unknown: BTreeSet<String>,
    /// Tables that have the names of ours.
    known: usize,
    /// True if a table of ours is described with more than this program knows.
    longer: bool,
    /// True if all of it could be read.
    pub(crate) whole: bool,
}

/// Reads the table of tables. `ours` are the tables of the newest schema with the length of what describes them.
pub(crate) fn roots(walk: &mut BTreeReader<'_>, ours: &BTreeMap<String, usize>) -> rusqlite::Result<Roots> {
    let schema = tables::schema();
    let mut roots = Roots::default();
    let mut sink = |_: &Table, _: i64, values: &[ValueRef<'_>]| {
        roots.add(values, ours);
        Ok(())
    };
    let whole = walk.table(1, &schema, &mut sink)?;
    roots.whole = whole;
    if !whole {
        let mut sink = |_: &Table, _: i64, values: &[ValueRef<'_>]| {
            roots.add(values, ours);
            Ok(())
        };
        // Rows of the schema on pages that page 1 no longer leads to still name roots.
        walk.adopt(&[&schema], &mut sink)?;
    }
    Ok(roots)
}

impl Roots {
    fn add(&mut self, values: &[ValueRef<'_>], ours: &BTreeMap<String, usize>) {
        let [ValueRef::Text(kind), ValueRef::Text(name), _, ValueRef::Integer(root), sql] = values else { return };
        let name = String::from_utf8_lossy(name).into_owned();
        let root = u32::try_from(*root).unwrap_or(0);
        match *kind {
            b"table" => {
                let length = if let ValueRef::Text(sql) = sql { sql.len() } else { 0 };
                match ours.get(&name) {
                    Some(known) => {
                        self.known += 1;
                        self.longer |= length > *known;
                    }
                    None => _ = self.unknown.insert(name.clone()),
                }
                self.tables.entry(name).or_insert(root);
            }
            b"index" => _ = self.indexes.entry(name).or_insert(root),
            _ => {}
        }
    }

    /// True if the file is one that can be salvaged here: not another program's, and not a newer kanbao's.
    pub(crate) fn ensure_ours(&self, path: &Path, pages: &Pages) -> Result<(), StoreError> {
        let path = || path.to_owned();
        let head = pages.get(1).unwrap_or_default();
        let application = i64::from(number(&head, 68, 4).unwrap_or(0));
        // The names of these two may be what is lost.
        let has_ours =
            self.tables.contains_key("articles") || self.tables.contains_key("bodies") || self.known >= MIN_KNOWN;
        if application != APPLICATION_ID && !has_ours {
            let is_sqlite = head.starts_with(MAGIC) && !self.tables.is_empty();
            return Err(if is_sqlite {
                StoreError::Foreign { path: path() }
            } else {
                StoreError::NotALibrary { path: path() }
            });
        }
        let found = i64::from(number(&head, 60, 4).unwrap_or(0));
        let known = i64::try_from(KNOWN).unwrap_or(i64::MAX);
        // A bit of the version may have turned; then all that the file says of its tables is known here.
        if found > known && (self.longer || !self.unknown.is_empty()) && head.starts_with(MAGIC) {
            return Err(StoreError::Newer { path: path(), found, known: KNOWN });
        }
        Ok(())
    }
}
