//! Flow control: limits what is on its way to a terminal, so that a slow line shows where the reader is, not where the
//! reader was: pseudo-terminals, SSH and modems all keep seconds of output, and none tells how much of it is left.
//!
//! So the terminal is asked: the question DSR 5 goes after what is sent, and its answer says that all before it has
//! been taken. From how long that took follow the line's speed and delay, and from those how many bytes keep it busy
//! without a queue. On a slow line a frame goes in parts of that size, so that a key stops it between two. There is no
//! clock in here; times come in. A terminal that is not known to answer is never waited for; what is on its way to it
//! is reckoned from the speed that the device declares, or that was seen before it fell silent, if that is one of a
//! slow line. Until the first answer, for a few seconds, a line that was asked is taken for a slow one while a key is
//! held: what single keys bring about goes out at once, since a terminal that never answers is most often a fast one.

use std::{collections::VecDeque, time::Duration};

/// Bytes between two questions while the line is fast, and the most to which another frame is added while nothing is
/// known of it.
const BYTES_BETWEEN_QUESTIONS: usize = 2048;
/// Bytes sent up to which the time of an answer is the line's delay and has nothing of its speed.
const MAX_DELAY_PROBE_BYTES: usize = 400;
/// The least bytes that are let out together.
const MIN_WINDOW_BYTES: usize = 256;
/// The least bytes of a part: about a row, which needs no more than it takes to ask about it.
const MIN_PART_BYTES: usize = 128;
/// Longest queue on the line: less than a person notices.
const MAX_QUEUE_TIME: Duration = Duration::from_millis(80);
/// Bits a second from which on a declared speed is not used: every pseudo-terminal declares this one.
const PTY_BITS_PER_SECOND: u32 = 38_400;
/// Bits that carry a byte over a serial line.
const BITS_PER_SERIAL_BYTE: f64 = 10.0;
/// A line is fast, and need not be watched, from so many bytes a second.
const FAST_BYTES_PER_SECOND: f64 = 60_000.0;
/// Time after which an overdue answer is given up and the terminal taken for one that does not answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(2);
/// An estimate of the delay holds so long; routes change.
const DELAY_LIFETIME: Duration = Duration::from_secs(30);
/// Time in which the first answer may come: a screen takes 5.2 s at 4,800 bits a second.
const FIRST_ANSWER_TIMEOUT: Duration = Duration::from_secs(6);
/// Bytes a second that a line is trusted to carry as long as it may still turn out to be a slow one.
const ASSUMED_BYTES_PER_SECOND: f64 = 960.0;
/// A key is held if so many presses come within [`HELD_KEY_WINDOW`]; keyboards repeat one 25 to 33 times a second.
const HELD_KEY_PRESSES: usize = 5;
const HELD_KEY_WINDOW: Duration = Duration::from_millis(400);
/// Time after which a terminal that fell silent is asked again.
const RETRY_INTERVAL: Duration = Duration::from_secs(10);

/// A question on its way: when it was sent, and after how many bytes in all.
#[derive(Clone, Copy, Debug)]
struct Question {
    at: Duration,
    sent: usize,
    /// Bytes that were on their way, with those before the question.
    in_flight: usize,
}

/// The bytes on their way to one terminal, and the speed and delay of its line.
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
    /// Time at which all that was sent will have been taken at the speed that is reckoned with where nothing answers.
    clear: Duration,
    /// Until when the first answer is hoped for.
    hope: Duration,
    /// Time at which a terminal that has fallen silent is asked again.
    again: Option<Duration>,
    /// Times of the last key presses, [`HELD_KEY_PRESSES`] of them.
    presses: VecDeque<Duration>,
}

impl Flow {
    /// A flow to a device that declares a speed of so many bits a second.
    #[must_use]
    pub fn with_declared_speed(bits: u32) -> Flow {
        let declared = (bits > 0 && bits < PTY_BITS_PER_SECOND).then(|| f64::from(bits) / BITS_PER_SERIAL_BYTE);
        Flow { declared, speed: declared, ..Flow::default() }
    }

    /// Begins anew on the same device; what was on its way to another screen is forgotten.
    pub fn restart(&mut self) {
        *self = Flow { declared: self.declared, speed: self.declared, ..Flow::default() };
    }

    /// Takes note that the first screen is being sent at `now`: a question behind `before` bytes, if any, and [`TAKEN`]
    /// behind `after` more. [`Flow::answered`] takes both answers; between them lies what the screen took, which
    /// is the first measure of the line's speed.
    ///
    /// [`TAKEN`]: super::modes::TAKEN
    pub fn probe(&mut self, before: usize, after: usize, now: Duration) {
        if before > 0 {
            self.count(before, now);
            self.ask(now);
        }
        self.count(after, now);
        // What follows is held back a little, never stopped by a screen that may long be there.
        self.hope = now + FIRST_ANSWER_TIMEOUT;
        self.ask(now);
    }

    /// True if the terminal has never been asked.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.hope.is_zero()
    }

    /// Takes note that the terminal has answered something: it will answer this.
    pub fn trust(&mut self) {
        self.answers = true;
    }

    /// Takes note of a key.
    pub fn pressed(&mut self, now: Duration) {
        self.presses.truncate(HELD_KEY_PRESSES - 1);
        self.presses.push_front(now);
    }

    /// Until when a key counts as held, if one does.
    fn held(&self, now: Duration) -> Option<Duration> {
        let first = self.presses.get(HELD_KEY_PRESSES - 1)?;
        let until = *self.presses.front()? + HELD_KEY_WINDOW;
        (now < until && self.presses.front()?.saturating_sub(*first) < HELD_KEY_WINDOW).then_some(until)
    }

    /// Takes note of bytes that are being sent at `now`. Returns true if the question [`super::modes::TAKEN`] is to follow
    /// them.
    pub fn send(&mut self, bytes: usize, now: Duration) -> bool {
        self.count(bytes, now);
        let since = self.sent - self.questions.back().map_or(self.taken, |question| question.sent);
        let is_due = if self.answers {
            self.is_slow() || since >= BYTES_BETWEEN_QUESTIONS
        } else {
            self.again.is_some_and(|again| again <= now)
        };
        // An answer to nothing new would bring nothing new, and cost the line eight bytes.
        let asks = is_due && bytes > 0;
        if asks {
            self.ask(now);
            self.again = self.again.map(|_| now + RETRY_INTERVAL);
        } else if self.questions.is_empty() && !self.answers {
            self.taken = self.sent;
        }
        asks
    }

    /// The line was seen, or is declared, to be so slow that what goes over it is worth choosing.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.speed.is_some_and(|speed| speed < FAST_BYTES_PER_SECOND)
    }

    /// The speed of the line in bytes a second, as far as it is known.
    #[must_use]
    pub fn speed(&self) -> Option<f64> {
        self.speed
    }

    fn count(&mut self, bytes: usize, now: Duration) {
        self.sent += bytes;
        if let Some(speed) = self.reckoned_speed(now) {
            self.clear = self.clear.max(now) + Duration::from_secs_f64(bytes as f64 / speed);
        }
    }

    fn ask(&mut self, now: Duration) {
        self.questions.push_back(Question { at: now, sent: self.sent, in_flight: self.sent - self.taken });
    }

    /// Takes note that the oldest question has been answered.
    pub fn answered(&mut self, now: Duration) {
        let Some(question) = self.questions.pop_front() else { return };
        self.taken = question.sent;
        let took = now.saturating_sub(question.at).as_secs_f64();
        if question.in_flight <= MAX_DELAY_PROBE_BYTES {
            // What the bytes themselves took is no delay; but the speed may be wrong.
            let carried = self.speed.map_or(0.0, |speed| question.in_flight as f64 / speed);
            let delay = took - carried.min(took * 0.9);
            let held = self.delay.filter(|(_, seen)| now.saturating_sub(*seen) < DELAY_LIFETIME);
            if held.is_none_or(|(least, _)| delay <= least) {
                self.delay = Some((delay, now));
            }
        }
        // The time that few bytes take on a fast line is all delay; as many as were let out show if the speed was right.
        let filled = self.speed.is_some_and(|speed| 2 * question.in_flight >= self.most(speed));
        let first = self.speed.is_none() && self.questions.is_empty();
        if question.in_flight > MAX_DELAY_PROBE_BYTES || filled || first {
            let moving = (took - self.delay.map_or(0.0, |(least, _)| least)).max(took / 20.0).max(1e-4);
            let seen = question.in_flight as f64 / moving;
            // One fast answer may be luck; a slow line shows again and again.
            self.speed =
                Some(self.speed.map_or(seen, |speed| if seen < speed { seen } else { f64::midpoint(speed, seen) }));
        }
    }

    /// The number of bytes that may be sent at `now`: none, a part of a frame on a slow line, or any number.
    #[must_use]
    pub fn room(&self, now: Duration) -> usize {
        let part = |most: usize, busy: usize| match most.saturating_sub(busy) {
            0 => 0,
            // In two parts or more, so that one is on its way while the answer to another is.
            free => free.min((most / 2).max(MIN_PART_BYTES)),
        };
        if !self.answers {
            return self.limit(now).map_or(usize::MAX, |(speed, _)| {
                part(MIN_WINDOW_BYTES, (self.clear.saturating_sub(now).as_secs_f64() * speed) as usize)
            });
        }
        let busy = if self.questions.is_empty() { 0 } else { self.sent - self.taken };
        match self.speed {
            Some(speed) if self.is_slow() => part(self.most(speed), busy),
            speed if busy == 0 || busy < speed.map_or(BYTES_BETWEEN_QUESTIONS, |speed| self.most(speed)) => usize::MAX,
            _ => 0,
        }
    }

    /// Takes note that nothing has come from the terminal until `now`. One whose answer is overdue does not answer
    /// after all, or the answer was lost: waiting longer would only freeze the screen.
    pub fn waited(&mut self, now: Duration) {
        if self.answers && self.patience(now).is_some_and(|left| left.is_zero()) {
            self.answers = false;
            self.questions.clear();
            self.taken = self.sent;
            self.again = Some(now + RETRY_INTERVAL);
        }
    }

    /// The bytes a second that are reckoned with while nothing answers; `None` if the line may be fast.
    fn reckoned_speed(&self, now: Duration) -> Option<f64> {
        let hoped = (now < self.hope).then_some(ASSUMED_BYTES_PER_SECOND);
        self.declared.or(self.speed.filter(|_| self.is_slow())).or(hoped)
    }

    /// The bytes a second that limit what is sent while nothing answers, and until when, if that is known.
    fn limit(&self, now: Duration) -> Option<(f64, Option<Duration>)> {
        let speed = self.reckoned_speed(now)?;
        let known = self.declared.is_some() || self.is_slow();
        if known { Some((speed, None)) } else { self.held(now).map(|until| (speed, Some(until))) }
    }

    /// True if an answer is on its way.
    #[must_use]
    pub fn awaits(&self) -> bool {
        self.answers && !self.questions.is_empty()
    }

    /// Time for which a closed flow may stay closed while nothing comes from the terminal; [`Flow::waited`] is called
    /// then.
    #[must_use]
    pub fn patience(&self, now: Duration) -> Option<Duration> {
        if !self.answers {
            let (speed, until) = self.limit(now)?;
            let queue = Duration::from_secs_f64(MIN_WINDOW_BYTES as f64 / speed);
            // Never nothing while it is closed, whatever was rounded.
            let left = self.clear.saturating_sub(now + queue).max(Duration::from_millis(1));
            let left = until.map_or(left, |until| left.min(until.saturating_sub(now)));
            return (self.room(now) == 0).then_some(left);
        }
        let question = self.questions.front()?;
        Some((question.at + self.allowed(question)).saturating_sub(now))
    }

    /// Longest time that the answer to a question may take.
    fn allowed(&self, question: &Question) -> Duration {
        let speed = self.speed.unwrap_or(1200.0).max(30.0);
        let travel = question.in_flight as f64 / speed + self.delay.map_or(1.0, |(least, _)| least);
        ANSWER_TIMEOUT + Duration::from_secs_f64(2.0 * travel)
    }

    /// Bytes that may be on their way at a speed: what the line carries while an answer comes, and a short queue.
    fn most(&self, speed: f64) -> usize {
        let delay = self.delay.map_or(0.0, |(least, _)| least);
        (speed * delay) as usize + ((speed * MAX_QUEUE_TIME.as_secs_f64()) as usize).max(MIN_WINDOW_BYTES)
    }
}

#[cfg(test)]
#[path = "flow_tests.rs"]
mod tests;
