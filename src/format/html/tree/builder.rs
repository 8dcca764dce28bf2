//! Tokens to the tree: elements are opened, and closed by their end tags or by what cannot stand within them.

use super::{HtmlNode, HtmlTag, MAX_NODES, NodeId, TAG_COUNT, Tree};
use crate::format::{
    lines::offset_of,
    markup::{Token, attribute},
};

/// Elements within elements; deeper ones stand beside each other. Browsers stop at 512, too.
const MAX_DEPTH: usize = 512;

/// The elements that are open, and the tree of those before.
pub(super) struct TreeBuilder<'a> {
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

impl<'a> TreeBuilder<'a> {
    pub(super) fn new(tree: Tree<'a>, xhtml: bool) -> TreeBuilder<'a> {
        TreeBuilder { tree, open: Vec::new(), tags: Vec::new(), counts: [0; TAG_COUNT], beyond: 0, xhtml }
    }

    pub(super) fn build(mut self, tokens: impl Iterator<Item = Token<'a>>) -> Tree<'a> {
        self.tree.nodes.push(HtmlNode { tag: HtmlTag::Root, parent: 0, end: 1, start: 0, stop: 0 });
        self.push(0, HtmlTag::Root);
        tokens.for_each(|token| self.token(token));
        self.pop_to(0);
        self.tree
    }

    fn token(&mut self, token: Token<'a>) {
        match token {
            Token::Text(text) => self.text(HtmlTag::Text, text),
            Token::Raw(text) => self.text(HtmlTag::Raw, text),
            Token::Open { name, attributes, closed } => self.start(name, attributes, closed),
            Token::Close(name) => self.end(HtmlTag::from_name(name)),
            Token::Instruction(_) => {}
        }
    }

    fn add(&mut self, tag: HtmlTag, text: &'a str) -> NodeId {
        let id = self.tree.nodes.len() as NodeId;
        let start = offset_of(self.tree.source, text);
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
        let is_empty =
            closed && (self.xhtml || self.counts[HtmlTag::Math as usize] + self.counts[HtmlTag::Svg as usize] > 0);
        // An anchor that is closed in its own tag is meant as XHTML means it.
        let is_anchor = closed && tag == HtmlTag::A && attribute(attributes, "href").is_none();
        if tag.is_void() || is_empty || is_anchor {
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
            HtmlTag::Dt | HtmlTag::Dd => self.close_in(&[HtmlTag::Dt, HtmlTag::Dd], &[HtmlTag::Cell, HtmlTag::Dl]),
            HtmlTag::Cell => self.close_in(&[HtmlTag::Cell], &[HtmlTag::Table]),
            HtmlTag::Row => self.close_in(&[HtmlTag::Row], &[HtmlTag::Table]),
            HtmlTag::TableGroup | HtmlTag::Thead => {
                self.close_in(&[HtmlTag::TableGroup, HtmlTag::Thead], &[HtmlTag::Table]);
            }
            HtmlTag::A => {
                self.close_in(&[HtmlTag::A], &[HtmlTag::Cell, HtmlTag::Block, HtmlTag::Dl, HtmlTag::Li, HtmlTag::P]);
            }
            HtmlTag::Body => self.close_in(&[HtmlTag::Head], &[]),
            HtmlTag::Rb | HtmlTag::Rt | HtmlTag::Rp => self.close_last(&[HtmlTag::Rb, HtmlTag::Rt, HtmlTag::Rp]),
            HtmlTag::Rtc => self.close_last(&[HtmlTag::Rb, HtmlTag::Rt, HtmlTag::Rp, HtmlTag::Rtc]),
            _ => {}
        }
        if !tag.is_inline() {
            self.close_in(
                &[HtmlTag::P],
                &[
                    HtmlTag::Cell,
                    HtmlTag::Button,
                    HtmlTag::Li,
                    HtmlTag::Block,
                    HtmlTag::Dl,
                    HtmlTag::Section,
                    HtmlTag::Article,
                ],
            );
            if tag != HtmlTag::Head && tag != HtmlTag::Html && self.is_open(HtmlTag::Head) {
                self.close_in(&[HtmlTag::Head], &[]);
            }
        }
    }

    /// Closes the parts of a ruby that were opened last.
    fn close_last(&mut self, close: &[HtmlTag]) {
        let is_last = |tags: &[u8]| tags.last().is_some_and(|last| close.iter().any(|tag| *tag as u8 == *last));
        while self.is_open(HtmlTag::Ruby) && is_last(&self.tags) {
            self.pop_to(self.open.len() - 1);
        }
    }

    /// Closes the nearest of some elements, unless one of others stands between.
    fn close_in(&mut self, close: &[HtmlTag], within: &[HtmlTag]) {
        if !close.iter().any(|tag| self.is_open(*tag)) {
            return;
        }
        let is = |of: &[HtmlTag], tag: u8| of.iter().any(|other| *other as u8 == tag);
        // Nothing in a template ends what is around it (HTML 13.2.4.2).
        let ends = |tag: u8| tag == HtmlTag::Template as u8 || is(close, tag) || is(within, tag);
        let found = self.tags.iter().rposition(|tag| ends(*tag));
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
