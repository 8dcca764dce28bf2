//! Second thoughts about lines: no last line of a single character, headings of lines about equally long, a byline
//! whose fields are whole. Nothing in here knows a language.

use super::fill::{Filled, Room, cells, fill, filled};
use crate::typeset::breaking::{Grade, Kind, Kinds, Unit};

/// Wide letters, which the widow rule counts.
const LETTERS: Kinds =
    Kinds::of(&[Kind::Wide, Kind::Hangul, Kind::SmallKana, Kind::Prolonged, Kind::Iteration, Kind::Repeat]);
/// More units than any heading has; a longer text is not balanced, so that hostile ones cost no time.
const LONGEST_HEADING: usize = 512;

/// Moves breaks back where a paragraph's last line would hold one wide letter only (CLREQ: 孤字不成行).
pub fn keep_company(units: &[Unit], lines: &mut [Filled], room: Room) {
    for index in 1..lines.len() {
        let (before, last) = (&lines[index - 1], &lines[index]);
        let forced = |at: usize| units.get(at).is_none_or(|unit| unit.grade == Grade::Forced);
        if forced(last.units.start) || !forced(last.units.end) || !is_widow(&units[last.ink.clone()]) {
            continue;
        }
        let (from, to, end) = (before.ink.start, last.units.start, last.ink.end);
        for at in (from + 1..to).rev() {
            if cells(&units[at..end]) > room.rest {
                break;
            }
            if units[at].grade == Grade::Free && !is_widow(&units[at..end]) && !is_widow(&units[from..at]) {
                let (start, last_end) = (before.units.start, last.units.end);
                lines[index - 1] = filled(units, start..at, from);
                lines[index] = filled(units, at..last_end, at);
                break;
            }
        }
    }
}

/// Makes a line of fields break between them, where two spaces and more stand, rather than inside one.
pub fn keep_fields(units: &mut [Unit]) {
    for index in 2..units.len() {
        let after_gap = units[index - 2..index].iter().all(|unit| unit.kind == Kind::Space);
        if units[index].grade == Grade::Free && !after_gap {
            units[index].grade = Grade::Second;
        }
    }
}

fn is_widow(ink: &[Unit]) -> bool {
    ink.iter().filter(|unit| LETTERS.has(unit.kind)).count() < 2 && !ink.iter().any(|unit| Kind::WORD.has(unit.kind))
}

/// Fills the lines of a heading: as few as fill the room, and about equally long.
pub fn balance(units: &[Unit], skip: usize, room: Room) -> Vec<Filled> {
    let full = fill(units, skip, room);
    if full.len() < 2 || units.len() > LONGEST_HEADING {
        return full;
    }
    // The narrowest room that makes no more lines and splits no more words.
    let bad =
        |lines: &[Filled]| lines.iter().skip(1).filter(|line| units[line.units.start].grade < Grade::Free).count();
    let worst = bad(&full);
    let (mut low, mut high, mut best) = (1, room.rest, full);
    while low < high {
        let middle = low + (high - low) / 2;
        let lines = fill(units, skip, Room { first: middle, rest: middle, hangs: room.hangs });
        if lines.len() <= best.len() && bad(&lines) <= worst {
            high = middle;
            best = lines;
        } else {
            low = middle + 1;
        }
    }
    best
}
