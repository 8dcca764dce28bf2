//! The variables of the environment about the terminal and the browser, read once. Part of the program, as `config.rs` is.

use kanbao::{app::settings::first_browser, term::TerminalEnvironment};

/// The variables of the environment that concern the terminal.
#[derive(Debug)]
pub(crate) struct Variables(Vec<(&'static str, String)>);

const NAMES: &[&str] =
    &["TERM", "TMUX", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "BROWSER", "SSH_CONNECTION", "SSH_TTY"];

impl Variables {
    /// The variables of this process. A value that is not UTF-8 counts as not set.
    pub(crate) fn from_environment() -> Variables {
        Variables(NAMES.iter().filter_map(|name| Some((*name, std::env::var(name).ok()?))).collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The terminal as the variables describe it.
    pub(crate) fn terminal(&self) -> TerminalEnvironment<'_> {
        TerminalEnvironment {
            term: self.get("TERM"),
            tmux: self.get("TMUX"),
            colorterm: self.get("COLORTERM"),
            no_color: self.get("NO_COLOR"),
            lc_all: self.get("LC_ALL"),
            lc_ctype: self.get("LC_CTYPE"),
            lang: self.get("LANG"),
        }
    }

    /// The command that opens links, if the settings name none: the first of `BROWSER`, else the system's own. None over SSH,
    /// where a window would open on this machine and not on the reader's.
    pub(crate) fn browser(&self) -> String {
        let is_set = |name| self.get(name).is_some_and(|value| !value.is_empty());
        if is_set("SSH_CONNECTION") || is_set("SSH_TTY") {
            return String::new();
        }
        let named = self.get("BROWSER").unwrap_or_default();
        match first_browser(named) {
            "" if cfg!(target_os = "macos") => "open".to_owned(),
            "" => "xdg-open".to_owned(),
            first => first.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_opened_where_the_reader_sits() {
        let of = |variables: &[(&'static str, &str)]| {
            Variables(variables.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()).browser()
        };
        assert_eq!(of(&[("BROWSER", "firefox --new-tab %s:w3m")]), "firefox --new-tab %s");
        assert_eq!(of(&[("BROWSER", "'/opt/my browser' %s:w3m")]), "'/opt/my browser' %s");
        assert_eq!(of(&[("BROWSER", "firefox"), ("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")]), "");
        assert_eq!(of(&[("BROWSER", "firefox"), ("SSH_TTY", "")]), "firefox");
        assert!(["open", "xdg-open"].contains(&of(&[]).as_str()));
    }
}
