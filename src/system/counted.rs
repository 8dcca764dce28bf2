//! Numbers with their nouns, as messages name them.

/// `1 article`, `2 articles`
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
