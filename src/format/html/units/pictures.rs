//! Images: the address of the picture itself, however late the page loads it, and what is no picture of the article:
//! signs that stand for a character, formulas, and images that only count readers.

use super::unit::PagePicture;
use crate::format::{
    html::tree::{HtmlTag, NodeId, Tree},
    markup::{Attributes, decoded},
};

/// The role of an image in its article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ImageRole {
    /// A picture.
    Picture(PagePicture),
    /// Words of the sentence it stands in: an emoticon, a formula.
    Words(String),
    /// No picture: it counts readers or fills a gap.
    Nothing,
}

/// Limit of the declared width or height of a sign in a sentence, in pixels.
const MAX_SIGN_PIXELS: u32 = 100;

/// Limit of the words of a sign.
const MAX_SIGN_CHARS: usize = 8;

/// Nodes before an image of `<picture>` among which its sources are.
const MAX_SOURCES: NodeId = 16;

/// Bytes of a picture that lies in its own address; a shorter one only keeps a place.
const MIN_DATA_BYTES: usize = 2000;

/// Attributes in which pages that load images late hold the address, in the order of trust.
#[rustfmt::skip]
const LATE: &[&str] = &[
    "data-original", "data-src", "data-lazy-src", "data-actualsrc", "data-actual-src", "data-lazyload", "data-lazy",
    "data-original-src", "data-orig-file", "data-url", "data-echo", "data-img-src", "data-hi-res-src", "data-full-src",
    "data-image", "file", "original", "real_src", "lazy-src",
];

/// Parts of addresses of images that count readers.
#[rustfmt::skip]
const COUNTERS: &[&str] = &[
    "/pixel.", "/pixel?", "pixel.wp.com", "stats.wordpress", "b.stats.", "1x1.", "/beacon", "feeds.feedburner.com/~r",
    "feedsportal.com", "doubleclick.net", "scorecardresearch", "google-analytics", "hm.baidu.com", "cnzz.com",
    "facebook.com/tr", "/tr?id=", "piwik", "matomo", "quantserve", "statcounter", "blogger.googleusercontent.com/tracker",
    "/track/open", "tracking.gif", "count.gif", "counter.php", "/__utm.gif", "api.follow.it/track",
];

/// Names of images that keep a place until the picture itself is there.
#[rustfmt::skip]
const PLACEHOLDERS: &[&str] = &[
    "blank.", "spacer.", "placeholder", "loading.", "lazyload.", "lazy.", "grey.gif", "gray.gif", "transparent.",
    "1px.", "empty.gif", "space.gif", "default_img", "dot.gif", "clear.gif", "img-loading",
];

/// Words of classes of images that stand for a character.
const SIGNS: &[&str] =
    &["emoji", "emoticon", "smiley", "smilies", "emote", "wp-smiley", "twemoji", "face", "bbcode_smiley"];

/// Words of classes of images that are formulas.
const FORMULAS: &[&str] = &["latex", "math", "tex", "mathjax", "equation", "formula", "mwe-math-fallback"];

/// The attributes of an image that matter, read in one pass.
#[derive(Debug, Default)]
struct ImageTag<'a> {
    src: &'a str,
    late: Option<(usize, &'a str)>,
    set: &'a str,
    alt: Option<&'a str>,
    class: &'a str,
    width: Option<u32>,
    height: Option<u32>,
    is_formula: bool,
}

impl<'a> ImageTag<'a> {
    fn read(attributes: Attributes<'a>) -> ImageTag<'a> {
        let mut tag = ImageTag::default();
        for (name, value) in attributes {
            let mut lower = [0_u8; 20];
            let Some(lower) = lower.get_mut(..name.len()) else { continue };
            lower.copy_from_slice(name.as_bytes());
            lower.make_ascii_lowercase();
            match &*lower {
                b"src" | b"href" | b"xlink:href" if tag.src.is_empty() => tag.src = value,
                b"alt" if tag.alt.is_none() => tag.alt = Some(value),
                b"srcset" | b"data-srcset" | b"data-lazy-srcset" if !is_blank(value) => tag.set = value,
                b"class" => tag.class = value,
                b"width" => tag.width = pixels(value),
                b"height" => tag.height = pixels(value),
                b"eeimg" => tag.is_formula = true,
                lower => {
                    let rank = LATE.iter().position(|late| late.as_bytes() == lower);
                    if let Some(rank) = rank.filter(|rank| tag.late.is_none_or(|(before, _)| *rank < before))
                        && !is_blank(value)
                    {
                        tag.late = Some((rank, value));
                    }
                }
            }
        }
        tag
    }

    /// The address of the picture as it is written; empty if there is none.
    fn address(&self) -> String {
        let largest = largest(self.set);
        let late = self.late.map(|(_, late)| late).unwrap_or_default();
        let lower = self.src.to_ascii_lowercase();
        let own = if is_blank(self.src) || PLACEHOLDERS.iter().any(|name| file_name(&lower).starts_with(name)) {
            ""
        } else {
            self.src
        };
        let found = [largest, late, own].into_iter().find(|address| !address.is_empty()).unwrap_or_default();
        decoded(found.trim(), false).into_owned()
    }

    /// True if it counts readers: one pixel, or the address of a counter.
    fn is_counter(&self) -> bool {
        let is_dot = |size: Option<u32>| size.is_some_and(|size| size <= 2);
        is_dot(self.width) && is_dot(self.height)
            || (is_dot(self.width) || is_dot(self.height)) && self.alt.is_none_or(|alt| alt.trim().is_empty())
            || COUNTERS.iter().any(|part| self.src.contains(part))
    }

    fn has_class(&self, words: &[&str]) -> bool {
        self.class.split_ascii_whitespace().any(|class| {
            let class = class.to_ascii_lowercase();
            words
                .iter()
                .any(|word| class == *word || class.strip_prefix(word).is_some_and(|rest| rest.starts_with(['-', '_'])))
        })
    }

    /// True if its description is a character of the sentence.
    fn is_sign(&self, alt: &str) -> bool {
        let large = |size: Option<u32>| size.is_some_and(|size| size > MAX_SIGN_PIXELS);
        if alt.is_empty() || large(self.width) || large(self.height) || alt.chars().nth(MAX_SIGN_CHARS * 2).is_some() {
            return false;
        }
        self.has_class(SIGNS) || is_emoji(alt) || is_bracketed(alt)
    }

    fn is_formula(&self) -> bool {
        self.is_formula
            || self.has_class(FORMULAS)
            || self.src.contains("latex.php")
            || self.src.contains("equation?tex=")
    }
}

/// The role of an image.
pub(super) fn role(tree: &Tree<'_>, id: NodeId) -> ImageRole {
    let tag = ImageTag::read(tree.attributes(id));
    let alt = one_line(tag.alt.unwrap_or_default());
    if tag.is_formula() && !alt.is_empty() {
        // The same formula stands before it as MathML.
        let twin = tag.has_class(&["mwe-math-fallback", "mwe-math-fallback-image"]);
        return if twin { ImageRole::Nothing } else { ImageRole::Words(super::math::tex(&alt)) };
    }
    if tag.is_sign(&alt) {
        return ImageRole::Words(alt);
    }
    if tag.is_counter() {
        return ImageRole::Nothing;
    }
    let mut address = tag.address();
    if address.is_empty() {
        address = source_before(tree, id).unwrap_or_default();
    }
    if address.is_empty() && tag.src.trim_start().starts_with("data:") && tag.src.len() >= MIN_DATA_BYTES {
        // It cannot be opened, but it is there.
        "data:".clone_into(&mut address);
    }
    if address.is_empty() && alt.is_empty() {
        // The picture may still come, from a twin for readers without scripts.
        return if tag.src.is_empty() { ImageRole::Nothing } else { ImageRole::Picture(PagePicture::default()) };
    }
    ImageRole::Picture(PagePicture { address, alt })
}

/// The address in one of the sources before an image of `<picture>`.
fn source_before(tree: &Tree<'_>, id: NodeId) -> Option<String> {
    let parent = tree.node(id).parent;
    if tree.node(parent).tag != HtmlTag::Picture {
        return None;
    }
    let sources = (parent.max(id.saturating_sub(MAX_SOURCES))..id).filter(|id| tree.node(*id).tag == HtmlTag::Source);
    let mut addresses = sources.map(|id| ImageTag::read(tree.attributes(id)).address());
    addresses.find(|address| !address.is_empty())
}

/// True if an address holds no picture: there is none, or a picture of one point in the address itself.
fn is_blank(address: &str) -> bool {
    let address = address.trim_start();
    address.is_empty()
        || address.starts_with('#')
        || ["data:", "about:", "javascript:", "blob:"]
            .iter()
            .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// The address of the largest picture of a `srcset`.
fn largest(set: &str) -> &str {
    let mut best: (f64, &str) = (0.0, "");
    let mut rest = set.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        // An address ends before a comma; a comma within it is part of it.
        let (address, size, after) = if let Some(address) = word.strip_suffix(',') {
            (address, "", after)
        } else {
            let end = after.find(',').unwrap_or(after.len());
            (word, after[..end].trim(), after.get(end + 1..).unwrap_or_default())
        };
        let size = size.trim_end_matches(['w', 'x', 'h']).trim().parse::<f64>().unwrap_or(1.0);
        if size > best.0 && !is_blank(address) {
            best = (size, address.trim_end_matches(','));
        }
        rest = after.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
    }
    best.1
}

fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

fn pixels(value: &str) -> Option<u32> {
    let digits = value.trim().trim_end_matches("px");
    digits.trim().parse().ok()
}

/// A description in one line.
fn one_line(alt: &str) -> String {
    decoded(alt, false).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True for pictorial characters alone.
fn is_emoji(alt: &str) -> bool {
    let is_joiner = |c: char| matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{20e3}' | '0'..='9' | '#' | '*');
    let is_pictorial = |c: char| {
        matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}'
            | '\u{e0020}'..='\u{e007f}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '©' | '®' | '™')
    };
    alt.chars().any(|c| is_pictorial(c) || c == '\u{20e3}') && alt.chars().all(|c| is_joiner(c) || is_pictorial(c))
}

/// True for a name in brackets, as Chinese sites write their emoticons: `[笑]`.
fn is_bracketed(alt: &str) -> bool {
    const NOT: &[&str] = &["图片", "圖片", "图", "圖", "image", "img", "photo", "写真", "画像", "사진"];
    let inner = alt
        .strip_prefix(['[', '［'])
        .and_then(|rest| rest.strip_suffix([']', '］']))
        .filter(|inner| inner.chars().nth(MAX_SIGN_CHARS).is_none());
    inner.is_some_and(|inner| !NOT.contains(&inner.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::{ImageRole, largest, role};
    use crate::{
        format::html::tree::{HtmlTag, Tree},
        text::StopCheck,
    };

    fn shape(source: &str) -> String {
        let stop = StopCheck::never();
        let tree = Tree::read(source, &stop);
        let id = tree.ids().find(|id| tree.node(*id).tag == HtmlTag::Img).unwrap();
        match role(&tree, id) {
            ImageRole::Picture(picture) => format!("{} {}", picture.address, picture.alt),
            ImageRole::Words(words) => format!("“{words}”"),
            ImageRole::Nothing => "–".to_owned(),
        }
    }

    #[test]
    fn the_picture_itself() {
        for (source, expected) in [
            ("<img src=a.jpg alt=' 潮\n水 '>", "a.jpg 潮 水"),
            ("<img src=s.gif data-original=b.jpg data-src=c.jpg>", "b.jpg "),
            ("<img src='data:image/gif;base64,R0' data-src=b.jpg>", "b.jpg "),
            ("<img src=blank.gif data-srcset='a.jpg 1x, b.jpg 2x'>", "b.jpg "),
            ("<picture><source srcset='a.webp 1w,b.webp 9w'><img alt=塔></picture>", "b.webp 塔"),
            ("<picture><source srcset=a.webp><img src=a.jpg></picture>", "a.jpg "),
            ("<svg><image xlink:href='m.png'/></svg>", "m.png "),
            ("<amp-img src=a.jpg width=1 height=1>", "–"),
            ("<img src='https://a.example/pixel.gif?1'>", "–"),
            ("<img src=p.png height=1>", "–"),
            ("<img alt='😀' src=a.png>", "“😀”"),
            ("<img alt=':笑:' class='wp-smiley' src=a.png>", "“:笑:”"),
            ("<img alt='[笑]' src=a.png>", "“[笑]”"),
            ("<img alt='😀' width=640 src=a.png>", "a.png 😀"),
            ("<img alt='[图片]' src=a.png>", "a.png [图片]"),
            ("<img class=latex alt='$q^2$' src=a.png>", "“q^2”"),
            ("<img>", "–"),
        ] {
            assert_eq!(shape(source), expected, "{source}");
        }
    }

    #[test]
    fn sets_of_sizes() {
        for (set, expected) in [
            ("a.jpg 480w, b.jpg 1200w", "b.jpg"),
            ("b.jpg 2x,a.jpg", "b.jpg"),
            ("a,b.jpg 2x, c.jpg 1x", "a,b.jpg"),
            ("a.jpg", "a.jpg"),
            ("a.jpg, ", "a.jpg"),
            ("data:image/gif;base64,R0 9w, a.jpg 1w", "a.jpg"),
            (" , ,", ""),
        ] {
            assert_eq!(largest(set), expected, "{set}");
        }
    }
}
