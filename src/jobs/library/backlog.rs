//! Writes that wait for the library's thread: what a person does is taken no faster than it can be kept, so that
//! the end of a session never waits for thousands of marks, and none of them has to be dropped.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::app::Effect;

/// Limit of writes that wait.
const MAX_WAITING: usize = 32;

/// A count of writes that have been asked for and not been done.
#[derive(Clone, Debug, Default)]
pub(in crate::jobs) struct Backlog(Arc<AtomicUsize>);

/// A write that is counted off when this is dropped.
pub(in crate::jobs) struct Write<'a>(&'a Backlog);

impl Backlog {
    /// Counts an effect that is sent to the library's thread.
    pub(in crate::jobs) fn add(&self, effect: &Effect) {
        if writes(effect) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// An effect that has arrived there; it is done when what is returned is dropped.
    pub(in crate::jobs) fn arrived(&self, effect: &Effect) -> Option<Write<'_>> {
        writes(effect).then(|| Write(self))
    }

    /// True if so much waits that no more should be asked for.
    pub(in crate::jobs) fn is_full(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= MAX_WAITING
    }
}

impl Drop for Write<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// True if an effect is a write that must be done. Places are not: only the last of them is written.
fn writes(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::SetRead { .. }
            | Effect::SetStarred { .. }
            | Effect::SetScript { .. }
            | Effect::SetScriptOfEverything { .. }
            | Effect::MarkAllRead { .. }
            | Effect::UndoMarkAllRead { .. }
            | Effect::EditTags { .. }
            | Effect::SaveLine { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ArticleId;

    #[test]
    fn writes_are_counted_until_they_are_done() {
        let backlog = Backlog::default();
        let mark = Effect::SetRead { id: ArticleId(1), read: true };
        for _ in 0..MAX_WAITING {
            assert!(!backlog.is_full());
            backlog.add(&mark);
            backlog.add(&Effect::CheckLibrary);
        }
        assert!(backlog.is_full() && backlog.arrived(&Effect::CheckLibrary).is_none());
        let write = backlog.arrived(&mark);
        assert!(backlog.is_full());
        drop(write);
        assert!(!backlog.is_full());
    }
}
