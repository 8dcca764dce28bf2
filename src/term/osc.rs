//! The control strings we make ourselves: text for the clipboard (OSC 52) and links (OSC 8), also through tmux.
//!
//! What text is copied and which link is followed is decided elsewhere; here it is only made harmless and bounded.

use crate::text::link_address;

/// Bytes of text that go to the clipboard at most: terminals refuse longer strings, and a slow line has to carry them.
pub const MAX_COPY_BYTES: usize = 64 * 1024;
/// Ends a control string (ECMA-48 8.3.143, ST).
const END: &[u8] = b"\x1b\\";
/// Ends a link (OSC 8 without an address).
pub const LINK_END: &[u8] = b"\x1b]8;;\x1b\\";

/// Text that is too long for the clipboard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{bytes} bytes are too many for the terminal's clipboard, which takes {MAX_COPY_BYTES}; mark a shorter passage"
)]
pub struct TooLong {
    /// Their number.
    pub bytes: usize,
}

/// The bytes that put a text on the clipboard of the terminal (xterm ctlseqs, OSC 52). In tmux it is passed through to
/// the terminal outside as well, which needs `allow-passthrough`; tmux itself takes it with `set-clipboard`.
///
/// Control characters but the line feed are left out, so that pasting cannot do more than insert text.
///
/// # Errors
/// When the text is too long.
pub fn copy(text: &str, in_tmux: bool) -> Result<Vec<u8>, TooLong> {
    if text.len() > MAX_COPY_BYTES {
        return Err(TooLong { bytes: text.len() });
    }
    let plain: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let mut out = b"\x1b]52;c;".to_vec();
    base64(plain.as_bytes(), &mut out);
    out.extend_from_slice(END);
    if in_tmux {
        let mut through = b"\x1bPtmux;".to_vec();
        for byte in &out {
            through.extend(std::iter::repeat_n(*byte, if *byte == 0x1B { 2 } else { 1 }));
        }
        through.extend_from_slice(END);
        out.append(&mut through);
    }
    Ok(out)
}

/// The bytes that begin a link to an address (OSC 8,
/// <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>). `None` when it is of another scheme than
/// links have, or too long: such an address is shown, not linked.
#[must_use]
pub fn link(address: &str) -> Option<Vec<u8>> {
    let address = link_address(address)?;
    Some([b"\x1b]8;;", address.as_bytes(), END].concat())
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for three in bytes.chunks(3) {
        let group = (0..3).fold(0, |group, at| group << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let letter = LETTERS[(group >> (18 - 6 * at)) as usize & 63];
            out.push(if at <= three.len() { letter } else { b'=' });
        }
    }
}

/// The length of a control string of our own making at the beginning of `bytes`, its end included.
pub(super) fn length(bytes: &[u8]) -> Option<usize> {
    let most = MAX_COPY_BYTES / 3 * 4 + 64;
    let end = bytes.iter().take(most).skip(1).position(|b| *b == 0x1B)? + 1;
    let content = bytes.get(2..end)?;
    let good = if let Some(address) = content.strip_prefix(b"8;;") {
        address.is_empty() || std::str::from_utf8(address).is_ok_and(|text| link_address(text).as_deref() == Some(text))
    } else if let Some(data) = content.strip_prefix(b"52;c;") {
        data.iter().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(b))
    } else {
        content == b"11;?"
    };
    (good && bytes.get(end..end + END.len()) == Some(END)).then_some(end + END.len())
}

/// The length of a copy passed through tmux at the beginning of `bytes`, its end included.
pub(super) fn passed_through(bytes: &[u8]) -> Option<usize> {
    const START: &[u8] = b"\x1bPtmux;\x1b\x1b";
    let inner = bytes.strip_prefix(START)?;
    let end = inner.iter().take(MAX_COPY_BYTES / 3 * 4 + 64).position(|b| *b == 0x1B)?;
    let ends = inner.get(end..end + 5) == Some(b"\x1b\x1b\\\x1b\\");
    let inside = [b"\x1b".as_slice(), inner.get(..end)?, END].concat();
    (ends && inside.starts_with(b"\x1b]52;c;") && length(&inside) == Some(inside.len()))
        .then_some(START.len() + end + 5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::allow::check;

    #[test]
    fn copies() {
        for (text, encoded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("國", "5ZyL"), ("a\x1b\r\nb", "YQpi")]
        {
            let bytes = copy(text, false).unwrap();
            assert_eq!(String::from_utf8(bytes).unwrap(), format!("\x1b]52;c;{encoded}\x1b\\"), "{text:?}");
        }
        let through = copy("f", true).unwrap();
        assert_eq!(through, b"\x1b]52;c;Zg==\x1b\\\x1bPtmux;\x1b\x1b]52;c;Zg==\x1b\x1b\\\x1b\\");
        assert_eq!(copy(&"x".repeat(MAX_COPY_BYTES + 1), false), Err(TooLong { bytes: MAX_COPY_BYTES + 1 }));
        for text in ["", "國家", &"x".repeat(MAX_COPY_BYTES)] {
            assert_eq!(check(&copy(text, true).unwrap()), Ok(()));
        }
    }

    #[test]
    fn links() {
        let of = |address| link(address).map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(of("https://a.example/b?c=d#e").unwrap(), "\x1b]8;;https://a.example/b?c=d#e\x1b\\");
        assert_eq!(
            of("http://a.example/國 \x1b\\;%20").unwrap(),
            "\x1b]8;;http://a.example/%E5%9C%8B%20%1B%5C;%20\x1b\\"
        );
        assert_eq!(of("mailto:a\x07@b.example").unwrap(), "\x1b]8;;mailto:a%07@b.example\x1b\\");
        for address in
            ["", "javascript:x", "file:///etc/passwd", "ftp://x", "國國國", &format!("http://{}", "x".repeat(3000))]
        {
            assert_eq!(of(address), None);
        }
        assert_eq!(check(&[&link("HTTPS://a.example/國\x07").unwrap(), LINK_END].concat()), Ok(()));
    }

    #[test]
    fn strings_that_are_not_ours() {
        for bytes in [
            &b"\x1b]52;c;Zg=="[..],
            b"\x1b]52;c;Zg==\x07",
            b"\x1b]52;p;Zg==\x1b\\",
            b"\x1b]52;c;?\x1b\\",
            b"\x1b]8;id=1;http://a\x1b\\",
            b"\x1b]8;;http://a b\x1b\\",
            b"\x1bPtmux;\x1b\x1b]0;x\x1b\x1b\\\x1b\\",
            b"\x1bPtmux;\x1b\x1b]52;c;Zg==\x1b\\",
            b"\x1bPtmux;\x1bc\x1b\\",
        ] {
            assert!(check(bytes).is_err(), "{}", bytes.escape_ascii());
        }
    }
}
