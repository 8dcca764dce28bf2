//! Pictures and media with the words that the page adds: 〔圖：港口的清晨〕, 〔音频：访谈　12 MB〕.

use std::ops::Range;

use crate::{
    article::{Image, MediaKind},
    script::{Language, rendition::Shown},
    text::safe::Safe,
};

use super::{composite::Composite, words};

const OPEN: &str = "〔";
const CLOSE: &str = "〕";

/// Puts pictures together, a line for each, and their caption under them. A text that is no more than the descriptions
/// stands in their places. `beside` makes a description fit to be shown; `bounds` are those of the text that is set.
pub(crate) fn figure(
    figure: &mut Composite,
    images: &[Image],
    stored: &str,
    shown: &Shown,
    bounds: Range<usize>,
    language: Language,
    beside: impl Fn(&str) -> Safe,
) {
    let word = words::picture(language);
    let (colon, line_feed) = (words::colon(language), Safe::new("\n"));
    let described = if bounds.end == shown.text.len() { descriptions(images, stored) } else { None };
    let separate = |figure: &mut Composite| {
        if !figure.is_empty() {
            figure.push_added(&line_feed);
        }
    };
    for (number, image) in images.iter().enumerate() {
        separate(figure);
        let own = described.as_ref().and_then(|ranges| ranges.get(number)).cloned();
        let own = own.map(|range| shown.map.shown(range.start)..shown.map.shown(range.end));
        let alt = image.alt.trim();
        if alt.is_empty() {
            figure.push_added(&Safe::line(&format!("{OPEN}{word}{CLOSE}")));
        } else if let Some(range) = own {
            figure.push_added(&Safe::line(&format!("{OPEN}{word}{colon}")));
            figure.push_shown(&shown.text, range);
            figure.push_added(&Safe::line(CLOSE));
        } else {
            figure.push_added(&Safe::line(&format!("{OPEN}{word}{colon}{}{CLOSE}", beside(alt))));
        }
    }
    if described.is_none() {
        let caption = trimmed(&shown.text, bounds);
        if !caption.is_empty() {
            separate(figure);
            figure.push_shown(&shown.text, caption);
        }
    }
}

/// The ranges of the descriptions of pictures in a text that holds nothing else; `None` if it is a caption.
fn descriptions(images: &[Image], text: &str) -> Option<Vec<Range<usize>>> {
    let mut at = 0;
    let mut ranges = Vec::with_capacity(images.len());
    for image in images {
        at += text[at..].len() - text[at..].trim_start().len();
        let alt = image.alt.trim();
        let end = at + text[at..].strip_prefix(alt).map(|_| alt.len())?;
        ranges.push(at..end);
        at = end;
    }
    text[at..].trim().is_empty().then_some(ranges)
}

/// Puts the title of media between the word for its kind and its size. `ends` tells if the text that is set is the
/// beginning and the end of the title.
pub(crate) fn media(
    media: &mut Composite,
    kind: MediaKind,
    length: Option<u64>,
    shown: &Shown,
    bounds: Range<usize>,
    ends: (bool, bool),
    language: Language,
) {
    let title = trimmed(&shown.text, bounds);
    let is_word = words::is_media_word(kind, &shown.text[title.clone()]);
    if ends.0 {
        let word = words::media(kind, language);
        media.push_added(&Safe::line(&match (title.is_empty(), is_word) {
            (true, _) => format!("{OPEN}{word}"),
            (false, true) => OPEN.to_owned(),
            (false, false) => format!("{OPEN}{word}{}", words::colon(language)),
        }));
    }
    media.push_shown(&shown.text, title);
    if ends.1 {
        let size = length.map_or_else(String::new, |bytes| format!("　{}", words::size(bytes)));
        media.push_added(&Safe::line(&format!("{size}{CLOSE}")));
    }
}

/// A range without white space at its edges.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let own = &text[range.clone()];
    let start = range.start + (own.len() - own.trim_start().len());
    start..(range.start + own.trim_end().len()).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_descriptions_is_told_from_a_caption() {
        let images = |alts: &[&str]| {
            alts.iter().map(|alt| Image { src: String::new(), alt: (*alt).to_owned() }).collect::<Vec<_>>()
        };
        let found = |alts: &[&str], text: &str| descriptions(&images(alts), text);
        assert_eq!(found(&["燈"], "燈"), Some(std::iter::once(0..3).collect()));
        assert_eq!(found(&["燈", "", "船"], "燈\n 船 "), Some(vec![0..3, 5..5, 5..8]));
        assert_eq!(found(&[""], ""), Some(std::iter::once(0..0).collect()));
        assert_eq!(found(&["燈"], "燈塔"), None);
        assert_eq!(found(&["燈"], "夜裏的燈"), None);
        assert_eq!(found(&["燈"], ""), None);
    }
}
