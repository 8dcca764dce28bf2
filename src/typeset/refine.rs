//! Second thoughts about lines: no last line of a single character, headings of lines about equally long, a byline
//! whose fields are whole. Nothing in here knows a language.

use super::fill::{FilledLine, LineRoom, cells, fill, filled};
use crate::typeset::breaking::{CharClass, CharClasses, Cluster, Grade};

/// Wide letters, which the widow rule counts.
const LETTERS: CharClasses = CharClasses::from_classes(&[
    CharClass::Wide,
    CharClass::Hangul,
    CharClass::SmallKana,
    CharClass::Prolonged,
    CharClass::Iteration,
    CharClass::Repeat,
]);
/// More clusters than any heading has; a longer text is not balanced, so that hostile ones cost no time.
const MAX_BALANCED_CLUSTERS: usize = 512;

/// Moves breaks back where a paragraph's last line would hold one wide letter only (CLREQ: 孤字不成行).
pub(crate) fn avoid_widows(clusters: &[Cluster], lines: &mut [FilledLine], room: LineRoom) {
    for index in 1..lines.len() {
        let (before, last) = (&lines[index - 1], &lines[index]);
        let forced = |at: usize| clusters.get(at).is_none_or(|cluster| cluster.grade == Grade::Forced);
        if forced(last.clusters.start) || !forced(last.clusters.end) || !is_widow(&clusters[last.ink.clone()]) {
            continue;
        }
        let (from, to, end) = (before.ink.start, last.clusters.start, last.ink.end);
        // The nearest break that gives the last line company moves fewest characters.
        for at in (from + 1..to).rev() {
            if cells(&clusters[at..end]) > room.rest {
                break;
            }
            if clusters[at].grade == Grade::Free && !is_widow(&clusters[at..end]) && !is_widow(&clusters[from..at]) {
                let (start, last_end) = (before.clusters.start, last.clusters.end);
                lines[index - 1] = filled(clusters, start..at, from);
                lines[index] = filled(clusters, at..last_end, at);
                break;
            }
        }
    }
}

/// Makes a line of fields break between them, where two spaces and more stand, rather than inside one.
pub(crate) fn keep_fields_whole(clusters: &mut [Cluster]) {
    for index in 2..clusters.len() {
        let after_gap = clusters[index - 2..index].iter().all(|cluster| cluster.class == CharClass::Space);
        if clusters[index].grade == Grade::Free && !after_gap {
            clusters[index].grade = Grade::Second;
        }
    }
}

fn is_widow(ink: &[Cluster]) -> bool {
    ink.iter().filter(|cluster| LETTERS.contains(cluster.class)).count() < 2
        && !ink.iter().any(|cluster| CharClass::WORD.contains(cluster.class))
}

/// Fills the lines of a heading: as few as fill the room, and about equally long.
pub(crate) fn balance(clusters: &[Cluster], skip: usize, room: LineRoom) -> Vec<FilledLine> {
    let full = fill(clusters, skip, room);
    if full.len() < 2 || clusters.len() > MAX_BALANCED_CLUSTERS {
        return full;
    }
    // The narrowest room that makes no more lines and splits no more words.
    let bad = |lines: &[FilledLine]| {
        lines.iter().skip(1).filter(|line| clusters[line.clusters.start].grade < Grade::Free).count()
    };
    let worst = bad(&full);
    // The number of lines falls as the room grows, so the narrowest room is found by halves: ten fillings at most.
    let (mut low, mut high, mut best) = (1, room.rest, full);
    while low < high {
        let middle = low + (high - low) / 2;
        let lines = fill(clusters, skip, LineRoom { first: middle, rest: middle, hangs: room.hangs });
        if lines.len() <= best.len() && bad(&lines) <= worst {
            high = middle;
            best = lines;
        } else {
            low = middle + 1;
        }
    }
    best
}
