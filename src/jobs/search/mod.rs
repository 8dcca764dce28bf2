//! Searches: results as they come, articles about the same thing, the words an article is about, the index.

mod worker;

pub(super) use worker::{Search, Searcher};

use std::{
    ops::ControlFlow,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use crate::{
    app::{Report, Ticket},
    article::Article,
    search::{
        StopCheck,
        query::{ArticleMatch, Terms},
        words,
    },
    store::{
        ArticleId, Library, StoreError,
        index::{self, Candidate, Hit, LibrarySearch, WAITING_IS_FINE},
    },
};

use super::Reporter;

/// Hits that are reported at once at first: about what a screen shows.
const FIRST_BATCH: usize = 24;
/// Time after which the first hits are reported, however few they are.
const FIRST_BATCH_INTERVAL: Duration = Duration::from_millis(15);
/// Time between two later reports.
const BATCH_INTERVAL: Duration = Duration::from_millis(100);
/// The most hits that are listed.
const MAX_HITS: usize = 2000;
/// The most articles about the same thing.
const MAX_RELATED: usize = 50;
/// The most words an article is about.
const MAX_KEYWORDS: usize = 6;
/// Articles that wait for the index from which on its progress is reported.
const MIN_REPORTED_ARTICLES: usize = 5000;

/// Hits of a search that are gathered and reported in batches.
struct Batches<'a> {
    hits: Vec<Hit>,
    count: usize,
    /// Number of them that have the words only as parts of longer ones or in names.
    partial: usize,
    limit: usize,
    more: bool,
    last: Instant,
    ticket: Ticket,
    reporter: &'a Reporter,
}

impl<'a> Batches<'a> {
    fn new(limit: usize, ticket: Ticket, reporter: &'a Reporter) -> Batches<'a> {
        Batches { hits: Vec::new(), count: 0, partial: 0, limit, more: false, last: Instant::now(), ticket, reporter }
    }

    /// Takes a candidate, and reports what has been found when there is enough or it has been long enough.
    fn take(&mut self, candidate: &Candidate<'_>, matched: Option<ArticleMatch>) -> ControlFlow<()> {
        if let Some(matched) = matched {
            if self.count >= self.limit {
                self.more = true;
                return ControlFlow::Break(());
            }
            // They come last in the list: they do not take the place of what is still to be found.
            if matched.is_partial() && self.partial >= self.limit / 2 {
                self.more = true;
                return ControlFlow::Continue(());
            }
            self.partial += usize::from(matched.is_partial());
            self.count += 1;
            self.hits.push(Hit::new(candidate, matched));
        }
        let is_first = self.count == self.hits.len();
        let interval = if is_first { FIRST_BATCH_INTERVAL } else { BATCH_INTERVAL };
        let is_due = !self.hits.is_empty() && self.last.elapsed() >= interval;
        if (is_first && self.hits.len() >= FIRST_BATCH) || is_due {
            self.report();
        }
        ControlFlow::Continue(())
    }

    fn report(&mut self) {
        self.last = Instant::now();
        self.reporter.send(self.ticket, Report::Hits(std::mem::take(&mut self.hits)));
    }
}

/// Searches the library, and reports up to `limit` hits as they are found.
pub(super) fn search(
    library: &Library,
    terms: &Terms,
    limit: usize,
    ticket: Ticket,
    reporter: &Reporter,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Report, StoreError> {
    let stop = StopCheck::new(is_stopped);
    let search = match LibrarySearch::compile(terms, &stop) {
        Ok(search) => search,
        Err(error) => return Ok(Report::Failed(error.to_string())),
    };
    let mut batches = Batches::new(limit, ticket, reporter);
    let damaged = search.run(library, &stop, |_, candidate, matched| {
        // Between two checks of the work there may be many small articles.
        if is_stopped() { ControlFlow::Break(()) } else { batches.take(candidate, matched) }
    })?;
    if !is_stopped() {
        batches.report();
    }
    Ok(Report::Searched { more: batches.more, damaged })
}

/// Finds the articles about the same thing as one.
pub(super) fn related(
    library: &Library,
    id: ArticleId,
    ticket: Ticket,
    reporter: &Reporter,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Report, StoreError> {
    let related = index::related(library, id, MAX_RELATED, &StopCheck::new(is_stopped))?;
    let hits = related.into_iter().enumerate().map(|(place, one)| Hit::related(one, place)).collect();
    reporter.send(ticket, Report::Hits(hits));
    Ok(Report::Searched { more: false, damaged: 0 })
}

/// Finds the words an article is about.
pub(super) fn keywords(article: &Article, stop: &AtomicBool) -> Option<Report> {
    /// Bytes of the body that are read; it hardly turns to other things later.
    const MAX_BYTES: usize = 64 * 1024;
    let is_stopped = || stop.load(Ordering::Relaxed);
    // Twice: the title weighs more than a sentence of the text.
    let title = article.title.get(..article.title.floor_char_boundary(MAX_BYTES / 4)).unwrap_or_default();
    let mut text = [title; 2].join("\n");
    for block in &article.blocks {
        let room = MAX_BYTES.saturating_sub(text.len());
        text.push('\n');
        text.push_str(block.text.get(..block.text.floor_char_boundary(room)).unwrap_or_default());
    }
    let check = StopCheck::new(&is_stopped);
    let keywords = words::keywords(&text, MAX_KEYWORDS, &check);
    (!check.is_stopped()).then(|| Report::Keywords(keywords.into_iter().map(|keyword| keyword.word).collect()))
}

/// Takes what waits into the index, if it is more than a search notices.
pub(super) fn index(
    library: &mut Library,
    ticket: Ticket,
    reporter: &Reporter,
    stop: &AtomicBool,
) -> Result<Report, StoreError> {
    let mut last = Instant::now();
    let built = library.index().count_waiting().and_then(|waiting| {
        if waiting < WAITING_IS_FINE {
            return Ok(());
        }
        library
            .index()
            .build(|built| {
                if built.all >= MIN_REPORTED_ARTICLES && last.elapsed() >= BATCH_INTERVAL {
                    last = Instant::now();
                    let sentence = format!("indexing for the search: {} of {} articles", built.done, built.all);
                    reporter.send(ticket, Report::Progress(sentence));
                }
                if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
            .map(drop)
    });
    // Another program that writes for long does not matter, nor does a build that is stopped: what waits is found all the
    // same, and taken in later.
    match built {
        Ok(()) | Err(StoreError::Busy | StoreError::Stopped) => Ok(Report::Indexed),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::{os::unix::net::UnixStream, sync::mpsc};

    use super::*;
    use crate::app::{Desk, desk::article, settings::Settings};

    fn reporter() -> (Reporter, mpsc::Receiver<(Ticket, Report)>, UnixStream) {
        let (reports, received) = mpsc::channel();
        let (wake, woken) = UnixStream::pair().unwrap();
        (Reporter { reports, wake }, received, woken)
    }

    #[test]
    fn a_search_that_is_stopped_reports_no_hits() {
        let desk = Desk::new(&[article(1, &["中国很大。"]), article(2, &["中国。"])], Settings::default(), 80, 24);
        let (reporter, received, _woken) = reporter();
        let terms = Terms::parse("中国").unwrap();
        let _ = search(&desk.library, &terms, MAX_HITS, Ticket::NONE, &reporter, &|| true);
        let id = desk.library.lists().rows(&crate::store::lists::Filter::default(), 0..1).unwrap()[0].id;
        let _ = related(&desk.library, id, Ticket::NONE, &reporter, &|| true);
        assert!(keywords(&article(1, &["中国很大。"]), &AtomicBool::new(true)).is_none());
        let is_hit = |report: &Report| matches!(report, Report::Hits(hits) if !hits.is_empty());
        assert!(!received.try_iter().any(|(_, report)| is_hit(&report)));
    }

    #[test]
    fn parts_of_longer_words_leave_room_for_whole_words_that_are_older() {
        // The older an article, the lower its number: whole words only in the two oldest.
        let texts = ["中国很大。", "中国很美。"].into_iter().chain(["发展中国家很多。"; 6]);
        let articles: Vec<Article> =
            texts.enumerate().map(|(number, text)| article(number as u32 + 1, &[text])).collect();
        let desk = Desk::new(&articles, Settings::default(), 80, 24);
        let (reporter, received, _woken) = reporter();
        let terms = Terms::parse("中国").unwrap();
        for (limit, whole, parts) in [(4, 2, 2), (6, 2, 3), (100, 2, 6), (1, 1, 0)] {
            let report = search(&desk.library, &terms, limit, Ticket::NONE, &reporter, &|| false).unwrap();
            let hits = received.try_iter().flat_map(|(_, report)| match report {
                Report::Hits(hits) => hits,
                _ => Vec::new(),
            });
            let found: Vec<bool> = hits.map(|hit| hit.score.is_whole()).collect();
            let count = |is_whole| found.iter().filter(|whole| **whole == is_whole).count();
            assert_eq!((count(true), count(false)), (whole, parts), "{limit}");
            assert!(matches!(report, Report::Searched { more, .. } if more == (limit < 8)), "{limit}");
        }
    }
}
