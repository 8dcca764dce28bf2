//! Newsboat's files: the feeds of `urls`, and the articles of `cache.db` with their marks. Commands are named and never
//! run.

mod urls;

use std::{
    cell::{Cell, RefCell},
    fs::File,
    io::Read,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use url::Url;

use crate::{
    article::{Article, Block, LeftOut, LeftOutKind},
    date::Published,
    format::html,
    store::{
        Library, StoreError,
        articles::{Arrival, Change},
        sources::{NewsboatCache, NewsboatError, NewsboatFeed, NewsboatItem, SourceKind},
    },
};
use crate::{
    feed,
    import::{
        error::ImportError,
        event::{FileReport, ImportEvent, OnEvent},
    },
    net::Address,
    subscriptions::subscribe,
};

/// Articles of one transaction.
const BATCH: usize = 256;

/// Limit of the articles that are named because something of them was left out.
const MAX_NAMED: usize = 100;

/// Bytes of the longest `urls` file.
const MAX_URLS_BYTES: u64 = 4 << 20;

/// The files of newsboat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NewsboatFile {
    Urls,
    Cache,
}

/// The kind of a file of newsboat's, if it is one. With `asked` it is taken for one of the two whatever its name.
pub(super) fn kind_of(path: &Path, asked: bool) -> Option<NewsboatFile> {
    if !std::fs::metadata(path).is_ok_and(|found| found.is_file()) {
        return None;
    }
    let mut start = Vec::new();
    File::open(path).ok()?.take(4096).read_to_end(&mut start).ok()?;
    if start.starts_with(b"SQLite format 3\0") {
        let cache =
            asked || path.file_name().is_some_and(|name| name == "cache.db") || NewsboatCache::open(path).is_ok();
        return cache.then_some(NewsboatFile::Cache);
    }
    (asked || urls::is_urls(path, &String::from_utf8_lossy(&start))).then_some(NewsboatFile::Urls)
}

/// Brings a file of newsboat's into the library, until `on_event` breaks it off.
///
/// # Errors
/// When the library cannot be written; what came before is kept.
pub(super) fn import_file(
    library: &mut Library,
    path: &Path,
    kind: NewsboatFile,
    now: Timestamp,
    on_event: &mut OnEvent<'_>,
) -> Result<ControlFlow<(), FileReport>, StoreError> {
    let bytes = std::fs::metadata(path).map_or(0, |found| found.len());
    let mut report = FileReport { path: PathBuf::from(path), bytes, ..FileReport::default() };
    match kind {
        NewsboatFile::Urls => {
            if urls(library, path, now, on_event, &mut report)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        NewsboatFile::Cache => match cache(library, path, now, on_event, &mut report) {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => return Ok(ControlFlow::Break(())),
            Err(Failure::Cache(error)) => {
                report.left_out.push(LeftOut::some(LeftOutKind::Rest).at(&path.display()));
                report.error = Some(error.to_string());
            }
            Err(Failure::Store(error)) => return Err(error),
        },
    }
    Ok(ControlFlow::Continue(report))
}

fn urls(
    library: &mut Library,
    path: &Path,
    now: Timestamp,
    on_event: &mut OnEvent<'_>,
    report: &mut FileReport,
) -> Result<ControlFlow<()>, StoreError> {
    let mut text = Vec::new();
    if let Err(error) = File::open(path).and_then(|file| file.take(MAX_URLS_BYTES + 1).read_to_end(&mut text)) {
        report.error = Some(ImportError::from_io(path, error).to_string());
        report.left_out.push(LeftOut::count(LeftOutKind::File, 1).at(&path.display()));
        return Ok(ControlFlow::Continue(()));
    }
    if text.len() as u64 > MAX_URLS_BYTES {
        report.error = Some(ImportError::TooLarge { path: path.to_owned(), most: MAX_URLS_BYTES }.to_string());
        report.left_out.push(LeftOut::count(LeftOutKind::File, 1).at(&path.display()));
        return Ok(ControlFlow::Continue(()));
    }
    let decoded = String::from_utf8_lossy(&text);
    let list = urls::parse(&decoded);
    let (on_event, stopped) = (RefCell::new(on_event), Cell::new(false));
    let is_stopped = || {
        stopped.set(stopped.get() || (on_event.borrow_mut())(ImportEvent::Waiting).is_break());
        stopped.get()
    };
    let subscribed = subscribe(library, &list, now, &is_stopped)?;
    if stopped.get() {
        return Ok(ControlFlow::Break(()));
    }
    let new = subscribed.iter().filter(|feed| feed.new).count();
    report.left_out = list.refused.iter().map(|what| LeftOut::count(LeftOutKind::Feed, 1).at(what)).collect();
    report.warnings = list.refused;
    for sentence in subscribed.iter().flat_map(|feed| &feed.refused) {
        report.left_out.push(LeftOut::count(LeftOutKind::Tag, 1).at(sentence));
        report.warnings.push(sentence.clone());
    }
    if matches!(decoded, std::borrow::Cow::Owned(_)) {
        report.left_out.push(LeftOut::some(LeftOutKind::Characters));
        report.warnings.push("some bytes are not UTF-8 and became “\u{fffd}”; save the file as UTF-8".to_owned());
    }
    if subscribed.is_empty() {
        report.error = Some(format!("{} names no feed that can be read", path.display()));
    } else {
        report.warnings.push(format!(
            "{} added, {} already there; “kanbao sync” reads them",
            feeds(new),
            feeds(subscribed.len() - new)
        ));
    }
    Ok(ControlFlow::Continue(()))
}

fn feeds(count: usize) -> String {
    if count == 1 { "1 feed".to_owned() } else { format!("{count} feeds") }
}

enum Failure {
    Cache(NewsboatError),
    Store(StoreError),
}

impl From<NewsboatError> for Failure {
    fn from(error: NewsboatError) -> Failure {
        Failure::Cache(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Store(error)
    }
}

fn cache(
    library: &mut Library,
    path: &Path,
    now: Timestamp,
    on_event: &mut OnEvent<'_>,
    report: &mut FileReport,
) -> Result<ControlFlow<()>, Failure> {
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
    waiting: Vec<(Article, bool, bool)>,
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
        self.waiting.push((article(item, self.feed), item.read, item.flagged));
        if self.waiting.len() >= BATCH {
            self.failed = self.flush().err();
        }
        self.failed.is_none()
    }

    fn finish(mut self) -> Result<ControlFlow<()>, StoreError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        // What waits is read again when the import goes on.
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
        // What a command once brought is text like any other; the command itself is not kept.
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
        let arrivals: Vec<Arrival<'_>> = self.waiting.iter().map(|(article, ..)| Arrival::from(article)).collect();
        let outcome = self.library.articles().insert(source, &arrivals, self.now)?;
        let mut marks = Vec::new();
        for ((id, change), (_, read, flagged)) in outcome.changes.iter().zip(&self.waiting) {
            match change {
                Change::Added => self.report.added += 1,
                Change::Updated => self.report.updated += 1,
                Change::Unchanged => self.report.unchanged += 1,
                // The reader wanted to be rid of it, and its number leads nowhere.
                Change::Dropped => {
                    self.report.unchanged += 1;
                    continue;
                }
            }
            self.report.articles.push(*id);
            marks.push((*id, *read, *flagged));
        }
        self.library.reader_state().adopt_marks(&marks, self.now)?;
        self.waiting.clear();
        Ok(())
    }
}

/// The article an item is, as its feed would have brought it.
fn article(item: &NewsboatItem, found: &NewsboatFeed) -> Article {
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let base = Url::parse(&item.link).or_else(|_| Url::parse(&found.site)).ok();
    let plain = item.content_type.starts_with("text/") && !item.content_type.contains("html");
    let content = if plain {
        item.content.lines().filter(|line| !line.trim().is_empty()).map(Block::paragraph).collect()
    } else {
        html::fragment_at(&item.content, base.as_ref())
    };
    let enclosure = filled(&item.enclosure).map(|url| feed::Enclosure { url, kind: None });
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
    entry.into_article(&feed::ParsedFeed { title: found.title.trim().to_owned(), ..feed::ParsedFeed::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{lists::Filter, sources::write_cache};

    const ITEMS: &str = "
        INSERT INTO rss_feed (rssurl, url, title) VALUES ('https://a.example/feed', 'https://a.example/', '甲報'),
            ('exec:~/bin/x', '', '令'), ('https://b.example/', '', '');
        INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags, deleted, enclosure_url)
        VALUES
            ('1', '一', '記者', 'https://a.example/1', 'https://a.example/feed', 1639726200,
                '<p>第一段。</p><p><a href=\"/x\">第二段</a>。</p>', 0, 'k', 0, 'https://a.example/1.mp3'),
            ('2', '二', '', 'https://a.example/2', 'https://a.example/feed', 0, '正文', 1, NULL, 0, NULL),
            ('3', '三', '', 'https://a.example/3', 'https://a.example/feed', 0, '刪', 1, NULL, 1, NULL),
            ('4', '四', '', 'https://x.example/4', 'exec:~/bin/x', 0, '令的正文', 0, '', 0, NULL);";

    fn whole(library: &mut Library, path: &Path, kind: NewsboatFile) -> FileReport {
        let flow = import_file(library, path, kind, Timestamp::UNIX_EPOCH, &mut |_| ControlFlow::Continue(()));
        flow.unwrap().continue_value().unwrap()
    }

    #[test]
    fn a_cache_is_broken_off_at_any_article() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.db");
        write_cache(&path, ITEMS);
        for until in 1..=4 {
            let mut library = Library::open_in_memory("local").unwrap();
            let mut asked = 0;
            let flow = import_file(&mut library, &path, NewsboatFile::Cache, Timestamp::UNIX_EPOCH, &mut |_| {
                asked += 1;
                if asked == until { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert!(flow.unwrap().is_break());
            assert_eq!(asked, until);
        }
    }

    #[test]
    fn articles_come_in_with_what_was_read_and_flagged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.db");
        write_cache(&path, ITEMS);
        let before = std::fs::read(&path).unwrap();
        assert_eq!(kind_of(&path, false), Some(NewsboatFile::Cache));
        let mut library = Library::open_in_memory("local").unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let report = whole(&mut library, &path, NewsboatFile::Cache);
        assert_eq!((report.added, report.error.as_deref()), (3, None));
        assert!(report.warnings.len() == 1 && report.warnings[0].contains("exec:"), "{:?}", report.warnings);
        let article = library.articles().get(report.articles[0]).unwrap();
        assert_eq!((article.title.as_str(), article.source.as_deref()), ("一", Some("甲報")));
        assert_eq!(article.published.unwrap().to_rfc3339(), "2021-12-17T07:30:00+00:00");
        let text: Vec<&str> = article.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(text, ["第一段。", "第二段。", "https://a.example/1.mp3"]);
        let states: Vec<_> = report.articles.iter().map(|id| library.reader_state().get(*id).unwrap()).collect();
        assert_eq!(
            states.iter().map(|state| (state.read, state.starred)).collect::<Vec<_>>(),
            [(true, true), (false, false), (true, false)]
        );
        // What was done since counts more, and nothing comes in twice.
        library.reader_state().set_read(report.articles[0], false, now).unwrap();
        let again = whole(&mut library, &path, NewsboatFile::Cache);
        assert_eq!((again.added, again.unchanged), (0, 3));
        assert!(!library.reader_state().get(report.articles[0]).unwrap().read);
        assert_eq!(library.lists().count(&Filter::default()).unwrap(), 3);
        assert_eq!(std::fs::read(&path).unwrap(), before);
        // The feed that is added later is the source its articles already have.
        let urls = folder.path().join("urls");
        std::fs::write(&urls, "https://a.example/feed 新聞\n\"exec:x\"\n").unwrap();
        assert_eq!(kind_of(&urls, false), Some(NewsboatFile::Urls));
        let report = whole(&mut library, &urls, NewsboatFile::Urls);
        assert!(report.error.is_none() && report.warnings.len() == 2);
        let feed = &library.sources().feeds().unwrap()[0];
        let source = library.sources().all().unwrap().into_iter().find(|source| source.id == feed.source).unwrap();
        assert_eq!(source.articles, 2);
    }

    #[test]
    fn files_that_are_not_newsboats_are_left_to_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.db");
        std::fs::write(&path, b"SQLite format 3\0 and no more").unwrap();
        assert_eq!(kind_of(&path, false), None);
        assert_eq!(kind_of(&path, true), Some(NewsboatFile::Cache));
        assert_eq!(kind_of(folder.path(), true), None);
        let mut library = Library::open_in_memory("local").unwrap();
        let report = whole(&mut library, &path, NewsboatFile::Cache);
        assert!(report.error.is_some_and(|error| error.contains("news.db")));
    }
}
