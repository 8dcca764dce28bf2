//! The system's errors in plain words, to stand in a sentence: no numbers, no names of calls.

use std::io::{self, ErrorKind};

use rustix::io::Errno;

/// An error of the system, in words that stand in brackets or behind a colon: lower case, without a point.
#[must_use]
pub fn plain(error: &io::Error) -> String {
    let by_number = error.raw_os_error().and_then(|number| of_number(Errno::from_raw_os_error(number)));
    if let Some(words) = by_number.or_else(|| of_kind(error.kind())) {
        // A message of the program's own is more specific than the kind.
        return match error.get_ref() {
            Some(own) => sentence(&own.to_string()),
            None => words.to_owned(),
        };
    }
    sentence(&error.to_string())
}

/// Numbers that have no kind of their own.
fn of_number(number: Errno) -> Option<&'static str> {
    Some(match number {
        Errno::IO => "the device did not do it, and may be failing",
        Errno::LOOP => "it is a symbolic link, or such links lead round in a circle",
        Errno::MFILE | Errno::NFILE => "too many files are open; close other programs",
        Errno::NXIO | Errno::NODEV => "the device is not there",
        Errno::NOTCONN => "the connection is gone",
        Errno::OPNOTSUPP => "the file system cannot do that",
        Errno::PERM => "permission denied",
        Errno::AGAIN => "the system has no more of what it takes; close other programs and try again",
        Errno::NOTTY => "it is no terminal",
        _ => return None,
    })
}

fn of_kind(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::AlreadyExists => "there is something of that name already",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "your share of the disk is used up",
        ErrorKind::ReadOnlyFilesystem => "the disk may only be read",
        ErrorKind::NotADirectory => "a part of the path is no folder",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::DirectoryNotEmpty => "the folder is not empty",
        ErrorKind::FileTooLarge => "the file would be larger than is allowed",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "another program uses it",
        ErrorKind::CrossesDevices => "it lies on another disk",
        ErrorKind::TooManyLinks => "it has too many links",
        ErrorKind::InvalidFilename => "the name is too long, or cannot be a name there",
        ErrorKind::ArgumentListTooLong => "there are too many arguments",
        ErrorKind::StaleNetworkFileHandle => "the disk on the network has lost the file",
        ErrorKind::NotSeekable => "it can only be read from its beginning",
        ErrorKind::Deadlock => "programs wait for each other",
        ErrorKind::OutOfMemory => "memory is used up",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "it took too long",
        ErrorKind::Interrupted => "it was interrupted",
        ErrorKind::BrokenPipe => "nobody reads what is written",
        ErrorKind::UnexpectedEof => "it ends too early",
        ErrorKind::InvalidData => "what it holds cannot be read",
        ErrorKind::InvalidInput => "the system does not take it",
        ErrorKind::Unsupported => "the system cannot do that",
        ErrorKind::WriteZero => "no more can be written",
        ErrorKind::ConnectionRefused => "the connection was refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => "the connection was broken off",
        ErrorKind::NotConnected => "the connection is gone",
        ErrorKind::HostUnreachable => "the host cannot be reached",
        ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => "the network cannot be reached",
        ErrorKind::AddrInUse => "another program uses the address",
        ErrorKind::AddrNotAvailable => "this machine does not have the address",
        _ => return None,
    })
}

/// Another's sentence as a part of ours: without the number behind it, without a capital and a point.
fn sentence(text: &str) -> String {
    let text = match text.rfind(" (os error ") {
        Some(at) if text.ends_with(')') => &text[..at],
        _ => text,
    };
    let text = text.trim().trim_end_matches('.');
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        // A word in capitals stays as it is.
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_error_of_the_system_shows_a_number() {
        for number in 1..=134 {
            let words = plain(&io::Error::from_raw_os_error(number));
            assert!(!words.is_empty() && !words.contains("os error") && !words.contains("Os {"), "{number}: {words}");
            assert!(!words.ends_with('.') && !words.contains('\n'), "{number}: {words}");
        }
    }

    #[test]
    fn common_errors_have_plain_words() {
        let of = |errno: Errno| plain(&errno.into());
        assert_eq!(of(Errno::ACCESS), "permission denied");
        assert_eq!(of(Errno::NOENT), "there is no such file or folder");
        assert_eq!(of(Errno::NOSPC), "the disk is full");
        assert_eq!(of(Errno::ROFS), "the disk may only be read");
        assert_eq!(plain(&io::Error::other("Archive is broken.")), "archive is broken");
        assert_eq!(plain(&io::Error::new(ErrorKind::InvalidData, "no zip file")), "no zip file");
        assert_eq!(plain(&io::Error::from(ErrorKind::NotFound)), "there is no such file or folder");
    }
}
