//! Pictures and media among the units: one that stands within a line comes after it, and the twin of a picture that is
//! there for readers without scripts is the same picture.

use super::{
    media,
    pictures::{self, ImageRole},
    unit::{Content, PagePicture, PageUnit, UnitKind},
};
use crate::format::html::tree::{HtmlTag, NodeId, Tree};

/// The place at which an image or a medium stands.
pub(super) struct Spot {
    /// Its box.
    pub(super) node: NodeId,
    pub(super) id: NodeId,
    pub(super) link: Option<NodeId>,
    pub(super) quoted: u8,
    /// True if there is text of the same unit before it.
    pub(super) is_within: bool,
}

/// Images and media that wait for the end of their line.
#[derive(Debug, Default)]
pub(super) struct Embeds {
    after: Vec<PageUnit>,
    /// The pieces of text before the last image, and true if that stood in `<noscript>`.
    last_image: Option<(usize, bool)>,
    /// Pieces of text so far.
    pieces: usize,
}

impl Embeds {
    /// Counts a piece of text, behind which no image is the twin of one before it.
    pub(super) fn count_text(&mut self) {
        self.pieces += 1;
    }

    /// Adds those that wait.
    pub(super) fn append_to(&mut self, units: &mut Vec<PageUnit>) {
        units.append(&mut self.after);
    }

    /// Adds an image, or gives its words where it is a word of the sentence.
    pub(super) fn image(&mut self, tree: &Tree<'_>, units: &mut Vec<PageUnit>, spot: &Spot) -> Option<String> {
        match pictures::role(tree, spot.id) {
            ImageRole::Words(words) => return Some(words),
            ImageRole::Picture(picture) => self.picture(units, spot, picture, false),
            ImageRole::Nothing => {}
        }
        None
    }

    /// Adds the pictures of `<noscript>`, which stand there for readers without scripts.
    pub(super) fn twins(&mut self, tree: &Tree<'_>, units: &mut Vec<PageUnit>, spot: &Spot) {
        for id in (spot.id..tree.node(spot.id).end).filter(|id| tree.node(*id).tag == HtmlTag::Img) {
            if let ImageRole::Picture(picture) = pictures::role(tree, id)
                && !picture.address.is_empty()
            {
                self.picture(units, &Spot { id, ..*spot }, picture, true);
            }
        }
    }

    /// Adds a medium, if there is something to open.
    pub(super) fn medium(&mut self, tree: &Tree<'_>, units: &mut Vec<PageUnit>, spot: &Spot) {
        let Some(medium) = media::medium(tree, spot.id) else { return };
        let unit = PageUnit::empty(UnitKind::Media(medium.kind), spot.node, spot.id).with_text(medium.title);
        self.add(units, spot, PageUnit { content: Content::Address(medium.address), ..unit });
    }

    /// Adds a picture; `in_noscript` tells on which side of a pair of twins it stands.
    fn picture(&mut self, units: &mut Vec<PageUnit>, spot: &Spot, picture: PagePicture, in_noscript: bool) {
        let last = self.last_image.replace((self.pieces, in_noscript));
        if last == Some((self.pieces, !in_noscript))
            && let Some(before) = self.after.last_mut().or_else(|| units.last_mut())
            && let Content::Pictures(pictures) = &mut before.content
            && let Some(twin) = pictures.last_mut()
            && (twin.alt.is_empty() || picture.alt.is_empty() || twin.alt == picture.alt)
        {
            if twin.address.is_empty() || twin.address == "data:" {
                twin.address = picture.address;
            }
            if twin.alt.is_empty() && !picture.alt.is_empty() {
                twin.alt.clone_from(&picture.alt);
                let unit = std::mem::replace(before, PageUnit::empty(UnitKind::Image, 0, 0));
                *before = unit.with_text(picture.alt);
            }
            // A third one is another picture.
            self.last_image = None;
            return;
        }
        let unit = PageUnit::empty(UnitKind::Image, spot.node, spot.id).with_text(picture.alt.clone());
        let linked = if spot.link.is_some() { unit.chars } else { 0 };
        let content = Content::Pictures(vec![picture]);
        self.add(units, spot, PageUnit { linked, content, ..unit });
    }

    fn add(&mut self, units: &mut Vec<PageUnit>, spot: &Spot, unit: PageUnit) {
        let unit = PageUnit { quoted: spot.quoted, link: spot.link, ..unit };
        if spot.is_within || !self.after.is_empty() {
            self.after.push(unit);
        } else {
            units.push(unit);
        }
    }
}
