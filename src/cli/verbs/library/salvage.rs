//! `kanbao salvage`: the readable part of a damaged library, in a new one.

use serde::Serialize;

use crate::cli::{Context, Ending, Outcome, args::SalvageArgs, counted, holdings, output::Output};
use crate::store::database::salvage::{Loss, SalvageProgress, Salvaged};

/// The most losses that are printed one by one.
const MAX_PRINTED: usize = 100;

/// A loss, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    error: String,
}

/// The totals, as `--json` prints them at the end.
#[derive(Debug, Serialize)]
struct Summary {
    articles: usize,
    as_they_were: usize,
    sources: usize,
    stars: usize,
    losses: usize,
}

/// Writes the readable part of the library to a new file, and names every loss.
pub(in crate::cli) fn run(arguments: &SalvageArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let salvaged =
        crate::store::database::salvage::salvage(&context.library, &arguments.new, &context.stop, &mut |step| {
            // A terminal that takes no progress is no failure of the verb.
            let _ = output.progress(|| sentence(step));
        })?;
    let losses = &salvaged.losses;
    if arguments.json {
        for loss in losses {
            output.json(&line(loss))?;
        }
        let Salvaged { articles, as_they_were, sources, stars, .. } = salvaged;
        output.json(&Summary { articles, as_they_were, sources, stars, losses: losses.len() })?;
    } else {
        for loss in losses.iter().take(MAX_PRINTED) {
            output.complain(&format!("{loss}."))?;
        }
        if losses.len() > MAX_PRINTED {
            output.complain(&format!("{} more of the kind; --json names them all.", losses.len() - MAX_PRINTED))?;
        }
        output.line(&summary(&salvaged, &arguments.new.display().to_string()))?;
    }
    Ok(if losses.is_empty() { Ending::Done } else { Ending::Failed })
}

fn sentence(step: SalvageProgress) -> String {
    match step {
        SalvageProgress::Reading(done, all) => format!("reading the damaged library: {done} of {all} pages"),
        SalvageProgress::Checking(done, all) => {
            format!("checking the articles that were read: {done} of {all} articles")
        }
        SalvageProgress::Indexing(done, all) => format!("indexing: {done} of {all} articles"),
    }
}

fn line(loss: &Loss) -> Line<'_> {
    match loss {
        Loss::Article { id, title, what } => {
            Line { article: Some(id.0), title: title.as_deref(), error: (*what).to_owned() }
        }
        loss => Line { article: None, title: None, error: loss.to_string() },
    }
}

fn summary(salvaged: &Salvaged, new: &str) -> String {
    let holdings = holdings(salvaged.articles, salvaged.sources);
    let stars = counted(salvaged.stars, "star");
    let changed = salvaged.articles - salvaged.as_they_were.min(salvaged.articles);
    let what = match (salvaged.losses.is_empty(), changed) {
        (true, _) => "everything came along".to_owned(),
        (false, 0) => "what did not come along is named above".to_owned(),
        (false, changed) => format!("{} not as they were, named above", counted(changed, "article")),
    };
    format!("{holdings} and {stars} were written to {new}: {what}; `kanbao restore` can put it in the library's place")
}
