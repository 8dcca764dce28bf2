//! What an article must have, as far as the index can tell.

use super::set::Set;
use super::{
    grams,
    grams::{Gram, IN_TITLE},
};
use crate::search::{
    matching::respelled,
    query::{Condition, Terms, What, Word},
};

/// A condition on articles. The index answers it with every article that meets it and perhaps some more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing: every article will do.
    Nothing,
    /// This text, however it is written there.
    Text(String),
    /// All of these.
    All(Vec<Need>),
    /// One of these at least.
    Any(Vec<Need>),
}

impl From<&Terms> for Need {
    /// What the index can tell of these terms. The rest is for whoever reads the candidates.
    fn from(terms: &Terms) -> Need {
        let word = |word: &Word| {
            if word.pinyin {
                return Need::Nothing;
            }
            Need::Any(std::iter::once(&word.text).chain(&word.also).cloned().map(Need::Text).collect())
        };
        let condition = |condition: &Condition| match &condition.what {
            What::Word(it) | What::Title(it) if !condition.excluded => word(it),
            _ => Need::Nothing,
        };
        Need::All(terms.iter().map(|term| Need::Any(term.any.iter().map(condition).collect())).collect())
    }
}

/// A need with its texts taken apart into grams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lookup {
    Nothing,
    Grams(Vec<Gram>),
    All(Vec<Lookup>),
    Any(Vec<Lookup>),
}

impl Lookup {
    pub(super) fn new(need: &Need) -> Lookup {
        match need {
            Need::Nothing => Lookup::Nothing,
            Need::Text(text) => {
                let one = |text: &str| match grams::of_word(text) {
                    grams if grams.is_empty() => Lookup::Nothing,
                    grams => Lookup::Grams(grams),
                };
                match respelled(text).as_slice() {
                    [] => one(text),
                    others => Lookup::Any(std::iter::once(one(text)).chain(others.iter().map(|it| one(it))).collect()),
                }
            }
            Need::All(needs) => Lookup::All(needs.iter().map(Lookup::new).collect()),
            Need::Any(needs) => Lookup::Any(needs.iter().map(Lookup::new).collect()),
        }
    }

    /// The same, in the title.
    pub(super) fn in_title(&self) -> Lookup {
        match self {
            Lookup::Nothing => Lookup::Nothing,
            Lookup::Grams(grams) => Lookup::Grams(grams.iter().map(|gram| gram | IN_TITLE).collect()),
            Lookup::All(parts) => Lookup::All(parts.iter().map(Lookup::in_title).collect()),
            Lookup::Any(parts) => Lookup::Any(parts.iter().map(Lookup::in_title).collect()),
        }
    }

    /// Whether it says anything at all.
    pub(super) fn narrows(&self) -> bool {
        match self {
            Lookup::Nothing => false,
            Lookup::Grams(_) => true,
            Lookup::All(parts) => parts.iter().any(Lookup::narrows),
            Lookup::Any(parts) => parts.iter().all(Lookup::narrows),
        }
    }

    /// Whether something with these grams, ascending, meets it.
    pub(super) fn is_met(&self, by: &[Gram]) -> bool {
        match self {
            Lookup::Nothing => true,
            Lookup::Grams(grams) => grams.iter().all(|gram| by.binary_search(gram).is_ok()),
            Lookup::All(parts) => parts.iter().all(|part| part.is_met(by)),
            Lookup::Any(parts) => parts.iter().any(|part| part.is_met(by)),
        }
    }

    /// Those of `count` articles that meet it, where `of` knows which have a gram.
    pub(super) fn among<E>(&self, count: usize, of: &mut impl FnMut(Gram) -> Result<Set, E>) -> Result<Set, E> {
        Ok(match self {
            Lookup::Nothing => Set::full(count),
            Lookup::Grams(grams) => {
                let mut set = Set::full(count);
                for gram in grams {
                    set.intersect(&of(*gram)?);
                    if set.is_empty() {
                        break;
                    }
                }
                set
            }
            Lookup::All(parts) => {
                let mut set = Set::full(count);
                for part in parts {
                    set.intersect(&part.among(count, of)?);
                    if set.is_empty() {
                        break;
                    }
                }
                set
            }
            Lookup::Any(parts) => {
                let mut set = Set::empty(count);
                for part in parts {
                    set.unite(&part.among(count, of)?);
                }
                set
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(word: &str) -> Need {
        Need::Text(word.to_owned())
    }

    #[test]
    fn needs_are_met_as_they_read() {
        let has = |needs: &Need, held: &str| {
            let mut grams = grams::of_word(held);
            grams.sort_unstable();
            Lookup::new(needs).is_met(&grams)
        };
        assert!(has(&text("国务"), "國務院") && !has(&text("院务"), "國務院"));
        assert!(has(&Need::All(vec![text("国务"), text("务院")]), "國務院"));
        assert!(!has(&Need::All(vec![text("国务"), text("院长")]), "國務院"));
        assert!(has(&Need::Any(vec![text("国务"), text("院长")]), "國務院"));
        assert!(!has(&Need::Any(vec![]), "國務院") && has(&Need::All(vec![]), "國務院"));
        assert!(has(&text("\u{301}"), "國務院"));
        assert!(has(&text("人人"), "人々") && has(&text("パ－ティ－"), "パーティー") && !has(&text("人人"), "人民"));
    }

    #[test]
    fn only_what_narrows_is_worth_a_lookup() {
        assert!(!Lookup::new(&Need::Any(vec![text("国"), Need::Nothing])).narrows());
        assert!(Lookup::new(&Need::All(vec![text("国"), Need::Nothing])).narrows());
        assert!(!Lookup::new(&text(" ")).narrows());
    }
}
