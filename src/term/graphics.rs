//! Pictures on a terminal: what it can draw, and the forms in which their control strings may be written. Whoever makes
//! these, nothing else of the kind passes.

use super::probe::Findings;

/// The graphics of a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Graphics {
    /// kitty's graphics protocol.
    pub kitty: bool,
    /// Colours of a picture in sixels, if it draws those.
    pub sixel: Option<u16>,
    /// Width and height of the largest picture in sixels, if it says so.
    pub sixel_size: Option<(u16, u16)>,
    /// Width and height of a cell in pixels.
    pub cell: Option<(u16, u16)>,
    /// True if the background is light.
    pub is_light: bool,
}

/// DA1's number for sixels (VT330/340 Programmer Reference, chapter 4).
const SIXEL: u32 = 4;
/// Colours of sixels where the terminal does not say: those of the terminals of our day.
const SIXEL_COLOURS: u32 = 256;

impl Graphics {
    /// The graphics that the answers of a terminal speak of.
    pub(super) fn from_findings(found: &Findings) -> Graphics {
        // The first number is the terminal's class.
        let draws_sixels = found.attributes.iter().skip(1).any(|attribute| *attribute == SIXEL);
        let colours = found.sixel_colours.unwrap_or(SIXEL_COLOURS).clamp(2, SIXEL_COLOURS) as u16;
        let is_light =
            found.background.is_some_and(|[r, g, b]| 2 * u32::from(r) + 5 * u32::from(g) + u32::from(b) > 8 * 127);
        let sixel = draws_sixels.then_some(colours);
        Graphics { kitty: found.kitty_graphics, sixel, sixel_size: found.sixel_size, cell: found.cell, is_light }
    }
}

/// Bytes of base64 in one piece of a picture.
const MAX_CHUNK_BYTES: usize = 4096;
/// Bytes of sixels of one picture.
const MAX_SIXEL_BYTES: usize = 32 << 20;
const END: &[u8] = b"\x1b\\";

/// The length of a piece of a picture in kitty's protocol at the beginning of `bytes`, its end included: pixels that are
/// sent, never a file that is named, and the taking away of ours.
pub(super) fn kitty_length(bytes: &[u8]) -> Option<usize> {
    let body = bytes.strip_prefix(b"\x1b_G")?;
    let end = body.iter().take(MAX_CHUNK_BYTES + 128).position(|b| *b == 0x1B)?;
    let content = &body[..end];
    let (keys, data) = match content.iter().position(|b| *b == b';') {
        Some(at) => (&content[..at], &content[at + 1..]),
        None => (content, &[][..]),
    };
    let keys_are_ours = keys.split(|b| *b == b',').all(|pair| match pair {
        b"a=T" | b"a=d" | b"a=q" | b"d=I" | b"t=d" | b"f=100" | b"f=24" | b"C=1" | b"q=2" | b"m=0" | b"m=1" => true,
        [b'i' | b'p' | b's' | b'v' | b'c' | b'r', b'=', number @ ..] => {
            (1..=5).contains(&number.len()) && number.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    });
    let is_base64 = data.iter().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(b));
    let ends = body.get(end..end + END.len()) == Some(END);
    (keys_are_ours && is_base64 && ends).then_some(3 + end + END.len())
}

/// The length of a picture in sixels at the beginning of `bytes`, its end included.
pub(super) fn sixel_length(bytes: &[u8]) -> Option<usize> {
    const START: &[u8] = b"\x1bP0;1;0q";
    let body = bytes.strip_prefix(START)?;
    let end = body.iter().take(MAX_SIXEL_BYTES).position(|b| *b == 0x1B)?;
    let draws = |b: &u8| matches!(b, b'?'..=b'~' | b'0'..=b'9' | b';' | b'"' | b'#' | b'!' | b'$' | b'-');
    let ends = body.get(end..end + END.len()) == Some(END);
    (ends && body[..end].iter().all(draws)).then_some(START.len() + end + END.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::{allow::check, modes};

    #[test]
    fn a_terminal_draws_what_it_says() {
        let found = |attributes: &[u32]| Findings { attributes: attributes.to_vec(), ..Findings::default() };
        assert_eq!(Graphics::from_findings(&found(&[62, 1, 4])).sixel, Some(256));
        assert_eq!(Graphics::from_findings(&found(&[4, 6])).sixel, None, "a VT132");
        let vt340 = Findings { sixel_colours: Some(16), cell: Some((10, 20)), ..found(&[63, 4]) };
        assert_eq!(
            Graphics::from_findings(&vt340),
            Graphics { sixel: Some(16), cell: Some((10, 20)), ..Graphics::default() }
        );
        let paper = Findings { background: Some([250, 245, 230]), ..found(&[]) };
        assert!(Graphics::from_findings(&paper).is_light);
        assert_eq!(Graphics::from_findings(&Findings::default()), Graphics::default());
    }

    #[test]
    fn pictures_pass_and_nothing_like_them() {
        for bytes in [
            &b"\x1b_Ga=T,f=100,i=19760,p=1,c=30,r=12,C=1,q=2,m=1;iVBORw0K\x1b\\\x1b_Gm=0;AA==\x1b\\"[..],
            b"\x1b_Ga=d,d=I,i=19760,q=2\x1b\\",
            b"\x1bP0;1;0q\"1;1;9;7#0;2;100;0;50#0!9~-#0!9@\x1b\\",
            modes::GRAPHICS.as_bytes(),
        ] {
            assert_eq!(check(bytes), Ok(()), "{}", bytes.escape_ascii());
        }
        for bytes in [
            // A file of this machine, shared memory, an answer that would be typed, an end of another kind.
            &b"\x1b_Ga=T,f=100,t=f;L2V0Yy9wYXNzd2Q=\x1b\\"[..],
            b"\x1b_Ga=T,f=100,t=s;AAAA\x1b\\",
            b"\x1b_Ga=T,f=100;AAAA\x07\x1b\\",
            b"\x1b_Ga=T,f=100;AAAA",
            b"\x1b_Ga=p,i=1\x1b\\",
            b"\x1b_Ga=d,d=A\x1b\\",
            b"\x1b_title\x1b\\",
            b"\x1b_Gi=123456\x1b\\",
            b"\x1bP0;1;0q#0\x1b[2J\x1b\\",
            b"\x1bP0;1;0q#0\n\x1b\\",
            b"\x1bPq#0~\x1b\\",
            b"\x1bP0;1;0q#0~",
        ] {
            assert!(check(bytes).is_err(), "{}", bytes.escape_ascii());
        }
        let long = [b"\x1b_Gm=0;".as_slice(), &vec![b'A'; MAX_CHUNK_BYTES + 200], END].concat();
        assert!(check(&long).is_err());
    }
}
