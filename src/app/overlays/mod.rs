//! The overlays: what lies over a screen, as one stack. The topmost takes the keys.
//!
//! An overlay knows no screen: it returns what was chosen or typed, and the app passes it on.

mod help;
mod hints;
mod link_list;
mod menu;
mod panel;
mod picture;
mod prompt;
mod sample;
mod script_menu;
mod source_menu;

pub(crate) use help::Help;
pub(crate) use hints::{HintOutcome, Hints};
pub(crate) use link_list::{LinkEntry, LinkList};
pub(crate) use menu::{Menu, MenuChoice, MenuItem, MenuOutcome, ScriptScope};
pub(crate) use panel::Panel;
pub(crate) use picture::{PictureLink, PictureOutcome, PictureView};
pub(crate) use prompt::{EditOutcome, MAX_BYTES as MAX_PROMPT_BYTES, Prompt, PromptKind};
pub(crate) use sample::Sample;
pub(super) use script_menu::script_menu;
pub(super) use source_menu::source_menu;

use crate::script::{
    conversion::{Config, Converters},
    wording::Wording,
};

use super::commands::KeyContext;

/// An overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Overlay {
    /// The help page.
    Help(Help),
    /// A list to choose from.
    Menu(Menu),
    /// A line that is being typed.
    Prompt(Prompt),
    /// The links of the article, below the line that narrows them.
    LinkList(LinkList),
    /// Letters at the links on the screen, those of one of which are to be typed.
    Hints(Hints),
    /// A page that the next key closes.
    Panel(Panel),
    /// A picture.
    Picture(PictureView),
}

impl Overlay {
    /// The context of its keys; `None` if it takes them as they come.
    fn context(&self) -> Option<KeyContext> {
        match self {
            Overlay::Help(_) => Some(KeyContext::Help),
            Overlay::Menu(_) => Some(KeyContext::Menu),
            Overlay::Picture(_) => Some(KeyContext::Picture),
            Overlay::LinkList(_) | Overlay::Prompt(_) | Overlay::Hints(_) | Overlay::Panel(_) => None,
        }
    }

    /// Its height in the stack. One that comes late, with the answer to a request, goes below those that wait for a key.
    fn layer(&self) -> u8 {
        match self {
            Overlay::Help(_) => 0,
            Overlay::Menu(_) => 1,
            Overlay::LinkList(_) => 2,
            Overlay::Picture(_) => 3,
            Overlay::Prompt(_) => 4,
            Overlay::Hints(_) => 5,
            Overlay::Panel(_) => 6,
        }
    }
}

macro_rules! from_overlay {
    ($($kind:ident),*) => {
        $(impl From<$kind> for Overlay {
            fn from(overlay: $kind) -> Overlay {
                Overlay::$kind(overlay)
            }
        })*
    };
}
from_overlay!(Help, Menu, LinkList, Prompt, Hints, Panel);

impl From<PictureView> for Overlay {
    fn from(view: PictureView) -> Overlay {
        Overlay::Picture(view)
    }
}

/// The stack of overlays, the lowest first; one of each kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlays(Vec<Overlay>);

impl Overlays {
    /// Opens an overlay, in place of another of its kind.
    pub(super) fn open(&mut self, overlay: impl Into<Overlay>) {
        let overlay = overlay.into();
        self.0.retain(|other| other.layer() != overlay.layer());
        let at = self.0.partition_point(|other| other.layer() < overlay.layer());
        self.0.insert(at, overlay);
    }

    /// The topmost overlay.
    pub(crate) fn top(&self) -> Option<&Overlay> {
        self.0.last()
    }

    /// Closes the topmost overlay.
    pub(super) fn close_top(&mut self) -> Option<Overlay> {
        self.0.pop()
    }

    /// Closes all overlays but the help page.
    pub(super) fn close_all_but_help(&mut self) {
        self.0.retain(|overlay| matches!(overlay, Overlay::Help(_)));
    }

    /// The overlay whose key context holds: the topmost that has one.
    pub(super) fn keyed_mut(&mut self) -> Option<&mut Overlay> {
        self.0.iter_mut().rfind(|overlay| overlay.context().is_some())
    }

    /// The key context of that overlay.
    pub(crate) fn context(&self) -> Option<KeyContext> {
        self.0.iter().rev().find_map(Overlay::context)
    }

    /// The help page.
    pub(crate) fn help(&self) -> Option<&Help> {
        self.0.iter().find_map(|overlay| if let Overlay::Help(help) = overlay { Some(help) } else { None })
    }

    /// The menu.
    pub(crate) fn menu(&self) -> Option<&Menu> {
        self.0.iter().find_map(|overlay| if let Overlay::Menu(menu) = overlay { Some(menu) } else { None })
    }

    /// The prompt.
    pub(crate) fn prompt(&self) -> Option<&Prompt> {
        self.0.iter().find_map(|overlay| if let Overlay::Prompt(prompt) = overlay { Some(prompt) } else { None })
    }

    /// The prompt, to be changed.
    pub(super) fn prompt_mut(&mut self) -> Option<&mut Prompt> {
        self.0.iter_mut().find_map(|overlay| if let Overlay::Prompt(prompt) = overlay { Some(prompt) } else { None })
    }

    /// Closes the prompt.
    pub(super) fn take_prompt(&mut self) -> Option<Prompt> {
        let at = self.0.iter().position(|overlay| matches!(overlay, Overlay::Prompt(_)))?;
        if let Overlay::Prompt(prompt) = self.0.remove(at) { Some(prompt) } else { None }
    }

    /// Closes the help page.
    pub(super) fn close_help(&mut self) {
        self.0.retain(|overlay| !matches!(overlay, Overlay::Help(_)));
    }

    /// Closes the menu.
    pub(super) fn close_menu(&mut self) {
        self.0.retain(|overlay| !matches!(overlay, Overlay::Menu(_)));
    }

    /// The hints.
    pub(crate) fn hints(&self) -> Option<&Hints> {
        self.0.iter().find_map(|overlay| if let Overlay::Hints(hints) = overlay { Some(hints) } else { None })
    }

    /// The hints, to be changed.
    pub(super) fn hints_mut(&mut self) -> Option<&mut Hints> {
        self.0.iter_mut().find_map(|overlay| if let Overlay::Hints(hints) = overlay { Some(hints) } else { None })
    }

    /// The list of links.
    pub(crate) fn link_list(&self) -> Option<&LinkList> {
        self.0.iter().find_map(|overlay| if let Overlay::LinkList(list) = overlay { Some(list) } else { None })
    }

    /// The list of links, to be changed.
    pub(super) fn link_list_mut(&mut self) -> Option<&mut LinkList> {
        self.0.iter_mut().find_map(|overlay| if let Overlay::LinkList(list) = overlay { Some(list) } else { None })
    }

    /// Closes the list of links.
    pub(super) fn take_link_list(&mut self) -> Option<LinkList> {
        let at = self.0.iter().position(|overlay| matches!(overlay, Overlay::LinkList(_)))?;
        if let Overlay::LinkList(list) = self.0.remove(at) { Some(list) } else { None }
    }

    /// The panel.
    pub(crate) fn panel(&self) -> Option<&Panel> {
        self.0.iter().find_map(|overlay| if let Overlay::Panel(panel) = overlay { Some(panel) } else { None })
    }

    /// The picture.
    pub(crate) fn picture(&self) -> Option<&PictureView> {
        self.0.iter().find_map(|overlay| if let Overlay::Picture(view) = overlay { Some(view) } else { None })
    }

    /// The picture, to be changed.
    pub(in crate::app) fn picture_mut(&mut self) -> Option<&mut PictureView> {
        self.0.iter_mut().find_map(|overlay| if let Overlay::Picture(view) = overlay { Some(view) } else { None })
    }

    /// Closes the picture.
    pub(in crate::app) fn close_picture(&mut self) {
        self.0.retain(|overlay| !matches!(overlay, Overlay::Picture(_)));
    }

    /// The conversion tables that the overlays take.
    pub(super) fn tables(&self) -> Vec<Config> {
        self.menu().and_then(Menu::sample).map(Sample::tables).unwrap_or_default()
    }

    /// Gives the overlays a screen of this size.
    pub(super) fn resize(&mut self, size: (u16, u16)) {
        if let Some(list) = self.link_list_mut() {
            list.resize(size);
        }
        if let Some(Overlay::Menu(menu)) = self.keyed_mut() {
            menu.resize(size.1);
        }
    }

    /// Converts the texts of the overlays anew.
    pub(super) fn convert(&mut self, converters: &Converters, wording: Wording) {
        if let Some(Overlay::Menu(menu)) = self.keyed_mut() {
            menu.convert(converters, wording);
        }
    }
}
