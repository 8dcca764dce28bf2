//! Rows of the list, whole or narrowed. Titles are held here between requests; of several requests that wait only the
//! last is worth an answer.

use std::{collections::VecDeque, ops::Range, sync::mpsc::Receiver};

use crate::{
    app::{Effect, Report},
    search::{Terms, Wanted},
    store::{ArticleId, Filter, Library, StoreError, Titles},
};

/// The effects that wait, and what the list was last narrowed to.
pub(super) struct Narrow<'e> {
    effects: &'e Receiver<Effect>,
    waiting: VecDeque<Effect>,
    titles: Titles,
    last: Option<(Terms, Vec<ArticleId>)>,
}

impl<'e> Narrow<'e> {
    pub(super) fn new(effects: &'e Receiver<Effect>) -> Narrow<'e> {
        Narrow { effects, waiting: VecDeque::new(), titles: Titles::default(), last: None }
    }

    /// The titles that are held.
    pub(super) fn titles(&mut self) -> &mut Titles {
        &mut self.titles
    }

    /// The next effect, if one waits.
    pub(super) fn next(&mut self) -> Option<Effect> {
        self.waiting.pop_front().or_else(|| self.effects.try_recv().ok())
    }

    /// The next effect, when one comes; nothing when none can come any more.
    pub(super) fn wait(&mut self) -> Option<Effect> {
        self.waiting.pop_front().or_else(|| self.effects.recv().ok())
    }

    /// The rows at these positions among the articles that meet the terms; nothing if others are wanted meanwhile.
    pub(super) fn rows(
        &mut self,
        library: &Library,
        terms: &Terms,
        range: Range<usize>,
    ) -> Result<Option<Report>, StoreError> {
        if terms.is_empty() {
            self.last = None;
            let filter = Filter::default();
            let rows = library.rows(&filter, range.clone())?;
            return Ok(Some(Report::Rows { total: library.count(&filter)?, start: range.start, rows }));
        }
        // From the first position the list is asked for anew; further rows are of the list that is shown, also where
        // what was read since would not be in it.
        let held = range.start > 0 && self.last.as_ref().is_some_and(|(last, _)| last == terms);
        if !held {
            // Terms that the app has let through compile.
            let wanted = Wanted::new(terms).unwrap_or_default();
            let (effects, waiting) = (self.effects, &mut self.waiting);
            let overtaken = || {
                waiting.extend(effects.try_iter());
                waiting.iter().any(|effect| matches!(effect, Effect::Rows { .. }))
            };
            match self.titles.wanted(library, &wanted, overtaken)? {
                Ok(ids) => self.last = Some((terms.clone(), ids)),
                Err(_) => return Ok(None),
            }
        }
        let ids = self.last.as_ref().map(|(_, ids)| ids.as_slice()).unwrap_or_default();
        let start = range.start.min(ids.len());
        let end = range.end.min(ids.len());
        let rows = library.rows_of(ids.get(start..end).unwrap_or_default())?;
        Ok(Some(Report::Rows { total: ids.len(), start, rows }))
    }
}
