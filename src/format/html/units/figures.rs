//! The pictures and the caption of one figure, joined to one unit.

use super::unit::{Content, PageUnit, UnitKind, UnitMark};

/// Limit of the units of a figure; a box around a whole page is none.
const MAX_FIGURE_UNITS: usize = 1000;

/// Joins the units of a figure that begin at `start`: its pictures take its caption, and stand where that does, so that no
/// words change their order. A caption without a picture names the sound or the film of the figure that has no title, and
/// stands for itself if there is none.
pub(super) fn join(units: &mut Vec<PageUnit>, start: usize) {
    let is_picture = |unit: &PageUnit| unit.kind == UnitKind::Image && !unit.captioned;
    let is_medium =
        |unit: &PageUnit| matches!(unit.kind, UnitKind::Media(_)) && unit.text.is_empty() && !unit.captioned;
    let is_caption = |unit: &PageUnit| unit.kind == UnitKind::Caption;
    let inner = units.get(start..).filter(|inner| inner.len() <= MAX_FIGURE_UNITS).unwrap_or_default();
    let Some(at) = inner.iter().position(is_caption) else { return };
    let Some(target) = inner.iter().position(is_picture).or_else(|| inner.iter().position(is_medium)) else { return };
    // A caption of several paragraphs, with or without pictures between.
    let is_part = |unit: &&PageUnit| is_caption(unit) || is_picture(unit);
    let end = at + inner[at..].iter().take_while(is_part).count();
    let rest: Vec<PageUnit> = units.drain(start..).collect();
    let of_pictures = rest[target].kind == UnitKind::Image;
    let mut joined = PageUnit {
        kind: rest[target].kind,
        content: rest[target].content.clone(),
        captioned: true,
        quoted: rest[target].quoted,
        ..PageUnit::empty(UnitKind::Image, rest[target].node, rest[target].first)
    };
    let mut pictures: Vec<_> = Vec::new();
    let mut place = units.len();
    for (index, unit) in rest.into_iter().enumerate() {
        if index == at {
            place = units.len();
        }
        if (at..end).contains(&index) && is_caption(&unit) {
            add_words(&mut joined, unit);
        } else if of_pictures && is_picture(&unit) {
            if let Content::Pictures(own) = unit.content {
                pictures.extend(own);
            }
        } else if of_pictures || index != target {
            units.push(unit);
        }
    }
    if of_pictures {
        joined.content = Content::Pictures(pictures);
    }
    units.insert(place, joined);
}

/// Adds a paragraph of a caption.
fn add_words(joined: &mut PageUnit, caption: PageUnit) {
    if !joined.text.is_empty() {
        joined.text.push('\n');
    }
    let from = joined.text.len();
    joined.text.push_str(&caption.text);
    joined.chars += caption.chars;
    joined.linked += caption.linked;
    joined.bold += caption.bold;
    joined.link = caption.link.or(joined.link);
    let moved =
        caption.marks.into_iter().map(|mark| UnitMark { start: mark.start + from, end: mark.end + from, ..mark });
    joined.marks.extend(moved);
}
