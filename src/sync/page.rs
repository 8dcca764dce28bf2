//! The full text of entries of which a feed has only the beginning: each entry's page is fetched and its article taken
//! out of it. What cannot be had is left as the feed has it, and tried again a few times.

use std::collections::HashMap;

use super::fetch::{FetchedFeed, Item, charset};
use crate::{
    article::{Article, LeftOut, What},
    format::{Parsed, html},
    store::sources::{Entry, PageState},
};
use crate::{
    encoding::decode,
    import::Warning,
    net::{Accept, Address, Client},
};

/// Pages fetched for one feed at one reading; the rest come at the next.
const MOST_PAGES: usize = 60;

/// What was left out of pages and is told of one by one.
const MOST_LEFT_OUT: usize = 20;

/// How often a page that cannot be had is tried.
const MOST_FAILURES: u32 = 3;

/// Adds articles to what was fetched, with the text of their pages. Returns whether nothing is left to be done at the
/// next reading.
pub(crate) fn complete(
    client: &Client,
    articles: Vec<Article>,
    known: &HashMap<Entry, PageState>,
    fetched: &mut FetchedFeed,
) -> bool {
    let (mut asked, mut left, mut failed, mut failures) = (0, 0, 0, 0);
    let (mut told, mut first) = (0, None);
    for mut article in articles {
        let entry = Entry::of(&article);
        let state = known.get(&entry).copied().unwrap_or_default();
        if state.done {
            fetched.known += 1;
            continue;
        }
        let link = article.link.as_deref().and_then(|link| Address::parse(link).ok());
        let Some(link) = link.filter(|_| state.failures < MOST_FAILURES && !client.is_stopped()) else {
            fetched.items.push(Item { article, page: None });
            continue;
        };
        if asked == MOST_PAGES {
            left += 1;
            fetched.items.push(Item { article, page: None });
            continue;
        }
        asked += 1;
        let result = page(client, &link);
        let page = Some((entry, result.is_ok()));
        match result {
            Ok((page, odd)) => {
                for (sentence, what) in odd {
                    what.add(&mut fetched.left_out, MOST_LEFT_OUT);
                    if told < MOST_LEFT_OUT {
                        fetched.warnings.insert(told, format!("{link}: {sentence}"));
                    }
                    told += 1;
                }
                fill(&mut article, page);
            }
            Err(error) => {
                failures += 1;
                failed += usize::from(state.failures + 1 < MOST_FAILURES);
                first.get_or_insert(error);
            }
        }
        fetched.items.push(Item { article, page });
    }
    if let Some(first) = first {
        fetched.left_out.push(LeftOut::count(What::Text, failures));
        fetched
            .warnings
            .insert(0, format!("the full text of some articles could not be had, their beginning was kept: {first}"));
    }
    if told > MOST_LEFT_OUT {
        let more = told - MOST_LEFT_OUT;
        fetched.warnings.push(format!("{more} more of the pages are not in full"));
    }
    if left > 0 {
        fetched.warnings.push(format!("the full text of {left} more articles comes with the next sync"));
    }
    left == 0 && failed == 0
}

/// The article of a page and what of it was left out, or why there is none: a sentence.
fn page(client: &Client, link: &Address) -> Result<(Article, Vec<(String, LeftOut)>), String> {
    let response = client.get(link, Accept::Page, None).map_err(|error| error.to_string())?;
    if !(200..300).contains(&response.status) {
        return Err(format!("{link} could not be had (status {})", response.status));
    }
    if let Some(cut) = response.cut {
        return Err(format!("{link} broke off ({cut})"));
    }
    let label = response.content_type.as_deref().and_then(charset);
    let decoded = decode::decode_markup(response.body, label, None);
    let Parsed { article, remarks } = html::parse(&decoded.text, Some(response.address.base()));
    if article.blocks.is_empty() {
        return Err(format!("{link} holds no article that could be told from what surrounds it"));
    }
    let lost = decoded.lost.map(|lost| Warning::Lost { encoding: decoded.encoding, lost });
    let odd = lost.into_iter().chain(remarks.into_iter().map(Warning::from));
    Ok((article, odd.filter_map(|warning| Some((warning.to_string(), warning.left_out()?))).collect()))
}

/// The text of a page, if it is more than the feed has, and what only the page says.
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
