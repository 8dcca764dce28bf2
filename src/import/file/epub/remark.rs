//! Remarks on a book, chapter by chapter, and the parts that were left out by them. They quote the book: sanitise them
//! before they are shown.

use crate::{
    article::{LeftOut, LeftOutKind},
    import::file::limits::{MAX_BOOK_BYTES, MAX_CHAPTER_BYTES, MAX_CHAPTERS},
    system::counted,
};

/// A remark on something in a book that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BookRemark {
    /// The order of reading names a chapter that is not there.
    #[error("the chapter {0} is not in the book and was left out")]
    Missing(String),
    /// A chapter that cannot be unpacked.
    #[error("the chapter {0} is damaged and was left out")]
    Unreadable(String),
    /// A chapter that only the programs of its seller can read.
    #[error("the chapter {0} is encrypted (DRM) and was left out; kanbao reads books without copy protection")]
    Encrypted(String),
    /// A chapter beyond the bound.
    #[error("the chapter {name} is longer than {} MiB; {} of it was left out", MAX_CHAPTER_BYTES >> 20, rest(*.left))]
    Cut {
        /// Its name.
        name: String,
        /// Bytes beyond the limit, by the archive's own account.
        left: u64,
    },
    /// A book beyond the bounds.
    #[error("the last {0} chapters were left out; a book of more than {max} MiB or {MAX_CHAPTERS} chapters is read from its beginning only", max = MAX_BOOK_BYTES >> 20)]
    TooLong(usize),
    /// Bytes of a chapter that are invalid in its encoding.
    #[error("{} in the chapter {name} could not be decoded and became “\u{fffd}”", counted(*.places, "place"))]
    Lost {
        /// The chapter.
        name: String,
        places: usize,
    },
    /// A chapter of pictures only.
    #[error("the chapter {0} has no text and is no article")]
    NoText(String),
}

impl BookRemark {
    /// The part that was left out, if there is one.
    #[must_use]
    pub(crate) fn left_out(&self) -> Option<LeftOut> {
        match self {
            BookRemark::Missing(name) | BookRemark::Unreadable(name) | BookRemark::Encrypted(name) => {
                Some(LeftOut::count(LeftOutKind::Chapter, 1).at(name))
            }
            BookRemark::Cut { name, left: 0 } => Some(LeftOut::some(LeftOutKind::Text).at(name)),
            BookRemark::Cut { name, left } => Some(LeftOut::bytes(LeftOutKind::Text, *left).at(name)),
            BookRemark::TooLong(count) => Some(LeftOut::count(LeftOutKind::Chapter, *count)),
            BookRemark::Lost { name, places } => Some(LeftOut::count(LeftOutKind::Characters, *places).at(name)),
            BookRemark::NoText(_) => None,
        }
    }
}

fn rest(bytes: u64) -> String {
    match bytes {
        0 => "the rest".to_owned(),
        bytes => format!("{bytes} bytes at the end"),
    }
}
