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

pub(in crate::store) fn tags(database: &Database, reader: &str, id: ArticleId) -> Result<Tags, StoreError> {
    let own = "SELECT tag FROM tags_of_articles WHERE article_id = ?1 AND reader = ?2 ORDER BY tag";
    let of_source = "SELECT DISTINCT tag FROM tags_of_sources
         WHERE source_id IN (SELECT source_id FROM articles WHERE id = ?1
             UNION ALL SELECT source_id FROM further_sources WHERE article_id = ?1)
         AND reader = ?2 ORDER BY tag";
    Ok(Tags { own: tag_list(database, reader, own, id.0)?, of_source: tag_list(database, reader, of_source, id.0)? })
}

pub(in crate::store) fn tags_of_source(
    database: &Database,
    reader: &str,
    id: SourceId,
) -> Result<Vec<Tag>, StoreError> {
    tag_list(
        database,
        reader,
        "SELECT tag FROM tags_of_sources WHERE source_id = ?1 AND reader = ?2 ORDER BY tag",
        id.0,
    )
}

pub(in crate::store) fn all_tags(database: &Database, reader: &str) -> Result<Vec<(Tag, usize)>, StoreError> {
    let mut statement = database.prepare_cached(
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
    let tags = statement.query_map([reader], |row| Ok((Tag::stored(row.get(0)?), values::count(row, 1)?)))?;
    Ok(tags.collect::<rusqlite::Result<_>>()?)
}

pub(in crate::store) fn edit_tags(
    database: &Database,
    reader: &str,
    id: ArticleId,
    edit: &TagEdit,
) -> Result<(), StoreError> {
    let known = apply(database, reader, "articles", "tags_of_articles", "article_id", id.0, edit)?;
    if known { Ok(()) } else { Err(StoreError::NoSuchArticle(id)) }
}

pub(in crate::store) fn edit_tags_of_source(
    database: &Database,
    reader: &str,
    id: SourceId,
    edit: &TagEdit,
) -> Result<(), StoreError> {
    let known = apply(database, reader, "sources", "tags_of_sources", "source_id", id.0, edit)?;
    if known { Ok(()) } else { Err(StoreError::NoSuchSource(id)) }
}

pub(in crate::store) fn tag_list(
    database: &Database,
    reader: &str,
    sql: &str,
    id: i64,
) -> Result<Vec<Tag>, StoreError> {
    let mut statement = database.prepare_cached(sql)?;
    let tags = statement.query_map((id, reader), |row| Ok(Tag::stored(row.get(0)?)))?;
    Ok(tags.collect::<rusqlite::Result<_>>()?)
}

/// True if there is what was to be edited.
pub(in crate::store) fn apply(
    database: &Database,
    reader: &str,
    of: &str,
    table: &str,
    key: &str,
    id: i64,
    edit: &TagEdit,
) -> Result<bool, StoreError> {
    let tx = database.begin()?;
    let known = tx.query_row(&format!("SELECT 1 FROM {of} WHERE id = ?1"), [id], |_| Ok(())).optional()?;
    if known.is_none() {
        return Ok(false);
    }
    let add = format!("INSERT INTO {table} ({key}, reader, tag) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
    let remove = format!("DELETE FROM {table} WHERE {key} = ?1 AND reader = ?2 AND tag = ?3");
    for (sql, tags) in [(add, &edit.add), (remove, &edit.remove)] {
        for tag in tags {
            tx.prepare_cached(&sql)?.execute((id, reader, tag.as_str()))?;
        }
    }
    tx.commit()?;
    Ok(true)
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
            library.reader_state().edit_tags(one, &edit("讀 要聞 讀")).unwrap();
            library.reader_state().edit_tags_of_source(source, &edit("國際 要聞")).unwrap();
            library.reader_state().edit_tags(one, &edit("-讀 -無 稍後")).unwrap();
        }
        let library = Library::open(&path, "local").unwrap();
        let tags = library.reader_state().tags(one).unwrap();
        assert_eq!((names(&tags.own), names(&tags.of_source)), (vec!["稍後", "要聞"], vec!["國際", "要聞"]));
        assert_eq!(tags.all().len(), 3);
        assert_eq!(names(&library.reader_state().tags(two).unwrap().of_source), ["國際", "要聞"]);
        assert_eq!(names(&library.reader_state().tags_of_source(source).unwrap()), ["國際", "要聞"]);
        let all: Vec<_> = library
            .reader_state()
            .all_tags()
            .unwrap()
            .into_iter()
            .map(|(tag, count)| (tag.to_string(), count))
            .collect();
        assert_eq!(all, [("國際".to_owned(), 2), ("稍後".to_owned(), 1), ("要聞".to_owned(), 2)]);
        // They are this reader's own.
        let guest = Library::open(&path, "guest").unwrap();
        assert_eq!(guest.reader_state().tags(one).unwrap(), Tags::default());
        assert!(guest.reader_state().all_tags().unwrap().is_empty());
    }

    #[test]
    fn what_is_not_there_has_no_tags() {
        let library = Library::open_in_memory("local").unwrap();
        let (article, source) = (ArticleId(3), SourceId(4));
        assert_eq!(library.reader_state().tags(article).unwrap(), Tags::default());
        assert!(
            matches!(library.reader_state().edit_tags(article, &edit("a")), Err(StoreError::NoSuchArticle(id)) if id == article)
        );
        let result = library.reader_state().edit_tags_of_source(source, &edit("-a"));
        assert!(matches!(result, Err(StoreError::NoSuchSource(id)) if id == source));
    }
}
