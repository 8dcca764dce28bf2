//! A picture as sixels (DEC STD 070, chapter 9; VT330/340 Programmer Reference, chapter 14): bands of six rows, each
//! colour over the others.

use super::quantise::IndexedPicture;

/// Rows of a band.
const BAND: usize = 6;

/// The control string that draws a picture at the cursor.
pub(super) fn payload(picture: &IndexedPicture) -> Vec<u8> {
    let width = picture.width.max(1);
    let height = picture.pixels.len() / width;
    // Pixels that no band draws keep the background; a pixel is as high as it is wide.
    let mut out = format!("\x1bP0;1;0q\"1;1;{width};{height}").into_bytes();
    for (number, rgb) in picture.palette.iter().enumerate() {
        let [r, g, b] = rgb.map(|part| (u32::from(part) * 100 + 127) / 255);
        out.extend(format!("#{number};2;{r};{g};{b}").bytes());
    }
    let mut masks = vec![[0u8; 256]; width];
    for band in picture.pixels.chunks(BAND * width) {
        let mut used = [false; 256];
        masks.fill([0; 256]);
        for (y, row) in band.chunks(width).enumerate() {
            for (mask, number) in masks.iter_mut().zip(row) {
                mask[usize::from(*number)] |= 1 << y;
                used[usize::from(*number)] = true;
            }
        }
        for number in (0..256).filter(|number| used[*number]) {
            out.extend(format!("#{number}").bytes());
            push_runs(masks.iter().map(|mask| mask[number]), &mut out);
            out.push(b'$');
        }
        out.pop();
        out.push(b'-');
    }
    out.pop();
    out.extend_from_slice(b"\x1b\\");
    out
}

/// Writes sixels, four and more of a kind as a count; nothing for those without a pixel at the end.
fn push_runs(masks: impl Iterator<Item = u8>, out: &mut Vec<u8>) {
    let mut run = (0u8, 0usize);
    let mut write = |(mask, count): (u8, usize)| {
        let sixel = b'?' + mask;
        if count > 3 {
            out.extend(format!("!{count}").bytes());
            out.push(sixel);
        } else {
            out.extend(std::iter::repeat_n(sixel, count));
        }
    };
    for mask in masks {
        if mask == run.0 {
            run.1 += 1;
        } else {
            write(run);
            run = (mask, 1);
        }
    }
    if run.0 != 0 {
        write(run);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The pixels that a terminal draws: a palette number for each.
    pub(in crate::picture) fn drawn(payload: &[u8], width: usize, height: usize) -> Vec<Option<u8>> {
        let text = std::str::from_utf8(payload).unwrap();
        let body = text.strip_prefix("\x1bP0;1;0q").unwrap().strip_suffix("\x1b\\").unwrap();
        let mut pixels = vec![None; width * height];
        let (mut x, mut top, mut colour) = (0, 0, 0);
        let mut chars = body.chars().peekable();
        while let Some(c) = chars.next() {
            let number = |chars: &mut std::iter::Peekable<std::str::Chars>| {
                let mut digits = String::new();
                while let Some(digit) = chars.next_if(|c| c.is_ascii_digit() || *c == ';') {
                    digits.push(digit);
                }
                digits
            };
            match c {
                '"' => drop(number(&mut chars)),
                '#' => colour = number(&mut chars).split(';').next().unwrap().parse().unwrap(),
                '$' => x = 0,
                '-' => (x, top) = (0, top + 6),
                c => {
                    let count = if c == '!' { number(&mut chars).parse().unwrap() } else { 1 };
                    let sixel = if c == '!' { chars.next().unwrap() } else { c };
                    let mask = sixel as u8 - b'?';
                    for _ in 0..count {
                        for y in (0..6).filter(|y| mask >> y & 1 == 1) {
                            pixels[(top + y) * width + x] = Some(colour);
                        }
                        x += 1;
                    }
                }
            }
        }
        pixels
    }

    proptest! {
        #[test]
        fn every_pixel_is_drawn_in_its_colour(width in 1..20usize, pixels in proptest::collection::vec(0..4u8, 1..400)) {
            let height = pixels.len() / width;
            prop_assume!(height > 0);
            let pixels = pixels[..width * height].to_vec();
            let picture = IndexedPicture { width, palette: vec![[0; 3], [255; 3], [9, 8, 7], [1, 2, 3]], pixels: pixels.clone() };
            let shown = drawn(&payload(&picture), width, height);
            prop_assert_eq!(shown, pixels.into_iter().map(Some).collect::<Vec<_>>());
        }
    }

    #[test]
    fn runs_are_counted() {
        let picture = IndexedPicture { width: 9, palette: vec![[255, 0, 128]], pixels: vec![0; 63] };
        let text = String::from_utf8(payload(&picture)).unwrap();
        assert_eq!(text, "\x1bP0;1;0q\"1;1;9;7#0;2;100;0;50#0!9~-#0!9@\x1b\\");
    }
}
