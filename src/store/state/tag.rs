//! A tag: a few words a reader files articles and sources under. What a person types and what an outline brings
//! becomes one in here; where tags are kept is in `tags.rs`.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// A tag. Its words stand one space apart, it has no control characters, and equal ones are equal to the byte.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(String);

/// Reason why a text is no tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotATag {
    /// The text is empty.
    #[error("a tag needs at least one letter; write a word")]
    Empty,
    /// The text is longer than a tag may be.
    #[error("a tag is at most {} characters long; write a shorter one", Tag::MAX_CHARS)]
    TooLong,
}

impl Tag {
    /// The longest tag, in characters.
    pub const MAX_CHARS: usize = 100;

    /// Makes a tag of a text.
    ///
    /// # Errors
    /// If nothing is left of it, or too much.
    pub fn new(text: &str) -> Result<Tag, NotATag> {
        let text: String = text.nfc().filter(|c| c.is_whitespace() || !c.is_control()).collect();
        let words: Vec<&str> = text.split_whitespace().collect();
        let tag = words.join(" ");
        // A leading - takes a tag away where tags are typed.
        let tag = tag.trim_start_matches(['-', '+', '#', ' ']);
        match tag.chars().take(Tag::MAX_CHARS + 1).count() {
            0 => Err(NotATag::Empty),
            length if length > Tag::MAX_CHARS => Err(NotATag::TooLong),
            _ => Ok(Tag(tag.to_owned())),
        }
    }

    /// A tag out of the library, where only tags are.
    pub(in crate::store) fn stored(text: String) -> Tag {
        Tag(text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Tags to give and tags to take away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagEdit {
    /// Tags to give.
    pub add: Vec<Tag>,
    /// Tags to take away.
    pub remove: Vec<Tag>,
}

impl TagEdit {
    /// Parses typed words: words, each a tag to give, or with `-` before it a tag to take away. Quotation marks
    /// hold a tag of several words together.
    ///
    /// # Errors
    /// If a word is no tag.
    pub fn parse(text: &str) -> Result<TagEdit, NotATag> {
        let mut edit = TagEdit::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let remove = rest.starts_with('-');
            let word = rest.trim_start_matches(['-', '+', '#']);
            let closing = word.chars().next().and_then(|open| match open {
                '"' => Some('"'),
                '“' => Some('”'),
                '「' => Some('」'),
                _ => None,
            });
            let (word, after) = match closing {
                Some(close) => {
                    let inside = &word[word.chars().next().map_or(0, char::len_utf8)..];
                    inside.split_once(close).unwrap_or((inside, ""))
                }
                None => word.split_once(char::is_whitespace).unwrap_or((word, "")),
            };
            let tag = Tag::new(word)?;
            if remove {
                edit.remove.push(tag);
            } else {
                edit.add.push(tag);
            }
            rest = after.trim_start();
        }
        Ok(edit)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_are_tidy() {
        for (text, tag) in [
            (" 科技\u{3000} 新闻\n", "科技 新闻"),
            ("a\u{1b}[31mb", "a[31mb"),
            ("#国际", "国际"),
            ("e\u{301}", "é"),
            ("--x", "x"),
        ] {
            assert_eq!(Tag::new(text).unwrap().as_str(), tag);
        }
        assert_eq!(Tag::new(" \u{7} "), Err(NotATag::Empty));
        assert_eq!(Tag::new(&"長".repeat(101)), Err(NotATag::TooLong));
        assert!(Tag::new(&"長".repeat(100)).is_ok());
    }

    #[test]
    fn typed_tags_are_given_and_taken_away() {
        fn names(tags: &[Tag]) -> Vec<&str> {
            tags.iter().map(Tag::as_str).collect()
        }
        let edit = TagEdit::parse(r#"国际 -"旧 闻" 「要 聞」 +x"#).unwrap();
        assert_eq!(names(&edit.add), ["国际", "要 聞", "x"]);
        assert_eq!(names(&edit.remove), ["旧 闻"]);
        assert_eq!(TagEdit::parse("  "), Ok(TagEdit::default()));
        assert_eq!(TagEdit::parse("a -"), Err(NotATag::Empty));
    }

    proptest! {
        #[test]
        fn every_tag_is_a_tag_again(text in "\\PC{0,20}|[-#\" \u{0}a]{0,8}") {
            if let Ok(tag) = Tag::new(&text) {
                prop_assert_eq!(Tag::new(tag.as_str()), Ok(tag.clone()));
                prop_assert!(!tag.as_str().chars().any(char::is_control));
            }
            let _ = TagEdit::parse(&text);
        }
    }
}
