//! The state of a reader from one window of a feed to the next: its head, the bindings of its prefixes, and the counts that become
//! remarks at its end.

use std::fmt::Write as _;

use std::{
    collections::{HashMap, HashSet, hash_map::RandomState},
    hash::BuildHasher,
};

use url::Url;

use super::{
    MAX_ENTRIES, OnEntries, ParsedFeed,
    draft::{Draft, LostSpans},
    element::Element,
    entities::Entities,
    entry::FeedEntry,
    error::FeedRemark,
    field::Field,
    namespace::Namespaces,
    xhtml::escape,
};
use crate::{
    article::{SourceFormat, SourceText, language_tag},
    date::DayOrder,
    format::markup::{Token, local_name},
    text::StopCheck,
};

/// Work of making an entry of a draft, as bytes of text.
const DRAFT_WORK_BYTES: usize = 4096;

#[derive(Default)]
pub(crate) struct FeedState {
    pub(crate) feed: ParsedFeed,
    /// The base of relative addresses: the feed's own address, or the one that it declares.
    pub(crate) base: Option<Url>,
    /// The page of the feed.
    pub(crate) site: Option<Url>,
    pub(crate) names: Namespaces,
    pub(crate) entities: Entities,
    /// The name of the first element.
    pub(crate) root: Option<String>,
    /// True once a channel or a feed was closed.
    pub(crate) closed: bool,
    /// True once the first element was closed.
    pub(crate) ended: bool,
    /// Text before the first entry, without which an entry cannot be read: its namespaces, entities and base.
    head: Option<String>,
    /// The document type, if it declares entities.
    doctype: String,
    address: Option<String>,
    drafts: Vec<Draft>,
    order: Option<DayOrder>,
    /// Authors and files beyond the limit of an entry.
    over: usize,
    /// Texts that are none.
    binary: usize,
    lost: LostSpans,
    check: EntryCheck,
}

impl FeedState {
    pub(crate) fn new(base: Option<&Url>, before_root: &str) -> FeedState {
        let entities = Entities::parse(before_root);
        let doctype = if entities.is_empty() { String::new() } else { before_root.to_owned() };
        FeedState { doctype, base: base.cloned(), address: base.map(Url::to_string), entities, ..FeedState::default() }
    }

    /// Notes where the first element begins and ends.
    pub(crate) fn note_root(&mut self, token: Token<'_>) {
        match token {
            Token::Open { name, closed, .. } if self.root.is_none() => {
                self.root = Some(name.to_owned());
                self.ended = closed;
            }
            Token::Close(name) if self.root.as_ref().is_some_and(|root| root.eq_ignore_ascii_case(name)) => {
                self.ended = true;
            }
            _ => {}
        }
    }

    /// Takes the text before an entry; that before the first is the feed's head. Of a longer one, which every entry would
    /// keep, only the root stays, with the title and the language.
    pub(crate) fn end_head(&mut self, text: &str) {
        const MAX_HEAD_BYTES: usize = 4 * 1024;
        if self.head.is_some() {
            return;
        }
        let mut head = self.doctype.clone();
        if text.len() <= MAX_HEAD_BYTES {
            head.push_str(text);
        } else {
            let root = self.root.as_deref().unwrap_or_default();
            let prefix = root.strip_suffix("feed").unwrap_or_default();
            let channel = if root.ends_with("feed") { "" } else { "<channel>" };
            head.push_str(text.split_inclusive('>').next().unwrap_or_default());
            head.push_str(channel);
            for (name, value) in [("title", Some(&self.feed.title)), ("language", self.feed.language.as_ref())] {
                let Some(value) = value else { continue };
                let _ = write!(head, "<{prefix}{name}>");
                escape(value, &mut head);
                let _ = write!(head, "</{prefix}{name}>");
            }
        }
        self.head = Some(head);
    }

    pub(crate) fn add_draft(&mut self, draft: Draft) {
        self.over += draft.more;
        self.binary += draft.binary;
        self.lost.0 += draft.lost.0;
        self.drafts.push(draft);
    }

    /// Takes a field of the feed itself; the first of each counts.
    pub(crate) fn add_field(&mut self, field: &Field<'_>) {
        match field.element {
            Element::Title if self.feed.title.is_empty() => self.feed.title = field.words(),
            Element::Link => {
                if let Some(link) = field.value() {
                    self.set_link(&link, field.base.as_ref());
                }
            }
            Element::Language if self.feed.language.is_none() => {
                self.feed.language = field.value().and_then(|tag| language_tag::tidy(&tag));
            }
            _ => {}
        }
    }

    pub(crate) fn set_link(&mut self, href: &str, base: Option<&Url>) {
        if self.feed.link.is_some() {
            return;
        }
        let url = match base {
            Some(base) => base.join(href).ok(),
            None => Url::parse(href).ok(),
        };
        self.feed.link = url.as_ref().map(|url| url.as_str().to_owned());
        self.site = url;
    }

    /// Notes that the feed ends within an element.
    pub(crate) fn cut_off(&mut self, element: String) {
        let entries = self.check.entries + self.drafts.len();
        self.feed.remarks.push(FeedRemark::CutOff { element, entries });
    }

    /// Makes entries of the drafts, and hands them on. False if no more are taken.
    pub(crate) fn finish_drafts(&mut self, stop: &StopCheck<'_>, on_entries: &mut OnEntries<'_>) -> bool {
        let drafts = std::mem::take(&mut self.drafts);
        // The first dates that decide the order of day and month decide it for all.
        self.order = self.order.or_else(|| DayOrder::detect(drafts.iter().flat_map(Draft::dates)));
        let base = self.base.as_ref().or(self.site.as_ref());
        let drafts = drafts.into_iter().take_while(|_| stop.go_on_after(DRAFT_WORK_BYTES));
        let entries = drafts
            .map(|mut draft| {
                let source = SourceText {
                    head: self.head.clone(),
                    base: self.address.clone(),
                    ..SourceText::new(SourceFormat::Feed, std::mem::take(&mut draft.source_text))
                };
                FeedEntry { source_text: Some(source), ..draft.finish(base, self.order, &mut self.feed) }
            })
            .collect();
        let entries = self.check.batch(entries);
        entries.is_empty() || on_entries(&self.feed, entries).is_continue()
    }

    /// True if the end of the feed is missing. In RDF, whose entries stand behind the channel, the end of the whole counts;
    /// in other feeds either end does.
    fn is_cut(&self) -> bool {
        let root = local_name(self.root.as_deref().unwrap_or_default()).to_ascii_lowercase();
        match root.as_str() {
            "rdf" => !self.ended,
            "item" | "entry" => false,
            _ => !self.ended && !self.closed,
        }
    }

    /// The feed at its end, with its remarks.
    pub(crate) fn finish(mut self) -> ParsedFeed {
        let is_known = self.feed.remarks.iter().any(|remark| matches!(remark, FeedRemark::CutOff { .. }));
        if !is_known && self.is_cut() {
            self.cut_off(self.root.clone().unwrap_or_else(|| "channel".to_owned()));
        }
        if self.over > 0 {
            self.feed.remarks.push(FeedRemark::More(self.over));
        }
        if self.binary > 0 {
            self.feed.remarks.push(FeedRemark::Binary(self.binary));
        }
        self.feed.add_lost(self.lost);
        self.check.finish(&mut self.feed);
        self.feed
    }
}

/// Checks of all entries together: shared identifiers, empty and nameless entries, and their number.
#[derive(Default)]
pub(crate) struct EntryCheck {
    hasher: RandomState,
    /// The hash of every identifier, with that of the title and the link of its first entry.
    seen: HashMap<u64, u64>,
    /// The hashes of identifiers that different entries share.
    shared: HashSet<u64>,
    /// Entries that were handed on.
    pub(crate) entries: usize,
    empty: usize,
    unnamed: usize,
    beyond: usize,
}

impl EntryCheck {
    /// Checks some entries; gives those that are taken.
    pub(crate) fn batch(&mut self, mut entries: Vec<FeedEntry>) -> Vec<FeedEntry> {
        // Different articles with one identifier would be taken for one, and all but one of them lost.
        for entry in &entries {
            let Some(guid) = entry.guid.as_deref() else { continue };
            let this = self.hasher.hash_one((entry.title.as_str(), entry.link.as_deref()));
            let guid = self.hasher.hash_one(guid);
            if *self.seen.entry(guid).or_insert(this) != this {
                self.shared.insert(guid);
            }
        }
        for entry in &mut entries {
            entry.guid.take_if(|guid| self.shared.contains(&self.hasher.hash_one(guid.as_str())));
        }
        let count = entries.len();
        entries.retain(|entry| !entry.is_empty());
        self.empty += count - entries.len();
        let room = MAX_ENTRIES - self.entries;
        self.beyond += entries.len().saturating_sub(room);
        entries.truncate(room);
        self.unnamed += entries.iter().filter(|entry| entry.title.is_empty()).count();
        self.entries += entries.len();
        entries
    }

    /// Adds the remarks at the end of the feed.
    pub(crate) fn finish(&self, feed: &mut ParsedFeed) {
        if self.beyond > 0 {
            feed.remarks.push(FeedRemark::LeftOut(self.beyond));
        }
        if self.empty > 0 {
            feed.remarks.push(FeedRemark::Empty(self.empty));
        }
        if self.entries == 0 {
            feed.remarks.push(FeedRemark::NoEntries);
        }
        if self.unnamed > 0 {
            feed.remarks.push(FeedRemark::NoTitles(self.unnamed));
        }
    }
}
