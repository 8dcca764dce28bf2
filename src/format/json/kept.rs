//! The state that another reader's export gives to an article: its star, whether it was read or archived, its tags.
//!
//! The names are those of wallabag, Readeck, Pocket, Instapaper, Miniflux, `NetNewsWire` and of this program's own record.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{
    flat::{FlatSeed, ScalarSeed},
    text::go_on_after,
};
use crate::{article::KeptState, text::StopCheck};

/// Limit of the tags of an article.
const MAX_TAGS: usize = 1000;

/// Names of a tag within an object, the best first.
const TAG_NAMES: [&str; 5] = ["label", "name", "title", "tag", "term"];

/// Reads a field into a state. Returns false, with nothing read, if the field is about something else.
pub(super) fn read<'de, A: MapAccess<'de>>(
    key: &str,
    map: &mut A,
    kept: &mut Option<KeptState>,
    stop: &StopCheck<'_>,
) -> Result<bool, A::Error> {
    match key {
        "starred" | "is_starred" | "favorite" | "favourite" | "is_favorite" | "is_marked" | "marked" | "bookmarked" => {
            let is_set = map.next_value_seed(ScalarSeed)?.is_some_and(|value| is_true(&value));
            kept.get_or_insert_default().starred |= is_set;
        }
        "read" | "is_read" | "archived" | "is_archived" | "archive" => {
            let is_set = map.next_value_seed(ScalarSeed)?.is_some_and(|value| is_true(&value));
            kept.get_or_insert_default().read |= is_set;
        }
        "status" => {
            let StatusSeed { read, starred, .. } = map.next_value_seed(StatusSeed::new(stop))?;
            let kept = kept.get_or_insert_default();
            kept.read |= read;
            kept.starred |= starred;
        }
        // Instapaper's folders are its states, and others beside them.
        "folder" => {
            let folder = map.next_value_seed(ScalarSeed)?.unwrap_or_default();
            let kept = kept.get_or_insert_default();
            match folder.trim().to_lowercase().as_str() {
                "" | "unread" | "home" => {}
                "archive" => kept.read = true,
                "starred" => kept.starred = true,
                _ => kept.tags.push(folder.trim().to_owned()),
            }
        }
        "tags" | "labels" => {
            let tags = map.next_value_seed(TagsSeed { stop })?;
            kept.get_or_insert_default().tags.extend(tags);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn is_true(value: &str) -> bool {
    matches!(value.trim().to_ascii_lowercase().as_str(), "1" | "true" | "yes")
}

/// The state of an article as one value: Pocket's `1` or `archive`, Miniflux's `read`, `NetNewsWire`'s object.
struct StatusSeed<'s> {
    read: bool,
    starred: bool,
    stop: &'s StopCheck<'s>,
}

impl<'s> StatusSeed<'s> {
    fn new(stop: &'s StopCheck<'s>) -> StatusSeed<'s> {
        StatusSeed { read: false, starred: false, stop }
    }

    fn with_name(self, name: &str) -> StatusSeed<'s> {
        let read = matches!(name.trim().to_ascii_lowercase().as_str(), "1" | "read" | "archive" | "archived");
        StatusSeed { read, ..self }
    }
}

impl<'de, 's> DeserializeSeed<'de> for StatusSeed<'s> {
    type Value = StatusSeed<'s>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<StatusSeed<'s>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, 's> Visitor<'de> for StatusSeed<'s> {
    type Value = StatusSeed<'s>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a state")
    }

    fn visit_str<E>(self, name: &str) -> Result<StatusSeed<'s>, E> {
        Ok(self.with_name(name))
    }

    fn visit_bool<E>(self, _: bool) -> Result<StatusSeed<'s>, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<StatusSeed<'s>, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, number: u64) -> Result<StatusSeed<'s>, E> {
        Ok(self.with_name(if number == 1 { "1" } else { "" }))
    }

    fn visit_f64<E>(self, _: f64) -> Result<StatusSeed<'s>, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<StatusSeed<'s>, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<StatusSeed<'s>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<StatusSeed<'s>, A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            go_on_after(key.len(), self.stop)?;
            let is_set = map.next_value_seed(ScalarSeed)?.is_some_and(|value| is_true(&value));
            match key.to_lowercase().as_str() {
                "read" => self.read = is_set,
                "starred" => self.starred = is_set,
                _ => {}
            }
        }
        Ok(self)
    }
}

/// Reads tags: a list of texts or objects, an object with a field a tag, or one text with marks between them.
#[derive(Clone, Copy)]
struct TagsSeed<'s> {
    stop: &'s StopCheck<'s>,
}

impl<'de> DeserializeSeed<'de> for TagsSeed<'_> {
    type Value = Vec<String>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TagsSeed<'_> {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("tags")
    }

    fn visit_str<E>(self, text: &str) -> Result<Vec<String>, E> {
        Ok(split(text))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    // A number is the identity of a tag in a program, not its name.
    fn visit_i64<E>(self, _: i64) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<String>, A::Error> {
        let mut tags = Vec::new();
        while let Some(tag) = list.next_element_seed(TagSeed { stop: self.stop })? {
            tags.extend(tag.filter(|tag| !tag.is_empty() && tags.len() < MAX_TAGS));
        }
        Ok(tags)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
        let mut tags = Vec::new();
        while let Some((tag, _)) = map.next_entry::<String, IgnoredAny>()? {
            go_on_after(tag.len(), self.stop)?;
            tags.extend(Some(tag.trim().to_owned()).filter(|tag| !tag.is_empty() && tags.len() < MAX_TAGS));
        }
        Ok(tags)
    }
}

/// Reads a tag of a list.
struct TagSeed<'s> {
    stop: &'s StopCheck<'s>,
}

impl<'de> DeserializeSeed<'de> for TagSeed<'_> {
    type Value = Option<String>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<String>, D::Error> {
        let mut fields = FlatSeed { names: &["text", "label", "name", "title", "tag", "term"], stop: self.stop }
            .deserialize(deserializer)?;
        let name = TAG_NAMES.into_iter().find(|name| fields.get(name).is_some()).unwrap_or("text");
        let tag = fields.take(name).trim().to_owned();
        Ok(Some(tag).filter(|tag| !tag.bytes().all(|byte| byte.is_ascii_digit())))
    }
}

/// The tags of one text: a list of JSON, or names with `|` or commas between them.
fn split(text: &str) -> Vec<String> {
    if text.trim_start().starts_with('[')
        && let Ok(tags) = serde_json::from_str::<Vec<String>>(text)
    {
        return tags.into_iter().filter(|tag| !tag.trim().is_empty()).take(MAX_TAGS).collect();
    }
    let marks: &[char] = if text.contains('|') { &['|'] } else { &[',', '，', '、'] };
    let tags = text.split(marks).map(str::trim).filter(|tag| !tag.is_empty());
    tags.take(MAX_TAGS).map(str::to_owned).collect()
}
