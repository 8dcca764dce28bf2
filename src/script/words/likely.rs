//! Which stored texts may be shown with a word that a query has to do with. Where other words are shown than are stored,
//! a query may be a part of one, or reach into it; converting a whole article to see that takes long, looking for the
//! stored words does not.

use std::collections::HashMap;

/// Stored words that are shown as others which share a beginning, a middle or an end with a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likely {
    by_first: HashMap<char, Vec<String>>,
}

impl Likely {
    /// Of pairs of a stored word and the folded word that is shown for it, those that a folded query may meet.
    pub(in crate::script) fn of<'w>(words: impl Iterator<Item = &'w (String, String)>, query: &str) -> Likely {
        let mut likely = Likely::default();
        for (stored, _) in words.filter(|(_, shown)| meet(shown, query)) {
            if let Some(first) = stored.chars().next() {
                likely.by_first.entry(first).or_default().push(stored.clone());
            }
        }
        likely
    }

    /// The words of both.
    #[must_use]
    pub fn and(mut self, other: Likely) -> Likely {
        for (first, words) in other.by_first {
            self.by_first.entry(first).or_default().extend(words);
        }
        self
    }

    /// Whether one of the words is in a stored text.
    #[must_use]
    pub fn is_in(&self, stored: &str) -> bool {
        !self.by_first.is_empty()
            && stored.char_indices().any(|(at, c)| {
                let words = self.by_first.get(&c).map_or(&[][..], Vec::as_slice);
                words.iter().any(|word| stored.get(at..).is_some_and(|rest| rest.starts_with(word.as_str())))
            })
    }
}

/// Whether a query can lie in a text so that it covers a part of a word of it.
fn meet(word: &str, query: &str) -> bool {
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
        for (query, stored, want) in [
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
            assert_eq!(Likely::of(words.iter(), query).is_in(stored), want, "{query} {stored}");
        }
        let both = Likely::of(words[..1].iter(), "体").and(Likely::of(words[1..].iter(), "体"));
        assert_eq!(both, Likely::of(words.iter(), "体"));
    }
}
