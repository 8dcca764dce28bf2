//! A block of an article as an object of JSON: of this program's own record, with everything that belongs to its kind, or as
//! other programs name it.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess};

use super::{
    flat::{Flat, FlatSeed, ListSeed, ScalarSeed},
    text::{Texts, go_on_after},
};
use crate::{
    article::{Block, BlockKind, Cell, Image, MAX_CELL_SPAN, MediaKind, Span, SpanKind},
    text::StopCheck,
};

/// Limit of the spans that are read; a block keeps fewer.
const MAX_SPANS: usize = 50_000;

/// Limit of the rows and of the cells of a row. A table beyond them becomes a paragraph of its text.
const MAX_ROWS: usize = 20_000;
const MAX_COLUMNS: usize = 20_000;

/// Limit of the cells of a table.
const MAX_CELLS: usize = 200_000;

/// Limit of the pictures of a figure.
const MAX_IMAGES: usize = 1000;

/// The fields of an object so far.
#[derive(Default)]
pub(super) struct NamedBlock {
    /// The kind as it is named; empty if it is not.
    pub(super) kind: String,
    pub(super) text: String,
    /// A text in a field for HTML.
    pub(super) html: Option<String>,
    fields: Vec<(&'static str, String)>,
    spans: Vec<Span>,
    images: Vec<Image>,
    rows: Vec<Vec<Cell>>,
}

const FIELDS: [&str; 14] = [
    "level",
    "depth",
    "number",
    "style",
    "continued",
    "quoted",
    "media",
    "src",
    "url",
    "length",
    "label",
    "alt",
    "caption",
    "title",
];

impl NamedBlock {
    /// Reads the fields of an object.
    pub(super) fn read<'de, A: MapAccess<'de>>(mut map: A, stop: &StopCheck<'_>) -> Result<NamedBlock, A::Error> {
        let mut found = NamedBlock::default();
        while let Some(key) = map.next_key::<String>()? {
            go_on_after(key.len(), stop)?;
            found.field(&key.to_lowercase(), &mut map, stop)?;
        }
        Ok(found)
    }

    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A, stop: &StopCheck<'_>) -> Result<(), A::Error> {
        match key {
            "kind" | "type" | "tag" => self.kind = scalar(map)?.trim().to_lowercase(),
            "text" | "content" | "value" | "children" => {
                let text = map.next_value_seed(Texts { stop })?.join("\n");
                if self.text.is_empty() {
                    self.text = text;
                } else if !text.is_empty() {
                    self.text.push('\n');
                    self.text.push_str(&text);
                }
            }
            "html" | "rendered" | "__html" => {
                self.html = Some(map.next_value_seed(Texts { stop })?.join("\n")).filter(|html| !html.is_empty());
            }
            "spans" => self.spans = self::spans(map, stop)?,
            "images" => {
                let element = FlatSeed { names: &["src", "url", "alt"], stop };
                let images = map.next_value_seed(ListSeed { element, max: MAX_IMAGES })?;
                self.images = images.into_iter().map(image).collect();
            }
            "rows" => self.rows = rows(map, stop)?,
            key => match FIELDS.iter().find(|field| **field == key) {
                Some(field) => {
                    let value = scalar(map)?;
                    self.fields.push((field, value));
                }
                None => _ = map.next_value::<IgnoredAny>()?,
            },
        }
        Ok(())
    }

    fn take(&mut self, name: &str) -> String {
        let field = self.fields.iter_mut().find(|(field, _)| *field == name);
        field.map(|(_, value)| std::mem::take(value)).unwrap_or_default()
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.fields.iter().find(|(field, _)| *field == name)?.1.trim().parse().ok()
    }

    /// The block of the kind that is named; a paragraph if that is not known.
    pub(super) fn into_block(mut self) -> Block {
        let level = |named: &NamedBlock, most| {
            named.number("level").or(named.number("depth")).map(|level| level.clamp(1, most) as u8)
        };
        let quoted = self.number("quoted").and_then(|count| u8::try_from(count).ok()).unwrap_or(0);
        let kind = match self.kind.as_str() {
            "heading" | "header" | "title" => BlockKind::Heading { level: level(&self, 6).unwrap_or(2) },
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Heading { level: self.kind.as_bytes()[1] - b'0' },
            "quote" | "blockquote" => BlockKind::Quote,
            "item" | "li" | "list_item" | "listitem" => BlockKind::Item {
                level: level(&self, 255).unwrap_or(1),
                number: self.number("number").and_then(|number| u32::try_from(number).ok()),
                style: named(&self.take("style")).unwrap_or_default(),
                continued: self.take("continued") == "true",
            },
            "code" | "pre" | "codeblock" => BlockKind::Code,
            "rule" | "hr" => BlockKind::Rule,
            "figure" | "image" | "img" | "picture" => self.figure(),
            "table" => {
                let rows = std::mem::take(&mut self.rows);
                if let Some(table) = self.table(rows) {
                    return Block { quoted, ..table };
                }
                BlockKind::Paragraph
            }
            "media" | "audio" | "video" | "embed" => BlockKind::Media {
                media: named::<MediaKind>(&self.take("media")).or(named(&self.kind)).unwrap_or_default(),
                src: self.address(),
                length: self.number("length"),
            },
            "math" => BlockKind::Math,
            "note" => BlockKind::Note { label: self.take("label") },
            "term" => BlockKind::Term,
            "definition" => BlockKind::Definition,
            _ => BlockKind::Paragraph,
        };
        if self.text.is_empty() {
            self.text = [self.take("caption"), self.take("alt"), self.take("title")]
                .into_iter()
                .find(|text| !text.is_empty())
                .unwrap_or_default();
        }
        Block { quoted, ..Block::new(kind, self.text).with_spans(self.spans) }
    }

    /// The address of a block, if it may be one.
    fn address(&mut self) -> String {
        let src = self.take("src");
        let address = if src.is_empty() { self.take("url") } else { src };
        if is_web(&address) { address } else { String::new() }
    }

    fn figure(&mut self) -> BlockKind {
        let mut images = std::mem::take(&mut self.images);
        if images.is_empty() {
            let src = self.address();
            let alt =
                self.fields.iter().find(|(field, _)| *field == "alt").map(|(_, alt)| alt.clone()).unwrap_or_default();
            images.extend((!src.is_empty() || !alt.is_empty()).then_some(Image { src, alt }));
        }
        BlockKind::Figure { images }
    }

    /// The table of some rows, or of a text with its cells; none if it is too large for one.
    fn table(&mut self, mut rows: Vec<Vec<Cell>>) -> Option<Block> {
        if rows.is_empty() {
            let row = |line: &str| line.split('\t').map(Cell::from_text).collect();
            rows = self.text.split('\n').take(MAX_ROWS + 1).map(row).collect();
        }
        let is_whole = rows.len() <= MAX_ROWS
            && rows.iter().all(|row| row.len() <= MAX_COLUMNS)
            && rows.iter().map(Vec::len).sum::<usize>() <= MAX_CELLS;
        is_whole.then(|| Block::table(rows).with_spans(std::mem::take(&mut self.spans)))
    }
}

fn scalar<'de, A: MapAccess<'de>>(map: &mut A) -> Result<String, A::Error> {
    Ok(map.next_value_seed(ScalarSeed)?.unwrap_or_default())
}

/// A value of an enumeration by its name in records.
fn named<T: serde::de::DeserializeOwned>(name: &str) -> Option<T> {
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(name)).ok()
}

/// True for an address that a block or a span may have.
fn is_web(address: &str) -> bool {
    const MAX_ADDRESS_BYTES: usize = 8 * 1024;
    let is_scheme =
        || url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "mailto" | "tel"));
    address.len() <= MAX_ADDRESS_BYTES && is_scheme()
}

fn image(mut flat: Flat) -> Image {
    let src = flat.take("src");
    let src = if src.is_empty() { flat.take("url") } else { src };
    // A picture of a book has the name of a file.
    let is_name = !src.contains(':') && !src.starts_with('/');
    Image { src: if is_name || is_web(&src) { src } else { String::new() }, alt: flat.take("alt") }
}

fn spans<'de, A: MapAccess<'de>>(map: &mut A, stop: &StopCheck<'_>) -> Result<Vec<Span>, A::Error> {
    let element = FlatSeed { names: &["start", "end", "kind", "href", "reading", "note"], stop };
    Ok(map.next_value_seed(ListSeed { element, max: MAX_SPANS })?.into_iter().filter_map(span).collect())
}

fn span(mut flat: Flat) -> Option<Span> {
    let kind = match flat.get("kind")? {
        "link" => SpanKind::Link { href: Some(flat.take("href")).filter(|href| is_web(href))? },
        "strong" => SpanKind::Strong,
        "emphasis" => SpanKind::Emphasis,
        "code" => SpanKind::Code,
        "ruby" => SpanKind::Ruby { reading: flat.take("reading") },
        "deleted" => SpanKind::Deleted,
        "inserted" => SpanKind::Inserted,
        "highlight" => SpanKind::Highlight,
        "quote" => SpanKind::Quote,
        "note" => SpanKind::Note { note: flat.take("note") },
        _ => return None,
    };
    Some(Span::new(flat.number("start")?..flat.number("end")?, kind))
}

fn rows<'de, A: MapAccess<'de>>(map: &mut A, stop: &StopCheck<'_>) -> Result<Vec<Vec<Cell>>, A::Error> {
    let cell = FlatSeed { names: &["text", "header", "colspan", "rowspan"], stop };
    let row = CellsSeed { cells: ListSeed { element: cell, max: MAX_COLUMNS + 1 } };
    map.next_value_seed(ListSeed { element: row, max: MAX_ROWS + 1 })
}

/// Reads a row of cells.
#[derive(Clone, Copy)]
struct CellsSeed<'s> {
    cells: ListSeed<FlatSeed<'s>>,
}

impl<'de> DeserializeSeed<'de> for CellsSeed<'_> {
    type Value = Vec<Cell>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Cell>, D::Error> {
        Ok(self.cells.deserialize(deserializer)?.into_iter().map(cell).collect())
    }
}

fn cell(mut flat: Flat) -> Cell {
    let span = |name| flat.number::<u16>(name).unwrap_or(1).clamp(1, MAX_CELL_SPAN);
    let (colspan, rowspan, header) = (span("colspan"), span("rowspan"), flat.get("header") == Some("true"));
    Cell { text: flat.take("text"), header, colspan, rowspan }
}
