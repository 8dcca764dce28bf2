//! The routes of actions, typed lines and reports to the overlay or screen that they are for.

pub(super) mod actions;
pub(super) mod reports;
