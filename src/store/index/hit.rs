//! A search result as a list shows it.

use std::cmp::Reverse;
use std::ops::Range;

use super::{candidates::Candidate, related::Related};
use crate::search::{
    matching::Match,
    query::{ArticleMatch, Score},
};
use crate::store::lists::Row;
use crate::text::Part;

/// Bytes of text kept before and behind a match, about. More than a line of a wide terminal has room for.
const EXCERPT_BYTES: usize = 240;

/// An article that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its row in a list.
    pub row: Row,
    /// Score.
    pub score: Score,
    /// Sort key among equals; see [`Candidate::newest`].
    pub newest: i64,
    /// The match that is shown, if a word was asked for.
    pub found: Option<Match>,
    /// The word that was found there.
    pub word: String,
    /// True if it is another region's word for what was asked.
    pub other: bool,
    /// True if something that was asked for is there only as another word.
    pub others: bool,
    /// Stored text around the match, or the beginning where that is in the title; or why an article is related.
    pub excerpt: String,
    /// The match in the excerpt, in bytes.
    pub lit: Range<usize>,
}

impl Hit {
    /// A candidate that meets the terms of a search.
    #[must_use]
    pub fn new(candidate: &Candidate<'_>, matched: ArticleMatch) -> Hit {
        let ArticleMatch { score, shown, word, other, others } = matched;
        // The title is shown anyway.
        let (excerpt, lit) = if let Some(found) = shown.as_ref().filter(|found| found.part != Part::Title) {
            excerpt(&candidate.article.text(found.part), found.range.clone())
        } else {
            let first = candidate.article.blocks.iter().find(|block| !block.text.trim().is_empty());
            excerpt(first.map_or("", |block| block.text.as_str()), 0..0)
        };
        Hit {
            row: candidate.row.clone(),
            score: score.unwrap_or(Score::new(false, false)),
            newest: candidate.newest,
            found: shown,
            word,
            other,
            others,
            excerpt,
            lit,
        }
    }

    /// An article about the same thing as another; `place` is its place in the list of them.
    #[must_use]
    pub fn related(related: Related, place: usize) -> Hit {
        let excerpt = if related.named {
            "named by the article itself".to_owned()
        } else {
            format!("shared words: {}", related.shared.join("  "))
        };
        Hit {
            row: related.row,
            score: Score::new(related.named, true),
            // Among equal scores the higher sort key comes first, so the place in the list counts down.
            newest: i64::try_from(place).map_or(i64::MIN, |place| -place),
            found: None,
            word: String::new(),
            other: false,
            others: false,
            excerpt,
            lit: 0..0,
        }
    }

    /// Sort key of hits: the best first, of equals the newest.
    #[must_use]
    pub fn order(&self) -> (Score, Reverse<(i64, i64)>) {
        (self.score, Reverse((self.newest, self.row.id.0)))
    }
}

/// The text around a range of it, and the range in that.
fn excerpt(text: &str, range: Range<usize>) -> (String, Range<usize>) {
    let from = text.floor_char_boundary(range.start.saturating_sub(EXCERPT_BYTES));
    let to = text.floor_char_boundary((range.start + 2 * EXCERPT_BYTES).min(text.len()));
    // A match may be longer than the excerpt, which then ends within it.
    let end = range.end.clamp(from, to);
    let excerpt = text.get(from..to).unwrap_or_default().to_owned();
    (excerpt, range.start - from..text.floor_char_boundary(end) - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_holds_the_match_and_what_is_around_it() {
        let text = "国".repeat(1000);
        for range in [0..3, 300..306, 2997..3000, 0..3000] {
            let (excerpt, lit) = excerpt(&text, range.clone());
            assert!(
                excerpt.len() <= 3 * EXCERPT_BYTES && lit.end <= excerpt.len() && !excerpt[lit].is_empty(),
                "{range:?}"
            );
        }
        assert_eq!(excerpt("", 0..0), (String::new(), 0..0));
        assert_eq!(excerpt("一二三", 3..6), ("一二三".to_owned(), 3..6));
    }
}
