//! The head of a Markdown file, as Hugo, Hexo and Zola write it: fields in YAML between two lines of `---`, in TOML
//! between two lines of `+++`, or as an object of JSON.

mod yaml;

use crate::{
    article::{KeptState, language_tag},
    date::Published,
    format::{Parsed, Remark},
};

/// Limit of the lines of a head.
const MAX_LINES: usize = 200;

/// Limit of a head in JSON, in bytes.
const MAX_JSON_BYTES: usize = 64 * 1024;

/// The fields of a head, in order; a field that is a list has several values.
type Fields = Vec<(String, Vec<String>)>;

/// Takes the head off a text of any format. Gives its fields and what follows it; `None` if the text has no head.
pub(super) fn split(text: &str) -> Option<(Fields, &str)> {
    let (fence, rest) = line(text)?;
    let fence = fence.trim_end();
    if fence != "---" && fence != "+++" {
        return None;
    }
    let (inside, after) = until(rest, |line| line == fence || (fence == "---" && line == "..."))?;
    let fields = if fence == "---" { yaml::parse(inside) } else { toml(inside) };
    Some((fields?, after))
}

/// Takes the head off a text that is known to be Markdown, in which it may have further forms: an object of JSON, the
/// fields of one before a line of `;;;`, and, as Hexo has it, YAML without the first line of `---`.
pub(super) fn split_markdown(text: &str) -> Option<(Fields, &str)> {
    if let Some(split) = split(text) {
        return Some(split);
    }
    match text.chars().next()? {
        '{' => {
            let end = (0..=MAX_JSON_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
            let mut values = serde_json::Deserializer::from_str(&text[..end]).into_iter();
            let fields = json_fields(values.next()?.ok()?)?;
            let after = &text[values.byte_offset()..];
            after.starts_with(['\n', '\r']).then_some((fields, after))
        }
        '"' | ';' => {
            let (inside, after) = until(text.strip_prefix(";;;").unwrap_or(text), |line| line == ";;;")?;
            Some((json_fields(serde_json::from_str(&format!("{{{inside}}}")).ok()?)?, after))
        }
        'a'..='z' => {
            let (inside, after) = until(text, |line| line == "---")?;
            let fields = yaml::parse(inside)?;
            let is_head = fields.len() > 1 && fields.iter().any(|(key, _)| key == "title");
            is_head.then_some((fields, after))
        }
        _ => None,
    }
}

/// Texts before and after a line; none if it is not among the first.
fn until(text: &str, is_end: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let mut rest = text;
    for _ in 0..=MAX_LINES {
        let (next, after) = line(rest)?;
        if is_end(next.trim_end()) {
            return Some((&text[..text.len() - rest.len()], after));
        }
        rest = after;
    }
    None
}

fn line(text: &str) -> Option<(&str, &str)> {
    match text.split_once('\n') {
        Some((line, rest)) => Some((line, rest)),
        None => Some((text, "")).filter(|_| !text.is_empty()),
    }
}

/// Sets the fields of an article and remarks on those that cannot be used.
pub(super) fn apply(fields: Fields, parsed: &mut Parsed) {
    let Parsed { article, remarks, kept, .. } = parsed;
    for (key, values) in fields {
        let one = values.join("\n");
        if one.is_empty() {
            continue;
        }
        match key.trim().to_lowercase().replace(['-', ' '], "_").as_str() {
            "title" | "headline" => article.title = one,
            "published" | "date" | "pubdate" | "published_at" | "publishdate" | "created"
                if article.published.is_none() =>
            {
                article.published = Published::parse(&one).or_else(|| Published::parse_month(&one));
                if article.published.is_none() {
                    remarks.push(Remark::Date(Remark::quote(&one)));
                }
            }
            "lastmod" | "updated" | "modified" | "date_modified" | "last_modified_at" => {
                article.revised = Published::parse(&one).or(article.revised.take());
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
            // Within a site an address is only a path.
            "link" | "url" | "permalink" | "canonical" | "canonical_url" | "canonicalurl" if one.contains("://") => {
                article.link = Some(one);
            }
            "guid" => article.guid = Some(one),
            "notice" => article.notice = Some(one),
            "original_title" => article.original_title = Some(one),
            "related" => article.related = values,
            "tags" | "tag" => kept.get_or_insert_with(KeptState::default).tags.extend(tags(values)),
            _ => {}
        }
    }
}

/// The tags of a field: a list, or one text with commas.
fn tags(values: Vec<String>) -> Vec<String> {
    let is_list = values.len() > 1;
    let split = move |value: String| -> Vec<String> {
        if is_list { vec![value] } else { value.split([',', '，', '、']).map(str::to_owned).collect() }
    };
    let tags = values.into_iter().flat_map(split).map(|tag| tag.trim().to_owned());
    tags.filter(|tag| !tag.is_empty()).collect()
}

fn toml(head: &str) -> Option<Fields> {
    let table: toml::Table = toml::from_str(head).ok()?;
    let mut fields = Fields::new();
    for (key, value) in table {
        match value {
            toml::Value::Table(inner) if yaml::GROUPS.contains(&key.as_str()) => {
                fields.extend(inner.into_iter().map(|(key, value)| (key, toml_texts(value))));
            }
            value => fields.push((key, toml_texts(value))),
        }
    }
    Some(fields).filter(|fields| !fields.is_empty())
}

fn toml_texts(value: toml::Value) -> Vec<String> {
    match value {
        toml::Value::String(text) => vec![text],
        toml::Value::Array(values) => values.into_iter().flat_map(toml_texts).collect(),
        toml::Value::Datetime(time) => vec![time.to_string()],
        toml::Value::Integer(number) => vec![number.to_string()],
        toml::Value::Table(mut table) => table.remove("name").map(toml_texts).unwrap_or_default(),
        toml::Value::Float(_) | toml::Value::Boolean(_) => Vec::new(),
    }
}

fn json_fields(value: serde_json::Value) -> Option<Fields> {
    let serde_json::Value::Object(object) = value else { return None };
    let mut fields = Fields::new();
    for (key, value) in object {
        match value {
            serde_json::Value::Object(inner) if yaml::GROUPS.contains(&key.as_str()) => {
                fields.extend(inner.into_iter().map(|(key, value)| (key, json_texts(value))));
            }
            value => fields.push((key, json_texts(value))),
        }
    }
    Some(fields).filter(|fields| !fields.is_empty())
}

fn json_texts(value: serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::String(text) => vec![text],
        serde_json::Value::Array(values) => values.into_iter().flat_map(json_texts).collect(),
        serde_json::Value::Number(number) => vec![number.to_string()],
        serde_json::Value::Object(mut object) => object.remove("name").map(json_texts).unwrap_or_default(),
        serde_json::Value::Bool(_) | serde_json::Value::Null => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{split, split_markdown};

    fn fields(text: &str) -> Option<Vec<(String, String)>> {
        Some(split_markdown(text)?.0.into_iter().map(|(key, values)| (key, values.join("|"))).collect())
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
    fn nested_fields_and_texts_of_several_lines() {
        let text = "---\ntitle: |\n  一行\n  二：行\nauthor:\n  name: 甲\n  email: a@b.example\neditors:\n  - name: 乙\n    mail: x\ntags: [水, \"a, b\",\n  '面']\nparams:\n  lang: zh\ncategories:\n- [一, 二]\n---\n";
        let expected = pairs(&[
            ("title", "一行\n二：行"),
            ("author", "甲"),
            ("editors", "乙"),
            ("tags", "水|a, b|面"),
            ("params", ""),
            ("categories", "一|二"),
            ("lang", "zh"),
        ]);
        assert_eq!(fields(text), Some(expected));
    }

    #[test]
    fn json_heads_and_those_of_hexo() {
        let expected = pairs(&[("tags", "水|面"), ("title", "鱼")]);
        let json = "{\"title\": \"鱼\", \"tags\": [\"水\", \"面\"]}";
        assert_eq!(fields(&format!("{json}\n正文")), Some(expected.clone()));
        assert_eq!(fields("\"title\": \"鱼\",\n\"tags\": [\"水\", \"面\"]\n;;;\n正文"), Some(expected));
        assert_eq!(
            fields("title: 鱼\ndate: 2026-01-02\n---\n正文"),
            Some(pairs(&[("title", "鱼"), ("date", "2026-01-02")]))
        );
        for text in ["{一}", "{\"a\": 1} b", "title: 鱼\n---\n", "a: b\nc: d\n---\n", "\"甲\"\n乙", "{"] {
            assert_eq!(fields(text), None, "{text}");
        }
        assert_eq!(split(&format!("{json}\n")), None);
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
