//! The elements of a page as a flat list in the order of the text: each knows where its content ends in that list. End
//! tags that are missing, doubled or crossed are taken as browsers take them, in short.
//!
//! Nothing here calls itself, and depth is bounded, so no nesting can exhaust the stack; every tag costs the same.

mod inline_text;
mod tables;
mod tag;
mod unit;
pub(crate) mod units;

pub(crate) use tag::HtmlTag;
pub(crate) use unit::{PageUnit, UnitKind};

use crate::{
    format::{
        lines::offset_of,
        markup::{Attributes, Dialect, Token, Tokens, attribute},
    },
    text::StopCheck,
};
use tag::TAG_COUNT;

/// Elements within elements; deeper ones stand beside each other. Browsers stop at 512, too.
const MAX_DEPTH: usize = 512;

/// Nodes of a page. In a longer one further tags are passed over; text and images are kept, the last of them as one text.
const MAX_NODES: usize = 200_000;

/// Work of visiting a node or a unit besides its text, as bytes of text.
const NODE_WORK: usize = 32;

/// The number of a node.
pub(crate) type NodeId = u32;

/// An element or a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HtmlNode {
    pub(crate) tag: HtmlTag,
    pub(crate) parent: NodeId,
    /// The first node after its content.
    pub(crate) end: NodeId,
    /// Bytes of the source: of a text the text, of an element what holds its attributes.
    start: u32,
    stop: u32,
}

/// The nodes of a page; the first is the page itself.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) source: &'a str,
    pub(crate) nodes: Vec<HtmlNode>,
    /// Asked during every walk of the page.
    pub(crate) stop: &'a StopCheck<'a>,
}

impl<'a> Tree<'a> {
    /// Reads a page or a part of one. Stopped, it is a tree of what had been read by then.
    pub(crate) fn read(source: &'a str, stop: &'a StopCheck<'a>) -> Tree<'a> {
        let tree = Tree { source, nodes: Vec::with_capacity((source.len() / 40).min(MAX_NODES)), stop };
        let start = source.get(..200.min(source.len())).unwrap_or(source);
        let xhtml = start.contains("<?xml") || start.contains("http://www.w3.org/1999/xhtml");
        let mut builder =
            Builder { tree, open: Vec::new(), tags: Vec::new(), counts: [0; TAG_COUNT], beyond: 0, xhtml };
        builder.add(HtmlTag::Root, "");
        builder.push(0, HtmlTag::Root);
        for token in Tokens::new(source, Dialect::Html).until(stop) {
            builder.token(token);
        }
        builder.pop_to(0);
        builder.tree
    }

    /// A node.
    pub(crate) fn node(&self, id: NodeId) -> HtmlNode {
        self.nodes[id as usize]
    }

    /// The source of a node: of a text the text, of an element its attributes.
    pub(crate) fn text(&self, id: NodeId) -> &'a str {
        let node = self.node(id);
        &self.source[node.start as usize..node.stop as usize]
    }

    /// An attribute of an element.
    pub(crate) fn attribute(&self, id: NodeId, name: &str) -> Option<std::borrow::Cow<'a, str>> {
        attribute(self.text(id), name)
    }

    /// All attributes of an element.
    pub(crate) fn attributes(&self, id: NodeId) -> Attributes<'a> {
        Attributes::new(self.text(id))
    }

    /// The number of the first node after all.
    pub(crate) fn end(&self) -> NodeId {
        self.nodes.len() as NodeId
    }

    /// The numbers of all nodes, until the reading is stopped.
    pub(crate) fn ids(&self) -> impl Iterator<Item = NodeId> + '_ {
        (0..self.end()).take_while(|id| self.go_on_after_node(*id))
    }

    /// Counts a visit of a node as work; false once the reading is stopped.
    pub(crate) fn go_on_after_node(&self, id: NodeId) -> bool {
        let node = self.node(id);
        self.stop.go_on_after(NODE_WORK + (node.stop - node.start) as usize)
    }

    /// Counts a visit of a unit as work; false once the reading is stopped.
    pub(crate) fn go_on_after_unit(&self, unit: &PageUnit) -> bool {
        self.stop.go_on_after(NODE_WORK + unit.text.len())
    }

    /// Counts a visit of each of some units as work; they end once the reading is stopped.
    pub(crate) fn each<'u>(&self, units: &'u [PageUnit]) -> impl Iterator<Item = &'u PageUnit> {
        units.iter().take_while(|unit| self.go_on_after_unit(unit))
    }
}

struct Builder<'a> {
    tree: Tree<'a>,
    open: Vec<NodeId>,
    /// The elements of `open`.
    tags: Vec<u8>,
    /// Open elements of each kind.
    counts: [u16; TAG_COUNT],
    /// Elements opened beyond [`MAX_DEPTH`].
    beyond: usize,
    /// An empty element may be closed in its own tag.
    xhtml: bool,
}

impl<'a> Builder<'a> {
    fn token(&mut self, token: Token<'a>) {
        match token {
            Token::Text(text) => self.text(HtmlTag::Text, text),
            Token::Raw(text) => self.text(HtmlTag::Raw, text),
            Token::Open { name, attributes, closed } => self.start(name, attributes, closed),
            Token::Close(name) => self.end(HtmlTag::from_name(name)),
            Token::Instruction(_) => {}
        }
    }

    fn add(&mut self, tag: HtmlTag, text: &str) -> NodeId {
        let id = self.tree.nodes.len() as NodeId;
        let start = if text.is_empty() { 0 } else { offset_of(self.tree.source, text) };
        let parent = self.open.last().copied().unwrap_or(0);
        let (start, stop) = (start as u32, (start + text.len()) as u32);
        self.tree.nodes.push(HtmlNode { tag, parent, end: id + 1, start, stop });
        id
    }

    fn text(&mut self, tag: HtmlTag, text: &'a str) {
        // One text at the end takes everything that follows.
        let full = self.tree.nodes.len() >= MAX_NODES * 2;
        let takes = self.tree.nodes.last().is_some_and(|last| last.tag == HtmlTag::Text);
        if !text.is_empty() && (!full || !takes && tag == HtmlTag::Text) {
            self.add(tag, text);
        } else if full && tag == HtmlTag::Text {
            self.add_to_last(text);
        }
    }

    /// Extends the last text to the end of a piece of the source. Its tags are taken out when it is read.
    fn add_to_last(&mut self, piece: &str) {
        if let Some(last) = self.tree.nodes.last_mut().filter(|last| last.tag == HtmlTag::Text) {
            last.stop = (offset_of(self.tree.source, piece) + piece.len()) as u32;
        }
    }

    /// An image of a page with too many tags.
    fn late_image(&mut self, name: &'a str, attributes: &'a str) {
        if self.tree.nodes.len() < MAX_NODES * 2 {
            self.add(HtmlTag::Img, attributes);
            return;
        }
        if self.tree.nodes.last().is_some_and(|last| last.tag != HtmlTag::Text) {
            // It begins with the mark before the name.
            let start = offset_of(self.tree.source, name) - 1;
            let id = self.add(HtmlTag::Text, name);
            self.tree.nodes[id as usize].start = start as u32;
        }
        self.add_to_last(attributes);
    }

    fn start(&mut self, name: &'a str, attributes: &'a str, closed: bool) {
        let tag = HtmlTag::from_name(name);
        if matches!(tag, HtmlTag::Html | HtmlTag::Body) && self.is_open(tag) {
            return;
        }
        self.close_for(tag);
        if self.tree.nodes.len() >= MAX_NODES {
            if tag == HtmlTag::Img {
                self.late_image(name, attributes);
            }
            return;
        }
        let id = self.add(tag, attributes);
        if tag.is_void() || closed && self.xhtml {
            return;
        }
        if self.open.len() < MAX_DEPTH {
            self.push(id, tag);
        } else {
            self.beyond += 1;
        }
    }

    fn push(&mut self, id: NodeId, tag: HtmlTag) {
        self.open.push(id);
        self.tags.push(tag as u8);
        self.counts[tag as usize] += 1;
    }

    fn is_open(&self, tag: HtmlTag) -> bool {
        self.counts[tag as usize] > 0
    }

    /// Closes what an element ends by beginning. WHATWG HTML 13.1.2.4.
    fn close_for(&mut self, tag: HtmlTag) {
        if self.beyond > 0 {
            return;
        }
        match tag {
            HtmlTag::Li => self.close_in(&[HtmlTag::Li], &[HtmlTag::Ul, HtmlTag::Ol, HtmlTag::Nav, HtmlTag::Cell]),
            HtmlTag::Dt | HtmlTag::Dd => self.close_in(&[HtmlTag::Dt, HtmlTag::Dd], &[HtmlTag::Cell]),
            HtmlTag::Cell => self.close_in(&[HtmlTag::Cell], &[HtmlTag::Table]),
            HtmlTag::Row => self.close_in(&[HtmlTag::Row], &[HtmlTag::Table]),
            HtmlTag::TableGroup => self.close_in(&[HtmlTag::TableGroup], &[HtmlTag::Table]),
            HtmlTag::A => self.close_in(&[HtmlTag::A], &[HtmlTag::Cell, HtmlTag::Block, HtmlTag::Li, HtmlTag::P]),
            HtmlTag::Body => self.close_in(&[HtmlTag::Head], &[]),
            _ => {}
        }
        if !tag.is_inline() {
            self.close_in(
                &[HtmlTag::P],
                &[HtmlTag::Cell, HtmlTag::Button, HtmlTag::Li, HtmlTag::Block, HtmlTag::Section, HtmlTag::Article],
            );
            if tag != HtmlTag::Head && tag != HtmlTag::Html && self.is_open(HtmlTag::Head) {
                self.close_in(&[HtmlTag::Head], &[]);
            }
        }
    }

    /// Closes the nearest of some elements, unless one of others stands between.
    fn close_in(&mut self, close: &[HtmlTag], within: &[HtmlTag]) {
        if !close.iter().any(|tag| self.is_open(*tag)) {
            return;
        }
        let is = |of: &[HtmlTag], tag: u8| of.iter().any(|other| *other as u8 == tag);
        let found = self.tags.iter().rposition(|tag| is(close, *tag) || is(within, *tag));
        if let Some(at) = found.filter(|at| is(close, self.tags[*at])) {
            self.pop_to(at);
        }
    }

    fn end(&mut self, tag: HtmlTag) {
        if tag.is_void() || matches!(tag, HtmlTag::Body | HtmlTag::Html) {
            return;
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if !self.is_open(tag) {
            return;
        }
        let Some(at) = self.tags.iter().rposition(|open| *open == tag as u8) else { return };
        let between = &self.tree.nodes;
        let crossed = self.open[at + 1..].iter().map(|id| between[*id as usize].tag);
        // An inline end tag closes no surrounding block, and nothing within a table closes an element outside of it.
        let stops = |other: HtmlTag| {
            if tag.is_inline() {
                !other.is_inline()
            } else {
                !tag.is_of_table() && matches!(other, HtmlTag::Cell | HtmlTag::Table)
            }
        };
        let nested = tag.is_of_table() && tag != HtmlTag::Table && crossed.clone().any(|other| other == HtmlTag::Table);
        if !nested && !crossed.into_iter().any(stops) {
            self.pop_to(at);
        }
    }

    fn pop_to(&mut self, length: usize) {
        let end = self.tree.nodes.len() as NodeId;
        for id in self.open.drain(length..) {
            let node = &mut self.tree.nodes[id as usize];
            node.end = end;
            let count = &mut self.counts[node.tag as usize];
            *count = count.saturating_sub(1);
        }
        self.tags.truncate(length);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Tree, tag::HtmlTag};
    use crate::text::StopCheck;

    /// The tree as brackets.
    fn shape(source: &str) -> String {
        let stop = StopCheck::never();
        let tree = Tree::read(source, &stop);
        let mut out = String::new();
        let mut ends: Vec<u32> = Vec::new();
        for id in tree.ids().skip(1) {
            while ends.last().is_some_and(|end| *end <= id) {
                ends.pop();
                out.push(')');
            }
            let node = tree.node(id);
            match node.tag {
                HtmlTag::Text => out.push_str(tree.text(id)),
                tag => {
                    out.push_str(&format!("{tag:?}(").to_lowercase());
                    ends.push(node.end);
                }
            }
        }
        out + &")".repeat(ends.len())
    }

    #[test]
    fn missing_and_crossed_end_tags() {
        for (source, expected) in [
            ("<p>一<p>二<div>三</div>四", "p(一)p(二)block(三)四"),
            ("<ul><li>一<li>二<ul><li>三</ul><li>四</ul>五", "ul(li(一)li(二ul(li(三)))li(四))五"),
            ("<b>一<div>二</b>三</div>四</b>", "b(一block(二三)四)"),
            ("<table><tr><td>一<td>二</div><tr><td>三</table>四", "table(row(cell(一)cell(二))row(cell(三)))四"),
            ("<div>一</p></span></div></div>二", "block(一)二"),
            ("<a>一<a>二</a>", "a(一)a(二)"),
            ("<html><head><title>题</title><body><p>一</body></html>二", "html(head(title(题))body(p(一二)))"),
            ("<br/><img src=a>一<hr>", "br()img()一hr()"),
            ("<dl><dt>一<dd>二<dt>三</dl>", "block(dt(一)dd(二)dt(三))"),
        ] {
            assert_eq!(shape(source), expected, "{source}");
        }
        assert_eq!(shape("<html xmlns=\"http://www.w3.org/1999/xhtml\"><a id='x'/>一"), "html(a()一)");
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let stop = StopCheck::never();
        for tag in
            ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<a>", "</div>", "<p><b>", "<a b=", "<!--", "<![CDATA["]
        {
            let source = tag.repeat(100_000);
            let tree = Tree::read(&source, &stop);
            assert!(tree.nodes.len() <= 400_001, "{tag}");
        }
        let source = format!("{}末", "<i>x".repeat(700_000));
        let tree = Tree::read(&source, &stop);
        assert!(tree.nodes.len() <= super::MAX_NODES * 2);
        assert!(tree.ids().any(|id| tree.node(id).tag == HtmlTag::Text && tree.text(id).contains('末')));
        let images = "<img alt='一幅潮水的图'>".repeat(500_000);
        let tree = Tree::read(&images, &stop);
        assert!(tree.nodes.len() <= super::MAX_NODES * 2 + 1);
    }

    proptest! {
        #[test]
        fn every_tree_is_one(tags in prop::collection::vec("</?(p|div|li|ul|table|tr|td|a|b|body|html|head|dd|pre|h1|script|br)( a='b')?/?>|字|&amp;", 0..60)) {
            let source: String = tags.concat();
            let stop = StopCheck::never();
            let tree = Tree::read(&source, &stop);
            for id in tree.ids() {
                let node = tree.node(id);
                prop_assert!(node.end > id && node.end as usize <= tree.nodes.len());
                prop_assert!(id == 0 || node.parent < id && tree.node(node.parent).end >= node.end);
            }
        }
    }
}
