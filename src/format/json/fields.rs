//! The fields of a JSON article, under the names that programs really give them. Values are read straight into an
//! article, without a tree between, and fields without a meaning are passed over without being kept.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{
    body::{JsonBody, JsonBodySeed},
    flat::ScalarSeed,
    kept,
    markup::{Markup, is_plainly_markup},
    text::{Texts, go_on_after},
};
use crate::{
    article::{Article, KeptState, language_tag},
    date::Published,
    format::{Parsed, Remark, html},
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

/// The fields of an article so far. Of several names of one field, the lower rank counts more.
#[derive(Default)]
struct Fields {
    article: Article,
    dates: Vec<(u8, String)>,
    language: Option<String>,
    guid: Option<(u8, String)>,
    body: Option<(u8, JsonBody)>,
    kept: Option<KeptState>,
    children: Vec<Parsed>,
}

impl Fields {
    fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A, stop: &StopCheck<'_>) -> Result<(), A::Error> {
        let key = key.trim().to_lowercase().replace(['-', ' '], "_");
        if kept::read(&key, map, &mut self.kept, stop)? {
            return Ok(());
        }
        let article = &mut self.article;
        match key.as_str() {
            "title" | "headline" | "resolved_title" | "given_title" => {
                replace_empty(&mut article.title, one(map, stop)?.map(plain));
            }
            "author" | "authors" | "byline" | "creator" | "published_by" => {
                keep(&mut article.author, names(map, stop)?);
            }
            "source" | "publisher" | "site" | "site_name" | "media" | "domain_name" | "feed" | "feed_title" => {
                keep(&mut article.source, one(map, stop)?);
            }
            "lang" | "language" | "locale" | "inlanguage" => keep(&mut self.language, one(map, stop)?),
            "link" | "url" | "permalink" | "canonical" | "resolved_url" | "given_url" | "external_url"
            | "externalurl" => {
                keep(&mut article.link, one(map, stop)?);
            }
            "notice" => keep(&mut article.notice, one(map, stop)?),
            "original_title" | "originaltitle" => keep(&mut article.original_title, one(map, stop)?),
            "related" => article.related = map.next_value_seed(Texts { stop })?,
            "is_excerpt" => article.is_excerpt = map.next_value_seed(ScalarSeed)?.as_deref() == Some("true"),
            "chapter" => article.chapter = map.next_value_seed(ScalarSeed)?.and_then(|number| number.parse().ok()),
            "guid" => self.guid = one(map, stop)?.map(|guid| (0, guid)).or(self.guid.take()),
            // A bare number is unique only within its file, so it is no identity.
            "id" | "articleid" | "uniqueid" => {
                let id = one(map, stop)?.filter(|id| id.contains(|c: char| !c.is_ascii_digit()));
                self.guid = self.guid.take().or(id.map(|id| (1, id)));
            }
            "articles" | "items" | "entries" | "data" | "results" | "list" | "bookmarks" | "documents" => {
                self.articles_in(map, stop)?;
            }
            // Pocket keeps articles in an object, by their numbers.
            key if key.bytes().all(|byte| byte.is_ascii_digit()) => self.articles_in(map, stop)?,
            _ => {
                if let Some(rank) = date_rank(&key) {
                    self.dates.extend(one(map, stop)?.map(|date| (rank, date)));
                } else if let Some((rank, markup)) = body_field(&key) {
                    let body = map.next_value_seed(JsonBodySeed { markup, stop })?;
                    let better = self.body.as_ref().is_none_or(|(other, _)| rank < *other);
                    if better && !body.is_empty() {
                        self.body = Some((rank, body));
                    }
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    /// Takes the articles of a list or an object.
    fn articles_in<'de, A: MapAccess<'de>>(&mut self, map: &mut A, stop: &StopCheck<'_>) -> Result<(), A::Error> {
        if let JsonItem::Articles(articles) = map.next_value_seed(JsonItemSeed { stop })? {
            self.children.extend(articles);
        }
        Ok(())
    }

    fn into_articles(mut self, stop: &StopCheck<'_>) -> Vec<Parsed> {
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
        if let Some((rank, body)) = self.body {
            article.is_excerpt |= rank >= EXCERPT_RANK;
            article.blocks = match body {
                JsonBody::Blocks(blocks) => blocks,
                JsonBody::Html(text) => {
                    let base = article.link.as_deref().and_then(|link| url::Url::parse(link).ok());
                    let fragment = html::fragment_until(&text, base.as_ref(), stop);
                    remarks.extend(fragment.remarks);
                    fragment.blocks
                }
            };
        }
        if article.title.is_empty() {
            remarks.push(Remark::NoTitle);
        }
        // The head of a list has a title but no body, and is no article of its own.
        let has_title = !article.title.is_empty() && self.children.is_empty();
        if has_title || !article.blocks.is_empty() {
            self.children.insert(0, Parsed { article, remarks, kept: self.kept, ..Parsed::default() });
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
        "created" | "created_at" | "datecreated" | "date_modified" | "datemodified" | "updated" | "updated_at" => {
            Some(2)
        }
        "time_added" | "date_added" | "datearrived" | "time_updated" => Some(3),
        _ => None,
    }
}

/// Fields of a body, the better one first, and whether they hold HTML.
const BODIES: [(&str, Markup); 21] = [
    ("blocks", Markup::Never),
    ("content_html", Markup::Always),
    ("contenthtml", Markup::Always),
    ("body_html", Markup::Always),
    ("html", Markup::Always),
    ("article_html", Markup::Always),
    ("body", Markup::Maybe),
    ("articlebody", Markup::Maybe),
    ("article_body", Markup::Maybe),
    ("content", Markup::Maybe),
    ("full_text", Markup::Maybe),
    ("content_text", Markup::Never),
    ("contenttext", Markup::Never),
    ("text", Markup::Maybe),
    ("paragraphs", Markup::Maybe),
    ("markdown", Markup::Never),
    ("summary", Markup::Maybe),
    ("description", Markup::Maybe),
    ("abstract", Markup::Maybe),
    ("excerpt", Markup::Maybe),
    ("selection", Markup::Never),
];

/// The first of the fields that hold only the beginning of an article.
const EXCERPT_RANK: u8 = 19;

fn body_field(key: &str) -> Option<(u8, Markup)> {
    let rank = BODIES.iter().position(|(name, _)| *name == key)?;
    Some((rank as u8, BODIES[rank].1))
}

/// A title without the markup that some programs write into it.
fn plain(title: String) -> String {
    if is_plainly_markup(&title) { html::inline_text(&title) } else { title }
}

fn date(text: &str) -> Option<Published> {
    let written = Published::parse(text).or_else(|| Published::parse_month(text));
    written.or_else(|| Published::from_unix(text.parse::<f64>().ok().filter(|n| n.abs() > 1e8)? as i64))
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
