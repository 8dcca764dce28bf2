//! A conversion from a reader to a writer, for texts larger than memory: cut where the pieces' conversions are the
//! whole's.

pub(crate) mod cut;
mod decoded;
mod pool;

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

pub(crate) use cut::MARKS;

use std::{
    io::{Read, Write},
    ops::Range,
    thread,
};

use crate::script::{
    Language, Script, ScriptError,
    conversion::{Change, Config, Converters, LoadedPlan, Plan, changes},
};
use crate::text::offsets::OffsetMap;
use decoded::Decoded;
use pool::{Pool, Worker};

/// Bytes read at once, and bytes of text that go on together.
const CHUNK: usize = 256 << 10;

/// Bytes held at the most: a text without a mark for so long is cut anywhere that makes no difference.
const HELD: usize = 4 << 20;

/// Threads that convert. OpenCC takes one text at a time; the other thread makes its last result a text of ours and
/// its next text ready meanwhile.
const WORKERS: usize = 2;

/// Bytes of a text with which help is worth its start.
const LONG: u64 = 1 << 20;

/// What converts pieces outside of this process, where OpenCC converts another text at the same time: what it is
/// given, converted, or `None` if it can no longer do so.
pub type Helper = HelperTo<Vec<u8>>;

/// The same of any result.
type HelperTo<T> = Box<dyn FnMut(&str) -> Option<T> + Send>;

/// How pieces of a text are converted, for somebody to whom no more need be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piecework {
    /// The configurations, applied one after another.
    pub steps: Vec<Config>,
    /// Whether web addresses are converted too.
    pub addresses: bool,
}

impl Piecework {
    /// Loads what converts pieces so.
    ///
    /// # Errors
    /// When a converter cannot be loaded.
    pub fn load(&self, converters: &Converters) -> Result<LoadedPlan, ScriptError> {
        let steps = self.steps.iter().map(|config| converters.load(*config)).collect::<Result<_, _>>()?;
        let loaded = LoadedPlan::alone(steps);
        Ok(if self.addresses { loaded.of_everything() } else { loaded })
    }
}

/// By what a stream is converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// By one of OpenCC's configurations.
    Config(Config),
    /// From a script to a script; without the first, by the language of the text's first 256 kB.
    Scripts {
        /// The script of the text, if known.
        from: Option<Script>,
        /// The script to write.
        to: Script,
    },
}

/// What a stream was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// By what it was converted; `None` if it was left as it was.
    pub plan: Option<Plan>,
    /// Bytes read.
    pub read: u64,
    /// Stretches that were not UTF-8; each was written as U+FFFD.
    pub invalid: u64,
    /// Where the first of them began, in bytes from the start.
    pub first_invalid: Option<u64>,
}

/// Converts a stream. Converters that are needed and not loaded are loaded. Between scripts, web addresses stay as
/// they are and the person's own conversions count; a configuration by its own name is OpenCC's own conversion, of
/// every character. Where the text is long, `help` is asked once for others to convert with.
///
/// # Errors
/// When the stream cannot be read or written, or no converter can be loaded.
pub fn convert(
    reader: impl Read,
    mut writer: impl Write,
    converters: &Converters,
    choice: Choice,
    help: impl FnOnce(&Piecework) -> Vec<Helper>,
) -> Result<Report, ScriptError> {
    let plain = |plan: &LoadedPlan, text: &str| plan.convert(text).map(String::into_bytes);
    let report = pump(reader, converters, (choice, false), plain, help, |_, converted: Vec<u8>| {
        writer.write_all(&converted).map_err(ScriptError::Write)
    })?;
    writer.flush().map_err(ScriptError::Write)?;
    Ok(report)
}

/// A change of a stream: bytes from the start of the text and of its conversion, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamChange {
    /// Where, in which way.
    pub change: Change,
    /// What was written.
    pub from: String,
    /// What was put for it.
    pub to: String,
}

/// A piece of a conversion with its map, and its stretches that are other words.
type MappedText = (String, OffsetMap, Vec<Range<usize>>);

/// Goes through the changes that [`convert`] would make, in order. Between them the text and its conversion are the
/// same.
///
/// # Errors
/// As [`convert`], and what `take` fails with.
pub fn changes<E: From<ScriptError>>(
    reader: impl Read,
    converters: &Converters,
    choice: Choice,
    mut take: impl FnMut(StreamChange) -> Result<(), E>,
) -> Result<Report, E> {
    let (mut source, mut shown) = (0, 0);
    let take = |text: String, (converted, map, words): MappedText| {
        for change in changes::changes(&text, &converted, &map, &words, 0..converted.len()) {
            let (from, to) = (text[change.source.clone()].to_owned(), converted[change.shown.clone()].to_owned());
            let moved = |range: Range<usize>, by: usize| range.start + by..range.end + by;
            let change =
                Change { kind: change.kind, source: moved(change.source, source), shown: moved(change.shown, shown) };
            take(StreamChange { change, from, to })?;
        }
        (source, shown) = (source + text.len(), shown + converted.len());
        Ok(())
    };
    let nobody = |_: &Piecework| Vec::<HelperTo<MappedText>>::new();
    pump(reader, converters, (choice, true), LoadedPlan::map_text, nobody, take)
}

/// Reads and cuts a stream here and converts it on other threads, so that none waits for another; what is
/// converted comes to `take` in order.
fn pump<T: Send, E: From<ScriptError>>(
    mut reader: impl Read,
    converters: &Converters,
    (choice, mapped): (Choice, bool),
    convert: impl Fn(&LoadedPlan, &str) -> Result<T, ScriptError> + Sync,
    help: impl FnOnce(&Piecework) -> Vec<HelperTo<T>>,
    mut take: impl FnMut(String, T) -> Result<(), E>,
) -> Result<Report, E> {
    let mut text = Decoded::default();
    let mut chunk = vec![0; CHUNK];
    let mut more = text.fill(&mut reader, &mut chunk)?;
    while more && text.pending.len() < CHUNK {
        more = text.fill(&mut reader, &mut chunk)?;
    }
    let (plan, loaded) = choose(&text.pending, choice, converters, mapped)?;
    text.report.plan = plan;
    let mut help = loaded.piecework().map(|work| (work, help));
    let (loaded, convert) = (&loaded, &convert);
    let mut take = |piece: String, result: Result<T, ScriptError>| take(piece, result?);
    thread::scope(|scope| {
        let mut pool: Pool<Result<T, ScriptError>> = Pool::new();
        for _ in 0..WORKERS {
            pool.hire(scope, Box::new(|piece| convert(loaded, piece)));
        }
        // A text is not searched for a mark again before a chunk has come to it.
        let mut enough = CHUNK;
        loop {
            let end = match text.pending.len() {
                all if !more => all,
                length if length < enough => 0,
                _ => cut(loaded, &text.pending)?,
            };
            if more && (end > 0 || text.pending.len() >= enough) {
                enough = text.pending.len() - end + CHUNK;
            }
            if end > 0 {
                let behind = text.pending.split_off(end);
                pool.give(std::mem::replace(&mut text.pending, behind), &mut take)?;
            }
            if !more {
                break;
            }
            if let Some((work, help)) = help.take_if(|_| text.report.read >= LONG) {
                for helper in help(&work) {
                    pool.hire(scope, helped(helper, |piece| convert(loaded, piece)));
                }
            }
            more = text.fill(&mut reader, &mut chunk)?;
        }
        pool.finish(&mut take)?;
        Ok(text.report)
    })
}

/// A worker that has its pieces converted by a helper, and does so itself once that one no longer can.
fn helped<'a, T: 'a>(
    helper: HelperTo<T>,
    convert: impl Fn(&str) -> Result<T, ScriptError> + Send + 'a,
) -> Worker<'a, Result<T, ScriptError>> {
    let mut helper = Some(helper);
    Box::new(move |piece| {
        if let Some(converted) = helper.as_mut().and_then(|helper| helper(piece)) {
            return Ok(converted);
        }
        helper = None;
        convert(piece)
    })
}

/// By what a text that starts so is converted. What is left as it is has a plan without steps.
fn choose(
    start: &str,
    choice: Choice,
    converters: &Converters,
    mapped: bool,
) -> Result<(Option<Plan>, LoadedPlan), ScriptError> {
    let plan = match choice {
        Choice::Config(config) => Some(Plan::of(config)),
        Choice::Scripts { from: Some(from), to } if from != Script::Original => Plan::between(from, to),
        Choice::Scripts { to, .. } => Plan::choose(Language::detect(start, None), to),
    };
    let Some(plan) = plan else { return Ok((None, LoadedPlan::alone(Vec::new()))) };
    let steps = plan.steps().map(|config| converters.load(config)).collect::<Result<_, _>>()?;
    let mut loaded = LoadedPlan::alone(steps);
    if mapped {
        converters.load_all(&plan.configs())?;
        loaded = converters.plan(plan)?.unwrap_or(loaded);
    }
    let loaded = match choice {
        Choice::Config(_) => loaded.of_everything(),
        Choice::Scripts { to, .. } => loaded.with_own(converters.exceptions().of(to)),
    };
    Ok((Some(plan), loaded))
}

/// How much of a text can be converted before the rest is known.
fn cut(plan: &LoadedPlan, text: &str) -> Result<usize, ScriptError> {
    if plan.is_empty() {
        return Ok(text.len());
    }
    match cut::last(text) {
        0 if text.len() >= HELD => cut::unmarked(text, text.len() / 2, |text| plan.convert(text)),
        end => Ok(end),
    }
}
