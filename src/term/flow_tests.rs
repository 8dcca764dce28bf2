//! The flow on simulated lines: a key held down, and how long the screen goes on after it is let go.

use super::*;

/// A line that carries `speed` bytes a second with `delay` between the ends, and keeps any number of bytes.
struct Line {
    speed: f64,
    delay: Duration,
    free_at: Duration,
    /// Times at which answers arrive.
    answers: VecDeque<Duration>,
    silent: bool,
    /// Bytes of the first screen.
    first: usize,
}

impl Line {
    fn new(bits: f64, delay: Duration) -> Line {
        Line {
            speed: bits / 10.0,
            delay,
            free_at: Duration::ZERO,
            answers: VecDeque::new(),
            silent: false,
            first: 2500,
        }
    }

    /// Time at which the last of the bytes sent at `now` is on the screen.
    fn send(&mut self, bytes: usize, asks: bool, now: Duration) -> Duration {
        self.free_at = self.free_at.max(now) + Duration::from_secs_f64(bytes as f64 / self.speed);
        if asks && !self.silent {
            self.answers.push_back(self.free_at + self.delay);
        }
        self.free_at + self.delay / 2
    }
}

struct Ride {
    /// Parts of frames that showed a movement.
    parts: usize,
    /// Time from letting the key go to the last byte on the screen.
    after: Duration,
    /// The longest pause between two parts while the key was held.
    pause: Duration,
    /// Bytes that were sent after the key was let go, to the last.
    late: usize,
}

/// The questions before the first screen.
const ASK: usize = 130;
/// A screen of text.
const SCREEN: usize = 2400;
/// A row of it.
const ROW: usize = 130;

/// Opens an article and waits, then holds `j`.
fn hold(line: &mut Line) -> Ride {
    let mut flow = Flow::default();
    flow.trust();
    hold_from(line, flow, Duration::from_secs(4))
}

/// Opens an article, then holds `j` for five seconds at 30 a second. A row is [`ROW`] bytes, and no more than
/// [`SCREEN`] are ever needed; a frame goes in parts of whole rows, as the flow has room.
fn hold_from(line: &mut Line, mut flow: Flow, from: Duration) -> Ride {
    let ms = Duration::from_millis;
    let (mut now, mut lines, mut wanting) = (ms(0), 0_usize, 0_usize);
    flow.probe(ASK, line.first, now);
    line.send(ASK, true, now);
    let mut last = line.send(line.first, true, now);
    let mut ride = Ride { parts: 0, after: ms(0), pause: ms(0), late: 0 };
    let until = from + ms(5000);
    let mut before = from;
    while now < ms(90_000) {
        while line.answers.front().is_some_and(|at| *at <= now) {
            line.answers.pop_front();
            flow.trust();
            flow.answered(now);
        }
        flow.waited(now);
        if now >= from && now < until && now.saturating_sub(from).as_millis() / 33 > lines as u128 {
            lines += 1;
            flow.pressed(now);
            wanting = (wanting + ROW).min(SCREEN);
        }
        let room = flow.room(now);
        if wanting > 0 && room > 0 {
            let bytes = room.checked_next_multiple_of(ROW).map_or(wanting, |room| wanting.min(room));
            wanting -= bytes;
            let asks = flow.send(bytes, now);
            last = line.send(bytes + if asks { 4 } else { 0 }, asks, now);
            ride.parts += 1;
            if now < until {
                ride.pause = ride.pause.max(now.saturating_sub(before));
                before = now;
            } else {
                ride.late += bytes;
            }
        }
        now += ms(1);
    }
    assert_eq!(wanting, 0, "the last key is shown");
    ride.after = last.saturating_sub(until);
    ride
}

/// Time until a screen that is asked for now has come: a byte in a quarter is lost to the way the line is kept.
fn one_frame(bits: f64, delay: Duration) -> Duration {
    delay * 2
        + Duration::from_secs_f64((SCREEN + 2 * ROW + MIN_WINDOW_BYTES) as f64 * 1.25 * 10.0 / bits)
        + MAX_QUEUE_TIME
}

#[test]
fn a_modem_stops_with_the_frame_that_shows_the_last_key() {
    let ride = hold(&mut Line::new(9600.0, Duration::from_millis(2)));
    // A screen takes 2.5 s there. Without a limit the 150 lines would be 19,500 bytes: 20 s.
    assert!(ride.after < Duration::from_secs(3), "{:?}", ride.after);
    assert!(ride.late <= SCREEN + ROW, "{}", ride.late);
    // The screen moves all the time.
    assert!(ride.parts >= 30 && ride.pause < Duration::from_millis(400), "{} {:?}", ride.parts, ride.pause);
}

#[test]
fn a_key_held_at_any_time_ends_with_the_next_frame() {
    for bits in [4800.0, 9600.0, 19_200.0, 56_000.0] {
        for delay in [2, 100, 300, 600].map(Duration::from_millis) {
            for from in [0, 30, 500, 4000, 12_000].map(Duration::from_millis) {
                // The first screen may still be on its way. Until it is answered, [`ASSUMED_BYTES_PER_SECOND`] is what
                // is reckoned with.
                let first = Duration::from_secs_f64(2500.0 * 10.0 / bits);
                if from < first && bits / 10.0 < ASSUMED_BYTES_PER_SECOND {
                    continue;
                }
                let ride = hold_from(&mut Line::new(bits, delay), Flow::default(), from);
                let most = one_frame(bits, delay) + if from < first { first } else { Duration::ZERO };
                assert!(ride.after <= most, "{bits} {delay:?} {from:?}: {:?} > {most:?}", ride.after);
            }
        }
    }
}

#[test]
fn where_nothing_answers_the_declared_speed_limits_what_is_on_its_way() {
    for bits in [1200_u32, 2400, 9600, 19_200] {
        let mut line = Line::new(f64::from(bits), Duration::from_millis(2));
        line.silent = true;
        let first = Duration::from_secs_f64(2500.0 * 10.0 / f64::from(bits));
        let ride = hold_from(&mut line, Flow::with_declared_speed(bits), Duration::from_millis(30));
        assert!(ride.after <= one_frame(f64::from(bits), line.delay) + first, "{bits}: {:?}", ride.after);
    }
    // Every pseudo-terminal says 38,400, and no device says 0.
    for bits in [0, 38_400] {
        let mut flow = Flow::with_declared_speed(bits);
        flow.send(100_000, Duration::ZERO);
        assert!(flow.room(Duration::ZERO) == usize::MAX);
    }
}

#[test]
fn the_first_screen_tells_the_speed_by_its_own_question() {
    let mut flow = Flow::default();
    flow.probe(ASK, 2500, Duration::ZERO);
    let soon = Duration::from_millis(1);
    assert!(flow.room(soon) > 0 && !flow.awaits(), "nothing waits for a terminal that has never answered");
    flow.trust();
    flow.answered(Duration::from_millis(140));
    flow.answered(Duration::from_millis(2740));
    assert!(flow.send(130, Duration::from_millis(2800)), "a slow line is asked after every frame");
}

#[test]
fn a_short_first_screen_is_not_taken_for_a_fast_line() {
    for delay in [2, 300].map(Duration::from_millis) {
        for first in [60, 200, 400, 800] {
            let mut line = Line::new(9600.0, delay);
            line.first = first;
            let ride = hold_from(&mut line, Flow::default(), Duration::from_secs(4));
            assert!(ride.after <= one_frame(9600.0, delay), "{first} {delay:?}: {:?}", ride.after);
            let mut line = Line::new(10_000_000.0, delay);
            line.first = first;
            let ride = hold_from(&mut line, Flow::default(), Duration::from_secs(4));
            assert!(ride.parts >= 120, "{first} {delay:?}: {}", ride.parts);
        }
    }
}

#[test]
fn a_line_that_has_become_faster_is_soon_known() {
    let mut line = Line::new(9600.0, Duration::from_millis(100));
    let mut flow = Flow::default();
    flow.trust();
    flow.probe(ASK, 2500, Duration::ZERO);
    flow.answered(Duration::from_millis(250));
    flow.answered(Duration::from_secs(3));
    line.speed = 1_000_000.0;
    line.first = 10;
    let ride = hold_from(&mut line, flow, Duration::from_secs(4));
    assert!(ride.parts >= 120, "{}", ride.parts);
}

#[test]
fn a_line_that_fell_silent_is_kept_as_it_was_seen() {
    let mut line = Line::new(9600.0, Duration::from_millis(2));
    let mut flow = Flow::default();
    flow.probe(ASK, 2500, Duration::ZERO);
    flow.trust();
    flow.answered(Duration::from_millis(140));
    flow.answered(Duration::from_millis(2740));
    line.silent = true;
    let ride = hold_from(&mut line, flow, Duration::from_secs(12));
    assert!(ride.after <= one_frame(9600.0, line.delay), "{:?}", ride.after);
}

#[test]
fn a_terminal_that_never_answers_is_soon_let_alone() {
    let mut flow = Flow::default();
    flow.probe(ASK, 2500, Duration::ZERO);
    let ms = Duration::from_millis;
    for press in [1, 200, 400, 600] {
        flow.pressed(ms(press));
        assert_eq!(flow.room(ms(press)), usize::MAX, "single keys are answered at once");
        assert!(!flow.send(ROW, ms(press)));
    }
    (0..5).for_each(|press| flow.pressed(ms(1000 + press * 30)));
    let room = flow.room(ms(1150));
    assert!(room > 0 && room < SCREEN, "a line that may be slow gets a part while a key is held");
    assert!(!flow.send(SCREEN, ms(1150)));
    assert_eq!(flow.room(ms(1160)), 0);
    let left = flow.patience(ms(1160)).expect("a time");
    assert_eq!(flow.room(ms(1160) + left), usize::MAX, "and all of it shortly after");
    assert!(left < HELD_KEY_WINDOW && !flow.send(3 * SCREEN, FIRST_ANSWER_TIMEOUT));
    assert_eq!(flow.room(FIRST_ANSWER_TIMEOUT), usize::MAX);
    assert_eq!(flow.patience(FIRST_ANSWER_TIMEOUT), None);
}

#[test]
fn a_closed_line_always_says_when_to_look_again() {
    for bits in [300_u32, 1200, 9600, 19_200] {
        for bytes in 200..400 {
            let mut flow = Flow::with_declared_speed(bits);
            flow.send(bytes, Duration::ZERO);
            let mut now = Duration::ZERO;
            while flow.room(now) == 0 {
                now += flow.patience(now).expect("a time");
            }
            assert_eq!(flow.patience(now), None);
        }
    }
}

#[test]
fn a_terminal_that_fell_silent_is_asked_again() {
    let mut flow = Flow::default();
    flow.trust();
    assert!(flow.send(3000, Duration::ZERO));
    let late = flow.patience(Duration::ZERO).unwrap();
    flow.waited(late);
    assert!(
        !flow.send(3000, late) && flow.send(3000, late + RETRY_INTERVAL) && !flow.send(3000, late + RETRY_INTERVAL)
    );
    flow.trust();
    flow.answered(late + RETRY_INTERVAL + Duration::from_millis(10));
    assert!(!flow.awaits() && flow.room(late + RETRY_INTERVAL) == usize::MAX);
}

#[test]
fn a_slow_far_line_is_kept_busy() {
    let ride = hold(&mut Line::new(56_000.0, Duration::from_millis(300)));
    assert!(ride.after < Duration::from_millis(700), "{:?}", ride.after);
    assert!(ride.pause < Duration::from_millis(450), "{:?}", ride.pause);
    assert!(ride.parts >= 25, "{}", ride.parts);
}

#[test]
fn a_fast_line_is_not_held_up() {
    for delay in [0, 20, 200] {
        let ride = hold(&mut Line::new(100_000_000.0, Duration::from_millis(delay)));
        assert!(ride.parts >= 140, "{} at {delay} ms", ride.parts);
        assert!(ride.after < Duration::from_millis(delay + 50));
    }
}

#[test]
fn a_terminal_that_falls_silent_is_not_waited_for_long() {
    let mut line = Line::new(100_000.0, Duration::from_millis(50));
    line.silent = true;
    let ride = hold(&mut line);
    assert!(ride.parts >= 2 && ride.after < Duration::from_secs(9), "{} {:?}", ride.parts, ride.after);
    // One that never answered anything is asked nothing.
    let mut flow = Flow::default();
    assert!(!flow.send(100_000, Duration::ZERO) && flow.room(Duration::ZERO) == usize::MAX);
    assert_eq!(flow.patience(Duration::ZERO), None);
}

#[test]
fn single_keys_are_not_followed_by_questions() {
    let mut flow = Flow::default();
    flow.trust();
    assert!(flow.send(2500, Duration::ZERO));
    flow.answered(Duration::from_millis(5));
    let asked = (1..=10).filter(|n| flow.send(130, Duration::from_millis(100 * n))).count();
    assert_eq!(asked, 0);
}

#[test]
fn answers_to_nothing_are_ignored() {
    let mut flow = Flow::default();
    flow.answered(Duration::from_secs(1));
    assert!(flow.room(Duration::from_secs(2)) == usize::MAX && !flow.send(0, Duration::from_secs(2)));
}
