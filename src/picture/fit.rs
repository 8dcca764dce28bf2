//! The size of a picture on the screen: as large as the room allows, in its own proportions, given those of a cell.

/// The size of a cell in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CellSize {
    pub(crate) width: u16,
    pub(crate) height: u16,
}

impl Default for CellSize {
    /// The proportions of most terminals.
    fn default() -> CellSize {
        CellSize { width: 10, height: 20 }
    }
}

impl CellSize {
    /// A size that a terminal reports, if a cell can have it.
    pub(crate) fn reported(width: u32, height: u32) -> Option<CellSize> {
        let known =
            (3..=200).contains(&width) && (4..=400).contains(&height) && height <= 8 * width && width <= 4 * height;
        known.then_some(CellSize { width: width as u16, height: height as u16 })
    }
}

/// Cells that a picture takes in a room of columns and rows. A picture is enlarged to `max_scale` screen pixels for each
/// of its own at most.
pub(super) fn cells(picture: (usize, usize), room: (u16, u16), cell: CellSize, max_scale: f64) -> (u16, u16) {
    let (width, height) = (picture.0.max(1) as f64, picture.1.max(1) as f64);
    let (cell_width, cell_height) = (f64::from(cell.width), f64::from(cell.height));
    let scale = (f64::from(room.0) * cell_width / width).min(f64::from(room.1) * cell_height / height).min(max_scale);
    let count = |pixels: f64, cell: f64, most: u16| ((pixels * scale / cell).round() as u16).clamp(1, most.max(1));
    (count(width, cell_width, room.0), count(height, cell_height, room.1))
}

/// The largest size in the proportions of `size` with so many pixels at most.
pub(super) fn within_pixels(size: (usize, usize), most: usize) -> (usize, usize) {
    let pixels = size.0.saturating_mul(size.1);
    if pixels <= most {
        return size;
    }
    let scale = (most as f64 / pixels as f64).sqrt();
    let scaled = |length: usize| ((length as f64 * scale) as usize).clamp(1, most.max(1));
    // A strip may be so thin that one side is a pixel and the other still too long.
    let (width, height) = (scaled(size.0), scaled(size.1));
    (width.min(most / height).max(1), height.min(most / width).max(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn proportions_are_those_of_the_picture() {
        let half = CellSize::default();
        assert_eq!(cells((400, 300), (80, 22), half, 99.0), (59, 22));
        assert_eq!(cells((1600, 300), (80, 22), half, 99.0), (80, 8));
        // A square of cells that are nearly square themselves.
        assert_eq!(cells((100, 100), (80, 22), CellSize { width: 9, height: 12 }, 99.0), (29, 22));
        // An icon is not blown up.
        assert_eq!(cells((32, 32), (80, 22), half, 1.0), (3, 2));
        assert_eq!(cells((30_000, 1), (80, 22), half, 1.0), (80, 1));
        assert_eq!(CellSize::reported(0, 20), None);
        assert_eq!(CellSize::reported(8, 16), Some(CellSize { width: 8, height: 16 }));
    }

    proptest! {
        #[test]
        fn nothing_exceeds_its_room(picture in (0..99_999usize, 0..99_999usize), room in (1..600u16, 1..600u16), most in 1..9_999usize) {
            let (columns, rows) = cells(picture, room, CellSize::default(), 10.0);
            prop_assert!((1..=room.0).contains(&columns) && (1..=room.1).contains(&rows));
            let (width, height) = within_pixels(picture, most);
            prop_assert!(width * height <= most.max(1) || picture == (width, height));
        }
    }
}
