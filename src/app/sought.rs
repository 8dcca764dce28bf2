//! What is searched for in an article, and the means for it.

use std::sync::Arc;

use crate::search::{Mode, Query, QueryError, Words};

/// What is searched for.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// As it was typed.
    pub text: String,
    /// How literally it is taken.
    pub mode: Mode,
    /// What other regions call it.
    pub others: Vec<String>,
    /// Whether it is another word for what was asked.
    pub is_other: bool,
    /// The dictionary, once it is loaded.
    pub words: Option<Arc<Words>>,
}

impl Sought {
    /// The query for it.
    pub fn query(&self) -> Result<Query, QueryError> {
        let query = Query::typed(&self.text, self.mode, &self.others)?;
        Ok(match &self.words {
            Some(words) => query.with_words(Arc::clone(words)),
            None => query,
        })
    }
}
