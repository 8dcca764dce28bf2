//! Ways a session can end: signals, a terminal that vanishes, a pause, a line that does not take any more. Few times
//! here; `KANBAO_ENDINGS=100 cargo test endings -- --nocapture` tries each a hundred times and prints how long it took.

use std::{
    os::unix::process::ExitStatusExt,
    thread,
    time::{Duration, Instant},
};

use rustix::process::Signal;

use crate::terminal::{Home, Terminal};

fn times() -> u64 {
    std::env::var("KANBAO_ENDINGS").ok().and_then(|number| number.parse().ok()).unwrap_or(2)
}

/// A library with the sample newspaper.
fn sample() -> Home {
    let home = Home::new();
    assert_eq!(home.run(&["import", "sample_articles"]).0, 0);
    home
}

/// Ends sessions at moments that differ, and looks at what they leave.
fn end_often(name: &str, end: impl Fn(&mut Terminal), restores: bool, code: Option<i32>) {
    let home = sample();
    let mut longest = Duration::ZERO;
    for time in 0..times() {
        let mut terminal = Terminal::start(&home, &[], 80, 24);
        terminal.wait_for_text("/27");
        let from = terminal.written.len();
        terminal.keys(["jjjj\r", "\r", "G\r  ", "j\rjjj/的", "jj\rzz"][time as usize % 5]);
        // At once, in the middle of painting, and long after it.
        match time % 3 {
            0 => terminal.wait_for("an article", |screen| screen.last().is_some_and(|row| !row.contains("/27"))),
            1 => {}
            _ => terminal.wait_for_count(from + 1 + time as usize * 37 % 900),
        }
        let start = Instant::now();
        end(&mut terminal);
        let status = terminal.wait();
        longest = longest.max(start.elapsed());
        assert_eq!(status.code(), code, "{name}");
        if restores {
            terminal.wait_until_restored();
        }
        // What it left can be read, and nothing is lost.
        let (code, out, err) = home.run(&["list", "--json"]);
        assert_eq!((code, out.lines().count(), err.as_str()), (0, 27, ""), "{name}");
    }
    println!("{name}: {} times, the longest took {longest:?}", times());
}

#[test]
fn signals_end_it_and_leave_all_in_order() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
        end_often(&format!("{signal:?}"), |terminal| terminal.signal(signal), true, Some(code));
    }
}

#[test]
fn a_kill_loses_nothing() {
    end_often("SIGKILL", |terminal| terminal.signal(Signal::KILL), false, None);
}

#[test]
fn what_ends_it_without_a_last_word_leaves_no_terminal_raw() {
    let home = sample();
    // As a person, a fault in a library, a stack that overflowed and memory that ran out end it.
    for signal in [Signal::KILL, Signal::SEGV, Signal::BUS, Signal::ABORT] {
        let mut terminal = Terminal::start(&home, &[], 80, 24);
        terminal.wait_for_text("/27");
        terminal.keys("\r");
        terminal.wait_for_percent();
        terminal.end_by(signal);
        terminal.wait_until_restored();
        terminal.wait_for_text("kanbao was ended all at once");
    }
}

/// Memory that runs out ends the program where it stands: nothing of it is left to give the terminal back.
#[test]
#[cfg(target_os = "linux")]
fn memory_that_runs_out_leaves_no_terminal_raw() {
    let home = sample();
    // In the list, in an article, and while an article of many megabytes is being opened.
    let long = format!("很長的文章\n{}", "國家通訊社今天報導說，新的鐵路將於明年春天通車。".repeat(150_000));
    std::fs::write(home.path().join("long.txt"), long).unwrap();
    assert_eq!(home.run(&["import", home.path().join("long.txt").to_str().unwrap()]).0, 0);
    for (keys, more) in [("", 0), ("\r", 0), ("", 1 << 20), ("/很長\r\r", 4 << 20), ("/很長\r\r", 16 << 20)] {
        let mut terminal = Terminal::start(&home, &[], 80, 24);
        terminal.wait_for_text("/28");
        terminal.keys(keys);
        let status = terminal.run_out_of_memory(more);
        assert_eq!(status.signal(), Some(Signal::ABORT.as_raw()), "{keys:?} with {more} bytes more: {status}");
        terminal.wait_until_restored();
        terminal.wait_for_text("kanbao was ended all at once");
    }
}

#[test]
fn any_size_is_drawn_and_left_again() {
    let home = sample();
    let mut terminal = Terminal::start(&home, &[], 80, 24);
    terminal.wait_for_text("/27");
    for (columns, rows) in [(u16::MAX, u16::MAX), (1, u16::MAX), (u16::MAX, 1), (0, 0), (1000, 500)] {
        terminal.claim(columns, rows);
        terminal.keys("jk");
    }
    terminal.claim(u16::MAX, u16::MAX);
    terminal.signal(Signal::TERM);
    assert_eq!(terminal.wait().code(), Some(143));
    terminal.wait_until_restored();
    let mut terminal = Terminal::start(&home, &[], 80, 24);
    terminal.wait_for_text("/27");
    terminal.claim(u16::MAX, u16::MAX);
    terminal.keys("jj");
    terminal.resize(80, 24);
    terminal.wait_for_text("3/27");
}

#[test]
fn ctrl_c_overtakes_what_was_typed_ahead() {
    let home = sample();
    for (before, keys) in [("", "zjk dzb "), ("\r", "zjk dzb "), ("/", "国 x"), ("", "sm"), ("", "/a\r&b\r")] {
        let mut terminal = Terminal::start(&home, &[], 80, 24);
        terminal.wait_for_text("/27");
        terminal.keys(before);
        // Whatever is left of it when Ctrl-C comes, the first closes a line at most, and the next leaves.
        for _ in 0..16 {
            terminal.keys(&keys.repeat(2048 / keys.len()));
        }
        let status = terminal.press_until_it_ends("\x03");
        assert_eq!(status.code(), Some(0), "{before}{keys}");
        terminal.wait_until_restored();
    }
}

#[test]
fn a_terminal_that_vanishes_ends_it() {
    end_often("closed terminal", Terminal::hang_up, false, Some(129));
}

#[test]
fn a_terminal_that_takes_nothing_more_does_not_hold_it_up() {
    let home = sample();
    let mut terminal = Terminal::start(&home, &[], 200, 60);
    terminal.wait_for_text("/27");
    // Nobody reads from here on: the line fills, keys are still taken, and a signal still ends it.
    for _ in 0..300 {
        terminal.keys("\r  G gg\x0cq\x0c");
    }
    let end = Instant::now() + Duration::from_mins(1);
    while terminal.unread() == 0 {
        assert!(Instant::now() < end, "it writes nothing");
        thread::sleep(Duration::from_millis(5));
    }
    terminal.signal(Signal::TERM);
    while terminal.child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < end, "it waits for a line that takes nothing");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_storm_of_sizes_ends_on_the_last() {
    let home = sample();
    let mut terminal = Terminal::start(&home, &[], 80, 24);
    terminal.wait_for_text("/27");
    terminal.keys("\r");
    terminal.wait_for_percent();
    let from = terminal.written.len();
    for step in 0..400_u16 {
        terminal.resize(20 + step % 90, 5 + step % 40);
    }
    terminal.resize(80, 24);
    // A row as long as the last size allows.
    terminal.wait_for("the article", |screen| screen.len() == 24 && screen.iter().any(|row| row.chars().count() > 35));
    terminal.catch_up();
    let (expected, painted) = (terminal.screen(), terminal.written.len());
    terminal.keys("\x0c");
    terminal.wait_for_bytes(painted, b"\x1b[2J");
    terminal.catch_up();
    assert_eq!(terminal.screen(), expected, "a full repaint changes something");
    // Sizes that nobody saw were not painted.
    assert!(terminal.written.len() - from < 400 * 2000, "{}", terminal.written.len() - from);
}

#[test]
fn a_pause_gives_the_terminal_back_and_takes_it_again() {
    let home = sample();
    let mut terminal = Terminal::start(&home, &[], 80, 24);
    terminal.wait_for_text("/27");
    terminal.keys("\r");
    terminal.wait_for_percent();
    terminal.catch_up();
    let before = terminal.screen();
    let from = terminal.written.len();
    terminal.signal(Signal::TSTP);
    terminal.wait_for_bytes(from, b"\x1b[?1049l");
    terminal.wait_until_restored();
    // One that is continued before it has stopped stays stopped.
    terminal.wait_until_stopped();
    terminal.signal(Signal::CONT);
    terminal.wait_for("the article again", |screen| *screen == *before);
    terminal.keys("Q");
    assert!(terminal.wait().success());
    terminal.wait_until_restored();
}
