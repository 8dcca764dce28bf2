//! JSON Feed 1 and 1.1. A feed that is cut off or broken in one item gives the items before it.

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::{
    MAX_ENTRIES, ParsedFeed, draft,
    entry::{Enclosure, FeedEntry},
    error::{FeedError, FeedRemark},
    field::words,
};
use crate::date::{DateLocale, DayOrder};
use crate::{
    article::{Block, language_tag},
    format::{html::fragment_until, lines::lines as lines_of},
    text::StopCheck,
};

#[derive(Deserialize)]
struct Whole {
    #[serde(default)]
    version: Value,
    #[serde(default)]
    title: Value,
    #[serde(default)]
    home_page_url: Value,
    #[serde(default)]
    language: Value,
    items: Option<Vec<Item>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Item {
    id: Value,
    url: Value,
    external_url: Value,
    title: Value,
    content_html: Value,
    content_text: Value,
    summary: Value,
    date_published: Value,
    date_modified: Value,
    author: Value,
    authors: Value,
    attachments: Value,
    language: Value,
}

/// Reads a feed in JSON.
pub(crate) fn parse(text: &str, base: Option<&Url>, stop: &StopCheck<'_>) -> Result<ParsedFeed, FeedError> {
    let mut feed = ParsedFeed::default();
    match serde_json::from_str::<Whole>(text) {
        Ok(whole) => {
            let is_feed = string(&whole.version).is_some_and(|version| version.contains("jsonfeed.org"));
            let Some(items) = whole.items.filter(|items| is_feed || !items.is_empty()) else {
                return Err(FeedError::OtherJson("it has no list of items".to_owned()));
            };
            feed.title = string(&whole.title).map(|title| words(&title)).unwrap_or_default();
            feed.link = string(&whole.home_page_url).and_then(|link| draft::absolute(&link, base));
            feed.language = string(&whole.language).and_then(|tag| language_tag::tidy(&tag));
            if items.len() > MAX_ENTRIES {
                feed.remarks.push(FeedRemark::LeftOut(items.len() - MAX_ENTRIES));
            }
            let order = day_order(&items);
            let items = items.into_iter().take(MAX_ENTRIES).take_while(|_| stop.go_on_after(0));
            feed.entries = items.map(|item| entry(&item, base, order, stop, &mut feed)).collect();
        }
        Err(error) => {
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
            let (items, rest) = salvage(text);
            if items.is_empty() {
                return Err(FeedError::OtherJson(format!("line {}: {reason}", error.line())));
            }
            feed.title = field_before_items(text, "title").unwrap_or_default();
            feed.remarks.push(FeedRemark::Json { line: error.line(), reason, entries: items.len(), rest });
            let order = day_order(&items);
            let items = items.iter().take_while(|_| stop.go_on_after(0));
            feed.entries = items.map(|item| entry(item, base, order, stop, &mut feed)).collect();
        }
    }
    Ok(feed)
}

/// The order of days and months in the dates of some items.
fn day_order(items: &[Item]) -> Option<DayOrder> {
    let dates = items.iter().flat_map(|item| [&item.date_published, &item.date_modified]);
    DayOrder::detect(dates.filter_map(Value::as_str))
}

/// The items of a broken feed up to the break, and the number of bytes behind them.
fn salvage(text: &str) -> (Vec<Item>, usize) {
    let mut items = Vec::new();
    let Some(list) = text.find("\"items\"").and_then(|at| Some(at + text[at..].find('[')? + 1)) else {
        return (items, text.len());
    };
    let mut rest = &text[list..];
    while items.len() < MAX_ENTRIES {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Item>();
        let Some(Ok(item)) = values.next() else { break };
        rest = &rest[values.byte_offset()..];
        items.push(item);
    }
    (items, rest.len())
}

/// A string of a broken feed that stands before its items.
fn field_before_items(text: &str, name: &str) -> Option<String> {
    let head = &text[..text.find("\"items\"")?];
    let after = &head[head.find(&format!("\"{name}\""))? + name.len() + 2..];
    let value = after.trim_start().strip_prefix(':')?.trim_start();
    serde_json::Deserializer::from_str(value).into_iter::<String>().next()?.ok()
}

fn string(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn entry(
    item: &Item,
    base: Option<&Url>,
    order: Option<DayOrder>,
    stop: &StopCheck<'_>,
    feed: &mut ParsedFeed,
) -> FeedEntry {
    let title = string(&item.title).map(|title| words(&title)).unwrap_or_default();
    let language = string(&item.language).and_then(|tag| language_tag::tidy(&tag));
    let locale = DateLocale::detect(language.as_deref().or(feed.language.as_deref()), &title);
    let mut date =
        |value: &Value| draft::first_date(&string(value).into_iter().collect::<Vec<_>>(), locale, order, feed);
    let (published, updated) = (date(&item.date_published), date(&item.date_modified));
    let html = string(&item.content_html).map(|html| fragment_until(&html, base, stop).blocks);
    let plain = |value: &Value| -> Vec<Block> {
        string(value).map(|text| lines_of(&text).map(Block::paragraph).collect()).unwrap_or_default()
    };
    let names: Vec<String> = match (&item.authors, &item.author) {
        (Value::Array(list), _) => list.iter().filter_map(|author| string(&author["name"])).collect(),
        (_, author) => string(&author["name"]).or_else(|| string(author)).into_iter().collect(),
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let attachments = list(&item.attachments);
    let enclosures = attachments.iter().filter_map(|attachment| {
        let url = string(&attachment["url"])?;
        let url = draft::absolute(&url, base).unwrap_or(url);
        Some(Enclosure { url, kind: string(&attachment["mime_type"]) })
    });
    let link = string(&item.url).or_else(|| string(&item.external_url));
    let id = string(&item.id);
    let from_id = || id.as_deref().filter(|id| id.starts_with("http")).and_then(|id| draft::absolute(id, base));
    FeedEntry {
        link: link.and_then(|link| draft::absolute(&link, base)).or_else(from_id),
        title,
        author: Some(names.join("、")).filter(|names| !names.is_empty()),
        published,
        updated,
        content: html.filter(|blocks| !blocks.is_empty()).unwrap_or_else(|| plain(&item.content_text)),
        summary: plain(&item.summary),
        enclosures: enclosures.collect(),
        source: None,
        language,
        source_text: None,
        guid: id,
    }
}
