//! A picture drawn for one terminal: in the way and at the size that fit it, and what that costs on its line.

use std::fmt;

use super::{
    blocks::{self, BlockCell},
    dither::PASSED_ON,
    fit::{self, CellSize},
    gamma::Gamma,
    kitty,
    palette::ColourDepth,
    pixels::Picture,
    quantise::quantise,
    sixel,
};

/// The ways in which a terminal shows a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Protocol {
    /// In cells like text.
    #[default]
    Cells,
    /// As sixels, in so many colours and of so many pixels in width and height at most. The size of a cell has to be known.
    Sixel { colours: u16, limit: (u16, u16) },
    /// By kitty's graphics protocol.
    Kitty,
}

/// The means of a terminal and of its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Means {
    pub(crate) protocol: Protocol,
    pub(crate) depth: ColourDepth,
    pub(crate) cell: Option<CellSize>,
    /// Limit of a payload of pixels. A picture that exceeds it is drawn coarser, or in cells.
    pub(crate) max_bytes: usize,
    /// True if the background of the terminal is known to be light.
    pub(crate) is_light: bool,
    /// Bytes a second of a line that is known to be slow.
    pub(crate) slow_line: Option<u32>,
}

/// The room for a picture on a terminal, and the terminal's means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Surface {
    pub(crate) columns: u16,
    pub(crate) rows: u16,
    /// True if block elements are two cells wide.
    pub(crate) wide_blocks: bool,
    pub(crate) means: Means,
}

/// A picture drawn for a surface.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Drawing {
    pub(crate) surface: Surface,
    /// Cells that it takes.
    pub(crate) columns: u16,
    pub(crate) rows: u16,
    /// Bytes that it takes on the way to the terminal, about.
    pub(crate) bytes: usize,
    pub(crate) content: DrawingContent,
}

/// The content of a drawing.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum DrawingContent {
    /// Cells in rows.
    Cells(Vec<BlockCell>),
    /// Control strings that draw pixels at the cursor.
    Pixels(Vec<u8>),
}

impl fmt::Debug for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Drawing({} × {}, {} bytes)", self.columns, self.rows, self.bytes)
    }
}

/// Draws a picture for a surface.
pub(crate) fn draw(picture: &Picture, surface: Surface) -> Drawing {
    let pixels = match surface.means.protocol {
        Protocol::Cells => None,
        Protocol::Sixel { colours, limit } => draw_sixels(picture, &surface, colours, limit),
        Protocol::Kitty => draw_kitty(picture, &surface),
    };
    pixels.unwrap_or_else(|| draw_cells(picture, surface))
}

fn draw_cells(picture: &Picture, surface: Surface) -> Drawing {
    let cell = surface.means.cell.unwrap_or_default();
    // A pixel of a picture is a pixel of a cell at most, which is as large as a dozen of the screen's.
    let size =
        fit::cells((picture.width, picture.height), (surface.columns, surface.rows), cell, f64::from(cell.width));
    let cells = blocks::draw(picture, size, surface.means.depth, surface.wide_blocks, surface.means.is_light);
    let bytes = blocks::cost(&cells, size.0);
    Drawing { surface, columns: size.0, rows: size.1, bytes, content: DrawingContent::Cells(cells) }
}

/// Enlargement of a picture whose pixels the terminal draws: an icon is not blown up.
const MAX_PIXEL_SCALE: f64 = 2.0;
/// Rounds of drawing coarser until a payload is within its limit.
const MAX_ROUNDS: usize = 3;

/// Colours of sixels and the share of errors that is passed on, from the finest to the coarsest: even areas are short.
const SIXEL_QUALITIES: [(usize, f32); 3] = [(256, PASSED_ON), (96, 0.0), (32, 0.0)];

fn draw_kitty(picture: &Picture, surface: &Surface) -> Option<Drawing> {
    let cell = surface.means.cell.unwrap_or_default();
    let size = (picture.width, picture.height);
    let (columns, rows) = fit::cells(size, (surface.columns, surface.rows), cell, MAX_PIXEL_SCALE);
    let room = (usize::from(columns) * usize::from(cell.width), usize::from(rows) * usize::from(cell.height));
    // The terminal scales; pixels that it would have to make up are not sent.
    let mut to = (room.0.min(size.0), room.1.min(size.1));
    let gamma = Gamma::new();
    for _ in 0..MAX_ROUNDS {
        let map = picture.scaled(to, &gamma);
        let pixels: Vec<[u8; 3]> = map.pixels.into_iter().map(|light| gamma.bytes(light)).collect();
        let payload = kitty::payload(&kitty::png(&pixels, to)?, (columns, rows));
        if payload.len() <= surface.means.max_bytes {
            let bytes = payload.len();
            return Some(Drawing { surface: *surface, columns, rows, bytes, content: DrawingContent::Pixels(payload) });
        }
        let fewer = to.0 * to.1 * 4 / 5 * surface.means.max_bytes / payload.len();
        to = fit::within_pixels(to, fewer.max(1));
    }
    None
}

fn draw_sixels(picture: &Picture, surface: &Surface, colours: u16, limit: (u16, u16)) -> Option<Drawing> {
    let cell = surface.means.cell?;
    let (cell_width, cell_height) = (usize::from(cell.width), usize::from(cell.height));
    let size = (picture.width, picture.height);
    let room = (surface.columns.min(limit.0 / cell.width), surface.rows.min(limit.1 / cell.height));
    let (columns, rows) = fit::cells(size, room, cell, MAX_PIXEL_SCALE);
    // The last band must not reach into the row below: some terminals scroll for it.
    let height = (usize::from(rows) * cell_height / 6 * 6).max(6);
    let gamma = Gamma::new();
    let map = picture.scaled((usize::from(columns) * cell_width, height), &gamma);
    let payload = SIXEL_QUALITIES.iter().find_map(|(most, share)| {
        let payload = sixel::payload(&quantise(&map, usize::from(colours).min(*most), *share, &gamma));
        (payload.len() <= surface.means.max_bytes).then_some(payload)
    })?;
    let (bytes, content) = (payload.len(), DrawingContent::Pixels(payload));
    Some(Drawing { surface: *surface, columns, rows, bytes, content })
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;
    use proptest::prelude::*;

    use super::*;
    use crate::picture::{decode, samples};

    fn scene(width: u32, height: u32) -> Picture {
        decode(&samples::encoded(&samples::scene(width, height), ImageFormat::Png)).unwrap()
    }

    fn surface(protocol: Protocol) -> Surface {
        let cell = Some(CellSize { width: 8, height: 16 });
        let means = Means { protocol, depth: ColourDepth::True, cell, max_bytes: 4 << 20, ..Means::default() };
        Surface { columns: 80, rows: 22, wide_blocks: false, means }
    }

    #[test]
    fn every_protocol_takes_the_cells_that_the_picture_has() {
        let scene = scene(640, 480);
        for protocol in
            [Protocol::Cells, Protocol::Kitty, Protocol::Sixel { colours: 256, limit: (u16::MAX, u16::MAX) }]
        {
            let drawing = draw(&scene, surface(protocol));
            assert_eq!((drawing.columns, drawing.rows), (59, 22), "{protocol:?}");
            assert_eq!(matches!(drawing.content, DrawingContent::Cells(_)), protocol == Protocol::Cells);
        }
    }

    #[test]
    fn a_payload_beyond_its_limit_is_coarser_or_cells() {
        let scene = scene(640, 480);
        let limited = |protocol| {
            let surface = surface(protocol);
            Surface { means: Means { max_bytes: 20_000, ..surface.means }, ..surface }
        };
        let kitty = draw(&scene, limited(Protocol::Kitty));
        assert!(matches!(&kitty.content, DrawingContent::Pixels(payload) if payload.len() <= 20_000));
        let full = draw(&scene, surface(Protocol::Sixel { colours: 256, limit: (u16::MAX, u16::MAX) }));
        let less = surface(Protocol::Sixel { colours: 256, limit: (u16::MAX, u16::MAX) });
        let less = Surface { means: Means { max_bytes: full.bytes * 2 / 3, ..less.means }, ..less };
        assert!(matches!(draw(&scene, less).content, DrawingContent::Pixels(_)));
        let sixel = draw(&scene, limited(Protocol::Sixel { colours: 256, limit: (u16::MAX, u16::MAX) }));
        assert!(matches!(sixel.content, DrawingContent::Cells(_)));
        // A terminal that draws no more pixels than these.
        let small = draw(&scene, surface(Protocol::Sixel { colours: 256, limit: (400, 400) }));
        assert_eq!((small.columns, small.rows), (50, 19));
        // Without the size of a cell, sixels would be of any size.
        let unknown = surface(Protocol::Sixel { colours: 256, limit: (u16::MAX, u16::MAX) });
        let unknown = draw(&scene, Surface { means: Means { cell: None, ..unknown.means }, ..unknown });
        assert!(matches!(unknown.content, DrawingContent::Cells(_)));
    }

    proptest! {
        #[test]
        fn any_surface_takes_any_picture(
            size in (1..60u32, 1..60u32),
            room in (0..30u16, 0..12u16),
            kind in 0..3usize,
            wide in any::<bool>(),
            depth in 0..4usize,
            max_bytes in 0..9999usize,
        ) {
            let protocol = [Protocol::Cells, Protocol::Kitty, Protocol::Sixel { colours: 16, limit: (u16::MAX, u16::MAX) }][kind];
            let depth = [ColourDepth::Mono, ColourDepth::Ansi16, ColourDepth::Indexed256, ColourDepth::True][depth];
            let means = Means { depth, max_bytes, ..surface(protocol).means };
            let surface = Surface { columns: room.0, rows: room.1, wide_blocks: wide, means };
            let drawing = draw(&scene(size.0, size.1), surface);
            prop_assert!(drawing.columns <= room.0.max(1) && drawing.rows <= room.1.max(1));
            match drawing.content {
                DrawingContent::Cells(cells) => {
                    prop_assert_eq!(cells.len(), usize::from(drawing.columns) * usize::from(drawing.rows));
                }
                DrawingContent::Pixels(payload) => prop_assert!(payload.len() <= max_bytes),
            }
        }
    }
}
