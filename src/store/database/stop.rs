//! The stop flag of a library's work: the engine asks it after every so many of its steps, and whoever goes
//! through many articles or much of a file asks between two of them. Work is counted and not timed, as in a search
//! (`text/stop_check.rs`).

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;

use crate::store::StoreError;

/// Steps of the engine between two checks of the flag: a few rows, however long they are. A check costs less than a step.
const STEPS: i32 = 32;

/// Bytes of a file that are copied between two checks of the flag.
pub(in crate::store) const PIECE: u64 = 1 << 20;

/// A stop flag. Once raised it should stay raised.
#[derive(Clone)]
pub struct Stop(Arc<dyn Fn() -> bool + Send + Sync>);

impl Stop {
    /// Asks `is_stopped`.
    #[must_use]
    pub fn new(is_stopped: impl Fn() -> bool + Send + Sync + 'static) -> Stop {
        Stop(Arc::new(is_stopped))
    }

    /// Asks a flag.
    #[must_use]
    pub fn flag(flag: Arc<AtomicBool>) -> Stop {
        Stop::new(move || flag.load(Ordering::Relaxed))
    }

    /// True once the work is to stop.
    #[must_use]
    pub fn is_raised(&self) -> bool {
        (self.0)()
    }

    /// `Break` once the work is to stop.
    pub fn flow(&self) -> ControlFlow<()> {
        if self.is_raised() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Ends what is going on if it is to stop.
    pub(in crate::store) fn look(&self) -> Result<(), StoreError> {
        if self.is_raised() { Err(StoreError::Stopped) } else { Ok(()) }
    }

    /// Makes a connection ask the flag, or no flag any more.
    pub(in crate::store) fn install(stop: Option<&Stop>, conn: &mut Connection) -> rusqlite::Result<()> {
        let handler = stop.cloned().map(|stop| move || stop.is_raised());
        conn.progress_handler(if handler.is_some() { STEPS } else { 0 }, handler)
    }
}

impl Default for Stop {
    /// Never stops.
    fn default() -> Stop {
        Stop::new(|| false)
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stop").finish_non_exhaustive()
    }
}
