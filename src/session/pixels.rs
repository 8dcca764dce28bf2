//! The picture whose pixels the terminal draws: placed behind the frame that leaves room for it, and taken away before the
//! frame that needs the room again.

use std::sync::Arc;

use crate::{
    picture::{CellSize, ColourDepth, DrawingContent, Means, Protocol, delete_kitty},
    term::{Capability, Depth, Flow},
    view::PixelPlace,
};

/// Seconds that a picture of pixels may take on the line.
const MAX_PIXEL_SECONDS: f64 = 2.5;
/// Limits of the bytes of such a picture: the least is less than cells in all colours cost.
const MIN_PIXEL_BYTES: usize = 64 << 10;
const MAX_PIXEL_BYTES: usize = 4 << 20;

/// The means of a terminal to show a picture. On a slow line it is drawn in cells of few colours, which a key can
/// interrupt between two rows.
pub(super) fn means(capability: &Capability, declared_cell: Option<(u16, u16)>, flow: &Flow) -> Means {
    let graphics = capability.graphics;
    let cell =
        graphics.cell.or(declared_cell).and_then(|(width, height)| CellSize::reported(width.into(), height.into()));
    let slow = flow.speed().filter(|_| flow.is_slow());
    let protocol = match graphics.sixel {
        _ if slow.is_some() || capability.depth == Depth::Mono => Protocol::Cells,
        _ if graphics.kitty => Protocol::Kitty,
        Some(colours) if cell.is_some() => {
            Protocol::Sixel { colours, limit: graphics.sixel_size.unwrap_or((u16::MAX, u16::MAX)) }
        }
        _ => Protocol::Cells,
    };
    let depth = match capability.depth {
        Depth::Mono => ColourDepth::Mono,
        Depth::Ansi16 => ColourDepth::Ansi16,
        Depth::True if slow.is_none() => ColourDepth::True,
        Depth::Indexed256 | Depth::True => ColourDepth::Indexed256,
    };
    let bytes = flow.speed().map_or(MAX_PIXEL_BYTES, |speed| (speed * MAX_PIXEL_SECONDS) as usize);
    let max_bytes = bytes.clamp(MIN_PIXEL_BYTES, MAX_PIXEL_BYTES);
    let slow_line = slow.map(|speed| speed as u32);
    Means { protocol, depth, cell, max_bytes, is_light: graphics.is_light, slow_line }
}

/// The picture that the terminal shows.
#[derive(Debug, Default)]
pub(super) struct PixelOutput {
    shown: Option<PixelPlace>,
}

/// The steps to another picture, or to none.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PixelChange {
    /// Bytes before the frame.
    pub(super) before: Vec<u8>,
    /// True if only a cleared screen takes the picture away.
    pub(super) clears: bool,
}

impl PixelOutput {
    /// Takes a picture away that is not at a place any more, or that a cleared screen takes away.
    pub(super) fn remove_unless(&mut self, next: Option<&PixelPlace>, will_clear: bool) -> PixelChange {
        let stays = match (&self.shown, next) {
            (Some(shown), Some(next)) => shown.at == next.at && Arc::ptr_eq(&shown.drawing, &next.drawing),
            (None, _) => true,
            _ => false,
        };
        if stays && !will_clear {
            return PixelChange::default();
        }
        match self.shown.take().map(|shown| shown.drawing.surface.means.protocol) {
            Some(Protocol::Kitty) => PixelChange { before: delete_kitty(), clears: false },
            Some(_) => PixelChange { before: Vec::new(), clears: true },
            None => PixelChange::default(),
        }
    }

    /// The bytes that draw the picture behind a frame that has been sent to its end; none if it is there.
    pub(super) fn place(&mut self, next: Option<PixelPlace>) -> Vec<u8> {
        let Some(next) = next.filter(|_| self.shown.is_none()) else { return Vec::new() };
        let DrawingContent::Pixels(payload) = &next.drawing.content else { return Vec::new() };
        let (column, row) = next.at;
        let mut out = format!("\x1b7\x1b[{};{}H", row + 1, column + 1).into_bytes();
        out.extend_from_slice(payload);
        out.extend_from_slice(b"\x1b8");
        self.shown = Some(next);
        out
    }

    /// The bytes that take the picture away when the terminal is given back.
    pub(super) fn leave(&self) -> Vec<u8> {
        let is_kitty = |shown: &PixelPlace| shown.drawing.surface.means.protocol == Protocol::Kitty;
        if self.shown.as_ref().is_some_and(is_kitty) { delete_kitty() } else { Vec::new() }
    }

    /// Forgets the picture: the screen that it was on is gone.
    pub(super) fn forget(&mut self) {
        self.shown = None;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        picture::{Drawing, Surface, decode, draw, samples},
        term::{Graphics, allow},
    };

    fn placed(protocol: Protocol, at: (u16, u16)) -> PixelPlace {
        let surface = Surface { means: Means { protocol, ..Means::default() }, ..Surface::default() };
        let content = DrawingContent::Pixels(b"\x1b_Gm=0;AAAA\x1b\\".to_vec());
        PixelPlace { at, drawing: Arc::new(Drawing { surface, columns: 2, rows: 1, bytes: 12, content }) }
    }

    #[test]
    fn a_picture_is_sent_once_and_again_after_a_cleared_screen() {
        for (protocol, deletes) in
            [(Protocol::Kitty, true), (Protocol::Sixel { colours: 256, limit: (1000, 900) }, false)]
        {
            let place = placed(protocol, (3, 4));
            let mut output = PixelOutput::default();
            assert_eq!(output.remove_unless(Some(&place), true), PixelChange::default());
            let bytes = output.place(Some(place.clone()));
            assert!(bytes.starts_with(b"\x1b7\x1b[5;4H\x1b_G") && bytes.ends_with(b"\x1b8"));
            assert_eq!(allow::check(&bytes), Ok(()));
            assert_eq!(output.remove_unless(Some(&place), false), PixelChange::default());
            assert_eq!(output.place(Some(place.clone())), b"");
            assert_eq!(output.leave().is_empty(), !deletes);
            // Cleared by a key, by another size; another place; none.
            for (next, will_clear) in
                [(Some(place.clone()), true), (Some(placed(protocol, (3, 4))), false), (None, false)]
            {
                let change = output.remove_unless(next.as_ref(), will_clear);
                assert_eq!((change.before.is_empty(), change.clears), (!deletes, !deletes));
                assert_eq!(output.place(next.clone()).is_empty(), next.is_none());
            }
            assert_eq!(output.remove_unless(None, true), PixelChange::default());
        }
    }

    proptest! {
        #[test]
        fn any_picture_is_of_our_own_making(size in (1..40u32, 1..40u32), room in (1..60u16, 1..30u16), kitty in any::<bool>()) {
            let sixel = Protocol::Sixel { colours: 64, limit: (1000, 900) };
            let protocol = if kitty { Protocol::Kitty } else { sixel };
            let means = Means { protocol, cell: CellSize::reported(4, 8), max_bytes: 1 << 20, ..Means::default() };
            let surface = Surface { columns: room.0, rows: room.1, wide_blocks: false, means };
            let picture = decode(&samples::jpeg(size.0, size.1)).unwrap();
            let drawing = Arc::new(draw(&picture, surface));
            let mut output = PixelOutput::default();
            let bytes = output.place(Some(PixelPlace { at: (2, 3), drawing }));
            prop_assert!(!bytes.is_empty());
            prop_assert_eq!(allow::check(&bytes), Ok(()));
            prop_assert_eq!(allow::check(&output.leave()), Ok(()));
        }
    }

    #[test]
    fn pixels_are_for_lines_that_are_not_slow() {
        let graphics =
            Graphics { sixel: Some(16), sixel_size: Some((1000, 900)), cell: Some((8, 16)), ..Graphics::default() };
        let able = Capability { depth: Depth::True, graphics, ..Capability::default() };
        let fast = means(&able, None, &Flow::default());
        assert_eq!(
            (fast.protocol, fast.depth),
            (Protocol::Sixel { colours: 16, limit: (1000, 900) }, ColourDepth::True)
        );
        assert_eq!((fast.max_bytes, fast.slow_line), (MAX_PIXEL_BYTES, None));
        let slow = means(&able, None, &Flow::with_declared_speed(9600));
        assert_eq!((slow.protocol, slow.depth, slow.slow_line), (Protocol::Cells, ColourDepth::Indexed256, Some(960)));
        let unknown = Capability { graphics: Graphics { cell: None, ..graphics }, ..able.clone() };
        assert_eq!(means(&unknown, None, &Flow::default()).protocol, Protocol::Cells);
        assert_eq!(
            means(&unknown, Some((9, 18)), &Flow::default()).protocol,
            Protocol::Sixel { colours: 16, limit: (1000, 900) }
        );
        let kitty = Capability { graphics: Graphics { kitty: true, ..graphics }, ..able };
        assert_eq!(means(&kitty, None, &Flow::default()).protocol, Protocol::Kitty);
    }
}
