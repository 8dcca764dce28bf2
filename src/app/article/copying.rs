//! Text that is copied from an article.
//!
//! Text shown as it is stored is copied as it is stored; text shown in another script is copied in that script. What
//! the setting of lines adds (spaces, indents, hanging marks) is never copied, nor are characters that would do more
//! than stand there.

use std::ops::Range;

use crate::{
    app::{commands::CopyUnit, effect::Effect, shared::Shared},
    text::{Part, Place},
};

use super::{links::own_address, page::Page, selection::Selection};

/// Bytes that are copied at most: terminals refuse longer strings, and a slow line has to carry them.
pub(super) const MAX_COPY_BYTES: usize = 64 * 1024;

/// The text of a unit.
///
/// # Errors
/// A message, when there is no such text.
pub(super) fn text(unit: CopyUnit, page: &Page, selection: Option<&Selection>) -> Result<String, &'static str> {
    match unit {
        CopyUnit::Word if selection.is_none() => Err("No word is selected. w selects one."),
        CopyUnit::Word | CopyUnit::Passage => {
            Ok(selection.map_or_else(String::new, |selection| text_of(page, &selection.range())))
        }
        CopyUnit::Paragraph => paragraph(page, selection).ok_or("There is no paragraph on the screen."),
        CopyUnit::Article => Ok(whole(page)),
        CopyUnit::Link => own_address(page).ok_or("This article has no link."),
    }
}

/// Puts a text on the clipboard of the reader's terminal, and reports that. `name` is that of the text in a sentence.
pub(super) fn copy(text: String, name: &str, shared: &mut Shared) {
    if text.is_empty() {
        shared.messages.error("There is nothing to copy.");
    } else if text.len() > MAX_COPY_BYTES {
        let most = MAX_COPY_BYTES / 1024;
        shared.messages.error(format!(
            "The {name} is longer than the {most} KiB a terminal's clipboard takes. v selects a shorter passage."
        ));
    } else {
        let count = text.chars().filter(|c| *c != '\n').count();
        shared.requests.emit(Effect::Copy(text));
        shared.messages.info(format!("Copied the {name}: {count} characters."));
    }
}

/// The text of a passage, its paragraphs with an empty line between them.
fn text_of(page: &Page, passage: &Range<Place>) -> String {
    let mut out = String::new();
    let mut last = None;
    for part in page.rendition().parts().filter(|part| (passage.start.part..=passage.end.part).contains(part)) {
        let start = if part == passage.start.part { passage.start.offset } else { 0 };
        let end = if part == passage.end.part { passage.end.offset } else { usize::MAX };
        let text = stored_or_converted(page, part, start..end);
        if text.is_empty() {
            continue;
        }
        out.push_str(last.map_or("", |last| separator(last, part)));
        out.push_str(&text);
        last = Some(part);
    }
    out
}

fn stored_or_converted(page: &Page, part: Part, range: Range<usize>) -> String {
    let Some(shown) = page.rendition().shown(part) else { return String::new() };
    if shown.converted {
        return harmless(shown.text.slice(shown.map.shown_range(range)));
    }
    let stored = page.article().text(part);
    harmless(stored.get(range.start.min(stored.len())..range.end.min(stored.len())).unwrap_or_default())
}

fn paragraph(page: &Page, selection: Option<&Selection>) -> Option<String> {
    let selected = selection.map(|selection| selection.word.part);
    let is_visible = |part: &Part| page.visible().any(|line| line.part == *part && !line.ink.is_empty());
    let first = || page.visible().find(|line| !line.ink.is_empty()).map(|line| line.part);
    let part = selected.filter(is_visible).or_else(first)?;
    Some(stored_or_converted(page, part, 0..usize::MAX))
}

fn whole(page: &Page) -> String {
    let parts: Vec<Part> = page.rendition().parts().collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return String::new() };
    text_of(page, &(Place::start_of(*first)..Place { part: *last, offset: usize::MAX }))
}

fn separator(before: Part, after: Part) -> &'static str {
    match (before, after) {
        (Part::Title, Part::Byline) | (Part::Related(_), Part::Related(_)) => "\n",
        _ => "\n\n",
    }
}

/// Removes characters that would do more than stand where they are pasted: controls, bidirectional controls, tags, byte
/// order marks. What belongs to a character (variation selectors, joiners) stays.
fn harmless(text: &str) -> String {
    let harms = |c: char| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
                | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
    };
    text.chars().filter(|c| !harms(*c)).collect()
}
