//! The journal that a library keeps: a write-ahead log where memory can be shared between the programs that use it,
//! a rollback journal on network file systems, where it cannot (sqlite.org/wal.html).

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

/// Between two attempts to change the journal.
const RETRY_INTERVAL: Duration = Duration::from_millis(20);

/// Chooses the journal. SQLite may keep another one if it cannot do as asked; every one it keeps is safe.
///
/// Of several programs that would change the journal at once, SQLite sends all but one away without letting them
/// wait: each could wait for the other for ever. They try again, `attempts` times at most.
pub(in crate::store) fn choose(conn: &Connection, local: bool, mut attempts: u32) -> rusqlite::Result<()> {
    let mode = if local { "WAL" } else { "DELETE" };
    while let Err(error) = conn.pragma_update_and_check(None, "journal_mode", mode, |_| Ok(())) {
        attempts = attempts.saturating_sub(1);
        if attempts == 0 || error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy) {
            return Err(error);
        }
        std::thread::sleep(RETRY_INTERVAL);
    }
    // After a large import the log is cut back to this many bytes.
    conn.pragma_update_and_check(None, "journal_size_limit", 16 << 20, |_| Ok(()))
}

/// True if the file lies on a network file system, or on one that cannot be told from it (FUSE: sshfs). If the
/// system does not say, it does not.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(in crate::store) fn on_network(path: &Path) -> bool {
    #[allow(clippy::unnecessary_cast, clippy::cast_lossless, reason = "the width of f_type depends on the platform")]
    rustix::fs::statfs(path).is_ok_and(|stat| is_network(stat.f_type as i64 & 0xffff_ffff))
}

/// True if the file lies on a network file system. If the system does not say, it does not.
#[cfg(target_os = "macos")]
pub(in crate::store) fn on_network(path: &Path) -> bool {
    rustix::fs::statfs(path).is_ok_and(|stat| {
        let kind: Vec<u8> =
            stat.f_fstypename.iter().map(|c| c.to_ne_bytes()[0]).take_while(|byte| *byte != 0).collect();
        [&b"nfs"[..], b"smbfs", b"afpfs", b"webdav", b"macfuse", b"osxfuse", b"fuse-t"].contains(&&kind[..])
    })
}

/// Unknown on this system: the file is taken to be on a disk of this machine.
#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "macos")))]
pub(in crate::store) fn on_network(_: &Path) -> bool {
    false
}

/// The numbers of statfs(2) and linux/magic.h.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_network(kind: i64) -> bool {
    const NETWORK: [i64; 14] = [
        0x6969,      // NFS
        0x517b,      // SMB
        0xff53_4d42, // CIFS
        0xfe53_4d42, // SMB 2
        0x6573_5546, // FUSE: sshfs and its kin
        0x0102_1997, // 9P: a virtual machine's or WSL's host
        0x786f_4256, // VirtualBox shared folders
        0x5346_414f, // AFS
        0x6b41_4653, // kAFS
        0x00c3_6400, // Ceph
        0x7375_7245, // Coda
        0x564c,      // NCP
        0x0bd0_0bd0, // Lustre
        0x4750_4653, // GPFS
    ];
    NETWORK.contains(&kind)
}

#[cfg(all(test, any(target_os = "linux", target_os = "android")))]
mod tests {
    use super::*;

    #[test]
    fn knows_networks_from_disks() {
        for network in [0x6969, 0xff53_4d42, 0x6573_5546] {
            assert!(is_network(network));
        }
        // ext4, tmpfs, btrfs, overlayfs, zfs
        for disk in [0xef53, 0x0102_1994, 0x9123_683e, 0x794c_7630, 0x2fc1_2fc1] {
            assert!(!is_network(disk));
        }
        assert!(!on_network(Path::new("/proc/self/status")));
        assert!(!on_network(Path::new("/nowhere/at/all")));
    }
}
