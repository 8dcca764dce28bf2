//! Notes of a page: the marks in its text, the elements that hold the notes, and the links back.
//!
//! A mark is a short link to a later element of the same page that is a single note: raised, in brackets, or named as a
//! mark by its role. A link back is a link in a note to what comes before. Only links to names within the page are looked
//! at, and names are looked up only if there are such links.

use std::collections::{HashMap, HashSet};

use memchr::memmem;

use crate::format::html::tree::{HtmlTag, NodeId, Tree};

/// Limit of the nodes of a note; more are a section.
const MAX_NOTE_NODES: NodeId = 1000;

/// Limit of a mark, in bytes.
const MAX_MARK_BYTES: usize = 32;

/// Elements around a mark or a link back that are looked at.
const MAX_AROUND: usize = 8;

/// The notes of a page.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The marks, with the numbers of their notes.
    marks: HashMap<NodeId, u32>,
    /// The elements that hold a note.
    bodies: HashMap<NodeId, u32>,
    /// Links from a note to its mark.
    backs: HashSet<NodeId>,
    labels: Vec<String>,
}

/// A link to a name in the page.
struct Inner<'a> {
    id: NodeId,
    target: &'a str,
    /// True if its role says that it is the mark of a note.
    is_reference: bool,
    is_back: bool,
}

impl Notes {
    /// Finds the notes of a page.
    pub(super) fn find(tree: &Tree<'_>) -> Notes {
        let mut notes = Notes::default();
        let links: Vec<Inner<'_>> = tree.ids().filter_map(|id| inner_link(tree, id)).collect();
        let named = memmem::find(tree.source.as_bytes(), b"doc-footnote").is_some()
            || memmem::find(tree.source.as_bytes(), b"doc-endnote").is_some()
            || memmem::find(tree.source.as_bytes(), b"epub:type").is_some();
        // Most links within a page lead to its top or to its parts: names are not looked up for them.
        if !named && !links.iter().any(|link| is_marked(tree, link)) {
            return notes;
        }
        let targets = targets(tree, &links);
        for link in &links {
            if let Some(body) = targets.get(link.target).and_then(|target| body_of(tree, link, *target)) {
                let label = label(&tree.short_text(link.id, MAX_MARK_BYTES).unwrap_or_default());
                let count = notes.labels.len() as u32;
                let number = *notes.bodies.entry(body).or_insert(count);
                if number == count {
                    notes.labels.push(label);
                }
                notes.marks.insert(link.id, number);
            }
        }
        if named {
            notes.add_named(tree);
        }
        for link in links.iter().filter(|link| !notes.marks.contains_key(&link.id)) {
            let goes_back = targets.get(link.target).is_none_or(|target| *target <= link.id);
            let is_within = || around(tree, link.id).any(|id| notes.bodies.contains_key(&id));
            let words = || tree.short_text(link.id, MAX_MARK_BYTES * 2).unwrap_or_default();
            if (link.is_back || goes_back && is_back_mark(&words())) && is_within() {
                notes.backs.insert(link.id);
            }
        }
        notes
    }

    /// Elements that are notes by their role, though no mark in the page leads to them.
    fn add_named(&mut self, tree: &Tree<'_>) {
        for id in tree.ids().filter(|id| !tree.node(*id).tag.is_inline() && !tree.text(*id).is_empty()) {
            let is_note =
                tree.mentions(id, "note") && tree.attributes(id).any(|(name, value)| is_note_role(name, value));
            if is_note && !self.bodies.contains_key(&id) {
                self.bodies.insert(id, self.labels.len() as u32);
                self.labels.push(String::new());
            }
        }
    }

    pub(super) fn mark(&self, id: NodeId) -> Option<u32> {
        if self.marks.is_empty() { None } else { self.marks.get(&id).copied() }
    }

    pub(super) fn body(&self, id: NodeId) -> Option<u32> {
        if self.bodies.is_empty() { None } else { self.bodies.get(&id).copied() }
    }

    pub(super) fn is_back(&self, id: NodeId) -> bool {
        !self.backs.is_empty() && self.backs.contains(&id)
    }

    /// True if one of some elements holds a note.
    pub(super) fn has_body(&self, mut nodes: std::ops::Range<NodeId>) -> bool {
        /// Notes beyond which no table of notes is told from one of data.
        const MAX_NOTES: usize = 1000;
        (1..=MAX_NOTES).contains(&self.bodies.len()) && {
            nodes.start += 1;
            self.bodies.keys().any(|body| nodes.contains(body))
        }
    }

    /// Begins a note with its first text: gives the bytes that repeat its label, which is taken from there if no mark has
    /// it.
    pub(super) fn begin(&mut self, note: u32, text: &str) -> usize {
        let Some(label) = self.labels.get_mut(note as usize) else { return 0 };
        if label.is_empty() {
            let bare = text.trim_start_matches(['[', '［', '〔', '^', ' ']);
            let digits = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(bare.len());
            if bare[digits..].starts_with([']', '］', '〕', '.', '、', ' ']) {
                bare[..digits].clone_into(label);
            }
        }
        repeated_label(text, label)
    }

    /// The label of a note.
    pub(crate) fn label(&self, note: u32) -> &str {
        self.labels.get(note as usize).map_or("", String::as_str)
    }
}

fn is_note_role(name: &str, value: &str) -> bool {
    let is = |words: &[&str]| value.split_ascii_whitespace().any(|word| words.contains(&word));
    match name {
        "epub:type" => is(&["footnote", "endnote", "rearnote", "note"]),
        "role" => is(&["doc-footnote", "doc-endnote"]),
        _ => false,
    }
}

/// A link to a name in the page itself.
fn inner_link<'a>(tree: &Tree<'a>, id: NodeId) -> Option<Inner<'a>> {
    if tree.node(id).tag != HtmlTag::A || !tree.mentions(id, "#") {
        return None;
    }
    let mut inner = Inner { id, target: "", is_reference: false, is_back: false };
    for (name, value) in tree.attributes(id) {
        let is = |word: &str| value.split_ascii_whitespace().any(|it| it == word);
        match name {
            "href" | "HREF" => inner.target = value.trim().strip_prefix('#').unwrap_or_default(),
            "epub:type" => inner.is_reference |= is("noteref"),
            "role" => {
                inner.is_reference |= is("doc-noteref");
                inner.is_back |= is("doc-backlink");
            }
            "class" => {
                inner.is_reference |= is("footnote-ref") || is("footnote-reference") || is("noteref");
                inner.is_back |= is("footnote-back") || is("footnote-backref") || is("reversefootnote");
            }
            "rev" | "rel" => inner.is_reference |= is("footnote"),
            _ => {}
        }
    }
    (!inner.target.is_empty()).then_some(inner)
}

/// The elements that links lead to, by name; the first of each name.
fn targets<'a>(tree: &Tree<'a>, links: &[Inner<'a>]) -> HashMap<&'a str, NodeId> {
    let names: HashSet<&str> = links.iter().map(|link| link.target).collect();
    let mut found = HashMap::new();
    let is_element =
        |id: &NodeId| !matches!(tree.node(*id).tag, HtmlTag::Text | HtmlTag::Raw) && !tree.text(*id).is_empty();
    for id in tree.ids().filter(is_element) {
        let is_name = |name: &str| name == "id" || name == "name" && tree.node(id).tag == HtmlTag::A;
        for (_, value) in tree.attributes(id).filter(|(name, _)| is_name(name)) {
            if let Some(name) = names.get(value.trim()) {
                found.entry(*name).or_insert(id);
            }
        }
    }
    found
}

/// The element that holds the note that a mark leads to; `None` if it is no mark, or leads to something else.
fn body_of(tree: &Tree<'_>, link: &Inner<'_>, target: NodeId) -> Option<NodeId> {
    if link.is_back || target <= link.id || !is_marked(tree, link) {
        return None;
    }
    let holds = |tag: HtmlTag| !tag.is_inline() && !tag.is_of_table() || tag == HtmlTag::Cell || tag == HtmlTag::Row;
    let mut body = target;
    for _ in 0..MAX_AROUND {
        if holds(tree.node(body).tag) {
            break;
        }
        body = tree.node(body).parent;
    }
    if matches!(tree.node(body).tag, HtmlTag::Cell) {
        // The number of the note stands in a cell beside it.
        body = around(tree, body).find(|id| tree.node(*id).tag == HtmlTag::Row).unwrap_or(body);
    }
    let node = tree.node(body);
    let is_whole =
        |tag: HtmlTag| matches!(tag, HtmlTag::Body | HtmlTag::Html | HtmlTag::Root | HtmlTag::Article | HtmlTag::Main);
    if is_whole(node.tag) || body <= link.id && link.id < node.end || node.end - body > MAX_NOTE_NODES {
        return None;
    }
    let is_heading = |tag: HtmlTag| (HtmlTag::H1 as u8..=HtmlTag::H6 as u8).contains(&(tag as u8));
    let within = || (body..node.end).map(|id| tree.node(id).tag);
    let items = within().skip(1).filter(|tag| *tag == HtmlTag::Li).take(2).count();
    (items < 2 && !within().any(is_heading)).then_some(body)
}

/// True if a link looks as the mark of a note does.
fn is_marked(tree: &Tree<'_>, link: &Inner<'_>) -> bool {
    let Some(words) = tree.short_text(link.id, MAX_MARK_BYTES).filter(|words| !words.is_empty()) else { return false };
    link.is_reference || is_bracketed(&words) || is_raised(tree, link.id) && is_mark(&words)
}

/// The elements around one, the nearest first.
fn around<'t>(tree: &'t Tree<'_>, id: NodeId) -> impl Iterator<Item = NodeId> + 't {
    std::iter::successors(Some(id), |id| (*id > 0).then(|| tree.node(*id).parent)).skip(1).take(MAX_AROUND)
}

fn is_raised(tree: &Tree<'_>, id: NodeId) -> bool {
    around(tree, id).take(3).any(|id| tree.node(id).tag == HtmlTag::Sup)
        || (id + 1..tree.node(id).end.min(id + 4)).any(|id| tree.node(id).tag == HtmlTag::Sup)
}

/// True for words that a mark has where it stands raised: a number, a letter, signs.
fn is_mark(words: &str) -> bool {
    words.chars().count() <= 8 && !is_back_arrow(words)
}

/// True for a number or a word in brackets, or a number in a circle.
fn is_bracketed(words: &str) -> bool {
    let inner = words
        .strip_prefix(['[', '［', '〔', '【', '（', '(', '〈'])
        .and_then(|rest| rest.strip_suffix([']', '］', '〕', '】', '）', ')', '〉']));
    let is_short = |text: &str| text.chars().count() <= 6 && text.chars().any(char::is_alphanumeric) || text == "*";
    inner.is_some_and(is_short)
        || words.chars().count() == 1
            && words.chars().all(|c| ('\u{2460}'..='\u{24ff}').contains(&c) || "※†‡".contains(c))
        || words.strip_prefix(['注', '註']).is_some_and(|rest| !rest.is_empty() && rest.chars().all(char::is_numeric))
}

fn is_back_arrow(words: &str) -> bool {
    words.chars().any(|c| "↩↑⤴⏎↵⇑▲△^←⬆".contains(c))
}

/// True for the words of a link back: an arrow, or the mark itself.
fn is_back_mark(words: &str) -> bool {
    const WORDS: &[&str] = &["back", "return", "jump up", "返回", "回到", "戻る", "上へ", "돌아가기"];
    let lower = words.to_lowercase();
    words.is_empty()
        || is_back_arrow(words)
        || is_bracketed(words)
        || words.trim_end_matches(['.', '、']).chars().all(|c| c.is_numeric() || c == '*' || c == '†')
        || words.chars().count() == 1
        || WORDS.iter().any(|word| lower.starts_with(word))
}

/// The label of a note: its mark without brackets.
fn label(words: &str) -> String {
    let bare = words.trim_matches(|c| "[［〔【（(〈]］〕】）)〉".contains(c)).trim();
    if bare.is_empty() { words.to_owned() } else { bare.to_owned() }
}

/// The bytes at the start of a note that repeat its label: `[1] `, `1. `, `^`.
fn repeated_label(text: &str, label: &str) -> usize {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || "^↑".contains(c));
    if !label.is_empty() {
        let bare = rest.trim_start_matches(|c| "[［〔【（(〈".contains(c));
        if let Some(after) = bare.strip_prefix(label).filter(|after| !after.starts_with(char::is_alphanumeric)) {
            let end = after.trim_start_matches(|c| "]］〕】）)〉".contains(c));
            let end = if bare.len() == rest.len() { end.trim_start_matches(['.', '、', ':', '：']) } else { end };
            // A number before a letter of a word without a space is no label.
            let parts = end.len() < after.len() || end.starts_with(char::is_whitespace);
            if parts && !end.trim().is_empty() {
                rest = end.trim_start();
            }
        }
    }
    text.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use super::repeated_label;

    #[test]
    fn a_label_is_not_repeated() {
        for (text, label, expected) in [
            ("[1] 见卷三。", "1", "见卷三。"),
            ("1. 见卷三。", "1", "见卷三。"),
            ("^ 见卷三。", "1", "见卷三。"),
            ("1402年建。", "1", "1402年建。"),
            ("1年后。", "1", "1年后。"),
            ("见卷三。", "1", "见卷三。"),
            ("〔注1〕见卷三。", "注1", "见卷三。"),
            ("[1]", "1", "[1]"),
        ] {
            assert_eq!(&text[repeated_label(text, label)..], expected, "{text}");
        }
    }
}
