//! Bytes to text: the encodings of East Asian news, declared or detected, and files that are no text at all.
//!
//! Nothing in here knows an article or reads a file.

pub(crate) mod binary;
pub(crate) mod declared;
pub(crate) mod decode;
mod detect;
mod label;

#[cfg(test)]
mod tests;

pub(crate) use binary::magic;
pub use decode::Lost;
pub use label::{Label, UnknownEncoding};
