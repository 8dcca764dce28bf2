//! The thread that owns the library: answers reads in order, writes marks and places.

mod backlog;
mod list;
mod open;
mod watch;

pub(super) use backlog::Backlog;
pub(super) use watch::Watcher;

use std::{path::Path, sync::mpsc::Receiver};

use crate::{
    app::{Effect, Flag, Report, Ticket},
    store::{ArticleId, Library},
    text::Place,
};

use super::{Reporter, history, saving};
use list::ListWorker;
use open::{OpenLibrary, article};

/// Serves effects until no more can come. A place is written when nothing else is asked for, so that only the last of
/// many is. `watched`: a watcher requests a check whenever the library has changed.
pub(super) fn serve(
    library: Library,
    effects: &Receiver<Effect>,
    backlog: &Backlog,
    watched: bool,
    state: &Path,
    reporter: &Reporter,
) {
    let mut list = ListWorker::new(effects, watched);
    let mut open = OpenLibrary::new(library, reporter);
    let mut place: Option<(ArticleId, Place)> = None;
    loop {
        let effect = match (place, list.next()) {
            (_, Some(effect)) => effect,
            (Some((id, left_at)), None) => {
                place = None;
                open.remember(id, left_at);
                continue;
            }
            (None, None) => match list.wait() {
                Some(effect) => effect,
                None => break,
            },
        };
        let _write = backlog.arrived(&effect);
        match effect {
            Effect::Rows { ticket, query, start, count } => {
                let range = start..start.saturating_add(count);
                let rows = open.get().and_then(|library| {
                    let so_far = |report| reporter.send(ticket, report);
                    list.rows(library, &query, range, so_far).map_err(|error| error.to_string())
                });
                match rows {
                    Ok(None) => list.later(Effect::Rows { ticket, query, start, count }),
                    Ok(Some(report)) => reporter.send(ticket, report),
                    Err(sentence) => {
                        let _ = open.get();
                        reporter.send(ticket, Report::Failed(sentence));
                    }
                }
            }
            Effect::CheckLibrary => open.report_changes(),
            Effect::Reopen { ticket } => {
                list.forget();
                place = None;
                let report = open.open_anew();
                reporter.send(ticket, report.unwrap_or_else(|error| Report::Failed(error.to_string())));
            }
            Effect::LoadHistory(kept) => {
                reporter.send(Ticket::NONE, Report::History(kept, history::load(state, kept)));
            }
            // A line that is not remembered is not worth an error message.
            Effect::SaveLine { history, line } => drop(history::keep(state, history, &line)),
            Effect::Sources { ticket } => {
                open.answer(ticket, |library| library.readings().states().map(Report::Sources));
            }
            Effect::Open { ticket, id } => {
                // What is read must be what was last written.
                if let Some((other, left_at)) = place.take() {
                    open.remember(other, left_at);
                }
                open.answer(ticket, |library| article(library, id));
            }
            Effect::SavePlace { id, place: left_at } => {
                if let Some((other, earlier)) = place.filter(|(other, _)| *other != id) {
                    open.remember(other, earlier);
                }
                place = Some((id, left_at));
            }
            Effect::SetRead { id, read } => open.mark(id, Flag::Read(read)),
            Effect::SetStarred { id, starred } => open.mark(id, Flag::Starred(starred)),
            Effect::MarkAllRead { ticket, query } => {
                open.save(ticket, |library| saving::mark_all_read(library, list.titles(), &query));
            }
            Effect::UndoMarkAllRead { ticket } => open.save(ticket, saving::undo_mark_all_read),
            Effect::EditTags { ticket, id, edit } => {
                open.save(ticket, |library| saving::edit_tags(library, id, &edit));
            }
            Effect::SetScript { of, script } => open.change(|library| library.scripts().set(of, script)),
            Effect::SetScriptOfEverything { script, configured } => {
                open.change(|library| library.scripts().set_default(script, configured));
            }
            _ => {}
        }
    }
    open.close();
}
