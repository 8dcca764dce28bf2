//! HTML in Markdown: which pieces are HTML, and Markdown around them written as HTML, so that the parser of HTML reads
//! both together.
//!
//! An element that HTML does not have is text: `vector<int>` is no markup.

use std::fmt::Write as _;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{
    flanking::Guarded,
    footnotes::{Footnotes, NOTE_ADDRESS},
};
use crate::format::markup::is_element;

/// An event with the range of its text.
pub(super) type Spanned<'e> = (Event<'e>, Range<usize>);

/// Elements that may go on behind blank lines, at which Markdown ends a piece of HTML.
const CONTAINERS: [&str; 6] = ["table", "ul", "ol", "dl", "blockquote", "figure"];

/// The kinds of a piece of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// `<br>`.
    Break,
    /// A comment, which is not shown.
    Comment,
    /// Markup of HTML.
    Markup,
    /// No HTML, though it has its form.
    Text,
}

/// The kind of a piece of HTML by its beginning.
pub(super) fn kind(piece: &str) -> PieceKind {
    let piece = piece.trim_start();
    if piece.starts_with("<!--") {
        // A comment without an end would hide everything behind it.
        return if piece.contains("-->") { PieceKind::Comment } else { PieceKind::Text };
    }
    let name = name(piece).to_ascii_lowercase();
    match name.as_str() {
        "br" => PieceKind::Break,
        name if is_element(name) => PieceKind::Markup,
        _ => PieceKind::Text,
    }
}

/// The text of a block of HTML that holds more than comments.
pub(super) fn without_comments(mut text: &str) -> &str {
    loop {
        text = text.trim();
        match text.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
            Some((_, rest)) => text = rest,
            None => return text,
        }
    }
}

/// The name of the tag that a text begins with.
fn name(text: &str) -> &str {
    let rest = text.trim_start_matches('<').trim_start_matches('/');
    &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())]
}

/// The number of containers that a piece opens, less those that it closes.
pub(super) fn opened(piece: &str) -> isize {
    let mut count = 0;
    for (at, _) in piece.match_indices('<') {
        let tag = &piece[at..];
        if CONTAINERS.iter().any(|container| container.eq_ignore_ascii_case(name(tag))) {
            count += if tag.starts_with("</") { -1 } else { 1 };
        }
    }
    count
}

/// Writes blocks of Markdown as HTML.
pub(super) fn write(events: &[Spanned<'_>], guarded: &Guarded<'_>, notes: &mut Footnotes, out: &mut String) {
    let mut writer = Writer { out, guarded, notes, block: String::new(), in_head: false, images: 0 };
    for (event, _) in events {
        writer.event(event);
    }
}

struct Writer<'w, 'g> {
    out: &'w mut String,
    guarded: &'w Guarded<'g>,
    notes: &'w mut Footnotes,
    /// The block of HTML that is open; its lines come one by one.
    block: String,
    /// True in the head of a table.
    in_head: bool,
    /// Pictures that are open; the text in them is their description.
    images: usize,
}

impl Writer<'_, '_> {
    fn event(&mut self, event: &Event<'_>) {
        if self.images > 0 && !matches!(event, Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image)) {
            return match event {
                Event::Text(text) | Event::Code(text) => self.escaped(text),
                Event::SoftBreak | Event::HardBreak => self.out.push(' '),
                _ => {}
            };
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.escaped(text),
            Event::Code(text) => {
                self.out.push_str("<code>");
                self.escaped(text);
                self.out.push_str("</code>");
            }
            Event::Html(line) => self.block.push_str(line),
            Event::InlineHtml(tag) => self.html(tag),
            Event::InlineMath(text) => self.escaped(&format!("${text}$")),
            Event::DisplayMath(text) => self.escaped(&format!("$${text}$$")),
            Event::FootnoteReference(label) => {
                let number = self.notes.refer(&self.guarded.clean(label));
                let _ = write!(self.out, "<a href=\"{NOTE_ADDRESS}{number}\">[");
                self.escaped(label);
                self.out.push_str("]</a>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => self.out.push_str("<hr>"),
            Event::TaskListMarker(done) => self.out.push_str(if *done { "[x] " } else { "[ ] " }),
        }
    }

    /// A piece of HTML as it is, unless it has only the form of it.
    fn html(&mut self, piece: &str) {
        if kind(piece) == PieceKind::Text && piece.trim_start().starts_with('<') {
            self.escaped(piece);
        } else {
            let piece = self.guarded.clean(piece);
            self.out.push_str(&piece);
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Link { link_type, dest_url, .. } => {
                let scheme = if *link_type == LinkType::Email { "mailto:" } else { "" };
                let _ = write!(self.out, "<a href=\"{scheme}");
                self.escaped(dest_url);
                self.out.push_str("\">");
            }
            Tag::Image { dest_url, .. } => {
                self.images += 1;
                if self.images == 1 {
                    self.out.push_str("<img src=\"");
                    self.escaped(dest_url);
                    self.out.push_str("\" alt=\"");
                }
            }
            Tag::List(Some(first)) => {
                let _ = write!(self.out, "<ol start=\"{first}\">");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.out.push_str("<tr>");
            }
            tag => {
                if let Some(name) = self.element(tag.to_end()) {
                    let _ = write!(self.out, "<{name}>");
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                if self.images == 0 {
                    self.out.push_str("\">");
                }
            }
            TagEnd::HtmlBlock => {
                let block = std::mem::take(&mut self.block);
                self.html(&block);
            }
            TagEnd::Link => self.out.push_str("</a>"),
            TagEnd::List(true) => self.out.push_str("</ol>"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr>");
            }
            tag => {
                if let Some(name) = self.element(tag) {
                    let _ = write!(self.out, "</{name}>");
                }
            }
        }
    }

    /// The element of a tag that has no attributes.
    fn element(&self, tag: TagEnd) -> Option<&'static str> {
        Some(match tag {
            TagEnd::Paragraph | TagEnd::FootnoteDefinition => "p",
            TagEnd::Heading(level) => ["h1", "h2", "h3", "h4", "h5", "h6"][(level as usize - 1).min(5)],
            TagEnd::BlockQuote(_) => "blockquote",
            TagEnd::CodeBlock => "pre",
            TagEnd::List(_) => "ul",
            TagEnd::Item => "li",
            TagEnd::DefinitionList => "dl",
            TagEnd::DefinitionListTitle => "dt",
            TagEnd::DefinitionListDefinition => "dd",
            TagEnd::Table => "table",
            TagEnd::TableRow => "tr",
            TagEnd::TableCell if self.in_head => "th",
            TagEnd::TableCell => "td",
            TagEnd::Emphasis => "em",
            TagEnd::Strong => "strong",
            TagEnd::Strikethrough => "del",
            TagEnd::Superscript => "sup",
            TagEnd::Subscript => "sub",
            _ => return None,
        })
    }

    fn escaped(&mut self, text: &str) {
        let text = self.guarded.clean(text);
        let mut from = 0;
        for (at, mark) in text.match_indices(['&', '<', '>', '"']) {
            self.out.push_str(&text[from..at]);
            self.out.push_str(match mark {
                "&" => "&amp;",
                "<" => "&lt;",
                ">" => "&gt;",
                _ => "&quot;",
            });
            from = at + 1;
        }
        self.out.push_str(&text[from..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_html() {
        for (piece, expected) in [
            ("<br />", PieceKind::Break),
            ("</BR>", PieceKind::Break),
            ("<!-- more -->", PieceKind::Comment),
            ("<!-- no end", PieceKind::Text),
            ("<ruby>", PieceKind::Markup),
            ("</td>", PieceKind::Markup),
            ("<int>", PieceKind::Text),
            ("<?php ?>", PieceKind::Text),
        ] {
            assert_eq!(kind(piece), expected, "{piece}");
        }
        assert_eq!(without_comments(" <!-- a --><!--b-->\n<p>c"), "<p>c");
        assert_eq!((opened("<table><tr>"), opened("</TABLE>"), opened("<ul><li></ul>")), (1, -1, 0));
    }
}
