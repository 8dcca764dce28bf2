//! A place in the stored text of an article. Reading position, marks and matches are places, never rows, so they
//! survive a resize, a change of script and a broken connection.

/// One stretch of an article's stored text, in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The title.
    Title,
    /// The line under the title that names source, author and date.
    Byline,
    /// The notice above the text, for example that it is a machine translation.
    Notice,
    /// The block with this index in the body.
    Body(u32),
    /// The title of the related article with this index.
    Related(u32),
    /// The title in the language the article was first written in.
    OriginalTitle,
}

impl Part {
    const RELATED: i64 = 1 << 32;
    const ORIGINAL: i64 = 2 << 32;

    /// The number that stands for this part in the library. Body blocks are their own index.
    #[must_use]
    pub fn code(self) -> i64 {
        match self {
            Part::Title => -3,
            Part::Byline => -2,
            Part::Notice => -1,
            Part::Body(index) => i64::from(index),
            Part::Related(index) => Self::RELATED + i64::from(index),
            Part::OriginalTitle => Self::ORIGINAL,
        }
    }

    /// The part a number stands for, if it stands for one.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Part> {
        match code {
            -3 => Some(Part::Title),
            -2 => Some(Part::Byline),
            -1 => Some(Part::Notice),
            Self::ORIGINAL => Some(Part::OriginalTitle),
            0..Self::RELATED => u32::try_from(code).ok().map(Part::Body),
            _ => u32::try_from(code - Self::RELATED).ok().map(Part::Related),
        }
    }
}

/// A place in an article: a part and a byte offset into its stored text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Stretch of text.
    pub part: Part,
    /// Bytes from the start of that stretch's stored text.
    pub offset: usize,
}

impl Place {
    /// The first place of an article.
    pub const START: Place = Place { part: Part::Title, offset: 0 };

    /// The start of a part.
    #[must_use]
    pub fn start_of(part: Part) -> Place {
        Place { part, offset: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip_and_order_as_read() {
        let parts = [
            Part::Title,
            Part::Byline,
            Part::Notice,
            Part::Body(0),
            Part::Body(u32::MAX),
            Part::Related(0),
            Part::Related(7),
            Part::OriginalTitle,
        ];
        for pair in parts.windows(2) {
            assert!(pair[0] < pair[1]);
            assert!(pair[0].code() < pair[1].code());
        }
        for part in parts {
            assert_eq!(Part::from_code(part.code()), Some(part));
        }
        assert_eq!(Part::from_code(-4), None);
        assert_eq!(Part::from_code(i64::MAX), None);
    }
}
