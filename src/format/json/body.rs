//! The body of a JSON article: one text with a paragraph a line, a list of paragraphs, or a list of blocks with kinds.
//!
//! Plain paragraphs get their headings by shape, as in a page; a block that names its kind has that kind.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::text::{Texts, go_on_after};
use crate::{
    article::{Block, BlockKind},
    format::{lines, page::PlainBody},
    text::StopCheck,
};

/// Reads a value as a body.
pub(crate) struct JsonBody<'s> {
    pub(crate) stop: &'s StopCheck<'s>,
}

impl<'de> DeserializeSeed<'de> for JsonBody<'_> {
    type Value = Vec<Block>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Block>, D::Error> {
        let mut body = PlainBody::default();
        deserializer.deserialize_any(Element { body: &mut body, whole: true, stop: self.stop })?;
        Ok(body.into_blocks())
    }
}

/// Adds a value to a body.
struct Element<'b> {
    body: &'b mut PlainBody,
    /// True if the value is the whole body, so that its lines are paragraphs, rather than one paragraph of it.
    whole: bool,
    stop: &'b StopCheck<'b>,
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
        if self.whole {
            lines::until(text, self.stop).for_each(|line| self.body.push(line));
        } else {
            self.body.push(text.trim());
        }
        go_on_after(text.len(), self.stop)
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
        while list.next_element_seed(Element { body: &mut *self.body, whole: false, stop: self.stop })?.is_some() {
            go_on_after(1, self.stop)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut found = NamedBlock::default();
        while let Some(key) = map.next_key::<String>()? {
            let field = Field::from_key(&key);
            if field == Field::Unknown {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let text = map.next_value_seed(Texts { stop: self.stop })?.join("\n");
            match field {
                Field::Kind => found.kind = text.trim().to_lowercase(),
                Field::Level => found.level = text.trim().parse().ok(),
                Field::Number => found.number = text.trim().parse().ok(),
                _ if found.text.is_empty() => found.text = text,
                _ if text.is_empty() => {}
                _ => {
                    found.text.push('\n');
                    found.text.push_str(&text);
                }
            }
        }
        if found.kind.is_empty() && self.whole {
            lines::until(&found.text, self.stop).for_each(|line| self.body.push(line));
        } else {
            self.body.push_block(Block::new(found.block_kind(), found.text));
        }
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Kind,
    Level,
    Number,
    Text,
    Unknown,
}

impl Field {
    fn from_key(key: &str) -> Field {
        match key.to_lowercase().as_str() {
            "kind" | "type" | "tag" => Field::Kind,
            "level" | "depth" => Field::Level,
            "number" => Field::Number,
            "text" | "content" | "value" | "rendered" | "html" | "children" | "caption" | "alt" => Field::Text,
            _ => Field::Unknown,
        }
    }
}

/// A block as an object names it.
#[derive(Default)]
struct NamedBlock {
    kind: String,
    level: Option<u64>,
    number: Option<u32>,
    text: String,
}

impl NamedBlock {
    /// The kind it names; a paragraph if it names none that is known.
    fn block_kind(&self) -> BlockKind {
        let level = |first, last| self.level.map(|level| level.clamp(first, last) as u8);
        match self.kind.as_str() {
            "heading" | "header" | "title" => BlockKind::Heading { level: level(1, 6).unwrap_or(2) },
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Heading { level: self.kind.as_bytes()[1] - b'0' },
            "quote" | "blockquote" => BlockKind::Quote,
            "item" | "li" | "list_item" | "listitem" => BlockKind::item(level(1, 255).unwrap_or(1), self.number),
            "code" | "pre" | "codeblock" => BlockKind::Code,
            "rule" | "hr" => BlockKind::Rule,
            _ => BlockKind::Paragraph,
        }
    }
}
