//! Conversion from a reader to a writer, for texts larger than memory.
//!
//! The text is cut where the conversions of the pieces, joined, are the conversion of the whole; see `cut.rs`.

mod decoder;

#[cfg(test)]
mod tests;

use std::{
    io::{Read, Write},
    ops::Range,
};

use super::{
    Language, Script, ScriptError,
    conversion::{ChangedSpan, Config, Converters, LoadedPlan, Plan, changed_spans},
    cut,
};
use decoder::IncrementalDecoder;

/// Bytes of one read, and the least bytes of text that are converted together.
const CHUNK_BYTES: usize = 256 << 10;

/// The most bytes that are held: a text without a mark for so long is cut anywhere that makes no difference.
const MAX_HELD_BYTES: usize = 4 << 20;

/// The conversion that a stream goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StreamConversion {
    /// One of OpenCC's configurations, of every character.
    Config(Config),
    /// One script to another. Web addresses stay, and the person's own conversions apply.
    Scripts {
        /// The script of the text; `None` to detect it from the first 256 kB.
        from: Option<Script>,
        /// The script to write.
        to: Script,
    },
}

/// Counts of a converted stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StreamReport {
    /// The plan that was followed; `None` if the text was left as it was.
    pub(crate) plan: Option<Plan>,
    /// Bytes read.
    pub(crate) read: u64,
    /// Stretches that were not UTF-8; each was written as U+FFFD.
    pub(crate) invalid: u64,
    /// Offset in bytes of the first of them.
    pub(crate) first_invalid: Option<u64>,
}

/// Converts a stream. Loads the converters that it needs.
///
/// # Errors
/// If the stream cannot be read or written, or a converter cannot be loaded.
pub(crate) fn convert(
    reader: impl Read,
    mut writer: impl Write,
    converters: &Converters,
    conversion: StreamConversion,
) -> Result<StreamReport, ScriptError> {
    let mut out = String::new();
    let report = pump(reader, converters, conversion, false, |plan, piece| {
        out.clear();
        plan.append(piece, &mut out)?;
        writer.write_all(out.as_bytes()).map_err(ScriptError::Write)
    })?;
    writer.flush().map_err(ScriptError::Write)?;
    Ok(report)
}

/// A changed span of a stream, in bytes from the start of the text and of its conversion, with both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StreamChange {
    /// The two spans and the kind of change.
    pub(crate) change: ChangedSpan,
    /// The stored text.
    pub(crate) from: String,
    /// The text that replaces it.
    pub(crate) to: String,
}

/// Hands the changes that [`convert`] would make to `take`, in order. Between two changes the text and its conversion
/// are the same.
///
/// # Errors
/// As [`convert`], and the errors of `take`.
pub(crate) fn changes<E: From<ScriptError>>(
    reader: impl Read,
    converters: &Converters,
    conversion: StreamConversion,
    mut take: impl FnMut(StreamChange) -> Result<(), E>,
) -> Result<StreamReport, E> {
    let (mut source, mut shown) = (0, 0);
    pump(reader, converters, conversion, true, |plan, text| {
        let (converted, map, words) = plan.map_text(text)?;
        for change in changed_spans(text, &converted, &map, &words, 0..converted.len()) {
            let (from, to) = (text[change.source.clone()].to_owned(), converted[change.shown.clone()].to_owned());
            let moved = |range: Range<usize>, by: usize| range.start + by..range.end + by;
            let (source, shown) = (moved(change.source, source), moved(change.shown, shown));
            take(StreamChange { change: ChangedSpan { kind: change.kind, source, shown }, from, to })?;
        }
        (source, shown) = (source + text.len(), shown + converted.len());
        Ok(())
    })
}

/// Reads a stream, cuts it and hands each piece to `take` with the plan to convert it by. `mapped` loads what a map of the
/// conversion needs.
fn pump<E: From<ScriptError>>(
    mut reader: impl Read,
    converters: &Converters,
    conversion: StreamConversion,
    mapped: bool,
    mut take: impl FnMut(&LoadedPlan, &str) -> Result<(), E>,
) -> Result<StreamReport, E> {
    let mut text = IncrementalDecoder::default();
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut more = text.fill(&mut reader, &mut chunk)?;
    while more && text.pending.len() < CHUNK_BYTES {
        more = text.fill(&mut reader, &mut chunk)?;
    }
    let (plan, loaded) = choose(&text.pending, conversion, converters, mapped)?;
    text.report.plan = plan;
    // Without a mark in it the pending text grows; it is searched again only after another chunk, not after each read.
    let mut enough = CHUNK_BYTES;
    loop {
        let end = match text.pending.len() {
            all if !more => all,
            length if length < enough => 0,
            _ => cut_at(&loaded, &text.pending)?,
        };
        if more && text.pending.len() >= enough {
            enough = text.pending.len() - end + CHUNK_BYTES;
        }
        if end > 0 {
            take(&loaded, &text.pending[..end])?;
            text.pending.drain(..end);
        }
        if !more {
            return Ok(text.report);
        }
        more = text.fill(&mut reader, &mut chunk)?;
    }
}

/// The plan for a text with this start, and the converters loaded for it. A text that stays as it is has no plan.
fn choose(
    start: &str,
    conversion: StreamConversion,
    converters: &Converters,
    mapped: bool,
) -> Result<(Option<Plan>, LoadedPlan), ScriptError> {
    let plan = match conversion {
        StreamConversion::Config(config) => Some(Plan::single(config)),
        StreamConversion::Scripts { from: Some(from), to } if from != Script::Original => Plan::between(from, to),
        StreamConversion::Scripts { to, .. } => Plan::choose(Language::detect(start, None), to),
    };
    let Some(plan) = plan else { return Ok((None, LoadedPlan::unshared(Vec::new()))) };
    let steps = plan.steps().map(|config| converters.load(config)).collect::<Result<_, _>>()?;
    let mut loaded = LoadedPlan::unshared(steps);
    if mapped {
        converters.load_all(&plan.configs())?;
        loaded = LoadedPlan::from_loaded(plan, converters)?.unwrap_or(loaded);
    }
    let loaded = match conversion {
        StreamConversion::Config(_) => loaded.with_addresses(),
        StreamConversion::Scripts { to, .. } => loaded.with_exceptions(converters.exceptions().for_script(to)),
    };
    Ok((Some(plan), loaded))
}

/// The length of the longest start of a text that can be converted before the rest is known; 0 if there is none yet.
fn cut_at(plan: &LoadedPlan, text: &str) -> Result<usize, ScriptError> {
    if plan.is_empty() {
        return Ok(text.len());
    }
    match cut::last(text) {
        0 if text.len() >= MAX_HELD_BYTES => cut::unmarked(text, text.len() / 2, |text| plan.convert(text)),
        end => Ok(end),
    }
}
