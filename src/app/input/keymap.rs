//! From presses to actions. A press that begins a longer key sequence waits for the rest and shows the choices.

use crate::input::{ParsePressError, Press, parse_presses};

use crate::app::{
    Screen,
    commands::{Action, COMMANDS, Command},
};

/// The keys of every screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Binding {
    keys: Vec<Press>,
    command: &'static Command,
}

/// What the presses so far mean on a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing.
    None,
    /// The beginning of these key sequences: the keys still to come, and what they do.
    Prefix(Vec<(String, &'static str)>),
    /// An action.
    Action(Action),
}

/// Why a command cannot be on a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// No command has this name.
    #[error("there is no command “{0}”; docs/KEYS.md and the help page name them")]
    Unknown(String),
    /// This is no key.
    #[error(transparent)]
    Press(#[from] ParsePressError),
    /// The key, or one it begins with, is taken on one of the command's screens.
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
                let shares = |other: &&Binding| other.command.screens.iter().any(|s| command.screens.contains(s));
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

    /// What `presses` mean on `screen`.
    #[must_use]
    pub fn meaning(&self, screen: Screen, presses: &[Press]) -> Meaning {
        let here = || self.bindings.iter().filter(|binding| binding.command.screens.contains(&screen));
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
                for screen in command.screens {
                    assert_eq!(
                        keymap.meaning(*screen, &presses),
                        Meaning::Action(command.action),
                        "{keys} on {screen:?} for {}",
                        command.name
                    );
                }
            }
        }
    }

    #[test]
    fn no_key_is_the_beginning_of_another() {
        let keymap = Keymap::default();
        for screen in [Screen::Shelf, Screen::Reader, Screen::Help, Screen::Menu, Screen::Marking] {
            let here: Vec<_> = keymap.bindings.iter().filter(|b| b.command.screens.contains(&screen)).collect();
            for a in &here {
                for b in &here {
                    let longer = b.keys.len() > a.keys.len() && b.keys.starts_with(&a.keys);
                    assert!(!longer, "{} hides {} on {screen:?}", a.command.name, b.command.name);
                }
            }
        }
    }

    #[test]
    fn a_prefix_shows_what_may_follow() {
        let Meaning::Prefix(choices) = Keymap::default().meaning(Screen::Reader, &[Press::char('g')]) else {
            panic!("g begins longer sequences");
        };
        assert!(choices.contains(&("g".to_owned(), "to the beginning")));
        assert_eq!(Keymap::default().meaning(Screen::Reader, &[Press::char('ß')]), Meaning::None);
    }
}
