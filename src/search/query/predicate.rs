//! Whether an article meets the terms of a search, where it does so first, and how well.
//!
//! Pure: the article and what is known of it in, a verdict out. Nothing in here chooses which articles are looked at.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::{
    terms::{Condition, Mark, Term, Terms, What, Word},
    word_search::WordSearch,
};
use crate::search::{
    Looks,
    matching::{Match, Mode, Query, QueryError, in_article, in_article_until},
    sound::may_be_sounds,
};
use crate::{
    article::{Article, language_tag},
    text::Part,
};

/// The terms of a search, ready to be held against articles.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    terms: Vec<Vec<Clause>>,
}

#[derive(Clone, Debug)]
struct Clause {
    excluded: bool,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// The word as it was asked for, and what else it is called.
    Word(Vec<Query>),
    Title(Vec<Query>),
    Source(Query),
    From(i64),
    Author(Query),
    Tag(Query),
    Lang(String),
    Is(Mark),
    After(Date),
    Before(Date),
}

/// What there is to judge.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The article.
    pub article: &'a Article,
    /// The tags of the language it says and of the one its text is in; empty where there is none.
    pub langs: [&'a str; 2],
    /// The title of the source it came by.
    pub source: &'a str,
    /// The number of that source.
    pub source_number: i64,
    /// The numbers and titles of the other sources that carry it.
    pub further_sources: &'a [(i64, &'a str)],
    /// Its tags.
    pub tags: &'a [String],
    /// Whether it has been read.
    pub read: bool,
    /// Whether it has a star.
    pub starred: bool,
}

/// How well an article meets the terms. The best is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank {
    /// Only by the sound of a title; anything else comes first.
    sound: bool,
    /// Parts of longer words come last, wherever they stand: a title about 发展中国家 is not about 中国.
    whole: Reverse<bool>,
    title: Reverse<bool>,
}

impl Rank {
    /// Whether it is a title or a text that has all the words, and has them as whole words or as parts of longer ones.
    #[must_use]
    pub fn new(title: bool, whole: bool) -> Rank {
        Rank { sound: false, title: Reverse(title), whole: Reverse(whole) }
    }

    /// The same, of an article that has the words only by their sounds.
    #[must_use]
    pub fn by_sound(self) -> Rank {
        Rank { sound: true, ..self }
    }

    /// Whether the title has all the words.
    #[must_use]
    pub fn in_title(self) -> bool {
        self.title.0
    }

    /// Whether each word stands for itself somewhere and is not only a part of longer ones.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.whole.0
    }
}

/// An article that meets the terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How well.
    pub rank: Rank,
    /// A match to be shown, in the text rather than in the title; none if no word was asked for.
    pub shown: Option<Match>,
    /// The word as the article writes it there.
    pub word: String,
    /// Whether that is another word than was asked for: what other regions call the same thing.
    pub other: bool,
    /// Whether that holds of any of the words.
    pub others: bool,
}

#[cfg(test)]
impl<'a> Judged<'a> {
    /// An article of which nothing else is known.
    pub(in crate::search) fn alone(article: &'a Article) -> Judged<'a> {
        Judged {
            article,
            langs: [""; 2],
            source: "",
            source_number: 1,
            further_sources: &[],
            tags: &[],
            read: false,
            starred: false,
        }
    }
}

impl Judge {
    /// Compiles the terms.
    ///
    /// # Errors
    /// If there is nothing in them to look for, or a word cannot be looked for.
    pub fn new(terms: &Terms) -> Result<Judge, QueryError> {
        Judge::until(terms, &Looks::never())
    }

    /// The same of as many terms as there is time for: who stops it asks for no verdict any more.
    ///
    /// # Errors
    /// As [`Judge::new`].
    pub fn until(terms: &Terms, looks: &Looks<'_>) -> Result<Judge, QueryError> {
        if terms.is_empty() {
            return Err(QueryError::Empty);
        }
        let compiled = in_time(terms, looks).map(|term| term.any.iter().map(Clause::new).collect());
        Ok(Judge { terms: compiled.collect::<Result<_, _>>()? })
    }

    /// The same for titles alone, with the words that may be sounds (`guojia`, `gjtjj`) taken for such; nothing if none
    /// may. Of as many terms as there is time for.
    #[must_use]
    pub fn by_sound(terms: &Terms, looks: &Looks<'_>) -> Option<Judge> {
        let mut any = false;
        let mut sounded = |condition: &Condition| {
            let mut condition = condition.clone();
            if let What::Word(word) | What::Title(word) = &mut condition.what
                && !condition.excluded
                && !word.phrase
                && (word.pinyin || may_be_sounds(&word.text))
            {
                any = true;
                condition.what = What::Title(Word { pinyin: true, also: Vec::new(), ..word.clone() });
            }
            Clause::new(&condition)
        };
        let terms = in_time(terms, looks).map(|term| term.any.iter().map(&mut sounded).collect());
        let terms = terms.collect::<Result<_, _>>();
        terms.ok().filter(|_| any).map(|terms| Judge { terms })
    }

    /// Whether a title has a word that only titles are looked for in: a quick look before an article is judged.
    #[must_use]
    pub fn may_be_titled(&self, title: &str, looks: &Looks<'_>) -> bool {
        self.terms.iter().flatten().any(|clause| match &clause.kind {
            Kind::Title(queries) if !clause.excluded => queries.iter().any(|query| has(query, Some(title), looks)),
            _ => false,
        })
    }

    /// Holds an article against the terms; nothing if it does not meet them. Without words a match is whole only if
    /// marks or other writing stand on both its sides. Where the search is stopped meanwhile, the verdict is worth
    /// nothing.
    #[must_use]
    pub fn judge(&self, judged: &Judged<'_>, looks: &Looks<'_>) -> Option<Verdict> {
        let mut verdict =
            Verdict { rank: Rank::new(true, true), shown: None, word: String::new(), other: false, others: false };
        let mut asked = false;
        for term in &self.terms {
            let best = term.iter().filter_map(|clause| clause.judge(judged, looks)).min_by_key(|met| met.0)?;
            if let Some((shown, other)) = best.1 {
                asked = true;
                verdict.others |= other;
                verdict.rank = verdict.rank.max(best.0);
                if verdict.shown.as_ref().is_none_or(|known| known.part == Part::Title && shown.part != Part::Title) {
                    (verdict.shown, verdict.other) = (Some(shown), other);
                }
            }
        }
        if let Some(shown) = &verdict.shown {
            let text = judged.article.text(shown.part);
            text.get(shown.range.clone()).unwrap_or_default().clone_into(&mut verdict.word);
        }
        if !asked {
            verdict.rank = Rank::new(false, false);
        }
        Some(verdict)
    }

    /// Whether one asks for what sounds so in texts too.
    #[must_use]
    pub fn asks_sounds(&self) -> bool {
        self.queries().any(|query| query.mode() == Mode::Pinyin)
    }

    /// Whether an article's language makes a difference.
    #[must_use]
    pub fn asks_languages(&self) -> bool {
        self.terms.iter().flatten().any(|clause| matches!(clause.kind, Kind::Lang(_)))
    }

    /// Whether an article's tags make a difference.
    #[must_use]
    pub fn asks_tags(&self) -> bool {
        self.terms.iter().flatten().any(|clause| matches!(clause.kind, Kind::Tag(_)))
    }

    /// Whether the sources that carry an article make a difference.
    #[must_use]
    pub fn asks_sources(&self) -> bool {
        self.terms.iter().flatten().any(|clause| matches!(clause.kind, Kind::Source(_) | Kind::From(_)))
    }

    /// What is looked for: every word that must be there, under each of its names.
    pub fn queries(&self) -> impl Iterator<Item = &Query> {
        self.words().flatten()
    }

    /// The same, word by word: first as it was asked for, then what else it is called.
    fn words(&self) -> impl Iterator<Item = &[Query]> {
        self.terms.iter().flatten().filter(|clause| !clause.excluded).map(|clause| match &clause.kind {
            Kind::Word(queries) | Kind::Title(queries) => queries.as_slice(),
            _ => &[],
        })
    }

    /// Every match of what is looked for, in reading order.
    #[must_use]
    pub fn matches(&self, article: &Article) -> Vec<Match> {
        let other = |found: Match| Match { kind: crate::search::matching::query::Kind::OtherWord, ..found };
        let mut matches: Vec<Match> = Vec::new();
        for queries in self.words() {
            let mut queries = queries.iter();
            matches.extend(queries.next().into_iter().flat_map(|asked| in_article(article, asked)));
            matches.extend(queries.flat_map(|query| in_article(article, query)).map(other));
        }
        matches.sort_by_key(|found| (found.place(), found.range.end));
        matches.dedup();
        matches
    }
}

impl Clause {
    fn new(condition: &Condition) -> Result<Clause, QueryError> {
        let mode = |word: &Word| if word.pinyin { Mode::Pinyin } else { Mode::ScriptBlind };
        let one = |word: &Word| Query::new(&word.text, mode(word));
        let all = |word: &Word| {
            let also = word.also.iter().filter_map(|other| Query::new(other, Mode::ScriptBlind).ok());
            Ok(std::iter::once(one(word)?).chain(also).collect())
        };
        let kind = match &condition.what {
            What::Word(word) => Kind::Word(all(word)?),
            What::Title(word) => Kind::Title(all(word)?),
            What::Source(word) => Kind::Source(one(word)?),
            What::From(number) => Kind::From(*number),
            What::Author(word) => Kind::Author(one(word)?),
            What::Tag(word) => Kind::Tag(one(word)?),
            What::Lang(tag) => Kind::Lang(tag.to_lowercase()),
            What::Is(mark) => Kind::Is(*mark),
            What::After(date) => Kind::After(*date),
            What::Before(date) => Kind::Before(*date),
        };
        Ok(Clause { excluded: condition.excluded, kind })
    }

    /// How well it is met, and where, if it is.
    fn judge(&self, judged: &Judged<'_>, looks: &Looks<'_>) -> Option<Met> {
        let has = |query: &Query, text: Option<&str>| has(query, text, looks);
        let looked = WordSearch { article: judged.article, looks };
        let met = match &self.kind {
            Kind::Word(queries) if !self.excluded => {
                return best(queries, |query, other| looked.anywhere(query, other));
            }
            Kind::Title(queries) if !self.excluded => {
                return best(queries, |query, other| looked.in_title(query, other));
            }
            Kind::Word(queries) => {
                queries.iter().any(|query| in_article_until(judged.article, query, looks).next().is_some())
            }
            Kind::Title(queries) => queries.iter().any(|query| has(query, Some(&judged.article.title))),
            Kind::Source(query) => {
                has(query, Some(judged.source))
                    || has(query, judged.article.source.as_deref())
                    || judged.further_sources.iter().any(|(_, title)| has(query, Some(title)))
            }
            Kind::From(number) => {
                judged.source_number == *number || judged.further_sources.iter().any(|(other, _)| other == number)
            }
            Kind::Author(query) => has(query, judged.article.author.as_deref()),
            Kind::Tag(query) => judged.tags.iter().any(|tag| has(query, Some(tag))),
            Kind::Lang(range) => judged.langs.iter().any(|lang| language_tag::is_in(lang, range)),
            Kind::Is(Mark::Read) => judged.read,
            Kind::Is(Mark::Unread) => !judged.read,
            Kind::Is(Mark::Starred) => judged.starred,
            Kind::After(date) => judged.article.published.as_ref().is_some_and(|at| at.civil().date() >= *date),
            Kind::Before(date) => judged.article.published.as_ref().is_some_and(|at| at.civil().date() < *date),
        };
        (met != self.excluded).then_some((Rank::new(true, true), None))
    }
}

/// The terms that are compiled before it is stopped.
fn in_time<'a>(terms: &'a Terms, looks: &'a Looks<'_>) -> impl Iterator<Item = &'a Term> {
    terms.iter().take_while(|term| looks.go_on_after(COMPILED * term.any.len()))
}

fn has(query: &Query, text: Option<&str>, looks: &Looks<'_>) -> bool {
    text.is_some_and(|text| query.is_in_until(text, looks))
}

/// How well something is met, and where, if it is a word.
/// The flag says that it is another region's word.
type Met = (Rank, Option<(Match, bool)>);

/// The best way in which one of the names of a thing is met; of equals by the first, which is the one asked for.
fn best(names: &[Query], look: impl Fn(&Query, bool) -> Option<(Rank, Match)>) -> Option<Met> {
    let met = names.iter().enumerate().filter_map(|(index, query)| Some((index, look(query, index > 0)?)));
    met.min_by_key(|(_, (rank, _))| *rank).map(|(index, (rank, found))| (rank, Some((found, index > 0))))
}

/// Bytes of work for a condition that is compiled.
const COMPILED: usize = 16 << 10;
