//! Hints: letters at every link on the screen, which are to be typed for one of them.

use crate::{
    app::{article::Link, commands::LinkUse},
    input::{Key, Press},
};

/// Letters of hints, those under the fingers first.
const LETTERS: &[u8; 26] = b"asdfghjklqwertyuiopzxcvbnm";

/// The links on the screen, each with one letter, or each with two where there are more links than letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hints {
    links: Vec<Link>,
    purpose: LinkUse,
    /// The first of two letters, once it is typed.
    typed: Option<char>,
}

/// The result of a key in hints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HintOutcome {
    /// The second letter is still to come.
    Open,
    /// The choice is given up.
    Closed,
    /// A link is chosen.
    Chosen(Link, LinkUse),
}

impl Hints {
    /// Hints for links.
    pub(in crate::app) fn new(links: Vec<Link>, purpose: LinkUse) -> Hints {
        Hints { links, purpose, typed: None }
    }

    /// The links that may still be chosen, with the letters that are still to be typed.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (String, &Link)> {
        let labels = self.links.iter().enumerate().filter_map(|(index, link)| Some((self.label(index)?, link)));
        labels.filter_map(|(label, link)| match self.typed {
            Some(first) => Some((label.strip_prefix(first)?.to_owned(), link)),
            None => Some((label, link)),
        })
    }

    fn label(&self, index: usize) -> Option<String> {
        let letter = |at: usize| LETTERS.get(at).map(|letter| char::from(*letter));
        if self.links.len() <= LETTERS.len() {
            return letter(index).map(String::from);
        }
        Some([letter(index / LETTERS.len())?, letter(index % LETTERS.len())?].iter().collect())
    }

    /// Takes a key. One that is no letter of a link gives the choice up.
    pub(in crate::app) fn press(&mut self, press: Press) -> HintOutcome {
        let Key::Char(letter) = press.key else { return HintOutcome::Closed };
        let letter = letter.to_ascii_lowercase();
        let Some((label, link)) = self.iter().find(|(label, _)| label.starts_with(letter)) else {
            return HintOutcome::Closed;
        };
        if label.len() == 1 {
            return HintOutcome::Chosen(link.clone(), self.purpose);
        }
        self.typed = Some(letter);
        HintOutcome::Open
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::article::LinkTarget, text::Part};

    fn hints(count: usize) -> Hints {
        let link = |index: usize| Link {
            part: Part::Body(0),
            range: index..index + 1,
            target: LinkTarget::Address(format!("https://haiwu.example/{index}")),
        };
        Hints::new((0..count).map(link).collect(), LinkUse::Open)
    }

    #[test]
    fn every_link_can_be_chosen_by_its_letters() {
        for count in [1, 26, 27, 100, 676] {
            let all: Vec<(String, Link)> = hints(count).iter().map(|(label, link)| (label, link.clone())).collect();
            assert_eq!(all.len(), count);
            for (label, link) in all {
                let mut hints = hints(count);
                let outcomes: Vec<HintOutcome> = label.chars().map(|c| hints.press(Press::char(c))).collect();
                assert_eq!(outcomes.last(), Some(&HintOutcome::Chosen(link, LinkUse::Open)), "{label}");
                assert!(outcomes[..label.len() - 1].iter().all(|outcome| *outcome == HintOutcome::Open));
            }
        }
        // More links than pairs of letters: the last ones have none.
        assert_eq!(hints(5000).iter().count(), 676);
        assert_eq!(hints(3).press(Press::char('z')), HintOutcome::Closed);
        assert_eq!(hints(3).press(Press::plain(Key::Esc)), HintOutcome::Closed);
    }
}
