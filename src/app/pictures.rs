//! The picture over the screen, between its keys, its requests and their answers.

use std::sync::Arc;

use super::{
    article::use_address,
    effect::Effect,
    overlays::{PictureOutcome, PictureView},
    report::Report,
    shared::Shared,
    shared::requests::RequestKind,
};
use crate::{
    picture::{Drawing, Picture, Surface},
    text::width::Ambiguous,
};

/// Opens a picture and requests it.
pub(in crate::app) fn open(view: PictureView, shared: &mut Shared) {
    shared.overlays.open(view);
    fetch(shared);
}

/// Takes the result of an action on the picture.
pub(in crate::app) fn updated(outcome: PictureOutcome, shared: &mut Shared) {
    match outcome {
        PictureOutcome::Open => {}
        PictureOutcome::Closed => {
            shared.overlays.close_picture();
            shared.requests.cancel(RequestKind::Picture);
            shared.messages.end_progress(RequestKind::Picture);
        }
        PictureOutcome::Fetch => fetch(shared),
        PictureOutcome::Address(address, purpose) => use_address(&address, purpose, shared),
        PictureOutcome::Message(text) => shared.messages.info(text),
    }
}

/// Requests the picture that is to be shown, in place of another.
fn fetch(shared: &mut Shared) {
    shared.messages.end_progress(RequestKind::Picture);
    let Some(view) = shared.overlays.picture_mut() else { return };
    let Some(address) = view.link().address.clone() else {
        view.fail("This picture has no address on the web, and kanbao fetches pictures from the web only.".to_owned());
        return shared.requests.cancel(RequestKind::Picture);
    };
    let allow_private = shared.settings.allow_private;
    shared.requests.restart(RequestKind::Picture, |ticket| Effect::FetchPicture { ticket, address, allow_private });
}

/// Takes the answer to a request.
pub(in crate::app) fn answered(report: Report, shared: &mut Shared) {
    match report {
        Report::Picture(picture, bytes) => fetched(picture, bytes, shared),
        Report::PictureDrawn(drawing) => drawn(drawing, shared),
        _ => {}
    }
}

/// Takes the picture, and requests its drawing.
fn fetched(picture: Arc<Picture>, bytes: usize, shared: &mut Shared) {
    let Some(view) = shared.overlays.picture_mut() else { return };
    view.take_picture(Arc::clone(&picture), bytes);
    draw(picture, shared);
}

/// Requests a drawing for another size of the screen.
pub(in crate::app) fn redraw(shared: &mut Shared) {
    let picture = shared.overlays.picture().and_then(PictureView::fetched).cloned();
    if let Some(picture) = picture {
        draw(picture, shared);
    }
}

fn draw(picture: Arc<Picture>, shared: &mut Shared) {
    let wide_blocks = shared.settings.ambiguous() == Ambiguous::Wide;
    let surface = Surface { columns: shared.size.0, rows: shared.rows(), wide_blocks, means: shared.picture_means };
    shared.requests.restart(RequestKind::Picture, |ticket| Effect::DrawPicture { ticket, picture, surface });
}

/// Takes the drawing of a picture.
fn drawn(drawing: Arc<Drawing>, shared: &mut Shared) {
    if let Some(view) = shared.overlays.picture_mut() {
        let was_shown = view.drawing().is_some();
        view.take_drawing(drawing, was_shown);
    }
}

/// Takes the reason why there is no picture.
pub(in crate::app) fn failed(reason: String, shared: &mut Shared) {
    if let Some(view) = shared.overlays.picture_mut() {
        view.fail(reason);
    }
}
