//! The bases of one `<ruby>`, and which of them the next reading belongs to.
//!
//! A reading follows its base (`漢<rt>かん`), or all readings follow all bases (`<rb>漢<rb>字<rt>かん<rt>じ`). A second
//! row of readings (`<rtc>`) begins again at the first base. HTML Ruby Markup Extensions, 2.2.

use std::ops::Range;

/// Bases in bytes of the text of their unit.
#[derive(Debug, Default)]
pub(super) struct RubyBases {
    bases: Vec<Range<usize>>,
    /// The base that the next reading is for.
    next: usize,
    /// The start of the base that is being read.
    start: usize,
    /// True in a second row with one reading for all bases.
    spans_all: bool,
}

impl RubyBases {
    /// Begins a ruby, or goes on with one in a new unit.
    pub(super) fn begin(&mut self, at: usize) {
        *self = RubyBases { start: at, ..RubyBases::default() };
    }

    /// Ends a base at the end of a text.
    pub(super) fn end_base(&mut self, text: &str) {
        let base = text.get(self.start..).unwrap_or_default();
        if !base.trim().is_empty() {
            self.bases.push(self.start..text.len());
        }
        self.start = text.len();
    }

    /// Passes over text that is no base.
    pub(super) fn skip(&mut self, at: usize) {
        self.start = at;
    }

    /// Begins a second row of so many readings.
    pub(super) fn begin_row(&mut self, readings: usize) {
        self.next = 0;
        self.spans_all = readings <= 1;
    }

    /// The base of the next reading.
    pub(super) fn take(&mut self) -> Option<Range<usize>> {
        if self.spans_all {
            let all = self.bases.first()?.start..self.bases.last()?.end;
            return (std::mem::replace(&mut self.next, usize::MAX) == 0).then_some(all);
        }
        let base = self.bases.get(self.next).cloned()?;
        self.next += 1;
        Some(base)
    }
}
