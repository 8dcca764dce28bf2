//! A picture in kitty's graphics protocol (<https://sw.kovidgoyal.net/kitty/graphics-protocol/>): a PNG of our own
//! making, sent in pieces, placed on cells, and taken away again by its number.

use base64::{Engine, engine::general_purpose::STANDARD};
use image::{
    ExtendedColorType, ImageEncoder,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};

/// Bytes of base64 in one piece: the most that the protocol allows.
const CHUNK_BYTES: usize = 4096;
/// The number of our picture. There is one at a time.
const IMAGE: u32 = 19_760;

/// The control strings that place a picture at the cursor on so many cells, and leave the cursor where it is.
pub(super) fn payload(png: &[u8], (columns, rows): (u16, u16)) -> Vec<u8> {
    let data = STANDARD.encode(png);
    let chunks = data.as_bytes().chunks(CHUNK_BYTES);
    let last = chunks.len().saturating_sub(1);
    let mut out = Vec::with_capacity(data.len() + 16 * (last + 8));
    for (number, chunk) in chunks.enumerate() {
        let more = u8::from(number < last);
        let keys = if number == 0 {
            format!("a=T,f=100,i={IMAGE},p=1,c={columns},r={rows},C=1,q=2,m={more}")
        } else {
            format!("m={more}")
        };
        out.extend_from_slice(b"\x1b_G");
        out.extend_from_slice(keys.as_bytes());
        out.push(b';');
        out.extend_from_slice(chunk);
        out.extend_from_slice(b"\x1b\\");
    }
    out
}

/// The control string that takes the picture away and frees it.
pub(crate) fn delete() -> Vec<u8> {
    format!("\x1b_Ga=d,d=I,i={IMAGE},q=2\x1b\\").into_bytes()
}

/// Pixels as a PNG; none if there are no pixels.
pub(super) fn png(pixels: &[[u8; 3]], (width, height): (usize, usize)) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive);
    let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    encoder.write_image(pixels.as_flattened(), width, height, ExtendedColorType::Rgb8).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_goes_in_pieces_that_are_one_png() {
        let pixels: Vec<[u8; 3]> = (0..90 * 70u32)
            .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes())
            .map(|[a, b, c, _]| [a, b, c])
            .collect();
        let png = png(&pixels, (90, 70)).unwrap();
        assert!(png.len() > 2 * CHUNK_BYTES);
        let payload = String::from_utf8(payload(&png, (30, 12))).unwrap();
        let mut data = String::new();
        let pieces: Vec<&str> = payload.split_terminator("\x1b\\").collect();
        for (number, piece) in pieces.iter().enumerate() {
            let (keys, chunk) = piece.strip_prefix("\x1b_G").unwrap().split_once(';').unwrap();
            let more = u8::from(number + 1 < pieces.len());
            assert!(keys.ends_with(&format!("m={more}")) && chunk.len() <= CHUNK_BYTES && chunk.len() % 4 == 0);
            assert_eq!(keys.starts_with("a=T,f=100,"), number == 0);
            data.push_str(chunk);
        }
        assert_eq!(STANDARD.decode(data).unwrap(), png);
        let shown = image::load_from_memory(&png).unwrap().to_rgb8();
        assert_eq!(shown.as_raw(), pixels.as_flattened());
    }
}
