//! The predicate of a query: the one evaluator of terms.
//!
//! It reads a [`View`], which knows one article, or a whole list in columns. So the list, the library
//! search and the command line differ in what they know of an article and in nothing else.

use jiff::civil::Date;

use super::{
    condition::{Condition, ConditionKind, Mark, TermsError},
    matcher::Matcher,
    terms::Terms,
};
use crate::search::{
    StopCheck,
    matching::{Cursor, Match, Query, TextMatch, in_article},
};
use crate::{article::Article, text::Part};

/// Bytes of a title in which matches are highlighted. No screen shows more of one.
const MAX_HIGHLIGHTED_BYTES: usize = 64 << 10;

/// Cost of compiling one condition, in bytes of work.
const COMPILE_COST: usize = 16 << 10;

/// Compiled terms; an article must meet each of them. Without terms every article does.
#[derive(Clone, Debug, Default)]
pub struct Predicate {
    terms: Vec<Vec<Clause>>,
}

/// A compiled condition.
#[derive(Clone, Debug)]
struct Clause {
    excluded: bool,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    Word(Matcher),
    Title(Matcher),
    Source(Matcher),
    SourceNumber(i64),
    Author(Matcher),
    Tag(Matcher),
    Language(String),
    Mark(Mark),
    After(Date),
    Before(Date),
}

/// An answer that a view gives: yes or no, a score, or a set of rows.
pub trait Answer: Sized {
    /// True if it is no for every article.
    fn is_none(&self) -> bool;
    /// The better of two answers.
    #[must_use]
    fn or(self, other: Self) -> Self;
    /// The worse of two answers.
    #[must_use]
    fn and(self, other: Self) -> Self;
    /// Yes for no, and no for yes.
    #[must_use]
    fn not(self) -> Self;
    /// The same answer without a score: of a condition on a field, which says nothing about how well a word is met.
    #[must_use]
    fn plain(self) -> Self {
        self
    }
}

/// Articles that a predicate is evaluated over.
///
/// `found` is what the word has been found in so far: what is better already need not be looked at. An answer may be
/// anything for the articles that the last [`View::narrow`] left out.
pub trait View {
    /// Answer for all its articles.
    type Answer: Answer;
    /// Error when it cannot answer.
    type Error;

    /// No for every article.
    fn none(&self) -> Self::Answer;
    /// Yes for every article.
    fn all(&self) -> Self::Answer;
    /// Leaves out the articles that have not met the terms before.
    fn narrow(&mut self, _met: &Self::Answer) {}

    /// A word in the title, also by its sounds.
    ///
    /// # Errors
    /// If the view fails.
    fn title(&mut self, word: &Matcher, found: &Self::Answer) -> Result<Self::Answer, Self::Error>;
    /// A word in the rest of the article's text, as far as it is known.
    ///
    /// # Errors
    /// If the view fails.
    fn text(&mut self, word: &Matcher, found: &Self::Answer) -> Result<Self::Answer, Self::Error>;
    /// A word in the name of a source that carries the article, or of the paper that it names; also by its sounds.
    ///
    /// # Errors
    /// If the view fails.
    fn source(&mut self, word: &Matcher, found: &Self::Answer) -> Result<Self::Answer, Self::Error>;
    /// A word in the author's name, also by its sounds.
    ///
    /// # Errors
    /// If the view fails.
    fn author(&mut self, word: &Matcher, found: &Self::Answer) -> Result<Self::Answer, Self::Error>;
    /// A word in a tag, also by its sounds.
    ///
    /// # Errors
    /// If the view fails.
    fn tag(&mut self, word: &Matcher, found: &Self::Answer) -> Result<Self::Answer, Self::Error>;
    /// The source with a number carries the article.
    ///
    /// # Errors
    /// If the view fails.
    fn source_number(&mut self, number: i64) -> Result<Self::Answer, Self::Error>;
    /// The article is in a range of languages.
    ///
    /// # Errors
    /// If the view fails.
    fn language(&mut self, range: &str) -> Result<Self::Answer, Self::Error>;
    /// The article has a mark of the reader's.
    ///
    /// # Errors
    /// If the view fails.
    fn mark(&mut self, mark: Mark) -> Result<Self::Answer, Self::Error>;
    /// The article has a date, and that is no day before `date`.
    ///
    /// # Errors
    /// If the view fails.
    fn after(&mut self, date: Date) -> Result<Self::Answer, Self::Error>;
    /// The article has a date, and that is a day before `date`.
    ///
    /// # Errors
    /// If the view fails.
    fn before(&mut self, date: Date) -> Result<Self::Answer, Self::Error>;
}

impl Predicate {
    /// Compiles terms.
    ///
    /// # Errors
    /// If a word cannot be searched for.
    pub fn compile(terms: &Terms) -> Result<Predicate, TermsError> {
        Predicate::compile_until(terms, &StopCheck::never())
    }

    /// Compiles as many terms as there is time for. The predicate is of no use once `stop` has stopped.
    ///
    /// # Errors
    /// As for [`Predicate::compile`].
    pub fn compile_until(terms: &Terms, stop: &StopCheck<'_>) -> Result<Predicate, TermsError> {
        let in_time = terms.iter().take_while(|term| stop.go_on_after(COMPILE_COST * term.any.len()));
        let terms = in_time.map(|term| term.any.iter().map(Clause::compile).collect());
        Ok(Predicate { terms: terms.collect::<Result<_, _>>()? })
    }

    /// Evaluates the terms over a view.
    ///
    /// # Errors
    /// Those of the view.
    pub fn evaluate<V: View>(&self, view: &mut V) -> Result<V::Answer, V::Error> {
        let mut all = view.all();
        // What needs no look at a text first: that leaves fewer articles to be looked at.
        let (words, others): (Vec<_>, Vec<_>) = self.terms.iter().partition(|term| term.iter().any(Clause::is_in_text));
        for term in others.into_iter().chain(words) {
            let mut any = view.none();
            for clause in term {
                any = if clause.excluded {
                    let none = view.none();
                    any.or(clause.evaluate(view, &none)?.not())
                } else {
                    let met = clause.evaluate(view, &any)?;
                    any.or(met)
                };
            }
            all = all.and(any);
            if all.is_none() {
                break;
            }
            view.narrow(&all);
        }
        Ok(all)
    }

    /// Every match in a title of a word that must be there, from left to right; also by its sounds.
    #[must_use]
    pub fn highlights_in_title(&self, title: &str) -> Vec<TextMatch> {
        highlights(title, self.words().flat_map(Matcher::queries))
    }

    /// Every match in another text of a word that must be there; by its sounds if it is a query by sound.
    #[must_use]
    pub fn highlights_in_text(&self, text: &str) -> Vec<TextMatch> {
        highlights(text, self.words().map(Matcher::query))
    }

    /// The words that must be there, without those asked for by their sounds, and the other regions' words for them.
    #[must_use]
    pub fn written_words(&self) -> (Vec<String>, Vec<String>) {
        let words = || self.words().map(Matcher::word).filter(|word| !word.pinyin);
        (words().map(|word| word.text.clone()).collect(), words().flat_map(|word| word.also.clone()).collect())
    }

    /// Every match in an article of a word that must be there, in reading order. A word that is written nowhere in it is
    /// looked for in the title and the byline by its sounds.
    #[must_use]
    pub fn matches(&self, article: &Article) -> Vec<Match> {
        let mut matches: Vec<Match> = Vec::new();
        for clause in self.clauses() {
            let (word, parts): (_, fn(&Match) -> bool) = match &clause.test {
                Test::Word(word) => (word, |_| true),
                Test::Title(word) => (word, |found| found.part == Part::Title),
                _ => continue,
            };
            let before = matches.len();
            matches.extend(in_article(article, word.query()).filter(parts));
            if matches.len() == before
                && let Some(sound) = word.sound()
            {
                let heads = |found: &Match| matches!(found.part, Part::Title | Part::Byline) && parts(found);
                matches.extend(in_article(article, sound).filter(heads));
            }
        }
        matches.sort_by_key(|found| (found.place(), found.range.end));
        matches.dedup();
        matches
    }

    /// True if a word is asked for by its sounds, in texts as well.
    #[must_use]
    pub fn asks_sounds(&self) -> bool {
        self.words().any(|word| word.word().pinyin)
    }

    /// The words that are looked for by their sounds.
    pub fn sounds(&self) -> impl Iterator<Item = &Query> {
        self.words().filter_map(Matcher::sound)
    }

    /// Needed words of each term, of which an article must have one; nothing if it may meet the term without any.
    pub fn needed_words<'p>(&'p self) -> impl Iterator<Item = Option<Vec<NeededWord<'p>>>> {
        self.terms.iter().map(|term| {
            let needed = |clause: &'p Clause| match (&clause.test, clause.excluded) {
                (Test::Word(word), false) => Some(NeededWord { word, only_in_title: false }),
                (Test::Title(word), false) => Some(NeededWord { word, only_in_title: true }),
                _ => None,
            };
            term.iter().map(needed).collect()
        })
    }

    /// The conditions that must hold.
    fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.terms.iter().flatten().filter(|clause| !clause.excluded)
    }

    /// The words that must be there.
    fn words(&self) -> impl Iterator<Item = &Matcher> {
        self.clauses().filter_map(|clause| match &clause.test {
            Test::Word(word) | Test::Title(word) => Some(word),
            _ => None,
        })
    }
}

/// A word that an article must have to meet a term.
#[derive(Clone, Copy, Debug)]
pub struct NeededWord<'p> {
    /// The word.
    pub word: &'p Matcher,
    /// True if it counts in titles only.
    pub only_in_title: bool,
}

impl Clause {
    fn compile(condition: &Condition) -> Result<Clause, TermsError> {
        let test = match &condition.what {
            ConditionKind::Word(word) => Test::Word(Matcher::compile(word)?),
            ConditionKind::Title(word) => Test::Title(Matcher::compile(word)?),
            ConditionKind::Source(word) => Test::Source(Matcher::compile(word)?),
            ConditionKind::From(number) => Test::SourceNumber(*number),
            ConditionKind::Author(word) => Test::Author(Matcher::compile(word)?),
            ConditionKind::Tag(word) => Test::Tag(Matcher::compile(word)?),
            ConditionKind::Lang(range) => Test::Language(range.to_lowercase()),
            ConditionKind::Is(mark) => Test::Mark(*mark),
            ConditionKind::After(date) => Test::After(*date),
            ConditionKind::Before(date) => Test::Before(*date),
        };
        Ok(Clause { excluded: condition.excluded, test })
    }

    /// True if texts have to be looked through for it.
    fn is_in_text(&self) -> bool {
        matches!(self.test, Test::Word(_) | Test::Title(_))
    }

    /// The answer of a view, were the condition not excluded.
    fn evaluate<V: View>(&self, view: &mut V, found: &V::Answer) -> Result<V::Answer, V::Error> {
        match &self.test {
            Test::Word(word) => Clause::ask_for_word(word, view),
            Test::Title(word) => view.title(word, found),
            Test::Source(word) => Ok(view.source(word, found)?.plain()),
            Test::Author(word) => Ok(view.author(word, found)?.plain()),
            Test::Tag(word) => Ok(view.tag(word, found)?.plain()),
            Test::SourceNumber(number) => view.source_number(*number),
            Test::Language(range) => view.language(range),
            Test::Mark(mark) => view.mark(*mark),
            Test::After(date) => view.after(*date),
            Test::Before(date) => view.before(*date),
        }
    }

    /// A word counts wherever it stands.
    fn ask_for_word<V: View>(word: &Matcher, view: &mut V) -> Result<V::Answer, V::Error> {
        let none = view.none();
        let mut found = view.title(word, &none)?;
        for field in [V::text, V::source, V::author, V::tag] {
            let more = field(view, word, &found)?;
            found = found.or(more);
        }
        Ok(found)
    }
}

/// The matches of queries in a text, each range once.
fn highlights<'q>(text: &str, queries: impl Iterator<Item = &'q Query>) -> Vec<TextMatch> {
    let mut all: Vec<TextMatch> = Vec::new();
    for query in queries {
        let mut cursor = Cursor::default();
        all.extend(std::iter::from_fn(|| {
            cursor.next(query.engine(), text, MAX_HIGHLIGHTED_BYTES, &StopCheck::never())
        }));
    }
    all.sort_by_key(|found| (found.range.start, found.range.end));
    all.dedup_by(|one, other| one.range == other.range);
    all
}
