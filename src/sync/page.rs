//! The full text of entries of which a feed has only the beginning: each entry's page is fetched and its article taken
//! out of it. A page that fails leaves the entry as the feed has it, and is requested again a few times.

use std::collections::HashMap;

use super::fetched::{FetchedEntry, FetchedFeed};
use crate::system::counted;
use crate::{
    article::{Article, Incoming, LeftOut, LeftOutKind},
    encoding::{self, Label},
    format::{Parsed, html},
    import::Warning,
    net::{Accept, Address, Client},
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
    for Incoming { mut article, source, .. } in articles {
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
        outcome.requested += 1;
        let result = fetch_page(client, &link);
        let page = Some((entry, result.is_ok()));
        match result {
            Ok((page, left_out)) => {
                for (sentence, part) in left_out {
                    part.add(&mut fetched.left_out, MAX_LEFT_OUT);
                    if outcome.warnings < MAX_LEFT_OUT {
                        fetched.warnings.insert(outcome.warnings, format!("{link}: {sentence}"));
                    }
                    outcome.warnings += 1;
                }
                fill(&mut article, page);
            }
            Err(error) => {
                outcome.failures += 1;
                outcome.to_retry += usize::from(state.failures + 1 < MAX_FAILURES);
                outcome.first_failure.get_or_insert(error);
            }
        }
        fetched.entries.push(FetchedEntry { article, source, page });
    }
    outcome.report(fetched);
    outcome.postponed == 0 && outcome.to_retry == 0
}

impl Outcome {
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

/// The article of a page and the parts of it that were left out, or the sentence why there is none.
fn fetch_page(client: &Client, link: &Address) -> Result<(Article, Vec<(String, LeftOut)>), String> {
    let response = client.get(link, Accept::Page, None).map_err(|error| error.to_string())?;
    if !(200..300).contains(&response.status) {
        return Err(format!("{link} could not be fetched (status {})", response.status));
    }
    if let Some(cut) = response.cut {
        return Err(format!("{link} broke off ({cut})"));
    }
    let label = response.content_type.as_deref().and_then(Label::from_content_type);
    let decoded = encoding::decode_markup(response.body, label, None);
    let Parsed { article, remarks, .. } = html::parse(&decoded.text, Some(response.address.base()));
    if article.blocks.is_empty() {
        return Err(format!("{link} holds no article that stands out from its surroundings"));
    }
    let lost = decoded.lost.map(|lost| Warning::Lost { encoding: decoded.encoding, lost });
    let warnings = lost.into_iter().chain(remarks.into_iter().map(Warning::from));
    Ok((article, warnings.filter_map(|warning| Some((warning.to_string(), warning.left_out()?))).collect()))
}

/// Takes the text of a page, if it is longer than the feed's, and metadata that only the page has.
fn fill(article: &mut Article, page: Article) {
    let length = |article: &Article| article.blocks.iter().map(|block| block.text.chars().count()).sum::<usize>();
    if length(&page) > length(article) {
        article.blocks = page.blocks;
    }
    if article.title.is_empty() {
        article.title = page.title;
    }
    article.author = article.author.take().or(page.author);
    article.published = article.published.take().or(page.published);
    article.lang = article.lang.take().or(page.lang);
}
