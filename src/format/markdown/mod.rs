//! Articles from Markdown: `CommonMark` with tables, footnotes, task lists, strikethrough, definition lists, formulas and
//! highlights, and a head of fields.
//!
//! Emphasis beside East Asian marks is that which its writer meant (`flanking.rs`). HTML is read as HTML (`regions.rs`);
//! comments are not shown.

mod builder;
mod flanking;
mod footnotes;
mod front_matter;
mod marks;
mod markup;
mod regions;
mod shapes;
mod table;
mod text;

#[cfg(test)]
mod tests;

pub(crate) use text::needs_space;

use url::Url;

use crate::{
    article::{Article, Block, BlockKind},
    format::{BlockCollector, Parsed, Remark, page},
    text::StopCheck,
};
use footnotes::Footnotes;
use regions::Regions;

/// True if a text begins with a head of fields, as only Markdown does.
#[must_use]
pub(crate) fn has_head(text: &str) -> bool {
    front_matter::split(text.strip_prefix('\u{feff}').unwrap_or(text)).is_some()
}

/// Reads a Markdown text. The title is that of the head, else the first heading, if it is of the first level and
/// either begins the text or is the only one of its level.
#[must_use]
pub(crate) fn parse(text: &str) -> Parsed {
    parse_until(text, &StopCheck::never())
}

/// Reads a Markdown text; the result is incomplete if `stop` stopped it.
pub(crate) fn parse_until(text: &str, stop: &StopCheck<'_>) -> Parsed {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut parsed = Parsed::default();
    let mut rest = text;
    if let Some((fields, after)) = front_matter::split_markdown(text) {
        front_matter::apply(fields, &mut parsed);
        rest = after;
    }
    let base = parsed.article.link.as_deref().and_then(|link| Url::parse(link).ok());
    let mut regions =
        Regions { base, stop, body: BlockCollector::default(), notes: Footnotes::default(), remarks: Vec::new() };
    read(rest, &mut regions);
    parsed.remarks.append(&mut regions.remarks);
    parsed.article.blocks = regions.body.into_blocks();
    parsed.article.blocks.extend(regions.notes.into_blocks());
    take_title(&mut parsed.article);
    take_date(&mut parsed.article);
    if parsed.article.title.is_empty() && !parsed.article.blocks.is_empty() {
        parsed.remarks.push(Remark::NoTitle);
    }
    parsed
}

fn take_title(article: &mut Article) {
    let is_first_level = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 1 });
    let Some(first) = article.blocks.iter().position(is_first_level) else {
        if article.title.is_empty()
            && matches!(article.blocks.first().map(|block| &block.kind), Some(BlockKind::Heading { .. }))
        {
            article.title = article.blocks.remove(0).text;
        }
        return;
    };
    let only = article.blocks.iter().filter(|block| is_first_level(block)).count() == 1;
    if article.title.is_empty() && (first == 0 || only) {
        article.title = article.blocks.remove(first).text;
    } else if first == 0 && article.blocks[0].text == article.title {
        // The head and the text say the same title twice.
        article.blocks.remove(0);
    }
}

/// A first paragraph that holds a date and nothing else is the date.
fn take_date(article: &mut Article) {
    if article.published.is_none()
        && let Some(first) = article.blocks.first().filter(|block| block.kind == BlockKind::Paragraph)
        && let Some(page::DateLine::Date(published)) = page::date_line(first.text.trim())
    {
        article.published = Some(published);
        article.blocks.remove(0);
    }
}

/// Bytes that are parsed at once. The parser takes up to ninety times their number in memory for text that is all marks.
const PIECE_BYTES: usize = 1024 * 1024;

/// Reads the blocks of a text. One longer than [`PIECE_BYTES`], which no article is, is cut at blank lines: a reference
/// across a cut stays as it is written, and what it may refer to is shown.
fn read(text: &str, regions: &mut Regions<'_>) {
    let is_cut = text.len() > PIECE_BYTES;
    let mut rest = text;
    while rest.len() > PIECE_BYTES {
        let (piece, after) = rest.split_at(cut(rest));
        regions.read(piece, is_cut);
        rest = after;
    }
    regions.read(rest, is_cut);
}

/// The end of the first piece of a text longer than one: after the last blank line, else the last line, else character.
fn cut(text: &str) -> usize {
    let most = (0..=PIECE_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let head = &text[..most];
    head.rfind("\n\n").map(|at| at + 2).or_else(|| head.rfind('\n').map(|at| at + 1)).unwrap_or(most)
}
