//! Sets one stretch of one part: its clusters graded, filled into lines, refined, and made into lines of the page with
//! what stands before and beside them. Remembers nothing.

use std::ops::Range;

use crate::{
    script::{Language, rendition::Shown},
    text::{Part, width},
    typeset::{
        Align, Divider, FilledLine, Line, LineRoom, Marker, Role, Setting,
        breaking::{CharClass, CharClasses, Cluster, Rules, graded_clusters},
        fill,
        part::{self, LayoutPart},
        refine,
        style::{Style, style},
    },
};

use super::stretch;

/// A part to set, with the parts around it, in a language.
pub(super) struct Setter<'a> {
    parts: &'a [LayoutPart],
    index: usize,
    part: &'a LayoutPart,
    shown: &'a Shown,
    setting: &'a Setting,
    language: Language,
}

impl<'a> Setter<'a> {
    /// A setter of the part with an index; `None` without such a part. `shown` is its text.
    pub(super) fn new(
        parts: &'a [LayoutPart],
        index: usize,
        shown: &'a Shown,
        setting: &'a Setting,
    ) -> Option<Setter<'a>> {
        let part = parts.get(index)?;
        Some(Setter { parts, index, part, shown, setting, language: setting.language.unwrap_or(shown.language) })
    }

    /// The lines of a stretch; none for one that does not exist.
    pub(super) fn set(&self, stretch: usize) -> Vec<Line> {
        let bounds = stretch::bounds(&self.shown.text, stretch);
        if stretch > 0 && bounds.is_empty() {
            return Vec::new();
        }
        let mut lines = Vec::new();
        if stretch == 0 {
            self.space_before(&mut lines);
        }
        if self.part.role == Role::Rule {
            lines.push(Line { range: bounds, ..self.rule() });
            return lines;
        }
        let style = style(self.parts, self.index, self.language, self.setting);
        let (clusters, filled) = self.fill(&self.shown.text[bounds.clone()], stretch, &style);
        // Bytes of the shown text from numbers of clusters.
        let offset =
            |cluster: usize| clusters.get(cluster).map_or(bounds.end, |cluster| bounds.start + cluster.start as usize);
        for (number, FilledLine { clusters: range, ink, cells }) in filled.into_iter().enumerate() {
            let first = stretch == 0 && number == 0;
            let cells = u16::try_from(cells).unwrap_or(u16::MAX);
            let free = self.measure().saturating_sub(style.left).saturating_sub(cells);
            let aligned = if style.align == Align::Centre { free / 2 } else { 0 };
            // A gap at the start of a line is not drawn, so it is none.
            let gaps = (ink.start + 1..ink.end).filter(|cluster| clusters[*cluster].gap).map(offset).collect();
            lines.push(Line {
                part: self.part.part,
                range: offset(range.start)..offset(range.end),
                ink: offset(ink.start)..offset(ink.end),
                indent: style.left + if first { style.first } else { 0 } + aligned,
                cells,
                gaps,
                role: self.part.role,
                marker: if first { style.marker } else { style.marker_after },
            });
        }
        lines
    }

    /// The clusters of a text and the lines that hold them.
    fn fill(&self, text: &str, stretch: usize, style: &Style) -> (Vec<Cluster>, Vec<FilledLine>) {
        let rules = Rules {
            // Preformatted text stands as it was written.
            autospace: self.setting.autospace && self.part.role != Role::Code,
            ..Rules::for_language(self.language, self.setting.level, self.setting.korean)
        };
        let mut clusters = graded_clusters(text, &rules, self.setting.ambiguous);
        if self.part.role == Role::Byline {
            refine::keep_fields_whole(&mut clusters);
        }
        // White space before a part is its author's indent; ours stands in its place.
        let skip = match self.part.role {
            Role::Code => 0,
            _ if stretch > 0 => 0,
            _ => clusters.iter().take_while(|cluster| cluster.class == CharClass::Space).count(),
        };
        let room = self.room(stretch, style, rules.hangs);
        let mut filled =
            if style.balance { refine::balance(&clusters, skip, room) } else { fill::fill(&clusters, skip, room) };
        if self.setting.widow {
            refine::avoid_widows(&clusters, &mut filled, room);
        }
        (clusters, filled)
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

    /// The blank lines and the label before the part.
    fn space_before(&self, lines: &mut Vec<Line>) {
        let Some(before) = self.index.checked_sub(1).map(|before| self.parts[before].role) else {
            return;
        };
        let setting = self.setting;
        let between = setting.paragraph_space.unwrap_or(u8::from(setting.indent_cells(self.language) == 0));
        for _ in 0..part::blank_lines(before, self.part.role, between, setting.divider) {
            lines.push(empty(self.part.part, Role::Blank));
        }
        if self.part.role == Role::Related && before != Role::Related {
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
    }
}
