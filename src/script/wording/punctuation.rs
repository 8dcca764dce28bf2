//! Western punctuation in a Chinese sentence, made full-width: 报道,国家 becomes 报道，国家. Separators of digits
//! (3:30, 1,000), brackets around Western words and whole Western sentences stay.

use std::ops::Range;

use super::{Edit, Side};
use crate::script::conversion::Addresses;
use crate::script::conversion::is_boundary;

/// The most dots that stand for ……; more lead the eye to a page number.
const MAX_DOTS: usize = 6;

/// The most open brackets that are kept to find the partner of a closing one.
const MAX_OPEN: usize = 16;

/// Adds the edits of a text, in order.
pub(super) fn repair(text: &str, addresses: &Addresses, edits: &mut Vec<Edit>) {
    let brackets = brackets(text, addresses);
    let side = |side: Side, at: usize| if brackets.binary_search(&at).is_ok() { Side::Mark } else { side };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'(' | b')' | b'.') || is_mark(*byte)) {
        let start = at + found;
        let first = bytes[start];
        let same = |byte: &u8| if first == b'.' { *byte == b'.' } else { is_mark(*byte) };
        let brackets_only = matches!(first, b'(' | b')');
        let length = if brackets_only { 1 } else { bytes[start..].iter().take_while(|byte| same(byte)).count() };
        let end = start + length;
        at = end;
        if brackets_only {
            if side(Side::Other, start) == Side::Mark {
                edits.push(Edit { range: start..end, with: wide(first) });
            }
            continue;
        }
        if addresses.contains(start) {
            continue;
        }
        let left = text[..start].chars().next_back();
        // A bracket of its own belongs to the word it closes.
        let left = match Side::from_char(left) {
            Side::Other if left == Some(')') => side(Side::West, start - 1),
            Side::Other if left == Some('(') => side(Side::Other, start - 1),
            found => found,
        };
        let spaces = bytes[end..].iter().take_while(|byte| **byte == b' ').count();
        let right = side(Side::from_char(text[end + spaces..].chars().next()), end + spaces);
        if first == b'.' {
            let number = left == Side::West && right == Side::West;
            if (3..=MAX_DOTS).contains(&length) && !number && (left.is_wide() || (right.is_wide() && spaces == 0)) {
                push_clusters(text, Edit { range: start..end, with: "……" }, edits);
            }
        } else if belongs(left, right, spaces > 0) {
            for (mark, byte) in (start..end).zip(&bytes[start..end]) {
                // A space behind the last mark is in the full-width one already.
                let space = usize::from(mark + 1 == end && spaces == 1 && right.is_wide());
                push_clusters(text, Edit { range: mark..mark + 1 + space, with: wide(*byte) }, edits);
            }
        }
    }
}

/// True if a mark with these neighbours is a Chinese one.
fn belongs(left: Side, right: Side, spaced: bool) -> bool {
    match (left, right) {
        (Side::Han | Side::Mark, Side::Han | Side::Mark | Side::Edge) => true,
        (Side::Han, Side::West) | (Side::West, Side::Han) => !spaced,
        _ => false,
    }
}

/// The brackets that become full-width, in order: pairs around Han that stand in a Chinese sentence or are a line of
/// their own.
fn brackets(text: &str, addresses: &Addresses) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'(' | b')' | b'\n')) {
        match byte {
            b'\n' => open.clear(),
            _ if addresses.contains(at) => {}
            b'(' => {
                if open.len() == MAX_OPEN {
                    open.remove(0);
                }
                open.push(at);
            }
            _ => {
                let Some(from) = open.pop() else { continue };
                let before = Side::from_char(text[..from].chars().next_back());
                let after = text[at + 1..].chars().next();
                let marked = after.is_some_and(|c| c.is_ascii() && is_mark(c as u8));
                let after = if marked { Side::Edge } else { Side::from_char(after) };
                let at_home = |side: Side| side.is_wide() || side == Side::Edge;
                let beside = before.is_wide() || after.is_wide() || (at_home(before) && at_home(after));
                let alone = [from, at].into_iter().all(|at| is_cluster(text, &(at..at + 1)));
                if beside && alone && text[from..at].chars().any(super::is_east_asian) {
                    found.extend([from, at]);
                }
            }
        }
    }
    found.sort_unstable();
    found
}

/// Keeps an edit that cuts no grapheme cluster: a mark may carry another one.
fn push_clusters(text: &str, edit: Edit, edits: &mut Vec<Edit>) {
    if is_cluster(text, &edit.range) {
        edits.push(edit);
    }
}

fn is_cluster(text: &str, range: &Range<usize>) -> bool {
    is_boundary(text, range.start) && is_boundary(text, range.end)
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b',' | b':' | b';' | b'?' | b'!')
}

fn wide(byte: u8) -> &'static str {
    match byte {
        b',' => "，",
        b':' => "：",
        b';' => "；",
        b'?' => "？",
        b'!' => "！",
        b'(' => "（",
        _ => "）",
    }
}
