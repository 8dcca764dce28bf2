//! Files and streams into the library, in batches of one transaction each. A file is reported when it is stored, not
//! before. A file that is as it was when it was last read is not read again.

use std::{
    cell::RefCell,
    collections::VecDeque,
    io::Read,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{
    event::{FileReport, ImportEvent, OnEvent},
    file::{book_title, limits::MAX_FILE_BYTES, options::Options, read},
    folder::search::search_path,
    intake::Intake,
    newsboat::{self, NewsboatFile},
    readers::{AssignedFile, OutcomeSink, Readers, prepared},
    sample,
    stamp::{Stamped, read_as},
};
use crate::{
    article::{LeftOut, LeftOutKind},
    store::{Library, StoreError, articles::Arrival, sources::SourceKind},
    text::StopCheck,
};

/// Limits of the files that are assigned before the first of them is taken up, and of their bytes: as much as a large batch,
/// so that there is something to read while one is written.
const MAX_FILES_AHEAD: usize = 4096;
const MAX_BYTES_AHEAD: u64 = 16 << 20;

/// Bytes and number of files that are worth more memory: one long article gains little by it. A file longer than
/// [`MAX_FILE_BYTES`] is many articles in any case.
const LARGE_IMPORT_BYTES: u64 = 8 << 20;
const LARGE_IMPORT_FILES: usize = 64;

/// Imports files and folders, and then drops articles beyond the retention of their sources. Returns a break if it
/// was stopped; the files that were reported by then are kept.
///
/// # Errors
/// When the library cannot be written; the batches before are kept.
pub(crate) fn import_paths(
    library: &mut Library,
    paths: &[PathBuf],
    options: &Options,
    now: Timestamp,
    on_event: &mut OnEvent<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    break_at_stop(Import { library, options, now, on_event }.paths(paths))
}

/// Makes a stop of the library a break of the import: nothing of its last batch was stored or reported.
fn break_at_stop(result: Result<ControlFlow<()>, StoreError>) -> Result<ControlFlow<()>, StoreError> {
    match result {
        Err(StoreError::Stopped) => Ok(ControlFlow::Break(())),
        result => result,
    }
}

/// An import on its way.
struct Import<'a, 't> {
    library: &'a mut Library,
    options: &'a Options,
    now: Timestamp,
    on_event: &'a mut OnEvent<'t>,
}

impl Import<'_, '_> {
    fn paths(&mut self, paths: &[PathBuf]) -> Result<ControlFlow<()>, StoreError> {
        for path in paths {
            if let Some(kind) = NewsboatFile::detect(path, self.options.newsboat) {
                let ControlFlow::Continue(report) =
                    newsboat::import_file(self.library, path, kind, self.now, self.on_event)?
                else {
                    return Ok(ControlFlow::Break(()));
                };
                if (self.on_event)(ImportEvent::Found { files: 1, bytes: report.bytes }).is_break()
                    || (self.on_event)(ImportEvent::File(&report)).is_break()
                {
                    return Ok(ControlFlow::Break(()));
                }
                continue;
            }
            if self.path(path)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        self.library.retentions().apply(self.now)?;
        Ok(ControlFlow::Continue(()))
    }

    fn path(&mut self, path: &Path) -> Result<ControlFlow<()>, StoreError> {
        let Some(found) = search_path(path, self.on_event) else { return Ok(ControlFlow::Break(())) };
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                let report = FileReport {
                    path: path.to_owned(),
                    error: Some(error.to_string()),
                    left_out: vec![LeftOut::count(LeftOutKind::File, 1).at(&path.display())],
                    ..FileReport::default()
                };
                return Ok((self.on_event)(ImportEvent::File(&report)));
            }
        };
        for skipped in &found.skipped {
            if (self.on_event)(ImportEvent::Skipped(skipped)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        if (self.on_event)(ImportEvent::Found { files: found.files.len(), bytes: found.bytes }).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        if found.bytes > LARGE_IMPORT_BYTES && found.files.len() >= LARGE_IMPORT_FILES || found.bytes > MAX_FILE_BYTES {
            self.library.prepare_for_bulk()?;
        }
        let origin = Origin::from_path(path);
        let source = self.library.sources().find_or_add(origin.kind, &origin.location, &origin.title, self.now)?;
        if origin.kind == SourceKind::Folder {
            self.library.readings().resume(source)?;
            let root = path.to_owned();
            self.library.articles().release_paths(source, move |inside| !root.join(inside).exists())?;
        }
        let mut intake = Intake::new(self.library, source, origin.root, self.now, self.on_event);
        if found.bytes > LARGE_IMPORT_BYTES {
            intake.expect_much()?;
        }
        if take_files(&mut intake, found.files, self.options)?.is_break() {
            // Files that have been read and not been reported are not stored: they will be read again.
            return Ok(ControlFlow::Break(()));
        }
        intake.flush()
    }

    fn stream(&mut self, stream: &mut dyn Read) -> Result<ControlFlow<()>, StoreError> {
        let name = "standard input";
        let source = self.library.sources().find_or_add(SourceKind::Import, "-", name, self.now)?;
        let intake = RefCell::new(Intake::new(self.library, source, PathBuf::new(), self.now, self.on_event));
        let mut flow = Ok(ControlFlow::Continue(()));
        // A parser asks only between two articles.
        let is_stopped = || intake.borrow_mut().check_stop().is_break();
        let stop = StopCheck::new(&is_stopped);
        let result = read(name, stream, self.options, &stop, &mut |incoming, _| {
            flow = intake.borrow_mut().article(*prepared(incoming));
            if matches!(flow, Ok(ControlFlow::Continue(()))) {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        // A stopped stream ends with an error of reading, which is not one.
        if flow?.is_break() || stop.is_stopped() || is_stopped() {
            return Ok(ControlFlow::Break(()));
        }
        let mut intake = intake.into_inner();
        if intake.end(Path::new("-"), result)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let flow = intake.flush()?;
        self.library.retentions().apply(self.now)?;
        Ok(flow)
    }
}

/// A file on its way.
enum Pending {
    /// Being read.
    Read(AssignedFile, Option<Stamped>),
    /// Unchanged since it was last read.
    Known(FileReport),
}

fn take_files(
    intake: &mut Intake<'_, '_>,
    files: Vec<PathBuf>,
    options: &Options,
) -> Result<ControlFlow<()>, StoreError> {
    let read_as = read_as(options);
    let mut readers = Readers::start(options);
    let mut files = files.into_iter();
    let mut pending: VecDeque<(u64, Pending)> = VecDeque::new();
    let mut ahead = 0;
    loop {
        while pending.len() < MAX_FILES_AHEAD && (ahead < MAX_BYTES_AHEAD || pending.is_empty()) {
            let Some(path) = files.next() else { break };
            if intake.check_stop().is_break() {
                return Ok(ControlFlow::Break(()));
            }
            let stamped = Stamped::read(&path, intake.now);
            let size = stamped.as_ref().map_or(0, |stamped| stamped.stamp.size);
            let next = match intake.known(&path, stamped.as_ref(), &read_as)? {
                Some(report) => Pending::Known(report),
                None => Pending::Read(readers.assign(path), stamped),
            };
            ahead += size;
            pending.push_back((size, next));
        }
        let Some((size, next)) = pending.pop_front() else {
            return Ok(ControlFlow::Continue(()));
        };
        ahead -= size;
        let flow = match next {
            Pending::Known(report) => intake.push_known(report)?,
            Pending::Read(file, stamped) => {
                intake
                    .begin(stamped.filter(|stamped| stamped.reliable).map(|stamped| (stamped.stamp, read_as.clone())));
                readers.take(&file, options, intake)?
            }
        };
        if flow.is_break() {
            return Ok(flow);
        }
    }
}

/// Imports the articles of a stream. Returns a break if it was stopped; the batches that were reported by then are kept.
///
/// # Errors
/// When the library cannot be written.
pub(crate) fn import_stream(
    library: &mut Library,
    stream: &mut dyn Read,
    options: &Options,
    now: Timestamp,
    on_event: &mut OnEvent<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    break_at_stop(Import { library, options, now, on_event }.stream(stream))
}

/// Imports the sample newspaper that the program carries.
///
/// # Errors
/// When the library cannot be written.
pub(crate) fn import_sample(library: &mut Library, now: Timestamp) -> Result<(usize, usize), StoreError> {
    let source = library.sources().find_or_add(SourceKind::Import, "sample:", "望潮 Wangchao", now)?;
    let articles = sample::articles();
    let arrivals: Vec<Arrival<'_>> = articles.iter().map(Arrival::from).collect();
    let outcome = library.articles().insert(source, &arrivals, now)?;
    Ok((outcome.added, outcome.unchanged + outcome.updated))
}

/// The source of a path's articles.
struct Origin {
    kind: SourceKind,
    location: String,
    title: String,
    /// The folder that file names are relative to.
    root: PathBuf,
}

impl Origin {
    /// A folder is a source of its own, and so is a book. Other files given one by one are an import from the folder they
    /// lie in.
    fn from_path(path: &Path) -> Origin {
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let whole = whole.canonicalize().unwrap_or(whole);
        let folder = if path.is_dir() { whole.as_path() } else { whole.parent().unwrap_or(Path::new("/")) };
        if let Some(title) = book_title(path) {
            let root = path.parent().unwrap_or(Path::new("")).to_owned();
            return Origin { kind: SourceKind::Import, location: format!("book {}", whole.display()), title, root };
        }
        let kind = if path.is_dir() { SourceKind::Folder } else { SourceKind::Import };
        let mark = if kind == SourceKind::Folder { "" } else { "files in " };
        Origin {
            kind,
            location: format!("{mark}{}", folder.display()),
            title: folder.file_name().map_or_else(|| "/".to_owned(), |name| name.to_string_lossy().replace('_', " ")),
            root: if path.is_dir() { path.to_owned() } else { path.parent().unwrap_or(Path::new("")).to_owned() },
        }
    }
}
