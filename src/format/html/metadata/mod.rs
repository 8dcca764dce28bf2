//! Title, date, author, source and language of the article on a page.

pub(crate) mod byline;
mod head;
mod linked_data;
mod literal;
pub(crate) mod published;
pub(crate) mod title;

pub(crate) use byline::Byline;
pub(crate) use head::{PageHead, text_of};
pub(crate) use linked_data::{MAX_SCRIPT_BYTES, embedded};
pub(crate) use title::{has_letters, letters, letters_of};
