//! The names of the elements of HTML. A tag with another name is text: `vector<int>` is no markup.

/// The elements of HTML, with those of ruby, pictures and formulas that stand in text.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "base", "bdi", "bdo", "big",
    "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data",
    "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset",
    "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link",
    "main", "map", "mark", "math", "menu", "meta", "meter", "nav", "nobr", "noscript", "object", "ol", "optgroup",
    "option", "output", "p", "param", "picture", "pre", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp",
    "script", "search", "section", "select", "slot", "small", "source", "span", "strike", "strong", "style", "sub",
    "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title",
    "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
];

/// True for the name of an element, whatever its case.
pub(crate) fn is_element(name: &str) -> bool {
    let mut lower = [0_u8; 12];
    let Some(room) = lower.get_mut(..name.len()) else { return false };
    room.copy_from_slice(name.as_bytes());
    room.make_ascii_lowercase();
    ELEMENTS.binary_search_by(|element| element.as_bytes().cmp(room)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_sorted_for_the_search() {
        assert!(ELEMENTS.is_sorted());
        assert!(is_element("BlockQuote") && is_element("td") && !is_element("int") && !is_element(""));
    }
}
