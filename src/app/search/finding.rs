//! Searching in the article: the prompt's mode and history, and the word that is under the line's cursor.

use super::sought::Sought;
use crate::app::{
    App, Effect,
    article::reader::Reader,
    input::{Asking, History, Kept, Prompt},
};
use crate::{
    script::{conversion::convert_line, words::regional::regional},
    search::matching::Mode,
    text::fold::units,
};

/// What searches have in common from one to the next.
#[derive(Debug, Default)]
pub struct Finding {
    mode: Mode,
    searches: History,
    filters: History,
    /// Which histories have been asked for, and which have come.
    asked: Vec<Kept>,
    loaded: Vec<Kept>,
    /// How often one has gone back in one that has not come yet.
    turns: usize,
}

impl Finding {
    fn history(&mut self, kept: Kept) -> &mut History {
        match kept {
            Kept::Searches => &mut self.searches,
            Kept::Filters => &mut self.filters,
        }
    }
}

impl App {
    /// How literally the next search takes its words, or that which is typed.
    #[must_use]
    pub fn find_mode(&self) -> Mode {
        let typed = self.prompt.as_ref().filter(|prompt| prompt.asking().finds());
        typed.map_or(self.finding.mode, |prompt| self.finding.mode.of(prompt.text()))
    }

    /// What is searched for when this is typed.
    fn sought(&self, text: &str) -> Sought {
        let mode = self.finding.mode;
        let others = match mode {
            Mode::ScriptBlind | Mode::Whole => regional(text),
            Mode::Pinyin | Mode::Exact | Mode::Regex => Vec::new(),
        };
        Sought { text: text.to_owned(), mode, others, ..Sought::default() }
    }

    /// Searches for what has been typed so far.
    pub(in crate::app) fn find_typed(&mut self, text: &str) {
        let sought = self.sought(text);
        if let Some(reader) = &mut self.reader {
            reader.find(sought);
            let complaint = reader.find_error();
            self.messages.clear();
            self.messages.complain(complaint);
        }
    }

    /// Takes the words being typed in the next mode.
    pub(in crate::app) fn next_find_mode(&mut self) {
        // Sounds that are asked for with a ' are the same in more than one.
        let typed = self.prompt.as_ref().map(|prompt| prompt.text().to_owned()).unwrap_or_default();
        let before = self.finding.mode.of(&typed);
        let mode = self.finding.mode;
        let others = std::iter::successors(Some(mode.next()), |mode| Some(mode.next())).take(Mode::ALL.len());
        self.finding.mode = others.into_iter().find(|mode| mode.of(&typed) != before).unwrap_or(mode);
        self.messages.clear();
        if let Some(text) = self.prompt.as_ref().map(|prompt| prompt.text().to_owned()) {
            self.find_typed(&text);
        }
    }

    /// Searches for the word that one points at: the passage that is marked, else the match one is at, else the first word
    /// on the screen.
    pub(in crate::app) fn find_word(&mut self, backward: bool) {
        let pointed = self.reader.as_ref().and_then(Reader::pointed_word);
        // What was marked is lit from now on.
        if let Some(reader) = self.reader.as_mut().filter(|reader| reader.is_marking()) {
            reader.forget_caret();
        }
        if pointed.is_none()
            && let Some((word, message)) = self.reader.as_mut().and_then(|reader| reader.on_from_match(backward))
        {
            let told = message.unwrap_or_else(|| self.as_shown(&word));
            self.say(told);
            return;
        }
        let first = || self.reader.as_ref().and_then(Reader::word_here);
        let Some(word) = pointed.or_else(first) else {
            self.fail("there is no word here to search for");
            return;
        };
        if self.finding.mode == Mode::Regex || self.finding.mode == Mode::Pinyin {
            self.finding.mode = Mode::default();
        }
        self.remember(Kept::Searches, &word);
        let sought = self.sought(&word);
        if let Some(reader) = &mut self.reader {
            reader.begin_find(backward);
            reader.find(sought);
            let told = reader.accept_find().unwrap_or_else(|| self.as_shown(&word));
            self.say(told);
        }
    }

    /// A word of the article as it is shown.
    fn as_shown(&self, word: &str) -> String {
        let Some(reader) = &self.reader else { return word.to_owned() };
        let (language, wording) = (reader.language(), self.settings.wording);
        convert_line(&self.converters, word, language, reader.script(), wording).to_string()
    }

    /// Asks for the lines typed before, at the first need.
    pub(in crate::app) fn load_history(&mut self, kept: Kept) {
        self.finding.turns = 0;
        if !self.finding.asked.contains(&kept) {
            self.finding.asked.push(kept);
            self.effects.push(Effect::LoadHistory { kept });
        }
    }

    /// The lines typed before have come. Who pressed the key before they had finds the line all the same.
    pub(in crate::app) fn history_loaded(&mut self, kept: Kept, lines: Vec<String>) {
        self.finding.history(kept).load(lines);
        self.finding.loaded.push(kept);
        let waits = self.prompt.as_ref().and_then(|prompt| prompt.asking().kept()) == Some(kept);
        let turns = std::mem::take(&mut self.finding.turns);
        for _ in (0..turns).filter(|_| waits) {
            self.turn_history(true);
        }
    }

    /// Remembers a line, now and between runs.
    pub(in crate::app) fn remember(&mut self, kept: Kept, line: &str) {
        // A line of nothing but marks looks like none.
        if units(line).next().is_some() && self.finding.history(kept).add(line) {
            self.effects.push(Effect::KeepLine { kept, line: line.to_owned() });
        }
    }

    /// Puts an older or newer line into the prompt. Returns whether the prompt has a history.
    pub(in crate::app) fn turn_history(&mut self, older: bool) -> bool {
        let Some(kept) = self.prompt.as_ref().and_then(|prompt| prompt.asking().kept()) else { return false };
        let typed = self.prompt.as_ref().map(|prompt| prompt.text().to_owned()).unwrap_or_default();
        if let Some(line) = self.finding.history(kept).turn(older, &typed)
            && let Some(prompt) = &mut self.prompt
        {
            prompt.replace(&line);
            self.typed();
        } else if !self.finding.loaded.contains(&kept) {
            let turns = self.finding.turns;
            self.finding.turns = if older { turns + 1 } else { turns.saturating_sub(1) };
        }
        true
    }

    /// What was typed is no longer a line of the history.
    pub(in crate::app) fn forget_turn(&mut self) {
        self.finding.turns = 0;
        if let Some(kept) = self.prompt.as_ref().map(Prompt::asking).and_then(Asking::kept) {
            self.finding.history(kept).forget_turn();
        }
    }
}
