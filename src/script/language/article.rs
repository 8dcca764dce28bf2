//! The language of a whole article.

use super::Language;
use crate::{
    article::{Article, BlockKind},
    script::cut,
};

/// The most bytes of the body that are read.
const MAX_SAMPLE_BYTES: usize = 16 << 10;

/// The language of an article, from the start of its body, with its tag as a hint; without a body from its title.
#[must_use]
pub fn article_language(article: &Article) -> Language {
    let hint = article.lang.as_deref().and_then(Language::from_tag);
    let mut sample = String::new();
    for block in article.blocks.iter().filter(|block| block.kind != BlockKind::Code) {
        let end = cut::boundary(&block.text, MAX_SAMPLE_BYTES - sample.len());
        sample.push_str(&block.text[..end]);
        if end < block.text.len() || sample.len() >= MAX_SAMPLE_BYTES - 1 {
            break;
        }
        sample.push('\n');
    }
    match Language::detect(&sample, hint) {
        Language::Other => match Language::detect(&article.title, hint) {
            Language::Other => hint.unwrap_or_default(),
            found => found,
        },
        found => found,
    }
}
