//! Dates of feeds, with their common mistakes: every form of [`Published::parse`], and forms that it refuses because it
//! guesses nothing. A feed has more context than a page: its language decides the meaning of CST. Which of two numbers is
//! the day is found in `day_order.rs`.

use super::{published::Published, within};
use crate::text::classes::{is_han, is_hangul, is_kana};

/// The conventions for dates that go with a feed's language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DateLocale {
    /// Chinese: the year stands first, and CST is China's time.
    China,
    /// Japanese or Korean: the year stands first, as in Chinese, but CST is not China's time.
    East,
    #[default]
    Unknown,
}

impl DateLocale {
    /// Detects the locale by a language tag, else by the letters of a text.
    pub(crate) fn detect(language: Option<&str>, text: &str) -> DateLocale {
        let begins = |tag: &str, languages: &[&str]| languages.iter().any(|language| tag.starts_with(language));
        match language {
            Some(tag) if begins(tag, &["zh", "yue", "cmn"]) => DateLocale::China,
            Some(tag) if begins(tag, &["ja", "ko"]) => DateLocale::East,
            Some(tag) if !tag.starts_with("en") => DateLocale::Unknown,
            _ if text.chars().any(|c| is_kana(c) || is_hangul(c)) => DateLocale::East,
            _ if text.chars().any(is_han) => DateLocale::China,
            _ => DateLocale::Unknown,
        }
    }
}

/// Reads a date. None if it is no date, or one that programs write where they have none (year 1, 1970-01-01 0:00 UTC).
pub(crate) fn parse(text: &str, locale: DateLocale) -> Option<Published> {
    let text = text.trim().trim_matches(['"', '\'']);
    if text.is_empty() || text.chars().nth(100).is_some() {
        return None;
    }
    let found = epoch(text)
        .or_else(|| Published::parse(text))
        .or_else(|| Published::parse_month(text))
        .or_else(|| repaired(text, locale))?;
    let found = match found {
        Published::Local(civil) if locale == DateLocale::China && ends_in_cst(text) => {
            let offset = jiff::tz::Offset::constant(8);
            Published::Zoned(offset.to_timestamp(civil).ok()?, offset)
        }
        found => found,
    };
    let is_placeholder = found.civil().year() < 1900
        || matches!(found, Published::Zoned(timestamp, _) if timestamp == jiff::Timestamp::UNIX_EPOCH);
    (!is_placeholder).then_some(found)
}

/// True if a text names CST, which is China's time where Chinese is written, and Central time elsewhere.
fn ends_in_cst(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.eq_ignore_ascii_case("cst"))
}

/// Seconds or milliseconds since 1970, also as .NET writes them: `/Date(1639726200000+0800)/`.
fn epoch(text: &str) -> Option<Published> {
    let inside = text.strip_prefix("/Date(").and_then(|rest| rest.split_once(')')).map(|(inside, _)| inside);
    let number = inside.unwrap_or(text).split(['+', '.']).next()?;
    let is_number = (9..=13).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    // Twelve digits are a date: 202112171530.
    if !is_number || number.len() == 12 {
        return None;
    }
    Published::from_unix(number.parse().ok()?)
}

/// Reads a date after repairing common mistakes of programs.
fn repaired(text: &str, locale: DateLocale) -> Option<Published> {
    let mut text = text.replace(['\u{a0}', '\t', '\n', '\r', '_'], " ");
    // (中国标准时间), (CST)
    if let Some(open) = text.rfind(['(', '（']).filter(|open| *open > 8 && text.trim_end().ends_with([')', '）'])) {
        let inside = text[open..].to_owned();
        text.truncate(open);
        if ends_in_cst(&inside) {
            text.push_str(" CST");
        }
    }
    let text = without_weekday(text.trim());
    let padded = padded(text);
    let text = padded.as_str();
    let attempts =
        [text.to_owned(), months(text), offset_without_sign(text), american(text), minguo(text), spaced(text)];
    let last = [short_year(text, locale).unwrap_or_default(), shortened(text)];
    attempts.iter().chain(&last).find_map(|attempt| Published::parse(attempt))
}

/// Adds the zeros that a time of day lacks: `20:0:0`, `7:5`.
fn padded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut after_colon = false;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 1 && after_colon {
            out.push('0');
        }
        out.push_str(&rest[..digits]);
        rest = &rest[digits..];
        let Some(c) = rest.chars().next() else { break };
        after_colon = c == ':' && digits > 0;
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// `2021 12 17 15:30`, `2021 Dec 17 15:30`, `2021-12-17 15-30-00`, `December 17, 2021 - 15:30`, with the usual marks.
fn spaced(text: &str) -> String {
    let text = text.replace(" - ", " ");
    let mut words = text.split_ascii_whitespace();
    let is_number = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    match (words.next(), words.next(), words.next()) {
        (Some(year), Some(month), Some(day))
            if year.len() == 4
                && is_number(day)
                && (is_number(month) || month.bytes().all(|byte| byte.is_ascii_alphabetic())) =>
        {
            format!("{year}-{month}-{day} {}", words.collect::<Vec<_>>().join(" "))
        }
        (Some(date), Some(time), None) if time.split('-').count() == 3 && time.split('-').all(is_number) => {
            format!("{date} {}", time.replace('-', ":"))
        }
        _ => text,
    }
}

/// Completes a year of two digits: where the numbers make a date in one order alone, or the locale writes the year first.
fn short_year(text: &str, locale: DateLocale) -> Option<String> {
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|mark| matches!(mark, '-' | '/' | '.'))?;
    let mut parts = text.splitn(3, mark);
    let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let (third, time) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
    if ![first, second, third].iter().all(|part| matches!(part.len(), 1 | 2)) {
        return None;
    }
    let read = |year: &str, month: &str, day: &str| {
        // Feeds are younger than 1990, and no date in them lies far ahead.
        let century = if year >= "70" { 19 } else { 20 };
        let date = format!("{century}{year}-{month}-{day}{time}");
        (year.len() == 2 && Published::parse(&date).is_some()).then_some(date)
    };
    let year_first = read(first, second, third);
    if matches!(locale, DateLocale::China | DateLocale::East) && year_first.is_some() {
        return year_first;
    }
    let mut readings = [year_first, read(third, first, second), read(third, second, first)].into_iter().flatten();
    let only = readings.next()?;
    readings.all(|other| other == only).then_some(only)
}

/// Drops a day of the week in any language, right or wrong, before a comma or a day's number.
fn without_weekday(text: &str) -> &str {
    let end = text.find(|c: char| c == ',' || c == '，' || c.is_ascii_digit()).unwrap_or(0);
    let word = &text[..end];
    let is_word = !word.is_empty()
        && word.chars().count() <= 12
        && word.chars().all(|c| c.is_alphabetic() || " .():：".contains(c));
    let is_month = word.chars().filter(char::is_ascii_alphabetic).count() >= 3
        && Published::parse(&format!("{word} 1, 2000")).is_some();
    let is_era = ["民國", "民国", "令和", "平成", "昭和", "中華民國", "中华民国"].iter().any(|era| word.contains(era));
    if is_word && !is_month && !is_era { text[end..].trim_start_matches([',', '，', ' ']) } else { text }
}

/// `17 12月 2021`, `17 十二月 2021`, `17 12월 2021`, `17 12 2021`, to the month's English name.
fn months(text: &str) -> String {
    const ENGLISH: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const HAN: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let [day, month, year, rest @ ..] = words.as_slice() else { return String::new() };
    let bare = month.trim_end_matches(['月', '월', ',']);
    let number = bare.parse().ok().or_else(|| HAN.iter().position(|name| *name == bare).map(|index| index + 1));
    match number.and_then(|number: usize| ENGLISH.get(number.wrapping_sub(1))) {
        Some(name) if day.len() <= 2 && year.len() == 4 => format!("{day} {name} {year} {}", rest.join(" ")),
        _ => String::new(),
    }
}

/// `2021-12-17T15:30:00 08:00` and `… 15:30:00 0800`, whose plus was read as a space on the way.
fn offset_without_sign(text: &str) -> String {
    match text.rsplit_once(' ') {
        Some((before, offset))
            if before.contains(':')
                && matches!(offset.len(), 4 | 5)
                && offset.starts_with(['0', '1'])
                && offset.bytes().all(|byte| byte.is_ascii_digit() || byte == b':') =>
        {
            format!("{before} +{offset}")
        }
        _ => String::new(),
    }
}

/// `3/4/2021 3:30:00 PM`: only Americans write half a day after strokes.
fn american(text: &str) -> String {
    let upper = text.to_ascii_uppercase();
    let mut parts = text.splitn(3, '/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(month), Some(day), Some(rest)) if upper.contains("AM") || upper.contains("PM") => {
            let (year, time) = rest.split_once(' ').unwrap_or((rest, ""));
            format!("{year}-{month}-{day} {time}")
        }
        _ => String::new(),
    }
}

/// Years of the Republic without its name: `110/12/17 15:30`, `110-12-17`, `110年12月17日`; and with its whole name.
fn minguo(text: &str) -> String {
    if let Some(rest) = text.strip_prefix("中華民國").or_else(|| text.strip_prefix("中华民国")) {
        return format!("民國{}", rest.trim_start());
    }
    if within::is_republic_year(text, 60) { format!("民國{text}") } else { String::new() }
}

/// Drops words after the time that are no zone: `2021-12-17T15:30:00+08:00Z`, `… Asia/Shanghai`, `… 更新`.
fn shortened(text: &str) -> String {
    let is_of_date =
        |c: char| c.is_ascii_digit() || "-/:.+ T年月日时時分秒년월일시초上下午前後오전후".contains(c) || c == '분';
    let end = text.find(|c| !is_of_date(c)).unwrap_or(text.len());
    let rest = text[end..].trim_start();
    // A rest with numbers is more than a zone: the time may be in it.
    let is_name = !rest.contains(|c: char| c.is_ascii_digit());
    if is_name && rest.chars().count() <= 20 && text[..end].chars().filter(char::is_ascii_digit).count() >= 8 {
        text[..end].trim().to_owned()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{DateLocale, parse};

    fn line(text: &str, locale: DateLocale) -> Option<String> {
        parse(text, locale).map(|date| date.to_rfc3339())
    }

    #[test]
    fn forms_of_feeds() {
        let zoned = [
            "Fri, 17 Dec 2021 15:30:00 +0800",
            "Fri, 17 Dec 21 15:30:00 +0800",
            "Mon, 17 Dec 2021 15:30:00 +0800",
            "Friday,17 December 2021 15:30:00 GMT+8",
            "Fri, 17 Dec 2021 15:30:00 GMT+0800 (中国标准时间)",
            "Fri Dec 17 2021 15:30:00 GMT+0800 (China Standard Time)",
            "周五, 17 12月 2021 15:30:00 +0800",
            "星期五, 17 十二月 2021 15:30:00 +0800",
            "금, 17 12월 2021 15:30:00 +0800",
            "金, 17 12 2021 15:30:00 +0800",
            "2021-12-17T15:30:00 08:00",
            "Fri, 17 Dec 2021 15:30:00 0800",
            "2021-12-17T15:30:00+08:00",
            "2021-12-17T15:30+0800",
            "2021-12-17T15:30:00.000+08:00",
            "2021-12-17 15:30:00 +08:00",
            "2021年12月17日 15:30 北京时间",
            "1639726200",
            "1639726200000",
            "/Date(1639726200000+0800)/",
            "Fri, 17 Dec 2021 07:30:00 GMT",
            "Fri, 17 Dec 2021 16:30:00 JST",
            "Fri, 17 Dec 2021 16:30:00 KST",
            "2021-12-17T15:30:00 CST",
            "Fri, 17 Dec 2021 15:30:00 CST",
            "Fri, 17 Dec 2021 15:30:00 (CST)",
            "Fri, 17 Dec 2021 15:30:00 GMT +0800",
            "Fri, 17 Dec 2021 15:30:00 Asia/Shanghai",
            "Fri, 17 Dec 2021 16:30:00 Asia/Tokyo",
            "Fri, 17 Dec 2021 15:30:00 中国标准时间",
            "Fri, 17 Dec 2021 7:30:0 Z",
            "17 Dec 2021 08:30 MET",
        ];
        for text in zoned {
            let found = parse(text, DateLocale::China);
            let seconds = match found {
                Some(crate::date::published::Published::Zoned(timestamp, _)) => timestamp.as_second(),
                _ => 0,
            };
            assert_eq!(seconds, 1_639_726_200, "{text}: {found:?}");
        }
        let local = [
            "2021-12-17 15:30",
            "2021-12-17 15:30:00.0",
            "2021/12/17 下午 03:30:00",
            "2021-12-17 PM 3:30",
            "12/17/2021 3:30:00 PM",
            "2021年12月17日 15时30分",
            "民國110年12月17日 15:30",
            "中華民國 110年12月17日 15:30",
            "110/12/17 15:30",
            "110年12月17日 下午3:30",
            "2021. 12. 17. 오후 3:30",
            "Dec 17, 2021 3:30 PM",
            "Fri, 17 Dec 2021 15:30:00",
            "Fri, 17 Dec 2021 15:30:00 CST",
            "20211217153000",
            "202112171530",
            "2021-12-17 15:30 更新",
            "发布时间：2021-12-17 15:30",
            "2021-12-17 (五) 15:30",
            "2021-12-17_15:30:00",
            "2021-12-17 15-30-00",
            "2021 12 17 15:30",
            "2021 Dec 17 15:30",
            "2021-Dec-17 15:30",
            "Dec 17 Fri 2021 15:30",
            "Friday, December 17, 2021 - 15:30",
            "12/17/21 15:30",
            "令和3年12月17日 15時30分",
        ];
        for text in local {
            assert_eq!(line(text, DateLocale::Unknown).as_deref(), Some("2021-12-17T15:30:00"), "{text}");
        }
        for locale in [DateLocale::China, DateLocale::East] {
            assert_eq!(line("21-12-17 15:30", locale).as_deref(), Some("2021-12-17T15:30:00"));
        }
        assert_eq!(line("98-12-17 9:5", DateLocale::China).as_deref(), Some("1998-12-17T09:05:00"));
        assert_eq!(line("2003-12", DateLocale::Unknown).as_deref(), Some("2003-12"));
        assert_eq!(line("3/4/2021 3:30:00 PM", DateLocale::Unknown).as_deref(), Some("2021-03-04T15:30:00"));
    }

    #[test]
    fn placeholders_are_no_dates() {
        for text in [
            "",
            "0001-01-01T00:00:00Z",
            "0000-00-00 00:00:00",
            "1970-01-01T00:00:00Z",
            "0",
            "昨天",
            "12月17日",
            "3/4/2021",
            "21-12-17 15:30 18",
            "刚刚",
            "3小时前",
            "Fri, 32 Dec 2021 15:30:00 +0800",
            "2021",
            "2021-02-30",
        ] {
            assert_eq!(line(text, DateLocale::China), None, "{text}");
        }
    }

    #[test]
    fn a_short_year_is_read_where_it_is_clear() {
        assert_eq!(line("03-04-05 15:30", DateLocale::Unknown), None);
        assert_eq!(line("03-04-05 15:30", DateLocale::China).as_deref(), Some("2003-04-05T15:30:00"));
        assert_eq!(line("31/12/21", DateLocale::Unknown).as_deref(), None);
        assert_eq!(line("12/31/21 15:30", DateLocale::Unknown).as_deref(), Some("2021-12-31T15:30:00"));
    }

    #[test]
    fn the_locale_goes_by_language_then_letters() {
        assert_eq!(DateLocale::detect(Some("zh-CN"), ""), DateLocale::China);
        assert_eq!(DateLocale::detect(Some("ja"), "漢字"), DateLocale::East);
        assert_eq!(DateLocale::detect(Some("fr"), "漢字"), DateLocale::Unknown);
        assert_eq!(DateLocale::detect(None, "潮水退了"), DateLocale::China);
        assert_eq!(DateLocale::detect(Some("en-us"), "潮水退了"), DateLocale::China);
        assert_eq!(DateLocale::detect(None, "潮が引いた"), DateLocale::East);
    }

    proptest! {
        #[test]
        fn any_text(text in ".{0,60}") {
            let _ = parse(&text, DateLocale::China);
        }

        #[test]
        fn any_pieces(text in "([0-9]{1,5}|[年月日:/., +-]|Dec|PM|周五|\\(|\\)|（|）|CST|民國|/Date\\(){0,14}") {
            let _ = parse(&text, DateLocale::China);
        }
    }
}
