//! The head of a Markdown file: fields between two lines of `---`, or in TOML between two lines of `+++`.
//!
//! Of YAML this reads what heads of articles use: one field a line, quoted or plain, lists and folded texts. It is no
//! YAML parser, and a head it cannot read is text.

use crate::{
    article::{Article, language_tag},
    date::Published,
    format::Remark,
};

/// Limit of the lines of a head.
const MAX_LINES: usize = 200;

/// The fields of a head, in order; a field that is a list has several values.
type Fields = Vec<(String, Vec<String>)>;

/// Takes the head off a text. Gives its fields and what follows it; `None` if the text has no head.
pub(crate) fn split(text: &str) -> Option<(Fields, &str)> {
    let (fence, mut rest) = line(text)?;
    let fence = fence.trim_end();
    if fence != "---" && fence != "+++" {
        return None;
    }
    let head = rest;
    for _ in 0..=MAX_LINES {
        let (next, after) = line(rest)?;
        if next.trim_end() == fence || (fence == "---" && next.trim_end() == "...") {
            let inside = &head[..head.len() - rest.len()];
            let fields = if fence == "---" { yaml(inside) } else { toml(inside) };
            return fields.map(|fields| (fields, after));
        }
        rest = after;
    }
    None
}

/// Sets the fields of an article and remarks on those that cannot be used.
pub(crate) fn apply(fields: Fields, article: &mut Article, remarks: &mut Vec<Remark>) {
    for (key, values) in fields {
        let one = values.join("\n");
        if one.is_empty() {
            continue;
        }
        match key.trim().to_lowercase().replace(['-', ' '], "_").as_str() {
            "title" | "headline" => article.title = one,
            "published" | "date" | "pubdate" | "published_at" | "created" if article.published.is_none() => {
                article.published = Published::parse(&one);
                if article.published.is_none() {
                    remarks.push(Remark::Date(Remark::quote(&one)));
                }
            }
            "author" | "authors" | "byline" => {
                let between = if one.is_ascii() { ", " } else { "、" };
                article.author = Some(values.join(between));
            }
            "source" | "publisher" | "site" => article.source = Some(one),
            "lang" | "language" | "locale" => {
                article.lang = language_tag::tidy(&one);
                if article.lang.is_none() {
                    remarks.push(Remark::Language(Remark::quote(&one)));
                }
            }
            "link" | "url" | "permalink" | "canonical" | "canonical_url" => article.link = Some(one),
            "guid" => article.guid = Some(one),
            "notice" => article.notice = Some(one),
            "original_title" => article.original_title = Some(one),
            "related" => article.related = values,
            _ => {}
        }
    }
}

fn line(text: &str) -> Option<(&str, &str)> {
    match text.split_once('\n') {
        Some((line, rest)) => Some((line, rest)),
        None => Some((text, "")).filter(|_| !text.is_empty()),
    }
}

/// `None` if a line is neither a field nor belongs to one, or if there is no field.
fn yaml(head: &str) -> Option<Fields> {
    let mut fields = Fields::new();
    for line in head.lines() {
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let item = bare.strip_prefix("- ").or((bare == "-").then_some(""));
        if let Some(item) = item {
            fields.last_mut()?.1.push(scalar(item));
        } else if line.starts_with([' ', '\t', '\u{3000}']) {
            // Goes on with the text of the field above.
            let values = &mut fields.last_mut()?.1;
            match values.last_mut() {
                Some(value) => {
                    value.push(' ');
                    value.push_str(bare);
                }
                None => values.push(scalar(bare)),
            }
        } else {
            let (key, value) = line.split_once(':').or_else(|| line.split_once('：'))?;
            if key.chars().count() > 40 || key.trim().is_empty() {
                return None;
            }
            fields.push((key.trim().to_owned(), values(value.trim())));
        }
    }
    Some(fields).filter(|fields| !fields.is_empty())
}

/// The values on the line of a field: none if they follow below, several in brackets.
fn values(text: &str) -> Vec<String> {
    if text.is_empty() || matches!(text, "|" | ">" | "|-" | ">-" | "|+" | ">+") {
        return Vec::new();
    }
    match text.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        Some(list) => list.split([',', '，']).map(scalar).filter(|value| !value.is_empty()).collect(),
        None => vec![scalar(text)],
    }
}

/// A value without the quotes around it, or the comment after it.
fn scalar(text: &str) -> String {
    let text = text.trim();
    if let Some(inside) = quoted(text, '"') {
        let mut out = String::new();
        let mut chars = inside.chars();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, true) => match chars.next() {
                    Some('n') => out.push('\n'),
                    Some('t') => out.push('\t'),
                    Some(other) => out.push(other),
                    None => out.push('\\'),
                },
                (c, false) => out.push(c),
            }
        }
        return out;
    }
    if let Some(inside) = quoted(text, '\'') {
        return inside.replace("''", "'");
    }
    text.split(" #").next().unwrap_or_default().trim_end().to_owned()
}

fn quoted(text: &str, mark: char) -> Option<&str> {
    text.strip_prefix(mark)?.strip_suffix(mark)
}

fn toml(head: &str) -> Option<Fields> {
    let table: toml::Table = toml::from_str(head).ok()?;
    Some(table.into_iter().map(|(key, value)| (key, toml_texts(value))).collect())
}

fn toml_texts(value: toml::Value) -> Vec<String> {
    match value {
        toml::Value::String(text) => vec![text],
        toml::Value::Array(values) => values.into_iter().flat_map(toml_texts).collect(),
        toml::Value::Datetime(time) => vec![time.to_string()],
        toml::Value::Integer(number) => vec![number.to_string()],
        toml::Value::Float(_) | toml::Value::Boolean(_) | toml::Value::Table(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    fn fields(text: &str) -> Option<Vec<(String, String)>> {
        Some(split(text)?.0.into_iter().map(|(key, values)| (key, values.join("|"))).collect())
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn yaml_heads() {
        let text = "---\r\ntitle: \"鱼：面 \\\"一\\\" \"\r\ndate: 2026-01-02\r\ntags: [水, '面']\r\nauthors:\r\n  - 甲\r\n  - 乙\r\nnote: >\r\n  一行\r\n  二行\r\nurl: https://example.org/a#b # 注\r\n---\r\n正文";
        let expected = pairs(&[
            ("title", "鱼：面 \"一\" "),
            ("date", "2026-01-02"),
            ("tags", "水|面"),
            ("authors", "甲|乙"),
            ("note", "一行 二行"),
            ("url", "https://example.org/a#b"),
        ]);
        assert_eq!(fields(text), Some(expected));
        assert_eq!(split(text).map(|(_, rest)| rest), Some("正文"));
    }

    #[test]
    fn toml_heads() {
        let text = "+++\ntitle = '鱼面'\ndate = 2026-01-02T03:04:05+08:00\nauthors = ['甲', '乙']\n+++\n正文";
        let expected = pairs(&[("authors", "甲|乙"), ("date", "2026-01-02T03:04:05+08:00"), ("title", "鱼面")]);
        assert_eq!(fields(text), Some(expected));
    }

    #[test]
    fn text_without_a_head_stays_text() {
        for text in [
            "",
            "---",
            "---\n",
            "---\ntitle: a",
            "---\n一段话。\n---\n",
            "---\n---\n",
            "--- x\na: b\n---\n",
            "+++\na = \n+++\n",
            "text\n---\na: b\n---\n",
        ] {
            assert_eq!(fields(text), None, "{text:?}");
        }
    }
}
