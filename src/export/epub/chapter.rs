//! An article as a chapter of a book: XHTML with the marks that EPUB has for notes.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
    ops::Range,
};

use crate::{
    article::{Article, Block, BlockKind, Image, NumberStyle, SpanKind},
    export::{
        markup::{address, escaped, inline, rows},
        nesting::spans_within,
    },
};

/// Characters of the name of a chapter without a title.
const MAX_NAME_CHARS: usize = 30;

/// Quotations and lists within one another that are written; no text has more.
const MAX_DEPTH: usize = 16;

/// The name of an article in a table of contents, which demands one.
pub(super) fn name(article: &Article, number: usize) -> String {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let texts = std::iter::once(&article.title).chain(article.blocks.iter().map(|block| &block.text));
    let name = texts.map(|text| line(text)).find(|text| !text.is_empty());
    match name {
        Some(name) if article.title.trim().is_empty() => name.chars().take(MAX_NAME_CHARS).collect(),
        Some(name) => name,
        None => number.to_string(),
    }
}

/// Writes an article as XHTML.
pub(super) fn xhtml(article: &Article, title: &str) -> String {
    let language = article.lang.as_deref().map(escaped);
    let language = language.map(|it| format!(" lang=\"{it}\" xml:lang=\"{it}\"")).unwrap_or_default();
    let title = escaped(title);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"{language}>\n\
         <head><title>{title}</title><link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head>\n<body>\n"
    );
    // Writing to a string does not fail.
    if !article.title.is_empty() {
        let _ = writeln!(out, "<h1>{}</h1>", text(&article.title));
    }
    let byline = article.byline();
    if !byline.is_empty() {
        let _ =
            writeln!(out, "<p class=\"byline\">{}</p>", linked(article.link.as_deref().unwrap_or_default(), &byline));
    }
    if let Some(notice) = &article.notice {
        let _ = writeln!(out, "<p>{}</p>", text(notice));
    }
    let mut writer = Writer { out, notes: notes(article), anchors: HashSet::new(), open: Vec::new() };
    article.blocks.iter().for_each(|block| writer.push(block));
    writer.close_to(0);
    let mut out = writer.out;
    if !article.related.is_empty() {
        out.push_str("<ul>\n");
        for title in &article.related {
            let _ = writeln!(out, "<li>{}</li>", text(title));
        }
        out.push_str("</ul>\n");
    }
    if let Some(original) = &article.original_title {
        let _ = writeln!(out, "<p>{}</p>", text(original));
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn text(text: &str) -> String {
    escaped(text).replace('\n', "<br/>")
}

/// Words with a link to an address; without one if the address is no other site's.
fn linked(href: &str, words: &str) -> String {
    let is_site = ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| href.starts_with(scheme));
    if is_site { format!("<a href=\"{}\">{}</a>", escaped(&address(href)), text(words)) } else { text(words) }
}

/// The numbers of an article's notes by their labels.
fn notes(article: &Article) -> HashMap<&str, usize> {
    let mut notes = HashMap::new();
    for block in &article.blocks {
        if let BlockKind::Note { label } = &block.kind {
            let next = notes.len() + 1;
            notes.entry(label.as_str()).or_insert(next);
        }
    }
    notes
}

/// An element that is open around blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Quote,
    List {
        is_ordered: bool,
    },
    Item,
    Definitions,
    /// A note with its number.
    Note(usize),
}

impl Open {
    fn closing(self) -> &'static str {
        match self {
            Open::Quote => "</blockquote>\n",
            Open::List { is_ordered: true } => "</ol>\n",
            Open::List { is_ordered: false } => "</ul>\n",
            Open::Item => "</li>\n",
            Open::Definitions => "</dl>\n",
            Open::Note(_) => "</aside>\n",
        }
    }
}

struct Writer<'a> {
    out: String,
    notes: HashMap<&'a str, usize>,
    /// Notes that have an anchor.
    anchors: HashSet<usize>,
    open: Vec<Open>,
}

impl Writer<'_> {
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some(open) = self.open.pop() {
                self.out.push_str(open.closing());
            }
        }
    }

    fn enter(&mut self, open: Open, tag: &str) {
        self.out.push_str(tag);
        self.open.push(open);
    }

    fn push(&mut self, block: &Block) {
        let base = (usize::from(block.quoted) + usize::from(block.kind == BlockKind::Quote)).min(MAX_DEPTH);
        self.quotes(base);
        match &block.kind {
            BlockKind::Item { .. } => return self.item(block, base),
            BlockKind::Term | BlockKind::Definition => {
                if self.open.get(base) != Some(&Open::Definitions) {
                    self.close_to(base);
                    self.enter(Open::Definitions, "<dl>\n");
                }
                let name = if block.kind == BlockKind::Term { "dt" } else { "dd" };
                let text = self.inline(block);
                let _ = writeln!(self.out, "<{name}>{text}</{name}>");
                return;
            }
            BlockKind::Note { label } => self.note(label, base),
            _ => self.close_to(base),
        }
        let body = self.body(block);
        self.out.push_str(&body);
    }

    fn quotes(&mut self, quotes: usize) {
        let open = self.open.iter().take_while(|open| **open == Open::Quote).count();
        if open != quotes {
            self.close_to(quotes.min(open));
            (open.min(quotes)..quotes).for_each(|_| self.enter(Open::Quote, "<blockquote>\n"));
        }
    }

    /// Opens a note, unless the text before is its own. A further one of the same label has no anchor.
    fn note(&mut self, label: &str, base: usize) {
        let number = self.notes.get(label).copied().unwrap_or_default();
        if self.open.get(base) != Some(&Open::Note(number)) {
            self.close_to(base);
            let anchor = if self.anchors.insert(number) { format!(" id=\"note-{number}\"") } else { String::default() };
            self.enter(Open::Note(number), &format!("<aside epub:type=\"footnote\"{anchor}>\n"));
        }
    }

    /// Writes an item. Every level is two elements: the list and the item.
    fn item(&mut self, block: &Block, base: usize) {
        let BlockKind::Item { level, number, style, continued } = &block.kind else { return };
        if !matches!(self.open.get(base), None | Some(Open::List { .. })) {
            self.close_to(base);
        }
        let list = base + 2 * (usize::from(*level).clamp(1, MAX_DEPTH) - 1);
        if *continued && self.open.len() > list + 1 {
            self.close_to(list + 2);
        } else {
            self.close_to(list + 1);
            let kind = Open::List { is_ordered: number.is_some() };
            if self.open.get(list).is_some_and(|open| *open != kind) {
                self.close_to(list);
            }
            // Lists around it that have no item of their own.
            while self.open.len() < list {
                if (self.open.len() - base).is_multiple_of(2) {
                    self.enter(Open::List { is_ordered: false }, "<ul>\n");
                } else {
                    self.enter(Open::Item, "<li>\n");
                }
            }
            if self.open.len() == list {
                let tag = if number.is_some() { format!("<ol{}>\n", numbers(*style)) } else { "<ul>\n".to_owned() };
                self.enter(kind, &tag);
            }
            let value = number.map(|number| format!(" value=\"{}\"", number.min(i32::MAX as u32)));
            self.enter(Open::Item, &format!("<li{}>", value.unwrap_or_default()));
        }
        let text = self.inline(block);
        let _ = writeln!(self.out, "<p>{text}</p>");
    }

    fn body(&self, block: &Block) -> String {
        match &block.kind {
            BlockKind::Heading { level } => {
                let level = (*level).clamp(1, 6);
                format!("<h{level}>{}</h{level}>\n", self.inline(block))
            }
            BlockKind::Code => format!("<pre><code>{}</code></pre>\n", escaped(&block.text)),
            BlockKind::Rule => "<hr/>\n".to_owned(),
            BlockKind::Figure { images } if !images.is_empty() => self.figure(block, images),
            BlockKind::Table { rows: cells } if cells.iter().any(|row| !row.is_empty()) => {
                let cell = |range: Range<usize>| {
                    let text = block.text.get(range.clone()).unwrap_or_default();
                    self.inline_of(text, &spans_within(block, range))
                };
                format!("<table>\n{}</table>\n", rows(cells, &cell))
            }
            BlockKind::Media { src, .. } => {
                let words = if block.text.trim().is_empty() { src } else { &block.text };
                format!("<p>{}</p>\n", linked(src, words))
            }
            _ => format!("<p>{}</p>\n", self.inline(block)),
        }
    }

    /// Pictures as links to them: a book holds no picture of another site, and those of another book are not in this one.
    fn figure(&self, block: &Block, images: &[Image]) -> String {
        let mut out = String::from("<figure>\n");
        for image in images {
            let words = if image.alt.trim().is_empty() { &image.src } else { &image.alt };
            let _ = writeln!(out, "<p>〔{}〕</p>", linked(&image.src, words));
        }
        let is_said = images.iter().any(|image| image.alt == block.text) || block.text.trim().is_empty();
        if !is_said {
            let _ = writeln!(out, "<figcaption>{}</figcaption>", self.inline(block));
        }
        out + "</figure>\n"
    }

    fn inline(&self, block: &Block) -> String {
        self.inline_of(&block.text, &spans_within(block, 0..block.text.len()))
    }

    fn inline_of(&self, text: &str, spans: &[(Range<usize>, &SpanKind)]) -> String {
        let note = |label: &str| self.notes.get(label).map(|number| format!("#note-{number}"));
        inline(text, spans, "<br/>", &note)
    }
}

/// The attribute that says how a list is numbered.
fn numbers(style: NumberStyle) -> &'static str {
    match style {
        NumberStyle::Decimal => "",
        NumberStyle::LowerAlpha => " type=\"a\"",
        NumberStyle::UpperAlpha => " type=\"A\"",
        NumberStyle::LowerRoman => " type=\"i\"",
        NumberStyle::UpperRoman => " type=\"I\"",
        NumberStyle::Han => " style=\"list-style-type: cjk-ideographic\"",
    }
}
