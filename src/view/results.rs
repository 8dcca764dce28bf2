//! The results of a search of the library: two rows each, the article and the text around the match.

use ratatui::style::Style;

use crate::{
    app::{App, ROWS_PER_RESULT, ResultRow, Results, SearchState, Subject},
    search::matching::{MatchKind, TextMatch, snippet::snippet},
    text::safe::Safe,
};

use super::{
    canvas::Canvas,
    list::{ListColumns, draw_head, draw_title, highlight},
    theme,
};

/// Cells before the text around a match.
const INDENT_COLUMNS: u16 = 4;

/// Draws the subject and the results.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let Some(results) = app.results() else { return };
    let area = canvas.area();
    if area.height > 2 {
        head(results, canvas);
    }
    let first = u16::from(area.height > 2);
    let end = area.height.saturating_sub(1);
    if results.rows().is_empty() {
        return draw_empty(results, canvas, first + 1);
    }
    let columns = ListColumns::for_width(area.width);
    for (line, (index, shown)) in results.visible().enumerate() {
        let y = first + (line * ROWS_PER_RESULT) as u16;
        if y < end {
            article(canvas, columns, y, shown, index == results.cursor());
        }
        if y + 1 < end {
            excerpt(canvas, y + 1, results, shown);
        }
    }
}

fn head(results: &Results, canvas: &mut Canvas<'_>) {
    let right = canvas.area().width;
    let after = canvas.label((0, 0), right, " 看報", theme::TITLE.patch(theme::DECORATION));
    let (label, what) = match results.subject() {
        Subject::Query(text, _) => ("  search: ", text),
        Subject::Related(title) => ("  about the same thing: ", title),
    };
    let after = canvas.label((after, 0), right, label, theme::ASIDE);
    canvas.fitted((after, 0), right.saturating_sub(after + 1), &Safe::line(what), theme::TEXT);
}

/// Draws a sentence in place of results.
fn draw_empty(results: &Results, canvas: &mut Canvas<'_>, y: u16) {
    let has_query = !matches!(results.subject(), Subject::Query(_, query) if query.is_empty());
    let is_related = matches!(results.subject(), Subject::Related(_));
    let sentences: &[&'static str] = match results.state() {
        SearchState::Searching if is_related => &[],
        // The hint stays until the first results of the first query come.
        state if !has_query || state == SearchState::Searching => &[
            "Type words to find, in any script.",
            "\"as a phrase\"   one OR another   -without",
            "title:…   source:…   author:…   is:unread",
            "after:2021-12   before:2022   lang:ja",
        ],
        _ if is_related => &["No other article is about the same thing."],
        _ => &["No matches in any script. / searches again."],
    };
    for (line, sentence) in sentences.iter().enumerate() {
        let y = y + line as u16;
        if y + 1 < canvas.area().height {
            canvas.fitted(
                (INDENT_COLUMNS, y),
                canvas.area().width.saturating_sub(INDENT_COLUMNS),
                &Safe::line(sentence),
                theme::ASIDE,
            );
        }
    }
}

fn article(canvas: &mut Canvas<'_>, columns: ListColumns, y: u16, shown: &ResultRow, cursor: bool) {
    let right = canvas.area().width;
    let row = &shown.hit.row;
    if cursor {
        canvas.label((0, y), right, ">", theme::CURSOR);
    }
    draw_head(canvas, columns, y, row, &shown.source);
    let style = if row.read { theme::TEXT } else { theme::UNREAD };
    let x = columns.title;
    draw_title(canvas, (x, y), &shown.title, &shown.title_highlights, style);
}

fn excerpt(canvas: &mut Canvas<'_>, y: u16, results: &Results, shown: &ResultRow) {
    let right = canvas.area().width;
    let room = usize::from(right.saturating_sub(INDENT_COLUMNS + 1));
    if shown.hit.others {
        // Another region's word for what was asked.
        canvas.label((INDENT_COLUMNS - 2, y), right, "~", theme::MARK);
    }
    let snippet = snippet(&shown.excerpt, shown.matched.clone(), room, canvas.ambiguous());
    canvas.whole((INDENT_COLUMNS, y), right, &snippet.text, theme::TEXT);
    let kind = if shown.hit.other { MatchKind::OtherWord } else { MatchKind::Same };
    for found in results.highlights(&snippet.text, TextMatch { range: snippet.range, kind }) {
        highlight(canvas, (INDENT_COLUMNS, y), &snippet.text, &found, Style::new());
    }
}
