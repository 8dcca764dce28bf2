//! A sample of text that is shown in every script.

use crate::script::{
    Language, Script,
    conversion::{Config, Converters, Plan, convert_line},
    wording::Wording,
};

/// Bytes of a sample.
const MAX_SAMPLE_BYTES: usize = 300;

/// A text that is shown in every script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sample {
    text: String,
    language: Language,
}

impl Sample {
    /// The beginning of a text of this language.
    pub(in crate::app) fn from_text(text: &str, language: Language) -> Sample {
        Sample { text: text[..text.floor_char_boundary(MAX_SAMPLE_BYTES)].to_owned(), language }
    }

    /// The tables that all scripts take.
    pub(super) fn tables(&self) -> Vec<Config> {
        let plans = Script::ALL.iter().filter_map(|script| Plan::choose(self.language, *script));
        plans.flat_map(Plan::configs).fold(Vec::new(), |mut all, config| {
            if !all.contains(&config) {
                all.push(config);
            }
            all
        })
    }

    /// The text in a script; dots while its tables are missing.
    pub(super) fn shown(&self, script: Script, converters: &Converters, wording: Wording) -> String {
        let plan = Plan::choose(self.language, script);
        if plan.is_some_and(|plan| !converters.missing(&plan.configs()).is_empty()) {
            return "...".to_owned();
        }
        convert_line(converters, &self.text, Some(self.language), script, wording).as_str().to_owned()
    }
}
