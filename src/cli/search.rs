//! `kanbao search`: every place where words occur, however they are written there.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::{
    article::Article,
    search::{Match, Mode, Query, in_article, snippet},
    store::{ArticleId, Filter},
    text::Part,
};

use super::{CliError, Context, Ending, Output, args::Search};

/// Cells of a snippet when the terminal does not say how wide it is.
const SNIPPET: u16 = 80;

/// A match, as `--json` prints it. Offsets are bytes of the stored text.
#[derive(Debug, Serialize)]
struct Found<'a> {
    id: i64,
    title: &'a str,
    /// Index of the body's block, or null where `part` says which other text it is.
    block: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    start: usize,
    end: usize,
    snippet: &'a str,
}

/// Searches one article, or all of them from the newest.
pub fn run(arguments: &Search, context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let query = Query::new(&arguments.query, Mode::ScriptBlind)?;
    let library = context.open()?;
    let room = usize::from(context.columns.unwrap_or(SNIPPET));
    let mut printer = Printer { arguments, room, context, left: arguments.limit.unwrap_or(usize::MAX), any: false };
    if let Some(id) = arguments.within {
        let article = library.article(ArticleId(id))?;
        let _ = printer.article(ArticleId(id), &article, &query, output)?;
    } else {
        let mut result = Ok(());
        library.scan(&Filter::default(), |id, article| match printer.article(id, article, &query, output) {
            Ok(flow) => flow,
            Err(error) => {
                result = Err(error);
                ControlFlow::Break(())
            }
        })?;
        result?;
    }
    let any = printer.any;
    if !any {
        output.complain(&format!(
            "“{}” was not found; search ignores script, width and case already.",
            arguments.query
        ))?;
    }
    Ok(if any { Ending::Done } else { Ending::Failed })
}

struct Printer<'a, 'b> {
    arguments: &'a Search,
    context: &'a Context<'b>,
    room: usize,
    left: usize,
    any: bool,
}

impl Printer<'_, '_> {
    fn article(
        &mut self,
        id: ArticleId,
        article: &Article,
        query: &Query,
        output: &mut Output<'_>,
    ) -> Result<ControlFlow<()>, CliError> {
        for found in in_article(article, query) {
            if self.left == 0 {
                return Ok(ControlFlow::Break(()));
            }
            (self.left, self.any) = (self.left - 1, true);
            self.print(id, article, &found, output)?;
        }
        Ok(ControlFlow::Continue(()))
    }

    fn print(&self, id: ArticleId, article: &Article, found: &Match, output: &mut Output<'_>) -> Result<(), CliError> {
        let text = article.text(found.part);
        let snippet = snippet(&text, found.range.clone(), self.room, self.context.settings.ambiguous());
        if !self.arguments.json {
            return Ok(output.line(&format!("{id}  {}  {}", article.title, snippet.text.as_str()))?);
        }
        let (block, part) = named(found.part);
        Ok(output.json(&Found {
            id: id.0,
            title: &article.title,
            block,
            part,
            start: found.range.start,
            end: found.range.end,
            snippet: &snippet.text,
        })?)
    }
}

fn named(part: Part) -> (Option<u32>, Option<&'static str>) {
    match part {
        Part::Body(index) => (Some(index), None),
        Part::Title => (None, Some("title")),
        Part::Byline => (None, Some("byline")),
        Part::Notice => (None, Some("notice")),
        Part::Related(_) => (None, Some("related")),
        Part::OriginalTitle => (None, Some("original_title")),
    }
}
