//! Blocks of Markdown from the events of its parser.
//!
//! Text that holds HTML does not come here but goes through the parser of HTML (`regions.rs`).

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use url::Url;

use super::{
    flanking::Guarded,
    footnotes::Footnotes,
    marks,
    markup::{PieceKind, Spanned, kind},
    shapes::{is_emoticon, is_formula, without_anchor},
    table::TableBuilder,
    text::LineText,
};
use crate::{
    article::{Block, BlockKind, Image, NumberStyle, Span, SpanKind},
    format::{BlockCollector, html},
    text::classes::is_east_asian,
};

/// A box around blocks.
enum Container {
    Quote,
    Item {
        number: Option<u32>,
        /// True once its first block has been opened.
        is_begun: bool,
    },
    Definition,
    /// A note, with the blocks around it.
    Note {
        label: String,
        around: BlockCollector,
    },
}

/// A picture that is open: its address, title and the description so far.
struct OpenImage {
    address: String,
    title: String,
    alt: String,
    /// Pictures within its description.
    depth: usize,
}

/// Builds blocks from events.
pub(super) struct Builder<'g, 't> {
    guarded: &'g Guarded<'t>,
    base: Option<&'g Url>,
    body: BlockCollector,
    open: Option<(BlockKind, LineText)>,
    containers: Vec<Container>,
    /// The next number of each list that is open.
    lists: Vec<Option<u64>>,
    table: Option<TableBuilder>,
    image: Option<OpenImage>,
    /// Pictures of the open block, which come after it.
    figures: Vec<Block>,
}

impl<'g, 't> Builder<'g, 't> {
    pub(super) fn new(guarded: &'g Guarded<'t>, base: Option<&'g Url>) -> Builder<'g, 't> {
        Builder {
            guarded,
            base,
            body: BlockCollector::default(),
            open: None,
            containers: Vec::new(),
            lists: Vec::new(),
            table: None,
            image: None,
            figures: Vec::new(),
        }
    }

    /// Adds the blocks of some events to a body.
    pub(super) fn build(mut self, events: Vec<Spanned<'_>>, notes: &mut Footnotes, body: &mut BlockCollector) {
        std::mem::swap(&mut self.body, body);
        for (event, range) in events {
            self.event(event, &range, notes);
        }
        self.close();
        std::mem::swap(&mut self.body, body);
    }

    fn event(&mut self, event: Event<'_>, range: &Range<usize>, notes: &mut Footnotes) {
        if self.image.is_some() {
            return self.in_image(event);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, notes),
            Event::Text(text) => self.push_text(&text, range),
            Event::Code(text) => {
                let text = self.guarded.clean(&text);
                self.text().push_span(&text, SpanKind::Code);
            }
            // Only a piece that is no markup comes here.
            Event::Html(text) => self.push(&text),
            Event::InlineHtml(tag) => match kind(&tag) {
                PieceKind::Break => self.text().break_line(),
                PieceKind::Comment => {}
                PieceKind::Markup | PieceKind::Text => self.push(&tag),
            },
            Event::InlineMath(text) if is_formula(&text) => self.push(&text),
            Event::InlineMath(text) => self.push(&format!("${text}$")),
            Event::DisplayMath(text) => self.display_math(&text),
            Event::FootnoteReference(label) => {
                let number = notes.refer(&self.guarded.clean(&label));
                let label = notes.label(number).to_owned();
                self.text().push_span(&format!("[{label}]"), SpanKind::Note { note: label });
            }
            Event::SoftBreak => self.text().fold(),
            Event::HardBreak => self.text().break_line(),
            Event::Rule => {
                self.close();
                self.push_block(Block::new(BlockKind::Rule, ""));
            }
            Event::TaskListMarker(done) => self.push(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => {
                self.close();
                self.text();
            }
            Tag::Heading { level, .. } => self.open(BlockKind::Heading { level: level as u8 }),
            Tag::CodeBlock(_) => self.open(BlockKind::Code),
            Tag::DefinitionListTitle => self.open(BlockKind::Term),
            Tag::DefinitionListDefinition => self.enter(Container::Definition),
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
                self.enter(Container::Item { number, is_begun: false });
            }
            Tag::FootnoteDefinition(label) => {
                self.close();
                let label = self.guarded.clean(&label).into_owned();
                let around = std::mem::take(&mut self.body);
                self.containers.push(Container::Note { label, around });
            }
            Tag::Table(_) => {
                self.close();
                self.table = Some(TableBuilder::default());
            }
            Tag::TableHead | Tag::TableRow => {
                let is_head = tag == Tag::TableHead;
                if let Some(table) = &mut self.table {
                    table.begin_row(is_head);
                }
            }
            tag => self.start_inline(tag, range),
        }
    }

    fn start_inline(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Image { dest_url, title, .. } => {
                let (address, title) = (self.guarded.clean(&dest_url), self.guarded.clean(&title));
                let (address, title) = (address.into_owned(), title.trim().to_owned());
                self.image = Some(OpenImage { address, title, alt: String::new(), depth: 0 });
            }
            Tag::Link { link_type, dest_url, .. } => {
                let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
                let address = format!("{mail}{}", self.guarded.clean(&dest_url));
                let href = html::absolute(&address, self.base);
                self.text().open(href.map(|href| SpanKind::Link { href }));
            }
            Tag::Emphasis => self.text().open(Some(SpanKind::Emphasis)),
            Tag::Strong => self.text().open(Some(SpanKind::Strong)),
            Tag::Strikethrough => {
                let is_deleted = !self.is_wave(range.start);
                self.text().open(is_deleted.then_some(SpanKind::Deleted));
                if !is_deleted {
                    self.push("~");
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, notes: &mut Footnotes) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::DefinitionListTitle => self.close(),
            TagEnd::BlockQuote(_) | TagEnd::DefinitionListDefinition | TagEnd::Item => {
                self.close();
                self.containers.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.close();
                if let Some(Container::Note { label, around }) = self.containers.pop() {
                    let blocks = std::mem::replace(&mut self.body, around).into_blocks();
                    notes.define(&label, blocks);
                }
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::TableCell => {
                if let Some(table) = &mut self.table {
                    let (text, spans, escaped) = std::mem::take(&mut table.cell).into_parts();
                    table.push(marks::block(BlockKind::Paragraph, text, spans, &escaped));
                    table.figures.append(&mut self.figures);
                }
            }
            TagEnd::Table => {
                if let Some(mut table) = self.table.take() {
                    let figures = std::mem::take(&mut table.figures);
                    self.push_block(table.into_block());
                    self.push_figures(figures);
                }
            }
            TagEnd::Link | TagEnd::Emphasis | TagEnd::Strong => {
                self.text().close();
            }
            TagEnd::Strikethrough if !self.text().close() => {
                self.push("~");
            }
            _ => {}
        }
    }

    /// The description of a picture is plain text.
    fn in_image(&mut self, event: Event<'_>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => {
                image.alt.push_str(&self.guarded.clean(&text));
            }
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) if image.depth > 0 => image.depth -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            _ => {}
        }
    }

    /// A picture is a figure after its block; an emoticon is the text of its description.
    fn end_image(&mut self) {
        let Some(OpenImage { address, title, alt, .. }) = self.image.take() else { return };
        let alt = alt.trim();
        if is_emoticon(alt) {
            return self.push(alt);
        }
        let src = html::absolute(&address, self.base).unwrap_or_default();
        // Without a whole address and a description there would be nothing left of it.
        let alt = if src.is_empty() && alt.is_empty() { &address } else { alt };
        let text = if title.is_empty() { alt } else { &title };
        let link = self.text().link().cloned();
        self.text().cut();
        let spans = link.map(|link| Span::new(0..text.len(), link)).into_iter().collect();
        let images = vec![Image { src, alt: alt.to_owned() }];
        self.figures.push(Block::new(BlockKind::Figure { images }, text).with_spans(spans));
    }

    /// A formula on a line of its own parts the paragraph around it.
    fn display_math(&mut self, text: &str) {
        let in_line =
            self.table.is_some() || matches!(self.open, Some((BlockKind::Heading { .. } | BlockKind::Term, _)));
        if in_line {
            return self.push(&format!("$${text}$$"));
        }
        self.close();
        let text = self.guarded.clean(text).trim().to_owned();
        self.push_block(Block::new(BlockKind::Math, text));
    }

    fn push_text(&mut self, text: &str, range: &Range<usize>) {
        let text = self.guarded.clean(text);
        let is_escaped = range.start > 0 && self.guarded.text.as_bytes()[range.start - 1] == b'\\';
        let inline = self.text();
        if is_escaped && text.starts_with("==") {
            inline.push_escaped(&text);
        } else {
            inline.push(&text);
        }
    }

    fn push(&mut self, text: &str) {
        let text = self.guarded.clean(text);
        self.text().push(&text);
    }

    /// True if the strikethrough that begins at an offset is made of single tildes before East Asian text: `~` is a wave
    /// dash there.
    fn is_wave(&self, start: usize) -> bool {
        let text = self.guarded.text.get(start..).unwrap_or_default();
        let text =
            self.guarded.clean(&text[..text.char_indices().nth(4).map_or(text.len(), |(at, _)| at)]).into_owned();
        let mut chars = text.chars();
        chars.next() == Some('~') && chars.next().is_some_and(|c| c.is_ascii_digit() || is_east_asian(c))
    }

    fn enter(&mut self, container: Container) {
        self.close();
        self.containers.push(container);
    }

    fn open(&mut self, kind: BlockKind) {
        self.close();
        self.open = Some((kind, LineText::default()));
    }

    /// The text of the open cell or block; opens a block of the kind of its container.
    fn text(&mut self) -> &mut LineText {
        if self.table.is_some() {
            return &mut self.table.get_or_insert_default().cell;
        }
        let kind = if self.open.is_none() { self.fresh() } else { BlockKind::Paragraph };
        &mut self.open.get_or_insert_with(|| (kind, LineText::default())).1
    }

    fn fresh(&mut self) -> BlockKind {
        let items = self.containers.iter().filter(|container| matches!(container, Container::Item { .. })).count();
        let level = u8::try_from(items).unwrap_or(u8::MAX).max(1);
        match self.containers.last_mut() {
            Some(Container::Quote) => BlockKind::Quote,
            Some(Container::Item { number, is_begun }) => {
                let continued = std::mem::replace(is_begun, true);
                let number = number.filter(|_| !continued);
                BlockKind::Item { level, number, style: NumberStyle::Decimal, continued }
            }
            Some(Container::Definition) => BlockKind::Definition,
            Some(Container::Note { .. }) | None => BlockKind::Paragraph,
        }
    }

    fn close(&mut self) {
        if let Some((kind, inline)) = self.open.take() {
            let (text, spans, escaped) = inline.into_parts();
            let block = match kind {
                BlockKind::Code => Block::new(kind, text.strip_suffix('\n').unwrap_or(&text)),
                BlockKind::Heading { .. } => marks::block(kind, without_anchor(text), spans, &escaped),
                kind => marks::block(kind, text, spans, &escaped),
            };
            self.push_block(block);
        }
        let figures = std::mem::take(&mut self.figures);
        self.push_figures(figures);
    }

    fn push_figures(&mut self, figures: Vec<Block>) {
        for figure in figures {
            self.push_block(figure);
        }
    }

    /// Adds a block with the number of the quotations around it.
    fn push_block(&mut self, mut block: Block) {
        let quotes = self.containers.iter().filter(|container| matches!(container, Container::Quote)).count();
        let own = usize::from(block.kind == BlockKind::Quote);
        block.quoted = u8::try_from(quotes.saturating_sub(own)).unwrap_or(u8::MAX);
        self.body.push(block);
    }
}
