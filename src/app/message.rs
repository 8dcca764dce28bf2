//! What there is to say to the person: messages with a level, and how far long work is. What weighs more is shown first,
//! and what must not be missed stays until a key has been pressed after it.

use std::collections::VecDeque;

use super::{App, requests::Want};

/// Errors and warnings that wait to be read, at most. The oldest stay: what comes after them mostly follows from them.
const MAX_ALERTS: usize = 8;

/// How much a message matters. A message never covers one of a higher level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// How far something is, or what a key did. The next key takes it away, and so does the next such message.
    Info,
    /// Something is not as the person will expect, and the program goes on. Stays until a key.
    Warning,
    /// Something was not done. Stays until a key.
    Error,
}

/// A sentence for the person, with its level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    level: Level,
    text: String,
}

impl Message {
    /// What was done.
    #[must_use]
    pub fn info(text: impl Into<String>) -> Message {
        Message { level: Level::Info, text: text.into() }
    }

    /// What is not as expected, and what to do about it.
    #[must_use]
    pub fn warning(text: impl Into<String>) -> Message {
        Message { level: Level::Warning, text: text.into() }
    }

    /// What went wrong, and what to do about it.
    #[must_use]
    pub fn error(text: impl Into<String>) -> Message {
        Message { level: Level::Error, text: text.into() }
    }

    /// How much it matters.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// The sentence.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// All that there is to say. Shown is one thing: the first error, else the first warning, else what is wrong with the
/// line being typed, else the last other message, else how far the last long work is.
#[derive(Debug, Default)]
pub(super) struct Messages {
    /// Errors and warnings, oldest first, that no key has acknowledged.
    alerts: VecDeque<Message>,
    /// What is wrong with the line being typed, or with the row under the cursor; it goes as soon as that is right.
    complaint: Option<Message>,
    info: Option<Message>,
    /// How far long work is, the last to report at the end.
    progress: Vec<(Want, Message)>,
    /// Whether a key was pressed since work reported last.
    progress_seen: bool,
}

impl Messages {
    /// Takes a message. A level below that of what is shown waits behind it.
    pub(super) fn say(&mut self, message: Message) {
        if message.level == Level::Info {
            self.info = Some(message);
        } else if self.alerts.len() < MAX_ALERTS && !self.alerts.contains(&message) {
            self.alerts.push_back(message);
        }
    }

    /// Says what is wrong with the line being typed, or that nothing is.
    pub(super) fn complain(&mut self, complaint: Option<String>) {
        self.complaint = complaint.map(Message::error);
    }

    /// Says how far something is. Never covers anything but another such sentence.
    pub(super) fn report(&mut self, want: Want, sentence: String) {
        self.ended(want);
        self.progress.push((want, Message::info(sentence)));
        self.progress_seen = false;
    }

    /// Forgets how far something is that has ended.
    pub(super) fn ended(&mut self, want: Want) {
        self.progress.retain(|(of, _)| *of != want);
    }

    /// How far the last of some kinds of work is, also after a key.
    pub(super) fn progress_of(&self, is_meant: impl Fn(Want) -> bool) -> Option<&str> {
        self.progress.iter().rfind(|(want, _)| is_meant(*want)).map(|(_, message)| message.text())
    }

    /// What is shown.
    pub(super) fn shown(&self) -> Option<&Message> {
        let alert = self.shown_alert().and_then(|at| self.alerts.get(at));
        let progress = self.progress.last().map(|(_, message)| message).filter(|_| !self.progress_seen);
        alert.or(self.complaint.as_ref()).or(self.info.as_ref()).or(progress)
    }

    /// A key was pressed, so the person has seen what is shown. What was hidden behind an alert is shown next.
    pub(super) fn acknowledge(&mut self) {
        if !self.acknowledge_alert() {
            self.clear();
        }
    }

    /// A key was pressed in a line being typed: an alert is taken away, and what there is to say of the line stays.
    pub(super) fn acknowledge_alert(&mut self) -> bool {
        let shown = self.shown_alert();
        shown.and_then(|at| self.alerts.remove(at)).is_some()
    }

    /// Takes away what is not an alert: it belongs to something that is no longer on the screen.
    pub(super) fn clear(&mut self) {
        self.complaint = None;
        self.info = None;
        self.progress_seen = true;
    }

    fn shown_alert(&self) -> Option<usize> {
        let first = |level| self.alerts.iter().position(|message| message.level == level);
        first(Level::Error).or_else(|| first(Level::Warning))
    }
}

impl App {
    /// What there is to say, in one sentence.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.messages.shown().map(Message::text)
    }

    /// How much that matters.
    #[must_use]
    pub fn message_level(&self) -> Option<Level> {
        self.messages.shown().map(Message::level)
    }

    /// Takes a message that comes from outside the app: of the configuration, of the library as it was opened.
    pub fn notify(&mut self, message: Message) {
        self.messages.say(message);
    }

    /// Says what was done.
    pub(super) fn say(&mut self, sentence: impl Into<String>) {
        self.messages.say(Message::info(sentence));
    }

    /// Says what could not be done.
    pub(super) fn fail(&mut self, sentence: impl Into<String>) {
        self.messages.say(Message::error(sentence));
    }

    /// Says what came of a key, if there is anything to say.
    pub(super) fn answer(&mut self, sentence: Option<String>) {
        self.messages.clear();
        if let Some(sentence) = sentence {
            self.say(sentence);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(messages: &Messages) -> Option<(Level, &str)> {
        messages.shown().map(|message| (message.level(), message.text()))
    }

    #[test]
    fn an_error_is_covered_by_nothing_and_goes_with_a_key() {
        let mut messages = Messages::default();
        messages.say(Message::warning("careful"));
        messages.say(Message::error("failed"));
        messages.report(Want::Tables, "loading".to_owned());
        messages.say(Message::info("starred"));
        messages.say(Message::error("failed too"));
        messages.clear();
        assert_eq!(shown(&messages), Some((Level::Error, "failed")));
        messages.acknowledge();
        assert_eq!(shown(&messages), Some((Level::Error, "failed too")));
        messages.say(Message::info("27 articles added"));
        messages.acknowledge();
        assert_eq!(shown(&messages), Some((Level::Warning, "careful")));
        messages.acknowledge();
        assert_eq!(shown(&messages), Some((Level::Info, "27 articles added")));
        messages.acknowledge();
        assert_eq!(shown(&messages), None);
    }

    #[test]
    fn progress_waits_and_ends_with_its_work() {
        let mut messages = Messages::default();
        messages.report(Want::Sync, "reading: 1 of 2".to_owned());
        messages.report(Want::Tables, "loading".to_owned());
        assert_eq!(shown(&messages), Some((Level::Info, "loading")));
        messages.ended(Want::Tables);
        assert_eq!(shown(&messages), Some((Level::Info, "reading: 1 of 2")));
        messages.acknowledge();
        assert_eq!(
            (shown(&messages), messages.progress_of(|want| want == Want::Sync)),
            (None, Some("reading: 1 of 2"))
        );
        messages.report(Want::Sync, "reading: 2 of 2".to_owned());
        assert_eq!(shown(&messages), Some((Level::Info, "reading: 2 of 2")));
        messages.ended(Want::Sync);
        assert_eq!(shown(&messages), None);
    }

    #[test]
    fn a_complaint_about_what_is_typed_goes_as_soon_as_that_is_right() {
        let mut messages = Messages::default();
        messages.complain(Some("not a pattern".to_owned()));
        messages.say(Message::info("27 articles added"));
        messages.report(Want::Index, "indexing".to_owned());
        assert_eq!(shown(&messages), Some((Level::Error, "not a pattern")));
        messages.complain(None);
        assert_eq!(shown(&messages), Some((Level::Info, "27 articles added")));
    }

    #[derive(Clone, Debug)]
    enum Step {
        Say(Message),
        Complain(bool),
        Report,
        Ended,
        Clear,
    }

    fn step() -> impl Strategy<Value = Step> {
        let message = (0..3u8, 0..20u8).prop_map(|(level, text)| match level {
            0 => Message::info(text.to_string()),
            1 => Message::warning(text.to_string()),
            _ => Message::error(text.to_string()),
        });
        prop_oneof![
            message.prop_map(Step::Say),
            any::<bool>().prop_map(Step::Complain),
            Just(Step::Report),
            Just(Step::Ended),
            Just(Step::Clear),
        ]
    }

    proptest! {
        #[test]
        fn an_error_stays_whatever_happens_until_a_key(
            before in proptest::collection::vec(step(), 0..20),
            after in proptest::collection::vec(step(), 0..20),
        ) {
            let mut messages = Messages::default();
            let run = |messages: &mut Messages, steps: Vec<Step>| for step in steps {
                match step {
                    Step::Say(message) => messages.say(message),
                    Step::Complain(is) => messages.complain(is.then(|| "wrong".to_owned())),
                    Step::Report => messages.report(Want::Sync, "so far".to_owned()),
                    Step::Ended => messages.ended(Want::Sync),
                    Step::Clear => messages.clear(),
                }
            };
            run(&mut messages, before);
            while messages.acknowledge_alert() {}
            messages.say(Message::error("it failed"));
            run(&mut messages, after);
            prop_assert_eq!(shown(&messages), Some((Level::Error, "it failed")));
        }
    }
}
