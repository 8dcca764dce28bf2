//! The import job: files into the library. Progress is reported at most ten times a second; it stops at any article and
//! while a file is read or a batch is written.

use std::{
    ops::ControlFlow,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use jiff::Timestamp;

use crate::{
    app::{ImportSummary, Report, Ticket},
    import::{ImportEvent, ImportProgress, Options, import_paths, import_sample},
    store::{Library, StoreError, lists::Filter},
};

use super::Reporter;

/// Time between two sentences about how far the import is.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// Articles whose positions are looked up to find the newest of an import.
const LOOKED_UP: usize = 256;

/// Message about an import that was stopped.
const STOPPED: &str = "the import was stopped; what had come in by then is in the library, and importing again goes on";

/// Subject of an import.
pub(super) enum ImportSubject {
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// The sample newspaper that the program carries.
    Sample,
}

/// Imports.
pub(super) fn run(
    library: &mut Library,
    what: ImportSubject,
    ticket: Ticket,
    reporter: &Reporter,
    stop: &AtomicBool,
) -> Result<Report, StoreError> {
    let summary = match what {
        ImportSubject::Sample => sample(library),
        ImportSubject::Paths(paths) => files(library, &paths, ticket, reporter, stop),
    };
    summary.map(Report::Imported)
}

fn sample(library: &mut Library) -> Result<ImportSummary, StoreError> {
    let (added, unchanged) = import_sample(library, Timestamp::now())?;
    Ok(ImportSummary { added, unchanged, ..ImportSummary::default() })
}

fn files(
    library: &mut Library,
    paths: &[PathBuf],
    ticket: Ticket,
    reporter: &Reporter,
    stop: &AtomicBool,
) -> Result<ImportSummary, StoreError> {
    let mut summary = ImportSummary::default();
    let mut articles = Vec::new();
    let mut progress = ImportProgress::default();
    let begun = Instant::now();
    let mut last = begun;
    let flow = import_paths(library, paths, &Options::default(), Timestamp::now(), &mut |event| {
        progress.record(&event);
        match event {
            ImportEvent::Searching | ImportEvent::Waiting | ImportEvent::Found { .. } | ImportEvent::Kept { .. } => {}
            ImportEvent::Skipped(skipped) => summary.problems.push(skipped.to_string()),
            ImportEvent::File(report) => {
                articles.extend(report.articles.iter().take(LOOKED_UP.saturating_sub(articles.len())));
                summary.added += report.added;
                summary.updated += report.updated;
                summary.unchanged += report.unchanged;
                summary.problems.extend(report.error.clone());
                summary.problems.extend(report.warnings.iter().map(|it| format!("{}: {it}", report.path.display())));
            }
        }
        if last.elapsed() >= PROGRESS_INTERVAL {
            last = Instant::now();
            reporter.send(ticket, Report::Progress(format!("importing: {}", progress.sentence(begun.elapsed()))));
        }
        if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    if flow.is_break() {
        library.stop_by(None)?;
        summary.problems.push(STOPPED.to_owned());
    }
    for id in articles {
        let at = library.lists().position_of(&Filter::default(), id)?;
        summary.at = summary.at.into_iter().chain(at).min();
    }
    Ok(summary)
}
