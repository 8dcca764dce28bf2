//! Whether an article meets the terms of a search, where it does so first, and how well.
//!
//! Pure: the article and what is known of it in, a verdict out. Nothing in here chooses which articles are looked at.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::{
    Condition, Mark, Match, Mode, Query, QueryError, Terms, What, Word, Words,
    article::{in_article, in_part},
};
use crate::{article::Article, text::Part};

/// Matches of one word that are looked at to tell whether one of them is a whole word.
const LOOKED_AT: usize = 32;

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
    /// The title of the source it came by.
    pub source: &'a str,
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
    title: Reverse<bool>,
    whole: Reverse<bool>,
}

impl Rank {
    /// Whether a title that has all the words, or a body, that has them as whole words, or as parts of longer ones.
    #[must_use]
    pub fn new(title: bool, whole: bool) -> Rank {
        Rank { title: Reverse(title), whole: Reverse(whole) }
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
    /// The word as it is found there: what was typed, or what it is called elsewhere.
    pub word: String,
}

impl Judge {
    /// Compiles the terms.
    ///
    /// # Errors
    /// If there is nothing in them to look for, or a word cannot be looked for.
    pub fn new(terms: &Terms) -> Result<Judge, QueryError> {
        if terms.is_empty() {
            return Err(QueryError::Empty);
        }
        let terms = terms.iter().map(|term| term.any.iter().map(Clause::new).collect()).collect::<Result<_, _>>()?;
        Ok(Judge { terms })
    }

    /// Holds an article against the terms; nothing if it does not meet them. Without words a match is whole only if
    /// marks or other writing stand on both its sides.
    #[must_use]
    pub fn judge(&self, judged: &Judged<'_>, words: Option<&Words>) -> Option<Verdict> {
        let mut verdict = Verdict { rank: Rank::new(true, true), shown: None, word: String::new() };
        let mut asked = false;
        for term in &self.terms {
            let best = term.iter().filter_map(|clause| clause.judge(judged, words)).min_by_key(|met| met.0)?;
            if let Some((query, shown)) = best.1 {
                asked = true;
                verdict.rank = verdict.rank.max(best.0);
                if verdict.shown.as_ref().is_none_or(|known| known.part == Part::Title && shown.part != Part::Title) {
                    (verdict.shown, verdict.word) = (Some(shown), query.text().to_owned());
                }
            }
        }
        if !asked {
            verdict.rank = Rank::new(false, false);
        }
        Some(verdict)
    }

    /// Whether an article's tags make a difference.
    #[must_use]
    pub fn asks_tags(&self) -> bool {
        self.terms.iter().flatten().any(|clause| matches!(clause.kind, Kind::Tag(_)))
    }

    /// What is looked for: every word that must be there, under each of its names.
    pub fn queries(&self) -> impl Iterator<Item = &Query> {
        self.terms.iter().flatten().filter(|clause| !clause.excluded).flat_map(|clause| match &clause.kind {
            Kind::Word(queries) | Kind::Title(queries) => queries.as_slice(),
            _ => &[],
        })
    }

    /// Every match of what is looked for, in reading order.
    #[must_use]
    pub fn matches(&self, article: &Article) -> Vec<Match> {
        let mut matches: Vec<Match> = self.queries().flat_map(|query| in_article(article, query)).collect();
        matches.sort_by_key(|found| (found.place(), found.range.end));
        matches.dedup();
        matches
    }
}

impl Clause {
    fn new(condition: &Condition) -> Result<Clause, QueryError> {
        let one = |word: &Word| Query::new(&word.text, Mode::ScriptBlind);
        let all = |word: &Word| {
            let also = word.also.iter().filter_map(|other| Query::new(other, Mode::ScriptBlind).ok());
            Ok(std::iter::once(one(word)?).chain(also).collect())
        };
        let kind = match &condition.what {
            What::Word(word) => Kind::Word(all(word)?),
            What::Title(word) => Kind::Title(all(word)?),
            What::Source(word) => Kind::Source(one(word)?),
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
    fn judge(&self, judged: &Judged<'_>, words: Option<&Words>) -> Option<(Rank, Option<(&Query, Match)>)> {
        let met = match &self.kind {
            Kind::Word(queries) if !self.excluded => {
                return queries.iter().filter_map(|query| look(judged.article, query, words)).min_by_key(|met| met.0);
            }
            Kind::Title(queries) if !self.excluded => {
                return queries
                    .iter()
                    .filter_map(|query| look_in_title(judged.article, query, words))
                    .min_by_key(|met| met.0);
            }
            Kind::Word(queries) => queries.iter().any(|query| in_article(judged.article, query).next().is_some()),
            Kind::Title(queries) => queries.iter().any(|query| has(query, Some(&judged.article.title))),
            Kind::Source(query) => has(query, Some(judged.source)) || has(query, judged.article.source.as_deref()),
            Kind::Author(query) => has(query, judged.article.author.as_deref()),
            Kind::Tag(query) => judged.tags.iter().any(|tag| has(query, Some(tag))),
            Kind::Lang(tag) => judged.article.lang.as_deref().is_some_and(|lang| {
                let lang = lang.to_lowercase();
                lang.strip_prefix(tag.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            }),
            Kind::Is(Mark::Read) => judged.read,
            Kind::Is(Mark::Unread) => !judged.read,
            Kind::Is(Mark::Starred) => judged.starred,
            Kind::After(date) => judged.article.published.as_ref().is_some_and(|at| at.civil().date() >= *date),
            Kind::Before(date) => judged.article.published.as_ref().is_some_and(|at| at.civil().date() < *date),
        };
        (met != self.excluded).then_some((Rank::new(true, true), None))
    }
}

fn has(query: &Query, text: Option<&str>) -> bool {
    text.is_some_and(|text| query.find_at(text, 0).is_some())
}

type Met<'q> = (Rank, Option<(&'q Query, Match)>);

fn look_in_title<'q>(article: &Article, query: &'q Query, words: Option<&Words>) -> Option<Met<'q>> {
    let first = in_part(article, query, Part::Title, 0).next()?;
    let whole = in_part(article, query, Part::Title, 0).take(LOOKED_AT).any(|found| is_whole(article, &found, words));
    Some((Rank::new(true, whole), Some((query, first))))
}

/// How well a word is met by the title and, for the match to show, by the rest.
fn look<'q>(article: &Article, query: &'q Query, words: Option<&Words>) -> Option<Met<'q>> {
    let title = look_in_title(article, query, words);
    let behind = || in_article(article, query).filter(|found| found.part != Part::Title);
    let Some(first) = behind().next() else { return title };
    let rank = match &title {
        Some((rank, _)) => *rank,
        None => Rank::new(false, behind().take(LOOKED_AT).any(|found| is_whole(article, &found, words))),
    };
    Some((rank, Some((query, first))))
}

fn is_whole(article: &Article, found: &Match, words: Option<&Words>) -> bool {
    let text = article.text(found.part);
    match words {
        Some(words) => words.is_whole(&text, &found.range),
        None => {
            let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let before = text.get(..found.range.start).and_then(|text| text.chars().next_back());
            let after = text.get(found.range.end..).and_then(|text| text.chars().next());
            !joins(before) && !joins(after)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, Published};

    fn article(title: &str, body: &str) -> Article {
        Article { title: title.into(), blocks: vec![Block::paragraph(body)], ..Article::default() }
    }

    fn judge(typed: &str, article: &Article) -> Option<Verdict> {
        let judged = Judged { article, source: "人民网", tags: &["要闻".to_owned()], read: true, starred: false };
        Judge::new(&Terms::read(typed).unwrap()).unwrap().judge(&judged, None)
    }

    #[test]
    fn titles_come_before_bodies_and_whole_words_before_parts() {
        let best = judge("中国", &article("“中国”", "")).unwrap().rank;
        let part = judge("中国", &article("发展中国家", "“中国”")).unwrap().rank;
        let body = judge("中国", &article("天气", "说“中国”。")).unwrap().rank;
        let least = judge("中国", &article("天气", "发展中国家")).unwrap().rank;
        assert!(best < part && part < body && body < least);
        // The least of several words decides.
        let both = judge("中国 天气", &article("“天气”", "发展中国家")).unwrap().rank;
        assert_eq!(both, least);
    }

    #[test]
    fn jieba_tells_words_from_parts() {
        let words = Words::load();
        let rank = |text: &str| {
            let article = article("", text);
            let judged = Judged { article: &article, source: "", tags: &[], read: false, starred: false };
            Judge::new(&Terms::read("中国").unwrap()).unwrap().judge(&judged, Some(&words)).unwrap().rank
        };
        assert_eq!(
            (rank("今天中国经济增长"), rank("广大发展中国家")),
            (Rank::new(false, true), Rank::new(false, false))
        );
        assert!(rank("發展中國家與中國經濟").is_whole());
    }

    #[test]
    fn every_term_is_held_against_the_article() {
        let mut article = article("國務院公告", "疫苗今日發布");
        article.lang = Some("zh-Hant-TW".into());
        article.author = Some("王小明".into());
        article.published = Published::parse("2021-12-17 15:30");
        for (typed, met) in [
            ("国务院 疫苗", true),
            ("国务院 -疫苗", false),
            ("总理 OR 疫苗", true),
            ("总理 | 首相", false),
            ("\"今日发布\" is:read", true),
            ("疫苗 is:unread", false),
            ("疫苗 is:starred", false),
            ("source:人民 lang:zh", true),
            ("lang:zh-Hant author:王", true),
            ("lang:z", false),
            ("tag:要", true),
            ("after:2021-12-17 before:2022", true),
            ("after:2021-12-18", false),
            ("title:疫苗", false),
            ("title:国务院 !天气", true),
            ("!国务院", false),
        ] {
            assert_eq!(judge(typed, &article).is_some(), met, "{typed}");
        }
    }

    #[test]
    fn what_is_shown_is_in_the_text_where_it_can_be() {
        let verdict = judge("国务院", &article("國務院", "据国务院说")).unwrap();
        assert_eq!(verdict.shown, Some(Match { part: Part::Body(0), range: 3..12, kind: crate::search::Kind::Same }));
        assert_eq!(judge("国务院", &article("國務院", "")).unwrap().shown.unwrap().part, Part::Title);
        assert_eq!(judge("is:read", &article("國務院", "")).unwrap().shown, None);
        assert_eq!(Judge::new(&Terms::read("  ").unwrap()).err(), Some(QueryError::Empty));
    }
}
