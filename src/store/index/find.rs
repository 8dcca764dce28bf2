//! The articles that meet the terms of a search: candidates of the index, read and judged.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::{Candidate, Need};
use crate::search::{Judge, Judged, Verdict, Words};
use crate::store::{Library, StoreError};

impl Library {
    /// Goes through the articles that may meet a need, those that have it in their titles first, of each the newest
    /// first, and tells how well each meets the terms, or that it does not, until `visit` breaks off. `words` is
    /// asked for each article, so that a table of words that has come in meanwhile is used from then on.
    ///
    /// # Errors
    /// If the library cannot be read; articles that come before the trouble have been visited.
    pub fn find(
        &self,
        need: &Need,
        judge: &Judge,
        words: &mut dyn FnMut() -> Option<Arc<Words>>,
        mut visit: impl FnMut(&Candidate<'_>, Option<Verdict>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut failed = Ok(());
        let asks_tags = judge.asks_tags();
        self.candidates(need, |candidate| {
            let row = candidate.row;
            let tags = if asks_tags { self.tags(row.id) } else { Ok(Default::default()) };
            let tags: Vec<String> = match tags {
                Ok(tags) => tags.all().into_iter().map(|tag| tag.as_str().to_owned()).collect(),
                Err(error) => {
                    failed = Err(error);
                    return ControlFlow::Break(());
                }
            };
            let judged = Judged {
                article: candidate.article,
                source: &row.source_title,
                tags: &tags,
                read: row.read,
                starred: row.starred,
            };
            let verdict = judge.judge(&judged, words().as_deref());
            visit(&candidate, verdict)
        })?;
        failed
    }
}
