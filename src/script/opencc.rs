//! The only door to OpenCC: one loaded configuration, and the dictionary files it is linked with.
//!
//! No folder is chosen and nothing is cached in here. OpenCC itself lets one conversion run at a time in a process
//! (its last error is global), so long texts go through in pieces and no caller waits long for another.

use std::path::Path;

use opencc_rust::{DefaultConfig, OpenCC};

use super::error::ScriptError;
use crate::script::{conversion::Config, stream::cut};

/// Bytes that go through OpenCC at once where others may be waiting: about 3 ms at its slowest.
const PIECE: usize = 32 << 10;

/// A loaded configuration. OpenCC shares dictionaries between them: the first from Simplified takes 43 MB, all sixteen
/// together 51 MB.
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
    /// Loads a configuration from a folder that holds it and its dictionaries whole.
    ///
    /// # Errors
    /// When OpenCC does not take the files.
    pub(super) fn open(config: Config, folder: &Path) -> Result<Converter, ScriptError> {
        match OpenCC::new(folder.join(default_config(config).get_file_name())) {
            Ok(opencc) => Ok(Converter { config, opencc }),
            Err(error) => Err(ScriptError::Load { config, reason: error.to_string() }),
        }
    }

    /// Which configuration it is.
    #[must_use]
    pub fn config(&self) -> Config {
        self.config
    }

    /// The text as this configuration writes it. NUL characters stay where they are.
    ///
    /// # Errors
    /// When OpenCC refuses the text, which no valid UTF-8 is known to bring about.
    pub fn convert(&self, text: &str) -> Result<String, ScriptError> {
        let mut out = String::with_capacity(text.len() + text.len() / 16);
        self.append(text, &mut out)?;
        Ok(out)
    }

    /// Like [`Converter::convert`], behind what `out` holds already.
    ///
    /// # Errors
    /// The same.
    pub fn append(&self, text: &str, out: &mut String) -> Result<(), ScriptError> {
        self.append_by(PIECE, text, out)
    }

    /// Like [`Converter::append`], in pieces of at most so many bytes where the text allows it.
    ///
    /// # Errors
    /// The same.
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

    /// A text that goes through OpenCC in one piece, to compare with.
    #[cfg(test)]
    pub(super) fn whole(&self, text: &str) -> Result<String, ScriptError> {
        self.append_whole(text, String::new())
    }
}

/// Writes every configuration and dictionary that is linked in to an empty folder.
///
/// # Errors
/// What the crate says: not which file.
pub(super) fn write_dictionaries(folder: &Path) -> Result<(), &'static str> {
    opencc_rust::generate_static_dictionaries(folder, &Config::ALL.map(default_config))
}

fn default_config(config: Config) -> DefaultConfig {
    match config {
        Config::Hk2s => DefaultConfig::HK2S,
        Config::Hk2sp => DefaultConfig::HK2SP,
        Config::Hk2t => DefaultConfig::HK2T,
        Config::Jp2t => DefaultConfig::JP2T,
        Config::S2hk => DefaultConfig::S2HK,
        Config::S2hkp => DefaultConfig::S2HKP,
        Config::S2t => DefaultConfig::S2T,
        Config::S2tw => DefaultConfig::S2TW,
        Config::S2twp => DefaultConfig::S2TWP,
        Config::T2hk => DefaultConfig::T2HK,
        Config::T2jp => DefaultConfig::T2JP,
        Config::T2s => DefaultConfig::T2S,
        Config::T2tw => DefaultConfig::T2TW,
        Config::Tw2s => DefaultConfig::TW2S,
        Config::Tw2sp => DefaultConfig::TW2SP,
        Config::Tw2t => DefaultConfig::TW2T,
    }
}
