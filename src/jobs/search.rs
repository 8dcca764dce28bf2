//! The jobs of the search: results as they come, articles about the same thing, the words an article is about, the
//! index.

use std::{
    collections::HashSet,
    ops::ControlFlow,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use crate::{
    app::{Report, Ticket},
    article::Article,
    script::words::regional::regional,
    search::{
        Looks,
        query::{Judge, Terms, Verdict},
        words,
    },
    store::{
        ArticleId, Library, StoreError,
        index::{Candidate, Hit, Need, WAITING_IS_FINE},
    },
};

use super::Reporter;

/// Results that are told at once at first: about what a screen shows.
const FIRST: usize = 24;
/// Time after which what has been found is told, at first and later.
const SOON: Duration = Duration::from_millis(15);
const PACE: Duration = Duration::from_millis(100);
/// The most results that are listed.
const MOST: usize = 2000;
/// The most articles about the same thing.
const RELATED: usize = 50;
/// Words an article is about that are shown.
const KEYWORDS: usize = 6;
/// From so many articles on, building the index is told of.
const MANY: usize = 5000;

/// What has been found of a search.
struct Findings<'a> {
    hits: Vec<Hit>,
    known: HashSet<ArticleId>,
    /// How many of them have the words only as parts of longer ones.
    parts: usize,
    /// The most that are listed.
    most: usize,
    more: bool,
    last: Instant,
    ticket: Ticket,
    reporter: &'a Reporter,
    stop: &'a AtomicBool,
}

impl Findings<'_> {
    /// Takes a verdict, and tells of what has been found when there is enough or it has been long enough.
    fn take(&mut self, candidate: &Candidate<'_>, verdict: Option<Verdict>) -> ControlFlow<()> {
        if self.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        if let Some(verdict) = verdict
            && !self.known.contains(&candidate.row.id)
        {
            if self.is_full() {
                self.more = true;
                return ControlFlow::Break(());
            }
            // Parts of longer words come last: they do not take the place of what is still to be found.
            let is_part = !verdict.rank.is_whole() && verdict.shown.is_some();
            if is_part && self.parts >= self.most / 2 {
                self.more = true;
                return ControlFlow::Continue(());
            }
            self.parts += usize::from(is_part);
            self.known.insert(candidate.row.id);
            self.hits.push(Hit::new(candidate, verdict));
        }
        let first = self.known.len() == self.hits.len();
        let pace = if first { SOON } else { PACE };
        if (first && self.hits.len() >= FIRST) || (!self.hits.is_empty() && self.last.elapsed() >= pace) {
            self.tell();
        }
        ControlFlow::Continue(())
    }

    fn is_full(&self) -> bool {
        self.known.len() >= self.most
    }

    fn tell(&mut self) {
        self.last = Instant::now();
        self.reporter.send(self.ticket, Report::Hits(std::mem::take(&mut self.hits)));
    }
}

/// Finds articles for words, and reports them as they are found: first for the words and what other regions call the same
/// things, last by the sounds of titles.
pub(super) fn search(
    library: &Library,
    terms: &Terms,
    ticket: Ticket,
    reporter: &Reporter,
    stop: &AtomicBool,
) -> Report {
    let (hits, known, last) = (Vec::new(), HashSet::new(), Instant::now());
    let mut findings = Findings { hits, known, parts: 0, most: MOST, more: false, last, ticket, reporter, stop };
    match look(library, terms, &mut findings) {
        Ok(()) => {
            findings.tell();
            Report::Searched { more: findings.more }
        }
        Err(sentence) => Report::Failed(sentence),
    }
}

fn look(library: &Library, asked: &Terms, findings: &mut Findings<'_>) -> Result<(), String> {
    let stop = findings.stop;
    let is_stopped = || stop.load(Ordering::Relaxed);
    let looks = Looks::new(&is_stopped);
    let terms = asked.clone().with_regional(regional);
    let judge = Judge::until(&terms, &looks).map_err(|error| error.to_string())?;
    let visit = |candidate: &Candidate<'_>, verdict| findings.take(candidate, verdict);
    library.index().find(&Need::from(&terms), &judge, &looks, visit).map_err(|error| error.to_string())?;
    if !findings.is_full()
        && !looks.is_stopped()
        && let Some(judge) = Judge::by_sound(asked, &looks)
    {
        library
            .index()
            .find_by_sound(&judge, &looks, |candidate, verdict| findings.take(candidate, verdict))
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Finds the articles about the same thing as one.
pub(super) fn related(
    library: &Library,
    id: ArticleId,
    ticket: Ticket,
    reporter: &Reporter,
    stop: &AtomicBool,
) -> Report {
    let is_stopped = || stop.load(Ordering::Relaxed);
    match library.index().related(id, RELATED, &Looks::new(&is_stopped)) {
        Ok(related) => {
            let hits = related.into_iter().enumerate().map(|(place, one)| Hit::related(one, place)).collect();
            reporter.send(ticket, Report::Hits(hits));
            Report::Searched { more: false }
        }
        Err(error) => failed(&error),
    }
}

/// Finds the words an article is about.
pub(super) fn keywords(article: &Article, stop: &AtomicBool) -> Option<Report> {
    /// Bytes of the body that are read; it hardly turns to other things later.
    const READ: usize = 64 * 1024;
    let is_stopped = || stop.load(Ordering::Relaxed);
    // The title says more than a sentence of the text.
    let title = article.title.get(..article.title.floor_char_boundary(READ / 4)).unwrap_or_default();
    let mut text = [title; 2].join("\n");
    for block in &article.blocks {
        let room = READ.saturating_sub(text.len());
        text.push('\n');
        text.push_str(block.text.get(..block.text.floor_char_boundary(room)).unwrap_or_default());
    }
    let looks = Looks::new(&is_stopped);
    let keywords = words::keywords(&text, KEYWORDS, &looks);
    (!looks.is_stopped()).then(|| Report::Keywords(keywords.into_iter().map(|keyword| keyword.word).collect()))
}

/// Takes what waits into the index, if it is more than a search notices.
pub(super) fn index(library: &mut Library, ticket: Ticket, reporter: &Reporter, stop: &AtomicBool) -> Report {
    let mut last = Instant::now();
    let built = library.index().count_waiting().and_then(|waiting| {
        if waiting < WAITING_IS_FINE {
            return Ok(());
        }
        library
            .index()
            .build(|built| {
                if built.all >= MANY && last.elapsed() >= PACE {
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
        Ok(()) | Err(StoreError::Busy | StoreError::Stopped) => Report::Indexed,
        Err(error) => failed(&error),
    }
}

fn failed(error: &StoreError) -> Report {
    Report::Failed(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::{os::unix::net::UnixStream, sync::mpsc};

    use super::*;
    use crate::app::{Desk, desk::article, settings::Settings};

    #[test]
    fn a_job_that_is_stopped_tells_of_nothing() {
        let desk = Desk::new(&[article(1, &["中国很大。"]), article(2, &["中国。"])], Settings::default(), 80, 24);
        let (reports, told) = mpsc::channel();
        let (wake, _woken) = UnixStream::pair().unwrap();
        let reporter = Reporter { reports, wake };
        let (stop, ticket) = (AtomicBool::new(true), Ticket::NONE);
        let _ = search(&desk.library, &Terms::read("中国").unwrap(), ticket, &reporter, &stop);
        let id = desk.library.lists().rows(&crate::store::lists::Filter::default(), 0..1).unwrap()[0].id;
        let _ = related(&desk.library, id, ticket, &reporter, &stop);
        assert!(keywords(&article(1, &["中国很大。"]), &stop).is_none());
        let is_hit = |report: &Report| matches!(report, Report::Hits(hits) if !hits.is_empty());
        assert!(!told.try_iter().any(|(_, report)| is_hit(&report)));
    }

    #[test]
    fn parts_of_longer_words_leave_room_for_whole_words_that_are_older() {
        // The older an article, the lower its number: whole words only in the two oldest.
        let texts = ["中国很大。", "中国很美。"].into_iter().chain(["发展中国家很多。"; 6]);
        let articles: Vec<Article> =
            texts.enumerate().map(|(number, text)| article(number as u32 + 1, &[text])).collect();
        let desk = Desk::new(&articles, Settings::default(), 80, 24);
        let (reports, told) = mpsc::channel();
        let (wake, _woken) = UnixStream::pair().unwrap();
        let reporter = Reporter { reports, wake };
        let (stop, ticket) = (AtomicBool::new(false), Ticket::NONE);
        for (most, whole, parts) in [(4, 2, 2), (6, 2, 3), (100, 2, 6), (1, 1, 0)] {
            let (hits, known, last) = (Vec::new(), HashSet::new(), Instant::now());
            let mut findings =
                Findings { hits, known, parts: 0, most, more: false, last, ticket, reporter: &reporter, stop: &stop };
            look(&desk.library, &Terms::read("中国").unwrap(), &mut findings).unwrap();
            findings.tell();
            let hits = told.try_iter().flat_map(|(_, report)| match report {
                Report::Hits(hits) => hits,
                _ => Vec::new(),
            });
            let found: Vec<bool> = hits.map(|hit| hit.rank.is_whole()).collect();
            let count = |is_whole| found.iter().filter(|whole| **whole == is_whole).count();
            assert_eq!((count(true), count(false)), (whole, parts), "{most}");
            assert_eq!(findings.more, most < 8, "{most}");
        }
    }
}
