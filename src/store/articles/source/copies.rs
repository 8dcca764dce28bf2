//! A text as copies out of another one and what is new between them.
//!
//! A run of steps, each: the number of new bytes and these, then the number of copied bytes, and (unless that is 0) the
//! distance of their start from the end of the copy before, twice it and one more if it leads backwards. All numbers are
//! of seven bits a byte.

use crate::store::varint;

/// Bytes by which a place in the other text is found.
const ANCHOR_BYTES: usize = 8;

/// Copies of fewer bytes gain nothing.
const MIN_COPY_BYTES: usize = 12;

/// Bits of the table of places: at most a million of them.
const MAX_TABLE_BITS: u32 = 20;

/// Writes a text as copies out of another.
pub(super) fn encode(text: &[u8], other: &[u8]) -> Vec<u8> {
    let mut encoded = Vec::with_capacity(text.len() / 4 + 16);
    let bits = (usize::BITS - other.len().leading_zeros()).clamp(4, MAX_TABLE_BITS);
    // A long other text is entered at some of its places only; a copy is extended in both directions from one.
    let stride = (other.len() >> MAX_TABLE_BITS) + 1;
    let mut table = vec![0_u32; 1 << bits];
    let anchor = |bytes: &[u8], at: usize| -> Option<usize> {
        let bytes: [u8; ANCHOR_BYTES] = bytes.get(at..)?.first_chunk().copied()?;
        Some((u64::from_le_bytes(bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits)) as usize)
    };
    for at in (0..other.len()).step_by(stride) {
        // The first of equal places: a copy is longest from there.
        if let Some(hash) = anchor(other, at).filter(|hash| table[*hash] == 0) {
            table[hash] = at as u32 + 1;
        }
    }
    let (mut done, mut at, mut expected) = (0, 0, 0_usize);
    while let Some(hash) = anchor(text, at) {
        let found = (table[hash] as usize).checked_sub(1);
        let copy = found.map(|place| extended(text, other, at, place, done)).filter(|copy| copy.2 >= MIN_COPY_BYTES);
        let Some((start, place, length)) = copy else {
            // Where nothing has been found for long, less is looked for.
            at += 1 + ((at - done) >> 8);
            continue;
        };
        push_step(&mut encoded, &text[done..start], length);
        let (ahead, back) = (place.saturating_sub(expected), expected.saturating_sub(place));
        varint::push(&mut encoded, if back > 0 { 2 * back as u64 + 1 } else { 2 * ahead as u64 });
        (done, expected) = (start + length, place + length);
        at = done;
    }
    push_step(&mut encoded, &text[done..], 0);
    encoded
}

fn push_step(encoded: &mut Vec<u8>, new: &[u8], copied: usize) {
    varint::push(encoded, new.len() as u64);
    encoded.extend_from_slice(new);
    varint::push(encoded, copied as u64);
}

/// The longest copy around equal places: where it starts in the text, where in the other, and its length.
fn extended(text: &[u8], other: &[u8], at: usize, place: usize, done: usize) -> (usize, usize, usize) {
    let ahead = text[at..].iter().zip(&other[place..]).take_while(|(a, b)| a == b).count();
    let back = text[done..at].iter().rev().zip(other[..place].iter().rev()).take_while(|(a, b)| a == b).count();
    (at - back, place - back, back + ahead)
}

/// The text that was written as copies; none if it makes no sense or is longer than `limit`.
pub(super) fn decode(mut encoded: &[u8], other: &[u8], limit: usize) -> Option<Vec<u8>> {
    let (mut text, mut expected) = (Vec::new(), 0_usize);
    while !encoded.is_empty() {
        let new = usize::try_from(varint::read(&mut encoded)?).ok()?;
        let (new, rest) = encoded.split_at_checked(new)?;
        encoded = rest;
        text.extend_from_slice(new);
        let copied = usize::try_from(varint::read(&mut encoded)?).ok()?;
        if copied > 0 {
            let distance = varint::read(&mut encoded)?;
            let step = usize::try_from(distance >> 1).ok()?;
            let place = if distance & 1 == 1 { expected.checked_sub(step)? } else { expected.checked_add(step)? };
            expected = place.checked_add(copied)?;
            text.extend_from_slice(other.get(place..expected)?);
        }
        if text.len() > limit {
            return None;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_around_another_is_short() {
        let body = "東河大橋今日通車，沿岸居民清晨已在橋頭等候。".repeat(20);
        let text = format!("{{\"title\": \"題\", \"text\": \"{body}\\n\\n{body}\"}}");
        let encoded = encode(text.as_bytes(), body.as_bytes());
        assert!(encoded.len() < 120, "{}", encoded.len());
        assert_eq!(decode(&encoded, body.as_bytes(), text.len()).as_deref(), Some(text.as_bytes()));
        assert_eq!(decode(&encoded, body.as_bytes(), text.len() - 1), None);
        // Beside another text it makes no sense, or another.
        assert_ne!(decode(&encoded, b"", text.len()).as_deref(), Some(text.as_bytes()));
    }

    proptest! {
        #[test]
        fn every_text_comes_back(pieces in proptest::collection::vec("[ab]{0,30}", 0..8), order in proptest::collection::vec(0usize..8, 0..8)) {
            let other = pieces.concat();
            let text: String = order.iter().filter_map(|at| pieces.get(*at)).map(String::as_str).collect();
            let encoded = encode(text.as_bytes(), other.as_bytes());
            prop_assert_eq!(decode(&encoded, other.as_bytes(), text.len()), Some(text.into_bytes()));
        }

        #[test]
        fn any_bytes_are_decoded_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let text = decode(&bytes, b"an other text", 1000);
            prop_assert!(text.is_none_or(|text| text.len() <= 1000));
        }
    }
}
