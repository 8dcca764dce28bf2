//! Gram queries: Boolean expressions over grams, which the index answers with every article that may meet a search.

use super::{
    grams,
    grams::{Gram, IN_TITLE},
};
use crate::search::{matching::other_spellings, query::Matcher};
use crate::store::bit_set::BitSet;

/// A condition on articles. The index answers it with every article that meets it and perhaps some more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GramQuery {
    /// Every article.
    All,
    /// The articles that have all of these grams.
    Grams(Vec<Gram>),
    /// The articles with these numbers, ascending.
    Articles(Vec<i64>),
    /// The articles that meet all of these.
    And(Vec<GramQuery>),
    /// The articles that meet one of these at least.
    Or(Vec<GramQuery>),
}

/// A leaf of a gram query.
#[derive(Clone, Copy, Debug)]
pub(super) enum Leaf<'q> {
    Gram(Gram),
    Articles(&'q [i64]),
}

impl GramQuery {
    /// The articles with this text, however it is written there.
    #[must_use]
    pub fn text(text: &str) -> GramQuery {
        let one = |text: &str| match grams::of_word(text) {
            grams if grams.is_empty() => GramQuery::All,
            grams => GramQuery::Grams(grams),
        };
        // 人々 in a text has no gram of 人人, so each spelling is looked up.
        match other_spellings(text).as_slice() {
            [] => one(text),
            others => GramQuery::Or(std::iter::once(one(text)).chain(others.iter().map(|it| one(it))).collect()),
        }
    }

    /// The articles with a word or another region's word for it; all articles if it is asked for by its sounds, which
    /// the index does not know.
    #[must_use]
    pub fn word(word: &Matcher) -> GramQuery {
        let word = word.word();
        if word.pinyin {
            return GramQuery::All;
        }
        GramQuery::Or(std::iter::once(&word.text).chain(&word.also).map(|text| GramQuery::text(text)).collect())
    }

    /// The same, in the title.
    pub(super) fn in_title(&self) -> GramQuery {
        match self {
            GramQuery::All => GramQuery::All,
            GramQuery::Grams(grams) => GramQuery::Grams(grams.iter().map(|gram| gram | IN_TITLE).collect()),
            // They are known for what is not in the title.
            GramQuery::Articles(_) => GramQuery::Or(Vec::new()),
            GramQuery::And(parts) => GramQuery::And(parts.iter().map(GramQuery::in_title).collect()),
            GramQuery::Or(parts) => GramQuery::Or(parts.iter().map(GramQuery::in_title).collect()),
        }
    }

    /// True if it rules anything out.
    pub(super) fn is_selective(&self) -> bool {
        match self {
            GramQuery::All => false,
            GramQuery::Grams(_) | GramQuery::Articles(_) => true,
            GramQuery::And(parts) => parts.iter().any(GramQuery::is_selective),
            GramQuery::Or(parts) => parts.iter().all(GramQuery::is_selective),
        }
    }

    /// True if something with these grams, ascending, meets it.
    pub(super) fn is_met(&self, by: &[Gram]) -> bool {
        match self {
            GramQuery::All => true,
            GramQuery::Grams(grams) => grams.iter().all(|gram| by.binary_search(gram).is_ok()),
            GramQuery::Articles(_) => false,
            GramQuery::And(parts) => parts.iter().all(|part| part.is_met(by)),
            GramQuery::Or(parts) => parts.iter().any(|part| part.is_met(by)),
        }
    }

    /// Evaluates the query for `count` articles, where `of` knows which meet a leaf.
    pub(super) fn among<E>(
        &self,
        count: usize,
        of: &mut impl FnMut(Leaf<'_>) -> Result<BitSet, E>,
    ) -> Result<BitSet, E> {
        let mut set = BitSet::full(count);
        match self {
            GramQuery::All => {}
            GramQuery::Articles(ids) => set = of(Leaf::Articles(ids))?,
            GramQuery::Grams(grams) => {
                for gram in grams {
                    set.intersect(&of(Leaf::Gram(*gram))?);
                    if set.is_empty() {
                        break;
                    }
                }
            }
            GramQuery::And(parts) => {
                for part in parts {
                    set.intersect(&part.among(count, of)?);
                    if set.is_empty() {
                        break;
                    }
                }
            }
            GramQuery::Or(parts) => {
                set = BitSet::empty(count);
                for part in parts {
                    set.unite(&part.among(count, of)?);
                }
            }
        }
        Ok(set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_met_as_they_read() {
        let text = GramQuery::text;
        let has = |query: &GramQuery, held: &str| {
            let mut grams = grams::of_word(held);
            grams.sort_unstable();
            query.is_met(&grams)
        };
        assert!(has(&text("国务"), "國務院") && !has(&text("院务"), "國務院"));
        assert!(has(&GramQuery::And(vec![text("国务"), text("务院")]), "國務院"));
        assert!(!has(&GramQuery::And(vec![text("国务"), text("院长")]), "國務院"));
        assert!(has(&GramQuery::Or(vec![text("国务"), text("院长")]), "國務院"));
        assert!(!has(&GramQuery::Or(vec![]), "國務院") && has(&GramQuery::And(vec![]), "國務院"));
        assert!(has(&text("\u{301}"), "國務院"));
        assert!(has(&text("人人"), "人々") && has(&text("パ－ティ－"), "パーティー") && !has(&text("人人"), "人民"));
    }

    #[test]
    fn only_what_narrows_is_worth_a_lookup() {
        let text = GramQuery::text;
        assert!(!GramQuery::Or(vec![text("国"), GramQuery::All]).is_selective());
        assert!(GramQuery::And(vec![text("国"), GramQuery::All]).is_selective());
        assert!(!text(" ").is_selective());
    }
}
