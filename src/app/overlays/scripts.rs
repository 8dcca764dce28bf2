//! The menu of all scripts, each with a line of what is read in it. Samples whose tables are not loaded yet come as
//! the tables do.

use super::menu::{Choice, Item, Menu};
use crate::app::{App, article::Reach};
use crate::{
    script::{
        Language, Script, article_language,
        conversion::{Plan, convert_line},
    },
    text::Part,
};

impl App {
    /// Offers every script.
    pub(in crate::app) fn choose_script(&mut self) {
        let mut items: Vec<Item> = Script::ALL
            .iter()
            .map(|script| Item {
                label: script.label().to_owned(),
                detail: String::new(),
                choice: Choice::Script(*script, Reach::Here),
            })
            .collect();
        let title = if self.read_article().is_some() {
            let label = self.script().label();
            let more = |label: String, detail: &str, choice| Item { label, detail: detail.to_owned(), choice };
            items.extend([
                more(label.to_owned(), "for all articles of this source", Choice::Script(self.script(), Reach::Source)),
                more(label.to_owned(), "for everything", Choice::Script(self.script(), Reach::Everything)),
                more("-".to_owned(), "as its source and everything else", Choice::ForgetScript),
            ]);
            "The script to read this article in"
        } else {
            "The script to read in"
        };
        let at = Script::ALL.iter().position(|script| *script == self.script()).unwrap_or(0);
        self.show_menu(Menu::new(title, items, at));
        let (_, language) = self.sample();
        self.sampled = Script::ALL
            .iter()
            .filter_map(|script| Plan::choose(language, *script))
            .flat_map(Plan::configs)
            .fold(Vec::new(), |mut all, config| {
                if !all.contains(&config) {
                    all.push(config);
                }
                all
            });
        self.sample_scripts();
        self.load_for_new_text();
    }

    /// Brings the menu's lines up to date with the tables that are loaded.
    pub(in crate::app) fn sample_scripts(&mut self) {
        let (text, language) = self.sample();
        let Some(menu) = &mut self.menu else { return };
        let wording = self.settings.wording;
        for item in menu.items_mut() {
            if let Choice::Script(script, Reach::Here) = item.choice {
                let plan = Plan::choose(language, script);
                let waits = plan.is_some_and(|plan| !self.converters.missing(&plan.configs()).is_empty());
                item.detail = if waits {
                    "...".to_owned()
                } else {
                    convert_line(&self.converters, &text, Some(language), script, wording).as_str().to_owned()
                };
            }
        }
    }

    /// The line that the scripts are shown by: the first of the body, or else the title.
    fn sample(&self) -> (String, Language) {
        const SAMPLE: usize = 300;
        if let Some(reader) = &self.reader {
            let article = reader.rendition().article();
            let whole = article_language(article);
            let is_text =
                |part: &Part| matches!(part, Part::Body(_)) && reader.rendition().language(*part) == Some(whole);
            let part = reader.rendition().parts().find(is_text).unwrap_or(Part::Title);
            let text = article.text(part);
            return (text[..text.floor_char_boundary(SAMPLE)].to_owned(), reader.language_of(part));
        }
        let Some(shown) = self.shelf.current() else { return Default::default() };
        let hint = shown.row.lang.as_deref().and_then(Language::from_tag);
        (shown.row.title.clone(), Language::detect(&shown.row.title, hint))
    }
}
