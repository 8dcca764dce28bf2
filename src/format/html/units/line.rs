//! The unit that is being read: its text as it gathers, the marks that are open over it, and the shares of links and
//! bold words in it.
//!
//! A mark begins and ends where the text is, in bytes of the folded text; white space at its edges is cut off. Nothing is
//! marked twice: bold in bold is one mark, and a link in a link interrupts the outer one. So a paragraph break in the
//! middle of any nesting closes and opens few marks, and elements without end cost no more than others.

use super::{
    inline_text::InlineText,
    unit::{MarkKind, PageUnit, UnitKind, UnitMark},
};
use crate::{
    article::{MAX_SPANS, SpanKind},
    format::html::tree::NodeId,
};

/// Marks before the end of the list among which one may be that a new mark goes on with.
const NEAR_MARKS: usize = 4;

/// A mark whose end has not come.
#[derive(Debug)]
struct OpenMark {
    kind: MarkKind,
    /// Its first byte; `None` while an inner mark of its kind stands in its place.
    start: Option<usize>,
}

/// The text of one unit and its marks.
#[derive(Debug, Default)]
pub(super) struct UnitLine {
    pub(super) text: InlineText,
    open: Vec<OpenMark>,
    marks: Vec<UnitMark>,
    /// Marks beyond [`MAX_SPANS`] of their unit, of all units so far.
    pub(super) beyond: usize,
    /// The node it begins with.
    pub(super) first: NodeId,
    linked: u32,
    bold: u32,
    link: Option<NodeId>,
}

/// The parts of a unit that has ended.
pub(super) struct EndedLine {
    pub(super) text: String,
    pub(super) chars: u32,
    pub(super) marks: Vec<UnitMark>,
    pub(super) first: NodeId,
    pub(super) linked: u32,
    pub(super) bold: u32,
    pub(super) link: Option<NodeId>,
}

impl EndedLine {
    /// The line as a unit.
    pub(super) fn into_unit(self, kind: UnitKind, node: NodeId, quoted: u8) -> PageUnit {
        let EndedLine { text, chars, marks, first, linked, bold, link } = self;
        PageUnit { text, chars, linked, bold, link, quoted, marks, ..PageUnit::empty(kind, node, first) }
    }
}

impl UnitLine {
    /// Bytes of text so far.
    pub(super) fn len(&self) -> usize {
        self.text.text.len()
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text.text
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.text.is_empty()
    }

    /// Opens a mark; false if one of its kind is open that says as much.
    pub(super) fn open(&mut self, kind: MarkKind) -> bool {
        let start = Some(self.len());
        match kind {
            MarkKind::Span(_) if self.open.iter().any(|mark| mark.kind == kind) => return false,
            MarkKind::Link(_) | MarkKind::Note(_) => self.interrupt_link(),
            MarkKind::Span(_) => {}
        }
        self.open.push(OpenMark { kind, start });
        true
    }

    /// Ends the link that is open, for another one within it.
    fn interrupt_link(&mut self) {
        let is_link = |mark: &&mut OpenMark| !matches!(mark.kind, MarkKind::Span(_)) && mark.start.is_some();
        let Some(outer) = self.open.iter_mut().rev().find(is_link) else { return };
        let (kind, start) = (outer.kind.clone(), outer.start.take().unwrap_or_default());
        self.add(start..self.len(), kind);
    }

    /// Closes the mark that was opened last.
    pub(super) fn close(&mut self) {
        let Some(mark) = self.open.pop() else { return };
        let is_link = !matches!(mark.kind, MarkKind::Span(_));
        if let Some(start) = mark.start {
            self.add(start..self.len(), mark.kind);
        }
        if is_link {
            let len = self.len();
            let outer = self.open.iter_mut().rev().find(|mark| !matches!(mark.kind, MarkKind::Span(_)));
            if let Some(outer) = outer.filter(|outer| outer.start.is_none()) {
                outer.start = Some(len);
            }
        }
    }

    /// Adds the reading of a base. A base that an element cuts in two is the part that is whole.
    pub(super) fn add_reading(&mut self, mut base: std::ops::Range<usize>, reading: String) {
        let inner = self.open.iter().filter_map(|mark| mark.start).filter(|start| *start < base.end).max();
        base.start = base.start.max(inner.unwrap_or(0));
        for mark in self.marks.iter().rev().take(NEAR_MARKS * 2) {
            if mark.start < base.start && base.start < mark.end && mark.end < base.end {
                base.start = mark.end;
            } else if base.start < mark.start && mark.start < base.end && base.end < mark.end {
                base.end = mark.start;
            }
        }
        self.add(base, MarkKind::Span(SpanKind::Ruby { reading }));
    }

    /// Adds a mark over a range without the white space at its edges. It goes on with a mark like it that ends there.
    pub(super) fn add(&mut self, range: std::ops::Range<usize>, kind: MarkKind) {
        let text = self.text.text.get(range.clone()).unwrap_or_default();
        let end = range.start + text.trim_end().len();
        let start = range.start + text.len() - text.trim_start().len();
        if start >= end {
            return;
        }
        // A mark that is open must not begin in the middle of another.
        let inner = self.open.iter().filter_map(|mark| mark.start).max().unwrap_or(0);
        let is_before = |mark: &&mut UnitMark| mark.end == start && mark.start >= inner && mark.kind == kind;
        let joins = !matches!(kind, MarkKind::Span(SpanKind::Ruby { .. }) | MarkKind::Note(_));
        if joins && let Some(before) = self.marks.iter_mut().rev().take(NEAR_MARKS).find(is_before) {
            before.end = end;
        } else if self.marks.len() < MAX_SPANS {
            self.marks.push(UnitMark { start, end, kind });
        } else {
            self.beyond += 1;
        }
    }

    /// Counts characters that have come since there were `before`, in a link or in bold.
    pub(super) fn count(&mut self, before: u32, link: Option<NodeId>, bold: bool) {
        let more = self.text.chars - before.min(self.text.chars);
        if more == 0 {
            return;
        }
        if link.is_some() {
            self.linked += more;
            self.link = link;
        }
        if bold {
            self.bold += more;
        }
    }

    /// Ends the unit. The marks that are open go on in the next one.
    pub(super) fn end(&mut self) -> EndedLine {
        // As when they are closed one by one: the inner ones first.
        for index in (0..self.open.len()).rev() {
            let mark = &mut self.open[index];
            let Some(start) = mark.start else { continue };
            mark.start = Some(0);
            let kind = mark.kind.clone();
            self.add(start..self.len(), kind);
        }
        let text = std::mem::take(&mut self.text);
        EndedLine {
            text: text.text,
            chars: text.chars,
            marks: std::mem::take(&mut self.marks),
            first: self.first,
            linked: std::mem::take(&mut self.linked),
            bold: std::mem::take(&mut self.bold),
            link: self.link.take(),
        }
    }
}
