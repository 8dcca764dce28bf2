//! The error for a name of a script, configuration or style that does not exist.

use crate::text::safe::Safe;

/// A name that stands for nothing, with the names that exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no {kind} is called “{name}”; choose one of {names}")]
pub struct UnknownName {
    kind: &'static str,
    name: String,
    names: String,
}

impl UnknownName {
    pub(super) fn new<'a>(kind: &'static str, name: &str, names: impl Iterator<Item = &'a str>) -> UnknownName {
        let name = Safe::line(name).as_str().to_owned();
        UnknownName { kind, name, names: names.collect::<Vec<_>>().join(", ") }
    }
}
