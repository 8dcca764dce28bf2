//! The part of the blocks of an article that [`body`](super::body) does not say: kinds beyond the letters of the shape,
//! spans, depths of quotation, pictures, cells.
//!
//! Details stand beside the text and are no part of what an article is known by. Those that do not fit the text are
//! refused as a whole: the article opens as plain text then, and `check` names it.

use serde::{Deserialize, Serialize};

use super::frame;
use crate::article::{Block, BlockKind, Cell, Span};

/// Limit of the details of one article, unpacked. Blocks beyond it are kept as plain text.
const MAX_DETAILS_BYTES: usize = 64 << 20;

/// Details that do not fit their text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Misfit;

/// The details of one block.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Blocks without details since the last entry.
    #[serde(rename = "n", default, skip_serializing_if = "is_zero")]
    skipped: usize,
    /// The kind, where the shape does not say it whole. A table has no rows in it.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    kind: Option<BlockKind>,
    /// The rows of a table.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    rows: Vec<Vec<CellEntry>>,
    #[serde(rename = "q", default, skip_serializing_if = "is_zero")]
    quoted: usize,
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    spans: Vec<Span>,
}

/// A cell: the bytes of its text, 1 if it is a head, its columns and rows.
type CellEntry = (usize, u8, u16, u16);

// The signature is serde's.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// The details of blocks; none if all are plain.
pub(in crate::store) fn pack(blocks: &[Block]) -> Option<Vec<u8>> {
    let (mut content, mut skipped) = (Vec::new(), 0);
    for block in blocks {
        match entry(block, skipped).and_then(|entry| serde_json::to_vec(&entry).ok()) {
            Some(entry) if content.len() + entry.len() < MAX_DETAILS_BYTES => {
                content.extend_from_slice(&entry);
                content.push(b'\n');
                skipped = 0;
            }
            _ => skipped += 1,
        }
    }
    (!content.is_empty()).then(|| frame::seal(&content))
}

fn entry(block: &Block, skipped: usize) -> Option<Entry> {
    let Block { kind, quoted, spans, .. } = block;
    let is_plain = match kind {
        BlockKind::Paragraph | BlockKind::Heading { .. } | BlockKind::Quote | BlockKind::Code | BlockKind::Rule => true,
        BlockKind::Item { level, number, .. } => *kind == BlockKind::item(*level, *number),
        _ => false,
    };
    if is_plain && *quoted == 0 && spans.is_empty() {
        return None;
    }
    let (kind, rows) = match kind {
        _ if is_plain => (None, Vec::new()),
        BlockKind::Table { rows } => {
            let cell = |cell: &Cell| (cell.text.len(), u8::from(cell.header), cell.colspan, cell.rowspan);
            let rows: Vec<Vec<CellEntry>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
            // A table whose text is not that of its cells is kept as the text.
            cells(&block.text, &rows)?;
            (Some(BlockKind::Table { rows: Vec::new() }), rows)
        }
        kind => (Some(kind.clone()), Vec::new()),
    };
    let spans = if fit(spans, &block.text) { spans.clone() } else { block.clone().with_spans(spans.clone()).spans };
    Some(Entry { skipped, kind, rows, quoted: usize::from(*quoted), spans })
}

/// Gives blocks their details. Blocks that these do not fit stay as they are, all of them.
pub(in crate::store) fn apply(details: &[u8], blocks: &mut [Block]) -> Result<(), Misfit> {
    let content = frame::open(details, MAX_DETAILS_BYTES).ok_or(Misfit)?;
    let (mut found, mut at) = (Vec::new(), 0_usize);
    for entry in content.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let entry: Entry = serde_json::from_slice(entry).map_err(|_| Misfit)?;
        at = at.checked_add(entry.skipped).ok_or(Misfit)?;
        found.push((at, described(blocks.get(at).ok_or(Misfit)?, entry)?));
        at += 1;
    }
    for (at, (kind, quoted, spans)) in found {
        let block = &mut blocks[at];
        block.kind = kind.unwrap_or_else(|| block.kind.clone());
        (block.quoted, block.spans) = (quoted, spans);
    }
    Ok(())
}

/// The kind, if it is another than the shape says, the depth and the spans of a block.
fn described(block: &Block, entry: Entry) -> Result<(Option<BlockKind>, u8, Vec<Span>), Misfit> {
    let quoted = u8::try_from(entry.quoted).map_err(|_| Misfit)?;
    if !fit(&entry.spans, &block.text) {
        return Err(Misfit);
    }
    let mut described = None;
    if let Some(kind) = entry.kind {
        let fits = match (&block.kind, &kind) {
            (BlockKind::Item { level, number, .. }, BlockKind::Item { level: other, number: another, .. }) => {
                level == other && number == another
            }
            (BlockKind::Paragraph, kind) => !matches!(kind, BlockKind::Item { .. }),
            _ => false,
        };
        if !fits {
            return Err(Misfit);
        }
        described = Some(match kind {
            BlockKind::Table { .. } => BlockKind::Table { rows: cells(&block.text, &entry.rows).ok_or(Misfit)? },
            kind => kind,
        });
    }
    Ok((described, quoted, entry.spans))
}

/// True if spans are in their order and lie over whole characters of a text.
fn fit(spans: &[Span], text: &str) -> bool {
    let covers =
        |span: &Span| span.start < span.end && text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
    spans.iter().all(covers)
        && spans.is_sorted_by(|one, next| one.start < next.start || one.start == next.start && one.end >= next.end)
}

/// The rows of a table whose text this is; none if they do not make it.
fn cells(text: &str, rows: &[Vec<CellEntry>]) -> Option<Vec<Vec<Cell>>> {
    let mut rest = text;
    let mut made = Vec::with_capacity(rows.len());
    for (row_at, row) in rows.iter().enumerate() {
        if row_at > 0 {
            rest = rest.strip_prefix('\n')?;
        }
        let mut cells = Vec::with_capacity(row.len());
        for (cell_at, &(length, header, colspan, rowspan)) in row.iter().enumerate() {
            if cell_at > 0 {
                rest = rest.strip_prefix('\t')?;
            }
            let (cell, after) = rest.split_at_checked(length)?;
            rest = after;
            cells.push(Cell { text: cell.to_owned(), header: header == 1, colspan, rowspan });
        }
        made.push(cells);
    }
    rest.is_empty().then_some(made)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::{Image, MediaKind, NumberStyle, SpanKind};
    use crate::store::articles::body;

    /// One block of every kind, with spans.
    fn blocks() -> Vec<Block> {
        let cell = |text: &str| Cell::from_text(text);
        let wide = Cell { header: true, colspan: 2, rowspan: 3, ..cell("潮位\n（厘米）") };
        let rows = vec![vec![cell("日期"), wide], vec![], vec![cell(""), cell("312")]];
        let item = BlockKind::Item { level: 2, number: Some(3), style: NumberStyle::Han, continued: true };
        let images = vec![Image { src: "https://a.example/1.jpg".into(), alt: "港口".into() }, Image::default()];
        let media =
            BlockKind::Media { media: MediaKind::Audio, src: "https://a.example/1.mp3".into(), length: Some(7) };
        let link = SpanKind::Link { href: "https://a.example/?a=1&b=2".into() };
        let ruby = SpanKind::Ruby { reading: "きょう".into() };
        let spans = vec![Span::new(0..6, SpanKind::Strong), Span::new(0..6, ruby), Span::new(6..9, link)];
        vec![
            Block::paragraph("一"),
            Block { quoted: 2, ..Block::paragraph("今日は晴").with_spans(spans) },
            Block::heading(3, "標題"),
            Block::new(item, "項"),
            Block::new(BlockKind::item(1, None), "項"),
            Block::new(BlockKind::Figure { images }, "港口的清晨"),
            Block::table(rows),
            Block::new(media, "錄音"),
            Block::new(BlockKind::Math, "E=mc²"),
            Block::new(BlockKind::Note { label: "1".into() }, "註"),
            Block::new(BlockKind::Term, "潮"),
            Block::new(BlockKind::Definition, "海水"),
            Block::new(BlockKind::Code, "let a = 1;"),
            Block::new(BlockKind::Rule, ""),
        ]
    }

    #[test]
    fn blocks_come_back_whole() {
        let blocks = blocks();
        let (shape, text) = body::pack(&blocks);
        let mut plain = body::unpack(&shape, &text).unwrap();
        let details = pack(&blocks).unwrap();
        assert_eq!(apply(&details, &mut plain), Ok(()));
        assert_eq!(plain, blocks);
        assert_eq!(pack(&[Block::paragraph("一"), Block::heading(2, "二")]), None);
    }

    #[test]
    fn details_that_do_not_fit_are_refused_whole() {
        let text = || vec![Block::paragraph("今日は"), Block::new(BlockKind::item(1, None), "a\tb")];
        for wrong in [
            r#"{"s":[{"start":0,"end":12,"kind":"strong"}]}"#,
            r#"{"s":[{"start":1,"end":3,"kind":"strong"}]}"#,
            r#"{"s":[{"start":3,"end":3,"kind":"strong"}]}"#,
            r#"{"s":[{"start":3,"end":6,"kind":"strong"},{"start":0,"end":3,"kind":"code"}]}"#,
            r#"{"s":[{"start":0,"end":3,"kind":"blink"}]}"#,
            r#"{"n":2,"q":1}"#,
            r#"{"q":256}"#,
            r#"{"k":{"kind":"item","level":1}}"#,
            r#"{"n":1,"k":{"kind":"item","level":2}}"#,
            r#"{"n":1,"k":{"kind":"table"}}"#,
            r#"{"k":{"kind":"table"},"r":[[[3,0,1,1],[6,0,1,1]]]}"#,
            r#"{"k":{"kind":"table"},"r":[[[99,0,1,1]]]}"#,
            r#"{"k":{"kind":"table"}}"#,
            "{",
        ] {
            let mut blocks = text();
            assert_eq!(apply(&frame::seal(wrong.as_bytes()), &mut blocks), Err(Misfit), "{wrong}");
            assert_eq!(blocks, text());
        }
        assert_eq!(apply(b"", &mut text()), Err(Misfit));
        assert!(apply(&frame::seal(br#"{"s":[{"start":0,"end":9,"kind":"strong"}]}"#), &mut text()).is_ok());
    }

    proptest! {
        #[test]
        fn any_bytes_are_applied_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..60), json in "\\PC{0,60}") {
            let _ = apply(&bytes, &mut blocks());
            let _ = apply(&frame::seal(json.as_bytes()), &mut blocks());
        }
    }
}
