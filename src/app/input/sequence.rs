//! A key sequence while it is being pressed. A press that begins a longer sequence waits for the rest and shows the
//! choices.

use super::keymap::{Keymap, Meaning};
use crate::{
    app::commands::{Action, KeyContext},
    input::{Key, Press, ascii_keys},
};

/// The result of a press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) enum Pressed {
    /// The sequence waits for more, or was given up.
    Nothing,
    /// An action.
    Action(Action),
    /// A sequence of several keys that means nothing, as it is written.
    Unknown(String),
}

/// The presses of a sequence that is not complete.
#[derive(Clone, Debug, Default)]
pub(in crate::app) struct KeySequence(Vec<Press>);

impl KeySequence {
    /// Takes a press.
    pub(in crate::app) fn press(&mut self, press: Press, context: KeyContext, keymap: &Keymap) -> Pressed {
        let press = self.intended(press, context, keymap);
        self.0.push(press);
        match keymap.meaning(context, &self.0) {
            Meaning::Prefix(_) => Pressed::Nothing,
            Meaning::Action(action) => {
                self.0.clear();
                Pressed::Action(action)
            }
            Meaning::None => {
                // A sequence that leads nowhere is dropped with its last key, which was not meant by itself: what is `gq`
                // in an article must not leave the list. A chord is never meant as a part of one.
                let dropped = std::mem::take(&mut self.0);
                if dropped.len() > 1 && press.ctrl {
                    self.press(press, context, keymap)
                } else if dropped.len() > 1 && press != Press::plain(Key::Esc) {
                    Pressed::Unknown(dropped.iter().map(Press::to_string).collect())
                } else {
                    Pressed::Nothing
                }
            }
        }
    }

    /// The keys that may follow those pressed, with what they do.
    pub(in crate::app) fn choices(&self, context: KeyContext, keymap: &Keymap) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let Meaning::Prefix(choices) = keymap.meaning(context, &self.0) else { return None };
        let pressed: String = self.0.iter().map(Press::to_string).collect();
        let rest = choices.iter().map(|(keys, doc)| format!("{keys} {doc}")).collect::<Vec<_>>().join(", ");
        Some(format!("{pressed}: {rest}"))
    }

    /// True if the presses mean something with this one behind them.
    pub(in crate::app) fn means(&self, press: Press, context: KeyContext, keymap: &Keymap) -> bool {
        let presses: Vec<Press> = self.0.iter().copied().chain([press]).collect();
        keymap.meaning(context, &presses) != Meaning::None
    }

    /// The press that was intended. One that means nothing may be a key that an input method made full-width, or one that
    /// most terminals cannot tell from another.
    fn intended(&self, press: Press, context: KeyContext, keymap: &Keymap) -> Press {
        let means = |press: &Press| self.means(*press, context, keymap);
        [press].into_iter().chain(ascii(press)).chain([press.coarse()]).find(means).unwrap_or(press)
    }
}

/// The keys of ASCII that a press stands for if an input method was left on.
pub(in crate::app) fn ascii(press: Press) -> Vec<Press> {
    match press.text() {
        Some(c) => ascii_keys(c).into_iter().map(Press::char).collect(),
        None => Vec::new(),
    }
}
