//! The only door to OpenCC: one loaded configuration.
//!
//! Nothing is written or cached here. OpenCC's binding lets one conversion run at a time in a process, because the last
//! error is global; long texts go through in pieces, so no caller waits long for another.

use std::path::Path;

use opencc_rust::OpenCC;

use super::error::ScriptError;
use crate::script::{conversion::Config, cut};

/// Bytes that go through OpenCC at once where others may be waiting: about 2 ms at its slowest.
const MAX_PIECE_BYTES: usize = 32 << 10;

/// A loaded configuration. OpenCC shares tables between configurations: the first that reads Simplified text takes about
/// 20 MB, the others next to nothing.
pub struct Converter {
    config: Config,
    opencc: OpenCC,
}

impl std::fmt::Debug for Converter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Converter").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Converter {
    /// Loads a configuration from its file, which stands in one folder with its tables.
    ///
    /// # Errors
    /// If OpenCC refuses the files.
    pub(super) fn open(config: Config, file: &Path) -> Result<Converter, ScriptError> {
        match OpenCC::new(file) {
            Ok(opencc) => Ok(Converter { config, opencc }),
            Err(error) => Err(ScriptError::Load { config, reason: error.to_string() }),
        }
    }

    /// The configuration that is loaded.
    #[must_use]
    pub fn config(&self) -> Config {
        self.config
    }

    /// Converts a text. NUL characters stay where they are.
    ///
    /// # Errors
    /// If OpenCC refuses the text; no valid UTF-8 is known to cause that.
    pub fn convert(&self, text: &str) -> Result<String, ScriptError> {
        let mut out = String::with_capacity(text.len() + text.len() / 16);
        self.append(text, &mut out)?;
        Ok(out)
    }

    /// Converts a text and appends the result to `out`.
    ///
    /// # Errors
    /// As [`Converter::convert`].
    pub fn append(&self, text: &str, out: &mut String) -> Result<(), ScriptError> {
        self.append_by(MAX_PIECE_BYTES, text, out)
    }

    /// Converts a text in pieces of at most `piece` bytes where the text allows it, and appends the result to `out`.
    ///
    /// # Errors
    /// As [`Converter::convert`].
    pub(super) fn append_by(&self, piece: usize, text: &str, out: &mut String) -> Result<(), ScriptError> {
        for (index, stretch) in text.split('\0').enumerate() {
            if index > 0 {
                out.push('\0');
            }
            let mut rest = stretch;
            while !rest.is_empty() {
                let (first, behind) = rest.split_at(cut::piece(rest, piece));
                *out = self.append_whole(first, std::mem::take(out))?;
                rest = behind;
            }
        }
        Ok(())
    }

    /// One call of OpenCC. `text` holds no NUL.
    fn append_whole(&self, text: &str, out: String) -> Result<String, ScriptError> {
        if text.is_ascii() {
            // No configuration changes ASCII (the tests say so), and English articles are many.
            return Ok(out + text);
        }
        self.opencc
            .convert_to_buffer(text, out)
            .map_err(|reason| ScriptError::Convert { config: self.config, reason: reason.to_string() })
    }

    /// Converts a text in one piece, to compare with.
    #[cfg(test)]
    pub(super) fn whole(&self, text: &str) -> Result<String, ScriptError> {
        self.append_whole(text, String::new())
    }
}
