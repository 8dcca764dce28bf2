//! The question put to a terminal when a session begins: how wide it draws what terminals differ about, and which modes
//! it knows. All of it is one round trip, sent with the first frame and never waited for.
//!
//! Samples are drawn on the second row (a cursor on the first one answers like a function key) of a screen that the
//! frame after them blanks, each followed by the question where the cursor is. The last question, DA1, is answered by
//! every terminal, so its answer ends the round. An answer that does not fit is worth nothing; one that comes late is
//! still an answer.

use super::modes;
use crate::term::decoder::{Ground, Reply};
use crate::text::width::Ambiguous;

/// The row of the samples, from 0.
const SAMPLE_ROW: u16 = 1;
/// Cells that the samples take at most: nothing may reach the right margin.
pub const MAX_SAMPLE_COLUMNS: u16 = 32;
/// Rows a screen must have.
pub const MIN_ROWS: u16 = 3;

/// The samples: characters of ambiguous width; pictographs and Han of a supplementary plane; a letter with a mark that
/// has no form of its own; a sequence that is one picture or three.
const SAMPLES: [&str; 4] = ["—“…①─", "😀𠮷", "x\u{304}", "👨\u{200D}👩\u{200D}👧"];
/// Characters of the first sample.
const AMBIGUOUS_CHARACTERS: u16 = 5;

/// The answers of a terminal. `None` stands for no answer, or one that was not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Width of characters of ambiguous width, if all have the same.
    pub ambiguous: Option<Ambiguous>,
    /// True if it draws pictographs and Han of the supplementary planes in two cells each.
    pub pictographs: Option<bool>,
    /// True if a combining mark stands over its letter and takes no cell.
    pub marks: Option<bool>,
    /// True if pictographs that are joined are one picture of two cells.
    pub joined: Option<bool>,
    /// The state of mode 2026, synchronized output: 0 unknown, 1 set, 2 reset, 3 always set, 4 never set.
    pub synchronized: Option<u32>,
    /// The state of mode 2027, grapheme clusters, in the same way; shown to people only, since widths are measured.
    pub clusters: Option<u32>,
    /// The flags of the kitty keyboard protocol that are in force, if it knows that.
    pub keyboard: Option<u32>,
    /// True if it knows kitty's graphics protocol.
    pub kitty_graphics: bool,
    /// Width and height of a cell in pixels.
    pub cell: Option<(u16, u16)>,
    /// Colours of a picture in sixels, which it may draw if its attributes say so.
    pub sixel_colours: Option<u32>,
    /// Width and height of the largest picture in sixels, in pixels.
    pub sixel_size: Option<(u16, u16)>,
    /// Its background: red, green and blue.
    pub background: Option<[u8; 3]>,
    /// The name it gives itself.
    pub version: Option<String>,
    /// Its primary device attributes (DA1).
    pub attributes: Vec<u32>,
}

/// A round of questions and what has come back of it.
#[derive(Clone, Debug, Default)]
pub struct Probe {
    /// Rounds that have not been answered to the end.
    open: usize,
    columns: Vec<Option<u16>>,
    findings: Findings,
}

impl Probe {
    /// The bytes that ask everything, also for kitty's graphics and the background if `graphics` is true. What is on the
    /// second row is spoilt by them, so they belong before a frame that paints all. The cursor's place is left as it was.
    pub fn ask(&mut self, graphics: bool) -> Vec<u8> {
        self.open += 1;
        self.columns.clear();
        self.findings = Findings::default();
        let mut out = String::from("\x1b7\x1b[2H");
        for sample in SAMPLES {
            out.push_str(sample);
            out.push_str(modes::WHERE);
        }
        if graphics {
            // Here, since a terminal that does not know the string may print it.
            out.push_str(modes::GRAPHICS);
            out.push_str(modes::BACKGROUND);
        }
        out.push_str("\x1b8");
        let mut out = out.into_bytes();
        out.extend_from_slice(modes::QUESTIONS);
        out
    }

    /// True if an answer is still to come.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open > 0
    }

    /// Takes an answer. Returns what was found when it is the last one.
    pub fn hear(&mut self, reply: &Reply) -> Option<Findings> {
        match (self.open, reply) {
            (1.., Reply::PrimaryAttributes(attributes)) => {
                self.open -= 1;
                if self.open == 0 {
                    let widths = self.widths();
                    let mut findings = std::mem::take(&mut self.findings);
                    findings.attributes.clone_from(attributes);
                    measure(&mut findings, widths.as_deref());
                    return Some(findings);
                }
            }
            // One too many is kept, as a sign that there were too many.
            (1, Reply::Cursor { row, column }) if self.columns.len() <= SAMPLES.len() => {
                self.columns.push((*row == SAMPLE_ROW).then_some(*column));
            }
            (1, Reply::Mode { mode: 2026, state }) => self.findings.synchronized = Some(*state),
            (1, Reply::Mode { mode: 2027, state }) => self.findings.clusters = Some(*state),
            (1, Reply::KittyKeyboard(flags)) => self.findings.keyboard = Some(*flags),
            (1, Reply::KittyGraphics(known)) => self.findings.kitty_graphics = *known,
            (1, Reply::Colour { of: Ground::Background, rgb }) => self.findings.background = Some(*rgb),
            (1, Reply::SixelColours(colours)) => self.findings.sixel_colours = Some(*colours),
            (1, Reply::CellSize { width, height }) => self.findings.cell = size(*width, *height),
            (1, Reply::SixelSize { width, height }) => self.findings.sixel_size = size(*width, *height),
            (1, Reply::Version(name)) => self.findings.version = Some(name.clone()),
            // Answers to nothing, or to a round that was asked anew before it ended.
            _ => {}
        }
        None
    }

    /// The cells of each sample, if each was answered, in order, where it can have been drawn.
    fn widths(&self) -> Option<Vec<u16>> {
        let mut from = 0;
        let widths = self.columns.iter().map(|column| {
            let column = (*column)?;
            let cells = column.checked_sub(from)?;
            from = column;
            (cells < MAX_SAMPLE_COLUMNS).then_some(cells)
        });
        widths.collect::<Option<Vec<u16>>>().filter(|widths| widths.len() == SAMPLES.len())
    }
}

/// A width and a height in pixels that something can have.
fn size(width: u32, height: u32) -> Option<(u16, u16)> {
    let length = |length: u32| u16::try_from(length).ok().filter(|length| *length > 0);
    length(width).zip(length(height))
}

fn measure(findings: &mut Findings, widths: Option<&[u16]>) {
    let Some([ambiguous, pictographs, mark, joined]) = widths else { return };
    findings.ambiguous = match *ambiguous {
        AMBIGUOUS_CHARACTERS => Some(Ambiguous::Narrow),
        cells if cells == 2 * AMBIGUOUS_CHARACTERS => Some(Ambiguous::Wide),
        _ => None,
    };
    // Where nothing is drawn, or not in UTF-8, the cursor's position is no measure of a width.
    if findings.ambiguous.is_some() {
        findings.pictographs = Some(*pictographs == 4);
        findings.marks = Some(*mark == 1);
        findings.joined = Some(*joined == 2);
    }
}

#[cfg(test)]
#[path = "probe_tests.rs"]
mod tests;
