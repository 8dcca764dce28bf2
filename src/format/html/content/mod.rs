//! The element of a page that holds its article: the one of the highest score, its running text minus its boilerplate.
//!
//! Every unit has a value, running text its length, menus and links a cost. The sum over a box and all in it is one pass
//! from the last node to the first, because a box stands before its content.

pub(crate) mod embeds;
pub(crate) mod keep;
mod noise;

pub(crate) use keep::KeptUnits;
pub(crate) use noise::is_worded_noise;

use crate::format::html::{
    tree::{HtmlTag, NodeId, Tree},
    units::{PageUnit, UnitKind, each},
};
use crate::format::page::ends_sentence;
use noise::{is_named_content, is_named_noise, noise_work};

/// Properties of the boxes of a page.
pub(crate) struct Boxes {
    /// True for each node that is named, or stands in a box that is named, as something else than an article.
    pub(crate) noise: Vec<bool>,
    /// The box that holds the article.
    pub(crate) root: NodeId,
}

/// Finds the article of a page.
pub(crate) fn find_boxes(tree: &Tree<'_>, units: &[PageUnit]) -> Boxes {
    let mut good = vec![0_i64; tree.nodes.len()];
    for unit in each(tree, units) {
        good[unit.node as usize] += prose(unit);
    }
    add_up(tree, &mut good);
    let whole = good[0];
    let mut noise = vec![false; tree.nodes.len()];
    for id in tree.ids().skip(1) {
        let node = tree.node(id);
        // A name that would condemn most of the page's text is about something else.
        let small = good[id as usize] * 2 < whole || whole == 0;
        noise[id as usize] = noise[node.parent as usize]
            || small && !node.tag.is_inline() && is_named_noise(tree, id) && !is_named_content(tree, id)
            || small && node.tag == HtmlTag::Inline && !tree.text(id).is_empty() && is_named_noise(tree, id);
    }
    let mut sums = vec![0_i64; tree.nodes.len()];
    let units = each(tree, units).take_while(|unit| tree.stop.go_on_after(noise_work(unit.text.len(), unit.chars)));
    for unit in units {
        sums[unit.node as usize] += value(unit, noise[unit.node as usize] || noise[unit.first as usize]);
    }
    add_up(tree, &mut sums);
    let mut root = 0;
    let mut most = i64::MIN;
    for id in tree.ids() {
        let tag = tree.node(id).tag;
        if tag.is_inline()
            || matches!(tag, HtmlTag::Cell | HtmlTag::Row | HtmlTag::P | HtmlTag::Li) && sums[id as usize] < 40
        {
            continue;
        }
        let sum = sums[id as usize];
        let named = is_named_content(tree, id);
        let sum = if named && sum > 0 { sum + sum / 5 } else { sum };
        // Of boxes worth the same the inner one is closer.
        if sum >= most {
            most = sum;
            root = id;
        }
    }
    Boxes { noise, root }
}

fn add_up(tree: &Tree<'_>, sums: &mut [i64]) {
    for id in (1..tree.nodes.len()).rev() {
        let parent = tree.nodes[id].parent as usize;
        sums[parent] += sums[id];
    }
}

/// The part of a unit that is running text.
pub(crate) fn prose(unit: &PageUnit) -> i64 {
    let free = i64::from(unit.chars) - i64::from(unit.linked);
    let running = matches!(
        unit.kind,
        UnitKind::Text | UnitKind::Quote | UnitKind::Item(_) | UnitKind::Code | UnitKind::Definition
    );
    if running && free >= 12 && unit.linked * 2 <= unit.chars && has_marks(&unit.text) { free } else { 0 }
}

/// True if a text has the marks of a sentence.
fn has_marks(text: &str) -> bool {
    ends_sentence(text)
        || text.contains(['，', '。', '、', '；', '！', '？'])
        || text.contains(", ")
        || text.contains(". ")
}

fn value(unit: &PageUnit, noise: bool) -> i64 {
    let chars = i64::from(unit.chars);
    if noise {
        return -chars.min(30);
    }
    if is_worded_noise(&unit.text, unit.chars) {
        return -chars.min(40);
    }
    if unit.linked * 2 > unit.chars {
        return -(chars.min(40) / 2 + 4);
    }
    match unit.kind {
        UnitKind::Rule
        | UnitKind::Image
        | UnitKind::Caption
        | UnitKind::Media(_)
        | UnitKind::Note(_)
        | UnitKind::Term
        | UnitKind::Heading(_) => 0,
        UnitKind::Table => chars.min(60) / 2,
        _ if prose(unit) > 0 => prose(unit),
        _ if chars < 8 => -3,
        _ if chars < 20 => 0,
        _ => chars / 4,
    }
}
