//! Text put together of ranges of the shown text and of words that the page adds, such as 〔圖：港口〕, and set in lines as
//! one. Each piece of a line is a range again, or decoration.

use std::ops::Range;

use crate::text::{safe::Safe, width, width::Ambiguous};

use super::{
    breaking::{Rules, graded_clusters},
    fill::{LineRoom, fill},
    line::{LinePiece, PieceContent},
};

/// Text that is put together.
#[derive(Debug, Default)]
pub(crate) struct Composite {
    text: Safe,
    segments: Vec<Segment>,
}

/// A stretch of it.
#[derive(Clone, Copy, Debug)]
struct Segment {
    start: usize,
    /// Its place in the shown text; none for what is added.
    shown: Option<usize>,
}

/// A line of it.
#[derive(Debug, Default)]
pub(crate) struct PlacedLine {
    /// Its pieces, from left to right, from column 0 on.
    pub(crate) pieces: Vec<LinePiece>,
    /// Cells that they take.
    pub(crate) cells: u16,
}

impl Composite {
    /// Puts a range of the shown text behind.
    pub(crate) fn push_shown(&mut self, text: &Safe, range: Range<usize>) {
        if !range.is_empty() {
            self.segments.push(Segment { start: self.text.len(), shown: Some(range.start) });
            self.text.append(&text.part(range));
        }
    }

    /// Puts added words behind; line feeds in them begin lines.
    pub(crate) fn push_added(&mut self, words: &Safe) {
        if !words.is_empty() {
            self.segments.push(Segment { start: self.text.len(), shown: None });
            self.text.append(words);
        }
    }

    /// True if nothing has been put in.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Its lines.
    pub(crate) fn lines(&self, rules: &Rules, ambiguous: Ambiguous, room: LineRoom) -> Vec<PlacedLine> {
        let clusters = graded_clusters(&self.text, rules, ambiguous);
        let at = |cluster: usize| clusters.get(cluster).map_or(self.text.len(), |cluster| cluster.start as usize);
        let mut lines = Vec::new();
        for filled in fill(&clusters, 0, room) {
            let mut line = PlacedLine::default();
            let (from, to) = (at(filled.ink.start), at(filled.ink.end));
            let first = self.segments.partition_point(|segment| segment.start <= from).saturating_sub(1);
            let segments = self.segments.iter().skip(first).map(|segment| segment.start);
            // A piece ends where another segment begins, and where a cell is left free.
            let mut cuts: Vec<(usize, bool)> =
                segments.take_while(|start| *start < to).filter(|start| *start > from).map(|at| (at, false)).collect();
            let gaps = (filled.ink.start + 1..filled.ink.end).filter(|cluster| clusters[*cluster].gap);
            cuts.extend(gaps.map(|cluster| (at(cluster), true)));
            cuts.sort_unstable();
            let mut begin = from;
            for (end, is_gap) in cuts.into_iter().chain([(to, false)]) {
                self.push_piece(&mut line, begin..end, ambiguous);
                line.cells = line.cells.saturating_add(u16::from(is_gap));
                begin = begin.max(end);
            }
            lines.push(line);
        }
        lines
    }

    /// Adds a piece, which is of one segment, to a line.
    fn push_piece(&self, line: &mut PlacedLine, range: Range<usize>, ambiguous: Ambiguous) {
        if range.is_empty() {
            return;
        }
        let segment = self.segments.partition_point(|segment| segment.start <= range.start).saturating_sub(1);
        let Some(segment) = self.segments.get(segment) else { return };
        let cells = width::cells(self.text.slice(range.clone()), ambiguous) as u16;
        let content = match segment.shown {
            Some(shown) => PieceContent::Text(shown + range.start - segment.start..shown + range.end - segment.start),
            None => PieceContent::Decoration(self.text.part(range)),
        };
        line.pieces.push(LinePiece { x: line.cells, content });
        line.cells = line.cells.saturating_add(cells);
    }
}

impl PlacedLine {
    /// Moves its pieces to the right.
    pub(crate) fn shift(&mut self, cells: u16) {
        for piece in &mut self.pieces {
            piece.x = piece.x.saturating_add(cells);
        }
    }

    /// The range from the first text at or behind an offset to the end of the last.
    pub(crate) fn hull(&self, from: usize) -> Option<Range<usize>> {
        let ranges = self.pieces.iter().filter_map(|piece| match &piece.content {
            PieceContent::Text(range) if range.start >= from => Some(range.clone()),
            _ => None,
        });
        ranges.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
    }
}
