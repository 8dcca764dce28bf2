//! Searching an article in steps, for a job that reports as it goes and can be stopped.

use std::borrow::Cow;

use super::{
    cursor::{Cursor, Step},
    query::Query,
    readings::{ReadingMatches, merge_step},
    text_match::Match,
};
use crate::{article::Article, search::StopCheck, text::Part};

/// A search through an article that stands still between steps. It is to be given the same article and query each time.
#[derive(Debug)]
pub struct Scan {
    /// The parts still to be searched, the next one last.
    parts: Vec<Part>,
    current: Option<Part>,
    cursor: Cursor,
    /// Matches in the readings of the current part.
    readings: ReadingMatches,
    done: usize,
}

impl Scan {
    /// A search that has not begun.
    #[must_use]
    pub fn new(article: &Article) -> Scan {
        Scan::over(article.parts().collect())
    }

    /// The same through some parts, in this order.
    #[must_use]
    pub fn over(mut parts: Vec<Part>) -> Scan {
        parts.reverse();
        Scan { parts, current: None, cursor: Cursor::default(), readings: ReadingMatches::default(), done: 0 }
    }

    /// Searches about `budget` bytes further and adds the matches that begin there to `found`. Says whether there is
    /// more to search.
    pub fn step(&mut self, article: &Article, query: &Query, budget: usize, found: &mut Vec<Match>) -> bool {
        self.step_through(Some(article), (|_| None, |part| article.text(part)), query, budget, found)
    }

    /// The same through other texts of the parts than the stored ones. The first function is asked for each part
    /// beforehand: where it tells bytes, nothing is in that part, and to see it took as long as searching so many.
    pub fn step_over<'t>(
        &mut self,
        texts: (impl Fn(Part) -> Option<usize>, impl Fn(Part) -> Cow<'t, str>),
        query: &Query,
        budget: usize,
        found: &mut Vec<Match>,
    ) -> bool {
        self.step_through(None, texts, query, budget, found)
    }

    /// `spoken` is the article whose readings are searched beside the texts.
    fn step_through<'t>(
        &mut self,
        spoken: Option<&Article>,
        (passed_over, text_of): (impl Fn(Part) -> Option<usize>, impl Fn(Part) -> Cow<'t, str>),
        query: &Query,
        budget: usize,
        found: &mut Vec<Match>,
    ) -> bool {
        let mut left = budget.max(1);
        while left > 0 {
            let Some(part) = self.current else {
                self.current = self.parts.pop();
                self.cursor = Cursor::default();
                let Some(part) = self.current else { return false };
                if let Some(bytes) = passed_over(part) {
                    self.current = None;
                    left = left.saturating_sub(bytes.max(1));
                } else if let Some(article) = spoken {
                    self.readings = ReadingMatches::in_part(article, query, part, &StopCheck::never());
                }
                continue;
            };
            let text = text_of(part);
            let before = self.cursor.place();
            let step = self.cursor.step(query.engine(), &text, text.len(), &mut left);
            self.done += self.cursor.place() - before;
            merge_step(&mut self.readings, &step, part, found);
            if step == Step::End {
                self.current = None;
                // A part without text takes its time too.
                left -= left.min(1);
            }
        }
        self.current.is_some() || !self.parts.is_empty()
    }

    /// True if the parts from one to another, in either order, have been searched.
    #[must_use]
    pub fn has_passed(&self, one: Part, other: Part) -> bool {
        let between = one.min(other)..=one.max(other);
        !self.current.iter().chain(&self.parts).any(|part| between.contains(part))
    }

    /// Bytes searched so far.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        article::Block,
        search::matching::{Mode, article::in_article},
    };

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn steps_of_any_size_find_what_one_step_finds(
            texts in prop::collection::vec("[国國務务院 \n\u{200b}か゛が…—.\\-]{0,30}", 0..6),
            query in "[国務院が…—]{1,3}",
            budget in 0..40_usize,
        ) {
            let article = Article {
                title: "国务院".into(),
                blocks: texts.into_iter().map(Block::paragraph).collect(),
                ..Article::default()
            };
            for mode in Mode::ALL {
                let Ok(query) = Query::new(&query, mode) else { continue };
                let mut found = Vec::new();
                let mut scan = Scan::new(&article);
                let mut steps = 0;
                while scan.step(&article, &query, budget, &mut found) {
                    steps += 1;
                    prop_assert!(steps < 1000);
                }
                prop_assert_eq!(found, in_article(&article, &query).collect::<Vec<_>>());
                prop_assert!(article.parts().all(|part| scan.has_passed(part, part)));
                prop_assert_eq!(scan.done(), article.parts().map(|part| article.text(part).len()).sum::<usize>());
            }
        }
    }
}
