//! The body of a JSON article: one text with a paragraph a line, one text of HTML, a list of paragraphs, or a list of
//! blocks with kinds.
//!
//! Plain paragraphs get their headings by shape, as in a page; a block that names its kind has that kind.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{block::NamedBlock, markup::Markup, text::go_on_after};
use crate::{
    article::Block,
    format::{html, page, page::PlainBody},
    text::StopCheck,
};

/// A body that was read.
pub(super) enum JsonBody {
    Blocks(Vec<Block>),
    /// HTML, whose relative addresses wait for the address of the article.
    Html(String),
}

impl JsonBody {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            JsonBody::Blocks(blocks) => blocks.is_empty(),
            JsonBody::Html(text) => text.trim().is_empty(),
        }
    }
}

/// Reads a value as a body.
pub(super) struct JsonBodySeed<'s> {
    pub(super) markup: Markup,
    pub(super) stop: &'s StopCheck<'s>,
}

impl<'de> DeserializeSeed<'de> for JsonBodySeed<'_> {
    type Value = JsonBody;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonBody, D::Error> {
        let (mut body, mut html) = (PlainBody::default(), None);
        let element = Element { body: &mut body, html: &mut html, whole: true, markup: self.markup, stop: self.stop };
        deserializer.deserialize_any(element)?;
        Ok(html.map_or_else(|| JsonBody::Blocks(body.into_blocks()), JsonBody::Html))
    }
}

/// Adds a value to a body.
struct Element<'b> {
    body: &'b mut PlainBody,
    /// The value if it is one text of HTML.
    html: &'b mut Option<String>,
    /// True if the value is the whole body, so that its lines are paragraphs, rather than one paragraph of it.
    whole: bool,
    markup: Markup,
    stop: &'b StopCheck<'b>,
}

impl Element<'_> {
    fn push_html(self, text: String) {
        if self.whole {
            *self.html = Some(text);
        } else {
            let blocks = html::fragment_until(&text, None, self.stop).blocks;
            for block in blocks {
                self.body.push_block(block);
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Element<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the text of an article")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let stop = self.stop;
        if self.markup.is_in(text) {
            self.push_html(text.to_owned());
        } else if self.whole {
            page::paragraphs(text, stop, &mut |paragraph| self.body.push(paragraph));
        } else {
            self.body.push(text.trim());
        }
        go_on_after(text.len(), stop)
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.body.push(&number.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.body.push(&number.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.body.push(&number.to_string());
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        loop {
            let (body, html) = (&mut *self.body, &mut *self.html);
            let element = Element { body, html, whole: false, markup: self.markup, stop: self.stop };
            if list.next_element_seed(element)?.is_none() {
                return Ok(());
            }
            go_on_after(1, self.stop)?;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let mut found = NamedBlock::read(map, self.stop)?;
        if let Some(html) = found.html.take().filter(|_| found.text.is_empty()) {
            self.push_html(html);
        } else if found.kind.is_empty() && self.whole {
            return self.visit_str(&found.text);
        } else {
            self.body.push_block(found.into_block());
        }
        Ok(())
    }
}
