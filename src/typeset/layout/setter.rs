//! Sets one stretch of one part: its clusters graded, filled into lines, refined, and made into lines of the page with
//! what stands before and beside them. Remembers nothing.

use std::{borrow::Cow, ops::Range, sync::Arc};

use crate::{
    article::{Block, BlockKind},
    script::{
        Language,
        rendition::{Rendition, Shown},
    },
    text::{Part, width},
    typeset::{
        Align, Divider, FilledLine, Line, LinePiece, LineRoom, Marker, PieceContent, Role, Setting, beside,
        breaking::{CharClass, CharClasses, Cluster, Rules, graded_clusters},
        composite::Composite,
        fill, frame,
        part::{self, LayoutPart},
        refine,
        ruby::{self, RubyUnit},
        style::{self, Style, style},
        table::{Fit, TablePlan, TableSetter},
    },
};

use super::stretch;

/// A part to set, with the parts around it, in a language.
pub(super) struct Setter<'a> {
    parts: &'a [LayoutPart],
    index: usize,
    part: &'a LayoutPart,
    rendition: &'a Rendition,
    shown: &'a Shown,
    outer: &'a Setting,
    /// The setting inside of the quotations around the part.
    setting: Cow<'a, Setting>,
    /// Cells that these quotations take.
    frame: u16,
    language: Language,
}

impl<'a> Setter<'a> {
    /// A setter of the part with an index; `None` without such a part.
    pub(super) fn new(
        parts: &'a [LayoutPart],
        index: usize,
        rendition: &'a Rendition,
        setting: &'a Setting,
    ) -> Option<Setter<'a>> {
        let part = parts.get(index)?;
        let shown = rendition.shown(part.part)?;
        let frame = frame::cells(part.quoted, setting);
        let language = setting.language.unwrap_or(shown.language);
        let inside = frame::inside(setting, frame);
        Some(Setter { parts, index, part, rendition, shown, outer: setting, setting: inside, frame, language })
    }

    fn block(&self) -> Option<&'a Block> {
        self.rendition.block(self.part.part)
    }

    /// The plan of the part as a table, if it is one.
    pub(super) fn table(&self) -> Option<TablePlan> {
        match &self.block()?.kind {
            BlockKind::Table { rows } => TablePlan::new(rows, self.shown, self.fit()),
            _ => None,
        }
    }

    fn fit(&self) -> Fit {
        Fit { measure: self.measure(), ambiguous: self.setting.ambiguous, language: self.language }
    }

    /// The lines of a stretch, of a table by its plan; none for one that does not exist.
    pub(super) fn set(&self, stretch: usize, table: Option<&Arc<TablePlan>>) -> Vec<Line> {
        let mut lines = Vec::new();
        if stretch == 0 {
            self.space_before(&mut lines);
        }
        let before = lines.len();
        match (self.block().map(|block| &block.kind), table) {
            (Some(BlockKind::Table { rows }), Some(plan)) => {
                let rules = self.rules();
                let (part, fit) = (self.part.part, self.fit());
                lines.extend(TableSetter { plan, rows, shown: self.shown, part, rules, fit }.set(stretch));
            }
            (Some(kind @ (BlockKind::Figure { .. } | BlockKind::Media { .. })), _) => {
                self.set_beside(kind, stretch, &mut lines);
            }
            // A table whose text is not that of its rows.
            (Some(BlockKind::Table { .. }), None) => self.set_text(Role::Text, stretch, &mut lines),
            _ => self.set_text(self.part.role, stretch, &mut lines),
        }
        for line in &mut lines[before..] {
            frame::put_around(line, self.frame, self.outer);
        }
        lines
    }

    /// The lines of running text.
    fn set_text(&self, role: Role, stretch: usize, lines: &mut Vec<Line>) {
        let bounds = stretch::bounds(&self.shown.text, stretch);
        if stretch > 0 && bounds.is_empty() {
            return;
        }
        if role == Role::Rule {
            return lines.push(Line { range: bounds, ..self.rule() });
        }
        let style = style(self.parts, self.index, self.language, &self.setting);
        let (clusters, filled, units) = self.fill(&bounds, stretch, &style);
        // Bytes of the shown text from numbers of clusters.
        let offset =
            |cluster: usize| clusters.get(cluster).map_or(bounds.end, |cluster| bounds.start + cluster.start as usize);
        for (number, FilledLine { clusters: range, ink, cells }) in filled.into_iter().enumerate() {
            let first = stretch == 0 && number == 0;
            let cells = u16::try_from(cells).unwrap_or(u16::MAX);
            let free = self.measure().saturating_sub(style.left).saturating_sub(cells);
            let aligned = if style.align == Align::Centre { free / 2 } else { 0 };
            let indent = style.left + if first { style.first } else { 0 } + aligned;
            // A gap at the start of a line is not drawn, so it is none.
            let gaps = (ink.start + 1..ink.end).filter(|cluster| clusters[*cluster].gap);
            let gaps = if units.is_empty() {
                gaps.map(offset).collect()
            } else {
                let room = (indent, self.measure());
                let placed = ruby::row(&units, &clusters, &ink, room, self.setting.ambiguous);
                if !placed.is_empty() {
                    lines.push(self.readings(offset(range.start), placed));
                }
                let mut gaps: Vec<usize> = gaps.chain(ruby::gaps(&units, ink.clone())).map(offset).collect();
                gaps.sort_unstable();
                gaps.into()
            };
            lines.push(Line {
                part: self.part.part,
                range: offset(range.start)..offset(range.end),
                ink: offset(ink.start)..offset(ink.end),
                indent,
                cells,
                gaps,
                role,
                marker: if first { style.marker } else { style.marker_after },
                placed: if first { self.label(indent) } else { Box::default() },
            });
        }
    }

    /// The row of readings above a line that begins at an offset.
    fn readings(&self, offset: usize, placed: Vec<LinePiece>) -> Line {
        let end = |piece: &LinePiece| match &piece.content {
            PieceContent::Decoration(reading) => piece.x + width::cells(reading, self.setting.ambiguous) as u16,
            _ => piece.x,
        };
        let (cells, nothing) = (placed.last().map_or(0, end), offset..offset);
        let line = empty(self.part.part, Role::Ruby);
        Line { range: nothing.clone(), ink: nothing, cells, placed: placed.into(), ..line }
    }

    /// The label of a note in an indent.
    fn label(&self, indent: u16) -> Box<[LinePiece]> {
        let Some(label) = self.part.label.as_ref() else { return Box::default() };
        match indent.checked_sub(style::label_cells(label, self.setting.ambiguous)) {
            Some(x) => Box::new([LinePiece { x, content: PieceContent::Decoration(label.clone()) }]),
            None => Box::default(),
        }
    }

    /// The lines of text with words beside it, such as the word for a picture.
    fn set_beside(&self, kind: &BlockKind, stretch: usize, lines: &mut Vec<Line>) {
        let bounds = stretch::bounds(&self.shown.text, stretch);
        if stretch > 0 && bounds.is_empty() {
            return;
        }
        let ends = (stretch == 0, bounds.end == self.shown.text.len());
        let mut text = Composite::default();
        match kind {
            BlockKind::Figure { images } if stretch == 0 => {
                let stored = self.block().map_or("", |block| &block.text);
                let beside = |alt: &str| self.rendition.shown_beside(self.part.part, alt);
                beside::figure(&mut text, images, stored, self.shown, bounds.clone(), self.language, beside);
            }
            BlockKind::Media { media, length, .. } => {
                beside::media(&mut text, *media, *length, self.shown, bounds.clone(), ends, self.language);
            }
            _ => text.push_shown(&self.shown.text, bounds.clone()),
        }
        let measure = usize::from(self.measure());
        let room = LineRoom { first: measure, rest: measure, hangs: CharClasses::default() };
        let set = text.lines(&self.rules(), self.setting.ambiguous, room);
        // From the last line back, so that a line without text of the article ends where the next one begins.
        let (mut end, from) = (bounds.end, lines.len());
        let count = set.len();
        for (number, line) in set.into_iter().enumerate().rev() {
            let ink = line.hull(0);
            let start = if number == 0 { bounds.start } else { ink.clone().map_or(end, |ink| ink.start) };
            let ink = ink.unwrap_or(start..start);
            lines.push(Line {
                range: start..end,
                ink,
                cells: line.cells,
                placed: line.pieces.into(),
                ..empty(self.part.part, self.part.role)
            });
            end = start;
        }
        debug_assert_eq!(lines.len(), from + count);
        lines[from..].reverse();
    }

    fn rules(&self) -> Rules {
        Rules {
            // Preformatted text stands as it was written.
            autospace: self.setting.autospace && !matches!(self.part.role, Role::Code | Role::Math),
            ..Rules::for_language(self.language, self.setting.level, self.setting.korean)
        }
    }

    /// The clusters of a stretch of the text, the lines that hold them, and the readings above them.
    fn fill(
        &self,
        bounds: &Range<usize>,
        stretch: usize,
        style: &Style,
    ) -> (Vec<Cluster>, Vec<FilledLine>, Vec<RubyUnit>) {
        let rules = self.rules();
        let mut clusters = graded_clusters(&self.shown.text[bounds.clone()], &rules, self.setting.ambiguous);
        if self.part.role == Role::Byline {
            refine::keep_fields_whole(&mut clusters);
        }
        if !self.shown.readings.is_empty() {
            ruby::keep_with_base(&mut clusters, &self.shown.readings, bounds);
        }
        let units = if self.shown.readings_above {
            let (spans, measure) = (&self.shown.spans, self.measure().saturating_sub(style.left + style.first).max(1));
            ruby::units(&mut clusters, spans, bounds, measure, self.setting.ambiguous)
        } else {
            Vec::new()
        };
        // White space before a part is its author's indent; ours stands in its place.
        let skip = match self.part.role {
            Role::Code | Role::Math => 0,
            _ if stretch > 0 => 0,
            _ => clusters.iter().take_while(|cluster| cluster.class == CharClass::Space).count(),
        };
        let room = self.room(stretch, style, rules.hangs);
        let mut filled =
            if style.balance { refine::balance(&clusters, skip, room) } else { fill::fill(&clusters, skip, room) };
        if self.setting.widow {
            refine::avoid_widows(&clusters, &mut filled, room);
        }
        (clusters, filled, units)
    }

    fn room(&self, stretch: usize, style: &Style, hangs: CharClasses) -> LineRoom {
        let rest = self.measure() - style.left;
        LineRoom {
            first: usize::from(if stretch == 0 { rest - style.first } else { rest }),
            rest: usize::from(rest),
            hangs: if self.setting.hang { hangs } else { CharClasses::default() },
        }
    }

    fn measure(&self) -> u16 {
        self.setting.measure.max(1)
    }

    fn rule(&self) -> Line {
        let measure = self.measure();
        let cells = match self.setting.divider {
            Divider::Full => measure,
            Divider::Short => (measure / 3).max(measure.min(4)) / 2 * 2,
            Divider::Blank => 0,
        };
        Line { cells, indent: (measure - cells) / 2, ..empty(self.part.part, Role::Rule) }
    }

    /// The blank lines and the label before the part. In a quotation that goes on its bars do.
    fn space_before(&self, lines: &mut Vec<Line>) {
        let Some(before) = self.index.checked_sub(1).map(|before| &self.parts[before]) else {
            return;
        };
        let setting = self.outer;
        let between = setting.paragraph_space.unwrap_or(u8::from(setting.indent_cells(self.language) == 0));
        // A quotation has a bar of its own besides those that it stands within.
        let bars = |part: &LayoutPart| part.quoted.saturating_add(u8::from(part.role == Role::Quote));
        let frame = frame::cells(bars(before).min(bars(self.part)), setting);
        for _ in 0..part::blank_lines(before, self.part, between, setting.divider) {
            let mut line = empty(self.part.part, Role::Blank);
            frame::put_around(&mut line, frame, setting);
            lines.push(line);
        }
        if self.part.role == Role::Related && before.role != Role::Related {
            let label = part::related_label(self.language);
            let cells = width::cells(label, setting.ambiguous) as u16;
            // A label that does not fit is left out; it is no part of the article.
            if cells <= self.measure() {
                lines.push(Line { cells, ..empty(self.part.part, Role::RelatedLabel(label)) });
            }
        }
    }
}

/// A line that holds no text, at the start of a part.
fn empty(part: Part, role: Role) -> Line {
    let nothing: Range<usize> = 0..0;
    Line {
        part,
        range: nothing.clone(),
        ink: nothing,
        indent: 0,
        cells: 0,
        gaps: Box::default(),
        role,
        marker: Marker::None,
        placed: Box::default(),
    }
}
