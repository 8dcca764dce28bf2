//! Responses, with the validators for a later request.

use super::{address::Address, cut::Cut, large::LargeBodyPermit};

/// Validators of a document (RFC 9110, section 8.8) and the address that sent them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The address; no other is sent them.
    pub address: String,
    /// `ETag`, as it came.
    pub etag: Option<String>,
    /// `Last-Modified`, as it came.
    pub modified: Option<String>,
}

/// A body that is too long to be held, as it comes.
pub(crate) struct LongBody<'a> {
    /// Its address.
    pub(crate) address: &'a Address,
    /// `Content-Type`.
    pub(crate) content_type: Option<&'a str>,
    /// Its beginning.
    pub(crate) head: Vec<u8>,
    /// The bytes behind it.
    pub(crate) rest: &'a mut dyn std::io::Read,
}

/// Takes a body that is too long to be held. False if it takes none; then the response is an error.
pub(crate) type OnLong<'a> = dyn FnMut(LongBody<'_>) -> bool + 'a;

/// The answer to a request, after all redirects.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Response {
    /// The status, never one of a redirect.
    pub(crate) status: u16,
    /// The last address of all redirects.
    pub(crate) address: Address,
    /// The address to which the document has moved permanently.
    pub(crate) moved: Option<Address>,
    /// `Content-Type`.
    pub(crate) content_type: Option<String>,
    /// `Retry-After`.
    pub(crate) retry_after: Option<String>,
    pub(crate) validators: Option<Validators>,
    /// The decoded body of a status 200 to 299.
    pub(crate) body: Vec<u8>,
    /// The cut, if the body ends early.
    pub(crate) cut: Option<Cut>,
    /// Permission to hold a large body, to be kept as long as the body or anything made of it.
    pub(crate) large: Option<LargeBodyPermit>,
}
