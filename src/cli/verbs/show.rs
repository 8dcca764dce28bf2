//! `kanbao show`: one article, set as the reader sets it, or as a JSON object. The status line is not printed.

use std::sync::Arc;

use crate::{
    app::settings::Settings,
    article::{Article, Edited, Languages, Record},
    script::{Language, Script, conversion::Converters, rendition::Rendition},
    store::{ArticleId, Library},
    text::{Part, safe::Safe, width, width::Ambiguous},
    typeset::{Line, PieceContent, layout::Layout},
};

use crate::cli::{
    CliError, Context, Ending, Outcome,
    args::{ArticleArg, ShowArgs},
    output::Output,
    sentence,
};

/// Shows an article.
pub(super) fn run(arguments: &ShowArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let library = context.open()?;
    let id = find(&library, arguments.id)?;
    let article = Arc::new(library.articles().get(id)?);
    let mut settings = context.settings.clone();
    for written in &arguments.set {
        settings.set_written(written).map_err(|error| CliError::Refused(sentence(&error)))?;
    }
    if let Some(tag) = &arguments.lang {
        settings.set("language", tag).map_err(|error| CliError::Refused(sentence(&error)))?;
    }
    settings.ambiguous = arguments.ambiguous.or(settings.ambiguous);
    if arguments.json {
        let state = library.marks().get(id)?;
        let languages = Some(languages(&article, settings.text.language));
        let record = with_state(&library, id, Record::new(id.0, &article, state.read, state.starred))?;
        output.json(&Record { languages, ..record })?;
        return Ok(Ending::Done);
    }
    // A given width is the measure, however wide; else it is the reader's own column on this terminal.
    let room = context.columns.unwrap_or(settings.text.measure);
    let measure = arguments.width.unwrap_or_else(|| settings.column(room).measure);
    context.converters.refresh_exceptions()?;
    let script = arguments.script.unwrap_or(settings.script);
    let rendition = rendition(&article, script, &settings, &context.converters)?;
    let layout = Layout::new(&article, Arc::new(rendition), settings.setting(measure));
    for (_, line) in layout.lines_from(layout.first(), usize::MAX) {
        output.line(&drawn(&line, layout.rendition(), settings.ambiguous()))?;
    }
    if let Some(edit) = library.articles().edits(id)?.first() {
        output.complain(&format!("{edit}."))?;
    }
    Ok(Ending::Done)
}

/// The record with the reader's tags, the further sources that carry the article and the notes of edits.
pub(super) fn with_state<'a>(library: &Library, id: ArticleId, record: Record<'a>) -> Result<Record<'a>, CliError> {
    let tags = library.tags().of_article(id)?.all().into_iter().map(ToString::to_string).collect();
    let edits = library.articles().edits(id)?.into_iter().map(|edit| Edited {
        at: edit.at.to_string(),
        changed: edit.changed,
        former_title: edit.former_title,
    });
    let also_in = library.sources().further_of(id)?.into_iter().map(|(_, title)| title).collect();
    Ok(Record { tags, also_in, edits: edits.collect(), ..record })
}

/// The language of each part, or the declared one.
fn languages(article: &Arc<Article>, declared: Option<Language>) -> Languages {
    let rendition = Rendition::unconverted(Arc::clone(article));
    let of = |part| declared.or_else(|| rendition.shown(part).map(|shown| shown.language)).unwrap_or_default().tag();
    let blocks = (0..article.blocks.len()).map(|index| of(Part::Body(index as u32))).collect();
    Languages { title: of(Part::Title), blocks }
}

/// The number of the article that an argument names.
pub(super) fn find(library: &Library, argument: ArticleArg) -> Result<ArticleId, CliError> {
    match argument {
        ArticleArg::Id(id) => Ok(ArticleId(id)),
        ArticleArg::Latest => library
            .articles()
            .latest()?
            .ok_or_else(|| CliError::Refused("The library is empty. `kanbao import PATH` adds articles.".to_owned())),
    }
}

/// The article in a script, with its tables loaded.
fn rendition(
    article: &Arc<Article>,
    script: Script,
    settings: &Settings,
    converters: &Converters,
) -> Result<Rendition, CliError> {
    let build =
        || Rendition::with_language(Arc::clone(article), settings.text.language, script, settings.wording, converters);
    let rendition = build();
    let missing = rendition.missing_for_all();
    if missing.is_empty() {
        return Ok(rendition);
    }
    converters.load_all(&missing)?;
    Ok(build())
}

/// A line as text: its pieces, with spaces between.
fn drawn(line: &Line, rendition: &Rendition, ambiguous: Ambiguous) -> String {
    let nothing = Safe::default();
    let text = rendition.shown(line.part).map_or(&nothing, |shown| &shown.text);
    let mut row = String::new();
    let mut x = 0;
    for piece in line.pieces(text, ambiguous) {
        let drawn = match &piece.content {
            PieceContent::Text(range) => text.slice(range.clone()),
            PieceContent::Decoration(decoration) => decoration.as_str(),
            PieceContent::Label(label) => label,
        };
        row.extend(std::iter::repeat_n(' ', usize::from(piece.x).saturating_sub(x)));
        row.push_str(&crate::text::width::sent::sent(drawn, ambiguous));
        x = usize::from(piece.x) + width::cells(drawn, ambiguous);
    }
    row
}

#[cfg(test)]
mod tests {
    use ratatui::{buffer::Buffer, layout::Rect};

    use super::*;
    use crate::{
        app::{Desk, desk::article},
        article::{Block, BlockKind},
        typeset::{Align, Setting},
        view,
    };

    fn everything() -> Article {
        let mut article = article(1, &["国务院用AI写了50页café报告，读者说“很好”。第二句在这里，再多一些字。", "完。"]);
        article.author = Some("林一舟".to_owned());
        article.notice = Some("机器翻译，仅供参考。".to_owned());
        article.original_title = Some("第一號新聞".to_owned());
        article.related = vec!["另一条新闻".to_owned()];
        let block = |kind, text: &str| Block::new(kind, text);
        article.blocks.extend([
            Block::heading(2, "小标题"),
            block(BlockKind::Quote, "引文在此，请各自保重，不要在船上大声说家事。"),
            block(BlockKind::item(1, Some(9)), "第九项"),
            block(BlockKind::item(1, Some(10)), "第十项，也就是最后一项，写得长一些，好换行。"),
            block(BlockKind::Rule, ""),
            block(BlockKind::Code, "if x:\n    go()"),
        ]);
        article
    }

    /// The rows that are drawn of an article on a screen high enough for all of it.
    fn screen(article: &Article, settings: &Settings, columns: u16, rows: u16) -> Vec<String> {
        let mut desk = Desk::new(std::slice::from_ref(article), settings.clone(), columns, rows + 1);
        desk.keys("<Enter>");
        let mut frame = Buffer::empty(Rect::new(0, 0, columns, rows + 1));
        view::draw(&desk.app, &mut frame);
        let row = |y: u16| {
            let (mut text, mut x) = (String::new(), 0);
            while x < columns {
                let symbol = frame[(x, y)].symbol();
                text.push_str(symbol);
                x += (width::cells(symbol, settings.ambiguous()) as u16).max(1);
            }
            text.trim_end().to_owned()
        };
        (0..rows).map(row).collect()
    }

    #[test]
    fn the_printed_lines_are_those_of_the_reader() {
        let article = everything();
        let text = |autospace, align| Setting { autospace, hang: autospace, title: align, ..Setting::default() };
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            for (autospace, align) in [(false, Align::Left), (true, Align::Centre)] {
                let settings =
                    Settings { ambiguous: Some(ambiguous), text: text(autospace, align), ..Settings::default() };
                for columns in [20, 40, 81, 132] {
                    let column = settings.column(columns);
                    let rendition = Arc::new(Rendition::original(&article));
                    let layout = Layout::new(&article, rendition, settings.setting(column.measure));
                    let margin = " ".repeat(column.left.into());
                    let row = |line: &Line| format!("{margin}{}", drawn(line, layout.rendition(), ambiguous));
                    let printed: Vec<String> = layout
                        .lines_from(layout.first(), usize::MAX)
                        .iter()
                        .map(|(_, line)| row(line).trim_end().to_owned())
                        .collect();
                    assert_eq!(screen(&article, &settings, columns, printed.len() as u16), printed);
                }
            }
        }
    }
}
