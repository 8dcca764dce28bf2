//! The end of an element whose end tag is missing.

/// Limit of the text that is searched for the end tags of unknown elements, as a multiple of the window's.
const MAX_LOOKAHEAD: usize = 4;

/// Bytes in which the end tag of an unknown element is looked for.
const LOOKAHEAD_BYTES: usize = 1024 * 1024;

/// The byte at which the next end tag of an entry stands.
pub(crate) fn end_of_entry(text: &str) -> Option<usize> {
    let is_end =
        |at: &usize| ["</item>", "</entry>"].iter().any(|end| text.as_bytes()[*at..].starts_with(end.as_bytes()));
    memchr::memchr_iter(b'<', text.as_bytes()).find(is_end)
}

/// True if a CDATA section, whose content goes on with `rest` after the end of an entry, lacks its end.
pub(crate) fn is_left_open(rest: &str, markup: &str) -> bool {
    /// Bytes in which the next section of a feed begins.
    const NEXT_SECTION_BYTES: usize = 64 * 1024;
    let near = &rest.as_bytes()[..rest.len().min(NEXT_SECTION_BYTES)];
    !markup.ends_with("]]>") || memchr::memmem::find(near, b"<![CDATA[").is_some()
}

/// The search for end tags ahead, which has a limit for the window as a whole, so that a million elements without an end
/// cost no more than the text itself.
pub(crate) struct Lookahead<'a> {
    text: &'a [u8],
    left: usize,
}

impl<'a> Lookahead<'a> {
    pub(crate) fn new(text: &'a str) -> Lookahead<'a> {
        let left = text.len().saturating_mul(MAX_LOOKAHEAD).saturating_add(LOOKAHEAD_BYTES);
        Lookahead { text: text.as_bytes(), left }
    }

    /// True if the end tag of an element that begins before byte `at` comes before that of its entry.
    pub(crate) fn is_closed_within(&mut self, at: usize, name: &str, entry: &str) -> bool {
        let rest = &self.text[at..];
        let near = &rest[..rest.len().min(LOOKAHEAD_BYTES).min(self.left)];
        let find = |bytes: &[u8], name: &str| memchr::memmem::find(bytes, format!("</{name}").as_bytes());
        let end = find(near, entry).unwrap_or(near.len());
        self.left = self.left.saturating_sub(end + 1);
        find(&near[..end], name).is_some()
    }
}
