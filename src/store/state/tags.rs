//! The tags of articles and of sources. They are the reader's own; an article has those of its source too.

use crate::store::database::Database;
use rusqlite::OptionalExtension;

use super::tag::{Tag, TagEdit};
use crate::store::values;
use crate::store::{ArticleId, SourceId, StoreError};

/// The tags of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// Its own, sorted.
    pub own: Vec<Tag>,
    /// Tags of the sources that carry it, sorted.
    pub of_source: Vec<Tag>,
}

impl Tags {
    /// All of them, each once, sorted.
    #[must_use]
    pub fn all(&self) -> Vec<&Tag> {
        let mut all: Vec<&Tag> = self.own.iter().chain(&self.of_source).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// The tags that one reader has given.
#[derive(Clone, Copy, Debug)]
pub struct ReaderTags<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) reader: &'a str,
}

impl ReaderTags<'_> {
    /// The tags of an article; none, if there is no such article.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn of_article(&self, id: ArticleId) -> Result<Tags, StoreError> {
        let own = "SELECT tag FROM tags_of_articles WHERE article_id = ?1 AND reader = ?2 ORDER BY tag";
        let of_source = "SELECT DISTINCT tag FROM tags_of_sources
             WHERE source_id IN (SELECT source_id FROM articles WHERE id = ?1
                 UNION ALL SELECT source_id FROM further_sources WHERE article_id = ?1)
             AND reader = ?2 ORDER BY tag";
        Ok(Tags { own: self.tag_list(own, id.0)?, of_source: self.tag_list(of_source, id.0)? })
    }

    /// The tags of a source, sorted.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn of_source(&self, id: SourceId) -> Result<Vec<Tag>, StoreError> {
        self.tag_list("SELECT tag FROM tags_of_sources WHERE source_id = ?1 AND reader = ?2 ORDER BY tag", id.0)
    }

    /// Every tag in use, sorted, with the number of articles that have it.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn all(&self) -> Result<Vec<(Tag, usize)>, StoreError> {
        let mut statement = self.database.prepare_cached(
            "SELECT tag, count(article_id) FROM (
                 SELECT tag, article_id FROM tags_of_articles WHERE reader = ?1
                 UNION
                 SELECT t.tag, a.id FROM tags_of_sources t LEFT JOIN articles a ON a.source_id = t.source_id
                 WHERE t.reader = ?1
                 UNION
                 SELECT t.tag, f.article_id FROM tags_of_sources t JOIN further_sources f
                     ON f.source_id = t.source_id
                 WHERE t.reader = ?1)
             GROUP BY tag ORDER BY tag",
        )?;
        let tags = statement.query_map([self.reader], |row| Ok((Tag::stored(row.get(0)?), values::count(row, 1)?)))?;
        Ok(tags.collect::<rusqlite::Result<_>>()?)
    }

    /// Gives an article tags and takes tags away. A tag it has is given in vain, one it does not have itself is taken
    /// away in vain.
    ///
    /// # Errors
    /// If there is no such article, or the library cannot be written; nothing is changed then.
    pub fn edit(&self, id: ArticleId, edit: &TagEdit) -> Result<(), StoreError> {
        let known = self.apply("articles", "tags_of_articles", "article_id", id.0, edit)?;
        if known { Ok(()) } else { Err(StoreError::NoSuchArticle(id)) }
    }

    /// Gives a source tags and takes tags away.
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written; nothing is changed then.
    pub fn edit_of_source(&self, id: SourceId, edit: &TagEdit) -> Result<(), StoreError> {
        let known = self.apply("sources", "tags_of_sources", "source_id", id.0, edit)?;
        if known { Ok(()) } else { Err(StoreError::NoSuchSource(id)) }
    }

    fn tag_list(&self, sql: &str, id: i64) -> Result<Vec<Tag>, StoreError> {
        let mut statement = self.database.prepare_cached(sql)?;
        let tags = statement.query_map((id, self.reader), |row| Ok(Tag::stored(row.get(0)?)))?;
        Ok(tags.collect::<rusqlite::Result<_>>()?)
    }

    /// True if there is what was to be edited.
    fn apply(&self, of: &str, table: &str, key: &str, id: i64, edit: &TagEdit) -> Result<bool, StoreError> {
        let tx = self.database.begin()?;
        let known = tx.query_row(&format!("SELECT 1 FROM {of} WHERE id = ?1"), [id], |_| Ok(())).optional()?;
        if known.is_none() {
            return Ok(false);
        }
        let add = format!("INSERT INTO {table} ({key}, reader, tag) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
        let remove = format!("DELETE FROM {table} WHERE {key} = ?1 AND reader = ?2 AND tag = ?3");
        for (sql, tags) in [(add, &edit.add), (remove, &edit.remove)] {
            for tag in tags {
                tx.prepare_cached(&sql)?.execute((id, self.reader, tag.as_str()))?;
            }
        }
        tx.commit()?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::article::Article;
    use crate::store::Library;
    use crate::store::{articles::Arrival, sources::SourceKind};

    fn edit(text: &str) -> TagEdit {
        TagEdit::parse(text).unwrap()
    }

    fn names(tags: &[Tag]) -> Vec<&str> {
        tags.iter().map(Tag::as_str).collect()
    }

    #[test]
    fn an_article_has_its_own_tags_and_its_sources() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let (one, two, source);
        {
            let library = Library::open(&path, "local").unwrap();
            source = library.sources().find_or_add(SourceKind::Feed, "x", "x", Timestamp::UNIX_EPOCH).unwrap();
            let articles = ["一", "二"].map(|title| Article { title: title.into(), ..Article::default() });
            let arrivals: Vec<_> = articles.iter().map(Arrival::from).collect();
            let changes = library.articles().insert(source, &arrivals, Timestamp::UNIX_EPOCH).unwrap().changes;
            (one, two) = (changes[0].0, changes[1].0);
            library.tags().edit(one, &edit("讀 要聞 讀")).unwrap();
            library.tags().edit_of_source(source, &edit("國際 要聞")).unwrap();
            library.tags().edit(one, &edit("-讀 -無 稍後")).unwrap();
        }
        let library = Library::open(&path, "local").unwrap();
        let tags = library.tags().of_article(one).unwrap();
        assert_eq!((names(&tags.own), names(&tags.of_source)), (vec!["稍後", "要聞"], vec!["國際", "要聞"]));
        assert_eq!(tags.all().len(), 3);
        assert_eq!(names(&library.tags().of_article(two).unwrap().of_source), ["國際", "要聞"]);
        assert_eq!(names(&library.tags().of_source(source).unwrap()), ["國際", "要聞"]);
        let all: Vec<_> =
            library.tags().all().unwrap().into_iter().map(|(tag, count)| (tag.to_string(), count)).collect();
        assert_eq!(all, [("國際".to_owned(), 2), ("稍後".to_owned(), 1), ("要聞".to_owned(), 2)]);
        // They are this reader's own.
        let guest = Library::open(&path, "guest").unwrap();
        assert_eq!(guest.tags().of_article(one).unwrap(), Tags::default());
        assert!(guest.tags().all().unwrap().is_empty());
    }

    #[test]
    fn what_is_not_there_has_no_tags() {
        let library = Library::open_in_memory("local").unwrap();
        let (article, source) = (ArticleId(3), SourceId(4));
        assert_eq!(library.tags().of_article(article).unwrap(), Tags::default());
        assert!(
            matches!(library.tags().edit(article, &edit("a")), Err(StoreError::NoSuchArticle(id)) if id == article)
        );
        let result = library.tags().edit_of_source(source, &edit("-a"));
        assert!(matches!(result, Err(StoreError::NoSuchSource(id)) if id == source));
    }
}
