//! JSON in a page: the data a page gives to search engines (JSON-LD), and, for pages that a script would fill, the text
//! that lies in its data.
//!
//! Values are walked with a list of those left to visit; JSON nested too deep is refused by its parser.

use serde_json::Value;

use super::literal::literals;
use crate::{format::page::ends_sentence, text::StopCheck};

/// Bytes of the longest script that is read. As values, it takes ten times as much.
pub(crate) const MAX_SCRIPT_BYTES: usize = 8 * 1024 * 1024;

/// Characters of running text that are an article's.
const MIN_TEXT_CHARS: usize = 80;

/// Limit of the objects of one script.
const MAX_OBJECTS: usize = 20;

/// An article's particulars in JSON-LD.
#[derive(Debug, Default)]
pub(crate) struct LinkedData {
    pub(crate) headline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) language: Option<String>,
    /// Bytes of data that was too long to be read.
    pub(crate) unread: usize,
}

/// Reads a script of JSON-LD; the first article on a page counts.
pub(crate) fn linked_data(text: &str, data: &mut LinkedData) {
    if text.len() > MAX_SCRIPT_BYTES {
        data.unread += text.len();
        return;
    }
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim_end_matches(';');
    let text = text.trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
    // Line ends within strings are no JSON, but pages have them.
    let value =
        serde_json::from_str::<Value>(text).or_else(|_| serde_json::from_str(&text.replace(['\n', '\r', '\t'], " ")));
    let Ok(value) = value else { return };
    let mut left = vec![&value];
    while let Some(value) = left.pop() {
        match value {
            Value::Array(list) => left.extend(list.iter().rev()),
            Value::Object(fields) => {
                if is_article(fields.get("@type")) && data.headline.is_none() {
                    article(fields, data);
                }
                left.extend(
                    ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"]
                        .iter()
                        .filter_map(|key| fields.get(*key)),
                );
            }
            _ => {}
        }
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    let names = |name: &str| {
        name.contains("Article") || name.contains("Posting") || name == "Report" || name.contains("NewsRelease")
    };
    match kind {
        Some(Value::String(name)) => names(name),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).any(names),
        _ => false,
    }
}

fn article(fields: &serde_json::Map<String, Value>, data: &mut LinkedData) {
    let string = |key: &str| fields.get(key).and_then(text);
    data.headline = string("headline").or_else(|| string("name"));
    data.published = string("datePublished").or_else(|| string("dateCreated")).or_else(|| string("uploadDate"));
    data.modified = string("dateModified");
    data.author = fields.get("author").or_else(|| fields.get("creator")).and_then(names);
    data.publisher = fields.get("publisher").and_then(names);
    data.body = string("articleBody").or_else(|| string("text"));
    data.link = string("url").or_else(|| {
        fields.get("mainEntityOfPage").and_then(|page| page.get("@id").unwrap_or(page).as_str()).map(str::to_owned)
    });
    data.language = string("inLanguage").and_then(|tag| crate::article::tidy(&tag));
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A name, or the names of a list.
fn names(value: &Value) -> Option<String> {
    let name = |value: &Value| text(value).or_else(|| value.get("name").and_then(text));
    let joined = match value {
        Value::Array(list) => list.iter().filter_map(name).collect::<Vec<_>>().join("、"),
        value => name(value)?,
    };
    Some(joined).filter(|names| !names.is_empty())
}

/// The longest running text that lies in the data of a script of [`MAX_SCRIPT_BYTES`] at most, as HTML or plain text.
pub(crate) fn embedded(script: &str, stop: &StopCheck<'_>) -> Option<String> {
    let values = assigned(script, stop);
    let mut best: (usize, String) = (0, String::new());
    let mut left: Vec<&Value> = values.iter().collect();
    while let Some(value) = left.pop() {
        match value {
            Value::String(text) => {
                let worth = worth(text);
                if worth > best.0 {
                    best = (worth, text.clone());
                }
            }
            Value::Array(list) => {
                // Paragraphs that lie in a list, each a text or an object with one.
                let lines: Vec<&str> = list.iter().filter_map(paragraph).collect();
                let together: usize = lines.iter().map(|line| worth(line)).sum();
                if lines.len() > 1 && together > best.0 {
                    best = (together, lines.join("\n\n"));
                }
                left.extend(list);
            }
            Value::Object(fields) => left.extend(fields.values()),
            _ => {}
        }
    }
    if best.0 < MIN_TEXT_CHARS {
        // No JSON, but a program that has its texts between quotation marks.
        let texts = literals(script).map(|text| (worth(&text), text));
        best = texts.max_by_key(|(worth, _)| *worth).unwrap_or_default();
    }
    (best.0 >= MIN_TEXT_CHARS).then_some(best.1)
}

/// The text of one element of a list.
fn paragraph(value: &Value) -> Option<&str> {
    const KEYS: [&str; 8] = ["text", "content", "html", "value", "body", "data", "paragraph", "summary"];
    let text = match value {
        Value::String(text) => text.as_str(),
        Value::Object(fields) => KEYS.iter().find_map(|key| fields.get(*key)?.as_str())?,
        _ => return None,
    };
    (worth(text) > 0).then_some(text)
}

/// Characters of a text, if it is running text.
fn worth(text: &str) -> usize {
    let marks =
        text.chars().filter(|c| matches!(c, '。' | '，' | '、' | '！' | '？')).count() + text.matches(". ").count();
    if marks == 0 && !ends_sentence(text) || text.starts_with("http") || text.contains("function(") {
        return 0;
    }
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The JSON in a script: the script itself, values assigned to variables, or a string of JSON.
fn assigned(script: &str, stop: &StopCheck<'_>) -> Vec<Value> {
    let parse = |text: &str| -> Option<(Value, usize)> {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        let value = values.next()?.ok()?;
        Some((value, values.byte_offset()))
    };
    if let Some(at) = script.find("JSON.parse(\"") {
        let text: Option<String> =
            serde_json::Deserializer::from_str(&script[at + 11..]).into_iter().next().and_then(Result::ok);
        if let Some((value, _)) = text.and_then(|text| parse(&text)) {
            return vec![value];
        }
    }
    let trimmed = script.trim_start();
    if trimmed.starts_with(['{', '[']) {
        return parse(trimmed).map(|(value, _)| value).into_iter().collect();
    }
    // A few places where an object may begin; a script is no JSON at most of its braces.
    let mut found = Vec::new();
    let mut at = 0;
    for _ in 0..MAX_OBJECTS {
        if !stop.go_on_after(script.len() - at) {
            break;
        }
        let is_start = |start: &usize| script[at..*start].trim_end().ends_with(['=', '(']) || *start == at;
        let starts = script[at..].match_indices('{').map(|(start, _)| at + start);
        let Some(start) = starts.take(2000).find(is_start) else { break };
        match parse(&script[start..]) {
            Some((value, length)) => {
                found.push(value);
                at = start + length;
            }
            None => at = start + 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{LinkedData, linked_data};
    use crate::text::StopCheck;

    fn embedded(script: &str) -> Option<String> {
        super::embedded(script, &StopCheck::never())
    }

    #[test]
    fn an_article_in_a_graph() {
        let mut data = LinkedData::default();
        linked_data(
            r#"{"@graph":[{"@type":"WebSite","name":"站"},{"@type":["NewsArticle"],"headline":"题","datePublished":"2021-12-17T15:30:00+08:00",
            "author":[{"@type":"Person","name":"甲"},{"name":"乙"}],"publisher":{"name":"望潮社"},"articleBody":"正
文。"}]}"#,
            &mut data,
        );
        assert_eq!((data.headline.as_deref(), data.author.as_deref()), (Some("题"), Some("甲、乙")));
        assert_eq!((data.publisher.as_deref(), data.body.as_deref()), (Some("望潮社"), Some("正 文。")));
        linked_data(&"[".repeat(100_000), &mut data);
    }

    #[test]
    fn text_in_data() {
        let long = "望潮镇的渡船今天早上又开了，船上坐着十一个人。".repeat(5);
        let html = format!("<p>{long}</p>");
        assert_eq!(
            embedded(&format!("window.__STATE__ = {{\"a\":{{\"content\":\"{html}\"}}}};")).as_deref(),
            Some(html.as_str())
        );
        assert_eq!(
            embedded(&format!("var d = JSON.parse(\"{{\\\"t\\\":\\\"{long}\\\"}}\")")).as_deref(),
            Some(long.as_str())
        );
        let list = format!("{{\"blocks\":[{{\"text\":\"{long}\"}},{{\"img\":1}},{{\"text\":\"{long}\"}}]}}");
        assert_eq!(embedded(&list).as_deref(), Some(format!("{long}\n\n{long}").as_str()));
        assert_eq!(embedded(&format!("f=function(a){{return {{c:'{html}'}}}}")).as_deref(), Some(html.as_str()));
        assert_eq!(embedded("var a = 1; function(){ if (a) {b} }"), None);
        assert_eq!(embedded(&format!("x={}", "{\"a\":".repeat(100_000))), None);
    }
}
