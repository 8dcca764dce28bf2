//! A source by the name that a person types: its number, its location, or its title or a part of it in any script.

use crate::{
    search::matching::{Mode, Query},
    store::{Library, SourceId},
};

use super::CliError;

/// Finds a source.
///
/// # Errors
/// If no source or several sources match.
pub(super) fn find(library: &Library, name: &str) -> Result<SourceId, CliError> {
    let sources = library.sources().all()?;
    let exact = |matches: &dyn Fn(&crate::store::sources::Source) -> bool| {
        sources.iter().find(|it| matches(it)).map(|it| it.id)
    };
    let found = exact(&|it| it.id.to_string() == name)
        .or_else(|| exact(&|it| it.location == name))
        .or_else(|| exact(&|it| it.title == name));
    if let Some(id) = found {
        return Ok(id);
    }
    let query = Query::new(name, Mode::ScriptBlind)?;
    let alike: Vec<_> = sources.iter().filter(|it| query.find_at(&it.title, 0).is_some()).collect();
    match alike[..] {
        [one] => Ok(one.id),
        [] => Err(CliError::Refused(format!("There is no source “{name}”. `kanbao feed list` shows all sources."))),
        [one, other, ..] => Err(CliError::Refused(format!(
            "“{name}” may be {} “{}” or {} “{}”. Give the number.",
            one.id, one.title, other.id, other.title
        ))),
    }
}
