//! `kanbao feed`: adding, listing, changing and removing the sources that are read regularly.

use std::{collections::HashMap, sync::Arc};

use jiff::{Timestamp, ZonedDateTime, tz::TimeZone};
use serde::Serialize;

use crate::{
    net::Client,
    store::{
        Library, SourceId, StoreError,
        sources::{DueSource, FeedSource, ReadingStatus, Source},
    },
    sync::{AddError, add_feed},
};

use crate::cli::{
    CliError, Context, Ending, Outcome,
    args::{FeedAddArgs, FeedSetArgs, FeedVerb},
    counted,
    output::Output,
};

/// Runs one of the verbs.
pub(super) fn run(verb: FeedVerb, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    match verb {
        FeedVerb::Add(arguments) => add(&arguments, context, output),
        FeedVerb::List { json } => list(json, context, output),
        FeedVerb::Set(arguments) => set(&arguments, context, output),
        FeedVerb::Remove { id } => remove(SourceId(id), context, output),
    }
}

fn add(arguments: &FeedAddArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let mut library = context.open()?;
    let client = Arc::new(Client::new(context.policy(arguments.allow_private)));
    let is_stopped = || context.stop.is_raised();
    let (mut ending, mut done, mut stopped) = (Ending::Done, 0, false);
    for address in &arguments.addresses {
        let now = Timestamp::now();
        let added = match add_feed(&mut library, &client, address, arguments.fulltext, now, &is_stopped) {
            Ok(added) => added,
            Err(AddError::Stopped) => {
                stopped = true;
                break;
            }
            Err(error @ AddError::StoppedReading { .. }) => {
                output.complain(&format!("{error}."))?;
                done += 1;
                stopped = true;
                break;
            }
            Err(error) => {
                ending = Ending::Failed;
                output.complain(&format!("{error}."))?;
                continue;
            }
        };
        done += 1;
        let report = &added.report;
        let was = if added.new { "" } else { " was on the list already" };
        let (id, title, new) = (report.source, &report.title, report.added);
        output.line(&format!("{id}  {title} ({}){was}: {} added", report.location, counted(new, "article")))?;
        if !report.left_out.is_empty() {
            ending = Ending::Failed;
        }
        for warning in &report.warnings {
            output.complain(&format!("{title}: {warning}."))?;
        }
        for (url, name) in &added.others {
            output.line(&format!("   the page also names {url} {name}"))?;
        }
    }
    if stopped {
        let all = counted(arguments.addresses.len(), "feed");
        output.complain(&format!("stopped: {done} of {all} added; the same command adds the rest."))?;
        return Ok(Ending::Stopped);
    }
    Ok(ending)
}

/// A source as `--json` prints it.
#[derive(Debug, Serialize)]
struct Line<'a> {
    id: i64,
    kind: &'static str,
    title: &'a str,
    location: &'a str,
    site: Option<&'a str>,
    tags: Vec<String>,
    fulltext: bool,
    articles: usize,
    unread: usize,
    tried: Option<String>,
    worked: Option<String>,
    not_before: Option<String>,
    failures: u32,
    gone: bool,
    error: Option<&'a str>,
    left_out: Option<&'a str>,
}

fn list(json: bool, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let library = context.open()?;
    let sources: HashMap<SourceId, Source> = library.sources().all()?.into_iter().map(|s| (s.id, s)).collect();
    let due = library.readings().due()?;
    if due.is_empty() {
        output.complain("there is no feed yet; add one with “kanbao feed add ADDRESS”.")?;
        return Ok(Ending::Failed);
    }
    for due in &due {
        let (id, feed, reading) = match due {
            DueSource::Feed(feed, reading) => (feed.source, Some(feed), reading.clone()),
            DueSource::Folder { source, .. } => (*source, None, library.readings().of_source(*source)?),
        };
        let Some(source) = sources.get(&id) else { continue };
        if json {
            output.json(&line(&library, source, feed, &reading)?)?;
        } else {
            plain(source, feed, &reading, output)?;
        }
    }
    Ok(Ending::Done)
}

fn line<'a>(
    library: &Library,
    source: &'a Source,
    feed: Option<&'a FeedSource>,
    reading: &'a ReadingStatus,
) -> Result<Line<'a>, StoreError> {
    let text = |timestamp: Option<Timestamp>| timestamp.map(|timestamp| timestamp.to_string());
    Ok(Line {
        id: source.id.0,
        kind: if feed.is_some() { "feed" } else { "folder" },
        title: &source.title,
        location: feed.map_or(&source.location, |feed| &feed.address),
        site: feed.and_then(|feed| feed.site.as_deref()),
        tags: library.tags().of_source(source.id)?.iter().map(ToString::to_string).collect(),
        fulltext: feed.is_some_and(|feed| feed.fulltext),
        articles: source.articles,
        unread: source.unread,
        tried: text(reading.tried),
        worked: text(reading.worked),
        not_before: text(reading.not_before),
        failures: reading.failures,
        gone: feed.is_some_and(|feed| feed.gone),
        error: reading.error.as_deref(),
        left_out: reading.left_out.as_deref(),
    })
}

fn plain(
    source: &Source,
    feed: Option<&FeedSource>,
    reading: &ReadingStatus,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let location = feed.map_or(&source.location, |feed| &feed.address);
    let fulltext = if feed.is_some_and(|feed| feed.fulltext) { ", full text" } else { "" };
    let (id, title, unread, articles) = (source.id, &source.title, source.unread, source.articles);
    output.line(&format!("{id}  {title}  {location}  {unread} of {articles} unread{fulltext}"))?;
    if let Some(error) = &reading.error {
        let since = reading.worked.map_or_else(
            || "it has not worked yet".to_owned(),
            |at| {
                let local: ZonedDateTime = at.to_zoned_datetime(TimeZone::system());
                format!("it last worked on {}", local.strftime("%Y-%m-%d %H:%M"))
            },
        );
        output.line(&format!("   {error} ({since})"))?;
    }
    if let Some(left_out) = &reading.left_out {
        output.line(&format!("   not in full: {left_out}"))?;
    }
    Ok(())
}

fn set(arguments: &FeedSetArgs, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let library = context.open()?;
    let id = SourceId(arguments.id);
    let title = arguments.title.as_deref().map(str::trim);
    if title == Some("") {
        return Err(CliError::Refused("a source needs a title; write a word behind --title.".to_owned()));
    }
    if arguments.fulltext || arguments.no_fulltext {
        library.feeds().set_fulltext(id, arguments.fulltext)?;
    }
    if let Some(title) = title {
        library.sources().set_title(id, title)?;
    }
    let title =
        library.sources().all()?.into_iter().find(|source| source.id == id).map_or_else(String::new, |it| it.title);
    let how = if arguments.fulltext {
        ": the text of its articles is taken from their pages from now on"
    } else if arguments.no_fulltext {
        ": its articles are kept as the feed carries them from now on"
    } else {
        ""
    };
    output.line(&format!("{id}  {title}{how}"))?;
    Ok(Ending::Done)
}

fn remove(id: SourceId, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let library = context.open()?;
    let source = library.sources().all()?.into_iter().find(|source| source.id == id);
    library.readings().end(id)?;
    let (title, articles) = source.map_or_else(Default::default, |source| (source.title, source.articles));
    let kept = match articles {
        0 => "it had no articles".to_owned(),
        1 => "its article stays in the library".to_owned(),
        articles => format!("its {articles} articles stay in the library"),
    };
    output.line(&format!("{title} is not read any more; {kept}"))?;
    Ok(Ending::Done)
}
