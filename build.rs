//! Computes what the sources include: the folding tables, the table of readings and the list of the sample newspaper.

#[path = "build/sample.rs"]
mod sample;
#[path = "build/sounds.rs"]
mod sounds;
#[path = "build/variants.rs"]
mod variants;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // On macOS the C++ runtime that OpenCC needs is the system's own.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("macos") {
        println!("cargo::rustc-link-lib=dylib=c++");
    }
    variants::write()?;
    sounds::write()?;
    sample::write()
}
