//! The way from the mark of a note to its text and back.

use crate::{
    article::{Article, BlockKind, SpanKind},
    text::{Part, Place},
};

use super::{
    page::Page,
    selection::Selection,
    spans::{place_of_shown, spans_in},
};

/// The mark from which a note was gone to last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NoteTrail(Option<(Part, Place)>);

impl NoteTrail {
    /// Goes to the note with a label, from its mark at a place. Returns the selection there and a message.
    pub(super) fn go_to_note(&mut self, label: &str, mark: Place, page: &mut Page) -> (Option<Selection>, String) {
        let Some(note) = note_part(page.article(), label) else {
            return (None, format!("The article has no text for note {label}."));
        };
        self.0 = Some((note, mark));
        let place = Place::start_of(note);
        page.reveal(place);
        (Selection::from_place(page, place), format!("Note {label}. gn goes back to its mark."))
    }

    /// Goes from the note that is selected to its mark, else to the note of the selected mark, else to that of the first
    /// mark on the screen.
    pub(super) fn step(&mut self, selection: Option<&Selection>, page: &mut Page) -> (Option<Selection>, String) {
        let selected = selection.map(|selection| selection.word.start());
        if let Some(label) = selected.and_then(|place| label_of(page.article(), place.part)) {
            return self.go_to_mark(&label, page);
        }
        let Some((label, mark)) = selected.and_then(|place| mark_at(page, place)).or_else(|| first_mark(page)) else {
            // The reader has come to the notes otherwise.
            let visible = page.visible().map(|line| line.part).collect::<Vec<_>>();
            return match visible.into_iter().find_map(|part| label_of(page.article(), part)) {
                Some(label) => self.go_to_mark(&label, page),
                None => (None, "There is no mark of a note on the screen.".to_owned()),
            };
        };
        self.go_to_note(&label, mark, page)
    }

    fn go_to_mark(&mut self, label: &str, page: &mut Page) -> (Option<Selection>, String) {
        let note = note_part(page.article(), label);
        let known = self.0.take().filter(|(part, _)| Some(*part) == note).map(|(_, mark)| mark);
        let Some(mark) = known.or_else(|| mark_of(page.article(), label)) else {
            return (None, format!("The article has no mark of note {label}."));
        };
        page.reveal(mark);
        (Selection::from_place(page, mark), format!("The mark of note {label}. gn goes to the note."))
    }
}

/// The part with the text of a note.
fn note_part(article: &Article, label: &str) -> Option<Part> {
    let is_note = |kind: &BlockKind| matches!(kind, BlockKind::Note { label: other } if other == label);
    article.blocks.iter().position(|block| is_note(&block.kind)).map(|index| Part::Body(index as u32))
}

/// The label of the note whose text a part is.
fn label_of(article: &Article, part: Part) -> Option<String> {
    let Part::Body(index) = part else { return None };
    match &article.blocks.get(index as usize)?.kind {
        BlockKind::Note { label } => Some(label.clone()),
        _ => None,
    }
}

/// The first mark of a note in the article.
fn mark_of(article: &Article, label: &str) -> Option<Place> {
    (0..).zip(&article.blocks).find_map(|(index, block)| {
        let is_mark = |kind: &SpanKind| matches!(kind, SpanKind::Note { note } if note == label);
        let span = block.spans.iter().find(|span| is_mark(&span.kind))?;
        Some(Place { part: Part::Body(index), offset: span.start })
    })
}

/// The label and the place of the mark that a place is in.
fn mark_at(page: &Page, place: Place) -> Option<(String, Place)> {
    let Part::Body(index) = place.part else { return None };
    page.article().blocks.get(index as usize)?.spans.iter().find_map(|span| match &span.kind {
        SpanKind::Note { note } if span.range().contains(&place.offset) => {
            Some((note.clone(), Place { offset: span.start, ..place }))
        }
        _ => None,
    })
}

/// The label and the place of the first mark on the screen.
fn first_mark(page: &Page) -> Option<(String, Place)> {
    page.visible().find_map(|line| {
        spans_in(page, line.part, &line.ink).find_map(|(range, kind)| match kind {
            SpanKind::Note { note } => Some((note.clone(), place_of_shown(page, line.part, range.start))),
            _ => None,
        })
    })
}
