//! The elements that matter to an article, and what each is: a block, a word in a line, or nothing to read.

/// An element, or a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Tag {
    /// Text whose references are not resolved.
    Text,
    /// Text as it stands.
    Raw,
    /// The page itself.
    Root,
    /// An element that is nothing in particular: part of a line.
    Inline,
    /// An element that is nothing in particular: a box of its own.
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

/// How many there are.
pub(crate) const TAGS: usize = Tag::Void as usize + 1;

impl Tag {
    /// The element with a name.
    pub(crate) fn of(name: &str) -> Tag {
        let mut lower = [0_u8; 16];
        let Some(room) = lower.get_mut(..name.len()) else { return Tag::Inline };
        room.copy_from_slice(name.as_bytes());
        room.make_ascii_lowercase();
        match &*room {
            b"a" => Tag::A,
            b"article" => Tag::Article,
            b"aside" => Tag::Aside,
            b"b" | b"strong" => Tag::B,
            b"base" => Tag::Base,
            b"blockquote" => Tag::Blockquote,
            b"body" => Tag::Body,
            b"br" => Tag::Br,
            b"button" => Tag::Button,
            b"caption" => Tag::Caption,
            b"td" | b"th" => Tag::Cell,
            b"code" | b"tt" | b"kbd" | b"samp" => Tag::Code,
            b"dd" => Tag::Dd,
            b"details" => Tag::Details,
            b"dt" => Tag::Dt,
            b"figcaption" => Tag::Figcaption,
            b"figure" => Tag::Figure,
            b"footer" => Tag::Footer,
            b"form" => Tag::Form,
            b"h1" => Tag::H1,
            b"h2" => Tag::H2,
            b"h3" => Tag::H3,
            b"h4" => Tag::H4,
            b"h5" => Tag::H5,
            b"h6" => Tag::H6,
            b"head" => Tag::Head,
            b"header" => Tag::Header,
            b"hr" => Tag::Hr,
            b"html" => Tag::Html,
            b"i" | b"em" => Tag::I,
            b"iframe" => Tag::Iframe,
            b"img" | b"amp-img" | b"image" => Tag::Img,
            b"li" => Tag::Li,
            b"link" => Tag::Link,
            b"main" => Tag::Main,
            b"meta" => Tag::Meta,
            b"nav" | b"menu" => Tag::Nav,
            b"noscript" => Tag::Noscript,
            b"ol" => Tag::Ol,
            b"p" => Tag::P,
            b"pre" | b"listing" | b"xmp" => Tag::Pre,
            b"rp" => Tag::Rp,
            b"rt" | b"rtc" => Tag::Rt,
            b"tr" => Tag::Row,
            b"script" => Tag::Script,
            b"section" => Tag::Section,
            b"select" => Tag::Select,
            b"table" => Tag::Table,
            b"tbody" | b"thead" | b"tfoot" => Tag::TableGroup,
            b"time" => Tag::Time,
            b"title" => Tag::Title,
            b"ul" | b"dir" => Tag::Ul,
            b"style" | b"template" | b"svg" | b"math" | b"object" | b"canvas" | b"audio" | b"video" | b"map"
            | b"datalist" | b"textarea" | b"noembed" | b"noframes" | b"amp-ad" | b"amp-analytics" | b"amp-sidebar"
            | b"option" | b"optgroup" | b"dialog" => Tag::Skipped,
            b"area" | b"basefont" | b"bgsound" | b"col" | b"embed" | b"frame" | b"input" | b"param" | b"source"
            | b"track" | b"wbr" => Tag::Void,
            b"div" | b"center" | b"dl" | b"address" | b"fieldset" | b"hgroup" | b"legend" | b"summary" | b"search"
            | b"colgroup" => Tag::Block,
            _ => Tag::Inline,
        }
    }

    /// Has no content and no end tag.
    pub(crate) fn is_void(self) -> bool {
        matches!(self, Tag::Base | Tag::Br | Tag::Hr | Tag::Img | Tag::Link | Tag::Meta | Tag::Void)
    }

    /// Nothing in it is read.
    pub(crate) fn is_skipped(self) -> bool {
        matches!(
            self,
            Tag::Head | Tag::Script | Tag::Skipped | Tag::Select | Tag::Iframe | Tag::Button | Tag::Rp | Tag::Rt
        )
    }

    /// Stands in a line with other text.
    pub(crate) fn is_inline(self) -> bool {
        matches!(
            self,
            Tag::Text
                | Tag::Raw
                | Tag::Inline
                | Tag::A
                | Tag::B
                | Tag::Base
                | Tag::Br
                | Tag::Code
                | Tag::I
                | Tag::Img
                | Tag::Rp
                | Tag::Rt
                | Tag::Time
                | Tag::Void
                | Tag::Script
                | Tag::Skipped
                | Tag::Select
                | Tag::Button
                | Tag::Noscript
                | Tag::Iframe
                | Tag::Link
                | Tag::Meta
                | Tag::Title
        )
    }

    /// Belongs to the frame of a table.
    pub(crate) fn is_of_table(self) -> bool {
        matches!(self, Tag::Table | Tag::TableGroup | Tag::Row | Tag::Cell | Tag::Caption)
    }
}
