//! Articles on their way into one source: gathered to batches, kept, and only then told of.

use std::{
    ops::{ControlFlow, Range},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{
    error::ImportError,
    file::Summary,
    library::{FileReport, ImportEvent, OnEvent},
    readers::{HashedArticle, OutcomeSink, ReadOutcome},
    stamp::Stamped,
};
use crate::{
    article::{Article, LeftOut, LeftOutKind},
    store::{
        ArticleId, Library, SourceId, StoreError,
        articles::{Arrival, Change, identity::Hashes},
        sources::{FileStamp, ReadFile},
    },
};

/// Articles that are kept in one transaction at the most. Fewer make an import slow, more make others wait.
const BATCH: usize = 512;

/// Bytes of articles that are kept in one transaction, about.
const BATCH_BYTES: usize = 4 << 20;

/// The same where much comes in: each transaction writes the pages of the indexes by hash anew, and nearly all of
/// them once it holds some hundreds of articles.
const LARGE_BATCH: usize = 4096;
const LARGE_BATCH_BYTES: usize = 16 << 20;

/// Files that are told of at once at the most.
const MAX_FILES: usize = 4096;

/// The numbers of articles that are kept of one file; of a longer one the rest is only counted.
const MAX_NUMBERS: usize = 1024;

/// Articles on their way into one source.
pub(super) struct Intake<'a, 't> {
    library: &'a mut Library,
    source: SourceId,
    root: PathBuf,
    pub(super) now: Timestamp,
    tell: &'a mut OnEvent<'t>,
    /// How many articles, and how many bytes of them, make a batch.
    batch: (usize, usize),
    articles: Vec<Article>,
    hashes: Vec<Hashes>,
    bytes: usize,
    /// Files that are complete, and not told of.
    files: Vec<File>,
    /// The file being read.
    current: File,
    /// How it is to be remembered, if it is.
    stamp: Option<(FileStamp, String)>,
    /// Whether files of the source were remembered at the beginning.
    remembers: bool,
}

/// A file, with what of it is not kept yet.
#[derive(Default)]
struct File {
    report: FileReport,
    /// Which of the articles that are gathered are its.
    articles: Range<usize>,
    remember: Option<(FileStamp, String)>,
}

impl<'a, 't> Intake<'a, 't> {
    pub(super) fn new(
        library: &'a mut Library,
        source: SourceId,
        root: PathBuf,
        now: Timestamp,
        tell: &'a mut OnEvent<'t>,
    ) -> Intake<'a, 't> {
        Intake {
            library,
            source,
            root,
            now,
            tell,
            batch: (BATCH, BATCH_BYTES),
            articles: Vec::new(),
            hashes: Vec::new(),
            bytes: 0,
            files: Vec::new(),
            current: File::default(),
            stamp: None,
            remembers: true,
        }
    }

    /// Makes large batches, since much comes in, and asks after no file if none can be known.
    pub(super) fn expect_much(&mut self) -> Result<(), StoreError> {
        self.batch = (LARGE_BATCH, LARGE_BATCH_BYTES);
        self.remembers = self.library.sources().count_known_files(self.source)? > 0;
        Ok(())
    }

    /// What is to be told of a file that is as it was when it was last read in this way.
    pub(super) fn known(
        &self,
        path: &Path,
        stamped: Option<&Stamped>,
        read_as: &str,
    ) -> Result<Option<FileReport>, StoreError> {
        let Some(Stamped { stamp, .. }) = stamped.filter(|_| self.remembers) else {
            return Ok(None);
        };
        let known = self.library.sources().known_file(self.source, inside(&self.root, path), stamp, read_as)?;
        Ok(known.map(|known| FileReport {
            path: path.to_owned(),
            bytes: stamp.size,
            unchanged: known.articles,
            articles: known.article.into_iter().collect(),
            ..FileReport::default()
        }))
    }

    /// Passes a file on that was not read.
    pub(super) fn pass(&mut self, report: FileReport) -> Result<ControlFlow<()>, StoreError> {
        let here = self.articles.len();
        self.files.push(File { report, articles: here..here, remember: None });
        self.flush_if_full()
    }

    /// The file that is taken next is remembered like this if there is nothing to be said about it.
    pub(super) fn begin(&mut self, stamp: Option<(FileStamp, String)>) {
        self.stamp = stamp;
    }

    pub(super) fn article(&mut self, hashed: HashedArticle) -> Result<ControlFlow<()>, StoreError> {
        // A batch can be a long file's for many seconds. What of it is not kept is read again.
        if self.check_stop().is_break() {
            return Ok(ControlFlow::Break(()));
        }
        self.articles.push(hashed.article);
        self.hashes.push(hashed.hashes);
        self.bytes += hashed.bytes;
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

    /// Keeps what has been read, and tells of the files that are complete.
    pub(super) fn flush(&mut self) -> Result<ControlFlow<()>, StoreError> {
        self.current.articles.end = self.articles.len();
        if !self.articles.is_empty() || self.files.iter().any(|file| file.remember.is_some()) {
            self.keep()?;
        }
        let articles = self.articles.len();
        self.articles.clear();
        self.hashes.clear();
        self.bytes = 0;
        self.current.articles = 0..0;
        for file in self.files.drain(..) {
            if (self.tell)(ImportEvent::File(&file.report)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok((self.tell)(ImportEvent::Kept { articles }))
    }

    fn keep(&mut self) -> Result<(), StoreError> {
        let mut arrivals: Vec<Arrival<'_>> = self.articles.iter().map(Arrival::from).collect();
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
            self.library.articles().insert_files(self.source, &arrivals, &self.hashes, &remembered, self.now)?;
        for file in self.files.iter_mut().chain([&mut self.current]) {
            file.count(&outcome.changes[file.articles.clone()]);
        }
        Ok(())
    }
}

impl OutcomeSink<StoreError> for Intake<'_, '_> {
    fn take(&mut self, path: &Path, reading: ReadOutcome) -> Result<ControlFlow<()>, StoreError> {
        match reading {
            ReadOutcome::Article(hashed) => self.article(*hashed),
            ReadOutcome::End(result) => self.end(path, result),
        }
    }

    fn check_stop(&mut self) -> ControlFlow<()> {
        (self.tell)(ImportEvent::Waiting)
    }
}

impl File {
    /// How many of its articles were kept in batches before.
    fn earlier(&self) -> usize {
        self.report.added + self.report.updated + self.report.unchanged
    }

    fn count(&mut self, changes: &[(ArticleId, Change)]) {
        for (id, change) in changes {
            if *change != Change::Dropped && self.report.articles.len() < MAX_NUMBERS {
                self.report.articles.push(*id);
            }
            match change {
                Change::Added => self.report.added += 1,
                Change::Updated => self.report.updated += 1,
                Change::Unchanged | Change::Dropped => self.report.unchanged += 1,
            }
        }
    }
}

/// A file's path inside the folder of its source.
fn inside<'p>(root: &Path, path: &'p Path) -> &'p Path {
    path.strip_prefix(root).unwrap_or(path)
}
