//! An entry while its elements arrive, in any order, and the choice among them at its end: title, link, text and the first
//! date that can be read.

use url::Url;

use super::{
    ParsedFeed,
    element::Element,
    entry::{Enclosure, FeedEntry},
    error::FeedRemark,
    field::Field,
};
use crate::date::{DateLocale, DayOrder, feed};
use crate::{
    article::{Block, language_tag},
    date::Published,
    text::StopCheck,
};

/// Limit of the authors, and of the enclosures, of one entry; the rest are counted.
const MAX_OF_EACH: usize = 50;

/// Limit of unreadable dates that are named; the rest are counted.
const MAX_DATES: usize = 10;

/// The elements of an entry that have been read.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) language: Option<String>,
    /// `rdf:about`.
    pub(crate) about: Option<String>,
    pub(crate) base: Option<Url>,
    pub(crate) link: Option<String>,
    pub(crate) link_is_page: bool,
    /// A link that counts where there is no other.
    pub(crate) spare_link: Option<String>,
    guid: Option<String>,
    guid_is_opaque: bool,
    title: String,
    spare_title: String,
    content: Vec<Block>,
    summary: Vec<Block>,
    spare_summary: Vec<Block>,
    authors: Vec<String>,
    published: Vec<String>,
    updated: Vec<String>,
    enclosures: Vec<Enclosure>,
    source: Option<String>,
    /// Authors and enclosures beyond [`MAX_OF_EACH`].
    pub(crate) more: usize,
}

impl Draft {
    /// Takes an element of the entry, read to its end.
    pub(crate) fn add_field(&mut self, field: &Field<'_>, base: Option<&Url>, stop: &StopCheck<'_>) {
        match field.element {
            Element::Title if self.title.is_empty() => self.title = field.words(),
            Element::SpareTitle if self.spare_title.is_empty() => self.spare_title = field.words(),
            Element::Link if self.link.is_none() => self.link = field.value(),
            Element::OriginalLink => {
                if let Some(link) = field.value() {
                    self.link = Some(link);
                }
            }
            Element::Guid if self.guid.is_none() => {
                self.guid = field.value();
                self.guid_is_opaque = field.opaque;
            }
            Element::Content => longer(&mut self.content, field.blocks(base, stop)),
            Element::Summary => longer(&mut self.summary, field.blocks(base, stop)),
            Element::SpareSummary => longer(&mut self.spare_summary, field.blocks(base, stop)),
            Element::Author => {
                if let Some(name) = field.inner("name").and_then(|text| author(&text))
                    && !self.authors.contains(&name)
                {
                    if self.authors.len() < MAX_OF_EACH {
                        self.authors.push(name);
                    } else {
                        self.more += 1;
                    }
                }
            }
            Element::Published => self.published.extend(field.value()),
            Element::Updated => self.updated.extend(field.value()),
            Element::Source if self.source.is_none() => self.source = field.inner("title"),
            Element::Language if self.language.is_none() => self.language = field.value(),
            _ => {}
        }
    }

    pub(crate) fn enclosure(&mut self, url: String, kind: Option<String>) {
        if self.enclosures.len() >= MAX_OF_EACH {
            self.more += 1;
        } else if !self.enclosures.iter().any(|other| other.url == url) {
            self.enclosures.push(Enclosure { url, kind });
        }
    }

    /// The dates as written.
    pub(crate) fn dates(&self) -> impl Iterator<Item = &str> {
        self.published.iter().chain(&self.updated).map(String::as_str)
    }

    /// Makes the entry. `order` is that of day and month in the feed's dates.
    pub(crate) fn finish(mut self, base: Option<&Url>, order: Option<DayOrder>, feed: &mut ParsedFeed) -> FeedEntry {
        let base = self.base.as_ref().or(base);
        let absolute = |address: &str| absolute(address, base);
        for enclosure in &mut self.enclosures {
            if let Some(url) = absolute(&enclosure.url) {
                enclosure.url = url;
            }
        }
        let is_address = |text: &&String| text.starts_with("http://") || text.starts_with("https://");
        let guid_link = self.guid.as_ref().filter(|_| !self.guid_is_opaque).filter(is_address);
        let about = self.about.as_ref().filter(is_address);
        let link = [self.link.as_ref(), guid_link, about, self.spare_link.as_ref()];
        let link = link.into_iter().flatten().find_map(|link| absolute(link));
        let title = if self.title.is_empty() { self.spare_title } else { self.title };
        let language = self.language.as_deref().and_then(language_tag::tidy);
        let locale = DateLocale::detect(language.as_deref().or(feed.language.as_deref()), &title);
        let published = first_date(&self.published, locale, order, feed);
        let updated = first_date(&self.updated, locale, order, feed);
        let summary = if self.summary.is_empty() { self.spare_summary } else { self.summary };
        // Some feeds put a stub where the whole text should be, and the text into the summary.
        let (content, summary) =
            if length(&self.content) < length(&summary) { (summary.clone(), summary) } else { (self.content, summary) };
        let content = if content == summary { Vec::new() } else { content };
        FeedEntry {
            guid: self.guid.or(self.about),
            link,
            title,
            author: Some(self.authors.join("、")).filter(|names| !names.is_empty()),
            published,
            updated,
            content,
            summary,
            enclosures: self.enclosures,
            source: self.source,
            language,
            source_text: None,
        }
    }
}

fn length(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.text.len() + usize::from(!block.is_blank())).sum()
}

fn longer(kept: &mut Vec<Block>, other: Vec<Block>) {
    if length(&other) > length(kept) {
        *kept = other;
    }
}

/// The absolute form of a web address.
pub(crate) fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    let address = address.trim().replace(' ', "%20");
    let url = match base {
        Some(base) => base.join(&address).ok()?,
        None => Url::parse(&address).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// The first date that can be read. If there are dates but none can be read, the feed gets a remark.
pub(crate) fn first_date(
    texts: &[String],
    locale: DateLocale,
    order: Option<DayOrder>,
    feed: &mut ParsedFeed,
) -> Option<Published> {
    let ordered = |text: &str| order?.year_first(text).and_then(|text| feed::parse(&text, locale));
    let found = texts.iter().find_map(|text| ordered(text).or_else(|| feed::parse(text, locale)));
    if found.is_none()
        && let Some(text) = texts.iter().find(|text| text.chars().any(|c| matches!(c, '1'..='9')))
    {
        let named = feed.remarks.iter().filter(|remark| matches!(remark, FeedRemark::Date(_))).count();
        let more = feed.remarks.iter_mut().find_map(|remark| match remark {
            FeedRemark::MoreDates(more) => Some(more),
            _ => None,
        });
        match more {
            _ if named < MAX_DATES => feed.remarks.push(FeedRemark::Date(text.chars().take(60).collect())),
            Some(more) => *more += 1,
            None => feed.remarks.push(FeedRemark::MoreDates(1)),
        }
    }
    found
}

/// The name in `who@example.org (王小明)` and similar forms.
pub(crate) fn author(text: &str) -> Option<String> {
    let text = text.trim();
    let named = text.split_once('(').and_then(|(before, inside)| {
        let inside = inside.strip_suffix(')')?.trim();
        if before.contains('@') {
            Some(inside)
        } else if inside.contains('@') {
            Some(before.trim())
        } else {
            None
        }
    });
    Some(named.unwrap_or(text)).filter(|name| !name.is_empty()).map(str::to_owned)
}
