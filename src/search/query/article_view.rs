//! An article that is known whole, as a predicate sees it: what it says where, and how well it does.

use jiff::civil::Date;

use super::{
    condition::Mark,
    matcher::Matcher,
    predicate::{Predicate, View},
    score::{ArticleMatch, Score, Scored},
};
use crate::search::{
    StopCheck,
    matching::{Match, MatchKind, Mode, edges, in_article_until, in_part_until},
};
use crate::{
    article::{Article, language_tag},
    text::{Part, fold::units},
};

/// Matches of one word that are looked at to tell whether one of them is a whole word.
const MAX_CHECKED_MATCHES: usize = 32;

/// Facts about one article that are not in its text, looked up when a condition asks for them.
pub trait Facts {
    /// Error when they cannot be looked up.
    type Error;

    /// Numbers and titles of the sources that carry the article, its own among them.
    ///
    /// # Errors
    /// If they cannot be looked up.
    fn sources(&self) -> Result<Vec<(i64, String)>, Self::Error>;
    /// Its tags.
    ///
    /// # Errors
    /// If they cannot be looked up.
    fn tags(&self) -> Result<Vec<String>, Self::Error>;
    /// Tags of the languages that it declares and that its text is in.
    ///
    /// # Errors
    /// If they cannot be looked up.
    fn languages(&self) -> Result<Vec<String>, Self::Error>;
    /// True if it has a mark of the reader's.
    fn has_mark(&self, mark: Mark) -> bool;
}

/// A whole article and what else is known of it.
pub struct ArticleView<'a, 's, F> {
    article: &'a Article,
    facts: &'a F,
    stop: &'a StopCheck<'s>,
}

impl<'a, 's, F: Facts> ArticleView<'a, 's, F> {
    /// A view of an article.
    pub fn new(article: &'a Article, facts: &'a F, stop: &'a StopCheck<'s>) -> ArticleView<'a, 's, F> {
        ArticleView { article, facts, stop }
    }

    /// Evaluates a query over the article; nothing if it does not meet it. Not to be relied on once the search has stopped.
    ///
    /// # Errors
    /// Those of the facts.
    pub fn matched(mut self, predicate: &Predicate) -> Result<Option<ArticleMatch>, F::Error> {
        Ok(predicate.evaluate(&mut self)?.of(self.article))
    }

    /// The answer for a word in names.
    fn named<'n>(&self, word: &Matcher, mut names: impl Iterator<Item = &'n str> + Clone) -> Scored {
        if names.clone().any(|name| word.is_written_in(name, self.stop)) {
            return Scored::unseen(Score::of_name());
        }
        if names.any(|name| word.is_in(name, self.stop)) {
            return Scored::unseen(Score::by_sound(false));
        }
        Scored::default()
    }

    /// The answer for a word in a text, of which these are the matches.
    fn seen(&self, word: &Matcher, in_title: bool, is_whole: bool, matches: impl Iterator<Item = Match>) -> Scored {
        let mut first: Option<Match> = None;
        let mut is_whole = is_whole || counts_as_whole(word);
        for found in matches.take(MAX_CHECKED_MATCHES) {
            is_whole = is_whole || edges::is_whole(&self.article.text(found.part), &found.range);
            // The word itself is shown rather than another region's.
            let is_better = |shown: &Match| shown.kind == MatchKind::OtherWord && found.kind != MatchKind::OtherWord;
            if first.as_ref().is_none_or(is_better) {
                first = Some(found);
            }
            if is_whole && first.as_ref().is_some_and(|shown| shown.kind != MatchKind::OtherWord) {
                break;
            }
        }
        let Some(shown) = first else { return Scored::default() };
        let is_other = shown.kind == MatchKind::OtherWord;
        Scored::seen(Score::new(in_title, is_whole), shown, is_other)
    }
}

/// True if a word counts as whole wherever it is, for nobody can tell: of sounds that were asked for, and of single characters, which
/// are parts of words nearly everywhere.
fn counts_as_whole(word: &Matcher) -> bool {
    word.query().mode() == Mode::Pinyin || units(word.query().text()).nth(1).is_none()
}

impl<F: Facts> View for ArticleView<'_, '_, F> {
    type Answer = Scored;
    type Error = F::Error;

    fn none(&self) -> Scored {
        Scored::default()
    }

    fn all(&self) -> Scored {
        Scored::plain_if(true)
    }

    fn title(&mut self, word: &Matcher, _: &Scored) -> Result<Scored, F::Error> {
        let found = self.seen(word, true, false, in_part_until(self.article, word.query(), Part::Title, self.stop));
        let sound = word.sound().filter(|_| found == Scored::default());
        let sound = sound.and_then(|sound| in_part_until(self.article, sound, Part::Title, self.stop).next());
        Ok(sound.map_or(found, |shown| Scored::seen(Score::by_sound(true), shown, false)))
    }

    fn text(&mut self, word: &Matcher, found: &Scored) -> Result<Scored, F::Error> {
        // Where the title has it whole, the text only has a match to show.
        let is_whole = found.score().is_some_and(Score::is_whole) && !found.score().is_some_and(Score::is_by_sound);
        let matches = in_article_until(self.article, word.query(), self.stop).filter(|found| found.part != Part::Title);
        Ok(self.seen(word, false, is_whole, matches))
    }

    fn source(&mut self, word: &Matcher, found: &Scored) -> Result<Scored, F::Error> {
        if found.score().is_some_and(|score| !score.is_by_sound()) {
            return Ok(Scored::default());
        }
        let sources = self.facts.sources()?;
        let titles = sources.iter().map(|(_, title)| title.as_str());
        Ok(self.named(word, titles.chain(self.article.source.as_deref())))
    }

    fn author(&mut self, word: &Matcher, found: &Scored) -> Result<Scored, F::Error> {
        if found.score().is_some() {
            return Ok(Scored::default());
        }
        Ok(self.named(word, self.article.author.as_deref().into_iter()))
    }

    fn tag(&mut self, word: &Matcher, found: &Scored) -> Result<Scored, F::Error> {
        if found.score().is_some_and(|score| !score.is_by_sound()) {
            return Ok(Scored::default());
        }
        let tags = self.facts.tags()?;
        Ok(self.named(word, tags.iter().map(String::as_str)))
    }

    fn source_number(&mut self, number: i64) -> Result<Scored, F::Error> {
        Ok(Scored::plain_if(self.facts.sources()?.iter().any(|(source, _)| *source == number)))
    }

    fn language(&mut self, range: &str) -> Result<Scored, F::Error> {
        Ok(Scored::plain_if(self.facts.languages()?.iter().any(|tag| language_tag::is_in(tag, range))))
    }

    fn mark(&mut self, mark: Mark) -> Result<Scored, F::Error> {
        Ok(Scored::plain_if(self.facts.has_mark(mark)))
    }

    fn after(&mut self, date: Date) -> Result<Scored, F::Error> {
        Ok(Scored::plain_if(self.article.published.as_ref().is_some_and(|at| at.civil().date() >= date)))
    }

    fn before(&mut self, date: Date) -> Result<Scored, F::Error> {
        Ok(Scored::plain_if(self.article.published.as_ref().is_some_and(|at| at.civil().date() < date)))
    }
}

/// Facts that are known beforehand.
#[cfg(test)]
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownFacts {
    pub(crate) sources: Vec<(i64, String)>,
    pub(crate) tags: Vec<String>,
    pub(crate) languages: Vec<String>,
    pub(crate) is_read: bool,
    pub(crate) is_starred: bool,
}

#[cfg(test)]
impl KnownFacts {
    /// Evaluates a query over an article with these facts.
    pub(crate) fn matched(&self, article: &Article, predicate: &Predicate) -> Option<ArticleMatch> {
        let Ok(matched) = ArticleView::new(article, self, &StopCheck::never()).matched(predicate);
        matched
    }
}

#[cfg(test)]
impl Facts for KnownFacts {
    type Error = std::convert::Infallible;

    fn sources(&self) -> Result<Vec<(i64, String)>, Self::Error> {
        Ok(self.sources.clone())
    }

    fn tags(&self) -> Result<Vec<String>, Self::Error> {
        Ok(self.tags.clone())
    }

    fn languages(&self) -> Result<Vec<String>, Self::Error> {
        Ok(self.languages.clone())
    }

    fn has_mark(&self, mark: Mark) -> bool {
        match mark {
            Mark::Read => self.is_read,
            Mark::Unread => !self.is_read,
            Mark::Starred => self.is_starred,
        }
    }
}
