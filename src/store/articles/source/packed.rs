//! The packed form of a source text.
//!
//! A record of fields, each its length (one more than its bytes; 0 if there is none) and its bytes: the format, the
//! base, the language, the head and the text, and the records of further pages behind their number. Its checksum and
//! itself, written as copies out of the article, stand in a frame.

use sha2::{Digest, Sha256};

use super::copies;
use crate::article::{Article, SourceFormat, SourceText};
use crate::store::{
    articles::{frame, identity::Hash},
    varint,
};

/// Limit of the source of one article, unpacked, pages and all. The longest file is 64 MiB.
const MAX_SOURCE_BYTES: usize = 80 << 20;

/// Limit of further pages.
const MAX_PAGES: u64 = 64;

/// A text that is so many times its article, and so many bytes longer, may be that of several articles.
const SHARED_FROM_TIMES: usize = 4;
const SHARED_FROM_BYTES: usize = 4096;

/// A source text, ready to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct PackedSource {
    /// The fields that are not shared.
    pub(super) packed: Vec<u8>,
    /// The text before it, by hash.
    pub(super) head: Option<(Hash, Vec<u8>)>,
    /// The text itself, by hash, if it is shared.
    pub(super) text: Option<(Hash, Vec<u8>)>,
}

impl PackedSource {
    /// Packs a source; short if the article has nearly the same text.
    pub(in crate::store) fn pack(source: &SourceText, article: &Article) -> PackedSource {
        let other = text_of(article);
        let is_shared = source.text.len() > SHARED_FROM_TIMES * other.len() + SHARED_FROM_BYTES;
        let mut record = Vec::new();
        push_record(&mut record, source, is_shared, true);
        PackedSource {
            packed: frame::seal(&[&frame::checksum(&record)[..], &copies::encode(&record, &other)].concat()),
            head: source.head.as_deref().map(shared),
            text: is_shared.then(|| shared(&source.text)),
        }
    }

    /// About how many bytes of memory it takes.
    pub(in crate::store) fn bytes(&self) -> usize {
        let shared = |text: &Option<(Hash, Vec<u8>)>| text.as_ref().map_or(0, |(_, packed)| packed.len());
        self.packed.len() + shared(&self.head) + shared(&self.text)
    }

    /// The source of a packed one; none if it makes no sense.
    pub(super) fn unpack(
        packed: &[u8],
        head: Option<&[u8]>,
        text: Option<&[u8]>,
        article: &Article,
    ) -> Option<SourceText> {
        let content = frame::open(packed, MAX_SOURCE_BYTES)?;
        let (sum, content) = content.split_first_chunk()?;
        let record = copies::decode(content, &text_of(article), MAX_SOURCE_BYTES)?;
        // The text that it was copied out of may be what is damaged.
        if frame::checksum(&record) != *sum {
            return None;
        }
        let mut rest = record.as_slice();
        let mut source = read_record(&mut rest, text.is_some(), true)?;
        let unshared = |packed: &[u8]| String::from_utf8(frame::open(packed, MAX_SOURCE_BYTES)?).ok();
        if let Some(head) = head {
            source.head = Some(unshared(head)?);
        }
        if let Some(text) = text {
            source.text = unshared(text)?;
        }
        rest.is_empty().then_some(source)
    }
}

fn shared(text: &str) -> (Hash, Vec<u8>) {
    let mut hash = Hash::default();
    hash.copy_from_slice(&Sha256::digest(text)[..16]);
    (hash, frame::seal(text.as_bytes()))
}

/// The text of an article, which its source may repeat. What stands in its head is short, and changes by itself.
pub(super) fn text_of(article: &Article) -> Vec<u8> {
    article.blocks.iter().flat_map(|block| block.text.bytes()).collect()
}

fn push_field(record: &mut Vec<u8>, field: Option<&str>) {
    match field {
        None => varint::push(record, 0),
        Some(text) => {
            varint::push(record, text.len() as u64 + 1);
            record.extend_from_slice(text.as_bytes());
        }
    }
}

/// The head and the text of the article's own record may be shared, those of further pages are not.
fn push_record(record: &mut Vec<u8>, source: &SourceText, is_shared: bool, is_own: bool) {
    push_field(record, Some(source.format.name()));
    push_field(record, source.base.as_deref());
    push_field(record, source.lang.as_deref());
    push_field(record, source.head.as_deref().filter(|_| !is_own));
    push_field(record, Some(source.text.as_str()).filter(|_| !is_shared));
    let pages = if is_own { &source.pages[..source.pages.len().min(MAX_PAGES as usize)] } else { &[] };
    varint::push(record, pages.len() as u64);
    for page in pages {
        push_record(record, page, false, false);
    }
}

#[allow(clippy::option_option)] // None for a record that breaks off.
fn read_field<'r>(record: &mut &'r [u8]) -> Option<Option<&'r str>> {
    let Some(length) = varint::read(record)?.checked_sub(1) else { return Some(None) };
    let (field, rest) = record.split_at_checked(usize::try_from(length).ok()?)?;
    *record = rest;
    Some(Some(std::str::from_utf8(field).ok()?))
}

fn read_record(record: &mut &[u8], is_shared: bool, is_own: bool) -> Option<SourceText> {
    let format = SourceFormat::from_name(read_field(record)??)?;
    let base = read_field(record)?.map(str::to_owned);
    let lang = read_field(record)?.map(str::to_owned);
    let head = read_field(record)?.map(str::to_owned);
    let text = read_field(record)?;
    if text.is_none() != is_shared {
        return None;
    }
    let count = varint::read(record).filter(|count| *count <= if is_own { MAX_PAGES } else { 0 })?;
    let pages = (0..count).map(|_| read_record(record, false, false)).collect::<Option<_>>()?;
    Some(SourceText { format, text: text.unwrap_or_default().to_owned(), head, base, lang, pages })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::Block;

    fn article(text: &str) -> Article {
        Article { title: "大橋".into(), blocks: vec![Block::paragraph(text)], ..Article::default() }
    }

    fn unpacked(packed: &PackedSource, article: &Article) -> Option<SourceText> {
        let bytes = |text: &Option<(Hash, Vec<u8>)>| text.as_ref().map(|(_, packed)| packed.clone());
        let (head, text) = (bytes(&packed.head), bytes(&packed.text));
        PackedSource::unpack(&packed.packed, head.as_deref(), text.as_deref(), article)
    }

    #[test]
    fn a_source_comes_back_whole() {
        let page = SourceText::new(SourceFormat::Html, "<p>第二頁。");
        let source = SourceText {
            head: Some("<feed>".into()),
            base: Some("https://a.example/".into()),
            lang: Some("zh-Hant".into()),
            pages: vec![SourceText { head: Some("x".into()), ..page.clone() }, page],
            ..SourceText::new(SourceFormat::Feed, "<entry>東河大橋今日通車，沿岸居民清晨已在橋頭等候。</entry>")
        };
        let article = article("東河大橋今日通車，沿岸居民清晨已在橋頭等候。");
        let packed = PackedSource::pack(&source, &article);
        assert!(packed.head.is_some() && packed.text.is_none());
        assert_eq!(unpacked(&packed, &article), Some(source.clone()));
        // Beside another text it makes no sense.
        assert_ne!(unpacked(&packed, &Article::default()), Some(source));
    }

    #[test]
    fn a_long_text_is_shared() {
        let source = SourceText::new(SourceFormat::Json, "[]".repeat(3000));
        let packed = PackedSource::pack(&source, &article("短"));
        assert!(packed.text.is_some() && packed.packed.len() < 30);
        assert_eq!(unpacked(&packed, &article("短")), Some(source));
    }

    proptest! {
        #[test]
        fn any_bytes_are_unpacked_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let article = article("短");
            let sealed = frame::seal(&bytes);
            let _ = PackedSource::unpack(&sealed, None, None, &article);
            let _ = PackedSource::unpack(&bytes, Some(&sealed), Some(&bytes), &article);
        }
    }
}
