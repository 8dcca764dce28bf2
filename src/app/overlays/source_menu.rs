//! The menu of all sources, with what is unread of each and what stands in its way.

use super::menu::{Menu, MenuChoice, MenuItem};
use crate::store::sources::{SourceKind, SourceState};

/// The menu of sources on a screen of this height.
pub(in crate::app) fn source_menu(sources: &[SourceState], screen_height: u16) -> Menu {
    let (all, unread) =
        sources.iter().fold((0, 0), |(all, unread), state| (all + state.source.articles, unread + state.source.unread));
    let failing = sources.iter().filter(|state| state.reading.error.is_some()).count();
    let partial = sources.iter().filter(|state| state.reading.left_out.is_some()).count();
    let whole = MenuItem::new("all sources", format!("{unread} of {all} unread"), MenuChoice::Source(None));
    let problems = match (failing, partial) {
        (0, 0) => String::new(),
        (failing, 0) => format!("; {failing} with errors, marked !"),
        (0, partial) => format!("; {partial} not in full, marked !"),
        (failing, partial) => format!("; {failing} with errors and {partial} not in full, marked !"),
    };
    let items = std::iter::once(whole).chain(sources.iter().map(item)).collect();
    Menu::new(format!("sources{problems}"), items, 0, screen_height)
}

/// The error of a source, or what of it was left out.
fn problem(state: &SourceState) -> Option<&str> {
    state.reading.error.as_deref().or(state.reading.left_out.as_deref())
}

fn item(state: &SourceState) -> MenuItem {
    let SourceState { source, reading, due } = state;
    let mark = if problem(state).is_some() { "!" } else { " " };
    let kind = match source.kind {
        SourceKind::Feed if *due => "feed",
        SourceKind::Feed => "feed, not read any more",
        SourceKind::Folder if *due => "folder",
        SourceKind::Folder => "folder, not read any more",
        SourceKind::Import => "imported",
    };
    let failing = match reading.failures {
        0 if reading.left_out.is_some() => "; not in full".to_owned(),
        0 => String::new(),
        1 => "; failed once".to_owned(),
        times => format!("; failed {times} times"),
    };
    MenuItem {
        label: format!("{mark} {}", source.title),
        detail: format!("{} of {} unread  {kind}{failing}", source.unread, source.articles),
        problem: problem(state).map(str::to_owned),
        choice: MenuChoice::Source(Some((source.id, source.title.clone()))),
    }
}
