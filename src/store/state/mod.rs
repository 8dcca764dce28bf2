//! The state of readers: articles read, starred, tagged, left at a place, shown in a script.

pub(in crate::store) mod kept;
mod marking;
mod marks;
pub(crate) mod place;
mod scripts;
mod tag;
mod tags;

pub use marking::Markings;
pub use marks::{ArticleState, Marks};
pub(crate) use scripts::SCRIPT_OF_ARTICLE;
pub use scripts::{ScriptChoices, ScriptTarget};
pub use tag::{Tag, TagEdit};
pub use tags::{ReaderTags, Tags};
