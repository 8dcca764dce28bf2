//! The thread that owns the library: answers reads in order, writes marks and places.

use std::sync::{Arc, mpsc::Receiver};

use jiff::Timestamp;

use crate::{
    app::{Effect, Report, Ticket},
    store::{ArticleId, Filter, Library, SourceId, StoreError},
    text::Place,
};

use super::Reporter;

/// Serves effects until no more can come. A place is written when nothing else is asked for, so that only the last of
/// many is.
pub(super) fn serve(mut library: Library, effects: &Receiver<Effect>, reporter: &Reporter) {
    let mut place: Option<(ArticleId, Place)> = None;
    loop {
        let effect = match (place, effects.try_recv()) {
            (_, Ok(effect)) => effect,
            (Some((id, last)), Err(_)) => {
                place = None;
                tell(reporter, library.set_place(id, last, Timestamp::now()));
                continue;
            }
            (None, Err(_)) => match effects.recv() {
                Ok(effect) => effect,
                Err(_) => break,
            },
        };
        match effect {
            Effect::Rows { ticket, source, start, count } => {
                answer(reporter, ticket, rows(&library, source, start, count));
            }
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
            _ => {}
        }
    }
    tell(reporter, library.close());
}

fn rows(library: &Library, source: Option<SourceId>, start: usize, count: usize) -> Result<Report, StoreError> {
    let filter = Filter { source, ..Filter::default() };
    Ok(Report::Rows {
        total: library.count(&filter)?,
        start,
        rows: library.rows(&filter, start..start.saturating_add(count))?,
    })
}

fn open(library: &Library, id: ArticleId) -> Result<Report, StoreError> {
    Ok(Report::Article { id, article: Arc::new(library.article(id)?), state: library.state(id)? })
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
