//! Computes the tables that the sources include.

#[path = "build/variants.rs"]
mod variants;

fn main() -> std::io::Result<()> {
    variants::write()
}
