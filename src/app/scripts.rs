//! Which script is shown, and the tables that showing it takes. Tables are loaded on a job; until they are there the
//! text stays as it is.

use crate::{
    script::{Config, Language, Plan, Script, convert_line},
    store::Row,
    text::Safe,
};

use super::{App, Choice, Effect, Item, Menu, Reader, Results, ShelfRow, requests::Want};

impl App {
    /// The next script of the cycle, from the one that is shown or being loaded.
    pub(super) fn next_script(&mut self) {
        let from = self.wanted_script.unwrap_or(self.script);
        let cycle = &self.settings.cycle;
        let next = match cycle.iter().position(|script| *script == from) {
            Some(index) => cycle[(index + 1) % cycle.len()],
            None => cycle.first().copied().unwrap_or_default(),
        };
        self.want_script(next);
    }

    /// Offers every script.
    pub(super) fn choose_script(&mut self) {
        let items = Script::ALL.iter().map(|script| Item {
            label: script.label().to_owned(),
            detail: String::new(),
            choice: Choice::Script(*script),
        });
        let at = Script::ALL.iter().position(|script| *script == self.script).unwrap_or(0);
        self.show_menu(Menu::new("The script to read in", items.collect(), at));
    }

    /// Shows a script, as soon as its tables are there.
    pub(super) fn want_script(&mut self, script: Script) {
        let missing = self.missing_tables(script);
        self.wanted_script = Some(script);
        if missing.is_empty() {
            return self.tables_loaded();
        }
        self.message = Some(format!("loading the tables for {}", script.label()));
        let (ticket, earlier) = self.requests.ask(Want::Tables);
        self.effects.extend(earlier.map(Effect::Stop));
        self.effects.push(Effect::LoadTables { ticket, configs: missing });
    }

    pub(super) fn tables_loaded(&mut self) {
        let Some(script) = self.wanted_script.take() else { return };
        self.script = script;
        self.message = None;
        if let Some(reader) = &mut self.reader {
            reader.set_script(script);
        }
        self.convert_shelf();
        if let Some(results) = &mut self.results {
            results.set_script(&self.converters, script);
        }
    }

    pub(super) fn tables_failed(&mut self) {
        self.wanted_script = None;
    }

    /// Rows and articles that have just been read may need tables that the earlier ones did not.
    pub(super) fn load_for_new_text(&mut self) {
        if !self.requests.waits(Want::Tables) && !self.missing_tables(self.script).is_empty() {
            self.want_script(self.script);
        }
    }

    pub(super) fn fill_shelf(&mut self, total: usize, start: usize, rows: Vec<Row>) {
        let rows = rows.into_iter().map(|row| self.shown_row(row)).collect();
        self.shelf.fill(total, start, rows);
    }

    fn shown_row(&self, row: Row) -> ShelfRow {
        let hint = row.lang.as_deref().and_then(Language::from_tag);
        let show = |text: &str| convert_line(&self.converters, text, hint, self.script);
        let title = if row.title.trim().is_empty() { Safe::line("(no title)") } else { show(&row.title) };
        let source = show(row.source.as_deref().unwrap_or(&row.source_title));
        ShelfRow { row, title, source }
    }

    fn convert_shelf(&mut self) {
        let rows: Vec<Row> = self.shelf.rows_mut().iter().map(|shown| shown.row.clone()).collect();
        let shown: Vec<ShelfRow> = rows.into_iter().map(|row| self.shown_row(row)).collect();
        for (old, new) in self.shelf.rows_mut().iter_mut().zip(shown) {
            *old = new;
        }
    }

    fn missing_tables(&self, script: Script) -> Vec<Config> {
        let mut configs = self.reader.as_ref().map(|reader: &Reader| reader.missing(script)).unwrap_or_default();
        let results = self.results.iter().flat_map(Results::visible).map(|(_, shown)| &shown.hit);
        let results = results.map(|hit| (&hit.row, hit.excerpt.as_str()));
        for (row, more) in self.shelf.rows().iter().map(|shown| (&shown.row, "")).chain(results) {
            let hint = row.lang.as_deref().and_then(Language::from_tag);
            let source = row.source.as_deref().unwrap_or(&row.source_title);
            for text in [row.title.as_str(), source, more] {
                let plan = Plan::choose(Language::detect(text, hint), script);
                configs.extend(plan.map(Plan::configs).unwrap_or_default());
            }
        }
        configs.sort_unstable();
        configs.dedup();
        self.converters.missing(&configs)
    }
}
