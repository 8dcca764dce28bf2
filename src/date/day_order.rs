//! The order of day and month in a feed, where a date like `03/04/2021` has two readings: a program writes all its dates
//! alike, so one date whose day is over twelve decides for all.

/// The position of the day among the two numbers before a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayOrder {
    /// `17/12/2021`
    DayFirst,
    /// `12/17/2021`
    MonthFirst,
}

impl DayOrder {
    /// The order of all dates of a feed. None if no date decides it, or if they contradict each other.
    pub(crate) fn detect<'t>(dates: impl Iterator<Item = &'t str>) -> Option<DayOrder> {
        let mut order = None;
        for (first, second, _) in dates.filter_map(numbers) {
            let this = match (first, second) {
                (13.., 1..=12) => DayOrder::DayFirst,
                (1..=12, 13..) => DayOrder::MonthFirst,
                _ => continue,
            };
            if order.is_some_and(|order| order != this) {
                return None;
            }
            order = Some(this);
        }
        order
    }

    /// Rewrites a date of two readings with its year first; none for other dates.
    pub(crate) fn year_first(self, text: &str) -> Option<String> {
        let (first, second, rest) = numbers(text)?;
        if !(1..=12).contains(&first) || !(1..=12).contains(&second) {
            return None;
        }
        let (year, time) = rest.split_at(4);
        let (month, day) = if self == DayOrder::DayFirst { (second, first) } else { (first, second) };
        Some(format!("{year}-{month}-{day}{time}"))
    }
}

/// The two numbers before a year of four digits, and what begins with the year. A day of the week may stand before them.
fn numbers(text: &str) -> Option<(u8, u8, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_alphabetic() || matches!(c, ' ' | ',' | '，' | '.'));
    let (first, text) = number(text)?;
    let mark = text.chars().next().filter(|mark| matches!(mark, '/' | '-' | '.'))?;
    let (second, text) = number(&text[1..])?;
    let rest = text.strip_prefix(mark)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (digits == 4).then_some((first, second, rest))
}

fn number(text: &str) -> Option<(u8, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = text.get(..digits).filter(|_| matches!(digits, 1 | 2))?.parse().ok()?;
    Some((value, &text[digits..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::DayOrder;

    #[test]
    fn one_day_over_twelve_decides_for_all() {
        let of = |dates: &[&str]| DayOrder::detect(dates.iter().copied());
        assert_eq!(of(&["03/04/2021 15:30", "17/12/2021"]), Some(DayOrder::DayFirst));
        assert_eq!(of(&["Fri, 12/17/2021 3:30 PM", "3/4/2021"]), Some(DayOrder::MonthFirst));
        assert_eq!(of(&["17-12-2021", "12-17-2021"]), None);
        assert_eq!(of(&["03/04/2021", "2021/12/17", "17 Dec 2021", "", "17/12/21"]), None);
    }

    #[test]
    fn the_year_goes_first() {
        let day = DayOrder::DayFirst;
        assert_eq!(day.year_first("03/04/2021 15:30").as_deref(), Some("2021-4-3 15:30"));
        assert_eq!(DayOrder::MonthFirst.year_first("3-4-2021").as_deref(), Some("2021-3-4"));
        assert_eq!(day.year_first("17/12/2021"), None);
        assert_eq!(day.year_first("2021/12/17"), None);
    }

    proptest! {
        #[test]
        fn any_text(text in "([0-9]{1,5}|[/., -]|[一-三]|Fri){0,9}") {
            let _ = DayOrder::detect([text.as_str()].into_iter());
            let _ = DayOrder::DayFirst.year_first(&text);
        }
    }
}
