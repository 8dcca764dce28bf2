//! An entry while its elements arrive, in any order, and the choice among them at its end: title, link, text, files and
//! the first date that can be read.

use url::Url;

use super::{
    ParsedFeed,
    construct::TextKind,
    element::Element,
    enclosure::{self, Enclosure},
    entry::FeedEntry,
    error::FeedRemark,
    field::Field,
};
use crate::date::{DateLocale, DayOrder, feed};
use crate::{
    article::{Block, BlockKind, language_tag},
    date::Published,
    format::{Remark, html::Fragment},
    text::StopCheck,
};

/// Limit of the authors, and of the enclosures, of one entry; the rest are counted.
const MAX_OF_EACH: usize = 50;

/// Limit of unreadable dates that are named; the rest are counted.
const MAX_DATES: usize = 10;

/// The number of links and other marks beyond the limit of a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LostSpans(pub(crate) usize);

impl LostSpans {
    /// Takes the blocks of a fragment, and counts what its remarks say.
    pub(crate) fn blocks_of(&mut self, fragment: Fragment) -> Vec<Block> {
        self.0 +=
            fragment.remarks.iter().map(|it| if let Remark::MoreSpans(more) = it { *more } else { 0 }).sum::<usize>();
        fragment.blocks
    }
}

/// The elements of an entry that have been read.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) language: Option<String>,
    /// `rdf:about`.
    pub(crate) about: Option<String>,
    pub(crate) base: Option<Url>,
    /// The bindings of prefixes before those of the entry.
    pub(crate) names_before: usize,
    link: Option<String>,
    link_is_page: bool,
    /// A link that counts where there is no other.
    spare_link: Option<String>,
    guid: Option<String>,
    guid_is_opaque: bool,
    spare_guid: Option<String>,
    title: String,
    spare_title: String,
    content: Vec<Block>,
    summary: Vec<Block>,
    spare_summary: Vec<Block>,
    authors: Vec<String>,
    spare_authors: Vec<String>,
    published: Vec<String>,
    updated: Vec<String>,
    enclosures: Vec<Enclosure>,
    /// The file of Media RSS whose element is open.
    pub(crate) open_file: Option<usize>,
    /// The number of the group of files that is open.
    open_group: Option<usize>,
    groups: usize,
    /// A description of the files that belongs to none alone.
    files_description: Vec<Block>,
    source: Option<String>,
    /// Authors and enclosures beyond [`MAX_OF_EACH`].
    pub(crate) more: usize,
    pub(crate) lost: LostSpans,
    /// The entry as it is written.
    pub(crate) source_text: String,
    /// Texts that are none: images and the like in base64.
    pub(crate) binary: usize,
}

impl Draft {
    /// Takes an element of the entry, read to its end.
    pub(crate) fn add_field(&mut self, field: &Field<'_>, stop: &StopCheck<'_>) {
        match field.element {
            Element::Title if self.title.is_empty() => self.title = field.words(),
            Element::SpareTitle if self.spare_title.is_empty() => self.spare_title = field.words(),
            Element::Link => {
                if let Some(link) = field.value() {
                    self.link(link, field.base.as_ref(), true);
                }
            }
            Element::OriginalLink => {
                if let Some(link) = field.value() {
                    self.link = Some(link);
                    self.link_is_page = true;
                }
            }
            Element::Guid if self.guid.is_none() => {
                self.guid = field.value();
                self.guid_is_opaque = field.opaque;
            }
            Element::SpareGuid if self.spare_guid.is_none() => self.spare_guid = field.value(),
            Element::Content | Element::Summary if field.kind == TextKind::Binary => {
                self.binary += usize::from(field.value().is_some());
            }
            Element::Content => longer(&mut self.content, self.lost.blocks_of(field.blocks(stop))),
            Element::Summary => longer(&mut self.summary, self.lost.blocks_of(field.blocks(stop))),
            Element::SpareSummary => longer(&mut self.spare_summary, field.blocks(stop).blocks),
            Element::MediaTitle => match self.open_file {
                Some(index) => self.enclosures[index].title = field.words(),
                None if self.spare_title.is_empty() => self.spare_title = field.words(),
                None => {}
            },
            Element::MediaDescription => match self.open_file {
                Some(index) => self.enclosures[index].description = text_of(&field.blocks(stop).blocks),
                None => longer(&mut self.files_description, field.blocks(stop).blocks),
            },
            Element::Author | Element::SpareAuthor => {
                let name = field.inner("name").and_then(|text| author(&text));
                let is_spare = field.element == Element::SpareAuthor;
                let authors = if is_spare { &mut self.spare_authors } else { &mut self.authors };
                if let Some(name) = name.filter(|name| !authors.contains(name)) {
                    if authors.len() < MAX_OF_EACH {
                        authors.push(name);
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

    /// Takes the address of the entry's page; that of a page counts before others.
    pub(crate) fn link(&mut self, written: String, base: Option<&Url>, is_page: bool) {
        if self.link.is_none() || is_page && !self.link_is_page {
            self.link = Some(absolute(&written, base).unwrap_or(written));
            self.link_is_page = is_page;
        }
    }

    pub(crate) fn spare_link(&mut self, written: String, base: Option<&Url>) {
        self.spare_link = Some(absolute(&written, base).unwrap_or(written));
    }

    /// Takes the address of content that is not in the feed (RFC 4287, 4.1.3.2).
    pub(crate) fn content_elsewhere(&mut self, written: String, media_type: Option<String>, base: Option<&Url>) {
        if media_type.as_ref().is_none_or(|it| it.contains("html")) {
            self.spare_link(written, base);
        } else {
            let url = absolute(&written, base).unwrap_or(written);
            self.enclosure(Enclosure::new(url, media_type));
        }
    }

    pub(crate) fn has_link(&self) -> bool {
        self.link.is_some()
    }

    /// Takes a file; gives its place, if it was kept.
    pub(crate) fn enclosure(&mut self, file: Enclosure) -> Option<usize> {
        if let Some(index) = self.enclosures.iter().position(|other| other.url == file.url) {
            let other = &mut self.enclosures[index];
            other.length = other.length.or(file.length);
            other.is_thumbnail &= file.is_thumbnail;
            other.kind = other.kind.take().or(file.kind);
            return Some(index);
        }
        if self.enclosures.len() >= MAX_OF_EACH {
            self.more += 1;
            return None;
        }
        self.enclosures.push(Enclosure { group: self.open_group, ..file });
        Some(self.enclosures.len() - 1)
    }

    pub(crate) fn open_group(&mut self) {
        self.groups += 1;
        self.open_group = Some(self.groups);
    }

    pub(crate) fn close_group(&mut self) {
        self.open_group = None;
    }

    /// The dates as written.
    pub(crate) fn dates(&self) -> impl Iterator<Item = &str> {
        self.published.iter().chain(&self.updated).map(String::as_str)
    }

    /// Makes the entry. `order` is that of day and month in the feed's dates.
    pub(crate) fn finish(mut self, base: Option<&Url>, order: Option<DayOrder>, feed: &mut ParsedFeed) -> FeedEntry {
        let base = self.base.as_ref().or(base);
        let absolute = |address: &str| absolute(address, base);
        let mut summary = if self.summary.is_empty() { self.spare_summary } else { self.summary };
        if summary.is_empty() && self.content.is_empty() {
            // The text of a film's page is the description of the film.
            summary = self.files_description;
        } else if let Some(file) = self.enclosures.iter_mut().find(|file| !file.is_thumbnail) {
            let description = text_of(&self.files_description);
            let is_said = summary.iter().chain(&self.content).any(|block| block.text.contains(&description));
            if file.description.is_empty() && !is_said {
                file.description = description;
            }
        }
        for file in &mut self.enclosures {
            file.url = absolute(&file.url).unwrap_or_else(|| std::mem::take(&mut file.url));
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
        let (content, summary) = whole_and_summary(self.content, summary);
        let authors = if self.authors.is_empty() { self.spare_authors } else { self.authors };
        FeedEntry {
            guid: self.guid.or(self.spare_guid).or(self.about),
            link,
            title,
            author: Some(authors.join("、")).filter(|names| !names.is_empty()),
            published,
            updated,
            content,
            summary,
            enclosures: enclosure::reduce(self.enclosures),
            source: self.source,
            language,
            source_text: None,
        }
    }
}

/// The text of some blocks, a line each.
fn text_of(blocks: &[Block]) -> String {
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn length(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.text.len() + usize::from(!block.is_blank())).sum()
}

/// Tells the whole text from its summary. Some feeds put a stub, or only pictures, where the whole text should be, and the
/// text into the summary.
fn whole_and_summary(mut content: Vec<Block>, mut summary: Vec<Block>) -> (Vec<Block>, Vec<Block>) {
    if length(&content) >= length(&summary) {
        if content == summary {
            content.clear();
        }
        return (content, summary);
    }
    content.retain(|block| matches!(block.kind, BlockKind::Figure { .. } | BlockKind::Media { .. }));
    content.retain(|block| !summary.contains(block));
    summary.append(&mut content);
    (content, summary)
}

fn longer(kept: &mut Vec<Block>, other: Vec<Block>) {
    if length(&other) > length(kept) || kept.is_empty() {
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
