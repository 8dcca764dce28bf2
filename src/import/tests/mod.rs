//! Files as they lie on a disk, and their way into the library.

mod file;
mod left_out;
mod library;
mod reparse;
mod stop;

use std::{ops::ControlFlow, path::Path};

use super::{
    error::ImportError,
    file::{
        options::{Options, Summary},
        read_with,
    },
};
use crate::{article::Article, text::StopCheck};

/// The articles of one file, and the report on it.
#[derive(Debug)]
struct Imported {
    articles: Vec<Article>,
    summary: Summary,
}

/// Reads a file at once.
fn read_file(path: &Path, options: &Options) -> Result<Imported, ImportError> {
    let mut articles = Vec::new();
    let summary = read_with(path, options, &StopCheck::never(), &mut |incoming, _| {
        articles.push(incoming.article);
        ControlFlow::Continue(())
    })?;
    Ok(Imported { articles, summary })
}
