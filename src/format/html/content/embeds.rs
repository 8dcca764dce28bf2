//! The pictures, media and notes of an article, by the text around them. They say nothing about where the article is, so
//! its text is chosen without those that have no words.

use super::{Boxes, KeptUnits};
use crate::format::html::{
    metadata::letters,
    tree::{NodeId, Tree},
    units::{Content, MarkKind, PageUnit, UnitKind},
};

/// `PageUnits` before the first paragraph among which the first picture may stand.
const MAX_LEAD: usize = 6;

/// Limit of the declared width or height of a sign of the site, in pixels.
const MAX_SIGN_PIXELS: u32 = 60;

/// Words in addresses of pictures that belong to the site.
#[rustfmt::skip]
const SITE: &[&str] = &[
    "logo", "icon", "icons", "avatar", "avatars", "gravatar", "qrcode", "qr", "erweima", "ewm", "sprite", "sprites", "btn",
    "button", "share", "arrow", "loading", "weixin", "wechat", "favicon", "ad", "ads", "advert", "banner", "app", "wx",
];

/// `PageUnits` without words, each with the number of units with words before it.
pub(crate) type Apart = Vec<(usize, PageUnit)>;

/// Takes the units without words, media and notes out of a list.
pub(crate) fn take_apart(units: Vec<PageUnit>) -> (Vec<PageUnit>, Apart) {
    let (mut seen, mut apart): (Vec<PageUnit>, Apart) = Default::default();
    for unit in units {
        let is_apart = match unit.kind {
            UnitKind::Media(_) | UnitKind::Note(_) => true,
            UnitKind::Image => unit.chars == 0,
            _ => false,
        };
        if is_apart {
            apart.push((seen.len(), unit));
        } else {
            seen.push(unit);
        }
    }
    (seen, apart)
}

/// The units of the article in their order: those of the body, and what stands among them.
pub(crate) fn put_together(
    tree: &Tree<'_>,
    seen: Vec<PageUnit>,
    apart: Apart,
    boxes: &Boxes,
    body: &KeptUnits,
    title: &str,
) -> Vec<PageUnit> {
    let mut is_kept = vec![false; seen.len()];
    body.body.iter().for_each(|index| is_kept[*index] = true);
    let ends = match (body.body.first(), body.body.last()) {
        (Some(first), Some(last)) => first.saturating_sub(MAX_LEAD)..last + 2,
        _ => 0..0,
    };
    let is_text: Vec<bool> = seen.iter().map(|unit| unit.kind != UnitKind::Image).collect();
    let stands = |index: &usize| is_text[*index];
    // A picture stands by a unit of the body, on one side or the other.
    let is_beside = |at: usize| {
        let before = (0..at).rev().take(MAX_LEAD).find(stands).is_some_and(|index| is_kept[index]);
        let after = (at..seen.len()).take(MAX_LEAD).find(stands).is_some_and(|index| is_kept[index]);
        before || after
    };
    let is_of_text =
        |at: usize, unit: &PageUnit| ends.contains(&at) && is_beside(at) && is_of_article(tree, unit, boxes);
    let also: Vec<bool> = (0..seen.len())
        .map(|index| is_kept[index] || seen[index].kind == UnitKind::Image && is_of_text(index, &seen[index]))
        .collect();
    let repeats: Vec<bool> = (0..seen.len())
        .map(|index| also[index] && !is_kept[index] && repeats_words(&seen, &also, index, title))
        .collect();
    let marks = seen.iter().zip(&also).filter(|(_, kept)| **kept).flat_map(|(unit, _)| &unit.marks);
    let notes: std::collections::HashSet<u32> =
        marks.filter_map(|mark| if let MarkKind::Note(note) = mark.kind { Some(note) } else { None }).collect();
    let mut apart: Vec<(usize, PageUnit)> = apart
        .into_iter()
        .filter(|(at, unit)| match unit.kind {
            UnitKind::Note(note) => notes.contains(&note),
            _ => is_of_text(*at, unit),
        })
        .collect();
    apart.reverse();
    let mut all = Vec::with_capacity(body.body.len() + apart.len());
    for (index, (unit, kept)) in seen.into_iter().zip(also).enumerate() {
        while let Some((_, unit)) = apart.pop_if(|(at, _)| *at <= index) {
            all.push(unit);
        }
        if kept && repeats[index] {
            all.push(PageUnit { text: String::new(), chars: 0, linked: 0, ..unit });
        } else if kept {
            all.push(unit);
        }
    }
    all.extend(apart.into_iter().rev().map(|(_, unit)| unit));
    all
}

/// True if the description of a picture is the title, or stands in the text beside it.
fn repeats_words(seen: &[PageUnit], also: &[bool], index: usize, title: &str) -> bool {
    const NEAR: usize = 2;
    let (own, title) = (letters(&seen[index].text), letters(title));
    let near = (index.saturating_sub(NEAR)..seen.len().min(index + NEAR + 1)).filter(|at| *at != index && also[*at]);
    own.is_empty()
        || own == title
        || own.chars().nth(5).is_some() && (title.contains(&own) || !title.is_empty() && own.contains(&title))
        || near
            .map(|at| letters(&seen[at].text))
            .any(|other| other == own || own.chars().nth(5).is_some() && other.contains(&own))
}

/// True if a picture or a medium stands in the article's box and is no sign of the site.
fn is_of_article(tree: &Tree<'_>, unit: &PageUnit, boxes: &Boxes) -> bool {
    let inside = unit.node >= boxes.root && unit.node < tree.node(boxes.root).end;
    let is_noise = |id: NodeId| boxes.noise[id as usize];
    if !inside || is_noise(unit.node) || is_noise(unit.first) {
        return false;
    }
    let Content::Pictures(pictures) = &unit.content else { return true };
    let size = |name| tree.attribute(unit.first, name).and_then(|size| size.trim().trim_end_matches("px").parse().ok());
    let is_small = |size: Option<u32>| size.is_some_and(|size| size <= MAX_SIGN_PIXELS);
    let is_of_site = |address: &str| {
        let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        path.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| SITE.contains(&word))
    };
    let is_sign = is_small(size("width"))
        || is_small(size("height"))
        || tree.has_class(unit.first, |class| SITE.contains(&class));
    !is_sign && (unit.captioned || !pictures.iter().all(|picture| is_of_site(&picture.address)))
}
