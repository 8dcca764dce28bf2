//! Pictures: bytes to pixels within limits, and pixels to what a terminal draws: blocks of cells in the colours it has,
//! kitty's graphics, or sixel.
//!
//! It fetches nothing and writes nowhere. A payload is made of decoded pixels alone: no byte of a picture's file is in it.

mod blocks;
mod colour;
mod decode;
mod dither;
mod drawing;
mod error;
mod fit;
mod gamma;
mod kitty;
mod limits;
mod palette;
mod pixels;
mod quantise;
mod scale;
mod sixel;

#[cfg(test)]
pub(crate) mod samples;

pub(crate) use blocks::{BlockCell, CellColour};
pub(crate) use decode::decode;
pub(crate) use drawing::{Drawing, DrawingContent, Means, Protocol, Surface, draw};
pub(crate) use fit::CellSize;
pub(crate) use kitty::delete as delete_kitty;
pub(crate) use limits::MAX_PICTURE_BYTES;
pub(crate) use palette::ColourDepth;
pub(crate) use pixels::Picture;
