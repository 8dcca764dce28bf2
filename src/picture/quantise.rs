//! A palette of a picture's own: its colours divided at medians (Heckbert, 1982), and each pixel one of them.

use super::{
    dither::diffuse_share,
    gamma::Gamma,
    palette::Palette,
    scale::{Light, LightMap},
};

/// Bits of a channel by which colours are counted.
const BITS: u32 = 5;
const CELLS: usize = 1 << (3 * BITS);

/// A picture of numbered colours.
pub(super) struct IndexedPicture {
    pub(super) width: usize,
    /// Red, green and blue of each number; 256 at most.
    pub(super) palette: Vec<[u8; 3]>,
    /// Numbers of the pixels, in rows.
    pub(super) pixels: Vec<u8>,
}

/// Colours of one cell of the colour space.
#[derive(Clone, Copy)]
struct ColourCount {
    cell: [u8; 3],
    count: usize,
}

/// The picture in at most so many colours; `share` is that of errors which neighbours make up for.
pub(super) fn quantise(map: &LightMap, colours: usize, share: f32, gamma: &Gamma) -> IndexedPicture {
    let colours = colours.clamp(2, 256);
    let palette = median_colours(map, colours, gamma);
    let numbered = Palette::from_colours((0..=255).zip(palette.iter().copied()), gamma);
    // Neighbours of a cell of the colour space share its nearest colour, so that each is searched for once.
    let mut nearest: Vec<Option<(u8, Light)>> = vec![None; CELLS];
    let pixels = diffuse_share(map, share, |light| {
        let cell = cell_of(gamma.bytes(light));
        *nearest[index(cell)].get_or_insert_with(|| {
            let colour = numbered.nearest(gamma.lights(centre(cell)));
            (colour.number, colour.light)
        })
    });
    IndexedPicture { width: map.width, palette, pixels }
}

fn cell_of(rgb: [u8; 3]) -> [u8; 3] {
    rgb.map(|part| part >> (8 - BITS))
}

fn index(cell: [u8; 3]) -> usize {
    cell.iter().fold(0, |index, part| index << BITS | usize::from(*part))
}

/// The colour in the middle of a cell, so stretched that black and white stay what they are.
fn centre(cell: [u8; 3]) -> [u8; 3] {
    cell.map(|part| part << (8 - BITS) | part >> (2 * BITS - 8))
}

fn median_colours(map: &LightMap, colours: usize, gamma: &Gamma) -> Vec<[u8; 3]> {
    let mut counts = vec![0usize; CELLS];
    for light in &map.pixels {
        counts[index(cell_of(gamma.bytes(*light)))] += 1;
    }
    let cell = |at: usize| [2 * BITS, BITS, 0].map(|shift| (at >> shift) as u8 & ((1 << BITS) - 1));
    let mut counted: Vec<ColourCount> =
        (0..CELLS).filter(|at| counts[*at] > 0).map(|at| ColourCount { cell: cell(at), count: counts[at] }).collect();
    let mut boxes: Vec<&mut [ColourCount]> = vec![&mut counted];
    while boxes.len() < colours {
        // The box of the most pixels over the widest range: large even areas need few colours, small bright ones some.
        let weight = |colours: &[ColourCount]| {
            let pixels = colours.iter().map(|colour| colour.count).sum::<usize>();
            widest(colours).1 * pixels.isqrt()
        };
        let Some((at, _)) = boxes
            .iter()
            .enumerate()
            .map(|(at, one)| (at, weight(one)))
            .filter(|(_, weight)| *weight > 0)
            .max_by_key(|(_, weight)| *weight)
        else {
            break;
        };
        let (lower, upper) = halves(boxes.swap_remove(at));
        boxes.extend([lower, upper]);
    }
    boxes.iter().filter(|colours| !colours.is_empty()).map(|colours| mean(colours, gamma)).collect()
}

/// The channel over which colours range most, and how far.
fn widest(colours: &[ColourCount]) -> (usize, usize) {
    let range = |channel: usize| {
        let parts = || colours.iter().map(|colour| usize::from(colour.cell[channel]));
        parts().max().unwrap_or(0) - parts().min().unwrap_or(0)
    };
    (0..3).map(|channel| (channel, range(channel))).max_by_key(|(_, range)| *range).unwrap_or((0, 0))
}

/// Two parts of about the same number of pixels; neither is empty.
fn halves(colours: &mut [ColourCount]) -> (&mut [ColourCount], &mut [ColourCount]) {
    let (channel, _) = widest(colours);
    colours.sort_unstable_by_key(|colour| (colour.cell[channel], colour.cell));
    let half = colours.iter().map(|colour| colour.count).sum::<usize>() / 2;
    let mut sum = 0;
    let below = colours.iter().take_while(|colour| {
        sum += colour.count;
        sum <= half
    });
    let at = below.count().clamp(1, colours.len().max(2) - 1);
    colours.split_at_mut(at)
}

fn mean(colours: &[ColourCount], gamma: &Gamma) -> [u8; 3] {
    let (mut sum, mut pixels) = ([0.0f64; 3], 0.0);
    for colour in colours {
        let light = gamma.lights(centre(colour.cell));
        (0..3).for_each(|at| sum[at] += f64::from(light[at]) * colour.count as f64);
        pixels += colour.count as f64;
    }
    gamma.bytes(sum.map(|sum| (sum / pixels.max(1.0)) as f32))
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;

    use super::*;
    use crate::picture::{decode, dither::PASSED_ON, samples};

    #[test]
    fn few_colours_are_kept_as_they_are() {
        let rgb = [[255, 255, 255], [200, 16, 32], [0, 0, 0], [16, 32, 200]];
        let gamma = Gamma::new();
        let pixels: Vec<Light> = (0..400).map(|at| gamma.lights(rgb[at / 100])).collect();
        let indexed = quantise(&LightMap { width: 20, height: 20, pixels }, 256, PASSED_ON, &gamma);
        assert_eq!(indexed.palette.len(), 4);
        for (at, number) in indexed.pixels.iter().enumerate() {
            let shown = indexed.palette[usize::from(*number)];
            assert!(shown.iter().zip(rgb[at / 100]).all(|(is, should)| is.abs_diff(should) <= 8), "{at}: {shown:?}");
        }
    }

    #[test]
    fn a_scene_is_close_to_itself() {
        let scene = decode(&samples::encoded(&samples::scene(200, 150), ImageFormat::Png)).unwrap();
        let gamma = Gamma::new();
        for (colours, most) in [(256, 8), (16, 24)] {
            let indexed = quantise(&scene.scaled((200, 150), &gamma), colours, PASSED_ON, &gamma);
            assert!(indexed.palette.len() <= colours);
            let shown = indexed.pixels.iter().flat_map(|number| indexed.palette[usize::from(*number)]);
            let off: u64 = shown.zip(scene.pixels.iter().flatten()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
            assert!(off / 90_000 <= most, "{colours}: {off}");
        }
    }

    #[test]
    fn all_colours_of_a_palette_can_be_used() {
        let gamma = Gamma::new();
        let pixels: Vec<Light> = (0..4096u32).map(|n| gamma.lights([n as u8, (n >> 4) as u8, (n * 7) as u8])).collect();
        let indexed = quantise(&LightMap { width: 64, height: 64, pixels }, 256, PASSED_ON, &gamma);
        assert_eq!(indexed.palette.len(), 256);
        assert!(indexed.pixels.iter().collect::<std::collections::BTreeSet<_>>().len() > 200);
    }

    #[test]
    fn one_pixel_is_one_colour() {
        let indexed = quantise(&LightMap { width: 1, height: 1, pixels: vec![[1.0; 3]] }, 0, PASSED_ON, &Gamma::new());
        assert_eq!((indexed.palette, indexed.pixels), (vec![[255; 3]], vec![0]));
    }
}
