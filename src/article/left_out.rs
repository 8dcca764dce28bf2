//! Parts of an input that did not come in, as data: the kind of part, its size and its place. A parser that skips
//! a part reports one of these beside its sentence, without exception.
//!
//! A fault that cost no text (an unreadable date, a missing title) is not one of them.

use serde::Serialize;

/// The kinds of parts that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOutKind {
    /// A whole file.
    File,
    /// A folder with all that is in it.
    Folder,
    /// The rest of a file behind the last part that could be read.
    Rest,
    /// A line of JSON Lines.
    Line,
    /// A value of JSON that is no article.
    Value,
    /// A whole article.
    Article,
    /// An entry of a feed.
    Entry,
    /// A chapter of a book.
    Chapter,
    /// The text of an article, or a part of it.
    Text,
    /// Bytes that stand for no character and were replaced by U+FFFD.
    Characters,
    /// A file or a name that belongs to an entry.
    Enclosure,
    /// A feed of a list.
    Feed,
    /// A tag of a feed.
    Tag,
    /// The title of a related article.
    Related,
    /// Text that lies in a script of a page.
    Script,
    /// A particular of an article, such as its link.
    Field,
    /// Characters that a terminal acts on.
    Controls,
    /// A link or an emphasis whose words are kept.
    Markup,
}

/// A part of an input, or several of one kind, that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its kind.
    pub what: LeftOutKind,
    /// The number of parts, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Their bytes, if these are known instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// A line, the name of a chapter, a path: sanitise it before it is shown, because it quotes the input.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl LeftOut {
    /// An unknown number of parts.
    #[must_use]
    pub fn some(what: LeftOutKind) -> LeftOut {
        LeftOut { what, count: None, bytes: None, place: None }
    }

    /// A number of parts.
    #[must_use]
    pub fn count(what: LeftOutKind, count: usize) -> LeftOut {
        LeftOut { count: Some(count as u64), ..LeftOut::some(what) }
    }

    /// Parts of a size in bytes.
    #[must_use]
    pub fn bytes(what: LeftOutKind, bytes: u64) -> LeftOut {
        LeftOut { bytes: Some(bytes), ..LeftOut::some(what) }
    }

    /// The same parts with their place.
    #[must_use]
    pub fn at<T: ToString + ?Sized>(self, place: &T) -> LeftOut {
        LeftOut { place: Some(place.to_string()), ..self }
    }

    /// Adds itself to a list that holds `limit` parts with their places; parts beyond the limit are summed up by kind.
    pub fn add(self, list: &mut Vec<LeftOut>, limit: usize) {
        if list.len() < limit {
            return list.push(self);
        }
        match list.iter_mut().skip(limit).find(|other| other.what == self.what) {
            Some(other) => {
                other.count = Some(other.count.unwrap_or(1) + self.count.unwrap_or(1));
            }
            None => list.push(LeftOut { place: None, count: self.count.or(Some(1)), ..self }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_data() {
        let line = serde_json::to_string(&LeftOut::count(LeftOutKind::Line, 1).at("line 7")).unwrap();
        assert_eq!(line, r#"{"what":"line","count":1,"where":"line 7"}"#);
        let text = serde_json::to_string(&LeftOut::bytes(LeftOutKind::Text, 9)).unwrap();
        assert_eq!(text, r#"{"what":"text","bytes":9}"#);
    }

    #[test]
    fn a_long_list_is_summed_up() {
        let mut list = Vec::new();
        for line in 1..10 {
            LeftOut::count(LeftOutKind::Line, 1).at(&format!("line {line}")).add(&mut list, 3);
            LeftOut::some(LeftOutKind::Rest).add(&mut list, 3);
        }
        assert_eq!(list.len(), 5);
        let count = |what| list.iter().filter(|it| it.what == what).map(|it| it.count.unwrap_or(1)).sum::<u64>();
        assert_eq!((count(LeftOutKind::Line), count(LeftOutKind::Rest)), (9, 9));
    }
}
