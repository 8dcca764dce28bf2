//! The last row: what one is looking at, messages, the line being typed.

use ratatui::layout::Position;

use crate::{
    app::{App, Progress, Prompt, Screen},
    script::Language,
    text::{Safe, width},
};

use super::{canvas::Canvas, theme};

/// From this many cells on there is room for the language.
const ROOMY: u16 = 72;

/// Draws the status line and returns where the cursor of a prompt is.
pub fn draw(app: &App, canvas: &mut Canvas<'_>) -> Option<Position> {
    let area = canvas.area();
    let y = area.height - 1;
    canvas.tint(y, 0, area.width, theme::STATUS);
    let right = Safe::line(&right(app, area.width));
    let room = width::cells(&right, canvas.ambiguous()) as u16;
    // On a narrow screen the left side gives way last.
    let left_end = if room + 12 <= area.width {
        canvas.whole((area.width - room, y), area.width, &right, theme::STATUS);
        area.width - room - 1
    } else {
        area.width
    };
    if let Some(prompt) = app.prompt() {
        return Some(typed(app, canvas, y, left_end, prompt));
    }
    let whole = Safe::line(&left(app));
    let (text, _) = width::cut(&whole, usize::from(left_end.saturating_sub(1)), canvas.ambiguous());
    canvas.whole((1, y), left_end, &Safe::line(&text), theme::STATUS);
    None
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
        let room = usize::from(right.saturating_sub(end + 3));
        let whole = Safe::line(message);
        let (message, _) = width::cut(&whole, room, canvas.ambiguous());
        canvas.whole((end + 3, y), right, &Safe::line(&message), theme::STATUS);
    }
    Position { x: at.min(right.saturating_sub(1)), y }
}

fn left(app: &App) -> String {
    if let Some(choices) = app.choices() {
        return choices;
    }
    if let Some(message) = app.message() {
        return message.to_owned();
    }
    if app.screen() == Screen::Marking {
        return "j k w W move the end of what is marked, y copies it, Esc leaves it".to_owned();
    }
    // In an article its title or an explanation stands there, and the progress has the line only when it changes.
    if let Some(progress) = app.sync_progress().filter(|_| app.reader().is_none()) {
        return progress.to_owned();
    }
    match (app.behind(), app.reader()) {
        (Screen::Reader, Some(reader)) => reader.explanation().unwrap_or_else(|| reader.title().to_string()),
        (Screen::Help, _) => "keys of kanbao; q closes this page".to_owned(),
        (Screen::Results, _) => "Enter reads, g/ searches anew, q goes back".to_owned(),
        _ if app.is_narrowed() && app.chips().is_empty() => String::new(),
        _ if app.is_narrowed() && app.size_is_low() => format!("& {}", app.chips()),
        _ if app.is_narrowed() => "& narrows further, <Backspace> widens".to_owned(),
        _ if app.shelf().total() == Some(0) => "the library is empty".to_owned(),
        _ => "? shows the keys".to_owned(),
    }
}

fn right(app: &App, columns: u16) -> String {
    let script = app.script().label();
    let place = match (app.behind(), app.reader()) {
        (Screen::Reader, Some(reader)) => {
            let finds = app.prompt().is_some_and(|prompt| prompt.asking().finds());
            let found = match reader.found() {
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
