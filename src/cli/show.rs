//! `kanbao show`: one article, set as the reader sets it, or as a JSON object.

use std::sync::Arc;

use crate::{
    article::{Article, Edited, Languages, Record},
    script::{Converters, Language, NotLoaded, Rendition, Script},
    store::{ArticleId, Library},
    text::{Ambiguous, Part, Safe, width},
    typeset::{Drawn, Layout, Line},
};

use super::{
    CliError, Context, Ending, Output,
    args::{Show, Wanted},
};

/// Shows an article.
pub fn run(arguments: &Show, context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let library = context.open()?;
    let id = find(&library, arguments.id)?;
    let article = Arc::new(library.article(id)?);
    let mut settings = context.settings.clone();
    for written in &arguments.set {
        settings.set_written(written).map_err(|error| CliError::Refused(format!("{error}.")))?;
    }
    if let Some(tag) = &arguments.lang {
        settings.set("language", tag).map_err(|error| CliError::Refused(format!("{error}.")))?;
    }
    settings.ambiguous = arguments.ambiguous.or(settings.ambiguous);
    if arguments.json {
        let state = library.state(id)?;
        let languages = Some(languages(&article, settings.text.language));
        let record = kept(&library, id, Record::new(id.0, &article, state.read, state.starred))?;
        output.json(&Record { languages, ..record })?;
        return Ok(Ending::Done);
    }
    // A width that was asked for is the measure, however wide; else the reader's own column on this terminal.
    let room = context.columns.unwrap_or(settings.text.measure);
    let measure = arguments.width.unwrap_or_else(|| settings.column(room).measure);
    let rendition = rendition(&article, arguments.script.unwrap_or(settings.script), &context.converters)?;
    let layout = Layout::new(&article, Arc::new(rendition), settings.setting(measure));
    for (_, line) in layout.lines_from(layout.first(), usize::MAX) {
        output.line(&drawn(&line, layout.rendition(), settings.ambiguous()))?;
    }
    Ok(Ending::Done)
}

/// The record with the reader's tags and the notes of edits.
pub(super) fn kept<'a>(library: &Library, id: ArticleId, record: Record<'a>) -> Result<Record<'a>, CliError> {
    let tags = library.tags(id)?.all().into_iter().map(ToString::to_string).collect();
    let edits = library.edits(id)?.into_iter().map(|edit| Edited {
        at: edit.at.to_string(),
        changed: edit.changed,
        former_title: edit.former_title,
    });
    Ok(record.with_tags(tags).with_edits(edits.collect()))
}

/// The language of each part, or the one that was asked for.
fn languages(article: &Arc<Article>, wanted: Option<Language>) -> Languages {
    let rendition = Rendition::unconverted(Arc::clone(article));
    let of = |part| wanted.or_else(|| rendition.shown(part).map(|shown| shown.language)).unwrap_or_default().tag();
    let blocks = (0..article.blocks.len()).map(|index| of(Part::Body(index as u32))).collect();
    Languages { title: of(Part::Title), blocks }
}

/// The number of the article that is wanted.
pub(super) fn find(library: &Library, wanted: Wanted) -> Result<ArticleId, CliError> {
    match wanted {
        Wanted::Id(id) => Ok(ArticleId(id)),
        Wanted::Latest => library.latest()?.ok_or_else(|| {
            CliError::Refused("the library is empty; add articles with “kanbao import PATH”.".to_owned())
        }),
    }
}

/// The article in a script, with the tables that takes loaded.
fn rendition(article: &Arc<Article>, script: Script, converters: &Converters) -> Result<Rendition, CliError> {
    match Rendition::new(Arc::clone(article), script, converters) {
        Ok(rendition) => Ok(rendition),
        Err(NotLoaded(configs)) => {
            converters.load_all(&configs)?;
            Rendition::new(Arc::clone(article), script, converters)
                .map_err(|error| CliError::Refused(format!("{error}; try again.")))
        }
    }
}

/// A line as text: its pieces, with spaces between.
fn drawn(line: &Line, rendition: &Rendition, ambiguous: Ambiguous) -> String {
    let nothing = Safe::default();
    let text = rendition.shown(line.part).map_or(&nothing, |shown| &shown.text);
    let mut row = String::new();
    let mut x = 0;
    for piece in line.pieces(text, ambiguous) {
        let drawn = match &piece.drawn {
            Drawn::Text(range) => text.slice(range.clone()),
            Drawn::Furniture(furniture) => furniture.as_str(),
            Drawn::Label(label) => label,
        };
        row.extend(std::iter::repeat_n(' ', usize::from(piece.x).saturating_sub(x)));
        row.push_str(&width::sent(drawn, ambiguous));
        x = usize::from(piece.x) + width::cells(drawn, ambiguous);
    }
    row
}
