//! The tables of contents of a book: the navigation document of EPUB 3 and the NCX of EPUB 2, as names of files.

use crate::format::markup::{Dialect, Token, Tokens, attribute, decoded, local_name};

/// Limit of the entries of a table of contents.
const MAX_ENTRIES: usize = 50_000;

/// Limit of a name, in bytes. Longer ones are text that somebody has put there.
const MAX_NAME_BYTES: usize = 1000;

/// An entry: the name of a place in the book, and the reference to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) reference: String,
}

/// The entries of a navigation document: of its table of contents, else of its first list.
pub(super) fn nav(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut first: Vec<Entry> = Vec::new();
    let (mut navs, mut is_contents) = (0, false);
    let mut open: Option<Entry> = None;
    // Readings of ruby are no part of a name.
    let mut in_reading = false;
    for token in Tokens::new(text, Dialect::Xml) {
        match token {
            Token::Open { name, attributes, closed } => match local_name(name) {
                "nav" => {
                    navs += 1;
                    let has = |name, word| {
                        attribute(attributes, name).is_some_and(|it| it.split_whitespace().any(|it| it == word))
                    };
                    is_contents = has("epub:type", "toc") || has("role", "doc-toc");
                }
                "a" if !closed && entries.len() + first.len() < MAX_ENTRIES => {
                    open = attribute(attributes, "href")
                        .map(|reference| Entry { name: String::new(), reference: reference.into_owned() });
                }
                "img" => {
                    if let (Some(entry), Some(alt)) = (&mut open, attribute(attributes, "alt")) {
                        entry.name.push_str(&alt);
                    }
                }
                "rt" | "rp" => in_reading = !closed,
                _ => {}
            },
            Token::Close(name) => match local_name(name) {
                "nav" => is_contents = false,
                "a" => {
                    let list = if is_contents { &mut entries } else { &mut first };
                    // Lists of pages and landmarks come behind the first.
                    list.extend(open.take().and_then(tidied).filter(|_| is_contents || navs <= 1));
                }
                "rt" | "rp" => in_reading = false,
                _ => {}
            },
            Token::Text(text) if !in_reading => add(&mut open, &decoded(text, false)),
            Token::Raw(text) if !in_reading => add(&mut open, text),
            _ => {}
        }
    }
    if entries.is_empty() { first } else { entries }
}

/// The entries of an NCX.
pub(super) fn ncx(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let (mut in_map, mut in_text) = (false, false);
    let mut name: Option<Entry> = None;
    for token in Tokens::new(text, Dialect::Xml) {
        match token {
            Token::Open { name: element, attributes, closed } => match local_name(element) {
                "navMap" => in_map = true,
                "navLabel" if in_map && entries.len() < MAX_ENTRIES => {
                    name = Some(Entry { name: String::new(), reference: String::new() });
                }
                "text" => in_text = !closed,
                "content" => {
                    if let (Some(entry), Some(reference)) = (name.take(), attribute(attributes, "src")) {
                        entries.extend(tidied(Entry { reference: reference.into_owned(), ..entry }));
                    }
                }
                _ => {}
            },
            Token::Close(element) => match local_name(element) {
                "navMap" => in_map = false,
                "text" => in_text = false,
                _ => {}
            },
            Token::Text(text) if in_text => add(&mut name, &decoded(text, false)),
            Token::Raw(text) if in_text => add(&mut name, text),
            _ => {}
        }
    }
    entries
}

fn add(entry: &mut Option<Entry>, text: &str) {
    if let Some(entry) = entry
        && entry.name.len() + text.len() <= MAX_NAME_BYTES
    {
        entry.name.push_str(text);
    }
}

/// The entry with its name in one line; `None` without a name.
fn tidied(entry: Entry) -> Option<Entry> {
    let name = entry.name.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(Entry { name, ..entry })
}

#[cfg(test)]
mod tests {
    use super::{Entry, nav, ncx};

    fn shape(entries: &[Entry]) -> Vec<String> {
        entries.iter().map(|entry| format!("{} {}", entry.reference, entry.name)).collect()
    }

    #[test]
    fn the_table_of_contents_names_files() {
        let text = "<html><body><nav epub:type='landmarks'><ol><li><a href='l.xhtml'>封面</a></li></ol></nav>\
             <nav epub:type='toc'><h1>目次</h1><ol><li><span>上</span><ol><li><a href='a.xhtml'>一\n <ruby>潮<rt>しお</rt></ruby>の&amp;声</a></li>\
             <li><a href='b.xhtml#x'><img alt='二' src='b.png'/></a></li><li><a href='c.xhtml'/></li></ol></li></ol></nav>\
             <nav epub:type='page-list'><a href='a.xhtml#p1'>1</a></nav></body></html>";
        assert_eq!(shape(&nav(text)), ["a.xhtml 一 潮の&声", "b.xhtml#x 二"]);
        let untyped = "<nav><a href='a.xhtml'>一</a></nav><nav><a href='a.xhtml#p1'>1</a></nav>";
        assert_eq!(shape(&nav(untyped)), ["a.xhtml 一"]);
    }

    #[test]
    fn an_ncx_names_files() {
        let text = "<ncx><docTitle><text>書</text></docTitle><navMap><navPoint><navLabel><text>上</text></navLabel><content src='a.html'/>\
             <navPoint><navLabel><text><![CDATA[一]]></text></navLabel><content src='b.html#c'/></navPoint></navPoint></navMap>\
             <pageList><pageTarget><navLabel><text>1</text></navLabel><content src='a.html#p'/></pageTarget></pageList></ncx>";
        assert_eq!(shape(&ncx(text)), ["a.html 上", "b.html#c 一"]);
    }
}
