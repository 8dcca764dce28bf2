//! The table of settings: name, allowed values, a line of documentation. The configuration file,
//! `--set NAME=VALUE` and the `:set` command read it alike, and `kanbao config dump` is made from it.

mod typesetting;

use crate::{
    script::{
        Script,
        wording::{Quotes, Ruby},
    },
    text::{hides, width::Ambiguous},
};

use crate::app::settings::{Emphasis, Settings, browser, nearest::nearest};

use typesetting::TYPESETTING;

/// A setting a person can write.
#[derive(Clone, Copy)]
pub struct Preference {
    /// Its name, in kebab case.
    pub name: &'static str,
    /// The values that may be written.
    pub values: &'static str,
    /// Its effect, in one line.
    pub doc: &'static str,
    /// Its value, as it is written. The items of a list have a comma between them.
    pub get: fn(&Settings) -> String,
    /// Takes a written value; `false` if it is none of `values`.
    set: fn(&mut Settings, &str) -> bool,
}

/// An error in a written setting.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PreferenceError {
    /// No setting has this name.
    #[error("there is no setting “{name}”{}", .like.map(|like| format!("; did you mean “{like}”?")).unwrap_or_default())]
    Unknown {
        /// The written text.
        name: String,
        /// A setting with a similar name.
        like: Option<&'static str>,
    },
    /// The setting does not take this value.
    #[error("{name} cannot be “{value}”; write {values}")]
    Value {
        /// The setting.
        name: &'static str,
        /// The written text.
        value: String,
        /// The values that may be written.
        values: &'static str,
    },
    /// A `=` is missing.
    #[error("“{0}” is no setting; write NAME=VALUE")]
    Form(String),
}

const SCRIPTS: &str =
    "original, simplified, traditional, taiwan, taiwan-phrases, hongkong, hongkong-phrases or japanese";

const EMPHASES: &[(&str, Emphasis)] =
    &[("auto", Emphasis::Auto), ("bold", Emphasis::Bold), ("italic", Emphasis::Italic), ("dots", Emphasis::Dots)];

/// Every setting, in the order `kanbao config dump` prints them.
pub const PREFERENCES: &[Preference] = &{
    let mut all = [GENERAL[0]; GENERAL.len() + TYPESETTING.len()];
    let mut index = 0;
    while index < all.len() {
        all[index] = if index < GENERAL.len() { GENERAL[index] } else { TYPESETTING[index - GENERAL.len()] };
        index += 1;
    }
    all
};

/// Scripts, and the screen.
const GENERAL: &[Preference] = &[
    Preference {
        name: "script",
        values: SCRIPTS,
        doc: "the script to begin with",
        get: |settings| settings.script.to_string(),
        set: |settings, value| assign(&mut settings.script, value.parse().ok()),
    },
    Preference {
        name: "scripts",
        values: "a list of scripts",
        doc: "the scripts that one key goes through",
        get: |settings| settings.cycle.iter().map(Script::to_string).collect::<Vec<_>>().join(","),
        set: |settings, value| {
            let scripts: Result<Vec<Script>, _> = value.split(',').map(|name| name.trim().parse()).collect();
            assign(&mut settings.cycle, scripts.ok())
        },
    },
    Preference {
        name: "punctuation",
        values: "true or false",
        doc: "whether , : ; ? ! ( ) and ... of a Chinese sentence are shown full-width",
        get: |settings| settings.wording.punctuation.to_string(),
        set: |settings, value| assign(&mut settings.wording.punctuation, value.parse().ok()),
    },
    Preference {
        name: "quotes",
        values: "as-written or by-script",
        doc: "whether quotation marks follow the script: “ ” in Simplified, 「 」 in Traditional Chinese",
        get: |settings| settings.wording.quotes.name().to_owned(),
        set: |settings, value| assign(&mut settings.wording.quotes, value.parse::<Quotes>().ok()),
    },
    Preference {
        name: "ruby",
        values: "after, above or off",
        doc: "where readings of characters (furigana, bopomofo, pinyin) stand: 今日（きょう）, on a row above, or nowhere",
        get: |settings| settings.wording.ruby.name().to_owned(),
        set: |settings, value| assign(&mut settings.wording.ruby, value.parse::<Ruby>().ok()),
    },
    Preference {
        name: "emphasis",
        values: "auto, bold, italic or dots",
        doc: "the look of stressed words; auto is dots under Han, kana and Hangul (着重号; bold where the terminal has none), else italic",
        get: |settings| {
            let name = EMPHASES.iter().find(|(_, emphasis)| *emphasis == settings.emphasis).map(|(name, _)| *name);
            name.unwrap_or_default().to_owned()
        },
        set: |settings, value| {
            let named = EMPHASES.iter().find(|(name, _)| *name == value).map(|(_, emphasis)| *emphasis);
            assign(&mut settings.emphasis, named)
        },
    },
    Preference {
        name: "measure",
        values: "a number of cells from 2",
        doc: "the longest line, in cells",
        get: |settings| settings.text.measure.to_string(),
        set: |settings, value| assign(&mut settings.text.measure, value.parse().ok().filter(|cells| *cells >= 2)),
    },
    Preference {
        name: "ambiguous",
        values: "auto, narrow or wide",
        doc: "how wide the terminal draws characters such as — … “ ”",
        get: |settings| {
            match settings.ambiguous {
                None => "auto",
                Some(Ambiguous::Narrow) => "narrow",
                Some(Ambiguous::Wide) => "wide",
            }
            .to_owned()
        },
        set: |settings, value| {
            let width = match value {
                "auto" => Some(None),
                "narrow" => Some(Some(Ambiguous::Narrow)),
                "wide" => Some(Some(Ambiguous::Wide)),
                _ => None,
            };
            assign(&mut settings.ambiguous, width)
        },
    },
    Preference {
        name: "allow-private",
        values: "true or false",
        doc: "whether feeds inside private networks and on this machine may be read",
        get: |settings| settings.allow_private.to_string(),
        set: |settings, value| assign(&mut settings.allow_private, value.parse().ok()),
    },
    Preference {
        name: "keep-source",
        values: "true or false",
        doc: "whether articles keep the text they were made from, which kanbao reparse reads; from the next start on",
        get: |settings| settings.keep_source.to_string(),
        set: |settings, value| assign(&mut settings.keep_source, value.parse().ok()),
    },
    Preference {
        name: "mouse",
        values: "true or false",
        doc: "whether the mouse scrolls and chooses; the terminal's own selection then needs Shift",
        get: |settings| settings.mouse.to_string(),
        set: |settings, value| assign(&mut settings.mouse, value.parse().ok()),
    },
    Preference {
        name: "browser",
        values: "a command, its words quoted as in a shell, in which %s stands for the address, or nothing",
        doc: "what opens a link; nothing means $BROWSER, or the system's own, and over SSH the clipboard",
        get: |settings| settings.browser.clone(),
        set: |settings, value| assign(&mut settings.browser, browser::words(value).is_ok().then(|| value.to_owned())),
    },
];

/// A text as TOML writes it, with nothing in it that a terminal would act on.
fn quoted(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if hides(c) || c.is_control() => out.extend(format!("\\U{:08X}", u32::from(c)).chars()),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Assigns a value, if there is one. Returns true if there is.
fn assign<T>(place: &mut T, value: Option<T>) -> bool {
    let is_some = value.is_some();
    if let Some(value) = value {
        *place = value;
    }
    is_some
}

impl Settings {
    /// Takes the setting `name` with a written value.
    ///
    /// # Errors
    /// When there is no such setting or it does not take the value; nothing changes then.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), PreferenceError> {
        let Some(preference) = PREFERENCES.iter().find(|preference| preference.name == name) else {
            return Err(PreferenceError::Unknown {
                name: name.to_owned(),
                like: nearest(name, PREFERENCES.iter().map(|preference| preference.name)),
            });
        };
        if (preference.set)(self, value.trim()) {
            Ok(())
        } else {
            Err(PreferenceError::Value { name: preference.name, value: value.to_owned(), values: preference.values })
        }
    }

    /// Takes a setting written as `NAME=VALUE`.
    ///
    /// # Errors
    /// As [`Settings::set`], and when there is no `=`.
    pub fn set_written(&mut self, text: &str) -> Result<(), PreferenceError> {
        let (name, value) = text.split_once('=').ok_or_else(|| PreferenceError::Form(text.to_owned()))?;
        self.set(name.trim(), value)
    }

    /// The settings as a configuration file that says the same.
    #[must_use]
    pub fn dump(&self) -> String {
        PREFERENCES
            .iter()
            .map(|preference| {
                let value = (preference.get)(self);
                let is_bare = value == "true" || value == "false" || value.parse::<i64>().is_ok();
                let written = if is_bare { value } else { quoted(&value) };
                format!("# {}: {}\n{} = {written}\n", preference.doc, preference.values, preference.name)
            })
            .collect::<Vec<_>>()
            .join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_takes_what_it_gives() {
        for preference in PREFERENCES {
            let mut settings = Settings::default();
            let value = (preference.get)(&settings);
            settings.set(preference.name, &value).unwrap();
            assert_eq!(settings, Settings::default(), "{}", preference.name);
            assert!(settings.set(preference.name, "？\u{7}？").is_err(), "{}", preference.name);
            assert_eq!(settings, Settings::default(), "{}", preference.name);
        }
    }

    #[test]
    fn names_are_told_apart_and_guessed() {
        let mut settings = Settings::default();
        let error = settings.set("mesure", "60").unwrap_err();
        assert_eq!(error.to_string(), "there is no setting “mesure”; did you mean “measure”?");
        assert_eq!(settings.set("口", "1").unwrap_err().to_string(), "there is no setting “口”");
        assert!(settings.set_written("measure").is_err());
        settings.set_written("measure = 60").unwrap();
        assert_eq!(settings.text.measure, 60);
        assert!(settings.set("measure", "1").is_err());
    }
}
