//! Words that stand for other words: those of a configuration, and the names that other regions have for a thing.

mod candidates;
mod phrases;
pub(crate) mod regional;
mod vocabulary;

pub(crate) use candidates::CandidateWords;
pub(crate) use phrases::ConfigWords;
#[cfg(test)]
pub(crate) use phrases::source_words;
