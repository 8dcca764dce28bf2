//! Score of an article, and the match to show of it, when its whole text is known.

use std::cmp::Reverse;

use super::predicate::Answer;
use crate::search::matching::{Match, MatchKind};
use crate::{article::Article, text::Part};

/// Score of an article for the words of a query. The best is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score {
    place: Place,
    /// Parts of longer words come last, wherever they stand: a title about 发展中国家 is not about 中国.
    whole: Reverse<bool>,
    title: Reverse<bool>,
}

/// Places of the words, from what counts most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Place {
    Text,
    /// A name: the source's or a tag.
    Name,
    /// Only by the sound of a title or a name.
    Sound,
}

impl Score {
    /// Score of a text that has all the words: in its title or elsewhere, as whole words or as parts of longer ones.
    #[must_use]
    pub fn new(in_title: bool, is_whole: bool) -> Score {
        Score { place: Place::Text, title: Reverse(in_title), whole: Reverse(is_whole) }
    }

    /// Score of an article of which only a source or a tag has the words.
    pub(super) fn of_name() -> Score {
        Score { place: Place::Name, ..Score::new(false, false) }
    }

    /// Score of an article that has the words only by their sounds.
    pub(super) fn by_sound(in_title: bool) -> Score {
        Score { place: Place::Sound, ..Score::new(in_title, true) }
    }

    /// True if the title has all the words.
    #[must_use]
    pub fn is_in_title(self) -> bool {
        self.title.0
    }

    /// True if each word stands for itself somewhere and is not only a part of longer ones.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.whole.0
    }

    /// True if a word matches only by its sound, though the query is not by sound.
    #[must_use]
    pub fn is_by_sound(self) -> bool {
        self.place == Place::Sound
    }
}

/// An article that meets a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleMatch {
    /// Score; nothing if the query has no word.
    pub score: Option<Score>,
    /// A match to be shown, in the text rather than in the title; none if no word is in either.
    pub shown: Option<Match>,
    /// The word as the article writes it there.
    pub word: String,
    /// True if that is another region's word for it.
    pub other: bool,
    /// True if one of the words is there only as another region's word.
    pub others: bool,
}

impl ArticleMatch {
    /// True for an article that comes behind those with the words themselves: it has them as parts of longer words, or only
    /// in the name of its source or in a tag.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.score.is_some_and(|score| !score.is_whole())
    }
}

/// Answer of one article; nothing if it does not match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scored(Option<Met>);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Met {
    score: Option<Score>,
    shown: Option<Match>,
    other: bool,
    others: bool,
}

impl Scored {
    /// Met by something that is no word.
    pub(super) fn plain_if(is_met: bool) -> Scored {
        Scored(is_met.then(Met::default))
    }

    /// Met by a word that no part of the text has.
    pub(super) fn unseen(score: Score) -> Scored {
        Scored(Some(Met { score: Some(score), ..Met::default() }))
    }

    /// Met by a word in the text; `is_other` if it is there only as another region's word.
    pub(super) fn seen(score: Score, shown: Match, is_other: bool) -> Scored {
        let other = shown.kind == MatchKind::OtherWord;
        Scored(Some(Met { score: Some(score), shown: Some(shown), other, others: is_other }))
    }

    /// Score of what has been found.
    pub(super) fn score(&self) -> Option<Score> {
        self.0.as_ref().and_then(|met| met.score)
    }

    /// The match with the word that it shows.
    pub(super) fn of(self, article: &Article) -> Option<ArticleMatch> {
        let Met { score, shown, other, others } = self.0?;
        let word = shown.as_ref().map_or_else(String::new, |shown| {
            article.text(shown.part).get(shown.range.clone()).unwrap_or_default().to_owned()
        });
        Some(ArticleMatch { score, shown, word, other, others })
    }
}

impl Answer for Scored {
    fn is_none(&self) -> bool {
        self.0.is_none()
    }

    fn or(self, other: Scored) -> Scored {
        let (Some(one), Some(two)) = (self.0.as_ref(), other.0.as_ref()) else {
            return Scored(self.0.or(other.0));
        };
        // What is met without a word could not be met better.
        let score = one.score.zip(two.score).map(|(one, two)| one.min(two));
        let (one, two) = (self.0.unwrap_or_default(), other.0.unwrap_or_default());
        let others = one.others && two.others;
        Scored(Some(Met { score, others, ..shown_of(one, two) }))
    }

    fn and(self, other: Scored) -> Scored {
        let (Some(one), Some(two)) = (self.0, other.0) else { return Scored(None) };
        let score = one.score.max(two.score);
        let others = one.others || two.others;
        Scored(Some(Met { score, others, ..shown_of(one, two) }))
    }

    fn not(self) -> Scored {
        Scored::plain_if(self.0.is_none())
    }

    fn plain(self) -> Scored {
        Scored::plain_if(self.0.is_some())
    }
}

/// Chooses the match to show: the first, unless only the other one's is in the text. The title is shown anyway.
fn shown_of(one: Met, two: Met) -> Met {
    let is_in_text = |met: &Met| met.shown.as_ref().is_some_and(|shown| shown.part != Part::Title);
    if one.shown.is_none() || (!is_in_text(&one) && is_in_text(&two)) { two } else { one }
}
