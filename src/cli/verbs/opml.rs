//! `kanbao opml`: lists of feeds from and for other readers.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use jiff::Timestamp;

use crate::subscriptions::{opml, opml::write::write as write_opml, subscribe, subscriptions};

use crate::cli::{CliError, Context, Ending, Outcome, args::OpmlVerb, counted, output::Output};
use crate::{system::plain::plain, text::StopCheck};

/// Limit of a list that is read.
const MAX_LIST_BYTES: u64 = 32 << 20;

/// Longest wait for a file between two looks at the stop flag.
const STOP_CHECK_INTERVAL: Duration = Duration::from_millis(20);

/// Runs one of the verbs.
pub(super) fn run(verb: &OpmlVerb, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
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

fn import(file: &Path, context: &mut Context<'_>, output: &mut Output<'_>) -> Outcome {
    let refused = |what: String| CliError::Refused(format!("{}: {what}.", file.display()));
    let stop = context.stop.clone();
    let is_stopped = || stop.is_raised();
    let read = if file.as_os_str() == "-" { read_list(&mut *context.input) } else { read_file(file, &is_stopped) };
    if is_stopped() {
        return stopped_early(output);
    }
    let bytes = read.map_err(|error| refused(format!("it could not be read ({})", plain(&error))))?;
    if bytes.len() as u64 > MAX_LIST_BYTES {
        return Err(refused(format!("it is longer than {} MiB; split it", MAX_LIST_BYTES >> 20)));
    }
    let list = opml::parse(bytes, &StopCheck::new(&is_stopped));
    if is_stopped() {
        return stopped_early(output);
    }
    let list = list.map_err(|error| refused(error.to_string()))?;
    let mut library = context.open()?;
    // Otherwise a stop could fall between a feed and its tags.
    library.stop_by(None)?;
    let subscribed = subscribe(&mut library, &list, Timestamp::now(), &is_stopped)?;
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
    if subscribed.len() < list.feeds.len() {
        let (done, all) = (subscribed.len(), counted(list.feeds.len(), "feed"));
        output.complain(&format!("stopped after {done} of {all}; the same command adds the rest."))?;
        return Ok(Ending::Stopped);
    }
    Ok(ending)
}

fn stopped_early(output: &mut Output<'_>) -> Outcome {
    output.complain("stopped: 0 feeds added.")?;
    Ok(Ending::Stopped)
}

fn read_list(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(MAX_LIST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file on a thread of its own, which is left behind at a stop: a pipe may never be opened or end.
fn read_file(file: &Path, is_stopped: &dyn Fn() -> bool) -> io::Result<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    let path = file.to_owned();
    thread::Builder::new().name("list".to_owned()).spawn(move || {
        // Nobody receives it after a stop.
        let _ = sender.send(File::open(path).and_then(read_list));
    })?;
    loop {
        match receiver.recv_timeout(STOP_CHECK_INTERVAL) {
            Ok(read) => return read,
            Err(RecvTimeoutError::Timeout) if !is_stopped() => {}
            Err(_) => return Err(io::Error::other("it was stopped")),
        }
    }
}
