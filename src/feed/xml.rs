//! RSS, RDF and Atom: the tags of a feed to entries. End tags that are missing, crossed or doubled end what they can; text
//! outside of the elements that matter is skipped.

use url::Url;

use super::{
    MAX_ENTRIES, ParsedFeed,
    draft::Draft,
    element::Element,
    entry::FeedEntry,
    error::{FeedError, FeedRemark},
    field::{Field, words},
};
use crate::date::DayOrder;
use crate::{
    article::language_tag,
    format::{
        html::find_feeds,
        lines::offset_of,
        markup::{Dialect, Token, Tokens, attribute, local_name},
    },
    text::StopCheck,
};

/// Work of making an entry of a draft, as bytes of text.
const DRAFT_WORK_BYTES: usize = 4096;

/// Reads a feed in XML.
pub(crate) fn parse(text: &str, base: Option<&Url>, stop: &StopCheck<'_>) -> Result<ParsedFeed, FeedError> {
    let start = start(text, base, stop)?;
    let text = &text[start..];
    let mut reader = XmlReader {
        text,
        stop,
        tokens: Tokens::new(text, Dialect::Xml),
        feed: ParsedFeed::default(),
        base: base.cloned(),
        entry: None,
        field: None,
        aside: None,
        more: 0,
        drafts: Vec::new(),
        root: None,
        closed: false,
        ended: false,
    };
    reader.read();
    Ok(reader.finish())
}

/// The byte at which the feed begins in a text; everything before it is junk.
fn start(text: &str, base: Option<&Url>, stop: &StopCheck<'_>) -> Result<usize, FeedError> {
    let mut root = None;
    for token in Tokens::new(text, Dialect::Xml).until(stop) {
        if let Token::Open { name, .. } = token {
            let local = local_name(name).to_ascii_lowercase();
            match local.as_str() {
                "rss" | "feed" | "rdf" | "channel" | "item" | "entry" => return Ok(offset_of(text, name) - 1),
                "html" | "head" | "body" if root.is_none() => return Err(FeedError::Page(find_feeds(text, base))),
                "opml" => return Err(FeedError::Opml),
                _ => root = root.or(Some(name)),
            }
        }
    }
    let begins = text.get(..15).unwrap_or(text).to_ascii_lowercase();
    if begins.starts_with("<!doctype html") {
        return Err(FeedError::Page(find_feeds(text, base)));
    }
    Err(match root {
        Some(name) if text.starts_with('<') => FeedError::OtherXml(name.chars().take(40).collect()),
        _ => FeedError::PlainText(text.chars().take(40).collect::<String>().replace(['\n', '\r'], " ")),
    })
}

/// The byte at which the next end tag of an entry stands.
fn end_of_entry(text: &str) -> Option<usize> {
    let is_end =
        |at: &usize| ["</item>", "</entry>"].iter().any(|end| text.as_bytes()[*at..].starts_with(end.as_bytes()));
    memchr::memchr_iter(b'<', text.as_bytes()).find(is_end)
}

/// True if a CDATA section, whose content goes on with `rest` after the end of an entry, lacks its end.
fn is_left_open(rest: &str, markup: &str) -> bool {
    /// Bytes in which the next section of a feed begins.
    const NEXT_SECTION_BYTES: usize = 64 * 1024;
    let near = &rest.as_bytes()[..rest.len().min(NEXT_SECTION_BYTES)];
    !markup.ends_with("]]>") || memchr::memmem::find(near, b"<![CDATA[").is_some()
}

struct XmlReader<'a> {
    text: &'a str,
    stop: &'a StopCheck<'a>,
    tokens: Tokens<'a>,
    feed: ParsedFeed,
    /// The base of relative addresses.
    base: Option<Url>,
    entry: Option<Draft>,
    field: Option<Field<'a>>,
    /// The name of an element that is skipped.
    aside: Option<&'a str>,
    /// Entries beyond [`MAX_ENTRIES`].
    more: usize,
    drafts: Vec<Draft>,
    /// The name of the first element.
    root: Option<&'a str>,
    /// True once a channel or a feed was closed.
    closed: bool,
    /// True once the first element was closed.
    ended: bool,
}

impl<'a> XmlReader<'a> {
    fn read(&mut self) {
        loop {
            let from = self.tokens.position();
            let Some(token) = self.tokens.next() else { break };
            let markup = &self.text[from..self.tokens.position()];
            if !self.stop.go_on_after(markup.len()) {
                return;
            }
            match token {
                Token::Open { name, closed, .. } if self.root.is_none() => {
                    self.root = Some(name);
                    self.ended = closed;
                }
                Token::Close(name) if self.root.is_some_and(|root| root.eq_ignore_ascii_case(name)) => {
                    self.ended = true;
                }
                _ => {}
            }
            if let Some(name) = self.aside {
                let ends = matches!(token, Token::Close(close) if close.eq_ignore_ascii_case(name));
                let entry = matches!(token, Token::Open { name, .. } if Element::from_name(name) == Element::Entry);
                if ends || entry {
                    self.aside = None;
                }
                if !entry {
                    continue;
                }
            }
            if self.field.is_some() && self.take(token, markup) {
                continue;
            }
            match token {
                Token::Open { name, attributes, closed } => self.open(name, attributes, closed),
                Token::Close(name) => match Element::from_name(name) {
                    Element::Entry => self.end_entry(),
                    Element::Channel => self.closed = true,
                    _ => {}
                },
                Token::Text(text) => self.stray(text),
                Token::Raw(_) | Token::Instruction(_) => {}
            }
        }
    }

    /// Takes a piece of the element whose text is being read. False if the token ends that element instead.
    fn take(&mut self, token: Token<'a>, markup: &'a str) -> bool {
        let Some(field) = &mut self.field else { return false };
        match token {
            Token::Text(text) => field.text(text),
            Token::Raw(text) => {
                // A section that is not closed would take the entries after it.
                if let Some(end) = end_of_entry(text).filter(|end| is_left_open(&text[*end..], markup)) {
                    let text = &text[..end];
                    let close = format!("</{}", field.name);
                    field.raw(text.find(&close).map_or(text, |at| &text[..at]));
                    self.tokens.seek(offset_of(self.text, text) + end);
                    self.end_field();
                } else {
                    field.raw(text);
                }
            }
            Token::Close(name) if name.eq_ignore_ascii_case(field.name) => {
                if field.depth == 0 {
                    self.end_field();
                } else {
                    field.depth -= 1;
                    field.tag(markup);
                }
            }
            Token::Close(name) if matches!(Element::from_name(name), Element::Entry | Element::Channel) => {
                self.end_field();
                return false;
            }
            Token::Open { name, closed, .. } => {
                let element = Element::from_name(name);
                let holds_others = matches!(field.element, Element::Author | Element::Source);
                let ends = if holds_others { element == Element::Entry } else { element.ends_text(name) };
                if ends && !(field.xhtml && element == Element::Link) {
                    self.end_field();
                    return false;
                }
                if name.eq_ignore_ascii_case(field.name) && !closed {
                    field.depth += 1;
                }
                field.tag(markup);
            }
            Token::Close(_) => field.tag(markup),
            Token::Instruction(_) => {}
        }
        true
    }

    fn open(&mut self, name: &'a str, attributes: &'a str, closed: bool) {
        let element = Element::from_name(name);
        let value = |name| attribute(attributes, name).map(|value| value.trim().to_owned()).filter(|v| !v.is_empty());
        match element {
            Element::Entry => {
                self.end_entry();
                let mut draft = Draft::default();
                draft.language = value("xml:lang");
                draft.about = value("rdf:about");
                draft.base = value("xml:base").and_then(|base| self.join(&base));
                self.entry = Some(draft);
                if closed {
                    self.end_entry();
                }
            }
            Element::Channel => {
                self.closed |= closed;
                if let Some(language) = value("xml:lang").and_then(|tag| language_tag::tidy(&tag)) {
                    self.feed.language.get_or_insert(language);
                }
                if let Some(base) = value("xml:base").and_then(|base| self.join(&base)) {
                    self.base = Some(base);
                }
            }
            Element::Aside if !closed => self.aside = Some(name),
            Element::Link => match value("href") {
                Some(href) => {
                    self.link(&href, &value("rel").unwrap_or_default(), value("type").as_deref());
                }
                None => self.begin(Field::new(element, name), closed),
            },
            Element::Enclosure => {
                if let (Some(entry), Some(url)) = (&mut self.entry, value("url").or_else(|| value("href"))) {
                    entry.enclosure(url, value("type").or_else(|| value("medium")));
                }
            }
            Element::Other | Element::Aside => {}
            _ => {
                let mut field = Field::new(element, name);
                field.xhtml = value("type").is_some_and(|kind| kind.contains("xhtml"));
                field.opaque = value("isPermaLink").is_some_and(|is| is.eq_ignore_ascii_case("false"));
                field.base = value("xml:base").and_then(|base| self.join(&base));
                self.begin(field, closed);
            }
        }
    }

    fn begin(&mut self, field: Field<'a>, closed: bool) {
        if !closed {
            self.field = Some(field);
        }
    }

    /// Takes text outside of the elements that matter: an address after an empty `<link/>` is the link.
    fn stray(&mut self, text: &str) {
        let text = text.trim();
        if let Some(entry) = &mut self.entry
            && entry.link.is_none()
            && (text.starts_with("http://") || text.starts_with("https://"))
            && !text.contains(char::is_whitespace)
        {
            entry.link = Some(text.to_owned());
        }
    }

    fn join(&self, address: &str) -> Option<Url> {
        match &self.base {
            Some(base) => base.join(address).ok(),
            None => Url::parse(address).ok(),
        }
    }

    fn link(&mut self, href: &str, rel: &str, kind: Option<&str>) {
        let href = words(href).replace(' ', "%20");
        match (&mut self.entry, rel) {
            (Some(entry), "" | "alternate") => {
                let is_page = kind.is_none_or(|kind| kind.contains("html"));
                if entry.link.is_none() || is_page && !entry.link_is_page {
                    entry.link = Some(href);
                    entry.link_is_page = is_page;
                }
            }
            (Some(entry), "enclosure") => entry.enclosure(href, kind.map(str::to_owned)),
            (Some(entry), "via" | "related" | "canonical") => entry.spare_link = Some(href),
            (None, "" | "alternate") if self.feed.link.is_none() => {
                self.feed.link = self.join(&href).map(String::from);
            }
            _ => {}
        }
    }

    fn end_field(&mut self) {
        let Some(field) = self.field.take() else { return };
        let Some(entry) = &mut self.entry else { return self.channel(&field) };
        let base = entry.base.clone().or_else(|| self.base.clone());
        entry.add_field(&field, base.as_ref(), self.stop);
    }

    /// Takes a field of the feed itself; the first of each counts.
    fn channel(&mut self, field: &Field<'_>) {
        let feed = &mut self.feed;
        match field.element {
            Element::Title if feed.title.is_empty() => feed.title = field.words(),
            Element::Link if feed.link.is_none() => {
                let link = field.value().and_then(|link| self.join(&link));
                self.feed.link = link.map(String::from);
            }
            Element::Language if feed.language.is_none() => {
                feed.language = field.value().and_then(|tag| language_tag::tidy(&tag));
            }
            _ => {}
        }
    }

    fn end_entry(&mut self) {
        self.end_field();
        self.aside = None;
        if let Some(draft) = self.entry.take() {
            if self.drafts.len() < MAX_ENTRIES {
                self.drafts.push(draft);
            } else {
                self.more += 1;
            }
        }
    }

    /// True if the end of the feed is missing. In RDF, whose entries stand behind the channel, the end of the whole counts;
    /// in other feeds either end does.
    fn is_cut(&self) -> bool {
        let root = local_name(self.root.unwrap_or_default()).to_ascii_lowercase();
        match root.as_str() {
            "rdf" => !self.ended,
            "item" | "entry" => false,
            _ => !self.ended && !self.closed,
        }
    }

    fn finish(mut self) -> ParsedFeed {
        if self.field.is_some() || self.entry.is_some() {
            let element = self.field.as_ref().map_or("item", |field| field.name).to_owned();
            self.end_entry();
            self.feed.remarks.push(FeedRemark::CutOff { element, entries: self.drafts.len() });
        } else if self.is_cut() {
            let element = self.root.unwrap_or("channel").to_owned();
            self.feed.remarks.push(FeedRemark::CutOff { element, entries: self.drafts.len() });
        }
        let link = self.feed.link.as_deref().and_then(|link| Url::parse(link).ok());
        let base = self.base.take().or(link);
        let mut feed = self.feed;
        let over: usize = self.drafts.iter().map(|draft| draft.more).sum();
        let order = DayOrder::detect(self.drafts.iter().flat_map(Draft::dates));
        let drafts = self.drafts.into_iter().take_while(|_| self.stop.go_on_after(DRAFT_WORK_BYTES));
        let finished = drafts.map(|draft| draft.finish(base.as_ref(), order, &mut feed));
        let entries: Vec<FeedEntry> = finished.collect();
        feed.entries = entries;
        if self.more > 0 {
            feed.remarks.push(FeedRemark::LeftOut(self.more));
        }
        if over > 0 {
            feed.remarks.push(FeedRemark::More(over));
        }
        feed
    }
}
