//! The list of an article's links, over the whole screen but the line that narrows it.

use crate::{
    app::{App, LinkList, shown_words},
    text::safe::Safe,
};

use super::{canvas::Canvas, theme};

/// Cells before the words of a link: the cursor's mark and a space.
const MARK_COLUMNS: u16 = 2;

/// Draws the list, if there is one: its title on a bar, and of each link the words and below them the address.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let (Some(list), Some(article)) = (app.overlays().link_list(), app.article()) else { return };
    let area = canvas.area();
    let below = area.height.saturating_sub(1);
    (0..below).for_each(|y| canvas.clear(y));
    canvas.tint(0, 0, area.width, theme::STATUS);
    canvas.fitted((1, 0), area.width.saturating_sub(1), &Safe::line(&title(list)), theme::STATUS);
    let mut y = 1;
    for (link, rows, is_current) in list.visible() {
        if y >= below {
            break;
        }
        if is_current {
            canvas.label((0, y), area.width, ">", theme::CURSOR);
        }
        let words = shown_words(article.page(), link.part, link.range.clone());
        let style = if is_current { theme::UNREAD } else { theme::TEXT };
        canvas.fitted((MARK_COLUMNS, y), area.width.saturating_sub(MARK_COLUMNS), &words, style);
        draw_address(canvas, &link.address, y + 1..(y + rows as u16).min(below));
        y += rows as u16;
    }
}

/// Draws an address, which is ASCII, on so many rows; the last one is cut where it is longer.
fn draw_address(canvas: &mut Canvas<'_>, address: &str, rows: std::ops::Range<u16>) {
    let room = canvas.area().width.saturating_sub(LinkList::INDENT + 1);
    let mut rest = address;
    for y in rows.clone() {
        let end = if y + 1 == rows.end { rest.len() } else { rest.len().min(usize::from(room)) };
        let (row, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        canvas.fitted((LinkList::INDENT, y), room, &Safe::line(row), theme::ASIDE);
        rest = after;
    }
}

fn title(list: &LinkList) -> String {
    let (cursor, matching, all) = list.counts();
    let at = if matching == 0 { 0 } else { cursor + 1 };
    let count = if matching == all { format!("{at}/{all}") } else { format!("{at}/{matching} of {all}") };
    format!("Links {count}   Enter opens, C-y copies, Esc closes")
}
