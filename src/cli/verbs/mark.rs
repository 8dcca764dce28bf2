//! `kanbao mark`: read, unread, starred, tagged; all at once, and the undoing of that.

use jiff::Timestamp;

use crate::store::{
    ArticleId,
    lists::Filter,
    state::{Tag, TagEdit},
};

use crate::cli::{CliError, Context, Ending, Outcome, args::MarkArgs, counted, output::Output, source_name};

/// Marks an article or a source's articles, or undoes the last marking of many.
pub(super) fn run(mark: &MarkArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let library = context.open()?;
    let now = Timestamp::now();
    let source = mark.source.as_deref().map(|name| source_name::find(&library, name)).transpose()?;
    let edit = TagEdit { add: tags(&mark.tag)?, remove: tags(&mark.untag)? };
    if mark.undo {
        return Ok(match library.markings().undo()? {
            Some(count) => {
                output.line(&format!("{} unread again", counted(count, "article")))?;
                Ending::Done
            }
            None => return Err(CliError::Refused("nothing was marked all read that could be undone.".into())),
        });
    }
    if mark.all_read || (mark.read && source.is_some()) {
        if let Some(source) = source {
            library.tags().edit_of_source(source, &edit)?;
        }
        let count = library.markings().mark_all(&Filter { source, ..Filter::default() }, now)?;
        output.line(&format!("{} marked read; “kanbao mark --undo” takes that back", counted(count, "article")))?;
        return Ok(Ending::Done);
    }
    let Some(id) = mark.id.map(ArticleId) else {
        if let Some(source) = source {
            library.tags().edit_of_source(source, &edit)?;
        }
        return Ok(Ending::Done);
    };
    if mark.read || mark.unread {
        library.marks().set_read(id, mark.read, now)?;
    }
    if mark.star || mark.unstar {
        library.marks().set_starred(id, mark.star, now)?;
    }
    if edit != TagEdit::default() {
        library.tags().edit(id, &edit)?;
    }
    Ok(Ending::Done)
}

fn tags(words: &[String]) -> Result<Vec<Tag>, CliError> {
    words.iter().map(|word| Tag::new(word).map_err(|error| CliError::Refused(format!("{error}.")))).collect()
}
