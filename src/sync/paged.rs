//! An article off the web, which its site may have cut into pages: they are fetched one after another and joined.

use crate::{
    article::{Article, LeftOut, SourceFormat, SourceText},
    encoding::{self, Label},
    format::{
        Parsed,
        html::{self, is_same_title, join_page, next_page},
    },
    import::Warning,
    net::{Accept, Address, Client},
};

/// Limit of the pages of one article.
const MAX_ARTICLE_PAGES: usize = 20;

/// An article of one page or several.
pub(crate) struct PagedArticle {
    pub(crate) article: Article,
    /// Parts of its pages that were left out, each with a sentence.
    pub(crate) left_out: Vec<(String, LeftOut)>,
    /// The pages, as they came.
    pub(crate) sources: Vec<SourceText>,
    /// The reason why a further page is missing: a clause.
    pub(crate) missing: Option<String>,
}

/// One page.
struct Page {
    article: Article,
    left_out: Vec<(String, LeftOut)>,
    /// Its address behind all redirects.
    address: Address,
    text: String,
}

/// Fetches the article of a page and its further pages, or gives the sentence why there is none.
pub(crate) fn fetch_article(client: &Client, link: &Address) -> Result<PagedArticle, String> {
    let first = fetch_page(client, link)?;
    let first_address = first.address.clone();
    let mut visited = vec![link.as_str().to_owned(), first_address.as_str().to_owned()];
    let mut whole =
        PagedArticle { article: first.article, left_out: first.left_out, sources: Vec::new(), missing: None };
    let (mut text, mut address) = (first.text, first_address.clone());
    loop {
        let number = whole.sources.len() + 1;
        let next = next_page(&text, first_address.base(), address.base(), number);
        whole.sources.push(source(text, &address));
        let next = next.and_then(|url| first_address.join(url.as_str()).ok());
        let Some(next) = next.filter(|next| !visited.iter().any(|known| known == next.as_str())) else { break };
        if number == MAX_ARTICLE_PAGES {
            whole.missing = Some(format!("only {MAX_ARTICLE_PAGES} of them are read"));
            break;
        }
        let page = match fetch_page(client, &next) {
            Ok(page) => page,
            Err(error) => {
                whole.missing = Some(format!("page {} is missing: {error}", number + 1));
                break;
            }
        };
        let is_new = !visited[1..].iter().any(|known| known == page.address.as_str());
        let is_same = is_same_title(&whole.article.title, &page.article.title);
        if !is_new || !is_same || !join_page(&mut whole.article.blocks, page.article.blocks) {
            break;
        }
        whole.left_out.extend(page.left_out);
        visited.extend([next.as_str().to_owned(), page.address.as_str().to_owned()]);
        (text, address) = (page.text, page.address);
    }
    Ok(whole)
}

fn source(text: String, address: &Address) -> SourceText {
    SourceText::new(SourceFormat::Html, text).with_base(Some(address.base()))
}

/// Fetches one page, or gives the sentence why there is no article.
fn fetch_page(client: &Client, link: &Address) -> Result<Page, String> {
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
    let left_out = warnings.filter_map(|warning| Some((warning.to_string(), warning.left_out()?))).collect();
    Ok(Page { article, left_out, address: response.address, text: decoded.text })
}
