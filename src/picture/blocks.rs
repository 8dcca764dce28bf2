//! A picture in cells: two pixels a cell as the halves of a block, one a cell where such blocks are two cells wide, and
//! shades where there is no colour.

use super::{
    dither::diffuse,
    gamma::Gamma,
    palette::{ColourDepth, Palette},
    pixels::Picture,
    scale::{Light, LightMap},
};

/// A colour of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellColour {
    Default,
    /// One of its palette.
    Indexed(u8),
    /// Red, green and blue.
    Rgb([u8; 3]),
}

/// A cell of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BlockCell {
    pub(crate) glyph: &'static str,
    pub(crate) foreground: CellColour,
    pub(crate) background: CellColour,
}

/// Shades by the share of a cell that is lit, which is their light.
const SHADES: [(&str, f32); 5] = [(" ", 0.0), ("░", 0.25), ("▒", 0.5), ("▓", 0.75), ("█", 1.0)];
/// Difference of the halves of a cell from which on it is a half block.
const MIN_EDGE: f32 = 0.6;
/// Letters for where shades are two cells wide, by the ink that they leave in most fonts.
const LETTERS: [(&str, f32); 8] =
    [(" ", 0.0), (".", 0.04), (":", 0.08), ("-", 0.1), ("=", 0.17), ("+", 0.2), ("#", 0.34), ("@", 0.42)];

/// Draws a picture on so many cells, in rows. `wide` is true where the terminal draws block elements two cells wide,
/// `is_light` where its background is light, which counts for one without colours.
pub(super) fn draw(
    picture: &Picture,
    (columns, rows): (u16, u16),
    depth: ColourDepth,
    wide: bool,
    is_light: bool,
) -> Vec<BlockCell> {
    let gamma = Gamma::new();
    let (width, height) = (usize::from(columns), usize::from(rows));
    match depth {
        ColourDepth::Mono => shades(picture, (width, height), wide, is_light, &gamma),
        _ if wide => {
            let whole = |background| BlockCell { glyph: " ", foreground: CellColour::Default, background };
            colours(picture, (width, height), depth, &gamma).into_iter().map(whole).collect()
        }
        _ => {
            let pixels = colours(picture, (width, 2 * height), depth, &gamma);
            pixels.chunks_exact(2 * width).flat_map(|two| half_blocks(&two[..width], &two[width..])).collect()
        }
    }
}

/// The colours of a picture's pixels at a size.
fn colours(picture: &Picture, size: (usize, usize), depth: ColourDepth, gamma: &Gamma) -> Vec<CellColour> {
    let map = picture.scaled(size, gamma);
    let palette = match depth {
        ColourDepth::True => {
            return map.pixels.iter().map(|light| CellColour::Rgb(gamma.bytes(*light))).collect();
        }
        ColourDepth::Indexed256 => Palette::xterm(gamma),
        ColourDepth::Mono | ColourDepth::Ansi16 => Palette::ansi(gamma),
    };
    diffuse(&map, |light| {
        let nearest = palette.nearest(light);
        (CellColour::Indexed(nearest.number), nearest.light)
    })
}

/// A row of cells from two rows of pixels. The half that is drawn is the one that leaves the colours of the cell before.
fn half_blocks(upper: &[CellColour], lower: &[CellColour]) -> Vec<BlockCell> {
    let mut before = (CellColour::Default, CellColour::Default);
    let mut cells = Vec::with_capacity(upper.len());
    for (upper, lower) in upper.iter().copied().zip(lower.iter().copied()) {
        let changes = |foreground, background| u8::from(before.0 != foreground) + u8::from(before.1 != background);
        let cell = if upper == lower {
            BlockCell { glyph: " ", foreground: before.0, background: upper }
        } else if changes(lower, upper) < changes(upper, lower) {
            BlockCell { glyph: "▄", foreground: lower, background: upper }
        } else {
            BlockCell { glyph: "▀", foreground: upper, background: lower }
        };
        before = (cell.foreground, cell.background);
        cells.push(cell);
    }
    cells
}

/// A picture without colours. A cell whose halves differ much is a half block, any other a shade of their mean.
fn shades(
    picture: &Picture,
    (width, height): (usize, usize),
    wide: bool,
    is_light: bool,
    gamma: &Gamma,
) -> Vec<BlockCell> {
    let shades = if wide { &LETTERS[..] } else { &SHADES };
    let full = shades.last().map_or(1.0, |(_, light)| *light);
    let halves = picture.scaled((width, 2 * height), gamma);
    let light: Vec<f32> = halves.pixels.iter().map(|light| luminance(*light)).collect();
    let (dark, range) = contrast(&light);
    // What is drawn is ink: light on a dark ground, dark on a light one.
    let ink = |light: f32| {
        // Lifted, because five shades leave little of the dark tones that most photographs are made of.
        let light = ((light - dark) / range).clamp(0.0, 1.0).powf(0.7);
        if is_light { 1.0 - light } else { light }
    };
    let pairs: Vec<(f32, f32)> = light
        .chunks_exact(2 * width)
        .flat_map(|two| two[..width].iter().zip(&two[width..]).map(|(upper, lower)| (ink(*upper), ink(*lower))))
        .collect();
    let means = pairs.iter().map(|(upper, lower)| [f32::midpoint(*upper, *lower); 3]).collect();
    let mut pairs = pairs.iter();
    diffuse(&LightMap { width, height, pixels: means }, |[mean, ..]| {
        let edge = pairs.next().map_or(0.0, |(upper, lower)| upper - lower);
        let distance = |shade: f32| (shade / full - mean).abs();
        let nearest = shades.iter().min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
        let (glyph, shade) = match nearest.copied().unwrap_or((" ", 0.0)) {
            _ if !wide && edge > MIN_EDGE => ("▀", 0.5),
            _ if !wide && edge < -MIN_EDGE => ("▄", 0.5),
            (glyph, shade) => (glyph, shade / full),
        };
        (BlockCell { glyph, foreground: CellColour::Default, background: CellColour::Default }, [shade; 3])
    })
}

/// The darkest light of a picture and the range above it, without a fiftieth at either end: five shades are too few for
/// those that a picture does not use.
fn contrast(light: &[f32]) -> (f32, f32) {
    let mut sorted = light.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let at = |index: usize| sorted.get(index).copied().unwrap_or(0.0);
    let (dark, bright) = (at(sorted.len() / 50), at(sorted.len().saturating_sub(1 + sorted.len() / 50)));
    if bright - dark > 0.05 { (dark, bright - dark) } else { (0.0, 1.0) }
}

/// The light of a colour (ITU-R BT.709).
fn luminance([r, g, b]: Light) -> f32 {
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The bytes that cells cost on the way to a terminal, in rows of `columns`; close to what the painter writes.
pub(super) fn cost(cells: &[BlockCell], columns: u16) -> usize {
    let mut bytes = 0;
    for row in cells.chunks(usize::from(columns).max(1)) {
        let mut before = (CellColour::Default, CellColour::Default);
        bytes += 8;
        for cell in row {
            let colours = [(before.0, cell.foreground), (before.1, cell.background)];
            let changed = colours.iter().filter(|(before, now)| before != now);
            let changed: usize = changed.map(|(_, now)| sgr_bytes(*now)).sum();
            bytes += cell.glyph.len() + if changed > 0 { changed + 2 } else { 0 };
            before = (cell.foreground, cell.background);
        }
    }
    bytes
}

/// Bytes of the parameters that set a colour.
fn sgr_bytes(colour: CellColour) -> usize {
    match colour {
        CellColour::Default | CellColour::Indexed(0..=15) => 3,
        CellColour::Indexed(_) => 9,
        CellColour::Rgb(rgb) => {
            5 + rgb.iter().map(|part| 2 + usize::from(*part > 9) + usize::from(*part > 99)).sum::<usize>()
        }
    }
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;

    use super::*;
    use crate::picture::{decode, samples};

    fn scene() -> Picture {
        decode(&samples::encoded(&samples::scene(320, 240), ImageFormat::Png)).unwrap()
    }

    #[test]
    fn true_colours_are_those_of_the_picture() {
        let cells = draw(&scene(), (80, 22), ColourDepth::True, false, false);
        assert_eq!(cells.len(), 80 * 22);
        let average = scene().scaled((80, 44), &Gamma::new());
        let gamma = Gamma::new();
        for (at, cell) in cells.iter().enumerate() {
            let (upper, lower) = match cell.glyph {
                "▀" => (cell.foreground, cell.background),
                "▄" => (cell.background, cell.foreground),
                _ => (cell.background, cell.background),
            };
            let (x, y) = (at % 80, at / 80);
            for (colour, line) in [(upper, 2 * y), (lower, 2 * y + 1)] {
                assert_eq!(colour, CellColour::Rgb(gamma.bytes(average.pixels[line * 80 + x])));
            }
        }
    }

    #[test]
    fn fewer_colours_keep_the_light_of_every_region() {
        let gamma = Gamma::new();
        let scene = scene();
        for (depth, palette) in
            [(ColourDepth::Indexed256, Palette::xterm(&gamma)), (ColourDepth::Ansi16, Palette::ansi(&gamma))]
        {
            let wide = draw(&scene, (80, 40), depth, true, false);
            let map = scene.scaled((80, 40), &gamma);
            for (left, top) in [(0, 0), (60, 0), (40, 28), (0, 30)] {
                let cells = |at: usize| (top + at / 20) * 80 + left + at % 20;
                let (mut shown, mut meant) = (0.0, 0.0);
                for at in (0..200).map(cells) {
                    let CellColour::Indexed(number) = wide[at].background else { panic!("a colour of the palette") };
                    shown += luminance(palette.with_number(number).light);
                    meant += luminance(map.pixels[at]);
                }
                assert!((shown - meant).abs() / 200.0 < 0.06, "{depth:?} {left},{top}: {shown} for {meant}");
            }
        }
        assert!(draw(&scene, (80, 40), ColourDepth::Mono, true, false).iter().all(|cell| cell.glyph.is_ascii()));
        let mono = draw(&scene, (80, 22), ColourDepth::Mono, false, false);
        assert!(SHADES.iter().all(|(shade, _)| mono.iter().any(|cell| cell.glyph == *shade)));
        let light = draw(&scene, (80, 22), ColourDepth::Mono, false, true);
        let sun = 8 * 80 + 56;
        assert_eq!([mono[sun].glyph, light[sun].glyph], ["█", " "]);
        assert!(mono.iter().all(|cell| cell.foreground == CellColour::Default));
    }

    #[test]
    fn cells_of_one_colour_cost_a_blank() {
        let one = Picture { width: 1, height: 1, pixels: vec![[9, 99, 199]], size: (1, 1), is_cut: false };
        let cells = draw(&one, (20, 2), ColourDepth::True, false, false);
        assert!(cells.iter().all(|cell| cell.glyph == " "));
        assert_eq!(cost(&cells, 20), 2 * (8 + 2 + 5 + 2 + 3 + 4 + 20));
        let half = half_blocks(
            &[CellColour::Indexed(1), CellColour::Indexed(2)],
            &[CellColour::Indexed(2), CellColour::Indexed(1)],
        );
        assert_eq!([half[0].glyph, half[1].glyph], ["▀", "▄"]);
    }
}
