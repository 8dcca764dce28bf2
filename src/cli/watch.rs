//! How far a verb is, told to those who look on.

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use super::output::Output;

/// Time between two looks at how far it is.
const PACE: Duration = Duration::from_millis(100);

/// Shows sentences that change, but not more often than anybody can read them.
pub(super) struct Watch<'a, 'b> {
    output: &'a mut Output<'b>,
    shown: Instant,
}

impl<'a, 'b> Watch<'a, 'b> {
    pub(super) fn new(output: &'a mut Output<'b>) -> Watch<'a, 'b> {
        Watch { output, shown: Instant::now() }
    }

    pub(super) fn show(&mut self, sentence: impl FnOnce() -> String) {
        if self.shown.elapsed() >= PACE {
            self.shown = Instant::now();
            // Whoever has stopped looking on need not be told.
            let _ = self.output.progress(&sentence());
        }
    }
}

/// Shows how many articles something has been done with.
pub(super) fn articles<'a>(what: &'a str, output: &'a mut Output<'_>) -> impl FnMut(usize) -> ControlFlow<()> + 'a {
    let mut watch = Watch::new(output);
    move |done| {
        watch.show(|| format!("{what}: {done} articles"));
        ControlFlow::Continue(())
    }
}
