//! Events: input, sizes and reports, on their way into the app.

use super::{effect::Ticket, report::Report};
use crate::{input::Input, picture::Means, text::width::Ambiguous};

/// An event.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// Input of a person.
    Input(Input),
    /// Columns and rows of the terminal; either may be 0.
    Resize(u16, u16),
    /// Number of keys typed ahead that were dropped.
    Dropped(usize),
    /// Cells that the terminal draws ambiguous characters in.
    Measured(Ambiguous),
    /// Means of the terminal to show pictures.
    PictureMeans(Means),
    /// A report, mostly the answer to an effect.
    Report(Ticket, Report),
}
