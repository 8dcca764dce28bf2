//! The pictures and the caption of one figure, joined to one unit.

use super::unit::{Content, PageUnit, UnitKind, UnitMark};

/// Limit of the units of a figure; a box around a whole page is none.
const MAX_FIGURE_UNITS: usize = 1000;

/// Joins the units of a figure that begin at `start`: its pictures take its caption. A caption without a picture names the
/// sound or the film of the figure, and stands for itself if there is none.
pub(super) fn join(units: &mut Vec<PageUnit>, start: usize) {
    let is_free = |unit: &PageUnit| unit.kind == UnitKind::Image && !unit.captioned;
    let inner = units.get(start..).filter(|inner| inner.len() <= MAX_FIGURE_UNITS).unwrap_or_default();
    let Some(at) = inner.iter().position(|unit| unit.kind == UnitKind::Caption) else { return };
    let target = inner
        .iter()
        .position(is_free)
        .or_else(|| inner.iter().position(|unit| matches!(unit.kind, UnitKind::Media(_)) && !unit.captioned));
    let Some(target) = target.map(|index| index + start) else { return };
    let mut rest: Vec<PageUnit> = units.drain(start..).collect();
    let mut joined = PageUnit { captioned: true, ..rest[target - start].clone() };
    let caption = &rest[at];
    (joined.linked, joined.bold, joined.link) = (caption.linked, caption.bold, caption.link);
    (joined.text, joined.chars, joined.marks) = (String::new(), 0, Vec::new());
    let mut pictures: Vec<_> = Vec::new();
    for unit in &mut rest {
        match (&unit.kind, &mut unit.content) {
            (UnitKind::Image, Content::Pictures(own)) if !unit.captioned => pictures.append(own),
            (UnitKind::Caption, _) => {
                if !joined.text.is_empty() {
                    joined.text.push('\n');
                }
                let from = joined.text.len();
                joined.text.push_str(&unit.text);
                joined.chars += unit.chars;
                let moved = unit.marks.drain(..).map(|mark| UnitMark {
                    start: mark.start + from,
                    end: mark.end + from,
                    ..mark
                });
                joined.marks.extend(moved);
            }
            _ => {}
        }
    }
    if joined.kind == UnitKind::Image {
        joined.content = Content::Pictures(pictures);
    }
    let mut joined = Some(joined);
    for (index, unit) in rest.into_iter().enumerate() {
        if index + start == target {
            units.extend(joined.take());
        } else if unit.kind != UnitKind::Caption && !is_free(&unit) {
            units.push(unit);
        }
    }
}
