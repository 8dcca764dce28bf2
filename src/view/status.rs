//! The status line: the name of what is shown, messages, the line being typed. A sentence that is too long for the free
//! part of the row takes the whole of it, and rows above it: what to do stands at its end.

use ratatui::layout::Position;

use crate::{
    app::{Access, App, ArticleScreen, Page, PictureView, Prompt, Results, Screen, SearchState, commands::KeyContext},
    script::Language,
    text::{safe::Safe, width, width::Ambiguous},
};

use super::{canvas::Canvas, theme};

/// Columns from which on there is room for the language.
const MIN_COLUMNS_FOR_LANGUAGE: u16 = 72;

/// Draws the status line and returns the position of the cursor of a prompt.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) -> Option<Position> {
    let area = canvas.area();
    let y = area.height - 1;
    let right = Safe::line(&right(app, area.width));
    let room = width::cells(&right, canvas.ambiguous()) as u16;
    // On a narrow screen the left side gives way last.
    let left_end = if room + 12 <= area.width { area.width - room - 1 } else { area.width };
    let (text, most) = left(app, canvas);
    // Rows of a picture are not painted again when the sentence goes.
    let most = if app.overlays().picture().is_some() { most.min(1) } else { most };
    let mut whole = Safe::line(&text);
    let menu = super::menu::top(app, area.height).filter(|_| !fits(&whole, area.width, canvas));
    if let (Some(top @ 1..), None) = (menu, app.overlays().prompt()) {
        // The choices stay in sight.
        draw_sentence(canvas, (top, top.min(most)), &whole);
        whole = Safe::line(&standing(app, area.height));
    } else if app.overlays().prompt().is_none() && most > 0 && !fits(&whole, left_end, canvas) {
        let last = draw_sentence(canvas, (area.height, most), &whole);
        if last <= left_end && left_end < area.width {
            canvas.whole((area.width - room, y), area.width, &right, theme::STATUS);
        }
        return None;
    }
    canvas.tint(y, 0, area.width, theme::STATUS);
    if left_end < area.width {
        canvas.whole((area.width - room, y), area.width, &right, theme::STATUS);
    }
    if let Some(prompt) = app.overlays().prompt() {
        return Some(draw_prompt(app, canvas, y, left_end, prompt));
    }
    canvas.fitted((1, y), left_end.saturating_sub(1), &whole, theme::STATUS);
    None
}

/// True if a sentence fits on a row with a cell before it, up to `right`.
fn fits(text: &Safe, right: u16, canvas: &Canvas<'_>) -> bool {
    width::cells(text, canvas.ambiguous()) < usize::from(right)
}

/// Draws a sentence on the rows that it takes, `most` at the most, the last of them above `below`. Returns the column where it ends.
fn draw_sentence(canvas: &mut Canvas<'_>, (below, most): (u16, u16), text: &str) -> u16 {
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
pub(super) fn wrapped(text: &str, (room, most): (usize, usize), ambiguous: Ambiguous) -> Vec<&str> {
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

/// Draws the line being typed, scrolled so that the cursor is on the screen, and the message about it.
fn draw_prompt(app: &App, canvas: &mut Canvas<'_>, y: u16, right: u16, prompt: &Prompt) -> Position {
    let (text, cursor) = (prompt.text(), prompt.cursor());
    let x = canvas.label((0, y), right, prompt.kind().label(), theme::STATUS);
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
            draw_sentence(canvas, (y, rows_for_messages(canvas)), &whole);
        }
    }
    Position { x: at.min(right.saturating_sub(1)), y }
}

/// Rows that a message may take: it goes with the next key, and half of the screen stays in sight.
fn rows_for_messages(canvas: &Canvas<'_>) -> u16 {
    (canvas.area().height / 2).max(1)
}

/// The left side, and the rows that it may take: none for text that is cut beside the right side.
fn left(app: &App, canvas: &Canvas<'_>) -> (String, u16) {
    if let Some(message) = app.choices().or_else(|| app.message().map(str::to_owned)) {
        return (message, rows_for_messages(canvas));
    }
    if app.context() == KeyContext::Selection {
        return ("j k w W move the end of the selection, y copies it, Esc leaves it".to_owned(), 1);
    }
    // In an article its title or an explanation stands there, and the progress has the line only when it changes.
    if let Some(progress) = app.sync_progress().filter(|_| app.article().is_none()) {
        return (progress.to_owned(), 1);
    }
    if let Some(explanation) = shown_article(app).and_then(ArticleScreen::explanation) {
        return (explanation, 1);
    }
    if let Some(notice) = shown_article(app).map(ArticleScreen::page).and_then(excerpt_notice) {
        return (notice.to_owned(), 1);
    }
    (standing(app, canvas.area().height), 0)
}

/// The left side as long as there is no message.
fn standing(app: &App, height: u16) -> String {
    let (list, filter) = (app.list(), app.list().filter());
    match (app.screen(), app.article()) {
        _ if app.overlays().help().is_some() => "keys of kanbao; q closes this page".to_owned(),
        _ if app.overlays().picture().is_some() => app.overlays().picture().map_or_else(String::new, described),
        (Screen::Article, Some(article)) => article.page().title().to_string(),
        (Screen::Results, _) if app.results().and_then(Results::current).is_some_and(|shown| shown.hit.others) => {
            "~ another word for it; Enter reads, q goes back".to_owned()
        }
        (Screen::Results, _) => "Enter reads, g/ searches anew, q goes back".to_owned(),
        _ if filter.is_active() && filter.chips().is_empty() => String::new(),
        _ if filter.is_active() && list.fills_screen(height) => format!("& {}", filter.chips()),
        _ if filter.is_active() => "& filters further, <Backspace> removes the last filter".to_owned(),
        _ if list.window().total() == Some(0) => "the library is empty".to_owned(),
        _ => "? shows the keys".to_owned(),
    }
}

/// The description of a picture.
fn described(view: &PictureView) -> String {
    let description = &view.link().description;
    if description.is_empty() { "a picture without a description".to_owned() } else { description.to_string() }
}

/// The notice, at the end of an article, that the feed has only its beginning.
fn excerpt_notice(page: &Page) -> Option<&'static str> {
    let article = page.article();
    (article.is_excerpt && page.percent() == 100).then_some(match article.link {
        Some(_) => "The feed carries only the beginning. o opens the whole.",
        None => "The feed carries only the beginning.",
    })
}

fn right(app: &App, columns: u16) -> String {
    let access = match app.access() {
        Access::Full => "",
        Access::ReadOnly(_) => "read-only  ",
        Access::Lost(_) => "not open  ",
    };
    format!("{access}{}", standing_right(app, columns))
}

fn standing_right(app: &App, columns: u16) -> String {
    if let Some(view) = app.overlays().picture() {
        let (at, of) = view.position();
        let facts = if columns >= MIN_COLUMNS_FOR_LANGUAGE { view.facts() } else { String::new() };
        return format!("{facts}  {at}/{of}  q closes ");
    }
    let script = app.script().label();
    let place = match (app.screen(), app.article()) {
        _ if app.overlays().help().is_some() => return " ".to_owned(),
        (Screen::Article, Some(article)) => {
            let matches = matches(app, article, columns);
            let page = article.page();
            let has_room = columns >= MIN_COLUMNS_FOR_LANGUAGE;
            let language = page.language().filter(|language| has_room && *language != Language::Other);
            let language = language.map(|language| format!("{}  ", language.tag())).unwrap_or_default();
            let is_excerpt = page.article().is_excerpt && excerpt_notice(page).is_none();
            let excerpt = if is_excerpt && has_room { "excerpt  " } else { "" };
            return format!("{matches}{excerpt}{language}{script}  {:>3}% ", page.percent());
        }
        (Screen::Results, _) => results(app),
        _ => match app.list().window().total() {
            None => return "reading the library ".to_owned(),
            Some(0) if app.list().filter().is_active() => "0 found".to_owned(),
            Some(0) => return " ".to_owned(),
            Some(total) => format!("{}/{total}", app.list().window().cursor() + 1),
        },
    };
    format!("{script}  {place} ")
}

/// The number of the current match and of all. While a search is typed, its mode is always there.
fn matches(app: &App, article: &ArticleScreen, columns: u16) -> String {
    let finds = app.overlays().prompt().is_some_and(|prompt| prompt.kind().is_find());
    let has_room = columns >= MIN_COLUMNS_FOR_LANGUAGE;
    match article.match_count() {
        Some(count) if finds && has_room && !count.has_note() => {
            format!("{}  {}  ", app.find_mode().name(), count.numbers())
        }
        Some(count) if !has_room && count.is_other_word => format!("~  {}  ", count.numbers()),
        Some(count) => format!("{count}  "),
        None if finds => format!("{}  ", app.find_mode().name()),
        None => String::new(),
    }
}

/// The article, if it is in front and no help page lies over it.
fn shown_article(app: &App) -> Option<&ArticleScreen> {
    let is_front = app.screen() == Screen::Article && app.overlays().help().is_none();
    app.article().filter(|_| is_front)
}

/// The number of the current result and of all; with a `+` where there are more, or may be.
fn results(app: &App) -> String {
    let Some(results) = app.results() else { return String::new() };
    let more = if results.state() == SearchState::Complete { "" } else { "+" };
    let at = if results.rows().is_empty() { 0 } else { results.cursor() + 1 };
    format!("{at}/{}{more}", results.rows().len())
}
