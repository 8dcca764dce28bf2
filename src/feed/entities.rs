//! Entities that a feed declares in its own document type, such as `<!ENTITY paper "…">`, so that `&paper;` stands for its
//! text. External ones are not read, and a reference to one stays as it is written.

use std::collections::HashMap;

use crate::format::markup::decoded;

/// Limit of the entities of one feed.
const MAX_ENTITIES: usize = 1000;

/// Limit of one entity's text with all entities within it resolved. A longer one is a bomb, and stays a reference.
const MAX_ENTITY_BYTES: usize = 16 * 1024;

/// Limit of the text that all references of a feed together may add; further ones stay as they are written.
const MAX_ADDED_BYTES: usize = 8 * 1024 * 1024;

/// Entities within entities that are followed.
const MAX_DEPTH: usize = 16;

#[derive(Clone, Debug, Default)]
pub(crate) struct Entities {
    texts: HashMap<String, String>,
    added: usize,
}

impl Entities {
    /// Reads the declarations of a document type that stands in the text before the root.
    pub(crate) fn parse(head: &str) -> Entities {
        let mut entities = Entities::default();
        let doctype = memchr::memchr_iter(b'<', head.as_bytes())
            .find(|at| head[*at..].get(..9).is_some_and(|mark| mark.eq_ignore_ascii_case("<!DOCTYPE")));
        let Some(doctype) = doctype else { return entities };
        let mut declared: HashMap<&str, String> = HashMap::new();
        let mut rest = &head[doctype..];
        while let Some(at) = rest.find("<!ENTITY") {
            rest = &rest[at + "<!ENTITY".len()..];
            if declared.len() == MAX_ENTITIES {
                break;
            }
            let Some((name, value, after)) = declaration(rest) else { continue };
            rest = after;
            // The first declaration of a name counts (XML 1.0, 4.2).
            declared.entry(name).or_insert_with(|| decoded(value, false).into_owned());
        }
        for name in declared.keys() {
            if let Some(whole) = resolved(name, &declared) {
                entities.texts.insert((*name).to_owned(), whole);
            }
        }
        entities
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Cuts a text at its references to entities that are known; hands on the pieces between, and true with the texts
    /// of the entities.
    pub(crate) fn split(&mut self, text: &str, take: &mut dyn FnMut(&str, bool)) {
        let mut from = 0;
        for at in memchr::memchr_iter(b'&', text.as_bytes()) {
            if at < from {
                continue;
            }
            let Some((name, _)) = reference(&text[at..]) else { continue };
            let Some(whole) = self.texts.get(name) else { continue };
            if self.added + whole.len() > MAX_ADDED_BYTES {
                continue;
            }
            self.added += whole.len();
            take(&text[from..at], false);
            take(whole, true);
            from = at + name.len() + 2;
        }
        take(&text[from..], false);
    }
}

/// The name and the value of a declaration, and the text behind the value; none if it is external or a parameter's.
fn declaration(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start();
    let (name, rest) = text.split_at(text.find(char::is_whitespace)?);
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, after) = rest[1..].split_once(quote)?;
    (name != "%" && value.len() <= MAX_ENTITY_BYTES).then_some((name, value, after))
}

/// The name of the reference that a text begins with, and the text behind it.
fn reference(text: &str) -> Option<(&str, &str)> {
    /// Limit of a name.
    const MAX_NAME_BYTES: usize = 100;
    let bytes = &text.as_bytes()[1..text.len().min(MAX_NAME_BYTES)];
    let end = memchr::memchr(b';', bytes)? + 1;
    let name = &text[1..end];
    let is_name = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || matches!(c, '&' | '<' | '#'));
    is_name.then_some((name, &text[end + 1..]))
}

/// The text of an entity with those within it; none if it is too long or holds itself.
fn resolved(name: &str, declared: &HashMap<&str, String>) -> Option<String> {
    // One stack entry an entity that is open: the rest of its text.
    let mut open: Vec<&str> = vec![declared.get(name)?];
    let mut whole = String::new();
    let mut steps = 0;
    while let Some(text) = open.pop() {
        steps += 1;
        if whole.len() > MAX_ENTITY_BYTES || open.len() > MAX_DEPTH || steps > MAX_ENTITY_BYTES {
            return None;
        }
        let Some(at) = memchr::memchr(b'&', text.as_bytes()) else {
            whole.push_str(text);
            continue;
        };
        whole.push_str(&text[..at]);
        if let Some((inner, rest)) = reference(&text[at..]).and_then(|(name, rest)| Some((declared.get(name)?, rest))) {
            open.extend([rest, inner.as_str()]);
        } else {
            whole.push('&');
            open.push(&text[at + 1..]);
        }
    }
    let whole = decoded(&whole, false).into_owned();
    (whole.len() <= MAX_ENTITY_BYTES).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::{Entities, MAX_ADDED_BYTES};

    fn read(doctype: &str, text: &str) -> String {
        let mut out = String::new();
        Entities::parse(doctype).split(text, &mut |piece, _| out.push_str(piece));
        out
    }

    #[test]
    fn entities_stand_for_their_texts_and_bombs_for_themselves() {
        let laughs: String =
            (1..12).map(|n| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10))).collect();
        let doctype = format!(
            "<?xml version='1.0'?><!doctype rss [<!ENTITY 報 \"海霧\"><!ENTITY 名 '&報;&#32;日報'><!ENTITY 報 'x'>\
             <!ENTITY e SYSTEM 'file:///etc/hostname'><!ENTITY % p 'q'><!ENTITY a '&b;'><!ENTITY b '&a;'><!ENTITY l0 'ha'>{laughs}]>"
        );
        assert_eq!(read(&doctype, "一&名;二&e;&a;&l11;&amp;&"), "一海霧 日報二&e;&a;&l11;&amp;&");
        assert_eq!(read("<!-- none -->", "&報;"), "&報;");
        let long = format!("<!DOCTYPE r [<!ENTITY a '{}'>]>", "x".repeat(10_000));
        assert!(read(&long, &"&a;".repeat(100_000)).len() <= MAX_ADDED_BYTES + 300_000);
    }
}
