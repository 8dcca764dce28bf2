//! `kanbao import`: articles from files, folders and standard input into the library.

use std::{io, ops::ControlFlow, path::Path, time::Instant};

use jiff::Timestamp;

use crate::{
    encoding::Label,
    import,
    import::{FileReport, ImportEvent, ImportProgress, Options, import_paths, import_stream},
};

use crate::store::{Library, StoreError, database::Stop, index::WAITING_IS_FINE};

use crate::cli::{
    CliError, Context, Ending, Outcome,
    args::{FormatArg, ImportArgs},
    counted,
    output::Output,
};

/// Imports every path; a file that cannot be read is named, and the others are imported.
pub(super) fn run(arguments: &ImportArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let refused = |error: crate::encoding::UnknownEncoding| CliError::Refused(error.to_string());
    let options = Options {
        format: arguments.format.and_then(format),
        encoding: arguments.encoding.as_deref().map(Label::parse).transpose().map_err(refused)?,
        lang: arguments.lang.clone(),
        newsboat: arguments.format == Some(FormatArg::Newsboat),
    };
    let mut library = context.open()?;
    let mut tally = Tally {
        json: arguments.json,
        output,
        result: Ok(()),
        stop: context.stop.clone(),
        failed: false,
        anything: false,
        counts: [0; 3],
        progress: ImportProgress::default(),
        begun: Instant::now(),
    };
    for path in &arguments.paths {
        let now = Timestamp::now();
        let flow = if path.as_os_str() == "-" {
            import_stream(&mut library, &mut *context.input, &options, now, &mut |event| tally.record(&event))?
        } else {
            tally.anything = false;
            let flow = import_paths(&mut library, std::slice::from_ref(path), &options, now, &mut |event| {
                tally.record(&event)
            })?;
            if flow.is_continue() {
                tally.nothing(path);
            }
            flow
        };
        if flow.is_break() || tally.result.is_err() {
            break;
        }
    }
    let stopped = context.stop.is_raised();
    if tally.result.is_ok() && !stopped {
        index(&mut library, &context.stop, tally.output)?;
    }
    tally.finish(stopped)
}

/// Indexes the new articles, unless they are so few that they can wait. It may be stopped: a search finds articles outside
/// the index, too.
pub(super) fn index(library: &mut Library, stop: &Stop, output: &mut Output<'_>) -> Result<(), CliError> {
    /// Articles whose indexing takes seconds, which is announced.
    const MANY: usize = 10_000;
    let waiting = library.index().count_waiting()?;
    if waiting < WAITING_IS_FINE {
        return Ok(());
    }
    if waiting >= MANY {
        output.complain(&format!("indexing {waiting} articles; this may be interrupted."))?;
    }
    match library.index().build(|_| stop.flow()) {
        // Everything is in the library; searches are slower until the index is complete.
        Ok(_) | Err(StoreError::Stopped) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn format(format: FormatArg) -> Option<import::Format> {
    Some(match format {
        FormatArg::Page => import::Format::Page,
        FormatArg::Markdown => import::Format::Markdown,
        FormatArg::Json => import::Format::Json,
        FormatArg::Jsonl => import::Format::JsonLines,
        FormatArg::Html => import::Format::Html,
        FormatArg::Feed => import::Format::Feed,
        FormatArg::Epub => import::Format::Epub,
        // No format of articles: its files are known by what they hold.
        FormatArg::Newsboat => return None,
    })
}

/// The events of an import, counted and printed.
struct Tally<'a, 'b> {
    json: bool,
    output: &'a mut Output<'b>,
    result: io::Result<()>,
    stop: Stop,
    failed: bool,
    /// True if the path had a file or a message.
    anything: bool,
    /// Added, updated, unchanged.
    counts: [usize; 3],
    progress: ImportProgress,
    begun: Instant,
}

impl Tally<'_, '_> {
    fn record(&mut self, event: &ImportEvent<'_>) -> ControlFlow<()> {
        self.progress.record(event);
        self.anything |= matches!(event, ImportEvent::Skipped(_) | ImportEvent::File(_));
        if let ImportEvent::Skipped(skipped) = event {
            self.failed |= skipped.left_out().is_some();
        }
        self.result = match event {
            ImportEvent::Searching | ImportEvent::Waiting | ImportEvent::Found { .. } => self.show(),
            // Files that are in the library for good are reported at once, whatever becomes of this program.
            ImportEvent::Kept { .. } => self.output.flush().and_then(|()| self.show()),
            ImportEvent::Skipped(skipped) if self.json => self.skipped(skipped),
            ImportEvent::Skipped(skipped) => self.output.complain(&skipped.to_string()),
            ImportEvent::File(report) => self.file(report),
        };
        if self.result.is_ok() { self.stop.flow() } else { ControlFlow::Break(()) }
    }

    /// Reports a path without files, unless a message has done so.
    fn nothing(&mut self, path: &Path) {
        if self.anything || self.result.is_err() {
            return;
        }
        let error =
            format!("{} holds no file that articles are read from; name another folder, or a file", path.display());
        let report = FileReport { path: path.to_owned(), error: Some(error), ..FileReport::default() };
        self.result = self.file(&report);
    }

    fn show(&mut self) -> io::Result<()> {
        self.output.progress(|| format!("importing: {}", self.progress.sentence(self.begun.elapsed())))
    }

    fn file(&mut self, report: &FileReport) -> io::Result<()> {
        for (count, more) in self.counts.iter_mut().zip([report.added, report.updated, report.unchanged]) {
            *count += more;
        }
        self.failed |= report.error.is_some() || !report.left_out.is_empty();
        if self.json {
            return self.output.json(report);
        }
        for warning in &report.warnings {
            self.output.complain(&format!("{}: {warning}.", report.path.display()))?;
        }
        report.error.iter().try_for_each(|error| self.output.complain(&format!("{error}.")))
    }

    fn skipped(&mut self, skipped: &import::Skipped) -> io::Result<()> {
        self.output.json(&FileReport {
            path: skipped.path.clone(),
            error: Some(skipped.to_string()),
            left_out: skipped.left_out().into_iter().collect(),
            ..FileReport::default()
        })
    }

    fn finish(self, stopped: bool) -> Outcome {
        self.result?;
        if !self.json {
            let [added, updated, unchanged] = self.counts;
            self.output.line(&format!(
                "{} added, {} updated, {} already there",
                counted(added, "article"),
                counted(updated, "article"),
                counted(unchanged, "article")
            ))?;
        }
        if stopped {
            // A long file is counted when it is complete, but its stored articles are in the library.
            let kept = counted(self.progress.articles, "article");
            self.output
                .complain(&format!("the import was stopped; {kept} stored by then, and the same command continues."))?;
            return Ok(Ending::Stopped);
        }
        Ok(if self.failed { Ending::Failed } else { Ending::Done })
    }
}
