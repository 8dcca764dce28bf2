//! The elements that matter to an article, and their kinds: block, inline, or without text to read.

/// An element, or a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum HtmlTag {
    /// Text whose references are not resolved.
    Text,
    /// Text as it stands.
    Raw,
    /// The page itself.
    Root,
    /// Any other inline element.
    Inline,
    /// Any other block element.
    Block,
    A,
    Article,
    Aside,
    Audio,
    B,
    Base,
    Blockquote,
    Body,
    Br,
    Button,
    Caption,
    Cell,
    Code,
    Dd,
    Del,
    Details,
    Dl,
    Dt,
    Embed,
    Figcaption,
    Figure,
    Footer,
    Form,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    Head,
    Header,
    Hr,
    Html,
    I,
    Iframe,
    Img,
    Ins,
    Li,
    Link,
    Main,
    Mark,
    Math,
    Meta,
    Nav,
    Noscript,
    Object,
    Ol,
    P,
    Picture,
    Pre,
    Q,
    Rb,
    Row,
    Rp,
    Rt,
    Rtc,
    Ruby,
    Script,
    Section,
    Select,
    Skipped,
    Source,
    Sub,
    Sup,
    Svg,
    Table,
    TableGroup,
    Template,
    Thead,
    Time,
    Title,
    Ul,
    Video,
    Void,
}

/// The number of elements.
pub(crate) const TAG_COUNT: usize = HtmlTag::Void as usize + 1;

impl HtmlTag {
    /// The element with a name.
    pub(crate) fn from_name(name: &str) -> HtmlTag {
        let mut lower = [0_u8; 16];
        let name = without_prefix(name);
        let Some(room) = lower.get_mut(..name.len()) else { return HtmlTag::Inline };
        room.copy_from_slice(name.as_bytes());
        room.make_ascii_lowercase();
        match &*room {
            b"a" => HtmlTag::A,
            b"article" => HtmlTag::Article,
            b"aside" => HtmlTag::Aside,
            b"audio" | b"amp-audio" => HtmlTag::Audio,
            b"b" | b"strong" => HtmlTag::B,
            b"base" => HtmlTag::Base,
            b"blockquote" => HtmlTag::Blockquote,
            b"body" => HtmlTag::Body,
            b"br" => HtmlTag::Br,
            b"button" => HtmlTag::Button,
            b"caption" => HtmlTag::Caption,
            b"td" | b"th" => HtmlTag::Cell,
            b"code" | b"tt" | b"kbd" | b"samp" => HtmlTag::Code,
            b"dd" => HtmlTag::Dd,
            b"del" | b"s" | b"strike" => HtmlTag::Del,
            b"details" => HtmlTag::Details,
            b"dl" => HtmlTag::Dl,
            b"dt" => HtmlTag::Dt,
            b"embed" => HtmlTag::Embed,
            b"figcaption" => HtmlTag::Figcaption,
            b"figure" => HtmlTag::Figure,
            b"footer" => HtmlTag::Footer,
            b"form" => HtmlTag::Form,
            b"h1" => HtmlTag::H1,
            b"h2" => HtmlTag::H2,
            b"h3" => HtmlTag::H3,
            b"h4" => HtmlTag::H4,
            b"h5" => HtmlTag::H5,
            b"h6" => HtmlTag::H6,
            b"head" => HtmlTag::Head,
            b"header" => HtmlTag::Header,
            b"hr" => HtmlTag::Hr,
            b"html" => HtmlTag::Html,
            b"i" | b"em" => HtmlTag::I,
            b"iframe" | b"amp-iframe" => HtmlTag::Iframe,
            b"img" | b"amp-img" | b"image" => HtmlTag::Img,
            b"ins" => HtmlTag::Ins,
            b"li" => HtmlTag::Li,
            b"link" => HtmlTag::Link,
            b"main" => HtmlTag::Main,
            b"mark" => HtmlTag::Mark,
            b"math" => HtmlTag::Math,
            b"meta" => HtmlTag::Meta,
            b"nav" | b"menu" => HtmlTag::Nav,
            b"noscript" => HtmlTag::Noscript,
            b"object" => HtmlTag::Object,
            b"ol" => HtmlTag::Ol,
            b"p" => HtmlTag::P,
            b"picture" => HtmlTag::Picture,
            b"pre" | b"listing" | b"xmp" => HtmlTag::Pre,
            b"q" => HtmlTag::Q,
            b"rb" => HtmlTag::Rb,
            b"rp" => HtmlTag::Rp,
            b"rt" => HtmlTag::Rt,
            b"rtc" => HtmlTag::Rtc,
            b"ruby" => HtmlTag::Ruby,
            b"tr" => HtmlTag::Row,
            b"script" => HtmlTag::Script,
            b"section" => HtmlTag::Section,
            b"select" => HtmlTag::Select,
            b"source" => HtmlTag::Source,
            b"sub" => HtmlTag::Sub,
            b"sup" => HtmlTag::Sup,
            b"svg" => HtmlTag::Svg,
            b"table" => HtmlTag::Table,
            b"tbody" | b"tfoot" => HtmlTag::TableGroup,
            b"template" => HtmlTag::Template,
            b"thead" => HtmlTag::Thead,
            b"time" => HtmlTag::Time,
            b"title" => HtmlTag::Title,
            b"ul" | b"dir" => HtmlTag::Ul,
            b"video" | b"amp-video" => HtmlTag::Video,
            b"style" | b"canvas" | b"map" | b"datalist" | b"textarea" | b"noembed" | b"noframes" | b"amp-ad"
            | b"amp-analytics" | b"amp-sidebar" | b"option" | b"optgroup" | b"dialog" => HtmlTag::Skipped,
            b"area" | b"basefont" | b"bgsound" | b"col" | b"frame" | b"input" | b"param" | b"track" | b"wbr" => {
                HtmlTag::Void
            }
            b"div" | b"center" | b"address" | b"fieldset" | b"hgroup" | b"legend" | b"summary" | b"search"
            | b"colgroup" => HtmlTag::Block,
            _ => HtmlTag::Inline,
        }
    }

    /// True if it has no content and no end tag.
    pub(crate) fn is_void(self) -> bool {
        matches!(
            self,
            HtmlTag::Base
                | HtmlTag::Br
                | HtmlTag::Embed
                | HtmlTag::Hr
                | HtmlTag::Img
                | HtmlTag::Link
                | HtmlTag::Meta
                | HtmlTag::Source
                | HtmlTag::Void
        )
    }

    /// True if nothing in it is read.
    pub(crate) fn is_skipped(self) -> bool {
        matches!(
            self,
            HtmlTag::Head
                | HtmlTag::Script
                | HtmlTag::Skipped
                | HtmlTag::Select
                | HtmlTag::Template
                | HtmlTag::Button
                | HtmlTag::Rp
        )
    }

    /// True if it shows something of its own, and its content stands for it where that cannot be shown.
    pub(crate) fn is_replaced(self) -> bool {
        matches!(
            self,
            HtmlTag::Audio | HtmlTag::Video | HtmlTag::Iframe | HtmlTag::Object | HtmlTag::Embed | HtmlTag::Svg
        )
    }

    /// True for an inline element.
    pub(crate) fn is_inline(self) -> bool {
        matches!(
            self,
            HtmlTag::Text
                | HtmlTag::Raw
                | HtmlTag::Inline
                | HtmlTag::A
                | HtmlTag::Audio
                | HtmlTag::B
                | HtmlTag::Base
                | HtmlTag::Br
                | HtmlTag::Code
                | HtmlTag::Del
                | HtmlTag::Embed
                | HtmlTag::I
                | HtmlTag::Img
                | HtmlTag::Ins
                | HtmlTag::Mark
                | HtmlTag::Math
                | HtmlTag::Object
                | HtmlTag::Picture
                | HtmlTag::Q
                | HtmlTag::Rb
                | HtmlTag::Rp
                | HtmlTag::Rt
                | HtmlTag::Rtc
                | HtmlTag::Ruby
                | HtmlTag::Source
                | HtmlTag::Sub
                | HtmlTag::Sup
                | HtmlTag::Svg
                | HtmlTag::Template
                | HtmlTag::Video
                | HtmlTag::Time
                | HtmlTag::Void
                | HtmlTag::Script
                | HtmlTag::Skipped
                | HtmlTag::Select
                | HtmlTag::Button
                | HtmlTag::Noscript
                | HtmlTag::Iframe
                | HtmlTag::Link
                | HtmlTag::Meta
                | HtmlTag::Title
        )
    }

    /// True if it belongs to the frame of a table.
    pub(crate) fn is_of_table(self) -> bool {
        matches!(
            self,
            HtmlTag::Table | HtmlTag::TableGroup | HtmlTag::Thead | HtmlTag::Row | HtmlTag::Cell | HtmlTag::Caption
        )
    }
}

/// The name of an element without a prefix that stands for HTML or `MathML`; others, such as Word's, have other elements.
fn without_prefix(name: &str) -> &str {
    match name.split_once(':') {
        Some(("xhtml" | "html" | "h" | "xh" | "m" | "mml" | "math" | "svg", local)) => local,
        _ => name,
    }
}
