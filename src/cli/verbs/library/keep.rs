//! `kanbao keep`: the retention of a source.

use jiff::Timestamp;

use crate::store::sources::Retention;

use crate::cli::{Context, Ending, Outcome, args::KeepArgs, counted, output::Output, source_name};

/// Prints or changes the retention of a source; a change takes effect at once.
pub(in crate::cli) fn run(arguments: &KeepArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let library = context.open()?;
    let source = source_name::find(&library, &arguments.source)?;
    if arguments.everything || arguments.articles.is_some() || arguments.days.is_some() {
        // With --everything the other options are not given, and a retention without limits keeps everything.
        let retention =
            Retention { most: arguments.articles, days: arguments.days, drop_unread: arguments.drop_unread };
        library.retentions().set(source, retention)?;
        let dropped = library.retentions().apply(Timestamp::now())?;
        if dropped > 0 {
            output.line(&format!("{} dropped", counted(dropped, "article")))?;
        }
    }
    output.line(&sentence(library.retentions().of_source(source)?))?;
    Ok(Ending::Done)
}

fn sentence(retention: Retention) -> String {
    let what = match (retention.most, retention.days) {
        (None, None) => return "keeps everything".to_owned(),
        (Some(most), None) => format!("its newest {most}"),
        (None, Some(days)) => format!("the last {days} days"),
        (Some(most), Some(days)) => format!("its newest {most} of the last {days} days"),
    };
    let kinds = if retention.drop_unread { "starred or tagged" } else { "starred, tagged or unread" };
    format!("keeps {what}, and {kinds} articles")
}
