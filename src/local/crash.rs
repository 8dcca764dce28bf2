//! What is kept of a crash: a report in a file, nothing on the screen until the terminal is restored.

use std::{
    fs,
    panic::{self, PanicHookInfo},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// Where the report of a crash will be.
#[derive(Clone, Debug)]
pub struct Crash {
    written: Arc<Mutex<Option<PathBuf>>>,
}

/// From now on a panic writes a report into `folder` instead of printing over the screen.
pub fn watch(folder: &Path) -> Crash {
    let written = Arc::new(Mutex::new(None));
    let (folder, slot) = (folder.to_owned(), Arc::clone(&written));
    panic::set_hook(Box::new(move |info| {
        let path = folder.join(format!("crash-{}.txt", std::process::id()));
        let saved = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, report(info)));
        if saved.is_ok() {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(path);
        }
    }));
    Crash { written }
}

impl Crash {
    /// The file the last report was written to.
    pub fn report(&self) -> Option<PathBuf> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn report(info: &PanicHookInfo<'_>) -> String {
    let thread = std::thread::current();
    format!(
        "kanbao {}\nthread {}\n{info}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        thread.name().unwrap_or("without a name"),
        std::backtrace::Backtrace::force_capture()
    )
}
