//! Opens a link with a program of the person's own: an argument vector, never a shell. It is not waited for when the
//! reader ends, and has neither the terminal nor its signals.

use std::{
    os::unix::process::CommandExt,
    process::{Command, Stdio},
};

use super::{JobKind, Jobs};
use crate::{
    app::{Report, Ticket},
    system::plain::plain,
};

impl Jobs {
    /// Starts the program, and reports if it could not be started or exited with an error.
    pub(super) fn browse(&mut self, ticket: Ticket, command: &[String]) {
        let Some((program, arguments)) = command.split_first() else { return };
        let mut child = Command::new(program);
        child.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        let Ok(reporter) = self.reporter.copy() else {
            return self.reporter.send(ticket, Report::Failed(JobKind::BROWSER.no_thread()));
        };
        let program = program.clone();
        let thread = std::thread::Builder::new().name(JobKind::BROWSER.name.to_owned()).spawn(move || {
            let report = match child.status() {
                Ok(status) if status.success() => Report::Done,
                Ok(status) => Report::Failed(format!("{program} could not open the link ({status}); yu copies it")),
                // What helps comes first: the status line is short.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Report::Failed(format!(
                    "{program} is not installed; yu copies the link, `browser` in the configuration names another"
                )),
                Err(error) => Report::Failed(format!(
                    "{program} could not be started; yu copies the link, `browser` in the configuration names another \
                     ({})",
                    plain(&error)
                )),
            };
            reporter.send(ticket, report);
        });
        if thread.is_err() {
            self.reporter.send(ticket, Report::Failed(JobKind::BROWSER.no_thread()));
        }
    }
}
