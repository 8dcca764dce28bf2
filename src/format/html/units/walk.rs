//! The walk over the nodes of a page in their order. Elements that are open lie on a stack; what they opened is closed
//! with them.

use super::{
    code,
    contexts::Contexts,
    embeds::{Embeds, Spot},
    figures,
    inline::{self, Inline, InlineEffect},
    math,
    notes::Notes,
    pieces::{self, Budget},
    tables::{self, TableDraft},
    unit::{PageUnit, UnitKind},
};
use crate::format::html::tree::{HtmlTag, NodeId, TAG_COUNT, Tree};

/// An element that is open, and what has to be closed with it.
#[derive(Clone, Copy, Debug)]
struct Open {
    id: NodeId,
    tag: HtmlTag,
    end: NodeId,
    inline: InlineEffect,
    /// True if it is one of the contexts.
    context: bool,
    /// True if it holds a note.
    note: bool,
}

/// The state of a walk.
pub(super) struct Walk<'t, 'a> {
    tree: &'t Tree<'a>,
    /// True if the words of `<noscript>` are read.
    noscript: bool,
    pub(super) notes: Notes,
    pub(super) units: Vec<PageUnit>,
    open: Vec<Open>,
    /// Open elements of each kind.
    counts: [u16; TAG_COUNT],
    contexts: Contexts,
    inline: Inline,
    embeds: Embeds,
    /// The first unit of each figure that is open.
    figures: Vec<usize>,
    /// The note of the last unit.
    last_note: Option<u32>,
    /// The table of data that is being read.
    table: Option<TableDraft>,
    pub(super) budget: Budget,
    /// Marks of tables beyond the limit of a unit.
    lost_marks: usize,
}

impl<'t, 'a> Walk<'t, 'a> {
    pub(super) fn new(tree: &'t Tree<'a>, noscript: bool, budget: usize) -> Walk<'t, 'a> {
        Walk {
            tree,
            noscript,
            notes: Notes::find(tree),
            units: Vec::new(),
            open: Vec::new(),
            counts: [0; TAG_COUNT],
            contexts: Contexts::default(),
            inline: Inline::new(tree),
            embeds: Embeds::default(),
            figures: Vec::new(),
            last_note: None,
            table: None,
            budget: Budget::new(budget),
            lost_marks: 0,
        }
    }

    /// Reads the whole page, or what comes before the reading is stopped.
    pub(super) fn read(&mut self) {
        let mut id = 0;
        while id < self.tree.end() && self.tree.go_on_after_node(id) {
            self.close_until(id);
            id = if self.budget.is_left() { self.node(id) } else { self.pass(id) };
        }
        self.close_until(NodeId::MAX);
        self.flush();
    }

    /// Marks beyond the limit of a unit.
    pub(super) fn lost_marks(&self) -> usize {
        self.lost_marks + self.inline.line.beyond
    }
    /// Takes a node; gives the number of the next one to look at.
    fn node(&mut self, id: NodeId) -> NodeId {
        let node = self.tree.node(id);
        match node.tag {
            HtmlTag::Text | HtmlTag::Raw => pieces::each(self.tree, id, &mut |text| self.piece(id, text)),
            HtmlTag::Br => self.inline.line.text.line_break(),
            HtmlTag::Img => self.image(id),
            HtmlTag::Hr if self.table.is_none() => {
                self.flush();
                let node = self.parent_box();
                self.units.push(PageUnit::empty(UnitKind::Rule, node, id));
            }
            HtmlTag::Noscript if !self.noscript => {
                let spot = self.spot(id);
                self.embeds.twins(self.tree, &mut self.units, &spot);
                return node.end;
            }
            // The page's title, where the head has no tag of its own.
            HtmlTag::Title
                if matches!(self.tree.node(node.parent).tag, HtmlTag::Root | HtmlTag::Html | HtmlTag::Body) =>
            {
                return node.end;
            }
            HtmlTag::Svg => {
                (id..node.end).filter(|id| self.tree.node(*id).tag == HtmlTag::Img).for_each(|id| self.image(id));
                return node.end;
            }
            HtmlTag::Math | HtmlTag::Script => {
                self.formula(id);
                return node.end;
            }
            HtmlTag::Audio | HtmlTag::Video | HtmlTag::Iframe | HtmlTag::Object | HtmlTag::Embed => {
                let spot = self.spot(id);
                self.embeds.medium(self.tree, &mut self.units, &spot);
                return node.end;
            }
            tag if tag.is_skipped() || self.is_passed_over(id, tag) => return node.end,
            HtmlTag::Rt | HtmlTag::Rtc if self.inline.reading(self.tree, id, node.tag) => return node.end,
            tag => self.enter(id, tag, node.end),
        }
        id + 1
    }

    /// Counts a node beyond the budget; gives the number of the next one.
    fn pass(&mut self, id: NodeId) -> NodeId {
        let node = self.tree.node(id);
        match node.tag {
            HtmlTag::Text => self.budget.pass(self.tree.text(id).trim()),
            HtmlTag::Noscript if !self.noscript => return node.end,
            tag if tag.is_skipped() => return node.end,
            _ => {}
        }
        id + 1
    }

    /// True if an element is another form of what is read elsewhere: line numbers, a formula for the eye, a link back.
    fn is_passed_over(&mut self, id: NodeId, tag: HtmlTag) -> bool {
        self.is_in(HtmlTag::Pre) && code::is_gutter(self.tree, id)
            || tag == HtmlTag::A && self.notes.is_back(id)
            || self.inline.is_formula_for_the_eye(self.tree, id, tag)
    }

    fn enter(&mut self, id: NodeId, tag: HtmlTag, end: NodeId) {
        let tag = inline::by_class(self.tree, id, tag);
        let mut open = Open { id, tag, end, inline: InlineEffect::default(), context: false, note: false };
        if tag.is_inline() {
            let in_code = self.is_in(HtmlTag::Pre);
            open.inline = self.inline.enter(self.tree, &self.notes, id, tag, in_code);
        } else if self.table.is_some() {
            self.enter_in_table(id, tag);
        } else if self.is_in(HtmlTag::Pre) {
            self.inline.line.text.fresh_line();
        } else {
            self.flush();
            self.enter_block(&mut open);
        }
        self.counts[open.tag as usize] += 1;
        self.open.push(open);
    }

    fn enter_block(&mut self, open: &mut Open) {
        let id = open.id;
        open.context = self.contexts.enter(self.tree, id, open.tag);
        if let Some(note) = self.notes.body(id) {
            self.contexts.enter_note(note);
            open.note = true;
        }
        match open.tag {
            HtmlTag::Figure => self.figures.push(self.units.len()),
            // It is closed as code is.
            HtmlTag::Table if code::is_table_of_code(self.tree, id) => open.tag = HtmlTag::Pre,
            HtmlTag::Table if tables::is_of_data(self.tree, id) && !self.notes.has_body(id..open.end) => {
                self.table = Some(TableDraft::new(id));
            }
            _ => {}
        }
    }

    fn enter_in_table(&mut self, id: NodeId, tag: HtmlTag) {
        match tag {
            HtmlTag::Row | HtmlTag::Cell | HtmlTag::Caption => self.end_cell(),
            tag if !tag.is_of_table() => self.inline.line.text.soft_break(),
            _ => {}
        }
        let in_head = self.is_in(HtmlTag::Thead);
        match (tag, &mut self.table) {
            (HtmlTag::Row, Some(table)) => table.begin_row(),
            (HtmlTag::Cell, Some(table)) => table.begin_cell(self.tree, id, in_head),
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let line = self.inline.line.end();
        if let Some(table) = &mut self.table {
            table.end_cell(line);
        }
    }

    /// Closes the elements that end at or before a node.
    fn close_until(&mut self, id: NodeId) {
        while let Some(last) = self.open.last().copied().filter(|open| open.end <= id) {
            // The box of the text is one of those that are still open.
            self.close(last);
            self.open.pop();
            let count = &mut self.counts[last.tag as usize];
            *count = count.saturating_sub(1);
        }
    }

    fn close(&mut self, open: Open) {
        if open.tag.is_inline() {
            return self.inline.close(open.tag, open.inline);
        }
        if self.table.is_some() {
            return self.close_in_table(open);
        }
        if self.is_in(HtmlTag::Pre) && !(open.tag == HtmlTag::Pre && self.counts[HtmlTag::Pre as usize] == 1) {
            return self.inline.line.text.fresh_line();
        }
        self.flush();
        if open.note {
            self.contexts.leave_note();
        }
        if open.context {
            self.contexts.leave(open.tag);
        }
        if open.tag == HtmlTag::Figure
            && let Some(start) = self.figures.pop()
        {
            figures::join(&mut self.units, start);
        }
    }

    fn close_in_table(&mut self, open: Open) {
        match open.tag {
            HtmlTag::Cell => self.end_cell(),
            HtmlTag::Caption => self.flush_as(UnitKind::Caption, open.id),
            HtmlTag::Table if self.table.as_ref().is_some_and(|table| table.node == open.id) => {
                self.end_cell();
                let quoted = self.contexts.quoted();
                let Some(table) = self.table.take() else { return };
                self.lost_marks += table.beyond;
                self.units.extend(table.into_unit(quoted));
                self.embeds.append_to(&mut self.units);
                if open.note {
                    self.contexts.leave_note();
                }
            }
            tag if !tag.is_of_table() => self.inline.line.text.soft_break(),
            _ => {}
        }
    }

    fn parent_box(&self) -> NodeId {
        self.open.iter().rev().find(|open| !open.tag.is_inline()).map_or(0, |open| open.id)
    }

    fn is_in(&self, tag: HtmlTag) -> bool {
        self.counts[tag as usize] > 0
    }

    /// The link around the next text. An anchor that only names a place is none.
    fn open_link(&self) -> Option<NodeId> {
        if !self.is_in(HtmlTag::A) {
            return None;
        }
        let link = self.open.iter().rev().find(|open| open.tag == HtmlTag::A)?;
        (!link.inline.is_anchor).then_some(link.id)
    }

    fn spot(&self, id: NodeId) -> Spot {
        Spot {
            node: self.parent_box(),
            id,
            link: self.open_link(),
            quoted: self.contexts.quoted(),
            is_within: self.table.is_some() || !self.inline.line.is_empty(),
        }
    }

    fn image(&mut self, id: NodeId) {
        let spot = self.spot(id);
        if let Some(words) = self.embeds.image(self.tree, &mut self.units, &spot) {
            self.piece(id, &words);
        }
    }

    /// Reads `<math>`, or a script that holds TeX.
    fn formula(&mut self, id: NodeId) {
        let Some(formula) = math::read(self.tree, id) else { return };
        let is_block = formula.is_block || self.inline.is_display(self.tree, id);
        let heading = (1..=6).any(|level| self.counts[HtmlTag::H1 as usize + level - 1] > 0);
        if !is_block || heading || self.table.is_some() || self.is_in(HtmlTag::Pre) {
            return self.piece(id, &formula.text);
        }
        self.flush();
        let unit = PageUnit::empty(UnitKind::Math, self.parent_box(), id).with_text(formula.text);
        self.units.push(PageUnit { quoted: self.contexts.quoted(), ..unit });
    }

    fn piece(&mut self, id: NodeId, text: &str) {
        let text = self.budget.take(text);
        if text.is_empty() {
            return;
        }
        let mapped = self.inline.mapped(text);
        let text = mapped.as_deref().unwrap_or(text);
        let mut before = self.inline.line.text.chars;
        if before == 0 && self.inline.line.is_empty() {
            self.inline.line.first = id;
        }
        let link = self.open_link();
        let bold = self.is_in(HtmlTag::B);
        if self.is_in(HtmlTag::Pre) && self.table.is_none() {
            let in_frame = self.open.last().is_some_and(|open| open.tag.is_of_table() && open.tag != HtmlTag::Cell);
            if !in_frame || !text.trim().is_empty() {
                self.inline.line.text.push_verbatim(text);
            }
            self.inline.line.count(before, link, bold);
            self.embeds.count_text();
            return;
        }
        let mut rest = Some(text);
        while let Some(text) = rest {
            rest = self.inline.line.text.push(text);
            if rest.is_some() && self.table.is_some() {
                self.inline.line.text.mark("\n");
            } else if rest.is_some() {
                self.inline.line.count(before, link, bold);
                self.flush();
                self.inline.line.first = id;
                before = 0;
            }
        }
        if self.inline.line.text.chars != before {
            self.embeds.count_text();
        }
        self.inline.line.count(before, link, bold);
    }

    /// Ends the unit, and gives it the kind of its place.
    fn flush(&mut self) {
        if self.table.is_some() {
            return;
        }
        if self.inline.line.text.chars == 0 {
            return self.flush_as(UnitKind::Text, 0);
        }
        let heading = (1..=6).find(|level| self.counts[HtmlTag::H1 as usize + level - 1] > 0);
        let kind = match heading {
            _ if self.is_in(HtmlTag::Pre) => UnitKind::Code,
            Some(level) => UnitKind::Heading(level as u8),
            None => {
                let (kind, quoted) = self.contexts.kind();
                return self.flush_with(kind, self.parent_box(), quoted);
            }
        };
        self.flush_with(kind, self.parent_box(), self.contexts.quoted());
    }

    fn flush_as(&mut self, kind: UnitKind, node: NodeId) {
        self.flush_with(kind, node, self.contexts.quoted());
    }

    fn flush_with(&mut self, kind: UnitKind, node: NodeId, quoted: u8) {
        let line = self.inline.line.end();
        self.inline.begin_unit();
        if line.chars > 0 {
            let mut unit = line.into_unit(kind, node, quoted);
            let mut front = 0;
            if kind == UnitKind::Code {
                front = unit.text.len() - unit.text.trim_start_matches(['\n', '\r']).len();
            } else if let UnitKind::Note(note) = kind
                && self.last_note.replace(note) != Some(note)
            {
                front = self.notes.begin(note, &unit.text);
            }
            if front > 0 {
                unit.cut_front(front);
            }
            unit.truncate(unit.text.trim_end().len());
            self.units.push(unit);
        }
        self.embeds.append_to(&mut self.units);
    }
}
