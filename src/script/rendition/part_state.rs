//! The state of one part of a rendition: its language and its shown text, each found when it is first needed.

use std::sync::{Arc, OnceLock};

use super::Shown;
use crate::{
    article::{Article, BlockKind, Span},
    script::Language,
    text::Part,
};

#[derive(Clone, Debug)]
pub(super) struct PartState {
    pub(super) part: Part,
    pub(super) is_code: bool,
    pub(super) detected: OnceLock<Language>,
    pub(super) shown: OnceLock<Arc<Shown>>,
}

impl PartState {
    pub(super) fn is_begun(&self) -> bool {
        self.shown.get().is_some_and(|shown| shown.converted_range.is_some())
    }
}

/// The parts of an article, none of them shown yet.
pub(super) fn parts_of(article: &Article) -> Vec<PartState> {
    let state = |part: Part| {
        let is_code = is_code(article, part);
        PartState { part, is_code, detected: OnceLock::new(), shown: OnceLock::new() }
    };
    article.parts().map(state).collect()
}

/// The spans of a part; only blocks of the body have any.
pub(super) fn spans_of(article: &Article, part: Part) -> &[Span] {
    let Part::Body(index) = part else { return &[] };
    article.blocks.get(index as usize).map_or(&[], |block| &block.spans)
}

fn is_code(article: &Article, part: Part) -> bool {
    let Part::Body(index) = part else { return false };
    article.blocks.get(index as usize).is_some_and(|block| matches!(block.kind, BlockKind::Code | BlockKind::Math))
}
