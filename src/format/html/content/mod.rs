//! The element of a page that holds its article: the one of the highest score, its running text minus its boilerplate.
//!
//! Every unit has a value, running text its length, menus and links a cost. The sum over a box and all in it is one pass
//! from the last node to the first, because a box stands before its content.

mod doubles;
pub(crate) mod embeds;
pub(crate) mod keep;
mod noise;
mod related;

pub(crate) use keep::KeptUnits;
pub(crate) use noise::is_worded_noise;

use crate::format::html::{
    tree::{HtmlTag, NodeId, Tree},
    units::{PageUnit, UnitKind, each},
};
use crate::format::page::ends_sentence;
use noise::{NoiseSign, SIGN_COUNT, is_named_content, noise_signs, noise_work};

/// Properties of the boxes of a page.
pub(crate) struct Boxes {
    /// True for each node that is named, or stands in a box that is named, as something else than an article.
    pub(crate) noise: Vec<bool>,
    /// The box that holds the article.
    pub(crate) root: NodeId,
    /// Running text of each node that is neither named nor worded as noise.
    pub(crate) clean: Vec<i64>,
}

/// Finds the article of a page.
pub(crate) fn find_boxes(tree: &Tree<'_>, units: &[PageUnit]) -> Boxes {
    let mut running = vec![0_i64; tree.nodes.len()];
    for unit in each(tree, units) {
        running[unit.node as usize] += prose(unit);
    }
    add_up(tree, &mut running);
    let noise = named_noise(tree, &running);
    let (mut sums, mut clean) = (vec![0_i64; tree.nodes.len()], vec![0_i64; tree.nodes.len()]);
    let units = each(tree, units).take_while(|unit| tree.stop.go_on_after(noise_work(unit.text.len(), unit.chars)));
    for unit in units {
        let (node, is_noise) = (unit.node as usize, noise[unit.node as usize] || noise[unit.first as usize]);
        let value = value(unit, is_noise);
        sums[node] += value;
        clean[node] += if value > 0 && !is_noise { prose(unit) } else { 0 };
    }
    add_up(tree, &mut sums);
    add_up(tree, &mut clean);
    let root = widened(tree, best_box(tree, &sums), &clean);
    Boxes { noise, root, clean }
}

/// True for every node that stands in a box that is named as something else than an article. A sign condemns nothing if
/// all the elements that have it hold most of the page's running text: it means something else on that page.
fn named_noise(tree: &Tree<'_>, running: &[i64]) -> Vec<bool> {
    let whole = running[0];
    let mut of_nodes: Vec<(NodeId, NoiseSign)> = Vec::new();
    let (mut held, mut ends) = (vec![0_i64; SIGN_COUNT], vec![0; SIGN_COUNT]);
    let mut signs = Vec::new();
    for id in tree.ids().skip(1) {
        let tag = tree.node(id).tag;
        let is_named_text = tag == HtmlTag::Inline && !tree.text(id).is_empty();
        if tag.is_inline() && !is_named_text {
            continue;
        }
        noise_signs(tree, id, &mut signs);
        if signs.is_empty() || is_named_content(tree, id) {
            continue;
        }
        for sign in &signs {
            of_nodes.push((id, *sign));
            // An element inside another with the same sign is counted with that.
            if ends[sign.index()] <= id {
                ends[sign.index()] = tree.node(id).end;
                held[sign.index()] += running[id as usize];
            }
        }
    }
    let condemns = |sign: NoiseSign| {
        let most = if sign.is_strong() { whole * 85 / 100 } else { whole / 2 };
        whole == 0 || held[sign.index()] < most.max(1)
    };
    let mut noise = vec![false; tree.nodes.len()];
    for (id, sign) in of_nodes {
        noise[id as usize] |= condemns(sign);
    }
    for id in tree.ids().skip(1) {
        noise[id as usize] |= noise[tree.node(id).parent as usize];
    }
    noise
}

/// The box of the highest sum.
fn best_box(tree: &Tree<'_>, sums: &[i64]) -> NodeId {
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
    root
}

/// A box that holds at least half of the page's clean running text: the given one, or else the deepest that does, and its
/// parents while each adds a tenth. Menus and lists in between lower a sum; they do not make the text another.
fn widened(tree: &Tree<'_>, root: NodeId, clean: &[i64]) -> NodeId {
    let whole = clean[0];
    if clean[root as usize] * 2 >= whole {
        return root;
    }
    let holds_half = |id: &NodeId| !tree.node(*id).tag.is_inline() && clean[*id as usize] * 2 >= whole;
    // Only one chain of boxes can hold half each; the deepest of them comes last.
    let mut wide = tree.ids().filter(holds_half).last().unwrap_or(root);
    while wide > 0 {
        let parent = tree.node(wide).parent;
        if clean[parent as usize] * 10 < clean[wide as usize] * 11 {
            break;
        }
        wide = parent;
    }
    wide
}

fn add_up(tree: &Tree<'_>, sums: &mut [i64]) {
    for id in (1..tree.nodes.len()).rev() {
        let parent = tree.nodes[id].parent as usize;
        sums[parent] += sums[id];
    }
}

/// The part of a unit that is running text, in characters; a Latin letter counts for 0.4, as it says less than a Han one.
pub(crate) fn prose(unit: &PageUnit) -> i64 {
    let running = matches!(
        unit.kind,
        UnitKind::Text | UnitKind::Quote | UnitKind::Item(_) | UnitKind::Code | UnitKind::Definition
    );
    if !running || unit.linked * 2 > unit.chars {
        return 0;
    }
    let latin = unit.text.bytes().filter(u8::is_ascii_alphanumeric).count() as i64;
    let (chars, free) = (i64::from(unit.chars).max(1), i64::from(unit.chars) - i64::from(unit.linked));
    let weight = free * (chars * 10 - latin * 6) / (chars * 10);
    if weight >= 12 && (has_marks(&unit.text) || is_unmarked_text(unit, weight)) { weight } else { 0 }
}

/// True for text that has no marks of a sentence and is one by its length or its lines: verses, notices, Thai.
fn is_unmarked_text(unit: &PageUnit, weight: i64) -> bool {
    unit.linked == 0 && (weight >= 60 || unit.text.bytes().filter(|byte| *byte == b'\n').count() >= 3)
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
