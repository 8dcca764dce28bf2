//! Scaling by area: each pixel of the result is the mean of the light that falls on its area of the source.

/// The light of a pixel: red, green and blue, from 0 to 1.
pub(super) type Light = [f32; 3];

/// Pixels of light in rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LightMap {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<Light>,
}

/// Scales rows of `width` pixels, `height` of them, to a size of at least one pixel. Rows are requested in order, each
/// once, so that the source is never held as light: it costs three times the memory of bytes and more.
pub(super) fn scale(
    (width, height): (usize, usize),
    (to_width, to_height): (usize, usize),
    mut read_row: impl FnMut(usize, &mut [Light]),
) -> LightMap {
    let (to_width, to_height) = (to_width.max(1), to_height.max(1));
    let mut pixels = vec![[0.0; 3]; to_width * to_height];
    let (across, down) = (Shares::new(width, to_width), Shares::new(height, to_height));
    let mut source = vec![[0.0; 3]; width];
    let mut row = vec![[0.0; 3]; to_width];
    for y in 0..height {
        read_row(y, &mut source);
        row.fill([0.0; 3]);
        for (x, light) in source.iter().enumerate() {
            let (first, weights) = across.of(x);
            for (sum, weight) in row[first..].iter_mut().zip(weights) {
                add(sum, *light, *weight);
            }
        }
        let (first, weights) = down.of(y);
        for (line, weight) in pixels.chunks_exact_mut(to_width).skip(first).zip(weights) {
            for (sum, light) in line.iter_mut().zip(&row) {
                add(sum, *light, *weight);
            }
        }
    }
    LightMap { width: to_width, height: to_height, pixels }
}

fn add(sum: &mut Light, light: Light, weight: f32) {
    for (sum, light) in sum.iter_mut().zip(light) {
        *sum += light * weight;
    }
}

/// Shares of the pixels of a line in those of a scaled line. The shares in one pixel of the result add up to one.
struct Shares {
    /// For each pixel, the first that it has a share in, and its first weight.
    begins: Vec<(usize, usize)>,
    weights: Vec<f32>,
}

impl Shares {
    fn new(from: usize, to: usize) -> Shares {
        let mut shares = Shares { begins: Vec::with_capacity(from + 1), weights: Vec::new() };
        // Whole numbers: a unit is a `from * to`th of the line, so that no rounding loses or adds a pixel.
        for at in 0..from {
            let (start, end) = (at * to, (at + 1) * to);
            let first = start / from;
            shares.begins.push((first, shares.weights.len()));
            for pixel in first..end.div_ceil(from) {
                let overlap = end.min((pixel + 1) * from) - start.max(pixel * from);
                shares.weights.push(overlap as f32 / from as f32);
            }
        }
        shares.begins.push((to, shares.weights.len()));
        shares
    }

    fn of(&self, at: usize) -> (usize, &[f32]) {
        let (first, from) = self.begins[at];
        (first, &self.weights[from..self.begins[at + 1].1])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn grey(map: &LightMap) -> Vec<f32> {
        map.pixels.iter().map(|light| light[0]).collect()
    }

    #[test]
    fn a_pixel_is_the_mean_of_its_area() {
        // Three columns to two: the middle one is shared.
        let map = scale((3, 2), (2, 1), |_, row| row.copy_from_slice(&[[0.0; 3], [0.6; 3], [0.9; 3]]));
        assert!(grey(&map).iter().zip([0.2, 0.8]).all(|(is, should)| (is - should).abs() < 1e-6), "{map:?}");
        // Larger: no light is lost between pixels.
        let map = scale((2, 1), (3, 2), |_, row| row.copy_from_slice(&[[0.0; 3], [1.0; 3]]));
        assert!(grey(&map).iter().zip([0.0, 0.5, 1.0, 0.0, 0.5, 1.0]).all(|(is, should)| (is - should).abs() < 1e-6));
    }

    proptest! {
        #[test]
        fn an_even_picture_stays_even(from in (1..40usize, 1..40usize), to in (0..40usize, 0..40usize), light in 0.0..1.0f32) {
            let map = scale(from, to, |_, row| row.fill([light; 3]));
            prop_assert_eq!((map.width, map.height), (to.0.max(1), to.1.max(1)));
            prop_assert!(grey(&map).iter().all(|is| (is - light).abs() < 1e-4));
        }
    }
}
