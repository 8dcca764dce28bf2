//! Terms of a query, word by word: `国务院 !疫苗 is:unread source:新华 after:2021-12`.
//!
//! A value that keeps how each term was typed, so that it can be shown and taken away. Nothing in here matches.

use jiff::civil::Date;

use super::parse;
use crate::search::matching::QueryError;
use crate::text::fold::units;

/// The terms of a request; an article must meet each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Terms(Vec<Term>);

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
    pub what: What,
}

/// Kinds of conditions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
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

impl Terms {
    /// Reads what was typed. Words are separated by spaces; `"…"` keeps words together, `!` or `-` before a term excludes
    /// it, `OR` or `|` between two terms takes either. Whatever is not understood as a name and a value is text.
    ///
    /// # Errors
    /// When a known name has a value that is none.
    pub fn read(typed: &str) -> Result<Terms, TermsError> {
        parse::read(typed).map(Terms)
    }

    /// The terms in the order they were typed.
    pub fn iter(&self) -> std::slice::Iter<'_, Term> {
        self.0.iter()
    }

    /// True if nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same without the term of this index.
    #[must_use]
    pub fn without(&self, index: usize) -> Terms {
        let mut terms = self.clone();
        if index < terms.0.len() {
            terms.0.remove(index);
        }
        terms
    }

    /// Joins these terms and others.
    #[must_use]
    pub fn and(mut self, others: Terms) -> Terms {
        for term in others.0 {
            if !self.0.contains(&term) {
                self.0.push(term);
            }
        }
        self
    }

    /// Adds a term, written as it would be typed.
    #[must_use]
    pub fn with(mut self, what: What) -> Terms {
        let text = match &what {
            What::Is(Mark::Unread) => "is:unread".to_owned(),
            What::Is(Mark::Read) => "is:read".to_owned(),
            What::Is(Mark::Starred) => "is:starred".to_owned(),
            What::Word(word) => word.text.clone(),
            What::Title(word) => format!("title:{}", word.text),
            What::Source(word) => format!("source:{}", word.text),
            What::From(number) => format!("source:#{number}"),
            What::Author(word) => format!("author:{}", word.text),
            What::Tag(word) => format!("tag:{}", word.text),
            What::Lang(tag) => format!("lang:{tag}"),
            What::After(date) => format!("after:{date}"),
            What::Before(date) => format!("before:{date}"),
        };
        self.0.push(Term { text, any: vec![Condition { excluded: false, what }] });
        self
    }

    /// Adds the condition that an article came by the source with this number, shown under its title.
    #[must_use]
    pub fn from_source(mut self, number: i64, title: &str) -> Terms {
        let any = vec![Condition { excluded: false, what: What::From(number) }];
        self.0.push(Term { text: format!("source:{title}"), any });
        self
    }

    /// Puts in for each word what other regions call it.
    #[must_use]
    pub fn with_regional(mut self, regional: impl Fn(&str) -> Vec<String>) -> Terms {
        for condition in self.0.iter_mut().flat_map(|term| &mut term.any) {
            if let What::Word(word) | What::Title(word) = &mut condition.what
                && !word.pinyin
            {
                word.also = regional(&word.text);
            }
        }
        self
    }
}

impl<'a> IntoIterator for &'a Terms {
    type Item = &'a Term;
    type IntoIter = std::slice::Iter<'a, Term>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl std::fmt::Display for Terms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, term) in self.0.iter().enumerate() {
            write!(f, "{}{}", if index > 0 { " " } else { "" }, term.text)?;
        }
        Ok(())
    }
}
