//! A folder read again: new and changed files come in, and failures are recorded.

use std::{ops::ControlFlow, path::Path};

use jiff::Timestamp;

use super::report::{SyncReport, SyncStatus};
use crate::import::{ImportEvent, Options, import_paths};
use crate::store::{Library, StoreError};

/// Limit of the warnings about one folder.
const MAX_WARNINGS: usize = 20;

/// Reads a folder; none if `check_stop` stopped it.
pub(crate) fn read(
    library: &mut Library,
    mut report: SyncReport,
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
        library.sources().record_failure(report.source, &error, None, false, now)?;
        return Ok(Some(SyncReport { status: SyncStatus::Failed, error: Some(error), ..report }));
    }
    let (mut files, mut failed, mut more, mut stopped) = (0, 0, 0, false);
    let mut first = None;
    let on_event = &mut |event: ImportEvent<'_>| {
        if let ImportEvent::Skipped(skipped) = event
            && let Some(left_out) = skipped.left_out()
        {
            left_out.add(&mut report.left_out, MAX_WARNINGS);
            if report.warnings.len() < MAX_WARNINGS {
                report.warnings.push(skipped.to_string());
            } else {
                more += 1;
            }
        }
        if let ImportEvent::File(file) = event {
            for left_out in &file.left_out {
                left_out.clone().add(&mut report.left_out, MAX_WARNINGS);
            }
            files += 1;
            report.added += file.added;
            report.updated += file.updated;
            report.unchanged += file.unchanged;
            if file.added + file.updated > 0 {
                report.articles.extend(&file.articles);
            }
            if let Some(error) = &file.error {
                failed += 1;
                first.get_or_insert_with(|| error.clone());
            }
            let room = MAX_WARNINGS.saturating_sub(report.warnings.len());
            more += file.warnings.len().saturating_sub(room);
            for warning in file.warnings.iter().take(room) {
                report.warnings.push(format!("{}: {warning}", file.path.display()));
            }
        }
        let flow = check_stop();
        stopped |= flow.is_break();
        flow
    };
    let flow = import_paths(library, &[path.to_owned()], &Options::default(), now, on_event)?;
    if stopped || flow.is_break() {
        return Ok(None);
    }
    if more > 0 {
        report.warnings.push(format!("{more} more things like these were not as they should be"));
    }
    library.sources().record_success(report.source, None, report.problem(), now)?;
    if let Some(first) = first {
        let more = match failed {
            0 | 1 => String::new(),
            2 => " (and one more file)".to_owned(),
            failed => format!(" (and {} more files)", failed - 1),
        };
        report.error = Some(format!("{first}{more}"));
        report.status = if failed == files { SyncStatus::Failed } else { SyncStatus::Read };
        library.sources().record_failure(
            report.source,
            report.error.as_deref().unwrap_or_default(),
            None,
            false,
            now,
        )?;
    } else if files == 0 {
        report.warnings.push("there are no files in it that could hold articles".to_owned());
    }
    Ok(Some(report))
}
