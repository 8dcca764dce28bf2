//! Fetched feeds into the library: the articles first, then the success, so that an end in between only means reading the
//! feed again.

use jiff::Timestamp;

use super::{
    fetched::{FetchFailure, FetchedEntry, FetchedFeed},
    report::{SyncReport, SyncStatus},
};
use crate::net::Address;
use crate::store::{
    Library, StoreError,
    articles::{Arrival, ArrivalOutcome},
};

/// Articles of one transaction.
const BATCH_ARTICLES: usize = 256;

/// The writer of fetched feeds to the library.
pub(crate) struct FeedSaver<'a> {
    pub(crate) library: &'a mut Library,
    pub(crate) now: Timestamp,
}

impl FeedSaver<'_> {
    /// Writes articles of a feed, and counts them in its report.
    pub(crate) fn save_entries(
        &mut self,
        mut report: SyncReport,
        entries: &[FetchedEntry],
    ) -> Result<SyncReport, StoreError> {
        let source = report.source;
        for entries in entries.chunks(BATCH_ARTICLES) {
            let arrivals: Vec<Arrival<'_>> = entries
                .iter()
                .map(|entry| Arrival { source: entry.source.as_ref(), ..Arrival::from(&entry.article) })
                .collect();
            let outcome = self.library.articles().insert(source, &arrivals, self.now)?;
            for (id, change) in outcome.changes {
                match change {
                    ArrivalOutcome::Unchanged | ArrivalOutcome::Dropped => {
                        report.unchanged += 1;
                        continue;
                    }
                    ArrivalOutcome::Added => report.added += 1,
                    ArrivalOutcome::Updated => report.updated += 1,
                }
                report.articles.push(id);
            }
            for (entry, worked) in entries.iter().filter_map(|entry| entry.page) {
                self.library.entry_pages().record(source, entry, worked)?;
            }
        }
        Ok(report)
    }

    /// Writes the articles of a feed and records its success.
    pub(crate) fn save(&mut self, mut report: SyncReport, fetched: FetchedFeed) -> Result<SyncReport, StoreError> {
        let source = report.source;
        report.unchanged += fetched.known;
        report.warnings = fetched.warnings;
        report.left_out = fetched.left_out;
        let mut report = self.save_entries(report, &fetched.entries)?;
        self.save_title(&mut report, &fetched.title)?;
        self.save_move(&mut report, fetched.moved.as_ref())?;
        self.library.readings().record_success(source, fetched.given.as_ref(), report.problem(), self.now)?;
        Ok(report)
    }

    /// Gives a feed its own title, if it came off a list without one and is called by its host so far.
    fn save_title(&mut self, report: &mut SyncReport, title: &str) -> Result<(), StoreError> {
        let title = title.trim();
        let by_host = Address::parse(&report.location).is_ok_and(|address| address.site_title() == report.title);
        if by_host && !title.is_empty() && title != report.title {
            self.library.sources().set_title(report.source, title)?;
            title.clone_into(&mut report.title);
        }
        Ok(())
    }

    /// Changes the address of a feed that has moved permanently.
    pub(crate) fn save_move(&mut self, report: &mut SyncReport, to: Option<&Address>) -> Result<(), StoreError> {
        let Some(to) = to.filter(|to| to.as_str() != report.location) else { return Ok(()) };
        if self.library.feeds().move_to(report.source, to.as_str())? {
            report.moved_to = Some(to.to_string());
        } else {
            report.warnings.push(format!(
                "it has moved to {to}, which is another feed of yours; take one of them off the list with “kanbao feed \
                 remove {}”",
                report.source
            ));
        }
        Ok(())
    }

    /// Records the failure of a feed.
    pub(crate) fn save_failure(
        &mut self,
        report: SyncReport,
        failure: &FetchFailure,
    ) -> Result<SyncReport, StoreError> {
        let status = if failure.gone { SyncStatus::Gone } else { SyncStatus::Failed };
        self.library.readings().record_failure(
            report.source,
            &failure.error,
            failure.not_before,
            failure.gone,
            self.now,
        )?;
        Ok(SyncReport { status, error: Some(failure.error.clone()), ..report })
    }
}
