//! Records as SQLite writes them (sqlite.org/fileformat2.html, 2.1): variable-length integers and rows of values. A
//! record is taken only if all of it adds up.

use rusqlite::types::ValueRef;

/// Columns that a record of ours may have at most.
const MAX_COLUMNS: usize = 64;

/// An integer of one to nine bytes, and where it ends.
pub(crate) fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0u64;
    for step in 0..9 {
        let byte = *bytes.get(at + step)?;
        if step == 8 {
            return Some((value << 8 | u64::from(byte), at + 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, at + step + 1));
        }
    }
    None
}

/// A big-endian number of the bytes at a place.
pub(crate) fn number(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().fold(0, |value, byte| value << 8 | u32::from(*byte)))
}

/// The values of a record of `size` bytes, of which the first are at hand. Values beyond those are cut, or null.
pub(crate) fn decode(bytes: &[u8], size: usize) -> Option<Vec<ValueRef<'_>>> {
    let (header, mut at) = varint(bytes, 0)?;
    let header = usize::try_from(header).ok().filter(|header| *header <= size && *header <= bytes.len())?;
    let mut from = header;
    let mut values = Vec::new();
    while at < header {
        let (kind, next) = varint(bytes, at)?;
        let length = usize::try_from(length(kind)?).ok()?;
        let end = from.checked_add(length).filter(|end| *end <= size)?;
        let there = bytes.get(from.min(bytes.len())..end.min(bytes.len())).unwrap_or_default();
        values.push(value(kind, there, length));
        (at, from) = (next, end);
        if values.len() > MAX_COLUMNS {
            return None;
        }
    }
    // Header and values must fill the record to the byte. Random bytes hardly ever do.
    (at == header && from == size).then_some(values)
}

/// The bytes of a value of a serial type.
fn length(kind: u64) -> Option<u64> {
    Some(match kind {
        0 | 8 | 9 => 0,
        1..=4 => kind,
        5 => 6,
        6 | 7 => 8,
        10 | 11 => return None,
        kind => (kind - 12) / 2,
    })
}

fn value(kind: u64, bytes: &[u8], length: usize) -> ValueRef<'_> {
    match kind {
        8 => ValueRef::Integer(0),
        9 => ValueRef::Integer(1),
        1..=6 if bytes.len() == length => {
            let sign = if bytes.first().is_some_and(|byte| *byte >= 0x80) { -1i64 } else { 0 };
            ValueRef::Integer(bytes.iter().fold(sign, |value, byte| value << 8 | i64::from(*byte)))
        }
        7 => bytes.try_into().map_or(ValueRef::Null, |bytes| ValueRef::Real(f64::from_be_bytes(bytes))),
        0..=11 => ValueRef::Null,
        kind if kind.is_multiple_of(2) => ValueRef::Blob(bytes),
        _ => ValueRef::Text(bytes),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_sqlite_writes_them() {
        assert_eq!(varint(&[0x81, 0x00], 0), Some((128, 2)));
        assert_eq!(varint(&[0xff; 9], 0), Some((u64::MAX, 9)));
        assert_eq!(varint(&[0x80], 0), None);
        assert_eq!(number(&[0, 1, 2], 1, 2), Some(258));
        assert_eq!(number(&[0, 1], 1, 2), None);
    }

    #[test]
    fn a_record_is_read_or_refused() {
        let record = [5, 0, 1, 17, 9, 0xfe, b'o', b'k'];
        let values = [ValueRef::Null, ValueRef::Integer(-2), ValueRef::Text(b"ok"), ValueRef::Integer(1)];
        assert_eq!(decode(&record, record.len()), Some(values.to_vec()));
        assert_eq!(decode(&record, record.len() + 1), None);
        assert_eq!(decode(&record[..7], record.len()).map(|values| values[2]), Some(ValueRef::Text(b"o")));
        assert_eq!(decode(&record[..4], record.len()), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_record_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..80), size in 0usize..200) {
            let _ = decode(&bytes, size);
        }
    }
}
