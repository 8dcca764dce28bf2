//! Pictures for tests: a rendered scene of a harbour, in any format.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A sky that brightens to the horizon, a sun, a sea with waves, a dark headland.
pub(super) fn scene(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
        let sun = ((u - 0.7).powi(2) + (v - 0.35).powi(2)).sqrt();
        let light = if v < 0.55 {
            [90.0 + 240.0 * v, 120.0 + 160.0 * v, 200.0]
        } else {
            [20.0, 70.0 + 60.0 * (1.0 - v), 110.0]
        };
        let light = if sun < 0.1 { [255.0, 230.0, 150.0] } else { light };
        let headland = u < 0.4 && v > 0.3 + u && v < 0.6;
        let wave = if v >= 0.55 { 14.0 * (u * 60.0 + v * 90.0).sin() } else { 0.0 };
        Rgb(if headland { [30, 45, 25] } else { light.map(|part: f32| (part + wave).clamp(0.0, 255.0) as u8) })
    })
}

/// The bytes of a picture in a format.
pub(super) fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let rgba = image::DynamicImage::from(picture.clone());
    match format {
        ImageFormat::Gif => rgba.to_rgba8().write_to(&mut bytes, format).unwrap(),
        _ => picture.write_to(&mut bytes, format).unwrap(),
    }
    bytes.into_inner()
}

/// The scene as a JPEG, for tests of other rooms.
pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&scene(width, height), ImageFormat::Jpeg)
}
