//! A long random walk over what terminals send, mutated and split anywhere: a few thousand streams in every test run;
//! `KANBAO_FUZZ=600 cargo test --lib decoder::fuzz -- --nocapture` goes on for that many seconds, best optimised
//! (`--config profile.dev.opt-level=3`, which keeps the checks for overflow).

#![allow(clippy::print_stdout)] // What a long run has seen.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant, SystemTime},
};

use super::{Decoder, MAX_PASTE_BYTES, MAX_STRING_BYTES, State, TerminalEvent, reply::Reply, table_tests::samples};
use crate::input::{Input, Key, Press};

/// Streams in a test run that asks for no time.
const FEW: u64 = 3000;
/// Typed after everything, and what it must be taken for.
const TYPED: (&str, &str) = ("jq國\r\x1b[A\x1b[6~", "jq國<Enter><Up><PgDn>");

/// `SplitMix64`: a random number generator whose whole state is its seed.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, or 0.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap()
    }

    fn byte(&mut self) -> u8 {
        // Every other one is of those that mean something in a sequence.
        const TELLING: &[u8] =
            b"\x1b\x1b\x1b[[]OPX^_\\;:?<>$~0123456789mMuRcnyABHZIu\x07\x18\x7f\0\x9b\x9c\xc2\xe5\xf0\xff";
        if self.next() & 1 == 0 { TELLING[self.below(TELLING.len())] } else { (self.next() & 0xFF) as u8 }
    }
}

/// Answers of terminals and attacks in articles, where those lists are at hand.
fn recorded() -> Vec<Vec<u8>> {
    let data = |name: &str| {
        let path = format!("{}/../shared/data/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap_or_default()
    };
    let mut all = Vec::new();
    let replies: serde_json::Value = serde_json::from_str(&data("terminal-replies.json")).unwrap_or_default();
    for terminal in replies.as_object().into_iter().flat_map(serde_json::Map::values) {
        let of = |name: &str| terminal.get(name).and_then(serde_json::Value::as_str);
        all.extend(of("DA1").map(|text| format!("\x1b[?{text}c")));
        all.extend(of("DA2").map(|text| format!("\x1b[>{text}c")));
        all.extend(of("XTVERSION").map(|text| format!("\x1bP>|{text}\x1b\\")));
        all.extend(of("DECRQM2026").map(|text| format!("\x1b[?2026;{text}$y")));
        all.extend(of("DECRQM2027").map(|text| format!("\x1b[?2027;{text}$y")));
    }
    let payloads = data("terminal-payloads.tsv");
    all.extend(
        payloads.lines().skip(1).filter_map(|line| serde_json::from_str::<String>(line.split('\t').nth(1)?).ok()),
    );
    all.into_iter().map(String::into_bytes).collect()
}

/// One stream: pieces of the samples one after the other, most of them spoilt somehow.
fn stream(dice: &mut Dice, samples: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for _ in 0..=dice.below(12) {
        let mut piece = samples[dice.below(samples.len())].clone();
        for _ in 0..dice.below(4) {
            let at = dice.below(piece.len() + 1);
            match dice.below(8) {
                0 => piece.truncate(at),
                1 => drop(piece.drain(..at)),
                2 => piece.insert(at, dice.byte()),
                3 => piece.extend((0..dice.below(20)).map(|_| dice.byte())),
                4 => piece = piece.repeat(1 + dice.below(5)),
                5 => {
                    let other = &samples[dice.below(samples.len())];
                    piece.splice(at..at, other.iter().copied());
                }
                _ if at < piece.len() => piece[at] = dice.byte(),
                _ => {}
            }
        }
        // Now and then one that does not end.
        if dice.below(2000) == 0 {
            let filler = dice.byte();
            piece.extend(std::iter::repeat_n(filler, dice.below(3 * MAX_PASTE_BYTES)));
        }
        out.extend(piece);
    }
    out
}

/// Asserts all properties of one stream; `used` has decoded others before. The decoded things are counted.
fn examine(bytes: &[u8], dice: &mut Dice, used: &mut Decoder) -> usize {
    let mut whole = Decoder::default();
    let mut expected = whole.feed(bytes);
    assert!(whole.held.capacity() <= 2 * MAX_PASTE_BYTES, "it keeps {} bytes", whole.held.capacity());
    expected.extend(whole.timeout());
    assert!(expected.len() <= bytes.len() + 2, "{} things of {} bytes", expected.len(), bytes.len());
    for one in &expected {
        match one {
            TerminalEvent::Input(
                Input::Press(Press { key: Key::Char(c), .. }) | Input::Escaped(Press { key: Key::Char(c), .. }),
            ) => assert!(!c.is_control(), "{c:?} is typed"),
            // A byte that is not UTF-8 becomes three.
            TerminalEvent::Input(Input::Paste(text)) => assert!(text.len() <= 3 * MAX_PASTE_BYTES),
            TerminalEvent::Reply(Reply::Version(text)) => assert!(text.len() <= 3 * MAX_STRING_BYTES),
            _ => {}
        }
    }
    let mut parts = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let longest = [1, 3, 40, rest.len()][dice.below(4)];
        let (part, more) = rest.split_at((1 + dice.below(longest)).min(rest.len()));
        parts.extend(used.feed(part));
        assert!(used.held.len() <= MAX_PASTE_BYTES);
        assert_eq!(used.patience().is_none(), used.state == State::Ground);
        rest = more;
    }
    parts.extend(used.timeout());
    assert_eq!(parts, expected, "it matters how the bytes are split");
    assert!(used.patience().is_none() && used.held.is_empty() && used.held.capacity() <= MAX_STRING_BYTES);
    let typed: String = used.feed(TYPED.0.as_bytes()).iter().map(shown).collect();
    assert_eq!(typed, TYPED.1, "what is typed afterwards");
    expected.len()
}

fn shown(decoded: &TerminalEvent) -> String {
    match decoded {
        TerminalEvent::Input(Input::Press(press)) => press.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn nothing_a_terminal_sends_does_harm() {
    let seconds = std::env::var("KANBAO_FUZZ").ok().and_then(|text| text.parse().ok());
    // A run that is asked for walks elsewhere each time; the one of every test run is always the same.
    let now = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let seed = if seconds.is_some() { now() } else { 7 };
    let mut dice = Dice(seed);
    let samples: Vec<Vec<u8>> = samples().into_iter().chain(recorded()).filter(|bytes| !bytes.is_empty()).collect();
    let end = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let (mut streams, mut bytes, mut decoded) = (0_u64, 0_u64, 0_u64);
    let mut used = Decoder::default();
    while end.map_or(streams < FEW, |end| Instant::now() < end) {
        let stream = stream(&mut dice, &samples);
        let found = catch_unwind(AssertUnwindSafe(|| examine(&stream, &mut dice, &mut used)));
        let found = found.unwrap_or_else(|_| panic!("stream {streams} of seed {seed}: {}", stream.escape_ascii()));
        streams += 1;
        bytes += stream.len() as u64;
        decoded += found as u64;
    }
    assert!(decoded > streams, "nothing was decoded");
    println!(
        "{streams} streams, {bytes} bytes, {decoded} inputs and replies, from {} samples, seed {seed}",
        samples.len()
    );
}
