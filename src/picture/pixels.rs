//! A decoded picture: bytes of red, green and blue, no larger than a screen can show.

use std::fmt;

use image::metadata::Orientation;

use super::{
    gamma::Gamma,
    scale::{LightMap, scale},
};

/// A decoded picture, in the way up that it is meant to be seen.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Red, green and blue, in rows from the top.
    pub(super) pixels: Vec<[u8; 3]>,
    /// Columns and rows of the file.
    pub(crate) size: (u32, u32),
    /// True if the file breaks off or is damaged behind what is shown.
    pub(crate) is_cut: bool,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} × {})", self.width, self.height)
    }
}

impl Picture {
    /// The picture scaled to a size, as light.
    pub(super) fn scaled(&self, to: (usize, usize), gamma: &Gamma) -> LightMap {
        scale((self.width, self.height), to, |y, row| {
            let source = &self.pixels[y * self.width..(y + 1) * self.width];
            for (light, rgb) in row.iter_mut().zip(source) {
                *light = gamma.lights(*rgb);
            }
        })
    }

    /// The same picture turned and mirrored as its camera noted.
    pub(super) fn oriented(self, orientation: Orientation) -> Picture {
        let turned = matches!(
            orientation,
            Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
        );
        if orientation == Orientation::NoTransforms {
            return self;
        }
        let (width, height) = if turned { (self.height, self.width) } else { (self.width, self.height) };
        let (right, bottom) = (self.width - 1, self.height - 1);
        let source = |x: usize, y: usize| match orientation {
            Orientation::NoTransforms => (x, y),
            Orientation::FlipHorizontal => (right - x, y),
            Orientation::Rotate180 => (right - x, bottom - y),
            Orientation::FlipVertical => (x, bottom - y),
            // Rotated clockwise, and then mirrored.
            Orientation::Rotate90FlipH => (y, x),
            Orientation::Rotate90 => (y, bottom - x),
            Orientation::Rotate270FlipH => (right - y, bottom - x),
            Orientation::Rotate270 => (right - y, x),
        };
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let pixels = places.map(|(x, y)| source(x, y)).map(|(x, y)| self.pixels[y * self.width + x]).collect();
        let size = if turned { (self.size.1, self.size.0) } else { self.size };
        Picture { width, height, pixels, size, is_cut: self.is_cut }
    }
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbImage};

    use super::*;

    #[test]
    fn every_orientation_is_that_of_the_decoder() {
        let pixels: Vec<[u8; 3]> = (0..6).map(|n| [n, 0, 0]).collect();
        let picture = Picture { width: 3, height: 2, pixels, size: (3, 2), is_cut: false };
        for number in 1..=8 {
            let orientation = Orientation::from_exif(number).unwrap();
            let mut image = DynamicImage::from(RgbImage::from_raw(3, 2, picture.pixels.concat()).unwrap());
            image.apply_orientation(orientation);
            let ours = picture.clone().oriented(orientation);
            assert_eq!(ours.pixels.concat(), image.to_rgb8().into_raw(), "{number}");
            assert_eq!(ours.size, (image.width(), image.height()));
        }
    }
}
