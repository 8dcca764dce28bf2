//! Reasons why there is no picture to show, each a sentence.

use super::limits::{MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS};

/// The reason why bytes are no picture that can be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PictureError {
    #[error("The picture is empty: its address holds no bytes.")]
    Empty,
    /// More bytes than are decoded.
    #[error("The picture has more than {} MiB, which is more than kanbao shows.", MAX_PICTURE_BYTES >> 20)]
    TooLarge,
    /// More pixels than are decoded.
    #[error(
        "The picture has {width} × {height} pixels, and kanbao shows no more than {} million.",
        MAX_PICTURE_PIXELS / 1_000_000
    )]
    TooManyPixels { width: u32, height: u32 },
    /// A picture that takes out of all proportion to its size.
    #[error("The picture is made to take long to decode, and was not decoded.")]
    TooMuchWork,
    #[error("The picture is an SVG drawing, which kanbao cannot draw.")]
    Svg,
    /// A format that is not decoded, by its name.
    #[error("The picture is in {0}, a format that kanbao does not decode; it knows JPEG, PNG, GIF and WebP.")]
    Unsupported(&'static str),
    #[error("The address of the picture leads to a page and not to a picture.")]
    Page,
    #[error("The address of the picture leads to something that is not a picture of a known format.")]
    Unknown,
    #[error("The picture is damaged, and nothing of it can be decoded.")]
    Damaged,
}
