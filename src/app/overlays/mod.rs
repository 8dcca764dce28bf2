//! What lies over a screen: menus and panels.

mod menu;
mod panel;
mod scripts;

pub use menu::{Choice, Item, Menu};
pub use panel::Panel;
