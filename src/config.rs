//! The configuration file and the environment as plain values. Nothing below `main` reads either.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Result, anyhow};
use kanbao::{
    app::settings::Settings,
    net::Proxies,
    system::{ReadError, read_bounded, restrict_to_owner},
};

mod parse;

use parse::Problem;

/// The most bytes of a configuration file.
const MAX_FILE_BYTES: u64 = 1 << 20;
/// The most problems of one file that are listed; further ones are counted.
const MAX_LISTED: usize = 20;

/// The files and folders of kanbao on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Locations {
    /// The library file.
    pub library: PathBuf,
    /// True if the library lies at its default place.
    pub is_default: bool,
    /// The configuration file.
    pub config: PathBuf,
    /// The folder for conversion tables.
    pub cache: PathBuf,
    /// The folder for reports of crashes.
    pub state: PathBuf,
}

impl Locations {
    /// The locations of the XDG base directory specification, with the library that the command line or `KANBAO_LIBRARY`
    /// names.
    ///
    /// # Errors
    /// If neither `HOME` nor the variable for a folder is set.
    pub(crate) fn from_environment(library: Option<PathBuf>) -> Result<Locations> {
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
            is_default: named.is_none(),
            library: match named {
                Some(path) => path,
                None => folder("XDG_DATA_HOME", ".local/share")?.join("library.db"),
            },
            config: folder("XDG_CONFIG_HOME", ".config")?.join("config.toml"),
            cache: folder("XDG_CACHE_HOME", ".cache")?,
            state: folder("XDG_STATE_HOME", ".local/state")?,
        })
    }

    /// Makes the folders of kanbao private. A folder whose permissions cannot be changed stays as it is.
    pub(crate) fn make_private(&self) {
        // A library elsewhere may lie in a folder that is shared on purpose.
        let library = self.library.parent().filter(|_| self.is_default);
        for folder in [library, self.config.parent(), Some(&self.cache), Some(&self.state)].into_iter().flatten() {
            let _ = restrict_to_owner(folder);
        }
    }
}

/// The proxies that the environment names.
pub(crate) fn proxies() -> Proxies {
    Proxies::from_variables(|name| env::var(name).ok())
}

/// The configuration file as it was read.
#[derive(Debug, Default)]
pub(crate) struct Configuration {
    /// The settings; each that is missing or wrong has its default.
    pub settings: Settings,
    /// One sentence for each part of the file that was left out.
    pub problems: Vec<String>,
}

/// Reads the configuration file; without one all settings have their defaults. Mistakes are listed and the rest applies,
/// because no setting does harm by keeping its default.
pub(crate) fn read(path: &Path) -> Configuration {
    let unusable = |what: String| Configuration {
        settings: Settings::default(),
        problems: vec![format!("{} {what}; all settings have their defaults until that is mended.", path.display())],
    };
    let bytes = match read_bounded(path, MAX_FILE_BYTES) {
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
    let (settings, found) = parse::parse(&text);
    let mut problems: Vec<String> = found.iter().take(MAX_LISTED).map(|problem| named(path, problem)).collect();
    if found.len() > MAX_LISTED {
        problems.push(format!("{}: {} further lines were left out.", path.display(), found.len() - MAX_LISTED));
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
    fn an_unusable_file_is_one_sentence_and_the_defaults() {
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
        assert_eq!(problems.len(), MAX_LISTED + 1);
        assert!(problems[0].contains("line 1, column 1: there is no setting “mesure0”"), "{}", problems[0]);
        assert!(problems[MAX_LISTED].contains("49980 further lines"), "{}", problems[MAX_LISTED]);
    }
}
