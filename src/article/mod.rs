//! The model of an article: head, blocks, the JSON record, and the parts that were left out on the way in.
//!
//! Nothing in here reads a file, parses a format, converts a script or knows a screen. Text is kept as it came.

// The room is named for its first noun.
#[allow(clippy::module_inception)]
mod article;
mod block;
pub mod language_tag;
mod left_out;
mod record;
mod source_text;
mod span;
mod table;

pub use article::Article;
pub use block::{Block, BlockKind, Image, MediaKind, NumberStyle};
pub use language_tag::{is_in, tidy};
pub use left_out::{LeftOut, LeftOutKind};
pub(crate) use record::{Edited, Languages, Record};
pub use source_text::{Incoming, KeptState, PARSER_VERSION, SourceFormat, SourceText};
pub(crate) use span::MAX_SPANS;
pub use span::{Span, SpanKind};
pub use table::{Cell, MAX_CELL_SPAN, ranges as cell_ranges};
