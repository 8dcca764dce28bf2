//! The query language: what a person types is parsed to terms, terms are compiled to a predicate, and a predicate is
//! evaluated over what is known of articles.

mod article_view;
mod condition;
mod matcher;
mod parse;
mod predicate;
mod score;
mod terms;
mod tests;

#[cfg(test)]
pub(crate) use article_view::KnownFacts;
pub use article_view::{ArticleView, Facts};
pub use condition::{Condition, ConditionKind, Mark, Term, TermsError, Word};
pub use matcher::Matcher;
pub use predicate::{Answer, NeededWord, Predicate, View};
pub use score::{ArticleMatch, Score};
pub use terms::Terms;
