//! Files that belong to an entry, as blocks behind its text: pictures as figures, sound, films and other files as media.

use std::collections::HashSet;

use crate::article::{Block, BlockKind, Image, MediaKind, SpanKind};

/// A file that belongs to an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Enclosure {
    /// Its address, as it is written until the entry is whole, then absolute.
    pub(crate) url: String,
    /// Its media type, or its medium in the words of Media RSS.
    pub(crate) kind: Option<String>,
    /// Its size in bytes.
    pub(crate) length: Option<u64>,
    pub(crate) title: String,
    pub(crate) description: String,
    /// The group of files of which it is one form; none for a file of its own.
    pub(crate) group: Option<usize>,
    /// Its rank among the forms of one file; the highest is kept.
    pub(crate) rank: u64,
    /// True for a small picture of another file.
    pub(crate) is_thumbnail: bool,
}

/// The kind of block of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileKind {
    Image,
    Media(MediaKind),
}

impl Enclosure {
    pub(crate) fn new(url: String, kind: Option<String>) -> Enclosure {
        Enclosure { url, kind, ..Enclosure::default() }
    }

    fn file_kind(&self) -> FileKind {
        let kind = self.kind.as_deref().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.split('/').next().unwrap_or_default() {
            "image" => FileKind::Image,
            "audio" => FileKind::Media(MediaKind::Audio),
            "video" if !kind.ends_with("/html") => FileKind::Media(MediaKind::Video),
            "text" if kind == "text/html" => FileKind::Media(MediaKind::Embed),
            "player" => FileKind::Media(MediaKind::Embed),
            "application" if kind.ends_with("-flash") => FileKind::Media(MediaKind::Embed),
            "" | "application" | "binary" => self.kind_by_name(),
            _ => FileKind::Media(MediaKind::File),
        }
    }

    fn kind_by_name(&self) -> FileKind {
        let path = without_query(&self.url);
        match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "bmp" | "svg" => FileKind::Image,
            "mp3" | "m4a" | "ogg" | "oga" | "opus" | "wav" | "flac" | "aac" => FileKind::Media(MediaKind::Audio),
            "mp4" | "m4v" | "webm" | "mov" | "mkv" | "ogv" | "m3u8" => FileKind::Media(MediaKind::Video),
            _ => FileKind::Media(MediaKind::File),
        }
    }

    fn into_block(self) -> Block {
        let words: Vec<&str> = match (self.title.as_str(), self.description.as_str()) {
            (title, description) if title == description => vec![title],
            (title, description) => vec![title, description],
        };
        let text = words.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
        if !self.url.starts_with("http://") && !self.url.starts_with("https://") {
            // An address that leads nowhere on the web is shown, and is no link.
            let line =
                [text.as_str(), &self.url].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n");
            return Block::paragraph(line);
        }
        match self.file_kind() {
            FileKind::Image => {
                let images = vec![Image { src: self.url, alt: text.clone() }];
                Block::new(BlockKind::Figure { images }, text)
            }
            FileKind::Media(media) => {
                let text = if text.is_empty() { media_word(media).to_owned() } else { text };
                Block::new(BlockKind::Media { media, src: self.url, length: self.length }, text)
            }
        }
    }
}

/// The text of a file without a title.
fn media_word(media: MediaKind) -> &'static str {
    match media {
        MediaKind::Audio => "audio",
        MediaKind::Video => "video",
        MediaKind::Embed => "embed",
        MediaKind::File => "file",
    }
}

/// Keeps one form of each file, in the order of the first forms; a small picture counts only where there is nothing
/// else.
pub(crate) fn reduce(mut files: Vec<Enclosure>) -> Vec<Enclosure> {
    if files.iter().any(|file| !file.is_thumbnail) {
        files.retain(|file| !file.is_thumbnail);
    } else {
        files.truncate(1);
    }
    let mut kept: Vec<Enclosure> = Vec::new();
    for file in files {
        let is_form = |other: &Enclosure| {
            (file.group.is_some() && other.group == file.group && other.file_kind() == file.file_kind())
                || same_file(&other.url, &file.url)
        };
        let Some(other) = kept.iter_mut().find(|other| is_form(other)) else {
            kept.push(file);
            continue;
        };
        let longer = |one: &str, other: &str| if one.len() > other.len() { one.to_owned() } else { other.to_owned() };
        let merged = Enclosure {
            title: longer(&file.title, &other.title),
            description: longer(&file.description, &other.description),
            length: other.length.or(file.length),
            ..if file.rank > other.rank { file } else { other.clone() }
        };
        *other = merged;
    }
    kept
}

/// Adds the files of an entry behind its text. A picture or film that the text has is not added again, and a small
/// picture not to a text with pictures.
pub(crate) fn append(files: Vec<Enclosure>, blocks: &mut Vec<Block>) {
    let mut shown: HashSet<String> = HashSet::new();
    let mut has_picture = false;
    for block in blocks.iter() {
        match &block.kind {
            BlockKind::Figure { images } => {
                has_picture = true;
                shown.extend(images.iter().map(|image| file_key(&image.src)));
            }
            BlockKind::Media { src, .. } => {
                shown.insert(file_key(src));
            }
            _ => {}
        }
        // A picture may be linked to its large form; a link alone to a sound is no sign that it is enclosed.
        let links = block.spans.iter().filter_map(|span| match &span.kind {
            SpanKind::Link { href } => Some(href),
            _ => None,
        });
        shown.extend(
            links
                .filter(|href| matches!(Enclosure::new((*href).clone(), None).file_kind(), FileKind::Image))
                .map(|href| file_key(href)),
        );
    }
    for file in files {
        let is_new = shown.insert(file_key(&file.url));
        if is_new && !(file.is_thumbnail && has_picture) {
            blocks.push(file.into_block());
        }
    }
}

fn same_file(one: &str, other: &str) -> bool {
    file_key(one) == file_key(other)
}

fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

/// The part of an address by which two forms of a picture are one: without the scheme, and without a size that
/// publishing programs write into the query or the name (`-300x200.jpg`). A query stays where the name has no ending,
/// because it is the name then.
fn file_key(url: &str) -> String {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = without_query(bare);
    let Some((stem, ending)) = path.rsplit_once('.').filter(|(_, ending)| ending.len() <= 5 && !ending.contains('/'))
    else {
        return bare.to_owned();
    };
    let is_size = |part: &str| {
        part.split_once('x').is_some_and(|(width, height)| {
            let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            is_number(width) && is_number(height)
        })
    };
    let stem = stem.rsplit_once('-').filter(|(_, size)| is_size(size)).map_or(stem, |(stem, _)| stem);
    format!("{stem}.{}", ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(url: &str, kind: &str) -> Enclosure {
        Enclosure::new(url.to_owned(), Some(kind.to_owned()).filter(|kind| !kind.is_empty()))
    }

    #[test]
    fn the_kind_of_a_file() {
        for (url, kind, expected) in [
            ("https://a.example/1", "image/png", FileKind::Image),
            ("https://a.example/1", "audio", FileKind::Media(MediaKind::Audio)),
            ("https://a.example/1.MP4?x=1", "", FileKind::Media(MediaKind::Video)),
            ("https://a.example/1.mp3", "application/octet-stream", FileKind::Media(MediaKind::Audio)),
            ("https://a.example/1.pdf", "application/pdf", FileKind::Media(MediaKind::File)),
            ("https://a.example/v", "text/html", FileKind::Media(MediaKind::Embed)),
        ] {
            assert_eq!(file(url, kind).file_kind(), expected, "{url} {kind}");
        }
    }

    #[test]
    fn forms_of_one_file_are_one() {
        let form = |url: &str, rank, group| Enclosure { group, rank, ..file(url, "image/jpeg") };
        let kept = reduce(vec![
            form("https://a.example/1.jpg?w=140", 140, None),
            form("https://a.example/1.jpg?w=460", 460, None),
            Enclosure { description: "燈".into(), ..form("https://a.example/x.jpg", 1, Some(0)) },
            form("https://a.example/y.jpg", 9, Some(0)),
            Enclosure { is_thumbnail: true, ..file("https://a.example/t.jpg", "image") },
        ]);
        let urls: Vec<&str> = kept.iter().map(|file| file.url.as_str()).collect();
        assert_eq!(urls, ["https://a.example/1.jpg?w=460", "https://a.example/y.jpg"]);
        assert_eq!(kept[1].description, "燈");
    }

    #[test]
    fn a_picture_of_the_text_is_not_added_again() {
        let images = vec![Image { src: "https://a.example/5-300x200.jpg".into(), alt: "燈".into() }];
        let mut blocks = vec![Block::new(BlockKind::Figure { images }, "燈")];
        let thumbnail = Enclosure { is_thumbnail: true, ..file("https://a.example/t.jpg", "image") };
        append(vec![file("http://a.example/5.jpg?v=2", "image/jpeg"), thumbnail], &mut blocks);
        assert_eq!(blocks.len(), 1);
        append(vec![Enclosure { length: Some(9), ..file("https://a.example/g.pdf", "application/pdf") }], &mut blocks);
        assert_eq!(blocks[1].text, "file");
    }
}
