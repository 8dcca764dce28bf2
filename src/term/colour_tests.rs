//! Colours at every depth.

use super::*;

fn sgr(from: Option<Look>, to: Look) -> String {
    let mut out = Vec::new();
    to.push_sgr(from, &mut out);
    String::from_utf8(out).unwrap().replace('\x1b', "^")
}

fn look(fg: Color, bg: Color, modifier: Modifier) -> Look {
    Look::with_support(fg, bg, modifier, LookSupport::FULL)
}

fn reduced(fg: Color, bg: Color, depth: Depth) -> Look {
    Look::with_support(fg, bg, Modifier::empty(), LookSupport { depth, ..LookSupport::FULL })
}

#[test]
fn attributes_that_a_terminal_lacks_are_replaced() {
    let few = |depth| LookSupport { depth, dots: false, crossed_out: false };
    let of =
        |modifier, support| sgr(Some(Look::PLAIN), Look::with_support(Color::Reset, Color::Reset, modifier, support));
    let (dots, quiet, deleted) =
        (Modifier::SLOW_BLINK, Modifier::RAPID_BLINK, Modifier::CROSSED_OUT.union(Modifier::DIM));
    for (modifier, support, expected) in [
        (dots, LookSupport::FULL, "^[4:4m"),
        (dots | Modifier::UNDERLINED, LookSupport::FULL, "^[4;4:4m"),
        (dots, few(Depth::True), "^[1m"),
        (quiet, LookSupport::FULL, ""),
        (quiet, few(Depth::Ansi16), ""),
        (quiet, few(Depth::Mono), "^[2;3m"),
        (deleted, LookSupport::FULL, "^[2;9m"),
        (deleted, few(Depth::Mono), "^[4;7m"),
    ] {
        assert_eq!(of(modifier, support), expected, "{modifier:?} {support:?}");
    }
    let underlined = look(Color::Reset, Color::Reset, Modifier::UNDERLINED);
    assert_eq!(sgr(Some(look(Color::Reset, Color::Reset, dots)), underlined), "^[;4m");
}

#[test]
fn the_shortest_sgr() {
    let red = look(Color::Red, Color::Reset, Modifier::BOLD);
    assert_eq!(sgr(None, Look::PLAIN), "^[m");
    assert_eq!(sgr(Some(red), red), "");
    assert_eq!(sgr(None, red), "^[;1;31m");
    assert_eq!(sgr(Some(Look::PLAIN), red), "^[1;31m");
    assert_eq!(sgr(Some(red), Look::PLAIN), "^[m");
    assert_eq!(sgr(Some(red), look(Color::Red, Color::Reset, Modifier::DIM)), "^[22;2m");
    assert_eq!(sgr(Some(red), look(Color::LightBlue, Color::Reset, Modifier::BOLD)), "^[94m");
    let rich = look(Color::Rgb(1, 2, 3), Color::Indexed(200), Modifier::REVERSED | Modifier::BOLD);
    assert_eq!(sgr(Some(Look::PLAIN), rich), "^[1;7;38;2;1;2;3;48;5;200m");
    assert_eq!(sgr(Some(rich), look(Color::Reset, Color::Reset, Modifier::REVERSED)), "^[;7m");
}

#[test]
fn fewer_colours() {
    let at = |color, depth| sgr(Some(Look::PLAIN), reduced(color, Color::Reset, depth));
    let on_white = |color| sgr(Some(Look::PLAIN), reduced(color, Color::White, Depth::Ansi16));
    assert_eq!(at(Color::Rgb(255, 0, 0), Depth::Indexed256), "^[38;5;196m");
    assert_eq!(at(Color::Rgb(250, 10, 10), Depth::Ansi16), "^[91m");
    assert_eq!(on_white(Color::Indexed(232)), "^[30;107m");
    assert_eq!(at(Color::Indexed(3), Depth::Ansi16), "^[33m");
    assert_eq!(at(Color::Red, Depth::Mono), "");
    let bar = reduced(Color::Red, Color::Blue, Depth::Mono);
    assert_eq!(sgr(Some(Look::PLAIN), bar), "^[7m");
}

#[test]
fn text_of_sixteen_colours_can_be_read_on_white_and_on_black() {
    // Relative luminance, WCAG 2.2.
    let light = |index: u8| -> f64 {
        let linear = |c: u8| match f64::from(c) / 255.0 {
            c if c <= 0.04045 => c / 12.92,
            c => ((c + 0.055) / 1.055).powf(2.4),
        };
        let [r, g, b] = palette(index).map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let reads = |index: u8| 1.05 / (light(index) + 0.05) >= 3.0 && (light(index) + 0.05) / 0.05 >= 3.0;
    assert_eq!((1..16).filter(|index| reads(*index) && *index != 8).collect::<Vec<_>>(), READABLE);
    for index in 16..=255 {
        let look = reduced(Color::Indexed(index), Color::Reset, Depth::Ansi16);
        assert!(READABLE.contains(&(look.fg().0 as u8)), "{index}");
    }
}

#[test]
fn every_colour_of_the_palette_is_nearest_to_itself() {
    for index in 16..=255 {
        assert_eq!(palette(nearest(palette(index), 16..=255)), palette(index));
    }
}
