//! The flow on simulated lines: a key held down, and how long the screen goes on after it is let go.

use super::*;

/// A line that carries `speed` bytes a second with `delay` between the ends, and keeps any number of bytes.
struct Line {
    speed: f64,
    delay: Duration,
    free_at: Duration,
    /// When answers arrive.
    answers: VecDeque<Duration>,
    silent: bool,
}

impl Line {
    fn new(bits: f64, delay: Duration) -> Line {
        Line { speed: bits / 10.0, delay, free_at: Duration::ZERO, answers: VecDeque::new(), silent: false }
    }

    /// When the last of the bytes sent at `now` is on the screen.
    fn send(&mut self, bytes: usize, asks: bool, now: Duration) -> Duration {
        self.free_at = self.free_at.max(now) + Duration::from_secs_f64(bytes as f64 / self.speed);
        if asks && !self.silent {
            self.answers.push_back(self.free_at + self.delay);
        }
        self.free_at + self.delay / 2
    }
}

struct Ride {
    /// Frames that showed a movement.
    frames: usize,
    /// From letting the key go to the last byte on the screen.
    after: Duration,
    /// The longest pause between two frames while the key was held.
    pause: Duration,
}

/// Opens an article and waits, then holds `j`.
fn hold(line: &mut Line) -> Ride {
    let mut flow = Flow::default();
    flow.trust();
    hold_from(line, flow, Duration::from_secs(4))
}

/// Opens an article, then holds `j` for five seconds at 30 a second; a frame of `n` lines is `130 n` bytes up to 2,400.
fn hold_from(line: &mut Line, mut flow: Flow, from: Duration) -> Ride {
    let ms = Duration::from_millis;
    let (mut now, mut lines, mut shown) = (ms(0), 0_usize, 0_usize);
    let asks = flow.send(2500, now);
    let mut last = line.send(2500, asks, now);
    let mut ride = Ride { frames: 0, after: ms(0), pause: ms(0) };
    let until = from + ms(5000);
    let mut before = from;
    while now < ms(90_000) {
        while line.answers.front().is_some_and(|at| *at <= now) {
            line.answers.pop_front();
            flow.answered(now);
        }
        if now >= from && now < until && now.saturating_sub(from).as_millis() / 33 > lines as u128 {
            lines += 1;
        }
        if lines > shown && flow.is_open(now) {
            let bytes = ((lines - shown) * 130).min(2400);
            shown = lines;
            let asks = flow.send(bytes, now);
            last = line.send(bytes + if asks { 4 } else { 0 }, asks, now);
            ride.frames += 1;
            if now < until {
                ride.pause = ride.pause.max(now.saturating_sub(before));
                before = now;
            }
        }
        now += ms(1);
    }
    assert_eq!(shown, lines, "the last key is shown");
    ride.after = last.saturating_sub(until);
    ride
}

#[test]
fn a_modem_stops_when_the_key_is_let_go() {
    let ride = hold(&mut Line::new(9600.0, Duration::from_millis(2)));
    // What is on its way, and one frame: each at most a screen, which takes 2.5 s there.
    assert!(ride.after < Duration::from_millis(3500), "{:?}", ride.after);
    assert!(ride.frames >= 5, "{}", ride.frames);
    // Without a limit the 150 lines would be 19,500 bytes: 20 s.
}

/// What may be on its way at the release, and the frame that shows the last key.
fn two_frames(bits: f64, delay: Duration) -> Duration {
    delay * 2 + Duration::from_secs_f64((2.0 * 2500.0 + LEAST as f64) * 10.0 / bits) + Duration::from_millis(200)
}

#[test]
fn a_key_held_before_anything_is_known_of_the_line_ends_with_the_next_frame() {
    for bits in [4800.0, 9600.0, 19_200.0, 56_000.0] {
        for delay in [2, 100, 300, 600].map(Duration::from_millis) {
            for from in [0, 30, 500, 4000, 12_000].map(Duration::from_millis) {
                let mut flow = Flow::default();
                flow.trust();
                let ride = hold_from(&mut Line::new(bits, delay), flow, from);
                assert!(ride.after <= two_frames(bits, delay), "{bits} {delay:?} {from:?}: {:?}", ride.after);
            }
        }
    }
}

#[test]
fn where_nothing_answers_the_declared_speed_limits_what_is_on_its_way() {
    for bits in [1200_u32, 2400, 9600, 19_200] {
        let mut line = Line::new(f64::from(bits), Duration::from_millis(2));
        line.silent = true;
        let ride = hold_from(&mut line, Flow::declared(bits), Duration::from_millis(30));
        assert!(ride.after <= two_frames(f64::from(bits), line.delay), "{bits}: {:?}", ride.after);
    }
    // Every pseudo-terminal says 38,400, and no device says 0.
    for bits in [0, 38_400] {
        let mut flow = Flow::declared(bits);
        flow.send(100_000, Duration::ZERO);
        assert!(flow.is_open(Duration::ZERO));
    }
}

#[test]
fn the_first_screen_tells_the_speed_by_its_own_question() {
    let mut flow = Flow::default();
    flow.probe(2500, Duration::ZERO);
    assert!(flow.is_open(Duration::ZERO) && !flow.awaits(), "nothing waits for a terminal that has never answered");
    flow.trust();
    flow.answered(Duration::from_millis(2600));
    assert!(flow.send(130, Duration::from_millis(2700)), "a slow line is asked after every frame");
}

#[test]
fn a_slow_far_line_is_kept_busy() {
    let ride = hold(&mut Line::new(56_000.0, Duration::from_millis(300)));
    assert!(ride.after < Duration::from_millis(700), "{:?}", ride.after);
    assert!(ride.pause < Duration::from_millis(450), "{:?}", ride.pause);
    assert!(ride.frames >= 25, "{}", ride.frames);
}

#[test]
fn a_fast_line_is_not_held_up() {
    for delay in [0, 20, 200] {
        let ride = hold(&mut Line::new(100_000_000.0, Duration::from_millis(delay)));
        assert!(ride.frames >= 140, "{} at {delay} ms", ride.frames);
        assert!(ride.after < Duration::from_millis(delay + 50));
    }
}

#[test]
fn a_terminal_that_falls_silent_is_not_waited_for_long() {
    let mut line = Line::new(100_000.0, Duration::from_millis(50));
    line.silent = true;
    let ride = hold(&mut line);
    assert!(ride.frames >= 2 && ride.after < Duration::from_secs(9), "{} {:?}", ride.frames, ride.after);
    // One that never answered anything is asked nothing.
    let mut flow = Flow::default();
    assert!(!flow.send(100_000, Duration::ZERO) && flow.is_open(Duration::ZERO));
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
    assert!(flow.is_open(Duration::from_secs(2)) && !flow.send(0, Duration::from_secs(2)));
}
