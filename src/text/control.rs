//! Characters that a terminal or a pager could act on, wherever they stand in a text.

/// True if a character gives an order to a terminal, or turns what stands beside it round: C0 but line feed and tab, DEL,
/// C1, and the bidirectional controls (UAX #9, 2).
#[must_use]
pub fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || is_bidi(c)
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// True if a character shows nothing by itself: those of [`is_control`] beyond ASCII, and what steers how text is laid out
/// (general category Cf), line and paragraph separators among them.
#[must_use]
pub fn hides(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// JSON in which every character of [`hides`] is escaped: the same value, and nothing in it that a terminal acts on.
#[must_use]
pub fn harmless_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        // They can stand in strings only, and every string may hold them escaped.
        if hides(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.extend(format!("\\u{unit:04x}").chars());
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn json_is_the_same_and_harmless(text in any::<String>(), hidden in "[\u{7f}-\u{a0}\u{202a}-\u{202e}\u{2066}\u{e0041}國]{0,6}") {
            let text = text + &hidden;
            let json = harmless_json(&serde_json::to_string(&text).unwrap());
            prop_assert!(!json.chars().any(|c| is_control(c) || hides(c)), "{:?}", json);
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
