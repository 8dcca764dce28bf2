//! Bytes of a file to a picture. Dimensions are read before anything is decoded, and what decoding may cost is bounded: in
//! pixels, in memory, and in passes over the pixels. Of an animation the first frame is shown.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use image::{ColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, metadata::Orientation};

use super::{
    error::PictureError,
    fit,
    gamma::Gamma,
    limits::{MAX_DECODER_BYTES, MAX_KEPT_PIXELS, MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS, MAX_SCANNED_PIXELS},
    pixels::Picture,
    scale::{Light, scale},
};

/// Decodes a picture. The kind that a server declares does not count, only the bytes.
///
/// # Errors
/// The reason why there is nothing to show.
pub(crate) fn decode(bytes: &[u8]) -> Result<Picture, PictureError> {
    if bytes.len() > MAX_PICTURE_BYTES {
        return Err(PictureError::TooLarge);
    }
    let format = format_of(bytes)?;
    // The decoders are other people's; a fault in one is a damaged picture.
    catch_unwind(AssertUnwindSafe(|| decode_as(bytes, format))).unwrap_or(Err(PictureError::Damaged))
}

/// The format of a file by its first bytes.
fn format_of(bytes: &[u8]) -> Result<ImageFormat, PictureError> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP)) => Ok(format),
        Ok(ImageFormat::Avif) => Err(PictureError::Unsupported("AVIF")),
        Ok(ImageFormat::Tiff) => Err(PictureError::Unsupported("TIFF")),
        Ok(ImageFormat::Bmp) => Err(PictureError::Unsupported("BMP")),
        Ok(ImageFormat::Ico) => Err(PictureError::Unsupported("ICO")),
        _ => Err(unknown(bytes)),
    }
}

/// The reason for bytes of no format that is decoded.
fn unknown(bytes: &[u8]) -> PictureError {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let start = start.trim_start_matches('\u{FEFF}').trim_start();
    if bytes.is_empty() {
        PictureError::Empty
    } else if start.starts_with('<') && start.contains("<svg") && !start.contains("<html") {
        PictureError::Svg
    } else if start.starts_with('<') {
        PictureError::Page
    } else if bytes.get(4..8) == Some(b"ftyp") {
        PictureError::Unsupported("HEIF")
    } else if bytes.starts_with(b"\xFF\x0A") || bytes.starts_with(b"\0\0\0\x0CJXL ") {
        PictureError::Unsupported("JPEG XL")
    } else {
        PictureError::Unknown
    }
}

fn decode_as(bytes: &[u8], format: ImageFormat) -> Result<Picture, PictureError> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| reason(&error))?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(PictureError::Damaged);
    }
    if pixels > MAX_PICTURE_PIXELS || decoder.total_bytes() > MAX_DECODER_BYTES {
        return Err(PictureError::TooManyPixels { width, height });
    }
    if format == ImageFormat::Jpeg && pixels * scans(bytes) > MAX_SCANNED_PIXELS {
        return Err(PictureError::TooMuchWork);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let colour = decoder.color_type();
    let mut buffer = vec![0; usize::try_from(decoder.total_bytes()).map_err(|_| PictureError::Damaged)?];
    // What a decoder has written before it fails stays: a picture that breaks off is shown so far.
    let failed = decoder.read_image(&mut buffer).is_err();
    let is_cut = failed || format == ImageFormat::Jpeg && jpeg_breaks_off(bytes);
    if failed && buffer.iter().all(|byte| *byte == 0) {
        return Err(PictureError::Damaged);
    }
    let picture = reduced(&buffer, colour, (width, height), is_cut).ok_or(PictureError::Damaged)?;
    Ok(picture.oriented(orientation))
}

fn reason(error: &ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooMuchWork,
        _ => PictureError::Damaged,
    }
}

/// Scans of a JPEG: in coded data the bytes of a marker stand for nothing but a marker (ITU T.81, B.1.1.5).
fn scans(bytes: &[u8]) -> u64 {
    memchr::memmem::find_iter(bytes, b"\xFF\xDA").count() as u64
}

/// True if a JPEG ends in the middle of a scan, which its decoder makes up for without a word. The preview that a camera
/// puts before the picture has an end of its own.
fn jpeg_breaks_off(bytes: &[u8]) -> bool {
    memchr::memmem::rfind(bytes, b"\xFF\xD9") < memchr::memmem::rfind(bytes, b"\xFF\xDA")
}

/// The picture at the size that is kept, on white where it is transparent.
fn reduced(buffer: &[u8], colour: ColorType, size: (u32, u32), is_cut: bool) -> Option<Picture> {
    let (width, height) = (size.0 as usize, size.1 as usize);
    let read = PixelReader::new(colour)?;
    let stride = width * usize::from(colour.bytes_per_pixel());
    let gamma = Gamma::new();
    let to = fit::within_pixels((width, height), MAX_KEPT_PIXELS);
    let rows = |y: usize| &buffer[y * stride..(y + 1) * stride];
    let pixels = if to == (width, height) {
        (0..height).flat_map(|y| read.colours(rows(y), &gamma)).collect()
    } else {
        let map = scale((width, height), to, |y, row| {
            for (light, pixel) in row.iter_mut().zip(read.pixels(rows(y))) {
                *light = read.light(pixel, &gamma);
            }
        });
        map.pixels.into_iter().map(|light| gamma.bytes(light)).collect()
    };
    Some(Picture { width: to.0, height: to.1, pixels, size, is_cut })
}

/// Reads the pixels of a decoder's buffer.
struct PixelReader {
    /// Bytes of a pixel and of one of its channels.
    bytes: usize,
    channel: usize,
    has_colour: bool,
    has_alpha: bool,
}

impl PixelReader {
    fn new(colour: ColorType) -> Option<PixelReader> {
        let channels = usize::from(colour.channel_count());
        let bytes = usize::from(colour.bytes_per_pixel());
        let channel = bytes / channels;
        // Floats are of formats that are not decoded.
        let known = (1..=2).contains(&channel) && (1..=4).contains(&channels);
        known.then(|| PixelReader { bytes, channel, has_colour: colour.has_color(), has_alpha: colour.has_alpha() })
    }

    fn pixels<'a>(&self, row: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        row.chunks_exact(self.bytes)
    }

    /// A channel of a pixel, to eight bits.
    fn channel(&self, pixel: &[u8], at: usize) -> u8 {
        match self.channel {
            1 => pixel[at],
            _ => (u16::from_ne_bytes([pixel[2 * at], pixel[2 * at + 1]]) >> 8) as u8,
        }
    }

    fn rgb(&self, pixel: &[u8]) -> [u8; 3] {
        if self.has_colour { [0, 1, 2].map(|at| self.channel(pixel, at)) } else { [self.channel(pixel, 0); 3] }
    }

    /// The light of a pixel on white paper.
    fn light(&self, pixel: &[u8], gamma: &Gamma) -> Light {
        let light = gamma.lights(self.rgb(pixel));
        if !self.has_alpha {
            return light;
        }
        let alpha = f32::from(self.channel(pixel, if self.has_colour { 3 } else { 1 })) / 255.0;
        light.map(|light| light * alpha + (1.0 - alpha))
    }

    fn colours<'a>(&'a self, row: &'a [u8], gamma: &'a Gamma) -> impl Iterator<Item = [u8; 3]> + 'a {
        self.pixels(row).map(
            |pixel| {
                if self.has_alpha { gamma.bytes(self.light(pixel, gamma)) } else { self.rgb(pixel) }
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::picture::samples::{encoded, scene};

    const FORMATS: [ImageFormat; 4] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP];

    #[test]
    fn all_formats_show_the_same_scene() {
        let scene = scene(160, 120);
        for format in FORMATS {
            let picture = decode(&encoded(&scene, format)).unwrap();
            assert_eq!((picture.size, picture.is_cut), ((160, 120), false), "{format:?}");
            let off = picture
                .pixels
                .iter()
                .flatten()
                .zip(scene.as_raw())
                .map(|(a, b)| u64::from(a.abs_diff(*b)))
                .sum::<u64>();
            assert!(off / scene.as_raw().len() as u64 <= 8, "{format:?}: {off}");
        }
    }

    #[test]
    fn a_picture_that_breaks_off_is_shown_so_far() {
        let scene = scene(160, 120);
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif] {
            let bytes = encoded(&scene, format);
            let picture = decode(&bytes[..bytes.len() * 2 / 3]).unwrap();
            assert!(picture.is_cut, "{format:?}");
            assert!(
                picture.pixels[0].iter().zip(scene.get_pixel(0, 0).0).all(|(a, b)| a.abs_diff(b) < 24),
                "{format:?}"
            );
        }
        for format in FORMATS {
            let bytes = encoded(&scene, format);
            assert!(decode(&bytes[..40]).is_err(), "{format:?}");
        }
    }

    #[test]
    fn claims_are_refused_before_anything_is_decoded() {
        // The size of a PNG is in its header, before a checksum.
        let mut png = encoded(&scene(8, 8), ImageFormat::Png);
        for at in [16, 20] {
            png[at..at + 4].copy_from_slice(&30_000u32.to_be_bytes());
        }
        let crc = crc(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(decode(&png), Err(PictureError::TooManyPixels { width: 30_000, height: 30_000 }));

        let mut gif = encoded(&scene(8, 8), ImageFormat::Gif);
        gif[6..10].copy_from_slice(&[0x30, 0x75, 0x30, 0x75]);
        assert_eq!(decode(&gif), Err(PictureError::TooManyPixels { width: 30_000, height: 30_000 }));

        let jpeg = encoded(&scene(8, 8), ImageFormat::Jpeg);
        let size = memchr::memmem::find(&jpeg, b"\xFF\xC0").unwrap() + 5;
        let mut large = jpeg.clone();
        large[size..size + 4].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
        assert_eq!(decode(&large), Err(PictureError::TooManyPixels { width: 30_000, height: 30_000 }));
        large[size..size + 4].copy_from_slice(&[0x10, 0x00, 0x10, 0x00]);
        large.extend(b"\xFF\xDA".repeat(50));
        assert_eq!(decode(&large), Err(PictureError::TooMuchWork));
    }

    /// CRC-32 as in the PNG specification, annex D.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |crc, byte| {
            (0..8).fold(
                crc ^ u32::from(*byte),
                |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 },
            )
        })
    }

    #[test]
    fn what_is_no_picture_is_said_to_be_none() {
        for (bytes, error) in [
            (&b""[..], PictureError::Empty),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureError::Svg),
            ("\u{FEFF}<?xml version='1.0'?>\n<!-- x --><svg/>".as_bytes(), PictureError::Svg),
            (b"<!doctype html><html><body><svg/>", PictureError::Page),
            (b"\0\0\0\x1cftypavif", PictureError::Unsupported("AVIF")),
            (b"\0\0\0\x1cftypheic", PictureError::Unsupported("HEIF")),
            (b"\xFF\x0A\0\0", PictureError::Unsupported("JPEG XL")),
            (b"BM\0\0", PictureError::Unsupported("BMP")),
            (b"no picture", PictureError::Unknown),
            (b"\x89PNG\r\n\x1a\n", PictureError::Damaged),
            (b"GIF89a", PictureError::Damaged),
            (b"\xFF\xD8\xFF", PictureError::Damaged),
            (b"RIFF\0\0\0\0WEBP", PictureError::Damaged),
        ] {
            assert_eq!(decode(bytes), Err(error));
        }
        assert_eq!(decode(&vec![0; MAX_PICTURE_BYTES + 1]), Err(PictureError::TooLarge));
    }

    #[test]
    fn transparency_is_white_paper_and_large_pictures_are_kept_small() {
        let clear = image::RgbaImage::from_pixel(3, 3, image::Rgba([0, 0, 0, 0]));
        let mut bytes = Cursor::new(Vec::new());
        clear.write_to(&mut bytes, ImageFormat::Png).unwrap();
        assert_eq!(decode(bytes.get_ref()).unwrap().pixels, [[255; 3]; 9]);
        let grey = image::ImageBuffer::<image::Luma<u16>, _>::from_pixel(3000, 2000, image::Luma([0x8000u16]));
        let mut bytes = Cursor::new(Vec::new());
        grey.write_to(&mut bytes, ImageFormat::Png).unwrap();
        let picture = decode(bytes.get_ref()).unwrap();
        assert_eq!(picture.size, (3000, 2000));
        assert!(picture.pixels.len() <= MAX_KEPT_PIXELS && picture.pixels.iter().all(|rgb| rgb[0].abs_diff(128) <= 1));
    }

    proptest! {
        #[test]
        fn any_damage_ends(format in 0..4usize, changes in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..12), cut in any::<u16>()) {
            let mut bytes = encoded(&scene(40, 30), FORMATS[format]);
            let length = bytes.len();
            for (at, byte) in changes {
                bytes[usize::from(at) % length] = byte;
            }
            let _ = decode(&bytes);
            let _ = decode(&bytes[..usize::from(cut) % length]);
        }
    }
}
