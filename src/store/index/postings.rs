//! The format of postings: blocks of about 4,000 bytes, each a run of entries.
//!
//! An entry is the distance of its gram from the one before (of the first: from the page's key), and a number: twice
//! how many articles, and one more if they follow as a bitmap instead of as distances. All numbers are of 7 bits a
//! byte, the lowest first. Positions are those of the articles in their segment.

use super::grams::Gram;
use crate::store::{bit_set::BitSet, varint};

/// Bytes after which a page is full: with its head it then just fits into a page of the file.
const BLOCK_BYTES: usize = 4000;
/// The most bytes a gram takes.
const GRAM: usize = 7;

/// A page or a list is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damaged;

/// A page that is being filled.
#[derive(Debug, Default)]
pub(super) struct BlockWriter {
    first: Gram,
    last: Gram,
    bytes: Vec<u8>,
    entry: Vec<u8>,
}

impl BlockWriter {
    /// Writes an entry; grams come in ascending order, and so do positions, at least one, of `count`. Gives back the
    /// page that became full by it, and its first gram.
    pub(super) fn push(&mut self, gram: Gram, positions: &[u32], count: usize) -> Option<(Gram, Vec<u8>)> {
        self.entry.clear();
        let mut last = 0;
        // A bitmap takes count / 8 bytes; a distance takes one at least, so beyond that the bitmap is shorter.
        let spelled = positions.len() <= count / 8;
        varint::push(&mut self.entry, 2 * positions.len() as u64 + u64::from(!spelled));
        if spelled {
            for &position in positions {
                varint::push(&mut self.entry, u64::from(position - last));
                last = position;
            }
        } else {
            let start = self.entry.len();
            self.entry.resize(start + count.div_ceil(8), 0);
            for &position in positions {
                if let Some(byte) = self.entry.get_mut(start + position as usize / 8) {
                    *byte |= 1 << (position % 8);
                }
            }
        }
        // Ended before the entry that would overflow it. An entry longer than a block, a bitmap of a large segment, gets a
        // block of its own and spills onto further pages of the file.
        let full = if self.bytes.len() + self.entry.len() + GRAM > BLOCK_BYTES { self.take() } else { None };
        // The first gram is the key of the block, so its distance is 0.
        if self.bytes.is_empty() {
            (self.first, self.last) = (gram, gram);
        }
        varint::push(&mut self.bytes, gram - self.last);
        self.last = gram;
        self.bytes.append(&mut self.entry);
        full
    }

    /// The last page, unless it is empty.
    pub(super) fn take(&mut self) -> Option<(Gram, Vec<u8>)> {
        (!self.bytes.is_empty()).then(|| (self.first, std::mem::take(&mut self.bytes)))
    }
}

/// Reads the entries of a page.
#[derive(Debug)]
pub(super) struct BlockReader<'a> {
    bytes: &'a [u8],
    gram: Gram,
    count: usize,
}

impl<'a> BlockReader<'a> {
    /// A page whose first gram is `first`, of a segment of `count` articles.
    pub(super) fn new(bytes: &'a [u8], first: Gram, count: usize) -> BlockReader<'a> {
        BlockReader { bytes, gram: first, count }
    }

    /// The rest of a page, from byte `at`, behind the entry of `gram`.
    pub(super) fn resume(bytes: &'a [u8], at: usize, gram: Gram, count: usize) -> BlockReader<'a> {
        BlockReader { bytes: bytes.get(at..).unwrap_or_default(), gram, count }
    }

    /// Bytes that have not been read.
    pub(super) fn left(&self) -> usize {
        self.bytes.len()
    }

    /// The next gram; `each` receives its positions.
    pub(super) fn next(&mut self, mut each: impl FnMut(u32)) -> Result<Option<Gram>, Damaged> {
        let Some((gram, head)) = self.head()? else { return Ok(None) };
        if head & 1 == 0 {
            let mut position = 0;
            for _ in 0..head >> 1 {
                position += read_varint(&mut self.bytes)?;
                each(self.checked(position)?);
            }
        } else {
            let (bitmap, rest) = self.bytes.split_at_checked(self.count.div_ceil(8)).ok_or(Damaged)?;
            self.bytes = rest;
            for (index, &byte) in bitmap.iter().enumerate() {
                let mut left = byte;
                while left != 0 {
                    each(self.checked(8 * index as u64 + u64::from(left.trailing_zeros()))?);
                    left &= left - 1;
                }
            }
        }
        Ok(Some(gram))
    }

    /// The articles of one gram; none if the page does not have it.
    pub(super) fn find(mut self, target: Gram) -> Result<BitSet, Damaged> {
        let mut set = BitSet::empty(self.count);
        loop {
            let before = (self.bytes, self.gram);
            match self.head()? {
                Some((gram, _)) if gram == target => {
                    (self.bytes, self.gram) = before;
                    self.next(|position| set.insert(position as usize))?;
                    return Ok(set);
                }
                Some((gram, head)) if gram < target => self.skip(head)?,
                _ => return Ok(set),
            }
        }
    }

    fn head(&mut self) -> Result<Option<(Gram, u64)>, Damaged> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        self.gram = self.gram.checked_add(read_varint(&mut self.bytes)?).ok_or(Damaged)?;
        Ok(Some((self.gram, read_varint(&mut self.bytes)?)))
    }

    fn skip(&mut self, head: u64) -> Result<(), Damaged> {
        if head & 1 == 0 {
            for _ in 0..head >> 1 {
                read_varint(&mut self.bytes)?;
            }
        } else {
            self.bytes = self.bytes.split_at_checked(self.count.div_ceil(8)).ok_or(Damaged)?.1;
        }
        Ok(())
    }

    fn checked(&self, position: u64) -> Result<u32, Damaged> {
        u32::try_from(position).ok().filter(|&position| (position as usize) < self.count).ok_or(Damaged)
    }
}

/// The numbers of a segment's articles, ascending, as distances.
pub(super) fn pack(numbers: &[i64]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(numbers.len());
    let mut last = 0;
    for &number in numbers {
        varint::push(&mut bytes, number.wrapping_sub(last) as u64);
        last = number;
    }
    bytes
}

/// The numbers that [`pack`] was given.
pub(super) fn unpack(mut bytes: &[u8]) -> Result<Vec<i64>, Damaged> {
    let mut numbers = Vec::with_capacity(bytes.len());
    let mut last = 0_i64;
    while !bytes.is_empty() {
        let next = last.wrapping_add(read_varint(&mut bytes)? as i64);
        if !numbers.is_empty() && next <= last {
            return Err(Damaged);
        }
        numbers.push(next);
        last = next;
    }
    Ok(numbers)
}

#[inline]
fn read_varint(bytes: &mut &[u8]) -> Result<u64, Damaged> {
    varint::read(bytes).ok_or(Damaged)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn pages_hold_what_was_written(
            entries in prop::collection::btree_map(0..1_u64 << 43, prop::collection::btree_set(0..300_u32, 1..300), 0..60),
        ) {
            let entries: BTreeMap<Gram, BTreeSet<u32>> = entries;
            let mut writer = BlockWriter::default();
            let mut pages = Vec::new();
            for (gram, positions) in &entries {
                let positions: Vec<u32> = positions.iter().copied().collect();
                pages.extend(writer.push(*gram, &positions, 300));
            }
            pages.extend(writer.take());
            let mut read = BTreeMap::new();
            for (first, bytes) in &pages {
                prop_assert!(bytes.len() <= BLOCK_BYTES);
                let mut reader = BlockReader::new(bytes, *first, 300);
                loop {
                    let mut positions = BTreeSet::new();
                    let Some(gram) = reader.next(|position| { positions.insert(position); }).unwrap() else { break };
                    let set = BlockReader::new(bytes, *first, 300).find(gram).unwrap();
                    prop_assert!(set.positions().map(|it| it as u32).eq(positions.iter().copied()));
                    prop_assert!(BlockReader::new(bytes, *first, 300).find(gram + 1).unwrap().is_empty() || entries.contains_key(&(gram + 1)));
                    read.insert(gram, positions);
                }
            }
            prop_assert_eq!(read, entries);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60), count in 0..100_usize) {
            let mut reader = BlockReader::new(&bytes, 5, count);
            while let Ok(Some(_)) = reader.next(|position| assert!((position as usize) < count)) {}
            let _ = BlockReader::new(&bytes, 5, count).find(9);
            if let Ok(numbers) = unpack(&bytes) {
                prop_assert_eq!(unpack(&pack(&numbers)), Ok(numbers));
            }
        }

        #[test]
        fn numbers_come_back(numbers in prop::collection::btree_set(any::<i64>(), 0..40)) {
            let numbers: Vec<i64> = numbers.into_iter().collect();
            prop_assert_eq!(unpack(&pack(&numbers)), Ok(numbers));
        }
    }
}
