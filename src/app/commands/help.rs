//! The help page, derived from the table of commands.

use super::{context::KeyContext, table::COMMANDS};

/// A line of the help page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// The keys of a command; `None` for a heading or an empty line.
    pub keys: Option<String>,
    /// The effect of the command, or the heading.
    pub text: &'static str,
}

/// A row of the help page on a screen of some width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelpRow {
    /// Keys of a command, from the third cell on.
    pub keys: String,
    /// The effect of the command or a part of that, or the heading.
    pub text: String,
    /// The column of the text.
    pub column: u16,
    /// True for a heading.
    pub is_heading: bool,
}

/// Cells of the column of keys.
const KEY_COLUMNS: usize = 22;
/// Columns of a screen that has room for the keys of a command beside its text.
const MIN_COLUMNS_BESIDE_KEYS: usize = 48;

/// The rows of the help page on a screen of so many cells: every word of it, at every width.
#[must_use]
pub fn help_rows(width: u16) -> Vec<HelpRow> {
    let width = usize::from(width);
    let mut rows = Vec::new();
    for HelpLine { keys, text } in help_lines() {
        let Some(keys) = keys else {
            let heading = |text| HelpRow { text, column: 1, is_heading: true, ..HelpRow::default() };
            rows.extend(wrapped(text, width.saturating_sub(1)).into_iter().map(heading));
            continue;
        };
        let beside = width >= MIN_COLUMNS_BESIDE_KEYS;
        let column = if beside { (keys.len() + 2).max(KEY_COLUMNS) + 1 } else { 4.min(width / 4) };
        let first = rows.len();
        rows.extend(
            wrapped(&keys, width.saturating_sub(2)).into_iter().map(|keys| HelpRow { keys, ..HelpRow::default() }),
        );
        for (index, text) in wrapped(text, width.saturating_sub(column)).into_iter().enumerate() {
            match rows.get_mut(first) {
                Some(row) if beside && index == 0 => (row.text, row.column) = (text, column as u16),
                _ => rows.push(HelpRow { text, column: column as u16, ..HelpRow::default() }),
            }
        }
    }
    rows
}

/// An ASCII text in lines of so many characters at most; at least one line.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let mut word = word;
        while let Some(line) = lines.last_mut() {
            let space = usize::from(!line.is_empty());
            if line.len() + space + word.len() <= room {
                if space > 0 {
                    line.push(' ');
                }
                line.push_str(word);
                break;
            }
            // A word that fits no line is cut.
            if line.is_empty() {
                let (head, tail) = word.split_at_checked(room).unwrap_or((word, ""));
                line.push_str(head);
                word = tail;
            }
            lines.push(String::new());
        }
    }
    lines
}

/// The lines of the help page.
#[must_use]
pub fn help_lines() -> Vec<HelpLine> {
    let mut lines = Vec::new();
    let groups = [
        ("Everywhere", vec![KeyContext::List, KeyContext::Article, KeyContext::Results]),
        ("In the lists", vec![KeyContext::List, KeyContext::Results]),
        ("In the list of articles", vec![KeyContext::List]),
        ("In the results of a search", vec![KeyContext::Results]),
        ("In an article", vec![KeyContext::Article]),
        ("While a passage is selected", vec![KeyContext::Selection]),
        ("In a list to choose from", vec![]),
        ("Over a picture", vec![KeyContext::Picture]),
    ];
    for (heading, contexts) in groups {
        if !lines.is_empty() {
            lines.push(HelpLine { keys: None, text: "" });
        }
        lines.push(HelpLine { keys: None, text: heading });
        for command in COMMANDS {
            let places: Vec<_> = command
                .contexts
                .iter()
                .copied()
                .filter(|context| match context {
                    KeyContext::Help | KeyContext::Menu => false,
                    KeyContext::Selection | KeyContext::Picture => command.contexts == [*context],
                    KeyContext::List | KeyContext::Article | KeyContext::Results => true,
                })
                .collect();
            if places == contexts && command.contexts != [KeyContext::Help] {
                lines.push(HelpLine { keys: Some(command.keys.join(" ")), text: command.doc });
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The help page as Markdown. `KANBAO_WRITE_KEYS=1 cargo test keys` writes it anew.
    fn keys_page() -> String {
        let line = |line: &HelpLine| match &line.keys {
            Some(keys) => {
                let keys: Vec<_> = keys.split(' ').map(|key| format!("`{key}`")).collect();
                format!("| {} | {} |\n", keys.join(" "), line.text)
            }
            None if line.text.is_empty() => String::new(),
            None => format!("\n## {}\n\n| keys | |\n|---|---|\n", line.text),
        };
        let head = "# Keys\n\nMade from the table of commands; `?` shows the same in the program.\n";
        [head.to_owned()].into_iter().chain(help_lines().iter().map(line)).collect()
    }

    #[test]
    fn the_list_of_keys_is_fresh() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/KEYS.md");
        if std::env::var_os("KANBAO_WRITE_KEYS").is_some() {
            std::fs::write(&path, keys_page()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), keys_page(), "run KANBAO_WRITE_KEYS=1 cargo test keys");
    }

    #[test]
    fn every_word_of_the_page_is_shown_at_every_width() {
        let words = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
        let page: String =
            help_lines().iter().map(|line| words(line.keys.as_deref().unwrap_or("")) + &words(line.text)).collect();
        assert!(page.is_ascii());
        for width in 1..=200 {
            let rows = help_rows(width);
            let mut shown: Vec<char> = rows
                .iter()
                .flat_map(|row| words(&row.keys).chars().chain(words(&row.text).chars()).collect::<Vec<_>>())
                .collect();
            let mut expected: Vec<char> = page.chars().collect();
            shown.sort_unstable();
            expected.sort_unstable();
            assert_eq!(shown, expected, "{width}");
            let fits = |row: &HelpRow| {
                let keys = if row.keys.is_empty() { 0 } else { 2 + row.keys.len() };
                let text = if row.text.is_empty() { 0 } else { usize::from(row.column) + row.text.len() };
                (row.text.is_empty() || row.keys.is_empty() || keys < usize::from(row.column))
                    && keys.max(text) <= usize::from(width)
            };
            // Narrower ones have no room for the blanks at their left.
            assert!(width < 4 || rows.iter().all(fits), "{width}");
        }
    }

    #[test]
    fn every_command_outside_the_page_itself_is_on_it() {
        let lines = help_lines();
        for command in COMMANDS.iter().filter(|command| command.contexts != [KeyContext::Help]) {
            assert!(lines.iter().any(|line| line.keys.is_some() && line.text == command.doc), "{}", command.name);
        }
    }
}
