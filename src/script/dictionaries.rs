//! The folder of dictionary files that OpenCC reads: written once, atomically, and checked by their hashes each time
//! they are used, so that what a crash or another program left is replaced and never read.
//!
//! Which folder is the caller's to say; nothing is looked up in the environment.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::{error::ScriptError, opencc, opencc::Converter};
use crate::script::conversion::Config;
use crate::system::{ensure_private, plain::plain};

/// Name, bytes and SHA-256 of every file that is linked in.
const MANIFEST: &str = include_str!("data/dictionaries.tsv");

/// Where dictionaries may be kept.
#[derive(Clone, Debug)]
pub(crate) struct Folders {
    /// The folder that lasts.
    pub(super) cache: Option<PathBuf>,
    /// The folder for a private copy when that one takes nothing.
    pub(super) temporary: PathBuf,
}

impl Folders {
    /// Loads a configuration, writing the dictionaries where that is still to do.
    ///
    /// # Errors
    /// When neither folder takes the files, or OpenCC does not take them.
    pub(super) fn open(&self, config: Config) -> Result<Converter, ScriptError> {
        // OpenCC takes no path that is not UTF-8; such a cache is as good as none.
        let cache = self.cache.as_ref().filter(|path| path.to_str().is_some());
        if let Some(cache) = cache {
            let folder = cache.join(versioned_name());
            // Before anything in it is believed: a folder that others may write to is none of ours.
            let is_ours = ensure_private(cache).is_ok() && ensure_private(&folder).is_ok() && !folder.is_symlink();
            if is_ours && (is_whole(&folder, config) || (install(&folder).is_ok() && is_whole(&folder, config))) {
                return Converter::open(config, &folder);
            }
        }
        let failed = |reason: String| ScriptError::Dictionaries {
            cache: self.cache.clone(),
            temporary: self.temporary.clone(),
            reason,
        };
        // OpenCC keeps no file open: the private copy goes as soon as it has been read.
        let private = fresh_folder("kanbao-opencc-", &self.temporary).map_err(|error| failed(plain(&error)))?;
        write(private.path()).map_err(|error| failed(plain(&error)))?;
        if is_whole(private.path(), config) {
            Converter::open(config, private.path())
        } else {
            Err(failed("the files do not read back as they were written".to_owned()))
        }
    }
}

/// `opencc-1.4.2-` and the start of the hash of the manifest: other dictionaries, another folder.
pub(super) fn versioned_name() -> String {
    format!("opencc-1.4.2-{}", manifest_hash())
}

/// 16 hexadecimal digits that stand for these very dictionaries.
pub(super) fn manifest_hash() -> String {
    hex(&Sha256::digest(MANIFEST))[..16].to_owned()
}

/// Writes the files beside each other in a folder of their own and renames each into place, so that other processes
/// see each file whole or not at all. No flush to the disk: a file that a crash leaves short fails its hash.
fn install(folder: &Path) -> io::Result<()> {
    let fresh = fresh_folder(".new-", folder)?;
    write(fresh.path())?;
    for entry in fs::read_dir(fresh.path())? {
        let entry = entry?;
        fs::rename(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(())
}

/// Writes the files into a folder, each for its owner only.
fn write(folder: &Path) -> io::Result<()> {
    opencc::write_dictionaries(folder).map_err(io::Error::other)?;
    for entry in fs::read_dir(folder)? {
        fs::set_permissions(entry?.path(), fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// A folder with a name of its own, for nobody else whatever the umask, and gone when it is dropped.
fn fresh_folder(prefix: &str, within: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(prefix).permissions(fs::Permissions::from_mode(0o700)).tempdir_in(within)
}

/// Whether the configuration and all dictionaries it names are there, byte for byte.
fn is_whole(folder: &Path, config: Config) -> bool {
    let file = format!("{config}.json");
    let Some(json) = checked(folder, &file) else { return false };
    let Ok(json) = serde_json::from_slice::<serde_json::Value>(&json) else { return false };
    let mut names = Vec::new();
    file_names(&json, &mut names);
    !names.is_empty() && names.iter().all(|name| checked(folder, name).is_some())
}

/// Every `"file": "…"` in a configuration.
fn file_names<'a>(json: &'a serde_json::Value, names: &mut Vec<&'a str>) {
    match json {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                match value.as_str() {
                    Some(name) if key == "file" => names.push(name),
                    _ => file_names(value, names),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| file_names(item, names)),
        _ => {}
    }
}

/// The bytes of a file, if they are what the manifest says.
fn checked(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let (_, size, hash) = manifest().find(|(file, ..)| *file == name)?;
    let path = folder.join(name);
    // The size first: whatever else stands there under this name is not read.
    let found = fs::symlink_metadata(&path).ok()?;
    if !found.is_file() || found.len() != size {
        return None;
    }
    fs::read(path).ok().filter(|bytes| hex(&Sha256::digest(bytes)) == hash)
}

fn manifest() -> impl Iterator<Item = (&'static str, u64, &'static str)> {
    MANIFEST.lines().filter_map(|line| {
        let mut fields = line.split('\t');
        Some((fields.next()?, fields.next()?.parse().ok()?, fields.next()?))
    })
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string does not fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
#[path = "tests/dictionaries.rs"]
mod tests;
