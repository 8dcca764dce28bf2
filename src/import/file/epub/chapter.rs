//! A chapter of a book as an article: its name, its blocks, and the names of its pictures in the book.

use std::collections::HashMap;

use url::Url;

use super::{
    archive::{BookArchive, joined, path_of},
    contents::{self, Entry},
    package::Package,
    xhtml::to_html,
};
use crate::{
    article::{Article, Block, BlockKind, SpanKind, language_tag},
    date::Published,
    format::html::fragment_until,
    net::decode_percent,
    text::StopCheck,
};

/// The root of a book, in the scheme by which the parser of HTML knows references into it.
const BOOK_ROOT: &str = "epub:/";

/// Blocks in which a heading may stand that names the chapter.
const MAX_LEADING_BLOCKS: usize = 8;

/// The place of a chapter in its book.
#[derive(Debug)]
pub(super) struct ChapterPlace<'a> {
    /// Its reference in the package.
    pub(super) href: &'a str,
    /// Its name in the archive.
    pub(super) file: &'a str,
    /// Its number, from 1.
    pub(super) number: u32,
    /// The number of chapters.
    pub(super) of: usize,
    /// Its name in a table of contents.
    pub(super) name: Option<&'a str>,
}

/// The names of chapters by the numbers of their files: of the navigation document, else of the NCX.
pub(super) fn names(archive: &mut BookArchive<'_>, file: &str, package: &Package) -> HashMap<usize, String> {
    type Read = fn(&str) -> Vec<Entry>;
    let mut names = HashMap::new();
    let tables: [(&Option<String>, Read); 2] = [(&package.nav, contents::nav), (&package.ncx, contents::ncx)];
    for (reference, read) in tables {
        let Some(index) = reference.as_ref().and_then(|reference| archive.find(file, reference)) else { continue };
        let (base, text) = (archive.name(index), archive.whole_text(index).unwrap_or_default());
        let mut found: HashMap<usize, (bool, String)> = HashMap::new();
        for Entry { name, reference } in read(&text) {
            let Some(chapter) = archive.find(&base, &reference) else { continue };
            // The name of the whole file goes before those of places in it.
            let is_place = reference.contains('#');
            let known = found.entry(chapter).or_insert_with(|| (is_place, name.clone()));
            if known.0 && !is_place {
                *known = (false, name);
            }
        }
        for (chapter, (_, name)) in found {
            names.entry(chapter).or_insert(name);
        }
    }
    names
}

/// A chapter as an article; `None` if there is nothing in it to read or to see.
pub(super) fn chapter(
    package: &Package,
    place: &ChapterPlace<'_>,
    text: &str,
    stop: &StopCheck<'_>,
) -> Option<Article> {
    let is_own = |reference: &str| {
        let path = path_of(reference);
        joined(place.file, path) == place.file || joined(place.file, &decode_percent(path)) == place.file
    };
    let html = to_html(text, &is_own, stop);
    let mut base = Url::parse(BOOK_ROOT).ok();
    if let Some(base) = &mut base {
        base.set_path(&place.file.replace('%', "%25"));
    }
    let mut blocks = fragment_until(&html.text, base.as_ref(), stop).blocks;
    blocks.iter_mut().for_each(name_files);
    if blocks.is_empty() {
        return None;
    }
    let heading = take_heading(&mut blocks, place.name);
    let page_title = Some(html.title).filter(|title| is_name(title, package, place.file));
    let title = place.name.map(str::to_owned).or(heading).or(page_title).unwrap_or_else(|| numbered(package, place));
    let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    Some(Article {
        title,
        published: Published::parse(&package.date),
        author: filled(&package.author),
        source: filled(&package.title),
        lang: language_tag::tidy(&package.language).or_else(|| language_tag::tidy(&html.language?)),
        guid: filled(&package.identifier).map(|identifier| format!("{identifier}#{}", place.href)),
        chapter: Some(place.number),
        blocks,
        ..Article::default()
    })
}

/// Takes the heading that names the chapter out of its blocks, if it says nothing that the title does not say; gives
/// its text.
fn take_heading(blocks: &mut Vec<Block>, name: Option<&str>) -> Option<String> {
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { .. });
    let is_picture = |block: &&Block| matches!(block.kind, BlockKind::Figure { .. } | BlockKind::Rule);
    let first = blocks.iter().take_while(is_picture).count();
    let says_more = |block: &Block| {
        let more =
            |kind: &SpanKind| matches!(kind, SpanKind::Link { .. } | SpanKind::Note { .. } | SpanKind::Ruby { .. });
        block.spans.iter().any(|span| more(&span.kind))
    };
    let line = |block: &Block| block.text.replace('\n', " ");
    let Some(name) = name else {
        let at = blocks.iter().take(MAX_LEADING_BLOCKS).position(is_heading)?;
        let title = line(&blocks[at]);
        // One behind other text stays in its place.
        if at == first && blocks.len() > first + 1 && !says_more(&blocks[at]) {
            blocks.remove(at);
        }
        return Some(title);
    };
    // 第一章 and 潮生 are often two headings, and one name in the table of contents.
    let (wanted, mut found, mut end) = (letters(name), String::new(), first);
    for block in blocks.get(first..).unwrap_or_default().iter().take(MAX_LEADING_BLOCKS) {
        let fits = is_heading(block) || end == first && matches!(block.kind, BlockKind::Paragraph);
        if !fits || says_more(block) || found.len() >= wanted.len() {
            break;
        }
        found.push_str(&letters(&block.text));
        end += 1;
    }
    if found == wanted && end < blocks.len() {
        blocks.drain(first..end);
    }
    None
}

/// Letters and digits of a text.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// True if the title of a page can be the name of a chapter: not the book's, no file's, none that a program puts there.
fn is_name(title: &str, package: &Package, file: &str) -> bool {
    let file = file.rsplit('/').next().unwrap_or(file);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let others = ["", "unknown", "untitled", file, stem, &package.title];
    !others.iter().any(|other| title.eq_ignore_ascii_case(other))
}

/// The name of a chapter that has none.
fn numbered(package: &Package, place: &ChapterPlace<'_>) -> String {
    match place.of {
        0 | 1 => package.title.clone(),
        _ => format!("{} {}", package.title, place.number).trim().to_owned(),
    }
}

/// Gives pictures and media of the book the names that they have in it, in which nothing is escaped.
fn name_files(block: &mut Block) {
    let name = |address: &mut String| {
        if !address.contains("://") {
            *address = decode_percent(address);
        }
    };
    match &mut block.kind {
        BlockKind::Figure { images } => images.iter_mut().for_each(|image| name(&mut image.src)),
        BlockKind::Media { src, .. } => name(src),
        _ => {}
    }
}
