//! The elements of a page as a flat list in the order of the text: each knows where its content ends in that list. End
//! tags that are missing, doubled or crossed are taken as browsers take them, in short.
//!
//! Nothing here calls itself, and depth is bounded, so no nesting can exhaust the stack; every tag costs the same.

mod builder;
mod tag;

pub(crate) use tag::{HtmlTag, TAG_COUNT};

use crate::{
    format::markup::{Attributes, Dialect, Tokens, attribute, decode},
    text::StopCheck,
};
use builder::TreeBuilder;

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
        TreeBuilder::new(tree, xhtml).build(Tokens::new(source, Dialect::Html).until(stop))
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

    /// Counts work of a number of bytes besides that of visiting a node; false once the reading is stopped.
    pub(crate) fn go_on_after_text(&self, bytes: usize) -> bool {
        self.stop.go_on_after(NODE_WORK + bytes)
    }

    /// The name of an element as it is written.
    pub(crate) fn name(&self, id: NodeId) -> &'a str {
        let before = &self.source[..self.node(id).start as usize];
        before.rfind('<').map_or("", |at| &before[at + 1..])
    }

    /// True if an attribute of a node, whichever, holds a word in lower case. Costs a search of the tag, not a parse.
    pub(crate) fn mentions(&self, id: NodeId, word: &str) -> bool {
        memchr::memmem::find(self.text(id).as_bytes(), word.as_bytes()).is_some()
    }

    /// The words of an element's class.
    pub(crate) fn has_class(&self, id: NodeId, is: impl Fn(&str) -> bool) -> bool {
        self.attributes(id)
            .any(|(name, value)| name.eq_ignore_ascii_case("class") && value.split_ascii_whitespace().any(&is))
    }

    /// The text of an element in one line, unless it is longer than so many bytes or nodes.
    pub(crate) fn short_text(&self, id: NodeId, limit: usize) -> Option<String> {
        let node = self.node(id);
        if (node.end - id) as usize > limit {
            return None;
        }
        let mut text = String::new();
        for id in id..node.end {
            let node = self.node(id);
            if node.tag == HtmlTag::Text && self.node(node.parent).tag != HtmlTag::Rp {
                if text.len() + (node.stop - node.start) as usize > limit {
                    return None;
                }
                decode(self.text(id), true, &mut text);
            }
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        Some(words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{HtmlTag, Tree};
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
            ("<dl><dt>一<dd>二<dt>三</dl>", "dl(dt(一)dd(二)dt(三))"),
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
