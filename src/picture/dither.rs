//! Error diffusion (Floyd and Steinberg, 1976): what a pixel lacks for want of its colour is made up by its neighbours.
//!
//! Errors are diffused in light, so that an area is as light as the picture is; colours are chosen as the eye sees them.

use super::scale::{Light, LightMap};

/// Share of an error that is passed on. All of it would carry far over areas whose colour the palette does not have.
pub(super) const PASSED_ON: f32 = 0.85;

/// Chooses for each pixel, in rows from the top, with what its neighbours before it lack. `choose` returns the choice and
/// its light.
pub(super) fn diffuse<T>(map: &LightMap, choose: impl FnMut(Light) -> (T, Light)) -> Vec<T> {
    diffuse_share(map, PASSED_ON, choose)
}

/// The same with another share of the errors; with none, areas stay even.
pub(super) fn diffuse_share<T>(map: &LightMap, share: f32, mut choose: impl FnMut(Light) -> (T, Light)) -> Vec<T> {
    let mut chosen = Vec::with_capacity(map.pixels.len());
    // One pixel more on either side saves a case.
    let (mut errors, mut below) = (vec![[0.0f32; 3]; map.width + 2], vec![[0.0f32; 3]; map.width + 2]);
    for row in map.pixels.chunks_exact(map.width) {
        for (x, light) in row.iter().enumerate() {
            let wish: Light = std::array::from_fn(|at| (light[at] + errors[x + 1][at]).clamp(0.0, 1.0));
            let (choice, shown) = choose(wish);
            chosen.push(choice);
            for at in 0..3 {
                let error = (wish[at] - shown[at]) * share;
                errors[x + 2][at] += error * 7.0 / 16.0;
                below[x][at] += error * 3.0 / 16.0;
                below[x + 1][at] += error * 5.0 / 16.0;
                below[x + 2][at] += error / 16.0;
            }
        }
        std::mem::swap(&mut errors, &mut below);
        below.fill([0.0; 3]);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_as_light_as_the_picture() {
        for level in [0.1, 0.25, 0.5, 0.8] {
            let map = LightMap { width: 40, height: 40, pixels: vec![[level; 3]; 1600] };
            let chosen = diffuse(&map, |light| if light[1] < 0.5 { (0, [0.0; 3]) } else { (1, [1.0; 3]) });
            let shown = chosen.iter().sum::<i32>() as f32 / 1600.0;
            assert!((shown - level).abs() < 0.06, "{level} is shown as {shown}");
        }
    }
}
