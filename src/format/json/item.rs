//! A value of JSON where articles are expected: an object, a list of them, or something else.
//!
//! The meanings of an object's fields are in `fields.rs`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{fields::Fields, text::go_on_after};
use crate::{
    format::{Parsed, Remark},
    text::StopCheck,
};

/// Articles kept of a list inside an object.
const MAX_ARTICLES: usize = 100_000;

/// A JSON value where articles are expected.
pub(crate) enum JsonItem {
    /// The articles of an object: itself, and those in a list it holds.
    Articles(Vec<Parsed>),
    /// Another value, by its JSON name.
    Other(&'static str),
}

/// Reads a value where articles are expected.
#[derive(Clone, Copy)]
pub(crate) struct JsonItemSeed<'s> {
    pub(crate) stop: &'s StopCheck<'s>,
}

impl<'de> DeserializeSeed<'de> for JsonItemSeed<'_> {
    type Value = JsonItem;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonItem, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for JsonItemSeed<'_> {
    type Value = JsonItem;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an article")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonItem, A::Error> {
        let mut fields = Fields::default();
        while let Some(key) = map.next_key::<String>()? {
            fields.read(&key, &mut map, self.stop)?;
            go_on_after(key.len(), self.stop)?;
        }
        let articles = fields.into_articles(self.stop);
        Ok(if articles.is_empty() {
            JsonItem::Other("object without title and body")
        } else {
            JsonItem::Articles(articles)
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<JsonItem, A::Error> {
        let mut articles: Vec<Parsed> = Vec::new();
        let (mut left_out, mut others) = (0, 0);
        while let Some(item) = list.next_element_seed(self)? {
            go_on_after(1, self.stop)?;
            match item {
                JsonItem::Articles(more) if articles.len() < MAX_ARTICLES => articles.extend(more),
                JsonItem::Articles(more) => left_out += more.len(),
                JsonItem::Other(_) => others += 1,
            }
        }
        // A list without any article is something else, such as an article's keywords.
        if let Some(last) = articles.last_mut() {
            last.remarks.extend((left_out > 0).then_some(Remark::LeftOut(left_out)));
            last.remarks.extend((others > 0).then_some(Remark::Others(others)));
        }
        Ok(JsonItem::Articles(articles))
    }

    fn visit_str<E>(self, _: &str) -> Result<JsonItem, E> {
        Ok(JsonItem::Other("string"))
    }

    fn visit_bool<E>(self, _: bool) -> Result<JsonItem, E> {
        Ok(JsonItem::Other("boolean"))
    }

    fn visit_i64<E>(self, _: i64) -> Result<JsonItem, E> {
        Ok(JsonItem::Other("number"))
    }

    fn visit_u64<E>(self, _: u64) -> Result<JsonItem, E> {
        Ok(JsonItem::Other("number"))
    }

    fn visit_f64<E>(self, _: f64) -> Result<JsonItem, E> {
        Ok(JsonItem::Other("number"))
    }

    fn visit_unit<E>(self) -> Result<JsonItem, E> {
        Ok(JsonItem::Other("null"))
    }
}
