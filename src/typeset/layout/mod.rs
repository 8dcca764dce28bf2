//! A laid-out article: every line of it at one setting, made when it is asked for. Nothing is laid out in advance and
//! nothing has to be thrown away when the setting changes; the last few stretches are remembered. `walk` moves in it.

mod stretch;
mod walk;

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};

use crate::{
    article::{Article, BlockKind},
    script::{
        Language,
        rendition::{Rendition, Shown},
    },
    text::{Part, width},
};

use crate::typeset::{
    Align, Divider, Filled, Line, Marker, Role, Room, Setting,
    breaking::{Kind, Kinds, Rules, breaks},
    fill, gaps, refine,
    style::style,
};

/// Stretches remembered.
const REMEMBERED: usize = 64;
/// Lines remembered in all of them, unless a single stretch has more.
const REMEMBERED_LINES: usize = 4096;

/// One part of the article.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Entry {
    pub part: Part,
    pub role: Role,
    pub kind: Option<BlockKind>,
}

/// The lines of a stretch of a part, with its key.
type Remembered = ((usize, usize), Arc<[Line]>);

/// An article at one setting.
#[derive(Debug)]
pub struct Layout {
    rendition: Arc<Rendition>,
    pub(super) entries: Arc<[Entry]>,
    setting: Setting,
    remembered: Mutex<Vec<Remembered>>,
}

impl Clone for Layout {
    fn clone(&self) -> Layout {
        self.with(self.setting.clone())
    }
}

impl Layout {
    /// The layout of an article in one of its renditions. Nothing is set yet.
    #[must_use]
    pub fn new(article: &Article, rendition: Arc<Rendition>, setting: Setting) -> Layout {
        let entry = |part| {
            let (role, kind) = gaps::role(article, part);
            Entry { part, role, kind }
        };
        let entries = rendition.parts().map(entry).collect();
        Layout { rendition, entries, setting, remembered: Mutex::default() }
    }

    /// The same article at another setting.
    #[must_use]
    pub fn with(&self, setting: Setting) -> Layout {
        let (rendition, entries) = (Arc::clone(&self.rendition), Arc::clone(&self.entries));
        Layout { rendition, entries, setting, remembered: Mutex::default() }
    }

    /// The setting.
    #[must_use]
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The text that the lines' ranges point into.
    #[must_use]
    pub fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    /// What is shown for the part with this index.
    pub(super) fn shown(&self, index: usize) -> Option<&Shown> {
        self.rendition.shown(self.entries.get(index)?.part)
    }

    /// How many stretches the part with this index has.
    pub(super) fn stretches(&self, index: usize) -> usize {
        self.shown(index).map_or(1, |shown| stretch::count(&shown.text))
    }

    /// The lines of a stretch; none for one that does not exist.
    pub(super) fn lines(&self, index: usize, stretch: usize) -> Arc<[Line]> {
        let key = (index, stretch);
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = remembered.iter().position(|(other, _)| *other == key) {
            let found = remembered.remove(at);
            let lines = Arc::clone(&found.1);
            remembered.push(found);
            return lines;
        }
        let lines: Arc<[Line]> = self.set(index, stretch).into();
        remembered.push((key, Arc::clone(&lines)));
        let mut total: usize = remembered.iter().map(|(_, lines)| lines.len()).sum();
        let mut forget = 0;
        while remembered.len() - forget > REMEMBERED || (total > REMEMBERED_LINES && remembered.len() - forget > 2) {
            total -= remembered[forget].1.len();
            forget += 1;
        }
        remembered.drain(..forget);
        lines
    }

    /// Which stretches are remembered, the last used last.
    #[cfg(test)]
    pub(super) fn remembered(&self) -> Vec<(usize, usize)> {
        self.remembered.lock().unwrap().iter().map(|(key, _)| *key).collect()
    }

    /// Sets a stretch.
    fn set(&self, index: usize, stretch: usize) -> Vec<Line> {
        let (Some(&entry), Some(shown)) = (self.entries.get(index), self.shown(index)) else {
            return Vec::new();
        };
        let bounds = stretch::bounds(&shown.text, stretch);
        if stretch > 0 && bounds.is_empty() {
            return Vec::new();
        }
        let language = self.setting.language.unwrap_or(shown.language);
        let style = style(&self.entries, index, language, &self.setting);
        let mut lines = Vec::new();
        if stretch == 0 {
            self.space_before(index, entry, language, &mut lines);
        }
        if entry.role == Role::Rule {
            lines.push(Line { range: bounds, ..self.rule(entry.part) });
            return lines;
        }

        let text = &shown.text[bounds.clone()];
        let rules = Rules {
            // Preformatted text stands as it was written.
            autospace: self.setting.autospace && entry.role != Role::Code,
            ..Rules::of(language, self.setting.level, self.setting.korean)
        };
        let mut units = breaks::units(text, &rules, self.setting.ambiguous);
        if entry.role == Role::Byline {
            refine::keep_fields(&mut units);
        }
        // White space before a part is its author's indent; ours stands in its place.
        let skip = match entry.role {
            Role::Code => 0,
            _ if stretch > 0 => 0,
            _ => units.iter().take_while(|unit| unit.kind == Kind::Space).count(),
        };
        let rest = self.measure() - style.left;
        let room = Room {
            first: usize::from(if stretch == 0 { rest - style.first } else { rest }),
            rest: usize::from(rest),
            hangs: if self.setting.hang { rules.hangs } else { Kinds::default() },
        };
        let mut filled =
            if style.balance { refine::balance(&units, skip, room) } else { fill::fill(&units, skip, room) };
        if self.setting.widow {
            refine::keep_company(&units, &mut filled, room);
        }

        let offset = |unit: usize| bounds.start + units.get(unit).map_or(text.len(), |unit| unit.start as usize);
        for (number, Filled { units: range, ink, cells }) in filled.into_iter().enumerate() {
            let first = stretch == 0 && number == 0;
            let cells = u16::try_from(cells).unwrap_or(u16::MAX);
            let free = self.measure().saturating_sub(style.left).saturating_sub(cells);
            let aligned = if style.align == Align::Centre { free / 2 } else { 0 };
            let gaps = (ink.start + 1..ink.end).filter(|unit| units[*unit].gap).map(offset).collect();
            lines.push(Line {
                part: entry.part,
                range: offset(range.start)..offset(range.end),
                ink: offset(ink.start)..offset(ink.end),
                indent: style.left + if first { style.first } else { 0 } + aligned,
                cells,
                gaps,
                role: entry.role,
                marker: if first { style.marker } else { style.marker_after },
            });
        }
        lines
    }

    /// The language a part is set in.
    #[must_use]
    pub fn language(&self, part: Part) -> Option<Language> {
        let found = || self.rendition.shown(part).map(|shown| shown.language);
        self.setting.language.or_else(found)
    }

    fn measure(&self) -> u16 {
        self.setting.measure.max(1)
    }

    fn rule(&self, part: Part) -> Line {
        let measure = self.measure();
        let cells = match self.setting.divider {
            Divider::Full => measure,
            Divider::Short => (measure / 3).max(measure.min(4)) / 2 * 2,
            Divider::Blank => 0,
        };
        Line { cells, indent: (measure - cells) / 2, ..empty(part, Role::Rule) }
    }

    /// The blank lines and the label before a part.
    fn space_before(&self, index: usize, entry: Entry, language: Language, lines: &mut Vec<Line>) {
        let Some(before) = index.checked_sub(1).map(|before| self.entries[before].role) else {
            return;
        };
        let between = self.setting.paragraph_space.unwrap_or(u8::from(self.setting.indent_cells(language) == 0));
        for _ in 0..gaps::blank_lines(before, entry.role, between, self.setting.divider) {
            lines.push(empty(entry.part, Role::Blank));
        }
        if entry.role == Role::Related && before != Role::Related {
            let label = gaps::related_label(language);
            let cells = width::cells(label, self.setting.ambiguous) as u16;
            // A label that does not fit is left out; it is no part of the article.
            if cells <= self.measure() {
                lines.push(Line { cells, ..empty(entry.part, Role::RelatedLabel(label)) });
            }
        }
    }
}

/// A line that holds no text, at the start of a part.
fn empty(part: Part, role: Role) -> Line {
    Line { part, range: 0..0, ink: 0..0, indent: 0, cells: 0, gaps: Box::default(), role, marker: Marker::None }
}
