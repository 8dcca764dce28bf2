//! The configuration file and the environment, turned into plain values. Nothing below `main` reads either.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Result, anyhow};
use kanbao::{
    app::settings::Settings,
    net::Proxies,
    system::{ReadError, narrow, read_bounded},
};

mod reading;

use reading::Problem;

/// The longest configuration file that is read.
const MAX_BYTES: u64 = 1 << 20;
/// Problems of one file that are named; of more than that their number is told.
const MAX_NAMED: usize = 20;

/// Where things lie on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locations {
    /// The library file.
    pub library: PathBuf,
    /// Whether nobody has named another place for it.
    pub is_usual: bool,
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
            is_usual: named.is_none(),
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

impl Locations {
    /// Takes the rights of others away from the folders that are ours alone. What cannot be changed stays as it is.
    pub fn narrow(&self) {
        // The library may lie in a folder of the person's own.
        let library = self.library.parent().filter(|_| self.is_usual);
        for folder in [library, self.config.parent(), Some(&self.cache), Some(&self.state)].into_iter().flatten() {
            let _ = narrow(folder);
        }
    }
}

/// The proxies that the environment names.
pub fn proxies() -> Proxies {
    Proxies::of(|name| env::var(name).ok())
}

/// The configuration as it was read.
#[derive(Debug, Default)]
pub struct Configuration {
    /// The person's choices, as far as they can be meant.
    pub settings: Settings,
    /// What of the file was left out, a sentence each.
    pub problems: Vec<String>,
}

/// Reads the configuration file; a missing one means the defaults. Whatever is wrong with it is named and the rest holds:
/// no setting does harm by keeping its default.
pub fn read(path: &Path) -> Configuration {
    let unusable = |what: String| Configuration {
        settings: Settings::default(),
        problems: vec![format!("{} {what}; until that is put right every setting has its default.", path.display())],
    };
    let bytes = match read_bounded(path, MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(ReadError::Missing) => return Configuration::default(),
        Err(error) => return unusable(error.to_string()),
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..valid].split(|byte| *byte == b'\n').count();
            return unusable(format!("is not UTF-8 in line {line}"));
        }
    };
    let (settings, found) = reading::parse(&text);
    let mut problems: Vec<String> = found.iter().take(MAX_NAMED).map(|problem| named(path, problem)).collect();
    if found.len() > MAX_NAMED {
        problems.push(format!("{}: {} more of its lines were left out.", path.display(), found.len() - MAX_NAMED));
    }
    Configuration { settings, problems }
}

fn named(path: &Path, Problem { line, column, what }: &Problem) -> String {
    let end = if what.ends_with('?') { "" } else { "." };
    format!("{}, line {line}, column {column}: {what}{end}", path.display())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_file_that_cannot_be_used_is_one_sentence_and_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        symlink("/dev/zero", at("endless")).unwrap();
        std::fs::create_dir(at("folder")).unwrap();
        std::fs::write(at("binary"), b"measure = 60\n\xff\n").unwrap();
        std::fs::write(at("long"), "#\n".repeat(600_000)).unwrap();
        for (name, what) in [
            ("pipe", "is a pipe or a device"),
            ("endless", "is a pipe or a device"),
            ("folder", "is a folder"),
            ("binary", "is not UTF-8 in line 2"),
            ("long", "is longer than 1 MiB"),
        ] {
            let Configuration { settings, problems } = read(&at(name));
            assert!(problems.len() == 1 && problems[0].contains(what), "{name}: {problems:?}");
            assert_eq!(settings, Settings::default());
        }
        assert_eq!(read(&at("nothing")).problems, Vec::<String>::new());
    }

    #[test]
    fn a_file_full_of_mistakes_is_named_in_a_bounded_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let lines: Vec<String> = (0..50_000).map(|number| format!("mesure{number} = 1")).collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
        let problems = read(&path).problems;
        assert_eq!(problems.len(), MAX_NAMED + 1);
        assert!(problems[0].contains("line 1, column 1: there is no setting “mesure0”"), "{}", problems[0]);
        assert!(problems[MAX_NAMED].contains("49980 more"), "{}", problems[MAX_NAMED]);
    }
}
