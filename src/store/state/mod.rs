//! What readers have done with articles: read, starred, tagged, left at a place, shown in a script.

mod marking;
mod marks;
pub(crate) mod place;
mod scripts;
mod tag;
mod tags;

pub use marks::State;
pub(crate) use scripts::SCRIPT_OF_ARTICLE;
pub use scripts::ScriptOf;
pub use tag::{Tag, TagEdit};
pub use tags::Tags;
