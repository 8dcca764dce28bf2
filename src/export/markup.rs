//! Text with spans as markup: that of XHTML, which Markdown borrows for what it has no marks of its own for.

use std::fmt::Write as _;

use std::ops::Range;

use super::nesting::{MarkupPiece, pieces};
use crate::article::{Cell, SpanKind, cell_ranges};

/// A text in which nothing is markup.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// The tag that opens a span.
pub(super) fn opening(kind: &SpanKind) -> String {
    match kind {
        SpanKind::Link { href } => format!("<a href=\"{}\">", escaped(&address(href))),
        kind => format!("<{}>", name(kind)),
    }
}

/// The tag that closes a span, with a reading before it.
pub(super) fn closing(kind: &SpanKind) -> String {
    match kind {
        SpanKind::Ruby { reading } => format!("<rt>{}</rt></ruby>", escaped(reading)),
        kind => format!("</{}>", name(kind)),
    }
}

fn name(kind: &SpanKind) -> &'static str {
    match kind {
        SpanKind::Link { .. } | SpanKind::Note { .. } => "a",
        SpanKind::Strong => "strong",
        SpanKind::Emphasis => "em",
        SpanKind::Code => "code",
        SpanKind::Ruby { .. } => "ruby",
        SpanKind::Deleted => "del",
        SpanKind::Inserted => "ins",
        SpanKind::Highlight => "mark",
        SpanKind::Quote => "q",
    }
}

/// An address in which every character may stand by RFC 3986.
pub(super) fn address(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    let mut bytes = [0; 4];
    for (at, c) in href.char_indices() {
        let is_escape =
            c == '%' && href.as_bytes().get(at + 1..at + 3).is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit));
        let is_allowed = c.is_ascii_alphanumeric() || is_escape || "-._~:/?#@!$&'()*+,;=".contains(c);
        if is_allowed {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Writes a text with spans, which are sorted by where they begin. `note` gives the reference to the note with a label.
pub(super) fn inline(
    text: &str,
    spans: &[(Range<usize>, &SpanKind)],
    line_break: &str,
    note: &dyn Fn(&str) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let plain = |text: &str| escaped(text).replace('\n', line_break);
    for piece in pieces(text, spans) {
        match piece {
            MarkupPiece::Text(text) => out.push_str(&plain(text)),
            MarkupPiece::Open(kind) => out.push_str(&opening(kind)),
            MarkupPiece::Close(kind) => out.push_str(&closing(kind)),
            MarkupPiece::Whole(SpanKind::Note { note: label }, text) => match note(label) {
                Some(reference) => {
                    let reference = escaped(&reference);
                    let _ = write!(out, "<a epub:type=\"noteref\" href=\"{reference}\">{}</a>", plain(text));
                }
                None => out.push_str(&plain(text)),
            },
            MarkupPiece::Whole(kind, text) => {
                out.push_str(&opening(kind));
                out.push_str(&plain(text));
                out.push_str(&closing(kind));
            }
        }
    }
    out
}

/// The rows of a table, each on a line; `cell` writes the content of the cell at a range of the table's text.
pub(super) fn rows(rows: &[Vec<Cell>], cell: &dyn Fn(Range<usize>) -> String) -> String {
    let mut out = String::new();
    for (row, ranges) in rows.iter().zip(cell_ranges(rows)) {
        out.push_str("<tr>");
        for (data, range) in row.iter().zip(ranges) {
            let name = if data.header { "th" } else { "td" };
            out.push('<');
            out.push_str(name);
            for (attribute, span) in [("colspan", data.colspan), ("rowspan", data.rowspan)] {
                if span > 1 {
                    let _ = write!(out, " {attribute}=\"{span}\"");
                }
            }
            out.push('>');
            out.push_str(&cell(range));
            let _ = write!(out, "</{name}>");
        }
        out.push_str("</tr>\n");
    }
    out
}
