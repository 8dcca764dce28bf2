//! `kanbao opml`: lists of feeds from and for other readers.

use std::{fs::File, io::Read, path::Path};

use jiff::Timestamp;

use crate::subscriptions::{opml, opml::write::write as write_opml, subscribe, subscriptions};

use super::{CliError, Context, Ending, counted, output::Output};
use crate::cli::args::OpmlVerb;
use crate::system::plain::plain;

/// Limit of a list that is read.
const MAX_LIST_BYTES: u64 = 32 << 20;

/// Runs one of the verbs.
pub fn run(verb: &OpmlVerb, context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    match verb {
        OpmlVerb::Import { file } => import(file, context, output),
        OpmlVerb::Export => {
            let list = subscriptions(&context.open()?)?;
            if list.feeds.is_empty() && list.refused.is_empty() {
                output.complain("there is no feed to be listed; add one with “kanbao feed add ADDRESS”.")?;
                return Ok(Ending::Failed);
            }
            output.raw().write_all(write_opml(&list.feeds, Timestamp::now()).as_bytes())?;
            for sentence in &list.refused {
                output.complain(&format!("{sentence}."))?;
            }
            Ok(if list.refused.is_empty() { Ending::Done } else { Ending::Failed })
        }
    }
}

fn import(file: &Path, context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let refused = |what: String| CliError::Refused(format!("{}: {what}.", file.display()));
    let stop = context.stop.clone();
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        context.input.take(MAX_LIST_BYTES + 1).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|opened| opened.take(MAX_LIST_BYTES + 1).read_to_end(&mut bytes))
    };
    if stop.is_raised() {
        output.complain("stopped: 0 feeds added.")?;
        return Ok(Ending::Stopped);
    }
    read.map_err(|error| refused(format!("it could not be read ({})", plain(&error))))?;
    if bytes.len() as u64 > MAX_LIST_BYTES {
        return Err(refused(format!("it is longer than {} MiB; split it", MAX_LIST_BYTES >> 20)));
    }
    let list = opml::parse(bytes).map_err(|error| refused(error.to_string()))?;
    let mut library = context.open()?;
    // Otherwise a stop could fall between a feed and its tags.
    library.stop_by(None)?;
    let subscribed = subscribe(&mut library, &list, Timestamp::now(), &|| stop.is_raised())?;
    for feed in subscribed.iter().filter(|feed| feed.new) {
        output.line(&format!("{}  {} ({})", feed.source, feed.title, feed.address))?;
    }
    let refused = list.refused.iter().chain(subscribed.iter().flat_map(|feed| &feed.refused));
    let mut ending = Ending::Done;
    for sentence in refused {
        output.complain(&format!("{sentence}."))?;
        ending = Ending::Failed;
    }
    let new = subscribed.iter().filter(|feed| feed.new).count();
    let old = subscribed.len() - new;
    output.line(&format!(
        "{} added, {} already there; “kanbao sync” reads them",
        counted(new, "feed"),
        counted(old, "feed")
    ))?;
    if stop.is_raised() {
        let (done, all) = (subscribed.len(), counted(list.feeds.len(), "feed"));
        output.complain(&format!("stopped after {done} of {all}; the same command adds the rest."))?;
        return Ok(Ending::Stopped);
    }
    Ok(ending)
}
