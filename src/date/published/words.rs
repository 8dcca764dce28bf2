//! The words and letter forms that dates are written with, and the cursor that reads them from left to right.
//!
//! The order in which they make a date is `parse.rs`.

/// A cursor over a date's text in plain form: ASCII digits, lower case, no brackets.
#[derive(Clone, Copy)]
pub(crate) struct DateCursor<'a> {
    rest: &'a str,
}

/// The half of the day that a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayHalf {
    Morning,
    Noon,
    Afternoon,
    Evening,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Days of the week, longer words before those they begin with.
const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tues",
    "tue",
    "wed",
    "thurs",
    "thur",
    "thu",
    "fri",
    "sat",
    "sun",
    "星期",
    "週",
    "周",
    "礼拜",
    "禮拜",
    "月曜日",
    "火曜日",
    "水曜日",
    "木曜日",
    "金曜日",
    "土曜日",
    "日曜日",
    "월요일",
    "화요일",
    "수요일",
    "목요일",
    "금요일",
    "토요일",
    "일요일",
    "月",
    "火",
    "水",
    "木",
    "金",
    "土",
    "日",
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "월",
    "화",
    "수",
    "목",
    "금",
    "토",
    "일",
];

const HALVES: &[(&str, DayHalf)] = &[
    ("上午", DayHalf::Morning),
    ("午前", DayHalf::Morning),
    ("오전", DayHalf::Morning),
    ("凌晨", DayHalf::Morning),
    ("清晨", DayHalf::Morning),
    ("早上", DayHalf::Morning),
    ("새벽", DayHalf::Morning),
    ("am", DayHalf::Morning),
    ("a.m.", DayHalf::Morning),
    ("中午", DayHalf::Noon),
    ("正午", DayHalf::Noon),
    ("下午", DayHalf::Afternoon),
    ("午後", DayHalf::Afternoon),
    ("午后", DayHalf::Afternoon),
    ("오후", DayHalf::Afternoon),
    ("傍晚", DayHalf::Afternoon),
    ("pm", DayHalf::Afternoon),
    ("p.m.", DayHalf::Afternoon),
    ("晚上", DayHalf::Evening),
    ("晚间", DayHalf::Evening),
    ("晚間", DayHalf::Evening),
    ("深夜", DayHalf::Evening),
    ("저녁", DayHalf::Evening),
    ("밤", DayHalf::Evening),
];

/// Names of zones with one meaning, in minutes east of UTC.
const ZONES: &[(&str, i32)] = &[
    ("北京时间", 480),
    ("北京時間", 480),
    ("台北时间", 480),
    ("台北時間", 480),
    ("台灣時間", 480),
    ("香港时间", 480),
    ("香港時間", 480),
    ("日本时间", 540),
    ("日本時間", 540),
    ("한국시간", 540),
    ("한국 시간", 540),
    ("中国标准时间", 480),
    ("中國標準時間", 480),
    ("台北標準時間", 480),
    ("香港標準時間", 480),
    ("日本標準時", 540),
    ("한국 표준시", 540),
    ("대한민국 표준시", 540),
    ("china standard time", 480),
    ("taipei standard time", 480),
    ("hong kong standard time", 480),
    ("japan standard time", 540),
    ("tokyo standard time", 540),
    ("korea standard time", 540),
    ("korean standard time", 540),
    // Without summer time since 1991 at the latest.
    ("asia/shanghai", 480),
    ("asia/chongqing", 480),
    ("asia/urumqi", 360),
    ("asia/hong kong", 480),
    ("asia/hong_kong", 480),
    ("asia/taipei", 480),
    ("asia/macau", 480),
    ("asia/singapore", 480),
    ("asia/kuala_lumpur", 480),
    ("asia/tokyo", 540),
    ("asia/seoul", 540),
    ("hkt", 480),
    ("sgt", 480),
    ("jst", 540),
    ("kst", 540),
    ("est", -300),
    ("edt", -240),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("cet", 60),
    ("cest", 120),
    ("met", 60),
    ("mest", 120),
    ("wet", 0),
    ("west", 60),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("ict", 420),
    ("myt", 480),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
];

/// American names for both summer and winter, in minutes east of UTC in winter.
const SEASONAL_ZONES: &[(&str, i32)] = &[("et", -300), ("ct", -360), ("mt", -420), ("pt", -480)];

/// Names that several zones share: China or Central, India or Israel, British summer or Bangladesh.
const AMBIGUOUS_ZONES: &[&str] = &["cst", "ist", "bst"];

/// Years before the first of an era.
const ERAS: &[(&str, u64)] =
    &[("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("民國", 1911), ("民国", 1911)];

/// A zone as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// Minutes east of UTC.
    East(i32),
    /// Minutes east of UTC in winter, with America's summer time.
    Seasonal(i32),
    /// A name of several zones.
    Unknown,
}

impl<'a> DateCursor<'a> {
    pub(crate) fn new(text: &'a str) -> DateCursor<'a> {
        DateCursor { rest: text }
    }

    pub(crate) fn is_done(self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn peek(self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Passes a given text; true if it was there.
    pub(crate) fn eat(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Passes one of some characters.
    pub(crate) fn eat_char(&mut self, of: &[char]) -> Option<char> {
        let c = self.peek().filter(|c| of.contains(c))?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// Passes a point that stands between hours and minutes: two digits and half of the day follow.
    pub(crate) fn eat_point(&mut self) -> bool {
        let mut after = *self;
        let is_one = after.eat(".") && after.number().is_some_and(|(_, digits)| digits == 2) && {
            after.gap();
            after.half().is_some()
        };
        is_one && self.eat(".")
    }

    /// Passes spaces and commas.
    pub(crate) fn gap(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', ',']);
    }

    /// Passes a number and gives its value and how many digits it has; at most 18 digits.
    pub(crate) fn number(&mut self) -> Option<(u64, usize)> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let value = self.rest.get(..digits).filter(|number| (1..=18).contains(&number.len()))?.parse().ok()?;
        self.rest = &self.rest[digits..];
        Some((value, digits))
    }

    /// Passes digits and gives them as they are written.
    pub(crate) fn digits(&mut self) -> &'a str {
        let end = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        digits
    }

    /// Passes the name of a month, whole or at least three letters of it, with or without a point.
    pub(crate) fn month(&mut self) -> Option<u64> {
        let length = self.rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let word = &self.rest[..length];
        let index = MONTHS
            .iter()
            .position(|name| name.starts_with(word) && word.len() >= 3 || (word == "sept" && *name == "september"))?;
        self.rest = &self.rest[length..];
        self.eat(".");
        Some(index as u64 + 1)
    }

    /// Passes the name of a day of the week, if one is here; it adds nothing to the date.
    pub(crate) fn weekday(&mut self) {
        for name in WEEKDAYS {
            let mut after = *self;
            if !after.eat(name) {
                continue;
            }
            if matches!(*name, "星期" | "週" | "周" | "礼拜" | "禮拜") {
                after.eat_char(&['一', '二', '三', '四', '五', '六', '日', '天']);
            }
            after.eat(".");
            if after.peek().is_none_or(|c| !c.is_alphabetic() || !name.is_ascii()) {
                *self = after;
            }
            return;
        }
    }

    pub(crate) fn half(&mut self) -> Option<DayHalf> {
        HALVES.iter().find(|(word, _)| self.eat(word)).map(|(_, half)| *half)
    }

    /// Passes an era's name and gives the years before its first.
    pub(crate) fn era(&mut self) -> Option<u64> {
        ERAS.iter().find(|(name, _)| self.eat(name)).map(|(_, before)| *before)
    }

    /// Passes a zone: `Z`, `+08:00`, `GMT+8`, a name, and after it a name from the zone database.
    pub(crate) fn zone(&mut self) -> Option<Zone> {
        let mut at = *self;
        let zone = if at.eat("utc") || at.eat("gmt") || at.eat("ut") || at.eat("z") {
            let mut after = at;
            after.gap();
            match after.offset() {
                Some(minutes) => {
                    at = after;
                    Some(Zone::East(minutes))
                }
                None => Some(Zone::East(0)),
            }
        } else if let Some(minutes) = at.offset() {
            Some(Zone::East(minutes))
        } else if let Some((_, minutes)) = ZONES.iter().find(|(name, _)| at.eat(name)) {
            Some(Zone::East(*minutes))
        } else if let Some((_, minutes)) = SEASONAL_ZONES.iter().find(|(name, _)| at.eat(name)) {
            Some(Zone::Seasonal(*minutes))
        } else {
            AMBIGUOUS_ZONES.iter().find(|name| at.eat(name)).map(|_| Zone::Unknown)
        }?;
        if at.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            return None;
        }
        *self = at;
        Some(zone)
    }

    /// Passes a comment after an offset: `(CST)`, `[Asia/Shanghai]`.
    pub(crate) fn zone_comment(&mut self) {
        self.gap();
        let mut at = *self;
        if at.zone().is_some() {
            *self = at;
        }
        let end = at.rest.trim_end().len();
        let name = &at.rest[..end];
        if name.contains('/') && name.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '/' | '_' | '-')) {
            self.rest = "";
        }
    }

    fn offset(&mut self) -> Option<i32> {
        let mut at = *self;
        let sign = if at.eat_char(&['-', '\u{2212}']).is_some() { -1 } else { at.eat_char(&['+']).map(|_| 1)? };
        let (value, digits) = at.number()?;
        let (hours, minutes) = match digits {
            1 | 2 if at.eat(":") => (value, at.number().filter(|(_, digits)| *digits == 2)?.0),
            1 | 2 => (value, 0),
            4 => (value / 100, value % 100),
            _ => return None,
        };
        if hours > 23 || minutes > 59 {
            return None;
        }
        *self = at;
        Some(sign * (hours as i32 * 60 + minutes as i32))
    }
}
