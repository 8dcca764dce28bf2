//! Kinds of documents that requests ask for, and what follows from the kind.

use super::body::MAX_BODY_BYTES;

/// Limit of the bytes of a picture.
const MAX_PICTURE_BYTES: usize = 20 << 20;

/// The kind of document that a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accept {
    /// A feed, or a page that names one.
    Feed,
    /// A page.
    Page,
    /// A picture.
    Picture,
}

impl Accept {
    /// Limit of a body of this kind.
    pub(super) fn max_bytes(self) -> usize {
        match self {
            Accept::Feed | Accept::Page => MAX_BODY_BYTES,
            Accept::Picture => MAX_PICTURE_BYTES,
        }
    }

    /// The value of the `Accept` header.
    pub(super) fn header(self) -> &'static str {
        match self {
            Accept::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, \
                 application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.7, */*;q=0.5"
            }
            Accept::Page => "text/html, application/xhtml+xml, */*;q=0.5",
            // Servers that choose by this header send nothing newer.
            Accept::Picture => "image/jpeg, image/png, image/webp, image/gif, */*;q=0.1",
        }
    }
}
