//! Exports of reading lists as CSV, as Pocket and Instapaper write them: a row an article, under names of columns.
//!
//! A row is turned into an object of JSON, whose fields have the same names in other exports.

use serde_json::{Map, Value};

use crate::{
    article::{SourceFormat, SourceText},
    format::{Parsed, Remark, json},
    text::StopCheck,
};

/// Limit of the columns of a row; further ones are passed over.
const MAX_COLUMNS: usize = 64;

/// Remarks kept of one text.
const MAX_REMARKS: usize = 100;

/// True if a text begins with the names of columns, among them those of a title and an address.
#[must_use]
pub(crate) fn has_header(text: &str) -> bool {
    let line = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    // The header of another table may be of any length.
    let line = line.get(..1000).unwrap_or(line);
    let names: Vec<String> = line.split(',').map(|name| name.trim().trim_matches('"').to_lowercase()).collect();
    ["title", "url"].iter().all(|name| names.iter().any(|other| other == name))
}

/// Reads the articles of a text and gives each to `found`. Returns remarks on rows that are no articles.
pub(crate) fn parse_until(text: &str, stop: &StopCheck<'_>, found: &mut dyn FnMut(Parsed)) -> Vec<Remark> {
    let mut rows = Rows { rest: text.strip_prefix('\u{feff}').unwrap_or(text), line: 1 };
    let names: Vec<String> = rows.next().map(|(_, names)| names).unwrap_or_default();
    let names: Vec<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
    let mut remarks = Vec::new();
    for (line, row) in rows {
        if !stop.go_on_after(row.iter().map(String::len).sum::<usize>() + 1) {
            break;
        }
        if row.iter().all(|value| value.trim().is_empty()) {
            continue;
        }
        let fields = names.iter().zip(row).filter(|(_, value)| !value.trim().is_empty());
        let object: Map<String, Value> = fields.map(|(name, value)| (name.clone(), Value::String(value))).collect();
        let object = Value::Object(object).to_string();
        let source = SourceText::new(SourceFormat::Json, object.clone());
        let further = json::parse_until(&object, stop, &mut |parsed| {
            found(Parsed { source: Some(source.clone()), ..parsed });
        });
        remarks.extend(further.into_iter().map(|remark| remark.further_down(line - 1)));
        let beyond = remarks.len().saturating_sub(MAX_REMARKS);
        if beyond > 1 {
            merge(&mut remarks);
        }
    }
    remarks
}

/// Counts the remarks beyond the limit in one.
fn merge(remarks: &mut Vec<Remark>) {
    let more =
        remarks.drain(MAX_REMARKS..).map(|remark| if let Remark::More(count) = remark { count } else { 1 }).sum();
    remarks.push(Remark::More(more));
}

/// The rows of a text with the lines on which they begin (RFC 4180). A quote that does not end goes on to the end of the
/// text.
struct Rows<'t> {
    rest: &'t str,
    line: usize,
}

impl Iterator for Rows<'_> {
    type Item = (usize, Vec<String>);

    fn next(&mut self) -> Option<(usize, Vec<String>)> {
        if self.rest.is_empty() {
            return None;
        }
        let begun = self.line;
        let mut row = Vec::new();
        loop {
            let value = self.value();
            if row.len() < MAX_COLUMNS {
                row.push(value);
            }
            let mark = self.rest.chars().next();
            self.rest = self.rest.get(1..).unwrap_or_default();
            match mark {
                Some(',') => {}
                Some('\r') if self.rest.starts_with('\n') => {
                    self.rest = &self.rest[1..];
                    self.line += 1;
                    return Some((begun, row));
                }
                Some('\n') => {
                    self.line += 1;
                    return Some((begun, row));
                }
                _ => return Some((begun, row)),
            }
        }
    }
}

impl Rows<'_> {
    /// Takes a value up to the comma or the line end behind it.
    fn value(&mut self) -> String {
        let mut value = String::new();
        if let Some(quoted) = self.rest.strip_prefix('"') {
            self.rest = quoted;
            loop {
                let end = self.rest.find('"');
                let (inside, after) = self.rest.split_at(end.unwrap_or(self.rest.len()));
                value.push_str(inside);
                self.line += inside.matches('\n').count();
                self.rest = after.get(1..).unwrap_or_default();
                match self.rest.strip_prefix('"') {
                    Some(rest) if end.is_some() => {
                        value.push('"');
                        self.rest = rest;
                    }
                    _ => break,
                }
            }
        }
        let end = self.rest.find([',', '\n', '\r']).unwrap_or(self.rest.len());
        value.push_str(&self.rest[..end]);
        self.rest = &self.rest[end..];
        value
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> (Vec<Parsed>, Vec<Remark>) {
        let mut found = Vec::new();
        let remarks = parse_until(text, &StopCheck::never(), &mut |parsed| found.push(parsed));
        (found, remarks)
    }

    #[test]
    fn exports_of_reading_lists() {
        let pocket = "title,url,time_added,tags,status\n\"燈, 塔\",https://a.example/1,1714953600,光|海,archive\r\n二,https://a.example/2,1714953601,,unread\n";
        let instapaper = "URL,Title,Selection,Folder,Timestamp,Tags\nhttps://a.example/3,\"三 \"\"引\"\"\",\"一段。\n又一段。\",Starred,1714953602,\"[\"\"光\"\"]\"\n";
        assert!(has_header(pocket) && has_header(instapaper) && !has_header("標題,正文\n") && !has_header("title\n"));
        let (found, remarks) = parse(pocket);
        assert_eq!((found.len(), remarks), (2, vec![]));
        assert_eq!(found[0].article.title, "燈, 塔");
        assert_eq!(found[0].article.link.as_deref(), Some("https://a.example/1"));
        let kept = found[0].kept.clone().unwrap();
        assert_eq!((kept.read, kept.starred, kept.tags), (true, false, vec!["光".to_owned(), "海".to_owned()]));
        assert!(!found[1].kept.clone().unwrap().read);
        let (found, _) = parse(instapaper);
        assert_eq!((found[0].article.title.as_str(), found[0].article.blocks.len()), ("三 \"引\"", 2));
        let kept = found[0].kept.clone().unwrap();
        assert_eq!((kept.read, kept.starred, kept.tags), (false, true, vec!["光".to_owned()]));
    }

    #[test]
    fn rows_that_are_no_articles_are_named() {
        let (found, remarks) = parse("title,url\n,https://a.example/1\n\n二,\"a\n");
        assert_eq!(found.len(), 1);
        assert!(matches!(remarks.as_slice(), [Remark::NotAnArticle { line: 2, .. }]), "{remarks:?}");
        assert_eq!(parse(&format!("title,url\n{}", ",x\n".repeat(500))).1.len(), 101);
    }

    proptest! {
        #[test]
        fn any_text(text in "[\",\n\r甲a]{0,60}") {
            let _ = parse(&format!("title,url\n{text}"));
        }
    }
}
