//! Quotation marks in the style of a script: “他说‘好’” as 「他說『好』」 and back, nested by what is open around them.
//!
//! Pairs are found first. A mark without a partner keeps its rank, a single one stays as it is: it may be an
//! apostrophe. Quotations of the West in a sentence of the West stay.

use super::{Edit, Shapes};
use crate::script::conversion::Addresses;
use crate::script::conversion::is_boundary;

/// The most open quotes that are searched for the partner of a closing one.
const MAX_OPEN: usize = 16;

/// A quotation mark of a text.
#[derive(Clone, Copy, Debug)]
struct Quote {
    at: usize,
    kind: Kind,
    opens: bool,
    /// The number of pairs that are open around it; `None` without a partner.
    depth: Option<usize>,
    /// True if it is shown in another shape.
    changes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Double,
    Single,
    Corner,
    WhiteCorner,
}

/// Adds the edits of a text, in order.
pub(super) fn restyle(text: &str, addresses: &Addresses, shapes: &Shapes, edits: &mut Vec<Edit>) {
    let mut quotes = find(text, addresses);
    pair(text, &mut quotes);
    for quote in quotes.iter().filter(|quote| quote.changes) {
        let inner = match quote.depth {
            Some(depth) => depth % 2 == 1,
            None => matches!(quote.kind, Kind::Single | Kind::WhiteCorner),
        };
        let with = shapes[usize::from(inner) * 2 + usize::from(!quote.opens)];
        let range = quote.at..quote.at + with.len();
        let whole = is_boundary(text, range.start) && is_boundary(text, range.end);
        if text[range.clone()] != *with && whole {
            edits.push(Edit { range, with });
        }
    }
}

fn find(text: &str, addresses: &Addresses) -> Vec<Quote> {
    let bytes = text.as_bytes();
    let mut quotes = Vec::new();
    let mut at = 0;
    // Every quotation mark is three bytes that start with one of two.
    while let Some(found) = memchr::memchr2(0xe2, 0xe3, &bytes[at..]) {
        let start = at + found;
        at = start + 3;
        let (kind, opens) = match bytes[start..].get(1..3) {
            Some([0x80, 0x98]) if bytes[start] == 0xe2 => (Kind::Single, true),
            Some([0x80, 0x99]) if bytes[start] == 0xe2 => (Kind::Single, false),
            Some([0x80, 0x9c]) if bytes[start] == 0xe2 => (Kind::Double, true),
            Some([0x80, 0x9d]) if bytes[start] == 0xe2 => (Kind::Double, false),
            Some([0x80, 0x8c]) if bytes[start] == 0xe3 => (Kind::Corner, true),
            Some([0x80, 0x8d]) if bytes[start] == 0xe3 => (Kind::Corner, false),
            Some([0x80, 0x8e]) if bytes[start] == 0xe3 => (Kind::WhiteCorner, true),
            Some([0x80, 0x8f]) if bytes[start] == 0xe3 => (Kind::WhiteCorner, false),
            _ => continue,
        };
        let apostrophe = kind == Kind::Single && is_latin(last(&text[..start])) && is_latin(first(&text[at..]));
        if !apostrophe && !addresses.contains(start) {
            quotes.push(Quote { at: start, kind, opens, depth: None, changes: kind != Kind::Single });
        }
    }
    quotes
}

/// Finds the partners, and from them the depths.
fn pair(text: &str, quotes: &mut [Quote]) {
    let mut open: Vec<usize> = Vec::new();
    let mut partners = Vec::new();
    for index in 0..quotes.len() {
        let quote = quotes[index];
        if quote.opens {
            open.push(index);
            continue;
        }
        let partner = open.iter().rev().take(MAX_OPEN).position(|open| quotes[*open].kind == quote.kind);
        if let Some(back) = partner {
            // What was opened in between was never closed.
            let from = open[open.len() - 1 - back];
            open.truncate(open.len() - 1 - back);
            partners.push((from, index));
        }
    }
    for (from, to) in &partners {
        let (start, end) = (quotes[*from].at, quotes[*to].at);
        let western = is_western(text, start, end);
        for index in [*from, *to] {
            quotes[index].depth = Some(0);
            quotes[index].changes = !western;
        }
    }
    let mut depth = 0_usize;
    for quote in quotes.iter_mut().filter(|quote| quote.depth.is_some() && quote.changes) {
        if quote.opens {
            quote.depth = Some(depth);
            depth += 1;
        } else {
            depth = depth.saturating_sub(1);
            quote.depth = Some(depth);
        }
    }
}

/// True if a quotation without Han stands beside a Western word, so that it is part of a Western sentence.
fn is_western(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (text[..start].trim_end_matches(' '), text[end + 3..].trim_start_matches(' '));
    (is_latin(last(before)) || is_latin(first(after))) && !text[start..end].chars().any(super::is_east_asian)
}

fn first(text: &str) -> Option<char> {
    text.chars().next()
}

fn last(text: &str) -> Option<char> {
    text.chars().next_back()
}

fn is_latin(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() && c < '\u{1100}')
}
