//! Which script texts are shown in: an article's own, else its source's, else the one for everything. The tables it
//! takes are loaded on a job; each text is converted as soon as its own are there.

use crate::app::{App, Effect, Screen, Want, article::reader::Reader, list::ShelfRow, search::Results};
use crate::{
    script::{
        Language, Script,
        conversion::{Config, Plan, convert_line},
    },
    store::{ArticleId, lists::Row, state::ScriptOf},
    text::safe::Safe,
};

/// For what a script is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// The article being read; in the list, everything.
    Here,
    /// All articles of the source of the one being read.
    Source,
    /// Everything that has no choice of its own.
    Everything,
}

impl App {
    /// The script that is shown: of the article being read, else of the list.
    #[must_use]
    pub fn script(&self) -> Script {
        self.read_now().map_or(self.script, Reader::script)
    }

    /// The article being read, unless results lie over it.
    fn read_now(&self) -> Option<&Reader> {
        self.reader.as_ref().filter(|_| self.behind() != Screen::Results)
    }

    /// Begins with the script that was remembered.
    #[must_use]
    pub fn begin_in(mut self, script: Script) -> App {
        self.script = script;
        self
    }

    /// The next script of the cycle.
    pub(in crate::app) fn next_script(&mut self) {
        let cycle = &self.settings.cycle;
        let next = match cycle.iter().position(|script| *script == self.script()) {
            Some(index) => cycle[(index + 1) % cycle.len()],
            None => cycle.first().copied().unwrap_or_default(),
        };
        self.read_in(next, Reach::Here);
    }

    /// Shows a script and remembers it.
    pub(in crate::app) fn read_in(&mut self, script: Script, reach: Reach) {
        let id = self.read_now().map(Reader::id);
        match (reach, id) {
            (Reach::Here, Some(id)) => self.remember_script(ScriptOf::Article(id), Some(script)),
            (Reach::Source, Some(id)) => self.remember_script(ScriptOf::SourceOf(id), Some(script)),
            (Reach::Everything, Some(id)) => self.remember_script(ScriptOf::Article(id), None),
            (_, None) => {}
        }
        if reach == Reach::Everything || id.is_none() {
            let configured = self.settings.script;
            if self.keeps() {
                self.effects.push(Effect::SetScriptOfEverything { script, configured });
            }
            self.script = script;
        }
        self.show_script(script);
    }

    /// Forgets the choice for the article being read.
    pub(in crate::app) fn forget_script(&mut self) {
        let Some(id) = self.reader.as_ref().map(Reader::id) else { return };
        self.remember_script(ScriptOf::Article(id), None);
        let (ticket, _) = self.requests.ask(Want::Open);
        self.effects.push(Effect::Open { ticket, id });
    }

    fn remember_script(&mut self, of: ScriptOf, script: Option<Script>) {
        if self.keeps() {
            self.effects.push(Effect::SetScript { of, script });
        }
        let (ScriptOf::Article(id) | ScriptOf::SourceOf(id)) = of;
        let source = self.shelf.find(id).map(|shown| shown.row.source_id);
        let is_meant = |row: &Row| match of {
            ScriptOf::Article(id) => row.id == id,
            ScriptOf::SourceOf(_) => Some(row.source_id) == source,
        };
        for shown in self.shelf.rows_mut().iter_mut().filter(|shown| is_meant(&shown.row)) {
            shown.row.script = script;
        }
        if script.is_none() {
            // What it goes by now is the library's to say.
            self.read_rows(true);
        }
    }

    /// Shows a script where one is, without remembering it.
    pub(in crate::app) fn show_script(&mut self, script: Script) {
        let over = self.behind() == Screen::Results;
        match &mut self.reader {
            Some(reader) if !over => reader.set_script(script),
            _ => self.script = script,
        }
        self.refused.clear();
        self.read_conversions();
        self.convert_shelf();
        self.convert_results();
        self.load_for_new_text();
        // What was being loaded for the script before is not waited for any more.
        if self.missing_tables().is_empty() {
            self.stop_loading();
        }
    }

    /// Asks whether the person's own conversions have been saved anew.
    pub(in crate::app) fn read_conversions(&mut self) {
        let (ticket, _) = self.requests.ask(Want::Conversions);
        self.effects.push(Effect::ReadConversions { ticket });
    }

    /// Tables have been loaded, or the person's own conversions have changed: what is shown is converted anew.
    pub(in crate::app) fn convert_again(&mut self) {
        if let Some(reader) = &mut self.reader {
            reader.refresh();
        }
        self.convert_shelf();
        self.convert_results();
        self.sample_scripts();
    }

    /// All tables that were asked for are loaded.
    pub(in crate::app) fn tables_loaded(&mut self) {
        self.convert_again();
    }

    /// Some of them are; more are being loaded.
    pub(in crate::app) fn table_loaded(&mut self) {
        self.say_loading();
        self.convert_again();
    }

    /// They cannot be loaded: they are not asked for again before the person chooses a script again.
    pub(in crate::app) fn tables_failed(&mut self) {
        self.refused = self.missing_tables();
    }

    /// What is shown may need tables that nothing before it did.
    pub(in crate::app) fn load_for_new_text(&mut self) {
        let missing = self.missing_tables();
        let wanted: Vec<Config> = missing.into_iter().filter(|config| !self.refused.contains(config)).collect();
        let is_loading = |config| self.requests.waits(Want::Tables) && self.loading.contains(config);
        if wanted.iter().all(is_loading) {
            return;
        }
        let (ticket, earlier) = self.requests.ask(Want::Tables);
        self.effects.extend(earlier.map(Effect::Stop));
        self.loading.clone_from(&wanted);
        self.effects.push(Effect::LoadTables { ticket, configs: wanted });
        self.say_loading();
    }

    /// What was found follows too.
    pub(in crate::app) fn convert_results(&mut self) {
        if let Some(results) = &mut self.results {
            results.set_script(&self.converters, (self.script, self.settings.wording));
        }
    }

    fn say_loading(&mut self) {
        let left = self.converters.missing(&self.loading).len();
        let of = match left {
            0 | 1 => String::new(),
            left => format!(", {left} to go"),
        };
        let what = if self.sampled.is_empty() { self.script().label() } else { "the samples" };
        self.messages.report(Want::Tables, format!("loading the tables for {what}{of}"));
    }

    fn stop_loading(&mut self) {
        if let Some(ticket) = self.requests.ticket(Want::Tables) {
            self.requests.done(Want::Tables);
            self.effects.push(Effect::Stop(ticket));
            self.messages.ended(Want::Tables);
        }
    }

    pub(in crate::app) fn fill_shelf(&mut self, total: usize, start: usize, rows: Vec<Row>) {
        let rows = rows.into_iter().map(|row| self.shown_row(row)).collect();
        self.shelf.fill(total, start, rows);
    }

    /// A line of an article's or a source's text for a list, in the script of that article.
    pub(in crate::app) fn line_in_script(&self, text: &str, lang: Option<&str>, script: Option<Script>) -> Safe {
        let hint = lang.and_then(Language::from_tag);
        convert_line(&self.converters, text, hint, script.unwrap_or(self.script), self.settings.wording)
    }

    fn shown_row(&self, row: Row) -> ShelfRow {
        let show = |text: &str| self.line_in_script(text, row.lang.as_deref(), row.script);
        let title = if row.title.trim().is_empty() { Safe::line("(no title)") } else { show(&row.title) };
        let source = show(row.source.as_deref().unwrap_or(&row.source_title));
        let wants = self.tables_of(&row, "");
        let lit = self.lit_in_title(&title);
        ShelfRow { row, title, lit, source, wants }
    }

    pub(in crate::app) fn convert_shelf(&mut self) {
        let rows: Vec<Row> = self.shelf.rows_mut().iter().map(|shown| shown.row.clone()).collect();
        let shown: Vec<ShelfRow> = rows.into_iter().map(|row| self.shown_row(row)).collect();
        for (old, new) in self.shelf.rows_mut().iter_mut().zip(shown) {
            *old = new;
        }
    }

    /// The tables that a row's texts take, and more text of the same article.
    fn tables_of(&self, row: &Row, more: &str) -> Vec<Config> {
        let hint = row.lang.as_deref().and_then(Language::from_tag);
        let source = row.source.as_deref().unwrap_or(&row.source_title);
        let script = row.script.unwrap_or(self.script);
        let texts = [row.title.as_str(), source, more];
        let plans = texts.map(|text| Plan::choose(Language::detect(text, hint), script));
        plans.into_iter().flatten().flat_map(Plan::configs).collect()
    }

    /// The tables that what is shown waits for: those of the article's body first, those of the list last.
    fn missing_tables(&self) -> Vec<Config> {
        let mut configs = self.reader.as_ref().map(|reader| reader.missing()).unwrap_or_default();
        let results = self.results.iter().flat_map(Results::visible);
        let results: Vec<Config> =
            results.flat_map(|(_, shown)| self.tables_of(&shown.hit.row, &shown.hit.excerpt)).collect();
        let rows = self.shelf.rows().iter().flat_map(|shown| &shown.wants);
        for config in rows.chain(&results).chain(&self.sampled) {
            if !configs.contains(config) {
                configs.push(*config);
            }
        }
        self.converters.missing(&configs)
    }

    /// The article whose script is chosen in a menu.
    pub(in crate::app) fn read_article(&self) -> Option<ArticleId> {
        self.reader.as_ref().map(Reader::id)
    }
}
