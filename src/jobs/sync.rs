//! The jobs of the network: sources read again and feeds added, told in a sentence at most ten times a second, stopped
//! between two reads from the network and wherever the library is at work.

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

use super::Reporter;

/// Time between two sentences about how far it is.
const PACE: Duration = Duration::from_millis(100);

/// Time between two looks of the list at what has come in.
const NEWS: Duration = Duration::from_secs(1);

/// Reads all sources again; what came of it.
pub(super) fn run(
    library: &mut Library,
    policy: &Policy,
    ticket: Ticket,
    reporter: &Reporter,
    stop: &AtomicBool,
) -> Report {
    let result = read(library, policy, ticket, reporter, stop);
    result.unwrap_or_else(|error| Report::Failed(error.to_string()))
}

fn read(
    library: &mut Library,
    policy: &Policy,
    ticket: Ticket,
    reporter: &Reporter,
    stop: &AtomicBool,
) -> Result<Report, StoreError> {
    let mut summary = SyncSummary::default();
    let (mut told_at, mut news_at, mut news) = (None::<Instant>, Instant::now(), 0);
    let read = sync(library, None, policy, Timestamp::now(), &mut |told| {
        match told {
            SyncProgress::Began { sources } => summary.sources = sources,
            SyncProgress::Waiting => {}
            SyncProgress::Source { report, done, of } => {
                summary.added += report.added;
                summary.updated += report.updated;
                news += report.added + report.updated;
                summary.problems.extend(report.problem().map(|problem| format!("{}: {problem}", report.title)));
                if told_at.is_none_or(|at| at.elapsed() >= PACE) {
                    told_at = Some(Instant::now());
                    let sentence = {
                        let articles = if summary.added == 1 { "article" } else { "articles" };
                        format!("reading the sources: {done} of {of}, {} {articles} added", summary.added)
                    };
                    reporter.send(ticket, Report::Progress(sentence));
                }
            }
        }
        if news > 0 && news_at.elapsed() >= NEWS {
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

/// Adds a feed; what came of it.
pub(super) fn add(library: &mut Library, policy: Policy, address: &str, fulltext: bool, stop: &AtomicBool) -> Report {
    let client = Arc::new(Client::new(policy));
    let is_stopped = || stop.load(Ordering::Relaxed);
    match add_feed(library, &client, address, fulltext, Timestamp::now(), &is_stopped) {
        Ok(added) => {
            let (title, new) = (&added.report.title, added.report.added);
            let was = if added.new { "was added" } else { "was there already" };
            let why = added.report.warnings.first().map(|warning| format!("; {warning}")).unwrap_or_default();
            let articles = if new == 1 { "article" } else { "articles" };
            Report::FeedAdded(format!("{title} {was}: {new} {articles} added{why}"))
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
