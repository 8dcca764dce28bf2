//! The choice of a script: an article's own, else its source's, else the one for everything. A choice is shown at once and
//! remembered.

use super::{
    article::ArticleScreen,
    effect::Effect,
    overlays::{Sample, ScriptScope, script_menu},
    screens::{Screen, Screens},
    shared::Shared,
    shared::requests::RequestKind,
};
use crate::{
    script::{Language, Script},
    store::state::ScriptTarget,
};

/// Opens the menu of all scripts.
pub(super) fn open_menu(screens: &Screens, shared: &mut Shared) {
    let sample = match (&screens.article, screens.list.window().current()) {
        (Some(article), _) => article.sample(),
        (None, Some(shown)) => {
            let hint = shown.row.lang.as_deref().and_then(Language::from_tag);
            Sample::from_text(&shown.row.title, Language::detect(&shown.row.title, hint))
        }
        (None, None) => Sample::default(),
    };
    let means = (shared.tables.converters().as_ref(), shared.settings.wording);
    let menu = script_menu(sample, screens.script(shared), screens.article.is_some(), shared.size.1, means);
    shared.overlays.open(menu);
}

/// Chooses the next script of the cycle.
pub(super) fn choose_next(screens: &mut Screens, shared: &mut Shared) {
    let (cycle, current) = (&shared.settings.cycle, screens.script(shared));
    let next = match cycle.iter().position(|script| *script == current) {
        Some(index) => cycle[(index + 1) % cycle.len()],
        None => cycle.first().copied().unwrap_or_default(),
    };
    choose(next, ScriptScope::Here, screens, shared);
}

/// Shows a script in front, and remembers it for a scope.
pub(super) fn choose(script: Script, scope: ScriptScope, screens: &mut Screens, shared: &mut Shared) {
    let id = screens.front_article().map(ArticleScreen::id);
    match (scope, id) {
        (ScriptScope::Here, Some(id)) => remember(ScriptTarget::Article(id), Some(script), screens, shared),
        (ScriptScope::Source, Some(id)) => remember(ScriptTarget::SourceOf(id), Some(script), screens, shared),
        (ScriptScope::Everything, Some(id)) => remember(ScriptTarget::Article(id), None, screens, shared),
        (_, None) => {}
    }
    if scope == ScriptScope::Everything || id.is_none() {
        let configured = shared.settings.script;
        if shared.access.is_full() {
            shared.requests.emit(Effect::SetScriptOfEverything { script, configured });
        }
        shared.script = script;
    }
    show(script, screens, shared);
}

/// Shows a script in front without remembering it.
pub(super) fn show(script: Script, screens: &mut Screens, shared: &mut Shared) {
    let is_article = screens.front() == Screen::Article;
    match screens.article.as_mut().filter(|_| is_article) {
        Some(article) => article.set_script(script),
        None => shared.script = script,
    }
    shared.tables.restart(&mut shared.requests);
    shared.outdated.script = true;
}

/// Forgets the choice for the article being read, and shows it anew.
pub(super) fn forget(screens: &mut Screens, shared: &mut Shared) {
    let Some(id) = screens.article.as_ref().map(ArticleScreen::id) else { return };
    remember(ScriptTarget::Article(id), None, screens, shared);
    shared.requests.begin(RequestKind::Article, |ticket| Effect::Open { ticket, id });
}

fn remember(of: ScriptTarget, script: Option<Script>, screens: &mut Screens, shared: &mut Shared) {
    if shared.access.is_full() {
        shared.requests.emit(Effect::SetScript { of, script });
    }
    let (ScriptTarget::Article(id) | ScriptTarget::SourceOf(id)) = of;
    let source = screens.list.window().find(id).map(|shown| shown.row.source_id);
    screens.list.set_script(script, |row| match of {
        ScriptTarget::Article(id) => row.id == id,
        ScriptTarget::SourceOf(_) => Some(row.source_id) == source,
    });
    if script.is_none() {
        // The library knows which script holds now.
        shared.outdated.rows = true;
    }
}
