//! Storage of a date: as RFC 3339 text, without an offset when the zone is unknown, from which exactly the same
//! date is read back; and the key by which lists are sorted.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::article::Article;
use crate::date::Published;
use crate::store::sources::SourceKind;

/// Below every date there can be (jiff ends at the year -9999, 3.8e14 ms before 1970).
const UNDATED: i64 = -(1 << 60);

/// The text that stands for a date. Offsets with seconds, which RFC 3339 cannot write, get a third field.
pub(in crate::store) fn to_text(published: &Published) -> String {
    let civil = published.civil();
    let offset = match published {
        Published::Zoned(_, offset) => offset,
        Published::Local(_) => return civil.to_string(),
        Published::Month(_) => return published.to_rfc3339(),
    };
    let sign = if offset.seconds() < 0 { '-' } else { '+' };
    let seconds = offset.seconds().unsigned_abs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if seconds == 0 {
        format!("{civil}{sign}{hours:02}:{minutes:02}")
    } else {
        format!("{civil}{sign}{hours:02}:{minutes:02}:{seconds:02}")
    }
}

/// The date that a text of [`to_text`] stands for.
pub(crate) fn from_text(text: &str) -> Option<Published> {
    let Some(time) = text.find('T') else { return Published::parse_month(text) };
    let Some(at) = text.get(time..)?.find(['+', '-']).map(|at| time + at) else {
        return text.parse::<DateTime>().ok().map(Published::Local);
    };
    let (civil, offset) = text.split_at_checked(at)?;
    let negative = offset.starts_with('-');
    let seconds = offset
        .get(1..)?
        .split(':')
        .zip([3600, 60, 1])
        .try_fold(0, |sum, (field, unit)| field.parse::<u16>().ok().map(|field| sum + i32::from(field) * unit))?;
    let offset = Offset::from_seconds(if negative { -seconds } else { seconds }).ok()?;
    let timestamp = offset.to_timestamp(civil.parse::<DateTime>().ok()?).ok()?;
    Some(Published::Zoned(timestamp, offset))
}

/// Largest lead of an article's date over its arrival: zones differ by so much.
const MAX_AHEAD_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// The beginning of 2026. A clock that is earlier is wrong.
const EARLIEST_CLOCK_MILLIS: i64 = 1_767_225_600_000;

/// The key by which articles are sorted, newest first: milliseconds of Unix time.
///
/// A date of unknown zone counts as UTC. An article without a date came out at some time before it came in: out of a
/// feed, which brings what is new, it is sorted by when it came in; out of a file, which may be of any age, after
/// everything that has a date, and there by when it came in. A date that lies in the future is shown as it is, but
/// the article is sorted by when it came in; else it would stand above all news for years. So it is only where the
/// clock can be right.
pub(in crate::store) fn sort_key(published: Option<&Published>, kind: SourceKind, imported: Timestamp) -> i64 {
    let imported = imported.as_millisecond();
    let key = match published {
        Some(Published::Zoned(timestamp, _)) => timestamp.as_millisecond(),
        // A day at either end of the calendar has no UTC time of its own.
        Some(published) => {
            let civil = published.civil();
            let end = if civil.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
            Offset::UTC.to_timestamp(civil).unwrap_or(end).as_millisecond()
        }
        None if kind == SourceKind::Feed => imported,
        None => UNDATED + imported,
    };
    if imported >= EARLIEST_CLOCK_MILLIS && key > imported.saturating_add(MAX_AHEAD_MILLIS) { imported } else { key }
}

/// Sort keys that a book takes up: more than it can have chapters.
const BOOK_STRIDE: i64 = 1 << 13;

/// Ranges that books of one date are spread over, so that their chapters do not alternate. Together they are an hour.
const BOOK_RANGES: i64 = 1 << 9;

/// Milliseconds to be taken from the sort key of a chapter: chapters have the date of their book, and lists show the
/// newest article first, so the first chapter counts as the newest. 0 for anything but a chapter.
pub(in crate::store) fn chapter_offset(article: &Article) -> i64 {
    let Some(chapter) = article.chapter else { return 0 };
    let book = article.source.as_deref().unwrap_or_default();
    // FNV-1a: the keys stand in libraries, and no hash of the standard library is promised to stay as it is.
    let hash = book
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash % BOOK_RANGES as u64) as i64 * BOOK_STRIDE + i64::from(chapter).min(BOOK_STRIDE - 1)
}

#[cfg(test)]
pub(in crate::store) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn any_published() -> impl Strategy<Value = Published> {
        let moments = (Timestamp::MIN.as_second()..=Timestamp::MAX.as_second(), 0..1_000_000_000i32);
        let moments = moments
            .prop_filter_map("the last second has no fraction", |(seconds, nanos)| Timestamp::new(seconds, nanos).ok());
        let offsets = prop_oneof![
            (-25 * 60..=25 * 60i32).prop_map(|minutes| minutes * 60),
            Offset::MIN.seconds()..=Offset::MAX.seconds(),
            Just(0),
        ];
        (moments, offsets, any::<bool>()).prop_map(|(timestamp, offset, zoned)| {
            let offset = Offset::from_seconds(offset).unwrap();
            if zoned { Published::Zoned(timestamp, offset) } else { Published::Local(offset.to_datetime(timestamp)) }
        })
    }

    proptest! {
        #[test]
        fn every_date_is_read_back_as_it_was(published in any_published()) {
            prop_assert_eq!(from_text(&to_text(&published)), Some(published));
        }

        #[test]
        fn any_text_is_a_date_or_none(text in "[-+0-9T:.Z é]{0,30}") {
            let _ = from_text(&text);
        }
    }

    #[test]
    fn the_text_is_rfc_3339() {
        let local = Published::Local(jiff::civil::date(2021, 12, 17).at(15, 30, 0, 0));
        assert_eq!(to_text(&local), "2021-12-17T15:30:00");
        let timestamp = "2021-12-17T07:30:00.25Z".parse().unwrap();
        assert_eq!(to_text(&Published::Zoned(timestamp, jiff::tz::offset(8))), "2021-12-17T15:30:00.25+08:00");
        assert_eq!(to_text(&Published::Zoned(timestamp, Offset::UTC)), "2021-12-17T07:30:00.25+00:00");
    }

    #[test]
    fn undated_files_come_last_and_undated_news_by_arrival() {
        let now: Timestamp = "2024-01-01T00:00:00Z".parse().unwrap();
        let later: Timestamp = "2024-01-02T00:00:00Z".parse().unwrap();
        let first = Published::Local(DateTime::MIN);
        let file = sort_key(None, SourceKind::Folder, now);
        assert!(file < sort_key(None, SourceKind::Folder, later));
        assert!(sort_key(None, SourceKind::Import, Timestamp::MAX) < sort_key(Some(&first), SourceKind::Folder, now));
        assert_eq!(sort_key(None, SourceKind::Feed, now), now.as_millisecond());
        let last = Published::Local(DateTime::MAX);
        assert!(sort_key(Some(&last), SourceKind::Feed, now) > sort_key(None, SourceKind::Feed, now));
    }

    #[test]
    fn the_future_is_sorted_by_arrival_unless_the_clock_is_wrong() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-06-01T12:00:00Z");
        let out = |text: &str| Published::Zoned(at(text), Offset::UTC);
        let key = |published: &Published, now| sort_key(Some(published), SourceKind::Feed, now);
        // A paper east of here is ahead by hours, a wrong date by years.
        let (ahead, wrong) = (out("2026-06-02T02:00:00Z"), out("2099-01-01T00:00:00Z"));
        assert_eq!(key(&ahead, now), at("2026-06-02T02:00:00Z").as_millisecond());
        assert_eq!(key(&wrong, now), now.as_millisecond());
        let last = Published::Local(DateTime::MAX);
        assert_eq!(key(&last, now), now.as_millisecond());
        // A clock that has lost its battery says 1970: dates are the better guess.
        assert_eq!(key(&ahead, Timestamp::UNIX_EPOCH), at("2026-06-02T02:00:00Z").as_millisecond());
        assert_eq!(key(&ahead, Timestamp::MAX), at("2026-06-02T02:00:00Z").as_millisecond());
    }

    #[test]
    fn chapters_are_sorted_within_their_book_and_books_apart() {
        let chapter = |book: &str, chapter| {
            let article = Article { source: Some(book.to_owned()), chapter: Some(chapter), ..Article::default() };
            -chapter_offset(&article)
        };
        let last = u32::try_from(BOOK_STRIDE).unwrap() - 1;
        for pair in [("望潮選集", 1, 2), ("望潮選集", 9, 10), ("", last - 1, last)] {
            assert!(chapter(pair.0, pair.1) > chapter(pair.0, pair.2));
        }
        let (one, other) = (chapter("望潮選集", 1), chapter("北碼頭", 1));
        assert!((one - other).abs() >= BOOK_STRIDE - 1, "{one} {other}");
        assert!(-chapter("望潮選集", u32::MAX) < 60 * 60 * 1000 * 2);
        assert_eq!(chapter_offset(&Article::default()), 0);
    }
}
