//! What is read goes into the library: files in batches, each batch one transaction. A file is told of when it is
//! kept, not before. A file that is as it was when it was last read is not read again.

use std::{
    cell::RefCell,
    collections::VecDeque,
    io::Read,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{
    file::{MAX_FILE_BYTES, Options, read},
    folder::Skipped,
    folder_search::search_path,
    intake::Intake,
    newsboat,
    readers::{AssignedFile, OutcomeSink, Readers, hashed},
    sample,
    stamp::{Stamped, read_as},
};
use crate::{
    article::{LeftOut, LeftOutKind},
    store::{ArticleId, Library, StoreError, articles::Arrival, sources::SourceKind},
    text::StopCheck,
};

/// Files that are given out to be read before the first of them is taken up, and their bytes: as much as a large batch,
/// so that there is something to read while one is written.
const MAX_FILES_AHEAD: usize = 4096;
const MAX_BYTES_AHEAD: u64 = 16 << 20;

/// Bytes of files that are worth more memory, and how many of them: one long article gains nothing by it. What is longer
/// than [`MAX_FILE_BYTES`] is many articles in any case.
const LARGE_IMPORT_BYTES: u64 = 8 << 20;
const LARGE_IMPORT_FILES: usize = 64;

/// What is told of an import while it goes on.
#[derive(Debug)]
pub enum ImportEvent<'a> {
    /// A folder is being searched.
    Searching(&'a Path),
    /// Nothing new; a chance to break off.
    Waiting,
    /// A path has been searched: so many files, so many bytes.
    Found {
        /// How many files there are.
        files: usize,
        /// Their length together, in bytes.
        bytes: u64,
    },
    /// Something in a folder was passed over.
    Skipped(&'a Skipped),
    /// A file is in the library, or could not be read.
    File(&'a FileReport),
    /// All that was told of so far is in the library for good, and part of a long file perhaps.
    Kept {
        /// So many articles since this was last told.
        articles: usize,
    },
}

/// How the import is told of: whatever is told, the answer can be to break off.
pub type OnEvent<'a> = dyn FnMut(ImportEvent<'_>) -> ControlFlow<()> + 'a;

/// What became of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    /// The file.
    pub path: PathBuf,
    /// Its length in bytes, as far as it was read.
    pub bytes: u64,
    /// Articles that were not in the library before.
    pub added: usize,
    /// Articles whose text had changed.
    pub updated: usize,
    /// Articles that were there already.
    pub unchanged: usize,
    /// The articles it holds, by their numbers in the library; of a file that was not read again, one of them.
    pub articles: Vec<ArticleId>,
    /// Why nothing, or nothing more, of it came in: a sentence.
    pub error: Option<String>,
    /// What was not as it should be, a sentence each.
    pub warnings: Vec<String>,
    /// What of it is not in the library.
    pub left_out: Vec<LeftOut>,
}

/// Brings the files of some paths, files and folders, into the library, and then drops what their sources are not to
/// keep. Breaking off keeps what has been told of, and is what is answered then.
///
/// # Errors
/// When the library cannot be written; the batches before are kept.
pub fn import_paths(
    library: &mut Library,
    paths: &[PathBuf],
    options: &Options,
    now: Timestamp,
    tell: &mut OnEvent<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    broken_off(import_all_paths(library, paths, options, now, tell))
}

/// A library that was told to stop in the middle of a batch has kept nothing of it, nor has it been told of.
fn broken_off(result: Result<ControlFlow<()>, StoreError>) -> Result<ControlFlow<()>, StoreError> {
    match result {
        Err(StoreError::Stopped) => Ok(ControlFlow::Break(())),
        result => result,
    }
}

fn import_all_paths(
    library: &mut Library,
    paths: &[PathBuf],
    options: &Options,
    now: Timestamp,
    tell: &mut OnEvent<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    for path in paths {
        if let Some(kind) = newsboat::kind_of(path, options.newsboat) {
            let ControlFlow::Continue(report) = newsboat::import_file(library, path, kind, now, tell)? else {
                return Ok(ControlFlow::Break(()));
            };
            if tell(ImportEvent::Found { files: 1, bytes: report.bytes }).is_break()
                || tell(ImportEvent::File(&report)).is_break()
            {
                return Ok(ControlFlow::Break(()));
            }
            continue;
        }
        if import_path(library, path, options, now, tell)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    library.sources().apply_retention(now)?;
    Ok(ControlFlow::Continue(()))
}

fn import_path(
    library: &mut Library,
    path: &Path,
    options: &Options,
    now: Timestamp,
    tell: &mut OnEvent<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    let Some(found) = search_path(path, tell) else { return Ok(ControlFlow::Break(())) };
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            let report = FileReport {
                path: path.to_owned(),
                error: Some(error.to_string()),
                left_out: vec![LeftOut::count(LeftOutKind::File, 1).at(&path.display())],
                ..FileReport::default()
            };
            return Ok(tell(ImportEvent::File(&report)));
        }
    };
    for skipped in &found.skipped {
        if tell(ImportEvent::Skipped(skipped)).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    if tell(ImportEvent::Found { files: found.files.len(), bytes: found.bytes }).is_break() {
        return Ok(ControlFlow::Break(()));
    }
    if found.bytes > LARGE_IMPORT_BYTES && found.files.len() >= LARGE_IMPORT_FILES || found.bytes > MAX_FILE_BYTES {
        library.prepare_for_bulk()?;
    }
    let origin = Origin::of(path);
    let source = library.sources().find_or_add(origin.kind, &origin.location, &origin.title, now)?;
    if origin.kind == SourceKind::Folder {
        library.sources().resume(source)?;
        let root = path.to_owned();
        library.articles().release_paths(source, move |inside| !root.join(inside).exists())?;
    }
    let mut intake = Intake::new(library, source, origin.root, now, tell);
    if found.bytes > LARGE_IMPORT_BYTES {
        intake.expect_much()?;
    }
    if take_files(&mut intake, found.files, options)?.is_break() {
        // What has been read and not been told of is not kept: it will be read again.
        return Ok(ControlFlow::Break(()));
    }
    intake.flush()
}

/// A file on its way.
enum Pending {
    /// Being read.
    Read(AssignedFile, Option<Stamped>),
    /// As it was when it was last read.
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
            Pending::Known(report) => intake.pass(report)?,
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

/// Brings what a stream holds into the library. Breaking off keeps what has been told of, and is what is answered then.
///
/// # Errors
/// When the library cannot be written.
pub fn import_stream(
    library: &mut Library,
    stream: &mut dyn Read,
    options: &Options,
    now: Timestamp,
    tell: &mut OnEvent<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    broken_off(import_whole_stream(library, stream, options, now, tell))
}

fn import_whole_stream(
    library: &mut Library,
    stream: &mut dyn Read,
    options: &Options,
    now: Timestamp,
    tell: &mut OnEvent<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    let name = "standard input";
    let source = library.sources().find_or_add(SourceKind::Import, "-", name, now)?;
    let intake = RefCell::new(Intake::new(library, source, PathBuf::new(), now, tell));
    let mut flow = Ok(ControlFlow::Continue(()));
    // A parser asks only between two articles.
    let is_stopped = || intake.borrow_mut().check_stop().is_break();
    let stop = StopCheck::new(&is_stopped);
    let result = read(name, stream, options, &stop, &mut |article, _| {
        flow = intake.borrow_mut().article(*hashed(article));
        if matches!(flow, Ok(ControlFlow::Continue(()))) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    // A stream that is broken off says so as if it could not be read.
    if flow?.is_break() || stop.is_stopped() || is_stopped() {
        return Ok(ControlFlow::Break(()));
    }
    let mut intake = intake.into_inner();
    if intake.end(Path::new("-"), result)?.is_break() {
        return Ok(ControlFlow::Break(()));
    }
    let flow = intake.flush()?;
    library.sources().apply_retention(now)?;
    Ok(flow)
}

/// Brings the sample newspaper that the program carries into the library.
///
/// # Errors
/// When the library cannot be written.
pub fn import_sample(library: &mut Library, now: Timestamp) -> Result<(usize, usize), StoreError> {
    let source = library.sources().find_or_add(SourceKind::Import, "sample:", "望潮 Wangchao", now)?;
    let articles = sample::articles();
    let arrivals: Vec<Arrival<'_>> = articles.iter().map(Arrival::from).collect();
    let outcome = library.articles().insert(source, &arrivals, now)?;
    Ok((outcome.added, outcome.unchanged + outcome.updated))
}

/// Where a path's articles come from, for the library.
struct Origin {
    kind: SourceKind,
    location: String,
    title: String,
    /// What file names are relative to.
    root: PathBuf,
}

impl Origin {
    /// A folder is a source of its own. Files given one by one are an import from the folder they lie in.
    fn of(path: &Path) -> Origin {
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let whole = whole.canonicalize().unwrap_or(whole);
        let folder = if path.is_dir() { whole.as_path() } else { whole.parent().unwrap_or(Path::new("/")) };
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
