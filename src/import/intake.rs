//! Articles on their way into one source: gathered to batches, stored, and only then reported.

use std::{
    ops::{ControlFlow, Range},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{
    error::ImportError,
    event::{FileReport, ImportEvent, OnEvent},
    file::options::Summary,
    readers::{OutcomeSink, ReadArticle, ReadOutcome},
    stamp::Stamped,
};
use crate::{
    article::{Article, KeptState, LeftOut, LeftOutKind},
    store::{
        ArticleId, Library, SourceId, StoreError,
        articles::{Arrival, ArrivalOutcome, PreparedArticle},
        sources::{FileStamp, ReadFile},
    },
};

/// Limit of the articles of one transaction. Fewer make an import slow, more make others wait.
const BATCH: usize = 512;

/// Limit of the bytes of articles of one transaction, about.
const BATCH_BYTES: usize = 4 << 20;

/// The same for large imports: each transaction writes the pages of the indexes by hash anew, and nearly all of
/// them once it holds some hundreds of articles.
const LARGE_BATCH: usize = 4096;
const LARGE_BATCH_BYTES: usize = 16 << 20;

/// Limit of the files that wait to be reported.
const MAX_FILES: usize = 4096;

/// Limit of the article numbers in the report on a file; the rest are only counted.
const MAX_NUMBERS: usize = 1024;

/// Articles on their way into one source.
pub(super) struct Intake<'a, 't> {
    library: &'a mut Library,
    source: SourceId,
    root: PathBuf,
    pub(super) now: Timestamp,
    on_event: &'a mut OnEvent<'t>,
    /// Articles and bytes of a full batch.
    batch: (usize, usize),
    articles: Vec<(Article, Option<KeptState>)>,
    prepared: Vec<PreparedArticle>,
    bytes: usize,
    /// Files that are complete and not reported yet.
    files: Vec<File>,
    /// The file being read.
    current: File,
    /// The stamp by which it is remembered, if it is.
    stamp: Option<(FileStamp, String)>,
    /// True if files of the source were remembered at the beginning.
    remembers: bool,
}

/// A file, with its articles that are not stored yet.
#[derive(Default)]
struct File {
    report: FileReport,
    /// The range of its articles among those that are gathered.
    articles: Range<usize>,
    remember: Option<(FileStamp, String)>,
}

impl<'a, 't> Intake<'a, 't> {
    pub(super) fn new(
        library: &'a mut Library,
        source: SourceId,
        root: PathBuf,
        now: Timestamp,
        on_event: &'a mut OnEvent<'t>,
    ) -> Intake<'a, 't> {
        Intake {
            library,
            source,
            root,
            now,
            on_event,
            batch: (BATCH, BATCH_BYTES),
            articles: Vec::new(),
            prepared: Vec::new(),
            bytes: 0,
            files: Vec::new(),
            current: File::default(),
            stamp: None,
            remembers: true,
        }
    }

    /// Prepares for a large import: large batches, and no look-up of files if none can be known.
    pub(super) fn expect_much(&mut self) -> Result<(), StoreError> {
        self.batch = (LARGE_BATCH, LARGE_BATCH_BYTES);
        self.remembers = self.library.known_files().count(self.source)? > 0;
        Ok(())
    }

    /// The report on a file that is as it was when it was last read in this way.
    pub(super) fn known(
        &self,
        path: &Path,
        stamped: Option<&Stamped>,
        read_as: &str,
    ) -> Result<Option<FileReport>, StoreError> {
        let Some(Stamped { stamp, .. }) = stamped.filter(|_| self.remembers) else {
            return Ok(None);
        };
        let known = self.library.known_files().find(self.source, inside(&self.root, path), stamp, read_as)?;
        Ok(known.map(|known| FileReport {
            path: path.to_owned(),
            bytes: stamp.size,
            unchanged: known.articles,
            articles: known.article.into_iter().collect(),
            ..FileReport::default()
        }))
    }

    /// Adds a file that was not read.
    pub(super) fn push_known(&mut self, report: FileReport) -> Result<ControlFlow<()>, StoreError> {
        let here = self.articles.len();
        self.files.push(File { report, articles: here..here, remember: None });
        self.flush_if_full()
    }

    /// Sets the stamp by which the next file is remembered if there is no warning on it.
    pub(super) fn begin(&mut self, stamp: Option<(FileStamp, String)>) {
        self.stamp = stamp;
    }

    pub(super) fn article(&mut self, read: ReadArticle) -> Result<ControlFlow<()>, StoreError> {
        // A batch can be a long file's for many seconds. Its articles that are not stored are read again.
        if self.check_stop().is_break() {
            return Ok(ControlFlow::Break(()));
        }
        self.articles.push((read.article, read.kept));
        self.prepared.push(read.prepared);
        self.bytes += read.bytes;
        self.flush_if_full()
    }

    pub(super) fn end(
        &mut self,
        path: &Path,
        result: Result<Summary, ImportError>,
    ) -> Result<ControlFlow<()>, StoreError> {
        let mut file = std::mem::take(&mut self.current);
        file.articles.end = self.articles.len();
        self.current.articles.start = self.articles.len();
        path.clone_into(&mut file.report.path);
        let stamp = self.stamp.take();
        match result {
            Ok(summary) => {
                file.report.bytes = summary.bytes;
                file.report.warnings = summary.warnings.iter().map(ToString::to_string).collect();
                file.report.left_out = summary.left_out;
                file.remember = stamp.filter(|_| summary.warnings.is_empty());
            }
            Err(error) => {
                let what =
                    if file.articles.is_empty() && file.earlier() == 0 { LeftOutKind::File } else { LeftOutKind::Rest };
                file.report.left_out.push(LeftOut::count(what, 1).at(&path.display()));
                file.report.error = Some(error.to_string());
            }
        }
        self.files.push(file);
        self.flush_if_full()
    }

    fn flush_if_full(&mut self) -> Result<ControlFlow<()>, StoreError> {
        let (articles, bytes) = self.batch;
        let full = self.articles.len() >= articles || self.bytes >= bytes || self.files.len() >= MAX_FILES;
        if full { self.flush() } else { Ok(ControlFlow::Continue(())) }
    }

    /// Stores the articles so far, and reports the files that are complete.
    pub(super) fn flush(&mut self) -> Result<ControlFlow<()>, StoreError> {
        self.current.articles.end = self.articles.len();
        if !self.articles.is_empty() || self.files.iter().any(|file| file.remember.is_some()) {
            self.store()?;
        }
        let articles = self.articles.len();
        self.articles.clear();
        self.prepared.clear();
        self.bytes = 0;
        self.current.articles = 0..0;
        for file in self.files.drain(..) {
            if (self.on_event)(ImportEvent::File(&file.report)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok((self.on_event)(ImportEvent::Kept { articles }))
    }

    fn store(&mut self) -> Result<(), StoreError> {
        let mut arrivals: Vec<Arrival<'_>> = self
            .articles
            .iter()
            .map(|(article, kept)| Arrival { kept: kept.as_ref(), ..Arrival::from(article) })
            .collect();
        let mut remembered = Vec::new();
        for file in &self.files {
            let path = inside(&self.root, &file.report.path);
            // A file is known by its name only if it is one article and was not partly kept before.
            if file.articles.len() == 1 && file.earlier() == 0 {
                arrivals[file.articles.start].path = Some(path);
            }
            if let Some((stamp, read_as)) = &file.remember {
                let (stamp, arrivals, earlier) = (*stamp, file.articles.clone(), file.earlier());
                remembered.push(ReadFile { path, stamp, read_as, arrivals, earlier });
            }
        }
        let outcome =
            self.library.articles().insert_files(self.source, &arrivals, &self.prepared, &remembered, self.now)?;
        for file in self.files.iter_mut().chain([&mut self.current]) {
            file.count(&outcome.changes[file.articles.clone()]);
        }
        Ok(())
    }
}

impl OutcomeSink<StoreError> for Intake<'_, '_> {
    fn take(&mut self, path: &Path, reading: ReadOutcome) -> Result<ControlFlow<()>, StoreError> {
        match reading {
            ReadOutcome::Article(read) => self.article(*read),
            ReadOutcome::End(result) => self.end(path, result),
        }
    }

    fn check_stop(&mut self) -> ControlFlow<()> {
        (self.on_event)(ImportEvent::Waiting)
    }
}

impl File {
    /// The number of its articles that were stored in batches before.
    fn earlier(&self) -> usize {
        self.report.added + self.report.updated + self.report.unchanged
    }

    fn count(&mut self, changes: &[(ArticleId, ArrivalOutcome)]) {
        for (id, change) in changes {
            if *change != ArrivalOutcome::Dropped && self.report.articles.len() < MAX_NUMBERS {
                self.report.articles.push(*id);
            }
            self.report.count(*change);
        }
    }
}

/// A file's path inside the folder of its source.
fn inside<'p>(root: &Path, path: &'p Path) -> &'p Path {
    path.strip_prefix(root).unwrap_or(path)
}
