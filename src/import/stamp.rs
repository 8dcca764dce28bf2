//! The stamp of a file: size and times by which a change is known without reading it.

use std::{fs, os::unix::fs::MetadataExt, path::Path};

use jiff::Timestamp;

use super::{file::options::Options, format::Format};
use crate::{article::PARSER_VERSION, store::sources::FileStamp};

/// Resolution of the slowest clock of a file system: a file changed less than this before the import may change again
/// under the same stamp.
const CLOCK_TICK_NANOSECONDS: i128 = 2_000_000_000;

/// A file's stamp.
pub(super) struct Stamped {
    pub(super) stamp: FileStamp,
    /// True if a change from now on is sure to give it another stamp.
    pub(super) reliable: bool,
}

impl Stamped {
    /// The stamp of a regular file at `now`, before it is read.
    pub(super) fn read(path: &Path, now: Timestamp) -> Option<Stamped> {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let nanoseconds = |seconds: i64, nanoseconds: i64| seconds.checked_mul(1_000_000_000)?.checked_add(nanoseconds);
        let stamp = FileStamp {
            size: metadata.len(),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec())?,
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec())?,
        };
        let latest = i128::from(stamp.modified.max(stamp.changed));
        Some(Stamped { stamp, reliable: latest + CLOCK_TICK_NANOSECONDS < now.as_nanosecond() })
    }
}

/// The program and options that a file is read with: others may find another article in it.
pub(super) fn read_as(options: &Options) -> String {
    // Files of newsboat's never come here.
    let Options { format, encoding, lang, newsboat: _ } = options;
    let format = format.map_or("", Format::name);
    let encoding = encoding.map_or_else(String::new, |label| format!("{label:?}"));
    let lang = lang.as_deref().unwrap_or_default();
    format!("kanbao {}.{PARSER_VERSION} {format}/{encoding}/{lang}", env!("CARGO_PKG_VERSION"))
}
