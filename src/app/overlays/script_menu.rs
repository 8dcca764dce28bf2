//! The menu of all scripts, each with a line of text in it. Samples whose tables are not loaded yet come as the tables do.

use super::{
    menu::{Menu, MenuChoice, MenuItem, ScriptScope},
    sample::Sample,
};
use crate::script::{Script, conversion::Converters, wording::Wording};

/// The menu of scripts over a list or, with more choices, over an article.
pub(in crate::app) fn script_menu(
    sample: Sample,
    current: Script,
    is_for_article: bool,
    screen_height: u16,
    (converters, wording): (&Converters, Wording),
) -> Menu {
    let here = |script: &Script| MenuItem::new(script.label(), "", MenuChoice::Script(*script, ScriptScope::Here));
    let mut items: Vec<MenuItem> = Script::ALL.iter().map(here).collect();
    let mut title = "The script to read in";
    if is_for_article {
        let label = current.label();
        let of_source = MenuChoice::Script(current, ScriptScope::Source);
        let of_everything = MenuChoice::Script(current, ScriptScope::Everything);
        items.extend([
            MenuItem::new(label, "for all articles of this source", of_source),
            MenuItem::new(label, "for everything", of_everything),
            MenuItem::new("-", "as its source and everything else", MenuChoice::ForgetScript),
        ]);
        title = "The script to read this article in";
    }
    let cursor = Script::ALL.iter().position(|script| *script == current).unwrap_or(0);
    let mut menu = Menu::new(title, items, cursor, screen_height).with_sample(sample);
    menu.convert(converters, wording);
    menu
}
