//! RSS, RDF and Atom: the tags of a feed to entries. End tags that are missing, crossed or doubled end what they can; text
//! outside of the elements that matter is skipped.
//!
//! A long feed is read in windows, each of which ends behind an entry; `state.rs` holds what lasts from one to the next.

use url::Url;

use super::{
    construct::TextKind,
    draft::Draft,
    element::Element,
    field::Field,
    namespace::Namespace,
    recovery::{Lookahead, end_of_entry, is_left_open},
    state::FeedState,
    tag::FeedTag,
};
use crate::{
    article::language_tag,
    format::{
        lines::offset_of,
        markup::{Dialect, Token, Tokens, attribute},
    },
    text::StopCheck,
};

/// The reader of one window of a feed.
pub(crate) struct XmlReader<'a, 's> {
    text: &'a str,
    stop: &'s StopCheck<'s>,
    tokens: Tokens<'a>,
    state: &'a mut FeedState,
    entry: Option<Draft>,
    /// The name of the open entry's element as written.
    entry_name: &'a str,
    /// The byte at which the entry begins.
    entry_at: usize,
    /// The byte at which the current token begins.
    token_at: usize,
    field: Option<Field<'a>>,
    /// The name of an element that is skipped, and the elements of this name within it.
    aside: Option<(&'a str, usize)>,
    /// True behind an empty `<link/>`, whose address may follow.
    after_empty_link: bool,
    lookahead: Lookahead<'a>,
}

impl<'a, 's> XmlReader<'a, 's> {
    pub(crate) fn new(text: &'a str, state: &'a mut FeedState, stop: &'s StopCheck<'s>) -> XmlReader<'a, 's> {
        XmlReader {
            text,
            stop,
            tokens: Tokens::new(text, Dialect::Xml),
            state,
            entry: None,
            entry_name: "item",
            entry_at: 0,
            token_at: 0,
            field: None,
            aside: None,
            after_empty_link: false,
            lookahead: Lookahead::new(text),
        }
    }

    /// Reads the window. An entry that is open at its end is cut off, if `is_last`.
    pub(crate) fn read(mut self, is_last: bool) {
        loop {
            let from = self.tokens.position();
            self.token_at = from;
            let Some(token) = self.tokens.next() else { break };
            let markup = &self.text[from..self.tokens.position()];
            if !self.stop.go_on_after(markup.len()) {
                return;
            }
            self.state.note_root(token);
            if self.aside.is_some() && self.skip(token) {
                continue;
            }
            if self.field.is_some() && self.take(token, markup) {
                continue;
            }
            match token {
                Token::Open { name, attributes, closed } => {
                    self.after_empty_link = false;
                    self.open(name, attributes, closed);
                }
                Token::Close(name) => self.close(name),
                Token::Text(text) => self.stray(text),
                Token::Raw(_) | Token::Instruction(_) => {}
            }
        }
        if self.field.is_none() && self.entry.is_none() {
            return;
        }
        let element = self.field.as_ref().map_or("item", |field| field.name).to_owned();
        self.end_entry(self.text.len());
        if is_last {
            self.state.cut_off(element);
        }
    }

    fn element(&self, name: &str) -> Element {
        let (namespace, local) = self.state.names.resolve(name);
        Element::from_name(namespace, local)
    }

    fn is_entry_name(&self, name: &str) -> bool {
        self.entry.is_some() && name.eq_ignore_ascii_case(self.entry_name)
    }

    /// Skips a token of an element that is skipped. False if the token ends more than that element.
    fn skip(&mut self, token: Token<'a>) -> bool {
        let Some((aside, depth)) = &mut self.aside else { return false };
        match token {
            Token::Open { name, closed, .. } if name.eq_ignore_ascii_case(aside) => *depth += usize::from(!closed),
            Token::Close(name) if name.eq_ignore_ascii_case(aside) => {
                if *depth == 0 {
                    self.aside = None;
                } else {
                    *depth -= 1;
                }
            }
            Token::Open { name, .. } | Token::Close(name)
                if self.is_entry_name(name) || self.element(name) == Element::Entry =>
            {
                self.aside = None;
                return false;
            }
            _ => {}
        }
        true
    }

    /// Takes a piece of the element whose text is being read. False if the token ends that element instead.
    fn take(&mut self, token: Token<'a>, markup: &'a str) -> bool {
        let Some(mut field) = self.field.take() else { return false };
        let stays = match token {
            Token::Text(text) => {
                field.text(text, &mut self.state.entities);
                true
            }
            Token::Raw(text) => {
                // A section that is not closed would take the entries after it.
                if let Some(end) = end_of_entry(text).filter(|end| is_left_open(&text[*end..], markup)) {
                    let text = &text[..end];
                    let close = format!("</{}", field.name);
                    field.raw(text.find(&close).map_or(text, |at| &text[..at]));
                    self.tokens.seek(offset_of(self.text, text) + end);
                    self.end_field(field);
                    return true;
                }
                field.raw(text);
                true
            }
            Token::Close(name) if name.eq_ignore_ascii_case(field.name) => {
                if field.depth == 0 {
                    self.end_field(field);
                    return true;
                }
                field.depth -= 1;
                field.close(name, markup, &self.state.names);
                true
            }
            Token::Close(name) => {
                let ends = self.is_entry_name(name) || matches!(self.element(name), Element::Entry | Element::Channel);
                if !ends {
                    field.close(name, markup, &self.state.names);
                }
                !ends
            }
            Token::Open { name, attributes, closed } => {
                let element = self.element(name);
                let holds_others = field.is_xhtml() || matches!(field.element, Element::Author | Element::Source);
                let is_entry = element == Element::Entry || self.is_entry_name(name);
                let ends = is_entry || !holds_others && element.ends_text(name);
                if !ends {
                    field.depth += usize::from(name.eq_ignore_ascii_case(field.name) && !closed);
                    field.open((name, attributes, closed), markup, &mut self.state.names);
                }
                !ends
            }
            Token::Instruction(_) => true,
        };
        if stays {
            self.field = Some(field);
        } else {
            self.end_field(field);
        }
        stays
    }

    fn close(&mut self, name: &str) {
        match self.element(name) {
            _ if self.is_entry_name(name) => self.end_entry(self.tokens.position()),
            Element::Entry => self.end_entry(self.tokens.position()),
            Element::Channel => self.state.closed = true,
            Element::Media => {
                if let Some(entry) = &mut self.entry {
                    entry.open_file = None;
                }
            }
            Element::MediaGroup => {
                if let Some(entry) = &mut self.entry {
                    entry.close_group();
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, name: &'a str, attributes: &'a str, closed: bool) {
        let mut mark = self.state.names.mark();
        self.state.names.declare(attributes);
        let (mut namespace, local) = self.state.names.resolve(name);
        let lower = local.to_ascii_lowercase();
        let is_structure = matches!(lower.as_str(), "rss" | "feed" | "rdf" | "channel" | "item" | "entry");
        if is_structure && (self.state.root.as_deref() == Some(name) || local.len() == name.len()) {
            self.state.names.adopt(name);
            namespace = self.state.names.resolve(name).0;
        }
        let element = Element::from_name(namespace, local);
        match element {
            Element::Entry => {
                if self.entry.is_some() || self.field.is_some() {
                    self.end_entry(self.token_at);
                    mark = self.state.names.mark();
                    self.state.names.declare(attributes);
                    self.state.names.adopt(name);
                }
                return self.open_entry(name, attributes, closed, mark);
            }
            Element::Channel => return self.open_channel(attributes, closed),
            _ if is_structure => return,
            _ => {}
        }
        let keeps_names = match element {
            Element::Aside if !closed => {
                self.aside = Some((name, 0));
                false
            }
            Element::Foreign if !closed => {
                if self.lookahead.is_closed_within(self.tokens.position(), name, self.entry_name) {
                    self.aside = Some((name, 0));
                }
                self.aside.is_none()
            }
            Element::Other | Element::MediaGroup => {
                if let Some(entry) = self.entry.as_mut().filter(|_| element == Element::MediaGroup && !closed) {
                    entry.open_group();
                }
                !closed
            }
            Element::Aside | Element::Foreign => false,
            Element::Enclosure | Element::Thumbnail | Element::Media => {
                self.file(element, namespace, attributes, closed);
                !closed && element == Element::Media
            }
            Element::Link if attribute(attributes, "href").is_some_and(|href| !href.trim().is_empty()) => {
                self.link(attributes);
                false
            }
            _ => self.open_field(element, namespace, (name, attributes, closed), mark),
        };
        if !keeps_names {
            self.state.names.truncate(mark);
        }
    }

    fn open_entry(&mut self, name: &'a str, attributes: &str, closed: bool, mark: usize) {
        let mut tag = FeedTag { attributes, entities: &mut self.state.entities };
        let mut draft = Draft::default();
        draft.names_before = mark;
        draft.language = tag.value("xml:lang");
        draft.about = tag.value("rdf:about");
        draft.base = tag.base(self.state.base.as_ref());
        self.entry = Some(draft);
        (self.entry_name, self.entry_at) = (name, self.token_at);
        self.state.end_head(&self.text[..self.entry_at]);
        if closed {
            self.end_entry(self.tokens.position());
        }
    }

    fn open_channel(&mut self, attributes: &str, closed: bool) {
        self.state.closed |= closed;
        let mut tag = FeedTag { attributes, entities: &mut self.state.entities };
        let base = tag.base(self.state.base.as_ref());
        if let Some(language) = tag.value("xml:lang").and_then(|tag| language_tag::tidy(&tag)) {
            self.state.feed.language.get_or_insert(language);
        }
        self.state.base = base.or_else(|| self.state.base.take());
    }

    /// Begins the text of an element. True if the bindings of its prefixes are needed until its end.
    fn open_field(
        &mut self,
        element: Element,
        namespace: Namespace,
        (name, attributes, closed): (&'a str, &str, bool),
        names_before: usize,
    ) -> bool {
        let outer = self.content_base();
        let mut tag = FeedTag { attributes, entities: &mut self.state.entities };
        let mut field = Field::new(element, name, names_before);
        let media_type = tag.value("type");
        (field.kind, field.base64) =
            TextKind::of(element, namespace, media_type.as_deref(), tag.value("mode").as_deref());
        field.opaque = tag.value("isPermaLink").is_some_and(|is| is.eq_ignore_ascii_case("false"));
        field.base = tag.base(outer.as_ref()).or(outer);
        let elsewhere =
            if element == Element::Content && namespace == Namespace::Atom { tag.value("src") } else { None };
        if let (Some(address), Some(entry)) = (elsewhere, &mut self.entry) {
            entry.content_elsewhere(address, media_type, field.base.as_ref());
        }
        self.after_empty_link = closed && element == Element::Link;
        if !closed {
            self.field = Some(field);
        }
        !closed
    }

    /// The base of relative addresses at this place.
    fn content_base(&self) -> Option<Url> {
        let entry = self.entry.as_ref().and_then(|entry| entry.base.as_ref());
        entry.or(self.state.base.as_ref()).or(self.state.site.as_ref()).cloned()
    }

    /// Takes text outside of the elements that matter: an address after an empty `<link/>` is the link.
    fn stray(&mut self, text: &str) {
        let text = text.trim();
        if self.after_empty_link
            && let Some(entry) = &mut self.entry
            && !entry.has_link()
            && (text.starts_with("http://") || text.starts_with("https://"))
            && !text.contains(char::is_whitespace)
        {
            entry.link(text.to_owned(), None, true);
        }
    }

    fn file(&mut self, element: Element, namespace: Namespace, attributes: &str, closed: bool) {
        let base = self.content_base();
        let mut tag = FeedTag { attributes, entities: &mut self.state.entities };
        let file = tag.file(element, namespace == Namespace::Media, base.as_ref());
        let (Some(entry), Some(file)) = (&mut self.entry, file) else { return };
        let index = entry.enclosure(file);
        if element == Element::Media && !closed {
            entry.open_file = index;
        }
    }

    fn link(&mut self, attributes: &str) {
        let outer = self.content_base();
        let mut tag = FeedTag { attributes, entities: &mut self.state.entities };
        let base = tag.base(outer.as_ref()).or(outer);
        let Some(link) = tag.link() else { return };
        match (&mut self.entry, link.rel.as_str()) {
            (Some(entry), "" | "alternate") => {
                let is_page = link.kind.is_none_or(|kind| kind.contains("html"));
                entry.link(link.href, base.as_ref(), is_page);
            }
            (Some(entry), "enclosure") => _ = entry.enclosure(link.into_file(base.as_ref())),
            (Some(entry), "via" | "related" | "canonical") => entry.spare_link(link.href, base.as_ref()),
            (None, "" | "alternate") => self.state.set_link(&link.href, base.as_ref()),
            _ => {}
        }
    }

    fn end_field(&mut self, mut field: Field<'_>) {
        field.end();
        self.state.names.truncate(field.names_before);
        match &mut self.entry {
            Some(entry) => entry.add_field(&field, self.stop),
            None => self.state.add_field(&field),
        }
    }

    /// Ends the entry, whose text goes up to a byte.
    fn end_entry(&mut self, end: usize) {
        if let Some(field) = self.field.take() {
            self.end_field(field);
        }
        self.aside = None;
        if let Some(mut draft) = self.entry.take() {
            self.state.names.truncate(draft.names_before);
            self.text.get(self.entry_at..end).unwrap_or_default().clone_into(&mut draft.source_text);
            self.state.add_draft(draft);
        }
    }
}
