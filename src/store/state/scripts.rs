//! The script a reader has chosen: for one article, for all of a source, for everything.

use crate::store::database::Database;
use rusqlite::OptionalExtension;

use crate::script::Script;
use crate::store::{ArticleId, StoreError};

/// The script of an article in SQL: its own, else that of its source. `a` is the article; the reader is put for `?`.
pub(crate) const SCRIPT_OF_ARTICLE: &str = "coalesce(
    (SELECT c.script FROM scripts_of_articles c WHERE c.article_id = a.id AND c.reader = ?),
    (SELECT c.script FROM scripts_of_sources c WHERE c.source_id = a.source_id AND c.reader = ?))";

/// Scope of a choice of script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScriptTarget {
    /// One article.
    Article(ArticleId),
    /// Every article of the source that this one came by.
    SourceOf(ArticleId),
}

pub(in crate::store) fn script_of(
    database: &Database,
    reader: &str,
    id: ArticleId,
) -> Result<Option<Script>, StoreError> {
    let sql = format!("SELECT {} FROM articles a WHERE a.id = ?1", SCRIPT_OF_ARTICLE.replace('?', "?2"));
    let mut statement = database.prepare_cached(&sql)?;
    let name: Option<Option<String>> = statement.query_row((id.0, reader), |row| row.get(0)).optional()?;
    Ok(name.flatten().and_then(|name| name.parse().ok()))
}

pub(in crate::store) fn set_script(
    database: &Database,
    reader: &str,
    of: ScriptTarget,
    script: Option<Script>,
) -> Result<(), StoreError> {
    let reader = reader.to_owned();
    let tx = database.begin()?;
    let (ScriptTarget::Article(id) | ScriptTarget::SourceOf(id)) = of;
    let source: Option<i64> =
        tx.query_row("SELECT source_id FROM articles WHERE id = ?1", [id.0], |row| row.get(0)).optional()?;
    let source = source.ok_or(StoreError::NoSuchArticle(id))?;
    let (table, key, number) = match of {
        ScriptTarget::Article(id) => ("scripts_of_articles", "article_id", id.0),
        ScriptTarget::SourceOf(_) => {
            tx.execute(
                "DELETE FROM scripts_of_articles
                 WHERE reader = ?2 AND article_id IN (SELECT id FROM articles WHERE source_id = ?1)",
                (source, &reader),
            )?;
            ("scripts_of_sources", "source_id", source)
        }
    };
    match script {
        Some(script) => tx.execute(
            &format!("INSERT OR REPLACE INTO {table} ({key}, reader, script) VALUES (?1, ?2, ?3)"),
            (number, &reader, script.name()),
        )?,
        None => tx.execute(&format!("DELETE FROM {table} WHERE {key} = ?1 AND reader = ?2"), (number, &reader))?,
    };
    tx.commit()?;
    Ok(())
}

pub(in crate::store) fn default_script(
    database: &Database,
    reader: &str,
    configured: Script,
) -> Result<Option<Script>, StoreError> {
    let sql = "SELECT script FROM scripts_of_readers WHERE reader = ?1 AND configured = ?2";
    let mut statement = database.prepare_cached(sql)?;
    let name: Option<String> = statement.query_row((reader, configured.name()), |row| row.get(0)).optional()?;
    Ok(name.and_then(|name| name.parse().ok()))
}

pub(in crate::store) fn set_default_script(
    database: &Database,
    reader: &str,
    script: Script,
    configured: Script,
) -> Result<(), StoreError> {
    let tx = database.begin()?;
    tx.execute(
        "INSERT OR REPLACE INTO scripts_of_readers (reader, script, configured) VALUES (?1, ?2, ?3)",
        (reader, script.name(), configured.name()),
    )?;
    tx.commit()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Library;
    use crate::{
        article::Article,
        store::{LOCAL_READER, articles::Arrival, lists::Filter, sources::SourceKind},
    };

    #[test]
    fn an_article_goes_by_its_own_script_then_its_source() {
        let library = Library::open_in_memory(LOCAL_READER).unwrap();
        let now = jiff::Timestamp::UNIX_EPOCH;
        let source = library.sources().find_or_add(SourceKind::Import, "test", "測試", now).unwrap();
        let articles = ["一", "二"].map(|title| Article { title: title.to_owned(), ..Article::default() });
        let arrivals: Vec<Arrival<'_>> = articles.iter().map(Arrival::from).collect();
        library.articles().insert(source, &arrivals, now).unwrap();
        let ids: Vec<_> = library.lists().rows(&Filter::default(), 0..9).unwrap().iter().map(|row| row.id).collect();
        let of = |library: &Library| {
            let listed: Vec<_> =
                library.lists().rows(&Filter::default(), 0..9).unwrap().iter().map(|row| row.script).collect();
            let opened: Vec<_> = ids.iter().map(|id| library.reader_state().script_of(*id).unwrap()).collect();
            assert_eq!(listed, opened);
            opened
        };
        assert_eq!(of(&library), [None, None]);
        library.reader_state().set_script(ScriptTarget::Article(ids[0]), Some(Script::Taiwan)).unwrap();
        assert_eq!(of(&library), [Some(Script::Taiwan), None]);
        library.reader_state().set_script(ScriptTarget::SourceOf(ids[1]), Some(Script::Hongkong)).unwrap();
        assert_eq!(of(&library), [Some(Script::Hongkong); 2], "the choice for the source is the later one");
        library.reader_state().set_script(ScriptTarget::Article(ids[1]), Some(Script::Original)).unwrap();
        assert_eq!(of(&library), [Some(Script::Hongkong), Some(Script::Original)]);
        library.reader_state().set_script(ScriptTarget::Article(ids[1]), None).unwrap();
        library.reader_state().set_script(ScriptTarget::SourceOf(ids[0]), None).unwrap();
        assert_eq!(of(&library), [None, None]);
        assert!(library.reader_state().set_script(ScriptTarget::Article(ArticleId(99)), None).is_err());
    }

    #[test]
    fn a_changed_configuration_counts_more_than_what_was_chosen_before() {
        let library = Library::open_in_memory(LOCAL_READER).unwrap();
        assert_eq!(library.reader_state().default_script(Script::Original).unwrap(), None);
        library.reader_state().set_default_script(Script::Taiwan, Script::Original).unwrap();
        assert_eq!(library.reader_state().default_script(Script::Original).unwrap(), Some(Script::Taiwan));
        assert_eq!(library.reader_state().default_script(Script::Simplified).unwrap(), None);
    }
}
