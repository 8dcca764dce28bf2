//! The colours of terminals that do not have all of them, and the nearest to any.

use super::{colour::Oklab, gamma::Gamma, scale::Light};

/// The colours that a terminal has for the cells of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum ColourDepth {
    /// None: light and dark are shown by shades.
    Mono,
    /// Sixteen.
    #[default]
    Ansi16,
    /// The 256 of xterm.
    Indexed256,
    /// All.
    True,
}

/// Red, green and blue of the sixteen, as xterm has them (256colres.h). Themes change them, mostly within their names.
const ANSI: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// Colours with the numbers that a terminal knows them by.
pub(super) struct Palette {
    colours: Vec<PaletteColour>,
}

/// A colour of a palette.
#[derive(Clone, Copy, Debug)]
pub(super) struct PaletteColour {
    pub(super) number: u8,
    pub(super) light: Light,
    lab: Oklab,
}

impl Palette {
    pub(super) fn from_colours(colours: impl IntoIterator<Item = (u8, [u8; 3])>, gamma: &Gamma) -> Palette {
        let colour = |(number, rgb): (u8, [u8; 3])| {
            let light = gamma.lights(rgb);
            PaletteColour { number, light, lab: Oklab::from_light(light) }
        };
        Palette { colours: colours.into_iter().map(colour).collect() }
    }

    /// The sixteen.
    pub(super) fn ansi(gamma: &Gamma) -> Palette {
        Palette::from_colours((0..=15).zip(ANSI), gamma)
    }

    /// The cube and the greys of xterm; the sixteen before them are what a theme makes of them.
    pub(super) fn xterm(gamma: &Gamma) -> Palette {
        const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
        let step = |n: u8| STEPS[usize::from(n)];
        let cube = (0..216).map(|n| (16 + n, [step(n / 36), step(n / 6 % 6), step(n % 6)]));
        let greys = (0..24).map(|n| (232 + n, [8 + 10 * n; 3]));
        Palette::from_colours(cube.chain(greys), gamma)
    }

    #[cfg(test)]
    pub(super) fn with_number(&self, number: u8) -> PaletteColour {
        self.colours.iter().copied().find(|colour| colour.number == number).unwrap()
    }

    /// The nearest colour to the eye. A palette has one at least.
    pub(super) fn nearest(&self, light: Light) -> PaletteColour {
        let lab = Oklab::from_light(light);
        let (mut nearest, mut least) = (self.colours[0], f32::INFINITY);
        for colour in &self.colours {
            let distance = lab.distance(colour.lab);
            if distance < least {
                (nearest, least) = (*colour, distance);
            }
        }
        nearest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::float_cmp)] // The very same numbers.
    fn every_colour_is_nearest_to_itself() {
        let gamma = Gamma::new();
        for palette in [Palette::ansi(&gamma), Palette::xterm(&gamma)] {
            for colour in &palette.colours {
                assert_eq!(palette.nearest(colour.light).light, colour.light, "{}", colour.number);
            }
        }
        let xterm = Palette::xterm(&gamma);
        assert_eq!(xterm.nearest(gamma.lights([140, 90, 10])).number, 94);
        assert_eq!(xterm.nearest(gamma.lights([170, 210, 255])).number, 153);
    }
}
