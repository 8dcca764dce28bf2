//! The date of publication, as far as a text names it. No zone is invented: a date without one stays local time.

mod parse;
mod words;

/// A date and time of day as published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// A timestamp with the offset from UTC that the text names.
    Zoned(jiff::Timestamp, jiff::tz::Offset),
    /// Local time of an unknown zone.
    Local(jiff::civil::DateTime),
    /// A month, of which no day is named; the date is its first day.
    Month(jiff::civil::Date),
}

impl Published {
    /// Reads a date in any form that news really uses: RFC 3339, RFC 2822, `2021-12-17 15:30`, `17 Dec 2021`,
    /// `Dec 17, 2021 03:30 pm`, 2021年12月17日 下午3:30, 令和3年12月17日, 2021년 12월 17일 오후 3시 30분.
    ///
    /// The whole text must be the date; `None` if it is not, or if there is no such day or time. A date alone is
    /// its first minute. Forms with two readings (`03/04/2021`) are not dates.
    #[must_use]
    pub fn parse(text: &str) -> Option<Published> {
        parse::parse(text)
    }

    /// Reads a month without a day: `2003-12`, as W3C's profile of ISO 8601 allows. [`Published::parse`] does not, because
    /// more texts look like that than are dates.
    #[must_use]
    pub fn parse_month(text: &str) -> Option<Published> {
        let (year, month) = text.trim().split_once('-')?;
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !is_number(year) || !is_number(month) {
            return None;
        }
        jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok().map(Published::Month)
    }

    /// Converts seconds since 1970 (or milliseconds, if the number is too large for seconds).
    #[must_use]
    pub fn from_unix(number: i64) -> Option<Published> {
        /// Seconds from here on are after the year 5138, milliseconds before it are before March 1973.
        const MILLISECONDS_FROM: u64 = 100_000_000_000;
        let timestamp = if number.unsigned_abs() >= MILLISECONDS_FROM {
            jiff::Timestamp::from_millisecond(number)
        } else {
            jiff::Timestamp::from_second(number)
        };
        Some(Published::Zoned(timestamp.ok()?, jiff::tz::Offset::UTC))
    }

    /// RFC 3339, to the second or finer: `2021-12-17T15:30:00+08:00`; without an offset when the zone is unknown, and
    /// `2003-12` for a month.
    #[must_use]
    pub fn to_rfc3339(&self) -> String {
        match self {
            Published::Zoned(timestamp, offset) => timestamp.display_with_offset(*offset).to_string(),
            Published::Local(civil) => civil.to_string(),
            Published::Month(first) => first.strftime("%Y-%m").to_string(),
        }
    }

    /// The date and time of day as written, to the minute: `2021-12-17 15:30`; or the month: `2003-12`.
    #[must_use]
    pub fn to_line(&self) -> String {
        if let Published::Month(_) = self {
            return self.to_rfc3339();
        }
        self.civil().strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// The date and time of day as written, whatever its zone.
    #[must_use]
    pub fn civil(&self) -> jiff::civil::DateTime {
        match self {
            Published::Zoned(timestamp, offset) => offset.to_datetime(*timestamp),
            Published::Local(civil) => *civil,
            Published::Month(first) => first.to_datetime(jiff::civil::Time::midnight()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Published;

    fn line(text: &str) -> Option<String> {
        Published::parse(text).map(|published| published.to_rfc3339())
    }

    #[test]
    fn dates_without_a_zone_stay_local() {
        let same = [
            "Dec 17, 2021 03:30 pm",
            "December 17, 2021 3:30 PM",
            "Dec. 17, 2021, 3:30 p.m.",
            "Friday, 17 December 2021 15:30",
            "17 Dec 2021 15:30:00",
            "2021-12-17 15:30",
            "2021-12-17T15:30",
            "2021-12-17T15:30:00",
            "2021/12/17 15:30",
            "2021.12.17 15:30",
            "2021. 12. 17. 15:30",
            "2021年12月17日15:30",
            "2021年12月17日 15时30分",
            "2021年12月17日 15時30分00秒",
            "2021年12月17日 下午3:30",
            "2021年12月17日星期五 下午3点30分",
            "2021年12月17日下午3点半",
            "2021年12月17日（金）午後3時30分",
            "2021年12月17日(金曜日) 15時30分",
            "令和3年12月17日 15時30分",
            "民國110年12月17日 15:30",
            "２０２１年１２月１７日　１５：３０",
            "二〇二一年十二月十七日 15:30",
            "2021년 12월 17일 오후 3시 30분",
            "2021년 12월 17일 (금) 15:30",
            "20211217 1530",
            "202112171530",
            "20211217T153000",
            "12/17/2021 15:30",
            "Fri Dec 17 15:30:00 CST 2021",
            "17 December 2021 at 15:30",
            "17th Dec. 2021, 3.30 pm",
            "2021-12-17 Fri 15:30",
            "2021年12月17日 周五 15:30",
            "2021年12月17日 3:30 PM",
            "2021/12/17(金) 15:30",
            "2021.12.17 금요일 오후 3:30",
            "平成33年12月17日 午後三時三十分",
            "17/12/2021 15:30",
        ];
        for text in same {
            assert_eq!(line(text).as_deref(), Some("2021-12-17T15:30:00"), "{text}");
        }
        assert_eq!(line("2021年12月17日").as_deref(), Some("2021-12-17T00:00:00"));
        assert_eq!(line("2021-12-17").as_deref(), Some("2021-12-17T00:00:00"));
    }

    #[test]
    fn a_named_zone_is_kept() {
        let same = [
            "2021-12-17T15:30:00+08:00",
            "2021-12-17 15:30:00 +0800",
            "2021-12-17T15:30:00+08",
            "2021-12-17T15:30:00.000+08:00",
            "Fri, 17 Dec 2021 15:30:00 +0800",
            "Fri, 17 Dec 21 15:30 +0800 (CST)",
            "2021年12月17日 15:30 北京时间",
            "2021-12-17 15:30 (GMT+8)",
            "2021-12-17 15:30 HKT",
            "2021-12-17 15:30 UTC+08:00",
            "Fri Dec 17 15:30:00 +0800 2021",
            "北京时间2021年12月17日15:30",
            "2021-12-17T15:30:00+08:00[Asia/Shanghai]",
        ];
        for text in same {
            assert_eq!(line(text).as_deref(), Some("2021-12-17T15:30:00+08:00"), "{text}");
        }
        let utc = Published::parse("2021-12-17T07:30:00Z").unwrap();
        assert_eq!(utc.to_rfc3339(), "2021-12-17T07:30:00+00:00");
        assert_eq!(Published::parse("Fri, 17 Dec 2021 07:30:00 GMT"), Some(utc));
        assert_eq!(line("2021-12-17 15:30 JST").as_deref(), Some("2021-12-17T15:30:00+09:00"));
        // Two zones share the name; neither is chosen.
        assert_eq!(line("2021-12-17 15:30 CST").as_deref(), Some("2021-12-17T15:30:00"));
    }

    #[test]
    fn american_zones_go_by_the_season() {
        for (text, expected) in [
            ("Jul 1, 2024 10:00 ET", "2024-07-01T10:00:00-04:00"),
            ("Jan 1, 2024 10:00 ET", "2024-01-01T10:00:00-05:00"),
            ("2024-03-10 01:59 PT", "2024-03-10T01:59:00-08:00"),
            ("2024-03-10 03:00 PT", "2024-03-10T03:00:00-07:00"),
            ("2024-11-03 02:00 CT", "2024-11-03T02:00:00-06:00"),
            ("2006-04-01 12:00 MT", "2006-04-01T12:00:00-07:00"),
            ("2006-10-28 12:00 MT", "2006-10-28T12:00:00-06:00"),
            ("Mon, 05 Feb 2024 10:00:00 MET", "2024-02-05T10:00:00+01:00"),
            ("Mon, 01 Jul 2024 10:00:00 MEST", "2024-07-01T10:00:00+02:00"),
        ] {
            assert_eq!(line(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_month_stays_a_month() {
        let month = Published::parse_month(" 2003-12 ").unwrap();
        assert_eq!((month.to_rfc3339().as_str(), month.to_line().as_str()), ("2003-12", "2003-12"));
        assert_eq!(month.civil().to_string(), "2003-12-01T00:00:00");
        for text in ["2003-13", "2003-1", "03-12", "2003", "2003-12-01", "２００３-12", "+003-12"] {
            assert_eq!(Published::parse_month(text), None, "{text}");
        }
        assert_eq!(Published::parse("2003-12"), None);
    }

    #[test]
    fn noon_and_midnight() {
        let cases = [
            ("Dec 17, 2021 12:00 am", "2021-12-17T00:00:00"),
            ("Dec 17, 2021 12:59 am", "2021-12-17T00:59:00"),
            ("Dec 17, 2021 12:00 pm", "2021-12-17T12:00:00"),
            ("Dec 17, 2021 12:59 pm", "2021-12-17T12:59:00"),
            ("Dec 17, 2021 01:00 am", "2021-12-17T01:00:00"),
            ("2021年12月17日 凌晨12:30", "2021-12-17T00:30:00"),
            ("2021年12月17日 中午12:30", "2021-12-17T12:30:00"),
            ("2021年12月17日 中午1:30", "2021-12-17T13:30:00"),
            ("2021年12月17日 午後0時5分", "2021-12-17T12:05:00"),
            ("2021년 12월 17일 오전 12시", "2021-12-17T00:00:00"),
            ("2021-12-31 24:00", "2022-01-01T00:00:00"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(line(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_dates() {
        let none = [
            "",
            "2021",
            "2021年",
            "12月17日",
            "3:30 pm",
            "2021-02-30",
            "2021-13-01",
            "2021-12-17 25:00",
            "2021-12-17 15:61",
            "Dec 17, 2021 13:30 am",
            "03/04/2021",
            "2021年12月17日，小镇迎来百年庆典",
            "2021-12-17 15:30 and more",
            "Published",
            "0000-01-01",
            "99999-01-01",
            "Mayor 3, 2020",
            "2021-12-17T15:30:00+99:00",
            "Infinity",
        ];
        for text in none {
            assert_eq!(line(text), None, "{text}");
        }
    }

    #[test]
    fn unix_numbers_are_seconds_or_milliseconds() {
        let expected = "2021-12-17T07:30:00+00:00";
        assert_eq!(Published::from_unix(1_639_726_200).unwrap().to_rfc3339(), expected);
        assert_eq!(Published::from_unix(1_639_726_200_000).unwrap().to_rfc3339(), expected);
        assert_eq!(Published::from_unix(i64::MAX), None);
        assert_eq!(Published::from_unix(i64::MIN), None);
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,40}") {
            let _ = Published::parse(&text);
        }

        #[test]
        fn pieces_of_dates_never_panic(text in "([0-9]{1,9}|[年月日時时分秒/:. ,+-]|Dec|pm|下午|令和|元|二|十|오후|GMT|[()]|Z|T){0,14}") {
            let _ = Published::parse(&text);
        }

        #[test]
        fn rfc3339_comes_back(second in -60_000_000_000_i64..200_000_000_000, minutes in -1439..1439, zoned: bool) {
            let offset = jiff::tz::Offset::from_seconds(minutes * 60).unwrap();
            let timestamp = jiff::Timestamp::from_second(second).unwrap();
            let published =
                if zoned { Published::Zoned(timestamp, offset) } else { Published::Local(offset.to_datetime(timestamp)) };
            prop_assert_eq!(Published::parse(&published.to_rfc3339()), Some(published));
        }
    }
}
