//! A word of a query, compiled: the word however it is written, and where that is looked for its sounds.

use super::condition::{TermsError, Word};
use crate::search::{
    StopCheck,
    matching::{Mode, Query, QueryError},
    sound::may_be_sounds,
};

/// A word and what it is found by.
#[derive(Clone, Debug)]
pub struct Matcher {
    word: Word,
    query: Query,
    /// The word by its sounds, in titles and names.
    sound: Option<Query>,
}

impl Matcher {
    /// Compiles a word, with the words of other regions that it has.
    ///
    /// # Errors
    /// If nothing is left of it to search for, or it is asked for by its sounds and too long for that.
    pub(crate) fn compile(word: &Word) -> Result<Matcher, TermsError> {
        let refused = |error| match error {
            QueryError::Empty => TermsError::Nothing(word.text.clone()),
            other => TermsError::Query(other),
        };
        let by_sound = || Query::new(&word.text, Mode::Pinyin);
        if word.pinyin {
            return Ok(Matcher { word: word.clone(), query: by_sound().map_err(refused)?, sound: None });
        }
        let query = Query::also(&word.text, Mode::ScriptBlind, &word.also).map_err(refused)?;
        let sound = if !word.phrase && may_be_sounds(&word.text) { by_sound().ok() } else { None };
        Ok(Matcher { word: word.clone(), query, sound })
    }

    /// The word.
    #[must_use]
    pub fn word(&self) -> &Word {
        &self.word
    }

    /// The query for any text.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The queries for titles and names, the better one first.
    pub fn queries(&self) -> impl Iterator<Item = &Query> {
        std::iter::once(&self.query).chain(&self.sound)
    }

    /// The query by sound, whether the sound was asked for or is only possible.
    #[must_use]
    pub fn sound(&self) -> Option<&Query> {
        if self.word.pinyin { Some(&self.query) } else { self.sound.as_ref() }
    }

    /// True if the word is in a title or a name; not to be relied on once `stop` has stopped.
    #[must_use]
    pub fn is_in(&self, text: &str, stop: &StopCheck<'_>) -> bool {
        self.queries().any(|query| query.is_in_until(text, stop))
    }

    /// True if the word itself is in a text, and not only its sound.
    #[must_use]
    pub fn is_written_in(&self, text: &str, stop: &StopCheck<'_>) -> bool {
        self.query.is_in_until(text, stop)
    }
}
