//! Values of the database that several tables hold.

/// The timestamp in a column: milliseconds of Unix time.
pub(in crate::store) fn timestamp(millis: Option<i64>) -> Option<jiff::Timestamp> {
    millis.and_then(|millis| jiff::Timestamp::from_millisecond(millis).ok())
}

/// A count in a column.
pub(in crate::store) fn count(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<usize> {
    let count: i64 = row.get(index)?;
    usize::try_from(count).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(index, count))
}
