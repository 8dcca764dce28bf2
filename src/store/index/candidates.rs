//! The articles that may meet a gram query, in the order in which they are worth reading: those that have it in their
//! titles first, then the others; of each the newest first.

use std::{collections::BTreeSet, ops::ControlFlow};

use rusqlite::{Connection, OptionalExtension};

use super::gram_query::GramQuery;
use super::grams;
use super::segment::{Segment, all};
use crate::article::Article;
use crate::store::bit_set::BitSet;
use crate::store::lists::Row;
use crate::store::{ArticleId, Library, StoreError, articles::load};
use crate::text::StopCheck;

/// An article that may meet a query.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Its row in a list.
    pub row: &'a Row,
    /// All of it.
    pub article: &'a Article,
    /// Sort key: higher is newer. Of two with the same, that with the higher number comes first.
    pub newest: i64,
    /// True if it comes before those that may meet the query, but not in their titles.
    pub in_title: bool,
}

/// Work of reading a row, in bytes.
pub(super) const ROW: usize = 256;
/// Most waiting articles whose titles are read beforehand.
const MAX_WAITING_READ: usize = 4096;
/// Most candidates that are looked up and sorted; more are met by going through all articles from the newest.
const MAX_SORTED: usize = 4096;

/// Goes through the articles that may meet a gram query until `visit` breaks off: all that do, and perhaps some
/// that do not, or until it is stopped. What other connections change meanwhile is not seen. Returns the articles that
/// make no sense and were passed over.
pub(super) fn candidates(
    library: &Library,
    query: &GramQuery,
    stop_check: &StopCheck<'_>,
    mut visit: impl FnMut(Candidate<'_>) -> ControlFlow<()>,
) -> Result<DamagedArticles, StoreError> {
    let mut damaged = DamagedArticles::new();
    let _snapshot = library.database.snapshot()?;
    let segments = all(&library.database)?;
    if !query.is_selective() || segments.iter().any(|segment| segment.lost) {
        let _ = visit_candidates(library, None, false, stop_check, &mut damaged, &mut visit)?;
        return Ok(damaged);
    }
    let waiting = waiting(&library.database)?;
    let mut found = found(&library.database, &segments, query, stop_check)?;
    let mut titled = self::found(&library.database, &segments, &query.in_title(), stop_check)?;
    if stop_check.is_stopped() {
        return Ok(damaged);
    }
    // A waiting article has another title now than the index knows.
    titled.retain(|id| waiting.binary_search(id).is_err());
    if waiting.len() <= MAX_WAITING_READ {
        for id in &waiting {
            let title = "SELECT title FROM articles WHERE id = ?1";
            let title: Option<String> =
                library.database.prepare_cached(title)?.query_row([id], |row| row.get(0)).optional()?;
            if !stop_check.go_on_after(ROW + title.as_ref().map_or(0, String::len)) {
                return Ok(damaged);
            }
            let article = Article { title: title.unwrap_or_default(), ..Article::default() };
            if query.is_met(&grams::of_article(&article, stop_check)) {
                titled.push(*id);
            }
        }
    }
    sort(&mut titled);
    // The index does not know their texts: they are candidates for everything.
    found.extend(waiting);
    sort(&mut found);
    found.retain(|id| titled.binary_search(id).is_err());
    if visit_candidates(library, Some(&titled), true, stop_check, &mut damaged, &mut visit)?.is_continue() {
        let _ = visit_candidates(library, Some(&found), false, stop_check, &mut damaged, &mut visit)?;
    }
    Ok(damaged)
}

/// Visits these articles, whose numbers ascend, or all of them: the newest first.
fn visit_candidates(
    library: &Library,
    ids: Option<&[i64]>,
    in_title: bool,
    stop_check: &StopCheck<'_>,
    damaged: &mut DamagedArticles,
    visit: &mut impl FnMut(Candidate<'_>) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, StoreError> {
    let mut one = |id: i64, newest: i64| -> Result<ControlFlow<()>, StoreError> {
        let Some((row, article)) = row_and_article(library, ArticleId(id), damaged)? else {
            return Ok(ControlFlow::Continue(()));
        };
        // Reading it has taken its time.
        if !stop_check.go_on_after(article.blocks.iter().map(|block| block.text.len()).sum()) {
            return Ok(ControlFlow::Break(()));
        }
        Ok(visit(Candidate { row: &row, article: &article, newest, in_title }))
    };
    if let Some(list) = ids
        // Beyond that a walk over the sort index is cheaper than one lookup for each article.
        && list.len() <= MAX_SORTED
    {
        let mut sorted = Vec::with_capacity(list.len());
        for &id in list {
            if !stop_check.go_on_after(ROW) {
                return Ok(ControlFlow::Break(()));
            }
            let newest = "SELECT newest FROM articles WHERE id = ?1";
            let newest = library.database.prepare_cached(newest)?.query_row([id], |row| row.get::<_, i64>(0));
            sorted.extend(newest.optional()?.map(|newest| (newest, id)));
        }
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        for (newest, id) in sorted {
            if one(id, newest)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        return Ok(ControlFlow::Continue(()));
    }
    let mut statement =
        library.database.prepare_cached("SELECT id, newest FROM articles ORDER BY newest DESC, id DESC")?;
    let mut rows = statement.query([])?;
    while stop_check.go_on_after(1) {
        let Some(row) = rows.next()? else { return Ok(ControlFlow::Continue(())) };
        let id = row.get(0)?;
        if ids.is_none_or(|ids| ids.binary_search(&id).is_ok()) && one(id, row.get(1)?)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Break(()))
}

/// Articles that could not be read and were passed over.
pub(in crate::store) type DamagedArticles = BTreeSet<ArticleId>;

/// An article and its row; nothing if it is gone, or if it makes no sense and is put among the damaged ones.
pub(super) fn row_and_article(
    library: &Library,
    id: ArticleId,
    damaged: &mut DamagedArticles,
) -> Result<Option<(Row, Article)>, StoreError> {
    let Some(row) = library.lists().row(id)? else { return Ok(None) };
    match load::article(&library.database, id) {
        Ok(article) => Ok(Some((row, article))),
        Err(StoreError::NoSuchArticle(_)) => Ok(None),
        Err(StoreError::DamagedArticle { .. }) => {
            damaged.insert(id);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// The numbers of articles in the index that may meet a gram query, in no order, some twice; not all if it was stopped.
pub(super) fn found(
    conn: &Connection,
    segments: &[Segment],
    query: &GramQuery,
    stop_check: &StopCheck<'_>,
) -> Result<Vec<i64>, StoreError> {
    let mut found = Vec::new();
    for segment in segments {
        let set: BitSet = segment.candidates(conn, query, stop_check)?;
        found.extend(set.positions().filter_map(|position| segment.articles.get(position)));
    }
    Ok(found)
}

/// The numbers of the articles that wait, ascending.
pub(super) fn waiting(conn: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT article_id FROM index_waiting ORDER BY article_id")?;
    let waiting = statement.query_map([], |row| row.get(0))?;
    Ok(waiting.collect::<rusqlite::Result<_>>()?)
}

fn sort(ids: &mut Vec<i64>) {
    ids.sort_unstable();
    ids.dedup();
}
