//! Finds the article of an entry that several feeds of a site carry, each under an identifier of its own, one of them in
//! full and another as a teaser, and keeps the names by which it is found. `resemblance.rs` compares the two texts.
//!
//! Beside the arrivals to the letter stand: what an entry whose identifier is not its link is called by page and title;
//! that several articles are called so, which makes the name worth nothing; and the identifier that a further feed
//! gives an article.

use std::collections::{HashMap, HashSet};

use rusqlite::OptionalExtension;

use super::{Batch, KnownArticle};
use crate::article::Article;
use crate::store::articles::identity::{Hash, Identity, by_link, entry, hashes, several};
use crate::store::articles::resemblance::{is_much_shorter, is_one_entry};
use crate::store::articles::{arrival::Arrival, load};
use crate::store::{ArticleId, StoreError, sources::SourceKind};

/// Names that several arrivals of one batch share.
pub(in crate::store) fn shared(arrivals: &[Arrival<'_>]) -> HashSet<Hash> {
    let mut counts: HashMap<Hash, usize> = HashMap::new();
    for name in arrivals.iter().filter_map(|arrival| entry(arrival.article)) {
        *counts.entry(name).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect()
}

impl Batch<'_> {
    /// The article of another feed that an entry is.
    pub(in crate::store) fn find_entry(
        &self,
        arrival: &Arrival<'_>,
        identity: Identity,
    ) -> Result<Option<(KnownArticle, Article)>, StoreError> {
        if self.kind != SourceKind::Feed {
            return Ok(None);
        }
        // It was found to be one before, and bears the name that its feed gives it.
        if let Some(found) = self.other(&identity.hash(), true)? {
            return Ok(Some(found));
        }
        let Some(name) = entry(arrival.article).filter(|name| !self.shared.contains(name)) else { return Ok(None) };
        if self.named(&several(&name))?.is_some() {
            return Ok(None);
        }
        let mut found = self.other(&name, true)?;
        for hash in by_link(arrival.article) {
            if found.is_none() && hash != identity.hash() {
                found = self.other(&hash, false)?;
            }
        }
        let Some((known, old)) = found else { return Ok(None) };
        let is_new = !self.met.contains(&known.id) && !self.carries(known.id)?;
        Ok((is_new && is_one_entry(&old, arrival.article)).then_some((known, old)))
    }

    /// The article of another feed that bears a name: one that is remembered, or its own.
    fn other(&self, name: &Hash, remembered: bool) -> Result<Option<(KnownArticle, Article)>, StoreError> {
        let condition =
            if remembered { "id = (SELECT article_id FROM arrivals WHERE hash = ?1)" } else { "identity = ?1" };
        match self.find(condition, [name])? {
            Some(known) if known.kind == SourceKind::Feed && known.source != self.source => {
                let article = load::article(self.conn, known.id)?;
                Ok(Some((known, article)))
            }
            _ => Ok(None),
        }
    }

    fn named(&self, name: &Hash) -> Result<Option<ArticleId>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT article_id FROM arrivals WHERE hash = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?.map(ArticleId))
    }

    /// True if the text of an article is another feed's, which has it in full, and its own feed brings a teaser anew.
    pub(in crate::store) fn has_full_text(
        &self,
        known: &KnownArticle,
        old: &Article,
        new: &Article,
    ) -> Result<bool, StoreError> {
        if self.kind != SourceKind::Feed || !is_much_shorter(new, old) || hashes(old).whole == known.arrival {
            return Ok(false);
        }
        let sql = "SELECT 1 FROM further_sources WHERE article_id = ?1 LIMIT 1";
        Ok(self.conn.prepare_cached(sql)?.exists([known.id.0])?)
    }

    /// True if this source carries an article of another already, and so has another entry for it.
    fn carries(&self, id: ArticleId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM further_sources WHERE source_id = ?1 AND article_id = ?2";
        Ok(self.conn.prepare_cached(sql)?.exists((self.source.0, id.0))?)
    }

    /// Remembers by what an entry can be found when another feed brings it.
    pub(in crate::store) fn name_entry(
        &self,
        arrival: &Arrival<'_>,
        identity: Identity,
        id: ArticleId,
        own: bool,
    ) -> Result<(), StoreError> {
        if self.kind != SourceKind::Feed || by_link(arrival.article).contains(&identity.hash()) {
            return Ok(());
        }
        if !own {
            return self.record(identity.hash(), id);
        }
        let Some(name) = entry(arrival.article) else { return Ok(()) };
        match self.named(&name)? {
            Some(other) if other != id => self.record(several(&name), id),
            Some(_) => Ok(()),
            None => self.record(name, id),
        }
    }
}
