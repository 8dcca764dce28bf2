//! The results of a search of the library: two rows each, the article and the text around the match.

use ratatui::style::Style;

use crate::{
    app::{
        App,
        search::{Asked, Progress, ROWS, Results, ShownHit},
    },
    search::matching::{Found, query::Kind, snippet::snippet},
    text::safe::Safe,
};

use super::{
    canvas::Canvas,
    list::{Columns, draw_head, draw_title, light},
    theme,
};

/// Cells before the text around a match.
const INDENT: u16 = 4;

/// Draws what was asked and the results.
pub fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let Some(results) = app.results() else { return };
    let area = canvas.area();
    if area.height > 2 {
        head(results, canvas);
    }
    let first = u16::from(area.height > 2);
    let end = area.height.saturating_sub(1);
    if results.hits().is_empty() {
        return nothing(results, canvas, first + 1);
    }
    let columns = Columns::of(area.width);
    for (line, (index, shown)) in results.visible().enumerate() {
        let y = first + (line * ROWS) as u16;
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
    let after = canvas.label((0, 0), right, " 看報", theme::TITLE.patch(theme::FURNITURE));
    let (label, what) = match results.asked() {
        Asked::Words(words) => ("  search: ", words),
        Asked::Related(title) => ("  about the same thing: ", title),
    };
    let after = canvas.label((after, 0), right, label, theme::ASIDE);
    canvas.fitted((after, 0), right.saturating_sub(after + 1), &Safe::line(what), theme::TEXT);
}

/// What is said where there is no result.
fn nothing(results: &Results, canvas: &mut Canvas<'_>, y: u16) {
    let asked_nothing = matches!(results.asked(), Asked::Words(words) if words.trim().is_empty());
    let sentences: &[&'static str] = match results.progress() {
        _ if asked_nothing => &[
            "Type words to find, in any script.",
            "\"as a phrase\"   one OR another   -without",
            "title:…   source:…   author:…   is:unread",
            "after:2021-12   before:2022   lang:ja",
        ],
        Progress::Searching => &["searching"],
        _ if matches!(results.asked(), Asked::Related(_)) => &["No other article is about the same thing."],
        _ => &["Nothing was found, in whatever script it is."],
    };
    for (line, sentence) in sentences.iter().enumerate() {
        let y = y + line as u16;
        if y + 1 < canvas.area().height {
            canvas.fitted((INDENT, y), canvas.area().width.saturating_sub(INDENT), &Safe::line(sentence), theme::ASIDE);
        }
    }
}

fn article(canvas: &mut Canvas<'_>, columns: Columns, y: u16, shown: &ShownHit, cursor: bool) {
    let right = canvas.area().width;
    let row = &shown.hit.row;
    if cursor {
        canvas.label((0, y), right, ">", theme::CURSOR);
    }
    draw_head(canvas, columns, y, row, &shown.source);
    let style = if row.read { theme::TEXT } else { theme::UNREAD };
    let x = columns.title;
    draw_title(canvas, (x, y), &shown.title, &shown.lit_title, style);
}

fn excerpt(canvas: &mut Canvas<'_>, y: u16, results: &Results, shown: &ShownHit) {
    let right = canvas.area().width;
    let room = usize::from(right.saturating_sub(INDENT + 1));
    if shown.hit.others {
        // Another region's word for what was asked.
        canvas.label((INDENT - 2, y), right, "~", theme::MARK);
    }
    let snippet = snippet(&shown.excerpt, shown.lit.clone(), room, canvas.ambiguous());
    canvas.whole((INDENT, y), right, &snippet.text, theme::TEXT);
    let kind = if shown.hit.other { Kind::OtherWord } else { Kind::Same };
    for found in results.lit(&snippet.text, Found { range: snippet.range, kind }) {
        light(canvas, (INDENT, y), &snippet.text, &found, Style::new());
    }
}
