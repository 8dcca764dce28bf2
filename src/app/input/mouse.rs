//! What a click does: it chooses a row, opens the row that is chosen, opens a link, points at a word.

use crate::app::{App, Screen, commands::Action, search::ROWS};

impl App {
    /// A button went down on a cell.
    pub(in crate::app) fn click(&mut self, column: u16, row: u16) {
        if self.panel.take().is_some() || self.prompt.is_some() {
            return;
        }
        self.hints = None;
        self.messages.acknowledge();
        match self.screen() {
            Screen::Menu => self.click_menu(row),
            Screen::Shelf => self.click_shelf(row),
            Screen::Results => self.click_results(row),
            Screen::Reader | Screen::Marking => self.click_reader(column, row),
            Screen::Help => {}
        }
    }

    fn click_menu(&mut self, row: u16) {
        let bottom = self.size.1.saturating_sub(1);
        let Some(menu) = &mut self.menu else { return };
        let first = usize::from(bottom).saturating_sub(menu.visible().len());
        let index = usize::from(row).checked_sub(first).map(|line| menu.visible().start + line);
        match index.filter(|index| menu.visible().contains(index)) {
            Some(index) => {
                let by = index as i64 - menu.cursor() as i64;
                self.act_on_menu(Action::Lines(by as i32));
                self.act_on_menu(Action::Open);
            }
            None => self.act_on_menu(Action::Back),
        }
    }

    fn click_shelf(&mut self, row: u16) {
        let first = usize::from(self.size.1.saturating_sub(1)).saturating_sub(self.shelf.height());
        let visible = self.shelf.visible();
        let position = usize::from(row).checked_sub(first).map(|line| visible.start + line);
        match position.filter(|position| visible.contains(position)) {
            Some(position) if position == self.shelf.cursor() => self.open_current(),
            Some(position) => self.shelf.go_to(position),
            None => {}
        }
    }

    fn click_results(&mut self, row: u16) {
        let Some(results) = &mut self.results else { return };
        // A line that says what was asked stands above them where there is room.
        let first = usize::from(self.size.1 > 2);
        let Some(line) = usize::from(row).checked_sub(first) else { return };
        let index = results.visible().map(|(index, _)| index).nth(line / ROWS);
        match index {
            Some(index) if index == results.cursor() => self.act_on_results(Action::Open),
            Some(index) => results.go_to(index),
            None => {}
        }
    }

    fn click_reader(&mut self, column: u16, row: u16) {
        let Some(reader) = &mut self.reader else { return };
        let place = reader.place_at_cell(column, row);
        let on = |link: &&crate::app::article::Link| {
            let shown = reader.rendition().shown(link.part)?;
            let at = place.filter(|place| place.part == link.part)?;
            link.range.contains(&shown.map.shown(at.offset)).then_some(())
        };
        let address = reader.links().iter().find(|link| on(link).is_some()).map(|link| link.address.clone());
        match address {
            Some(address) => self.open_link(&address),
            None => reader.point_at_cell(column, row),
        }
    }
}
