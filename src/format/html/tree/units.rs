//! A page as the list of its units: paragraphs, headings, items, tables, images, each with its place and the share of
//! links in it. Which of them belong to the article is not decided here.

use super::{
    NodeId, Tree,
    inline_text::InlineText,
    tables,
    tag::{HtmlTag, TAG_COUNT},
    unit::{PageUnit, UnitKind},
};
use crate::format::markup::{Dialect, Token, Tokens, attribute, decoded};

/// Bytes of the source whose references are resolved at once.
const PIECE_BYTES: usize = 64 * 1024;

/// The units of a page, in order, up to `budget` bytes of text, and how many bytes of text come after them. The content of
/// `<noscript>` is read only with `noscript`.
pub(crate) fn units(tree: &Tree<'_>, noscript: bool, budget: usize) -> (Vec<PageUnit>, usize) {
    let mut walk = Walk {
        tree,
        noscript,
        units: Vec::new(),
        open: Vec::new(),
        counts: [0; TAG_COUNT],
        lists: Vec::new(),
        item: None,
        line: InlineText::default(),
        first: 0,
        linked: 0,
        bold: 0,
        link: None,
        images: Vec::new(),
        table: None,
        budget: Some(budget),
        beyond: 0,
    };
    let mut id = 0;
    while id < tree.end() && tree.go_on_after_node(id) {
        walk.close_until(id);
        id = if walk.budget.is_some() { walk.node(id) } else { walk.pass(id) };
    }
    walk.close_until(NodeId::MAX);
    walk.flush();
    (walk.units, walk.beyond)
}

/// An element that is open.
struct Open {
    id: NodeId,
    tag: HtmlTag,
    end: NodeId,
}

struct Walk<'t, 'a> {
    tree: &'t Tree<'a>,
    noscript: bool,
    units: Vec<PageUnit>,
    open: Vec<Open>,
    /// Open elements of each kind.
    counts: [u16; TAG_COUNT],
    /// The next number of each list that is open, if it has numbers.
    lists: Vec<Option<u32>>,
    /// An item has begun and its first text has not come.
    item: Option<(u8, Option<u32>)>,
    line: InlineText,
    first: NodeId,
    linked: u32,
    bold: u32,
    link: Option<NodeId>,
    /// Images since the text began.
    images: Vec<PageUnit>,
    /// The table whose rows are being read as text, and true if a cell of the row has begun.
    table: Option<(NodeId, bool)>,
    /// Bytes of text that may still come; `None` once the limit was exceeded.
    budget: Option<usize>,
    /// Bytes of text beyond the budget.
    beyond: usize,
}

impl Walk<'_, '_> {
    /// Takes a node; gives the number of the next one to look at.
    fn node(&mut self, id: NodeId) -> NodeId {
        let node = self.tree.node(id);
        match node.tag {
            HtmlTag::Text | HtmlTag::Raw => self.text(id, node.tag),
            HtmlTag::Br => self.line.line_break(),
            HtmlTag::Img => self.image(id),
            HtmlTag::Hr if self.table.is_none() => {
                self.flush();
                let node = self.parent_box();
                self.units.push(PageUnit::empty(UnitKind::Rule, node, id));
            }
            HtmlTag::Noscript if !self.noscript => return node.end,
            // The page's title, where the head has no tag of its own.
            HtmlTag::Title
                if matches!(self.tree.node(node.parent).tag, HtmlTag::Root | HtmlTag::Html | HtmlTag::Body) =>
            {
                return node.end;
            }
            tag if tag.is_skipped() => return node.end,
            tag => self.enter(id, tag, node.end),
        }
        id + 1
    }

    /// Counts a node beyond the budget; gives the number of the next one.
    fn pass(&mut self, id: NodeId) -> NodeId {
        let node = self.tree.node(id);
        match node.tag {
            HtmlTag::Text => self.beyond += self.tree.text(id).trim().len(),
            HtmlTag::Noscript if !self.noscript => return node.end,
            tag if tag.is_skipped() => return node.end,
            _ => {}
        }
        id + 1
    }

    fn enter(&mut self, id: NodeId, tag: HtmlTag, end: NodeId) {
        if self.table.is_some() {
            self.enter_in_table(tag);
        } else if !tag.is_inline() {
            self.flush();
            match tag {
                HtmlTag::Ul => self.lists.push(None),
                HtmlTag::Ol => {
                    let first = self.tree.attribute(id, "start").and_then(|start| start.trim().parse().ok());
                    self.lists.push(Some(first.unwrap_or(1)));
                }
                HtmlTag::Li => {
                    let level = self.lists.len().clamp(1, 255) as u8;
                    let number = self.lists.last_mut().and_then(Option::as_mut).map(|next| {
                        let number = *next;
                        *next = number.saturating_add(1);
                        number
                    });
                    self.item = Some((level, number));
                }
                HtmlTag::Table if tables::is_of_data(self.tree, id) => self.table = Some((id, false)),
                _ => {}
            }
        }
        self.counts[tag as usize] += 1;
        self.open.push(Open { id, tag, end });
    }

    fn enter_in_table(&mut self, tag: HtmlTag) {
        match (tag, &mut self.table) {
            (HtmlTag::Row, Some((_, begun))) => {
                *begun = false;
                if !self.line.text.is_empty() {
                    self.line.mark("\n");
                }
            }
            (HtmlTag::Cell, Some((_, begun))) => {
                let mark = if std::mem::replace(begun, true) { " | " } else { "" };
                self.line.mark(mark);
            }
            (tag, _) if !tag.is_inline() => self.space(),
            _ => {}
        }
    }

    fn space(&mut self) {
        let rest = self.line.push(" ");
        debug_assert!(rest.is_none());
    }

    /// Closes the elements that end at or before a node.
    fn close_until(&mut self, id: NodeId) {
        while let Some(last) = self.open.pop_if(|open| open.end <= id) {
            let tag = last.tag as usize;
            match self.table {
                Some((table, _)) if table == last.id => {
                    self.flush_as(UnitKind::Table, table);
                    self.table = None;
                }
                Some(_) => {
                    if !last.tag.is_inline() && !last.tag.is_of_table() {
                        self.space();
                    }
                }
                None => {
                    if !last.tag.is_inline() {
                        // The box is one of those that are still open.
                        self.open.push(last);
                        self.flush();
                        if let Some(last) = self.open.pop() {
                            match last.tag {
                                HtmlTag::Ul | HtmlTag::Ol => {
                                    self.lists.pop();
                                }
                                HtmlTag::Li => self.item = None,
                                _ => {}
                            }
                        }
                    }
                }
            }
            self.counts[tag] = self.counts[tag].saturating_sub(1);
        }
    }

    fn parent_box(&self) -> NodeId {
        self.open.iter().rev().find(|open| !open.tag.is_inline()).map_or(0, |open| open.id)
    }

    fn is_in(&self, tag: HtmlTag) -> bool {
        self.counts[tag as usize] > 0
    }

    /// The link around the next text.
    fn open_link(&self) -> Option<NodeId> {
        if !self.is_in(HtmlTag::A) {
            return None;
        }
        self.open.iter().rev().find(|open| open.tag == HtmlTag::A).map(|open| open.id)
    }

    fn text(&mut self, id: NodeId, tag: HtmlTag) {
        let source = self.tree.text(id);
        if tag == HtmlTag::Text && memchr::memchr(b'<', source.as_bytes()).is_some() {
            // The rest of a page with too many tags.
            for token in Tokens::new(source, Dialect::Html).until(self.tree.stop) {
                match token {
                    Token::Text(text) => self.decoded(id, text),
                    Token::Open { name, attributes, .. } if HtmlTag::from_name(name) == HtmlTag::Img => {
                        if let Some(words) = attribute(attributes, "alt").and_then(|alt| words_of_image(&alt)) {
                            self.piece(id, &format!(" {words} "));
                        }
                    }
                    _ => {}
                }
            }
        } else if tag == HtmlTag::Text {
            self.decoded(id, source);
        } else {
            self.piece(id, source);
        }
    }

    /// Resolves references piece by piece: the whole of a long text would be there twice.
    fn decoded(&mut self, id: NodeId, mut source: &str) {
        while !source.is_empty() {
            let end = source.floor_char_boundary(PIECE_BYTES);
            let whole = end == source.len();
            // A reference is not cut in two.
            let cut = source[..end].rfind('&').filter(|at| !whole && *at > 0 && end - at < 64).unwrap_or(end);
            self.piece(id, &decoded(&source[..cut], true));
            source = &source[cut..];
        }
    }

    fn piece(&mut self, id: NodeId, text: &str) {
        let Some(budget) = self.budget else {
            self.beyond += text.len();
            return;
        };
        self.budget = budget.checked_sub(text.len());
        self.beyond += text.len() - text.floor_char_boundary(budget);
        let text = &text[..text.floor_char_boundary(budget)];
        let before = self.line.chars;
        if before == 0 && self.line.text.is_empty() {
            self.first = id;
        }
        let pre = self.is_in(HtmlTag::Pre);
        let link = self.open_link();
        let bold = self.is_in(HtmlTag::B);
        let mut rest = if pre { None } else { Some(text) };
        if pre {
            self.line.push_verbatim(text);
        }
        let mut before = before;
        while let Some(text) = rest {
            rest = self.line.push(text);
            if rest.is_some() && self.table.is_none() {
                self.count(before, link, bold);
                self.flush();
                self.first = id;
                before = 0;
            }
        }
        self.count(before, link, bold);
    }

    fn count(&mut self, before: u32, link: Option<NodeId>, bold: bool) {
        let more = self.line.chars - before.min(self.line.chars);
        if more == 0 {
            return;
        }
        if link.is_some() {
            self.linked += more;
            self.link = link;
        }
        if bold {
            self.bold += more;
        }
    }

    fn image(&mut self, id: NodeId) {
        let words = self.tree.attribute(id, "alt").and_then(|alt| words_of_image(&alt));
        let Some(words) = words else { return };
        let chars = words.chars().count() as u32;
        // A sign within a sentence is a word of it.
        if self.table.is_some() || chars <= 4 && words.starts_with('[') {
            self.piece(id, &words);
            return;
        }
        let link = self.open_link();
        let linked = if link.is_some() { chars } else { 0 };
        let unit = PageUnit {
            kind: UnitKind::Image,
            node: self.parent_box(),
            first: id,
            text: words,
            chars,
            linked,
            bold: 0,
            link,
        };
        self.images.push(unit);
    }

    fn flush(&mut self) {
        if self.table.is_some() {
            return;
        }
        let heading = (1..=6).find(|level| self.counts[HtmlTag::H1 as usize + level - 1] > 0);
        let kind = if self.is_in(HtmlTag::Pre) {
            UnitKind::Code
        } else if let Some(level) = heading {
            UnitKind::Heading(level as u8)
        } else if self.is_in(HtmlTag::Figcaption) {
            UnitKind::Caption
        } else if let Some((level, number)) = self.item.filter(|_| self.line.chars > 0) {
            self.item = None;
            UnitKind::Item(level, number)
        } else if self.is_in(HtmlTag::Blockquote) {
            UnitKind::Quote
        } else {
            UnitKind::Text
        };
        self.flush_as(kind, self.parent_box());
    }

    fn flush_as(&mut self, kind: UnitKind, node: NodeId) {
        let line = std::mem::take(&mut self.line);
        let last_link = self.link.take();
        let (linked, bold) = (std::mem::take(&mut self.linked), std::mem::take(&mut self.bold));
        if line.chars > 0 {
            let text = match kind {
                UnitKind::Code => line.text.trim_matches(['\n', '\r']).trim_end().to_owned(),
                _ if line.text.ends_with(char::is_whitespace) => line.text.trim_end().to_owned(),
                _ => line.text,
            };
            self.units.push(PageUnit {
                kind,
                node,
                first: self.first,
                text,
                chars: line.chars,
                linked,
                bold,
                link: last_link,
            });
        }
        self.units.append(&mut self.images);
    }
}

/// The words of an image in one line; `None` if there are none.
fn words_of_image(alt: &str) -> Option<String> {
    Some(alt.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|words| !words.is_empty())
}
