//! The limit of read-ahead between a thread that parses and the one that stores: a number of bytes, whatever the size of
//! the articles.

use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes of articles that may be ready. One article may be longer; then it is ready alone.
const MAX_READY_BYTES: usize = 8 << 20;

/// The bytes that a thread has ready.
#[derive(Default)]
pub(super) struct ReadAhead {
    state: Mutex<State>,
    room: Condvar,
}

#[derive(Default)]
struct State {
    bytes: usize,
    closed: bool,
}

impl ReadAhead {
    /// Waits until there is room for some bytes, and takes it.
    pub(super) fn reserve(&self, bytes: usize) {
        // Nothing that holds the lock can fail; the number is right even if it did.
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |state: &mut State| !state.closed && state.bytes > 0 && state.bytes + bytes > MAX_READY_BYTES;
        let mut state = self.room.wait_while(state, full).unwrap_or_else(PoisonError::into_inner);
        state.bytes += bytes;
    }

    /// Gives back the room of bytes that were taken up.
    pub(super) fn release(&self, bytes: usize) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.bytes = state.bytes.saturating_sub(bytes);
        self.room.notify_one();
    }

    /// True once no more articles will be stored.
    pub(super) fn is_closed(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed
    }

    /// Ends all waiting; no more articles will be stored.
    pub(super) fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.room.notify_all();
    }
}
