//! Fills lines with graded clusters: as much as fits, a mark that may not start a line pushed out with the character
//! before it, or hung in the gutter. Nothing in here knows why a boundary has its grade.

use std::ops::Range;

use crate::typeset::breaking::{CharClass, CharClasses, Cluster, Grade};

/// The clusters of one line, and the ink among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledLine {
    /// All its clusters.
    pub clusters: Range<usize>,
    /// Its clusters without white space at the end.
    pub ink: Range<usize>,
    /// Cells of the ink.
    pub cells: usize,
}

/// The room lines have, in cells.
#[derive(Clone, Copy, Debug)]
pub struct LineRoom {
    /// Cells of the first line.
    pub first: usize,
    /// Cells of every other line.
    pub rest: usize,
    /// Classes that may stand in the gutter of two cells beyond it.
    pub hangs: CharClasses,
}

/// Fills lines with clusters, of which the first `skip` are not drawn. No clusters make one empty line.
pub(crate) fn fill(clusters: &[Cluster], skip: usize, room: LineRoom) -> Vec<FilledLine> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < clusters.len() || lines.is_empty() {
        let cells = if lines.is_empty() { room.first } else { room.rest };
        let ink_start = start.max(skip.min(clusters.len()));
        let end = line_end(clusters, start, ink_start, cells, room.hangs);
        lines.push(filled(clusters, start..end, ink_start.min(end)));
        start = end;
    }
    lines
}

/// A line of some clusters.
pub(crate) fn filled(clusters: &[Cluster], range: Range<usize>, ink_start: usize) -> FilledLine {
    let space = |cluster: &Cluster| matches!(cluster.class, CharClass::Space | CharClass::Newline);
    let line = &clusters[ink_start..range.end];
    // What takes no cells after white space, such as a word joiner, is as little to be seen.
    let drawn = line.iter().rposition(|cluster| !space(cluster) && cluster.cells > 0).map_or(0, |last| last + 1);
    let joined = line[drawn..].iter().take_while(|cluster| !space(cluster)).count();
    let ink_end = ink_start + drawn + joined;
    let cells = cells(&clusters[ink_start..ink_end]);
    FilledLine { clusters: range, ink: ink_start..ink_end, cells }
}

/// Cells of clusters side by side on a line of their own.
pub(crate) fn cells(ink: &[Cluster]) -> usize {
    let gap = ink.first().is_some_and(|cluster| cluster.gap);
    ink.iter().copied().map(Cluster::advance).sum::<usize>() - usize::from(gap)
}

/// The best place so far to end a line at, by grade.
#[derive(Clone, Copy, Default)]
struct Best {
    free: usize,
    second: usize,
    word: usize,
}

/// The end of the line that starts at `start`; always after `start` if there are clusters.
fn line_end(clusters: &[Cluster], start: usize, ink_start: usize, room: usize, hangs: CharClasses) -> usize {
    let mut best = Best::default();
    let mut cells = 0;
    for (index, cluster) in clusters.iter().enumerate().skip(start) {
        if index > start {
            match cluster.grade {
                Grade::Forced => return index,
                Grade::Free => best.free = index,
                Grade::Second => best.second = index,
                Grade::Word => best.word = index,
                Grade::Held => {}
            }
        }
        if index < ink_start {
            continue;
        }
        let space = matches!(cluster.class, CharClass::Space | CharClass::Newline);
        let advance = if index > ink_start { cluster.advance() } else { cluster.cells.into() };
        if !space && cells + advance > room && cluster.cells > 0 && index > ink_start {
            // A mark that hangs ends the line, so it may only do so where a line may end behind it.
            if hangs.contains(cluster.class)
                && cells <= room
                && let Some(end) = end_after(clusters, index)
            {
                return end;
            }
            // Greedy filling is optimal in the number of lines, and what a reader of a screen can foresee. A word is
            // split only if it alone is wider than the line, a pair that belongs together if there is no other place at
            // all.
            let end = [best.free, best.second, best.word].into_iter().find(|end| *end > ink_start);
            return end.unwrap_or(index);
        }
        cells += advance;
    }
    clusters.len()
}

/// The end of the line that ends with the cluster at `index` and the white space after it, if it may end there.
fn end_after(clusters: &[Cluster], index: usize) -> Option<usize> {
    let mut end = index + 1;
    while let Some(cluster) = clusters.get(end) {
        match cluster.grade {
            Grade::Free | Grade::Forced => return Some(end),
            Grade::Held if matches!(cluster.class, CharClass::Space | CharClass::Newline) => end += 1,
            _ => return None,
        }
    }
    Some(end)
}
