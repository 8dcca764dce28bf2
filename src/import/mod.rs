//! Bytes to articles: finding files, refusing what is no text, decoding, and handing each text to its parser.
//!
//! No parser of articles lives here, save that of feeds, which hold many. A file that cannot be read is
//! named and the others still come in.

mod ahead;
mod binary;
mod declared;
mod decode;
mod epub;
mod epub_remark;
mod error;
mod export;
mod export_clean;
mod export_folder;
mod export_markdown;
mod export_name;
pub mod feed;
mod file;
mod folder;
mod format;
mod guess;
mod intake;
mod json_lines;
mod label;
mod library;
pub mod net;
mod newsboat;
mod newsboat_urls;
pub mod opml;
mod opml_apply;
mod opml_write;
mod progress;
mod readers;
pub mod sample;
mod search;
mod stamp;
mod sync;
mod sync_add;
mod sync_crew;
mod sync_fetch;
mod sync_folder;
mod sync_keep;
mod sync_page;
mod sync_report;
mod warning;

#[cfg(test)]
mod decode_tests;
#[cfg(test)]
mod export_tests;
#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod left_out_tests;
#[cfg(test)]
mod library_tests;
#[cfg(test)]
mod opml_tests;
#[cfg(test)]
mod sync_silent_tests;
#[cfg(test)]
mod sync_tests;

pub use decode::{Decoded, How, Lost, decode_markup};
pub use epub_remark::BookRemark;
pub use error::ImportError;
pub use export::{ExportFormat, Exported, export};
pub use export_folder::{ExportError, ExportFolder};
pub use file::{Imported, MAX_FILE, MAX_MARKED, MAX_MARKUP, Options, Sink, Summary, read, read_file, read_with};
pub use folder::{Found, Skip, Skipped, find};
pub use format::Format;
pub use json_lines::MAX_LINE;
pub use label::{Label, UnknownEncoding};
pub use library::{FileReport, Tell, Told, bring_in, bring_in_sample, bring_in_stream};
pub use opml::{OpmlError, Subscription, Subscriptions};
pub use opml_apply::{Subscribed, subscribe, subscriptions};
pub use opml_write::write as write_opml;
pub use progress::Progress;
pub use sync::{SyncTeller, SyncTold, sync};
pub use sync_add::{AddError, AddedFeed, add_feed};
pub use sync_report::{SyncReport, SyncStatus};
pub use warning::Warning;
