//! Dates that stand within a longer text or in an address.

use url::Url;

use super::published::Published;

/// Limit of the characters of one date.
pub(crate) const MAX_DATE_CHARS: usize = 44;

/// The first date in a text that is not that of a change; else the first of a change, with true.
pub(crate) fn find(text: &str) -> Option<(Published, bool)> {
    let mut changed = None;
    let mut end_of_last = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let is_start = at >= end_of_last
            && (c.is_ascii_digit() && !before.is_ascii_digit()
                || matches!(c, '民' | '令' | '平' | '昭' | '二' | '０'..='９')
                || c.is_ascii_uppercase() && !before.is_ascii_alphabetic());
        before = c;
        if !is_start {
            continue;
        }
        let Some((date, end)) = at_start(&text[at..]) else { continue };
        end_of_last = at + end;
        let before_it: String = text[..at].chars().rev().take(10).collect::<Vec<_>>().into_iter().rev().collect();
        let is_change =
            ["更新", "修改", "修訂", "수정", "Updated", "updated", "最終"].iter().any(|word| before_it.contains(word));
        if !is_change {
            return Some((date, false));
        }
        changed = changed.or(Some(date));
    }
    changed.map(|date| (date, true))
}

/// The longest date at the start of a text, and its length in bytes.
fn at_start(text: &str) -> Option<(Published, usize)> {
    let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(MAX_DATE_CHARS).collect();
    // Years of the Republic are written without its name, too.
    let bare = is_republic_year(text, 80);
    let mut numbers = 0;
    let could_end: Vec<usize> = ends
        .iter()
        .copied()
        .filter(|end| {
            let c = text[..*end].chars().next_back();
            numbers += usize::from(c.is_some_and(|c| c.is_ascii_digit()));
            numbers >= 3 || !text.is_ascii()
        })
        .collect();
    could_end.iter().rev().find_map(|end| {
        let part = &text[..*end];
        let cuts = |c: char| c.is_ascii_digit();
        if part.ends_with(char::is_whitespace) || part.ends_with(cuts) && text[*end..].starts_with(cuts) {
            return None;
        }
        let date = if let Some(mended) = year_apart(part).or_else(|| glued(part)) {
            Published::parse(&mended)
        } else if bare {
            Published::parse(&format!("民國{part}"))
        } else {
            Published::parse(part)
        };
        let civil = date.as_ref()?.civil();
        (1900..=2200).contains(&civil.year()).then_some(())?;
        Some((date?, *end))
    })
}

/// True if a text begins with a year of the Republic from `first` on, three digits without its name.
pub(crate) fn is_republic_year(text: &str, first: u16) -> bool {
    text.bytes().take_while(u8::is_ascii_digit).count() == 3
        && text[..3].parse().is_ok_and(|year: u16| (first..200).contains(&year))
        && text[3..].starts_with(['/', '-', '.', '年'])
}

/// `2021 12/17 15:30`, whose year stands in a box of its own.
fn year_apart(text: &str) -> Option<String> {
    let (year, rest) = text.split_at_checked(4)?;
    let day = rest.trim_start();
    let digits = day.bytes().take_while(u8::is_ascii_digit).count();
    let is_apart = matches!(year.parse(), Ok(1900..=2199_u16)) && rest.starts_with(' ') && matches!(digits, 1 | 2);
    (is_apart && day[digits..].starts_with('/')).then(|| format!("{year}/{day}"))
}

/// `2021-12-1715:30`, whose time stands in a box of its own.
fn glued(text: &str) -> Option<String> {
    let (date, time) = text.split_at_checked("2021-12-17".len())?;
    let is_glued = date.is_ascii()
        && date[4..].starts_with(['-', '/', '.'])
        && date.ends_with(|c: char| c.is_ascii_digit())
        && matches!(time.as_bytes(), [b'0'..=b'9', b'0'..=b'9', b':', _, _, ..]);
    is_glued.then(|| format!("{date} {time}"))
}

/// `/2021/12/17/`, `?id=20211217-3`, `/20211217/`, `/2021-12/17/`, `/2021/1217/` in an address.
pub(crate) fn in_address(address: &Url) -> Option<Published> {
    let path = &address[url::Position::BeforePath..url::Position::AfterQuery];
    let bytes = path.as_bytes();
    for (at, _) in path.match_indices("20") {
        if at == 0 || bytes[at - 1].is_ascii_digit() {
            continue;
        }
        let digits: String = path[at..].chars().take(10).filter(char::is_ascii_digit).take(8).collect();
        let length = path[at..]
            .chars()
            .take(10)
            .take_while(|c| c.is_ascii_digit() || "/-_".contains(*c))
            .filter(char::is_ascii_digit)
            .count();
        if length >= 8
            && let Some(date) = Published::parse(&digits)
        {
            return Some(date);
        }
    }
    None
}

/// Reads a date that stands alone or among other words, or a number of seconds or milliseconds since 1970.
pub(crate) fn parse_loosely(text: &str) -> Option<Published> {
    let text = text.trim();
    let epoch = || {
        let digits = matches!(text.len(), 10 | 13) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| Published::from_unix(text.parse().ok()?)).flatten()
    };
    epoch().or_else(|| Published::parse(text)).or_else(|| find(text).map(|(date, _)| date))
}

/// Reads `18-03-08 23:16` at the start of a text: East Asian pages write the year first.
pub(crate) fn short_year(text: &str) -> Option<Published> {
    let mut parts = text.splitn(3, '-');
    let (year, month, _) = (parts.next()?, parts.next()?, parts.next()?);
    let is_short = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_short(year) && is_short(month)).then(|| at_start(&format!("20{text}")).map(|(date, _)| date)).flatten()
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{find, in_address};

    #[test]
    fn dates_within_lines() {
        for (text, expected) in [
            ("2021年12月17日15:30 | 来源：望潮社", Some("2021-12-17T15:30:00")),
            ("来源：望潮社 发布时间：2021-12-17 15:30:29 字号", Some("2021-12-17T15:30:29")),
            ("更新時間：2021-12-18 10:00 發佈時間：2021-12-17 15:30", Some("2021-12-17T15:30:00")),
            ("中華民國110年12月17日 下午3:30 記者", Some("2021-12-17T15:30:00")),
            ("110/12/17 15:30", Some("2021-12-17T15:30:00")),
            ("令和3年12月17日（金）15時30分 望潮", Some("2021-12-17T15:30:00")),
            ("입력 2021.12.17. 오후 3:30 수정 2021.12.18. 오전 1:00", Some("2021-12-17T15:30:00")),
            ("Published Dec 17, 2021 3:30 PM by", Some("2021-12-17T15:30:00")),
            ("二〇二一年十二月十七日 星期五", Some("2021-12-17T00:00:00")),
            ("2021/12/17 15:30（12/18 10:00 更新）", Some("2021-12-17T15:30:00")),
            ("2021 12/17 15:30:29 来源：望潮社", Some("2021-12-17T15:30:29")),
            ("望潮社 2021-12-1715:30", Some("2021-12-17T15:30:00")),
            ("Dec 17 Fri 2021 15:30", Some("2021-12-17T15:30:00")),
            ("共 2021 人，12 月 17 日", None),
            ("ID 20211217999", None),
        ] {
            assert_eq!(find(text).map(|(date, _)| date.to_rfc3339()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn dates_in_addresses() {
        for (path, expected) in [
            ("/2021/12/17/a.html", Some("2021-12-17T00:00:00")),
            ("/n1/2021/1217/c1-3.html", Some("2021-12-17T00:00:00")),
            ("/a/20211217_123", Some("2021-12-17T00:00:00")),
            ("/gn/2021-12/17/content", Some("2021-12-17T00:00:00")),
            ("/hl?a=20211217-00000094-news", Some("2021-12-17T00:00:00")),
            ("/news/120211217", None),
            ("/news/2021", None),
        ] {
            let url = Url::parse(&format!("https://example.org{path}")).unwrap();
            assert_eq!(in_address(&url).map(|date| date.to_rfc3339()).as_deref(), expected, "{path}");
        }
    }
}
