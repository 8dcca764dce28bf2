//! Regions of a Markdown text: its outermost blocks, each read by the parser of Markdown alone, or, if there is HTML in
//! it, written as HTML and read by that of HTML.
//!
//! A blank line ends a piece of HTML in Markdown. A table or a list that goes on behind it is one region up to its end.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use url::Url;

use super::{
    builder::Builder,
    flanking::Guarded,
    footnotes::Footnotes,
    markup::{self, PieceKind, Spanned, opened},
};
use crate::{
    article::Block,
    format::{BlockCollector, Remark, html},
    text::StopCheck,
};

/// Limit of the outermost blocks between the beginning and the end of an element.
const MAX_JOINED: usize = 1000;

/// Reads regions.
pub(super) struct Regions<'s> {
    pub(super) base: Option<Url>,
    pub(super) stop: &'s StopCheck<'s>,
    pub(super) body: BlockCollector,
    pub(super) notes: Footnotes,
    pub(super) remarks: Vec<Remark>,
}

/// A region that waits for the end of its elements.
#[derive(Default)]
struct OpenRegion<'e> {
    blocks: Vec<Vec<Spanned<'e>>>,
    open: isize,
}

impl Regions<'_> {
    /// Adds the blocks of a text that begins and ends between blocks.
    pub(super) fn read(&mut self, text: &str, shows_definitions: bool) {
        if !self.stop.go_on_after(0) {
            return;
        }
        let guarded = Guarded::new(text);
        let parser = Parser::new_ext(&guarded.text, options(text));
        let mut definitions: Vec<_> = Vec::new();
        if shows_definitions {
            definitions.extend(parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone()));
            definitions.sort_by_key(|span| span.start);
        }
        let (mut counted, mut depth) = (0, 0_usize);
        let (mut block, mut open): (Vec<Spanned>, Option<OpenRegion>) = (Vec::new(), None);
        let mut joins = true;
        for (event, range) in parser.into_offset_iter() {
            // Every event is work, even if its range does not continue the one before.
            let work = range.end.saturating_sub(counted).max(1);
            counted = counted.max(range.end);
            if !self.stop.go_on_after(work) {
                return;
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            block.push((event, range));
            if depth > 0 {
                continue;
            }
            let block = std::mem::take(&mut block);
            let change = if joins { opened_by(&block) } else { 0 };
            if open.is_none() && change <= 0 {
                self.region(block, &guarded);
                continue;
            }
            let region = open.get_or_insert_default();
            region.blocks.push(block);
            region.open += change;
            if region.open <= 0 {
                let blocks = open.take().unwrap_or_default().blocks;
                self.html(&blocks.concat(), &guarded);
            } else if region.blocks.len() > MAX_JOINED {
                // Nothing of the kind ends here, and to try it for every beginning would take too long.
                joins = false;
                self.apart(open.take(), &guarded);
            }
        }
        self.apart(open, &guarded);
        for span in definitions {
            let definition = guarded.clean(guarded.text.get(span).unwrap_or_default().trim()).into_owned();
            self.body.push(Block::paragraph(definition));
        }
    }

    /// Reads each block of a region that has no end by itself.
    fn apart(&mut self, region: Option<OpenRegion<'_>>, guarded: &Guarded<'_>) {
        for block in region.into_iter().flat_map(|region| region.blocks) {
            self.region(block, guarded);
        }
    }

    fn region(&mut self, events: Vec<Spanned<'_>>, guarded: &Guarded<'_>) {
        if let Some((Event::Start(Tag::HtmlBlock), _)) = events.first() {
            let raw = raw_html(&events);
            let shown = markup::without_comments(&raw);
            if shown.is_empty() {
                return;
            }
            if !shown.starts_with('<') || markup::kind(shown) != PieceKind::Text {
                return self.html(&events, guarded);
            }
        } else if events.iter().any(|(event, _)| is_markup(event)) {
            return self.html(&events, guarded);
        }
        Builder::new(guarded, self.base.as_ref()).build(events, &mut self.notes, &mut self.body);
    }

    /// Reads events as HTML.
    fn html(&mut self, events: &[Spanned<'_>], guarded: &Guarded<'_>) {
        let (label, events) = match events {
            [(Event::Start(Tag::FootnoteDefinition(label)), _), inside @ .., (Event::End(_), _)] => {
                (Some(guarded.clean(label)), inside)
            }
            events => (None, events),
        };
        let mut text = String::new();
        markup::write(events, guarded, &mut self.notes, &mut text);
        let fragment = html::fragment_until(&text, self.base.as_ref(), self.stop);
        self.remarks.extend(fragment.remarks);
        let mut blocks = fragment.blocks;
        for block in &mut *blocks {
            self.notes.restore_marks(block);
        }
        match label {
            Some(label) => self.notes.define(&label, blocks),
            None => blocks.into_iter().for_each(|block| self.body.push(block)),
        }
    }
}

fn options(text: &str) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST;
    options.set(Options::ENABLE_MATH, has_formula(text));
    options
}

/// True if a text has a formula between dollar signs. Where there are only prices the parser must not look for formulas, for
/// in one it finds no emphasis.
fn has_formula(text: &str) -> bool {
    let is_formula = |line: &str| {
        line.contains("$$")
            || line
                .split_once('$')
                .is_some_and(|(_, rest)| rest.contains('$') && rest.contains(['\\', '^', '_', '=', '{']))
    };
    memchr::memchr(b'$', text.as_bytes()).is_some() && text.lines().any(is_formula)
}

/// The number of elements that a block of HTML leaves open.
fn opened_by(block: &[Spanned<'_>]) -> isize {
    match block.first() {
        Some((Event::Start(Tag::HtmlBlock), _)) => opened(&raw_html(block)),
        _ => 0,
    }
}

fn raw_html(block: &[Spanned<'_>]) -> String {
    let lines = block.iter().filter_map(|(event, _)| match event {
        Event::Html(line) => Some(&**line),
        _ => None,
    });
    lines.collect()
}

/// True for a piece of HTML that the parser of Markdown does not read.
fn is_markup(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => true,
        Event::InlineHtml(tag) => markup::kind(tag) == PieceKind::Markup,
        _ => false,
    }
}
