//! `kanbao opml`: the list of feeds from and for other readers.

use std::{fs::File, io::Read, path::Path};

use jiff::Timestamp;

use crate::import::{opml, opml_left_out, subscribe, subscriptions, write_opml};

use super::{CliError, Context, Ending, Output, args::OpmlVerb, counted};
use crate::system::plain;

/// Bytes of the longest list that is read.
const LONGEST: u64 = 32 << 20;

/// Takes a list in, or writes one out.
pub fn run(verb: &OpmlVerb, context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    match verb {
        OpmlVerb::Import { file } => take_in(file, context, output),
        OpmlVerb::Export => {
            let list = subscriptions(&context.open()?)?;
            if list.is_empty() {
                output.complain("there is no feed to be listed; add one with “kanbao feed add ADDRESS”.")?;
                return Ok(Ending::Failed);
            }
            output.raw().write_all(write_opml(&list, Timestamp::now()).as_bytes())?;
            let dropped = opml_left_out(&list);
            if dropped > 0 {
                let dropped = counted(dropped, "control character");
                output.complain(&format!(
                    "the list was written without {dropped} of its titles, which XML cannot hold."
                ))?;
            }
            Ok(if dropped > 0 { Ending::Failed } else { Ending::Done })
        }
    }
}

fn take_in(file: &Path, context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let refused = |what: String| CliError::Refused(format!("{}: {what}.", file.display()));
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        context.input.take(LONGEST + 1).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|opened| opened.take(LONGEST + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| refused(format!("it could not be read ({})", plain(&error))))?;
    if bytes.len() as u64 > LONGEST {
        return Err(refused(format!("it is longer than {} MiB; split it", LONGEST >> 20)));
    }
    let list = opml::parse(bytes).map_err(|error| refused(error.to_string()))?;
    let subscribed = subscribe(&mut context.open()?, &list, Timestamp::now())?;
    for feed in subscribed.iter().filter(|feed| feed.new) {
        output.line(&format!("{}  {} ({})", feed.source, feed.title, feed.address))?;
    }
    for sentence in &list.refused {
        output.complain(&format!("{sentence}."))?;
    }
    let new = subscribed.iter().filter(|feed| feed.new).count();
    let old = subscribed.len() - new;
    output.line(&format!("{} added, {old} already there; “kanbao sync” reads them", counted(new, "feed")))?;
    Ok(if list.refused.is_empty() { Ending::Done } else { Ending::Failed })
}
