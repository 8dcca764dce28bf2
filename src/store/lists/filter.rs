//! The choice of articles by source, star and state, as SQL. A typed query is evaluated in `search/query/predicate.rs`.

use std::fmt::Write;

use rusqlite::types::Value;
use rusqlite::{Connection, ParamsFromIter, params_from_iter};

use crate::store::sources::membership;
use crate::store::{SourceId, StoreError};

/// A choice of articles. The default chooses all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Only those the reader has not read.
    pub unread: bool,
    /// Only those with the reader's star.
    pub starred: bool,
    /// Only those of one source.
    pub source: Option<SourceId>,
}

/// A filter in SQL, over `articles a`.
pub(in crate::store) struct FilterSql {
    pub(in crate::store) from: &'static str,
    pub(in crate::store) condition: String,
    pub(super) params: Vec<Value>,
}

impl FilterSql {
    pub(in crate::store) fn params(&self) -> ParamsFromIter<&Vec<Value>> {
        params_from_iter(&self.params)
    }

    /// A further number in the condition; returns the name of its parameter.
    pub(super) fn bind(&mut self, value: i64) -> String {
        self.params.push(value.into());
        format!("?{}", self.params.len())
    }
}

impl Filter {
    pub(in crate::store) fn select(&self, conn: &Connection, reader: &str) -> Result<FilterSql, StoreError> {
        let mut select = FilterSql { from: "articles a", condition: "TRUE".into(), params: Vec::new() };
        if self.unread || self.starred {
            select.params.push(reader.to_owned().into());
        }
        if self.starred {
            // Few articles have a star: they are gathered first and sorted then.
            select.from = "reader_state s CROSS JOIN articles a ON a.id = s.article_id";
            select.condition += " AND s.reader = ?1 AND s.starred = 1";
        }
        if self.unread {
            select.condition += " AND NOT EXISTS (SELECT 1 FROM reader_state r \
                 WHERE r.article_id = a.id AND r.reader = ?1 AND r.read = 1)";
        }
        if let Some(source) = self.source {
            let shares = membership::shares(conn, source)?;
            let source = select.bind(source.0);
            // Most sources share nothing, and are read in the order of their own index then.
            // Writing to a string does not fail.
            let _ = if shares {
                write!(
                    select.condition,
                    " AND (a.source_id = {source} OR a.id IN \
                     (SELECT article_id FROM further_sources WHERE source_id = {source}))"
                )
            } else {
                write!(select.condition, " AND a.source_id = {source}")
            };
        }
        Ok(select)
    }
}
