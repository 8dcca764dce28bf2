//! `kanbao sync`: every feed and folder read again, each reported when it is done.

use std::{io, ops::ControlFlow};

use jiff::Timestamp;

use crate::{
    store::{SourceId, StoreError},
    sync::{SyncProgress, SyncReport, SyncStatus, sync},
};

use crate::cli::{CliError, Context, Ending, Outcome, args::SyncArgs, counted, output::Output};

/// Reads the sources again.
pub(super) fn run(arguments: &SyncArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let mut library = context.open()?;
    let only: Vec<SourceId> = arguments.ids.iter().copied().map(SourceId).collect();
    let known: Vec<SourceId> = library.readings().due()?.iter().map(crate::store::sources::DueSource::source).collect();
    if known.is_empty() {
        output.complain(
            "there is no feed and no folder yet; add a feed with “kanbao feed add ADDRESS”, or import a folder.",
        )?;
        return Ok(Ending::Failed);
    }
    if let Some(unknown) = only.iter().find(|id| !known.contains(id)) {
        let what = format!("{unknown} is no feed or folder that is read; “kanbao feed list” shows those that are.");
        return Err(CliError::Refused(what));
    }
    let policy = context.policy(arguments.allow_private);
    let only = (!only.is_empty()).then_some(only.as_slice());
    let stop = context.stop.clone();
    let mut tally = Tally { json: arguments.json, output, result: Ok(()), counts: [0; 4] };
    let read = sync(&mut library, only, &policy, Timestamp::now(), &mut |progress| {
        tally.on_progress(&progress)?;
        stop.flow()
    });
    match read {
        Err(StoreError::Stopped) => {}
        read => read?,
    }
    tally.finish(stop.is_raised())
}

/// The output and the counts so far.
struct Tally<'a, 'b> {
    json: bool,
    output: &'a mut Output<'b>,
    result: io::Result<()>,
    /// Sources, added, updated, failed.
    counts: [usize; 4],
}

impl Tally<'_, '_> {
    fn on_progress(&mut self, progress: &SyncProgress<'_>) -> ControlFlow<()> {
        if let SyncProgress::Source { report, done, of } = progress {
            self.result = self.source(report, *done, *of);
        }
        if self.result.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    fn source(&mut self, report: &SyncReport, done: usize, of: usize) -> io::Result<()> {
        let failed = usize::from(report.error.is_some() || !report.left_out.is_empty());
        for (count, more) in self.counts.iter_mut().zip([1, report.added, report.updated, failed]) {
            *count += more;
        }
        if self.json {
            return self.output.json(report);
        }
        let what = match report.status {
            SyncStatus::Read => {
                format!("{} added, {} updated", counted(report.added, "article"), counted(report.updated, "article"))
            }
            SyncStatus::Unchanged => "nothing new".to_owned(),
            SyncStatus::Waiting => "not asked".to_owned(),
            SyncStatus::Gone => "gone".to_owned(),
            SyncStatus::Failed => "failed".to_owned(),
        };
        self.output.line(&format!("{done}/{of}  {}: {what}", report.title))?;
        if let Some(to) = &report.moved_to {
            self.output.line(&format!("   it has moved for good and is read at {to} from now on"))?;
        }
        for sentence in report.warnings.iter().chain(&report.error) {
            self.output.complain(&format!("{}: {sentence}.", report.title))?;
        }
        Ok(())
    }

    fn finish(self, stopped: bool) -> Outcome {
        self.result?;
        let [sources, added, updated, failed] = self.counts;
        if !self.json {
            let failed =
                if failed > 0 { format!("; {} not in full", counted(failed, "source")) } else { String::new() };
            self.output.line(&format!(
                "{}: {} added, {} updated{failed}",
                counted(sources, "source"),
                counted(added, "article"),
                counted(updated, "article")
            ))?;
        }
        if stopped {
            self.output
                .complain("stopped: the articles counted above are in the library; the next sync reads the rest.")?;
            return Ok(Ending::Stopped);
        }
        Ok(if failed > 0 { Ending::Failed } else { Ending::Done })
    }
}
