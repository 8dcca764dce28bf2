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
    Details,
    Dt,
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
    Li,
    Link,
    Main,
    Meta,
    Nav,
    Noscript,
    Ol,
    P,
    Pre,
    Rp,
    Rt,
    Row,
    Script,
    Section,
    Select,
    Skipped,
    Table,
    TableGroup,
    Time,
    Title,
    Ul,
    Void,
}

/// The number of elements.
pub(crate) const TAG_COUNT: usize = HtmlTag::Void as usize + 1;

impl HtmlTag {
    /// The element with a name.
    pub(crate) fn from_name(name: &str) -> HtmlTag {
        let mut lower = [0_u8; 16];
        let Some(room) = lower.get_mut(..name.len()) else { return HtmlTag::Inline };
        room.copy_from_slice(name.as_bytes());
        room.make_ascii_lowercase();
        match &*room {
            b"a" => HtmlTag::A,
            b"article" => HtmlTag::Article,
            b"aside" => HtmlTag::Aside,
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
            b"details" => HtmlTag::Details,
            b"dt" => HtmlTag::Dt,
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
            b"iframe" => HtmlTag::Iframe,
            b"img" | b"amp-img" | b"image" => HtmlTag::Img,
            b"li" => HtmlTag::Li,
            b"link" => HtmlTag::Link,
            b"main" => HtmlTag::Main,
            b"meta" => HtmlTag::Meta,
            b"nav" | b"menu" => HtmlTag::Nav,
            b"noscript" => HtmlTag::Noscript,
            b"ol" => HtmlTag::Ol,
            b"p" => HtmlTag::P,
            b"pre" | b"listing" | b"xmp" => HtmlTag::Pre,
            b"rp" => HtmlTag::Rp,
            b"rt" | b"rtc" => HtmlTag::Rt,
            b"tr" => HtmlTag::Row,
            b"script" => HtmlTag::Script,
            b"section" => HtmlTag::Section,
            b"select" => HtmlTag::Select,
            b"table" => HtmlTag::Table,
            b"tbody" | b"thead" | b"tfoot" => HtmlTag::TableGroup,
            b"time" => HtmlTag::Time,
            b"title" => HtmlTag::Title,
            b"ul" | b"dir" => HtmlTag::Ul,
            b"style" | b"template" | b"svg" | b"math" | b"object" | b"canvas" | b"audio" | b"video" | b"map"
            | b"datalist" | b"textarea" | b"noembed" | b"noframes" | b"amp-ad" | b"amp-analytics" | b"amp-sidebar"
            | b"option" | b"optgroup" | b"dialog" => HtmlTag::Skipped,
            b"area" | b"basefont" | b"bgsound" | b"col" | b"embed" | b"frame" | b"input" | b"param" | b"source"
            | b"track" | b"wbr" => HtmlTag::Void,
            b"div" | b"center" | b"dl" | b"address" | b"fieldset" | b"hgroup" | b"legend" | b"summary" | b"search"
            | b"colgroup" => HtmlTag::Block,
            _ => HtmlTag::Inline,
        }
    }

    /// True if it has no content and no end tag.
    pub(crate) fn is_void(self) -> bool {
        matches!(
            self,
            HtmlTag::Base | HtmlTag::Br | HtmlTag::Hr | HtmlTag::Img | HtmlTag::Link | HtmlTag::Meta | HtmlTag::Void
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
                | HtmlTag::Iframe
                | HtmlTag::Button
                | HtmlTag::Rp
                | HtmlTag::Rt
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
                | HtmlTag::B
                | HtmlTag::Base
                | HtmlTag::Br
                | HtmlTag::Code
                | HtmlTag::I
                | HtmlTag::Img
                | HtmlTag::Rp
                | HtmlTag::Rt
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
        matches!(self, HtmlTag::Table | HtmlTag::TableGroup | HtmlTag::Row | HtmlTag::Cell | HtmlTag::Caption)
    }
}
