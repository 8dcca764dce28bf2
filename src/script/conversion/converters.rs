//! The converters that all readers of a process share: each is loaded once, when it is first needed.
//!
//! `get` never waits; `load` reads files and is for a job.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::{config::Config, exceptions::Exceptions, exceptions_file::ExceptionsFile};
use crate::script::{Converter, Folders, ScriptError, words::ConfigWords};

/// The loaded configurations of a process. Share it in an [`Arc`].
#[derive(Debug)]
pub struct Converters {
    folders: Folders,
    loaded: [Slot; Config::ALL.len()],
    exceptions: ExceptionsFile,
}

#[derive(Debug, Default)]
struct Slot {
    converter: OnceLock<Arc<Converter>>,
    words: OnceLock<Arc<ConfigWords>>,
    loading: Mutex<()>,
}

impl Converters {
    /// Converters of which none is loaded. The dictionaries are kept in a folder of `cache` (`$XDG_CACHE_HOME/kanbao`); if
    /// that is missing or cannot be written, a private copy is made in `temporary` for as long as a load takes.
    #[must_use]
    pub fn new(cache: Option<PathBuf>, temporary: PathBuf) -> Converters {
        let exceptions = ExceptionsFile::default();
        Converters { folders: Folders { cache, temporary }, loaded: Default::default(), exceptions }
    }

    /// The converters with a file of the person's own conversions. The file need not exist, and is not read before
    /// [`Converters::refresh_exceptions`].
    #[must_use]
    pub fn with_exceptions(self, path: PathBuf) -> Converters {
        Converters { exceptions: ExceptionsFile::at(path), ..self }
    }

    /// The person's own conversions, as they were last read.
    #[must_use]
    pub fn exceptions(&self) -> Arc<Exceptions> {
        self.exceptions.exceptions()
    }

    /// Reads the file of the person's own conversions if it was saved since the last call; true if it was. Looks at the
    /// disk, so it is for a job.
    ///
    /// # Errors
    /// If the file cannot be read or holds a mistake; once for each state of it. The conversions read before stay.
    pub fn refresh_exceptions(&self) -> Result<bool, ScriptError> {
        self.exceptions.refresh()
    }

    /// A converter, if it is loaded. Never waits, not even for a load that is going on.
    #[must_use]
    pub fn get(&self, config: Config) -> Option<Arc<Converter>> {
        self.loaded[config as usize].converter.get().cloned()
    }

    /// A converter, loaded now if it is not yet: up to 0.1 s, more when the files have to be written. Of several callers one
    /// loads and the others wait for it.
    ///
    /// # Errors
    /// If there is no place for the dictionaries; the next call tries again.
    pub fn load(&self, config: Config) -> Result<Arc<Converter>, ScriptError> {
        let slot = &self.loaded[config as usize];
        if let Some(converter) = slot.converter.get() {
            return Ok(Arc::clone(converter));
        }
        // What the lock guards is only who loads; a panic while loading leaves nothing behind.
        let _loading = slot.loading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(converter) = slot.converter.get() {
            return Ok(Arc::clone(converter));
        }
        let converter = Arc::new(self.folders.open(config)?);
        Ok(Arc::clone(slot.converter.get_or_init(|| converter)))
    }

    /// Loads several configurations.
    ///
    /// # Errors
    /// As [`Converters::load`], from the first that fails.
    pub fn load_all(&self, configs: &[Config]) -> Result<(), ScriptError> {
        configs.iter().try_for_each(|config| self.load(*config).map(drop))
    }

    /// The configurations among these that are not loaded.
    #[must_use]
    pub fn missing(&self, configs: &[Config]) -> Vec<Config> {
        configs.iter().copied().filter(|config| self.loaded[*config as usize].converter.get().is_none()).collect()
    }

    /// The words that the configuration of `phrases` puts others for; read at the first call, in a few milliseconds.
    pub(in crate::script) fn words(
        &self,
        phrases: &Converter,
        one_to_one: &Converter,
    ) -> Result<Arc<ConfigWords>, ScriptError> {
        let slot = &self.loaded[phrases.config() as usize].words;
        if let Some(words) = slot.get() {
            return Ok(Arc::clone(words));
        }
        let words = Arc::new(ConfigWords::read(phrases, one_to_one)?);
        Ok(Arc::clone(slot.get_or_init(|| words)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_converter_is_loaded_once_and_only_when_asked() {
        let home = tempfile::tempdir().expect("a folder");
        let converters = Converters::new(Some(home.path().to_owned()), home.path().to_owned());
        assert!(converters.get(Config::T2s).is_none());
        assert!(std::fs::read_dir(home.path()).expect("a folder").next().is_none(), "nothing is written before");
        let loaded: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| converters.load(Config::T2s).expect("t2s"))).collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        assert!(loaded.iter().all(|converter| Arc::ptr_eq(converter, &loaded[0])));
        assert_eq!(converters.missing(&[Config::T2s, Config::S2t]), [Config::S2t]);
    }
}
