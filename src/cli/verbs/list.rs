//! `kanbao list`: the articles, newest first.

use std::{ops::Range, path::Path};

use crate::{
    article::Record,
    date::Published,
    script::words::regional::regional,
    search::query::{ConditionKind, Mark, Predicate, Terms, Word},
    store::{
        ArticleId, Library,
        lists::{Filter, Row, Titles},
    },
};

use super::show::with_state;
use crate::cli::{CliError, Context, Ending, Outcome, args::ListArgs, output::Output};

/// Rows read at once.
const ROWS_PER_STEP: usize = 1000;

/// Lists articles: number, marks, date, source and title, with tabs between; or a JSON object each.
pub(super) fn run(arguments: &ListArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let library = context.open()?;
    let terms = terms(arguments)?;
    let limit = arguments.limit.unwrap_or(usize::MAX);
    if let Some(offer) = library.articles().take_reparse_offer()? {
        output.complain(&offer)?;
    }
    let mut any = false;
    let mut print = |rows: Vec<Row>, output: &mut Output<'_>| -> Result<(), CliError> {
        for row in rows {
            any = true;
            if arguments.json {
                let article = library.articles().get(row.id)?;
                let record = Record::new(row.id.0, &article, row.read, row.starred);
                output.json(&Record { blocks: None, ..with_state(&library, row.id, record)? })?;
            } else {
                output.line(&line(&row))?;
            }
        }
        Ok(())
    };
    if terms.is_empty() {
        each_step(limit, |range| Ok(library.lists().rows(&Filter::default(), range)?), |rows| print(rows, output))?;
    } else {
        let ids = matching(&library, &terms)?;
        let rows = |range: Range<usize>| {
            Ok(library
                .lists()
                .rows_of(ids.get(range.start.min(ids.len())..range.end.min(ids.len())).unwrap_or_default())?)
        };
        each_step(limit, rows, |rows| print(rows, output))?;
    }
    if any {
        return Ok(Ending::Done);
    }
    output.complain(&nothing(&library, &context.library)?)?;
    Ok(Ending::Failed)
}

/// Message for a list without articles. An empty library is named: it may be another one than was meant.
fn nothing(library: &Library, file: &Path) -> Result<String, CliError> {
    Ok(if library.articles().is_empty()? {
        format!("the library {} is empty; add articles with “kanbao import PATH”.", file.display())
    } else {
        "no matches; “kanbao list” shows all articles.".to_owned()
    })
}

/// Terms of the query and the options.
fn terms(arguments: &ListArgs) -> Result<Terms, CliError> {
    let mut terms = Terms::parse(arguments.query.as_deref().unwrap_or_default())?;
    if arguments.unread {
        terms = terms.with(ConditionKind::Is(Mark::Unread));
    }
    if arguments.starred {
        terms = terms.with(ConditionKind::Is(Mark::Starred));
    }
    if let Some(source) = &arguments.source {
        terms = terms.with(ConditionKind::Source(Word { text: source.clone(), phrase: true, ..Word::default() }));
    }
    Ok(terms.with_regional(regional))
}

fn matching(library: &Library, terms: &Terms) -> Result<Vec<ArticleId>, CliError> {
    let predicate = Predicate::compile(terms)?;
    // Nobody stops it.
    Ok(Titles::default().matching(library.lists(), &predicate, || false)?.unwrap_or_default())
}

/// Prints what there is, up to `limit` rows, some at a time.
fn each_step(
    limit: usize,
    mut rows: impl FnMut(Range<usize>) -> Result<Vec<Row>, CliError>,
    mut print: impl FnMut(Vec<Row>) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let mut start = 0;
    while start < limit {
        let end = start.saturating_add(ROWS_PER_STEP).min(limit);
        let some = rows(start..end)?;
        let last = some.len() < end - start;
        print(some)?;
        if last {
            break;
        }
        start = end;
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
