//! The progress of a verb, on a line of the terminal that changes.

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use super::output::Output;

/// Shortest time between two changes of the line.
const DISPLAY_INTERVAL: Duration = Duration::from_millis(100);

/// A line that changes no more often than a person can read it.
pub(super) struct ProgressDisplay<'a, 'b> {
    output: &'a mut Output<'b>,
    shown: Instant,
}

impl<'a, 'b> ProgressDisplay<'a, 'b> {
    pub(super) fn new(output: &'a mut Output<'b>) -> ProgressDisplay<'a, 'b> {
        ProgressDisplay { output, shown: Instant::now() }
    }

    pub(super) fn show(&mut self, sentence: impl FnOnce() -> String) {
        if self.shown.elapsed() >= DISPLAY_INTERVAL {
            self.shown = Instant::now();
            // A terminal that takes no progress is no failure of the verb.
            let _ = self.output.progress(&sentence());
        }
    }
}

/// Shows the number of articles that a task has dealt with.
pub(super) fn count_articles<'a>(
    task: &'a str,
    output: &'a mut Output<'_>,
) -> impl FnMut(usize) -> ControlFlow<()> + 'a {
    let mut display = ProgressDisplay::new(output);
    move |done| {
        display.show(|| format!("{task}: {done} articles"));
        ControlFlow::Continue(())
    }
}
