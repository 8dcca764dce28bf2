//! Details and sources of articles whose texts come again, or are replaced.

use rusqlite::params;

use super::{Batch, write};
use crate::article::Article;
use crate::store::articles::{
    PreparedArticle, arrival::Arrival, identity::Hashes, load, resemblance::completed, source, source::PackedSource,
};
use crate::store::{ArticleId, StoreError};

impl Batch<'_> {
    /// Gives an article whose text has come again as it is the details and the source that it did not have so far.
    pub(super) fn enrich(
        &self,
        id: ArticleId,
        arrival: &Arrival<'_>,
        prepared: &PreparedArticle,
    ) -> Result<(), StoreError> {
        let article = arrival.article;
        // Another source may have completed the text: then the details are not those of the stored one.
        let is_own = "SELECT 1 FROM articles WHERE id = ?1 AND likeness = ?2 AND arrival = ?3";
        let Hashes { likeness, whole } = prepared.hashes;
        if !self.conn.prepare_cached(is_own)?.exists(params![id.0, likeness, whole])? {
            return Ok(());
        }
        self.conn
            .prepare_cached("UPDATE bodies SET details = ?2 WHERE article_id = ?1 AND details IS NOT ?2")?
            .execute(params![id.0, prepared.details])?;
        let is_other = "SELECT 1 FROM articles WHERE id = ?1 AND (is_excerpt IS NOT ?2 OR chapter IS NOT ?3)";
        let excerpt = article.is_excerpt.then_some(true);
        if self.conn.prepare_cached(is_other)?.exists(params![id.0, excerpt, article.chapter])? {
            // A chapter has its place in the lists, too.
            let whole = completed(article, &load::article(self.conn, id)?);
            write::overwrite(self.conn, id, &whole, &prepared.hashes, None)?;
        }
        if let Some(source) = self.source_of(prepared)
            && !source::exists(self.conn, id)?
        {
            source::write(self.conn, id, source)?;
        }
        Ok(())
    }

    /// The source of an arrival, if sources are kept.
    pub(super) fn source_of<'p>(&self, prepared: &'p PreparedArticle) -> Option<&'p PackedSource> {
        prepared.source.as_ref().filter(|_| self.keeps_sources)
    }

    /// Writes the source of a text that has replaced another. That of a text that is gone makes no sense any more.
    pub(super) fn replace_source(
        &self,
        id: ArticleId,
        prepared: &PreparedArticle,
        old: &Article,
        new: &Article,
    ) -> Result<(), StoreError> {
        match self.source_of(prepared) {
            Some(source) => source::write(self.conn, id, source),
            None if source::is_of_both(old, new) => Ok(()),
            None => source::remove(self.conn, id),
        }
    }
}
