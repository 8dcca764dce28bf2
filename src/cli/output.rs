//! Standard output and standard error: the one place where the text of a verb leaves the program and is made safe for a
//! terminal.

use std::{
    io::{self, Write},
    ops::ControlFlow,
    time::{Duration, Instant},
};

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};

use super::usage::Usage;
use crate::text::{hides, safe::Safe};

/// Shortest time between two changes of the progress line.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// The output streams of a verb.
pub struct Output<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    /// Columns for the progress line, if `err` is a terminal.
    progress_columns: Option<u16>,
    /// True while `err` ends in a progress line.
    has_progress: bool,
    /// The time of the last change of the progress line.
    progress_shown: Instant,
}

impl<'a> Output<'a> {
    /// Prints results to `out` and errors to `err`.
    pub fn new(out: &'a mut dyn Write, err: &'a mut dyn Write) -> Output<'a> {
        Output { out, err, progress_columns: None, has_progress: false, progress_shown: Instant::now() }
    }

    /// The output with a progress line of so many columns; `None` if `err` is no terminal.
    #[must_use]
    pub fn with_progress(self, columns: Option<u16>) -> Output<'a> {
        Output { progress_columns: columns, ..self }
    }

    /// Replaces the progress line, no more often than a person can read it.
    pub(super) fn progress(&mut self, sentence: impl FnOnce() -> String) -> io::Result<()> {
        if self.progress_shown.elapsed() < PROGRESS_INTERVAL {
            return Ok(());
        }
        self.progress_shown = Instant::now();
        self.replace_progress(&sentence())
    }

    /// Shows the number of articles that a task has dealt with.
    pub(super) fn count_articles(&mut self, task: &str) -> impl FnMut(usize) -> ControlFlow<()> {
        move |done| {
            // A terminal that takes no progress is no failure of the verb.
            let _ = self.progress(|| format!("{task}: {done} articles"));
            ControlFlow::Continue(())
        }
    }

    /// Replaces the progress line; does nothing if `err` is no terminal.
    fn replace_progress(&mut self, sentence: &str) -> io::Result<()> {
        let Some(columns) = self.progress_columns else { return Ok(()) };
        let safe = Safe::line(sentence);
        // The last column is left free: a full line would wrap and could not be taken back.
        let room = usize::from(columns).saturating_sub(1);
        let fits = safe.as_str().char_indices().nth(room).map_or(safe.as_str(), |(at, _)| &safe.as_str()[..at]);
        self.has_progress = true;
        write!(self.err, "\r{fits}\x1b[K")?;
        self.err.flush()
    }

    /// Clears the progress line.
    fn clear_progress(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.has_progress) { write!(self.err, "\r\x1b[K") } else { Ok(()) }
    }

    /// Flushes the results, so that a program that reads them is up to date.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Prints a line of text in its display form.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.clear_progress()?;
        writeln!(self.out, "{}", Safe::line(text).as_str())
    }

    /// Prints a line with a highlighted match, in another colour if it is another word for the query: for terminals.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn highlighted(&mut self, [before, matched, after]: [&str; 3], other: bool) -> io::Result<()> {
        self.clear_progress()?;
        let colour = if other { 35 } else { 31 };
        let [before, matched, after] = [before, matched, after].map(Safe::line);
        let (before, matched, after) = (before.as_str(), matched.as_str(), after.as_str());
        writeln!(self.out, "{before}\x1b[1;{colour}m{matched}\x1b[0m{after}")
    }

    /// Prints an object as one line of JSON. Characters a terminal could act on are escaped, so the object is whole
    /// and the line is harmless.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn json(&mut self, object: &impl Serialize) -> io::Result<()> {
        let mut serializer = Serializer::with_formatter(&mut *self.out, Harmless(CompactFormatter));
        object.serialize(&mut serializer).map_err(io::Error::from)?;
        writeln!(self.out)
    }

    /// Prints help to `out` or a usage error to `err`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn usage(&mut self, usage: &Usage) -> io::Result<()> {
        let to = if usage.code == 0 { &mut *self.out } else { &mut *self.err };
        to.write_all(usage.text.as_bytes())?;
        to.flush()
    }

    /// The stream of results, for text that must arrive byte for byte.
    pub fn raw(&mut self) -> &mut dyn Write {
        self.out
    }

    /// Prints an error to `err`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn complain(&mut self, sentence: &str) -> io::Result<()> {
        self.clear_progress()?;
        writeln!(self.err, "kanbao: {}", Safe::line(sentence).as_str())
    }
}

/// A JSON format that escapes every character without a glyph.
struct Harmless(CompactFormatter);

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices() {
            if !hides(c) {
                continue;
            }
            writer.write_all(&fragment.as_bytes()[plain..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[plain..])
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        self.0.write_char_escape(writer, escape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(print: impl FnOnce(&mut Output<'_>)) -> String {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        print(&mut Output::new(&mut out, &mut err));
        out.extend(err);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_is_one_line_without_controls() {
        assert_eq!(printed(|out| out.line("a\u{1b}[31mb\nc\u{9b}2J").unwrap()), "ab c\n");
        assert_eq!(
            printed(|out| out.highlighted(["a\n", "b\u{1b}", ""], false).unwrap()),
            "a \u{1b}[1;31mb\u{1b}[0m\n"
        );
        assert!(printed(|out| out.complain("x\u{7}y").unwrap()).starts_with("kanbao: xy"));
    }

    #[test]
    fn progress_is_shown_on_a_terminal_and_cleared() {
        assert_eq!(printed(|out| out.replace_progress("1 of 2 files").unwrap()), "");
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut output = Output::new(&mut out, &mut err).with_progress(Some(8));
        output.replace_progress("1 of 2\u{1b}[2J files").unwrap();
        output.complain("a.txt is empty").unwrap();
        output.line("done").unwrap();
        assert_eq!(String::from_utf8(err).unwrap(), "\r1 of 2 \x1b[K\r\x1b[Kkanbao: a.txt is empty\n");
    }

    #[test]
    fn json_is_whole_and_harmless() {
        let text = "国\u{1b}[31m\u{9b}2J\u{202e}\u{e0041}\u{7f}";
        let line = printed(|out| out.json(&serde_json::json!({ "title": text })).unwrap());
        assert!(line.trim_end().chars().all(|c| !c.is_control() && !hides(c)), "{line}");
        let back: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(back["title"], text);
        assert!(line.contains('国'));
    }
}
