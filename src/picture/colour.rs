//! Distances between colours as the eye sees them, in Oklab (<https://bottosson.github.io/posts/oklab/>).

use super::scale::Light;

/// A colour by lightness and two axes of hue, in which equal steps look equal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Oklab([f32; 3]);

impl Oklab {
    pub(super) fn from_light([r, g, b]: Light) -> Oklab {
        let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
        let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
        let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
        Oklab([
            0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
            1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        ])
    }

    /// The square of the distance.
    pub(super) fn distance(self, other: Oklab) -> f32 {
        self.0.iter().zip(other.0).map(|(a, b)| (a - b).powi(2)).sum()
    }
}
