//! The way of articles out of the parsers.

use std::ops::ControlFlow;

use super::options::Options;
use crate::{
    article::Incoming,
    feed::{FeedEntry, ParsedFeed},
    text::StopCheck,
};

/// Receives each article, with the number of bytes of its file read so far, and decides if the reading goes on.
pub(crate) type OnArticle<'a> = dyn FnMut(Incoming, u64) -> ControlFlow<()> + 'a;

/// Takes the articles of a file from the parsers: counts them, gives them their language, and hands them on until it is
/// stopped.
pub(super) struct ArticleSink<'s> {
    on_article: &'s mut OnArticle<'s>,
    lang: Option<&'s str>,
    /// Asked by the parsers while there is no article to hand on.
    pub(super) stop: &'s StopCheck<'s>,
    /// Bytes of the file read so far.
    pub(super) bytes: u64,
    pub(super) articles: usize,
    enough: bool,
    /// True while an article is taken: a fault is then not the parser's.
    pub(super) is_taking: bool,
}

impl<'s> ArticleSink<'s> {
    pub(super) fn new(
        on_article: &'s mut OnArticle<'s>,
        options: &'s Options,
        stop: &'s StopCheck<'s>,
    ) -> ArticleSink<'s> {
        let lang = options.lang.as_deref();
        ArticleSink { on_article, lang, stop, bytes: 0, articles: 0, enough: false, is_taking: false }
    }

    /// True once no more articles are taken; what a parser returns then is only a part.
    pub(super) fn is_stopped(&self) -> bool {
        self.enough || self.stop.is_stopped()
    }

    pub(super) fn push(&mut self, incoming: impl Into<Incoming>) {
        if self.is_stopped() {
            return;
        }
        let mut incoming = incoming.into();
        let article = &mut incoming.article;
        if article.lang.is_none() {
            article.lang = self.lang.map(str::to_owned);
        }
        self.articles += 1;
        self.is_taking = true;
        self.enough = (self.on_article)(incoming, self.bytes).is_break();
        self.is_taking = false;
    }

    /// Takes some entries of a feed.
    pub(super) fn push_entries(&mut self, feed: &ParsedFeed, entries: Vec<FeedEntry>) -> ControlFlow<()> {
        for entry in entries {
            self.push(entry.into_incoming(feed));
        }
        if self.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
