//! Days, months and years as people type them: `2024-05-06`, `2024年5月`, `2024`.

use jiff::civil::Date;

/// Parses a day; of a month or a year, the first day.
pub(crate) fn parse_day(text: &str) -> Option<Date> {
    let fields = text.trim().trim_end_matches(['年', '月', '日']);
    let mut numbers = [1_i16; 3];
    for (index, field) in fields.split(['-', '/', '.', '年', '月']).enumerate() {
        let digits = (1..=4).contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_digit());
        *numbers.get_mut(index)? = field.parse().ok().filter(|_| digits)?;
    }
    let [year, month, day] = numbers;
    // Year 21 is a day or a mistake.
    if year < 1000 {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::parse_day;

    #[test]
    fn months_and_years_begin_with_their_first_day() {
        for (text, expected) in [
            ("2024-05-06", Some("2024-05-06")),
            ("2024年5月6日", Some("2024-05-06")),
            ("2024年5月", Some("2024-05-01")),
            (" 2024/5 ", Some("2024-05-01")),
            ("2024", Some("2024-01-01")),
            ("21", None),
            ("2024-13", None),
            ("2024-02-30", None),
            ("2024-1-1-1", None),
            ("-2024", None),
            ("", None),
        ] {
            assert_eq!(parse_day(text).map(|day| day.to_string()).as_deref(), expected, "{text}");
        }
    }
}
