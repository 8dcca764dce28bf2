//! Finding words in one text or one article, however they were written. Pure: text in, byte ranges out.
//!
//! A [`Query`] is compiled once and knows its mode; [`in_article`] and [`Scan`] walk an article with it; [`snippet()`]
//! shows a match among its neighbours. Nothing in here reads a file, asks the library or knows a screen.

mod article;
mod candidates;
mod characters;
mod cluster;
mod cursor;
mod edges;
mod folded;
mod judge;
mod kana;
mod keywords;
mod korean;
mod looks;
mod pattern;
mod pinyin;
mod query;
mod respelled;
mod romaji;
mod scan;
mod segment;
mod sieve;
mod snippet;
mod sound;
mod sounds;
mod terms;
mod terms_read;
mod wanted;
mod word_search;
mod zhuyin;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod judge_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod sound_cases;
#[cfg(test)]
mod spelling_cases;

pub(crate) use candidates::Sifted;

pub use article::{Match, in_article};
pub use cursor::Matches;
pub use judge::{Judge, Judged, Rank, Verdict};
pub use keywords::{Keyword, first_word};
pub use looks::{Looks, STRETCH};
pub use query::{Found, Kind, Mode, Query, QueryError};
pub use respelled::respelled;
pub use scan::Scan;
pub use segment::{WordTable, Words};
pub use snippet::{Snippet, snippet};
pub use terms::{Condition, Mark, Term, Terms, TermsError, What, Word};
pub use wanted::{Check, Wanted};
