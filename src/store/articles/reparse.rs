//! Articles read anew from their sources: another text in the place of the former one, which is no edit. What readers
//! have done with an article stays, and their places stay at their words.

use rusqlite::{Connection, OptionalExtension, params};

use super::batch::write;
use super::identity::{Hash, Hashes, hashes};
use super::resemblance::completed;
use super::source::{self, PackedSource};
use super::{Articles, details, load};
use crate::article::{Article, PARSER_VERSION, SourceText};
use crate::store::{ArticleId, SourceId, StoreError, state::place, values};
use crate::system::counted;

/// Name of what is remembered of the offer to read articles anew.
const OFFERED: &str = "offered parser";

/// An article as today's parsers have made it of its source.
#[derive(Clone, Debug)]
pub(crate) struct ParsedAgain {
    pub(crate) id: ArticleId,
    /// The article as it is stored.
    pub(crate) old: Article,
    pub(crate) new: Article,
    pub(crate) source: SourceText,
}

impl Articles<'_> {
    /// The text that an article was made from; none if it was not kept.
    ///
    /// # Errors
    /// [`StoreError::DamagedArticle`] if it is not as it was written, or if the library cannot be read.
    pub fn source_text(&self, id: ArticleId) -> Result<Option<SourceText>, StoreError> {
        let article = load::article(self.database, id)?;
        let damaged = |_| StoreError::DamagedArticle { article: id, column: "source".to_owned() };
        source::read(self.database, id, &article)?.transpose().map_err(damaged)
    }

    /// The number of articles whose sources were last read by parsers before a version.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn count_parsed_before(&self, parser: i64) -> Result<usize, StoreError> {
        let sql = "SELECT count(1) FROM article_sources WHERE parser < ?1";
        Ok(self.database.prepare_cached(sql)?.query_row([parser], |row| values::count(row, 0))?)
    }

    /// Articles whose numbers are above one, in order, at most `limit`; those of one source, if that is given.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub(crate) fn ids_after(
        &self,
        after: ArticleId,
        of: Option<SourceId>,
        limit: usize,
    ) -> Result<Vec<ArticleId>, StoreError> {
        let mut statement = self.database.prepare_cached(
            "SELECT id FROM articles WHERE id > ?1 AND (?2 IS NULL OR source_id = ?2
                 OR EXISTS (SELECT 1 FROM further_sources f WHERE f.source_id = ?2 AND f.article_id = id))
             ORDER BY id LIMIT ?3",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let ids = statement.query_map((after.0, of.map(|of| of.0), limit), |row| row.get(0).map(ArticleId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Puts what today's parsers have made of sources in the place of articles, in one transaction, and says of each
    /// whether it is another now. What only the stored article has is kept: another source may have completed it.
    ///
    /// # Errors
    /// If the library cannot be written; nothing of the batch is changed then.
    pub(crate) fn replace_parsed(&self, batch: &[ParsedAgain]) -> Result<Vec<bool>, StoreError> {
        // Packed and hashed before the library is held.
        let mut replacements = Vec::with_capacity(batch.len());
        for ParsedAgain { id, old, new, source } in batch {
            self.database.look()?;
            let new = completed(&Article { guid: old.guid.clone(), link: old.link.clone(), ..new.clone() }, old);
            let packed = (new != *old).then(|| PackedSource::pack(source, &new));
            replacements.push((*id, old, hashes(&new), new, packed));
        }
        let tx = self.database.begin()?;
        let mut changed = Vec::with_capacity(batch.len());
        for (id, old, hashed, new, packed) in replacements {
            // Another program may have removed or edited it since.
            let is_there = load::article(&tx, id).is_ok_and(|article| article == *old);
            if is_there && let Some(packed) = &packed {
                let whole = own_arrival(&tx, id, old)?.unwrap_or(hashed.whole);
                place::carry(&tx, id, old, &new)?;
                write::overwrite(&tx, id, &new, &Hashes { whole, ..hashed }, None)?;
                source::write(&tx, id, packed)?;
                // So that it is known when it comes again as today's parsers read it.
                tx.prepare_cached("INSERT INTO arrivals (hash, article_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
                    .execute(params![hashed.whole, id.0])?;
            } else if is_there {
                source::mark_parsed(&tx, id, PARSER_VERSION)?;
                // Damaged details of plain blocks, which nobody saw.
                tx.prepare_cached("UPDATE bodies SET details = ?2 WHERE article_id = ?1 AND details IS NOT ?2")?
                    .execute(params![id.0, details::pack(&new.blocks)])?;
            }
            changed.push(is_there && packed.is_some());
        }
        tx.commit()?;
        Ok(changed)
    }

    /// The sentence by which the program offers to read articles anew that parsers before today's have read; none if
    /// there are none, or it was offered in this library before.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn reparse_offer(&self) -> Result<Option<String>, StoreError> {
        let last = self
            .database
            .prepare_cached("SELECT value FROM remembered WHERE name = ?1")?
            .query_row([OFFERED], |row| row.get::<_, i64>(0))
            .optional()?;
        if last.is_some_and(|last| last >= PARSER_VERSION) {
            return Ok(None);
        }
        let count = self.count_parsed_before(PARSER_VERSION)?;
        let articles = counted(count, "article");
        Ok((count > 0).then(|| {
            format!(
                "This version reads articles better. `kanbao reparse --all` reads {articles} anew from their sources."
            )
        }))
    }

    /// Like [`Articles::reparse_offer`], and never again after.
    ///
    /// # Errors
    /// If the library cannot be read or written; one that may only be read is offered nothing.
    pub fn take_reparse_offer(&self) -> Result<Option<String>, StoreError> {
        if self.database.refusal().is_some() {
            return Ok(None);
        }
        let is_recorded = "SELECT 1 FROM remembered WHERE name = ?1 AND value >= ?2";
        if self.database.prepare_cached(is_recorded)?.exists((OFFERED, PARSER_VERSION))? {
            return Ok(None);
        }
        let offer = self.reparse_offer()?;
        let tx = self.database.begin()?;
        tx.prepare_cached(
            "INSERT INTO remembered (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
        )?
        .execute((OFFERED, PARSER_VERSION))?;
        tx.commit()?;
        Ok(offer)
    }
}

/// The hash of what its own source last brought, if that is not the stored text: another source has completed it.
fn own_arrival(conn: &Connection, id: ArticleId, old: &Article) -> Result<Option<Hash>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT arrival FROM articles WHERE id = ?1")?;
    let arrival: Hash = statement.query_row([id.0], |row| row.get(0))?;
    Ok((arrival != hashes(old).whole).then_some(arrival))
}
