//! The fields of a JSON article, under the names that programs really give them. Values are read straight into an
//! article, without a tree between, and fields without a meaning are passed over without being kept.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{
    body::JsonBody,
    text::{Texts, go_on_after},
};
use crate::{
    article::{Article, Block, language_tag},
    date::Published,
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
        let articles = fields.into_articles();
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

/// The fields of an article so far. Of several names of one field, the lower rank counts more.
#[derive(Default)]
struct Fields {
    article: Article,
    dates: Vec<(u8, String)>,
    language: Option<String>,
    guid: Option<(u8, String)>,
    body: Option<(u8, Vec<Block>)>,
    children: Vec<Parsed>,
}

impl Fields {
    fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A, stop: &StopCheck<'_>) -> Result<(), A::Error> {
        let key = key.trim().to_lowercase().replace(['-', ' '], "_");
        let article = &mut self.article;
        match key.as_str() {
            "title" | "headline" => replace_empty(&mut article.title, one(map, stop)?),
            "author" | "authors" | "byline" | "creator" => keep(&mut article.author, names(map, stop)?),
            "source" | "publisher" | "site" | "site_name" | "media" => keep(&mut article.source, one(map, stop)?),
            "lang" | "language" | "locale" | "inlanguage" => keep(&mut self.language, one(map, stop)?),
            "link" | "url" | "permalink" | "canonical" => keep(&mut article.link, one(map, stop)?),
            "notice" => keep(&mut article.notice, one(map, stop)?),
            "original_title" | "originaltitle" => keep(&mut article.original_title, one(map, stop)?),
            "related" => article.related = map.next_value_seed(Texts { stop })?,
            "guid" => self.guid = one(map, stop)?.map(|guid| (0, guid)).or(self.guid.take()),
            // A bare number is unique only within its file, so it is no identity.
            "id" => {
                let id = one(map, stop)?.filter(|id| id.contains(|c: char| !c.is_ascii_digit()));
                self.guid = self.guid.take().or(id.map(|id| (1, id)));
            }
            "articles" | "items" | "entries" | "data" | "results" => {
                if let JsonItem::Articles(articles) = map.next_value_seed(JsonItemSeed { stop })? {
                    self.children.extend(articles);
                }
            }
            _ => {
                if let Some(rank) = date_rank(&key) {
                    self.dates.extend(one(map, stop)?.map(|date| (rank, date)));
                } else if let Some(rank) = body_rank(&key) {
                    let blocks = map.next_value_seed(JsonBody { stop })?;
                    let better = self.body.as_ref().is_none_or(|(other, _)| rank < *other);
                    if better && !blocks.is_empty() {
                        self.body = Some((rank, blocks));
                    }
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn into_articles(mut self) -> Vec<Parsed> {
        let mut article = self.article;
        let mut remarks = Vec::new();
        self.dates.sort_by_key(|(rank, _)| *rank);
        article.published = self.dates.iter().find_map(|(_, text)| date(text));
        if let (None, Some((_, text))) = (&article.published, self.dates.first()) {
            remarks.push(Remark::Date(Remark::quote(text)));
        }
        if let Some(text) = self.language {
            article.lang = language_tag::tidy(&text);
            if article.lang.is_none() {
                remarks.push(Remark::Language(Remark::quote(&text)));
            }
        }
        article.guid = self.guid.map(|(_, guid)| guid);
        article.blocks = self.body.map(|(_, blocks)| blocks).unwrap_or_default();
        if article.title.is_empty() {
            remarks.push(Remark::NoTitle);
        }
        // The head of a list has a title but no body, and is no article of its own.
        let has_title = !article.title.is_empty() && self.children.is_empty();
        if has_title || !article.blocks.is_empty() {
            self.children.insert(0, Parsed { article, remarks, ..Parsed::default() });
        }
        self.children
    }
}

fn date_rank(key: &str) -> Option<u8> {
    match key {
        "published" | "published_at" | "publishedat" | "date_published" | "datepublished" | "pubdate" | "pub_date" => {
            Some(0)
        }
        "date" | "datetime" | "time" | "timestamp" => Some(1),
        "created" | "created_at" | "datecreated" | "date_modified" | "updated" | "updated_at" => Some(2),
        _ => None,
    }
}

fn body_rank(key: &str) -> Option<u8> {
    let order = [
        "blocks",
        "body",
        "articlebody",
        "article_body",
        "content",
        "content_text",
        "text",
        "paragraphs",
        "content_html",
        "summary",
        "description",
        "abstract",
    ];
    order.iter().position(|name| *name == key).map(|rank| rank as u8)
}

fn date(text: &str) -> Option<Published> {
    Published::parse(text).or_else(|| Published::from_unix(text.parse::<f64>().ok().filter(|n| n.abs() > 1e8)? as i64))
}

fn keep(field: &mut Option<String>, text: Option<String>) {
    if field.is_none() {
        *field = text;
    }
}

fn replace_empty(field: &mut String, text: Option<String>) {
    if let Some(text) = text.filter(|_| field.is_empty()) {
        *field = text;
    }
}

fn one<'de, A: MapAccess<'de>>(map: &mut A, stop: &StopCheck<'_>) -> Result<Option<String>, A::Error> {
    Ok(Some(map.next_value_seed(Texts { stop })?.join("\n")).filter(|text| !text.trim().is_empty()))
}

fn names<'de, A: MapAccess<'de>>(map: &mut A, stop: &StopCheck<'_>) -> Result<Option<String>, A::Error> {
    let names = map.next_value_seed(Texts { stop })?;
    let between = if names.iter().all(|name| name.is_ascii()) { ", " } else { "、" };
    Ok(Some(names.join(between)).filter(|names| !names.trim().is_empty()))
}
