//! Distances between colours as the eye sees them, in Oklab (<https://bottosson.github.io/posts/oklab/>).

use super::scale::Light;

/// A colour by lightness and two axes of hue, in which equal steps look equal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Oklab([f32; 3]);

impl Oklab {
    pub(super) fn from_light(light: Light) -> Oklab {
        // The cones of the eye for long, middle and short waves, and their answer to light.
        let cones = product(&CONES, light).map(f32::cbrt);
        Oklab(product(&AXES, cones))
    }

    /// The square of the distance.
    pub(super) fn distance(self, other: Oklab) -> f32 {
        self.0.iter().zip(other.0).map(|(a, b)| (a - b).powi(2)).sum()
    }
}

/// Shares of red, green and blue in the cones for long, middle and short waves.
const CONES: [[f32; 3]; 3] = [
    [0.412_221_46, 0.536_332_55, 0.051_445_995],
    [0.211_903_5, 0.680_699_5, 0.107_396_96],
    [0.088_302_46, 0.281_718_85, 0.629_978_7],
];
/// Shares of the answers of the cones in lightness and in the axes of hue.
const AXES: [[f32; 3]; 3] = [
    [0.210_454_26, 0.793_617_8, -0.004_072_047],
    [1.977_998_5, -2.428_592_2, 0.450_593_7],
    [0.025_904_037, 0.782_771_77, -0.808_675_77],
];

fn product(rows: &[[f32; 3]; 3], column: [f32; 3]) -> [f32; 3] {
    rows.map(|row| row[0] * column[0] + row[1] * column[1] + row[2] * column[2])
}
