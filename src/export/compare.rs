//! The differences between an article and the one that its exported text is read back as.

use crate::article::{Article, Block, BlockKind, SpanKind};

/// The particulars of an article that are not in `back`, or in another shape.
pub(super) fn unplaced(article: &Article, back: &Article) -> Vec<&'static str> {
    let kinds =
        |article: &Article| -> Vec<BlockKind> { article.blocks.iter().map(|block| shape(&block.kind)).collect() };
    let gone = |there: &Option<String>, back: &Option<String>| there.is_some() && there != back;
    [
        ("its source", gone(&article.source, &back.source)),
        ("its language", gone(&article.lang, &back.lang)),
        ("its link", gone(&article.link, &back.link)),
        ("its identifier", gone(&article.guid, &back.guid)),
        ("the kinds of its paragraphs", kinds(article) != kinds(back)),
        ("all of its emphasis, links or readings", marks(article) != marks(back)),
    ]
    .into_iter()
    .filter_map(|(name, gone)| gone.then_some(name))
    .collect()
}

/// The words of an article that are others in `back`.
pub(super) fn altered(article: &Article, back: &Article) -> Vec<&'static str> {
    let texts = |article: &Article| -> Vec<String> {
        article.blocks.iter().map(words).filter(|text| !text.is_empty()).collect()
    };
    [
        ("its title", article.title != back.title),
        ("its date", article.published != back.published),
        ("its author", article.author != back.author),
        ("paragraphs", texts(article) != texts(back)),
        ("its related titles", article.related != back.related),
        ("its notice", article.notice != back.notice),
        ("its original title", article.original_title != back.original_title),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}

/// The kind of a block without what is compared elsewhere, or differs by the rules of a format: the label of a note.
fn shape(kind: &BlockKind) -> BlockKind {
    match kind {
        BlockKind::Note { .. } => BlockKind::Note { label: String::new() },
        kind => kind.clone(),
    }
}

/// The text of a block, in which every mark of a note is the same: its form belongs to the format.
fn words(block: &Block) -> String {
    let mut text = block.text.clone();
    let is_note = |kind: &SpanKind| matches!(kind, SpanKind::Note { .. });
    for span in block.spans.iter().rev().filter(|span| is_note(&span.kind)) {
        if text.get(span.range()).is_some() {
            text.replace_range(span.range(), "*");
        }
    }
    text
}

/// Marked words of an article with their marks. The words of a note's mark, and an address that is its own words, say
/// nothing new.
fn marks(article: &Article) -> Vec<(&SpanKind, &str)> {
    let mut marks = Vec::new();
    for block in &article.blocks {
        for span in &block.spans {
            let text = block.text.get(span.range()).unwrap_or_default();
            let says_nothing = match &span.kind {
                SpanKind::Note { .. } => true,
                SpanKind::Link { href } => href.trim_end_matches('/') == text.trim_end_matches('/'),
                _ => text.trim().is_empty(),
            };
            if !says_nothing {
                marks.push((&span.kind, text.trim()));
            }
        }
    }
    marks.sort_by_key(|(kind, text)| (format!("{kind:?}"), *text));
    marks
}
