//! The scripts that a reader can choose, by the names the command line and the configuration use.

use std::{fmt, str::FromStr};

use super::unknown_name::UnknownName;

/// The scripts that a reader can choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Script {
    /// The stored text.
    #[default]
    Original,
    /// Simplified Chinese.
    Simplified,
    /// Traditional Chinese in OpenCC's own standard.
    Traditional,
    /// Traditional Chinese with Taiwan's character forms.
    Taiwan,
    /// The same, with Taiwan's words.
    TaiwanPhrases,
    /// Traditional Chinese with Hong Kong's character forms.
    Hongkong,
    /// The same, with Hong Kong's words.
    HongkongPhrases,
    /// Japanese shinjitai.
    Japanese,
}

impl Script {
    /// Every script, the original first.
    pub const ALL: [Script; 8] = [
        Script::Original,
        Script::Simplified,
        Script::Traditional,
        Script::Taiwan,
        Script::TaiwanPhrases,
        Script::Hongkong,
        Script::HongkongPhrases,
        Script::Japanese,
    ];

    /// The name on the command line and in the configuration: `taiwan-phrases`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Script::Original => "original",
            Script::Simplified => "simplified",
            Script::Traditional => "traditional",
            Script::Taiwan => "taiwan",
            Script::TaiwanPhrases => "taiwan-phrases",
            Script::Hongkong => "hongkong",
            Script::HongkongPhrases => "hongkong-phrases",
            Script::Japanese => "japanese",
        }
    }

    /// The name that its own readers use, for the status line and the menu.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Script::Original => "原文",
            Script::Simplified => "简体",
            Script::Traditional => "繁體",
            Script::Taiwan => "台灣",
            Script::TaiwanPhrases => "台灣用語",
            Script::Hongkong => "香港",
            Script::HongkongPhrases => "香港用語",
            Script::Japanese => "日本字体",
        }
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Script {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Script, UnknownName> {
        Script::ALL
            .into_iter()
            .find(|script| script.name() == name)
            .ok_or_else(|| UnknownName::new("script", name, Script::ALL.iter().map(|script| script.name())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_a_wrong_one_lists_the_right_ones() {
        for script in Script::ALL {
            assert_eq!(script.to_string().parse(), Ok(script));
            assert!(!script.label().is_empty());
        }
        let error = "Simplified\u{1b}[2J".parse::<Script>().expect_err("names are lower case").to_string();
        assert_eq!(
            error,
            "no script is called “Simplified”; choose one of original, simplified, traditional, taiwan, \
             taiwan-phrases, hongkong, hongkong-phrases, japanese"
        );
    }
}
