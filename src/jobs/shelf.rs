//! The thread that owns the library: answers reads in order, writes marks and places.

use std::{
    path::Path,
    sync::{Arc, mpsc::Receiver},
};

use jiff::Timestamp;

use crate::{
    app::{Effect, Report, Ticket},
    store::{ArticleId, Library, StoreError},
    text::Place,
};

use super::{Reporter, history, keeping, narrow::Narrow};

/// Serves effects until no more can come. A place is written when nothing else is asked for, so that only the last of
/// many is.
pub(super) fn serve(mut library: Library, effects: &Receiver<Effect>, state: &Path, reporter: &Reporter) {
    let mut narrow = Narrow::new(effects);
    let mut place: Option<(ArticleId, Place)> = None;
    loop {
        let effect = match (place, narrow.next()) {
            (_, Some(effect)) => effect,
            (Some((id, last)), None) => {
                place = None;
                tell(reporter, library.set_place(id, last, Timestamp::now()));
                continue;
            }
            (None, None) => match narrow.wait() {
                Some(effect) => effect,
                None => break,
            },
        };
        match effect {
            Effect::Rows { ticket, terms, start, count } => {
                let range = start..start.saturating_add(count);
                match narrow.rows(&library, &terms, range, |report| reporter.send(ticket, report)) {
                    Ok(None) => narrow.later(Effect::Rows { ticket, terms, start, count }),
                    Ok(Some(report)) => reporter.send(ticket, report),
                    Err(error) => reporter.send(ticket, Report::Failed(error.to_string())),
                }
            }
            // What cannot be read now will be told of when something is asked for.
            Effect::Look if library.changed().unwrap_or(false) => reporter.send(Ticket::NONE, Report::Changed),
            Effect::LoadHistory { kept } => {
                reporter.send(Ticket::NONE, Report::History(kept, history::load(state, kept)));
            }
            // A line that is not remembered is not worth a complaint.
            Effect::KeepLine { kept, line } => drop(history::keep(state, kept, &line)),
            Effect::Sources { ticket } => answer(reporter, ticket, library.source_states().map(Report::Sources)),
            Effect::Open { ticket, id } => {
                // What is read must be what was last written.
                if let Some((other, last)) = place.take() {
                    tell(reporter, library.set_place(other, last, Timestamp::now()));
                }
                answer(reporter, ticket, open(&library, id));
            }
            Effect::SavePlace { id, place: last } => {
                if let Some((other, earlier)) = place.filter(|(other, _)| *other != id) {
                    tell(reporter, library.set_place(other, earlier, Timestamp::now()));
                }
                place = Some((id, last));
            }
            Effect::SetRead { id, read } => tell(reporter, library.set_read(id, read, Timestamp::now())),
            Effect::SetStarred { id, starred } => tell(reporter, library.set_starred(id, starred, Timestamp::now())),
            Effect::Keep { ticket, keeping } => {
                reporter.send(ticket, keeping::run(&mut library, narrow.titles(), keeping));
            }
            Effect::SetScript { of, script } => tell(reporter, library.set_script(of, script)),
            Effect::SetScriptOfEverything { script, configured } => {
                tell(reporter, library.set_script_of_everything(script, configured));
            }
            _ => {}
        }
    }
    tell(reporter, library.close());
}

fn open(library: &Library, id: ArticleId) -> Result<Report, StoreError> {
    let article = Arc::new(library.article(id)?);
    let edited = library.edits(id)?.into_iter().next();
    Ok(Report::Article { id, article, state: library.state(id)?, script: library.script_of(id)?, edited })
}

fn answer(reporter: &Reporter, ticket: Ticket, result: Result<Report, StoreError>) {
    reporter.send(ticket, result.unwrap_or_else(|error| Report::Failed(error.to_string())));
}

/// Tells of a mark that could not be written; no ticket waits for it.
fn tell(reporter: &Reporter, result: Result<(), StoreError>) {
    if let Err(error) = result {
        reporter.send(Ticket::NONE, Report::Failed(error.to_string()));
    }
}
