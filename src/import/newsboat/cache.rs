//! The articles of newsboat's `cache.db`, feed by feed, with their marks.

use std::{borrow::Cow, ops::ControlFlow, path::Path};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    article::{Article, Block, Incoming, LeftOut, LeftOutKind, SourceFormat, SourceText},
    date::Published,
    feed,
    format::html,
    import::event::{FileReport, ImportEvent, OnEvent},
    net::Address,
    store::{
        Library, StoreError,
        articles::{Arrival, ArrivalOutcome},
        sources::{NewsboatCache, NewsboatError, NewsboatFeed, NewsboatItem, SourceKind},
    },
    text::StopCheck,
};

/// Articles of one transaction.
const BATCH: usize = 256;

/// Limit of the articles that are named because something of them was left out.
const MAX_NAMED: usize = 100;

/// The reason for which a cache could not be imported to its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum CacheError {
    #[error(transparent)]
    Cache(#[from] NewsboatError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Imports the articles of a cache, until `on_event` stops it.
pub(super) fn import_cache(
    library: &mut Library,
    path: &Path,
    now: Timestamp,
    on_event: &mut OnEvent<'_>,
    report: &mut FileReport,
) -> Result<ControlFlow<()>, CacheError> {
    let cache = NewsboatCache::open(path)?;
    let mut lossy = 0;
    for found in cache.feeds()? {
        let mut intake = FeedIntake {
            library,
            feed: &found,
            now,
            on_event,
            report,
            waiting: Vec::new(),
            lossy: &mut lossy,
            stopped: false,
            failed: None,
        };
        cache.items(&found.url, |item| intake.take(&item))?;
        if intake.finish()?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    if lossy > MAX_NAMED {
        let more = lossy - MAX_NAMED;
        report.warnings.push(format!("{more} more articles have bytes that are no text; they became “\u{fffd}”"));
    }
    if report.articles.is_empty() {
        report.error = Some(format!("{} holds no articles", path.display()));
    }
    Ok(ControlFlow::Continue(()))
}

/// The articles of one feed on their way into the library.
struct FeedIntake<'a, 't> {
    library: &'a mut Library,
    feed: &'a NewsboatFeed,
    now: Timestamp,
    on_event: &'a mut OnEvent<'t>,
    report: &'a mut FileReport,
    waiting: Vec<(Incoming, bool, bool)>,
    /// Articles with bytes that are no text, of all feeds so far.
    lossy: &'a mut usize,
    stopped: bool,
    failed: Option<StoreError>,
}

impl FeedIntake<'_, '_> {
    fn take(&mut self, item: &NewsboatItem) -> bool {
        self.stopped |= (self.on_event)(ImportEvent::Waiting).is_break();
        if self.stopped {
            return false;
        }
        if item.lossy {
            let left_out = LeftOut::some(LeftOutKind::Characters).at(&item.title);
            left_out.add(&mut self.report.left_out, MAX_NAMED);
            if *self.lossy < MAX_NAMED {
                let title = &item.title;
                self.report.warnings.push(format!("“{title}” has bytes that are no text; they became “\u{fffd}”"));
            }
            *self.lossy += 1;
        }
        self.waiting.push((incoming(item, self.feed), item.read, item.flagged));
        if self.waiting.len() >= BATCH {
            self.failed = self.flush().err();
        }
        self.failed.is_none()
    }

    fn finish(mut self) -> Result<ControlFlow<()>, StoreError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        // Waiting articles are read again when the import is continued.
        if self.stopped || (self.on_event)(ImportEvent::Waiting).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        self.flush()?;
        Ok(ControlFlow::Continue(()))
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let title = if self.feed.title.trim().is_empty() { &self.feed.url } else { &self.feed.title };
        // Articles that a command brought are kept like any others; the command itself is not.
        let (kind, location) = match Address::parse(&self.feed.url) {
            Ok(address) => (SourceKind::Feed, address.to_string()),
            Err(error) => {
                let warning = format!("{error}; the articles it has brought so far are kept");
                if !self.report.warnings.contains(&warning) {
                    self.report.warnings.push(warning);
                }
                (SourceKind::Import, format!("newsboat: {}", self.feed.url))
            }
        };
        let source = self.library.sources().find_or_add(kind, &location, title, self.now)?;
        let arrivals: Vec<Arrival<'_>> = self.waiting.iter().map(|(incoming, ..)| Arrival::from(incoming)).collect();
        let outcome = self.library.articles().insert(source, &arrivals, self.now)?;
        let mut marks = Vec::new();
        for ((id, change), (_, read, flagged)) in outcome.changes.iter().zip(&self.waiting) {
            self.report.count(*change);
            // The number of an article that the reader has removed leads nowhere.
            if *change != ArrivalOutcome::Dropped {
                self.report.articles.push(*id);
                marks.push((*id, *read, *flagged));
            }
        }
        self.library.marks().adopt(&marks, self.now)?;
        self.waiting.clear();
        Ok(())
    }
}

/// An item as it stands in libraries, with what its feed gives it.
#[derive(Serialize, Deserialize)]
struct ItemSource<'t> {
    guid: Cow<'t, str>,
    link: Cow<'t, str>,
    title: Cow<'t, str>,
    author: Cow<'t, str>,
    published: i64,
    content: Cow<'t, str>,
    content_type: Cow<'t, str>,
    enclosure: Cow<'t, str>,
    feed_title: Cow<'t, str>,
    feed_site: Cow<'t, str>,
}

/// Converts an item to the article that its feed would have brought.
fn incoming(item: &NewsboatItem, found: &NewsboatFeed) -> Incoming {
    let source = ItemSource {
        guid: Cow::Borrowed(&item.guid),
        link: Cow::Borrowed(&item.link),
        title: Cow::Borrowed(&item.title),
        author: Cow::Borrowed(&item.author),
        published: item.published,
        content: Cow::Borrowed(&item.content),
        content_type: Cow::Borrowed(&item.content_type),
        enclosure: Cow::Borrowed(&item.enclosure),
        feed_title: Cow::Borrowed(&found.title),
        feed_site: Cow::Borrowed(&found.site),
    };
    let text = serde_json::to_string(&source).ok();
    let source_text = text.map(|text| SourceText::new(SourceFormat::Newsboat, text));
    Incoming { source: source_text, ..Incoming::from(article(&source)) }
}

/// The article of a source that an import has kept.
pub(in crate::import) fn article_of_source(text: &str) -> Option<Article> {
    serde_json::from_str(text).ok().map(|source| article(&source))
}

fn article(item: &ItemSource<'_>) -> Article {
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let base = Url::parse(&item.link).or_else(|_| Url::parse(&item.feed_site)).ok();
    let plain = item.content_type.starts_with("text/") && !item.content_type.contains("html");
    let content = if plain {
        item.content.lines().filter(|line| !line.trim().is_empty()).map(Block::paragraph).collect()
    } else {
        html::fragment_until(&item.content, base.as_ref(), &StopCheck::never()).blocks
    };
    let enclosure = filled(&item.enclosure).map(|url| feed::Enclosure::new(url, None));
    let entry = feed::FeedEntry {
        guid: filled(&item.guid),
        link: filled(&item.link),
        title: item.title.trim().to_owned(),
        author: filled(&item.author),
        published: (item.published != 0).then(|| Published::from_unix(item.published)).flatten(),
        content,
        enclosures: enclosure.into_iter().collect(),
        ..feed::FeedEntry::default()
    };
    entry.into_article(&feed::ParsedFeed { title: item.feed_title.trim().to_owned(), ..feed::ParsedFeed::default() })
}
