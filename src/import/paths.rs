//! Many files, one after another, told step by step, so that a job can keep what comes in, report how far it is, and
//! stop at any article.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use super::{ImportError, Options, Skipped, Summary, find, read_with};
use crate::article::Article;

/// One step of an import.
// Steps live on the stack one at a time; boxing each article would cost and spare nothing.
#[allow(clippy::large_enum_variant)]
#[derive(Debug)]
pub enum Step<'a> {
    /// A folder is being searched.
    Folder(&'a Path),
    /// All paths have been searched.
    Found {
        /// How many files there are.
        files: usize,
        /// Their length together, in bytes.
        bytes: u64,
    },
    /// Something in a folder was passed over.
    Skipped(&'a Skipped),
    /// An article was read.
    Article {
        /// The file it comes from.
        path: &'a Path,
        /// It.
        article: Article,
        /// Bytes of the file read so far.
        bytes: u64,
    },
    /// A file was read to its end or could not be read, or a path could not be searched.
    End {
        /// The file or path.
        path: &'a Path,
        /// What was read, or why nothing was.
        result: Result<Summary, ImportError>,
    },
}

/// Reads all files of some paths, which can be files and folders. After a step that breaks nothing more is read.
pub fn for_each(
    paths: &[PathBuf],
    options: &Options,
    step: &mut dyn FnMut(Step) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut files = Vec::new();
    let mut bytes = 0;
    for path in paths {
        let mut stopped = false;
        let found = find(path, &mut |folder| {
            let flow = step(Step::Folder(folder));
            stopped = flow.is_break();
            flow
        });
        if stopped {
            return ControlFlow::Break(());
        }
        match found {
            Ok(found) => {
                for skipped in &found.skipped {
                    step(Step::Skipped(skipped))?;
                }
                bytes += found.bytes;
                files.extend(found.files);
            }
            Err(error) => step(Step::End { path, result: Err(error) })?,
        }
    }
    step(Step::Found { files: files.len(), bytes })?;
    for path in &files {
        let mut flow = ControlFlow::Continue(());
        let result = read_with(path, options, &mut |article, bytes| {
            flow = step(Step::Article { path, article, bytes });
            flow
        });
        flow?;
        step(Step::End { path, result })?;
    }
    ControlFlow::Continue(())
}
