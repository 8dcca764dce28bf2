//! Small objects of JSON, such as a span or a cell of a table: some of their fields as texts, without a tree between.

use std::{fmt, str::FromStr};

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::text::go_on_after;
use crate::text::StopCheck;

/// The fields of an object that were asked for, as texts; those of a bare text are its `text`.
#[derive(Debug, Default)]
pub(super) struct Flat(Vec<(&'static str, String)>);

impl Flat {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn take(&mut self, name: &str) -> String {
        self.0.iter_mut().find(|(known, _)| *known == name).map(|(_, value)| std::mem::take(value)).unwrap_or_default()
    }

    pub(super) fn number<T: FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }
}

/// Reads a text, a number or a truth value as a text; anything else has none.
#[derive(Clone, Copy)]
pub(super) struct ScalarSeed;

impl<'de> DeserializeSeed<'de> for ScalarSeed {
    type Value = Option<String>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ScalarSeed {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<String>, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Option<String>, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<String>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// Reads an object with some fields.
#[derive(Clone, Copy)]
pub(super) struct FlatSeed<'s> {
    pub(super) names: &'static [&'static str],
    pub(super) stop: &'s StopCheck<'s>,
}

impl<'de> DeserializeSeed<'de> for FlatSeed<'_> {
    type Value = Flat;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Flat, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FlatSeed<'_> {
    type Value = Flat;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Flat, E> {
        go_on_after(text.len(), self.stop)?;
        Ok(Flat(vec![("text", text.to_owned())]))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Flat, E> {
        Ok(Flat::default())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Flat, E> {
        Ok(Flat(vec![("text", number.to_string())]))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Flat, E> {
        Ok(Flat(vec![("text", number.to_string())]))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Flat, E> {
        Ok(Flat(vec![("text", number.to_string())]))
    }

    fn visit_unit<E>(self) -> Result<Flat, E> {
        Ok(Flat::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Flat, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Flat::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Flat, A::Error> {
        let mut fields = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            go_on_after(key.len(), self.stop)?;
            match self.names.iter().find(|name| **name == key) {
                Some(name) => fields.extend(map.next_value_seed(ScalarSeed)?.map(|value| (*name, value))),
                None => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(Flat(fields))
    }
}

/// Reads a list with a seed for its elements, up to a limit; anything else is an empty list.
#[derive(Clone, Copy)]
pub(super) struct ListSeed<S> {
    pub(super) element: S,
    /// Limit of the elements; the rest are passed over.
    pub(super) max: usize,
}

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for ListSeed<S> {
    type Value = Vec<S::Value>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<S::Value>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for ListSeed<S> {
    type Value = Vec<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_str<E>(self, _: &str) -> Result<Vec<S::Value>, E> {
        Ok(Vec::new())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Vec<S::Value>, E> {
        Ok(Vec::new())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Vec<S::Value>, E> {
        Ok(Vec::new())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Vec<S::Value>, E> {
        Ok(Vec::new())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Vec<S::Value>, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Vec<S::Value>, E> {
        Ok(Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<S::Value>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<S::Value>, A::Error> {
        let mut found = Vec::new();
        while found.len() < self.max {
            match list.next_element_seed(self.element)? {
                Some(element) => found.push(element),
                None => return Ok(found),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(found)
    }
}
