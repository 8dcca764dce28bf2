//! A conversion from a reader to a writer, for texts larger than memory: cut where the pieces' conversions are the
//! whole's.

use std::{
    io::{self, Read, Write},
    str,
};

use super::{Config, Converters, Language, Plan, Script, ScriptError, cut, map::LoadedPlan};

/// Bytes read at once, and bytes of text that go on together.
const CHUNK: usize = 256 << 10;

/// Bytes held at the most: a text without a mark for so long is cut anywhere that makes no difference.
const HELD: usize = 4 << 20;

/// Characters on both sides of such a cut that are converted to see that it makes none.
const AROUND: usize = 256;

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

/// Converts a stream. Converters that are needed and not loaded are loaded. Web addresses stay as they are where the
/// choice is between scripts; a configuration by its own name is OpenCC's own conversion, of every character.
///
/// # Errors
/// When the stream cannot be read or written, or no converter can be loaded.
pub fn convert(
    mut reader: impl Read,
    mut writer: impl Write,
    converters: &Converters,
    choice: Choice,
) -> Result<Report, ScriptError> {
    let mut text = Decoded::default();
    let mut chunk = vec![0; CHUNK];
    let mut more = text.fill(&mut reader, &mut chunk)?;
    while more && text.pending.len() < CHUNK {
        more = text.fill(&mut reader, &mut chunk)?;
    }
    let conversion = Conversion::choose(&text.pending, choice, converters)?;
    text.report.plan = conversion.plan();
    // A text is not searched for a mark again before a chunk has come to it.
    let mut enough = CHUNK;
    let mut converted = String::new();
    loop {
        let end = match text.pending.len() {
            all if !more => all,
            length if length < enough => 0,
            _ => conversion.cut(&text.pending)?,
        };
        if more && (end > 0 || text.pending.len() >= enough) {
            enough = text.pending.len() - end + CHUNK;
        }
        converted.clear();
        conversion.append(&text.pending[..end], &mut converted)?;
        writer.write_all(converted.as_bytes()).map_err(ScriptError::Write)?;
        text.pending.drain(..end);
        if !more {
            break;
        }
        more = text.fill(&mut reader, &mut chunk)?;
    }
    writer.flush().map_err(ScriptError::Write)?;
    Ok(text.report)
}

enum Conversion {
    Nothing,
    /// OpenCC's own, of everything.
    Raw(std::sync::Arc<super::Converter>),
    Planned(Plan, LoadedPlan),
}

impl Conversion {
    fn choose(start: &str, choice: Choice, converters: &Converters) -> Result<Conversion, ScriptError> {
        let plan = match choice {
            Choice::Config(config) => return Ok(Conversion::Raw(converters.load(config)?)),
            Choice::Scripts { from: Some(from), to } if from != Script::Original => Plan::between(from, to),
            Choice::Scripts { to, .. } => Plan::choose(Language::detect(start, None), to),
        };
        let Some(plan) = plan else { return Ok(Conversion::Nothing) };
        let steps = plan.steps().map(|config| converters.load(config)).collect::<Result<_, _>>()?;
        Ok(Conversion::Planned(plan, LoadedPlan::alone(steps)))
    }

    fn plan(&self) -> Option<Plan> {
        match self {
            Conversion::Nothing => None,
            Conversion::Raw(converter) => Some(Plan::of(converter.config())),
            Conversion::Planned(plan, _) => Some(*plan),
        }
    }

    fn append(&self, text: &str, out: &mut String) -> Result<(), ScriptError> {
        match self {
            Conversion::Nothing => {
                out.push_str(text);
                Ok(())
            }
            Conversion::Raw(converter) => converter.append_by(usize::MAX, text, out),
            Conversion::Planned(_, loaded) => loaded.append(text, out),
        }
    }

    /// How much of a text can be converted before the rest is known.
    fn cut(&self, text: &str) -> Result<usize, ScriptError> {
        match self {
            Conversion::Nothing => Ok(text.len()),
            _ => match cut::last(text) {
                0 if text.len() >= HELD => self.unmarked_cut(text),
                end => Ok(end),
            },
        }
    }

    /// A cut in a text without marks: where what stands around it is converted the same with it and without. Words
    /// are at most 15 characters, so what stands farther off has no part in it.
    fn unmarked_cut(&self, text: &str) -> Result<usize, ScriptError> {
        let middle = cut::boundary(text, text.len() / 2);
        for (at, _) in text[middle..].char_indices().take(AROUND) {
            let (left, right) = text.split_at(middle + at);
            let left = &left[left.char_indices().rev().take(AROUND).last().map_or(0, |(at, _)| at)..];
            let right = &right[..right.char_indices().nth(AROUND).map_or(right.len(), |(at, _)| at)];
            let (mut together, mut apart) = (String::new(), String::new());
            self.append(&text[middle + at - left.len()..middle + at + right.len()], &mut together)?;
            self.append(left, &mut apart)?;
            self.append(right, &mut apart)?;
            if together == apart {
                return Ok(middle + at);
            }
        }
        Ok(middle)
    }
}

/// Bytes as they come, decoded as far as they can be.
#[derive(Default)]
struct Decoded {
    pending: String,
    /// The start of a character whose rest is still to come.
    begun: Vec<u8>,
    report: Report,
}

impl Decoded {
    /// Reads and decodes once; whether there may be more.
    fn fill(&mut self, reader: &mut impl Read, chunk: &mut [u8]) -> Result<bool, ScriptError> {
        let length = loop {
            match reader.read(chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result.map_err(ScriptError::Read)?,
            }
        };
        let end = length == 0;
        let mut at = self.report.read - self.begun.len() as u64;
        self.report.read += length as u64;
        let mut bytes = std::mem::take(&mut self.begun);
        bytes.extend_from_slice(&chunk[..length]);
        if !end {
            self.begun = bytes.split_off(bytes.len() - begun(&bytes));
        }
        // Nearly always all of it is right, and seen to be at once.
        if let Some(valid) = encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(&bytes) {
            self.pending.push_str(&valid);
            return Ok(!end);
        }
        for stretch in bytes.utf8_chunks() {
            self.pending.push_str(stretch.valid());
            at += stretch.valid().len() as u64;
            if !stretch.invalid().is_empty() {
                self.pending.push(char::REPLACEMENT_CHARACTER);
                self.report.invalid += 1;
                self.report.first_invalid.get_or_insert(at);
                at += stretch.invalid().len() as u64;
            }
        }
        Ok(!end)
    }
}

/// How many bytes at the end start a character whose rest is still to come.
fn begun(bytes: &[u8]) -> usize {
    let length = |lead: u8| match lead {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf7 => 4,
        _ => 1,
    };
    // The last byte that does not go on with a character starts one.
    let lead = bytes.iter().rev().take(3).position(|byte| byte & 0xc0 != 0x80);
    lead.filter(|back| length(bytes[bytes.len() - 1 - back]) > back + 1).map_or(0, |back| back + 1)
}

#[cfg(test)]
#[path = "stream_tests.rs"]
mod tests;
