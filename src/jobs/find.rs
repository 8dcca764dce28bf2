//! The jobs of the search: results as they come, articles about the same thing, the words an article is about, the
//! index.

use std::{
    ops::ControlFlow,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use crate::{
    app::{Report, Ticket},
    article::Article,
    search::{Judge, Terms, WordTable},
    store::{ArticleId, Hit, Library, Need, StoreError, WAITING_IS_FINE},
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

/// Finds articles for words, and reports them as they are found.
pub(super) fn search(
    library: &Library,
    words: &str,
    table: &WordTable,
    ticket: Ticket,
    reporter: &Reporter,
    stop: &AtomicBool,
) -> Report {
    let terms = match Terms::read(words) {
        Ok(terms) => terms,
        Err(error) => return Report::Failed(error.to_string()),
    };
    let judge = match Judge::new(&terms) {
        Ok(judge) => judge,
        Err(error) => return Report::Failed(error.to_string()),
    };
    let (mut hits, mut told, mut last) = (Vec::new(), 0, Instant::now());
    let mut more = false;
    let found = library.find(&Need::from(&terms), &judge, &mut || table.get(), |candidate, verdict| {
        if stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        if let Some(verdict) = verdict {
            if told + hits.len() >= MOST {
                more = true;
                return ControlFlow::Break(());
            }
            hits.push(Hit::new(candidate, verdict));
        }
        let pace = if told == 0 { SOON } else { PACE };
        if (told == 0 && hits.len() >= FIRST) || (!hits.is_empty() && last.elapsed() >= pace) {
            told += hits.len();
            reporter.send(ticket, Report::Hits(std::mem::take(&mut hits)));
            last = Instant::now();
        }
        ControlFlow::Continue(())
    });
    reporter.send(ticket, Report::Hits(hits));
    found.map_or_else(failed, |()| Report::Searched { more })
}

/// Finds the articles about the same thing as one.
pub(super) fn related(
    library: &Library,
    id: ArticleId,
    table: &WordTable,
    ticket: Ticket,
    reporter: &Reporter,
) -> Report {
    match library.related(id, &table.load(), RELATED) {
        Ok(related) => {
            let hits = related.into_iter().enumerate().map(|(place, one)| Hit::related(one, place)).collect();
            reporter.send(ticket, Report::Hits(hits));
            Report::Searched { more: false }
        }
        Err(error) => failed(error),
    }
}

/// Finds the words an article is about.
pub(super) fn keywords(article: &Article, table: &WordTable, stop: &AtomicBool) -> Option<Report> {
    /// Bytes of the body that are read; it hardly turns to other things later.
    const READ: usize = 64 * 1024;
    let table = table.load();
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let mut text = article.title.clone();
    for block in &article.blocks {
        let room = READ.saturating_sub(text.len());
        text.push('\n');
        text.push_str(block.text.get(..block.text.floor_char_boundary(room)).unwrap_or_default());
    }
    let words = table.keywords(&text, KEYWORDS).into_iter().map(|keyword| keyword.word).collect();
    Some(Report::Keywords(words))
}

/// Takes what waits into the index, if it is more than a search notices.
pub(super) fn index(library: &mut Library, ticket: Ticket, reporter: &Reporter, stop: &AtomicBool) -> Report {
    let mut last = Instant::now();
    let built = library.waiting().and_then(|waiting| {
        if waiting < WAITING_IS_FINE {
            return Ok(());
        }
        library
            .build_index(|built| {
                if built.all >= MANY && last.elapsed() >= PACE {
                    last = Instant::now();
                    let sentence = format!("indexing for the search: {} of {} articles", built.done, built.all);
                    reporter.send(ticket, Report::Progress(sentence));
                }
                if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
            .map(drop)
    });
    // Another program that writes for long does not matter: what waits is found all the same, and taken in later.
    match built {
        Ok(()) | Err(StoreError::Busy) => Report::Indexed,
        Err(error) => failed(error),
    }
}

fn failed(error: StoreError) -> Report {
    Report::Failed(error.to_string())
}
