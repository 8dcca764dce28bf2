//! Matches in an article, part after part in reading order.

use super::{query::Query, readings, text_match::Match};
use crate::search::StopCheck;
use crate::{article::Article, text::Part};

/// Every match in an article, from the title to the original title. A match never runs from one part into another.
pub fn in_article<'a>(article: &'a Article, query: &'a Query) -> impl Iterator<Item = Match> + 'a {
    article.parts().flat_map(move |part| in_part(article, query, part))
}

/// The same as far as the search comes before it is stopped.
pub(crate) fn in_article_until<'a>(
    article: &'a Article,
    query: &'a Query,
    stop: &'a StopCheck<'_>,
) -> impl Iterator<Item = Match> + 'a {
    article.parts().take_while(|_| !stop.is_stopped()).flat_map(move |part| in_part_until(article, query, part, stop))
}

/// Matches are counted from the start of a part, so that they are the same wherever one begins to look.
fn in_part<'a>(article: &'a Article, query: &'a Query, part: Part) -> impl Iterator<Item = Match> + 'a {
    readings::merged(article, query, part, StopCheck::never())
}

/// The matches in a part, as far as the search comes before it is stopped.
pub(crate) fn in_part_until<'a>(
    article: &'a Article,
    query: &'a Query,
    part: Part,
    stop: &'a StopCheck<'_>,
) -> impl Iterator<Item = Match> + 'a {
    readings::merged(article, query, part, stop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::Block, search::matching::Mode};

    fn article() -> Article {
        Article {
            title: "國務院公告".into(),
            author: Some("国务院".into()),
            notice: Some("國務\n院".into()),
            original_title: Some("国务院".into()),
            related: vec![String::new(), "国务院国务院".into()],
            blocks: vec![
                Block::paragraph("无"),
                Block::heading(2, "国务院"),
                Block::paragraph(""),
                Block::paragraph("国务"),
            ],
            ..Article::default()
        }
    }

    #[test]
    fn every_part_is_searched_in_reading_order() {
        let query = Query::new("国务院", Mode::ScriptBlind).unwrap();
        let found: Vec<Match> = in_article(&article(), &query).collect();
        let parts: Vec<Part> = found.iter().map(|found| found.part).collect();
        let twice = Part::Related(1);
        assert_eq!(parts, [Part::Title, Part::Byline, Part::Notice, Part::Body(1), twice, twice, Part::OriginalTitle]);
        assert_eq!(found[2].range, 0..10);
    }
}
