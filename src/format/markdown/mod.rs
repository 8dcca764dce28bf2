//! Articles from Markdown: `CommonMark` with tables, footnotes, task lists and strikethrough, and a head of fields.
//!
//! Blocks keep their text and lose their marks. Nothing is hidden: HTML is shown as it is written (save `<br>`), a link
//! is its text with the address after it, an image its description, a definition nobody refers to is shown at the end.

mod front_matter;
mod text;

#[cfg(test)]
mod tests;

pub(crate) use text::needs_space;

use std::collections::HashSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::{
    article::{Article, Block, BlockKind},
    format::{BlockCollector, Parsed, Remark, page},
    text::StopCheck,
};
use text::Inline;

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
    if let Some((fields, after)) = front_matter::split(text) {
        front_matter::apply(fields, &mut parsed.article, &mut parsed.remarks);
        rest = after;
    }
    parsed.article.blocks = blocks(rest, stop);
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

/// The blocks of a text. One longer than [`PIECE_BYTES`], which no article is, is cut at blank lines: a reference across a
/// cut stays as it is written.
fn blocks(text: &str, stop: &StopCheck<'_>) -> Vec<Block> {
    let mut builder = Builder::default();
    let mut rest = text;
    while rest.len() > PIECE_BYTES {
        let (piece, after) = rest.split_at(cut(rest));
        builder.piece(piece, stop);
        rest = after;
    }
    builder.piece(rest, stop);
    builder.body.into_blocks()
}

/// The end of the first piece of a text longer than one: after the last blank line, else the last line, else character.
fn cut(text: &str) -> usize {
    let most = (0..=PIECE_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let head = &text[..most];
    head.rfind("\n\n").map(|at| at + 2).or_else(|| head.rfind('\n').map(|at| at + 1)).unwrap_or(most)
}

/// A box around blocks.
enum Container {
    Quote,
    Item {
        number: Option<u32>,
        /// The number of blocks before its first, once that has been opened.
        opened: Option<usize>,
    },
    Note(String),
}

#[derive(Default)]
struct Builder {
    body: BlockCollector,
    open: Option<(BlockKind, Inline)>,
    containers: Vec<Container>,
    /// The next number of each list that is open.
    lists: Vec<Option<u64>>,
    /// The number of open items.
    depth: usize,
    /// Links and images that are open: where their text begins, the address, the title.
    links: Vec<(usize, String, String)>,
    addresses: HashSet<String>,
    /// The next cell is not the first of its row.
    in_row: bool,
}

impl Builder {
    /// Adds the blocks of a piece of text that begins and ends between blocks.
    fn piece(&mut self, text: &str, stop: &StopCheck<'_>) {
        if !stop.go_on_after(0) {
            return;
        }
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let parser = Parser::new_ext(text, options);
        let definitions = parser.reference_definitions().iter();
        let mut definitions: Vec<_> = definitions.map(|(_, def)| (def.span.clone(), def.dest.to_string())).collect();
        definitions.sort_by_key(|(span, _)| span.start);
        let mut counted = 0;
        for (event, range) in parser.into_offset_iter() {
            // Every event is work, even if its range does not continue the one before.
            let work = range.end.saturating_sub(counted).max(1);
            counted = counted.max(range.end);
            if !stop.go_on_after(work) {
                return;
            }
            self.event(event);
        }
        self.close();
        for (span, address) in definitions {
            if !self.addresses.contains(&address) {
                self.body.push(Block::paragraph(text.get(span).unwrap_or_default().trim()));
            }
        }
        self.addresses.clear();
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.text().push(&text),
            Event::InlineHtml(tag) => {
                let name = tag.trim_matches(['<', '>', '/', ' ']);
                if name.eq_ignore_ascii_case("br") { self.text().break_line() } else { self.text().push(&tag) }
            }
            Event::FootnoteReference(label) => self.text().push(&format!("[{label}]")),
            Event::SoftBreak => self.text().fold(),
            Event::HardBreak => self.text().break_line(),
            Event::Rule => {
                self.close();
                self.body.push(Block::new(BlockKind::Rule, ""));
            }
            Event::TaskListMarker(done) => self.text().push(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Paragraph => self.paragraph(),
            Tag::HtmlBlock | Tag::Table(_) => {
                self.close();
                self.text();
            }
            Tag::Heading { level, .. } => self.open(BlockKind::Heading { level: level as u8 }),
            Tag::CodeBlock(_) => self.open(BlockKind::Code),
            Tag::BlockQuote(_) => self.enter(Container::Quote),
            Tag::List(first) => {
                self.close();
                self.lists.push(first);
            }
            Tag::Item => {
                let number = self.lists.last_mut().and_then(Option::as_mut).map(|next| {
                    let number = *next;
                    *next = number.saturating_add(1);
                    u32::try_from(number).unwrap_or(u32::MAX)
                });
                self.depth += 1;
                self.enter(Container::Item { number, opened: None });
            }
            Tag::FootnoteDefinition(label) => self.enter(Container::Note(label.to_string())),
            Tag::TableRow | Tag::TableHead => {
                if self.text().len() > 0 {
                    self.text().break_line();
                }
                self.in_row = false;
            }
            Tag::TableCell => {
                if self.in_row {
                    self.text().push(" | ");
                }
                self.in_row = true;
            }
            Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. } => {
                let start = self.text().len();
                self.links.push((start, dest_url.to_string(), title.to_string()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Table => {
                self.close();
            }
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                self.close();
                self.containers.pop();
            }
            TagEnd::Item => {
                self.close();
                self.containers.pop();
                self.depth = self.depth.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Link => self.end_link(true),
            TagEnd::Image => self.end_link(false),
            _ => {}
        }
    }

    fn enter(&mut self, container: Container) {
        self.close();
        self.containers.push(container);
    }

    /// A paragraph begins; inside an item that holds nothing but its first paragraph it is a further line of it.
    fn paragraph(&mut self) {
        self.close();
        let blocks = self.body.len();
        if let Some(Container::Item { opened: Some(before), .. }) = self.containers.last()
            && before + 1 == blocks
            && let Some(block) = self.body.last_mut().filter(|block| matches!(block.kind, BlockKind::Item { .. }))
        {
            let mut text = Inline::default();
            text.push(&block.text);
            text.break_line();
            let kind = block.kind.clone();
            self.body.pop();
            self.open = Some((kind, text));
        }
        self.text();
    }

    fn open(&mut self, kind: BlockKind) {
        self.close();
        self.open = Some((kind, Inline::default()));
    }

    /// The text of the open block; opens one of the kind of its container.
    fn text(&mut self) -> &mut Inline {
        if self.open.is_none() {
            self.open = Some(self.fresh());
        }
        &mut self.open.get_or_insert_with(|| (BlockKind::Paragraph, Inline::default())).1
    }

    fn fresh(&mut self) -> (BlockKind, Inline) {
        let mut text = Inline::default();
        let level = u8::try_from(self.depth).unwrap_or(u8::MAX).max(1);
        let blocks = self.body.len();
        let kind = match self.containers.last_mut() {
            Some(Container::Quote) => BlockKind::Quote,
            Some(Container::Item { number, opened }) if opened.is_none() => {
                *opened = Some(blocks);
                BlockKind::item(level, *number)
            }
            Some(Container::Note(label)) => {
                if !label.is_empty() {
                    text.push(&format!("[{}] ", std::mem::take(label)));
                }
                BlockKind::Paragraph
            }
            _ => BlockKind::Paragraph,
        };
        (kind, text)
    }

    fn close(&mut self) {
        self.links.clear();
        if let Some((kind, text)) = self.open.take() {
            let text = text.into_text();
            let trimmed = if kind == BlockKind::Code { text.strip_suffix('\n').unwrap_or(&text) } else { text.trim() };
            self.body.push(Block::new(kind, trimmed));
        }
    }

    /// A link is its text and, unless that is the same, the address; an image is its description, else the address.
    fn end_link(&mut self, link: bool) {
        let Some((start, address, title)) = self.links.pop() else { return };
        let shown = self.text().since(start).trim().to_owned();
        let plain = address.strip_prefix("mailto:").unwrap_or(&address);
        let mut more = Vec::new();
        if !plain.is_empty() && shown != plain && (link || shown.is_empty()) {
            more.push(address.clone());
        }
        if !title.is_empty() && title != shown {
            more.push(title);
        }
        let more = more.join(" ");
        if shown.is_empty() {
            self.text().push(&more);
        } else if !more.is_empty() {
            self.text().push(&format!(" ({more})"));
        }
        self.addresses.insert(address);
    }
}
