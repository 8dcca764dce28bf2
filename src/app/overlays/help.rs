//! The help page over a screen: which of its rows is the first.

use crate::app::commands::{Action, help_rows};

/// The help page, scrolled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Help {
    top: usize,
}

impl Help {
    /// The first visible row.
    pub(crate) fn top(&self) -> usize {
        self.top
    }

    /// Takes an action on a screen of so many columns and rows. Returns true if it closes the page.
    pub(in crate::app) fn update(&mut self, action: Action, (columns, rows): (u16, u16)) -> bool {
        let page = i64::from(rows.saturating_sub(1)).max(1);
        let last = (help_rows(columns).len() as i64 - page).max(0);
        let top = self.top as i64;
        let top = match action {
            Action::Lines(by) => top + i64::from(by),
            Action::HalfPages(by) => top + i64::from(by) * (page / 2).max(1),
            Action::Pages(by) => top + i64::from(by) * page,
            Action::Top => 0,
            Action::Bottom => last,
            action => return action == Action::Back,
        };
        self.top = usize::try_from(top.clamp(0, last)).unwrap_or(0);
        false
    }
}
