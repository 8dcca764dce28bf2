//! An article in the page layout: plain text, in which links, readings, notes, pictures and tables have the forms that
//! writers of plain text give them.

use std::fmt::Write;

use crate::{
    article::{Article, Block, BlockKind, Cell, SpanKind},
    date::Published,
};

use super::nesting::{MarkupPiece, pieces};

/// The order of the sections of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SectionOrder {
    Usual,
    /// The author's section comes last, and is there even if it is empty.
    AuthorLast,
}

/// Writes an article whose blocks are [`plain_blocks`]: title, date, a paragraph a line, and the sections that follow.
pub(super) fn page(article: &Article, order: SectionOrder) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    if !article.title.is_empty() {
        let _ = writeln!(text, "{}", article.title);
    }
    if let Some(published) = &article.published {
        let _ = writeln!(text, "Published at {}", date(published));
    }
    for block in &article.blocks {
        let _ = writeln!(text, "\n{}", block.text);
    }
    let author = article.author.as_deref();
    if let (SectionOrder::Usual, Some(author)) = (order, author) {
        let _ = writeln!(text, "\nAuthor\n{author}");
    }
    if !article.related.is_empty() {
        let _ = writeln!(text, "\nRelated\n{}", article.related.join("\n"));
    }
    if let Some(notice) = &article.notice {
        let _ = writeln!(text, "\nAI Translated\n{notice}");
    }
    if order == SectionOrder::AuthorLast {
        let _ = writeln!(text, "\nAuthor\n{}", author.unwrap_or_default());
    }
    if let Some(title) = &article.original_title {
        let _ = writeln!(text, "\n{title}");
    }
    text
}

/// A date in the form of the page layout, if that can hold it, else RFC 3339.
fn date(published: &Published) -> String {
    match published {
        Published::Local(civil) if civil.second() == 0 && civil.subsec_nanosecond() == 0 => {
            civil.strftime("%b %d, %Y %I:%M %P").to_string()
        }
        published => published.to_rfc3339(),
    }
}

/// The blocks of an article with everything in their text that plain text can say.
pub(super) fn plain_blocks(article: &Article) -> Vec<Block> {
    article.blocks.iter().map(|block| Block::new(block.kind.clone(), plain(block))).collect()
}

fn plain(block: &Block) -> String {
    match &block.kind {
        BlockKind::Table { rows } if !rows.is_empty() => table(rows),
        BlockKind::Figure { images } => {
            let addresses: Vec<&str> =
                images.iter().map(|image| image.src.as_str()).filter(|src| !src.is_empty()).collect();
            let (open, close) = if block.text.is_empty() { ("", "") } else { ("〔", "〕") };
            format!("{open}{}{close}{}", block.text, addresses.iter().flat_map(|it| [" ", *it]).collect::<String>())
                .trim()
                .to_owned()
        }
        BlockKind::Media { src, .. } if !src.is_empty() && *src != block.text => {
            format!("{} ({src})", block.text).trim().to_owned()
        }
        BlockKind::Note { label } => format!("[{}] {}", label.trim_matches(['[', ']']), inline(block)),
        _ => inline(block),
    }
}

/// The text of a block, with addresses in parentheses behind their words, and readings behind their bases.
fn inline(block: &Block) -> String {
    if block.spans.is_empty() {
        return block.text.clone();
    }
    let spans: Vec<_> = block.spans.iter().map(|span| (span.range(), &span.kind)).collect();
    let (mut out, mut links) = (String::with_capacity(block.text.len()), Vec::new());
    for piece in pieces(&block.text, &spans) {
        match piece {
            MarkupPiece::Text(text) | MarkupPiece::Whole(_, text) => out.push_str(text),
            MarkupPiece::Open(SpanKind::Link { .. }) => links.push(out.len()),
            MarkupPiece::Close(SpanKind::Link { href }) => {
                let start = links.pop().unwrap_or_default();
                let words = out.get(start..).unwrap_or_default();
                // An address that is its own words is there already.
                if !href.ends_with(words) || words.len() < 8 {
                    let _ = write!(out, " ({href})");
                }
            }
            MarkupPiece::Close(SpanKind::Ruby { reading }) => {
                let _ = write!(out, "（{reading}）");
            }
            MarkupPiece::Open(_) | MarkupPiece::Close(_) => {}
        }
    }
    out
}

/// A row a line, with bars between the cells.
fn table(rows: &[Vec<Cell>]) -> String {
    let row = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.replace('\n', " ")).collect::<Vec<_>>().join(" | ");
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::article::{Block, BlockKind, Cell, Image, Span, SpanKind};

    #[test]
    fn plain_text_says_what_spans_say() {
        let link = SpanKind::Link { href: "https://a.example/".into() };
        let ruby = SpanKind::Ruby { reading: "きょう".into() };
        let text = Block::paragraph("今日の地圖https://a.example/");
        let own = Span::new(15..35, link.clone());
        let text = text.with_spans(vec![Span::new(0..6, ruby), Span::new(9..15, link), own]);
        assert_eq!(plain(&text), "今日（きょう）の地圖 (https://a.example/)https://a.example/");
        let image = Image { src: "https://a.example/a.jpg".into(), alt: "燈".into() };
        let figure = Block::new(BlockKind::Figure { images: vec![image] }, "燈塔");
        assert_eq!(plain(&figure), "〔燈塔〕 https://a.example/a.jpg");
        let table =
            Block::table(vec![vec![Cell::from_text("甲"), Cell::from_text("乙\n丙")], vec![Cell::from_text("丁")]]);
        assert_eq!(plain(&table), "甲 | 乙 丙\n丁");
        assert_eq!(plain(&Block::new(BlockKind::Note { label: "1".into() }, "見舊志。")), "[1] 見舊志。");
    }
}
