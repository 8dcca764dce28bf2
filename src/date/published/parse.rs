//! The parser of written dates. It is strict: the whole text must be used, the day must exist, and a form with two
//! readings is no date.

use std::fmt::Write as _;

use jiff::civil;

use super::{
    Published,
    words::{DateCursor, DayHalf, Zone},
};

/// Limit of the characters of a whole text that is a date.
const MAX_CHARS: usize = 80;

const HOUR_MARKS: &[char] = &['时', '時', '시', '点', '點'];

/// Reads a whole text as a date.
pub(crate) fn parse(text: &str) -> Option<Published> {
    let text = plain(text)?;
    let mut at = DateCursor::new(&text);
    let mut zone = at.zone().filter(|zone| *zone != Zone::Unknown);
    at.gap();
    at.weekday();
    at.gap();
    let mut time = None;
    let date = match at.month() {
        Some(month) => month_first(&mut at, month, &mut time, &mut zone)?,
        None => day_or_year_first(&mut at, &mut time)?,
    };
    if time.is_none() {
        at.eat("t");
        at.gap();
        at.weekday();
        at.gap();
        at.eat("at ");
        zone = zone.or_else(|| at.zone());
        at.gap();
        if !at.is_done() {
            time = Some(clock(&mut at)?);
        }
    }
    at.gap();
    zone = zone.or_else(|| at.zone());
    at.zone_comment();
    at.weekday();
    at.gap();
    if !at.is_done() {
        return None;
    }
    let (next_day, time) = time.unwrap_or((false, civil::Time::midnight()));
    let mut datetime = date.to_datetime(time);
    if next_day {
        datetime = datetime.checked_add(jiff::Span::new().days(1)).ok()?;
    }
    let minutes = match zone {
        Some(Zone::East(minutes)) => minutes,
        Some(Zone::Seasonal(minutes)) => minutes + if is_american_summer(datetime) { 60 } else { 0 },
        Some(Zone::Unknown) | None => return Some(Published::Local(datetime)),
    };
    let offset = jiff::tz::Offset::from_seconds(minutes * 60).ok()?;
    Some(Published::Zoned(offset.to_timestamp(datetime).ok()?, offset))
}

/// True in the summer time of the United States: from the second Sunday in March to the first in November, at two
/// o'clock; until 2006 from the first Sunday in April to the last in October.
fn is_american_summer(at: civil::DateTime) -> bool {
    let sunday = |month, nth| {
        let first = civil::Date::new(at.year(), month, 1).ok()?;
        Some(first.nth_weekday_of_month(nth, civil::Weekday::Sunday).ok()?.at(2, 0, 0, 0))
    };
    let (from, to) = if at.year() < 2007 { (sunday(4, 1), sunday(10, -1)) } else { (sunday(3, 2), sunday(11, 1)) };
    matches!((from, to), (Some(from), Some(to)) if (from..to).contains(&at))
}

/// Converts full-width forms and Han numerals to ASCII, to lower case, brackets and odd spaces to spaces. None if the text
/// is too long for a date.
fn plain(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().nth(MAX_CHARS).is_some() {
        return None;
    }
    let ascii = text.chars().map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '、' => ',',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    let lower: String =
        ascii.map(|c| if matches!(c, '(' | ')' | '[' | ']') { ' ' } else { c }).flat_map(char::to_lowercase).collect();
    Some(han_numerals(&lower.replace("元年", "1年")))
}

/// Converts Han numerals directly before a unit of date or time to digits: 二〇二一年十二月 to 2021年12月.
fn han_numerals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars() {
        if digit(c).is_some() || c == '十' {
            run.push(c);
            continue;
        }
        match numeral(&run)
            .filter(|_| matches!(c, '年' | '月' | '日' | '号' | '號' | '时' | '時' | '点' | '點' | '分' | '秒'))
        {
            Some(value) if !out.ends_with(['期', '週', '周']) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "{value}");
            }
            _ => out.push_str(&run),
        }
        run.clear();
        out.push(c);
    }
    out + &run
}

fn digit(c: char) -> Option<u64> {
    match c {
        '〇' | '零' => Some(0),
        _ => "一二三四五六七八九".chars().position(|numeral| numeral == c).map(|index| index as u64 + 1),
    }
}

/// A number up to 99 with 十, or digit by digit.
fn numeral(run: &str) -> Option<u64> {
    match run.split_once('十') {
        Some((tens, ones)) => {
            let one = |text: &str, empty| {
                let mut chars = text.chars();
                match (chars.next(), chars.next()) {
                    (None, _) => Some(empty),
                    (Some(c), None) => digit(c),
                    _ => None,
                }
            };
            Some(one(tens, 1)? * 10 + one(ones, 0)?)
        }
        None if (1..=4).contains(&run.chars().count()) => run.chars().try_fold(0, |sum, c| Some(sum * 10 + digit(c)?)),
        None => None,
    }
}

/// A time of day, and true if it is that of the next day (24:00).
type Clock = (bool, civil::Time);

/// `Dec 17, 2021`, and as C writes it: `Dec 17 15:30:00 CST 2021`.
fn month_first(
    at: &mut DateCursor,
    month: u64,
    time: &mut Option<Clock>,
    zone: &mut Option<Zone>,
) -> Option<civil::Date> {
    at.gap();
    let (day, _) = at.number().filter(|(_, digits)| *digits <= 2)?;
    ordinal(at);
    at.gap();
    at.weekday();
    at.gap();
    let mut after = *at;
    if after.number().is_some() && after.peek() == Some(':') {
        *time = Some(clock(at)?);
        at.gap();
        *zone = zone.or_else(|| at.zone());
        at.gap();
    }
    let (year, _) = at.number().filter(|(_, digits)| *digits == 4)?;
    day_of(year, month, day)
}

fn day_or_year_first(at: &mut DateCursor, time: &mut Option<Clock>) -> Option<civil::Date> {
    if let Some(before) = at.era() {
        let (year, _) = at.number().filter(|(_, digits)| *digits <= 3)?;
        return year_first(at, before + year);
    }
    let (first, digits) = at.number()?;
    match digits {
        4 => year_first(at, first),
        8 => day_of(first / 10_000, first / 100 % 100, first % 100),
        12 | 14 => {
            let (date, clock) = if digits == 12 {
                (first / 10_000, first % 10_000 * 100)
            } else {
                (first / 1_000_000, first % 1_000_000)
            };
            *time = Some(time_of(clock / 10_000, clock / 100 % 100, clock % 100, 0)?);
            day_of(date / 10_000, date / 100 % 100, date % 100)
        }
        1 | 2 => day_first(at, first),
        _ => None,
    }
}

/// Reads the rest after a year: `-12-17`, `/12/17`, `. 12. 17.`, `年12月17日`, `년 12월 17일`.
fn year_first(at: &mut DateCursor, year: u64) -> Option<civil::Date> {
    let mark = at.eat_char(&['-', '/', '.', '年', '년'])?;
    let (second, third): (&[char], &[char]) = match mark {
        '年' => (&['月'], &['日', '号', '號']),
        '년' => (&['월'], &['일']),
        '-' => (&['-'], &[]),
        '/' => (&['/'], &[]),
        _ => (&['.'], &['.']),
    };
    let number = |at: &mut DateCursor| {
        at.gap();
        at.number().filter(|(_, digits)| *digits <= 2).map(|(value, _)| value)
    };
    let named = if mark == '-' { at.month() } else { None };
    let month = match named {
        Some(month) => month,
        None => number(at)?,
    };
    at.eat_char(second)?;
    let day = number(at)?;
    if at.eat_char(third).is_none() && matches!(mark, '年' | '년') {
        return None;
    }
    day_of(year, month, day)
}

/// Reads the rest after a first number of one or two digits: `17 Dec 2021`, `17-Dec-21`, `17.12.2021`, and with strokes only where
/// one of the numbers cannot be a month.
fn day_first(at: &mut DateCursor, first: u64) -> Option<civil::Date> {
    ordinal(at);
    let mark = at.eat_char(&['-', '/', '.']);
    at.gap();
    if let Some(month) = at.month() {
        at.eat_char(&['-', '/']);
        at.gap();
        let (year, digits) = at.number()?;
        let year = match digits {
            4 => year,
            // RFC 5322, 4.3: two digits up to 49 are this century.
            2 => year + if year < 50 { 2000 } else { 1900 },
            _ => return None,
        };
        return day_of(year, month, first);
    }
    let mark = mark?;
    let (second, _) = at.number().filter(|(_, digits)| *digits <= 2)?;
    at.eat_char(&[mark])?;
    at.gap();
    let (year, _) = at.number().filter(|(_, digits)| *digits == 4)?;
    match (mark, first, second) {
        ('.', ..) | (_, 13.., _) => day_of(year, second, first),
        (_, _, 13..) => day_of(year, first, second),
        _ if first == second => day_of(year, first, second),
        _ => None,
    }
}

fn ordinal(at: &mut DateCursor) {
    let _ = at.eat("st") || at.eat("nd") || at.eat("rd") || at.eat("th");
}

fn clock(at: &mut DateCursor) -> Option<Clock> {
    let half = at.half();
    at.gap();
    let (hour, digits) = at.number()?;
    let (mut minute, mut second, mut nanosecond) = (0, 0, 0);
    let mut hour = hour;
    let mut plain_hour = false;
    if digits == 4 || digits == 6 {
        let clock = if digits == 4 { hour * 100 } else { hour };
        (hour, minute, second) = (clock / 10_000, clock / 100 % 100, clock % 100);
    } else if digits > 2 {
        return None;
    } else if at.eat(":") || digits <= 2 && at.eat_point() {
        minute = two_digits(at)?;
        if at.eat(":") {
            second = two_digits(at)?;
            if at.eat_char(&['.', ',']).is_some() {
                nanosecond = fraction(at.digits())?;
            }
        }
    } else if at.eat_char(HOUR_MARKS).is_some() {
        if at.eat("半") {
            minute = 30;
        } else if !at.eat("整") {
            (minute, second) = minutes_with_marks(at);
        }
    } else {
        plain_hour = true;
    }
    let mut after = *at;
    after.gap();
    let half = match (half, after.half()) {
        (Some(_), Some(_)) => return None,
        (None, Some(half)) => {
            *at = after;
            Some(half)
        }
        (half, None) => half,
    };
    if plain_hour && half.is_none() {
        return None;
    }
    time_of(full_hour(hour, half)?, minute, second, nanosecond)
}

fn two_digits(at: &mut DateCursor) -> Option<u64> {
    at.number().filter(|(_, digits)| *digits == 2).map(|(value, _)| value)
}

/// `30分`, `30分15秒`, `30분`, or nothing.
fn minutes_with_marks(at: &mut DateCursor) -> (u64, u64) {
    let mut after = *at;
    after.gap();
    let Some((minute, _)) = after.number() else { return (0, 0) };
    *at = after;
    if at.eat_char(&['分', '분']).is_none() {
        return (minute, 0);
    }
    after = *at;
    after.gap();
    match after.number() {
        Some((second, _)) if after.eat_char(&['秒', '초']).is_some() => {
            *at = after;
            (minute, second)
        }
        _ => (minute, 0),
    }
}

/// Converts the digits after the point to nanoseconds; finer digits are dropped.
fn fraction(digits: &str) -> Option<i32> {
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    if digits.is_empty() { None } else { nine.parse().ok() }
}

/// The hour of 24; none if the half of the day and the hour contradict each other.
fn full_hour(hour: u64, half: Option<DayHalf>) -> Option<u64> {
    match half {
        None => Some(hour),
        Some(DayHalf::Morning) => (hour <= 12).then_some(hour % 12),
        // Noon is from eleven to two; an hour of 24 is right as it stands.
        Some(DayHalf::Noon) => (hour <= 2).then_some(hour + 12).or(Some(hour).filter(|hour| (11..24).contains(hour))),
        Some(DayHalf::Afternoon) => (hour < 24).then_some(if hour < 12 { hour + 12 } else { hour }),
        // Twelve in the evening is midnight, and the day is unclear.
        Some(DayHalf::Evening) => match hour {
            5..=11 => Some(hour + 12),
            17..=23 => Some(hour),
            _ => None,
        },
    }
}

fn time_of(hour: u64, minute: u64, second: u64, nanosecond: i32) -> Option<Clock> {
    if (hour, minute, second) == (24, 0, 0) {
        return Some((true, civil::Time::midnight()));
    }
    // jiff has no leap seconds.
    let second = if second == 60 { 59 } else { second };
    let number = |value: u64| i8::try_from(value).ok();
    Some((false, civil::Time::new(number(hour)?, number(minute)?, number(second)?, nanosecond).ok()?))
}

fn day_of(year: u64, month: u64, day: u64) -> Option<civil::Date> {
    let year = i16::try_from(year).ok().filter(|year| *year > 0)?;
    civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
