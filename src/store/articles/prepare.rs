//! The work on an arrival that needs no library: its hashes, its details, its packed source. A thread that reads files
//! can spare the one that writes them.

use super::arrival::Arrival;
use super::details;
use super::identity::{Hashes, hashes_or_stop};
use super::source::PackedSource;

/// An arrival's hashes, and the packed forms of what is written beside its text.
#[derive(Clone, Debug)]
pub struct PreparedArticle {
    pub(in crate::store) hashes: Hashes,
    pub(in crate::store) details: Option<Vec<u8>>,
    pub(in crate::store) source: Option<PackedSource>,
}

impl PreparedArticle {
    /// About how many bytes of memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.details.as_ref().map_or(0, Vec::len) + self.source.as_ref().map_or(0, PackedSource::bytes)
    }
}

/// Prepares an arrival, and asks `go_on` once in every mebibyte of text.
pub(crate) fn prepare<E>(
    arrival: &Arrival<'_>,
    go_on: &mut dyn FnMut() -> Result<(), E>,
) -> Result<PreparedArticle, E> {
    Ok(PreparedArticle {
        hashes: hashes_or_stop(arrival.article, go_on)?,
        details: details::pack(&arrival.article.blocks),
        source: arrival.source.map(|source| PackedSource::pack(source, arrival.article)),
    })
}
