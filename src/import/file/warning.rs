//! Warnings on a file that was imported, within limits: nobody reads a million of them.

use super::epub::remark::BookRemark;
use crate::{
    article::{LeftOut, LeftOutKind},
    encoding::DecodingLoss,
    feed,
    format::Remark,
    system::counted,
};

/// Limit of the warnings on one file; the rest are counted.
const MAX_WARNINGS: usize = 100;

/// A fault of a text that was imported. It quotes the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Warning {
    /// Bytes that are invalid in the encoding.
    #[error(
        "{} could not be decoded as {encoding} (the first in line {}, at byte {}) and became “\u{fffd}”; if it looks wrong, name the encoding with --encoding",
        counted(.lost.places, "place"), .lost.line, .lost.offset
    )]
    Lost {
        /// The encoding.
        encoding: &'static str,
        /// Number of the places, and the first of them.
        lost: DecodingLoss,
    },
    /// A remark on the text.
    #[error(transparent)]
    Remark(#[from] Remark),
    /// A remark on a feed.
    #[error(transparent)]
    Feed(#[from] feed::FeedRemark),
    /// A remark on a book.
    #[error(transparent)]
    Book(#[from] BookRemark),
    /// An article of a length that is not kept.
    #[error("an article of more than {} MiB was left out; split it", super::limits::MAX_TEXT_BYTES / (1024 * 1024))]
    LongArticle,
    /// A line of JSON Lines beyond `MAX_LINE_BYTES`.
    #[error("line {line} is longer than {} MiB and was left out", super::limits::MAX_LINE_BYTES / (1024 * 1024))]
    LongLine {
        /// The number of the line, from 1.
        line: usize,
    },
}

impl Warning {
    /// The part that was left out, if there is one.
    #[must_use]
    pub(crate) fn left_out(&self) -> Option<LeftOut> {
        match self {
            Warning::Lost { lost, .. } => {
                Some(LeftOut::count(LeftOutKind::Characters, lost.places).at(&format_args!("line {}", lost.line)))
            }
            Warning::Remark(remark) => remark.left_out(),
            Warning::Feed(remark) => remark.left_out(),
            Warning::Book(remark) => remark.left_out(),
            Warning::LongArticle => Some(LeftOut::count(LeftOutKind::Article, 1)),
            Warning::LongLine { line } => Some(LeftOut::count(LeftOutKind::Line, 1).at(&format_args!("line {line}"))),
        }
    }
}

/// Warnings, within limits, and all parts that were left out by them.
#[derive(Default)]
pub(crate) struct Warnings {
    kept: Vec<Warning>,
    more: usize,
    left_out: Vec<LeftOut>,
}

impl Warnings {
    pub(super) fn push(&mut self, warning: Warning) {
        if let Some(left_out) = warning.left_out() {
            left_out.add(&mut self.left_out, MAX_WARNINGS);
        }
        match warning {
            Warning::Remark(Remark::More(more)) => self.more += more,
            warning if self.kept.len() < MAX_WARNINGS => self.kept.push(warning),
            _ => self.more += 1,
        }
    }

    pub(super) fn extend(&mut self, remarks: impl IntoIterator<Item = Remark>) {
        remarks.into_iter().for_each(|remark| self.push(remark.into()));
    }

    pub(super) fn finish(mut self) -> (Vec<Warning>, Vec<LeftOut>) {
        if self.more > 0 {
            self.kept.push(Remark::More(self.more).into());
        }
        (self.kept, self.left_out)
    }
}
