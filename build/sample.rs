//! Lists the sample newspaper for `src/import/sample.rs`, which embeds it.

use std::{env, error::Error, fmt::Write, fs, path::PathBuf};

/// Writes the list.
pub(crate) fn write() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=sample_articles");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("sample_articles");
    let mut names = Vec::new();
    if root.is_dir() {
        for entry in fs::read_dir(&root)? {
            let entry = entry?;
            let name =
                entry.file_name().into_string().map_err(|name| format!("{} is not named in UTF-8", name.display()))?;
            if entry.file_type()?.is_file() && !name.starts_with('.') {
                names.push(name);
            }
        }
    }
    names.sort();
    let mut list = String::from("const FILES: &[(&str, &[u8])] = &[\n");
    for name in names {
        let path = root.join(&name);
        let path = path.to_str().ok_or("the path of the project is not in UTF-8")?;
        writeln!(list, "    ({name:?}, include_bytes!({path:?})),")?;
    }
    list.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("sample.rs"), list)?;
    Ok(())
}
