//! The keymap: key sequences and their actions in each context.

use crate::input::{ParsePressError, Press, parse_presses};

use crate::app::commands::{Action, COMMANDS, Command, KeyContext};

/// The keys of every context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Binding {
    keys: Vec<Press>,
    command: &'static Command,
}

/// The meaning of a key sequence in a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// No meaning.
    None,
    /// A prefix of longer sequences: the rest of each, and what it does.
    Prefix(Vec<(String, &'static str)>),
    /// An action.
    Action(Action),
}

/// The reason why a command cannot be on a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// No command has this name.
    #[error("there is no command “{0}”; docs/KEYS.md and the help page name them")]
    Unknown(String),
    /// The key is none.
    #[error(transparent)]
    Press(#[from] ParsePressError),
    /// The key, or a prefix of it, is taken in one of the command's contexts.
    #[error("{0} and {1} cannot both be on {2}; give one of them another key")]
    Taken(&'static str, &'static str, String),
}

impl Default for Keymap {
    /// The default keys of the table of commands.
    fn default() -> Keymap {
        let bindings = COMMANDS
            .iter()
            .flat_map(|command| command.keys.iter().map(move |keys| (command, keys)))
            .filter_map(|(command, keys)| Some(Binding { keys: parse_presses(keys).ok()?, command }))
            .collect();
        Keymap { bindings }
    }
}

impl Keymap {
    /// Puts a command on these keys and no others. Commands of the same name are one command.
    ///
    /// # Errors
    /// When there is no such command, a key is none, or it is taken; nothing changes then.
    pub fn bind(&mut self, name: &str, keys: &[String]) -> Result<(), KeymapError> {
        let mut bindings = self.bindings.clone();
        bindings.retain(|binding| binding.command.name != name);
        let commands: Vec<_> = COMMANDS.iter().filter(|command| command.name == name).collect();
        if commands.is_empty() {
            return Err(KeymapError::Unknown(name.to_owned()));
        }
        for command in commands {
            for written in keys {
                let keys = parse_presses(written)?;
                let shares = |other: &&Binding| other.command.contexts.iter().any(|it| command.contexts.contains(it));
                let hides = |other: &&Binding| other.keys.starts_with(&keys) || keys.starts_with(&other.keys);
                if let Some(other) = bindings.iter().filter(shares).find(hides) {
                    return Err(KeymapError::Taken(command.name, other.command.name, written.clone()));
                }
                bindings.push(Binding { keys, command });
            }
        }
        self.bindings = bindings;
        Ok(())
    }

    /// The meaning of `presses` in a context.
    #[must_use]
    pub fn meaning(&self, context: KeyContext, presses: &[Press]) -> Meaning {
        let here = || self.bindings.iter().filter(|binding| binding.command.contexts.contains(&context));
        if let Some(binding) = here().find(|binding| binding.keys == presses) {
            return Meaning::Action(binding.command.action);
        }
        let choices: Vec<_> = here()
            .filter(|binding| binding.keys.starts_with(presses))
            .map(|binding| {
                let rest = binding.keys[presses.len()..].iter().map(Press::to_string).collect();
                (rest, binding.command.doc)
            })
            .collect();
        if choices.is_empty() { Meaning::None } else { Meaning::Prefix(choices) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_parses_and_means_its_own_command() {
        let keymap = Keymap::default();
        for command in COMMANDS {
            for keys in command.keys {
                let presses = parse_presses(keys).unwrap();
                for context in command.contexts {
                    assert_eq!(
                        keymap.meaning(*context, &presses),
                        Meaning::Action(command.action),
                        "{keys} in {context:?} for {}",
                        command.name
                    );
                }
            }
        }
    }

    #[test]
    fn no_key_is_the_beginning_of_another() {
        let keymap = Keymap::default();
        for context in KeyContext::ALL {
            let here: Vec<_> = keymap.bindings.iter().filter(|b| b.command.contexts.contains(&context)).collect();
            for a in &here {
                for b in &here {
                    let longer = b.keys.len() > a.keys.len() && b.keys.starts_with(&a.keys);
                    assert!(!longer, "{} hides {} in {context:?}", a.command.name, b.command.name);
                }
            }
        }
    }

    #[test]
    fn a_prefix_shows_what_may_follow() {
        let Meaning::Prefix(choices) = Keymap::default().meaning(KeyContext::Article, &[Press::char('g')]) else {
            panic!("g begins longer sequences");
        };
        assert!(choices.contains(&("g".to_owned(), "to the beginning")));
        assert_eq!(Keymap::default().meaning(KeyContext::Article, &[Press::char('ß')]), Meaning::None);
    }
}
