//! The stored words that may be shown as text in which a query is found.
//!
//! Where other words are shown than are stored, a query may be a part of a shown word or reach into it. Converting a whole
//! article to see that takes long; searching it for the stored words does not.

use std::collections::HashMap;

/// Stored words whose shown form shares its beginning, middle or end with a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CandidateWords {
    by_first: HashMap<char, Vec<String>>,
}

impl CandidateWords {
    /// The stored words of pairs, each with its folded shown word, that overlap with a folded query.
    pub(in crate::script) fn meeting<'w>(
        words: impl Iterator<Item = &'w (String, String)>,
        query: &str,
    ) -> CandidateWords {
        let mut candidates = CandidateWords::default();
        for (stored, _) in words.filter(|(_, shown)| overlaps(shown, query)) {
            if let Some(first) = stored.chars().next() {
                candidates.by_first.entry(first).or_default().push(stored.clone());
            }
        }
        candidates
    }

    /// The words of both.
    #[must_use]
    pub(crate) fn and(mut self, other: CandidateWords) -> CandidateWords {
        for (first, words) in other.by_first {
            self.by_first.entry(first).or_default().extend(words);
        }
        self
    }

    /// True if a stored text contains one of the words.
    #[must_use]
    pub(crate) fn is_in(&self, stored: &str) -> bool {
        !self.by_first.is_empty()
            && stored.char_indices().any(|(at, c)| {
                let words = self.by_first.get(&c).map_or(&[][..], Vec::as_slice);
                words.iter().any(|word| stored.get(at..).is_some_and(|rest| rest.starts_with(word.as_str())))
            })
    }
}

/// True if a query can lie in a text so that it covers a part of the word.
fn overlaps(word: &str, query: &str) -> bool {
    let ends = |text: &str| text.char_indices().map(|(at, _)| at).skip(1).collect::<Vec<_>>();
    word.contains(query)
        || query.contains(word)
        || ends(query).into_iter().any(|cut| word.ends_with(&query[..cut]) || word.starts_with(&query[cut..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_a_query_reaches_into_are_looked_for_where_they_are_stored() {
        let words =
            [("内存", "记忆体"), ("出租车", "计程车"), ("软件", "软体")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        for (query, stored, expected) in [
            ("忆", "他的内存", true),
            ("记忆体", "他的内存", true),
            ("大记忆体条", "他的内存", true),
            ("大记", "他的内存", true),
            ("体条", "他的内存", true),
            ("体条", "软件", true),
            ("体条", "内 存", false),
            ("忆大", "他的内存", false),
            ("内存", "他的内存", false),
            ("车", "出租车", true),
            ("车", "火车", false),
            ("", "内存", true),
        ] {
            assert_eq!(CandidateWords::meeting(words.iter(), query).is_in(stored), expected, "{query} {stored}");
        }
        let both =
            CandidateWords::meeting(words[..1].iter(), "体").and(CandidateWords::meeting(words[1..].iter(), "体"));
        assert_eq!(both, CandidateWords::meeting(words.iter(), "体"));
    }
}
