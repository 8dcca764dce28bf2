//! The articles that meet the terms of a search: candidates of the index, read and judged.

use crate::store::database::Database;
use crate::store::sources::membership;
use crate::store::state::ReaderState;
use std::ops::ControlFlow;

use super::candidates::ROW;
use super::{candidates::Candidate, gram_query::Need};
use crate::script::article_language;
use crate::search::{
    Looks,
    query::{Judge, Judged, Verdict},
};
use crate::store::state::Tags;
use crate::store::{ArticleId, StoreError};

pub(in crate::store) fn find(
    database: &Database,
    reader: &str,
    need: &Need,
    judge: &Judge,
    looks: &Looks<'_>,
    mut visit: impl FnMut(&Candidate<'_>, Option<Verdict>) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let mut failed = Ok(());
    super::candidates::candidates(database, reader, need, looks, |candidate| {
        match held_against(database, reader, judge, &candidate, looks) {
            Ok(_) if looks.is_stopped() => ControlFlow::Break(()),
            Ok(verdict) => visit(&candidate, verdict),
            Err(error) => {
                failed = Err(error);
                ControlFlow::Break(())
            }
        }
    })?;
    failed
}

pub(in crate::store) fn find_by_sound(
    database: &Database,
    reader: &str,
    judge: &Judge,
    looks: &Looks<'_>,
    mut visit: impl FnMut(&Candidate<'_>, Option<Verdict>) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let _snapshot = database.snapshot()?;
    let mut statement =
        database.prepare_cached("SELECT id, title, newest FROM articles ORDER BY newest DESC, id DESC")?;
    let mut rows = statement.query([])?;
    while looks.go_on_after(ROW) {
        let Some(row) = rows.next()? else { break };
        let title = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        if !judge.may_be_titled(title, looks) {
            continue;
        }
        let Some((shown, article)) = super::candidates::row_and_article(database, reader, ArticleId(row.get(0)?))?
        else {
            continue;
        };
        let candidate = Candidate { row: &shown, article: &article, newest: row.get(2)?, in_title: true };
        let verdict = held_against(database, reader, judge, &candidate, looks)?;
        if looks.is_stopped() {
            break;
        }
        let verdict = verdict.map(|verdict| Verdict { rank: verdict.rank.by_sound(), ..verdict });
        if visit(&candidate, verdict).is_break() {
            break;
        }
    }
    Ok(())
}

pub(in crate::store) fn held_against(
    database: &Database,
    reader: &str,
    judge: &Judge,
    candidate: &Candidate<'_>,
    looks: &Looks<'_>,
) -> Result<Option<Verdict>, StoreError> {
    let row = candidate.row;
    let tags = if judge.asks_tags() { ReaderState::new(database, reader).tags(row.id)? } else { Tags::default() };
    let tags: Vec<String> = tags.all().into_iter().map(|tag| tag.as_str().to_owned()).collect();
    let further = if judge.asks_sources() { membership::further_of(database, row.id)? } else { Vec::new() };
    let further: Vec<(i64, &str)> = further.iter().map(|(id, title)| (id.0, title.as_str())).collect();
    let article = candidate.article;
    let said = article.lang.as_deref().unwrap_or_default();
    let judged = Judged {
        article,
        langs: [said, if judge.asks_languages() { article_language(article).tag() } else { "" }],
        source: &row.source_title,
        source_number: row.source_id.0,
        further_sources: &further,
        tags: &tags,
        read: row.read,
        starred: row.starred,
    };
    Ok(judge.judge(&judged, looks))
}
