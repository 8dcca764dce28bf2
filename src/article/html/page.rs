//! An article out of a page.
