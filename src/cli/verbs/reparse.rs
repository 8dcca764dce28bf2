//! `kanbao reparse`: articles read anew from the texts that they were made from, by today's parsers.

use std::{io, ops::ControlFlow};

use serde::Serialize;

use super::{import::index, show};
use crate::cli::{CliError, Context, Ending, Outcome, args::ReparseArgs, counted, output::Output, source_name};
use crate::import::{ReparseOutcome, reparse};
use crate::store::{ArticleId, Library, StoreError};
use crate::text::StopCheck;

/// Numbers of articles that are read at once.
const STEP: usize = 1024;

/// The outcome for an article, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Line {
    article: i64,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
}

/// The totals, as `--json` prints them at the end.
#[derive(Debug, Default, Serialize)]
struct Totals {
    articles: usize,
    changed: usize,
    unchanged: usize,
    unreadable: usize,
    no_source: usize,
}

/// Reads the articles anew and prints how many changed. Fails if one could not be read, or none has a source.
pub(super) fn run(arguments: &ReparseArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let mut library = context.open()?;
    let stop = context.stop.clone();
    let is_stopped = || stop.is_raised();
    let check = StopCheck::new(&is_stopped);
    let mut tally = Tally { json: arguments.json, output, totals: Totals::default(), result: Ok(()) };
    let mut each = |id, outcome| tally.record(id, outcome);
    if arguments.ids.is_empty() {
        let source = arguments.source.as_deref().map(|name| source_name::find(&library, name)).transpose()?;
        let mut last = ArticleId(i64::MIN);
        loop {
            let ids = library.articles().ids_after(last, source, STEP)?;
            let Some(end) = ids.last().copied() else { break };
            last = end;
            if reparse(&library, &ids, &check, &mut each)?.is_break() {
                break;
            }
        }
    } else {
        let ids: Vec<ArticleId> =
            arguments.ids.iter().map(|id| show::find(&library, *id)).collect::<Result<_, CliError>>()?;
        // Before anything is changed.
        ids.iter().try_for_each(|id| library.articles().get(*id).map(drop).or_else(damaged))?;
        let _ = reparse(&library, &ids, &check, &mut each)?;
    }
    tally.finish(&mut library, context)
}

/// A damaged article is reported in its turn.
fn damaged(error: StoreError) -> Result<(), StoreError> {
    if matches!(error, StoreError::DamagedArticle { .. }) { Ok(()) } else { Err(error) }
}

struct Tally<'a, 'b> {
    json: bool,
    output: &'a mut Output<'b>,
    totals: Totals,
    result: io::Result<()>,
}

impl Tally<'_, '_> {
    fn record(&mut self, id: ArticleId, outcome: ReparseOutcome) -> ControlFlow<()> {
        self.totals.articles += 1;
        let (count, name, error) = match outcome {
            ReparseOutcome::Changed => (&mut self.totals.changed, "changed", None),
            ReparseOutcome::Unchanged => (&mut self.totals.unchanged, "unchanged", None),
            ReparseOutcome::NoSource => (&mut self.totals.no_source, "no-source", None),
            ReparseOutcome::Unreadable(error) => (&mut self.totals.unreadable, "unreadable", Some(error)),
        };
        *count += 1;
        let done = self.totals.articles;
        self.result = match error {
            _ if self.json => self.output.json(&Line { article: id.0, outcome: name, error }),
            Some(error) => self.output.complain(&format!("article {id}: {error}.")),
            None => self.output.progress(|| format!("reading anew: {}", counted(done, "article"))),
        };
        if self.result.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    fn finish(self, library: &mut Library, context: &Context<'_>) -> Outcome {
        self.result?;
        let Totals { articles, changed, unreadable, no_source, .. } = self.totals;
        if self.json {
            self.output.json(&self.totals)?;
        } else {
            self.output.line(&format!(
                "{changed} of {} changed, {unreadable} could not be read, {no_source} have no source",
                counted(articles, "article")
            ))?;
        }
        if context.stop.is_raised() {
            return Err(StoreError::Stopped.into());
        }
        index(library, &context.stop, self.output)?;
        Ok(if unreadable > 0 || no_source == articles { Ending::Failed } else { Ending::Done })
    }
}
