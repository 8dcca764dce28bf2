//! A part of an article as the page sees it: its role, and the blank lines and the label before it. Nothing in here
//! looks at text.

use crate::{
    article::{Article, BlockKind},
    script::Language,
    text::Part,
};

use super::{choice::Divider, line::Role};

/// One part of an article that is laid out.
#[derive(Clone, Debug)]
pub(in crate::typeset) struct LayoutPart {
    pub part: Part,
    pub role: Role,
    pub kind: Option<BlockKind>,
}

/// The role of the lines of a part.
pub(crate) fn role(article: &Article, part: Part) -> (Role, Option<BlockKind>) {
    match part {
        Part::Title => (Role::Title, None),
        Part::Byline => (Role::Byline, None),
        Part::Notice => (Role::Notice, None),
        Part::Related(_) => (Role::Related, None),
        Part::OriginalTitle => (Role::OriginalTitle, None),
        Part::Body(index) => {
            let kind = article.blocks.get(index as usize).map_or(BlockKind::Paragraph, |block| block.kind.clone());
            let role = match kind {
                BlockKind::Paragraph
                | BlockKind::Figure { .. }
                | BlockKind::Table { .. }
                | BlockKind::Media { .. }
                | BlockKind::Math
                | BlockKind::Note { .. }
                | BlockKind::Term
                | BlockKind::Definition => Role::Text,
                BlockKind::Heading { level } => Role::Heading(level.clamp(1, 6)),
                BlockKind::Quote => Role::Quote,
                BlockKind::Item { .. } => Role::Item,
                BlockKind::Code => Role::Code,
                BlockKind::Rule => Role::Rule,
            };
            (role, Some(kind))
        }
    }
}

/// Blank lines between a part and the next; `between` is how many stand between two paragraphs.
pub(crate) fn blank_lines(before: Role, after: Role, between: u8, divider: Divider) -> u8 {
    let head = |role| matches!(role, Role::Title | Role::Byline);
    match (before, after) {
        // It is a blank line itself.
        (_, Role::Rule) if divider == Divider::Blank => 0,
        (before, after) if head(before) && head(after) => 0,
        // A heading belongs to what follows it.
        (Role::Heading(_), Role::Text | Role::Item | Role::Heading(_))
        | (Role::Item, Role::Item)
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
