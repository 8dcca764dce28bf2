//! `PageUnits` to blocks: every unit keeps its kind, and marks become spans with whole addresses.

use url::Url;

use super::addresses::LinkAddresses;
use crate::format::html::{
    tree::Tree,
    units::{Content, ItemHead, MarkKind, Notes, PagePicture, PageUnit, UnitKind, each, media_word},
};
use crate::{
    article::{Block, BlockKind, Cell, Image, Span, SpanKind},
    format::{BlockCollector, page::ends_sentence},
};

/// Characters of the longest bold line that is taken for a heading.
const MAX_BOLD_CHARS: u32 = 40;

/// Figures before one among which the same picture may stand.
const NEAR_FIGURES: usize = 3;

/// The blocks of some units, notes at the end.
pub(crate) fn blocks(tree: &Tree<'_>, units: Vec<PageUnit>, notes: &Notes, base: Option<&Url>) -> Vec<Block> {
    // After a stop the rest counts as not bold; the result is not used then.
    let mut is_bold: Vec<bool> = each(tree, &units).map(is_bold_heading).collect();
    is_bold.resize(units.len(), false);
    // A heading leads to something that is none.
    let leads = |index: usize| {
        units.get(index + 1).is_some_and(|next| !matches!(next.kind, UnitKind::Heading(_) | UnitKind::Rule))
            && !is_bold[index + 1]
    };
    let heads: Vec<bool> = (0..units.len()).map(|index| is_bold[index] && index > 0 && leads(index)).collect();
    let mut maker = BlockMaker { tree, notes, addresses: LinkAddresses::new(base), recent: Vec::new() };
    let mut body = BlockCollector::default();
    let mut bodies: Vec<Block> = Vec::new();
    let units = units.into_iter().zip(heads).take_while(|(unit, _)| tree.stop.go_on_after(unit.text.len()));
    for (unit, is_heading) in units {
        match unit.kind {
            // A rule needs a block on both sides.
            UnitKind::Rule if body.len() == 0 || body.last_mut().is_some_and(|last| last.kind == BlockKind::Rule) => {}
            UnitKind::Note(_) => bodies.extend(maker.block(unit, false)),
            _ => maker.block(unit, is_heading).into_iter().for_each(|block| body.push(block)),
        }
    }
    if bodies.is_empty() && body.last_mut().is_some_and(|last| last.kind == BlockKind::Rule) {
        body.pop();
    }
    for note in bodies {
        body.push(note);
    }
    body.into_blocks()
}

/// Makes blocks of units.
struct BlockMaker<'u> {
    tree: &'u Tree<'u>,
    notes: &'u Notes,
    addresses: LinkAddresses<'u>,
    /// The addresses of the last pictures.
    recent: Vec<String>,
}

impl BlockMaker<'_> {
    /// The block of a unit; `None` if there is nothing of it to show.
    fn block(&mut self, mut unit: PageUnit, is_heading: bool) -> Option<Block> {
        let mut spans = self.spans(&mut unit);
        let kind = match unit.kind {
            UnitKind::Text if is_heading => {
                let whole = unit.text.len();
                spans.retain(|span| span.kind != SpanKind::Strong || span.end - span.start < whole);
                BlockKind::Heading { level: 3 }
            }
            UnitKind::Text | UnitKind::Caption => BlockKind::Paragraph,
            UnitKind::Heading(level) => BlockKind::Heading { level },
            UnitKind::Quote => BlockKind::Quote,
            UnitKind::Item(ItemHead { level, number, style, continued }) => {
                BlockKind::Item { level, number, style, continued }
            }
            UnitKind::Code => BlockKind::Code,
            UnitKind::Rule => BlockKind::Rule,
            UnitKind::Table => BlockKind::Table { rows: rows(&unit) },
            UnitKind::Image => BlockKind::Figure { images: self.images(&unit)? },
            UnitKind::Media(media) => {
                let Content::Address(address) = &unit.content else { return None };
                let src = self.addresses.medium(address).unwrap_or_default();
                if src.is_empty() && unit.text.is_empty() {
                    return None;
                }
                if unit.text.is_empty() {
                    media_word(media).clone_into(&mut unit.text);
                }
                BlockKind::Media { media, src, length: None }
            }
            UnitKind::Math => BlockKind::Math,
            UnitKind::Note(note) => BlockKind::Note { label: self.notes.label(note).to_owned() },
            UnitKind::Term => BlockKind::Term,
            UnitKind::Definition => BlockKind::Definition,
        };
        Some(Block { quoted: unit.quoted, ..Block::new(kind, unit.text) }.with_spans(spans))
    }

    fn spans(&mut self, unit: &mut PageUnit) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::with_capacity(unit.marks.len());
        for mark in unit.marks.drain(..) {
            let kind = match mark.kind {
                MarkKind::Span(kind) => kind,
                MarkKind::Note(note) => SpanKind::Note { note: self.notes.label(note).to_owned() },
                MarkKind::Link(id) => {
                    let href = self.tree.attribute(id, "href").and_then(|href| self.addresses.link(&href));
                    let Some(href) = href else { continue };
                    SpanKind::Link { href }
                }
            };
            // Editors cut one link into several.
            match spans.last_mut() {
                Some(last) if last.end == mark.start && last.kind == kind && matches!(kind, SpanKind::Link { .. }) => {
                    last.end = mark.end;
                }
                _ => spans.push(Span::new(mark.start..mark.end, kind)),
            }
        }
        // Marks come as they are closed; of two over the same words the outer one is to be the first.
        spans.reverse();
        spans
    }

    /// The pictures of a figure; `None` if there are none, or the same stood there just before.
    fn images(&mut self, unit: &PageUnit) -> Option<Vec<Image>> {
        let Content::Pictures(pictures) = &unit.content else { return None };
        let is_there = |picture: &&PagePicture| !picture.address.is_empty() || !picture.alt.is_empty();
        let mut images: Vec<Image> = Vec::with_capacity(pictures.len());
        for picture in pictures.iter().filter(is_there) {
            let src = self.addresses.medium(&picture.address).unwrap_or_default();
            let is_double = !src.is_empty() && self.recent.contains(&src);
            if !is_double || unit.captioned && pictures.len() == 1 {
                images.push(Image { src, alt: picture.alt.clone() });
            }
        }
        for image in images.iter().filter(|image| !image.src.is_empty()) {
            if self.recent.len() >= NEAR_FIGURES {
                self.recent.remove(0);
            }
            self.recent.push(image.src.clone());
        }
        (!images.is_empty() || unit.captioned).then_some(images)
    }
}

/// The cells of a table with their text.
fn rows(unit: &PageUnit) -> Vec<Vec<Cell>> {
    let Content::Rows(rows) = &unit.content else { return Vec::new() };
    let mut at = 0;
    let mut cell = |shape: &crate::format::html::units::CellShape| {
        let text = unit.text.get(at..at + shape.bytes).unwrap_or_default().to_owned();
        at += shape.bytes + 1;
        Cell { text, header: shape.header, colspan: shape.colspan, rowspan: shape.rowspan }
    };
    rows.iter().map(|row| row.iter().map(&mut cell).collect()).collect()
}

/// A short paragraph in bold that ends no sentence.
fn is_bold_heading(unit: &PageUnit) -> bool {
    unit.kind == UnitKind::Text
        && unit.bold == unit.chars
        && unit.linked == 0
        && (2..=MAX_BOLD_CHARS).contains(&unit.chars)
        && !unit.text.contains('\n')
        && !ends_sentence(&unit.text)
}
