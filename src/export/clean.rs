//! An article without the characters that a terminal acts on, for the formats that have no way to write them harmlessly.

use crate::{
    article::{Article, Block},
    text::without_controls,
};

/// The article without control characters in any of its texts, and how many it had.
pub(crate) fn clean(article: &Article) -> (Article, usize) {
    // Named one by one, so that a new field is not forgotten here.
    let Article {
        title,
        published,
        revised,
        author,
        source,
        lang,
        link,
        guid,
        notice,
        original_title,
        related,
        blocks,
        is_excerpt,
        chapter,
    } = article;
    let mut dropped = 0;
    let mut text = |text: &String| {
        let (kept, count) = without_controls(text);
        dropped += count;
        kept
    };
    let clean = Article {
        title: text(title),
        published: published.clone(),
        revised: revised.clone(),
        author: author.as_ref().map(&mut text),
        source: source.as_ref().map(&mut text),
        lang: lang.as_ref().map(&mut text),
        link: link.as_ref().map(&mut text),
        guid: guid.as_ref().map(&mut text),
        notice: notice.as_ref().map(&mut text),
        original_title: original_title.as_ref().map(&mut text),
        related: related.iter().map(&mut text).collect(),
        blocks: blocks.iter().map(|block| Block::new(block.kind.clone(), text(&block.text))).collect(),
        is_excerpt: *is_excerpt,
        chapter: *chapter,
    };
    (clean, dropped)
}
