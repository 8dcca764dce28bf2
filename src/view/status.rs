//! The last row: what one is looking at, messages, the line being typed. A sentence that is too long for what is free of
//! the row takes the whole of it, and rows above it: what to do stands at its end.

use ratatui::layout::Position;

use crate::{
    app::{
        Access, App, Screen,
        article::reader::Reader,
        input::Prompt,
        search::{OTHER_WORD, Progress, Results},
    },
    script::Language,
    text::{safe::Safe, width, width::Ambiguous},
};

use super::{canvas::Canvas, theme};

/// From this many cells on there is room for the language.
const ROOMY: u16 = 72;

/// Draws the status line and returns where the cursor of a prompt is.
pub fn draw(app: &App, canvas: &mut Canvas<'_>) -> Option<Position> {
    let area = canvas.area();
    let y = area.height - 1;
    let right = Safe::line(&right(app, area.width));
    let room = width::cells(&right, canvas.ambiguous()) as u16;
    // On a narrow screen the left side gives way last.
    let left_end = if room + 12 <= area.width { area.width - room - 1 } else { area.width };
    let (text, most) = left(app, canvas);
    let mut whole = Safe::line(&text);
    let menu = super::menu::top(app, area.height).filter(|_| !fits(&whole, area.width, canvas));
    if let (Some(top @ 1..), None) = (menu, app.prompt()) {
        // What one chooses among stays in sight.
        said(canvas, (top, top.min(most)), &whole);
        whole = Safe::line(&standing(app));
    } else if app.prompt().is_none() && most > 0 && !fits(&whole, left_end, canvas) {
        let last = said(canvas, (area.height, most), &whole);
        if last <= left_end && left_end < area.width {
            canvas.whole((area.width - room, y), area.width, &right, theme::STATUS);
        }
        return None;
    }
    canvas.tint(y, 0, area.width, theme::STATUS);
    if left_end < area.width {
        canvas.whole((area.width - room, y), area.width, &right, theme::STATUS);
    }
    if let Some(prompt) = app.prompt() {
        return Some(typed(app, canvas, y, left_end, prompt));
    }
    canvas.fitted((1, y), left_end.saturating_sub(1), &whole, theme::STATUS);
    None
}

/// Whether a sentence fits on a row with a cell before it, up to `right`.
fn fits(text: &Safe, right: u16, canvas: &Canvas<'_>) -> bool {
    width::cells(text, canvas.ambiguous()) < usize::from(right)
}

/// A sentence on the rows that it takes, `most` at the most, the last of them above `below`; the column where it ends.
fn said(canvas: &mut Canvas<'_>, (below, most): (u16, u16), text: &str) -> u16 {
    let room = canvas.area().width.saturating_sub(1);
    let rows = wrapped(text, (usize::from(room), usize::from(most)), canvas.ambiguous());
    let last = rows.last().map_or(0, |row| width::cells(row, canvas.ambiguous()) as u16);
    for (y, row) in (below.saturating_sub(rows.len() as u16)..below).zip(rows) {
        canvas.clear(y);
        canvas.tint(y, 0, canvas.area().width, theme::STATUS);
        canvas.fitted((1, y), room, &Safe::line(row), theme::STATUS);
    }
    1 + last.min(room)
}

/// Cuts a sentence into rows of at most `room` cells, at spaces where there are any; the last of `most` rows has the rest.
fn wrapped(text: &str, (room, most): (usize, usize), ambiguous: Ambiguous) -> Vec<&str> {
    let mut rows = Vec::new();
    let mut rest = text;
    while rows.len() + 1 < most {
        let (row, _) = width::prefix(rest, room, ambiguous);
        if row.len() == rest.len() || row.is_empty() {
            break;
        }
        // A space right behind the row ends a word that fits just so.
        let end = match row.rfind(' ') {
            Some(space) if space > 0 && !rest[row.len()..].starts_with(' ') => space,
            _ => row.len(),
        };
        rows.push(rest[..end].trim_end());
        rest = rest[end..].trim_start();
    }
    if !rest.is_empty() {
        rows.push(rest);
    }
    rows
}

/// The line being typed, scrolled so that the cursor is on the screen, and what there is to say about it.
fn typed(app: &App, canvas: &mut Canvas<'_>, y: u16, right: u16, prompt: &Prompt) -> Position {
    let (text, cursor) = (prompt.text(), prompt.cursor());
    let x = canvas.label((0, y), right, prompt.asking().mark(), theme::STATUS);
    let before = Safe::line(&text[..cursor]);
    let room = usize::from(right.saturating_sub(x + 1));
    let (shown, _) = width::suffix(&before, room, canvas.ambiguous());
    let from = before.len() - shown.len();
    let at = canvas.text((x, y), right, &before, from..before.len(), theme::STATUS);
    let end = canvas.whole((at, y), right, &Safe::line(&text[cursor..]), theme::STATUS);
    if let Some(message) = app.message() {
        let whole = Safe::line(message);
        if fits(&whole, right.saturating_sub(end + 2), canvas) || y == 0 {
            canvas.fitted((end + 3, y), right.saturating_sub(end + 3), &whole, theme::STATUS);
        } else {
            said(canvas, (y, rows_for_messages(canvas)), &whole);
        }
    }
    Position { x: at.min(right.saturating_sub(1)), y }
}

/// Rows that a message may take: it goes with the next key, and half of what one looks at stays in sight.
fn rows_for_messages(canvas: &Canvas<'_>) -> u16 {
    (canvas.area().height / 2).max(1)
}

/// What stands on the left, and for how many rows it is: none for what is cut beside the right side.
fn left(app: &App, canvas: &Canvas<'_>) -> (String, u16) {
    if let Some(message) = app.choices().or_else(|| app.message().map(str::to_owned)) {
        return (message, rows_for_messages(canvas));
    }
    if app.screen() == Screen::Marking {
        return ("j k w W move the end of what is marked, y copies it, Esc leaves it".to_owned(), 1);
    }
    // In an article its title or an explanation stands there, and the progress has the line only when it changes.
    if let Some(progress) = app.sync_progress().filter(|_| app.reader().is_none()) {
        return (progress.to_owned(), 1);
    }
    if let Some(explanation) = app.reader().and_then(Reader::explanation).filter(|_| app.behind() == Screen::Reader) {
        return (explanation, 1);
    }
    (standing(app), 0)
}

/// What stands on the left as long as there is nothing to say.
fn standing(app: &App) -> String {
    match (app.behind(), app.reader()) {
        (Screen::Reader, Some(reader)) => reader.title().to_string(),
        (Screen::Help, _) => "keys of kanbao; q closes this page".to_owned(),
        (Screen::Results, _) if app.results().and_then(Results::current).is_some_and(|shown| shown.hit.others) => {
            "~ another word for it; Enter reads, q goes back".to_owned()
        }
        (Screen::Results, _) => "Enter reads, g/ searches anew, q goes back".to_owned(),
        _ if app.is_narrowed() && app.chips().is_empty() => String::new(),
        _ if app.is_narrowed() && app.size_is_low() => format!("& {}", app.chips()),
        _ if app.is_narrowed() => "& narrows further, <Backspace> widens".to_owned(),
        _ if app.shelf().total() == Some(0) => "the library is empty".to_owned(),
        _ => "? shows the keys".to_owned(),
    }
}

fn right(app: &App, columns: u16) -> String {
    let access = match app.access() {
        Access::Whole => "",
        Access::ReadOnly(_) => "read-only  ",
        Access::Lost(_) => "not open  ",
    };
    format!("{access}{}", standing_right(app, columns))
}

fn standing_right(app: &App, columns: u16) -> String {
    let script = app.script().label();
    let place = match (app.behind(), app.reader()) {
        (Screen::Reader, Some(reader)) => {
            let finds = app.prompt().is_some_and(|prompt| prompt.asking().finds());
            let found = match reader.found() {
                // While one types, the way to search is always there.
                Some(found) if finds && columns >= ROOMY && found.starts_with(|c: char| c.is_ascii_digit()) => {
                    format!("{}  {found}  ", app.find_mode().name())
                }
                Some(found) if columns < ROOMY => format!("{}  ", found.replace(OTHER_WORD, "~")),
                Some(found) => format!("{found}  "),
                None if finds => format!("{}  ", app.find_mode().name()),
                None => String::new(),
            };
            let language = reader.language().filter(|language| columns >= ROOMY && *language != Language::Other);
            let language = language.map(|language| format!("{}  ", language.tag())).unwrap_or_default();
            return format!("{found}{language}{script}  {:>3}% ", reader.percent());
        }
        (Screen::Help, _) => return " ".to_owned(),
        (Screen::Results, _) => results(app),
        _ => match app.shelf().total() {
            None => return "reading the library ".to_owned(),
            Some(0) if app.is_narrowed() => "0 found".to_owned(),
            Some(0) => return " ".to_owned(),
            Some(total) => format!("{}/{total}", app.shelf().cursor() + 1),
        },
    };
    format!("{script}  {place} ")
}

/// Which result one is at, of how many; a `+` where there are more, or may be.
fn results(app: &App) -> String {
    let Some(results) = app.results() else { return String::new() };
    let more = if results.progress() == Progress::Complete { "" } else { "+" };
    let at = if results.hits().is_empty() { 0 } else { results.cursor() + 1 };
    format!("{at}/{}{more}", results.hits().len())
}
