//! The search of a library: candidates of the index are read and held against the query, then articles whose titles and
//! names sound as the words of the query do.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use super::candidates::{self, Candidate, DamagedArticles, ROW, row_and_article};
use super::gram_query::GramQuery;
use crate::script::{Language, words::regional::regional};
use crate::search::{
    StopCheck,
    query::{ArticleMatch, ArticleView, Facts, Mark, NeededWord, Predicate, Terms, TermsError},
};
use crate::store::lists::Row;
use crate::store::{ArticleId, Library, StoreError};

/// Receives an article of a stage, and its match if it has one.
type Visit<'v> = dyn FnMut(Stage, &Candidate<'_>, Option<ArticleMatch>) -> ControlFlow<()> + 'v;

/// A way of finding articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Words, through the index.
    Words,
    /// Sounds of titles and names.
    Sounds,
}

/// The sentence on articles that a search could not look at, if there are any.
#[must_use]
pub fn damaged_sentence(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 damaged article was not searched. `kanbao check` names it.".to_owned()),
        count => Some(format!("{count} damaged articles were not searched. `kanbao check` names them.")),
    }
}

/// A query, ready to search libraries for.
#[derive(Clone, Debug)]
pub struct LibrarySearch {
    predicate: Predicate,
}

impl LibrarySearch {
    /// Compiles a query, with what other regions call its words. The search is of no use once `stop` has stopped.
    ///
    /// # Errors
    /// If nothing is asked, or a word cannot be searched for.
    pub fn compile(terms: &Terms, stop: &StopCheck<'_>) -> Result<LibrarySearch, TermsError> {
        if terms.is_empty() {
            return Err(TermsError::Nothing(String::new()));
        }
        let terms = terms.clone().with_regional(regional);
        Ok(LibrarySearch { predicate: Predicate::compile_until(&terms, stop)? })
    }

    /// The predicate that the articles meet.
    #[must_use]
    pub fn predicate(&self) -> &Predicate {
        &self.predicate
    }

    /// Searches a library. Each article that is looked at is given to `visit` with how it meets the query, if it does
    /// and has not been given before, until `visit` breaks off or the search is stopped: first the articles with the
    /// words in their titles, then the others, last those that only sound so; of each the newest first. Where sounds
    /// are asked for, the titles that sound so come first. Returns the number of articles that could not be looked at
    /// because they are damaged.
    ///
    /// # Errors
    /// If the library cannot be read; articles that come before the trouble have been visited.
    pub fn run(
        &self,
        library: &Library,
        stop: &StopCheck<'_>,
        mut visit: impl FnMut(Stage, &Candidate<'_>, Option<ArticleMatch>) -> ControlFlow<()>,
    ) -> Result<usize, StoreError> {
        let (mut found, mut damaged) = (HashSet::new(), DamagedArticles::new());
        let mut once = |stage, candidate: &Candidate<'_>, matched: Option<ArticleMatch>| {
            let matched = matched.filter(|_| found.insert(candidate.row.id));
            visit(stage, candidate, matched)
        };
        let sounds_first = self.predicate.asks_sounds();
        if sounds_first && self.by_sound(library, stop, &mut damaged, &mut once)?.is_break() {
            return Ok(damaged.len());
        }
        let query = self.gram_query(library, stop)?;
        if self.by_query(&query, library, stop, &mut damaged, &mut once)?.is_continue() && !sounds_first {
            let _ = self.by_sound(library, stop, &mut damaged, &mut once)?;
        }
        Ok(damaged.len())
    }

    /// Searches a library without its index: every article is read. To compare with.
    ///
    /// # Errors
    /// As for [`LibrarySearch::run`].
    pub fn scan(
        &self,
        library: &Library,
        stop: &StopCheck<'_>,
        mut visit: impl FnMut(Stage, &Candidate<'_>, Option<ArticleMatch>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut damaged = DamagedArticles::new();
        self.by_query(&GramQuery::All, library, stop, &mut damaged, &mut visit).map(drop)
    }

    /// Goes through the candidates for a gram query.
    fn by_query(
        &self,
        query: &GramQuery,
        library: &Library,
        stop: &StopCheck<'_>,
        damaged: &mut DamagedArticles,
        visit: &mut Visit<'_>,
    ) -> Result<ControlFlow<()>, StoreError> {
        let (mut failed, mut flow) = (Ok(()), ControlFlow::Continue(()));
        let passed_over = candidates::candidates(library, query, stop, |candidate| {
            flow = match self.matched(library, &candidate, stop) {
                Ok(_) if stop.is_stopped() => ControlFlow::Break(()),
                Ok(matched) => visit(Stage::Words, &candidate, matched),
                Err(error) => {
                    failed = Err(error);
                    ControlFlow::Break(())
                }
            };
            flow
        })?;
        damaged.extend(passed_over);
        failed?;
        Ok(if stop.is_stopped() { ControlFlow::Break(()) } else { flow })
    }

    /// The articles that may meet the query without regard to sounds. The index knows texts; names of sources and tags
    /// are few and looked up.
    fn gram_query(&self, library: &Library, stop: &StopCheck<'_>) -> Result<GramQuery, StoreError> {
        let mut terms = Vec::new();
        for term in self.predicate.needed_words() {
            let mut any = Vec::new();
            for NeededWord { word, only_in_title } in term.into_iter().flatten() {
                any.push(GramQuery::word(word));
                if !only_in_title {
                    any.push(GramQuery::Articles(named(library, &|name| word.is_written_in(name, stop), stop)?));
                }
            }
            // A term that may be met without a word rules nothing out.
            terms.extend((!any.is_empty()).then_some(GramQuery::Or(any)));
        }
        Ok(if terms.is_empty() { GramQuery::All } else { GramQuery::And(terms) })
    }

    /// Goes through the articles whose titles and names have a word by its sound.
    fn by_sound(
        &self,
        library: &Library,
        stop: &StopCheck<'_>,
        damaged: &mut DamagedArticles,
        visit: &mut Visit<'_>,
    ) -> Result<ControlFlow<()>, StoreError> {
        if self.predicate.sounds().next().is_none() {
            return Ok(ControlFlow::Continue(()));
        }
        let sounds_so = |text: &str| self.predicate.sounds().any(|query| query.is_in_until(text, stop));
        let _snapshot = library.database.snapshot()?;
        let named = named(library, &sounds_so, stop)?;
        // Few names come again and again.
        let mut known: HashMap<String, bool> = HashMap::new();
        let mut statement = library.database.prepare_cached(
            "SELECT id, title, newest, coalesce(author, ''), coalesce(source, '') FROM articles
             ORDER BY newest DESC, id DESC",
        )?;
        let mut rows = statement.query([])?;
        while stop.go_on_after(ROW) {
            let Some(row) = rows.next()? else { return Ok(ControlFlow::Continue(())) };
            let id = row.get(0)?;
            let text = |index| -> rusqlite::Result<&str> { Ok(row.get_ref(index)?.as_str()?) };
            let mut may_match = sounds_so(text(1)?) || named.binary_search(&id).is_ok();
            for name in [text(3)?, text(4)?] {
                may_match = may_match
                    || match known.get(name) {
                        Some(known) => *known,
                        None => *known.entry(name.to_owned()).or_insert(sounds_so(name)),
                    };
            }
            if !may_match {
                continue;
            }
            let Some((shown, article)) = row_and_article(library, ArticleId(id), damaged)? else {
                continue;
            };
            let candidate = Candidate { row: &shown, article: &article, newest: row.get(2)?, in_title: true };
            let matched = self.matched(library, &candidate, stop)?;
            if stop.is_stopped() || visit(Stage::Sounds, &candidate, matched).is_break() {
                break;
            }
        }
        Ok(ControlFlow::Break(()))
    }

    /// Score of an article for the query, if it matches.
    fn matched(
        &self,
        library: &Library,
        candidate: &Candidate<'_>,
        stop: &StopCheck<'_>,
    ) -> Result<Option<ArticleMatch>, StoreError> {
        let facts = LibraryFacts { library, row: candidate.row };
        ArticleView::new(candidate.article, &facts, stop).matched(&self.predicate)
    }
}

/// Numbers of the articles of which a source or a tag has a name that `fits` takes, ascending.
fn named(library: &Library, fits: &dyn Fn(&str) -> bool, stop: &StopCheck<'_>) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    let mut add = |sql: &str, params: &[&dyn rusqlite::ToSql]| -> Result<(), StoreError> {
        let mut statement = library.database.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        while stop.go_on_after(1)
            && let Some(row) = rows.next()?
        {
            ids.push(row.get(0)?);
        }
        Ok(())
    };
    let mut sources = library.database.prepare_cached("SELECT id, title FROM sources")?;
    let mut rows = sources.query([])?;
    while stop.go_on_after(ROW)
        && let Some(row) = rows.next()?
    {
        if fits(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?) {
            let id: i64 = row.get(0)?;
            let carried = "SELECT id FROM articles WHERE source_id = ?1
                 UNION SELECT article_id FROM further_sources WHERE source_id = ?1";
            add(carried, &[&id])?;
        }
    }
    for (tag, _) in library.tags().all()? {
        if stop.go_on_after(ROW) && fits(tag.as_str()) {
            let tagged = "SELECT article_id FROM tags_of_articles WHERE reader = ?1 AND tag = ?2
                 UNION SELECT a.id FROM tags_of_sources t JOIN articles a ON a.source_id = t.source_id
                 WHERE t.reader = ?1 AND t.tag = ?2
                 UNION SELECT f.article_id FROM tags_of_sources t JOIN further_sources f ON f.source_id = t.source_id
                 WHERE t.reader = ?1 AND t.tag = ?2";
            add(tagged, &[&library.reader, &tag.as_str()])?;
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// Particulars of an article beside its text.
struct LibraryFacts<'a> {
    library: &'a Library,
    row: &'a Row,
}

impl Facts for LibraryFacts<'_> {
    type Error = StoreError;

    fn sources(&self) -> Result<Vec<(i64, String)>, StoreError> {
        let own = (self.row.source_id.0, self.row.source_title.clone());
        let further = self.library.sources().further_of(self.row.id)?;
        Ok(std::iter::once(own).chain(further.into_iter().map(|(id, title)| (id.0, title))).collect())
    }

    fn tags(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.library.tags().of_article(self.row.id)?.all().into_iter().map(|tag| tag.as_str().to_owned()).collect())
    }

    fn languages(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT coalesce(lang, ''), coalesce(spoken, '') FROM articles WHERE id = ?1";
        let languages = |row: &rusqlite::Row<'_>| Ok(vec![row.get(0)?, row.get(1)?]);
        let known: Vec<String> = self.library.database.prepare_cached(sql)?.query_row([self.row.id.0], languages)?;
        // Of articles that came in before texts were looked at the title tells, as in the list.
        let is_unknown = known.iter().all(|tag| tag.trim().is_empty());
        Ok(if is_unknown { vec![Language::detect(&self.row.title, None).tag().to_owned()] } else { known })
    }

    fn has_mark(&self, mark: Mark) -> bool {
        match mark {
            Mark::Read => self.row.read,
            Mark::Unread => !self.row.read,
            Mark::Starred => self.row.starred,
        }
    }
}
