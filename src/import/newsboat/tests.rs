//! Newsboat's cache and list of feeds come into the library, and are broken off.

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
fn the_import_of_a_cache_stops_at_any_article() {
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
fn articles_are_imported_with_their_marks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.db");
    write_cache(&path, ITEMS);
    let before = std::fs::read(&path).unwrap();
    assert_eq!(NewsboatFile::detect(&path, false), Some(NewsboatFile::Cache));
    let mut library = Library::open_in_memory("local").unwrap();
    let now = Timestamp::UNIX_EPOCH;
    let report = whole(&mut library, &path, NewsboatFile::Cache);
    assert_eq!((report.added, report.error.as_deref()), (3, None));
    assert!(report.warnings.len() == 1 && report.warnings[0].contains("exec:"), "{:?}", report.warnings);
    let article = library.articles().get(report.articles[0]).unwrap();
    assert_eq!((article.title.as_str(), article.source.as_deref()), ("一", Some("甲報")));
    assert_eq!(article.published.unwrap().to_rfc3339(), "2021-12-17T07:30:00+00:00");
    let text: Vec<&str> = article.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(text, ["第一段。", "第二段。", "audio"]);
    let states: Vec<_> = report.articles.iter().map(|id| library.marks().get(*id).unwrap()).collect();
    assert_eq!(
        states.iter().map(|state| (state.read, state.starred)).collect::<Vec<_>>(),
        [(true, true), (false, false), (true, false)]
    );
    // What was done since counts more, and nothing comes in twice.
    library.marks().set_read(report.articles[0], false, now).unwrap();
    let again = whole(&mut library, &path, NewsboatFile::Cache);
    assert_eq!((again.added, again.unchanged), (0, 3));
    assert!(!library.marks().get(report.articles[0]).unwrap().read);
    assert_eq!(library.lists().count(&Filter::default()).unwrap(), 3);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    // The feed that is added later is the source its articles already have.
    let urls = folder.path().join("urls");
    std::fs::write(&urls, "https://a.example/feed 新聞\n\"exec:x\"\n").unwrap();
    assert_eq!(NewsboatFile::detect(&urls, false), Some(NewsboatFile::Urls));
    let report = whole(&mut library, &urls, NewsboatFile::Urls);
    assert!(report.error.is_none() && report.warnings.len() == 2);
    let feed = &library.feeds().all().unwrap()[0];
    let source = library.sources().all().unwrap().into_iter().find(|source| source.id == feed.source).unwrap();
    assert_eq!(source.articles, 2);
}

#[test]
fn files_that_are_not_newsboats_are_left_to_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.db");
    std::fs::write(&path, b"SQLite format 3\0 and no more").unwrap();
    assert_eq!(NewsboatFile::detect(&path, false), None);
    assert_eq!(NewsboatFile::detect(&path, true), Some(NewsboatFile::Cache));
    assert_eq!(NewsboatFile::detect(folder.path(), true), None);
    let mut library = Library::open_in_memory("local").unwrap();
    let report = whole(&mut library, &path, NewsboatFile::Cache);
    assert!(report.error.is_some_and(|error| error.contains("news.db")));
}
