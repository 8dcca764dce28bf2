//! The name of a file, made of a title that anybody may have written. It is a plain name on every file system: none
//! that leads elsewhere, hides, gives an order to a program, or cannot be typed, copied or deleted.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Bytes of the longest name without its ending. Some file systems that encrypt names take 143 in all; a number may
/// be put behind it.
const MAX_NAME_BYTES: usize = 120;

/// The name of a title's file, without ending.
pub(crate) fn stem(title: &str) -> String {
    let mut name = String::new();
    for c in title.nfc() {
        match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => name.push('_'),
            c if c.is_whitespace() => name.push(' '),
            c if is_invisible(c) => {}
            c => name.push(c),
        }
    }
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // A point in front hides, one at the end is dropped by Windows; - begins an option, ~ is a home, $ and % name
    // variables in some shells only inside quotation marks and may stay.
    let edges = ['.', ' ', '-', '~'];
    let name = cut(name.trim_matches(edges)).trim_end_matches(edges);
    if name.is_empty() {
        return "untitled".to_owned();
    }
    if is_reserved(name) { format!("_{name}") } else { name.to_owned() }
}

/// The form that two names have in common if some file system takes them for one.
pub(crate) fn folded(name: &str) -> String {
    name.nfkd().flat_map(char::to_lowercase).nfkd().collect()
}

/// The beginning of a name within the limit, cut between grapheme clusters.
fn cut(name: &str) -> &str {
    let mut end = 0;
    for (at, cluster) in name.grapheme_indices(true) {
        if at + cluster.len() > MAX_NAME_BYTES {
            break;
        }
        end = at + cluster.len();
    }
    // A single cluster can be longer than any name.
    if end == 0 { &name[..name.floor_char_boundary(MAX_NAME_BYTES)] } else { &name[..end] }
}

/// Characters that show nothing or turn what stands beside them round: controls, format characters, tags, variation
/// selectors in front of nothing, private use, and what is no character.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{d7ff}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{ffff}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{10ffff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Names that are devices on Windows, whatever their ending and case.
fn is_reserved(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"].contains(&base.as_str()) {
        return true;
    }
    let port = base.strip_prefix("COM").or_else(|| base.strip_prefix("LPT"));
    port.is_some_and(|port| {
        let mut chars = port.chars();
        matches!(chars.next(), Some('0'..='9' | '¹' | '²' | '³')) && chars.next().is_none()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_titles() {
        for (title, name) in [
            ("东河大桥通车", "东河大桥通车"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("/etc/passwd", "_etc_passwd"),
            ("a\\b:c*d?e\"f<g>h|i", "a_b_c_d_e_f_g_h_i"),
            ("行\n行\t\u{3000}行", "行 行 行"),
            ("\u{202e}txt.exe\u{1b}[31m\u{0}", "txt.exe[31m"),
            (".hidden.", "hidden"),
            ("-rf ~", "rf"),
            ("con", "_con"),
            ("Com1.txt", "_Com1.txt"),
            ("LPT¹", "_LPT¹"),
            ("COM10", "COM10"),
            ("concert", "concert"),
            ("...", "untitled"),
            ("", "untitled"),
            ("e\u{301}te\u{301}", "été"),
        ] {
            assert_eq!(stem(title), name, "{title:?}");
        }
        assert_eq!(stem(&"報".repeat(300)), "報".repeat(40));
        assert_eq!(stem(&format!("{}~{}", "a".repeat(119), "報")), "a".repeat(119));
        assert_eq!(stem(&format!("a{}", "\u{301}".repeat(500))).len(), 120);
        assert_eq!(folded("ＡbＣ été"), folded("abc E\u{301}te\u{301}"));
    }

    proptest! {
        #[test]
        fn every_name_is_plain(title in prop_oneof!["\\PC{0,60}", "[./\\\\~ \u{0}-\u{1f}a-cN-U:*\u{202e}\u{e000}-]{0,12}", any::<String>()]) {
            let name = stem(&title);
            prop_assert!(!name.is_empty() && name.len() <= MAX_NAME_BYTES + 1, "{name:?}");
            prop_assert!(!name.starts_with(['.', '-', '~', ' ']) && !name.ends_with(['.', ' ']), "{name:?}");
            prop_assert!(!name.chars().any(|c| is_invisible(c) || "/\\:*?\"<>|".contains(c)), "{name:?}");
            prop_assert!(!is_reserved(&name), "{name:?}");
            prop_assert_eq!(stem(&name), name);
        }
    }
}
