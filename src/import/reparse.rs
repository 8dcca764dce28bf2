//! Articles read anew from the texts that they were made from, by today's parsers.

use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use url::Url;

use super::{file::epub, newsboat};
use crate::{
    article::{Article, SourceFormat, SourceText},
    feed,
    format::{html, json, markdown, page},
    store::{ArticleId, Library, StoreError, articles::ParsedAgain},
    text::StopCheck,
};

/// Articles of one transaction, and the bytes of their texts.
const BATCH: usize = 256;
const BATCH_BYTES: usize = 4 << 20;

/// Outcome of reading one article anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReparseOutcome {
    /// Another article than before.
    Changed,
    Unchanged,
    /// An article without a source.
    NoSource,
    /// Its source is damaged, or gives no article any more; it stays as it is. The reason has no full stop.
    Unreadable(&'static str),
}

/// Receives the outcome for each article once it is in the library, and decides if the reading goes on.
pub(crate) type OnReparsed<'a> = dyn FnMut(ArticleId, ReparseOutcome) -> ControlFlow<()> + 'a;

/// Reads articles anew until `on_reparsed` stops it. Marks, tags and places stay.
///
/// # Errors
/// When the library cannot be read or written, or one of the articles does not exist; those that were reported are kept.
pub(crate) fn reparse(
    library: &Library,
    ids: &[ArticleId],
    stop: &StopCheck<'_>,
    on_reparsed: &mut OnReparsed<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for id in ids {
        // An article is as much work as asks at once.
        if !stop.go_on_after(usize::MAX) {
            return Ok(ControlFlow::Break(()));
        }
        let outcome = match parsed_again(library, *id, stop) {
            Ok(Ok(parsed)) => {
                bytes += parsed.source.text.len();
                batch.push(parsed);
                None
            }
            Ok(Err(outcome)) => Some(outcome),
            Err(StoreError::DamagedArticle { .. }) => {
                Some(ReparseOutcome::Unreadable("it is damaged; “kanbao check” says what to do"))
            }
            Err(error) => return Err(error),
        };
        if batch.len() >= BATCH || bytes >= BATCH_BYTES {
            bytes = 0;
            if flush(library, &mut batch, on_reparsed)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        if let Some(outcome) = outcome
            && on_reparsed(*id, outcome).is_break()
        {
            return Ok(ControlFlow::Break(()));
        }
    }
    flush(library, &mut batch, on_reparsed)
}

fn flush(
    library: &Library,
    batch: &mut Vec<ParsedAgain>,
    on_reparsed: &mut OnReparsed<'_>,
) -> Result<ControlFlow<()>, StoreError> {
    if batch.is_empty() {
        return Ok(ControlFlow::Continue(()));
    }
    let changed = library.articles().replace_parsed(batch)?;
    for (parsed, changed) in batch.drain(..).zip(changed) {
        let outcome = if changed { ReparseOutcome::Changed } else { ReparseOutcome::Unchanged };
        if on_reparsed(parsed.id, outcome).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// The article that today's parsers make of a source, or the outcome if they make none.
fn parsed_again(
    library: &Library,
    id: ArticleId,
    stop: &StopCheck<'_>,
) -> Result<Result<ParsedAgain, ReparseOutcome>, StoreError> {
    let old = library.articles().get(id)?;
    let Some(source) = library.articles().source_text(id)? else { return Ok(Err(ReparseOutcome::NoSource)) };
    let unreadable = |reason| Ok(Err(ReparseOutcome::Unreadable(reason)));
    // No source is known to cause a panic; one that does must not end the reading of the others.
    let Ok(parsed) = catch_unwind(AssertUnwindSafe(|| parse(&source, stop))) else {
        return unreadable("its source could not be read because of a fault in kanbao; please report it");
    };
    let Some(mut new) = choose(parsed, &old) else { return unreadable("its source gives no article any more") };
    let has_text = |article: &Article| article.blocks.iter().any(|block| !block.text.trim().is_empty());
    if has_text(&old) && !has_text(&new) {
        return unreadable("its source gives no text any more");
    }
    if source.text.is_empty() {
        // What the entry said of itself stands in the library alone.
        new = Article { blocks: new.blocks, ..old.clone() };
    }
    new.lang = new.lang.or_else(|| source.lang.clone());
    Ok(Ok(ParsedAgain { id, old, new, source }))
}

/// The articles of a source text, as its parser reads it.
fn parse(source: &SourceText, stop: &StopCheck<'_>) -> Vec<Article> {
    let base = source.base.as_deref().and_then(|base| Url::parse(base).ok());
    let whole = || source.head.clone().unwrap_or_default() + &source.text;
    let mut articles = match source.format {
        SourceFormat::Page => vec![page::parse_until(&source.text, stop).article],
        SourceFormat::Markdown => vec![markdown::parse_until(&source.text, stop).article],
        SourceFormat::Html => vec![html::parse_until(&source.text, base.as_ref(), stop).article],
        SourceFormat::Json => {
            let mut articles = Vec::new();
            let _ = json::parse_until(&whole(), stop, &mut |parsed| articles.push(parsed.article));
            articles
        }
        SourceFormat::Feed => feed::parse_text_until(&whole(), base.as_ref(), stop).map_or_else(
            |_| Vec::new(),
            |mut feed| {
                let entries = std::mem::take(&mut feed.entries);
                entries.into_iter().map(|entry| entry.into_article(&feed)).collect()
            },
        ),
        SourceFormat::Chapter => epub::reparse(source, stop).into_iter().collect(),
        SourceFormat::Newsboat => newsboat::article_of_source(&source.text).into_iter().collect(),
    };
    if !source.pages.is_empty() {
        let pages: Vec<Article> = source.pages.iter().flat_map(|page| parse(page, stop)).collect();
        if source.text.is_empty() {
            // The entry itself was not kept.
            articles.push(Article::default());
        }
        for article in &mut articles {
            take_pages(article, &pages);
        }
    }
    articles
}

/// Gives an article the text of its pages, if that is longer, and what only they say.
fn take_pages(article: &mut Article, pages: &[Article]) {
    let length = |blocks: &[crate::article::Block]| blocks.iter().map(|block| block.text.len()).sum::<usize>();
    let mut blocks = Vec::new();
    for page in pages {
        // The first ones; a page that repeats what is there ends the article.
        if !html::join_page(&mut blocks, page.blocks.clone()) {
            break;
        }
    }
    if length(&blocks) > length(&article.blocks) {
        article.blocks = blocks;
        article.is_excerpt = false;
    }
    let Some(first) = pages.first() else { return };
    if article.title.is_empty() {
        article.title.clone_from(&first.title);
    }
    article.author = article.author.take().or_else(|| first.author.clone());
    article.published = article.published.take().or_else(|| first.published.clone());
    article.lang = article.lang.take().or_else(|| first.lang.clone());
}

/// The article that is the stored one, of those that a source gives.
fn choose(mut articles: Vec<Article>, old: &Article) -> Option<Article> {
    if articles.len() == 1 {
        return articles.pop();
    }
    let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
    let at = articles
        .iter()
        .position(|new| same(&new.guid, &old.guid))
        .or_else(|| articles.iter().position(|new| same(&new.link, &old.link)))
        .or_else(|| articles.iter().position(|new| !new.title.is_empty() && new.title == old.title))?;
    Some(articles.swap_remove(at))
}
