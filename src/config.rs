//! The configuration file and the environment, turned into plain values. Nothing below `main` reads either.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use kanbao::{app::Settings, import::net::Proxies};
use toml::de::{DeTable, DeValue};

/// Where things lie on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locations {
    /// The library file.
    pub library: PathBuf,
    /// The configuration file.
    pub config: PathBuf,
    /// The folder for conversion tables.
    pub cache: PathBuf,
    /// The folder for reports of crashes.
    pub state: PathBuf,
}

impl Locations {
    /// The places of the XDG base directory specification, and `KANBAO_LIBRARY`.
    ///
    /// # Errors
    /// When neither `HOME` nor the variables that stand for it are set.
    pub fn from_environment(library: Option<PathBuf>) -> Result<Locations> {
        let folder = |variable: &str, below_home: &str| -> Result<PathBuf> {
            let absolute = |value| Some(PathBuf::from(value)).filter(|path: &PathBuf| path.is_absolute());
            if let Some(path) = env::var_os(variable).and_then(absolute) {
                return Ok(path.join("kanbao"));
            }
            let home = env::var_os("HOME").filter(|home| !home.is_empty());
            let home = home.ok_or_else(|| anyhow!("HOME is not set; set it, or set {variable} to a folder."))?;
            Ok(Path::new(&home).join(below_home).join("kanbao"))
        };
        let named = library.or_else(|| env::var_os("KANBAO_LIBRARY").filter(|v| !v.is_empty()).map(PathBuf::from));
        Ok(Locations {
            library: match named {
                Some(path) => path,
                None => folder("XDG_DATA_HOME", ".local/share")?.join("library.db"),
            },
            config: folder("XDG_CONFIG_HOME", ".config")?.join("config.toml"),
            cache: folder("XDG_CACHE_HOME", ".cache")?,
            state: folder("XDG_STATE_HOME", ".local/state")?,
        })
    }
}

/// The proxies that the environment names.
pub fn proxies() -> Proxies {
    Proxies::of(|name| env::var(name).ok())
}

/// Reads the configuration file; a missing one means the defaults.
///
/// # Errors
/// When the file cannot be read or says something that cannot be meant; the message names the line.
pub fn read(path: &Path) -> Result<Settings> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Settings::default()),
        Err(error) => return Err(error).with_context(|| format!("{} could not be read", path.display())),
    };
    parse(&text).map_err(|message| anyhow!("{}: {message}.", path.display()))
}

fn parse(text: &str) -> Result<Settings, String> {
    let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line(span.start));
        format!("line {line}: {}", error.message().trim_end_matches('.'))
    })?;
    let mut settings = Settings::default();
    for (name, value) in table.get_ref() {
        let at = |message: String| format!("line {}: {message}", line(name.span().start));
        match (name.get_ref().as_ref(), value.get_ref()) {
            ("keys", DeValue::Table(keys)) => {
                for (command, value) in keys {
                    let at = |message: String| format!("line {}: {message}", line(command.span().start));
                    let command = command.get_ref();
                    let keys =
                        items(value.get_ref()).ok_or_else(|| at(format!("the keys of {command} are no list")))?;
                    settings.keymap.bind(command, &keys).map_err(|error| at(error.to_string()))?;
                }
            }
            (name, value) => {
                let written = items(value).ok_or_else(|| at(format!("{name} is no text, number or list")))?.join(",");
                settings.set(name, &written).map_err(|error| at(error.to_string()))?;
            }
        }
    }
    Ok(settings)
}

/// A value, or the values of a list, as they are written.
fn items(value: &DeValue<'_>) -> Option<Vec<String>> {
    Some(match value {
        DeValue::String(text) => vec![text.to_string()],
        DeValue::Integer(number) => vec![number.to_string()],
        DeValue::Boolean(boolean) => vec![boolean.to_string()],
        DeValue::Array(list) => list.iter().map(|item| items(item.get_ref())?.pop()).collect::<Option<_>>()?,
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use kanbao::{
        app::{Action, Meaning, Screen},
        input::Press,
        script::Script,
        text::Ambiguous,
    };

    use super::*;

    #[test]
    fn an_empty_file_is_the_defaults_and_so_is_what_they_are_printed_as() {
        assert_eq!(parse("").unwrap(), Settings::default());
        assert_eq!(parse(&Settings::default().dump()).unwrap(), Settings::default());
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let settings = parse(
            "script = \"taiwan\"\nscripts = [\"original\", \"simplified\"]\nmeasure = 60\nambiguous = \"wide\"\nhanging = true\n[keys]\nfind = [\"/\", \"<F3>\"]\nquit = \"X\"\n",
        )
        .unwrap();
        assert_eq!(settings.script, Script::Taiwan);
        assert_eq!(settings.cycle, [Script::Original, Script::Simplified]);
        assert_eq!((settings.text.measure, settings.ambiguous, settings.text.hang), (60, Some(Ambiguous::Wide), true));
        let meaning = settings.keymap.meaning(Screen::Shelf, &[Press::char('X')]);
        assert_eq!(meaning, Meaning::Action(Action::Quit));
        assert_eq!(settings.keymap.meaning(Screen::Shelf, &[Press::char('Q')]), Meaning::None);
    }

    #[test]
    fn errors_name_the_line_and_the_word() {
        let cases = [
            ("measure = 60\nmesure = 4", "line 2: there is no setting “mesure”"),
            ("script = \"klingon\"", "line 1: script cannot be “klingon”"),
            ("scripts = []", "line 1: scripts cannot be"),
            ("\nambiguous = \"double\"", "line 2: ambiguous cannot be “double”; write auto, narrow or wide"),
            ("measure = \"x\"", "line 1: measure cannot be “x”"),
            ("measure = 1.5", "line 1: measure is no text"),
            ("measure = \n", "line 1: "),
            ("[keys]\nfind = \"/\"\nfly = \"f\"", "line 3: there is no command “fly”"),
            ("[keys]\nfind = \"<Foo>\"", "line 2: “<Foo>” is not a key"),
            ("[keys]\nfind = \"j\"", "line 2: find and down cannot both be on j"),
            ("[keys]\nfind = \"g\"", "line 2: find and top cannot both be on g"),
        ];
        for (text, start) in cases {
            let error = parse(text).unwrap_err();
            assert!(error.starts_with(start), "{error}");
        }
    }
}
