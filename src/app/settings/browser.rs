//! The command that opens links: its words, quoted as in a shell. No shell ever sees it, so nothing in it is a variable, a
//! pattern or another command.

use std::iter::Peekable;
use std::str::Chars;

/// The reason why a command has no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BrowserError {
    /// A quotation mark has no partner.
    #[error("a quotation mark in the browser's command is not closed; put one at its end, or \\ before it")]
    Open,
    /// A `\` stands at the end.
    #[error("the browser's command ends in \\; write \\\\ for the character itself")]
    Dangling,
    /// A control character stands in it.
    #[error("the browser's command holds a control character; write it without")]
    Control,
}

/// The words of a command: spaces part them, `'…'` and `"…"` hold them together, `\` takes the meaning from what follows
/// it (between `"` only from `"` and `\`).
pub(in crate::app) fn words(command: &str) -> Result<Vec<String>, BrowserError> {
    if command.contains(char::is_control) {
        return Err(BrowserError::Control);
    }
    let mut words = Vec::new();
    let mut rest = command.chars().peekable();
    while rest.next_if(|c| *c == ' ').is_some() || rest.peek().is_some() {
        if rest.peek().is_some_and(|c| *c != ' ') {
            words.push(word(&mut rest)?);
        }
    }
    Ok(words)
}

fn word(rest: &mut Peekable<Chars<'_>>) -> Result<String, BrowserError> {
    let mut word = String::new();
    while let Some(c) = rest.next_if(|c| *c != ' ') {
        match c {
            '\'' => loop {
                match rest.next().ok_or(BrowserError::Open)? {
                    '\'' => break,
                    c => word.push(c),
                }
            },
            '"' => loop {
                match rest.next().ok_or(BrowserError::Open)? {
                    '"' => break,
                    '\\' => match rest.next().ok_or(BrowserError::Open)? {
                        c @ ('"' | '\\') => word.push(c),
                        c => word.extend(['\\', c]),
                    },
                    c => word.push(c),
                }
            },
            '\\' => word.push(rest.next().ok_or(BrowserError::Dangling)?),
            c => word.push(c),
        }
    }
    Ok(word)
}

/// The first of the commands that `BROWSER` names with colons between them; a colon in quotation marks parts nothing.
#[must_use]
pub fn first_browser(list: &str) -> &str {
    let mut start = 0;
    let (mut quote, mut escaped) = (None, false);
    for (at, c) in list.char_indices().chain([(list.len(), ':')]) {
        let is_end = at == list.len();
        match (quote, c) {
            _ if escaped && !is_end => escaped = false,
            (None | Some('"'), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (_, ':') if quote.is_none() || is_end => {
                let command = list[start..at].trim();
                if !command.is_empty() {
                    return command;
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    ""
}

/// The command with an address in the place of every `%s`; behind it, if there is none.
pub(crate) fn opening(command: &str, address: &str) -> Result<Vec<String>, BrowserError> {
    let mut words = words(command)?;
    let is_named = words.iter().skip(1).any(|word| word.contains("%s"));
    // The program itself is never what an article says.
    for word in words.iter_mut().skip(1) {
        *word = word.replace("%s", address);
    }
    if !is_named && !words.is_empty() {
        words.push(address.to_owned());
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_quoted_as_in_a_shell() {
        for (command, expected) in [
            ("firefox --new-tab %s", vec!["firefox", "--new-tab", "%s"]),
            ("'/opt/my browser/bin' --new-tab %s", vec!["/opt/my browser/bin", "--new-tab", "%s"]),
            (r#""/opt/my \"browser\"" a\ b"#, vec![r#"/opt/my "browser""#, "a b"]),
            (r#"a"b c"'d e'f"#, vec!["ab cd ef"]),
            (r#"w3m "" '' \\"#, vec!["w3m", "", "", "\\"]),
            (r#""\n $HOME `x`" '\'"#, vec![r"\n $HOME `x`", "\\"]),
            ("  lynx   -nopause  ", vec!["lynx", "-nopause"]),
            ("", vec![]),
        ] {
            assert_eq!(words(command).unwrap(), expected, "{command}");
        }
        assert_eq!(words("'a b"), Err(BrowserError::Open));
        assert_eq!(words("\"a\\"), Err(BrowserError::Open));
        assert_eq!(words("a\\"), Err(BrowserError::Dangling));
        assert_eq!(words("a\u{1b}b"), Err(BrowserError::Control));
    }

    #[test]
    fn the_address_is_one_word_of_its_own_place() {
        let of = |command| opening(command, "https://a.example/?a=1&b=' x").unwrap();
        assert_eq!(of("w3m"), ["w3m", "https://a.example/?a=1&b=' x"]);
        assert_eq!(of("'my w3m' --url=%s -x"), ["my w3m", "--url=https://a.example/?a=1&b=' x", "-x"]);
        assert_eq!(of("%s"), ["%s", "https://a.example/?a=1&b=' x"]);
    }

    #[test]
    fn the_first_of_a_list_is_taken() {
        for (list, first) in [
            ("firefox --new-tab %s:w3m", "firefox --new-tab %s"),
            ("::w3m", "w3m"),
            ("'/opt/a:b' %s:w3m", "'/opt/a:b' %s"),
            (r"/opt/a\:b:w3m", r"/opt/a\:b"),
            ("'open:w3m", "'open:w3m"),
            ("", ""),
            (" : ", ""),
        ] {
            assert_eq!(first_browser(list), first, "{list}");
        }
    }

    proptest! {
        #[test]
        fn any_words_come_back_from_quotation_marks(list in proptest::collection::vec("[ -~國]{0,8}", 0..5)) {
            let single: Vec<String> = list.iter().map(|word| format!("'{}'", word.replace('\'', r"'\''"))).collect();
            prop_assert_eq!(words(&single.join(" ")), Ok(list.clone()));
            let double: Vec<String> =
                list.iter().map(|word| format!("\"{}\"", word.replace('\\', r"\\").replace('"', "\\\""))).collect();
            prop_assert_eq!(words(&double.join("  ")), Ok(list));
        }

        #[test]
        fn any_list_has_a_first_or_none(list in "[ -~國]{0,20}") {
            prop_assert!(list.contains(first_browser(&list)));
        }
    }
}
