//! The place of the next text in lists, quotations, definitions and notes, which decides the kind of its unit.

use super::unit::{ItemHead, UnitKind};
use crate::{
    article::NumberStyle,
    format::html::tree::{HtmlTag, NodeId, Tree},
};

/// An element that gives its text a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Context {
    Quote,
    Item(ItemHead),
    Term,
    Definition,
    Caption,
    Note(u32),
}

/// The numbers of a list.
#[derive(Clone, Copy, Debug)]
struct Numbers {
    next: i64,
    step: i64,
    style: NumberStyle,
}

/// The elements around the next text, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Contexts {
    open: Vec<Context>,
    lists: Vec<Option<Numbers>>,
    quotes: u16,
}

impl Contexts {
    /// Enters an element; false if it is none that matters.
    pub(super) fn enter(&mut self, tree: &Tree<'_>, id: NodeId, tag: HtmlTag) -> bool {
        let context = match tag {
            HtmlTag::Blockquote => {
                self.quotes += 1;
                Context::Quote
            }
            HtmlTag::Ul => {
                self.lists.push(None);
                return true;
            }
            HtmlTag::Ol => {
                self.lists.push(numbers(tree, id));
                return true;
            }
            HtmlTag::Li => Context::Item(self.item(tree, id)),
            HtmlTag::Dt => Context::Term,
            HtmlTag::Dd => Context::Definition,
            HtmlTag::Figcaption => Context::Caption,
            _ => return false,
        };
        self.open.push(context);
        true
    }

    /// Enters the body of a note.
    pub(super) fn enter_note(&mut self, note: u32) {
        self.open.push(Context::Note(note));
    }

    /// Leaves an element for which [`Contexts::enter`] was true.
    pub(super) fn leave(&mut self, tag: HtmlTag) {
        match tag {
            HtmlTag::Ul | HtmlTag::Ol => {
                self.lists.pop();
                return;
            }
            HtmlTag::Blockquote => self.quotes -= 1,
            _ => {}
        }
        self.open.pop();
    }

    /// Leaves the body of a note.
    pub(super) fn leave_note(&mut self) {
        self.open.pop();
    }

    /// The kind of the next text, and the quotations around it. The next text of an item continues it.
    pub(super) fn kind(&mut self) -> (UnitKind, u8) {
        let quoted = self.quoted();
        let kind = match self.open.last_mut() {
            None => UnitKind::Text,
            Some(Context::Quote) => return (UnitKind::Quote, quoted.saturating_sub(1)),
            Some(Context::Item(item)) => {
                let head = *item;
                *item = ItemHead { continued: true, number: None, style: NumberStyle::Decimal, ..head };
                UnitKind::Item(head)
            }
            Some(Context::Term) => UnitKind::Term,
            Some(Context::Definition) => UnitKind::Definition,
            Some(Context::Caption) => UnitKind::Caption,
            Some(Context::Note(note)) => UnitKind::Note(*note),
        };
        (kind, quoted)
    }

    /// The quotations around the next text.
    pub(super) fn quoted(&self) -> u8 {
        self.quotes.min(255) as u8
    }

    fn item(&mut self, tree: &Tree<'_>, id: NodeId) -> ItemHead {
        let level = self.lists.len().clamp(1, 255) as u8;
        let Some(Some(numbers)) = self.lists.last_mut() else {
            return ItemHead { level, ..ItemHead::default() };
        };
        if let Some(value) = number_of(tree, id, "value") {
            numbers.next = value;
        }
        let number = u32::try_from(numbers.next).ok();
        numbers.next = numbers.next.saturating_add(numbers.step);
        let style = style(tree, id).unwrap_or(numbers.style);
        ItemHead { level, number, style, continued: false }
    }
}

/// The numbers of an ordered list; `None` if its style says that they are not shown.
fn numbers(tree: &Tree<'_>, id: NodeId) -> Option<Numbers> {
    let hides = |value: &str| {
        let plain: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        plain.contains("list-style:none") || plain.contains("list-style-type:none")
    };
    if tree.mentions(id, "none") && tree.attribute(id, "style").is_some_and(|style| hides(&style)) {
        return None;
    }
    let step = if tree.attribute(id, "reversed").is_some() { -1 } else { 1 };
    let first = number_of(tree, id, "start");
    let next = first.unwrap_or_else(|| if step < 0 { items(tree, id) } else { 1 });
    Some(Numbers { next, step, style: style(tree, id).unwrap_or_default() })
}

fn number_of(tree: &Tree<'_>, id: NodeId, name: &str) -> Option<i64> {
    let value: i64 = tree.attribute(id, name)?.trim().parse().ok()?;
    u32::try_from(value.unsigned_abs()).is_ok().then_some(value)
}

/// The items of a list.
fn items(tree: &Tree<'_>, list: NodeId) -> i64 {
    let (mut id, end, mut count) = (list + 1, tree.node(list).end, 0);
    while id < end {
        count += i64::from(tree.node(id).tag == HtmlTag::Li);
        id = tree.node(id).end;
    }
    count
}

/// The writing of the numbers of a list or an item, by `type` or style.
fn style(tree: &Tree<'_>, id: NodeId) -> Option<NumberStyle> {
    if tree.text(id).is_empty() {
        return None;
    }
    match tree.attribute(id, "type").as_deref().map(str::trim) {
        Some("a") => return Some(NumberStyle::LowerAlpha),
        Some("A") => return Some(NumberStyle::UpperAlpha),
        Some("i") => return Some(NumberStyle::LowerRoman),
        Some("I") => return Some(NumberStyle::UpperRoman),
        Some("1") => return Some(NumberStyle::Decimal),
        _ => {}
    }
    if !tree.mentions(id, "list-style") {
        return None;
    }
    let style = tree.attribute(id, "style")?.to_ascii_lowercase();
    let value = style.split(';').find(|rule| rule.trim_start().starts_with("list-style"))?.split_once(':')?.1;
    value.split_whitespace().find_map(|word| {
        Some(match word {
            "lower-alpha" | "lower-latin" => NumberStyle::LowerAlpha,
            "upper-alpha" | "upper-latin" => NumberStyle::UpperAlpha,
            "lower-roman" => NumberStyle::LowerRoman,
            "upper-roman" => NumberStyle::UpperRoman,
            "cjk-ideographic"
            | "cjk-decimal"
            | "trad-chinese-informal"
            | "simp-chinese-informal"
            | "trad-chinese-formal"
            | "simp-chinese-formal"
            | "japanese-informal"
            | "japanese-formal" => NumberStyle::Han,
            "decimal" | "decimal-leading-zero" => NumberStyle::Decimal,
            _ => return None,
        })
    })
}
