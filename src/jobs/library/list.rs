//! Rows of the list: all of them by SQL, or those that meet the typed filter, evaluated over the titles that are held
//! here between requests. Of several requests that wait only the last is worth an answer.

use std::{
    collections::VecDeque,
    ops::Range,
    sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError},
    time::Duration,
};

use crate::{
    app::{Effect, Report},
    search::query::{Predicate, Terms},
    store::{
        ArticleId, Library, StoreError,
        lists::{Filter, Row, Titles},
    },
};

/// Time between two checks of what other programs have changed, while nothing is requested.
const CHECK_INTERVAL: Duration = Duration::from_secs(1);

/// Titles read between two checks of what else is requested.
const SLICE_ROWS: usize = 20_000;

/// The effects that wait, and what the list was last narrowed to.
pub(super) struct ListWorker<'e> {
    effects: &'e Receiver<Effect>,
    waiting: VecDeque<Effect>,
    titles: Titles,
    last: Option<(Terms, Vec<ArticleId>)>,
    /// The app is gone.
    over: bool,
    /// True if a watcher requests the checks for changes by other programs.
    watched: bool,
}

impl<'e> ListWorker<'e> {
    pub(super) fn new(effects: &'e Receiver<Effect>, watched: bool) -> ListWorker<'e> {
        ListWorker { effects, waiting: VecDeque::new(), titles: Titles::default(), last: None, over: false, watched }
    }

    /// Forgets what was read of a library that is no longer open.
    pub(super) fn forget(&mut self) {
        (self.titles, self.last) = (Titles::default(), None);
    }

    /// The titles that are held.
    pub(super) fn titles(&mut self) -> &mut Titles {
        &mut self.titles
    }

    /// The next effect, if one waits.
    pub(super) fn next(&mut self) -> Option<Effect> {
        self.waiting.pop_front().or_else(|| self.effects.try_recv().ok())
    }

    /// The next effect, when one comes; nothing when none can come any more. Where none comes for a while it is a look at
    /// what other programs have changed.
    pub(super) fn wait(&mut self) -> Option<Effect> {
        if self.watched {
            return self.waiting.pop_front().or_else(|| self.effects.recv().ok());
        }
        self.waiting.pop_front().or_else(|| match self.effects.recv_timeout(CHECK_INTERVAL) {
            Ok(effect) => Some(effect),
            Err(RecvTimeoutError::Timeout) => Some(Effect::CheckLibrary),
            Err(RecvTimeoutError::Disconnected) => None,
        })
    }

    /// Puts a request for rows that was interrupted by another behind that one, unless newer rows are requested.
    pub(super) fn later(&mut self, effect: Effect) {
        if !self.over && !self.waiting.iter().any(|waiting| matches!(waiting, Effect::Rows { .. })) {
            self.waiting.push_back(effect);
        }
    }

    /// The rows at these positions among the articles that meet the terms; nothing if something else is asked for
    /// meanwhile. `so_far` takes what there is among the newest articles while the rest is still being read.
    pub(super) fn rows(
        &mut self,
        library: &Library,
        terms: &Terms,
        range: Range<usize>,
        mut so_far: impl FnMut(Report),
    ) -> Result<Option<Report>, StoreError> {
        if terms.is_empty() {
            self.last = None;
            let filter = Filter::default();
            let rows = library.lists().rows(&filter, range.clone())?;
            return Ok(Some(Report::Rows { total: library.lists().count(&filter)?, start: range.start, rows }));
        }
        // From the first position the list is asked for anew; further rows are of the list that is shown, also where
        // what was read since would not be in it.
        let held = range.start > 0 && self.last.as_ref().is_some_and(|(last, _)| last == terms);
        if !held {
            // Terms that the app has let through compile.
            let predicate = Predicate::compile(terms).unwrap_or_default();
            // Reported each time that twice as much has been read: often at first, then seldom, so that what the reports
            // cost stays a part of what the reading costs.
            let mut reported = self.titles.count();
            let ListWorker { effects, waiting, titles, over, .. } = self;
            // The reader waits for the newest request, not for this one.
            let mut overtaken = || {
                listen(effects, waiting, over);
                *over || !waiting.is_empty()
            };
            while !titles.read_some(library.lists(), SLICE_ROWS)? {
                if overtaken() {
                    return Ok(None);
                }
                if titles.count() >= 2 * reported {
                    reported = titles.count();
                    let Ok(ids) = titles.matching_so_far(library.lists(), &predicate, &mut overtaken)? else {
                        return Ok(None);
                    };
                    let (start, rows) = cut(library, &ids, &range)?;
                    so_far(Report::RowsSoFar { total: ids.len(), start, rows });
                }
            }
            match titles.matching_so_far(library.lists(), &predicate, &mut overtaken)? {
                Ok(ids) => self.last = Some((terms.clone(), ids)),
                Err(_) => return Ok(None),
            }
        }
        let ids = self.last.as_ref().map(|(_, ids)| ids.as_slice()).unwrap_or_default();
        let (start, rows) = cut(library, ids, &range)?;
        Ok(Some(Report::Rows { total: ids.len(), start, rows }))
    }
}

/// Queues the requests that have come; `over` becomes true if no more can.
fn listen(effects: &Receiver<Effect>, waiting: &mut VecDeque<Effect>, over: &mut bool) {
    loop {
        match effects.try_recv() {
            Ok(effect) => waiting.push_back(effect),
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => {
                *over = true;
                return;
            }
        }
    }
}

/// The rows at these positions of a list, and the first position.
fn cut(library: &Library, ids: &[ArticleId], range: &Range<usize>) -> Result<(usize, Vec<Row>), StoreError> {
    let start = range.start.min(ids.len());
    let end = range.end.min(ids.len());
    Ok((start, library.lists().rows_of(ids.get(start..end).unwrap_or_default())?))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::app::{Desk, Ticket, desk::article, settings::Settings};

    #[test]
    fn rows_give_way_to_newer_requests_and_to_the_end() {
        let desk = Desk::new(&[article(1, &["国"]), article(2, &["天"])], Settings::default(), 80, 24);
        let (sender, effects) = mpsc::channel();
        let mut list = ListWorker::new(&effects, true);
        let terms = Terms::parse("is:unread").unwrap();
        let rows = |list: &mut ListWorker<'_>| list.rows(&desk.library, &terms, 0..9, |_| ()).unwrap();
        assert!(matches!(rows(&mut list), Some(Report::Rows { total: 2, .. })));
        for effect in
            [Effect::CheckLibrary, Effect::Rows { ticket: Ticket::NONE, query: Terms::default(), start: 0, count: 9 }]
        {
            sender.send(effect).unwrap();
            assert!(rows(&mut list).is_none());
            assert!(list.next().is_some());
            assert!(rows(&mut list).is_some());
        }
        drop(sender);
        assert!(rows(&mut list).is_none());
    }
}
