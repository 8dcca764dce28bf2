//! A part of an article as the page sees it: its role, and the blank lines and the label before it. Nothing in here
//! looks at text.

use crate::{
    article::{Article, BlockKind, NumberStyle},
    script::Language,
    text::{Part, safe::Safe},
};

use super::{
    choice::Divider,
    line::{Marker, Role},
};

/// One part of an article that is laid out.
#[derive(Clone, Debug)]
pub(in crate::typeset) struct LayoutPart {
    pub part: Part,
    pub role: Role,
    /// Quotations around it.
    pub quoted: u8,
    /// Its place in a list.
    pub item: Option<ListItem>,
    /// The label of a note with its mark, in display form.
    pub label: Option<Safe>,
}

/// An item of a list.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct ListItem {
    /// The depth of the list, from 1.
    pub level: u8,
    /// The bullet or number; none before a further paragraph of the item.
    pub marker: Marker,
}

impl LayoutPart {
    /// A part in no quotation and no list.
    pub(crate) fn new(part: Part, role: Role) -> LayoutPart {
        LayoutPart { part, role, quoted: 0, item: None, label: None }
    }

    /// A part of an article.
    pub(crate) fn from_article(article: &Article, part: Part) -> LayoutPart {
        let role = match part {
            Part::Title => Role::Title,
            Part::Byline => Role::Byline,
            Part::Notice => Role::Notice,
            Part::Related(_) => Role::Related,
            Part::OriginalTitle => Role::OriginalTitle,
            Part::Body(index) => {
                let Some(block) = article.blocks.get(index as usize) else { return LayoutPart::new(part, Role::Text) };
                let (item, label) = match &block.kind {
                    BlockKind::Item { level, number, style, continued } => {
                        let marker = if *continued { Marker::None } else { item_marker(*number, *style) };
                        (Some(ListItem { level: *level, marker }), None)
                    }
                    BlockKind::Note { label } => (None, note_label(label)),
                    _ => (None, None),
                };
                return LayoutPart { part, role: role(&block.kind), quoted: block.quoted, item, label };
            }
        };
        LayoutPart::new(part, role)
    }
}

/// The role of the lines of a block.
fn role(kind: &BlockKind) -> Role {
    match kind {
        BlockKind::Paragraph => Role::Text,
        BlockKind::Heading { level } => Role::Heading((*level).clamp(1, 6)),
        BlockKind::Quote => Role::Quote,
        BlockKind::Item { .. } => Role::Item,
        BlockKind::Code => Role::Code,
        BlockKind::Rule => Role::Rule,
        BlockKind::Figure { .. } => Role::Figure,
        BlockKind::Table { .. } => Role::Table,
        BlockKind::Media { .. } => Role::Media,
        BlockKind::Math => Role::Math,
        BlockKind::Note { .. } => Role::Note,
        BlockKind::Term => Role::Term,
        BlockKind::Definition => Role::Definition,
    }
}

/// The marker of an item.
pub(crate) fn item_marker(number: Option<u32>, style: NumberStyle) -> Marker {
    number.map_or(Marker::Bullet, |number| Marker::Number(number, style))
}

/// The label of a note as it stands before its text; none if there is nothing in it.
fn note_label(label: &str) -> Option<Safe> {
    let label = label.trim();
    let ends_bare = label.chars().next_back()?.is_alphanumeric();
    Some(Safe::line(&if ends_bare { format!("{label}.") } else { label.to_owned() })).filter(|label| !label.is_empty())
}

/// Blank lines between a part and the next; `between` is how many stand between two paragraphs.
pub(crate) fn blank_lines(before: &LayoutPart, after: &LayoutPart, between: u8, divider: Divider) -> u8 {
    let head = |role| matches!(role, Role::Title | Role::Byline);
    let is_continued = after.item.is_some_and(|item| item.marker == Marker::None);
    match (before.role, after.role) {
        // It is a blank line itself.
        (_, Role::Rule) if divider == Divider::Blank => 0,
        (before, after) if head(before) && head(after) => 0,
        _ if before.quoted != after.quoted => 1,
        (Role::Item, Role::Item) if is_continued => between,
        // A heading belongs to what follows it, a term to its definitions.
        (Role::Heading(_), Role::Text | Role::Item | Role::Heading(_) | Role::Term)
        | (Role::Item, Role::Item)
        | (Role::Term | Role::Definition, Role::Term | Role::Definition)
        | (Role::Note, Role::Note)
        | (Role::Related, Role::Related) => 0,
        (Role::Text, Role::Text) | (Role::Quote, Role::Quote) | (Role::Code, Role::Code) => between,
        _ => 1,
    }
}

/// The label over related articles, in their language.
pub(crate) fn related_label(language: Language) -> &'static str {
    match language {
        Language::ChineseSimplified => "相关报道",
        Language::ChineseTaiwan => "相關報導",
        Language::ChineseTraditional | Language::ChineseHongkong => "相關報道",
        Language::Japanese => "関連記事",
        Language::Korean => "관련 기사",
        Language::Other => "Related",
    }
}
