//! The texts of a JSON value, however it wraps them.
//!
//! The purpose of a text is known to the field that holds it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::text::StopCheck;

/// Texts kept apart of one value; further ones are added to the last.
const MAX_TEXTS: usize = 10_000;

/// Reads the texts of a value: itself, those of a list, that of an object such as `{"name": …}`, or those of an object that
/// has them by numbers.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'s> {
    pub(crate) stop: &'s StopCheck<'s>,
}

impl<'de> DeserializeSeed<'de> for Texts<'_> {
    type Value = Vec<String>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Texts<'_> {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<String>, E> {
        go_on_after(text.len(), self.stop)?;
        Ok(if text.trim().is_empty() { Vec::new() } else { vec![text.to_owned()] })
    }

    fn visit_i64<E>(self, number: i64) -> Result<Vec<String>, E> {
        Ok(vec![number.to_string()])
    }

    fn visit_u64<E>(self, number: u64) -> Result<Vec<String>, E> {
        Ok(vec![number.to_string()])
    }

    fn visit_f64<E>(self, number: f64) -> Result<Vec<String>, E> {
        Ok(vec![number.to_string()])
    }

    fn visit_bool<E>(self, _: bool) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Vec<String>, A::Error> {
        let mut texts: Vec<String> = Vec::new();
        while let Some(more) = values.next_element_seed(self)? {
            go_on_after(1, self.stop)?;
            for text in more {
                let full = texts.len() >= MAX_TEXTS;
                match texts.last_mut().filter(|_| full) {
                    Some(last) => {
                        last.push('\n');
                        last.push_str(&text);
                    }
                    None => texts.push(text),
                }
            }
        }
        Ok(texts)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
        let mut texts = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let is_number = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
            let is_text =
                matches!(key.as_str(), "name" | "title" | "text" | "value" | "content" | "rendered" | "children");
            if is_text || is_number {
                texts.extend(map.next_value_seed(self)?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(texts)
    }
}

/// Ends the reading of a value with an error once `stop` is raised.
pub(crate) fn go_on_after<E: Error>(work: usize, stop: &StopCheck<'_>) -> Result<(), E> {
    if stop.go_on_after(work) { Ok(()) } else { Err(E::custom("stopped")) }
}
