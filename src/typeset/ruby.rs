//! Readings over characters: what they do to the clusters below them, and the row in which they stand.
//!
//! A reading and its characters are as wide as the wider of the two. Where text without readings stands on either side, a
//! reading leans over it by a cell, as furigana do.

use std::ops::Range;

use crate::{
    article::Span,
    script::rendition::{Reading, reading_of},
    text::{
        safe::Safe,
        width::{self, Ambiguous, cut::cut},
    },
};

use super::{
    breaking::{Cluster, Grade},
    fill::cells,
    line::{LinePiece, PieceContent},
};

/// Cells by which a reading may be wider than its characters; a longer one is cut.
const MAX_EXTRA_CELLS: usize = 120;

/// A reading with the clusters below it.
#[derive(Debug)]
pub(crate) struct RubyUnit {
    clusters: Range<usize>,
    /// Cells left free before the clusters and behind them; they are counted in the clusters' own.
    lead: usize,
    trail: usize,
    reading: Safe,
    cells: usize,
}

/// Keeps readings that stand in brackets on the line of their characters, wherever both fit on one. The clusters are those
/// of `bounds`.
pub(crate) fn keep_with_base(clusters: &mut [Cluster], readings: &[Reading], bounds: &Range<usize>) {
    let first = readings.partition_point(|reading| reading.text.end <= bounds.start);
    for reading in readings[first..].iter().take_while(|reading| reading.base.start < bounds.end) {
        let from = index(clusters, reading.base.start, bounds);
        let bracket = index(clusters, reading.text.start, bounds);
        let to = index(clusters, reading.text.end, bounds);
        for (at, cluster) in clusters.iter_mut().enumerate().take(to).skip(from + 1) {
            // Where both do not fit on one line, the bracket is the best place to part them.
            let most = if at == bracket { Grade::Second } else { Grade::Word };
            if cluster.grade != Grade::Forced {
                cluster.grade = cluster.grade.min(most);
            }
        }
    }
}

/// The cluster that begins at an offset of the shown text, or the first one behind it.
fn index(clusters: &[Cluster], offset: usize, bounds: &Range<usize>) -> usize {
    let offset = offset.saturating_sub(bounds.start);
    clusters.partition_point(|cluster| (cluster.start as usize) < offset)
}

/// The readings above the clusters of `bounds`, which are made as wide as these and are kept together.
pub(crate) fn units(
    clusters: &mut [Cluster],
    spans: &[Span],
    bounds: &Range<usize>,
    measure: u16,
    ambiguous: Ambiguous,
) -> Vec<RubyUnit> {
    let mut units: Vec<RubyUnit> = Vec::new();
    for span in spans.iter().filter(|span| bounds.contains(&span.start)) {
        let Some(reading) = reading_of(span) else { continue };
        let below = index(clusters, span.start, bounds)..index(clusters, span.end, bounds);
        // Of two readings of the same characters the outer one is set.
        if below.is_empty() || units.last().is_some_and(|last| below.start < last.clusters.end) {
            continue;
        }
        let most = (cells(&clusters[below.clone()]) + MAX_EXTRA_CELLS).min(measure.into());
        let reading = Safe::line(reading);
        let (shorter, cells) = cut(&reading, most, ambiguous);
        let reading = Safe::line(&shorter);
        units.push(RubyUnit { clusters: below, lead: 0, trail: 0, reading, cells });
    }
    for at in 0..units.len() {
        let before = at.checked_sub(1).map_or(0, |before| units[before].clusters.end);
        let after = units.get(at + 1).map_or(clusters.len(), |after| after.clusters.start);
        let below = units[at].clusters.clone();
        let extra = units[at].cells.saturating_sub(cells(&clusters[below.clone()]));
        let leans =
            |beside: Range<usize>| beside.len() >= 2 && clusters[beside].iter().all(|cluster| cluster.cells == 2);
        let left = usize::from(leans(before.max(below.start.saturating_sub(2))..below.start));
        let right = usize::from(leans(below.end..after.min(below.end + 2)));
        let lead = (extra / 2).saturating_sub(left);
        let trail = (extra - extra / 2).saturating_sub(right);
        (units[at].lead, units[at].trail) = (lead, trail);
        widen(&mut clusters[below.start], lead);
        widen(&mut clusters[below.end - 1], trail);
        for cluster in &mut clusters[below.start + 1..below.end] {
            if cluster.grade != Grade::Forced {
                cluster.grade = cluster.grade.min(Grade::Word);
            }
        }
    }
    units
}

fn widen(cluster: &mut Cluster, by: usize) {
    cluster.cells = cluster.cells.saturating_add(u8::try_from(by).unwrap_or(u8::MAX));
}

/// The units of which the first cluster is on a line.
fn on_line(units: &[RubyUnit], ink: Range<usize>) -> impl Iterator<Item = &RubyUnit> {
    let first = units.partition_point(|unit| unit.clusters.start < ink.start);
    units[first..].iter().take_while(move |unit| unit.clusters.start < ink.end)
}

/// Clusters of a line before which a cell is left free for the sake of readings, once for each cell.
pub(crate) fn gaps(units: &[RubyUnit], ink: Range<usize>) -> impl Iterator<Item = usize> {
    on_line(units, ink.clone()).flat_map(move |unit| {
        let trail = if unit.clusters.end <= ink.end { unit.trail } else { 0 };
        let lead = std::iter::repeat_n(unit.clusters.start, unit.lead);
        lead.chain(std::iter::repeat_n(unit.clusters.end, trail))
    })
}

/// The readings above a line that begins at column `indent`, each in the middle over its characters.
pub(crate) fn row(
    units: &[RubyUnit],
    clusters: &[Cluster],
    ink: &Range<usize>,
    (indent, measure): (u16, u16),
    ambiguous: Ambiguous,
) -> Vec<LinePiece> {
    let mut pieces: Vec<LinePiece> = Vec::new();
    // The column of the cluster `at`, and the first column that no reading stands in.
    let (mut at, mut x, mut free) = (ink.start, usize::from(indent), usize::from(indent.saturating_sub(1)));
    for unit in on_line(units, ink.clone()) {
        let start = unit.clusters.start;
        let is_first = at == ink.start;
        x += clusters[at..start].iter().copied().map(Cluster::advance).sum::<usize>();
        if is_first && start > at {
            x -= usize::from(clusters[at].gap);
        }
        at = start;
        let gap = usize::from(start > ink.start && clusters[start].gap);
        let below = cells(&clusters[start..unit.clusters.end.min(ink.end)]);
        let middle = (2 * (x + gap) + below).saturating_sub(unit.cells) / 2;
        let column = middle.min(usize::from(measure).saturating_sub(unit.cells)).max(free);
        let room = usize::from(measure).saturating_sub(column);
        let (reading, taken) = width::prefix(&unit.reading, room.min(unit.cells), ambiguous);
        if taken > 0 {
            let content = PieceContent::Decoration(Safe::line(reading));
            pieces.push(LinePiece { x: column as u16, content });
        }
        free = column + taken;
    }
    pieces
}
