//! From presses to actions. A press that begins a longer key sequence waits for the rest and shows the choices.

use crate::input::{Press, parse_presses};

use super::{Action, Command, Screen, command::COMMANDS};

/// The keys of every screen.
#[derive(Clone, Debug)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

#[derive(Clone, Debug)]
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
        for screen in [Screen::Shelf, Screen::Reader, Screen::Help] {
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
        let meaning = Keymap::default().meaning(Screen::Reader, &[Press::char('g')]);
        assert_eq!(meaning, Meaning::Prefix(vec![("g".to_owned(), "to the beginning")]));
        assert_eq!(Keymap::default().meaning(Screen::Reader, &[Press::char('ß')]), Meaning::None);
    }
}
