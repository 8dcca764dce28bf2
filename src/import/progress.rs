//! The progress of an import in words: files, speed, time left. The clock is passed in.

use std::{fmt::Write, time::Duration};

use super::event::{FileReport, ImportEvent};

/// Time after which a rate is meaningful.
const MIN_ELAPSED: Duration = Duration::from_millis(500);

/// The progress of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ImportProgress {
    /// Files that were found.
    pub(crate) files: usize,
    /// Their bytes.
    pub(crate) bytes: u64,
    /// Files that are done.
    pub(crate) done: usize,
    /// Their bytes.
    pub(crate) done_bytes: u64,
    /// Articles that are in the library.
    pub(crate) articles: usize,
}

impl ImportProgress {
    /// Counts an event of the import.
    pub(crate) fn record(&mut self, event: &ImportEvent<'_>) {
        match event {
            ImportEvent::Found { files, bytes } => {
                self.files += files;
                self.bytes += bytes;
            }
            ImportEvent::File(FileReport { bytes, .. }) => {
                self.done += 1;
                self.done_bytes += bytes;
            }
            ImportEvent::Kept { articles } => self.articles += articles,
            ImportEvent::Searching | ImportEvent::Waiting | ImportEvent::Skipped(_) => {}
        }
    }

    /// The progress after so long a time: `3,210 of 100,000 files, 24.0 MB/s, 16 s left`. Where files hold many articles,
    /// these are counted as well: one file can take minutes.
    #[must_use]
    pub(crate) fn sentence(&self, elapsed: Duration) -> String {
        if self.files == 0 {
            return "searching".to_owned();
        }
        let mut sentence = format!("{} of {} files", thousands(self.done as u64), thousands(self.files as u64));
        // Writing to a string does not fail.
        if self.articles > self.done {
            let _ = write!(sentence, ", {} articles", thousands(self.articles as u64));
        }
        if elapsed >= MIN_ELAPSED && self.done_bytes > 0 {
            let rate = self.done_bytes as f64 / elapsed.as_secs_f64();
            let left = self.bytes.saturating_sub(self.done_bytes) as f64 / rate;
            let _ = write!(sentence, ", {:.1} MB/s, {} left", rate / 1e6, duration(left as u64));
        }
        sentence
    }
}

/// A number with a comma before every three digits.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn duration(seconds: u64) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes}:{seconds:02} min"),
        (hours, minutes, _) => format!("{hours}:{minutes:02} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_in_words() {
        let mut progress = ImportProgress::default();
        assert_eq!(progress.sentence(Duration::from_secs(3)), "searching");
        progress.record(&ImportEvent::Found { files: 100_000, bytes: 400_000_000 });
        assert_eq!(progress.sentence(Duration::ZERO), "0 of 100,000 files");
        progress.record(&ImportEvent::File(&FileReport { bytes: 40_000_000, ..FileReport::default() }));
        assert_eq!(progress.sentence(Duration::from_millis(100)), "1 of 100,000 files");
        assert_eq!(progress.sentence(Duration::from_secs(2)), "1 of 100,000 files, 20.0 MB/s, 18 s left");
        assert_eq!(progress.sentence(Duration::from_secs(40)), "1 of 100,000 files, 1.0 MB/s, 6:00 min left");
        assert_eq!(progress.sentence(Duration::from_secs(4000)), "1 of 100,000 files, 0.0 MB/s, 10:00 h left");
        progress.record(&ImportEvent::Kept { articles: 4096 });
        assert_eq!(
            progress.sentence(Duration::from_secs(2)),
            "1 of 100,000 files, 4,096 articles, 20.0 MB/s, 18 s left"
        );
        // Files may grow while they are read.
        progress.record(&ImportEvent::File(&FileReport { bytes: u64::from(u32::MAX), ..FileReport::default() }));
        assert!(progress.sentence(Duration::from_secs(2)).ends_with("0 s left"));
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
    }
}
