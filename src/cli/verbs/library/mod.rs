//! The verbs for the library as a whole: what it keeps, its copies and its repair.

pub(super) mod backup;
pub(super) mod check;
pub(super) mod keep;
pub(super) mod restore;
pub(super) mod salvage;
