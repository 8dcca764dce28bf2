//! Units to blocks: every unit keeps its kind, and a link that stands alone keeps its address.

use url::Url;

use crate::format::html::tree::{PageUnit, Tree, UnitKind};
use crate::{
    article::{Block, BlockKind},
    format::{BlockCollector, page::ends_sentence},
};

/// Characters of the longest bold line that is taken for a heading.
const MAX_BOLD_CHARS: u32 = 40;

/// Limit of an address; a longer one is a picture or a program in the form of an address.
pub(crate) const MAX_ADDRESS_BYTES: usize = 8 * 1024;

/// The blocks of some units.
pub(crate) fn blocks(tree: &Tree<'_>, units: Vec<PageUnit>, base: Option<&Url>) -> Vec<Block> {
    let mut body = BlockCollector::default();
    // After a stop the rest counts as not bold; the result is not used then.
    let mut is_bold: Vec<bool> = tree.each(&units).map(is_bold_heading).collect();
    is_bold.resize(units.len(), false);
    // A heading leads to something that is none.
    let leads = |index: usize| {
        let next = units.get(index + 1).map(|unit| unit.kind);
        matches!(next, Some(UnitKind::Text | UnitKind::Quote | UnitKind::Item(..) | UnitKind::Table | UnitKind::Image))
            && !is_bold[index + 1]
    };
    let heads: Vec<bool> = (0..units.len()).map(|index| is_bold[index] && index > 0 && leads(index)).collect();
    let mut units = units.into_iter().zip(heads).peekable();
    while let Some((unit, is_heading)) = units.next().filter(|(unit, _)| tree.stop.go_on_after(unit.text.len())) {
        let mut text = unit.text;
        if unit.linked == unit.chars
            && matches!(unit.kind, UnitKind::Text | UnitKind::Item(..))
            && let Some(address) = unit.link.and_then(|link| tree.attribute(link, "href"))
            && let Some(address) = absolute(&address, base)
            && address != text
        {
            text = format!("{text} ({address})");
        }
        let kind = match unit.kind {
            UnitKind::Text if is_heading => BlockKind::Heading { level: 3 },
            UnitKind::Text | UnitKind::Table | UnitKind::Image | UnitKind::Caption => BlockKind::Paragraph,
            UnitKind::Heading(level) => BlockKind::Heading { level },
            UnitKind::Quote => BlockKind::Quote,
            UnitKind::Item(level, number) => BlockKind::item(level, number),
            UnitKind::Code => BlockKind::Code,
            UnitKind::Rule => {
                // A rule needs a block on both sides.
                if body.len() > 0 && units.peek().is_some_and(|(next, _)| next.kind != UnitKind::Rule) {
                    body.push(Block::new(BlockKind::Rule, ""));
                }
                continue;
            }
        };
        body.push(Block::new(kind, text));
    }
    body.into_blocks()
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

/// The whole address of a link, if it leads to something on the web or is an address of mail.
pub(crate) fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    let address = address.trim();
    if address.is_empty() || address.starts_with('#') || address.len() > MAX_ADDRESS_BYTES {
        return None;
    }
    let url = match base {
        Some(base) => base.join(address).ok()?,
        None => Url::parse(address).ok()?,
    };
    matches!(url.scheme(), "http" | "https" | "mailto").then(|| url.to_string())
}
