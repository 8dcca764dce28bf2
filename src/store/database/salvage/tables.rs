//! The shapes of rows of our tables, taken from the schema itself: by it a row is known that nothing else
//! says the table of.

use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// Type of the values in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ColumnType {
    Integer,
    Text,
    Blob,
    /// `ANY` of STRICT tables, and the engine's own tables.
    Any,
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct ColumnSpec {
    pub(crate) name: String,
    kind: ColumnType,
    required: bool,
    /// A hash, which always has so many bytes.
    length: Option<usize>,
}

/// A table of the newest schema; the columns are in the order in which a record has them.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<ColumnSpec>,
    /// The column that is the number of the row and stands as null in the record.
    pub(crate) number: Option<usize>,
    /// True if its rows have numbers; otherwise they are kept as an index is.
    pub(crate) numbered: bool,
}

/// Columns of a fixed length.
const HASHES: [&str; 4] = ["identity", "likeness", "arrival", "hash"];

impl Table {
    /// True if a record can be a row of this table. Columns that a later version has added may be missing at its end.
    pub(crate) fn fits(&self, values: &[ValueRef<'_>]) -> bool {
        let missing = self.columns.get(values.len()..);
        missing.is_some_and(|missing| missing.iter().all(|column| !column.required))
            && self.columns.iter().zip(values).enumerate().all(|(at, (column, value))| {
                if self.number == Some(at) { *value == ValueRef::Null } else { column.takes(*value) }
            })
    }

    /// The statement that adds a row unless it is there.
    pub(crate) fn insert(&self, columns: usize) -> String {
        let names: Vec<String> =
            self.columns.iter().take(columns).map(|column| format!("\"{}\"", column.name)).collect();
        let marks = vec!["?"; names.len()].join(", ");
        format!("INSERT OR IGNORE INTO \"{}\" ({}) VALUES ({marks})", self.name, names.join(", "))
    }
}

impl ColumnSpec {
    fn takes(&self, value: ValueRef<'_>) -> bool {
        match value {
            ValueRef::Null => !self.required,
            ValueRef::Integer(_) => matches!(self.kind, ColumnType::Integer | ColumnType::Any),
            ValueRef::Real(_) => self.kind == ColumnType::Any,
            ValueRef::Text(_) => matches!(self.kind, ColumnType::Text | ColumnType::Any),
            ValueRef::Blob(bytes) => {
                matches!(self.kind, ColumnType::Blob | ColumnType::Any)
                    && self.length.is_none_or(|length| length == bytes.len())
            }
        }
    }
}

/// The tables of a database that has our schema and nothing in it.
pub(crate) fn all(conn: &Connection) -> rusqlite::Result<Vec<Table>> {
    let mut statement = conn.prepare(
        "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
             AND (name NOT LIKE 'sqlite\\_%' ESCAPE '\\' OR name = 'sqlite_sequence')",
    )?;
    let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    names.map(|name| name.and_then(|(name, without)| table(conn, name, without))).collect()
}

fn table(conn: &Connection, name: String, without_rowid: bool) -> rusqlite::Result<Table> {
    let mut statement = conn.prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let rows = statement.query_map([&name], |row| {
        let (column, kind, required, key): (String, String, bool, i64) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let length = HASHES.contains(&column.as_str()).then_some(16);
        let kind = match kind.as_str() {
            "INTEGER" => ColumnType::Integer,
            "TEXT" => ColumnType::Text,
            "BLOB" => ColumnType::Blob,
            _ => ColumnType::Any,
        };
        Ok((ColumnSpec { name: column, kind, required, length }, key))
    })?;
    let mut columns: Vec<(ColumnSpec, i64)> = rows.collect::<rusqlite::Result<_>>()?;
    let number = columns.iter().position(|(column, key)| *key == 1 && column.kind == ColumnType::Integer);
    let number = number.filter(|_| !without_rowid && columns.iter().filter(|(_, key)| *key > 0).count() == 1);
    if without_rowid {
        // The key comes first; the sort keeps the order of the rest.
        columns.sort_by_key(|(_, key)| if *key > 0 { *key } else { i64::MAX });
    }
    let columns = columns.into_iter().map(|(column, _)| column).collect();
    Ok(Table { name, columns, number, numbered: !without_rowid })
}

/// The engine's own table of tables, as it stands in page 1.
pub(crate) fn schema() -> Table {
    let column = |name: &str, kind, required| ColumnSpec { name: name.to_owned(), kind, required, length: None };
    let columns = vec![
        column("type", ColumnType::Text, true),
        column("name", ColumnType::Text, true),
        column("tbl_name", ColumnType::Text, true),
        column("rootpage", ColumnType::Integer, true),
        column("sql", ColumnType::Text, false),
    ];
    Table { name: "sqlite_schema".to_owned(), columns, number: None, numbered: true }
}

/// A list of articles that a reader has starred, or read, as an index has it.
pub(crate) fn list_of_states() -> Table {
    let column = |name: &str, kind| ColumnSpec { name: name.to_owned(), kind, required: true, length: None };
    let columns = vec![column("reader", ColumnType::Text), column("article_id", ColumnType::Integer)];
    Table { name: "states".to_owned(), columns, number: None, numbered: false }
}
