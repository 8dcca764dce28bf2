//! Light and bytes: the transfer function of sRGB (IEC 61966-2-1), in both directions, as tables.
//!
//! Averages are taken in light: the mean of black and white bytes is darker than a fine pattern of both looks.

/// Steps of the table from light to bytes. It is entered by the square root of the light, which is close to the function,
/// so that dark tones get as many steps as light ones.
const STEPS: usize = 4095;

/// The tables.
pub(super) struct Gamma {
    light: [f32; 256],
    bytes: Vec<u8>,
}

impl Gamma {
    pub(super) fn new() -> Gamma {
        let light = std::array::from_fn(|byte| light_of(byte as f32 / 255.0));
        let bytes = (0..=STEPS).map(|step| (encoded((step as f32 / STEPS as f32).powi(2)) * 255.0).round() as u8);
        Gamma { light, bytes: bytes.collect() }
    }

    /// The light of a byte, from 0 to 1.
    pub(super) fn light(&self, byte: u8) -> f32 {
        self.light[usize::from(byte)]
    }

    /// The light of a colour.
    pub(super) fn lights(&self, rgb: [u8; 3]) -> [f32; 3] {
        rgb.map(|byte| self.light(byte))
    }

    /// The byte for a light; the nearest for one outside 0 to 1.
    pub(super) fn byte(&self, light: f32) -> u8 {
        let step = (light.clamp(0.0, 1.0).sqrt() * STEPS as f32 + 0.5) as usize;
        self.bytes[step.min(STEPS)]
    }

    /// The colour for lights.
    pub(super) fn bytes(&self, light: [f32; 3]) -> [u8; 3] {
        light.map(|light| self.byte(light))
    }
}

fn light_of(value: f32) -> f32 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

fn encoded(light: f32) -> f32 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        let gamma = Gamma::new();
        for byte in 0..=255 {
            assert_eq!(gamma.byte(gamma.light(byte)), byte);
        }
        assert_eq!([gamma.byte(-1.0), gamma.byte(2.0), gamma.byte(f32::NAN)], [0, 255, 0]);
        // A fine pattern of black and white is as light as this grey.
        assert_eq!(gamma.byte(0.5), 188);
    }
}
