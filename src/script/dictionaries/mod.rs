//! The folder of files that OpenCC reads: written once, atomically, and checked by their hashes at each use, so that what
//! a crash or another program left behind is replaced and never read.
//!
//! The caller chooses the folder; nothing is looked up in the environment.

mod files;

#[cfg(test)]
mod tests;

use std::{
    fs, io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::{error::ScriptError, opencc::Converter};
use crate::{
    script::conversion::Config,
    system::{ensure_private, plain::plain},
};
use files::{config_file, manifest};

/// The folders that may hold the files.
#[derive(Clone, Debug)]
pub(crate) struct Folders {
    /// The folder that lasts.
    pub(super) cache: Option<PathBuf>,
    /// The folder for a private copy when the cache takes nothing.
    pub(super) temporary: PathBuf,
}

impl Folders {
    /// Loads a configuration, after writing the files if they are missing or damaged.
    ///
    /// # Errors
    /// If neither folder takes the files, or OpenCC refuses them.
    pub(super) fn open(&self, config: Config) -> Result<Converter, ScriptError> {
        // OpenCC takes no path that is not UTF-8; such a cache is as good as none.
        let cache = self.cache.as_ref().filter(|path| path.to_str().is_some());
        if let Some(cache) = cache {
            let folder = cache.join(versioned_name());
            // Before anything in it is believed: a folder that others may write to is none of ours.
            let is_ours = ensure_private(cache).is_ok() && ensure_private(&folder).is_ok() && !folder.is_symlink();
            if is_ours && (is_whole(&folder, config) || (install(&folder).is_ok() && is_whole(&folder, config))) {
                return Converter::open(config, &folder.join(config_file(config)));
            }
        }
        let failed = |reason: String| ScriptError::Dictionaries {
            cache: self.cache.clone(),
            temporary: self.temporary.clone(),
            reason,
        };
        // OpenCC keeps no file open: the private copy is removed as soon as it has been read.
        let private = fresh_folder("kanbao-opencc-", &self.temporary).map_err(|error| failed(plain(&error)))?;
        write(private.path()).map_err(|error| failed(plain(&error)))?;
        if is_whole(private.path(), config) {
            Converter::open(config, &private.path().join(config_file(config)))
        } else {
            Err(failed("the files do not read back as they were written".to_owned()))
        }
    }
}

/// `opencc-1.4.2-` and the start of the manifest's hash: other files get another folder.
fn versioned_name() -> String {
    format!("opencc-1.4.2-{}", manifest_hash())
}

/// The first 16 hexadecimal digits of the manifest's hash.
pub(super) fn manifest_hash() -> String {
    hex(&Sha256::digest(files::manifest_bytes()))[..16].to_owned()
}

/// Writes the files into a new folder beside their place and renames each, so that other processes see each file whole
/// or not at all. No flush to the disk: a file that a crash leaves short fails its hash.
fn install(folder: &Path) -> io::Result<()> {
    let fresh = fresh_folder(".new-", folder)?;
    write(fresh.path())?;
    for entry in fs::read_dir(fresh.path())? {
        let entry = entry?;
        fs::rename(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(())
}

/// Writes the files into an empty folder, each readable by its owner only.
fn write(folder: &Path) -> io::Result<()> {
    for entry in manifest() {
        let text = files::text(entry.name).ok_or(io::ErrorKind::NotFound)?;
        let path = folder.join(entry.name);
        fs::write(&path, text)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// A new folder with a name of its own, open to its owner only whatever the umask, and removed when it is dropped.
fn fresh_folder(prefix: &str, within: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(prefix).permissions(fs::Permissions::from_mode(0o700)).tempdir_in(within)
}

/// True if the configuration and every table that it names are there, byte for byte.
fn is_whole(folder: &Path, config: Config) -> bool {
    let Some(json) = checked(folder, &config_file(config)) else { return false };
    let Ok(json) = serde_json::from_slice::<serde_json::Value>(&json) else { return false };
    let mut names = Vec::new();
    file_names(&json, &mut names);
    !names.is_empty() && names.iter().all(|name| checked(folder, name).is_some())
}

/// Collects every `"file": "…"` of a configuration.
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

/// The bytes of a file, if they are those of the manifest.
fn checked(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let expected = manifest().find(|entry| entry.name == name)?;
    let path = folder.join(name);
    // The size first: a file of another size is not read, however large it is.
    let found = fs::symlink_metadata(&path).ok()?;
    if !found.is_file() || found.len() != expected.bytes {
        return None;
    }
    fs::read(path).ok().filter(|bytes| hex(&Sha256::digest(bytes)) == expected.hash)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string does not fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
