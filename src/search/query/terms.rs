//! Terms of a query, word by word: `国务院 !疫苗 is:unread source:新华 after:2021-12`.
//!
//! A value that keeps how each term was typed, so that it can be shown and taken away. Nothing in here matches.

use super::{
    condition::{Condition, ConditionKind, Mark, Term, TermsError},
    parse,
};

/// The terms of a query; an article must meet each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Terms(Vec<Term>);

impl Terms {
    /// Parses a typed query. Words are separated by spaces; `"…"` keeps words together, `!` or `-` before a term excludes
    /// it, `OR` or `|` between two terms takes either. Anything that is not a known name with a value is text.
    ///
    /// # Errors
    /// If a known name has an invalid value.
    pub fn parse(typed: &str) -> Result<Terms, TermsError> {
        parse::parse(typed).map(Terms)
    }

    /// The terms in the order they were typed.
    pub fn iter(&self) -> std::slice::Iter<'_, Term> {
        self.0.iter()
    }

    /// True if there are no terms.
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
    pub fn with(mut self, what: ConditionKind) -> Terms {
        let text = match &what {
            ConditionKind::Is(Mark::Unread) => "is:unread".to_owned(),
            ConditionKind::Is(Mark::Read) => "is:read".to_owned(),
            ConditionKind::Is(Mark::Starred) => "is:starred".to_owned(),
            ConditionKind::Word(word) => word.text.clone(),
            ConditionKind::Title(word) => format!("title:{}", word.text),
            ConditionKind::Source(word) => format!("source:{}", word.text),
            ConditionKind::From(number) => format!("source:#{number}"),
            ConditionKind::Author(word) => format!("author:{}", word.text),
            ConditionKind::Tag(word) => format!("tag:{}", word.text),
            ConditionKind::Lang(tag) => format!("lang:{tag}"),
            ConditionKind::After(date) => format!("after:{date}"),
            ConditionKind::Before(date) => format!("before:{date}"),
        };
        self.0.push(Term { text, any: vec![Condition { excluded: false, what }] });
        self
    }

    /// Adds the condition that an article came by the source with this number, shown under its title.
    #[must_use]
    pub fn from_source(mut self, number: i64, title: &str) -> Terms {
        let any = vec![Condition { excluded: false, what: ConditionKind::From(number) }];
        self.0.push(Term { text: format!("source:{title}"), any });
        self
    }

    /// Adds other regions’ words to each word.
    #[must_use]
    pub fn with_regional(mut self, regional: impl Fn(&str) -> Vec<String>) -> Terms {
        for condition in self.0.iter_mut().flat_map(|term| &mut term.any) {
            if let ConditionKind::Word(word) | ConditionKind::Title(word) = &mut condition.what
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
