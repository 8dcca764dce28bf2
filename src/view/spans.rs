//! The styles of spans: links, stress, code, edits and notes within the lines of an article.

use ratatui::style::{Modifier, Style};

use crate::{
    app::{Page, settings::Emphasis, spans_in},
    article::SpanKind,
    text::{classes, safe::Safe, width},
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
    emphasis: Emphasis,
    (left, y): (u16, u16),
) {
    for (range, kind) in spans_in(page, line.part, &line.ink) {
        let style = match kind {
            SpanKind::Link { .. } => theme::LINK,
            SpanKind::Strong => theme::STRONG,
            SpanKind::Emphasis => emphasized(text.slice(range.clone()), emphasis, line.role),
            SpanKind::Code => theme::INLINE_CODE,
            SpanKind::Deleted => theme::DELETED,
            SpanKind::Inserted => theme::INSERTED,
            SpanKind::Highlight => theme::HIGHLIGHT,
            SpanKind::Note { .. } => theme::NOTE_MARK,
            SpanKind::Ruby { .. } | SpanKind::Quote => continue,
        };
        for (x, range) in line.text_pieces(text, range, canvas.ambiguous()) {
            let cells = width::cells(text.slice(range), canvas.ambiguous()) as u16;
            canvas.tint(y, left + x, left + x + cells, style);
        }
    }
}

/// The style of stressed words. A slant is nothing that Han and kana have; dots under them are (CLREQ 3.4, JLREQ 3.3).
fn emphasized(words: &str, emphasis: Emphasis, role: Role) -> Style {
    let has_dots = |c: char| classes::is_east_asian(c) && !classes::is_hangul(c);
    let sample = &words[..words.floor_char_boundary(SCRIPT_SAMPLE_BYTES)];
    match emphasis {
        Emphasis::Bold => theme::STRONG,
        Emphasis::Dots => theme::DOTTED_EMPHASIS,
        Emphasis::Auto if sample.contains(has_dots) => theme::DOTTED_EMPHASIS,
        // In a slanted text what is stressed stands upright.
        Emphasis::Auto | Emphasis::Italic if role == Role::Quote => Style::new().remove_modifier(Modifier::ITALIC),
        Emphasis::Auto | Emphasis::Italic => theme::EMPHASIS,
    }
}
