//! One feed off the network: fetched, read and made articles. Runs on a worker's thread and knows no library; what the
//! library has to be told stands in what it returns.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use jiff::{SignedDuration, Timestamp, tz::Offset};

use super::page;
use crate::{
    article::{Article, LeftOut, What},
    date::Published,
    format::html::FeedLink,
    store::sources::{Entry, Feed, Given, PageState},
};
use crate::{
    encoding::Label,
    feed,
    feed::{FeedError, FeedRemark},
    net::{Accept, Address, Client, LargeTurn, NetError, Response, Validators},
};

/// Warnings told of one feed.
const MOST_WARNINGS: usize = 20;

/// The shortest that a server is left alone that asks for it.
const SHORTEST_WAIT: SignedDuration = SignedDuration::from_secs(60);

/// The longest that a server is left alone because it asks for it.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) address: Address,
    pub(crate) given: Option<Given>,
    /// How often it has failed before.
    pub(crate) failures: u32,
    /// The entries whose pages have been asked, if their text is wanted.
    pub(crate) pages: Option<HashMap<Entry, PageState>>,
}

/// What came of it.
#[derive(Debug)]
pub(crate) enum Fetched {
    /// Nothing has changed.
    NotModified { moved: Option<Address> },
    /// A feed.
    Feed(Box<FetchedFeed>),
}

/// A feed that was read.
#[derive(Debug, Default)]
pub(crate) struct FetchedFeed {
    pub(crate) title: String,
    pub(crate) site: Option<String>,
    pub(crate) items: Vec<Item>,
    /// Entries that were read in full before and are the same.
    pub(crate) known: usize,
    pub(crate) moved: Option<Address>,
    /// What to ask with next time; nothing if everything has to be looked at again.
    pub(crate) given: Option<Given>,
    pub(crate) warnings: Vec<String>,
    /// What of it was left out.
    pub(crate) left_out: Vec<LeftOut>,
    /// Held until what a large body became is in the library.
    pub(crate) large: Option<LargeTurn>,
}

/// An entry as an article, and whether its page was asked for it.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) article: Article,
    pub(crate) page: Option<(Entry, bool)>,
}

/// Why there is no feed.
#[derive(Debug)]
pub(crate) struct Failure {
    /// A sentence without its full stop.
    pub(crate) error: String,
    /// Until when the server wants to be left alone.
    pub(crate) not_before: Option<Timestamp>,
    /// It is gone for good.
    pub(crate) gone: bool,
    /// It is a page that names these feeds, and came from there.
    pub(crate) page: Option<Box<(Address, Vec<FeedLink>)>>,
    /// It was stopped, and says nothing about the feed.
    pub(crate) stopped: bool,
}

impl Failure {
    pub(crate) fn new(error: impl Into<String>) -> Failure {
        Failure { error: error.into(), not_before: None, gone: false, page: None, stopped: false }
    }
}

impl Wanted {
    /// A feed of the library.
    pub(crate) fn of(feed: &Feed, failures: u32, pages: Option<HashMap<Entry, PageState>>) -> Result<Wanted, Failure> {
        let address = Address::parse(&feed.address)
            .map_err(|error| Failure::new(error.to_string()))?
            .with_login(feed.login.clone());
        Ok(Wanted { address, given: feed.given.clone(), failures, pages })
    }
}

/// Fetches a feed. A fault in a parser ends this feed and not the others.
pub(crate) fn fetch(client: &Client, wanted: &Wanted, now: Timestamp) -> Result<Fetched, Failure> {
    let fault = || Failure::new("it could not be read because of a fault in kanbao; please report it with the address");
    catch_unwind(AssertUnwindSafe(|| guarded(client, wanted, now))).unwrap_or_else(|_| Err(fault()))
}

fn guarded(client: &Client, wanted: &Wanted, now: Timestamp) -> Result<Fetched, Failure> {
    let validators = wanted.given.as_ref().map(|given| Validators {
        address: given.by.clone(),
        etag: given.etag.clone(),
        modified: given.modified.clone(),
    });
    let response = client
        .get(&wanted.address, Accept::Feed, validators.as_ref())
        .map_err(|error| Failure { stopped: matches!(error, NetError::Stopped), ..Failure::new(error.to_string()) })?;
    // What was meant for one place is not taken along to another for good.
    let moved = response.moved.clone().filter(|to| wanted.address.login().is_none() || to.login().is_some());
    match response.status {
        200..=299 => {}
        304 if validators.is_some() => return Ok(Fetched::NotModified { moved }),
        _ => return Err(refused(&response, wanted.failures, now)),
    }
    let label = response.content_type.as_deref().and_then(charset);
    let (address, cut, given, large) = (response.address, response.cut, response.validators, response.large);
    let mut parsed = match feed::parse(response.body, label, Some(address.base())) {
        Ok(parsed) => parsed,
        Err(error) => {
            let sentence = match &cut {
                Some(cut) => format!("{address} broke off ({cut}), and {error}"),
                None => format!("{address} holds no feed: {error}"),
            };
            let page = if let FeedError::Page(links) = error { Some(Box::new((address, links))) } else { None };
            return Err(Failure { page, ..Failure::new(sentence) });
        }
    };
    let mut left_out: Vec<LeftOut> = parsed.remarks.iter().filter_map(FeedRemark::left_out).collect();
    // What was left out is told first.
    let (first, odd): (Vec<_>, Vec<_>) = parsed.remarks.iter().partition(|remark| remark.left_out().is_some());
    let mut warnings: Vec<String> = first.into_iter().chain(odd).map(ToString::to_string).collect();
    if warnings.len() > MOST_WARNINGS {
        let more = warnings.len() - MOST_WARNINGS;
        warnings.truncate(MOST_WARNINGS);
        warnings.push(format!("{more} more things like these were not as they should be"));
    }
    if let Some(cut) = &cut {
        left_out.push(LeftOut::some(What::Rest).at(&address));
        warnings.insert(0, format!("it broke off ({cut}); what had come was read, and it is read again next time"));
    }
    let entries = std::mem::take(&mut parsed.entries);
    let articles: Vec<Article> = entries.into_iter().map(|entry| entry.into_article(&parsed)).collect();
    let (title, site) = (parsed.title, parsed.link);
    let mut fetched = FetchedFeed { title, site, moved, warnings, left_out, ..FetchedFeed::default() };
    let whole = match &wanted.pages {
        None => {
            fetched.large = large;
            fetched.items = articles.into_iter().map(|article| Item { article, page: None }).collect();
            true
        }
        Some(known) => {
            // Its pages may need turns of their own, and nobody who holds one waits for another.
            drop(large);
            page::complete(client, articles, known, &mut fetched)
        }
    };
    if client.is_stopped() {
        return Err(Failure { stopped: true, ..Failure::new(NetError::Stopped.to_string()) });
    }
    // What was left out is looked at again, and told again, next time.
    fetched.given = given.filter(|_| whole && fetched.left_out.is_empty()).map(|given| Given {
        by: given.address,
        etag: given.etag,
        modified: given.modified,
    });
    Ok(Fetched::Feed(Box::new(fetched)))
}

/// What a status other than success means.
fn refused(response: &Response, failures: u32, now: Timestamp) -> Failure {
    let (address, status) = (&response.address, response.status);
    match status {
        401 | 407 => Failure::new(format!(
            "{address} asks for a name and password; add it again as https://name:password@{}…",
            address.host()
        )),
        402 | 403 | 451 => Failure::new(format!("{address} may not be read (status {status}); ask its publisher")),
        404 => {
            Failure::new(format!("there is no feed at {address} (status 404); look for its new address on the site"))
        }
        410 => Failure {
            gone: true,
            ..Failure::new(format!(
                "{address} is gone for good (status 410); its articles stay, and it is not asked again"
            ))
        },
        429 | 503 => {
            let until = wait(response.retry_after.as_deref(), failures, now);
            let shown = until.strftime("%Y-%m-%d %H:%M UTC");
            let what = if status == 429 { "has been asked too often" } else { "is busy" };
            Failure {
                not_before: Some(until),
                ..Failure::new(format!("{} {what} (status {status}); it is left alone until {shown}", address.host()))
            }
        }
        304 => {
            Failure::new(format!("{address} says that nothing has changed, but was not asked that; tell its publisher"))
        }
        500.. => Failure::new(format!("{} has a fault (status {status}); try again later", address.host())),
        _ => Failure::new(format!("{address} gave an answer that is not known (status {status}); try again later")),
    }
}

/// Until when a server is to be left alone: as it says, within reason, or else longer each time. What is no time to
/// wait (a number below zero, a date that has passed, a word) says only that it wants to be left alone.
fn wait(header: Option<&str>, failures: u32, now: Timestamp) -> Timestamp {
    let own = SignedDuration::from_mins(10 << failures.min(7));
    let wait = header.and_then(|text| asked_for(text.trim(), now)).unwrap_or(own);
    now.checked_add(wait.clamp(SHORTEST_WAIT, LONGEST_WAIT)).unwrap_or(now)
}

/// The time that a `Retry-After` asks for: seconds, or a date (RFC 9110, section 10.2.3), whose forms are all of UTC.
fn asked_for(text: &str, now: Timestamp) -> Option<SignedDuration> {
    if let Ok(seconds) = text.parse::<f64>() {
        // Beyond the longest wait the number does not matter, so none is too large. What is no number is none.
        let longest = LONGEST_WAIT.as_secs() as f64;
        return (seconds >= 0.0).then(|| SignedDuration::from_secs(seconds.min(longest) as i64));
    }
    let until = match Published::parse(text)? {
        Published::Zoned(moment, _) => moment,
        Published::Local(civil) => Offset::UTC.to_timestamp(civil).ok()?,
    };
    Some(until.duration_since(now)).filter(SignedDuration::is_positive)
}

/// The encoding that a `Content-Type` names.
pub(crate) fn charset(content_type: &str) -> Option<Label> {
    let parameters = content_type.split(';').skip(1);
    let value = parameters
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?
        .1;
    Label::parse(value.trim().trim_matches(['"', '\''])).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_left_alone_as_it_says_within_reason() {
        let now: Timestamp = "2024-05-06T07:08:09Z".parse().unwrap();
        let after = |header, failures| wait(header, failures, now).duration_since(now).as_secs();
        assert_eq!(after(Some("120"), 0), 120);
        assert_eq!(after(Some(" Mon, 06 May 2024 08:08:09 GMT "), 0), 3600);
        // The other forms of RFC 9110, section 5.6.7.
        assert_eq!(after(Some("Monday, 06-May-24 08:08:09 GMT"), 0), 3600);
        assert_eq!(after(Some("Mon May  6 08:08:09 2024"), 0), 3600);
        assert_eq!((after(Some("90.7"), 0), after(Some("0"), 0), after(Some("1"), 0)), (90, 60, 60));
        for far in [
            "99999999999999",
            "9223372036854775807",
            "99999999999999999999999999",
            "1e99",
            "inf",
            "Fri, 31 Dec 2100 23:59:59 GMT",
        ] {
            assert_eq!(after(Some(far), 0), LONGEST_WAIT.as_secs(), "{far}");
        }
        let back_off = [
            "soon",
            "",
            "-5",
            "-1e99",
            "NaN",
            "-inf",
            "Mon, 06 May 2024 06:08:09 GMT",
            "Mon, 06 May 2024 07:08:09 GMT",
        ];
        for header in back_off.map(Some).into_iter().chain([None]) {
            assert_eq!((after(header, 0), after(header, 2)), (600, 2400), "{header:?}");
        }
        assert!(after(None, u32::MAX) <= 24 * 3600);
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_server_says_the_wait_has_bounds(header in "[-+0-9eE.:, GMTnaifMonDec]{0,24}", failures: u32, second in -62_000_000_000i64..253_402_207_200) {
            let now = Timestamp::from_second(second).unwrap();
            let wait = wait(Some(&header), failures, now).duration_since(now);
            let room = Timestamp::MAX.duration_since(now);
            proptest::prop_assert!(wait >= SHORTEST_WAIT.min(room) && wait <= LONGEST_WAIT || room < LONGEST_WAIT);
        }
    }

    #[test]
    fn charsets_of_content_types() {
        for (text, expected) in [
            ("text/xml; charset=GB2312", Some("GBK")),
            ("text/xml;version=1; Charset=\"big5\" ;x", Some("Big5")),
            ("text/xml; charset=klingon", None),
            ("text/xml", None),
        ] {
            let found = charset(text).map(|label| match label {
                Label::Standard(encoding) => encoding.name(),
                _ => "other",
            });
            assert_eq!(found, expected, "{text}");
        }
    }
}
