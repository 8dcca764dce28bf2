//! Crash reports: a report in a file for its owner only, and nothing on the screen meanwhile. The reader and the
//! verbs have the same.

use std::{
    fs,
    io::{self, Write},
    panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    system::{create_private, ensure_private},
    text::safe::Safe,
};

/// The most reports of one run: what fails once may fail for every file of thousands.
const MAX_REPORTS: usize = 4;

/// Writes reports of crashes, and knows those of this run.
#[derive(Clone, Debug)]
pub struct CrashReports {
    written: Arc<Mutex<Vec<PathBuf>>>,
}

/// Makes every later panic write a report into `folder` instead of printing.
pub fn report_crashes_to(folder: &Path) -> CrashReports {
    let written = Arc::new(Mutex::new(Vec::new()));
    let (folder, slot) = (folder.to_owned(), Arc::clone(&written));
    panic::set_hook(Box::new(move |info| {
        let mut written = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if written.len() < MAX_REPORTS
            && let Ok(path) = write(&folder, &report(info))
        {
            written.push(path);
        }
    }));
    CrashReports { written }
}

impl CrashReports {
    /// The file the last report was written to.
    pub fn report(&self) -> Option<PathBuf> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).last().cloned()
    }

    /// Runs something; if it panics, the sentence that says so.
    ///
    /// # Errors
    /// When it panicked.
    pub fn catch<T>(&self, run: impl FnOnce() -> T) -> Result<T, String> {
        catch_unwind(AssertUnwindSafe(run)).map_err(|_| {
            let kept = self.report().map_or_else(String::new, |path| format!("; the report is in {}", path.display()));
            format!("a fault of its own ended kanbao, and what was done before is kept{kept}. Please report it.")
        })
    }
}

/// Writes a report to a new file. Nothing that is there is opened.
fn write(folder: &Path, text: &str) -> io::Result<PathBuf> {
    ensure_private(folder)?;
    let mut number = 0;
    loop {
        let behind = if number == 0 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("crash-{}{behind}.txt", std::process::id()));
        match create_private(&path) {
            Ok(mut file) => {
                return file.write_all(text.as_bytes()).map(|()| path.clone()).inspect_err(|_| {
                    // Half a report with nothing behind it is worse than none; if it stays, it stays.
                    let _ = fs::remove_file(&path);
                });
            }
            // Of an earlier process with this number, or of this one.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => number += 1,
            Err(error) => return Err(error),
        }
    }
}

fn report(info: &PanicHookInfo<'_>) -> String {
    let thread = std::thread::current();
    let text = format!(
        "kanbao {}\nthread {}\n{info}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        thread.name().unwrap_or("without a name"),
        std::backtrace::Backtrace::force_capture()
    );
    // What a panic says may hold a piece of an article, and reports are looked at in a terminal.
    text.lines().map(|line| Safe::line(line).as_str().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    const CHILD: &str = "KANBAO_TEST_CRASHES_IN";

    /// The child of the test below: it panics as a verb would, in itself and in a thread.
    #[test]
    fn child_that_panics() {
        let Some(folder) = std::env::var_os(CHILD) else { return };
        let crash = report_crashes_to(Path::new(&folder));
        assert_eq!(crash.catch(|| 7), Ok(7));
        for _ in 0..10 {
            let _ = std::thread::spawn(|| panic!("in a thread")).join();
        }
        let message = crash.catch(|| panic!("a piece of text: \u{1b}]0;x\u{7}\u{202e}")).unwrap_err();
        assert!(message.contains("crash-") && message.contains("report"), "{message}");
    }

    #[test]
    fn a_panic_is_a_report_for_its_owner_and_nothing_on_the_screen() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state/kanbao");
        fs::create_dir_all(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        let ran = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "local::crash::tests::child_that_panics", "--nocapture"])
            .env(CHILD, &folder)
            .output()
            .unwrap();
        assert!(ran.status.success() && ran.stderr.is_empty(), "{}", String::from_utf8_lossy(&ran.stderr));
        let reports: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
        assert_eq!(reports.len(), MAX_REPORTS);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        for report in reports {
            assert_eq!(mode(&report), 0o600);
            let text = fs::read_to_string(report).unwrap();
            assert!(text.starts_with("kanbao ") && !text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text}");
        }
    }

    #[test]
    fn a_report_is_a_new_file_whatever_is_there() {
        let home = tempfile::tempdir().unwrap();
        let precious = home.path().join("precious");
        fs::write(&precious, "precious").unwrap();
        let planted = home.path().join(format!("crash-{}.txt", std::process::id()));
        symlink(&precious, &planted).unwrap();
        let path = write(home.path(), "report").unwrap();
        assert_ne!(path, planted);
        assert_eq!(fs::read_to_string(path).unwrap(), "report");
        assert_eq!(fs::read_to_string(precious).unwrap(), "precious");
    }
}
