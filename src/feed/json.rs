//! JSON Feed 1 and 1.1. A feed that is cut off or broken in one item gives the items before it.

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::{
    OnEntries, ParsedFeed, draft,
    enclosure::{self, Enclosure},
    entry::FeedEntry,
    error::{FeedError, FeedRemark},
    source::TextSource,
    state::EntryCheck,
    window::{WINDOW_BYTES, fill},
    words::{one_line, paragraphs},
    xhtml::with_closed_elements,
};
use crate::date::{DateLocale, DayOrder};
use crate::{
    article::{Block, SourceFormat, SourceText, language_tag},
    format::{html::fragment_until, markup::decoded},
    text::StopCheck,
};

/// Limit of a feed that is read as a whole. Of a longer one the items are read one by one.
const MAX_WHOLE_BYTES: usize = 16 * 1024 * 1024;

/// Limit of one item of a longer feed.
const MAX_ITEM_BYTES: usize = 32 * 1024 * 1024;

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
    image: Value,
    language: Value,
    #[serde(skip)]
    source_text: Option<SourceText>,
}

/// Reads a feed in JSON, of which `text` holds the beginning.
pub(crate) fn read(
    mut text: String,
    source: &mut dyn TextSource,
    base: Option<&Url>,
    stop: &StopCheck<'_>,
    on_entries: &mut OnEntries<'_>,
) -> Result<ParsedFeed, FeedError> {
    match fill(source, MAX_WHOLE_BYTES, &mut text) {
        Ok(false) => {}
        Ok(true) => return Ok(read_items(text, source, base, stop, on_entries)),
        Err(error) => return Err(FeedError::Unreadable(error.to_string())),
    }
    let mut feed = ParsedFeed::default();
    let items = match serde_json::from_str::<Whole>(&text) {
        Ok(whole) => {
            let is_feed = string(&whole.version).is_some_and(|version| version.contains("jsonfeed.org"));
            let Some(items) = whole.items.filter(|items| is_feed || !items.is_empty()) else {
                return Err(FeedError::OtherJson("it has no list of items".to_owned()));
            };
            feed.title = title(&whole.title);
            feed.link = string(&whole.home_page_url).and_then(|link| draft::absolute(&link, base));
            feed.language = string(&whole.language).and_then(|tag| language_tag::tidy(&tag));
            // The items once more, with the text of each.
            let (with_texts, _) = salvage(&text, base);
            if with_texts.len() == items.len() { with_texts } else { items }
        }
        Err(error) => {
            let reason = reason_of(&error);
            let (items, rest) = salvage(&text, base);
            if items.is_empty() {
                return Err(FeedError::OtherJson(format!("line {}: {reason}", error.line())));
            }
            feed.title = field_before_items(&text, "title").unwrap_or_default();
            feed.remarks.push(FeedRemark::Json { line: error.line(), reason, entries: items.len(), rest });
            items
        }
    };
    drop(text);
    let mut check = EntryCheck::default();
    let _ = hand_on(&items, base, stop, &mut feed, &mut check, on_entries);
    check.finish(&mut feed);
    Ok(feed)
}

fn reason_of(error: &serde_json::Error) -> String {
    error.to_string().split(" at line ").next().unwrap_or_default().to_owned()
}

/// Makes entries of items, and hands them on. False if no more are taken.
fn hand_on(
    items: &[Item],
    base: Option<&Url>,
    stop: &StopCheck<'_>,
    feed: &mut ParsedFeed,
    check: &mut EntryCheck,
    on_entries: &mut OnEntries<'_>,
) -> bool {
    let order = day_order(items);
    let items = items.iter().take_while(|_| stop.go_on_after(0));
    let entries = items.map(|item| entry(item, base, order, stop, feed)).collect();
    let entries = check.batch(entries);
    entries.is_empty() || on_entries(feed, entries).is_continue()
}

/// Reads a long feed item by item. Fields of the feed behind its items are not looked for.
fn read_items(
    mut text: String,
    source: &mut dyn TextSource,
    base: Option<&Url>,
    stop: &StopCheck<'_>,
    on_entries: &mut OnEntries<'_>,
) -> ParsedFeed {
    let field = |name| field_before_items(&text, name);
    let mut feed = ParsedFeed {
        title: field("title").unwrap_or_default(),
        link: field("home_page_url").and_then(|link| draft::absolute(&link, base)),
        language: field("language").and_then(|tag| language_tag::tidy(&tag)),
        remarks: Vec::new(),
    };
    let mut check = EntryCheck::default();
    let begin = list_start(&text).unwrap_or(text.len());
    let mut lines = text[..begin].matches('\n').count() + 1;
    let head = source_head(&text[..begin], base);
    text.drain(..begin);
    loop {
        let more = fill(source, WINDOW_BYTES.max(text.len() * 2).min(MAX_ITEM_BYTES), &mut text);
        let is_last = !matches!(more, Ok(true)) || text.len() >= MAX_ITEM_BYTES;
        let (items, consumed, end) = whole_items(&text, &head);
        let goes_on = hand_on(&items, base, stop, &mut feed, &mut check, on_entries);
        lines += memchr::memchr_iter(b'\n', &text.as_bytes()[..consumed]).count();
        text.drain(..consumed);
        match end {
            ItemsEnd::List => break,
            _ if !goes_on || stop.is_stopped() => break,
            ItemsEnd::Text if !is_last => {}
            ItemsEnd::Text | ItemsEnd::Broken(_) => {
                let reason = match (more, end) {
                    (Err(error), _) => error.to_string(),
                    (_, ItemsEnd::Broken(reason)) => reason,
                    _ => "it ends within an item".to_owned(),
                };
                let (line, entries, rest) = (lines, check.entries, text.len());
                feed.remarks.push(FeedRemark::Json { line, reason, entries, rest });
                break;
            }
        }
    }
    check.finish(&mut feed);
    feed
}

/// The reason why there are no more items in a text.
enum ItemsEnd {
    /// The end of the list.
    List,
    /// The end of the text, which may go on.
    Text,
    Broken(String),
}

/// The items at the beginning of a text that are whole, and the bytes up to the first that is not.
fn whole_items(text: &str, head: &SourceText) -> (Vec<Item>, usize, ItemsEnd) {
    let mut items = Vec::new();
    let mut rest = text;
    loop {
        let next = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let consumed = text.len() - next.len();
        if next.is_empty() {
            return (items, consumed, ItemsEnd::Text);
        }
        if next.starts_with(']') {
            return (items, consumed, ItemsEnd::List);
        }
        let mut values = serde_json::Deserializer::from_str(next).into_iter::<Item>();
        match values.next() {
            Some(Ok(item)) => {
                let text = next[..values.byte_offset()].to_owned();
                items.push(Item { source_text: Some(SourceText { text, ..head.clone() }), ..item });
            }
            Some(Err(error)) if error.is_eof() => return (items, consumed, ItemsEnd::Text),
            Some(Err(error)) => return (items, consumed, ItemsEnd::Broken(reason_of(&error))),
            None => return (items, consumed, ItemsEnd::Text),
        }
        rest = &next[values.byte_offset()..];
    }
}

/// The order of days and months in the dates of some items.
fn day_order(items: &[Item]) -> Option<DayOrder> {
    let dates = items.iter().flat_map(|item| [&item.date_published, &item.date_modified]);
    DayOrder::detect(dates.filter_map(Value::as_str))
}

/// The byte behind the bracket that opens the list of items.
fn list_start(text: &str) -> Option<usize> {
    let at = text.find("\"items\"")?;
    Some(at + text[at..].find('[')? + 1)
}

/// The text before the items, which each of them needs to be read by itself.
fn source_head(head: &str, base: Option<&Url>) -> SourceText {
    const MAX_HEAD_BYTES: usize = 4 * 1024;
    let head = if head.len() <= MAX_HEAD_BYTES {
        head
    } else {
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":["
    };
    SourceText { head: Some(head.to_owned()), ..SourceText::new(SourceFormat::Feed, "") }.with_base(base)
}

/// The items of a broken feed up to the break, and the number of bytes behind them.
fn salvage(text: &str, base: Option<&Url>) -> (Vec<Item>, usize) {
    let Some(list) = list_start(text) else { return (Vec::new(), text.len()) };
    let (items, consumed, _) = whole_items(&text[list..], &source_head(&text[..list], base));
    (items, text.len() - list - consumed)
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

/// A title, which is plain text (JSON Feed 1.1); but many programs put references of HTML into it.
fn title(value: &Value) -> String {
    string(value).map(|title| one_line(&decoded(&title, false))).unwrap_or_default()
}

fn entry(
    item: &Item,
    base: Option<&Url>,
    order: Option<DayOrder>,
    stop: &StopCheck<'_>,
    feed: &mut ParsedFeed,
) -> FeedEntry {
    let title = title(&item.title);
    let language = string(&item.language).and_then(|tag| language_tag::tidy(&tag));
    let locale = DateLocale::detect(language.as_deref().or(feed.language.as_deref()), &title);
    let mut date =
        |value: &Value| draft::first_date(&string(value).into_iter().collect::<Vec<_>>(), locale, order, feed);
    let (published, updated) = (date(&item.date_published), date(&item.date_modified));
    let html = string(&item.content_html).map(|html| fragment_until(&with_closed_elements(&html), base, stop));
    let html = html.map(|fragment| {
        let mut lost = draft::LostSpans::default();
        let blocks = lost.blocks_of(fragment);
        feed.add_lost(lost);
        blocks
    });
    let plain = |value: &Value| -> Vec<Block> { string(value).map(|text| paragraphs(&text, stop)).unwrap_or_default() };
    let names: Vec<String> = match (&item.authors, &item.author) {
        (Value::Array(list), _) => list.iter().filter_map(|author| string(&author["name"])).collect(),
        (_, author) => string(&author["name"]).or_else(|| string(author)).into_iter().collect(),
    };
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
        enclosures: enclosure::reduce(files(item, base)),
        source: None,
        language,
        source_text: item.source_text.clone(),
        guid: id,
    }
}

/// The attachments of an item, and its picture.
fn files(item: &Item, base: Option<&Url>) -> Vec<Enclosure> {
    let absolute = |url: String| draft::absolute(&url, base).unwrap_or(url);
    let attachments = item.attachments.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut files: Vec<Enclosure> = attachments
        .iter()
        .filter_map(|attachment| {
            let file = Enclosure::new(absolute(string(&attachment["url"])?), string(&attachment["mime_type"]));
            let length = attachment["size_in_bytes"].as_u64().filter(|length| *length > 0);
            Some(Enclosure { length, title: title(&attachment["title"]), ..file })
        })
        .collect();
    files.extend(
        string(&item.image)
            .map(|image| Enclosure { is_thumbnail: true, ..Enclosure::new(absolute(image), Some("image".to_owned())) }),
    );
    files
}
