//! The package document of a book: its metadata, its files and their order.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use crate::format::markup::{Dialect, Token, Tokens, attribute, decoded, local_name};

/// The package document of a book.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) title: String,
    pub(super) author: String,
    pub(super) language: String,
    pub(super) date: String,
    pub(super) identifier: String,
    /// The order of reading.
    pub(super) spine: Vec<SpinePart>,
    /// The reference to the navigation document of EPUB 3.
    pub(super) nav: Option<String>,
    /// The reference to the table of contents of EPUB 2.
    pub(super) ncx: Option<String>,
}

/// A part of the order of reading, by its reference in the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SpinePart {
    Chapter(String),
    /// A file without text: a picture, as a rule.
    Other(String),
    /// An identifier that no file has.
    Unknown(String),
}

/// Steps from a file to the one that stands in for it.
const MAX_FALLBACKS: usize = 8;

/// A file of the manifest.
struct Item {
    href: String,
    media_type: String,
    fallback: Option<String>,
    is_nav: bool,
}

impl Item {
    fn is_chapter(&self) -> bool {
        // dtbook and oeb1 are the older forms that EPUB 2 permits.
        let types = ["html", "dtbook", "oeb1-document"];
        let path = super::archive::path_of(&self.href).to_ascii_lowercase();
        self.media_type.is_empty()
            || types.iter().any(|name| self.media_type.contains(name))
            || ["html", ".htm"].iter().any(|ending| path.ends_with(ending))
    }
}

/// A person who made the book.
struct Creator {
    id: String,
    role: String,
    name: String,
}

/// The content of a package document as it is written.
#[derive(Default)]
struct Draft {
    package: Package,
    items: HashMap<String, Item>,
    references: Vec<String>,
    creators: Vec<Creator>,
    toc: Option<String>,
    /// Properties that refine others: identifier, property and value.
    refinements: Vec<(String, &'static str, String)>,
    titles: Vec<(String, String)>,
    /// Dates with the event that they are of.
    dates: Vec<(String, String)>,
}

impl Package {
    /// Reads a package document.
    pub(super) fn parse(text: &str) -> Package {
        let mut draft = Draft::default();
        let mut tokens = Tokens::new(text, Dialect::Xml);
        while let Some(token) = tokens.next() {
            let Token::Open { name, attributes, closed } = token else { continue };
            draft.open(local_name(name), attributes);
            if !closed && matches!(local_name(name), "title" | "creator" | "language" | "date" | "identifier" | "meta")
            {
                let text = content(&mut tokens);
                draft.field(local_name(name), attributes, text);
            }
        }
        draft.finish()
    }
}

/// The text of the element just opened, which holds no others.
fn content(tokens: &mut Tokens<'_>) -> String {
    let mut text = String::new();
    for token in tokens {
        match token {
            Token::Text(part) => text.push_str(&decoded(part, false)),
            Token::Raw(part) => text.push_str(part),
            Token::Close(_) => break,
            Token::Open { .. } | Token::Instruction(_) => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Draft {
    fn open(&mut self, name: &str, attributes: &str) {
        let value = |name| attribute(attributes, name).map(Cow::into_owned);
        match name {
            "item" => {
                if let (Some(id), Some(href)) = (value("id"), value("href")) {
                    let media_type = value("media-type").unwrap_or_default().to_ascii_lowercase();
                    let has =
                        |name| value("properties").is_some_and(|list| list.split_whitespace().any(|it| it == name));
                    let item = Item { href, media_type, fallback: value("fallback"), is_nav: has("nav") };
                    self.items.entry(id).or_insert(item);
                }
            }
            "itemref" => self.references.extend(value("idref")),
            "spine" => self.toc = value("toc"),
            _ => {}
        }
    }

    fn field(&mut self, name: &str, attributes: &str, text: String) {
        if text.is_empty() {
            return;
        }
        let value = |name: &str| attribute(attributes, name).map(Cow::into_owned).unwrap_or_default();
        let set = |field: &mut String, text: String| {
            if field.is_empty() {
                *field = text;
            }
        };
        match name {
            "title" => self.titles.push((value("id"), text)),
            "creator" => {
                self.creators.push(Creator { id: value("id"), role: value("opf:role"), name: text });
            }
            "language" => set(&mut self.package.language, text),
            "date" => self.dates.push((value("opf:event"), text)),
            "identifier" => set(&mut self.package.identifier, text),
            _ => {
                let property = match value("property").as_str() {
                    "role" => "role",
                    "title-type" => "title-type",
                    _ => return,
                };
                self.refinements.push((value("refines").trim_start_matches('#').to_owned(), property, text));
            }
        }
    }

    fn finish(mut self) -> Package {
        let refined = |id: &str, property: &str| {
            self.refinements
                .iter()
                .find(|(of, name, _)| !id.is_empty() && of == id && *name == property)
                .map(|it| &it.2)
        };
        for creator in &mut self.creators {
            if let Some(role) = refined(&creator.id, "role") {
                role.clone_into(&mut creator.role);
            }
        }
        let is_main = |title: &&(String, String)| refined(&title.0, "title-type").is_some_and(|it| it == "main");
        let title = self.titles.iter().find(is_main).or(self.titles.first());
        let title = title.map(|(_, title)| title.clone()).unwrap_or_default();
        // A translator is no author, unless nobody else is named.
        let is_author = |creator: &&Creator| matches!(creator.role.as_str(), "" | "aut");
        let mut names: Vec<&str> = self.creators.iter().filter(is_author).map(|it| it.name.as_str()).collect();
        if names.is_empty() {
            names = self.creators.iter().map(|it| it.name.as_str()).collect();
        }
        let author = names.join("、");
        let of = |event: &str| self.dates.iter().find(|(of, _)| of == event);
        let date = of("publication").or(of("")).or(self.dates.first());
        let date = date.map(|(_, date)| date.clone()).unwrap_or_default();
        let nav = self.items.values().find(|item| item.is_nav).map(|item| item.href.clone());
        let is_ncx = |item: &&Item| item.media_type == "application/x-dtbncx+xml";
        let ncx = self.toc.as_ref().and_then(|id| self.items.get(id)).or_else(|| self.items.values().find(is_ncx));
        let ncx = ncx.map(|item| item.href.clone());
        let spine = self.spine();
        Package { title, author, date, spine, nav, ncx, ..self.package }
    }

    fn spine(&self) -> Vec<SpinePart> {
        // A chapter that is named twice is read once.
        let mut read: HashSet<&str> = HashSet::new();
        self.references.iter().filter(|id| read.insert(id)).map(|id| self.part(id)).collect()
    }

    fn part(&self, id: &str) -> SpinePart {
        let Some(item) = self.items.get(id) else { return SpinePart::Unknown(id.to_owned()) };
        let next = |item: &&Item| item.fallback.as_ref().and_then(|id| self.items.get(id));
        let mut chain = std::iter::successors(Some(item), next).take(MAX_FALLBACKS);
        match chain.find(|item| item.is_chapter()) {
            Some(chapter) => SpinePart::Chapter(chapter.href.clone()),
            None => SpinePart::Other(item.href.clone()),
        }
    }
}

/// The references of the files that are encrypted. Fonts are often obscured by a method that hides nothing from a reader.
pub(super) fn encrypted(text: &str) -> Vec<String> {
    const FONTS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];
    let mut files = Vec::new();
    let mut is_font = false;
    for token in Tokens::new(text, Dialect::Xml) {
        let Token::Open { name, attributes, .. } = token else { continue };
        match local_name(name) {
            "EncryptedData" => is_font = false,
            "EncryptionMethod" => {
                is_font |= attribute(attributes, "Algorithm").is_some_and(|it| FONTS.contains(&&*it));
            }
            "CipherReference" if !is_font => files.extend(attribute(attributes, "URI").map(Cow::into_owned)),
            _ => {}
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::{Package, SpinePart, encrypted};

    #[test]
    fn metadata_and_order() {
        let package = Package::parse(
            "<opf:package><metadata><dc:title id='s'>副題</dc:title><dc:title id='t'>望潮 選集</dc:title>\
             <dc:creator opf:role='trl'>譯者</dc:creator><dc:creator id='c'>鍾離葦</dc:creator><dc:creator>林見</dc:creator>\
             <meta refines='#t' property='title-type'>main</meta><meta refines='#c' property='role'>aut</meta>\
             <meta name='cover' content='x'/><dc:date opf:event='modification'>2024</dc:date><dc:date>2021-12-17</dc:date>\
             <dc:identifier>urn:1</dc:identifier><dc:language>ja</dc:language></metadata>\
             <manifest><item id='p' href='p.svg' media-type='image/svg+xml' fallback='a'/>\
             <item id='a' href='a.xhtml' media-type='application/xhtml+xml'/><item id='j' href='j.jpg' media-type='image/jpeg'/>\
             <item id='n' href='n.xhtml' media-type='application/xhtml+xml' properties='scripted nav'/>\
             <item id='x' href='x.ncx' media-type='application/x-dtbncx+xml'/></manifest>\
             <spine toc='x'><itemref idref='p'/><itemref idref='j'/><itemref idref='p'/><itemref idref='z'/></spine>",
        );
        let fields = [&package.title, &package.author, &package.date, &package.identifier, &package.language];
        assert_eq!(fields, ["望潮 選集", "鍾離葦、林見", "2021-12-17", "urn:1", "ja"]);
        assert_eq!((package.nav.as_deref(), package.ncx.as_deref()), (Some("n.xhtml"), Some("x.ncx")));
        let spine =
            [SpinePart::Chapter("a.xhtml".into()), SpinePart::Other("j.jpg".into()), SpinePart::Unknown("z".into())];
        assert_eq!(package.spine, spine);
    }

    #[test]
    fn obscured_fonts_are_not_encrypted() {
        let data = |method: &str, uri: &str| {
            format!(
                "<enc:EncryptedData><enc:EncryptionMethod Algorithm='{method}'/><enc:CipherData>\
                 <enc:CipherReference URI='{uri}'/></enc:CipherData></enc:EncryptedData>"
            )
        };
        let text = data("http://www.idpf.org/2008/embedding", "a.otf")
            + &data("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "c1.xhtml");
        assert_eq!(encrypted(&text), ["c1.xhtml"]);
    }
}
