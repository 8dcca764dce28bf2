//! The jobs of the network: sources read again and feeds added. Progress is reported at most ten times a second; they
//! stop between two reads from the network and wherever the library is at work.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::Timestamp;

use crate::{
    app::{Report, SyncSummary, Ticket},
    net::{Client, Policy},
    store::{Library, StoreError},
    sync::{SyncProgress, add_feed, sync},
};

use super::{Reporter, saving::articles};

/// Time between two sentences about the progress.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// Time between two reports of new articles, after which the list reads its rows anew.
const NEW_ARTICLES_INTERVAL: Duration = Duration::from_secs(1);

/// Reads all sources again.
pub(super) fn run(
    library: &mut Library,
    policy: &Policy,
    ticket: Ticket,
    reporter: &Reporter,
    stop: &AtomicBool,
) -> Result<Report, StoreError> {
    let mut summary = SyncSummary::default();
    let (mut reported_at, mut news_at, mut news) = (None::<Instant>, Instant::now(), 0);
    let read = sync(library, None, policy, Timestamp::now(), &mut |progress| {
        match progress {
            SyncProgress::Began { sources } => summary.sources = sources,
            SyncProgress::Waiting => {}
            SyncProgress::Source { report, done, of } => {
                summary.added += report.added;
                summary.updated += report.updated;
                news += report.added + report.updated;
                summary.problems.extend(report.problem().map(|problem| format!("{}: {problem}", report.title)));
                if reported_at.is_none_or(|at| at.elapsed() >= PROGRESS_INTERVAL) {
                    reported_at = Some(Instant::now());
                    let sentence = format!("reading the sources: {done} of {of}, {} added", articles(summary.added));
                    reporter.send(ticket, Report::Progress(sentence));
                }
            }
        }
        if news > 0 && news_at.elapsed() >= NEW_ARTICLES_INTERVAL {
            (news_at, news) = (Instant::now(), 0);
            reporter.send(ticket, Report::NewArticles);
        }
        summary.stopped = stop.load(Ordering::Relaxed);
        if summary.stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    match read {
        // In the middle of a source: what was read of it is not kept, and is read again the next time.
        Err(StoreError::Stopped) => summary.stopped = true,
        read => read?,
    }
    if summary.sources == 0 {
        let nothing = "There is nothing to read yet. :feed add URL adds a feed, :import PATH a folder.";
        return Ok(Report::Failed(nothing.to_owned()));
    }
    Ok(Report::Synced(summary))
}

/// Adds a feed.
pub(super) fn add(library: &mut Library, policy: Policy, address: &str, fulltext: bool, stop: &AtomicBool) -> Report {
    let client = Arc::new(Client::new(policy));
    let is_stopped = || stop.load(Ordering::Relaxed);
    match add_feed(library, &client, address, fulltext, Timestamp::now(), &is_stopped) {
        Ok(added) => {
            let (title, new) = (&added.report.title, articles(added.report.added));
            let was = if added.new { "was added" } else { "was there already" };
            let why = added.report.warnings.first().map(|warning| format!("; {warning}")).unwrap_or_default();
            Report::FeedAdded(format!("{title} {was}: {new} added{why}"))
        }
        Err(error) => Report::Failed(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::LOCAL_READER;

    #[test]
    fn a_feed_that_nobody_waits_for_any_more_is_not_added() {
        let mut library = Library::open_in_memory(LOCAL_READER).unwrap();
        let policy = Policy { allow_private: true, ..Policy::default() };
        let report = add(&mut library, policy, "http://127.0.0.1:9/feed", false, &AtomicBool::new(true));
        assert!(matches!(report, Report::Failed(_)), "{report:?}");
        assert_eq!(library.readings().states().unwrap().len(), 0);
    }
}
