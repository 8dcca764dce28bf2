//! Bytes to text: the encodings of East Asian news, declared or detected, and files that are no text at all.
//!
//! Nothing in here knows an article or reads a file.

mod binary;
mod choice;
mod declared;
mod decode;
mod detect;
mod fitness;
mod label;
mod stream;
mod syllables;

#[cfg(test)]
mod tests;

pub(crate) use binary::{has_too_many_controls, magic};
pub(crate) use choice::{EncodingChoice, EncodingEvidence, choose_for_text};
pub(crate) use declared::choose_for_markup;
pub(crate) use decode::DecodingLoss;
pub(crate) use decode::{decode_as, decode_markup, decode_within};
pub(crate) use label::{Label, UnknownEncoding};
pub(crate) use stream::StreamDecoder;
