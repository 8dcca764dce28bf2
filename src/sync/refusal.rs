//! The meaning of a status other than success: a sentence, and the pause before the next request.

use jiff::{SignedDuration, Timestamp, tz::Offset};

use super::fetched::FetchFailure;
use crate::{date::Published, net::Response};

/// Shortest wait at a server's request.
const MIN_WAIT: SignedDuration = SignedDuration::from_secs(60);

/// Longest wait at a server's request.
const MAX_WAIT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The failure that a status other than success means.
pub(crate) fn refused(response: &Response, failures: u32, now: Timestamp) -> FetchFailure {
    let (address, status) = (&response.address, response.status);
    match status {
        401 | 407 => FetchFailure::new(format!(
            "{address} asks for a name and password; add it again as https://name:password@{}…",
            address.host()
        )),
        402 | 403 | 451 => FetchFailure::new(format!("{address} may not be read (status {status}); ask its publisher")),
        404 => FetchFailure::new(format!(
            "there is no feed at {address} (status 404); look for its new address on the site"
        )),
        410 => FetchFailure {
            gone: true,
            ..FetchFailure::new(format!(
                "{address} is gone for good (status 410); its articles stay, and it is not asked again"
            ))
        },
        429 | 503 => {
            let until = left_alone_until(response.retry_after.as_deref(), failures, now);
            let shown = until.strftime("%Y-%m-%d %H:%M UTC");
            let state = if status == 429 { "has been asked too often" } else { "is busy" };
            FetchFailure {
                not_before: Some(until),
                ..FetchFailure::new(format!(
                    "{} {state} (status {status}); it is left alone until {shown}",
                    address.host()
                ))
            }
        }
        304 => FetchFailure::new(format!(
            "{address} says that nothing has changed, but was not asked that; tell its publisher"
        )),
        500.. => FetchFailure::new(format!("{} has a fault (status {status}); try again later", address.host())),
        _ => FetchFailure::new(format!("{address} answered with an unknown status ({status}); try again later")),
    }
}

/// End of the pause before the next request: the server's own, within limits, or else longer each time. A header
/// without a time to wait (a number below zero, a date that has passed, a word) asks only for a pause of any length.
fn left_alone_until(header: Option<&str>, failures: u32, now: Timestamp) -> Timestamp {
    let own = SignedDuration::from_mins(10 << failures.min(7));
    let wait = header.and_then(|text| retry_after(text.trim(), now)).unwrap_or(own);
    now.checked_add(wait.clamp(MIN_WAIT, MAX_WAIT)).unwrap_or(now)
}

/// The time of a `Retry-After` header: seconds, or a date (RFC 9110, section 10.2.3), whose forms are all in UTC.
fn retry_after(text: &str, now: Timestamp) -> Option<SignedDuration> {
    if let Ok(seconds) = text.parse::<f64>() {
        // Beyond the longest wait the number does not matter, so none is too large. NaN is not at least zero.
        let longest = MAX_WAIT.as_secs() as f64;
        return (seconds >= 0.0).then(|| SignedDuration::from_secs(seconds.min(longest) as i64));
    }
    let until = match Published::parse(text)? {
        Published::Zoned(timestamp, _) => timestamp,
        published => Offset::UTC.to_timestamp(published.civil()).ok()?,
    };
    Some(until.duration_since(now)).filter(SignedDuration::is_positive)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_that_a_server_asks_for_has_limits() {
        let now: Timestamp = "2024-05-06T07:08:09Z".parse().unwrap();
        let after = |header, failures| left_alone_until(header, failures, now).duration_since(now).as_secs();
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
            assert_eq!(after(Some(far), 0), MAX_WAIT.as_secs(), "{far}");
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
        fn the_wait_has_limits_for_every_header(header in "[-+0-9eE.:, GMTnaifMonDec]{0,24}", failures: u32, second in -62_000_000_000i64..253_402_207_200) {
            let now = Timestamp::from_second(second).unwrap();
            let wait = left_alone_until(Some(&header), failures, now).duration_since(now);
            let room = Timestamp::MAX.duration_since(now);
            proptest::prop_assert!(wait >= MIN_WAIT.min(room) && wait <= MAX_WAIT || room < MAX_WAIT);
        }
    }
}
