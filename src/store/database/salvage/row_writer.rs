//! Rows of a damaged library on their way into a new one. A row that the new schema does not let in is counted.

use std::collections::BTreeMap;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ErrorCode, params_from_iter};

use super::tables::Table;

/// No row of ours has a higher number, unless a bit of it has turned.
const MAX_NUMBER: i64 = 1 << 40;

/// The new library while it is filled.
pub(crate) struct RowWriter<'a> {
    new: &'a Connection,
    /// Rows, by table, that could not be kept.
    pub(crate) refused: BTreeMap<String, usize>,
    /// True if a row that is there already is another copy of it, and not another row of its number.
    pub(crate) again: bool,
}

impl<'a> RowWriter<'a> {
    pub(crate) fn new(conn: &'a Connection) -> RowWriter<'a> {
        RowWriter { new: conn, refused: BTreeMap::new(), again: false }
    }

    /// Keeps a row.
    pub(crate) fn row(&mut self, table: &Table, number: i64, values: &[ValueRef<'_>]) -> rusqlite::Result<()> {
        // A bit that has turned can make any number of it, and a huge one would use up those that are still to be given.
        if table.number.is_some() && !(1..=MAX_NUMBER).contains(&number) && table.name != "index_pages" {
            self.refuse(table);
            return Ok(());
        }
        let values = values.iter().enumerate().map(|(at, value)| match value {
            _ if table.number == Some(at) => ToSqlOutput::Owned(Value::Integer(number)),
            ValueRef::Text(text) => match String::from_utf8_lossy(text) {
                std::borrow::Cow::Borrowed(_) => ToSqlOutput::Borrowed(*value),
                // What is not text any more is shown so; the hash of the article tells of it.
                std::borrow::Cow::Owned(text) => ToSqlOutput::Owned(Value::Text(text)),
            },
            value => ToSqlOutput::Borrowed(*value),
        });
        let mut statement = self.new.prepare_cached(&table.insert(values.len()))?;
        let kept = match statement.execute(params_from_iter(values)) {
            Ok(rows) => rows > 0 || self.again,
            // A row that breaks a constraint is damaged or a second copy: it is counted, and the rest goes on.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => false,
            Err(error) => return Err(error),
        };
        if !kept {
            self.refuse(table);
        }
        Ok(())
    }

    /// Keeps what a list of starred or read articles says where the state itself is lost.
    pub(crate) fn mark(&mut self, column: &str, values: &[ValueRef<'_>]) -> rusqlite::Result<()> {
        let [ValueRef::Text(reader), .., ValueRef::Integer(article)] = values else { return Ok(()) };
        let sql = format!(
            "INSERT INTO reader_state (article_id, reader, {column}) SELECT ?1, ?2, 1
             WHERE EXISTS (SELECT 1 FROM articles WHERE id = ?1)
             ON CONFLICT (article_id, reader) DO UPDATE SET {column} = 1"
        );
        self.new.prepare_cached(&sql)?.execute((article, String::from_utf8_lossy(reader)))?;
        Ok(())
    }

    /// Keeps the highest number that a table ever gave, so that none is given twice.
    pub(crate) fn sequence(&mut self, values: &[ValueRef<'_>]) -> rusqlite::Result<()> {
        if let [ValueRef::Text(table), ValueRef::Integer(highest)] = values
            && (1..=MAX_NUMBER).contains(highest)
        {
            let table = String::from_utf8_lossy(table);
            self.new.execute("UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1", (&table, highest))?;
            self.new.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT name, ?2 FROM sqlite_schema
                 WHERE type = 'table' AND name = ?1 AND sql LIKE '%AUTOINCREMENT%'
                     AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)",
                (&table, highest),
            )?;
        }
        Ok(())
    }

    fn refuse(&mut self, table: &Table) {
        *self.refused.entry(table.name.clone()).or_default() += 1;
    }
}
