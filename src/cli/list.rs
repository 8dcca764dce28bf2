//! `kanbao list`: the articles, newest first.

use std::ops::ControlFlow;

use crate::{
    article::{Published, Record},
    search::{Mode, Query},
    store::{Filter, Library, Row},
};

use super::{CliError, Context, Ending, Output, args::List, show::kept};

/// Rows read at once.
const STEP: usize = 1000;

/// Lists articles: number, marks, date, source and title, with tabs between; or a JSON object each.
pub fn run(arguments: &List, context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let library = context.open()?;
    let query = arguments.query.as_deref().map(|words| Query::new(words, Mode::ScriptBlind)).transpose()?;
    let source = arguments.source.as_deref().map(|words| Query::new(words, Mode::ScriptBlind)).transpose()?;
    let wanted = |row: &Row| {
        let has = |query: &Query, text: Option<&str>| text.is_some_and(|text| query.find_at(text, 0).is_some());
        let from = |query: &Query| has(query, row.source.as_deref()) || has(query, Some(&row.source_title));
        source.as_ref().is_none_or(from)
            && query
                .as_ref()
                .is_none_or(|query| has(query, Some(&row.title)) || has(query, row.author.as_deref()) || from(query))
    };
    let filter = Filter { unread: arguments.unread, starred: arguments.starred, source: None };
    let mut left = arguments.limit.unwrap_or(usize::MAX);
    let mut any = false;
    each_row(&library, &filter, |row| {
        if left == 0 {
            return Ok(ControlFlow::Break(()));
        }
        if wanted(&row) {
            (left, any) = (left - 1, true);
            if arguments.json {
                let article = library.article(row.id)?;
                let record = Record::new(row.id.0, &article, row.read, row.starred);
                output.json(&kept(&library, row.id, record)?.without_blocks())?;
            } else {
                output.line(&line(&row))?;
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(if any { Ending::Done } else { Ending::Failed })
}

fn each_row(
    library: &Library,
    filter: &Filter,
    mut visit: impl FnMut(Row) -> Result<ControlFlow<()>, CliError>,
) -> Result<(), CliError> {
    for start in (0..).step_by(STEP) {
        let rows = library.rows(filter, start..start + STEP)?;
        let last = rows.len() < STEP;
        for row in rows {
            if visit(row)?.is_break() {
                return Ok(());
            }
        }
        if last {
            break;
        }
    }
    Ok(())
}

fn line(row: &Row) -> String {
    let marks = [if row.read { "-" } else { "N" }, if row.starred { "*" } else { "-" }].concat();
    let date = row.published.as_ref().map(Published::to_line).unwrap_or_default();
    let source = row.source.as_deref().unwrap_or(&row.source_title);
    [row.id.to_string().as_str(), &marks, &date, source, &row.title].map(one_field).join("  ")
}

/// A field without line feeds.
fn one_field(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
