//! A folder read again: new and changed files come in, and failures are recorded.

use std::{ops::ControlFlow, path::Path};

use jiff::Timestamp;

use super::report::{SyncReport, SyncStatus};
use crate::import::{FileReport, ImportEvent, Options, Skipped, import_paths};
use crate::store::{Library, StoreError};

/// Limit of the warnings about one folder.
const MAX_WARNINGS: usize = 20;

/// Reads a folder; none if `check_stop` stopped it.
pub(crate) fn read(
    library: &mut Library,
    report: SyncReport,
    path: &Path,
    now: Timestamp,
    check_stop: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Option<SyncReport>, StoreError> {
    if !path.is_dir() {
        let error = format!(
            "there is no folder {} any more; put it back, or take it off the list with “kanbao feed remove {}”",
            path.display(),
            report.source
        );
        library.readings().record_failure(report.source, &error, None, false, now)?;
        return Ok(Some(SyncReport { status: SyncStatus::Failed, error: Some(error), ..report }));
    }
    let (mut tally, mut stopped) = (FolderTally { report, files: 0, failed: 0, first_error: None, more: 0 }, false);
    let on_event = &mut |event: ImportEvent<'_>| {
        match event {
            ImportEvent::Skipped(skipped) => tally.skipped(skipped),
            ImportEvent::File(file) => tally.file(file),
            _ => {}
        }
        let flow = check_stop();
        stopped |= flow.is_break();
        flow
    };
    let flow = import_paths(library, &[path.to_owned()], &Options::default(), now, on_event)?;
    if stopped || flow.is_break() { Ok(None) } else { tally.finish(library, now).map(Some) }
}

/// The report on a folder, and the counts that go into its sentences.
struct FolderTally {
    report: SyncReport,
    files: usize,
    failed: usize,
    first_error: Option<String>,
    /// Warnings beyond [`MAX_WARNINGS`].
    more: usize,
}

impl FolderTally {
    fn skipped(&mut self, skipped: &Skipped) {
        let Some(left_out) = skipped.left_out() else { return };
        left_out.add(&mut self.report.left_out, MAX_WARNINGS);
        self.warn(skipped.to_string());
    }

    fn file(&mut self, file: &FileReport) {
        let report = &mut self.report;
        for left_out in &file.left_out {
            left_out.clone().add(&mut report.left_out, MAX_WARNINGS);
        }
        self.files += 1;
        report.added += file.added;
        report.updated += file.updated;
        report.unchanged += file.unchanged;
        if file.added + file.updated > 0 {
            report.articles.extend(&file.articles);
        }
        if let Some(error) = &file.error {
            self.failed += 1;
            self.first_error.get_or_insert_with(|| error.clone());
        }
        for warning in &file.warnings {
            self.warn(format!("{}: {warning}", file.path.display()));
        }
    }

    fn warn(&mut self, sentence: String) {
        if self.report.warnings.len() < MAX_WARNINGS {
            self.report.warnings.push(sentence);
        } else {
            self.more += 1;
        }
    }

    fn finish(self, library: &mut Library, now: Timestamp) -> Result<SyncReport, StoreError> {
        let FolderTally { mut report, files, failed, first_error, more } = self;
        if more > 0 {
            report.warnings.push(format!("{more} more things like these were not as they should be"));
        }
        library.readings().record_success(report.source, None, report.problem(), now)?;
        if let Some(first) = first_error {
            let others = match failed {
                0 | 1 => String::new(),
                2 => " (and one more file)".to_owned(),
                failed => format!(" (and {} more files)", failed - 1),
            };
            let error = format!("{first}{others}");
            library.readings().record_failure(report.source, &error, None, false, now)?;
            report.error = Some(error);
            report.status = if failed == files { SyncStatus::Failed } else { SyncStatus::Read };
        } else if files == 0 {
            report.warnings.push("there are no files in it that could hold articles".to_owned());
        }
        Ok(report)
    }
}
