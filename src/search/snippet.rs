//! A match among its neighbours, on one line.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::cluster;
use crate::text::{Ambiguous, Safe, safe::display, width::cells};

/// A stretch of text around a match, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// One line, with … where the text goes on.
    pub text: Safe,
    /// The bytes of `text` that are the match, as far as there was room.
    pub range: Range<usize>,
}

/// The text around the match `range`, cut at cluster boundaries to at most `room` cells (if that is 3 or more). A third of the room
/// that is left goes before the match; what one side does not need the other gets.
#[must_use]
pub fn snippet(text: &str, range: Range<usize>, room: usize, ambiguous: Ambiguous) -> Snippet {
    let from = cluster::floor(text, text.ceil_char_boundary(range.start));
    let to = cluster::ceil(text, text.ceil_char_boundary(range.end)).max(from);
    let (head, tail) = (text.get(..from).unwrap_or_default(), text.get(from..).unwrap_or_default());
    let matched = tail.get(..to - from).unwrap_or_default();
    let tail = tail.get(to - from..).unwrap_or_default();
    let width = |cluster: &str| cells(&Safe::line(cluster), ambiguous);
    let take = |cluster: &mut dyn Iterator<Item = &str>, room: usize| {
        let (mut bytes, mut taken) = (0, 0);
        for cluster in cluster {
            let more = width(cluster);
            if taken + more > room {
                break;
            }
            (bytes, taken) = (bytes + cluster.len(), taken + more);
        }
        (bytes, taken)
    };
    let ellipsis = cells("…", ambiguous);
    let room = room.saturating_sub(2 * ellipsis).max(1);
    let (shown, taken) = take(&mut matched.graphemes(true), room);
    let left = room - taken;
    // White space at the edges of a text is not worth a cell.
    let (head, tail) = if shown < matched.len() { ("", "") } else { (head.trim_start(), tail.trim_end()) };
    let (_, wanted) = take(&mut tail.graphemes(true), left);
    let (before, taken) = take(&mut head.graphemes(true).rev(), (left / 3).max(left - wanted));
    let (after, _) = take(&mut tail.graphemes(true), left - taken);

    let cut_before = before < head.len() || (head.is_empty() && from > 0 && shown < matched.len());
    let start = if cut_before { "…" } else { "" };
    let end = if after < tail.len() || shown < matched.len() { "…" } else { "" };
    let before = head.get(head.len() - before..).unwrap_or_default();
    let matched = matched.get(..shown).unwrap_or_default();
    let after = tail.get(..after).unwrap_or_default();
    let line = [start, before, matched, after, end].concat().replace(['\n', '\r', '\t'], " ");
    let at = start.len() + before.len();
    let (text, map) = display(&line);
    Snippet { text, range: map.shown_range(at..at + matched.len()) }
}
