//! The `kanbao` program.

fn main() {}
