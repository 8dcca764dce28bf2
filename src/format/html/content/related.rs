//! Titles of related articles, under a label that says so.

use std::collections::HashSet;

use super::noise::{is_related_label, is_worded_noise};
use crate::format::html::{
    metadata::text_of,
    tree::Tree,
    units::{PageUnit, UnitKind, each},
};

/// Limit of the titles of related articles; the rest are counted.
const MAX_RELATED: usize = 500;

/// Titles under a label for related articles, and the number of those beyond the limit.
pub(super) fn related(tree: &Tree<'_>, units: &[PageUnit]) -> (Vec<String>, usize) {
    let (mut found, mut seen): (Vec<String>, HashSet<String>) = Default::default();
    for (index, _) in each(tree, units).enumerate().filter(|(_, unit)| is_related_label(&unit.text) && unit.linked == 0)
    {
        let mut gap = 0;
        for unit in &units[index + 1..] {
            let is_title = unit.linked * 2 > unit.chars
                && (8..=80).contains(&unit.chars)
                && unit.kind != UnitKind::Image
                && !is_worded_noise(&unit.text, unit.chars);
            if is_title {
                gap = 0;
                // A date may stand beside the link.
                let text = unit.link.map_or_else(|| unit.text.replace('\n', " "), |link| text_of(tree, link));
                if seen.insert(text.clone()) && found.len() < MAX_RELATED {
                    found.push(text);
                }
            } else if unit.kind != UnitKind::Image && unit.kind != UnitKind::Rule {
                gap += 1;
                // A date or a number may stand between titles; a label or a paragraph ends them.
                if gap > 2 || unit.chars > 12 || matches!(unit.kind, UnitKind::Heading(_)) {
                    break;
                }
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    let more = seen.len() - found.len();
    (found, more)
}
