//! Pictures that were fetched, as they came, in files named for their addresses; so much of them, and for so long.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use sha2::{Digest, Sha256};

use crate::{
    picture::MAX_PICTURE_BYTES,
    system::{ensure_private, read_bounded, replace_private},
};

/// Limit of the bytes of all pictures.
const MAX_CACHE_BYTES: u64 = 64 << 20;
/// Time after which a picture is fetched again: what stands at an address may change.
const MAX_AGE: Duration = Duration::from_hours(30 * 24);

/// The cache of pictures in a folder. Without a folder that can be written to it is empty.
pub(super) struct PictureCache {
    folder: PathBuf,
    max_bytes: u64,
}

impl PictureCache {
    pub(super) fn new(folder: PathBuf) -> PictureCache {
        PictureCache { folder, max_bytes: MAX_CACHE_BYTES }
    }

    /// The file that was fetched from an address.
    pub(super) fn get(&self, address: &str) -> Option<Vec<u8>> {
        let path = self.path(address);
        let modified = fs::symlink_metadata(&path).ok()?.modified().ok()?;
        // A clock that was set back makes no picture old.
        let age = SystemTime::now().duration_since(modified).unwrap_or_default();
        (age < MAX_AGE).then(|| read_bounded(&path, MAX_PICTURE_BYTES as u64).ok()).flatten()
    }

    /// Keeps a file, and removes the oldest ones where there are too many bytes.
    pub(super) fn insert(&self, address: &str, bytes: &[u8]) {
        if ensure_private(&self.folder).is_err() {
            return;
        }
        // What is not kept is fetched again; there is nobody to tell.
        let _ = replace_private(&self.path(address), |file| file.write_all(bytes));
        self.shrink(&self.path(address));
    }

    fn path(&self, address: &str) -> PathBuf {
        let digest = Sha256::digest(address.as_bytes());
        let hex = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or('0'));
        self.folder.join(digest.iter().flat_map(hex).collect::<String>())
    }

    fn shrink(&self, newest: &Path) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let metadata = entry.metadata().ok().filter(fs::Metadata::is_file)?;
                Some((metadata.modified().ok()?, metadata.len(), entry.path()))
            })
            .filter(|(_, _, path)| path != newest)
            .collect();
        files.sort_by(|a, b| b.cmp(a));
        let mut sum = fs::metadata(newest).map_or(0, |metadata| metadata.len());
        for (_, bytes, path) in files {
            sum += bytes;
            if sum > self.max_bytes {
                let _ = fs::remove_file(path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back_until_it_is_old_or_there_are_too_many() {
        let folder = tempfile::tempdir().unwrap();
        let cache = PictureCache { folder: folder.path().join("pictures"), max_bytes: 250 };
        assert_eq!(cache.get("https://a.example/1"), None);
        let age = |n: u64| {
            let file = fs::File::options().write(true).open(cache.path(&format!("https://a.example/{n}"))).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(60 * (9 - n))).unwrap();
        };
        for n in 1..=3 {
            cache.insert(&format!("https://a.example/{n}"), &[n as u8; 100]);
            age(n);
        }
        assert_eq!(cache.get("https://a.example/1"), None);
        assert_eq!(cache.get("https://a.example/2"), Some(vec![2; 100]));
        assert_eq!(cache.get("https://a.example/3"), Some(vec![3; 100]));
        // One that is larger than all may be stays alone.
        cache.insert("https://a.example/4", &[4; 300]);
        assert_eq!((cache.get("https://a.example/3"), cache.get("https://a.example/4")), (None, Some(vec![4; 300])));
        let file = fs::File::options().write(true).open(cache.path("https://a.example/4")).unwrap();
        file.set_modified(SystemTime::now() - MAX_AGE).unwrap();
        assert_eq!(cache.get("https://a.example/4"), None);
    }

    #[test]
    fn a_folder_that_cannot_be_used_is_an_empty_cache() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let cache = PictureCache::new(file.join("pictures"));
        cache.insert("https://a.example/1", &[1]);
        assert_eq!(cache.get("https://a.example/1"), None);
    }
}
