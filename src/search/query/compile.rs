//! Terms made ready to be compared with articles: each condition with its compiled queries.

use super::terms::{Condition, Terms, TermsError, What, Word};
use crate::search::{
    Looks,
    matching::{Cursor, Found, Mode, Query, QueryError},
    sound::may_be_sounds,
};

/// Bytes of a title in which matches are lit. No screen shows more of one.
const LIT: usize = 64 << 10;

/// Compiled terms; an article must meet each of them.
#[derive(Clone, Debug, Default)]
pub struct Wanted(Vec<Vec<Check>>);

/// A condition and the queries that tell whether it holds; those of a word are alternatives. Conditions that are not
/// about words have none.
#[derive(Clone, Debug)]
pub struct Check {
    /// The condition.
    pub condition: Condition,
    /// What its word is found by.
    pub queries: Vec<Query>,
}

impl Wanted {
    /// Compiles terms.
    ///
    /// # Errors
    /// If a word cannot be searched for.
    pub fn new(terms: &Terms) -> Result<Wanted, TermsError> {
        let check = |condition: &Condition| {
            let queries = match &condition.what {
                What::Word(word) | What::Title(word) | What::Source(word) | What::Author(word) | What::Tag(word) => {
                    queries(word)?
                }
                What::From(_) | What::Lang(_) | What::Is(_) | What::After(_) | What::Before(_) => Vec::new(),
            };
            Ok(Check { condition: condition.clone(), queries })
        };
        let term = |term: &super::terms::Term| term.any.iter().map(check).collect();
        terms.iter().map(term).collect::<Result<_, _>>().map(Wanted)
    }

    /// What is to be lit in a title: every match of every word that is to be there, from left to right.
    #[must_use]
    pub fn lit_in_title(&self, title: &str) -> Vec<Found> {
        self.lit(title, |check| check.queries.as_slice())
    }

    /// The same in other text, where words are not looked for by their sounds unless that was asked for.
    #[must_use]
    pub fn lit_in_text(&self, text: &str) -> Vec<Found> {
        self.lit(text, |check| check.queries.get(..1).unwrap_or_default())
    }

    /// The words that are to be there, without those asked for by their sounds, and what other regions call them.
    #[must_use]
    pub fn asked(&self) -> (Vec<String>, Vec<String>) {
        let (mut words, mut others) = (Vec::new(), Vec::new());
        for check in self.0.iter().flatten().filter(|check| !check.condition.excluded) {
            if let What::Word(word) | What::Title(word) = &check.condition.what
                && !word.pinyin
            {
                words.push(word.text.clone());
                others.extend(word.also.iter().cloned());
            }
        }
        (words, others)
    }

    fn lit<'w>(&'w self, text: &str, queries: impl Fn(&'w Check) -> &'w [Query]) -> Vec<Found> {
        let checks = self.0.iter().flatten().filter(|check| check.is_in_titles() && !check.condition.excluded);
        let mut lit: Vec<Found> = Vec::new();
        for query in checks.flat_map(queries) {
            let mut cursor = Cursor::default();
            lit.extend(std::iter::from_fn(|| cursor.next(query, text, LIT, &Looks::never())));
        }
        lit.sort_by_key(|found| (found.range.start, found.range.end));
        lit.dedup_by(|one, other| one.range == other.range);
        lit
    }

    /// The terms, each as alternatives.
    pub fn terms(&self) -> impl Iterator<Item = &[Check]> {
        self.0.iter().map(Vec::as_slice)
    }
}

impl Check {
    /// Whether titles have to be looked through for it.
    #[must_use]
    pub fn is_in_titles(&self) -> bool {
        matches!(self.condition.what, What::Title(_) | What::Word(_))
    }

    /// Whether one of the queries is in a text, unless the search is stopped before; then nobody may rely on the answer.
    #[must_use]
    pub fn is_in(&self, text: &str, looks: &Looks<'_>) -> bool {
        self.queries.iter().any(|query| query.is_in_until(text, looks))
    }
}

fn queries(word: &Word) -> Result<Vec<Query>, TermsError> {
    let refused = |error| match error {
        QueryError::Empty => TermsError::Nothing(word.text.clone()),
        other => TermsError::Query(other),
    };
    let by_sound = || Query::new(&word.text, Mode::Pinyin);
    if word.pinyin {
        return Ok(vec![by_sound().map_err(refused)?]);
    }
    let mut queries = vec![Query::also(&word.text, Mode::ScriptBlind, &word.also).map_err(refused)?];
    if !word.phrase && may_be_sounds(&word.text) {
        queries.extend(by_sound());
    }
    Ok(queries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::matching::query::Kind;

    fn found(typed: &str, title: &str) -> bool {
        let wanted = Wanted::new(&Terms::read(typed).unwrap()).unwrap();
        wanted
            .terms()
            .all(|term| term.iter().any(|check| check.is_in(title, &Looks::never()) != check.condition.excluded))
    }

    #[test]
    fn words_are_found_in_titles_also_by_their_sounds() {
        for (typed, title, want) in [
            ("国务院", "國務院公布", true),
            ("gwy", "國務院公布", true),
            ("guowuyuan gongbu", "國務院公布", true),
            ("'gwy", "國務院公布", true),
            ("ㄍㄨㄛˊㄨˋㄩㄢˋ", "國務院公布", true),
            ("\"gwy\"", "國務院公布", false),
            ("\"gwy\"", "GWY said", true),
            ("'gwy", "GWY said", false),
            ("gwy", "GWY said", true),
            // One letter is no initial.
            ("g", "國務院公布", false),
            ("!gwy", "國務院公布", false),
            ("karaoke", "カラオケ大会", true),
            ("とうきょう", "Tokyo marathon", true),
            ("\"karaoke\"", "カラオケ大会", false),
            ("经济 OR gwy", "國務院公布", true),
            ("经济 OR !gwy", "國務院公布", false),
        ] {
            assert_eq!(found(typed, title), want, "{typed} in {title}");
        }
    }

    #[test]
    fn every_match_is_lit_as_what_it_is() {
        let terms = Terms::read("鼠标 gwy -天气").unwrap().with_regional(|_| vec!["滑鼠".to_owned()]);
        let wanted = Wanted::new(&terms).unwrap();
        let lit = |found: Vec<Found>, text: &str| {
            found.into_iter().map(|found| (text[found.range].to_owned(), found.kind)).collect::<Vec<_>>()
        };
        let text = "滑鼠、鼠標、國務院、天气、滑鼠";
        let other = ("滑鼠".to_owned(), Kind::OtherWord);
        let same = ("鼠標".to_owned(), Kind::Same);
        let sound = ("國務院".to_owned(), Kind::Sound);
        assert_eq!(lit(wanted.lit_in_title(text), text), [other.clone(), same.clone(), sound, other.clone()]);
        assert_eq!(lit(wanted.lit_in_text(text), text), [other.clone(), same, other]);
    }

    #[test]
    fn a_word_too_long_for_sounds_is_taken_as_it_is_and_refused_where_it_must_be_sounds() {
        let long = "guo".repeat(4000);
        assert!(found(&long, &format!("a {long}")));
        assert!(matches!(
            Wanted::new(&Terms::read(&format!("'{long}")).unwrap()),
            Err(TermsError::Query(QueryError::TooManySounds))
        ));
    }
}
