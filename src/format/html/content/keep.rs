//! The choice of the article's units among those that a page puts between and after its paragraphs.

use std::collections::HashMap;

use super::{
    Boxes,
    doubles::{drop_doubles, is_telling},
    noise::{is_label, is_related_label, is_worded_noise},
    prose,
    related::related,
};
use crate::date::within;
use crate::format::html::{
    metadata::{Byline, has_letters, letters},
    tree::{HtmlTag, NodeId, Tree},
    units::{Content, PageUnit, UnitKind, each, go_on_after},
};
use crate::format::page::ends_sentence;

/// Characters of the shortest paragraph that the text of an article begins with.
const MIN_PARAGRAPH_CHARS: i64 = 25;

/// Characters of the shortest paragraph of running text that is a link as a whole.
const MIN_LINKED_CHARS: u32 = 12;

/// Limit of the labels of a page.
const MAX_LABELS: usize = 200;

/// The article's units.
#[derive(Debug, Default)]
pub(crate) struct KeptUnits {
    /// The numbers of the body's units.
    pub(crate) body: Vec<usize>,
    pub(crate) related: Vec<String>,
    /// Titles of related articles beyond the limit.
    pub(crate) more_related: usize,
    /// True if much of the page's text is not in the body, for a reason that is not known.
    pub(crate) is_doubtful: bool,
    /// The number of the first unit of the body among all.
    pub(crate) first: usize,
}

/// Chooses the article's units.
pub(crate) fn keep(tree: &Tree<'_>, units: &[PageUnit], boxes: &Boxes, title: &str) -> KeptUnits {
    let end = tree.node(boxes.root).end;
    let inside = |unit: &PageUnit| unit.node >= boxes.root && unit.node < end;
    let is_good = |unit: &PageUnit| inside(unit) && !is_out(tree, unit, boxes);
    let find = |least: i64| each(tree, units).position(|unit| is_good(unit) && prose(unit) >= least);
    let mut kept = KeptUnits::default();
    let Some(start) = find(MIN_PARAGRAPH_CHARS)
        .or_else(|| find(1))
        .or_else(|| each(tree, units).position(|unit| is_good(unit) && unit.chars > 0))
    else {
        (kept.related, kept.more_related) = related(tree, units);
        return kept;
    };
    let title = letters(title);
    let begin = beginning(tree, units, start, &title, &is_good);
    kept.first = begin;
    let others = others(tree, units, boxes, start);
    let is_other = |unit: &PageUnit| others.iter().any(|(from, to)| (*from..*to).contains(&unit.node));
    let last = units
        .iter()
        .rposition(|unit| !go_on_after(tree, unit) || is_good(unit) && is_sentence(tree, unit) && !is_other(unit))
        .unwrap_or(start)
        .max(start);
    let tail = tail(tree, units, boxes, last);
    let between = Between::new(tree, units, boxes, (begin, last));
    let mut in_related = false;
    for (index, unit) in each(tree, units).enumerate().filter(|(_, unit)| inside(unit)) {
        let heads = heads_text(tree, units, index, start);
        if is_related_label(&unit.text) && !heads {
            in_related = true;
            continue;
        }
        // The units between such a label and the next paragraph are titles.
        in_related &= unit.linked * 2 > unit.chars || unit.kind == UnitKind::Image;
        let same = !title.is_empty() && has_letters(&unit.text, &title);
        let goes_on = (last + 1..=tail).contains(&index) && unit.kind == UnitKind::Text;
        let may_stay = heads || between.has(tree, index, unit);
        if in_related
            || is_other(unit)
            || is_out(tree, unit, boxes) && (is_named(unit, boxes) || !may_stay)
            || same
            || !(goes_on
                || (begin..start).contains(&index) && is_opening(unit)
                || is_of_text(tree, unit, index, begin, last, &title))
        {
            continue;
        }
        kept.body.push(index);
    }
    drop_doubles(tree, &mut kept.body, units);
    second_opinion(tree, units, boxes, &mut kept);
    (kept.related, kept.more_related) = related(tree, units);
    kept
}

/// Checks that a body holds half of the page's clean running text. If not, the choice was wrong for this page, and
/// everything clean is taken that is a sentence, a heading or a line between them; where that fails the check too, the
/// body is doubtful.
fn second_opinion(tree: &Tree<'_>, units: &[PageUnit], boxes: &Boxes, kept: &mut KeptUnits) {
    let weight = |body: &[usize]| body.iter().map(|index| prose(&units[*index])).sum::<i64>();
    let is_whole = |body: &[usize]| weight(body) * 2 >= boxes.clean[0];
    if is_whole(&kept.body) || tree.stop.is_stopped() {
        return;
    }
    let is_clean = |unit: &PageUnit| !is_out(tree, unit, boxes);
    let is_text = |unit: &PageUnit| is_clean(unit) && (is_sentence(tree, unit) || prose(unit) > 0);
    let mut wide: Vec<usize> = Vec::new();
    if let (Some(first), Some(last)) = (units.iter().position(is_text), units.iter().rposition(is_text)) {
        let between = Between::new(tree, units, boxes, (first, last));
        wide.extend((first..=last).filter(|index| {
            let unit = &units[*index];
            is_text(unit)
                || is_clean(unit) && (matches!(unit.kind, UnitKind::Heading(2..)) || between.has(tree, *index, unit))
                || kept.body.binary_search(index).is_ok()
        }));
    }
    if weight(&wide) > weight(&kept.body) * 3 / 2 {
        drop_doubles(tree, &mut wide, units);
        kept.first = wide.first().copied().unwrap_or(kept.first);
        kept.body = wide;
    }
    kept.is_doubtful = !is_whole(&kept.body);
}

/// The beginning of the text whose first long paragraph is `start`: short lines before it stand beside it in one box.
fn beginning(
    tree: &Tree<'_>,
    units: &[PageUnit],
    start: usize,
    title: &str,
    is_good: &dyn Fn(&PageUnit) -> bool,
) -> usize {
    let (node, parent) = (units[start].node, tree.node(units[start].node).parent);
    let tag = tree.node(node).tag;
    let is_beside =
        |unit: &PageUnit| unit.node == node || tree.node(unit.node).parent == parent && tree.node(unit.node).tag == tag;
    // A date in the title may be a line of the text as well, but not most of the title.
    let is_of_title = |plain: &str| plain.is_empty() || title.contains(plain) && plain.len() * 2 >= title.len();
    let mut begin = start;
    for (index, unit) in units[..start].iter().enumerate().rev() {
        let is_image = matches!(unit.kind, UnitKind::Image | UnitKind::Caption | UnitKind::Rule);
        if is_image || matches!(unit.kind, UnitKind::Heading(2..)) && is_good(unit) && is_beside(unit) {
            continue;
        }
        let plain = letters(&unit.text);
        if !is_good(unit) || !is_opening(unit) || !is_beside(unit) || is_of_title(&plain) {
            break;
        }
        begin = index;
    }
    begin
}

/// A short line that may be the first of a text: no link, no date, no byline.
fn is_opening(unit: &PageUnit) -> bool {
    let mut byline = Byline::default();
    byline.read_signature(&unit.text);
    let has_words = unit.text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let is_number = unit.chars <= 3 && unit.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '、'));
    matches!(unit.kind, UnitKind::Text | UnitKind::Quote)
        && unit.linked == 0
        && (has_words && unit.chars >= 2 || is_number)
        && !["原创", "原創"].iter().any(|word| unit.text.starts_with(word))
        && byline == Byline::default()
        && within::find(&unit.text).is_none()
}

/// Boxes that begin with a label and do not hold the article's first paragraph: lists of other articles, comments.
fn others(tree: &Tree<'_>, units: &[PageUnit], boxes: &Boxes, start: usize) -> Vec<(NodeId, NodeId)> {
    let first = units[start].node;
    let labels = each(tree, &units[start + 1..])
        .enumerate()
        .filter(|(_, unit)| unit.linked == 0 && is_label(&unit.text, unit.chars))
        .filter(|(index, _)| !heads_text(tree, units, start + 1 + index, start))
        .map(|(_, unit)| unit);
    let mut found: Vec<(NodeId, NodeId)> = Vec::new();
    let is_large = |id: NodeId| boxes.clean[id as usize] * 4 > boxes.clean[0];
    for unit in labels.take(MAX_LABELS) {
        if found.last().is_some_and(|(_, end)| unit.node < *end) {
            continue;
        }
        let mut this = unit.node;
        loop {
            let parent = tree.node(this).parent;
            let holds = |id: NodeId| id <= first && first < tree.node(id).end;
            if parent <= boxes.root || this == first || holds(parent) || is_large(parent) {
                break;
            }
            this = parent;
        }
        if this > boxes.root && this != first && !is_large(this) {
            found.push((this, tree.node(this).end));
        }
    }
    found
}

/// True if a unit is not part of the article, wherever it stands.
fn is_out(tree: &Tree<'_>, unit: &PageUnit, boxes: &Boxes) -> bool {
    if is_named(unit, boxes) || is_worded_noise(&unit.text, unit.chars) {
        return true;
    }
    let free = unit.chars - unit.linked.min(unit.chars);
    let has_head = || matches!(&unit.content, Content::Rows(rows) if rows.iter().flatten().any(|cell| cell.header));
    let is_link = unit.linked * 2 > unit.chars && unit.kind != UnitKind::Image && !has_head();
    is_link
        && !(free >= 12 && ends_sentence(&unit.text) || unit.chars > 40 && ends_sentence(&unit.text))
        && !is_linked_sentence(tree, unit)
}

/// True if a unit stands in a box that is named as something else than an article.
fn is_named(unit: &PageUnit, boxes: &Boxes) -> bool {
    boxes.noise[unit.node as usize] || boxes.noise[unit.first as usize]
}

/// True for a paragraph that is a link as a whole and yet a sentence; titles in lists of links end in no mark.
fn is_linked_sentence(tree: &Tree<'_>, unit: &PageUnit) -> bool {
    let is_paragraph = unit.kind == UnitKind::Text && tree.node(unit.node).tag == HtmlTag::P;
    is_paragraph
        && unit.chars >= MIN_LINKED_CHARS
        && ends_sentence(&unit.text)
        && !unit.text.ends_with(['…', '：', ':'])
}

/// True for a heading, or a bold line, over running text that stands beside the first paragraph: its words may be those of
/// a label (评论, 广告), and yet it heads a part of the article.
fn heads_text(tree: &Tree<'_>, units: &[PageUnit], index: usize, start: usize) -> bool {
    let parent = |unit: &PageUnit| tree.node(unit.node).parent;
    let unit = &units[index];
    let is_heading =
        matches!(unit.kind, UnitKind::Heading(_)) || unit.kind == UnitKind::Text && unit.bold == unit.chars;
    is_heading
        && unit.linked == 0
        && units.get(index + 1).is_some_and(|next| {
            prose(next) >= MIN_PARAGRAPH_CHARS
                && !is_worded_noise(&next.text, next.chars)
                && [unit, next].iter().all(|unit| parent(unit) == parent(&units[start]))
                && tree.node(next.node).tag == tree.node(units[start].node).tag
        })
}

/// Boxes with the numbers of their first and last units of running text. A line of links between the two is of the text:
/// a list of sources, an index of a series.
struct Between(HashMap<NodeId, (usize, usize)>);

impl Between {
    fn new(tree: &Tree<'_>, units: &[PageUnit], boxes: &Boxes, (begin, last): (usize, usize)) -> Between {
        let mut ends: HashMap<NodeId, (usize, usize)> = HashMap::new();
        let running = |unit: &PageUnit| prose(unit) >= MIN_PARAGRAPH_CHARS && !is_out(tree, unit, boxes);
        for (index, unit) in units.iter().enumerate().take(last + 1).skip(begin).filter(|(_, unit)| running(unit)) {
            ends.entry(around(tree, unit)).or_insert((index, index)).1 = index;
        }
        Between(ends)
    }

    /// True for a line of links, not a label, between running text of its box.
    fn has(&self, tree: &Tree<'_>, index: usize, unit: &PageUnit) -> bool {
        self.0.get(&around(tree, unit)).is_some_and(|(first, last)| (*first..*last).contains(&index))
            && !is_worded_noise(&unit.text, unit.chars)
    }
}

/// The box in which a unit stands, be it in a paragraph of its own or in a list.
fn around(tree: &Tree<'_>, unit: &PageUnit) -> NodeId {
    let mut id = tree.node(unit.node).parent;
    while id > 0 && matches!(tree.node(id).tag, HtmlTag::Ul | HtmlTag::Ol | HtmlTag::Li) {
        id = tree.node(id).parent;
    }
    id
}

/// Text that is a sentence, however short.
fn is_sentence(tree: &Tree<'_>, unit: &PageUnit) -> bool {
    let running = matches!(
        unit.kind,
        UnitKind::Text | UnitKind::Quote | UnitKind::Item(_) | UnitKind::Code | UnitKind::Table | UnitKind::Definition
    );
    let is_short = || unit.chars >= 4 && ends_sentence(&unit.text) && unit.linked * 2 <= unit.chars;
    running && (prose(unit) > 0 || is_short() || is_linked_sentence(tree, unit))
}

/// True if a unit is part of the text, by its place before, within or after the paragraphs from `start` to `last`.
fn is_of_text(tree: &Tree<'_>, unit: &PageUnit, index: usize, start: usize, last: usize, title: &str) -> bool {
    match unit.kind {
        UnitKind::Image => {
            return index <= last + 2 && index + 6 >= start && (unit.captioned || is_telling(&unit.text, title));
        }
        UnitKind::Caption => return index <= last + 3 && index + 6 >= start,
        UnitKind::Heading(level) if index < start => {
            return level > 1 && index + 3 >= start && unit.linked == 0 && within::find(&unit.text).is_none();
        }
        UnitKind::Rule => return index > start && index < last,
        _ => {}
    }
    if index < start {
        // A line under the title: who, when, where from; a short first sentence is of the text.
        return is_sentence(tree, unit) && unit.chars >= 8 && within::find(&unit.text).is_none() && index + 4 >= start;
    }
    if index > last {
        let may_end = matches!(
            unit.kind,
            UnitKind::Item(_)
                | UnitKind::Table
                | UnitKind::Term
                | UnitKind::Definition
                | UnitKind::Code
                | UnitKind::Math
        );
        return may_end && unit.linked * 2 <= unit.chars && index <= last + 20;
    }
    let is_date = unit.chars <= 30
        && within::find(&unit.text).is_some()
        && !ends_sentence(&unit.text)
        && unit.kind == UnitKind::Text;
    let is_posted =
        is_date && ["发表", "發表", "发布", "發布", "Posted"].iter().any(|word| unit.text.starts_with(word));
    !(is_date && index <= start + 2 || is_posted)
}

/// The number of the last unit of the text: after its last sentence, lines of the same element in the same box go on with
/// it, as verses, blogs without full stops and signatures do.
fn tail(tree: &Tree<'_>, units: &[PageUnit], boxes: &Boxes, last: usize) -> usize {
    let place = |unit: &PageUnit| (tree.node(unit.node).parent, tree.node(unit.node).tag);
    let mut tail = last;
    for (index, unit) in units.iter().enumerate().skip(last + 1) {
        let is_of_other_kind = matches!(
            unit.kind,
            UnitKind::Image
                | UnitKind::Caption
                | UnitKind::Rule
                | UnitKind::Item(_)
                | UnitKind::Table
                | UnitKind::Term
                | UnitKind::Definition
                | UnitKind::Code
                | UnitKind::Math
        );
        if is_of_other_kind {
            continue;
        }
        let beside = place(unit) == place(&units[last]) && unit.kind == UnitKind::Text;
        // A short line over links is the label of a list.
        let is_list = |next: &PageUnit| next.linked * 2 > next.chars && next.kind != UnitKind::Image;
        let is_label = unit.chars <= 40 && units.get(index + 1).is_some_and(is_list);
        let is_page = unit.text.starts_with('共') && unit.text.ends_with(['页', '頁']);
        let is_address = unit.text.is_ascii() && unit.text.contains('@');
        if !beside || is_out(tree, unit, boxes) || unit.linked > 0 || is_label || is_page || is_address {
            break;
        }
        tail = index;
    }
    tail
}
