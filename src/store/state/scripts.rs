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

/// The scripts that one reader has chosen.
#[derive(Clone, Copy, Debug)]
pub struct ScriptChoices<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) reader: &'a str,
}

impl ScriptChoices<'_> {
    /// The script chosen for an article, or else for its source.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn of_article(&self, id: ArticleId) -> Result<Option<Script>, StoreError> {
        let sql = format!("SELECT {} FROM articles a WHERE a.id = ?1", SCRIPT_OF_ARTICLE.replace('?', "?2"));
        let mut statement = self.database.prepare_cached(&sql)?;
        let name: Option<Option<String>> = statement.query_row((id.0, self.reader), |row| row.get(0)).optional()?;
        Ok(name.flatten().and_then(|name| name.parse().ok()))
    }

    /// Remembers a script, or forgets the one that was chosen. One for a source counts for all its articles from now
    /// on: what was chosen for single ones is forgotten.
    ///
    /// # Errors
    /// If there is no such article, or the library cannot be written.
    pub fn set(&self, of: ScriptTarget, script: Option<Script>) -> Result<(), StoreError> {
        let tx = self.database.begin()?;
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
                    (source, self.reader),
                )?;
                ("scripts_of_sources", "source_id", source)
            }
        };
        match script {
            Some(script) => tx.execute(
                &format!("INSERT OR REPLACE INTO {table} ({key}, reader, script) VALUES (?1, ?2, ?3)"),
                (number, self.reader, script.name()),
            )?,
            None => {
                tx.execute(&format!("DELETE FROM {table} WHERE {key} = ?1 AND reader = ?2"), (number, self.reader))?
            }
        };
        tx.commit()?;
        Ok(())
    }

    /// The script the reader last chose for everything, if that was while `configured` was the one to begin with: a
    /// configuration that was changed since counts more.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn default_script(&self, configured: Script) -> Result<Option<Script>, StoreError> {
        let sql = "SELECT script FROM scripts_of_readers WHERE reader = ?1 AND configured = ?2";
        let mut statement = self.database.prepare_cached(sql)?;
        let name: Option<String> =
            statement.query_row((self.reader, configured.name()), |row| row.get(0)).optional()?;
        Ok(name.and_then(|name| name.parse().ok()))
    }

    /// Remembers a script for everything, chosen while `configured` was the one to begin with.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn set_default(&self, script: Script, configured: Script) -> Result<(), StoreError> {
        let tx = self.database.begin()?;
        tx.execute(
            "INSERT OR REPLACE INTO scripts_of_readers (reader, script, configured) VALUES (?1, ?2, ?3)",
            (self.reader, script.name(), configured.name()),
        )?;
        tx.commit()
    }
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
            let opened: Vec<_> = ids.iter().map(|id| library.scripts().of_article(*id).unwrap()).collect();
            assert_eq!(listed, opened);
            opened
        };
        assert_eq!(of(&library), [None, None]);
        library.scripts().set(ScriptTarget::Article(ids[0]), Some(Script::Taiwan)).unwrap();
        assert_eq!(of(&library), [Some(Script::Taiwan), None]);
        library.scripts().set(ScriptTarget::SourceOf(ids[1]), Some(Script::Hongkong)).unwrap();
        assert_eq!(of(&library), [Some(Script::Hongkong); 2], "the choice for the source is the later one");
        library.scripts().set(ScriptTarget::Article(ids[1]), Some(Script::Original)).unwrap();
        assert_eq!(of(&library), [Some(Script::Hongkong), Some(Script::Original)]);
        library.scripts().set(ScriptTarget::Article(ids[1]), None).unwrap();
        library.scripts().set(ScriptTarget::SourceOf(ids[0]), None).unwrap();
        assert_eq!(of(&library), [None, None]);
        assert!(library.scripts().set(ScriptTarget::Article(ArticleId(99)), None).is_err());
    }

    #[test]
    fn a_changed_configuration_counts_more_than_what_was_chosen_before() {
        let library = Library::open_in_memory(LOCAL_READER).unwrap();
        assert_eq!(library.scripts().default_script(Script::Original).unwrap(), None);
        library.scripts().set_default(Script::Taiwan, Script::Original).unwrap();
        assert_eq!(library.scripts().default_script(Script::Original).unwrap(), Some(Script::Taiwan));
        assert_eq!(library.scripts().default_script(Script::Simplified).unwrap(), None);
    }
}
