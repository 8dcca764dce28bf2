//! What is searched for in an article, and the means for it.

use crate::search::matching::{Mode, Query, QueryError};

/// What is searched for.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// As it was typed.
    pub text: String,
    /// How literally it is taken.
    pub mode: Mode,
    /// What other regions call it.
    pub others: Vec<String>,
    /// Words that are wanted as well as the first.
    pub more: Vec<String>,
    /// Whether others are known from where it was asked for, and not to be looked up.
    pub is_given: bool,
}

impl Sought {
    /// Every word that is wanted.
    pub fn wanted(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.text).chain(&self.more).map(String::as_str)
    }

    /// Bytes searched at once; at the speed of each way to search a few milliseconds.
    pub fn slice(&self) -> usize {
        match self.mode.of(&self.text) {
            // Every other word is looked at again.
            Mode::ScriptBlind if !self.others.is_empty() => 512 << 10,
            Mode::ScriptBlind | Mode::Exact => 2 << 20,
            Mode::Pinyin => 1 << 20,
            // Every match is looked at again, or an expression reads further than it finds.
            Mode::Whole | Mode::Regex => 256 << 10,
        }
    }

    /// The query for it.
    ///
    /// # Errors
    /// As [`Query`] says of what was typed.
    pub fn query(&self) -> Result<Query, QueryError> {
        if self.more.is_empty() {
            Query::typed(&self.text, self.mode, &self.others)
        } else {
            Query::any(&self.wanted().collect::<Vec<_>>(), &self.others)
        }
    }
}
