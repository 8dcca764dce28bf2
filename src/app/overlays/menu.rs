//! A menu: a list to choose from over the lower part of the screen.

use std::ops::Range;

use super::sample::Sample;
use crate::{
    app::commands::Action,
    script::{Script, conversion::Converters, wording::Wording},
    store::SourceId,
};

/// The scope of a chosen script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ScriptScope {
    /// The article being read; in a list, everything.
    Here,
    /// All articles of the source of the one being read.
    Source,
    /// All texts without a script of their own.
    Everything,
}

/// The choice that a row stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MenuChoice {
    /// Texts are shown in this script.
    Script(Script, ScriptScope),
    /// The article is shown in its source's script again.
    ForgetScript,
    /// Only the articles of a source with this title are listed; or those of all.
    Source(Option<(SourceId, String)>),
    /// The chip with this index no longer narrows the list.
    RemoveChip(usize),
    /// The library is searched for a word.
    Keyword(String),
}

/// A row of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MenuItem {
    /// The choice in a few words.
    pub(crate) label: String,
    /// More about it, in a column of its own.
    pub(crate) detail: String,
    /// The problem of the row, which the status line shows under the cursor.
    pub(crate) problem: Option<String>,
    /// The choice.
    pub(crate) choice: MenuChoice,
}

impl MenuItem {
    /// A row without a problem.
    pub(in crate::app) fn new(label: impl Into<String>, detail: impl Into<String>, choice: MenuChoice) -> MenuItem {
        MenuItem { label: label.into(), detail: detail.into(), problem: None, choice }
    }
}

/// The result of an action in a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MenuOutcome {
    /// The menu stays open.
    Open,
    /// The menu closes without a choice.
    Closed,
    /// The menu closes with a choice.
    Chosen(MenuChoice),
}

/// A list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Menu {
    /// The question.
    pub(crate) title: String,
    items: Vec<MenuItem>,
    /// The text that rows of scripts show, each in its script.
    sample: Option<Sample>,
    cursor: usize,
    top: usize,
    /// Rows of the screen for items.
    height: usize,
}

impl Menu {
    /// A menu on a screen of this height, with the cursor on the row at `cursor`.
    pub(in crate::app) fn new(
        title: impl Into<String>,
        items: Vec<MenuItem>,
        cursor: usize,
        screen_height: u16,
    ) -> Menu {
        let cursor = cursor.min(items.len().saturating_sub(1));
        let mut menu = Menu { title: title.into(), items, sample: None, cursor, top: 0, height: 0 };
        menu.resize(screen_height);
        menu
    }

    /// The menu with a text that its rows of scripts show.
    pub(super) fn with_sample(self, sample: Sample) -> Menu {
        Menu { sample: Some(sample), ..self }
    }

    /// The text that rows of scripts show.
    pub(in crate::app) fn sample(&self) -> Option<&Sample> {
        self.sample.as_ref()
    }

    /// Converts the sample anew.
    pub(super) fn convert(&mut self, converters: &Converters, wording: Wording) {
        let Some(sample) = &self.sample else { return };
        for item in &mut self.items {
            if let MenuChoice::Script(script, ScriptScope::Here) = item.choice {
                item.detail = sample.shown(script, converters, wording);
            }
        }
    }

    /// Its rows.
    pub(crate) fn items(&self) -> &[MenuItem] {
        &self.items
    }

    /// Index of the row under the cursor.
    pub(crate) fn cursor(&self) -> usize {
        self.cursor
    }

    /// Indexes of the visible rows.
    pub(crate) fn visible(&self) -> Range<usize> {
        self.top..(self.top + self.height).min(self.items.len())
    }

    /// The row under the cursor.
    pub(crate) fn current(&self) -> Option<&MenuItem> {
        self.items.get(self.cursor)
    }

    /// Gives the menu half of a screen of this height, and never less than there is for three rows where there is room.
    pub(super) fn resize(&mut self, screen_height: u16) {
        let below = usize::from(screen_height.saturating_sub(2));
        self.height = (below / 2).max(below.min(5)).max(1);
        self.go_to(self.cursor as i64);
    }

    /// Puts the cursor on the row that is shown on a row of a screen of this height.
    pub(in crate::app) fn click(&mut self, row: u16, screen_height: u16) -> MenuOutcome {
        let bottom = usize::from(screen_height.saturating_sub(1));
        let line = usize::from(row).checked_sub(bottom.saturating_sub(self.visible().len()));
        match line.map(|line| self.visible().start + line).filter(|index| self.visible().contains(index)) {
            Some(index) => {
                self.go_to(index as i64);
                self.update(Action::Open)
            }
            None => MenuOutcome::Closed,
        }
    }

    fn go_to(&mut self, index: i64) {
        self.cursor = usize::try_from(index).unwrap_or(0).min(self.items.len().saturating_sub(1));
        let height = self.height.max(1);
        self.top = self.top.clamp((self.cursor + 1).saturating_sub(height), self.cursor);
        self.top = self.top.min(self.items.len().saturating_sub(height));
    }

    /// Takes an action.
    pub(in crate::app) fn update(&mut self, action: Action) -> MenuOutcome {
        let (at, page) = (self.cursor as i64, self.height.max(1) as i64);
        match action {
            Action::Lines(by) => self.go_to(at + i64::from(by)),
            Action::HalfPages(by) => self.go_to(at + i64::from(by) * (page / 2).max(1)),
            Action::Pages(by) => self.go_to(at + i64::from(by) * page),
            Action::Top => self.go_to(0),
            Action::Bottom => self.go_to(i64::MAX),
            Action::Open => {
                return self.current().map_or(MenuOutcome::Closed, |it| MenuOutcome::Chosen(it.choice.clone()));
            }
            Action::Back => return MenuOutcome::Closed,
            _ => {}
        }
        MenuOutcome::Open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_in_sight_at_every_height() {
        let items = Script::ALL
            .iter()
            .map(|script| MenuItem::new(script.to_string(), "", MenuChoice::Script(*script, ScriptScope::Here)));
        let mut menu = Menu::new("script", items.collect(), 99, 24);
        assert_eq!(menu.cursor(), 7);
        for (height, rows) in [(1, 1), (4, 2), (12, 5), (40, 8)] {
            menu.resize(height);
            for action in [Action::Top, Action::Lines(1), Action::Pages(1), Action::Bottom, Action::HalfPages(-1)] {
                assert_eq!(menu.update(action), MenuOutcome::Open);
                assert!(menu.visible().contains(&menu.cursor()), "{height} {action:?}");
                assert!(menu.visible().len() == rows, "{height} {action:?}");
            }
        }
    }
}
