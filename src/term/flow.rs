//! How much may be on its way to a terminal at once, so that a slow line shows where the reader is, not where the reader
//! was: pseudo-terminals, SSH and modems all keep seconds of output, and none tells how much of it is left.
//!
//! So the terminal is asked: the question DSR 5 goes after a frame, and its answer says that all before it has been
//! taken. From how long that took follow the line's speed and delay, and from those how many bytes keep it busy without
//! a queue. Until they are known nothing more goes out behind a full screen. There is no clock in here; times come
//! in. A terminal that is not known to answer is never waited for; what is on its way to it is reckoned from the speed
//! the device itself declares, if that is one of a slow line.

use std::{collections::VecDeque, time::Duration};

/// Bytes between two questions while the line is fast, and the most to which another frame is added while nothing is
/// known of it.
const BETWEEN: usize = 2048;
/// Bytes sent to which an answer tells of the line's delay, not of its speed.
const FEW: usize = 400;
/// The least bytes that are let out together.
const LEAST: usize = 256;
/// How much of a queue is borne: less than a person notices.
const QUEUE: Duration = Duration::from_millis(80);
/// Bits a second from which on a declared speed says nothing: every pseudo-terminal is given this one.
const UNTOLD: u32 = 38_400;
/// Bits that carry a byte over a serial line.
const BITS: f64 = 10.0;
/// A line is fast, and need not be watched, from so many bytes a second.
const FAST: f64 = 60_000.0;
/// How long an answer may be overdue before the terminal is taken for one that does not answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// An estimate of the delay holds so long; routes change.
const DELAY_HOLDS: Duration = Duration::from_secs(30);

/// A question on its way: when it was sent, and after how many bytes in all.
#[derive(Clone, Copy, Debug)]
struct Question {
    at: Duration,
    sent: usize,
    /// Bytes that were on their way, with those before the question.
    ahead: usize,
}

/// What is on its way to one terminal.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    answers: bool,
    questions: VecDeque<Question>,
    /// Bytes sent in all, and those known to have been taken.
    sent: usize,
    taken: usize,
    /// Seconds from a question to its answer where little was on its way, and when that was seen.
    delay: Option<(f64, Duration)>,
    /// Bytes a second.
    speed: Option<f64>,
    /// Bytes a second that the device declares.
    declared: Option<f64>,
    /// When all that was sent will have been taken at the declared speed.
    clear: Duration,
}

impl Flow {
    /// A flow to a device that declares a speed of so many bits a second.
    #[must_use]
    pub fn declared(bits: u32) -> Flow {
        let declared = (bits > 0 && bits < UNTOLD).then(|| f64::from(bits) / BITS);
        Flow { declared, speed: declared, ..Flow::default() }
    }

    /// Begins anew on the same device: what was on its way to another screen tells nothing of this one.
    pub fn restart(&mut self) {
        *self = Flow { declared: self.declared, speed: self.declared, ..Flow::default() };
    }

    /// Takes note that another question has been sent behind `bytes` at `now`; [`Flow::answered`] tells of its answer
    /// too. So the first screen already tells how fast the line is. Nothing waits for it before an answer has come.
    pub fn probe(&mut self, bytes: usize, now: Duration) {
        self.count(bytes, now);
        self.ask(now);
    }

    /// Takes note that the terminal has answered something: it will answer this.
    pub fn trust(&mut self) {
        self.answers = true;
    }

    /// Takes note of bytes that are being sent at `now`. Says whether the question [`super::modes::TAKEN`] is to follow
    /// them.
    pub fn send(&mut self, bytes: usize, now: Duration) -> bool {
        self.count(bytes, now);
        let since = self.sent - self.questions.back().map_or(self.taken, |question| question.sent);
        let slow = self.speed.is_some_and(|speed| speed < FAST);
        let asks = self.answers && bytes > 0 && (slow || since >= BETWEEN);
        if asks {
            self.ask(now);
        } else if self.questions.is_empty() && !self.answers {
            self.taken = self.sent;
        }
        asks
    }

    fn count(&mut self, bytes: usize, now: Duration) {
        self.sent += bytes;
        if let Some(speed) = self.declared {
            self.clear = self.clear.max(now) + Duration::from_secs_f64(bytes as f64 / speed);
        }
    }

    fn ask(&mut self, now: Duration) {
        self.questions.push_back(Question { at: now, sent: self.sent, ahead: self.sent - self.taken });
    }

    /// Takes note that the oldest question has been answered.
    pub fn answered(&mut self, now: Duration) {
        let Some(question) = self.questions.pop_front() else { return };
        self.taken = question.sent;
        let took = now.saturating_sub(question.at).as_secs_f64();
        if question.ahead <= FEW {
            let held = self.delay.filter(|(_, seen)| now.saturating_sub(*seen) < DELAY_HOLDS);
            if held.is_none_or(|(least, _)| took <= least) {
                self.delay = Some((took, now));
            }
        }
        if question.ahead > FEW || self.speed.is_none() {
            let moving = (took - self.delay.map_or(0.0, |(least, _)| least)).max(took / 20.0).max(1e-4);
            let seen = question.ahead as f64 / moving;
            // One fast answer may be luck; a slow line shows again and again.
            self.speed =
                Some(self.speed.map_or(seen, |speed| if seen < speed { seen } else { f64::midpoint(speed, seen) }));
        }
    }

    /// Whether another frame may be sent at `now`.
    pub fn is_open(&mut self, now: Duration) -> bool {
        if self.overdue(now) {
            // It does not answer after all, or the answer was lost: waiting longer would only freeze the screen.
            let speed = self.speed.filter(|_| self.questions.len() < 2).or(self.declared);
            *self = Flow { speed, delay: self.delay, declared: self.declared, clear: self.clear, ..Flow::default() };
        }
        if self.answers {
            self.questions.is_empty() || self.sent - self.taken < self.room()
        } else {
            self.reckoned(now).is_none()
        }
    }

    /// How long it takes until there is room on a line that answers nothing, by its declared speed. `None` if there is.
    fn reckoned(&self, now: Duration) -> Option<Duration> {
        let queue = Duration::from_secs_f64(LEAST as f64 / self.declared?);
        Some(self.clear.saturating_sub(now + queue)).filter(|left| !left.is_zero())
    }

    /// Whether an answer is on its way.
    #[must_use]
    pub fn awaits(&self) -> bool {
        self.answers && !self.questions.is_empty()
    }

    /// How long a closed flow may stay closed without an answer.
    #[must_use]
    pub fn patience(&self, now: Duration) -> Option<Duration> {
        if !self.answers {
            return self.reckoned(now);
        }
        let question = self.questions.front()?;
        Some((question.at + self.allowed(question)).saturating_sub(now))
    }

    fn overdue(&self, now: Duration) -> bool {
        self.answers && self.patience(now).is_some_and(|left| left.is_zero())
    }

    /// How long the answer to a question may take.
    fn allowed(&self, question: &Question) -> Duration {
        let speed = self.speed.unwrap_or(1200.0).max(30.0);
        let travel = question.ahead as f64 / speed + self.delay.map_or(1.0, |(least, _)| least);
        PATIENCE + Duration::from_secs_f64(2.0 * travel)
    }

    /// Bytes that may be on their way: what the line carries while an answer comes, and a short queue.
    fn room(&self) -> usize {
        let Some(speed) = self.speed else { return BETWEEN };
        let delay = self.delay.map_or(0.0, |(least, _)| least);
        ((speed * (delay + QUEUE.as_secs_f64())) as usize).max(LEAST)
    }
}

#[cfg(test)]
#[path = "flow_tests.rs"]
mod tests;
