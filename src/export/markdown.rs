//! An article as Markdown: a head of fields, then its blocks, with every character that could be a mark escaped.

use std::fmt::Write;

use crate::{
    article::{Article, Block, BlockKind},
    date::Published,
};

/// Writes an article as Markdown.
pub(crate) fn markdown(article: &Article) -> String {
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
    let mut before: Option<&BlockKind> = None;
    for block in &article.blocks {
        let is_item = |kind: Option<&BlockKind>| matches!(kind, Some(BlockKind::Item { .. }));
        // Items of one list stand together; everything else is set off.
        if !(is_item(before) && is_item(Some(&block.kind))) {
            text.push('\n');
        }
        push(&mut text, block);
        before = Some(&block.kind);
    }
    text
}

fn push(text: &mut String, block: &Block) {
    let escaped = escaped(&block.text);
    let lines = |first: &str, others: &str| first.to_owned() + &escaped.replace('\n', &format!("\\\n{others}"));
    let written = match &block.kind {
        BlockKind::Paragraph
        | BlockKind::Figure { .. }
        | BlockKind::Table { .. }
        | BlockKind::Media { .. }
        | BlockKind::Math
        | BlockKind::Note { .. }
        | BlockKind::Term
        | BlockKind::Definition => lines("", ""),
        BlockKind::Heading { level } => {
            // A heading is one line.
            format!("{} {}", "#".repeat(usize::from((*level).clamp(1, 6))), escaped.replace('\n', " "))
        }
        BlockKind::Quote => lines("> ", "> "),
        BlockKind::Item { level, number, .. } => {
            let indent = "    ".repeat(usize::from((*level).clamp(1, 16)) - 1);
            let mark = number.map_or_else(|| "- ".to_owned(), |number| format!("{}. ", number.min(999_999_999)));
            lines(&format!("{indent}{mark}"), &format!("{indent}    "))
        }
        BlockKind::Code => {
            let fence = "`".repeat(longest_run(&block.text, '`').max(2) + 1);
            format!("{fence}\n{}\n{fence}", block.text)
        }
        BlockKind::Rule => "***".to_owned(),
    };
    text.push_str(&written);
    text.push('\n');
}

/// A text in which nothing is a mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut line_start = true;
    for c in text.chars() {
        let mark =
            matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '^' | '$');
        let leading = line_start && matches!(c, '-' | '+' | '=' | ':');
        // 1. and 1) begin a list.
        let numbering = matches!(c, '.' | ')') && ends_in_number(&out);
        if line_start && matches!(c, ' ' | '\t') {
            let _ = write!(out, "&#{};", u32::from(c));
            continue;
        }
        if mark || leading || numbering {
            out.push('\\');
        }
        out.push(c);
        line_start = c == '\n';
    }
    out
}

/// True if the last line so far is nothing but a number.
fn ends_in_number(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
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
