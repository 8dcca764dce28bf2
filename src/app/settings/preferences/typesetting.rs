//! The settings of how articles are set on the screen. What they do is the typesetter's.

use crate::script::Language;
use crate::typeset::{Align, Divider, Indent, KinsokuLevel, Korean, ListStyle, Quotation};

use super::{Preference, assign};

/// Values with their names.
type Names<T> = [(&'static str, T)];

const ALIGNS: &Names<Align> = &[("left", Align::Left), ("centre", Align::Centre)];
const LEVELS: &Names<KinsokuLevel> = &[
    ("basic", KinsokuLevel::Basic),
    ("gb", KinsokuLevel::Gb),
    ("strict", KinsokuLevel::Strict),
    ("none", KinsokuLevel::None),
];
const KOREAN: &Names<Korean> = &[("words", Korean::Words), ("syllables", Korean::Syllables)];
const QUOTATIONS: &Names<Quotation> =
    &[("bar", Quotation::Bar), ("indent", Quotation::Indent), ("plain", Quotation::Plain)];
const LISTS: &Names<ListStyle> = &[("hanging", ListStyle::Hanging), ("flush", ListStyle::Flush)];
const DIVIDERS: &Names<Divider> = &[("short", Divider::Short), ("full", Divider::Full), ("blank", Divider::Blank)];

const ALIGN: &str = "left or centre";
const YES_NO: &str = "true or false";
/// The deepest indent, in characters.
const MAX_INDENT: u8 = 8;
/// The most blank lines between paragraphs.
const MAX_PARAGRAPH_SPACE: u8 = 5;

/// The settings.
pub(crate) const TYPESETTING: &[Preference] = &[
    Preference {
        name: "language",
        values: "auto, or a language tag such as zh-Hans, zh-Hant-TW, ja, ko or en",
        doc: "the language articles are set in; auto is that of each part, by its characters and the article's tag",
        get: |settings| settings.text.language.map_or("auto", tag).to_owned(),
        set: |settings, value| {
            let language = if value == "auto" { Some(None) } else { Language::from_tag(value).map(Some) };
            assign(&mut settings.text.language, language)
        },
    },
    Preference {
        name: "even",
        values: YES_NO,
        doc: "whether a line is an even number of cells, so that wide characters fill it",
        get: |settings| settings.even.to_string(),
        set: |settings, value| assign(&mut settings.even, value.parse().ok()),
    },
    Preference {
        name: "centred",
        values: YES_NO,
        doc: "whether the text stands in the middle of a wider screen",
        get: |settings| settings.centred.to_string(),
        set: |settings, value| assign(&mut settings.centred, value.parse().ok()),
    },
    Preference {
        name: "level",
        values: "basic, gb, strict or none",
        doc: "how strictly marks are kept from the edges of lines (kinsoku, 避头尾)",
        get: |settings| name(LEVELS, settings.text.level),
        set: |settings, value| assign(&mut settings.text.level, named(LEVELS, value)),
    },
    Preference {
        name: "hanging",
        values: YES_NO,
        doc: "whether 、，。 (in Simplified Chinese ：；！？ too, in Traditional none) may hang beyond the end of a line",
        get: |settings| settings.text.hang.to_string(),
        set: |settings, value| assign(&mut settings.text.hang, value.parse().ok()),
    },
    Preference {
        name: "autospace",
        values: YES_NO,
        doc: "whether a cell is left free between Han and Latin letters or digits (盘古之白)",
        get: |settings| settings.text.autospace.to_string(),
        set: |settings, value| assign(&mut settings.text.autospace, value.parse().ok()),
    },
    Preference {
        name: "indent",
        values: "auto, or a number of characters from 0 to 8",
        doc: "the indent of a paragraph; auto is 2 in Chinese, 1 in Japanese, 0 in other languages",
        get: |settings| match settings.text.indent {
            Indent::ByLanguage => "auto".to_owned(),
            Indent::Ems(ems) => ems.to_string(),
        },
        set: |settings, value| {
            let indent = number(value, MAX_INDENT).map(|ems| ems.map_or(Indent::ByLanguage, Indent::Ems));
            assign(&mut settings.text.indent, indent)
        },
    },
    Preference {
        name: "indent-after-heading",
        values: YES_NO,
        doc: "whether the first paragraph after a heading is indented too",
        get: |settings| settings.text.indent_after_heading.to_string(),
        set: |settings, value| assign(&mut settings.text.indent_after_heading, value.parse().ok()),
    },
    Preference {
        name: "paragraph-space",
        values: "auto, or a number of lines from 0 to 5",
        doc: "blank lines between paragraphs; auto is 0 where they are indented, else 1",
        get: |settings| settings.text.paragraph_space.map_or_else(|| "auto".to_owned(), |lines| lines.to_string()),
        set: |settings, value| assign(&mut settings.text.paragraph_space, number(value, MAX_PARAGRAPH_SPACE)),
    },
    Preference {
        name: "title",
        values: ALIGN,
        doc: "where the title and the line under it stand",
        get: |settings| name(ALIGNS, settings.text.title),
        set: |settings, value| assign(&mut settings.text.title, named(ALIGNS, value)),
    },
    Preference {
        name: "heading-1",
        values: ALIGN,
        doc: "where headings of the first level stand",
        get: |settings| name(ALIGNS, settings.text.headings[0]),
        set: |settings, value| assign(&mut settings.text.headings[0], named(ALIGNS, value)),
    },
    Preference {
        name: "heading-2",
        values: ALIGN,
        doc: "where headings of the second level stand",
        get: |settings| name(ALIGNS, settings.text.headings[1]),
        set: |settings, value| assign(&mut settings.text.headings[1], named(ALIGNS, value)),
    },
    Preference {
        name: "heading-3",
        values: ALIGN,
        doc: "where headings of the third level and below stand",
        get: |settings| name(ALIGNS, settings.text.headings[2]),
        set: |settings, value| assign(&mut settings.text.headings[2], named(ALIGNS, value)),
    },
    Preference {
        name: "balance",
        values: YES_NO,
        doc: "whether the lines of titles and headings are made about equally long",
        get: |settings| settings.text.balance.to_string(),
        set: |settings, value| assign(&mut settings.text.balance, value.parse().ok()),
    },
    Preference {
        name: "widow",
        values: YES_NO,
        doc: "whether the last line of a paragraph holds at least two characters (孤字不成行)",
        get: |settings| settings.text.widow.to_string(),
        set: |settings, value| assign(&mut settings.text.widow, value.parse().ok()),
    },
    Preference {
        name: "korean",
        values: "words or syllables",
        doc: "where Korean text may break",
        get: |settings| name(KOREAN, settings.text.korean),
        set: |settings, value| assign(&mut settings.text.korean, named(KOREAN, value)),
    },
    Preference {
        name: "quotation",
        values: "bar, indent or plain",
        doc: "how a quotation is set off from the text",
        get: |settings| name(QUOTATIONS, settings.text.quotation),
        set: |settings, value| assign(&mut settings.text.quotation, named(QUOTATIONS, value)),
    },
    Preference {
        name: "list",
        values: "hanging or flush",
        doc: "whether the lines of a list item stand beside its bullet or number, or below it",
        get: |settings| name(LISTS, settings.text.list),
        set: |settings, value| assign(&mut settings.text.list, named(LISTS, value)),
    },
    Preference {
        name: "rule",
        values: "short, full or blank",
        doc: "how a rule between sections is drawn",
        get: |settings| name(DIVIDERS, settings.text.divider),
        set: |settings, value| assign(&mut settings.text.divider, named(DIVIDERS, value)),
    },
];

/// The written form of a language. Languages without a name here are set alike.
fn tag(language: Language) -> &'static str {
    if language == Language::Other { "en" } else { language.tag() }
}

/// The name of a value.
fn name<T: Copy + PartialEq>(names: &Names<T>, value: T) -> String {
    names.iter().find(|(_, other)| *other == value).map_or_else(String::new, |(name, _)| (*name).to_owned())
}

/// The value of a name.
fn named<T: Copy>(names: &Names<T>, name: &str) -> Option<T> {
    names.iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
}

/// A number up to `most`, or none for `auto`.
#[allow(clippy::option_option)] // The outer one is `None` for neither.
fn number(value: &str, most: u8) -> Option<Option<u8>> {
    match value {
        "auto" => Some(None),
        _ => value.parse().ok().filter(|number| *number <= most).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::settings::Settings;

    #[test]
    fn every_value_that_is_named_can_be_written() {
        for preference in TYPESETTING {
            for value in preference.values.split([' ', ',']).filter(|word| !word.is_empty() && *word != "or") {
                if ["a", "number", "of", "characters", "lines", "from", "to", "language", "tag", "such", "as"]
                    .contains(&value)
                {
                    continue;
                }
                let mut settings = Settings::default();
                settings.set(preference.name, value).unwrap();
                assert_eq!((preference.get)(&settings), value, "{}", preference.name);
            }
        }
        assert!(Settings::default().set("indent", "9").is_err());
        assert!(Settings::default().set("paragraph-space", "6").is_err());
    }
}
