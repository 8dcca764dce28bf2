//! Articles about the same thing: those that a page names itself, and those that share the words it is about, in
//! whatever script.

use std::collections::HashMap;

use super::candidates::{ROW, found, waiting};
use super::gram_query::GramQuery;
use super::grams;
use super::segment::all;
use crate::article::Article;
use crate::search::{
    matching::{Mode, Query},
    words::{Keyword, keywords},
};
use crate::store::lists::Row;
use crate::store::{ArticleId, Library, StoreError, articles::load, lists::Filter};
use crate::text::fold::fold;
use crate::text::{CHECK_INTERVAL_BYTES, StopCheck};

/// Words of an article that others are compared by.
const MAX_KEYWORDS: usize = 24;
/// Waiting articles that are looked at; they are not in the index yet.
const MAX_WAITING_READ: usize = 512;
/// The part of what an article is about that another must share.
const MIN_SHARED_WEIGHT: f64 = 0.2;

/// Bytes of an article from which the words are taken that it is about; it hardly turns to other things later.
const KEYWORD_TEXT_BYTES: usize = 256 << 10;

/// An article about the same thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Its row in a list.
    pub row: Row,
    /// True if the article itself names it.
    pub named: bool,
    /// The words that both are about, the weightiest first, as the article writes them.
    pub shared: Vec<String>,
}

/// Finds at most `most` articles about the same thing as one: first those whose titles it gives, in its order; then
/// those that share its words, the most alike first. What had been found is given back when it is stopped.
///
/// # Errors
/// If there is no such article or the library cannot be read.
pub fn related(
    library: &Library,
    id: ArticleId,
    most: usize,
    stop_check: &StopCheck<'_>,
) -> Result<Vec<Related>, StoreError> {
    let _snapshot = library.database.snapshot()?;
    let article = load::article(&library.database, id)?;
    let mut related: Vec<Related> = Vec::new();
    for title in &article.related {
        for row in titled(library, title, stop_check)? {
            if row.id != id && related.iter().all(|known| known.row.id != row.id) {
                related.push(Related { row, named: true, shared: Vec::new() });
            }
        }
    }
    let keywords = keywords(&text_of(&article), MAX_KEYWORDS, stop_check);
    // They are about the same thing at best: none is missed as a result of a search is.
    let mut damaged = super::candidates::DamagedArticles::new();
    for (other, _) in alike(library, id, &keywords, stop_check)? {
        if related.len() >= most || !stop_check.go_on_after(ROW) {
            break;
        }
        if related.iter().any(|known| known.row.id == other) {
            continue;
        }
        let Some((row, found)) = super::candidates::row_and_article(library, other, &mut damaged)? else {
            continue;
        };
        let shared = shared(&found, &keywords, stop_check);
        // One word in common may be chance.
        if shared.len() > 1 {
            related.push(Related { row, named: false, shared });
        }
    }
    related.truncate(most);
    Ok(related)
}

/// The articles with this title, however it is written; those with the very same where there are any, else those that
/// differ in marks at its ends, as in 《…》, or in the number or the date it has in a list.
pub(super) fn titled(library: &Library, title: &str, stop_check: &StopCheck<'_>) -> Result<Vec<Row>, StoreError> {
    let folded = fold(title).text;
    let bare = bare(&folded).to_owned();
    let mut titled: Vec<(bool, Row)> = Vec::new();
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let mut visit = |candidate: super::candidates::Candidate<'_>| {
        let own = fold(&candidate.row.title).text;
        if candidate.in_title && (own == folded || self::bare(&own) == bare) {
            titled.push((own == folded, candidate.row.clone()));
        }
        if candidate.in_title { std::ops::ControlFlow::Continue(()) } else { std::ops::ControlFlow::Break(()) }
    };
    super::candidates::candidates(library, &GramQuery::text(&bare), stop_check, &mut visit)?;
    let same = titled.iter().any(|(same, _)| *same);
    Ok(titled.into_iter().filter(|(is_same, _)| *is_same == same).map(|(_, row)| row).collect())
}

/// Articles with some of these words, the most alike first.
pub(super) fn alike(
    library: &Library,
    id: ArticleId,
    keywords: &[Keyword],
    stop_check: &StopCheck<'_>,
) -> Result<Vec<(ArticleId, f64)>, StoreError> {
    let segments = all(&library.database)?;
    let count = library.lists().count(&Filter::default())? as f64;
    let waiting = waiting(&library.database)?;
    let mut fresh = Vec::new();
    for &other in waiting.iter().rev().take(MAX_WAITING_READ) {
        if let Ok(article) = load::article(&library.database, ArticleId(other)) {
            if !stop_check.go_on_after(ROW + article.blocks.iter().map(|block| block.text.len()).sum::<usize>()) {
                return Ok(Vec::new());
            }
            fresh.push((other, grams::of_article(&article, stop_check)));
        }
    }
    let mut scores: HashMap<i64, f64> = HashMap::new();
    let mut whole = 0.0;
    for keyword in keywords {
        if !stop_check.go_on_after(CHECK_INTERVAL_BYTES) {
            return Ok(Vec::new());
        }
        let query = GramQuery::text(&keyword.known);
        let mut having = found(&library.database, &segments, &query, stop_check)?;
        having.extend(fresh.iter().filter(|(_, grams)| query.is_met(grams)).map(|(other, _)| *other));
        having.sort_unstable();
        having.dedup();
        let in_title = found(&library.database, &segments, &query.in_title(), stop_check)?;
        if stop_check.is_stopped() {
            return Ok(Vec::new());
        }
        // Inverse document frequency: a word that few articles have says more about what they have in common.
        let weight = keyword.weight * (1.0 + count / (1.0 + having.len() as f64)).ln();
        whole += weight;
        for other in having {
            *scores.entry(other).or_default() += weight;
        }
        for other in in_title {
            *scores.entry(other).or_default() += weight / 2.0;
        }
    }
    scores.remove(&id.0);
    let mut alike: Vec<(ArticleId, f64)> = scores
        .into_iter()
        .filter(|(_, score)| *score >= MIN_SHARED_WEIGHT * whole)
        .map(|(other, score)| (ArticleId(other), score))
        .collect();
    alike.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    Ok(alike)
}

/// A folded title without the marks at its ends, and without the number before it and the date behind it that lists of
/// articles have; all of it where nothing else is left.
fn bare(folded: &str) -> &str {
    let is_mark = |c: char| !c.is_alphanumeric();
    let inner = folded.trim_matches(is_mark);
    // “12、” and “3.” number a list; “2021.5” and “1.5万” are a title’s own numbers.
    let behind = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (1..=2).contains(&(inner.len() - behind.len()))
        && behind.starts_with(['.', '、', ')'])
        && !behind.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let inner = if numbered { behind.trim_start_matches(is_mark) } else { inner };
    let is_date = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | ':' | '年' | '月' | '日');
    let dated = |date: &str| date.contains(['-', '/', '.', '月']) && date.starts_with(|c: char| c.is_ascii_digit());
    let date = &inner[inner.trim_end_matches(is_date).len()..];
    let inner = if dated(date) { inner[..inner.len() - date.len()].trim_end_matches(is_mark) } else { inner };
    let date = &inner[..inner.len() - inner.trim_start_matches(is_date).len()];
    let inner = if dated(date) { inner[date.len()..].trim_start_matches(is_mark) } else { inner };
    if inner.is_empty() { folded } else { inner }
}

/// Text by which articles are compared: its title, which counts three times, and the beginning of its body.
fn text_of(article: &Article) -> String {
    let title = [article.title.as_str(); 3];
    let blocks = article.blocks.iter().map(|block| block.text.as_str());
    let mut left = KEYWORD_TEXT_BYTES;
    let mut cut = |text: &'_ str| {
        let end = text.floor_char_boundary(left);
        left -= end;
        text.get(..end).unwrap_or_default().to_owned()
    };
    title.into_iter().chain(blocks).map(&mut cut).collect::<Vec<_>>().join("\n")
}

/// The words that an article has too, wherever they stand in its title and body.
fn shared(article: &Article, keywords: &[Keyword], stop_check: &StopCheck<'_>) -> Vec<String> {
    let has = |keyword: &&Keyword| {
        Query::new(&keyword.known, Mode::ScriptBlind).is_ok_and(|query| {
            query.is_in_until(&article.title, stop_check)
                || article.blocks.iter().any(|block| query.is_in_until(&block.text, stop_check))
        })
    };
    keywords.iter().filter(has).map(|keyword| keyword.word.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_in_lists_are_those_of_articles() {
        for (listed, title) in [
            ("《甲乙大会开幕》", "甲乙大會開幕"),
            ("・「甲乙」大会", "「甲乙」大会"),
            ("3. 甲乙大会", "甲乙大会"),
            ("12、甲乙大会（2021-12-17）", "甲乙大会"),
            ("甲乙大会 [2021年12月17日]", "甲乙大会"),
            ("甲乙大会 2024-01-03", "甲乙大会"),
            ("《甲乙大会》 1月8日", "甲乙大会"),
            ("《甲》乙大会 2024年1月2日", "《甲》乙大会"),
            ("[2024-01-09] 《甲乙大会》", "甲乙大会"),
            ("2024/1/9 甲乙大会", "甲乙大会"),
            ("Q&A?", "q&a"),
        ] {
            assert_eq!(bare(&fold(listed).text), bare(&fold(title).text), "{listed}");
        }
        for (one, other) in
            [("2021.5", "5"), ("2月1日", "2月"), ("3D打印", "打印"), ("1.5万户", "5万户"), ("？！", "。")]
        {
            assert_ne!(bare(&fold(one).text), bare(&fold(other).text), "{one}");
        }
    }
}
