//! One feed off the network: fetched, parsed and made articles. Runs on a worker's thread and knows no library; changes
//! of the library are part of the result.

use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use jiff::Timestamp;

use super::{
    fetched::{FetchFailure, FetchRequest, Fetched, FetchedEntry, FetchedFeed, OnPart},
    long, page,
    refusal::refused,
};
use crate::{
    article::{Incoming, LeftOut, LeftOutKind},
    encoding::Label,
    feed,
    feed::{DecodedSource, FeedError, FeedRemark, ParsedFeed},
    net::{Accept, Address, Client, Cut},
    text::StopCheck,
};

/// Limit of warnings about one feed.
const MAX_WARNINGS: usize = 20;

/// Fetches a feed. A fault in a parser ends this feed and not the others.
pub(crate) fn fetch(
    client: &Client,
    request: &FetchRequest,
    now: Timestamp,
    on_part: &mut OnPart<'_>,
) -> Result<Fetched, FetchFailure> {
    let fault =
        || FetchFailure::new("it could not be read because of a fault in kanbao; please report it with the address");
    catch_unwind(AssertUnwindSafe(|| fetch_unguarded(client, request, now, on_part))).unwrap_or_else(|_| Err(fault()))
}

fn fetch_unguarded(
    client: &Client,
    request: &FetchRequest,
    now: Timestamp,
    on_part: &mut OnPart<'_>,
) -> Result<Fetched, FetchFailure> {
    let mut long = None;
    let response = client.get_long(&request.address, Accept::Feed, request.given.as_ref(), &mut |body| {
        long = long::read(client, body, on_part);
        long.is_some()
    })?;
    // A login that was meant for one host is not taken along to another for good.
    let moved = response.moved.clone().filter(|to| request.address.login().is_none() || to.login().is_some());
    match response.status {
        200..=299 => {}
        304 if request.given.is_some() => return Ok(Fetched::NotModified { moved }),
        _ => return Err(refused(&response, request.failures, now)),
    }
    let label = response.content_type.as_deref().and_then(Label::from_content_type);
    let (address, cut, given, large) = (response.address, response.cut, response.validators, response.large);
    let mut articles: Vec<Incoming> = Vec::new();
    let is_long = long.is_some();
    let parsed = long.map_or_else(|| parse(&response.body, label, &address, &mut articles), Ok).map_err(|error| {
        let sentence = match &cut {
            Some(cut) => format!("{address} broke off ({cut}), and {error}"),
            None => format!("{address} holds no feed: {error}"),
        };
        let page = if let FeedError::Page(links) = error { Some(Box::new((address.clone(), links))) } else { None };
        FetchFailure { page, ..FetchFailure::new(sentence) }
    })?;
    let (mut warnings, mut left_out) = remarks(&parsed.remarks);
    if let Some(cut) = &cut {
        left_out.push(rest_of(cut, &address));
        warnings.insert(0, format!("it broke off ({cut}); what had come was read, and it is read again next time"));
    }
    let (title, site) = (parsed.title, parsed.link);
    let mut fetched = FetchedFeed { title, site, moved, warnings, left_out, ..FetchedFeed::default() };
    if is_long && request.pages.is_some() {
        fetched.warnings.push("it is too long for full texts to be fetched; its own texts were kept".to_owned());
    }
    let whole = match &request.pages {
        None => {
            fetched.large = large;
            fetched.entries = articles.into_iter().map(FetchedEntry::from).collect();
            true
        }
        Some(known) => {
            // The pages may need turns of their own, and a holder of one never waits for another (deadlock).
            drop(large);
            page::fetch_pages(client, articles, known, &mut fetched)
        }
    };
    if client.is_stopped() {
        return Err(FetchFailure::stopped());
    }
    // A feed that was not read in full is read, and reported, again next time.
    fetched.given = given.filter(|_| whole && fetched.left_out.is_empty());
    Ok(Fetched::Feed(Box::new(fetched)))
}

/// Reads a feed into articles.
fn parse(
    bytes: &[u8],
    label: Option<Label>,
    address: &Address,
    articles: &mut Vec<Incoming>,
) -> Result<ParsedFeed, FeedError> {
    let mut source = DecodedSource::open(bytes, label)?;
    let mut feed = feed::read(&mut source, Some(address.base()), &StopCheck::never(), &mut |feed, entries| {
        articles.extend(entries.into_iter().map(|entry| entry.into_incoming(feed)));
        ControlFlow::Continue(())
    })?;
    if let Some(lost) = source.lost() {
        feed.remarks.insert(0, FeedRemark::Lost { encoding: source.encoding(), lost });
    }
    Ok(feed)
}

/// The sentences of remarks, those about something left out first, and the amounts left out.
fn remarks(remarks: &[FeedRemark]) -> (Vec<String>, Vec<LeftOut>) {
    let left_out = remarks.iter().filter_map(FeedRemark::left_out).collect();
    let (first, odd): (Vec<_>, Vec<_>) = remarks.iter().partition(|remark| remark.left_out().is_some());
    let mut warnings: Vec<String> = first.into_iter().chain(odd).map(ToString::to_string).collect();
    if warnings.len() > MAX_WARNINGS {
        let more = warnings.len() - MAX_WARNINGS;
        warnings.truncate(MAX_WARNINGS);
        warnings.push(format!("{more} more things like these were not as they should be"));
    }
    (warnings, left_out)
}

/// The rest of a body that broke off.
fn rest_of(cut: &Cut, address: &Address) -> LeftOut {
    let rest = cut.missing().map_or(LeftOut::some(LeftOutKind::Rest), |bytes| LeftOut::bytes(LeftOutKind::Rest, bytes));
    rest.at(&format_args!("{address}, after {} bytes", cut.received))
}
