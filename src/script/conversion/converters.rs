//! The converters that the readers of one process share: each is loaded once, when it is first needed.
//!
//! `get` never waits; `load` reads files and is for a job.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::{config::Config, exceptions_file::ExceptionsFile};
use crate::script::{Converter, Folders, ScriptError, words::Words};

/// The loaded configurations of a process. Share it in an [`Arc`].
#[derive(Debug)]
pub struct Converters {
    folders: Folders,
    loaded: [Slot; Config::ALL.len()],
    pub(in crate::script) own: ExceptionsFile,
}

#[derive(Debug, Default)]
struct Slot {
    converter: OnceLock<Arc<Converter>>,
    words: OnceLock<Arc<Words>>,
    loading: Mutex<()>,
}

impl Converters {
    /// No converter loaded yet. The dictionaries are kept in a folder of `cache` (`$XDG_CACHE_HOME/kanbao`); where
    /// that is missing or takes nothing, a private copy is made in `temporary` for as long as a load takes.
    #[must_use]
    pub fn new(cache: Option<PathBuf>, temporary: PathBuf) -> Converters {
        Converters { folders: Folders { cache, temporary }, loaded: Default::default(), own: ExceptionsFile::default() }
    }

    /// A converter, if it has been loaded. Does not wait, not even for a load that is going on.
    #[must_use]
    pub fn get(&self, config: Config) -> Option<Arc<Converter>> {
        self.loaded[config as usize].converter.get().cloned()
    }

    /// A converter, loaded now if it has not been: up to 0.1 s, more at the very first time. Of several callers one
    /// loads and the others wait for it.
    ///
    /// # Errors
    /// When there is no place for the dictionaries; the next call tries again.
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

    /// Loads all of some configurations.
    ///
    /// # Errors
    /// The first that fails.
    pub fn load_all(&self, configs: &[Config]) -> Result<(), ScriptError> {
        configs.iter().try_for_each(|config| self.load(*config).map(drop))
    }

    /// Those of some configurations that are not loaded yet.
    #[must_use]
    pub fn missing(&self, configs: &[Config]) -> Vec<Config> {
        configs.iter().copied().filter(|config| self.loaded[*config as usize].converter.get().is_none()).collect()
    }

    /// The words that the configuration of `phrases` puts others for; read at the first call, in a few milliseconds.
    pub(in crate::script) fn words(
        &self,
        phrases: &Converter,
        one_to_one: &Converter,
    ) -> Result<Arc<Words>, ScriptError> {
        let slot = &self.loaded[phrases.config() as usize].words;
        if let Some(words) = slot.get() {
            return Ok(Arc::clone(words));
        }
        let words = Arc::new(Words::read(phrases, one_to_one)?);
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
