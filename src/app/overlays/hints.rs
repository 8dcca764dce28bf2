//! Hints: a letter at every link on the screen, one of which is to be typed.

use crate::{
    app::article::Link,
    input::{Key, Press},
};

/// Letters of hints, those under the fingers first.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";

/// The links on the screen, each with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hints(pub(in crate::app) Vec<Link>);

impl Hints {
    /// The links with their letters.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (char, &Link)> {
        LETTERS.chars().zip(&self.0)
    }

    /// The address of the link whose letter was typed. Any other key gives the choice up.
    pub(in crate::app) fn chosen(&self, press: Press) -> Option<String> {
        let Key::Char(letter) = press.key else { return None };
        let chosen = self.iter().find(|(hint, _)| *hint == letter.to_ascii_lowercase());
        chosen.map(|(_, link)| link.address.clone())
    }
}
