//! The reader's search: what is sought, where it stands, the word one points at.

use std::sync::Arc;

use super::Reader;
use crate::{
    app::search::{Find, Sought, Target},
    script::rendition::Rendition,
    search::words::first_word,
};

impl Reader {
    /// Begins a search; it ends with `accept_find` or `cancel_find`.
    pub fn begin_find(&mut self, backward: bool) {
        let place = self.place();
        self.earlier = self.find.replace(Find::new(Arc::clone(&self.article), place, backward));
    }

    /// Searches for what has been typed so far.
    pub fn find(&mut self, sought: Sought) {
        let shown = self.other_words();
        let Some(find) = &mut self.find else { return };
        find.search(sought, shown);
        self.show_current();
    }

    /// Searches for the same by better means; one stays where one is.
    pub fn find_again(&mut self, sought: Sought) {
        let shown = self.other_words();
        let Some(find) = &mut self.find else { return };
        let before = find.current();
        find.search_again(sought, shown);
        if find.current() != before {
            self.show_current();
        }
    }

    /// What is shown is another text now: a word may be there that was not, or no longer.
    pub fn find_in_shown(&mut self) {
        let shown = self.other_words();
        if let Some(find) = self.find.as_mut().filter(|find| shown.is_some() || find.searches_shown()) {
            find.search_shown(shown);
        }
    }

    /// What is shown, if there may be other words in it than are stored.
    fn other_words(&self) -> Option<Rendition> {
        let rendition = self.rendition();
        rendition.changes_words().then(|| rendition.clone())
    }

    /// What is being searched for.
    pub fn sought(&self) -> Option<&Sought> {
        self.find.as_ref().map(Find::sought)
    }

    /// Why it cannot be searched for.
    pub fn find_error(&self) -> Option<String> {
        self.find.as_ref().and_then(Find::error)
    }

    /// The word one points at: the first of the line at the top of the screen that says something, or of those after
    /// it.
    pub fn word_here(&self) -> Option<String> {
        self.visible().find_map(|line| {
            let source = self.layout.rendition().shown(line.part)?.map.source_range(line.range.clone());
            let text = self.article.text(line.part);
            let word = first_word(text.get(source)?)?;
            Some(word.to_owned())
        })
    }

    /// The word one points at, or what is marked of one part.
    pub fn pointed_word(&self) -> Option<String> {
        let passage = self.caret()?.passage();
        let text = self.article.text(passage.start.part);
        let end = if passage.end.part == passage.start.part { passage.end.offset } else { text.len() };
        let word = text.get(passage.start.offset..end)?.trim();
        (!word.is_empty()).then(|| word.to_owned())
    }

    /// Lights what was found in the library and goes to where it stands, or to the last place where it does.
    pub fn find_target(&mut self, target: Target) {
        let find = Find::new(Arc::clone(&self.article), target.place, false);
        self.find = Some(if target.last { find.at_the_last() } else { find });
        let mut words = target.words.into_iter();
        let text = words.next().unwrap_or_default();
        let (more, others) = (words.collect(), target.others);
        self.find(Sought { text, more, others, is_given: true, ..Sought::default() });
    }

    /// Whether there is no further match in a direction.
    pub fn at_last_match(&self, forward: bool) -> bool {
        self.find.as_ref().is_none_or(|find| find.is_at_end(forward))
    }

    /// Keeps the matches lit. Where nothing was typed, the search before goes on. Returns what there is to say.
    pub fn accept_find(&mut self) -> Option<String> {
        let find = self.find.as_mut()?;
        let Some(message) = find.complaint() else {
            self.earlier = None;
            return None;
        };
        let backward = find.text().is_empty().then_some(find.is_backward());
        if find.is_asked() {
            // What is not there is still what is searched for.
            find.put_out();
            (self.anchor, self.earlier) = (find.origin(), None);
            self.find_anchor();
            return Some(message);
        }
        self.cancel_find();
        match (backward, &mut self.find) {
            (Some(backward), Some(find)) => {
                find.turn(backward);
                self.next_match(true)
            }
            (Some(_), None) => None,
            (None, _) => Some(message),
        }
    }

    /// Back to where the search began, and to the search before.
    pub fn cancel_find(&mut self) {
        if let Some(find) = std::mem::replace(&mut self.find, self.earlier.take()) {
            self.anchor = find.origin();
            self.find_anchor();
        }
    }

    /// Puts the lights out; returns whether any were lit.
    pub fn forget_find(&mut self) -> bool {
        self.find.as_mut().is_some_and(Find::put_out)
    }

    /// To the next or previous match. Returns what there is to say.
    pub fn next_match(&mut self, onward: bool) -> Option<String> {
        let Some(find) = &mut self.find else { return Some("nothing is searched for; / searches".to_owned()) };
        let message = find.step(onward);
        self.show_current();
        message
    }

    /// To the next match in a direction, if the one that one is at can be seen, and in that direction from now on. Returns
    /// what is searched for and what there is to say.
    pub fn on_from_match(&mut self, backward: bool) -> Option<(String, Option<String>)> {
        let place = self.find.as_ref().filter(|find| find.is_lit())?.current()?;
        if !self.is_visible(self.layout.line_of(place)) {
            return None;
        }
        let find = self.find.as_mut()?;
        find.turn(backward);
        let text = find.text().to_owned();
        Some((text, self.next_match(true)))
    }

    pub(crate) fn show_current(&mut self) {
        let Some(find) = &self.find else { return };
        if let Some(place) = find.current() {
            self.reveal(place);
        } else {
            self.anchor = find.origin();
            self.find_anchor();
        }
    }
}
