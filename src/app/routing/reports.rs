//! Reports on their way to the screen or overlay that they are for. A late answer is ignored; what nobody requested is not.

use crate::app::{
    effect::Ticket,
    input::typing,
    overlays::{Menu, MenuChoice, MenuItem, source_menu},
    pictures,
    report::Report,
    routing::actions,
    screens::Screens,
    shared::Shared,
    shared::access::{Access, Flag},
    shared::message::Message,
    shared::requests::RequestKind,
    tasks,
};
use crate::store::ArticleId;

/// Takes a report.
pub(in crate::app) fn take(ticket: Ticket, report: Report, screens: &mut Screens, shared: &mut Shared) {
    match (shared.requests.kind_of(ticket), report) {
        (Some(kind), Report::Failed(reason)) => failed(kind, reason, screens, shared),
        (Some(kind), report) => answered(kind, report, screens, shared),
        (None, Report::Failed(reason)) if ticket == Ticket::NONE => shared.messages.error(reason),
        (None, Report::Changed) => shared.outdated.rows = true,
        (None, Report::FlagRefused { id, flag, reason }) => flag_refused(id, flag, reason, screens, shared),
        (None, Report::Lost(cause)) => lost(cause, shared),
        (None, Report::Reopened { read_only, notice }) => reopened(read_only, notice, screens, shared),
        (None, Report::History(kind, lines)) => {
            let typed = typing::history_loaded(kind, lines, shared);
            actions::typed(typed, screens, shared);
        }
        (None, _) => {}
    }
}

fn answered(kind: RequestKind, report: Report, screens: &mut Screens, shared: &mut Shared) {
    if !report.is_partial() {
        shared.requests.end(kind);
        shared.messages.end_progress(kind);
    }
    match report {
        Report::Rows { total, start, rows } => {
            screens.list.fill(total, start, rows, shared);
            tasks::index_once(shared);
        }
        Report::RowsSoFar { total, start, rows } => screens.list.fill(total, start, rows, shared),
        Report::Hits(hits) => screens.search.add(hits, shared),
        Report::Searched { more, damaged } => {
            screens.search.finish(more, damaged, shared);
        }
        Report::Keywords(words) => show_keywords(words, shared),
        Report::Picture(..) | Report::PictureDrawn(_) => pictures::answered(report, shared),
        Report::Progress(text) => shared.messages.progress(kind, text),
        Report::Article { id, article, state, script, edited } => {
            screens.show_article(id, article, &state, script, shared);
            if let (Some(edit), None) = (edited, shared.messages.shown()) {
                shared.messages.info(edit.to_string());
            }
        }
        Report::TableLoaded => {
            let (_, name) = screens.tables(shared);
            shared.tables.show_progress(name, &mut shared.messages);
            shared.outdated.tables = true;
        }
        Report::TablesLoaded | Report::ConversionsRead(true) => shared.outdated.tables = true,
        Report::NewArticles => shared.outdated.rows = true,
        Report::Synced(summary) => tasks::synced(&summary, shared),
        Report::FeedAdded(sentence) => tasks::feed_added(sentence, shared),
        Report::Sources(sources) if sources.is_empty() => {
            shared.messages.info("There is no source yet. :feed add URL adds a feed.");
        }
        Report::Sources(sources) => shared.overlays.open(source_menu(&sources, shared.size.1)),
        Report::Imported(summary) => {
            // The list opens on what came in, unless the person has gone elsewhere meanwhile.
            if let (Some(at), None) = (summary.at, &screens.article) {
                screens.list.open_at(at);
            }
            tasks::imported(&summary, shared);
        }
        Report::Saved(sentence) => {
            shared.messages.info(sentence);
            // Marks and tags may change the rows of the list.
            shared.outdated.rows |= kind == RequestKind::Marks;
        }
        Report::Reopened { read_only, notice } => reopened(read_only, notice, screens, shared),
        Report::ConversionsRead(false)
        | Report::Done
        | Report::Indexed
        | Report::History(..)
        | Report::Failed(_)
        | Report::FlagRefused { .. }
        | Report::Lost(_)
        | Report::Changed => {}
    }
}

fn failed(kind: RequestKind, reason: String, screens: &mut Screens, shared: &mut Shared) {
    shared.requests.end(kind);
    shared.messages.end_progress(kind);
    match kind {
        RequestKind::Tables => {
            let (tables, _) = screens.tables(shared);
            shared.tables.refuse(&tables);
        }
        RequestKind::Search => screens.search.finish(false, 0, shared),
        RequestKind::Picture => return pictures::failed(reason, shared),
        _ => {}
    }
    match (&shared.access, kind) {
        // The loss has been shown; it is shown once more where the person asked for something.
        (Access::Lost(_), RequestKind::Rows | RequestKind::Index) => {}
        (Access::Lost(_), kind) if kind != RequestKind::Library => drop(shared.refuses_changes()),
        _ => shared.messages.error(reason),
    }
}

fn flag_refused(id: ArticleId, flag: Flag, reason: String, screens: &mut Screens, shared: &mut Shared) {
    screens.set_flag(id, flag.inverse());
    shared.messages.clear();
    if !shared.refuses_changes() {
        shared.messages.error(reason);
    }
}

fn lost(cause: String, shared: &mut Shared) {
    let access = Access::Lost(cause);
    if shared.access != access {
        shared.access = access;
        shared.messages.clear();
        let _ = shared.refuses_changes();
    }
}

/// Shows the library that was opened anew. What was shown of a lost one is closed: a place of it is not one of the new.
fn reopened(read_only: Option<String>, notice: Option<String>, screens: &mut Screens, shared: &mut Shared) {
    let before = std::mem::replace(&mut shared.access, Access::read_only_if(read_only));
    if matches!(before, Access::Lost(_)) {
        screens.close_all();
        shared.overlays.close_all_but_help();
    }
    shared.is_indexed = false;
    shared.messages.clear();
    match notice {
        Some(notice) => shared.messages.add(Message::warning(notice)),
        None if shared.access.is_full() => shared.messages.info("The library is open."),
        None => shared.messages.info("The library is open for reading."),
    }
    shared.outdated.rows = true;
}

fn show_keywords(words: Vec<String>, shared: &mut Shared) {
    if words.is_empty() {
        return shared.messages.info("The article has no keywords.");
    }
    let shown = |word: String| {
        let label = shared.line(&word, None, None).to_string();
        MenuItem::new(label, "", MenuChoice::Keyword(word))
    };
    let items = words.into_iter().map(shown).collect();
    let menu = Menu::new("Keywords of this article: Enter searches the library for one", items, 0, shared.size.1);
    shared.overlays.open(menu);
}
