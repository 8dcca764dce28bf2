//! The full text of entries of which a feed has only the beginning: each entry's page is fetched and its article taken
//! out of it. A page that fails leaves the entry as the feed has it, and is requested again a few times.

use std::collections::HashMap;

use super::{
    fetched::{FetchedEntry, FetchedFeed},
    paged::{PagedArticle, fetch_article},
};
use crate::system::counted;
use crate::{
    article::{Article, Incoming, LeftOut, LeftOutKind, SourceFormat, SourceText},
    net::{Address, Client},
    store::sources::{EntryKey, PageState},
};

/// Limit of pages for one feed at one reading; the rest come at the next.
const MAX_PAGES: usize = 60;

/// Limit of reports about parts of pages that were left out; the rest are counted.
const MAX_LEFT_OUT: usize = 20;

/// Limit of requests for a page that fails.
const MAX_FAILURES: u32 = 3;

#[derive(Default)]
struct Outcome {
    requested: usize,
    /// Pages beyond [`MAX_PAGES`].
    postponed: usize,
    failures: usize,
    /// Failures of pages that are requested again.
    to_retry: usize,
    first_failure: Option<String>,
    warnings: usize,
}

/// Adds articles to a fetched feed, with the text of their pages. Returns true if nothing is left for the next reading.
pub(crate) fn fetch_pages(
    client: &Client,
    articles: Vec<Incoming>,
    known: &HashMap<EntryKey, PageState>,
    fetched: &mut FetchedFeed,
) -> bool {
    let mut outcome = Outcome::default();
    for Incoming { mut article, mut source, .. } in articles {
        let entry = EntryKey::of(&article);
        let state = known.get(&entry).copied().unwrap_or_default();
        if state.done {
            fetched.known += 1;
            continue;
        }
        let link = article.link.as_deref().and_then(|link| Address::parse(link).ok());
        let link = link.filter(|_| state.failures < MAX_FAILURES && !client.is_stopped());
        if link.is_some() && outcome.requested == MAX_PAGES {
            outcome.postponed += 1;
        }
        let Some(link) = link.filter(|_| outcome.requested < MAX_PAGES) else {
            fetched.entries.push(FetchedEntry { article, source, page: None });
            continue;
        };
        let result = fetch_article(client, &link);
        outcome.requested += result.as_ref().map_or(1, |page| page.sources.len());
        let page = Some((entry, result.as_ref().is_ok_and(|page| page.missing.is_none())));
        let error = match result {
            Ok(page) => {
                for (sentence, part) in &page.left_out {
                    part.clone().add(&mut fetched.left_out, MAX_LEFT_OUT);
                    if outcome.warnings < MAX_LEFT_OUT {
                        fetched.warnings.insert(outcome.warnings, format!("{link}: {sentence}"));
                    }
                    outcome.warnings += 1;
                }
                let missing = page.missing.clone();
                fill(&mut article, &mut source, page);
                if let Some(missing) = &missing {
                    outcome.incomplete(&link, missing, fetched);
                }
                missing
            }
            Err(error) => {
                outcome.failures += 1;
                outcome.first_failure.get_or_insert_with(|| error.clone());
                Some(error)
            }
        };
        outcome.to_retry += usize::from(error.is_some() && state.failures + 1 < MAX_FAILURES);
        fetched.entries.push(FetchedEntry { article, source, page });
    }
    outcome.report(fetched);
    outcome.postponed == 0 && outcome.to_retry == 0
}

impl Outcome {
    /// Reports an article of which a page is missing.
    fn incomplete(&mut self, link: &Address, missing: &str, fetched: &mut FetchedFeed) {
        LeftOut::count(LeftOutKind::Text, 1).at(link).add(&mut fetched.left_out, MAX_LEFT_OUT);
        if self.warnings < MAX_LEFT_OUT {
            let sentence = format!(
                "{link} is the first of several pages of one article, and {missing}; the text up to there was kept"
            );
            fetched.warnings.insert(self.warnings, sentence);
        }
        self.warnings += 1;
    }

    fn report(&self, fetched: &mut FetchedFeed) {
        if let Some(first) = &self.first_failure {
            fetched.left_out.push(LeftOut::count(LeftOutKind::Text, self.failures));
            let articles = counted(self.failures, "article");
            fetched.warnings.insert(
                0,
                format!("the full text of {articles} could not be fetched, the beginning was kept: {first}"),
            );
        }
        if self.warnings > MAX_LEFT_OUT {
            let more = self.warnings - MAX_LEFT_OUT;
            fetched.warnings.push(format!("{more} more of the pages are not in full"));
        }
        if self.postponed > 0 {
            fetched.left_out.push(LeftOut::count(LeftOutKind::Text, self.postponed));
            let articles = counted(self.postponed, "more article");
            fetched.warnings.push(format!("the full text of {articles} comes with the next sync"));
        }
    }
}

/// Takes the text of a page, if it is longer than the feed's, and metadata that only the page has.
fn fill(article: &mut Article, source: &mut Option<SourceText>, page: PagedArticle) {
    let PagedArticle { article: page, sources, .. } = page;
    let length = |article: &Article| article.blocks.iter().map(|block| block.text.chars().count()).sum::<usize>();
    if length(&page) > length(article) {
        article.blocks = page.blocks;
        article.is_excerpt = false;
        source.get_or_insert_with(|| SourceText::new(SourceFormat::Feed, "")).pages = sources;
    }
    if article.title.is_empty() {
        article.title = page.title;
    }
    article.author = article.author.take().or(page.author);
    article.published = article.published.take().or(page.published);
    article.lang = article.lang.take().or(page.lang);
}
