//! The head of fields of an article in Markdown.

use std::fmt::Write;

use crate::{article::Article, date::Published};

/// The head of fields.
pub(super) fn head(article: &Article) -> String {
    let mut text = String::from("---\n");
    let published = article.published.as_ref().map(Published::to_rfc3339);
    let fields = [
        ("title", Some(article.title.as_str()).filter(|title| !title.is_empty())),
        ("published", published.as_deref()),
        ("author", article.author.as_deref()),
        ("source", article.source.as_deref()),
        ("lang", article.lang.as_deref()),
        ("link", article.link.as_deref()),
        ("guid", article.guid.as_deref()),
        ("notice", article.notice.as_deref()),
        ("original_title", article.original_title.as_deref()),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name}: {}", quoted(value));
        }
    }
    if !article.related.is_empty() {
        text.push_str("related:\n");
        for title in &article.related {
            let _ = writeln!(text, "  - {}", quoted(title));
        }
    }
    text.push_str("---\n");
    text
}

/// A value in double quotation marks, on one line.
fn quoted(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
