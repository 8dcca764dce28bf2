//! The pictures of an article, and the one that the reader means.

use crate::{
    app::{
        overlays::{PictureLink, PictureView},
        pictures,
        shared::Shared,
    },
    article::BlockKind,
    text::{Part, web_address},
};

use super::{page::Page, selection::Selection};

/// Shows a picture: of the figure that the selection is in, else of the first on the screen, else of the next one below
/// or the last above.
pub(super) fn show(page: &Page, selection: Option<&Selection>, shared: &mut Shared) {
    let article = page.article();
    let (mut parts, mut links) = (Vec::new(), Vec::new());
    for (index, block) in (0..).zip(&article.blocks) {
        let BlockKind::Figure { images } = &block.kind else { continue };
        for image in images {
            let description = if image.alt.trim().is_empty() { &block.text } else { &image.alt };
            parts.push(Part::Body(index));
            links.push(PictureLink {
                address: web_address(&image.src),
                description: shared.line(description, article.lang.as_deref(), Some(page.rendition().script())),
            });
        }
    }
    if links.is_empty() {
        return shared.messages.error("This article has no picture.");
    }
    let visible: Vec<Part> = page.visible().map(|line| line.part).collect();
    let of = |part: Part| parts.iter().position(|other| *other == part);
    let top = visible.first().copied().unwrap_or(Part::Title);
    let index = selection
        .and_then(|selection| of(selection.word.part))
        .or_else(|| visible.iter().copied().find_map(of))
        .or_else(|| parts.iter().position(|part| *part > top))
        .unwrap_or(links.len() - 1);
    pictures::open(PictureView::new(links, index), shared);
}
