//! Terms of a query and their conditions, as they were typed. Nothing in here matches.

use jiff::civil::Date;

use crate::search::matching::QueryError;
use crate::text::fold::units;

/// One term: any of its alternatives will do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// Text as it was typed, with ` OR ` between alternatives.
    pub text: String,
    /// Alternatives; more than one if they were joined by OR.
    pub any: Vec<Condition>,
}

/// Condition on an article.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// True if it must not hold.
    pub excluded: bool,
    /// Kind of condition.
    pub what: ConditionKind,
}

/// Kinds of conditions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ConditionKind {
    /// A word wherever words are looked for.
    Word(Word),
    /// A word in the title.
    Title(Word),
    /// A word in the name of the source, the library's or the article's.
    Source(Word),
    /// The source with this number in the library, and no other of a similar name.
    From(i64),
    /// A word in the author's name.
    Author(Word),
    /// A word in a tag.
    Tag(Word),
    /// The language, as a BCP 47 tag or the beginning of one.
    Lang(String),
    /// A mark of the reader's.
    Is(Mark),
    /// Published on this day or later.
    After(Date),
    /// Published before this day.
    Before(Date),
}

/// Words to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Word {
    /// Text without quotes.
    pub text: String,
    /// True if it was in quotes: it is taken as it is, not for pinyin.
    pub phrase: bool,
    /// True if it is pinyin, also in bodies (`'guojia`).
    pub pinyin: bool,
    /// Words of other regions for it.
    pub also: Vec<String>,
}

/// A mark of the reader's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Unread articles.
    Unread,
    /// Read.
    Read,
    /// Articles with a star.
    Starred,
}

/// Reasons why a query makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    /// `is:` with something else behind it.
    #[error("is:{0} means nothing here: write is:unread, is:read or is:starred")]
    Mark(String),
    /// A date that is none.
    #[error("{0} is not a date: write a year, a month or a day, as in 2021, 2021-12 or 2021-12-17")]
    Date(String),
    /// A name with nothing behind it.
    #[error("{0}: needs something after it, as in {0}:{1}")]
    Missing(&'static str, &'static str),
    /// A word of which nothing is left.
    #[error("there is nothing to look for{}: type a word", quoted(.0))]
    Nothing(String),
    /// A word that cannot be looked for.
    #[error(transparent)]
    Query(QueryError),
}

/// Quotes a query in which nothing is left to look for, as far as it can be seen and is no page of text.
fn quoted(typed: &str) -> String {
    /// Characters that a sentence repeats.
    const MOST: usize = 40;
    let start: String = typed.chars().filter(|c| !c.is_control()).take(MOST).collect();
    match units(&start).next() {
        Some(_) if typed.chars().nth(MOST).is_some() => format!(" in {start}…"),
        Some(_) => format!(" in {start}"),
        None => String::new(),
    }
}
