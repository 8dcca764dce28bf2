//! The configuration file and the environment, turned into plain values. Nothing below `main` reads either.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use serde::Deserialize;

use kanbao::{app::Settings, script::Script, text::Ambiguous};

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

/// The configuration file. Every key may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    script: Option<String>,
    scripts: Option<Vec<String>>,
    measure: Option<u16>,
    ambiguous: Option<String>,
    hanging: Option<bool>,
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
    parse(&text).map_err(|message| anyhow!("{}: {message}", path.display()))
}

fn parse(text: &str) -> Result<Settings, String> {
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        format!("line {line}: {}", error.message().trim_end_matches('.'))
    })?;
    let mut settings = Settings::default();
    let script = |name: &String| name.parse::<Script>().map_err(|error| error.to_string());
    if let Some(name) = &file.script {
        settings.script = script(name)?;
    }
    if let Some(names) = &file.scripts {
        settings.cycle = names.iter().map(script).collect::<Result<_, _>>()?;
        if settings.cycle.is_empty() {
            return Err("scripts is empty; name at least one script".to_owned());
        }
    }
    if let Some(measure) = file.measure {
        settings.measure = measure.max(2);
    }
    if let Some(ambiguous) = &file.ambiguous {
        settings.ambiguous = ambiguous_width(ambiguous)?;
    }
    if let Some(hanging) = file.hanging {
        settings.hanging = hanging;
    }
    Ok(settings)
}

/// The meaning of `narrow` and `wide`.
///
/// # Errors
/// For any other word, with a sentence that names the two.
pub fn ambiguous_width(name: &str) -> Result<Ambiguous, String> {
    match name {
        "narrow" => Ok(Ambiguous::Narrow),
        "wide" => Ok(Ambiguous::Wide),
        _ => Err(format!("“{name}” is not a width; write narrow or wide")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_the_defaults() {
        assert_eq!(parse("").unwrap(), Settings::default());
    }

    #[test]
    fn every_key_is_read() {
        let settings = parse(
            "script = \"taiwan\"\nscripts = [\"original\", \"simplified\"]\nmeasure = 60\nambiguous = \"wide\"\nhanging = true\n",
        )
        .unwrap();
        assert_eq!(settings.script, Script::Taiwan);
        assert_eq!(settings.cycle, [Script::Original, Script::Simplified]);
        assert_eq!((settings.measure, settings.ambiguous, settings.hanging), (60, Ambiguous::Wide, true));
    }

    #[test]
    fn errors_name_the_line_or_the_word() {
        assert!(parse("measure = 60\nmesure = 4").unwrap_err().starts_with("line 2: "));
        assert!(parse("script = \"klingon\"").unwrap_err().contains("klingon"));
        assert!(parse("scripts = []").unwrap_err().contains("scripts"));
        assert!(parse("ambiguous = \"double\"").unwrap_err().contains("narrow or wide"));
        assert!(parse("measure = \"x\"").unwrap_err().starts_with("line 1: "));
    }
}
