//! The help page, derived from the table of commands.

use super::{COMMANDS, Screen};

/// A line of the help page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// The keys of a command; `None` for a heading or an empty line.
    pub keys: Option<String>,
    /// What the command does, or the heading.
    pub text: &'static str,
}

/// The lines of the help page.
#[must_use]
pub fn help_lines() -> Vec<HelpLine> {
    let mut lines = Vec::new();
    let groups = [
        ("Everywhere", vec![Screen::Shelf, Screen::Reader, Screen::Results]),
        ("In the lists", vec![Screen::Shelf, Screen::Results]),
        ("In the list of articles", vec![Screen::Shelf]),
        ("In the results of a search", vec![Screen::Results]),
        ("In an article", vec![Screen::Reader]),
        ("While a passage is marked", vec![Screen::Marking]),
        ("In a list to choose from", vec![]),
    ];
    for (heading, screens) in groups {
        if !lines.is_empty() {
            lines.push(HelpLine { keys: None, text: "" });
        }
        lines.push(HelpLine { keys: None, text: heading });
        for command in COMMANDS {
            let places: Vec<_> = command
                .screens
                .iter()
                .copied()
                .filter(|screen| match screen {
                    Screen::Help | Screen::Menu => false,
                    Screen::Marking => command.screens == [Screen::Marking],
                    Screen::Shelf | Screen::Reader | Screen::Results => true,
                })
                .collect();
            if places == screens && command.screens != [Screen::Help] {
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
    fn every_command_outside_the_page_itself_is_on_it() {
        let lines = help_lines();
        for command in COMMANDS.iter().filter(|command| command.screens != [Screen::Help]) {
            assert!(lines.iter().any(|line| line.keys.is_some() && line.text == command.doc), "{}", command.name);
        }
    }
}
