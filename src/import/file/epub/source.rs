//! The text that a chapter's article is made from: the metadata of its book, its place there, and its XHTML.

use std::fmt::Write;

use super::{
    chapter::{ChapterPlace, chapter},
    package::Package,
};
use crate::{
    article::{Article, SourceFormat, SourceText},
    format::markup::{Dialect, Token, Tokens, attribute},
    text::StopCheck,
};

/// The instruction before the XHTML that holds the chapter's place in its book.
const INSTRUCTION: &str = "kanbao-chapter";

/// The source text of a chapter. The metadata stand apart, since all chapters of a book share them.
pub(super) fn source_text(package: &Package, place: &ChapterPlace<'_>, mut text: String) -> SourceText {
    let mut instruction = format!("<?{INSTRUCTION}");
    let (number, of) = (place.number.to_string(), place.of.to_string());
    let fields = [
        ("href", Some(place.href)),
        ("file", Some(place.file)),
        ("number", Some(number.as_str())),
        ("of", Some(of.as_str())),
        ("name", place.name),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            // Writing to a string does not fail.
            let _ = write!(instruction, " {name}=\"{}\"", escaped(value));
        }
    }
    instruction.push_str("?>");
    text.insert_str(0, &instruction);
    SourceText { head: Some(metadata(package)), ..SourceText::new(SourceFormat::Chapter, text) }
}

/// The article that a source text of [`source_text`] gives today; `None` if there is no text in it any more.
pub(crate) fn reparse(source: &SourceText, stop: &StopCheck<'_>) -> Option<Article> {
    let package = Package::parse(source.head.as_deref().unwrap_or_default());
    let Some(Token::Instruction(fields)) = Tokens::new(&source.text, Dialect::Xml).next() else { return None };
    let fields = fields.strip_prefix(INSTRUCTION)?;
    let value = |name: &str| attribute(fields, name);
    let (href, file, name) = (value("href")?, value("file")?, value("name"));
    let number = |name: &str| value(name)?.parse().ok();
    let place = ChapterPlace {
        href: &href,
        file: &file,
        number: number("number")?,
        of: number("of")? as usize,
        name: name.as_deref(),
    };
    chapter(&package, &place, &source.text, stop)
}

fn metadata(package: &Package) -> String {
    let mut text = String::from("<package><metadata>");
    let fields = [
        ("title", &package.title),
        ("creator", &package.author),
        ("language", &package.language),
        ("date", &package.date),
        ("identifier", &package.identifier),
    ];
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(text, "<{name}>{}</{name}>", escaped(value));
    }
    text.push_str("</metadata></package>");
    text
}

/// A text that can stand in an element and in an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_is_read_anew_from_its_source() {
        let package = Package {
            title: "望潮 <選集> & \"他\"".into(),
            author: "鍾離葦".into(),
            language: "zh-Hant".into(),
            date: "2021-12-17".into(),
            identifier: "urn:1".into(),
            ..Package::default()
        };
        let place =
            ChapterPlace {
                href: "c%201.xhtml", file: "OEBPS/c 1.xhtml", number: 7, of: 12, name: Some("一 > 二 ?>")
            };
        let text = "<html><head><title/></head><body><p>潮<a href='b.xhtml'>水</a>。</p></body></html>";
        let article = chapter(&package, &place, text, &StopCheck::never());
        assert_eq!(
            article.as_ref().map(|article| (article.title.as_str(), article.chapter)),
            Some(("一 > 二 ?>", Some(7)))
        );
        let source = source_text(&package, &place, text.to_owned());
        assert_eq!(reparse(&source, &StopCheck::never()), article);
    }
}
