//! Files and folders of our own, for nobody else to read, whatever the umask: folders 0700, files 0600. No link is
//! followed that somebody else may have put there. Nothing that is not ours is ever changed.

use std::{
    fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use rustix::{
    fs::{CWD, Mode, OFlags, fchmod, openat},
    process::geteuid,
};
use tempfile::NamedTempFile;

/// Makes a folder of our own, and those that lead to it, for nobody else; one that is there and ours is restricted.
///
/// # Errors
/// When it cannot be made, is no folder, or somebody else may have put it there.
pub fn ensure_private(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    refuse_planted(folder)?;
    match restrict_to_owner(folder) {
        // On a disk that may only be read others cannot write either, unless they can elsewhere.
        Err(error) if is_shared(&fs::metadata(folder)?) => Err(error),
        _ => Ok(()),
    }
}

/// Takes the rights of others away from a folder of our own, if it is there. A link, and a folder of another person,
/// are left as they are.
///
/// # Errors
/// When the system does not allow it.
pub fn restrict_to_owner(folder: &Path) -> io::Result<()> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    // The open file is changed, not whatever has its name by then.
    let opened = match openat(CWD, folder, flags, Mode::empty()) {
        Ok(opened) => File::from(opened),
        Err(_) => return Ok(()),
    };
    let found = opened.metadata()?;
    if found.uid() == geteuid().as_raw() && found.mode() & 0o077 != 0 {
        fchmod(&opened, Mode::from_raw_mode(found.mode() & 0o700))?;
    }
    Ok(())
}

/// Makes a new file that only its owner may read. Nothing that is there is opened, and no link followed.
///
/// # Errors
/// When there is something of that name, or the file cannot be made.
pub fn create_private(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    // A file system without rights of its own has none to change.
    let _ = file.set_permissions(Permissions::from_mode(0o600));
    Ok(file)
}

/// Writes a file that only its owner may read, in place of one that is there: whole or not at all. A link is replaced
/// and not followed.
///
/// # Errors
/// When the folder cannot be written to.
pub fn replace_private(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // It is made with 0600.
    let mut file = NamedTempFile::new_in(folder)?;
    write(&mut file)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Refuses a folder that somebody else may have put there: a link in a place where everybody may write, and a link or
/// folder of another person in a place that is not ours alone.
fn refuse_planted(folder: &Path) -> io::Result<()> {
    let refuse = || Err(io::Error::other("somebody else may have put it there"));
    let found = fs::symlink_metadata(folder)?;
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let place = fs::metadata(above)?;
    if !found.is_dir() && !found.is_symlink() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    if found.is_symlink() && place.mode() & 0o002 != 0 || is_others(&found) && is_shared(&place) {
        return refuse();
    }
    Ok(())
}

fn is_others(found: &Metadata) -> bool {
    found.uid() != geteuid().as_raw()
}

/// True if somebody else may put things into a folder.
fn is_shared(place: &Metadata) -> bool {
    place.mode() & 0o022 != 0 || is_others(place) && place.uid() != 0
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().mode() & 0o777
    }

    fn open_to_all(path: &Path) {
        fs::set_permissions(path, Permissions::from_mode(0o777)).unwrap();
    }

    #[test]
    fn folders_and_files_are_for_their_owner_only() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/b/kanbao");
        ensure_private(&folder).unwrap();
        assert_eq!([mode(&folder), mode(folder.parent().unwrap())], [0o700, 0o700]);
        open_to_all(&folder);
        open_to_all(folder.parent().unwrap());
        ensure_private(&folder).unwrap();
        assert_eq!([mode(&folder), mode(folder.parent().unwrap())], [0o700, 0o777], "only our own is restricted");
        drop(create_private(&folder.join("report")).unwrap());
        replace_private(&folder.join("lines"), |file| file.write_all(b"x")).unwrap();
        assert_eq!([mode(&folder.join("report")), mode(&folder.join("lines"))], [0o600, 0o600]);
    }

    #[test]
    fn no_planted_link_is_followed() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        fs::create_dir(at("theirs")).unwrap();
        open_to_all(&at("theirs"));
        fs::write(at("precious"), "precious").unwrap();
        for name in ["lines", "report"] {
            symlink(at("precious"), at(name)).unwrap();
        }
        assert_eq!(create_private(&at("report")).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        replace_private(&at("lines"), |file| file.write_all(b"x")).unwrap();
        assert_eq!(fs::read_to_string(at("precious")).unwrap(), "precious");
        assert!(!fs::symlink_metadata(at("lines")).unwrap().is_symlink());
        // Where only we may write, a link is ours.
        symlink(at("theirs"), at("kanbao")).unwrap();
        ensure_private(&at("kanbao")).unwrap();
        open_to_all(home.path());
        assert!(ensure_private(&at("kanbao")).is_err());
        assert_eq!(mode(&at("theirs")), 0o777, "what is behind a link is left as it is");
        assert!(ensure_private(&at("precious")).is_err());
    }
}
