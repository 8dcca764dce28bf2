//! Messages to the person, and the progress of long work. The more severe is shown first, and what must not be missed
//! stays until a key has been pressed after it.

use std::collections::VecDeque;

use crate::app::shared::requests::RequestKind;

/// Alerts that wait to be read. The oldest stay: what comes after them mostly follows from them.
const MAX_ALERTS: usize = 8;

/// Severity of a message. A message never covers a more severe one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Severity {
    /// Progress, or the result of a key. The next key takes it away, and so does the next such message.
    Info,
    /// A surprise: the program goes on. Stays until a key.
    Warning,
    /// A failure. Stays until a key.
    Error,
}

/// A message with its severity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    severity: Severity,
    text: String,
}

impl Message {
    /// A result.
    #[must_use]
    pub fn info(text: impl Into<String>) -> Message {
        Message { severity: Severity::Info, text: text.into() }
    }

    /// A surprise, and what to do about it.
    #[must_use]
    pub fn warning(text: impl Into<String>) -> Message {
        Message { severity: Severity::Warning, text: text.into() }
    }

    /// A failure, and what to do about it.
    #[must_use]
    pub fn error(text: impl Into<String>) -> Message {
        Message { severity: Severity::Error, text: text.into() }
    }

    /// Its severity.
    #[cfg(test)]
    pub(crate) fn severity(&self) -> Severity {
        self.severity
    }

    /// Its text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// All messages, of which one is shown: the first error, else the first warning, else the problem of the line being
/// typed, else the last other message, else the progress that was reported last.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    /// Errors and warnings, oldest first, that no key has acknowledged.
    alerts: VecDeque<Message>,
    /// The problem of the line being typed, or of the row under the cursor; it goes when the problem does.
    problem: Option<Message>,
    info: Option<Message>,
    /// Progress of long work, the last to report at the end.
    progress: Vec<(RequestKind, Message)>,
    /// True if a key was pressed since the last report.
    progress_seen: bool,
}

impl Messages {
    /// Adds a message. One that is less severe than the shown one waits behind it.
    pub(in crate::app) fn add(&mut self, message: Message) {
        if message.severity == Severity::Info {
            self.info = Some(message);
        } else if self.alerts.len() < MAX_ALERTS && !self.alerts.contains(&message) {
            self.alerts.push_back(message);
        }
    }

    /// Adds the result of a key.
    pub(in crate::app) fn info(&mut self, text: impl Into<String>) {
        self.add(Message::info(text));
    }

    /// Adds an error.
    pub(in crate::app) fn error(&mut self, text: impl Into<String>) {
        self.add(Message::error(text));
    }

    /// Shows the result of a key in place of that of an earlier one, if there is any.
    pub(in crate::app) fn answer(&mut self, text: Option<String>) {
        self.clear();
        if let Some(text) = text {
            self.info(text);
        }
    }

    /// Shows the problem of the line being typed, or that there is none.
    pub(in crate::app) fn set_problem(&mut self, problem: Option<String>) {
        self.problem = problem.map(Message::error);
    }

    /// Shows the progress of a request. It never covers anything but other progress.
    pub(in crate::app) fn progress(&mut self, request: RequestKind, text: impl Into<String>) {
        self.end_progress(request);
        self.progress.push((request, Message::info(text)));
        self.progress_seen = false;
    }

    /// Forgets the progress of a request that has ended.
    pub(in crate::app) fn end_progress(&mut self, request: RequestKind) {
        self.progress.retain(|(other, _)| *other != request);
    }

    /// The progress of the last of some kinds of requests, also after a key.
    pub(in crate::app) fn progress_of(&self, kinds: &[RequestKind]) -> Option<&str> {
        self.progress.iter().rfind(|(request, _)| kinds.contains(request)).map(|(_, message)| message.text())
    }

    /// The shown message.
    pub(in crate::app) fn shown(&self) -> Option<&Message> {
        let alert = self.shown_alert().and_then(|at| self.alerts.get(at));
        let progress = self.progress.last().map(|(_, message)| message).filter(|_| !self.progress_seen);
        alert.or(self.problem.as_ref()).or(self.info.as_ref()).or(progress)
    }

    /// Takes the shown message away after a key. What was hidden behind an alert is shown next.
    pub(in crate::app) fn acknowledge(&mut self) {
        if !self.acknowledge_alert() {
            self.clear();
        }
    }

    /// Takes a shown alert away after a key in a line being typed; the problem of the line stays.
    pub(in crate::app) fn acknowledge_alert(&mut self) -> bool {
        let shown = self.shown_alert();
        shown.and_then(|at| self.alerts.remove(at)).is_some()
    }

    /// Takes away all but alerts: it belongs to something that is no longer on the screen.
    pub(in crate::app) fn clear(&mut self) {
        self.problem = None;
        self.info = None;
        self.progress_seen = true;
    }

    fn shown_alert(&self) -> Option<usize> {
        let first = |severity| self.alerts.iter().position(|message| message.severity == severity);
        first(Severity::Error).or_else(|| first(Severity::Warning))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(messages: &Messages) -> Option<(Severity, &str)> {
        messages.shown().map(|message| (message.severity(), message.text()))
    }

    #[test]
    fn an_error_is_covered_by_nothing_and_goes_with_a_key() {
        let mut messages = Messages::default();
        messages.add(Message::warning("careful"));
        messages.add(Message::error("failed"));
        messages.progress(RequestKind::Tables, "loading".to_owned());
        messages.add(Message::info("starred"));
        messages.add(Message::error("failed too"));
        messages.clear();
        assert_eq!(shown(&messages), Some((Severity::Error, "failed")));
        messages.acknowledge();
        assert_eq!(shown(&messages), Some((Severity::Error, "failed too")));
        messages.add(Message::info("27 articles added"));
        messages.acknowledge();
        assert_eq!(shown(&messages), Some((Severity::Warning, "careful")));
        messages.acknowledge();
        assert_eq!(shown(&messages), Some((Severity::Info, "27 articles added")));
        messages.acknowledge();
        assert_eq!(shown(&messages), None);
    }

    #[test]
    fn progress_waits_and_ends_with_its_work() {
        let mut messages = Messages::default();
        messages.progress(RequestKind::Sync, "reading: 1 of 2".to_owned());
        messages.progress(RequestKind::Tables, "loading".to_owned());
        assert_eq!(shown(&messages), Some((Severity::Info, "loading")));
        messages.end_progress(RequestKind::Tables);
        assert_eq!(shown(&messages), Some((Severity::Info, "reading: 1 of 2")));
        messages.acknowledge();
        assert_eq!((shown(&messages), messages.progress_of(&[RequestKind::Sync])), (None, Some("reading: 1 of 2")));
        messages.progress(RequestKind::Sync, "reading: 2 of 2".to_owned());
        assert_eq!(shown(&messages), Some((Severity::Info, "reading: 2 of 2")));
        messages.end_progress(RequestKind::Sync);
        assert_eq!(shown(&messages), None);
    }

    #[test]
    fn the_problem_of_a_line_goes_as_soon_as_it_is_right() {
        let mut messages = Messages::default();
        messages.set_problem(Some("not a pattern".to_owned()));
        messages.add(Message::info("27 articles added"));
        messages.progress(RequestKind::Index, "indexing".to_owned());
        assert_eq!(shown(&messages), Some((Severity::Error, "not a pattern")));
        messages.set_problem(None);
        assert_eq!(shown(&messages), Some((Severity::Info, "27 articles added")));
    }

    #[derive(Clone, Debug)]
    enum Step {
        Add(Message),
        Problem(bool),
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
            message.prop_map(Step::Add),
            any::<bool>().prop_map(Step::Problem),
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
                    Step::Add(message) => messages.add(message),
                    Step::Problem(is) => messages.set_problem(is.then(|| "wrong".to_owned())),
                    Step::Report => messages.progress(RequestKind::Sync, "so far".to_owned()),
                    Step::Ended => messages.end_progress(RequestKind::Sync),
                    Step::Clear => messages.clear(),
                }
            };
            run(&mut messages, before);
            while messages.acknowledge_alert() {}
            messages.add(Message::error("it failed"));
            run(&mut messages, after);
            prop_assert_eq!(shown(&messages), Some((Severity::Error, "it failed")));
        }
    }
}
