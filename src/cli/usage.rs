//! Usage errors and help: clap's text with every argument sanitised.

use clap::error::{ContextKind, ContextValue};

use crate::text::safe::Safe;

/// A command line that runs nothing, because it is wrong or asks for help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The text to print, in lines.
    pub text: String,
    /// The exit code: 0 for help, 2 for an error.
    pub code: u8,
}

impl From<clap::Error> for Usage {
    fn from(mut error: clap::Error) -> Usage {
        // Each argument by itself first: the start of a control sequence in one of them would swallow the text behind it.
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
const MAX_ARGUMENT_CHARS: usize = 200;

fn shown(text: &str) -> String {
    let safe = Safe::line(text);
    match safe.char_indices().nth(MAX_ARGUMENT_CHARS) {
        Some((end, _)) => format!("{}…", &safe[..end]),
        None => safe.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::{ffi::OsString, os::unix::ffi::OsStringExt};

    use clap::CommandFactory;
    use proptest::prelude::*;

    use super::*;
    use crate::{cli::args::Arguments, text::is_control};

    /// Every way to a verb, and every option of it.
    fn beginnings() -> Vec<Vec<String>> {
        fn walk(command: &clap::Command, path: &[String], found: &mut Vec<Vec<String>>) {
            found.push(path.to_vec());
            for option in command.get_arguments().filter_map(clap::Arg::get_long) {
                found.push([path, &[format!("--{option}")]].concat());
            }
            for verb in command.get_subcommands() {
                walk(verb, &[path, &[verb.get_name().to_owned()]].concat(), found);
            }
        }
        let mut found = Vec::new();
        walk(&Arguments::command(), &[], &mut found);
        found
    }

    fn read(words: Vec<OsString>) -> Result<Arguments, Usage> {
        Arguments::from_words(std::iter::once("kanbao".into()).chain(words))
    }

    #[test]
    fn a_control_sequence_in_an_argument_leaves_the_message_whole() {
        for argument in ["\u{1b}]52;c;eA==", "\u{1b}[", "\u{9d}0;x", "\u{1b}P", "a\nb"] {
            let usage = read(vec!["list".into(), "--limit".into(), argument.into()]).unwrap_err();
            assert_eq!(usage.code, 2);
            assert!(
                usage.text.contains("--limit <N>") && usage.text.contains("--help"),
                "{argument:?}: {}",
                usage.text
            );
        }
        let long = read(vec!["list".into(), "--limit".into(), "9".repeat(100_000).into()]).unwrap_err();
        assert!(long.text.len() < 2000);
        let help = read(vec!["--help".into()]).unwrap_err();
        assert!(help.code == 0 && help.text.contains("\n  list"), "{}", help.text);
    }

    proptest! {
        #[test]
        fn nothing_of_any_argument_comes_out_raw(
            at in any::<prop::sample::Index>(),
            hostile in prop::collection::vec(
                prop_oneof![
                    "(--?)?[a-z=]{0,8}([\u{0}-\u{1f}\u{7f}-\u{9f}]|\u{1b}[\\]\\[P][0-9;a-z]{0,8}\u{7}?|[\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200f}]){1,4}[a-z國]{0,4}"
                        .prop_map(OsString::from),
                    prop::collection::vec(any::<u8>(), 0..12).prop_map(OsString::from_vec),
                ],
                1..4,
            ),
        ) {
            let beginnings = beginnings();
            let words = at.get(&beginnings).iter().map(OsString::from).chain(hostile).collect();
            if let Err(usage) = read(words) {
                let raw: Vec<char> = usage.text.chars().filter(|c| is_control(*c)).collect();
                prop_assert!(raw.is_empty(), "{:?} in {:?}", raw, usage.text);
                prop_assert!(usage.code == 2 || usage.code == 0);
            }
        }
    }
}
