//! A list to choose from, shown over the lower part of the screen: scripts, sources, related articles. What becomes
//! of a choice is said here too.

use std::ops::Range;

use crate::app::{App, article::Reach, commands::Action};
use crate::{script::Script, store::SourceId};

/// What a row stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Show texts in this script.
    Script(Script, Reach),
    /// Let the article go by its source's script again.
    ForgetScript,
    /// List only the articles of this source; or of all.
    Source(Option<SourceId>),
    /// No longer narrow the list to the term of this index.
    Chip(usize),
}

/// A row of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is chosen, in a few words.
    pub label: String,
    /// More about it, in a column of its own.
    pub detail: String,
    /// What it stands for.
    pub choice: Choice,
}

/// A list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// What is to be chosen.
    pub title: String,
    items: Vec<Item>,
    cursor: usize,
    top: usize,
    height: usize,
}

impl Menu {
    /// A menu with the cursor on the row at `cursor`.
    #[must_use]
    pub fn new(title: impl Into<String>, items: Vec<Item>, cursor: usize) -> Menu {
        Menu { title: title.into(), cursor: cursor.min(items.len().saturating_sub(1)), items, top: 0, height: 0 }
    }

    /// Its rows.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Its rows, to change what they say.
    pub fn items_mut(&mut self) -> &mut [Item] {
        &mut self.items
    }

    /// Index of the row under the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Indexes of the rows that are shown.
    #[must_use]
    pub fn visible(&self) -> Range<usize> {
        self.top..(self.top + self.height).min(self.items.len())
    }

    /// What the row under the cursor stands for.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        self.items.get(self.cursor).map(|item| &item.choice)
    }

    /// Gives it at most so many rows of the screen.
    pub fn resize(&mut self, height: usize) {
        self.height = height.max(1);
        self.go_to(self.cursor as i64);
    }

    fn go_to(&mut self, index: i64) {
        self.cursor = usize::try_from(index).unwrap_or(0).min(self.items.len().saturating_sub(1));
        let height = self.height.max(1);
        self.top = self.top.clamp((self.cursor + 1).saturating_sub(height), self.cursor);
        self.top = self.top.min(self.items.len().saturating_sub(height));
    }

    fn act(&mut self, action: Action) {
        let (at, page) = (self.cursor as i64, self.height.max(1) as i64);
        match action {
            Action::Lines(by) => self.go_to(at + i64::from(by)),
            Action::HalfPages(by) => self.go_to(at + i64::from(by) * (page / 2).max(1)),
            Action::Pages(by) => self.go_to(at + i64::from(by) * page),
            Action::Top => self.go_to(0),
            Action::Bottom => self.go_to(i64::MAX),
            _ => {}
        }
    }
}

impl App {
    /// Shows a menu.
    pub(in crate::app) fn show_menu(&mut self, mut menu: Menu) {
        menu.resize(self.menu_rows());
        self.menu = Some(menu);
    }

    /// Rows a menu may have: half of the screen, and never less than there is for three where there is room.
    pub(in crate::app) fn menu_rows(&self) -> usize {
        let below = usize::from(self.size.1.saturating_sub(2));
        (below / 2).max(below.min(5))
    }

    pub(in crate::app) fn act_on_menu(&mut self, action: Action) {
        let Some(menu) = &mut self.menu else { return };
        match action {
            Action::Open => {
                let choice = menu.choice().cloned();
                self.menu = None;
                if let Some(choice) = choice {
                    self.chosen(&choice);
                }
            }
            Action::Back => self.menu = None,
            action => {
                menu.act(action);
                self.tell_source();
            }
        }
    }

    /// Does what was chosen.
    fn chosen(&mut self, choice: &Choice) {
        match choice {
            Choice::Script(script, reach) => self.read_in(*script, *reach),
            Choice::ForgetScript => self.forget_script(),
            Choice::Source(id) => self.source_chosen(*id),
            Choice::Chip(index) => self.take_away(*index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_in_sight_at_every_height() {
        let items = Script::ALL
            .iter()
            .map(|script| Item {
                label: script.to_string(),
                detail: String::new(),
                choice: Choice::Script(*script, Reach::Here),
            })
            .collect();
        let mut menu = Menu::new("script", items, 99);
        assert_eq!(menu.cursor(), 7);
        for height in [1, 3, 8, 20] {
            menu.resize(height);
            for action in [Action::Top, Action::Lines(1), Action::Pages(1), Action::Bottom, Action::HalfPages(-1)] {
                menu.act(action);
                assert!(menu.visible().contains(&menu.cursor()), "{height} {action:?}");
                assert!(menu.visible().len() == height.min(8), "{height} {action:?}");
            }
        }
    }
}
