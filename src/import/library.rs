//! What is read goes into the library: files in batches, each batch one transaction. A file is told of when it is
//! kept, not before.

use std::{
    io::Read,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{Options, Skipped, Step, Summary, for_each, newsboat, read, sample};
use crate::{
    article::Article,
    store::{Arrival, ArticleId, Change, Library, SourceId, SourceKind, StoreError},
};

/// Articles that are kept in one transaction at the most. Fewer make an import slow, more make others wait.
const BATCH: usize = 256;

/// Bytes of files that are kept in one transaction, about.
const BATCH_BYTES: u64 = 8 << 20;

/// What is told of an import while it goes on.
#[derive(Debug)]
pub enum Told<'a> {
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
}

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
    /// The articles it holds, by their numbers in the library.
    pub articles: Vec<ArticleId>,
    /// Why nothing, or nothing more, of it came in: a sentence.
    pub error: Option<String>,
    /// What was not as it should be, a sentence each.
    pub warnings: Vec<String>,
}

/// Brings the files of some paths, files and folders, into the library. Breaking off keeps what has been told of.
///
/// # Errors
/// When the library cannot be written; the batches before are kept.
pub fn bring_in(
    library: &mut Library,
    paths: &[PathBuf],
    options: &Options,
    now: Timestamp,
    tell: &mut dyn FnMut(Told<'_>) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    for path in paths {
        if let Some(kind) = newsboat::kind_of(path, options.newsboat) {
            let report = newsboat::bring_in(library, path, kind, now)?;
            if tell(Told::Found { files: 1, bytes: report.bytes }).is_break() || tell(Told::File(&report)).is_break() {
                break;
            }
            continue;
        }
        let origin = Origin::of(path);
        let source = library.source(origin.kind, &origin.location, &origin.title, now)?;
        if origin.kind == SourceKind::Folder {
            let root = path.clone();
            library.resume_source(source)?;
            library.release_paths(source, move |inside| !root.join(inside).exists())?;
        }
        let mut intake = Intake::new(library, source, origin.root, now, tell);
        let mut failed = Ok(());
        let flow = for_each(std::slice::from_ref(path), options, &mut |step| match intake.take(step) {
            Ok(flow) => flow,
            Err(error) => {
                failed = Err(error);
                ControlFlow::Break(())
            }
        });
        failed?;
        if intake.flush()?.is_break() || flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// Brings what a stream holds into the library.
///
/// # Errors
/// When the library cannot be written.
pub fn bring_in_stream(
    library: &mut Library,
    stream: &mut dyn Read,
    options: &Options,
    now: Timestamp,
    tell: &mut dyn FnMut(Told<'_>) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let name = "standard input";
    let source = library.source(SourceKind::Import, "-", name, now)?;
    let mut articles = Vec::new();
    let result = read(name, stream, options, &mut |article, _| {
        articles.push(article);
        ControlFlow::Continue(())
    });
    let mut intake = Intake::new(library, source, PathBuf::new(), now, tell);
    for article in articles {
        intake.article(article);
    }
    let _ = intake.end(Path::new("-"), result)?;
    let _ = intake.flush()?;
    Ok(())
}

/// Brings the sample newspaper that the program carries into the library.
///
/// # Errors
/// When the library cannot be written.
pub fn bring_in_sample(library: &mut Library, now: Timestamp) -> Result<(usize, usize), StoreError> {
    let source = library.source(SourceKind::Import, "sample:", "望潮 Wangchao", now)?;
    let articles = sample::articles();
    let arrivals: Vec<Arrival<'_>> = articles.iter().map(Arrival::from).collect();
    let outcome = library.put(source, &arrivals, now)?;
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

/// Articles on their way into one source.
struct Intake<'a> {
    library: &'a mut Library,
    source: SourceId,
    root: PathBuf,
    now: Timestamp,
    tell: &'a mut dyn FnMut(Told<'_>) -> ControlFlow<()>,
    /// Read and not kept yet, with the index of its file in `files`; `None` for the file that is being read.
    articles: Vec<(Option<usize>, Article)>,
    files: Vec<FileReport>,
    /// What of the file being read was kept before its end.
    current: FileReport,
    bytes: u64,
}

impl<'a> Intake<'a> {
    fn new(
        library: &'a mut Library,
        source: SourceId,
        root: PathBuf,
        now: Timestamp,
        tell: &'a mut dyn FnMut(Told<'_>) -> ControlFlow<()>,
    ) -> Intake<'a> {
        let current = FileReport::default();
        Intake { library, source, root, now, tell, articles: Vec::new(), files: Vec::new(), current, bytes: 0 }
    }

    fn take(&mut self, step: Step<'_>) -> Result<ControlFlow<()>, StoreError> {
        match step {
            Step::Folder(_) => Ok(ControlFlow::Continue(())),
            Step::Found { files, bytes } => Ok((self.tell)(Told::Found { files, bytes })),
            Step::Skipped(skipped) => Ok((self.tell)(Told::Skipped(skipped))),
            Step::Article { article, .. } => {
                self.article(article);
                if self.articles.len() >= BATCH { self.flush() } else { Ok(ControlFlow::Continue(())) }
            }
            Step::End { path, result } => self.end(path, result),
        }
    }

    fn article(&mut self, article: Article) {
        self.articles.push((None, article));
    }

    fn end(&mut self, path: &Path, result: Result<Summary, super::ImportError>) -> Result<ControlFlow<()>, StoreError> {
        let mut report = std::mem::take(&mut self.current);
        path.clone_into(&mut report.path);
        match result {
            Ok(summary) => {
                report.bytes = summary.bytes;
                report.warnings = summary.warnings.iter().map(ToString::to_string).collect();
            }
            Err(error) => report.error = Some(error.to_string()),
        }
        self.bytes += report.bytes;
        let index = self.files.len();
        self.articles.iter_mut().filter(|(file, _)| file.is_none()).for_each(|(file, _)| *file = Some(index));
        self.files.push(report);
        let full = self.articles.len() >= BATCH || self.files.len() >= BATCH || self.bytes >= BATCH_BYTES;
        if full { self.flush() } else { Ok(ControlFlow::Continue(())) }
    }

    /// Keeps what has been read, and tells of the files that are complete.
    fn flush(&mut self) -> Result<ControlFlow<()>, StoreError> {
        let alone = |index: usize| self.articles.iter().filter(|(file, _)| *file == Some(index)).count() == 1;
        // A file is known by its name only if it is one article and was not partly kept before.
        let paths: Vec<Option<&Path>> = (0..self.files.len())
            .map(|index| {
                let file = &self.files[index];
                let whole = file.added + file.updated + file.unchanged == 0 && alone(index);
                whole.then(|| file.path.strip_prefix(&self.root).unwrap_or(&file.path))
            })
            .collect();
        let arrivals: Vec<Arrival<'_>> = self
            .articles
            .iter()
            .map(|(file, article)| Arrival { article, path: file.and_then(|index| paths[index]) })
            .collect();
        let outcome = self.library.put(self.source, &arrivals, self.now)?;
        for ((file, _), (id, change)) in self.articles.iter().zip(&outcome.changes) {
            let report = file.map_or(&mut self.current, |index| &mut self.files[index]);
            report.articles.push(*id);
            match change {
                Change::Added => report.added += 1,
                Change::Updated => report.updated += 1,
                Change::Unchanged => report.unchanged += 1,
            }
        }
        self.articles.clear();
        self.bytes = 0;
        for report in std::mem::take(&mut self.files) {
            if (self.tell)(Told::File(&report)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}
