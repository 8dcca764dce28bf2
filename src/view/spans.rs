//! The styles of spans: links, stress, code, edits and notes within the lines of an article.

use std::ops::Range;

use ratatui::style::{Modifier, Style};

use crate::{
    app::{Link, Page, settings::Emphasis, spans_in},
    article::SpanKind,
    text::{Part, classes, safe::Safe, width},
    typeset::{Line, Role},
};

use super::{canvas::Canvas, theme};

/// Bytes of stressed words that are looked at for their script.
const SCRIPT_SAMPLE_BYTES: usize = 120;

/// Gives the spans of a line their styles, inner ones over outer ones.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    page: &Page,
    line: &Line,
    text: &Safe,
    (links, emphasis): (&[Link], Emphasis),
    (left, y): (u16, u16),
) {
    // The byline is a link as a whole, and no part of the text.
    let is_underlined = |link: &&Link| link.is_on(line) && link.address().is_some();
    for link in links.iter().filter(is_underlined).filter(|link| matches!(link.part, Part::Body(_))) {
        tint(canvas, line, text, link.range.clone(), (left, y), theme::LINK);
    }
    let readings = page.rendition().shown(line.part).map_or(&[][..], |shown| &shown.readings);
    let first = readings.partition_point(|reading| reading.text.end <= line.ink.start);
    for reading in readings[first..].iter().take_while(|reading| reading.text.start < line.ink.end) {
        tint(canvas, line, text, reading.text.clone(), (left, y), theme::READING);
    }
    for (range, kind) in spans_in(page, line.part, &line.ink) {
        let style = match kind {
            SpanKind::Strong => theme::STRONG,
            SpanKind::Emphasis => emphasized(text.slice(range.clone()), emphasis, line.role),
            SpanKind::Code => theme::INLINE_CODE,
            SpanKind::Deleted => theme::DELETED,
            SpanKind::Inserted => theme::INSERTED,
            SpanKind::Highlight => theme::HIGHLIGHT,
            SpanKind::Note { .. } => theme::NOTE_MARK,
            SpanKind::Link { .. } | SpanKind::Ruby { .. } | SpanKind::Quote => continue,
        };
        tint(canvas, line, text, range, (left, y), style);
    }
}

fn tint(canvas: &mut Canvas<'_>, line: &Line, text: &Safe, range: Range<usize>, (left, y): (u16, u16), style: Style) {
    for (x, range) in line.text_pieces(text, range, canvas.ambiguous()) {
        let cells = width::cells(text.slice(range), canvas.ambiguous()) as u16;
        canvas.tint(y, left + x, left + x + cells, style);
    }
}

/// The style of stressed words. Han, kana and Hangul have no slanted form, and most fonts draw none; dots are their stress.
fn emphasized(words: &str, emphasis: Emphasis, role: Role) -> Style {
    let sample = &words[..words.floor_char_boundary(SCRIPT_SAMPLE_BYTES)];
    match emphasis {
        Emphasis::Bold => theme::STRONG,
        Emphasis::Dots => theme::DOTTED_EMPHASIS,
        Emphasis::Auto if sample.contains(classes::is_east_asian) => theme::DOTTED_EMPHASIS,
        // In a slanted text what is stressed stands upright.
        Emphasis::Auto | Emphasis::Italic if role == Role::Quote => Style::new().remove_modifier(Modifier::ITALIC),
        Emphasis::Auto | Emphasis::Italic => theme::EMPHASIS,
    }
}
