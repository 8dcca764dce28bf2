//! A picture of the article over the screen: fetched, drawn, and shown, or the reason why not. What it costs on a slow line
//! is told before it is drawn there.

use std::sync::Arc;

use crate::{
    app::commands::{Action, LinkUse},
    picture::{Drawing, Picture},
    text::safe::Safe,
};

/// Bytes up to which a picture is drawn on a slow line without a question.
const MAX_UNASKED_BYTES: usize = 4096;

/// A picture of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PictureLink {
    /// Its address on the web; none if it has no such address.
    pub(crate) address: Option<String>,
    /// Its description or caption as it is shown; empty if there is none.
    pub(crate) description: Safe,
}

/// The state of the picture that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PictureState {
    Fetching,
    Drawing,
    /// Waiting for a key, because the drawing takes so many seconds on the line.
    Costly(Arc<Drawing>, u64),
    Shown(Arc<Drawing>),
    /// No picture; a sentence says why.
    Failed(String),
}

/// The result of an action on the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PictureOutcome {
    /// A view that stays open.
    Open,
    /// The picture is closed.
    Closed,
    /// Another picture is to be fetched, or the same again.
    Fetch,
    /// A use of its address.
    Address(String, LinkUse),
    /// A message is to be shown.
    Message(&'static str),
}

/// The picture over the screen, and the others of its article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PictureView {
    links: Vec<PictureLink>,
    index: usize,
    /// The picture as it was fetched, and the bytes of its file.
    fetched: Option<(Arc<Picture>, usize)>,
    state: PictureState,
}

impl PictureView {
    /// A view of the picture at `index`, which is still to be fetched.
    pub(in crate::app) fn new(links: Vec<PictureLink>, index: usize) -> PictureView {
        PictureView { links, index, fetched: None, state: PictureState::Fetching }
    }

    /// Takes an action.
    pub(in crate::app) fn update(&mut self, action: Action) -> PictureOutcome {
        match action {
            Action::Back => return PictureOutcome::Closed,
            Action::Picture(by) => return self.turn(by),
            Action::Open => match &self.state {
                PictureState::Costly(drawing, _) => self.state = PictureState::Shown(Arc::clone(drawing)),
                PictureState::Failed(_) if self.link().address.is_some() => return self.restart(),
                _ => {}
            },
            Action::OpenLink | Action::Copy(_) => {
                let purpose = if action == Action::OpenLink { LinkUse::Open } else { LinkUse::Copy };
                let none = PictureOutcome::Message("This picture has no address on the web.");
                return self.link().address.clone().map_or(none, |address| PictureOutcome::Address(address, purpose));
            }
            _ => {}
        }
        PictureOutcome::Open
    }

    /// Goes to another picture of the article.
    fn turn(&mut self, by: i32) -> PictureOutcome {
        let index = self.index.saturating_add_signed(by as isize).min(self.links.len().saturating_sub(1));
        if index == self.index {
            let last = if by > 0 { "This is the last picture of the article." } else { "This is the first picture." };
            return PictureOutcome::Message(last);
        }
        self.index = index;
        self.restart()
    }

    fn restart(&mut self) -> PictureOutcome {
        (self.fetched, self.state) = (None, PictureState::Fetching);
        PictureOutcome::Fetch
    }

    /// Takes the picture, which is to be drawn next.
    pub(in crate::app) fn take_picture(&mut self, picture: Arc<Picture>, bytes: usize) {
        (self.fetched, self.state) = (Some((picture, bytes)), PictureState::Drawing);
    }

    /// Takes the drawing. On a line of so many bytes a second a large one waits for a key, unless one like it was shown.
    pub(in crate::app) fn take_drawing(&mut self, drawing: Arc<Drawing>, was_shown: bool) {
        let seconds =
            drawing.surface.means.slow_line.map(|speed| (drawing.bytes as u64).div_ceil(u64::from(speed.max(1))));
        self.state = match seconds {
            Some(seconds) if !was_shown && drawing.bytes > MAX_UNASKED_BYTES => PictureState::Costly(drawing, seconds),
            _ => PictureState::Shown(drawing),
        };
    }

    /// Takes the reason why there is nothing to show.
    pub(in crate::app) fn fail(&mut self, reason: String) {
        let end = if reason.ends_with('.') { "" } else { "." };
        self.state = PictureState::Failed(reason + end);
    }

    /// The picture as it was fetched.
    pub(in crate::app) fn fetched(&self) -> Option<&Arc<Picture>> {
        self.fetched.as_ref().map(|(picture, _)| picture)
    }

    /// The picture's address and description.
    pub(crate) fn link(&self) -> &PictureLink {
        // There is always one: a view is opened on one of its pictures.
        &self.links[self.index]
    }

    /// The drawing, while it is shown.
    pub(crate) fn drawing(&self) -> Option<&Arc<Drawing>> {
        if let PictureState::Shown(drawing) = &self.state { Some(drawing) } else { None }
    }

    /// Its number among those of the article, and their number.
    pub(crate) fn position(&self) -> (usize, usize) {
        (self.index + 1, self.links.len())
    }

    /// Its size in pixels and bytes, in a few words; empty before it is fetched.
    pub(crate) fn facts(&self) -> String {
        let Some((picture, bytes)) = &self.fetched else { return String::new() };
        let (width, height) = picture.size;
        let cut = if picture.is_cut { ", breaks off" } else { "" };
        format!("{width} × {height}, {} kB{cut}", bytes.div_ceil(1000))
    }

    /// The sentences for the place of the picture, while there is none.
    pub(crate) fn notice(&self) -> Option<String> {
        match &self.state {
            PictureState::Fetching => Some("The picture is being fetched. q stops it.".to_owned()),
            PictureState::Drawing => Some("The picture is being drawn.".to_owned()),
            PictureState::Costly(drawing, seconds) => Some(format!(
                "The picture takes {} kB, about {seconds} s on this line. Enter draws it, q closes it.",
                drawing.bytes.div_ceil(1000)
            )),
            PictureState::Failed(reason) if self.link().address.is_some() => {
                Some(format!("{reason} Enter tries again, o opens its address, q closes this."))
            }
            PictureState::Failed(reason) => Some(format!("{reason} q closes this.")),
            PictureState::Shown(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::commands::CopyUnit,
        picture::{DrawingContent, Means, Surface},
    };

    fn view(count: usize) -> PictureView {
        let link = |n: usize| PictureLink {
            address: (n > 0).then(|| format!("https://news.example/{n}.jpg")),
            description: Safe::line("港口"),
        };
        PictureView::new((0..count).map(link).collect(), count / 2)
    }

    fn drawing(bytes: usize, slow_line: Option<u32>) -> Arc<Drawing> {
        let surface = Surface { means: Means { slow_line, ..Means::default() }, ..Surface::default() };
        Arc::new(Drawing { surface, columns: 1, rows: 1, bytes, content: DrawingContent::Cells(Vec::new()) })
    }

    #[test]
    fn other_pictures_are_fetched_as_far_as_there_are_any() {
        let mut view = view(3);
        assert_eq!(view.position(), (2, 3));
        assert_eq!(view.update(Action::Picture(1)), PictureOutcome::Fetch);
        assert!(matches!(view.update(Action::Picture(1)), PictureOutcome::Message(_)));
        assert_eq!(view.update(Action::Picture(-1)), PictureOutcome::Fetch);
        assert_eq!(
            view.update(Action::OpenLink),
            PictureOutcome::Address("https://news.example/1.jpg".into(), LinkUse::Open)
        );
        assert_eq!(view.update(Action::Picture(-1)), PictureOutcome::Fetch);
        // The first has no address: it is in a book.
        assert!(matches!(view.update(Action::Copy(CopyUnit::Link)), PictureOutcome::Message(_)));
        view.fail("It is gone.".to_owned());
        assert_eq!(view.update(Action::Open), PictureOutcome::Open);
        assert_eq!(view.update(Action::Back), PictureOutcome::Closed);
    }

    #[test]
    fn the_cost_is_told_first_on_a_slow_line_only() {
        let mut view = view(2);
        view.take_drawing(drawing(40_000, None), false);
        assert!(view.drawing().is_some());
        view.take_drawing(drawing(4000, Some(960)), false);
        assert!(view.drawing().is_some());
        view.take_drawing(drawing(40_000, Some(960)), false);
        assert!(view.drawing().is_none() && view.notice().unwrap().contains("40 kB, about 42 s"));
        view.update(Action::Open);
        assert!(view.drawing().is_some() && view.notice().is_none());
        // Another size of the window is no other question.
        view.take_drawing(drawing(50_000, Some(960)), true);
        assert!(view.drawing().is_some());
    }

    #[test]
    fn a_failure_can_be_tried_again() {
        let mut view = view(2);
        view.fail("The picture is damaged.".to_owned());
        assert!(view.notice().unwrap().starts_with("The picture is damaged. Enter tries again"));
        assert_eq!(view.update(Action::Open), PictureOutcome::Fetch);
        assert_eq!(&view.state, &PictureState::Fetching);
    }
}
