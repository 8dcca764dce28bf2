//! A history of lines that were typed before and can be typed again. The newest is the last.

/// Lines that are remembered.
pub(crate) const MAX_LINES: usize = 300;
/// Bytes of a line that is remembered. Longer ones were pasted.
pub(crate) const MAX_LINE_BYTES: usize = 1000;

/// The histories, each of which is a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum HistoryKind {
    /// Searches of texts.
    Searches,
    /// Filters of the list.
    Filters,
}

impl HistoryKind {
    /// The name of its file.
    #[must_use]
    pub(crate) fn file(self) -> &'static str {
        match self {
            HistoryKind::Searches => "searches",
            HistoryKind::Filters => "filters",
        }
    }
}

/// Lines of one kind, and the position of the last step among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct History {
    lines: Vec<String>,
    /// The line of the last step, counted from the newest, and the line that was being typed before the first.
    back: Option<(usize, String)>,
}

impl History {
    /// Adds lines of earlier runs, oldest first, before those of this run.
    pub(crate) fn load(&mut self, lines: Vec<String>) {
        for line in lines.into_iter().chain(std::mem::take(&mut self.lines)) {
            self.add(&line);
        }
    }

    /// Adds a line as the newest; it is not there twice. Returns true if it is worth remembering.
    pub(crate) fn add(&mut self, line: &str) -> bool {
        self.back = None;
        if line.trim().is_empty() || line.len() > MAX_LINE_BYTES {
            return false;
        }
        self.lines.retain(|other| other != line);
        self.lines.push(line.to_owned());
        let surplus = self.lines.len().saturating_sub(MAX_LINES);
        self.lines.drain(..surplus);
        true
    }

    /// The lines, oldest first.
    #[must_use]
    pub(crate) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Steps to the next older or newer line that begins with what had been typed; `typed` is the line of the prompt.
    /// Behind the newest comes what had been typed.
    pub(crate) fn step(&mut self, older: bool, typed: &str) -> Option<String> {
        let (at, draft) = self.back.clone().map_or((None, typed.to_owned()), |(at, draft)| (Some(at), draft));
        let fitting = |index: &usize| {
            self.lines.iter().rev().nth(*index).is_some_and(|line| line.starts_with(&draft) && line != typed)
        };
        let next = if older {
            (at.map_or(0, |at| at + 1)..self.lines.len()).find(fitting)
        } else {
            (0..at?).rev().find(fitting)
        };
        match next {
            Some(index) => {
                let line = self.lines.iter().rev().nth(index).cloned();
                self.back = Some((index, draft));
                line
            }
            None if older => None,
            None => {
                self.back = None;
                Some(draft)
            }
        }
    }

    /// Lets the next step begin at the newest line again.
    pub(crate) fn reset(&mut self) {
        self.back = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history() -> History {
        let mut history = History::default();
        for line in ["国务院", "经济", "国家"] {
            assert!(history.add(line));
        }
        history
    }

    #[test]
    fn one_goes_back_and_forth_and_returns_to_what_was_typed() {
        let mut history = history();
        assert_eq!(history.step(false, "新"), None);
        assert_eq!(history.step(true, "").as_deref(), Some("国家"));
        assert_eq!(history.step(true, "国家").as_deref(), Some("经济"));
        assert_eq!(history.step(true, "经济").as_deref(), Some("国务院"));
        assert_eq!(history.step(true, "国务院"), None);
        assert_eq!(history.step(false, "国务院").as_deref(), Some("经济"));
        assert_eq!(history.step(false, "经济").as_deref(), Some("国家"));
        assert_eq!(history.step(false, "国家").as_deref(), Some(""));
    }

    #[test]
    fn what_was_typed_chooses_among_the_lines() {
        let mut history = history();
        assert_eq!(history.step(true, "国").as_deref(), Some("国家"));
        assert_eq!(history.step(true, "国家").as_deref(), Some("国务院"));
        assert_eq!(history.step(false, "国务院").as_deref(), Some("国家"));
        assert_eq!(history.step(false, "国家").as_deref(), Some("国"));
    }

    #[test]
    fn lines_are_there_once_bounded_and_the_newest_last() {
        let mut history = history();
        assert!(history.add("国务院"));
        assert_eq!(history.lines(), ["经济", "国家", "国务院"]);
        assert!(!history.add(" \n"));
        assert!(!history.add(&"国".repeat(MAX_LINE_BYTES)));
        history.load(vec!["旧".into(), "国家".into()]);
        assert_eq!(history.lines(), ["旧", "经济", "国家", "国务院"]);
        for number in 0..2 * MAX_LINES {
            history.add(&number.to_string());
        }
        assert_eq!(history.lines().len(), MAX_LINES);
    }
}
