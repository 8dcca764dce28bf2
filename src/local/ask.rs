//! Asks the terminal what it is, without holding a session: for a person who wants to know what kanbao makes of it.

use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::{LocalError, tty::Tty};
use crate::term::{
    Capability, Findings, MAX_SAMPLE_COLUMNS, MIN_ROWS, OptionalModes, Probe,
    decoder::{Decoder, TerminalEvent},
    modes,
};

/// Longest wait for an answer; a session takes one at any time.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(2);

/// The outcome of a probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProbeOutcome {
    /// The answer, and the time that it took.
    Answered(Findings, Duration),
    /// No answer.
    Silence,
    /// The terminal was not asked: its kind would print the question, or it is too small.
    NotAsked,
}

/// Puts the question of a session's beginning to the terminal of this process, on its alternate screen. Returns its
/// columns and rows, and the answer.
///
/// # Errors
/// When there is no terminal, or it cannot be used.
pub(crate) fn probe_terminal(capability: &Capability) -> Result<((u16, u16), ProbeOutcome), LocalError> {
    let mut tty = Tty::open()?;
    let size = tty.size();
    if !capability.answers || !capability.alternate || size.0 <= MAX_SAMPLE_COLUMNS || size.1 < MIN_ROWS {
        return Ok((size, ProbeOutcome::NotAsked));
    }
    tty.enter()?;
    let mut probe = Probe::default();
    let mut question = modes::enter(true, OptionalModes::default());
    question.extend(probe.ask(capability.may_be_asked_for_graphics()));
    let start = Instant::now();
    let answer = listen(&mut tty, &mut question, &mut probe, start);
    tty.leave(modes::RESTORE);
    Ok((size, answer.map_or(ProbeOutcome::Silence, |findings| ProbeOutcome::Answered(findings, start.elapsed()))))
}

fn listen(tty: &mut Tty, question: &mut Vec<u8>, probe: &mut Probe, start: Instant) -> Option<Findings> {
    let mut decoder = Decoder::default();
    let mut chunk = [0; 4096];
    while let Some(left) = ANSWER_TIMEOUT.checked_sub(start.elapsed()) {
        tty.write(question).ok()?;
        let wait = Timespec { tv_sec: left.as_secs() as i64, tv_nsec: left.subsec_nanos().into() };
        let events = if question.is_empty() { PollFlags::IN } else { PollFlags::IN | PollFlags::OUT };
        let mut fds = [PollFd::new(&*tty, events)];
        if poll(&mut fds, Some(&wait)).ok()? == 0 {
            return None;
        }
        let count = match tty.read(&mut chunk) {
            Ok(0) => return None,
            Ok(count) => count,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => continue,
            Err(_) => return None,
        };
        for decoded in decoder.feed(&chunk[..count]) {
            if let TerminalEvent::Reply(reply) = decoded
                && let Some(findings) = probe.hear(&reply)
            {
                return Some(findings);
            }
        }
    }
    None
}
