//! What is said of a command line that cannot be meant, and help: clap's words, with nothing in them that came in raw.

use clap::error::{ContextKind, ContextValue};

use crate::text::Safe;

/// A command line that runs nothing: it is wrong, or asks for help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// What to say, in lines.
    pub text: String,
    /// The exit code: 0 for help, 2 for what is wrong.
    pub code: u8,
}

impl From<clap::Error> for Usage {
    fn from(mut error: clap::Error) -> Usage {
        // Each argument by itself first: the beginning of a sequence in one of them must not take our words with it.
        let safe: Vec<(ContextKind, ContextValue)> = error
            .context()
            .filter_map(|(kind, value)| match value {
                ContextValue::String(text) => Some((kind, ContextValue::String(shown(text)))),
                ContextValue::Strings(texts) => {
                    Some((kind, ContextValue::Strings(texts.iter().map(|text| shown(text)).collect())))
                }
                _ => None,
            })
            .collect();
        for (kind, value) in safe {
            error.insert(kind, value);
        }
        let text = error.render().to_string();
        let lines: Vec<&str> = text.trim_end().split('\n').collect();
        let text = lines.into_iter().map(|line| Safe::line(line).as_str().to_owned() + "\n").collect();
        Usage { text, code: u8::try_from(error.exit_code()).unwrap_or(2) }
    }
}

/// The most characters of an argument that are shown.
const MAX_SHOWN: usize = 200;

fn shown(text: &str) -> String {
    let safe = Safe::line(text);
    match safe.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &safe[..end]),
        None => safe.as_str().to_owned(),
    }
}
