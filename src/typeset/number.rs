//! The numbers of lists in their styles, with the mark behind them. Nothing in here knows a line.

use crate::article::NumberStyle;

/// The greatest number that is written in Roman or Han numerals; beyond it the digits are.
const MAX_WRITTEN: u32 = 3999;

/// A number as it stands before an item: `3.`, `c.`, `iii.`, 三、.
pub(crate) fn written(number: u32, style: NumberStyle) -> String {
    let written = match style {
        NumberStyle::Decimal => None,
        NumberStyle::LowerAlpha => alpha(number, b'a'),
        NumberStyle::UpperAlpha => alpha(number, b'A'),
        NumberStyle::LowerRoman => roman(number).map(|it| it.to_ascii_lowercase()),
        NumberStyle::UpperRoman => roman(number),
        NumberStyle::Han => return han(number).map_or_else(|| format!("{number}、"), |it| format!("{it}、")),
    };
    written.map_or_else(|| format!("{number}."), |it| format!("{it}."))
}

/// a to z, then aa; `None` for 0.
fn alpha(number: u32, first: u8) -> Option<String> {
    let (mut rest, mut letters) = (number, Vec::new());
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(first + (rest % 26) as u8));
        rest /= 26;
    }
    (!letters.is_empty()).then(|| letters.iter().rev().collect())
}

fn roman(number: u32) -> Option<String> {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut rest, mut written) = (number, String::new());
    for (value, letters) in PARTS {
        while rest >= value && number <= MAX_WRITTEN {
            written.push_str(letters);
            rest -= value;
        }
    }
    (!written.is_empty()).then_some(written)
}

/// The number as it is spoken in Chinese: 十二, 一百零五.
fn han(number: u32) -> Option<String> {
    if number == 0 || number > MAX_WRITTEN {
        return None;
    }
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (mut written, mut skipped) = (String::new(), false);
    for (value, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (number / value % 10) as usize;
        if digit == 0 {
            skipped = true;
            continue;
        }
        if skipped && !written.is_empty() {
            written.push('零');
        }
        skipped = false;
        // 十二, but 一百一十二.
        if !(value == 10 && digit == 1 && written.is_empty()) {
            written.push_str(digits[digit]);
        }
        written.push_str(unit);
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_their_styles() {
        let written =
            |style, numbers: &[u32]| numbers.iter().map(|it| written(*it, style)).collect::<Vec<_>>().join(" ");
        assert_eq!(written(NumberStyle::Decimal, &[0, 1, 12]), "0. 1. 12.");
        assert_eq!(written(NumberStyle::LowerAlpha, &[0, 1, 26, 27, 702, 703]), "0. a. z. aa. zz. aaa.");
        assert_eq!(written(NumberStyle::UpperAlpha, &[2]), "B.");
        assert_eq!(written(NumberStyle::LowerRoman, &[0, 4, 19, 4000]), "0. iv. xix. 4000.");
        assert_eq!(written(NumberStyle::UpperRoman, &[1994]), "MCMXCIV.");
        let han = written(NumberStyle::Han, &[0, 1, 10, 12, 20, 101, 110, 112, 1005, u32::MAX]);
        assert_eq!(han, "0、 一、 十、 十二、 二十、 一百零一、 一百一十、 一百一十二、 一千零五、 4294967295、");
    }
}
